"""How fields of a form stand beside one another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme.tokens import Space


def side_by_side(*fields: QWidget) -> QHBoxLayout:
    """Return fields of a form in one line, equally wide whatever their content wants."""
    row = QHBoxLayout()
    row.setSpacing(Space.L)
    for field in fields:
        policy = field.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        field.setSizePolicy(policy)
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row

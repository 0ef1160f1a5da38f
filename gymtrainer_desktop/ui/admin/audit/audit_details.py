"""One change of the audit trail: before and after, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.audit import AuditEntryRow
from gymtrainer_desktop.ui.admin.audit.audit_words import AuditReader, sentence, who
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import hairline, label


class AuditDetails(Card):
    """What a change was, and ways to look for more of the kind."""

    shown = Signal(bool)
    """The panel opened, or closed."""
    by_wanted = Signal(object, str)
    """Only what this person did; carries id and name."""
    about_wanted = Signal(object, str)
    """Only what was about this one; carries id and name."""

    def __init__(self, reader: AuditReader, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("auditDetails")
        self.setFixedWidth(Size.HOME_SIDE)
        self.reader = reader
        self.entry: AuditEntryRow | None = None
        self.set_title(self.tr("Change"))
        self.copy_button = quiet_button(self.tr("Copy"), "copy", "small")
        self.copy_button.setObjectName("copyAuditButton")
        self.copy_button.setToolTip(self.tr("Copy this change as text (Ctrl+C)"))
        self.close_button = icon_button("x", self.tr("Close (Esc)"), size=Size.CONTROL_SMALL)
        self.add_action(self.copy_button)
        self.add_action(self.close_button)
        head = self.padded(Space.S)
        self._sentence = label("", weight="semibold", wrap=True)
        self._when = label("", "secondary", "muted", wrap=True)
        for words in (self._sentence, self._when):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            head.addWidget(words)
        filters = QHBoxLayout()
        filters.setSpacing(Space.S)
        self.by_button = quiet_button(self.tr("By the same person"), "", "small")
        self.by_button.setObjectName("auditByButton")
        self.about_button = quiet_button(self.tr("About the same"), "", "small")
        self.about_button.setObjectName("auditAboutButton")
        filters.addWidget(self.by_button)
        filters.addWidget(self.about_button)
        filters.addStretch(1)
        head.addLayout(filters)
        self.add_hairline()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area, 1)
        self.copy_button.clicked.connect(self.copy)
        self.close_button.clicked.connect(self.close_panel)
        self.by_button.clicked.connect(self._on_by_clicked)
        self.about_button.clicked.connect(self._on_about_clicked)
        self.hide()

    def show_entry(self, entry: AuditEntryRow) -> None:
        """Show a change."""
        self.entry = entry
        self._sentence.setText(sentence(entry))
        where = self.tr("{0}, at {1}").format(self.reader.moment(entry.at), entry.station)
        self._when.setText(where)
        self.setAccessibleName(f"{sentence(entry)}. {where}")
        self.by_button.setVisible(entry.person_id is not None)
        self._area.setWidget(self._versions(entry))
        self.show()
        self.shown.emit(True)

    def close_panel(self) -> None:
        """Show nothing any more."""
        if self.entry is not None:
            self.entry = None
            self.hide()
            self.shown.emit(False)

    def copy(self) -> None:
        """Put the change on the clipboard as text."""
        if self.entry is not None:
            QGuiApplication.clipboard().setText(self.reader.text(self.entry))
            self._name_copy(self.tr("Copied"))

    def _versions(self, entry: AuditEntryRow) -> QWidget:
        self._name_copy(self.tr("Copy"))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        lines = self.reader.lines(entry)
        if not lines:
            words = self.tr("Nothing is told about it: it was about somebody who was erased.")
            if entry.operation != "UPDATE" and entry.subject != "Erased":
                words = self.tr("Nothing but that is recorded.")
            column.addWidget(label(words, tone="muted", wrap=True))
            column.addStretch(1)
            return inner
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        for place, title in ((0, self.tr("Before")), (1, self.tr("After"))):
            grid.addWidget(label(title, "secondary", weight="semibold"), 0, place)
            grid.setColumnStretch(place, 1)
        row = 1
        for words, before, after in lines:
            grid.addWidget(hairline(), row, 0, 1, 2)
            grid.addWidget(label(words, "secondary", "muted"), row + 1, 0, 1, 2)
            for place, value in ((0, before), (1, after)):
                cell = label(value, tone="text" if place and value != NO_VALUE else "muted", wrap=True)
                cell.setAccessibleName(
                    f"{words}, {self.tr('after') if place else self.tr('before')}: {value}"
                )
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                cell.setMinimumWidth(0)
                grid.addWidget(cell, row + 2, place, Qt.AlignmentFlag.AlignTop)
            row += 3
        column.addLayout(grid)
        column.addStretch(1)
        return inner

    def _name_copy(self, text: str) -> None:
        gap = self.copy_button.text()[: -len(self.copy_button.text().lstrip())]
        self.copy_button.setText(f"{gap}{text}")
        self.copy_button.setAccessibleName(text)

    def _on_by_clicked(self) -> None:
        if self.entry is not None:
            self.by_wanted.emit(self.entry.person_id, who(self.entry))

    def _on_about_clicked(self) -> None:
        if self.entry is not None:
            self.about_wanted.emit(self.entry.row_id, self.entry.subject)

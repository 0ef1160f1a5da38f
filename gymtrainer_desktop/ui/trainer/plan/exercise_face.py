"""How a prescribed exercise looks: its name, the target, the rest, and how it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space
from gymtrainer_desktop.ui.trainer.plan.card_words import breakable, shortened
from gymtrainer_desktop.ui.trainer.words import prescription_text, rest_text
from gymtrainer_desktop.ui.widgets.text import icon_label, label

_LONGEST_NAME = 80
_LONGEST_TARGET = 48


class ExerciseFace(QWidget):
    """A small card; painted, because it has more states than a frame of the style sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.is_lifted = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(Space.S + Space.HAIR, Space.S, Space.S, Space.S)
        self._lines.setSpacing(Space.HAIR)
        self.name = label("", weight="medium", wrap=True)
        self.target = label("", "secondary", wrap=True)
        self.rest = label("", "secondary", "muted", wrap=True)
        for words in (self.name, self.target, self.rest):
            words.setMinimumWidth(0)
            self._lines.addWidget(words)

    def set_exercise(
        self,
        name: str,
        sets: int | None,
        reps: str,
        weight: str,
        rest_seconds: int | None,
        notes: str,
        mark: str = "",
    ) -> None:
        """Say what is prescribed; `mark` is its place in a superset, "A1"."""
        short = breakable(shortened(name, _LONGEST_NAME))
        self.name.setText(f"{mark}\u2002{short}" if mark else short)
        name = f"{mark} {name}" if mark else name
        target = prescription_text(sets, reps, weight)
        self.target.setText(breakable(shortened(target, _LONGEST_TARGET)))
        quiet = " · ".join(part for part in (rest_text(rest_seconds), " ".join(notes.split())) if part)
        self.rest.setText(breakable(shortened(quiet, _LONGEST_TARGET)))
        self.rest.setVisible(bool(quiet))
        full = [name, target, rest_text(rest_seconds), notes]
        self.setToolTip("\n".join(part[:1000] for part in full if part) if len(name) > 20 or notes else "")
        self.setAccessibleName(", ".join(part for part in full if part))

    def add_line(self, icon: str, token: str, words: str, tone: str) -> None:
        """Add a line with an icon: how it stands."""
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(icon_label(icon, token, Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(breakable(words), "secondary", tone, wrap=True), 1)
        self._lines.addLayout(row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card: a dashed slot while it is dragged, an edge in accent with the keyboard focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        is_focused = self.hasFocus()
        width = Size.FOCUS if is_focused else Size.BORDER
        pen = QPen(QColor(scheme.accent if is_focused else scheme.line), width)
        if self.is_lifted:
            pen = QPen(QColor(scheme.line_strong), Size.BORDER, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        is_hovered = (
            self.isEnabled() and self.underMouse() and self.testAttribute(Qt.WidgetAttribute.WA_Hover)
        )
        fill = scheme.canvas if self.is_lifted else scheme.hover if is_hovered else scheme.surface
        painter.setBrush(QColor(fill))
        inset = width / 2
        shape = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(shape, Radius.CONTROL, Radius.CONTROL)

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

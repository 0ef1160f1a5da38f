"""Personal records: the heaviest working set of each exercise, the newest first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.workout_words import tidy_weight


def record_text(record: PersonalRecord) -> str:
    """Return "92.5 kg × 4", or "12 reps" for an exercise without weight."""
    if record.weight is None:
        return NO_VALUE if record.reps is None else _tr("{0} reps").format(record.reps)
    weight = tidy_weight(record.weight, record.unit)
    return weight if record.reps is None else f"{weight} × {record.reps}"


class RecordButton(QAbstractButton):
    """One record; a click shows its exercise in the chart."""

    def __init__(self, record: PersonalRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = record
        self._is_shown = False
        self.setFixedHeight(Size.ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(record.exercise_name)
        self.setToolTip(f"{record.exercise_name}: {record_text(record)}")
        self.setAccessibleName(
            f"{record.exercise_name}, {record_text(record)}, {format_short_date(record.on)}"
        )

    def set_shown(self, shown: bool) -> None:
        """Colour the trophy of the exercise that the chart shows."""
        self._is_shown = shown
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size with room for some words."""
        return QSize(Size.RECORDS_WIDTH, Size.ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint trophy, exercise, date and record."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(scheme.hover))
        painter.fillRect(QRectF(0, 0, area.width(), Size.BORDER), QColor(scheme.line))
        color = scheme.caution if self._is_shown else scheme.text_muted
        trophy = icons.pixmap("trophy", color, Size.ICON_SMALL, self.devicePixelRatioF())
        painter.drawPixmap(Space.L, round(area.center().y() - Size.ICON_SMALL / 2), trophy)
        inner = area.adjusted(Space.L + Size.ICON + Space.S, 0, -Space.L, 0)
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        figure = fonts.font(Type.BODY, Weight.SEMIBOLD, tabular=True)
        used = paint.elided(painter, inner, record_text(self.record), figure, scheme.text, right)
        words = inner.adjusted(0, 0, -used - Space.S, 0)
        line = words.height() / 2
        upper = QRectF(words.left(), words.top() + Space.XS, words.width(), line - Space.XS)
        lower = QRectF(words.left(), words.center().y(), words.width(), line - Space.XS)
        paint.elided(painter, upper, self.text(), fonts.font(), scheme.text, left)
        small = fonts.font(Type.SECONDARY)
        paint.elided(painter, lower, format_short_date(self.record.on), small, scheme.text_muted, left)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, 0)


class RecordsCard(Card):
    """The records of a person, one line each.

    Args:
        is_lit: All trophies shine; otherwise that of the exercise which the chart shows.
    """

    chosen = Signal(str)
    """The record of an exercise was clicked; carries the exercise's name."""

    def __init__(self, parent: QWidget | None = None, *, is_lit: bool = False) -> None:
        super().__init__(parent=parent)
        self._is_lit = is_lit
        self.set_title(self.tr("Personal records"))
        self.setObjectName("recordsCard")
        self._buttons: list[RecordButton] = []
        self._empty = label(self.tr("Records appear with the first logged sets."), tone="muted", wrap=True)
        self._empty.setContentsMargins(Space.L, 0, Space.L, Space.L)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)

    def set_records(self, records: tuple[PersonalRecord, ...]) -> None:
        """Show other records."""
        if [button.record for button in self._buttons] == list(records):
            return
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [RecordButton(record) for record in records]
        for place, button in enumerate(self._buttons):
            button.set_shown(self._is_lit)
            button.clicked.connect(lambda _=False, name=button.record.exercise_name: self.chosen.emit(name))
            self.body.insertWidget(place, button)
        self._empty.setVisible(not records)

    def set_shown(self, exercise_name: str) -> None:
        """Say which exercise the chart shows."""
        for button in self._buttons:
            button.set_shown(button.record.exercise_name.casefold() == exercise_name.casefold())


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecordsCard", text)

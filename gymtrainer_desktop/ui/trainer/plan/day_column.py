"""A weekday of the plan editor: its head, the cards below it, and where a carried card would land."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date, format_short_date
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space
from gymtrainer_desktop.ui.trainer.plan.clipboard import carried_ids, has_exercises
from gymtrainer_desktop.ui.trainer.plan.exercise_card import ExerciseCard
from gymtrainer_desktop.ui.trainer.words import exercises_text
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import icon_button, plain_button
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label, set_tone

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class DayAction(StrEnum):
    """What can be done with a whole day."""

    COPY = "copy"
    CUT = "cut"
    PASTE = "paste"
    CLEAR = "clear"


class DayHead(QWidget):
    """A day's name, its date in the week shown, and its menu; takes the keyboard, so empty days can too."""

    menu_wanted = Signal(object, QPoint)
    """Its menu is asked for: the `Weekday`, and where on the screen."""
    entered = Signal(object)

    def __init__(self, day: Weekday, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"head_{day.value}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(Size.CONTROL_SMALL)
        self.day = day
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.HAIR, 0, 0, 0)
        row.setSpacing(Space.XS)
        self.name = label(day.short, weight="semibold")
        row.addWidget(self.name)
        self._date = ElidedLabel("", "secondary", "muted")
        row.addWidget(self._date, 1)
        self.more_button = icon_button("ellipsis", self.tr("Copy, paste, move or clear"), size=Size.AVATAR_XS)
        self.more_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more_button.clicked.connect(self.ask_for_menu)
        row.addWidget(self.more_button)
        self._count = 0
        self._on: date | None = None
        self._describe()

    def set_count(self, count: int) -> None:
        """Say how many exercises the day has."""
        self._count = count
        self._describe()

    def set_date(self, on: date | None) -> None:
        """Say which date it is in the week shown."""
        self._on = on
        self._date.setText(format_short_date(on) if on is not None else "")
        self._describe()

    def ask_for_menu(self) -> None:
        """Ask for the menu below the dots."""
        self.menu_wanted.emit(self.day, self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _describe(self) -> None:
        day = format_date(self._on) if self._on is not None else self.day.value
        words = exercises_text(self._count) if self._count else self.tr("rest day")
        self.setAccessibleName(f"{self.day.value}, {words}")
        self.setAccessibleDescription(day)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the day."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.ask_for_menu()
        else:
            self.menu_wanted.emit(self.day, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the grid."""
        event.ignore()

    def mousePressEvent(self, event: object) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.update()
        self.entered.emit(self.day)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring of the keyboard."""
        if self.hasFocus():
            paint.focus_ring(QPainter(self), QRectF(self.rect()), scheme_of(self), Radius.CONTROL)


class DayColumn(QWidget):
    """The exercises of a weekday; takes what is dropped on it.

    It places its cards itself: a layout of hundreds of cards of different heights takes too long.
    """

    dropped = Signal(object, object, int, bool)
    """Something was put down: its `QMimeData`, the `Weekday`, the place there counted without what is
    carried, and whether it is to be a copy."""
    hovered = Signal(QPoint)
    """Something is carried over here; the place on the screen."""
    left = Signal()
    """What was carried went elsewhere, or was put down."""

    def __init__(self, day: Weekday, is_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"day_{day.value}")
        self.setAcceptDrops(True)
        self.setMinimumWidth(Size.DAY_COLUMN_MIN)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.day = day
        self.cards: tuple[ExerciseCard, ...] = ()
        self._left = 0 if is_first else Space.S
        self._slot_place: int | None = None
        self._carried: frozenset[UUID] = frozenset()
        self._tops: list[int] = []
        self.head = DayHead(day, self)
        self._rest = label(self.tr("Rest day"), "secondary", "muted", parent=self)
        self.add_button = plain_button(self.tr("Add"), "plus", "small", self)
        self.add_button.setObjectName(f"add_{day.value}")
        self.add_button.setAccessibleName(self.tr("Add to {0}").format(day.value))
        self.add_button.installEventFilter(self)
        self.slot = _Slot(self)
        self.slot.hide()

    @property
    def is_rest_day(self) -> bool:
        """Whether it says that nothing is done on this day."""
        return not self._rest.isHidden()

    def set_cards(self, cards: Sequence[ExerciseCard]) -> None:
        """Show these cards in this order."""
        self._slot_place = None
        for card in cards:
            if card.parentWidget() is not self:
                card.setParent(self)
        self.cards = tuple(cards)
        self._rest.setVisible(not cards)
        self.head.set_count(len(cards))
        self.describe_cards()
        self.arrange()
        for card in cards:
            card.show()

    def describe_cards(self) -> None:
        """Have screen readers say where each card stands, and whether it is chosen."""
        for place, card in enumerate(self.cards, 1):
            words = self.tr("{0}, {1} of {2}").format(self.day.value, place, len(self.cards))
            card.setAccessibleDescription(self.tr("{0}, chosen").format(words) if card.is_chosen else words)

    def set_marked(self, marked: bool) -> None:
        """Write the day's name in accent."""
        set_tone(self.head.name, "accent" if marked else "text")

    def place_at(self, y: int, carried: Collection[UUID]) -> int:
        """Return the place that something dropped at a height takes, counted without what is carried."""
        return sum(
            top + card.height() / 2 < y
            for top, card in zip(self._tops, self.cards, strict=True)
            if card.exercise.id not in carried
        )

    def arrange(self) -> None:
        """Put head, cards, slot and button where they belong."""
        width = self.width() - self._left - Space.S
        self.head.setGeometry(self._left, 0, width, self.head.height())
        y = static = self.head.height() + Space.XS
        self._tops = []
        place = 0
        slot_height = Size.EXERCISE_CARD
        for card in self.cards:
            is_carried = card.exercise.id in self._carried
            if place == self._slot_place and not is_carried:
                self.slot.setGeometry(self._left, y, width, slot_height)
                y += slot_height + Space.S
                place += 1
            inset = Space.S if card.words.mark else 0
            height = card.height_for(width - inset)
            card.setGeometry(self._left + inset, y, width - inset, height)
            self._tops.append(static)
            y += height + Space.S
            static += height + Space.S
            place += not is_carried
        if self._slot_place is not None and self._slot_place >= place:
            self.slot.setGeometry(self._left, y, width, slot_height)
            y += slot_height + Space.S
        self.slot.setVisible(self._slot_place is not None)
        if not self._rest.isHidden() and self._slot_place is None:
            self._rest.setGeometry(self._left + Space.HAIR, y, width, self._rest.sizeHint().height())
            y += self._rest.height() + Space.XS
        hint = self.add_button.sizeHint()
        self.add_button.setGeometry(self._left, y, min(hint.width(), width), hint.height())
        y += hint.height() + Space.S
        if self.minimumHeight() != y:
            self.setMinimumHeight(y)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that everything needs."""
        return QSize(Size.DAY_COLUMN, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the brackets that hold supersets together."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(scheme_of(self).accent), Size.FOCUS))
        at = 0
        while at < len(self.cards):
            letter = self.cards[at].exercise.superset
            last = at
            while last + 1 < len(self.cards) and self.cards[last + 1].exercise.superset == letter:
                last += 1
            if letter:
                x = self._left + Size.FOCUS / 2
                top = self.cards[at].geometry().top() + Radius.CONTROL
                bottom = self.cards[last].geometry().bottom() - Radius.CONTROL
                painter.drawLine(round(x), top, round(x), bottom)
                for y in (top, bottom):
                    painter.drawLine(round(x), y, round(x) + Space.XS, y)
            at = last + 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the arrows on the button to the grid; a button goes its own way with them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ARROWS:
            QApplication.sendEvent(self, event)
            return True
        return False

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take exercises only."""
        if has_exercises(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Open a slot where it would land."""
        if not has_exercises(event.mimeData()):
            return
        at = event.position().toPoint()
        self._carried = self._carried_of(event.mimeData())
        place = self.place_at(at.y(), self._carried)
        if place != self._slot_place:
            self._slot_place = place
            self.arrange()
        self.hovered.emit(self.mapToGlobal(at))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Close the slot again."""
        self.close_slot()
        self.left.emit()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what landed where."""
        data = event.mimeData()
        if not has_exercises(data):
            return
        place = self.place_at(event.position().toPoint().y(), self._carried_of(data))
        self.close_slot()
        self.left.emit()
        event.acceptProposedAction()
        self.dropped.emit(data, self.day, place, event.dropAction() == Qt.DropAction.CopyAction)

    def close_slot(self) -> None:
        """Nothing would land here any more."""
        if self._slot_place is not None:
            self._slot_place = None
            self._carried = frozenset()
            self.arrange()

    def _carried_of(self, data: QMimeData) -> frozenset[UUID]:
        """Return which of the exercises here are carried; those of other windows are none of these."""
        here = {card.exercise.id for card in self.cards}
        return frozenset(here & set(carried_ids(data)))


class _Slot(QWidget):
    """Where a card that is carried would land."""

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        painter.setPen(QPen(QColor(scheme.accent), Size.FOCUS))
        painter.setBrush(QColor(scheme.accent_soft))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)

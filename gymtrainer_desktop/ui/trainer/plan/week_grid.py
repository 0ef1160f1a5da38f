"""The week of the plan editor: seven columns of exercise cards."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space
from gymtrainer_desktop.ui.trainer.plan.exercise_card import EXERCISE_MIME, ExerciseCard
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.words import exercises_text
from gymtrainer_desktop.ui.widgets.buttons import plain_button
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label, set_tone


class WeekGrid(QScrollArea):
    """The exercises by day, in the order of the gym's week."""

    acted = Signal(object, str)
    """Something should be done with an exercise: its id and a `CardAction`."""
    dropped = Signal(object, object, int)
    """An exercise was put down: its id, the `Weekday`, and the place there without itself."""
    add_wanted = Signal(object)
    """"+ Add" of a day was clicked; carries the `Weekday`."""

    def __init__(self, days: tuple[Weekday, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weekGrid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._days = days
        self._cards: dict[UUID, ExerciseCard] = {}
        self._content: PlanContent | None = None
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, Space.S)
        row.setSpacing(0)
        self.columns: dict[Weekday, DayColumn] = {}
        for place, day in enumerate(days):
            if place:
                row.addWidget(hairline(vertical=True))
            column = DayColumn(day)
            column.add_button.clicked.connect(lambda _=False, to=day: self.add_wanted.emit(to))
            column.dropped.connect(self.dropped)
            self.columns[day] = column
            if not place:
                column.align_left()
            row.addWidget(column, 1)
        self.setWidget(content)

    @property
    def days(self) -> tuple[Weekday, ...]:
        """The days in the order shown."""
        return self._days

    def card(self, id: UUID) -> ExerciseCard | None:
        """Return the card of an exercise."""
        return self._cards.get(id)

    def set_content(self, content: PlanContent) -> None:
        """Show other exercises; cards of exercises that stay keep the keyboard focus."""
        focused = next((id for id, card in self._cards.items() if card.hasFocus()), None)
        self._content = content
        ids = {one.id for one in content.exercises}
        for id in [id for id in self._cards if id not in ids]:
            gone = self._cards.pop(id)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        for day, column in self.columns.items():
            exercises = content.of_day(day)
            column.set_cards([self._card_for(one) for one in exercises])
        if focused in self._cards:
            self._cards[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_exercise(self, id: UUID) -> None:
        """Put the keyboard on an exercise."""
        if (card := self._cards.get(id)) is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(card)

    def mark_day(self, day: Weekday) -> None:
        """Show on which day a line that is typed will land."""
        for other, column in self.columns.items():
            column.set_marked(other is day)

    def _card_for(self, exercise: DraftExercise) -> ExerciseCard:
        card = self._cards.get(exercise.id)
        if card is None:
            card = ExerciseCard(exercise, self._days)
            card.acted.connect(self.acted)
            card.sent.connect(self._on_sent)
            card.stepped.connect(self._on_stepped)
            self._cards[exercise.id] = card
        elif card.exercise != exercise:
            card.show_exercise(exercise)
        return card

    def _on_sent(self, id: UUID, day: str) -> None:
        self.dropped.emit(id, Weekday(day), len(self.columns[Weekday(day)].cards))

    def _on_stepped(self, id: UUID, right: int, down: int) -> None:
        """Go on to a neighbour: the card above or below, or the nearest one of the next day that has any."""
        assert self._content is not None
        card = self._cards[id]
        place = self._content.place_of(id)
        if down:
            cards = self.columns[card.exercise.day].cards
            target = place + down
        else:
            at = self._days.index(card.exercise.day) + right
            while 0 <= at < len(self._days) and not self.columns[self._days[at]].cards:
                at += right
            cards = self.columns[self._days[at]].cards if 0 <= at < len(self._days) else ()
            target = min(place, len(cards) - 1)
        if cards and 0 <= target < len(cards):
            self.focus_exercise(cards[target].exercise.id)


class DayColumn(QWidget):
    """The exercises of a weekday; takes what is dropped on it."""

    dropped = Signal(object, object, int)

    def __init__(self, day: Weekday, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"day_{day.value}")
        self.setAcceptDrops(True)
        self.setMinimumWidth(Size.DAY_COLUMN)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.day = day
        self.cards: tuple[ExerciseCard, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, 0, Space.S, 0)
        column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        self._name = label(day.short, weight="semibold")
        head.addWidget(self._name)
        self._count = ElidedLabel("", "secondary", "muted")
        head.addWidget(self._count, 1)
        column.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.S)
        column.addLayout(self._lines)
        self._rest = label(self.tr("Rest day"), "secondary", "muted")
        column.addWidget(self._rest)
        self.add_button = plain_button(self.tr("Add"), "plus", "small")
        self.add_button.setObjectName(f"add_{day.value}")
        self.add_button.setAccessibleName(self.tr("Add to {0}").format(day.value))
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.slot = _Slot()
        self.slot.hide()

    def set_cards(self, cards: list[ExerciseCard]) -> None:
        """Show these cards in this order."""
        self._close_slot()
        if list(self.cards) != cards:
            while self._lines.takeAt(0) is not None:
                pass
            for card in cards:
                self._lines.addWidget(card)
                card.show()
            self.cards = tuple(cards)
        self._rest.setVisible(not cards)
        self._count.setText(str(len(cards)) if cards else "")
        self.setAccessibleName(f"{self.day.value}, {exercises_text(len(cards))}")

    def set_marked(self, marked: bool) -> None:
        """Write the day's name in accent."""
        set_tone(self._name, "accent" if marked else "text")

    def align_left(self) -> None:
        """Stand flush with what is above: the first column."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, Space.S, 0)

    def place_at(self, y: int, carried: UUID) -> int:
        """Return the place that a card dropped at a height takes, counted without the card itself."""
        others = [card for card in self.cards if card.exercise.id != carried]
        return sum(card.geometry().center().y() < y for card in others)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take exercises only."""
        if _carried(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Open a slot where the card would land."""
        carried = _carried(event.mimeData())
        if carried is None:
            return
        place = self.place_at(event.position().toPoint().y(), carried)
        others = [card for card in self.cards if card.exercise.id != carried]
        at = self._lines.indexOf(others[place]) if place < len(others) else self._lines.count()
        current = self._lines.indexOf(self.slot)
        if current < 0:
            self._lines.insertWidget(at, self.slot)
        elif at not in (current, current + 1):
            self._lines.removeWidget(self.slot)
            self._lines.insertWidget(at if at < current else at - 1, self.slot)
        self.slot.show()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Close the slot again."""
        self._close_slot()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the card landed."""
        carried = _carried(event.mimeData())
        if carried is None:
            return
        place = self.place_at(event.position().toPoint().y(), carried)
        self._close_slot()
        event.acceptProposedAction()
        self.dropped.emit(carried, self.day, place)

    def _close_slot(self) -> None:
        self._lines.removeWidget(self.slot)
        self.slot.setParent(None)
        self.slot.hide()


class _Slot(QWidget):
    """Where a card that is carried would land."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(Size.EXERCISE_CARD)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        painter.setPen(QPen(QColor(scheme.accent), Size.FOCUS))
        painter.setBrush(QColor(scheme.accent_soft))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)


def _carried(data: QMimeData) -> UUID | None:
    """Return the exercise that is dragged, None for anything else."""
    if not data.hasFormat(EXERCISE_MIME):
        return None
    try:
        return UUID(bytes(data.data(EXERCISE_MIME).data()).decode())
    except ValueError:
        return None

"""The week of the plan editor: seven columns of exercise cards, and which of them the keyboard means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QDrag,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Delay, Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.plan.card_words import CardWords
from gymtrainer_desktop.ui.trainer.plan.clipboard import mark_carried, mime_of
from gymtrainer_desktop.ui.trainer.plan.day_column import DayColumn
from gymtrainer_desktop.ui.trainer.plan.exercise_card import ExerciseCard
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.week_keys import WeekKeys
from gymtrainer_desktop.ui.widgets.text import hairline

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Worded = Callable[[DraftExercise, str], CardWords]
"""What a card says of an exercise with a superset's mark."""


class WeekGrid(QScrollArea):
    """The exercises by day, in the order of the gym's week.

    One card is the current one: it has, or last had, the keyboard. Several may be chosen, with Ctrl or Shift
    and a click or an arrow; what is done is then done to all of them.

    Args:
        days: In the order of the gym's week.
        worded: What the cards say.
    """

    acted = Signal(str)
    """Something should be done with the targets; carries a `CardAction`."""
    day_acted = Signal(object, str)
    """Something should be done with a whole day: the `Weekday` and a `DayAction`."""
    dropped = Signal(object, object, int, bool)
    """As `DayColumn.dropped`."""
    add_wanted = Signal(object)
    """"+ Add" of a day was clicked; carries the `Weekday`."""
    card_menu_wanted = Signal(QPoint)
    day_menu_wanted = Signal(object, QPoint)
    day_entered = Signal(object)
    """The keyboard came to a day; carries the `Weekday`."""
    chosen_changed = Signal()

    def __init__(self, days: tuple[Weekday, ...], worded: Worded, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weekGrid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.editor_id = uuid4()
        """Tells exercises carried within this window from those of others."""
        self._days = days
        self._worded = worded
        self.reached: Callable[[DraftExercise], DraftExercise] = lambda one: one
        """Returns what an exercise asks for by now: that is what is carried elsewhere."""
        self._cards: dict[UUID, ExerciseCard] = {}
        self._content: PlanContent | None = None
        self._current: UUID | None = None
        self._anchor: UUID | None = None
        self._chosen: set[UUID] = set()
        self._keys = WeekKeys(self)
        self._keys.tell()
        self.columns: dict[Weekday, DayColumn] = {}
        self._build()
        self._scroll_by = 0
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(Delay.AUTO_SCROLL)
        self._scrolling.timeout.connect(self._on_scrolling)

    @property
    def days(self) -> tuple[Weekday, ...]:
        """The days in the order shown."""
        return self._days

    @property
    def current(self) -> UUID | None:
        """The exercise that has, or last had, the keyboard."""
        return self._current

    @property
    def chosen(self) -> tuple[UUID, ...]:
        """Those chosen on purpose, in reading order; mostly none."""
        return tuple(id for id in self._in_order() if id in self._chosen)

    @property
    def targets(self) -> tuple[UUID, ...]:
        """What an action is about, in reading order: all that are chosen, or else the current one."""
        if self._chosen:
            return self.chosen
        return () if self._current is None else (self._current,)

    @property
    def focused_day(self) -> Weekday | None:
        """The day where the keyboard is, None when it is not in the week."""
        focus: QWidget | None = self.window().focusWidget()
        while focus is not None and focus is not self:
            if isinstance(focus, DayColumn):
                return focus.day if self.isAncestorOf(focus) else None
            focus = focus.parentWidget()
        return None

    def card(self, id: UUID) -> ExerciseCard | None:
        """Return the card of an exercise."""
        return self._cards.get(id)

    def set_content(self, content: PlanContent) -> None:
        """Show other exercises; those that stay keep the keyboard and stay chosen."""
        focused = next((id for id, card in self._cards.items() if card.hasFocus()), None)
        self._content = content
        ids = {one.id for one in content.exercises}
        for id in [id for id in self._cards if id not in ids]:
            gone = self._cards.pop(id)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        self._chosen &= ids
        if self._current not in ids:
            self._current = self._anchor = None
        marks = superset_marks(content.exercises)
        by_day: dict[Weekday, list[ExerciseCard]] = {day: [] for day in self._days}
        for one in content.exercises:
            by_day[one.day].append(self._card_for(one, marks.get(one.id, "")))
        for day, column in self.columns.items():
            column.set_cards(by_day[day])
        if focused in self._cards and not self._cards[focused].hasFocus():
            self._cards[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_dates(self, dates: Mapping[Weekday, date]) -> None:
        """Say which date each day is in the week shown; empty for none."""
        for day, column in self.columns.items():
            column.head.set_date(dates.get(day))

    def focus_exercise(self, id: UUID, *, keeps_anchor: bool = False) -> None:
        """Put the keyboard on an exercise, and make it seen."""
        if (card := self._cards.get(id)) is not None:
            self._set_current(id, keeps_anchor)
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(card, 0, Space.S)

    def focus_day(self, day: Weekday) -> None:
        """Put the keyboard on the head of a day."""
        head = self.columns[day].head
        head.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(head, 0, Space.S)

    def choose(self, ids: Iterable[UUID]) -> None:
        """Choose these exercises and no others."""
        self._chosen = {id for id in ids if id in self._cards}
        for id, card in self._cards.items():
            card.set_chosen(id in self._chosen)
        for column in self.columns.values():
            column.describe_cards()
        self.chosen_changed.emit()

    def choose_to(self, id: UUID) -> None:
        """Choose everything from where choosing began to an exercise, in reading order."""
        order = self._in_order()
        start = self._anchor if self._anchor in self._cards else id
        first, last = sorted((order.index(start), order.index(id)))
        self._anchor = start
        self._set_current(id, keeps_anchor=True)
        self.choose(order[first : last + 1])

    def mark_day(self, day: Weekday) -> None:
        """Show on which day a line that is typed will land."""
        for other, column in self.columns.items():
            column.set_marked(other is day)

    def announce(self, words: str) -> None:
        """Have a screen reader say something."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # Carrying

    def drag(self) -> QDrag:
        """Return what travels with the pointer: the targets."""
        assert self._content is not None
        ids = self.targets
        data = mime_of([self.reached(one) for one in self._content.exercises if one.id in ids])
        mark_carried(data, self.editor_id, ids)
        drag = QDrag(self)
        drag.setMimeData(data)
        card = self._cards[self._current or ids[0]]
        drag.setPixmap(self._picture(card, len(ids)))
        drag.setHotSpot(QPoint(card.width() // 2, Space.L))
        return drag

    def _on_carried(self, id: UUID) -> None:
        """Take the targets along until they are put down, or Esc is pressed."""
        self._set_current(id)
        if id not in self._chosen:
            self.choose(())
        drag = self.drag()
        lifted = [self._cards[one] for one in self.targets]
        for card in lifted:
            card.set_lifted(True)
        try:
            drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)
        finally:
            self._on_left()
            for card in lifted:
                card.set_lifted(False)

    def _picture(self, card: ExerciseCard, count: int) -> QPixmap:
        """Return the card with its edge in accent, and how many travel with it."""
        picture = card.grab()
        scheme = scheme_of(self)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(scheme.accent), Size.FOCUS))
        painter.drawRoundedRect(card.rect().adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)
        if count > 1:
            edge = Size.BADGE + Space.XS
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            disc = card.rect().adjusted(card.width() - edge - Space.XS, Space.XS, -Space.XS, 0)
            disc.setHeight(edge)
            painter.drawEllipse(disc)
            painter.setPen(QColor(scheme.on_accent))
            painter.setFont(fonts.font(Type.BADGE, Weight.SEMIBOLD))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(count))
        painter.end()
        return picture

    def _on_hovered(self, at: QPoint) -> None:
        """Scroll while something is carried near the upper or the lower edge."""
        viewport = self.viewport()
        y = viewport.mapFromGlobal(at).y()
        near = Size.AUTO_SCROLL
        self._scroll_by = -near // 2 if y < near else near // 2 if y > viewport.height() - near else 0
        if self._scroll_by and not self._scrolling.isActive():
            self._scrolling.start()
        elif not self._scroll_by:
            self._scrolling.stop()

    def _on_left(self) -> None:
        self._scrolling.stop()
        self._scroll_by = 0

    def _on_scrolling(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._scroll_by)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the keys do is told in `WeekKeys`; the others are left to the page."""
        event.setAccepted(self._keys.press(None, event))

    def _on_key_pressed(self, id: UUID, event: QKeyEvent) -> None:
        self._set_current(id, keeps_anchor=bool(self._chosen))
        event.setAccepted(self._keys.press(self._cards[id], event))

    def event(self, event: QEvent) -> bool:
        """Claim keys that others may have as shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._keys.wants(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _on_pressed(self, id: UUID, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & _SHIFT:
            self.choose_to(id)
        elif modifiers & _CTRL:
            chosen = set(self._chosen)
            if not chosen and self._current is not None and self._current != id:
                chosen.add(self._current)
            self._set_current(id)
            self.choose(chosen ^ {id})
        else:
            self._set_current(id)
            if id not in self._chosen:
                self.choose(())

    def _on_released(self, id: UUID, modifiers: Qt.KeyboardModifier) -> None:
        if not modifiers & (_SHIFT | _CTRL):
            # Pressing one of several may have been the beginning of carrying them all.
            self.choose(())

    def _on_opened(self, id: UUID) -> None:
        self.choose(())
        self._set_current(id)
        self.acted.emit("edit")

    def _on_menu_wanted(self, id: UUID, at: QPoint) -> None:
        if id not in self._chosen:
            self.choose(())
        self.focus_exercise(id)
        self.card_menu_wanted.emit(at)

    def _on_entered(self, id: UUID, by_click: bool) -> None:
        if not by_click:
            self._set_current(id, keeps_anchor=bool(self._chosen))
        self.day_entered.emit(self._cards[id].exercise.day)

    # Building

    def _build(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, Space.S)
        row.setSpacing(0)
        for place, day in enumerate(self._days):
            if place:
                row.addWidget(hairline(vertical=True))
            column = DayColumn(day, not place)
            column.add_button.clicked.connect(lambda _=False, to=day: self.add_wanted.emit(to))
            column.dropped.connect(self.dropped)
            column.hovered.connect(self._on_hovered)
            column.left.connect(self._on_left)
            column.head.menu_wanted.connect(self.day_menu_wanted)
            column.head.entered.connect(self.day_entered)
            self.columns[day] = column
            row.addWidget(column, 1)
        self.setWidget(content)

    def _card_for(self, exercise: DraftExercise, mark: str) -> ExerciseCard:
        words = self._worded(exercise, mark)
        card = self._cards.get(exercise.id)
        if card is None:
            card = ExerciseCard(exercise, words)
            card.pressed.connect(self._on_pressed)
            card.released.connect(self._on_released)
            card.carried.connect(self._on_carried)
            card.opened.connect(self._on_opened)
            card.menu_wanted.connect(self._on_menu_wanted)
            card.entered.connect(self._on_entered)
            card.key_pressed.connect(self._on_key_pressed)
            self._cards[exercise.id] = card
        elif (card.exercise, card.words) != (exercise, words):
            card.show_exercise(exercise, words)
        return card

    def _in_order(self) -> list[UUID]:
        return [card.exercise.id for day in self._days for card in self.columns[day].cards]

    def _set_current(self, id: UUID, keeps_anchor: bool = False) -> None:
        for one, policy in ((self._current, Qt.FocusPolicy.ClickFocus), (id, Qt.FocusPolicy.StrongFocus)):
            if one is not None and one in self._cards:
                self._cards[one].setFocusPolicy(policy)
        self._current = id
        if not keeps_anchor:
            self._anchor = id

"""What the keys do in the week of the plan editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.ui.trainer.plan.day_column import DayAction, DayColumn, DayHead
from gymtrainer_desktop.ui.trainer.plan.exercise_card import CardAction, ExerciseCard

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.trainer.plan.week_grid import WeekGrid

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier

_ON_CARDS = {
    (_Key.Key_Up, _ALT): CardAction.UP,
    (_Key.Key_Down, _ALT): CardAction.DOWN,
    (_Key.Key_Left, _ALT): CardAction.LEFT,
    (_Key.Key_Right, _ALT): CardAction.RIGHT,
    (_Key.Key_Return, _NONE): CardAction.EDIT,
    (_Key.Key_Enter, _NONE): CardAction.EDIT,
    (_Key.Key_F2, _NONE): CardAction.EDIT,
    (_Key.Key_Delete, _NONE): CardAction.DELETE,
    (_Key.Key_Backspace, _NONE): CardAction.DELETE,
    (_Key.Key_D, _CTRL): CardAction.DUPLICATE,
    (_Key.Key_C, _CTRL): CardAction.COPY,
    (_Key.Key_X, _CTRL): CardAction.CUT,
    (_Key.Key_V, _CTRL): CardAction.PASTE,
    (_Key.Key_G, _CTRL): CardAction.GROUP,
    (_Key.Key_G, _CTRL | _SHIFT): CardAction.UNGROUP,
}
_ON_DAYS = {
    (_Key.Key_C, _CTRL): DayAction.COPY,
    (_Key.Key_X, _CTRL): DayAction.CUT,
    (_Key.Key_V, _CTRL): DayAction.PASTE,
    (_Key.Key_Delete, _NONE): DayAction.CLEAR,
    (_Key.Key_Backspace, _NONE): DayAction.CLEAR,
}
_ARROWS = (_Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End)


class WeekKeys:
    """Reads the keys of a week grid: on a card, or on the head of a day."""

    def __init__(self, grid: WeekGrid) -> None:
        self._grid = grid

    def tell(self) -> None:
        """Have the sheet of shortcuts list the keys.

        They are read in `press`, which `wants` claims them for, because what they do depends on what has the
        keyboard; so the shortcuts themselves are never taken.
        """
        for words, keys in (
            (_tr("In the days: edit the exercise"), ("Return", "F2")),
            (_tr("In the days: move the exercises"), ("Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right")),
            (_tr("In the days: choose several"), ("Shift+Down", "Space")),
            (_tr("In the days: choose the whole day"), ("Ctrl+A",)),
            (_tr("In the days: copy, cut, paste; on a day's name all of it"), ("Ctrl+C", "Ctrl+X", "Ctrl+V")),
            (_tr("In the days: duplicate"), ("Ctrl+D",)),
            (_tr("In the days: delete"), ("Del",)),
            (_tr("In the days: a superset, and apart again"), ("Ctrl+G", "Ctrl+Shift+G")),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self._grid)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.setWhatsThis(words)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key means something here, so that no shortcut may take it."""
        return _pressed(event) in (_ON_CARDS if self._card() is not None else _ON_DAYS)

    def press(self, card: ExerciseCard | None, event: QKeyEvent) -> bool:
        """Do what a key means, on a card or elsewhere; return whether it means anything."""
        if card is not None:
            return self._on_card(card, event)
        day = self._grid.focused_day
        return day is not None and self._on_day(day, event)

    def _on_card(self, card: ExerciseCard, event: QKeyEvent) -> bool:
        grid, (key, modifiers) = self._grid, _pressed(event)
        if (action := _ON_CARDS.get((key, modifiers))) is not None:
            grid.acted.emit(action)
        elif key == _Key.Key_A and modifiers == _CTRL:
            self._choose_day(card.exercise.day)
        elif key == _Key.Key_Space and modifiers in (_NONE, _CTRL):
            grid.choose(set(grid.chosen) ^ {card.exercise.id})
        elif key == _Key.Key_Escape and grid.chosen:
            grid.choose(())
        elif key in _ARROWS and modifiers in (_NONE, _SHIFT):
            self._step(card, key, bool(modifiers))
        else:
            return False
        return True

    def _on_day(self, day: Weekday, event: QKeyEvent) -> bool:
        grid, (key, modifiers) = self._grid, _pressed(event)
        column = grid.columns[day]
        is_on_head = isinstance(grid.focusWidget(), DayHead)
        if (action := _ON_DAYS.get((key, modifiers))) is not None and (is_on_head or modifiers):
            grid.day_acted.emit(day, action)
        elif key == _Key.Key_A and modifiers == _CTRL:
            self._choose_day(day)
        elif is_on_head and key in (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space):
            column.head.ask_for_menu()
        elif key in (_Key.Key_Left, _Key.Key_Right) and modifiers == _NONE:
            at = grid.days.index(day) + (1 if key == _Key.Key_Right else -1)
            if 0 <= at < len(grid.days):
                grid.focus_day(grid.days[at])
        elif is_on_head and key == _Key.Key_Down:
            self._go_to(column, 0)
        elif not is_on_head and key == _Key.Key_Up:
            self._go_to(column, len(column.cards) - 1)
        else:
            return False
        return True

    def _choose_day(self, day: Weekday) -> None:
        grid = self._grid
        ids = [card.exercise.id for card in grid.columns[day].cards]
        if ids:
            if grid.current not in ids:
                grid.focus_exercise(ids[0])
            grid.choose(ids)

    def _step(self, card: ExerciseCard, key: Qt.Key, extends: bool) -> None:
        """Go on to a neighbour: the card above or below, or the nearest one of the next day that has any."""
        grid, day = self._grid, card.exercise.day
        column = grid.columns[day]
        place = column.cards.index(card)
        if key in (_Key.Key_Left, _Key.Key_Right):
            right = 1 if key == _Key.Key_Right else -1
            at = grid.days.index(day) + right
            while 0 <= at < len(grid.days) and not grid.columns[grid.days[at]].cards:
                at += right
            if not 0 <= at < len(grid.days):
                return
            column = grid.columns[grid.days[at]]
            place = min(place, len(column.cards) - 1)
        else:
            last = len(column.cards) - 1
            place = {
                _Key.Key_Up: place - 1,
                _Key.Key_Down: place + 1,
                _Key.Key_Home: 0,
                _Key.Key_End: last,
            }[key]
        if extends:
            if 0 <= place < len(column.cards):
                id = column.cards[place].exercise.id
                grid.choose_to(id)
                grid.focus_exercise(id, keeps_anchor=True)
            return
        grid.choose(())
        self._go_to(column, place)

    def _go_to(self, column: DayColumn, place: int) -> None:
        """Go to a card; above the first is the day's head, below the last its button."""
        if place < 0:
            self._grid.focus_day(column.day)
        elif place < len(column.cards):
            self._grid.focus_exercise(column.cards[place].exercise.id)
        else:
            column.add_button.setFocus(Qt.FocusReason.TabFocusReason)
            self._grid.ensureWidgetVisible(column.add_button)

    def _card(self) -> ExerciseCard | None:
        focus = self._grid.focusWidget()
        return focus if isinstance(focus, ExerciseCard) else None


def _pressed(event: QKeyEvent) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """Return a key with the modifiers that matter: that of the number pad does not."""
    return Qt.Key(event.key()), event.modifiers() & (_CTRL | _SHIFT | _ALT)


def _tr(text: str) -> str:
    return QCoreApplication.translate("trainer", text)

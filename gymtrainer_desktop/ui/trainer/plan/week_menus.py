"""The menus of a card and of a day in the plan editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.ui.trainer.plan.day_column import DayAction
from gymtrainer_desktop.ui.trainer.plan.exercise_card import CardAction


def card_menu(
    parent: QWidget,
    days: tuple[Weekday, ...],
    day: Weekday,
    *,
    is_one: bool,
    is_grouped: bool,
    is_unknown: bool,
    can_paste: bool,
    act: Callable[[CardAction], object],
    send: Callable[[Weekday], object],
) -> QMenu:
    """Return everything that can be done with the chosen exercises, with its keys.

    Args:
        parent: Whose menu it is.
        days: In the order of the gym's week.
        day: The day of the current one.
        is_one: Only one is meant.
        is_grouped: One of them belongs to a superset.
        is_unknown: The library does not know it.
        can_paste: There is something on the clipboard.
        act: Called with what was chosen.
        send: Called with the day to move them to.
    """
    menu = QMenu(parent)

    def add(action: CardAction, words: str, keys: str, enabled: bool = True) -> None:
        entry = menu.addAction(f"{words}\t{keys}" if keys else words)
        entry.setEnabled(enabled)
        entry.triggered.connect(lambda _=False: act(action))

    add(CardAction.EDIT, _tr("Edit…"), "Enter", is_one)
    add(CardAction.SUBSTITUTE, _tr("Substitute…"), "", is_one)
    if is_unknown:
        add(CardAction.LEARN, _tr("Add to the library…"), "")
    menu.addSeparator()
    add(CardAction.COPY, _tr("Copy"), "Ctrl+C")
    add(CardAction.CUT, _tr("Cut"), "Ctrl+X")
    add(CardAction.PASTE, _tr("Paste below"), "Ctrl+V", can_paste)
    add(CardAction.DUPLICATE, _tr("Duplicate"), "Ctrl+D")
    menu.addSeparator()
    add(CardAction.GROUP, _tr("Make a superset"), "Ctrl+G", not is_one)
    add(CardAction.UNGROUP, _tr("Take the superset apart"), "Ctrl+Shift+G", is_grouped)
    menu.addSeparator()
    add(CardAction.UP, _tr("Move up"), "Alt+Up")
    add(CardAction.DOWN, _tr("Move down"), "Alt+Down")
    add(CardAction.LEFT, _tr("Move a day back"), "Alt+Left")
    add(CardAction.RIGHT, _tr("Move a day on"), "Alt+Right")
    _add_days(menu, _tr("Move to"), days, day, send)
    menu.addSeparator()
    add(CardAction.DELETE, _tr("Delete"), "Del")
    return menu


def day_menu(
    parent: QWidget,
    days: tuple[Weekday, ...],
    day: Weekday,
    *,
    is_empty: bool,
    can_paste: bool,
    act: Callable[[DayAction], object],
    send: Callable[[Weekday], object],
) -> QMenu:
    """Return everything that can be done with a whole day, with its keys; arguments as for a card's."""
    menu = QMenu(parent)
    for action, words, keys, enabled in (
        (DayAction.COPY, _tr("Copy day"), "Ctrl+C", not is_empty),
        (DayAction.CUT, _tr("Cut day"), "Ctrl+X", not is_empty),
        (DayAction.PASTE, _tr("Paste day"), "Ctrl+V", can_paste),
    ):
        entry = menu.addAction(f"{words}\t{keys}")
        entry.setEnabled(enabled)
        entry.triggered.connect(lambda _=False, one=action: act(one))
    to_day = _add_days(menu, _tr("Move day to"), days, day, send)
    to_day.setEnabled(not is_empty)
    menu.addSeparator()
    clear = menu.addAction(_tr("Clear day") + "\tDel")
    clear.setEnabled(not is_empty)
    clear.triggered.connect(lambda _=False: act(DayAction.CLEAR))
    return menu


def _add_days(
    menu: QMenu, words: str, days: tuple[Weekday, ...], day: Weekday, send: Callable[[Weekday], object]
) -> QMenu:
    to_day: QMenu = menu.addMenu(words)
    for other in days:
        entry = to_day.addAction(other.value)
        entry.setEnabled(other is not day)
        entry.triggered.connect(lambda _=False, to=other: send(to))
    return to_day


def _tr(text: str) -> str:
    return QCoreApplication.translate("trainer", text)

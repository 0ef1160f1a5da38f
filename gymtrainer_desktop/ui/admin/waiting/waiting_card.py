"""One entry of the waiting list: everything that is known of it, and what can be done."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.admin.waiting.waiting_words import day_words, since_words, state_words
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label


class WaitingCard(Card):
    """The current entry.

    Args:
        time_zone: The gym's, for days.
    """

    assign_requested = Signal(object)
    offer_requested = Signal(object)
    take_back_requested = Signal(object)
    edit_requested = Signal(object)
    remove_requested = Signal(object)
    """Each carries the `WaitingEntry` shown."""

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._zone = ZoneInfo(time_zone)
        self._entry: WaitingEntry | None = None
        self.setObjectName("waitingCard")
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        inner.setSpacing(Space.M)
        self.body.addLayout(inner)
        inner.addLayout(self._head())
        inner.addLayout(self._facts())
        self._wants = label("", wrap=True)
        inner.addWidget(self._wants)
        inner.addLayout(self._actions())
        self.hide()

    @property
    def entry(self) -> WaitingEntry | None:
        """The entry shown."""
        return self._entry

    def show_entry(self, entry: WaitingEntry | None, today: date) -> None:
        """Show another entry, or hide without one."""
        self._entry = entry
        self.setVisible(entry is not None)
        if entry is None:
            return
        word, token, rest = state_words(entry, self._zone)
        self._avatar.set_person(entry.member_id, entry.member_name)
        self._name.setText(entry.member_name)
        self._number.setText(entry.member_number)
        self._pill.set_state(word, token)
        self._state.setText(rest)
        self._state.setVisible(bool(rest))
        self._trainer.setText(entry.trainer_name or self.tr("Anyone"))
        since = since_words(entry.since, today, self._zone)
        self._since.setText(f"{day_words(entry.since, self._zone)} · {since}")
        self._wants.setText(entry.wants or self.tr("No wishes written down."))
        is_waiting = entry.status is WaitStatus.WAITING
        self.offer_button.setVisible(is_waiting)
        self.take_back_button.setVisible(not is_waiting)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        self._avatar = Avatar(diameter=Size.AVATAR_L)
        row.addWidget(self._avatar)
        names = QVBoxLayout()
        names.setSpacing(0)
        self._name = ElidedLabel("", "section")
        self._number = ElidedLabel("", "secondary", "muted")
        names.addWidget(self._name)
        names.addWidget(self._number)
        row.addLayout(names, 1)
        self._pill = Pill()
        row.addWidget(self._pill)
        return row

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        self._state = ElidedLabel("", tone="muted")
        self._trainer = ElidedLabel()
        self._since = ElidedLabel()
        grid.addWidget(self._state, 0, 0, 1, 2)
        for place, (words, value) in enumerate(
            ((self.tr("Waits for"), self._trainer), (self.tr("Since"), self._since)), start=1
        ):
            grid.addWidget(label(words, tone="muted"), place, 0)
            grid.addWidget(value, place, 1)
            value.setAccessibleName(words)
        return grid

    def _actions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        self.assign_button = primary_button(self.tr("&Assign a trainer"), "whistle")
        self.offer_button = quiet_button(self.tr("&Offer a place"), "send")
        self.take_back_button = quiet_button(self.tr("&Take back the offer"), "undo-2")
        self.edit_button = quiet_button(self.tr("Change &wishes"), "pencil")
        self.remove_button = quiet_button(self.tr("&Remove"), "trash-2")
        for row, buttons in (
            (upper, (self.assign_button,)),
            (lower, (self.offer_button, self.take_back_button)),
        ):
            row.setSpacing(Space.S)
            for button in buttons:
                row.addWidget(button, 1)
            column.addLayout(row)
        last = QHBoxLayout()
        last.setSpacing(Space.S)
        last.addWidget(self.edit_button, 1)
        last.addWidget(self.remove_button, 1)
        column.addLayout(last)
        for button, name, asked in (
            (self.assign_button, "assignWaitingButton", self.assign_requested.emit),
            (self.offer_button, "offerPlaceButton", self.offer_requested.emit),
            (self.take_back_button, "takeBackButton", self.take_back_requested.emit),
            (self.edit_button, "editWaitingButton", self.edit_requested.emit),
            (self.remove_button, "removeWaitingButton", self.remove_requested.emit),
        ):
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, ask=asked: ask(self._entry))
        return column

"""What is new on the member's first page: notifications not read yet, and a place that is offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.shell.notifications import NotificationItem, NotificationLine
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import link_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.text import hairline, label

_SHOWN = 3


class NewsCard(Card):
    """The newest notifications that were not read; nothing where there are none."""

    opened = Signal(object)
    """A line was clicked; carries its `NotificationItem`."""
    all_read_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("newsCard")
        self.set_title(self.tr("New for you"))
        self.read_link = link_button(self.tr("Mark all as read"))
        self.read_link.setObjectName("newsReadLink")
        self.add_action(self.read_link)
        self._items: tuple[NotificationItem, ...] = ()
        self._lines = QWidget()
        self.body.addWidget(self._lines)
        self.read_link.clicked.connect(self.all_read_requested)

    @property
    def items(self) -> tuple[NotificationItem, ...]:
        """The lines, newest first."""
        return self._items

    @property
    def lines(self) -> tuple[NotificationLine, ...]:
        """The lines as one clicks them."""
        return tuple(self._lines.findChildren(NotificationLine))

    def set_items(self, items: Sequence[NotificationItem], count: int) -> None:
        """Show the newest that are unread, of so many; the bell lists more."""
        unread = [item for item in items if not item.is_read]
        self._items = tuple(unread[:_SHOWN])
        self.set_count(str(count))
        self.setVisible(bool(unread))
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(0)
        for item in self._items:
            line = NotificationLine(item)
            line.clicked.connect(lambda _checked=False, at=item: self.opened.emit(at))
            column.addWidget(hairline())
            column.addWidget(line)
        self.body.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = lines


class WaitingCard(Card):
    """What a member waits for, and a place that is offered, with an answer to give."""

    answered = Signal(object, bool)
    """An offer was answered; carries the id of the entry, and whether the place is wanted."""

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("waitingCard")
        self.set_title(self.tr("Waiting list"))
        self._zone = ZoneInfo(time_zone)
        self._entry_id: UUID | None = None
        self._words = label("", wrap=True)
        self._words.setObjectName("waitingWords")
        self.yes_button = primary_button(self.tr("Yes, I want it"), "check")
        self.yes_button.setObjectName("acceptPlaceButton")
        self.no_button = quiet_button(self.tr("No, thank you"))
        self.no_button.setObjectName("declinePlaceButton")
        inner = self.padded()
        inner.setSpacing(Space.M)
        inner.addWidget(self._words)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.yes_button, 1)
        row.addWidget(self.no_button, 1)
        inner.addWidget(self._buttons)
        self.yes_button.clicked.connect(lambda: self._answer(True))
        self.no_button.clicked.connect(lambda: self._answer(False))

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def set_entry(self, entry: WaitingEntry | None) -> None:
        """Show an entry of the waiting list; nothing for None."""
        self.setVisible(entry is not None)
        self._buttons.setVisible(entry is not None and entry.status is WaitStatus.OFFERED)
        self._buttons.setEnabled(True)
        if entry is not None:
            self._entry_id = entry.id
            self.set_title(
                self.tr("A place is free for you")
                if entry.status is WaitStatus.OFFERED
                else self.tr("Waiting list")
            )
            self._words.setText(self._sentence(entry))

    def _sentence(self, entry: WaitingEntry) -> str:
        offered = entry.offered_trainer_name or self.tr("a trainer")
        if entry.status is WaitStatus.OFFERED:
            if entry.offer_until is None:
                return self.tr("{0} has a place. Do you want it?").format(offered)
            words = self.tr("{0} has a place. Do you want it? It is kept for you until {1}.")
            return words.format(offered, self._moment(entry.offer_until))
        if entry.status is WaitStatus.ACCEPTED:
            return self.tr("You accepted the place with {0}. The front desk assigns you.").format(offered)
        whom = entry.trainer_name or self.tr("a trainer")
        since = format_date(entry.since.astimezone(self._zone).date())
        return self.tr(
            "You have been waiting for {0} since {1}. You are told here as soon as a place is free."
        ).format(whom, since)

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{format_date(local.date())}, {local:%H:%M}"

    def _answer(self, yes: bool) -> None:
        self._buttons.setEnabled(False)
        self.answered.emit(self._entry_id, yes)

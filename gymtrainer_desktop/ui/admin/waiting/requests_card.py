"""Trainers who ask for waiting members: under each member, who asks, with the desk's answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import ago_text
from gymtrainer_desktop.domain.waitlist import ClientRequest, WaitingEntry
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import link_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label


class RequestsCard(Card):
    """The requests that nobody has answered yet, in the order of the line.

    Args:
        time_zone: The gym's, for days.
    """

    granted = Signal(object)
    """Grant was pressed; carries the `ClientRequest`."""
    refused = Signal(object)
    """Refuse was pressed; carries the `ClientRequest`."""
    entry_opened = Signal(object)
    """A member's name was pressed; carries the id of the entry."""

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._zone = ZoneInfo(time_zone)
        self._shown: tuple[tuple[WaitingEntry, ...], date] | None = None
        self._buttons: dict[tuple[UUID, str], QPushButton] = {}
        self.setObjectName("requestsCard")
        self.set_title(self.tr("Requests"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self.body.addWidget(area, 1)
        self.set_entries((), date.min)

    def set_entries(self, entries: Sequence[WaitingEntry], today: date) -> None:
        """Show the requests of these entries; the keyboard stays where it is."""
        asked = tuple(entry for entry in entries if entry.requests)
        if self._shown == (asked, today) and all(button.isEnabled() for button in self._buttons.values()):
            return
        focused = next((key for key, button in self._buttons.items() if button.hasFocus()), None)
        self._shown = (asked, today)
        self._buttons = {}
        count = sum(len(entry.requests) for entry in asked)
        self.set_count(str(count) if count else "")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(0)
        for entry in asked:
            column.addWidget(self._head(entry))
            for request in entry.requests:
                column.addWidget(self._line(request, today))
        if not asked:
            nobody = label(
                self.tr("When a trainer asks for somebody on this list, you answer here."),
                tone="muted",
                wrap=True,
            )
            nobody.setContentsMargins(Space.L, 0, Space.L, Space.S)
            column.addWidget(nobody)
        column.addStretch(1)
        self._area.setWidget(content)
        if focused is not None and focused in self._buttons:
            self._buttons[focused].setFocus()

    def button(self, request: ClientRequest, kind: str) -> QPushButton:
        """Return the button "grant" or "refuse" of a request."""
        return self._buttons[(request.id, kind)]

    def _head(self, entry: WaitingEntry) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.XS)
        name = link_button(_short(entry.member_name))
        name.setAccessibleName(self.tr("Show {0} in the list").format(entry.member_name))
        name.clicked.connect(lambda: self.entry_opened.emit(entry.id))
        row.addWidget(name)
        row.addStretch(1)
        return head

    def _line(self, request: ClientRequest, today: date) -> QWidget:
        line = QWidget()
        line.setAccessibleName(self.tr("{0} asks for {1}").format(request.trainer_name, request.member_name))
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.L, Space.XS, Space.L, Space.M)
        row.setSpacing(Space.M)
        avatar = Avatar(request.trainer_id, request.trainer_name, Size.AVATAR_S)
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.HAIR)
        column.addWidget(ElidedLabel(request.trainer_name, weight="medium"))
        asked = ago_text(request.asked_at.astimezone(self._zone).date(), today)
        column.addWidget(
            label(self.tr("asked {0}").format(asked[:1].lower() + asked[1:]), "secondary", "muted")
        )
        if request.note:
            column.addWidget(label(request.note, wrap=True))
        column.addSpacing(Space.XS)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        grant = quiet_button(self.tr("Grant"), "check", "small")
        grant.setAccessibleName(
            self.tr("Grant: {0} becomes the client of {1}").format(request.member_name, request.trainer_name)
        )
        refuse = quiet_button(self.tr("Refuse"), "x", "small")
        refuse.setAccessibleName(
            self.tr("Refuse: {1} is not given {0}").format(request.member_name, request.trainer_name)
        )
        grant.clicked.connect(lambda: self._on_answered(request, granted=True))
        refuse.clicked.connect(lambda: self._on_answered(request, granted=False))
        self._buttons[(request.id, "grant")] = grant
        self._buttons[(request.id, "refuse")] = refuse
        buttons.addWidget(grant)
        buttons.addWidget(refuse)
        buttons.addStretch(1)
        column.addLayout(buttons)
        row.addLayout(column, 1)
        return line

    def _on_answered(self, request: ClientRequest, *, granted: bool) -> None:
        """Take one answer only; the list that is loaded afterwards shows what became of it."""
        for kind in ("grant", "refuse"):
            self._buttons[(request.id, kind)].setEnabled(False)
        (self.granted if granted else self.refused).emit(request)


def _short(name: str, most: int = 30) -> str:
    name = " ".join(name.split())
    return (name if len(name) <= most else f"{name[: most - 1]}…").replace("&", "&&")

"""The table of people and roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gymtrainer_desktop.domain.calendar import ago_text
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.persons import PersonRow
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import (
    NO_VALUE,
    PersonCell,
    PersonDelegate,
    PillCell,
    PillDelegate,
)
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable


def role_words(row: PersonRow) -> str:
    """Return "Admin, trainer" or "Instructor"; "—" for nothing."""
    words = {Role.ADMIN: _tr("Admin"), Role.TRAINER: _tr("Trainer"), Role.MEMBER: _tr("Member")}
    named = [words[role] for role in row.roles]
    if row.trainer_id is not None and Role.TRAINER not in row.roles:
        named.insert(1 if Role.ADMIN in row.roles else 0, _tr("Instructor"))
    return ", ".join(named) or NO_VALUE


def sign_in_words(row: PersonRow) -> str:
    """Return "Password and PIN", "PIN", or that there is none."""
    if row.has_password and row.has_pin:
        return _tr("Password and PIN")
    if row.has_password:
        return _tr("Password")
    return _tr("PIN") if row.has_pin else _tr("None")


def seen_words(seen: datetime | None, today: date, zone: ZoneInfo) -> str:
    """Return "Today, 09:30", "3 days ago", or "—" where nothing is known."""
    if seen is None:
        return NO_VALUE
    local = seen.astimezone(zone)
    words = ago_text(local.date(), today)
    return f"{words}, {local:%H:%M}" if local.date() == today else words


class PeopleTable(Card):
    """People as rows; searching, filtering and paging are asked for, not done here."""

    more_wanted = Signal()
    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(self, settings: Any, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._today = date.min
        self._zone = ZoneInfo(time_zone)
        self.model: RowsModel[PersonRow] = RowsModel(self._columns(), parent=self)
        self.table = DataTable(self.model, settings, "people", activates_on_click=True)
        self.table.setObjectName("peopleTable")
        self.table.setAccessibleName(self.tr("People"))
        self.body.addWidget(self.table, 1)
        footer = self.add_footer("")
        assert isinstance(footer, QLabel)
        self.footer = footer
        self.model.more_wanted.connect(self.more_wanted)
        self.table.row_activated.connect(self.opened)
        self.table.current_row_changed.connect(self.current_changed)

    @property
    def loaded(self) -> int:
        """How many rows are loaded."""
        return self.model.rowCount()

    def set_rows(self, rows: Sequence[PersonRow], *, has_more: bool, today: date) -> None:
        """Show the first rows of an answer."""
        self._today = today
        self.model.set_rows(rows, has_more)
        self._update_footer(has_more)

    def extend(self, rows: Sequence[PersonRow], *, has_more: bool) -> None:
        """Add the rows that follow, nobody twice."""
        shown = {row.id for row in self.model.rows}
        self.model.extend([row for row in rows if row.id not in shown], has_more)
        self._update_footer(has_more)

    def row_of(self, person_id: UUID) -> PersonRow | None:
        """Return a person's row, None when it is not loaded."""
        place = self.model.place_of(person_id)
        return self.model.row_at(place) if place >= 0 else None

    def _update_footer(self, has_more: bool) -> None:
        if has_more:
            words = self.tr("{0} people shown, more when you scroll").format(f"{self.loaded:,}")
        else:
            one, many = self.tr("1 person"), self.tr("{0} people").format(f"{self.loaded:,}")
            words = one if self.loaded == 1 else many
        self.footer.setText(words)

    def _columns(self) -> tuple[Column[PersonRow], ...]:
        return (
            Column(
                "person",
                self.tr("Person"),
                lambda row: row.name,
                value=lambda row: PersonCell(row.id, row.name, row.email or row.member_number or ""),
                delegate=PersonDelegate,
                width=Size.COLUMN_XL,
                stretch=3,
                can_hide=False,
            ),
            Column(
                "roles",
                self.tr("Roles"),
                role_words,
                width=Size.COLUMN_M,
            ),
            Column(
                "sign_in",
                self.tr("Sign-in"),
                sign_in_words,
                tone=lambda row: "text" if row.has_password or row.has_pin else "caution",
                width=Size.COLUMN_M,
            ),
            Column(
                "seen",
                self.tr("Last seen"),
                lambda row: seen_words(row.last_seen, self._today, self._zone),
                width=Size.COLUMN_M,
            ),
            Column(
                "state",
                self.tr("State"),
                lambda row: _state(row).text,
                value=_state,
                delegate=PillDelegate,
                width=Size.COLUMN_M,
            ),
        )


def _state(row: PersonRow) -> PillCell:
    return (
        PillCell(_tr("Active"), "positive") if row.is_active else PillCell(_tr("Deactivated"), "text_muted")
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("people", text)

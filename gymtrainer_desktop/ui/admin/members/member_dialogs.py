"""The dialog that adds a member."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import NewMember
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.form_dialog import AddDialog, digits_only

_DATE = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def read_birth_date(text: str) -> date | None:
    """Read "16/11/1990", "16.11.1990" or "1990-11-16"; empty gives None.

    Raises:
        UserError: It is no date, or none that a living person was born on.
    """
    text = text.strip()
    if not text:
        return None
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise UserError("Please write the date as day/month/year, such as 16/11/1990.", field="birth_date")
    try:
        born = date(year, month, day)
    except ValueError:
        raise UserError("There is no such day in the calendar.", field="birth_date") from None
    if born.year < 1900:
        raise UserError("The year of birth must be 1900 or later.", field="birth_date")
    return born


class AddMemberDialog(AddDialog):
    """Adds a member. The number is filled in; only the name has to be typed."""

    added = Signal(object, str)
    """The id and the name of the member added."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("addMemberDialog")
        self.set_title(self.tr("Add a member"))
        self.set_confirm_text(self.tr("&Add member"))
        self.confirm_button.setObjectName("confirmAddMemberButton")
        optional = self.tr("(optional)")
        self._suggested = ""
        self.body.addWidget(self._line("full_name", self.tr("Na&me")))
        number = self._line("member_number", self.tr("Member n&umber"))
        born = self._line("birth_date", self.tr("&Birth date"), optional)
        born.field.setProperty("placeholderText", self.tr("day/month/year"))
        self.body.addLayout(side_by_side(number, born))
        email = self._line("email", self.tr("&E-mail"), optional)
        phone = self._line("phone", self.tr("&Phone"), optional)
        self.body.addLayout(side_by_side(email, phone))
        pin = self._line("pin", self.tr("P&IN for the kiosk"), optional, secret=True)
        digits_only(pin)
        self.unit = QComboBox()
        self.unit.setObjectName("weight_unit")
        for unit in Unit:
            self.unit.addItem(unit.value, unit)
        self.unit.setCurrentIndex(self.unit.findData(context.gym.weight_unit))
        self.body.addLayout(side_by_side(pin, FormField(self.tr("&Weights in"), self.unit)))
        self.body.addStretch(1)
        self._fields["full_name"].field.setFocus()
        context.tasks.query(
            self,
            context.services.people.next_member_number,
            self._on_number_suggested,
            context.notices.error,
            key="number",
        )

    def is_dirty(self) -> bool:
        """Whether anything was typed."""
        typed = any(self._text(name).strip() for name in self._fields if name != "member_number")
        return typed or self._text("member_number").strip() not in ("", self._suggested)

    def submit(self) -> None:
        """Check the fields and add the member."""
        self._send(self._entered, self._context.services.people.add, self._on_added)

    def _entered(self) -> NewMember:
        return NewMember(
            self._key("person"),
            self._text("full_name"),
            self._text("member_number"),
            self._text("email"),
            self._text("phone"),
            read_birth_date(self._text("birth_date")),
            Unit(self.unit.currentData()),
            self._text("pin"),
        ).checked()

    def _on_number_suggested(self, number: str) -> None:
        edit = self._edit("member_number")
        if not edit.text().strip():
            self._suggested = number
            edit.setText(number)

    def _on_added(self, new: NewMember, person_id: UUID) -> None:
        self.added.emit(person_id, new.full_name)

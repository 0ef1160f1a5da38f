"""The dialogs that add a member and set a member's PIN."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.people import NewMember
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog

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


class _FormDialog(SheetDialog):
    """A dialog of fields that shows a refusal beside the field it is about."""

    def __init__(self, title: str, confirm_text: str, context: PageContext, parent: QWidget | None) -> None:
        super().__init__(title, parent, confirm_text=confirm_text)
        self._context = context
        self._fields: dict[str, FormField] = {}
        self._banner = Banner("triangle-alert", "critical")
        self._banner.hide()
        self.body.addWidget(self._banner)

    def _line(self, name: str, text: str, hint: str = "", *, secret: bool = False) -> FormField:
        edit = QLineEdit()
        edit.setObjectName(name)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._fields[name] = FormField(text, edit, hint)
        return self._fields[name]

    def _text(self, name: str) -> str:
        edit = self._fields[name].field
        assert isinstance(edit, QLineEdit)
        return edit.text()

    def _refuse(self, exc: UserError) -> None:
        """Say what is wrong beside its field, or on top when it is about none."""
        field = self._fields.get(exc.field or "")
        if field is None:
            self._banner.set_words(self.tr("Not saved"), exc.message)
            self._banner.show()
            return
        field.set_error(exc.message)
        field.field.setFocus()

    def _clear(self) -> None:
        self._banner.hide()
        for field in self._fields.values():
            field.clear_error()

    def _on_failed(self, exc: Exception) -> None:
        self.set_busy(False)
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self._refuse(exc)
        else:
            self._context.notices.error(exc, self.tr("What you entered is still here."))


class AddMemberDialog(_FormDialog):
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
        self._key = new_id()
        self._sent: NewMember | None = None
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
        self.unit = QComboBox()
        self.unit.setObjectName("weight_unit")
        for unit in Unit:
            self.unit.addItem(unit.value, unit)
        self.unit.setCurrentIndex(self.unit.findData(context.gym.weight_unit))
        self.body.addLayout(side_by_side(pin, FormField(self.tr("&Weights in"), self.unit)))
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
        self._clear()
        try:
            new = self._entered()
        except UserError as error:
            self._refuse(error)
            return
        if self._sent is not None and self._sent != new:
            # Other content than what was sent before, whose answer may have been lost: another key.
            self._key = new_id()
            new = self._entered()
        self._sent = new
        self.set_busy(True)
        people = self._context.services.people
        self._context.tasks.write(
            self,
            lambda: people.add(new),
            lambda person_id: self._on_added(person_id, new.full_name),
            self._on_failed,
        )

    def _entered(self) -> NewMember:
        return NewMember(
            self._key,
            self._text("full_name"),
            self._text("member_number"),
            self._text("email"),
            self._text("phone"),
            read_birth_date(self._text("birth_date")),
            Unit(self.unit.currentData()),
            self._text("pin"),
        ).checked()

    def _on_number_suggested(self, number: str) -> None:
        edit = self._fields["member_number"].field
        assert isinstance(edit, QLineEdit)
        if not edit.text().strip():
            self._suggested = number
            edit.setText(number)

    def _on_added(self, person_id: UUID, name: str) -> None:
        self.accept()
        self.added.emit(person_id, name)


class SetPinDialog(_FormDialog):
    """Sets the PIN that a member signs in with at a kiosk."""

    pin_set = Signal()

    def __init__(
        self, context: PageContext, person_id: UUID, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("setPinDialog")
        self.set_title(self.tr("Set a PIN"))
        self.set_subtitle(
            self.tr("{0} signs in at the kiosk with the member number and this PIN.").format(_clipped(name))
        )
        self.set_confirm_text(self.tr("&Set PIN"))
        self.confirm_button.setObjectName("confirmPinButton")
        self._person_id = person_id
        self.body.addWidget(self._line("pin", self.tr("&PIN"), self.tr("(4 to 8 digits)"), secret=True))
        self.body.addWidget(self._line("again", self.tr("The same &again"), secret=True))
        self._fields["pin"].field.setFocus()

    def is_dirty(self) -> bool:
        """Whether digits were typed."""
        return bool(self._text("pin") or self._text("again"))

    def submit(self) -> None:
        """Check that both are the same, and set it."""
        self._clear()
        pin, person_id = self._text("pin"), self._person_id
        if not re.fullmatch(r"[0-9]{4,8}", pin):
            self._refuse(UserError(self.tr("A PIN has 4 to 8 digits."), field="pin"))
        elif pin != self._text("again"):
            self._refuse(UserError(self.tr("The two PINs differ."), field="again"))
        else:
            self.set_busy(True)
            people = self._context.services.people
            self._context.tasks.write(
                self, lambda: people.set_pin(person_id, pin), lambda _nothing: self._on_set(), self._on_failed
            )

    def _on_set(self) -> None:
        self.accept()
        self.pin_set.emit()


def _clipped(name: str, most: int = 60) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"

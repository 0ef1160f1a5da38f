"""The form of a member's name, number and contact, and what happens when somebody else was faster."""

from __future__ import annotations

import dataclasses
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.people import MemberDetails, MemberEdit
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.admin.members.member_dialogs import read_birth_date
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog
from gymtrainer_desktop.ui.widgets.versions_dialog import VersionsDialog

_FIELDS = ("full_name", "member_number", "birth_date", "email", "phone", "weight_unit")
_LONGEST = 200


def edit_of(details: MemberDetails) -> MemberEdit:
    """Return what is saved of a member as an edit that changes nothing."""
    return MemberEdit(
        details.id,
        details.version,
        details.full_name,
        details.member_number,
        details.email or "",
        details.phone or "",
        details.birth_date,
        details.weight_unit,
    )


def merged(base: MemberEdit, mine: MemberEdit, theirs: MemberEdit) -> MemberEdit:
    """Return `theirs` with what `mine` changed of `base` put on top."""
    changes = {name: getattr(mine, name) for name in _FIELDS if getattr(mine, name) != getattr(base, name)}
    return dataclasses.replace(theirs, **changes)


class EditMemberDialog(FormDialog):
    """Changes a member. When somebody else saved meanwhile, both versions are shown to choose from."""

    saved = Signal(str)
    """The member was saved; carries the name."""

    def __init__(self, context: PageContext, details: MemberDetails, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("editMemberDialog")
        self.set_title(self.tr("Edit member"))
        self.set_confirm_text(self.tr("&Save"))
        self.confirm_button.setObjectName("confirmEditMemberButton")
        optional = self.tr("(optional)")
        self.body.addWidget(self._line("full_name", self.tr("Na&me")))
        number = self._line("member_number", self.tr("Member n&umber"))
        born = self._line("birth_date", self.tr("&Birth date"), optional)
        born.field.setProperty("placeholderText", self.tr("day/month/year"))
        self.body.addLayout(side_by_side(number, born))
        email = self._line("email", self.tr("&E-mail"), optional)
        phone = self._line("phone", self.tr("&Phone"), optional)
        self.body.addLayout(side_by_side(email, phone))
        self.unit = QComboBox()
        self.unit.setObjectName("weight_unit")
        for unit in Unit:
            self.unit.addItem(unit.value, unit)
        row = side_by_side(FormField(self.tr("&Weights in"), self.unit), QWidget())
        self.body.addLayout(row)
        self.body.addStretch(1)
        self._base = edit_of(details)
        self._fill(self._base)
        self._as_shown = self._typed()
        self._fields["full_name"].field.setFocus()

    def is_dirty(self) -> bool:
        """Whether anything was changed."""
        return self._typed() != self._as_shown

    def submit(self) -> None:
        """Check the fields and save what they say."""
        self._clear()
        try:
            edit = self._entered()
        except UserError as error:
            self._refuse(error)
            return
        self._save(edit)

    def _save(self, edit: MemberEdit) -> None:
        people = self._context.services.people
        self.set_busy(True)

        def failed(exc: Exception) -> None:
            if isinstance(exc, Conflict) and exc.field is None:
                self._look_again(edit)
            else:
                self._on_failed(exc)

        self._context.tasks.write(
            self, lambda: people.save(edit), lambda _details: self._on_saved(edit), failed
        )

    def _on_saved(self, edit: MemberEdit) -> None:
        self.accept()
        self.saved.emit(edit.full_name)

    def _look_again(self, mine: MemberEdit) -> None:
        """Load what somebody else saved, to show it beside one's own."""
        people = self._context.services.people
        self._context.tasks.query(
            self,
            lambda: people.details(mine.id),
            lambda details: self._on_conflict(mine, edit_of(details)),
            self._on_failed,
            key="theirs",
        )

    def _on_conflict(self, mine: MemberEdit, theirs: MemberEdit) -> None:
        self.set_busy(False)
        mine = merged(self._base, mine, theirs)
        dialog = MemberConflictDialog(theirs, mine, self)
        dialog.mine_chosen.connect(lambda: self._on_mine_chosen(mine, theirs))
        dialog.theirs_chosen.connect(lambda: self._on_theirs_chosen(theirs))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_mine_chosen(self, mine: MemberEdit, theirs: MemberEdit) -> None:
        self._base = theirs
        self._fill(mine)
        self._save(mine)

    def _on_theirs_chosen(self, theirs: MemberEdit) -> None:
        self._base = theirs
        self._fill(theirs)
        self._as_shown = self._typed()

    def _fill(self, edit: MemberEdit) -> None:
        for name in ("full_name", "member_number", "email", "phone"):
            self._edit(name).setText(getattr(edit, name))
        self._edit("birth_date").setText(_date_text(edit.birth_date))
        self.unit.setCurrentIndex(self.unit.findData(edit.weight_unit))

    def _typed(self) -> tuple[str, ...]:
        return (*(self._text(name) for name in self._fields), self.unit.currentText())

    def _entered(self) -> MemberEdit:
        return dataclasses.replace(
            self._base,
            full_name=self._text("full_name"),
            member_number=self._text("member_number"),
            email=self._text("email"),
            phone=self._text("phone"),
            birth_date=read_birth_date(self._text("birth_date")),
            weight_unit=Unit(self.unit.currentData()),
        ).checked()


class MemberConflictDialog(VersionsDialog):
    """Shows what is saved now beside what one wants to save."""

    def __init__(self, theirs: MemberEdit, mine: MemberEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("memberConflictDialog")
        captions = {
            "full_name": self.tr("Name"),
            "member_number": self.tr("Number"),
            "birth_date": self.tr("Born"),
            "email": self.tr("E-mail"),
            "phone": self.tr("Phone"),
            "weight_unit": self.tr("Weights in"),
        }
        self.compare(
            self.tr("This member was changed meanwhile"),
            (
                (caption, _words(getattr(theirs, name)), _words(getattr(mine, name)))
                for name, caption in captions.items()
            ),
        )


def _words(value: object) -> str:
    if isinstance(value, date):
        return format_date(value)
    return str(value or NO_VALUE)[:_LONGEST]


def _date_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

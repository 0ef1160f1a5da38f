"""The dialog that adds a trainer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.trainers import PASSWORD_LENGTH, NewInstructor, TrainerRow
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.admin.trainers.trainer_form import read_limit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.form_dialog import AddDialog

_USUAL_LIMIT = 15


class AddTrainerDialog(AddDialog):
    """Adds an instructor: a name and an e-mail are enough, a password can follow later."""

    added = Signal(object)
    """Carries the `TrainerRow` of the trainer added."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("addTrainerDialog")
        self.set_title(self.tr("Add a trainer"))
        self.set_confirm_text(self.tr("&Add trainer"))
        self.confirm_button.setObjectName("confirmAddTrainerButton")
        optional = self.tr("(optional)")
        self.body.addWidget(self._line("name", self.tr("Na&me")))
        email = self._line("email", self.tr("&E-mail"))
        phone = self._line("phone", self.tr("&Phone"), optional)
        self.body.addLayout(side_by_side(email, phone))
        password = self._line("password", self.tr("Pass&word"), optional, secret=True)
        password.field.setProperty(
            "placeholderText", self.tr("at least {0} characters").format(PASSWORD_LENGTH)
        )
        again = self._line("again", self.tr("The &same again"), secret=True)
        self.body.addLayout(side_by_side(password, again))
        self.is_trainer = QCheckBox(self.tr("Takes &clients"))
        self.is_trainer.setProperty("kind", "switch")
        self.is_trainer.setObjectName("is_personal_trainer")
        self.is_trainer.setChecked(True)
        switch = self._field("is_personal_trainer", self.tr("Personal trainer"), self.is_trainer)
        limit = self._line("max_clients", self.tr("Most c&lients"))
        self._edit("max_clients").setText(str(_USUAL_LIMIT))
        self.body.addLayout(side_by_side(switch, limit))
        self.body.addStretch(1)
        self._fields["name"].field.setFocus()

    def is_dirty(self) -> bool:
        """Whether anything was typed or switched."""
        typed = any(self._text(name).strip() for name in ("name", "email", "phone", "password", "again"))
        changed = self._text("max_clients").strip() not in ("", str(_USUAL_LIMIT))
        return typed or changed or not self.is_trainer.isChecked()

    def submit(self) -> None:
        """Check the fields and add the trainer."""
        self._send(self._entered, self._context.services.trainers.add, self._on_added)

    def _entered(self) -> NewInstructor:
        new = NewInstructor(
            self._key("instructor"),
            self._key("person"),
            self._text("name"),
            self._text("email"),
            self._text("phone"),
            self.is_trainer.isChecked(),
            read_limit(self._text("max_clients")),
            self._text("password"),
        ).checked()
        if self._text("again") != self._text("password"):
            raise UserError(self.tr("The two passwords differ."), field="again")
        return new

    def _on_added(self, _new: NewInstructor, row: TrainerRow) -> None:
        self.added.emit(row)

"""The dialog that sets a secret to sign in with: a member's PIN, a trainer's password."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.trainers import PASSWORD_LENGTH, checked_password
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog, digits_only


@dataclass(frozen=True, slots=True)
class Secret:
    """What is set, in words and rules.

    Attributes:
        field: Name of the field, as `UserError.field` says it: "pin" or "password".
        check: Raises a `UserError` when it breaks a rule.
        save: Sets it; called in the background.
        is_digits: Whether it is made of digits.
    """

    field: str
    title: str
    explanation: str
    label: str
    hint: str
    differ: str
    check: Callable[[str], object]
    save: Callable[[str], None]
    is_digits: bool = False


class SetSecretDialog(FormDialog):
    """Asks for a secret twice and sets it."""

    secret_set = Signal()

    def __init__(self, secret: Secret, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(secret.title, secret.title, context, parent)
        self._secret = secret
        self.set_subtitle(secret.explanation)
        first = self._line(secret.field, secret.label, secret.hint, secret=True)
        again = self._line("again", self.tr("The same &again"), secret=True)
        for field in (first, again):
            if secret.is_digits:
                digits_only(field)
            self.body.addWidget(field)
        self.body.addStretch(1)
        first.field.setFocus()

    def is_dirty(self) -> bool:
        """Whether anything was typed."""
        return any(self._text(name) for name in self._fields)

    def submit(self) -> None:
        """Check that both are the same, and set it."""
        self._clear()
        secret, typed = self._secret, self._text(self._secret.field)
        try:
            secret.check(typed)
            if typed != self._text("again"):
                raise UserError(secret.differ, field="again")
        except UserError as error:
            self._refuse(error)
            return
        self.set_busy(True)
        self._context.tasks.write(
            self, lambda: secret.save(typed), lambda _nothing: self._on_set(), self._on_failed
        )

    def _on_set(self) -> None:
        self.accept()
        self.secret_set.emit()


def set_pin_dialog(
    context: PageContext, person_id: UUID, name: str, parent: QWidget | None = None
) -> SetSecretDialog:
    """Return the dialog that sets the PIN a member signs in with at a kiosk."""
    people = context.services.people
    words = _tr("{0} signs in at the kiosk with the member number and this PIN.")
    secret = Secret(
        "pin",
        _tr("Set a PIN"),
        words.format(_clipped(name)),
        _tr("&PIN"),
        _tr("(4 to 8 digits)"),
        _tr("The two PINs differ."),
        _check_pin,
        lambda pin: people.set_pin(person_id, pin),
        is_digits=True,
    )
    dialog = SetSecretDialog(secret, context, parent)
    dialog.setObjectName("setPinDialog")
    dialog.set_confirm_text(_tr("&Set PIN"))
    dialog.confirm_button.setObjectName("confirmPinButton")
    return dialog


def set_password_dialog(
    context: PageContext, trainer_id: UUID, name: str, parent: QWidget | None = None
) -> SetSecretDialog:
    """Return the dialog that sets the password an instructor signs in with."""
    trainers = context.services.trainers
    words = _tr("{0} signs in with e-mail and this password, and has to sign in again everywhere.")
    secret = Secret(
        "password",
        _tr("Set a password"),
        words.format(_clipped(name)),
        _tr("&Password"),
        _tr("(at least {0} characters)").format(PASSWORD_LENGTH),
        _tr("The two passwords differ."),
        checked_password,
        lambda password: trainers.set_password(trainer_id, password),
    )
    dialog = SetSecretDialog(secret, context, parent)
    dialog.setObjectName("setPasswordDialog")
    dialog.set_confirm_text(_tr("&Set password"))
    dialog.confirm_button.setObjectName("confirmPasswordButton")
    return dialog


def _check_pin(pin: str) -> None:
    if not re.fullmatch(r"[0-9]{4,8}", pin):
        raise UserError(_tr("A PIN has 4 to 8 digits."), field="pin")


def _tr(text: str) -> str:
    return QCoreApplication.translate("SetSecretDialog", text)


def _clipped(name: str, most: int = 60) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"

"""Setting the password of anybody with rights."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.trainers import PASSWORD_LENGTH, checked_password
from gymtrainer_desktop.ui.admin.people.secret_dialog import Secret, SetSecretDialog
from gymtrainer_desktop.ui.shell.page import PageContext


def set_person_password_dialog(
    context: PageContext, person_id: UUID, name: str, parent: QWidget | None = None
) -> SetSecretDialog:
    """Return the dialog that sets the password a person signs in with, trainer or not."""
    persons = context.services.persons
    words = _tr("{0} signs in with e-mail and this password, and has to sign in again everywhere.")
    secret = Secret(
        "password",
        _tr("Set a password"),
        words.format(name[:60]),
        _tr("&Password"),
        _tr("(at least {0} characters)").format(PASSWORD_LENGTH),
        _tr("The two passwords differ."),
        checked_password,
        lambda password: persons.set_password(person_id, password),
    )
    dialog = SetSecretDialog(secret, context, parent)
    dialog.setObjectName("setPersonPasswordDialog")
    dialog.set_confirm_text(_tr("&Set password"))
    dialog.confirm_button.setObjectName("confirmPersonPasswordButton")
    return dialog


def _tr(text: str) -> str:
    return QCoreApplication.translate("SetSecretDialog", text)

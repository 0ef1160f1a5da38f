"""The panel on the right of "People and roles": one person, their rights and how they sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.persons import PersonRow
from gymtrainer_desktop.ui.admin.members.member_sections import FactsSection, Section
from gymtrainer_desktop.ui.admin.people.people_table import role_words, seen_words
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label


class PersonPanel(QFrame):
    """Shows a person and offers what an admin may change; what cannot be done says why.

    Args:
        own_id: Of the admin who looks.
        time_zone: Of the gym.
    """

    closed = Signal()
    admin_requested = Signal(bool)
    active_requested = Signal(bool)
    password_requested = Signal()
    pin_requested = Signal()
    member_requested = Signal()
    trainer_requested = Signal()
    export_requested = Signal()
    erase_requested = Signal()

    def __init__(self, own_id: UUID, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personPanel")
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIDE_PANEL)
        self._own_id, self._zone = own_id, ZoneInfo(time_zone)
        self._row: PersonRow | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self._inactive = Banner("user-x", "caution")
        self._inactive.set_words(self.tr("Deactivated"), self.tr("Cannot sign in."))
        column.addWidget(self._inactive)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(Space.L, 0, Space.L, Space.L)
        body.setSpacing(Space.L)
        for section in (self._rights_section(), self._sign_in_section(), self._data_section()):
            body.addWidget(section)
        body.addStretch(1)
        area.setWidget(inner)
        column.addWidget(area, 1)
        self.hide()

    @property
    def row(self) -> PersonRow | None:
        """Whom it shows, None while it is closed."""
        return self._row

    def show_person(self, row: PersonRow, today: date, *, is_last_admin: bool) -> None:
        """Show a person.

        Args:
            row: Whom.
            today: The gym's day.
            is_last_admin: No other active admin could sign in without them.
        """
        self._row = row
        self._avatar.set_person(row.id, row.name)
        self._name.setText(row.name)
        self._email.setText(row.email or row.member_number or NO_VALUE)
        self._inactive.setVisible(not row.is_active)
        self._rights.say("roles", role_words(row))
        self._rights.say("seen", seen_words(row.last_seen, today, self._zone))
        self._show_rights(row, is_last_admin)
        self._show_sign_in(row)
        self.show()

    def close_panel(self) -> None:
        """Go away."""
        if self._row is not None:
            self._row = None
            self.hide()
            self.closed.emit()

    def set_busy(self, busy: bool) -> None:
        """Lock what writes while an answer is on its way."""
        for button in (self.admin_button, self.active_button, self.password_button, self.pin_button):
            # What cannot be done at all stays locked: its tool tip says why.
            button.setEnabled(not busy and not button.toolTip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    # Building

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, Space.L, Space.M, Space.L)
        row.setSpacing(Space.M)
        self._avatar = Avatar(diameter=Size.AVATAR_XL)
        row.addWidget(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        self._name = ElidedLabel("", "section")
        self._name.setObjectName("personName")
        self._email = ElidedLabel("", tone="muted")
        words.addWidget(self._name)
        words.addWidget(self._email)
        row.addLayout(words, 1)
        close = icon_button("x", self.tr("Close (Esc)"))
        close.clicked.connect(self.close_panel)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _rights_section(self) -> Section:
        self._rights = FactsSection()
        self._rights.set_title(self.tr("Rights"))
        self._rights.add_facts({"roles": self.tr("Roles"), "seen": self.tr("Last seen")})
        self.admin_button = self._button("shield", "adminRightButton", self._on_admin_clicked)
        self.active_button = self._button("user-x", "activeButton", self._on_active_clicked)
        self.reason = label("", "secondary", "muted", wrap=True)
        self._rights.body.addSpacing(Space.XS)
        self._rights.body.addLayout(_left(self.admin_button, self.active_button))
        self._rights.body.addWidget(self.reason)
        return self._rights

    def _sign_in_section(self) -> Section:
        self._sign_in = FactsSection()
        self._sign_in.set_title(self.tr("Sign-in"))
        self._sign_in.add_facts({"password": self.tr("Password"), "pin": self.tr("PIN")})
        self.password_button = self._button("key-round", "setPasswordButton", self.password_requested.emit)
        self.pin_button = self._button("key-round", "setPersonPinButton", self.pin_requested.emit)
        self.missing = label("", "secondary", "caution", wrap=True)
        self._sign_in.body.addSpacing(Space.XS)
        self._sign_in.body.addLayout(_left(self.password_button, self.pin_button))
        self._sign_in.body.addWidget(self.missing)
        return self._sign_in

    def _data_section(self) -> Section:
        section = Section()
        section.set_title(self.tr("Data"))
        self.member_button = self._button("users", "openMemberButton", self.member_requested.emit)
        self.trainer_button = self._button("whistle", "openTrainerButton", self.trainer_requested.emit)
        self.export_button = self._button("download", "exportPersonButton", self.export_requested.emit)
        self.erase_button = self._button("trash-2", "erasePersonButton", self.erase_requested.emit)
        _say(self.member_button, self.tr("As member"))
        _say(self.trainer_button, self.tr("As trainer"))
        _say(self.export_button, self.tr("Export everything…"))
        _say(self.erase_button, self.tr("Erase…"))
        section.body.addLayout(_left(self.member_button, self.trainer_button))
        section.body.addLayout(_left(self.export_button, self.erase_button))
        return section

    def _button(self, icon: str, name: str, clicked: Callable[[], object]) -> QPushButton:
        button = quiet_button(" ", icon, "small")
        button.setObjectName(name)
        button.clicked.connect(lambda: clicked())
        return button

    # Showing

    def _show_rights(self, row: PersonRow, is_last_admin: bool) -> None:
        is_admin, is_me = Role.ADMIN in row.roles, row.id == self._own_id
        _say(self.admin_button, self.tr("Take admin right") if is_admin else self.tr("Make admin"))
        _say(self.active_button, self.tr("Deactivate") if row.is_active else self.tr("Reactivate"))
        reason = ""
        if is_last_admin and is_admin:
            reason = self.tr("Somebody has to stay admin. Make another person admin first.")
        elif is_me:
            reason = self.tr("You cannot take your own rights away. Ask another admin.")
        _lock(self.admin_button, reason if is_admin else "")
        _lock(self.active_button, reason if row.is_active else "")
        if not row.is_active and not is_admin:
            _lock(self.admin_button, self.tr("Reactivate this person first."))
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))

    def _show_sign_in(self, row: PersonRow) -> None:
        is_set, none = self.tr("set"), self.tr("none")
        self._sign_in.say("password", is_set if row.has_password else none)
        self._sign_in.say("pin", is_set if row.has_pin else none)
        self._sign_in.facts["pin"].setVisible(row.member_number is not None)
        _say(
            self.password_button,
            self.tr("Reset password") if row.has_password else self.tr("Set password"),
        )
        _say(self.pin_button, self.tr("Reset PIN") if row.has_pin else self.tr("Set PIN"))
        self.pin_button.setVisible(row.member_number is not None)
        no_mail = "" if row.email else self.tr("There is no e-mail address to sign in with.")
        _lock(self.password_button, no_mail)
        needs_password = bool({Role.ADMIN, Role.TRAINER} & set(row.roles)) and not row.has_password
        words = self.tr("Cannot sign in as staff before a password is set.") if needs_password else ""
        self.missing.setText(words)
        self.missing.setVisible(bool(words))
        self.member_button.setVisible(Role.MEMBER in row.roles and row.is_active)
        self.trainer_button.setVisible(row.trainer_id is not None)
        self.erase_button.setVisible(row.id != self._own_id)

    def _on_admin_clicked(self) -> None:
        if self._row is not None:
            self.admin_requested.emit(Role.ADMIN not in self._row.roles)

    def _on_active_clicked(self) -> None:
        if self._row is not None:
            self.active_requested.emit(not self._row.is_active)


def _left(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _say(button: QPushButton, words: str) -> None:
    # Two thin spaces, as every button with an icon has them.
    button.setText(f"\u2009\u2009{words}")
    button.setAccessibleName(words)


def _lock(button: QPushButton, reason: str) -> None:
    button.setEnabled(not reason)
    button.setToolTip(reason)
    button.setAccessibleDescription(reason)

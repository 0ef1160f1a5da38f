"""Signing in: staff by e-mail and password, members by number and PIN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.shell.rail import Logo
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import link_button, primary_button
from gymtrainer_desktop.ui.widgets.choice import ChoiceButton
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import icon_label, label


@dataclass(frozen=True, slots=True)
class SampleSignIn:
    """A sign-in of the demo gym that a click fills in.

    Attributes:
        login: E-mail, or member number when `is_member`.
        secret: Password or PIN.
    """

    name: str
    role: str
    login: str
    secret: str = field(repr=False)
    is_member: bool = False


class SecretField(QLineEdit):
    """A password or a PIN, with an eye that shows it, and a sense for Caps Lock."""

    caps_lock_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setProperty("scale", "large")
        self._caps_lock = False
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye_toggled)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._on_eye_toggled(False)

    @property
    def caps_lock(self) -> bool:
        """Whether Caps Lock was on at the last letter typed."""
        return self._caps_lock

    def hide_secret(self) -> None:
        """Show dots again."""
        self._eye.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Caps Lock: capitals without Shift, or small letters with it."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._set_caps_lock(False)
        elif len(text) == 1 and text.lower() != text.upper():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            has_command = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if not has_command:
                self._set_caps_lock(text.isupper() != has_shift)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the eye again in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_eye"):
            self._on_eye_toggled(self._eye.isChecked())

    def _set_caps_lock(self, on: bool) -> None:
        if on != self._caps_lock:
            self._caps_lock = on
            self.caps_lock_changed.emit(on)

    def _on_eye_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icons.icon("eye-off" if shown else "eye"))
        self._eye.setToolTip(self.tr("Hide") if shown else self.tr("Show"))


class SignInPage(QWidget):
    """The first thing one sees every day.

    The page checks only that something was entered, and locks itself until the answer is there. Whoever
    listens calls `set_error` with a sentence when the answer is no.
    """

    sign_in_requested = Signal(str, str)
    """E-mail and password."""
    member_sign_in_requested = Signal(str, str)
    """Member number and PIN."""

    def __init__(self, gym_name: str = "", station: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._is_member = False
        self._is_busy = False
        self._gym = label(gym_name, "title", wrap=True)
        self._lead = label("", tone="muted")
        self.login = QLineEdit()
        self.login.setProperty("scale", "large")
        self.secret = SecretField()
        self._login_field = FormField("", self.login)
        self._secret_field = FormField("", self.secret)
        self._caps = label(self.tr("Caps Lock is on."), "secondary", "caution")
        self._caps.hide()
        self.submit = primary_button(self.tr("Sign in"), size="large")
        self.forgot = link_button(self.tr("Forgot password"))
        self.other = link_button("")
        self._forgot_words = label("", "secondary", "muted", wrap=True)
        self._forgot_words.hide()
        self._station = label(station, "secondary", "muted")
        self.notice = label("", tone="positive", wrap=True)
        self.notice.hide()
        self.samples = SampleBox()
        self._build()
        self._connect_signals()
        self.set_member(False)

    @property
    def is_member(self) -> bool:
        """Whether the fields ask for a member's number and PIN."""
        return self._is_member

    def set_gym(self, name: str, station: str) -> None:
        """Change the gym's name and the line below everything ("Front desk · this computer")."""
        self._gym.setText(name)
        self._station.setText(station)

    def set_member(self, member: bool) -> None:
        """Ask for number and PIN, or for e-mail and password."""
        self._is_member = member
        self._lead.setText(
            self.tr("Sign in to see your training.") if member else self.tr("Sign in to start your shift.")
        )
        self._login_field.set_label(self.tr("Member number") if member else self.tr("E-mail"))
        self._secret_field.set_label(self.tr("PIN") if member else self.tr("Password"))
        self.forgot.setText(self.tr("Forgot PIN") if member else self.tr("Forgot password"))
        self.other.setText(self.tr("Sign in as staff") if member else self.tr("Sign in as a member"))
        self._forgot_words.setText(
            self.tr("The front desk sets a new PIN for you.")
            if member
            else self.tr("Ask an admin at the front desk: they set a new password for you.")
        )
        self._forgot_words.hide()
        self.login.clear()
        self.secret.clear()
        self.set_error("")

    def set_samples(self, samples: Sequence[SampleSignIn]) -> None:
        """Offer the demo gym's sign-ins; none hides the box."""
        self.samples.set_samples(samples)

    def set_error(self, sentence: str, field_name: str | None = None) -> None:
        """Say why it did not work; below the e-mail when `field_name` is "login", else below the password."""
        self.set_busy(False)
        if sentence and self.secret.caps_lock and field_name != "login":
            sentence = f"{sentence} {self._caps.text()}"
        self._login_field.set_error(sentence if field_name == "login" else "")
        self._secret_field.set_error(sentence if field_name != "login" else "")
        if sentence:
            target = self.login if field_name == "login" else self.secret
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            target.selectAll()

    def set_notice(self, sentence: str) -> None:
        """Say above the fields what has happened; it stays until somebody signs in. Empty for nothing."""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    @property
    def error(self) -> str:
        """The sentence shown, empty for none."""
        return self._login_field.error or self._secret_field.error

    def set_busy(self, busy: bool) -> None:
        """Lock the form while the answer is on its way."""
        self._is_busy = busy
        self.submit.setEnabled(not busy)
        self.submit.setText(self.tr("Signing in…") if busy else self.tr("Sign in"))
        for field_ in (self.login, self.secret):
            field_.setReadOnly(busy)

    def clear(self) -> None:
        """Forget what was entered, before somebody else stands here."""
        self.set_error("")
        self.login.clear()
        self.secret.clear()
        self.secret.hide_secret()
        self._forgot_words.hide()
        self.set_notice("")
        self.login.setFocus(Qt.FocusReason.OtherFocusReason)

    # Building

    def _build(self) -> None:
        form = QWidget()
        form.setFixedWidth(Size.SIGN_IN_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Logo(large=True))
        column.addSpacing(Space.L)
        column.addWidget(self._gym)
        column.addWidget(self._lead)
        column.addSpacing(Space.M)
        column.addWidget(self.notice)
        column.addSpacing(Space.M)
        column.addWidget(self._login_field)
        column.addSpacing(Space.M)
        column.addWidget(self._secret_field)
        column.addWidget(self._caps)
        column.addSpacing(Space.L)
        column.addWidget(self.submit)
        column.addSpacing(Space.S)
        links = QHBoxLayout()
        links.addWidget(self.forgot)
        links.addStretch(1)
        links.addWidget(self.other)
        column.addLayout(links)
        column.addWidget(self._forgot_words)

        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(form, 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addWidget(self.samples, 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        middle.setSpacing(Space.XXL * 2)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addStretch(1)
        foot.addWidget(icon_label("server", size=Size.ICON_SMALL))
        foot.addWidget(self._station)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XXL)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        outer.addLayout(foot)
        self.setTabOrder(self.login, self.secret)
        self.setTabOrder(self.secret, self.submit)
        self.setFocusProxy(self.login)

    def _connect_signals(self) -> None:
        self.submit.clicked.connect(self._on_submit)
        self.login.returnPressed.connect(self._on_login_entered)
        self.secret.returnPressed.connect(self._on_submit)
        self.secret.caps_lock_changed.connect(self._on_caps_lock_changed)
        self.secret.textEdited.connect(self._login_field.clear_error)
        self.login.textEdited.connect(self._secret_field.clear_error)
        self.forgot.clicked.connect(self._on_forgot_clicked)
        self.other.clicked.connect(self._on_other_clicked)
        self.samples.chosen.connect(self._on_sample_chosen)

    # Slots

    def _on_login_entered(self) -> None:
        if self.login.text().strip() and not self.secret.text():
            self.secret.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._on_submit()

    def _on_submit(self) -> None:
        if self._is_busy:
            return
        login, secret = self.login.text().strip(), self.secret.text()
        if not login:
            self.set_error(
                self.tr("Please enter your member number.")
                if self._is_member
                else self.tr("Please enter your e-mail address."),
                "login",
            )
        elif not secret:
            self.set_error(
                self.tr("Please enter your PIN.")
                if self._is_member
                else self.tr("Please enter your password.")
            )
        else:
            self.set_error("")
            self.set_busy(True)
            (self.member_sign_in_requested if self._is_member else self.sign_in_requested).emit(login, secret)

    def _on_caps_lock_changed(self, on: bool) -> None:
        self._caps.setVisible(on and not self._secret_field.error)

    def _on_forgot_clicked(self) -> None:
        self._forgot_words.setVisible(self._forgot_words.isHidden())

    def _on_other_clicked(self) -> None:
        self.set_member(not self._is_member)
        self.login.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sample_chosen(self, sample: SampleSignIn) -> None:
        if sample.is_member != self._is_member:
            self.set_member(sample.is_member)
        self.set_error("")
        self.login.setText(sample.login)
        self.secret.setText(sample.secret)
        self.submit.setFocus(Qt.FocusReason.TabFocusReason)


class SampleBox(QFrame):
    """The demo gym's sign-ins, to click."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIGN_IN_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(label(self.tr("This is a demo gym"), "section"))
        column.addWidget(
            label(self.tr("Choose who you want to be. The fields fill themselves."), tone="muted", wrap=True)
        )
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area)
        self.buttons: list[ChoiceButton] = []
        self.hide()

    def set_samples(self, samples: Sequence[SampleSignIn]) -> None:
        """Offer other sign-ins; none hides the box."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, Space.S, 0, Space.S)
        column.setSpacing(Space.XS)
        self.buttons = [
            ChoiceButton(
                sample.name, f"{sample.role} · {sample.login}", identity=sample.login, height=Size.ROW_LIBRARY
            )
            for sample in samples
        ]
        for button, sample in zip(self.buttons, samples, strict=True):
            button.clicked.connect(lambda _checked=False, at=sample: self.chosen.emit(at))
            column.addWidget(button)
        column.addStretch(1)
        self._area.setWidget(content)
        rows = min(len(samples), Size.SAMPLE_ROWS)
        self._area.setFixedHeight(rows * (Size.ROW_LIBRARY + Space.XS) + Space.L)
        self.setVisible(bool(samples))

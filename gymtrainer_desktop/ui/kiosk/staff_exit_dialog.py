"""The only way out of the kiosk: e-mail and password of staff."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gymtrainer_desktop.ui.kiosk.keypad import LetterKeys
from gymtrainer_desktop.ui.kiosk.overlay_dialog import OverlayDialog
from gymtrainer_desktop.ui.kiosk.touch_parts import set_button_text, touch_button, words
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize, Space
from gymtrainer_desktop.ui.widgets.text import set_tone

_LONGEST = 256


class StaffExitDialog(OverlayDialog):
    """Two fields and letters to touch; closes itself when nobody goes on.

    Args:
        waiting: Entries that wait on this computer and that staff should know of.
        parent: The window.
    """

    leave_requested = Signal(str, str)

    def __init__(self, waiting: str, parent: QWidget) -> None:
        super().__init__(self.tr("Close the kiosk"), parent, self.tr("Back"))
        self.setObjectName("staffExitDialog")
        self._frame.setMaximumWidth(KioskSize.DIALOG + 2 * Space.XXL)
        self.body.setSpacing(Space.M)
        self.sentence = words("", tone="muted", wrap=True)
        self._hint = waiting or self.tr("For staff only.")
        self.email = self._field("exitEmail", self.tr("E-mail"))
        self.password = self._field("exitPassword", self.tr("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.keys = LetterKeys()
        for widget in (self.sentence, self.email, self.password, self.keys):
            self.body.addWidget(widget)
        self.go = touch_button(self.tr("Close the kiosk"), "primary")
        self.go.setObjectName("exitButton")
        self.foot.addWidget(self.go, 1)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(Delay.KIOSK_RESET)
        self._forget.timeout.connect(self.leave)
        self.keys.typed.connect(self._on_typed)
        self.keys.deleted.connect(lambda: self._edited().backspace())
        self.go.clicked.connect(self._on_go_clicked)
        for field in (self.email, self.password):
            field.returnPressed.connect(self._on_go_clicked)
            field.textChanged.connect(lambda _text: self._forget.start())
        self.say("")
        self._forget.start()

    @property
    def forget_timer(self) -> QTimer:
        """Runs until somebody types."""
        return self._forget

    def say(self, sentence: str) -> None:
        """Say why it was refused."""
        self.sentence.setText(sentence or self._hint)
        set_tone(self.sentence, "critical" if sentence else "muted")

    def show_over(self) -> None:
        """Show it with the e-mail ready to be typed."""
        super().show_over()
        self.email.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait for the answer."""
        for widget in (self.email, self.password, self.keys, self.go, self.cancel):
            widget.setEnabled(not busy)
        set_button_text(self.go, self.tr("One moment…") if busy else self.tr("Close the kiosk"))
        if not busy:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why not, and take another password."""
        self.password.clear()
        self.set_busy(False)
        self.say(sentence)

    def leave(self) -> None:
        """Take it away; nothing that was typed stays."""
        self.email.clear()
        self.password.clear()
        super().leave()

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setProperty("kiosk", "field")
        field.setPlaceholderText(hint)
        field.setAccessibleName(hint)
        field.setMaxLength(_LONGEST)
        field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        field.setAcceptDrops(False)
        field.setDragEnabled(False)
        return field

    def _edited(self) -> QLineEdit:
        return self.password if self.password.hasFocus() else self.email

    def _on_typed(self, letter: str) -> None:
        self._edited().insert(letter)

    def _on_go_clicked(self) -> None:
        email, password = self.email.text().strip(), self.password.text()
        if not email:
            self.email.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not password:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.set_busy(True)
            self.leave_requested.emit(email, password)

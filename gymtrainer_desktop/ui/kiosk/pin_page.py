"""The PIN of whoever has given a number; the page looks the same whether there is such a number or not."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.kiosk.digit_boxes import PinDots
from gymtrainer_desktop.ui.kiosk.keypad import Keypad
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    column,
    row,
    set_button_text,
    touch_button,
    turn,
    words,
)
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize, Space
from gymtrainer_desktop.ui.widgets.text import icon_label, set_tone

_LEAST, _LONGEST = 4, 8


class PinPage(QWidget):
    """Dots, the keypad, and why it did not work."""

    pin_entered = Signal(str)
    given_up = Signal()
    """Back was touched, or nobody went on: number and PIN are to be forgotten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pinPage")
        self._pin = ""
        self._is_busy = False
        self.title = words(self.tr("Enter your PIN"), "title", wrap=True)
        self.sentence = words("", "section", "muted", wrap=True)
        self.dots = PinDots()
        self.keypad = Keypad()
        self.go = touch_button(self.tr("Sign in"), "primary")
        self.go.setObjectName("signInButton")
        self.back = touch_button(self.tr("Back"), "quiet", "chevron-left")
        self.back.setObjectName("pinBackButton")
        self._build()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(Delay.KIOSK_FORGET)
        self._forget.timeout.connect(self.given_up)
        self.keypad.typed.connect(self.type)
        self.keypad.cleared.connect(self.clear)
        self.keypad.deleted.connect(self.delete)
        self.go.clicked.connect(self._on_go_clicked)
        self.back.clicked.connect(self.given_up)
        self.clear()

    @property
    def digits(self) -> int:
        """Digits typed so far."""
        return len(self._pin)

    @property
    def forget_timer(self) -> QTimer:
        """Runs until somebody goes on."""
        return self._forget

    @property
    def said(self) -> str:
        """The sentence below the title."""
        return self.sentence.text()

    def begin(self) -> None:
        """Ask for a PIN."""
        self.set_busy(False)
        self.clear()
        self.say("")
        self._forget.start()

    def type(self, text: str) -> None:
        """Take a key: a digit, "\\b" to delete, "\\n" to go on."""
        if self._is_busy:
            return
        if text == "\n":
            self._on_go_clicked()
        elif text == "\b":
            self.delete()
        elif text.isascii() and text.isdigit() and len(self._pin) < _LONGEST:
            self.say("")
            self._take(self._pin + text)

    def delete(self) -> None:
        """Take the last digit back."""
        self._take(self._pin[:-1])

    def clear(self) -> None:
        """Forget the digits."""
        self._take("")

    def say(self, sentence: str, *, is_wrong: bool = False) -> None:
        """Say why it did not work, or what to do."""
        self.sentence.setText(sentence or self.tr("Only you know it. Type it on the keys."))
        set_tone(self.sentence, "critical" if is_wrong else "caution" if sentence else "muted")

    def refuse(self, sentence: str) -> None:
        """It did not work: say why, and take another PIN."""
        self.set_busy(False)
        self.clear()
        self.say(sentence, is_wrong=True)
        self._forget.start()

    def set_busy(self, busy: bool) -> None:
        """Wait for the answer; nobody gives up meanwhile."""
        self._is_busy = busy
        for widget in (self.keypad, self.back):
            widget.setEnabled(not busy)
        set_button_text(self.go, self.tr("One moment…") if busy else self.tr("Sign in"))
        self.go.setEnabled(not busy and len(self._pin) >= _LEAST)
        if busy:
            self._forget.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody's PIN stays."""
        super().hideEvent(event)
        self._forget.stop()
        self._is_busy = False
        self.clear()
        self.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the screen."""
        super().resizeEvent(event)
        is_upright = self.height() > self.width()
        turn(self._halves, upright=is_upright)
        wide = min(KioskSize.READ, self.width() - 2 * KioskSize.MARGIN_WIDE)
        self._pad.setFixedWidth(wide if is_upright else KioskSize.PAD)

    def _build(self) -> None:
        self._halves = row(self, spacing=KioskSize.COLUMN_GAP)
        edge = KioskSize.MARGIN_WIDE
        self._halves.setContentsMargins(edge, Space.XXL + Space.XL, edge, Space.XXL + Space.XL)
        left = column(spacing=Space.L)
        left.addStretch(1)
        left.addWidget(icon_label("lock", "accent", KioskSize.ICON_LARGE + Space.S))
        left.addWidget(self.title)
        left.addWidget(self.sentence)
        left.addStretch(1)
        left.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._halves.addLayout(left, 1)
        area = column()
        area.addStretch(1)
        self._pad = QWidget()
        inner = column(self._pad, spacing=Space.XL)
        inner.addWidget(self.dots)
        inner.addWidget(self.keypad)
        inner.addWidget(self.go)
        area.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignHCenter)
        area.addStretch(1)
        self._halves.addLayout(area)

    def _take(self, pin: str) -> None:
        self._pin = pin
        self.dots.set_count(len(pin))
        self.go.setEnabled(not self._is_busy and len(pin) >= _LEAST)
        if self._forget.isActive():
            self._forget.start()

    def _on_go_clicked(self) -> None:
        pin = self._pin
        if len(pin) >= _LEAST and not self._is_busy:
            self.set_busy(True)
            self.clear()
            self.pin_entered.emit(pin)

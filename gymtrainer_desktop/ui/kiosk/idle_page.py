"""What the kiosk shows while nobody is there: the time, and one sentence that says what to do."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.ui.kiosk.digit_boxes import DigitBoxes
from gymtrainer_desktop.ui.kiosk.gym_mark import GymMark
from gymtrainer_desktop.ui.kiosk.keypad import Keypad
from gymtrainer_desktop.ui.kiosk.kiosk_words import entries_wait_words, long_date
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    column,
    row,
    set_button_text,
    touch_button,
    turn,
    words,
)
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize, Space
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.text import icon_label, repolish, set_tone

_LONGEST = 32


class IdlePage(QWidget):
    """Clock, date, "Scan or enter your number", the keypad.

    Args:
        clock: The gym's.
    """

    number_entered = Signal(str)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("idlePage")
        self._clock = clock
        self._number = ""
        self.mark = GymMark()
        self.time = words("", "clock")
        self.date = words("", "section", "muted")
        self.sentence = words(self.tr("Scan or enter your number"), "title", wrap=True)
        self.hint = words(
            self.tr("Hold your card under the reader, or type on the keys."), tone="muted", wrap=True
        )
        self.online_mark = icon_label("wifi", "positive", KioskSize.ICON)
        self.online = words("", tone="muted", wrap=True)
        self.boxes = DigitBoxes()
        self.keypad = Keypad()
        self.go = touch_button("", "primary")
        self.go.setObjectName("goButton")
        self._build()
        self.keypad.typed.connect(self.type)
        self.keypad.cleared.connect(self.clear)
        self.keypad.deleted.connect(self.delete)
        self.go.clicked.connect(self._on_go_clicked)
        self._minute = QTimer(self)
        self._minute.setInterval(Delay.KIOSK_TICK)
        self._minute.timeout.connect(self.tick)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(Delay.KIOSK_FORGET)
        self._forget.timeout.connect(self.clear)
        self.set_offline(None, 0)
        self.clear()
        self.tick()

    @property
    def number(self) -> str:
        """What was typed so far."""
        return self._number

    @property
    def forget_timer(self) -> QTimer:
        """Runs while a number is typed that nobody goes on with."""
        return self._forget

    def use_clock(self, clock: Clock) -> None:
        """Tell the time by another clock: the gym's, once it is known."""
        self._clock = clock
        self.tick()

    def tick(self) -> None:
        """Show the time."""
        now = self._clock()
        time, date = f"{now:%H:%M}", _day_words(now)
        if time != self.time.text():
            self.time.setText(time)
        if date != self.date.text():
            self.date.setText(date)

    def type(self, text: str) -> None:
        """Take a key: a digit, a letter or a dash, "\\b" to delete, "\\n" to go on."""
        if text == "\n":
            self._on_go_clicked()
        elif text == "\b":
            self.delete()
        elif len(self._number) < _LONGEST and text.isascii() and (text.isalnum() or text == "-"):
            self._take(self._number + text)

    def delete(self) -> None:
        """Take the last digit back."""
        self._take(self._number[:-1])

    def clear(self) -> None:
        """Forget what was typed."""
        self._take("")

    def say(self, sentence: str) -> None:
        """Say something instead of the hint, until the next key."""
        self.hint.setText(sentence or self.tr("Hold your card under the reader, or type on the keys."))
        set_tone(self.hint, "caution" if sentence else "muted")

    def set_offline(self, since: datetime | None, waiting: int) -> None:
        """Say whether the server is there, and how many entries wait for it."""
        is_away = since is not None
        sentence = self.tr("Online")
        if is_away:
            sentence = self.tr("The gym’s server cannot be reached.")
        if waiting:
            wait = entries_wait_words(waiting)
            sentence = f"{sentence} {wait}" if is_away else wait
        self.online.setText(sentence)
        icons.set_icon(
            self.online_mark,
            "wifi-off" if is_away else "wifi",
            "caution" if is_away or waiting else "positive",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """The time runs while it is seen."""
        super().showEvent(event)
        self.tick()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the time, and nobody's number stays."""
        super().hideEvent(event)
        self._minute.stop()
        self.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the screen."""
        super().resizeEvent(event)
        is_upright = self.height() > self.width()
        turn(self._halves, upright=is_upright)
        self._pad.setFixedWidth(
            min(KioskSize.READ, self.width() - 2 * KioskSize.MARGIN_WIDE) if is_upright else KioskSize.PAD
        )
        self._pad_area.setSizePolicy(
            QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Fixed if is_upright else QSizePolicy.Policy.Preferred,
        )

    def _build(self) -> None:
        self._halves = row(self, spacing=KioskSize.COLUMN_GAP)
        edge = KioskSize.MARGIN_WIDE
        self._halves.setContentsMargins(edge, Space.XXL + Space.XL, edge, Space.XXL + Space.XL)
        left = column()
        left.addWidget(self.mark)
        left.addStretch(2)
        left.addWidget(self.time)
        left.addWidget(self.date)
        left.addStretch(1)
        scan = row(spacing=Space.XXL)
        scan.addWidget(icon_label("scan-barcode", "accent", KioskSize.ICON_LARGE + Space.S), 0)
        sentence = column(spacing=Space.XS)
        sentence.addWidget(self.sentence)
        sentence.addWidget(self.hint)
        scan.addLayout(sentence, 1)
        left.addLayout(scan)
        left.addStretch(2)
        state = row(spacing=Space.M)
        state.addWidget(self.online_mark)
        state.addWidget(self.online, 1)
        left.addLayout(state)
        self._halves.addLayout(left, 1)
        self._pad_area = QWidget()
        area = column(self._pad_area)
        area.addStretch(1)
        self._pad = QWidget()
        inner = column(self._pad, spacing=Space.XL)
        inner.addWidget(self.boxes)
        inner.addWidget(self.keypad)
        inner.addWidget(self.go)
        area.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignHCenter)
        area.addStretch(1)
        self._halves.addWidget(self._pad_area)

    def _take(self, number: str) -> None:
        self._number = number
        self.boxes.set_text(number)
        self.go.setEnabled(bool(number))
        set_button_text(self.go, self.tr("Go on") if number else self.tr("Type your number"))
        repolish(self.go)
        if number:
            self.say("")
            self._forget.start()
        else:
            self._forget.stop()

    def _on_go_clicked(self) -> None:
        number = self._number
        if number:
            self.clear()
            self.number_entered.emit(number)


def _day_words(now: datetime) -> str:
    return f"{Weekday.of(now.date()).value}, {long_date(now.date())}"

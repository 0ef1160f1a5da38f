"""A reader at the front desk: while a card is waited for, a burst of keys is one, wherever it is typed."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from gymtrainer_desktop.ui.theme.tokens import Delay

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_EDITING = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_LEAST = 4
_MOST = 200
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


class CardReader(QObject):
    """Listens only between `start` and `stop`, and only while the window of its owner is in front.

    A burst is keys closer together than a person types, at least four, ended by Enter or Tab. It is known
    only at its end: keys that write are held back for a moment, and go where they were typed if a person did.
    All other keys pass.

    Args:
        owner: The widget that waits for a card.
        now: A clock that never jumps, in seconds; for tests.
    """

    read = Signal(str)
    """A burst ended; carries all of it, readable or not."""

    def __init__(self, owner: QWidget, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(owner)
        self._owner = owner
        self._now = now
        self._held: list[tuple[QWidget, QKeyEvent]] = []
        self._last = float("-inf")
        self._is_on = self._is_giving_back = False
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(Delay.READER_END)
        self._end.timeout.connect(self.settle)

    @property
    def is_on(self) -> bool:
        """Whether a card is waited for."""
        return self._is_on

    def start(self) -> None:
        """Wait for a card."""
        if not self._is_on:
            self._is_on = True
            _application().installEventFilter(self)

    def stop(self) -> None:
        """Wait no more; what was held is forgotten."""
        if self._is_on:
            self._is_on = False
            _application().removeEventFilter(self)
        self._forget()

    def settle(self) -> None:
        """No further key came: it was a person who typed."""
        held = self._held
        self._forget()
        self._is_giving_back = True
        try:
            for widget, event in held:
                if shiboken6.isValid(widget):
                    QCoreApplication.sendEvent(widget, event)
        finally:
            self._is_giving_back = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold keys that write, until it is clear whether a reader or a person wrote them."""
        if (
            self._is_giving_back
            or event.type() is not QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
        ):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._owner.window():
            return False
        return self._take(watched, event)

    def _take(self, widget: QWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _MODIFIERS:
            return False
        stamp = event.timestamp() / 1000 if event.timestamp() else self._now()
        if not 0 <= (stamp - self._last) * 1000 <= Delay.READER_GAP:
            self.settle()
        self._last = stamp
        if key in _ENDS and len(self._held) >= _LEAST:
            code = "".join(one.text() for _widget, one in self._held)
            self._forget()
            self.read.emit(code)
            return True
        if (
            key in _ENDS
            or key in _EDITING
            or len(self._held) >= _MOST
            or not (self._held or _writes(event))
            or not event.text()
        ):
            self.settle()
            return False
        self._held.append((widget, event.clone()))
        self._end.start()
        return True

    def _forget(self) -> None:
        self._end.stop()
        self._held = []


def _writes(event: QKeyEvent) -> bool:
    """Return whether a key writes a letter; in the midst of a burst any other is part of what was read."""
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _COMMANDS


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application

"""Card, code and tag readers that type like a keyboard, told apart from people who type."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from gymtrainer_desktop.ui.theme.tokens import Delay

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_LEAST = 4
_MOST = 128
"""More is no code; a member number has at most 32 characters, a card's code 64."""
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock)
_EDITING = (
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    *_ENDS,
    Qt.Key.Key_Backtab,
)
_SILENT = frozenset(
    {
        QEvent.Type.Shortcut,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.ToolTip,
        QEvent.Type.WhatsThis,
    }
)


class ReaderFilter(QObject):
    """Takes every key that reaches the application.

    A burst (keys closer together than a person types, at least four, ended by Enter or Tab) is a code. It is
    known only at its end, so keys are held back for a moment; what turns out to be typing then goes to the
    field that has the keyboard, if there is one, or is told as `typed`. Everything else that could
    lead out of the kiosk (shortcuts, context menus, things dropped on it) ends here.

    Args:
        now: A clock that never jumps, in seconds; for tests.
    """

    code_read = Signal(str)
    typed = Signal(str)
    """A person pressed a key and no field has the keyboard; one character, "\\b" or "\\n"."""

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._held: list[QKeyEvent] = []
        self._text: list[str] = []
        self._last = float("-inf")
        self._is_noise = False
        self._is_giving_back = False
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(Delay.READER_END)
        self._end.timeout.connect(self.settle)

    def install(self, application: QApplication) -> None:
        """Listen to all keys."""
        application.installEventFilter(self)

    def remove(self, application: QApplication) -> None:
        """Listen no more, and forget what was held."""
        application.removeEventFilter(self)
        self._forget()

    def settle(self) -> None:
        """No further key came: what was held was typed by a person, unless it was noise."""
        held, is_noise = self._held, self._is_noise
        self._forget()
        if is_noise or len(held) >= _LEAST:
            return  # a burst without an end: half a card, or a reader gone mad
        for event in held:
            self._give_back(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys, and what leads out of the kiosk."""
        kind = event.type()
        if kind in _SILENT:
            return True
        if self._is_giving_back or not isinstance(event, QKeyEvent):
            return False
        if kind is QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of any window gets it
            return True
        if kind is QEvent.Type.KeyPress:
            self._take(event)
        return True

    def _take(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MODIFIERS or event.isAutoRepeat():
            return
        stamp = event.timestamp() / 1000 if event.timestamp() else self._now()
        if (stamp - self._last) * 1000 > Delay.READER_GAP or stamp < self._last:
            self.settle()
        self._last = stamp
        text = event.text()
        if key in _ENDS:
            self._end_burst(event)
            return
        if not _is_plain(event):
            # In the midst of a burst a control character is noise; from a person it leads nowhere.
            self._is_noise = self._is_noise or bool(self._held and text)
            return
        self._held.append(event.clone())
        self._text.append(text)
        if len(self._held) > _MOST:
            self._is_noise = True
            self._held, self._text = self._held[:_LEAST], []
        self._end.start()

    def _end_burst(self, event: QKeyEvent) -> None:
        if self._is_noise:
            self._forget()
            return
        code = "".join(self._text)
        if len(self._held) >= _LEAST:
            self._forget()
            if code.isprintable() and code.strip():
                self.code_read.emit(code.strip())
            return
        held = [*self._held, event.clone()]
        self._forget()
        for one in held:
            self._give_back(one)

    def _give_back(self, event: QKeyEvent) -> None:
        field = QApplication.focusWidget()
        self._is_giving_back = True
        try:
            if isinstance(field, QLineEdit):
                QCoreApplication.sendEvent(field, event)
            elif event.key() in _ENDS:
                self.typed.emit("\n")
            elif event.key() == Qt.Key.Key_Backspace:
                self.typed.emit("\b")
            elif len(event.text()) == 1 and event.text().isprintable():
                self.typed.emit(event.text())
        finally:
            self._is_giving_back = False

    def _forget(self) -> None:
        self._end.stop()
        self._held, self._text = [], []
        self._is_noise = False


def _is_plain(event: QKeyEvent) -> bool:
    """Return whether a key writes or edits; Ctrl with Alt is how some systems write "@"."""
    held = event.modifiers()
    has_control = bool(held & Qt.KeyboardModifier.ControlModifier)
    has_alt = bool(held & Qt.KeyboardModifier.AltModifier)
    if held & Qt.KeyboardModifier.MetaModifier or has_control != has_alt:
        return False
    return event.key() in _EDITING or (bool(event.text()) and event.text().isprintable())

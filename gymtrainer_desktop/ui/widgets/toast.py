"""Toasts: what succeeded, bottom left, for six seconds, in the other scheme's colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.bars import BULK_BAR_NAME
from gymtrainer_desktop.ui.widgets.buttons import icon_button, link_button
from gymtrainer_desktop.ui.widgets.text import icon_label, label

_MOST = 4


class Toast(QFrame):
    """One message; waits while the pointer rests on it."""

    gone = Signal()

    def __init__(
        self,
        text: str,
        undo: Callable[[], None] | None,
        icon: str,
        token: str,
        milliseconds: int,
        parent: QWidget,
        act_text: str = "",
    ) -> None:
        super().__init__(parent)
        self.setProperty("scheme", "inverse")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._undo = undo
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self.close_now)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.M)
        row.addWidget(icon_label(icon, token), 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = label(text, weight="medium")
        row.addWidget(self.words, 1)
        if undo is not None:
            button = link_button(act_text or self.tr("Undo"))
            button.clicked.connect(self._on_undo_clicked)
            row.addWidget(button)
        close = icon_button("x", self.tr("Close"), size=Size.CONTROL_SMALL)
        close.clicked.connect(self.close_now)
        row.addWidget(close)
        self.setMinimumHeight(Size.TOAST)
        self.setAccessibleName(text)
        icons.retint(self)

    def fit(self, most: int) -> None:
        """Take the size the text wants, at most `most` pixels wide."""
        self.words.setWordWrap(False)
        hint = self.sizeHint()
        if hint.width() > most:
            self.words.setWordWrap(True)
            hint = QSize(most, max(self.heightForWidth(most), Size.TOAST))
        self.resize(hint.expandedTo(QSize(0, Size.TOAST)))

    def start(self) -> None:
        """Begin to count the seconds."""
        self._timer.start()

    def close_now(self) -> None:
        """Go away."""
        self._timer.stop()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from the start."""
        self._timer.start()
        super().leaveEvent(event)

    def _on_undo_clicked(self) -> None:
        undo = self._undo
        self.close_now()
        if undo is not None:
            undo()


class ToastStack(QObject):
    """The toasts over a window, newest at the bottom.

    `left` says how far from the window's left edge they stand: right of the navigation rail.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        self.left = 0
        window.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Those shown, oldest first."""
        return tuple(self._toasts)

    def show(
        self,
        text: str,
        undo: Callable[[], None] | None = None,
        icon: str = "check",
        token: str = "positive",
        milliseconds: int = Delay.TOAST,
        *,
        act_text: str = "",
    ) -> Toast:
        """Show a message; `undo` is what its button does, `act_text` what it says when not "Undo".

        What wants something done that is no undo stays as long as an error does.
        """
        if act_text:
            milliseconds = max(milliseconds, Delay.TOAST_ERROR)
        while len(self._toasts) >= _MOST:
            self._remove(self._toasts[0])
        toast = Toast(text, undo, icon, token, milliseconds, self._window, act_text)
        toast.gone.connect(lambda: self._remove(toast))
        self._toasts.append(toast)
        toast.show()
        self._place()
        toast.start()
        return toast

    def clear(self) -> None:
        """Take all away."""
        for toast in self.toasts:
            self._remove(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if event.type() == QEvent.Type.Resize and self._toasts:
            # Once the window's own layout has moved everything else.
            QTimer.singleShot(0, self, self._place)
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - Space.XL
        for bar in self._window.findChildren(QFrame, BULK_BAR_NAME):
            if bar.isVisible():
                bottom = min(bottom, bar.mapTo(self._window, QPoint(0, 0)).y() - Space.M)
        room = self._window.width() - self.left - 2 * Space.XL
        for toast in reversed(self._toasts):
            toast.fit(min(Size.TOAST_MAX_WIDTH, room))
            toast.move(self.left + Space.XL, bottom - toast.height())
            toast.raise_()
            bottom -= toast.height() + Space.M

"""The four states of everything that loads: loading, empty, error, content."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.text import icon_label, label

_WIDTHS = (
    (0.62, 0.55, 0.5),
    (0.48, 0.42, 0.4),
    (0.7, 0.5, 0.5),
    (0.55, 0.6, 0.35),
    (0.6, 0.44, 0.5),
    (0.45, 0.52, 0.45),
)


class Skeleton(QWidget):
    """Rows of grey shapes where rows will be."""

    def __init__(self, row_height: int = Size.ROW, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self.setAccessibleName(self.tr("Loading"))

    def minimumSizeHint(self) -> QSize:
        """Return room for a row or two."""
        return QSize(0, 2 * self._row_height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as many rows as fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        width = self.width()
        for number in range(self.height() // self._row_height):
            top = number * self._row_height
            middle = top + self._row_height / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.skeleton))
            disc = Size.AVATAR_S
            painter.drawEllipse(QRectF(Space.L, middle - disc / 2, disc, disc))
            first, second, third = _WIDTHS[number % len(_WIDTHS)]
            left = Space.L + disc + Space.L
            column = (width - left - Space.L) / 3
            for start, share in ((left, first), (left + column, second)):
                self._bar(painter, start, middle, column * share)
            last = column * third * 0.5
            self._bar(painter, width - Space.L - last, middle, last)
            painter.fillRect(QRectF(0, top + self._row_height - 1, width, Size.BORDER), QColor(scheme.line))

    def _bar(self, painter: QPainter, left: float, middle: float, width: float) -> None:
        height = Size.SKELETON_BAR
        painter.drawRoundedRect(QRectF(left, middle - height / 2, width, height), height / 2, height / 2)


class Message(QWidget):
    """An icon, a sentence, quiet words and buttons, in the middle of the room there is."""

    def __init__(self, icon: str, token: str = "text_muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.XS)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(icon_label(icon, token, Size.ICON_STATE), 0, middle)
        column.addSpacing(Space.M)
        self.title = label("", "section", wrap=True)
        self.title.setAlignment(middle)
        self.words = label("", "body", "muted", wrap=True)
        self.words.setAlignment(middle)
        for words in (self.title, self.words):
            row = QHBoxLayout()
            row.addStretch(1)
            words.setMinimumWidth(0)
            words.setMaximumWidth(Size.MESSAGE_WIDTH)
            row.addWidget(words, 10)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(Space.M)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(Space.S)
        self.buttons.setAlignment(middle)
        column.addLayout(self.buttons)
        column.addStretch(1)

    def set_words(self, title: str, words: str) -> None:
        """Change the sentences."""
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setAccessibleName(title)


class StateStack(QWidget):
    """Shows its content, or why there is none.

    Args:
        content: What is shown when everything is there.
        skeleton: What is shown while loading, after 150 ms; grey rows by default.
    """

    retry_requested = Signal()

    def __init__(
        self, content: QWidget, skeleton: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.content = content
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._blank = QWidget()
        self._skeleton = skeleton or Skeleton()
        self._empty: Message | None = None
        self._error: _ErrorMessage | None = None
        for widget in (content, self._blank, self._skeleton):
            self._stack.addWidget(widget)
        self._has_content = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(Delay.SKELETON)
        self._delay.timeout.connect(self._on_delay_passed)
        self._stack.setCurrentWidget(self._blank)

    @property
    def state(self) -> str:
        """What is shown: "loading", "empty", "error" or "content"."""
        current = self._stack.currentWidget()
        if current in (self._blank, self._skeleton):
            return "loading"
        if current is self._error:
            return "error"
        return "empty" if current is self._empty else "content"

    def show_loading(self) -> None:
        """An answer is awaited. Content that is shown already stays; otherwise grey rows after 150 ms."""
        if self._stack.currentWidget() is self.content and self._has_content:
            return
        if self._stack.currentWidget() is not self._skeleton:
            self._stack.setCurrentWidget(self._blank)
            self._delay.start()

    def show_loading_anew(self) -> None:
        """An answer about something else is awaited: what is shown is not right any more."""
        self._has_content = False
        self.show_loading()

    def show_content(self) -> None:
        """Everything is there."""
        self._delay.stop()
        self._has_content = True
        self._stack.setCurrentWidget(self.content)

    def show_empty(
        self,
        title: str,
        words: str = "",
        action_text: str = "",
        action: Callable[[], None] | None = None,
        *,
        icon: str = "list",
        action_icon: str = "plus",
    ) -> None:
        """There is nothing: a sentence, and the action that fills it."""
        self._delay.stop()
        self._has_content = False
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = Message(icon)
        self._empty.set_words(title, words)
        if action is not None:
            button = primary_button(action_text, action_icon)
            button.clicked.connect(lambda: action())
            self._empty.buttons.addWidget(button)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def show_error(self, title: str, exc: Exception, kept: str = "") -> None:
        """It could not be loaded: what happened, what was kept, and Retry.

        Args:
            title: What could not be done ("The logs could not be loaded").
            exc: Its message is shown if it is meant for people; its trace stands behind "Show details".
            kept: What was not lost.
        """
        self._delay.stop()
        self._has_content = False
        if self._error is None:
            self._error = _ErrorMessage()
            self._error.retry.clicked.connect(self._on_retry_clicked)
            self._stack.addWidget(self._error)
        happened = (
            exc.message
            if isinstance(exc, UserError | Unavailable)
            else self.tr("This is a fault in the program.")
        )
        self._error.set_error(title, f"{happened} {kept}".strip(), exc)
        self._stack.setCurrentWidget(self._error)

    def _on_delay_passed(self) -> None:
        if self._stack.currentWidget() is self._blank:
            self._stack.setCurrentWidget(self._skeleton)

    def _on_retry_clicked(self) -> None:
        self._stack.setCurrentWidget(self._skeleton)
        self.retry_requested.emit()


class _ErrorMessage(Message):
    """What happened, what was kept, what to do."""

    def __init__(self) -> None:
        super().__init__("triangle-alert", "critical")
        self._details_button = quiet_button(self.tr("Show details"))
        self._details_button.clicked.connect(self._on_details_clicked)
        self.retry = primary_button(self.tr("Retry"), "refresh-cw")
        self.buttons.addWidget(self._details_button)
        self.buttons.addWidget(self.retry)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.hide()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, self._details)

    def set_error(self, title: str, words: str, exc: Exception) -> None:
        self.set_words(title, words)
        trace = "".join(traceback.format_exception(exc))
        self._details.setPlainText(str(exc) if isinstance(exc, GymError) and not exc.__cause__ else trace)
        self._details.hide()
        self._details_button.setText(self.tr("Show details"))

    def _on_details_clicked(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._details_button.setText(self.tr("Hide details") if shown else self.tr("Show details"))

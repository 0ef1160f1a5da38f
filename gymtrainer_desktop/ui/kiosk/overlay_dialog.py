"""A question or a pad over the page; part of the window, so that nothing can be moved off it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.kiosk.touch_parts import card, column, row, touch_button, words
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space


class OverlayDialog(QFrame):
    """Covers its parent, with what is asked in the middle.

    Args:
        title: Headline.
        parent: What is covered.
        cancel: Words of the button that closes it; empty for none.
    """

    closed = Signal()

    def __init__(self, title: str, parent: QWidget, cancel: str = "") -> None:
        super().__init__(parent)
        self._covered = parent
        self.setProperty("kiosk", "scrim")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = column(self, Space.L)
        self._frame = card("dialog")
        self._frame.setMaximumWidth(KioskSize.DIALOG)
        outer.addStretch(1)
        line = row()
        line.addStretch(1)
        line.addWidget(self._frame, 20)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)
        self.body: QVBoxLayout = column(self._frame, Space.XXL, Space.L)
        self.title = words(title, "section", weight="semibold", wrap=True)
        self.body.addWidget(self.title)
        self.foot = row(spacing=KioskSize.GAP)
        self.cancel = touch_button(cancel, "quiet")
        self.cancel.setObjectName("cancelButton")
        self.cancel.clicked.connect(self.leave)
        self.cancel.setVisible(bool(cancel))
        self.foot.addWidget(self.cancel, 1)
        parent.installEventFilter(self)

    def show_over(self) -> None:
        """Show it over all of the parent."""
        self.body.addLayout(self.foot)
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def leave(self) -> None:
        """Take it away, with everything in it."""
        self.hide()
        self.closed.emit()
        self.setParent(None)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(self._covered.rect())
        return False


class NumberDialog(OverlayDialog):
    """A number, typed on keys.

    Args:
        title: What it is.
        unit: Written behind it.
        text: What stands there; replaced by the first key.
        decimals: Whether it may have a point.
    """

    number_entered = Signal(str)

    _LONGEST = 7

    def __init__(self, title: str, unit: str, text: str, decimals: bool, parent: QWidget) -> None:
        from gymtrainer_desktop.ui.kiosk.keypad import Keypad

        super().__init__(title, parent, self.tr("Cancel"))
        self.setObjectName("numberDialog")
        self._frame.setMaximumWidth(KioskSize.PAD + 2 * Space.XXL)
        self._unit, self._text, self._is_fresh = unit, text, True
        self.figure = words("", "figure")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.figure)
        self.keypad = Keypad(point=True)
        self.keypad.left.setEnabled(decimals)
        self.keypad.typed.connect(self.type)
        self.keypad.deleted.connect(lambda: self.type("\b"))
        self.body.addWidget(self.keypad)
        self.accept = touch_button(self.tr("OK"), "primary")
        self.accept.setObjectName("acceptButton")
        self.accept.clicked.connect(self._on_accept_clicked)
        self.foot.addWidget(self.accept, 1)
        self._show()

    def type(self, key: str) -> None:
        """Take a digit, a point, or "\\b"."""
        text = "" if self._is_fresh and key != "\b" else self._text
        self._is_fresh = False
        if key == "\b":
            self._text = text[:-1]
        elif key == "\n":
            self._on_accept_clicked()
            return
        elif key.isdigit() or (key == "." and self.keypad.left.isEnabled() and "." not in text):
            self._text = (text + key)[: self._LONGEST]
        self._show()

    def _show(self) -> None:
        self.figure.setText(f"{self._text or '0'} {self._unit}".strip())

    def _on_accept_clicked(self) -> None:
        text = self._text
        self.leave()
        self.number_entered.emit(text.strip(".") or "0")


class QuestionDialog(OverlayDialog):
    """A sentence, and one way or the other."""

    confirmed = Signal()

    def __init__(self, title: str, text: str, confirm: str, cancel: str, parent: QWidget) -> None:
        super().__init__(title, parent, cancel)
        self.setObjectName("questionDialog")
        if text:
            self.body.addWidget(words(text, tone="muted", wrap=True))
        self.confirm = touch_button(confirm, "primary")
        self.confirm.setObjectName("confirmButton")
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.foot.addWidget(self.confirm, 1)

    def _on_confirm_clicked(self) -> None:
        self.leave()
        self.confirmed.emit()


class ChoiceDialog(OverlayDialog):
    """A few answers below one another; many in two columns.

    Args:
        title: The question.
        choices: Key and words of each.
    """

    chosen = Signal(str)

    _IN_ONE_COLUMN = 5

    def __init__(self, title: str, choices: list[tuple[str, str]], cancel: str, parent: QWidget) -> None:
        super().__init__(title, parent, cancel)
        self.setObjectName("choiceDialog")
        self.buttons = {}
        grid = QGridLayout()
        grid.setSpacing(KioskSize.GAP)
        self.body.addLayout(grid)
        columns = 1 if len(choices) <= self._IN_ONE_COLUMN else 2
        for place, (key, text) in enumerate(choices):
            button = touch_button(text, "quiet")
            button.setObjectName(f"choice-{key}")
            button.clicked.connect(lambda _=False, what=key: self._on_chosen(what))
            grid.addWidget(button, *divmod(place, columns))
            self.buttons[key] = button

    def _on_chosen(self, key: str) -> None:
        self.leave()
        self.chosen.emit(key)

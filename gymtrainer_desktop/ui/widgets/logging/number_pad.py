"""Big keys for a number, for fingers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button

_POINT = "."
_LONGEST = 9


class NumberPad(QFrame):
    """A popover of digits; every key changes the number at once, and the first replaces what stood there.

    Args:
        text: The number so far.
        has_point: Whether it may have decimals.
    """

    typed = Signal(str)
    """Carries the number as it stands now."""

    def __init__(self, text: str, *, has_point: bool, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "card")
        self.setObjectName("numberPad")
        self.text = text
        self._is_fresh = True
        grid = QGridLayout(self)
        grid.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        grid.setSpacing(Space.XS)
        self.keys: dict[str, QWidget] = {}
        for place, digit in enumerate("789456123"):
            self._add_key(grid, digit, place // 3, place % 3)
        if has_point:
            self._add_key(grid, _POINT, 3, 0)
        self._add_key(grid, "0", 3, 1)
        self.back = icon_button("delete", self.tr("Take the last digit away"), outlined=True)
        self.back.setFixedSize(Size.CONTROL_TOUCH, Size.CONTROL_TOUCH)
        self.back.clicked.connect(self._on_back_clicked)
        grid.addWidget(self.back, 3, 2)
        self.done = primary_button(self.tr("OK"), "check", "touch")
        self.done.clicked.connect(self.close)
        grid.addWidget(self.done, 4, 0, 1, 3)
        icons.retint(self)

    def open_below(self, widget: QWidget) -> None:
        """Show it below a widget, or above it for want of room."""
        self.adjustSize()
        where = widget.mapToGlobal(QPoint(0, widget.height() + Space.S))
        room = widget.screen().availableGeometry()
        if where.y() + self.height() > room.bottom():
            where = widget.mapToGlobal(QPoint(0, -self.height() - Space.S))
        where.setX(max(room.left(), min(where.x(), room.right() - self.width())))
        self.move(where)
        self.show()

    def press(self, key: str) -> None:
        """Take a digit or the point."""
        text = "" if self._is_fresh else self.text
        self._is_fresh = False
        if key == _POINT:
            if _POINT in text:
                return
            text = text or "0"
        if len(text) < _LONGEST:
            self._set(text + key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits of a keyboard count as well; Enter is OK."""
        key = event.text().replace(",", _POINT)
        if key in self.keys:
            self.press(key)
        elif event.key() == Qt.Key.Key_Backspace:
            self._on_back_clicked()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def _add_key(self, grid: QGridLayout, key: str, row: int, column: int) -> None:
        button = quiet_button(key, size="touch")
        button.setFixedSize(Size.CONTROL_TOUCH, Size.CONTROL_TOUCH)
        button.clicked.connect(lambda _=False: self.press(key))
        grid.addWidget(button, row, column)
        self.keys[key] = button

    def _on_back_clicked(self) -> None:
        self._is_fresh = False
        self._set(self.text[:-1])

    def _set(self, text: str) -> None:
        self.text = text
        self.typed.emit(text)

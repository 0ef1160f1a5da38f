"""Keys for fingers: digits, and letters where there is no keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from gymtrainer_desktop.ui.kiosk.touch_parts import column, row, set_button_text, touch_button
from gymtrainer_desktop.ui.theme.tokens import KioskSize

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_DIGITS = "1234567890"
_SIGNS = ("1234567890", "@#€_&-+()/", "*\"':;!?", "~`|^={}[]", "\\<>%$£§")


class Keypad(QWidget):
    """Ten digits, Clear and Delete.

    Args:
        point: A decimal point takes the place of Clear.
    """

    typed = Signal(str)
    """A digit, or "."."""
    cleared = Signal()
    deleted = Signal()

    def __init__(self, parent: QWidget | None = None, *, point: bool = False) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(KioskSize.GAP)
        self.keys: dict[str, QPushButton] = {}
        for place, digit in enumerate("1234567890"):
            key = touch_button(digit, "key")
            key.setObjectName(f"key{digit}")
            key.clicked.connect(lambda _=False, what=digit: self.typed.emit(what))
            self.keys[digit] = key
            grid.addWidget(key, *((3, 1) if digit == "0" else divmod(place, 3)))
        if point:
            self.left = touch_button(".", "key", name=self.tr("Decimal point"))
            self.left.clicked.connect(lambda: self.typed.emit("."))
        else:
            self.left = touch_button(self.tr("Clear"), "plain")
            self.left.clicked.connect(self.cleared)
        self.left.setObjectName("keyLeft")
        self.delete = touch_button("", "key", "delete", name=self.tr("Delete the last digit"))
        self.delete.setObjectName("keyDelete")
        self.delete.clicked.connect(self.deleted)
        grid.addWidget(self.left, 3, 0)
        grid.addWidget(self.delete, 3, 2)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        for place in range(4):
            grid.setRowStretch(place, 1)


class LetterKeys(QWidget):
    """Letters, digits and signs, for names, notes and a staff password where no keyboard is at hand.

    Args:
        signs: Whether there are signs at all.
        beside: The signs that are always there, left of the space.
    """

    typed = Signal(str)
    deleted = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        signs: bool = True,
        beside: Sequence[str] = ("@", "-", "_", "."),
    ) -> None:
        super().__init__(parent)
        self._upper = False
        self._signs = False
        self._lines: list[QHBoxLayout] = []
        self._keys: list[tuple[QPushButton, str]] = []
        whole = column(self, spacing=KioskSize.LETTER_GAP)
        for letters in (_DIGITS, *_LETTERS):
            line = row(spacing=KioskSize.LETTER_GAP)
            for letter in letters:
                line.addWidget(self._key(letter), 1)
            self._lines.append(line)
            whole.addLayout(line)
        self.shift = touch_button("", "letter", "arrow-up", name=self.tr("Capital letters"))
        self.shift.setObjectName("keyShift")
        self.shift.setCheckable(True)
        self.shift.clicked.connect(self._on_shift_clicked)
        self.delete = touch_button("", "letter", "delete", name=self.tr("Delete the last letter"))
        self.delete.setObjectName("keyDelete")
        self.delete.clicked.connect(self.deleted)
        last = self._lines[3]
        last.insertWidget(0, self.shift, 1)
        last.addWidget(self.delete, 1)
        line = row(spacing=KioskSize.LETTER_GAP)
        self.more = touch_button("#+=", "letter", name=self.tr("Signs"))
        self.more.setObjectName("keySigns")
        self.more.setCheckable(True)
        self.more.clicked.connect(self._on_signs_clicked)
        self.more.setVisible(signs)
        line.addWidget(self.more, 2)
        for sign in beside if signs else ("-",):
            line.addWidget(self._key(sign), 1)
        space = touch_button(self.tr("Space"), "letter")
        space.setObjectName("keySpace")
        space.clicked.connect(lambda: self.typed.emit(" "))
        line.addWidget(space, 4)
        whole.addLayout(line)

    def _key(self, letter: str) -> QPushButton:
        key = touch_button(letter, "letter")
        key.setObjectName(f"key{letter}")
        key.clicked.connect(lambda: self.typed.emit(key.accessibleName()))
        self._keys.append((key, letter))
        return key

    def _show(self) -> None:
        signs = "".join(_SIGNS[1:])
        place = 0
        for key, letter in self._keys:
            shown = letter.upper() if self._upper else letter
            if self._signs and letter.isalpha():
                shown = signs[place] if place < len(signs) else ""
                place += 1
            key.setEnabled(bool(shown))
            set_button_text(key, shown)

    def _on_shift_clicked(self, checked: bool) -> None:
        self._upper = checked
        self._show()

    def _on_signs_clicked(self, checked: bool) -> None:
        self._signs = checked
        self._show()

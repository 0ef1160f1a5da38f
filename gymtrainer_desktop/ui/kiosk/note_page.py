"""A note to an exercise: sentences that gyms use, and letters to touch; no keyboard hangs at the wall."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from gymtrainer_desktop.ui.kiosk.keypad import LetterKeys
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    card,
    column,
    row,
    touch_button,
    turn,
    words,
)
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.text import set_tone

_LONGEST = 240
_SHOWN = 140
_ENDS = (".", "!", "?")


class NotePage(QWidget):
    """What is noted so far, on one side letters, on the other whole sentences."""

    changed = Signal(str)
    """Something was typed; carries the whole note."""
    saved = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notePage")
        self._text = ""
        self._longest = _LONGEST
        self.title = LineLabel("", "section", weight="semibold")
        self.back = touch_button(self.tr("Back"), "quiet", "chevron-left")
        self.back.setObjectName("noteBackButton")
        self.shown = words("", "section", wrap=True)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.shown.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._reader = words(self.tr("Your trainer can read it."), tone="muted", wrap=True)
        self.keys = LetterKeys(beside=(",", ".", "'", "?"))
        self.save = touch_button(self.tr("Save the note"), "primary", "check")
        self.save.setObjectName("saveNoteButton")
        self.clear = touch_button(self.tr("Clear"), "quiet")
        self.clear.setObjectName("clearNoteButton")
        self.phrases: dict[str, QPushButton] = {}
        for text in (
            self.tr("Felt easy"),
            self.tr("Felt heavy"),
            self.tr("Form broke down"),
            self.tr("Shoulder pain"),
            self.tr("Back pain"),
            self.tr("Knee pain"),
            self.tr("Slept badly"),
            self.tr("Watch my form"),
        ):
            button = touch_button(text, "raised")
            button.setObjectName("phraseButton")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, what=text: self._on_phrase_touched(what))
            self.phrases[text] = button
        self._build()
        self.keys.typed.connect(self.type)
        self.keys.deleted.connect(lambda: self.type("\b"))
        self.clear.clicked.connect(lambda: self._take(""))
        self.save.clicked.connect(lambda: self.saved.emit(self._text.strip()))
        self.back.clicked.connect(self.given_up)

    @property
    def text(self) -> str:
        """What is noted so far."""
        return self._text

    def begin(self, title: str, text: str, *, has_reader: bool) -> None:
        """Ask for a note.

        Args:
            title: What it is about.
            text: What was noted before.
            has_reader: Whether a trainer reads it.
        """
        self.title.setText(title)
        self._reader.setVisible(has_reader)
        self._longest = max(_LONGEST, len(text))
        self._show(text)

    def type(self, key: str) -> None:
        """Take a letter, or "\\b"; sentences begin with a capital."""
        if key == "\b":
            self._take(self._text[:-1])
            return
        begun = self._text.rstrip()
        starts = not begun or (begun.endswith(_ENDS) and begun != self._text)
        self._take(self._text + (key.upper() if starts else key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the screen."""
        super().resizeEvent(event)
        turn(self._halves, upright=self.height() > self.width())

    def _on_phrase_touched(self, phrase: str) -> None:
        """Add a sentence, or take it away where it stands already."""
        sentence = f"{phrase}."
        if sentence in self._text:
            self._take(" ".join(self._text.replace(sentence, " ").split()))
            return
        begun = self._text.strip()
        if begun and not begun.endswith(_ENDS):
            begun += "."
        self._take(f"{begun} {sentence}".strip())

    def _take(self, text: str) -> None:
        """Keep what fits; a sentence that does not is not begun."""
        text = text.lstrip()
        if len(text) <= self._longest:
            self._show(text)
            self.changed.emit(text)
        else:
            self._show(self._text)

    def _show(self, text: str) -> None:
        self._text = text
        tail = text if len(text) <= _SHOWN else f"… {text[-_SHOWN:]}"
        self.shown.setText(tail or self.tr("Touch a sentence, or type one."))
        set_tone(self.shown, "text" if text else "muted")
        self.clear.setEnabled(bool(text))
        for phrase, button in self.phrases.items():
            button.setChecked(f"{phrase}." in text)

    def _build(self) -> None:
        self._halves = row(self, spacing=KioskSize.COLUMN_GAP)
        self._halves.setContentsMargins(KioskSize.MARGIN, Space.XL, KioskSize.MARGIN, Space.M)
        left = column(spacing=Space.L)
        head = row(spacing=Space.L)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        left.addLayout(head)
        frame = card()
        inner = column(frame, Space.L)
        inner.addWidget(self.shown)
        left.addWidget(frame, 1)
        left.addWidget(self.keys)
        self._halves.addLayout(left, 3)
        right = column(spacing=Space.L)
        right.addWidget(self._reader)
        grid = QGridLayout()
        grid.setSpacing(KioskSize.GAP)
        for place, button in enumerate(self.phrases.values()):
            grid.addWidget(button, *divmod(place, 2))
        right.addLayout(grid)
        right.addStretch(1)
        foot = row(spacing=KioskSize.GAP)
        foot.addWidget(self.clear, 1)
        foot.addWidget(self.save, 2)
        right.addLayout(foot)
        self._halves.addLayout(right, 2)

"""Choosing an exercise by its name: what one did before, what the library knows, or just the name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.kiosk.keypad import LetterKeys
from gymtrainer_desktop.ui.kiosk.paged_rows import PagedRows
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    RowButton,
    column,
    row,
    touch_button,
    turn,
    words,
)
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.tokens import KioskSize, KioskType, Space

_FOUND = 24
_LONGEST = 60


class ExercisePicker(QWidget):
    """Letters on one side, exercises on the other.

    Args:
        services: The use cases.
        tasks: The background.
        notes: Told of a failure.
    """

    name_chosen = Signal(str)
    given_up = Signal()

    def __init__(self, services: Any, tasks: Tasks, failed: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exercisePicker")
        self._services, self._tasks, self._failed = services, tasks, failed
        self._text = ""
        self._first: tuple[str, ...] = ()
        self.title = LineLabel("", "section", weight="semibold")
        self.back = touch_button(self.tr("Back"), "quiet", "chevron-left")
        self.back.setObjectName("pickerBackButton")
        self.typed = LineLabel("", "title")
        self.keys = LetterKeys(signs=False)
        self.rows = PagedRows()
        self.nothing = words("", tone="muted", wrap=True)
        self._build()
        self.back.clicked.connect(self.given_up)
        self.keys.typed.connect(self.type)
        self.keys.deleted.connect(lambda: self.type("\b"))

    def begin(self, title: str, first: Sequence[str]) -> None:
        """Ask anew; `first` is offered before anything is typed."""
        self.title.setText(title)
        self._first = tuple(first)
        self._text = ""
        self._show(self._first)

    def offer(self, first: Sequence[str]) -> None:
        """Offer something else before anything is typed: it has just been found."""
        self._first = tuple(first)
        if not self._text:
            self._show(self._first)

    def type(self, key: str) -> None:
        """Take a letter, or "\\b"."""
        self._text = self._text[:-1] if key == "\b" else (self._text + key)[:_LONGEST].lstrip()
        self.typed.setText(self._text)
        text = self._text.strip()
        if not text:
            self._tasks.drop(self)
            self._show(self._first)
            return
        exercises = self._services.exercises
        self._tasks.query(
            self,
            lambda: tuple(one.name for one in exercises.search(text, limit=_FOUND)),
            self._on_found,
            self._failed,
            key="names",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the screen."""
        super().resizeEvent(event)
        turn(self._halves, upright=self.height() > self.width())

    def _on_found(self, names: tuple[str, ...]) -> None:
        text = self._text.strip()
        own = tuple(one for one in self._first if text.casefold() in one.casefold())
        there = {one.casefold() for one in own}
        found = own + tuple(one for one in names if one.casefold() not in there)
        if text and text.casefold() not in {one.casefold() for one in found}:
            found = (*found, text[0].upper() + text[1:])
        self._show(found)

    def _show(self, names: Sequence[str]) -> None:
        self.typed.setText(self._text or self.tr("Type a name"))
        self.rows.set_rows([partial(self._row, name) for name in names])
        self.nothing.setText("" if names else self.tr("Type the first letters of the exercise."))

    def _row(self, name: str) -> RowButton:
        one = RowButton(name)
        one.setObjectName("nameRow")
        one.clicked.connect(lambda: self.name_chosen.emit(name))
        return one

    def _build(self) -> None:
        self._halves = row(self, spacing=KioskSize.COLUMN_GAP)
        self._halves.setContentsMargins(KioskSize.MARGIN, Space.XL, KioskSize.MARGIN, Space.M)
        left = column(spacing=Space.L)
        head = row(spacing=Space.L)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        left.addLayout(head)
        self.typed.setMinimumHeight(KioskType.TITLE + Space.L)
        left.addWidget(self.typed)
        left.addWidget(self.keys)
        left.addStretch(1)
        self._halves.addLayout(left, 3)
        right = column(spacing=Space.L)
        right.addWidget(self.nothing)
        right.addWidget(self.rows, 1)
        self._halves.addLayout(right, 2)

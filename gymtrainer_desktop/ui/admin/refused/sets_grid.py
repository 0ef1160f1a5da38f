"""Sets that can be changed, a line each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit, clean_weight, format_number
from gymtrainer_desktop.domain.workouts import LoggedSet
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.text import label

MAX_SETS = 200


class SetsGrid(QWidget):
    """The sets, a line each: reps, weight, seconds, metres. A line that is left empty is no set."""

    edited = Signal()

    def __init__(self, sets: tuple[LoggedSet, ...], reader: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._sets: list[LoggedSet] = []
        self.lines: list[tuple[QLineEdit, QLineEdit, QLineEdit, QLineEdit]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.S)
        heads = (
            self.tr("Set"),
            self.tr("Reps"),
            self.tr("Weight"),
            "",
            self.tr("Seconds"),
            self.tr("Metres"),
        )
        for column, text in enumerate(heads):
            self._grid.addWidget(label(text, "secondary", "muted"), 0, column)
        for one in sets or (LoggedSet(1, unit=reader),):
            self.add(one)

    def add(self, one: LoggedSet | None = None) -> None:
        """Add a line: a set, or an empty one like the last."""
        if len(self.lines) >= MAX_SETS:
            return
        number = len(self.lines) + 1
        unit = (self._sets[-1].unit if self._sets else None) or self._reader
        shown = one or LoggedSet(number, unit=unit)
        kept = replace(shown, unit=shown.unit or unit)
        edits = (
            QLineEdit("" if shown.reps is None else str(shown.reps)),
            QLineEdit("" if shown.weight is None else format_number(shown.weight)),
            QLineEdit("" if shown.duration_seconds is None else str(shown.duration_seconds)),
            QLineEdit("" if shown.distance_m is None else format_number(shown.distance_m)),
        )
        words = (self.tr("Reps"), self.tr("Weight"), self.tr("Seconds"), self.tr("Metres"))
        self._grid.addWidget(label(str(number), tone="muted"), number, 0)
        assert kept.unit is not None
        self._grid.addWidget(label(kept.unit.value, "secondary", "muted"), number, 3)
        for column, edit, word in zip((1, 2, 4, 5), edits, words, strict=True):
            edit.setAccessibleName(self.tr("Set {0}, {1}").format(number, word))
            edit.textChanged.connect(self.edited)
            self._grid.addWidget(edit, number, column)
        self._sets.append(kept)
        self.lines.append(edits)

    def read(self) -> tuple[LoggedSet, ...]:
        """Return the sets, numbered anew.

        Raises:
            UserError: A line holds something else than numbers (field "sets").
        """
        sets: list[LoggedSet] = []
        for place, (kept, line) in enumerate(zip(self._sets, self.lines, strict=True), 1):
            reps, weight, seconds, metres = (edit.text().strip() for edit in line)
            if not (reps or weight or seconds or metres):
                continue
            sets.append(
                replace(
                    kept,
                    number=len(sets) + 1,
                    reps=self._whole(reps, place),
                    weight=self._decimal(weight, place),
                    unit=kept.unit if weight else None,
                    duration_seconds=self._whole(seconds, place),
                    distance_m=self._decimal(metres, place),
                )
            )
        return tuple(sets)

    def _whole(self, text: str, place: int) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 7):
            raise UserError(
                self.tr("Set {0}: “{1}” is no whole number.").format(place, text[:20]), field="sets"
            )
        return int(text)

    def _decimal(self, text: str, place: int) -> Decimal | None:
        if not text:
            return None
        plain = text.replace(",", ".")
        digits = plain.replace(".", "", 1)
        if not (digits.isascii() and digits.isdigit() and len(plain) <= 10):
            raise UserError(self.tr("Set {0}: “{1}” is no number.").format(place, text[:20]), field="sets")
        return clean_weight(plain)

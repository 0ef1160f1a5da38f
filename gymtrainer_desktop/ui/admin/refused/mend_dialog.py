"""The form in which the desk enters for a member what the server refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.refused import RefusedEntry
from gymtrainer_desktop.domain.units import Unit, clean_weight, format_number
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, WorkoutLog
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.fields import DateField, FormField
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text

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


class MendDialog(FormDialog):
    """Shows what was entered and why it was refused; what is changed here is logged for the member."""

    mended = Signal(object)
    """It is logged and settled; carries the `RefusedEntry`."""

    def __init__(self, entry: RefusedEntry, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("mendDialog")
        self._entry = entry
        self._zone = ZoneInfo(context.gym.time_zone)
        self.set_title(self.tr("Enter for {0}").format(entry.member_name))
        self.set_confirm_text(self.tr("&Enter it"))
        self.confirm_button.setObjectName("confirmMendButton")
        log = entry.log
        reason = Banner("info", "caution")
        reason.setObjectName("refusedReason")
        reason.set_words(self.tr("Why it was refused"), entry.reason)
        self.body.addWidget(reason)
        self.body.addWidget(self._line("exercise_name", self.tr("E&xercise")))
        self._edit("exercise_name").setText(entry.exercise_name)
        local = ((log.completed_at if log else None) or entry.made_at).astimezone(self._zone)
        self.day = DateField(local.date(), context.gym.week_start)
        clock = self._line("time", self.tr("&Time"))
        self._edit("time").setText(f"{local:%H:%M}")
        self._local = local
        self.body.addLayout(side_by_side(self._field("completed_at", self.tr("&Day"), self.day), clock))
        self.sets = SetsGrid(log.sets if log else (), context.person.weight_unit)
        self.body.addWidget(self._field("sets", self.tr("Sets"), self.sets))
        self.add_button = quiet_button(self.tr("Add a &set"), "plus", "small")
        self.add_button.setObjectName("addMendSetButton")
        self.body.addWidget(self.add_button)
        self.rating = QComboBox()
        self.rating.setObjectName("rating")
        self.rating.addItem(NO_VALUE, None)
        for number in range(1, 6):
            self.rating.addItem(difficulty_text(number), number)
        self.rating.setCurrentIndex(self.rating.findData(log.rating if log else None))
        self._line("notes", self.tr("&Notes"), self.tr("(optional)"))
        self._edit("notes").setText(log.notes if log else "")
        difficulty = FormField(self.tr("Di&fficulty"), self.rating)
        self._fields["rating"] = difficulty
        self.body.addLayout(side_by_side(difficulty, self._fields["notes"]))
        self.body.addStretch(1)
        self.add_button.clicked.connect(lambda: self.sets.add())
        self._first = self._said()

    def is_dirty(self) -> bool:
        """Whether anything was changed."""
        return self._said() != self._first

    def submit(self) -> None:
        """Log what the form says, and settle the entry."""
        self._clear()
        try:
            new = self._read()
        except UserError as error:
            self._refuse(error)
            return
        self.set_busy(True)
        refused = self._context.services.refused
        self._context.tasks.write(
            self, lambda: refused.mend(self._entry.id, new), self._on_mended, self._on_failed
        )

    def _read(self) -> NewLog:
        log = self._entry.log
        try:
            new = NewLog(
                self._entry.id,
                self._entry.member_id,
                log.exercise_id if log else None,
                self._text("exercise_name").strip(),
                self.sets.read(),
                self._moment(),
                self.rating.currentData(),
                self._text("notes").strip(),
                log.duration_minutes if log else None,
            )
            return new.checked()
        except UserError as error:
            if (error.field or "").startswith("set"):
                raise UserError(error.message, code=error.code, field="sets") from None
            raise

    def _moment(self) -> datetime:
        text = self._text("time").strip()
        hours, colon, minutes = text.partition(":")
        is_clock = colon and all(
            part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes)
        )
        if not is_clock or int(hours) > 23 or int(minutes) > 59:
            raise UserError(self.tr("Please write the time as 18:30."), field="time")
        if (self.day.value, text) == (self._local.date(), f"{self._local:%H:%M}"):
            return self._local  # to the second, and on the right side of a change of summer time
        return datetime.combine(self.day.value, time(int(hours), int(minutes)), self._zone)

    def _said(self) -> tuple[object, ...]:
        lines = tuple(edit.text() for line in self.sets.lines for edit in line)
        texts = tuple(self._text(name) for name in ("exercise_name", "time", "notes"))
        return (*texts, self.day.value, self.rating.currentData(), *(text for text in lines if text))

    def _on_mended(self, _log: WorkoutLog) -> None:
        self.accept()
        self.mended.emit(self._entry)

"""Everything about one exercise of a plan, in a form."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.targets import check_reps, check_weight_target, read_seconds
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog


class ExerciseDialog(SheetDialog):
    """Edits an exercise; `exercise` holds the result once accepted."""

    def __init__(
        self, exercise: DraftExercise, days: tuple[Weekday, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setObjectName("exerciseDialog")
        self.set_title(self.tr("Edit exercise") if exercise.name else self.tr("Add exercise"))
        self.set_confirm_text(self.tr("Apply"))
        self.exercise = exercise
        self.name = self._line("exerciseName", exercise.name)
        self.day = QComboBox()
        for day in days:
            self.day.addItem(day.value, day)
        self.day.setCurrentIndex(days.index(exercise.day))
        self.type = QComboBox()
        for kind, words in (
            (None, self.tr("Not said")),
            (ExerciseType.STRENGTH, self.tr("Strength")),
            (ExerciseType.CARDIO, self.tr("Cardio")),
            (ExerciseType.FLEXIBILITY, self.tr("Flexibility")),
        ):
            self.type.addItem(words, kind)
        self.type.setCurrentIndex(max(self.type.findData(exercise.type), 0))
        self.sets = self._line("exerciseSets", "" if exercise.sets is None else str(exercise.sets))
        self.reps = self._line("exerciseReps", exercise.reps)
        self.weight = self._line("exerciseWeight", exercise.weight)
        rest = "" if exercise.rest_seconds is None else str(exercise.rest_seconds)
        self.rest = self._line("exerciseRest", rest)
        self.reps.setPlaceholderText(self.tr("8, 8-12, AMRAP, 45 s, 2 km"))
        self.weight.setPlaceholderText(self.tr("135 lb, 60% of max, bodyweight"))
        self.notes = QPlainTextEdit(exercise.notes)
        self.notes.setObjectName("exerciseNotes")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(Size.NOTE_BOX)
        self.fields = {
            "name": FormField(self.tr("Exercise"), self.name),
            "day": FormField(self.tr("Day"), self.day),
            "type": FormField(self.tr("Type"), self.type),
            "sets": FormField(self.tr("Sets"), self.sets),
            "reps": FormField(self.tr("Reps"), self.reps),
            "weight": FormField(self.tr("Weight"), self.weight),
            "rest_seconds": FormField(self.tr("Rest"), self.rest, self.tr("(seconds)")),
            "notes": FormField(self.tr("Notes"), self.notes, self.tr("(optional)")),
        }
        self.body.addWidget(self.fields["name"])
        self._row("day", "type")
        self._row("sets", "reps")
        self._row("weight", "rest_seconds")
        self.body.addWidget(self.fields["notes"])
        self._before = self._entered()

    def is_dirty(self) -> bool:
        """Whether anything was changed."""
        return self._entered() != self._before

    def submit(self) -> None:
        """Check every field; stay open and say which one breaks a rule."""
        for field in self.fields.values():
            field.clear_error()
        try:
            self.exercise = self._read()
        except UserError as error:
            field = self.fields.get(error.field or "", self.fields["name"])
            field.set_error(error.message)
            field.field.setFocus()
            return
        self.accept()

    def _read(self) -> DraftExercise:
        """Return what was entered.

        Raises:
            UserError: A field breaks a rule; `field` names it.
        """
        return dataclasses.replace(
            self.exercise,
            name=self.name.text(),
            # Qt hands an enumeration of strings back as plain strings.
            day=Weekday(self.day.currentData()),
            type=ExerciseType(kind) if (kind := self.type.currentData()) else None,
            sets=self._whole(self.sets.text(), "sets"),
            reps=check_reps(self.reps.text()),
            weight=check_weight_target(self.weight.text()),
            rest_seconds=self._seconds(self.rest.text()),
            notes=self.notes.toPlainText(),
        ).checked()

    def _whole(self, text: str, field: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            raise UserError(self.tr("Sets must be between 1 and 50."), field=field) from None

    def _seconds(self, text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if text.isdecimal() and len(text) <= 6:
            return int(text)
        seconds = read_seconds(text)
        if seconds is None:
            words = self.tr("Write the rest in seconds, such as 90, or as 2 min.")
            raise UserError(words, field="rest_seconds")
        return seconds

    def _entered(self) -> tuple[object, ...]:
        return (
            self.name.text(),
            self.day.currentData(),
            self.type.currentData(),
            self.sets.text(),
            self.reps.text(),
            self.weight.text(),
            self.rest.text(),
            self.notes.toPlainText(),
        )

    def _row(self, *keys: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        for key in keys:
            field = self.fields[key]
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(field, 1)
        self.body.addLayout(row)

    @staticmethod
    def _line(name: str, text: str) -> QLineEdit:
        edit = QLineEdit(text)
        edit.setObjectName(name)
        edit.setMaxLength(20_000)
        edit.setCursorPosition(0)
        return edit

"""Everything about one exercise of a plan, in a form."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import groupby
from string import ascii_uppercase

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.progression import (
    WeekTarget,
    check_progression,
    format_target,
    planned_weeks,
)
from gymtrainer_desktop.domain.targets import (
    RepsTargetKind,
    WeightTargetKind,
    check_reps,
    check_weight_target,
    read_reps_target,
    read_seconds,
    read_weight_target,
)
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.card_words import Reading
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.running_week import RunningWeek
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import label

_PREVIEWED = 4
_MOST_SETS = 50


class ExerciseDialog(SheetDialog):
    """Edits an exercise; `exercise` holds the result once accepted.

    Args:
        exercise: As it is written now.
        days: In the order of the gym's week.
        content: The plan it belongs to: its weeks and deloads are previewed.
        reading: What its weights are rounded to.
        now: The week that the plan is in: what the exercise has come to by then is shown and changed.
    """

    def __init__(
        self,
        exercise: DraftExercise,
        days: tuple[Weekday, ...],
        parent: QWidget | None = None,
        *,
        content: PlanContent | None = None,
        reading: Reading | None = None,
        now: RunningWeek | None = None,
    ) -> None:
        super().__init__("", parent)
        self._plan = content or PlanContent(date.min)
        self._reading = reading or Reading()
        self.setObjectName("exerciseDialog")
        self.set_title(self.tr("Edit exercise") if exercise.name else self.tr("Add exercise"))
        self.set_confirm_text(self.tr("Apply"))
        self.exercise = exercise
        self._now = now or RunningWeek()
        exercise = self._reached = self._now.reached(exercise, self._plan.deload, self._plan.duration_weeks)
        week = self._week = self._now.week_of(exercise)
        if week > 1:
            words = self.tr("From week {0} on. What was asked for before stays as it was.")
            self.set_subtitle(words.format(week))
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
        self.superset = QComboBox()
        self.superset.setObjectName("exerciseSuperset")
        self.superset.addItem(self.tr("None"), "")
        for letter in ascii_uppercase:
            self.superset.addItem(letter, letter)
        self.superset.setCurrentIndex(max(self.superset.findData(exercise.superset), 0))
        self.progression = self._line("exerciseProgression", exercise.progression)
        self.progression.setPlaceholderText(self.tr("+2.5 kg every week, +1 rep every 2 weeks"))
        self.preview = label("", "secondary", "muted", wrap=True)
        self.preview.setObjectName("progressionPreview")
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
            "superset": FormField(self.tr("Superset"), self.superset),
            "progression": FormField(self.tr("Progression"), self.progression, self.tr("(optional)")),
            "notes": FormField(self.tr("Notes"), self.notes, self.tr("(optional)")),
        }
        self.body.addWidget(self.fields["name"])
        self._row("day", "type")
        self._row("sets", "reps")
        self._row("weight", "rest_seconds")
        self._row("progression", "superset")
        self.body.addWidget(self.preview)
        self.body.addWidget(self.fields["notes"])
        self._before = self._entered()
        self._prescribed = self._prescription()
        for edit in (self.sets, self.reps, self.weight, self.progression):
            edit.textChanged.connect(self._show_reading)
        self._show_reading()

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
        exercise = dataclasses.replace(
            self._reached,
            name=self.name.text(),
            # Qt hands an enumeration of strings back as plain strings.
            day=Weekday(self.day.currentData()),
            type=ExerciseType(kind) if (kind := self.type.currentData()) else None,
            sets=self._whole(self.sets.text(), "sets"),
            reps=check_reps(self.reps.text()),
            weight=check_weight_target(self.weight.text()),
            rest_seconds=self._seconds(self.rest.text()),
            notes=self.notes.toPlainText(),
            superset=self.superset.currentData(),
            progression=self.progression.text(),
        ).checked()
        check_progression(WeekTarget(exercise.sets, exercise.reps, exercise.weight), exercise.progression)
        if self._prescription() != self._prescribed:
            return self._now.begun(exercise)
        # What it asks for was not touched: the numbers stay where they began.
        kept = ("sets", "reps", "weight", "progression", "from_week")
        return dataclasses.replace(exercise, **{key: getattr(self.exercise, key) for key in kept})

    def _show_reading(self) -> None:
        """Say what is kept as written, and what the first weeks ask for."""
        as_written = self.tr("(kept as written)")
        reps, weight = read_reps_target(self.reps.text()), read_weight_target(self.weight.text())
        is_strange = reps is not None and reps.kind is RepsTargetKind.AS_WRITTEN
        self.fields["reps"].set_hint(as_written if is_strange else "")
        is_strange = weight is not None and weight.kind is WeightTargetKind.AS_WRITTEN
        self.fields["weight"].set_hint(as_written if is_strange else "")
        self.preview.setText(self._preview())
        self.preview.setVisible(bool(self.preview.text()))

    def _preview(self) -> str:
        """Return "Week 1: 4 × 8 · 60 kg, 2: 62.5 kg …"; why not, where it cannot be read yet."""
        if not self.progression.text().strip():
            return ""
        sets = self.sets.text().strip()
        base = WeekTarget(
            int(sets) if sets.isdecimal() and 1 <= int(sets[:4]) <= _MOST_SETS else None,
            " ".join(self.reps.text().split()),
            " ".join(self.weight.text().split()),
        )
        plan, rule, begins = self._plan, self.progression.text(), self._week
        if self._prescription() == self._prescribed:
            # Nothing of it was touched: it goes on as it began.
            old = self.exercise
            base, rule, begins = WeekTarget(old.sets, old.reps, old.weight), old.progression, old.from_week
        try:
            weeks = planned_weeks(base, rule, plan.deload, plan.duration_weeks, self._reading.steps, begins)
        except UserError as error:
            return error.message
        first = max(begins, self._week)
        last = min(first + _PREVIEWED, plan.duration_weeks + 1)
        shown = [format_target(weeks[week - 1]) for week in range(first, last)] if weeks else []
        if not shown:
            return self.tr("Every week asks for the same.")
        runs = [next(run) for _words, run in groupby(enumerate(shown, first), lambda one: one[1])]
        words = ", ".join(self.tr("week {0}: {1}").format(n, target) for n, target in runs)
        more = " …" if plan.duration_weeks >= last else ""
        return f"{words[:1].upper()}{words[1:]}{more}"

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
            self.superset.currentData(),
            self.progression.text(),
            self.notes.toPlainText(),
        )

    def _prescription(self) -> tuple[str, ...]:
        """Return what was entered of what a day asks for."""
        edits = (self.name, self.sets, self.reps, self.weight, self.progression)
        return tuple(edit.text() for edit in edits)

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

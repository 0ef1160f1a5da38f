"""Writing the week: the grid, the line below it, and what each key and click does to the plan."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.quick_entry import QuickEntry
from gymtrainer_desktop.domain.targets import RepsTargetKind, read_reps_target
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.trainer.plan.exercise_card import CardAction
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.quick_entry_bar import QuickEntryBar
from gymtrainer_desktop.ui.trainer.plan.week_grid import WeekGrid

_LONGEST_NAME = 40


class WeekEditor(QWidget):
    """Edits the exercises of a document.

    Args:
        document: Where every change goes.
        days: In the order of the gym's week.
    """

    exercise_added = Signal()

    def __init__(
        self, document: PlanDocument, days: tuple[Weekday, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._days = days
        self.grid = WeekGrid(days)
        self.quick = QuickEntryBar(days)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(self.grid, 1)
        column.addWidget(self.quick)
        document.changed.connect(lambda: self.grid.set_content(document.content))
        self.grid.acted.connect(self._on_acted)
        self.grid.dropped.connect(self.move_exercise)
        self.grid.add_wanted.connect(self.quick.begin)
        self.quick.entered.connect(self._on_entered)
        self.quick.day_changed.connect(self.grid.mark_day)
        self.quick.left.connect(self._on_quick_left)
        self.grid.mark_day(self.quick.day)

    def move_exercise(self, id: UUID, day: Weekday, place: int) -> None:
        """Move an exercise to a place of a day, counted without itself."""
        content = self._document.content
        exercise = content.find(id)
        if exercise is None:
            return
        moved = content.moved(id, day, place)
        if not moved.same_as(content):
            self._document.apply(moved, self.tr("move {0}").format(_short(exercise.name)))
        self.grid.focus_exercise(id)

    def edit(self, exercise: DraftExercise) -> None:
        """Open the form of an exercise."""
        dialog = ExerciseDialog(exercise, self._days, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            changed = self._document.content.replaced(dialog.exercise)
            self._document.apply(changed, self.tr("edit {0}").format(_short(exercise.name)))
        dialog.deleteLater()
        self.grid.focus_exercise(exercise.id)

    # Slots

    def _on_entered(self, entry: QuickEntry, day: Weekday) -> None:
        exercise = DraftExercise(
            new_id(),
            day,
            entry.name,
            entry.sets,
            entry.reps,
            entry.weight,
            entry.rest_seconds,
            type=_type_of(entry),
        )
        try:
            exercise = exercise.checked()
        except UserError as error:
            self.quick.show_error(error.message)
            return
        self.quick.clear()
        words = self.tr("add {0}").format(_short(exercise.name))
        self._document.apply(self._document.content.added(exercise), words)
        if (card := self.grid.card(exercise.id)) is not None:
            self.grid.ensureWidgetVisible(card)
        self.exercise_added.emit()

    def _on_acted(self, id: UUID, action: str) -> None:
        content = self._document.content
        exercise = content.find(id)
        if exercise is None:
            return
        place, at = content.place_of(id), self._days.index(exercise.day)
        last = len(content.of_day(exercise.day)) - 1
        match CardAction(action):
            case CardAction.EDIT:
                self.edit(exercise)
            case CardAction.DUPLICATE:
                self._duplicate(exercise)
            case CardAction.DELETE:
                self._delete(exercise, place)
            case CardAction.UP if place > 0:
                self.move_exercise(id, exercise.day, place - 1)
            case CardAction.DOWN if place < last:
                self.move_exercise(id, exercise.day, place + 1)
            case CardAction.LEFT if at > 0:
                self.move_exercise(id, self._days[at - 1], place)
            case CardAction.RIGHT if at + 1 < len(self._days):
                self.move_exercise(id, self._days[at + 1], place)

    def _duplicate(self, exercise: DraftExercise) -> None:
        copy = new_id()
        words = self.tr("duplicate {0}").format(_short(exercise.name))
        self._document.apply(self._document.content.duplicated(exercise.id, copy), words)
        self.grid.focus_exercise(copy)

    def _delete(self, exercise: DraftExercise, place: int) -> None:
        rest = self._document.content.removed(exercise.id)
        self._document.apply(rest, self.tr("delete {0}").format(_short(exercise.name)))
        beside = rest.of_day(exercise.day)
        if beside:
            self.grid.focus_exercise(beside[min(place, len(beside) - 1)].id)
        else:
            self.grid.columns[exercise.day].add_button.setFocus()

    def _on_quick_left(self) -> None:
        exercises = self._document.content.of_day(self.quick.day)
        if exercises:
            self.grid.focus_exercise(exercises[-1].id)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _type_of(entry: QuickEntry) -> ExerciseType | None:
    """Guess what kind of exercise a line means: sets are strength, a time or a distance alone is cardio."""
    if entry.sets is not None:
        return ExerciseType.STRENGTH
    target = read_reps_target(entry.reps)
    is_cardio = target is not None and target.kind in (RepsTargetKind.TIME, RepsTargetKind.DISTANCE)
    return ExerciseType.CARDIO if is_cardio else None

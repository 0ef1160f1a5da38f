"""What the keys, the menus and the pointer do to the exercises of a plan; each of it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import ProgressionKind, read_progression
from gymtrainer_desktop.domain.targets import WeightTargetKind, read_weight_target
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.trainer.plan.clipboard import (
    EXERCISES_MIME,
    Pasted,
    carried_from,
    carried_ids,
    exercises_of,
    mime_of,
    read_lines,
)
from gymtrainer_desktop.ui.trainer.plan.paste_problems_dialog import PasteProblemsDialog
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, PlanDocument
from gymtrainer_desktop.ui.trainer.plan.week_grid import WeekGrid
from gymtrainer_desktop.ui.trainer.words import exercises_text

_LONGEST_NAME = 40


class WeekActions(QObject):
    """Changes the document for the grid.

    Args:
        document: Where every change goes.
        grid: Whose chosen exercises are meant; it is told where the keyboard goes on.
        notices: How something is said.
    """

    def __init__(self, document: PlanDocument, grid: WeekGrid, notices: Notices) -> None:
        super().__init__(grid)
        self._document = document
        self._grid = grid
        self._notices = notices
        self.unit: Unit | None = None
        """What a number without a unit is, in lines that are pasted."""

    @property
    def targets(self) -> tuple[DraftExercise, ...]:
        """The exercises that an action is about."""
        ids = self._grid.targets
        return tuple(one for one in self._document.content.exercises if one.id in ids)

    # Moving

    def move(self, ids: Sequence[UUID], day: Weekday, place: int) -> None:
        """Move exercises to a place of a day, counted without them."""
        content = self._document.content
        exercises = [one for one in content.exercises if one.id in ids]
        if not exercises:
            return
        moved = content.moved_all(ids, day, place)
        if not moved.same_as(content):
            self._document.apply(moved, self.tr("move {0}").format(_names(exercises)))
            self._grid.announce(self.tr("{0} moved to {1}").format(_names(exercises), day.value))
        self._grid.focus_exercise(exercises[-1].id, keeps_anchor=True)

    def step(self, down: int) -> None:
        """Move the targets up (-1) or down (1) within their days."""
        content, targets = self._document.content, set(self._grid.targets)
        for day in Weekday:
            of_day = content.of_day(day)
            if any(one.id in targets for one in of_day):
                content = content.reordered(day, stepped(of_day, targets, down), targets)
        self._apply_move(content)

    def shift(self, right: int) -> None:
        """Move the targets to the day before (-1) or after (1); nothing where one of them has none."""
        content, targets, days = self._document.content, self.targets, self._grid.days
        places = [days.index(one.day) + right for one in targets]
        if not places or min(places) < 0 or max(places) >= len(days):
            return
        # The day that is moved into must have been moved out of before.
        for at in sorted({days.index(one.day) for one in targets}, reverse=right > 0):
            ids = [one.id for one in targets if one.day is days[at]]
            content = content.moved_all(ids, days[at + right], content.place_of(ids[0]))
        self._apply_move(content)

    def drop(self, data: QMimeData, day: Weekday, place: int, copies: bool) -> None:
        """Take what was put down: move what comes from here, copy what comes from elsewhere."""
        if carried_from(data) == self._grid.editor_id and not copies:
            self.move(carried_ids(data), day, place)
            return
        pasted = exercises_of(data, day, self.unit)
        here = tuple(replace(one, day=day) for one in pasted.exercises)
        self._insert(here, day, place, self.tr("add {0}").format(_names(here)))

    def move_day(self, day: Weekday, to: Weekday) -> None:
        """Move all exercises of a day to the end of another."""
        ids = [one.id for one in self._document.content.of_day(day)]
        self.move(ids, to, len(self._document.content.of_day(to)))

    # Taking away and doubling

    def delete(self, words: str = "") -> None:
        """Delete the targets; the keyboard goes on at the next one."""
        targets, content = self.targets, self._document.content
        if not targets:
            return
        day, place = targets[-1].day, content.place_of(targets[0].id)
        if targets[0].day is not day:
            place = 0
        rest = content.removed(*(one.id for one in targets))
        self._document.apply(rest, (words or self.tr("delete {0}")).format(_names(targets)))
        self._grid.announce(self.tr("{0} deleted").format(_names(targets)))
        beside = rest.of_day(day)
        if beside:
            self._grid.focus_exercise(beside[min(place, len(beside) - 1)].id)
        else:
            self._grid.columns[day].add_button.setFocus()

    def duplicate(self) -> None:
        """Put copies of the targets below them."""
        targets = self.targets
        if not targets:
            return
        copies = {one.id: new_id() for one in targets}
        changed = self._document.content.duplicated_all(copies, self._document.reached)
        self._document.apply(changed, self.tr("duplicate {0}").format(_names(targets)))
        self._grid.choose(copies.values() if len(copies) > 1 else ())
        self._grid.focus_exercise(copies[targets[-1].id])

    def clear_day(self, day: Weekday) -> None:
        """Delete all exercises of a day."""
        of_day = self._document.content.of_day(day)
        if of_day:
            rest = self._document.content.removed(*(one.id for one in of_day))
            self._document.apply(rest, self.tr("clear {0}").format(day.value))
            self._notices.toast(self.tr("{0} cleared").format(day.value), self._undo_of_last())
            self._grid.focus_day(day)

    # Clipboard

    def copy(self) -> None:
        """Put the targets on the clipboard."""
        self._copy(self.targets, _names(self.targets))

    def cut(self) -> None:
        """Put the targets on the clipboard and delete them."""
        if self.targets:
            self.copy()
            self.delete(self.tr("cut {0}"))

    def copy_day(self, day: Weekday) -> None:
        """Put all exercises of a day on the clipboard."""
        self._copy(self._document.content.of_day(day), day.value)

    def cut_day(self, day: Weekday) -> None:
        """Put all exercises of a day on the clipboard and delete them."""
        self.copy_day(day)
        self.clear_day(day)

    def paste(self) -> None:
        """Put what is on the clipboard below the last of the targets."""
        targets, content = self.targets, self._document.content
        if targets:
            self.paste_into(targets[-1].day, content.place_of(targets[-1].id) + 1)

    def paste_into(self, day: Weekday, place: int = -1) -> None:
        """Put what is on the clipboard at a place of a day, its end by default."""
        data = QGuiApplication.clipboard().mimeData()
        if data is not None:
            self._take(exercises_of(data, day, self.unit), day, place)

    def paste_lines(self, text: str, day: Weekday) -> None:
        """Add one exercise for each line of a text."""
        self._take(read_lines(text, day, self.unit), day, -1)

    @staticmethod
    def can_paste() -> bool:
        """Whether the clipboard holds exercises, or lines that may be some."""
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and (data.hasFormat(EXERCISES_MIME) or data.hasText())

    def _copy(self, exercises: Sequence[DraftExercise], what: str) -> None:
        if exercises:
            reached = [self._document.reached(one) for one in exercises]
            QGuiApplication.clipboard().setMimeData(mime_of(reached))
            self._notices.toast(self.tr("{0} copied").format(what[:1].upper() + what[1:]))

    def _take(self, pasted: Pasted, day: Weekday, place: int) -> None:
        if pasted.problems:
            dialog = PasteProblemsDialog(pasted, self._grid)
            accepted = dialog.exec() == PasteProblemsDialog.DialogCode.Accepted
            dialog.deleteLater()
            if not accepted:
                return
        self._insert(pasted.exercises, day, place, self.tr("paste {0}").format(_names(pasted.exercises)))

    def _insert(self, exercises: Sequence[DraftExercise], day: Weekday, place: int, words: str) -> None:
        if not exercises:
            return
        before = {one.id for one in self._document.content.exercises}
        changed = self._document.content.with_pasted(exercises, day, place, self._document.now.number)
        self._document.apply(changed, words)
        fresh = [one.id for one in changed.exercises if one.id not in before]
        self._grid.choose(fresh if len(fresh) > 1 else ())
        self._grid.focus_exercise(fresh[-1], keeps_anchor=True)
        self._grid.announce(self.tr("{0} added").format(_names(exercises)))

    # Supersets and substitutes

    def group(self) -> None:
        """Make a superset of the targets."""
        content, targets = self._document.content, self.targets
        changed = content.grouped({one.id for one in targets})
        if len(targets) < 2 or len({one.day for one in targets}) > 1:
            self._notices.error(
                UserError(
                    self.tr("Choose two or more exercises of one day first: Ctrl and a click, or Shift.")
                )
            )
        elif changed != content:
            self._document.apply(changed, self.tr("superset of {0}").format(_names(targets)))
            self._grid.announce(self.tr("{0} are a superset").format(_names(targets)))

    def ungroup(self) -> None:
        """Take the supersets of the targets apart."""
        content = self._document.content
        changed = content.ungrouped({one.id for one in self.targets})
        if changed != content:
            self._document.apply(changed, self.tr("take the superset apart"))
            self._grid.announce(self.tr("No superset any more"))

    def substitute(self, id: UUID, by: LibraryExercise) -> None:
        """Replace an exercise; the sets and reps it has come to stay, a weight in kg or lb does not."""
        content = self._document.content
        exercise = content.find(id)
        if exercise is None:
            return
        now = self._document.now
        exercise = self._document.reached(exercise)
        fresh = now.begun(substituted(exercise, by))
        self._document.apply(
            content.replaced(fresh),
            self.tr("replace {0} by {1}").format(_short(exercise.name), _short(by.name)),
        )
        words = self.tr("{0} replaces {1}. Sets and reps are kept.")
        if fresh.weight != exercise.weight:
            words = self.tr("{0} replaces {1}. Sets and reps are kept, the weight is yours to set.")
        self._notices.toast(words.format(_short(by.name), _short(exercise.name)), self._undo_of_last())
        self._grid.focus_exercise(id)

    # Undoing

    def _undo_of_last(self) -> Callable[[], None]:
        """Return what undoes the change just made, unless others followed it meanwhile."""
        stack = self._document.undo_stack
        index = stack.index()

        def undo() -> None:
            if stack.index() == index:
                stack.undo()

        return undo

    def _apply_move(self, content: PlanContent) -> None:
        before, targets = self._document.content, self.targets
        if content != before and targets:
            current = self._grid.current
            self._document.apply(content, self.tr("move {0}").format(_names(targets)))
            if current is not None and (moved := content.find(current)) is not None:
                self._grid.focus_exercise(current, keeps_anchor=True)
                count = len(content.of_day(moved.day))
                place = content.place_of(current) + 1
                self._grid.announce(self.tr("{0}, {1} of {2}").format(moved.day.value, place, count))


def stepped(of_day: Sequence[DraftExercise], targets: set[UUID], down: int) -> list[UUID]:
    """Return the order of a day after some of its exercises went one step up (-1) or down (1).

    What stands in the way is passed as a whole: a superset that they do not belong to in one step.
    """
    order: list[DraftExercise] = []
    for one in of_day if down < 0 else reversed(of_day):
        passed: list[DraftExercise] = []
        if one.id in targets and order and order[-1].id not in targets:
            letter = order[-1].superset
            passed.insert(0, order.pop())
            while (
                letter
                and letter != one.superset
                and order
                and order[-1].superset == letter
                and order[-1].id not in targets
            ):
                passed.insert(0, order.pop())
        order += [one, *passed]
    ids = [one.id for one in order]
    return ids if down < 0 else ids[::-1]


def substituted(exercise: DraftExercise, by: LibraryExercise) -> DraftExercise:
    """Return an exercise replaced by another of the library.

    Its weight is cleared where it is a load: 60 kg of one lift says nothing about another. A percentage of
    the maximum, body weight or an effort mean the same for both. Without a weight its progression goes too.
    """
    target = read_weight_target(exercise.weight)
    each = (target.each or (target,)) if target is not None else ()
    kinds = (WeightTargetKind.LOAD, WeightTargetKind.BODYWEIGHT_PLUS, WeightTargetKind.AS_WRITTEN)
    if not any(one.kind in kinds for one in each):
        return replace(exercise, name=by.name, type=by.category)
    return replace(
        exercise,
        name=by.name,
        type=by.category,
        weight="",
        progression="" if _needs_weight(exercise.progression) else exercise.progression,
    )


def _needs_weight(progression: str) -> bool:
    try:
        rule = read_progression(progression, Unit.KG)
    except UserError:
        return False
    return rule is not None and rule.kind in (
        ProgressionKind.WEIGHT,
        ProgressionKind.PERCENT,
        ProgressionKind.DOUBLE,
    )


def _names(exercises: Sequence[DraftExercise]) -> str:
    return _short(exercises[0].name) if len(exercises) == 1 else exercises_text(len(exercises))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"

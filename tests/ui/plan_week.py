"""The week of the plan editor alone: a document, a library held in memory, and the widgets in a window."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.exercises import (
    Equipment,
    LibraryExercise,
    LibraryFilter,
    Muscle,
    NewLibraryExercise,
    library_key,
    substitutes,
)
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.exercise_card import ExerciseCard
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, PlanDocument
from gymtrainer_desktop.ui.trainer.plan.week_editor import WeekEditor

START = date(2026, 11, 16)
MON, TUE, WED, THU, FRI, SAT, SUN = Weekday.week(1)
_LIBRARY = (
    ("Bench press", "barbell", "chest", "triceps", ("Flat bench",)),
    ("Incline dumbbell press", "dumbbell", "chest", "triceps", ()),
    ("Push-up", "body weight", "chest", "triceps", ()),
    ("Back squat", "barbell", "quads", "glutes", ("Squat",)),
    ("Leg press", "machine", "quads", "glutes", ()),
    ("Barbell row", "barbell", "upper back", "biceps", ()),
    ("Romanian deadlift", "barbell", "hamstrings", "glutes", ("RDL",)),
    ("Plank", "body weight", "abs", "obliques", ()),
)


def uid(number: int) -> UUID:
    return UUID(int=number)


def exercise(number: int, day: Weekday = MON, name: str = "", **more: Any) -> DraftExercise:
    values: dict[str, Any] = {"sets": 4, "reps": "8", "weight": "60 kg", "rest_seconds": 90} | more
    return DraftExercise(uid(number), day, name or f"Exercise {number}", **values)


def usual_week() -> tuple[DraftExercise, ...]:
    """Monday 1 to 4, Tuesday 5 and 6, Friday 7."""
    monday = ("Bench press", "Barbell row", "Leg press", "Plank")
    return (
        *(exercise(n, MON, name) for n, name in enumerate(monday, 1)),
        exercise(5, TUE, "Back squat"),
        exercise(6, TUE, "Push-up", weight="bodyweight"),
        exercise(7, FRI, "Romanian deadlift"),
    )


class Library:
    """The exercise library in memory; `hold` makes searches wait."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.error: Exception | None = None
        self.gate: threading.Event | None = None
        self.stored = [
            LibraryExercise(
                uid(9000 + n), name, ExerciseType.STRENGTH, Equipment(equipment), (Muscle(first),),
                (Muscle(second),), aliases, None, "", True, False, False, 1,
            )
            for n, (name, equipment, first, second, aliases) in enumerate(_LIBRARY)
        ]  # fmt: skip

    def named(self, name: str) -> LibraryExercise:
        return next(one for one in self.stored if one.name == name)

    def search(
        self, words: str = "", filters: LibraryFilter | None = None, limit: int = 50
    ) -> tuple[LibraryExercise, ...]:
        self._note("search", words)
        filters, key = filters or LibraryFilter(), library_key(words)
        return tuple(
            one
            for one in self.stored
            if any(key in library_key(name) for name in (one.name, *one.aliases))
            and filters.equipment in (None, one.equipment)
            and filters.muscle in (None, *one.primary_muscles, *one.secondary_muscles)
        )[:limit]

    def by_names(self, names: Iterable[str]) -> dict[str, LibraryExercise]:
        names = tuple(names)
        self._note("by_names", names)
        known = {library_key(name): one for one in self.stored for name in (one.name, *one.aliases)}
        return {name: known[library_key(name)] for name in names if library_key(name) in known}

    def substitutes(self, name: str, *, limit: int = 10) -> tuple[LibraryExercise, ...]:
        self._note("substitutes", name)
        of = self.by_names([name]).get(name)
        return () if of is None else substitutes(of, self.stored, limit=limit)

    def add(self, new: NewLibraryExercise) -> LibraryExercise:
        self._note("add", new)
        added = LibraryExercise(
            new.id, new.name, new.category, new.equipment, new.primary_muscles, new.secondary_muscles,
            new.aliases, None, "", False, False, True, 1,
        )  # fmt: skip
        self.stored.append(added)
        return added

    def called(self, call: str) -> list[Any]:
        return [value for name, value in self.calls if name == call]

    def _note(self, call: str, value: Any) -> None:
        self.calls.append((call, value))
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.error is not None:
            raise self.error


@dataclass
class Week:
    """The editor and what is around it."""

    qtbot: QtBot
    document: PlanDocument
    editor: WeekEditor
    library: Library
    context: PageContext

    def names(self, day: Weekday = MON) -> list[str]:
        return [card.exercise.name for card in self.editor.grid.columns[day].cards]

    def order(self, day: Weekday = MON) -> list[int]:
        return [card.exercise.id.int for card in self.editor.grid.columns[day].cards]

    def marks(self, day: Weekday = MON) -> list[str]:
        return [card.words.mark for card in self.editor.grid.columns[day].cards]

    def card(self, number: int) -> ExerciseCard:
        card = self.editor.grid.card(uid(number))
        assert card is not None
        return card

    def find(self, number: int) -> DraftExercise:
        found = self.document.content.find(uid(number))
        assert found is not None
        return found

    @property
    def chosen(self) -> list[int]:
        return [id.int for id in self.editor.grid.chosen]

    def focus(self, number: int) -> ExerciseCard:
        self.editor.grid.focus_exercise(uid(number))
        return self.card(number)

    @property
    def focused(self) -> int | None:
        focus = self.editor.window().focusWidget()
        return focus.exercise.id.int if isinstance(focus, ExerciseCard) else None

    @property
    def undo_words(self) -> str:
        return self.document.undo_stack.undoText()

    def undo(self) -> None:
        self.document.undo_stack.undo()

    @property
    def toasts(self) -> list[str]:
        return [toast.words.text() for toast in self.context.notices.toasts.toasts]

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy)


def make_week(
    qtbot: QtBot, window: QWidget, base: PageContext, exercises: tuple[DraftExercise, ...] | None = None
) -> Week:
    """Put an editor with a plan into the window."""
    library = Library()
    gym = GymSettings("Harbour Street Gym", "Europe/London", 1, Unit.KG, E1rmFormula.EPLEY, 15, 5, 1)
    context = dataclasses.replace(base, services=SimpleNamespace(exercises=library), gym=gym)
    document = PlanDocument(window)
    editor = WeekEditor(document, Weekday.week(1), context)
    layout = QVBoxLayout(window)
    layout.addWidget(editor)
    editor.show()
    editor.set_unit(Unit.KG)
    document.load(PlanContent(START, "Plan", exercises=usual_week() if exercises is None else exercises))
    week = Week(qtbot, document, editor, library, context)
    qtbot.waitUntil(lambda: bool(editor.grid.columns[MON].cards) or exercises == ())
    return week

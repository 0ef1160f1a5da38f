"""A library held in memory that answers as the service does. `fail` makes the next call of a method raise."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.exercises import (
    Equipment,
    LibraryEdit,
    LibraryExercise,
    LibraryFilter,
    LibraryImport,
    Muscle,
    NewLibraryExercise,
    library_key,
    not_there_yet,
    substitutes,
)
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.importers.exercise_library import ImportedLibrary
from gymtrainer_desktop.ui.shell.page import PageContext

_M, _E = Muscle, Equipment
_KNOWN = (
    ("Bench press", _E.BARBELL, (_M.CHEST,), (_M.TRICEPS, _M.FRONT_DELTS), ("Barbell bench press",), "bench press"),
    ("Dumbbell bench press", _E.DUMBBELL, (_M.CHEST,), (_M.TRICEPS,), (), "bench press"),
    ("Push-up", _E.BODY_WEIGHT, (_M.CHEST,), (_M.TRICEPS, _M.ABS), ("Press-up",), "bench press"),
    ("Back squat", _E.BARBELL, (_M.QUADS,), (_M.GLUTES, _M.LOWER_BACK), ("Squat",), "squat"),
    ("Leg press", _E.MACHINE, (_M.QUADS,), (_M.GLUTES,), (), "squat"),
    ("Deadlift", _E.BARBELL, (_M.HAMSTRINGS, _M.GLUTES), (_M.LOWER_BACK, _M.TRAPS), (), "deadlift"),
    ("Plank", _E.BODY_WEIGHT, (_M.ABS,), (_M.OBLIQUES,), ("Front hold",), ""),
)  # fmt: skip


def uid(number: int) -> UUID:
    return UUID(int=(0x018F7E00_0000_7000_9000 << 48) + number)


class Library:
    """The service `exercises`, and what it holds."""

    def __init__(self, extra: int = 0) -> None:
        self.calls: list[tuple[str, Any]] = []
        self._failures: dict[str, Exception] = {}
        self.rows: dict[UUID, LibraryExercise] = {}
        for number, (name, equipment, primary, secondary, aliases, group) in enumerate(_KNOWN):
            self.put(
                LibraryExercise(
                    uid(number), name, ExerciseType.STRENGTH, equipment, primary, secondary, aliases, group or None,
                    f"How to do the {name.lower()}.\nSlowly.", True, False, False, 1,
                )
            )  # fmt: skip
        self.own("Sled push", Equipment.SLED, (Muscle.QUADS,))
        for number in range(extra):
            self.own(f"Variation {number:04}", Equipment.CABLE, (Muscle.BICEPS,))

    def put(self, row: LibraryExercise) -> LibraryExercise:
        self.rows[row.id] = row
        return row

    def own(
        self, name: str, equipment: Equipment, primary: tuple[Muscle, ...], **changes: Any
    ) -> LibraryExercise:
        row = LibraryExercise(
            uid(1000 + len(self.rows)), name, ExerciseType.STRENGTH, equipment, primary, (), (), None, "", False,
            False, True, 1,
        )  # fmt: skip
        return self.put(dataclasses.replace(row, **changes))

    def named(self, name: str) -> LibraryExercise:
        return next(row for row in self.rows.values() if row.name == name)

    def fail(self, method: str, exc: Exception) -> None:
        self._failures[method] = exc

    def context(self, context: PageContext) -> PageContext:
        services = SimpleNamespace(exercises=self, **vars(context.services))
        return dataclasses.replace(context, services=services)

    # What the service offers

    def search(
        self,
        words: str = "",
        filters: LibraryFilter | None = None,
        limit: int = 50,
        after: LibraryExercise | None = None,
    ) -> tuple[LibraryExercise, ...]:
        self._note("search", (words, filters, limit, after and after.name))
        rows = [row for row in self.rows.values() if _fits(row, filters or LibraryFilter())]
        keys = [library_key(word) for word in words.split()]
        found = [
            row
            for row in rows
            if all(any(key in library_key(name) for name in (row.name, *row.aliases)) for key in keys)
        ]
        found.sort(key=lambda row: library_key(row.name))
        if after is not None:
            found = [row for row in found if library_key(row.name) > library_key(after.name)]
        return tuple(found[:limit])

    def get(self, exercise_id: UUID) -> LibraryExercise:
        self._note("get", exercise_id)
        if exercise_id not in self.rows:
            raise Denied("This exercise is not there any more.", code="no_row")
        return self.rows[exercise_id]

    def substitutes(self, name: str, *, limit: int = 10) -> tuple[LibraryExercise, ...]:
        self._note("substitutes", name)
        of = next((row for row in self.rows.values() if row.name == name), None)
        return substitutes(of, self.rows.values(), limit=limit) if of else ()

    def groups(self) -> tuple[str, ...]:
        return tuple(sorted({row.substitution_group for row in self.rows.values() if row.substitution_group}))

    def add(self, new: NewLibraryExercise) -> LibraryExercise:
        self._note("add", new)
        new = new.checked()
        for row in self.rows.values():
            if library_key(row.name) == library_key(new.name):
                words = "There is an exercise of this name. Choose another name."
                raise UserError(words, code="library_name_unique", field="name")
        return self.put(_row(new, 1))

    def change(self, edit: LibraryEdit) -> LibraryExercise:
        self._note("change", edit)
        self._versioned(edit.content.id, edit.version)
        return self.put(_row(edit.content.checked(), edit.version + 1))

    def archive(self, exercise_id: UUID, version: int) -> LibraryExercise:
        self._note("archive", (exercise_id, version))
        row = self._versioned(exercise_id, version)
        return self.put(dataclasses.replace(row, archived=True, version=version + 1))

    def unarchive(self, exercise_id: UUID, version: int) -> LibraryExercise:
        self._note("unarchive", (exercise_id, version))
        row = self._versioned(exercise_id, version)
        return self.put(dataclasses.replace(row, archived=False, version=version + 1))

    def delete(self, exercise_id: UUID, version: int) -> None:
        self._note("delete", (exercise_id, version))
        self._versioned(exercise_id, version)
        del self.rows[exercise_id]

    def import_library(self, library: ImportedLibrary, *, dry_run: bool = False) -> LibraryImport:
        self._note("import_library", dry_run)
        taken = {library_key(name) for row in self.rows.values() for name in (row.name, *row.aliases)}
        new = not_there_yet(library.exercises, taken)
        if not dry_run:
            for one in new:
                self.put(_row(one, 1))
        names = tuple(one.name for one in new)
        return LibraryImport(
            library.read, names, len(library.exercises) - len(new), library.problems, dry_run
        )

    def _note(self, method: str, args: Any) -> None:
        self.calls.append((method, args))
        if (failure := self._failures.pop(method, None)) is not None:
            raise failure

    def _versioned(self, exercise_id: UUID, version: int) -> LibraryExercise:
        row = self.rows[exercise_id]
        if row.version != version:
            raise Conflict("Somebody else changed this first.")
        return row


def _fits(row: LibraryExercise, filters: LibraryFilter) -> bool:
    return (
        row.archived is filters.archived
        and filters.category in (None, row.category)
        and filters.equipment in (None, row.equipment)
        and (filters.muscle is None or filters.muscle in (*row.primary_muscles, *row.secondary_muscles))
        and filters.added_here in (None, not row.is_builtin)
    )


def _row(new: NewLibraryExercise, version: int) -> LibraryExercise:
    return LibraryExercise(
        new.id, new.name, new.category, new.equipment, new.primary_muscles, new.secondary_muscles, new.aliases,
        new.substitution_group or None, new.instructions, False, False, True, version,
    )  # fmt: skip

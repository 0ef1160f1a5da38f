"""What bringing history along asks for, and saving it: a small library, names chosen once, everything about oneself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, LibraryFilter
from gymtrainer_desktop.domain.persons import PersonExport
from gymtrainer_desktop.domain.plans import ExerciseType


class FewExercises:
    """The few exercises of the mock-ups, and some of other apps' names for them."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def search(
        self, words: str = "", filters: LibraryFilter | None = None, limit: int = 50
    ) -> tuple[LibraryExercise, ...]:
        self.gym.note("search", words)
        wanted = words.casefold().split()
        found = (
            one for one in _LIBRARY if all(w in " ".join((one.name, *one.aliases)).casefold() for w in wanted)
        )
        return tuple(found)[:limit]

    def by_names(self, names: Iterable[str]) -> dict[str, LibraryExercise]:
        names = tuple(names)
        self.gym.note("by_names", names)
        known = {called.casefold(): one for one in _LIBRARY for called in (*one.aliases, one.name)}
        return {name: known[name.casefold()] for name in names if name.casefold() in known}

    def substitutes(self, name: str, *, limit: int = 10) -> tuple[LibraryExercise, ...]:
        self.gym.note("substitutes", name)
        return tuple(one for one in _LIBRARY if one.name in ("Back squat", "Leg press"))[:limit]


class ImportNames:
    """What a member chose once."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def names(self, member_id: UUID) -> dict[str, str]:
        self.gym.note("import_names.names", member_id)
        return dict(self.gym.remembered_names)

    def remember(self, member_id: UUID, names: Mapping[str, str]) -> None:
        self.gym.note("import_names.remember", dict(names))
        self.gym.remembered_names.update(names)


def _library_exercise(number: int, name: str, equipment: Equipment, *aliases: str) -> LibraryExercise:
    return LibraryExercise(
        UUID(int=(0x018F7E00_0000_7000_8000 << 48) + 30_000 + number), name, ExerciseType.STRENGTH, equipment, (), (), aliases, None, "", True, False, False, 1
    )  # fmt: skip


_LIBRARY = (
    _library_exercise(1, "Bench press", Equipment.BARBELL, "Bench Press (Barbell)"),
    _library_exercise(2, "Dumbbell bench press", Equipment.DUMBBELL, "Bench Press (Dumbbell)"),
    _library_exercise(3, "Leg press", Equipment.MACHINE),
    _library_exercise(4, "Back squat", Equipment.BARBELL, "Squat (Barbell)"),
    _library_exercise(5, "Dips", Equipment.BODY_WEIGHT),
)


class OwnData:
    """Everything about a person, for themselves."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def export_own(self) -> PersonExport:
        self.gym.note("export_own")
        tables = {
            "Person": (("full_name", "weight_unit"), (("Sarah Johnson", "lb"),)),
            "Logged exercises": (
                ("exercise_name", "notes"),
                tuple((log.exercise_name, log.notes) for log in self.gym.stored_logs),
            ),
        }
        return PersonExport("Sarah Johnson", tables)

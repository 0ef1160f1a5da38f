"""The exercise library."""

from __future__ import annotations

from dataclasses import replace

from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, Muscle, NewLibraryExercise
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.importers.exercise_library import ImportedLibrary
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym, Person
from tests.faults.writes import Sending, desk, writes


def _exercise() -> NewLibraryExercise:
    id = new_id()
    return NewLibraryExercise(
        id, f"Log press {id}", ExerciseType.STRENGTH, Equipment.OTHER, (Muscle.FRONT_DELTS,)
    )


def _own_exercise(gym: Gym, trainer: Person) -> LibraryExercise:
    return gym.services(trainer).exercises.add(_exercise())


@writes("ExercisesService.add")
def _(gym: Gym) -> Sending:
    new = _exercise()
    return Sending(gym.trainer(), lambda s, _: s.exercises.add(new))


@writes("ExercisesService.change")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    edit = _own_exercise(gym, trainer).edit()
    edit = replace(edit, content=replace(edit.content, instructions="Breathe, then press."))
    return Sending(trainer, lambda s, _: s.exercises.change(edit))


@writes("ExercisesService.archive")
def _(gym: Gym) -> Sending:
    own = _own_exercise(gym, gym.trainer())
    return Sending(desk(gym), lambda s, _: s.exercises.archive(own.id, own.version))


@writes("ExercisesService.unarchive")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    own = _own_exercise(gym, trainer)
    own = gym.services(trainer).exercises.archive(own.id, own.version)
    return Sending(trainer, lambda s, _: s.exercises.unarchive(own.id, own.version))


@writes("ExercisesService.delete")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    own = _own_exercise(gym, trainer)
    return Sending(trainer, lambda s, _: s.exercises.delete(own.id, own.version))


@writes("ExercisesService.import_library")
def _(gym: Gym) -> Sending:
    library = ImportedLibrary(tuple(_exercise() for _ in range(300)), ())
    return Sending(desk(gym), lambda s, _: s.exercises.import_library(library))

"""How the library's vocabulary reads."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, Muscle
from gymtrainer_desktop.domain.plans import ExerciseType

SEARCH_LIMIT = 100


def category_text(category: ExerciseType) -> str:
    """Return "Strength", "Cardio" or "Flexibility"."""
    return {
        ExerciseType.STRENGTH: _tr("Strength"),
        ExerciseType.CARDIO: _tr("Cardio"),
        ExerciseType.FLEXIBILITY: _tr("Flexibility"),
    }[category]


def equipment_text(equipment: Equipment) -> str:
    """Return "Barbell", "Body weight" and so on."""
    return _tr("EZ bar") if equipment is Equipment.EZ_BAR else _tr(equipment.value.capitalize())


def muscle_text(muscle: Muscle) -> str:
    """Return "Front delts", "Quads" and so on."""
    return _tr(muscle.value.capitalize())


def muscles_text(muscles: Iterable[Muscle]) -> str:
    """Return "Chest, front delts"; empty for none."""
    return ", ".join(muscle_text(one) for one in muscles).capitalize()


def origin_text(exercise: LibraryExercise) -> str:
    """Return where an exercise comes from."""
    return _tr("Built in") if exercise.is_builtin else _tr("Own")


def facts_text(exercise: LibraryExercise) -> str:
    """Return "Strength · Barbell · Built in"."""
    parts = (category_text(exercise.category), equipment_text(exercise.equipment), origin_text(exercise))
    return " · ".join(parts)


def count_text(count: int) -> str:
    """Return "1 exercise" or "12 exercises"."""
    return _tr("1 exercise") if count == 1 else _tr("{0} exercises").format(f"{count:,}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("library", text)

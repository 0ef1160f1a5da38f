"""A weight that is probably a slip of the finger: asked about once, never refused."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.units import Unit, format_weight, to_kg
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import SetEntry
from gymtrainer_desktop.ui.widgets.workout_words import shown_weight

_TIMES_BEST = Decimal("1.5")
_MORE_KG = Decimal(20)
_HEAVY_KG = Decimal(300)
"""More than nearly everybody lifts of anything, for an exercise that somebody logs for the first time."""


def is_far_beyond(entry: ExerciseEntry, one: SetEntry, best: PersonalRecord | None) -> bool:
    """Return whether a weight is far above the best so far, and nobody has said that it is right.

    Args:
        entry: The exercise.
        one: A set of it.
        best: The heaviest set so far, None for an exercise without one.
    """
    weight = to_kg(one.weight, one.unit) if one.weight else Decimal(0)
    if entry.confirmed_kg is not None and weight <= entry.confirmed_kg:
        return False
    if best is None or best.weight is None:
        return weight > _HEAVY_KG
    before = to_kg(best.weight, best.unit)
    return weight > before * _TIMES_BEST and weight > before + _MORE_KG


def is_right(
    notices: Notices, entry: ExerciseEntry, one: SetEntry, best: PersonalRecord | None, reader: Unit
) -> bool:
    """Ask, once for such a weight, whether it is right; True also for one that is nothing special."""
    if not is_far_beyond(entry, one, best) or one.weight is None:
        return True
    weight = format_weight(one.weight, one.unit)
    if best is None or best.weight is None:
        words = _tr("{0} of {1} is a great deal. Is it right?").format(weight, entry.name)
    else:
        before = shown_weight(best.weight, best.unit, one.unit or reader)
        words = _tr("{0} is far more than the best so far, {1}. Is it right?").format(weight, before)
    right = notices.question(_tr("Is the weight right?"), words, _tr("Yes"), cancel_text=_tr("Change it"))
    if right:
        entry.confirmed_kg = to_kg(one.weight, one.unit)
    return right


def _tr(text: str) -> str:
    return QCoreApplication.translate("far_beyond", text)

"""What the card of an exercise says: name, target, rest, and the marks of superset, progression and note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import (
    LoadSteps,
    ProgressionKind,
    WeekTarget,
    format_resolved,
    format_target,
    read_progression,
)
from gymtrainer_desktop.domain.targets import WeightTargetKind, format_prescription, read_weight_target
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.trainer.words import rest_text

_LONGEST_NAME = 80
_LONGEST_TARGET = 48
_LONGEST_WORD = 14
_KEPT_TOGETHER = re.compile(r"(?<=[0-9×+≈]) (?=[×0-9A-Za-z%])")


_USUAL_STEPS = LoadSteps()


@dataclass(frozen=True, slots=True)
class Reading:
    """How targets are read: in whose unit, rounded how, and which week of the plan is shown.

    Attributes:
        unit: The client's, for what a percentage comes to.
        steps: What the gym's weights are rounded to.
        week: From 1; only in the first the targets are those that were written.
    """

    unit: Unit = Unit.KG
    steps: LoadSteps = _USUAL_STEPS
    week: int = 1


@dataclass(frozen=True, slots=True)
class CardWords:
    """The words of a card.

    Attributes:
        name: Shortened, with places where it may break.
        mark: "A1" in a superset, empty outside.
        target: "4 × 8-12 · 60 kg", "3 × 5 · 80% ≈ 92.5 kg"; empty where nothing is prescribed.
        progression: "+2.5 kg", "+1 rep / 2 wk"; empty for none.
        rest: "rest 90 s", empty for none.
        has_note: Whether there is a note to read.
        tool_tip: All of it in full.
        spoken: What a screen reader says.
    """

    name: str
    mark: str
    target: str
    progression: str
    rest: str
    has_note: bool
    tool_tip: str
    spoken: str


@lru_cache(maxsize=4096)
def card_words(
    exercise: DraftExercise, mark: str, target: WeekTarget, maximum_kg: Decimal | None, reading: Reading
) -> CardWords:
    """Return what the card of an exercise says.

    Args:
        exercise: As it is written.
        mark: Its place in its superset, "A1".
        target: What the week shown asks for.
        maximum_kg: The client's best estimated maximum of it, None when there is none.
        reading: How targets are read.
    """
    shown = target_words(target, maximum_kg, reading)
    progression = progression_words(exercise.progression)
    rest = rest_text(exercise.rest_seconds)
    full = [
        f"{mark} {exercise.name}" if mark else exercise.name,
        shown or _tr("no target"),
        _from_words(exercise) if exercise.from_week > 1 else "",
        exercise.progression,
        rest,
        exercise.notes,
    ]
    hint = ""
    if maximum_kg is None and _is_percent(target.weight):
        hint = _tr("There is no maximum of this exercise yet.")
    return CardWords(
        breakable(shortened(exercise.name, _LONGEST_NAME)),
        mark,
        breakable(shortened(shown, _LONGEST_TARGET)),
        breakable(progression),
        breakable(rest),
        bool(exercise.notes.strip()),
        "\n".join(part[:1000] for part in (*full, hint) if part),
        ", ".join(" ".join(part.split()) for part in (*full, hint) if part),
    )


def target_words(target: WeekTarget, maximum_kg: Decimal | None, reading: Reading) -> str:
    """Return "4 × 8 · 60 kg"; a percentage with what it comes to: "3 × 5 · 80% ≈ 92.5 kg"."""
    count = format_prescription(target.sets, target.reps, "")
    weight = format_resolved(target.weight, maximum_kg, reading.unit, reading.steps)
    return " · ".join(part for part in (count, weight) if part)


def progression_words(text: str) -> str:
    """Return a progression in short: "+2.5 kg", "+1 rep / 2 wk"; as written where it cannot be read."""
    try:
        progression = read_progression(text)
    except UserError:
        return shortened(text, _LONGEST_TARGET)
    if progression is None:
        return ""
    step = progression.text.split(" every ")[0]
    if progression.kind is ProgressionKind.DOUBLE:
        return step.replace("double progression", _tr("double"))
    if progression.every_weeks > 1:
        return _tr("{0} / {1} wk").format(step, progression.every_weeks)
    return step


def _from_words(exercise: DraftExercise) -> str:
    """Return "from week 5: 4 × 8 · 70 kg"."""
    target = format_target(WeekTarget(exercise.sets, exercise.reps, exercise.weight))
    words = _tr("from week {0}: {1}") if target else _tr("from week {0}")
    return words.format(exercise.from_week, shortened(target, _LONGEST_NAME))


def _is_percent(weight: str) -> bool:
    read = read_weight_target(weight)
    each = (read.each or (read,)) if read is not None else ()
    return any(one.kind is WeightTargetKind.PERCENT for one in each)


def shortened(text: str, most: int) -> str:
    """Return a text of one line with an ellipsis where it is longer than `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def breakable(text: str) -> str:
    """Return text that breaks well in a narrow column: numbers keep their units, endless words break."""
    text = _KEPT_TOGETHER.sub("\u00a0", text)
    return " ".join(
        "\u200b".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))
        if len(word) > _LONGEST_WORD and "\u00a0" not in word
        else word
        for word in text.split(" ")
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("trainer", text)

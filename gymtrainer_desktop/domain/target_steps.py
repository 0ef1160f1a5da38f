"""How a target becomes the next one: by a step of weight, percent, reps, time or distance, or by a cut.

Every step starts from the target as it is shown and gives one that is shown in full, so nothing is carried on
behind the text. A target at its limit stays there. In a list every set that can take the step takes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.targets import (
    MAX_METRES,
    MAX_PERCENT,
    MAX_SECONDS,
    REPS_LIMIT,
    WEIGHT_LIMIT,
    RepsTarget,
    RepsTargetKind,
    WeightTarget,
    WeightTargetKind,
    decimal_of,
    joined,
    metres_per,
    read_reps_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit, clean_weight, format_number, format_weight, from_kg, trimmed
from gymtrainer_desktop.domain.workouts import MAX_REPS, MAX_WEIGHT

_HUNDREDTH = Decimal("0.01")
_WEIGHT_STEPS = "write the weight in kg or lb, such as 60 kg, or let the reps grow: +1 rep"


def rounded(value: Decimal, step: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return the multiple of a step that is nearest to a value, halves up; the value itself for no step."""
    if step <= 0:
        return clean_weight(value)
    return trimmed((value / step).to_integral_value(rounding) * step)


def heaviest(unit: Unit) -> Decimal:
    """Return the heaviest weight a target may ask for, in `unit`, in hundredths."""
    return trimmed(from_kg(MAX_WEIGHT, unit).quantize(_HUNDREDTH, ROUND_FLOOR))


def weight_text(kind: WeightTargetKind, value: Decimal, unit: Unit | None) -> str:
    """Return a weight target as it is stored: "62.5 kg", "82.5%", "BW+10 kg"."""
    if kind is WeightTargetKind.PERCENT:
        return f"{format_number(value)}%"
    if kind is WeightTargetKind.BODYWEIGHT_PLUS:
        return f"BW{'-' if value < 0 else '+'}{format_weight(abs(value), unit)}"
    return format_weight(value, unit)


def add_weight(text: str, step: Decimal, unit: Unit) -> str:
    """Return a weight target with a step added, exactly: "60 kg" and 2.5 kg are "62.5 kg".

    Raises:
        UserError: It is no weight, or one in the other unit: pounds added to kilograms make no round number.
    """

    def grown(one: WeightTarget) -> WeightTarget | None:
        if one.kind not in (WeightTargetKind.LOAD, WeightTargetKind.BODYWEIGHT_PLUS):
            return None
        if one.value is None or one.unit is None:
            return None
        if one.unit is not unit:
            raise _refused(
                f"The weight is in {one.unit.value}: write the step in {one.unit.value} too, "
                f"such as +{'2.5 kg' if one.unit is Unit.KG else '5 lb'}."
            )
        value = clean_weight(one.value)
        bound = heaviest(unit)
        if one.kind is WeightTargetKind.LOAD:
            lowest = _HUNDREDTH
        else:
            # A step down never turns added weight into help.
            lowest = -bound if value < 0 else Decimal(0)
        return _moved(one, value, value + step, lowest, bound)

    return _each_weight(text, grown, "weight")


def add_percent(text: str, percent: Decimal, round_to: Callable[[Unit], Decimal]) -> str:
    """Return a weight target with some percent added.

    A weight is rounded to what can be loaded, and moves by at least one such step: it is the next weight
    above (or below) where the nearest one is no change. Percentages of the maximum move by percentage points.

    Raises:
        UserError: It is neither a weight nor a percentage.
    """

    def grown(one: WeightTarget) -> WeightTarget | None:
        if one.value is None:
            return None
        value = clean_weight(one.value)
        if one.kind is WeightTargetKind.PERCENT:
            return _moved(one, value, value + percent, _HUNDREDTH, Decimal(MAX_PERCENT))
        if one.kind is not WeightTargetKind.LOAD or one.unit is None:
            return None
        step = round_to(one.unit)
        nearest = rounded(value * (100 + percent) / 100, step)
        if percent > 0:
            wanted = max(nearest, rounded(value, step, ROUND_FLOOR) + step)
        else:
            wanted = min(nearest, rounded(value, step, ROUND_CEILING) - step)
        return _moved(one, value, wanted, _HUNDREDTH, heaviest(one.unit))

    return _each_weight(text, grown, "percentage")


def cut_weight(text: str, percent: int, round_to: Callable[[Unit], Decimal]) -> str:
    """Return what is left of a weight target in a week that asks for less, rounded to what can be loaded.

    It is never more than before, and never less than one step of what can be loaded (or than before, if that
    was less still). Percentages are rounded to whole ones. What has no weight stays, and so does help with
    the body weight: how much of it would be less depends on a body weight that no plan knows.
    """
    target = read_weight_target(text)
    if target is None or percent >= 100:
        return text

    def left(one: WeightTarget) -> WeightTarget:
        if one.value is None or one.value <= 0:
            return one
        value = clean_weight(one.value)
        if one.kind is WeightTargetKind.PERCENT:
            step = Decimal(1)
        elif one.unit is not None:
            step = round_to(one.unit)
        else:
            return one
        less = min(value, max(rounded(value * percent / 100, step), step))
        return _moved(one, value, less, Decimal(0), value)

    if not target.each:
        return left(target).text
    return _fitting(text, joined(left(one).text for one in target.each), WEIGHT_LIMIT)


def add_reps(text: str, step: int) -> str:
    """Return a reps target with reps added to every number of it: "8-12" and 1 are "9-13".

    Raises:
        UserError: It counts no reps.
    """

    def grown(one: RepsTarget) -> str | None:
        if one.low is None or one.high is None:
            return None
        if one.low + step < 1:
            return one.text
        low, high = (max(before, min(before + step, MAX_REPS)) if step > 0 else before + step
                     for before in (one.low, one.high))  # fmt: skip
        return reps_text(one, low, high)

    return _each_reps(text, grown, "reps to count", "“+1 rep” needs reps such as 8 or 8-12")


def add_seconds(text: str, seconds: Decimal) -> str:
    """Return a target of time made longer: "45 s" and 5 are "50 s", "1:30" and 10 are "1:40".

    Raises:
        UserError: It is no time.
    """

    def grown(one: RepsTarget) -> str | None:
        if one.seconds is None:
            return None
        wanted = min(one.seconds + round(seconds), MAX_SECONDS)
        return one.text if wanted < 1 or wanted == one.seconds else _time_text(one.text, wanted)

    return _each_reps(text, grown, "time", "a step of seconds or minutes needs a time such as 45 s")


def add_distance(text: str, step: Decimal, measure: str) -> str:
    """Return a target of distance made longer: "2 km" and 100 m are "2.1 km".

    Raises:
        UserError: It is no distance, or the step is of another system: metres added to miles make no round
            number.
    """

    def grown(one: RepsTarget) -> str | None:
        found = re.fullmatch(r"(?P<value>[0-9.,]+)\s*(?P<unit>[^\W\d_]+)\.?", one.text)
        if one.distance_m is None or found is None:
            return None
        each, of_step = metres_per(found["unit"].lower()), metres_per(measure)
        same = each == of_step
        if not same and not {each, of_step} <= {Decimal(1), Decimal(1000)}:
            raise _refused(f"The distance is in {found['unit']}: write the step in {found['unit']} too.")
        value = decimal_of(found["value"])
        wanted = value + (step if same else step * of_step / each)
        # Six decimals are what a target can have.
        if wanted <= 0 or wanted * each > MAX_METRES or wanted != wanted.quantize(Decimal("0.000001")):
            return one.text
        return f"{trimmed(wanted):f} {found['unit'].lower()}"

    return _each_reps(
        text, grown, "distance", "a step of metres or kilometres needs a distance such as 400 m"
    )


def reps_text(target: RepsTarget, low: int, high: int) -> str:
    """Return a target of reps with other numbers, its "per side" kept: "9", "9-13", "9/side"."""
    numbers = f"{low}-{high}" if low != high or target.kind is RepsTargetKind.RANGE else str(low)
    tail = re.search(r"\s*(?:/|per|each|a)\s*(?:side|leg|arm|hand)$", target.text, re.IGNORECASE)
    return numbers + (tail[0] if tail else "")


def first_sets(text: str, sets: int, of: int | None) -> str:
    """Return a reps target for fewer sets: a list which named all `of` sets names the first ones only."""
    target = read_reps_target(text)
    if target is None or len(target.each) != of or sets >= len(target.each):
        return text
    return joined(one.short for one in target.each[:sets])


def first_weights(text: str, sets: int, of: int | None) -> str:
    """Return a weight target for fewer sets, as `first_sets` does for reps."""
    target = read_weight_target(text)
    if target is None or len(target.each) != of or sets >= len(target.each):
        return text
    return joined(_stored(one) for one in target.each[:sets])


def _moved(one: WeightTarget, before: Decimal, wanted: Decimal, low: Decimal, high: Decimal) -> WeightTarget:
    """Return the target with another value, held between bounds; itself where a step down would pass them."""
    value = max(before, min(wanted, high)) if wanted > before else wanted
    if value < low or value == before:
        return one
    return WeightTarget(one.kind, weight_text(one.kind, value, one.unit), value, one.unit)


def _stored(one: WeightTarget) -> str:
    if one.kind is WeightTargetKind.BODYWEIGHT:
        return "bodyweight"
    return one.text if one.value is None else weight_text(one.kind, one.value, one.unit)


def _each_weight(text: str, grown: Callable[[WeightTarget], WeightTarget | None], what: str) -> str:
    target = read_weight_target(text)
    if target is None:
        raise _refused(f"There is no weight that could grow: {_WEIGHT_STEPS}.")
    if not target.each:
        result = grown(target)
        if result is None:
            raise _refused(_no_weight(target, what))
        return result.text
    results = [grown(one) for one in target.each]
    if all(one is None for one in results):
        raise _refused(_no_weight(target.each[-1], what))
    pieces = [_stored(after or before) for before, after in zip(target.each, results, strict=True)]
    moved = any(after is not None and after is not before
                for before, after in zip(target.each, results, strict=True))  # fmt: skip
    return _fitting(text, joined(pieces), WEIGHT_LIMIT) if moved else text


def _no_weight(target: WeightTarget, what: str) -> str:
    match target.kind:
        case WeightTargetKind.PERCENT:
            return "A percentage of the maximum grows by percent: write +2.5%."
        case WeightTargetKind.BODYWEIGHT:
            return "Body weight has no weight that could grow: write BW+2.5 kg, or let the reps grow: +1 rep."
        case WeightTargetKind.BODYWEIGHT_PLUS:
            return "What is added to body weight grows by weight: write +2.5 kg."
        case _:
            return f"“{target.text}” is no {what} that could grow: {_WEIGHT_STEPS}."


def _each_reps(text: str, grown: Callable[[RepsTarget], str | None], what: str, needs: str) -> str:
    target = read_reps_target(text)
    if target is None:
        raise _refused(f"There is no {what} that could grow: {needs}.")
    if not target.each:
        result = grown(target)
        if result is None:
            raise _refused(f"“{target.text}” has no {what} that could grow: {needs}.")
        return _fitting(text, result, REPS_LIMIT)
    results = [grown(one) for one in target.each]
    if all(one is None for one in results):
        raise _refused(f"“{target.text}” has no {what} that could grow: {needs}.")
    pieces = [one.short if after is None else after for one, after in zip(target.each, results, strict=True)]
    if all(after in (None, one.text) for one, after in zip(target.each, results, strict=True)):
        return text
    shorts = [one.short if one else piece for piece in pieces for one in (read_reps_target(piece),)]
    return _fitting(text, joined(shorts), REPS_LIMIT)


def _fitting(before: str, after: str, limit: int) -> str:
    return after if len(after) <= limit else before


def _time_text(before: str, seconds: int) -> str:
    """Return a time in the manner of another: seconds, whole minutes or hours, or a clock's."""
    hours = re.search(r"[0-9]\s*h", before.lower())
    if hours and seconds % 3600 == 0:
        return f"{seconds // 3600} h"
    if re.search(r"[0-9]\s*s", before.lower()):
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if rest == 0 and ":" not in before:
        return f"{minutes} min"
    return f"{minutes}:{rest:02}" if minutes < 1000 else f"{seconds} s"


def _refused(message: str) -> UserError:
    return UserError(message, field="progression")

"""What a trainer writes as a target, read: weights ("60% of max"), reps ("8-12"), and how both are shown.

A target is text and stays text. What is read out of it serves display and prefilled numbers; what cannot be
read is kept and shown as written. A target may name every set: "10, 8, 6" or "60/65/70 kg".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import METRES_PER_MILE, Unit, format_number, format_weight, to_kg
from gymtrainer_desktop.domain.workouts import MAX_REPS, MAX_WEIGHT

REPS_LIMIT = 40
WEIGHT_LIMIT = 60
MAX_PERCENT = 200
MAX_SECONDS = 86_400
MAX_METRES = 1_000_000

_NUMBER = r"(?:\d{1,7}(?:[.,]\d{1,6})?)"
_UNIT = r"(?P<unit>kg|kgs|kilo|kilos|kilograms?|lb|lbs|pounds?|#)"
_LOAD = re.compile(rf"(?P<value>{_NUMBER})\s*{_UNIT}\.?", re.ASCII)
_BARE = re.compile(rf"(?P<value>{_NUMBER})", re.ASCII)
_PERCENT = re.compile(
    rf"(?P<value>{_NUMBER})\s*%(?:\s*(?:of\s+)?(?:your\s+|the\s+)?(?:max(?:imum)?|(?:e?1|one)[\s-]*rm|rm))?",
    re.ASCII,
)
_BODYWEIGHT = r"(?:bw|body\s*-?\s*weight|body)"
_BODYWEIGHT_ONLY = re.compile(_BODYWEIGHT)
_BODYWEIGHT_PLUS = re.compile(
    rf"{_BODYWEIGHT}\s*(?P<sign>[+\-–−])\s*(?P<value>{_NUMBER})\s*{_UNIT}?\.?", re.ASCII
)
_RPE = re.compile(r"rpe\s*(?P<value>10(?:[.,]0)?|\d(?:[.,]\d)?)", re.ASCII)
_EFFORT = re.compile(r"(?:very\s+)?(?:light|easy|moderate|medium|heavy)|max(?:imum)?")

_REPS = re.compile(r"(?P<low>\d{1,7})(?:\s*reps?)?", re.ASCII)
_REPS_RANGE = re.compile(r"(?P<low>\d{1,7})\s*(?:-|–|−|to)\s*(?P<high>\d{1,7})(?:\s*reps?)?", re.ASCII)
_PER_SIDE = re.compile(
    r"(?P<low>\d{1,7})(?:\s*(?:-|–|−|to)\s*(?P<high>\d{1,7}))?\s*(?:/|per|each|a)\s*(?:side|leg|arm|hand)",
    re.ASCII,
)
_AMRAP = re.compile(r"amrap|max(?:imum)?(?:\s*reps?)?|to\s+failure|failure")
_TIME = re.compile(
    rf"(?P<value>{_NUMBER})\s*(?P<unit>s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?)\.?", re.ASCII
)
_CLOCK = re.compile(r"(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)(?:\s*min)?", re.ASCII)
_DISTANCE = re.compile(
    rf"(?P<value>{_NUMBER})\s*(?P<unit>m|metres?|meters?|km|kms|kilometres?|kilometers?|mi|miles?|yd|yds|yards?)\.?",
    re.ASCII,
)
# "62,5" is one number; a comma separates sets where a space follows it, or where it cannot be a decimal sign.
_BETWEEN_SETS = re.compile(r"\s*[/;]\s*|,\s+")
_WITH_COMMAS = re.compile(r"\d{1,7}(?:,\d{1,7}){2,}(?P<tail>[^,]*)", re.ASCII)
_RANGE_OF_THREE = re.compile(r"\d{1,7}(?:\s*[-–−]\s*\d{1,7}){2,}(?:\s*reps?)?", re.ASCII)
_FOREIGN_UNIT = re.compile(rf"{_NUMBER}\s*(?:stones?|st|oz|ounces?|g|gr|grams?|tons?|tonnes?|t)\.?", re.ASCII)


class WeightTargetKind(StrEnum):
    """What sort of weight target was written."""

    LOAD = "load"
    PERCENT = "percent"
    BODYWEIGHT = "bodyweight"
    BODYWEIGHT_PLUS = "bodyweight-plus"
    RPE = "rpe"
    EFFORT = "effort"
    LIST = "list"
    AS_WRITTEN = "as-written"


class RepsTargetKind(StrEnum):
    """What sort of reps target was written."""

    FIXED = "fixed"
    RANGE = "range"
    PER_SIDE = "per-side"
    AMRAP = "amrap"
    TIME = "time"
    DISTANCE = "distance"
    LIST = "list"
    AS_WRITTEN = "as-written"


@dataclass(frozen=True, slots=True)
class WeightTarget:
    """A weight target as read.

    Attributes:
        text: As written, spaces trimmed.
        value: The weight (LOAD), what is added to body weight, negative when it is taken off
            (BODYWEIGHT_PLUS), percent of the one-rep maximum (PERCENT), or the RPE; None otherwise.
        unit: Unit of a weight; None otherwise.
        each: The targets of the sets, two or more, where every set has its own (LIST); empty otherwise.
    """

    kind: WeightTargetKind
    text: str
    value: Decimal | None = None
    unit: Unit | None = None
    each: tuple[WeightTarget, ...] = ()

    def of_set(self, number: int) -> WeightTarget:
        """Return what one set asks for, counted from 1; sets beyond a list ask for its last."""
        return self.each[min(max(number, 1), len(self.each)) - 1] if self.each else self

    @property
    def short(self) -> str:
        """As shown where space is short: "135 lb", "60%", "bodyweight + 10 kg", "60/65/70 kg"."""
        match self.kind:
            case WeightTargetKind.LOAD:
                return format_weight(self.value, self.unit)
            case WeightTargetKind.PERCENT if self.value is not None:
                return f"{format_number(self.value)}%"
            case WeightTargetKind.RPE if self.value is not None:
                return f"RPE {format_number(self.value)}"
            case WeightTargetKind.BODYWEIGHT:
                return "bodyweight"
            case WeightTargetKind.BODYWEIGHT_PLUS if self.value == 0:
                return "bodyweight"
            case WeightTargetKind.LIST:
                return joined(one.short for one in self.each)
            case WeightTargetKind.BODYWEIGHT_PLUS if self.value is not None:
                sign = "−" if self.value < 0 else "+"
                return f"bodyweight {sign} {format_weight(abs(self.value), self.unit)}"
            case _:
                return self.text


@dataclass(frozen=True, slots=True)
class RepsTarget:
    """A reps target as read.

    Attributes:
        text: As written, spaces trimmed.
        low: Reps, or the lower end of a range.
        high: The upper end of a range, the same as `low` for a fixed number.
        seconds: How long, for TIME.
        distance_m: How far in metres, for DISTANCE.
        each: The targets of the sets, two or more, where every set has its own (LIST); empty otherwise.
    """

    kind: RepsTargetKind
    text: str
    low: int | None = None
    high: int | None = None
    seconds: int | None = None
    distance_m: Decimal | None = None
    each: tuple[RepsTarget, ...] = ()

    def of_set(self, number: int) -> RepsTarget:
        """Return what one set asks for, counted from 1; sets beyond a list ask for its last."""
        return self.each[min(max(number, 1), len(self.each)) - 1] if self.each else self

    @property
    def short(self) -> str:
        """As shown and stored by the quick entry: "8-12", "AMRAP", "5/side", "30 s", "400 m", "10/8/6"."""
        match self.kind:
            case RepsTargetKind.FIXED:
                return str(self.low)
            case RepsTargetKind.RANGE:
                return f"{self.low}-{self.high}"
            case RepsTargetKind.AMRAP:
                return "AMRAP"
            case RepsTargetKind.TIME | RepsTargetKind.DISTANCE:
                found = re.fullmatch(rf"({_NUMBER})\s*([^\W\d]+)\.?", self.text, re.ASCII)
                return f"{found[1]} {found[2].lower()}" if found else self.text
            case RepsTargetKind.LIST:
                return joined(one.short for one in self.each)
            case _:
                return self.text


def read_weight_target(text: str, default_unit: Unit | None = None) -> WeightTarget | None:
    """Read a weight target; None when nothing is written.

    A bare number is a weight in `default_unit`, or kept as written when there is none.
    """
    written = _trim(text)
    if not written:
        return None
    plain = written.lower()
    if found := _LOAD.fullmatch(plain):
        return WeightTarget(
            WeightTargetKind.LOAD, written, decimal_of(found["value"]), _unit_of(found["unit"])
        )
    if found := _PERCENT.fullmatch(plain):
        return WeightTarget(WeightTargetKind.PERCENT, written, decimal_of(found["value"]))
    if _BODYWEIGHT_ONLY.fullmatch(plain):
        return WeightTarget(WeightTargetKind.BODYWEIGHT, written)
    if found := _BODYWEIGHT_PLUS.fullmatch(plain):
        unit = _unit_of(found["unit"]) if found["unit"] else default_unit
        value = decimal_of(found["value"])
        if unit is not None:
            signed = value if found["sign"] == "+" else -value
            return WeightTarget(WeightTargetKind.BODYWEIGHT_PLUS, written, signed, unit)
    if found := _RPE.fullmatch(plain):
        return WeightTarget(WeightTargetKind.RPE, written, decimal_of(found["value"]))
    if _EFFORT.fullmatch(plain):
        return WeightTarget(WeightTargetKind.EFFORT, written)
    if default_unit is not None and (found := _BARE.fullmatch(plain)):
        return WeightTarget(WeightTargetKind.LOAD, written, decimal_of(found["value"]), default_unit)
    each = _each_weight(written, default_unit)
    return WeightTarget(WeightTargetKind.LIST if each else WeightTargetKind.AS_WRITTEN, written, each=each)


def read_reps_target(text: str) -> RepsTarget | None:
    """Read a reps target; None when nothing is written."""
    written = _trim(text)
    if not written:
        return None
    plain = written.lower()
    if found := _REPS.fullmatch(plain):
        return RepsTarget(RepsTargetKind.FIXED, written, int(found["low"]), int(found["low"]))
    if found := _REPS_RANGE.fullmatch(plain):
        low, high = int(found["low"]), int(found["high"])
        if low <= high:
            return RepsTarget(RepsTargetKind.RANGE, written, low, high)
    if found := _PER_SIDE.fullmatch(plain):
        low, high = int(found["low"]), int(found["high"] or found["low"])
        if low <= high:
            return RepsTarget(RepsTargetKind.PER_SIDE, written, low, high)
    if _AMRAP.fullmatch(plain):
        return RepsTarget(RepsTargetKind.AMRAP, written)
    seconds = read_seconds(plain)
    if seconds is not None:
        return RepsTarget(RepsTargetKind.TIME, written, seconds=seconds)
    if found := _DISTANCE.fullmatch(plain):
        metres = decimal_of(found["value"]) * metres_per(found["unit"])
        return RepsTarget(RepsTargetKind.DISTANCE, written, distance_m=metres)
    each = _each_reps(written)
    return RepsTarget(RepsTargetKind.LIST if each else RepsTargetKind.AS_WRITTEN, written, each=each)


def joined(shorts: Iterable[str]) -> str:
    """Return the targets of several sets as one text: "60/65/70 kg", "8-12/6-8", "60 kg, 135 lb"."""
    pieces = list(shorts)
    found = [re.fullmatch(r"(?P<number>[0-9.]+)(?P<tail> ?[^0-9.]*)", piece) for piece in pieces]
    tails = {one["tail"] if one else None for one in found}
    if len(tails) == 1 and None not in tails:
        return "/".join(one["number"] for one in found if one) + str(tails.pop())
    return ("/" if not any(" " in piece for piece in pieces) else ", ").join(pieces)


def _pieces(written: str) -> list[str]:
    found = _WITH_COMMAS.fullmatch(written)
    return re.split(",", written) if found else _BETWEEN_SETS.split(written)


def _each_weight(written: str, default_unit: Unit | None) -> tuple[WeightTarget, ...]:
    """Return the targets of the sets; empty where the text is no list. The last unit holds for all before."""
    pieces = _pieces(written)
    last = read_weight_target(pieces[-1], default_unit) if len(pieces) > 1 else None
    if last is None:
        return ()
    sign = "%" if last.kind is WeightTargetKind.PERCENT else ""
    each = [
        read_weight_target(f"{piece}{sign}" if _BARE.fullmatch(piece) else piece, last.unit or default_unit)
        for piece in pieces[:-1]
    ]
    targets = tuple(one for one in (*each, last) if one is not None)
    kinds = {one.kind for one in targets}
    known = any(
        kinds <= some
        for some in (
            {WeightTargetKind.LOAD},
            {WeightTargetKind.PERCENT},
            {WeightTargetKind.BODYWEIGHT, WeightTargetKind.BODYWEIGHT_PLUS},
        )
    )
    return targets if known and len(targets) == len(pieces) else ()


def _each_reps(written: str) -> tuple[RepsTarget, ...]:
    """Return the targets of the sets; empty where the text is no list. The last unit holds for all before."""
    pieces = _pieces(written)
    if len(pieces) == 1:
        pieces = written.split(",") if re.fullmatch(r"\d{1,7},\d{1,7}", written, re.ASCII) else pieces
    last = read_reps_target(pieces[-1]) if len(pieces) > 1 else None
    if last is None:
        return ()
    unit = re.search(r"[^\W\d_]+\.?$", last.text)
    measured = last.kind in (RepsTargetKind.TIME, RepsTargetKind.DISTANCE) and ":" not in last.text
    tail = f" {unit[0]}" if unit and measured else ""
    each = [read_reps_target(f"{piece}{tail}" if _BARE.fullmatch(piece) else piece) for piece in pieces[:-1]]
    targets = tuple(one for one in (*each, last) if one is not None)
    kinds = {one.kind for one in targets}
    known = any(
        kinds <= some
        for some in (
            {RepsTargetKind.FIXED, RepsTargetKind.RANGE, RepsTargetKind.AMRAP},
            {RepsTargetKind.TIME},
            {RepsTargetKind.DISTANCE},
        )
    )
    return targets if known and len(targets) == len(pieces) else ()


def read_seconds(text: str) -> int | None:
    """Read a length of time, such as "90s", "2 min" or "1:30", as whole seconds; None for anything else."""
    plain = _trim(text).lower()
    if found := _CLOCK.fullmatch(plain):
        return int(found["minutes"]) * 60 + int(found["seconds"])
    if found := _TIME.fullmatch(plain):
        factor = {"s": 1, "m": 60, "h": 3600}[found["unit"][0]]
        return round(decimal_of(found["value"]) * factor)
    return None


def check_reps(text: str) -> str:
    """Return a reps target with spaces trimmed; empty stays empty, unreadable text stays as written.

    Raises:
        UserError: It is too long, negative, zero, absurdly many, a range of three numbers, or one from high
            to low; in a list, of any set.
    """
    written = _trim(text)
    if len(written) > REPS_LIMIT:
        raise UserError(f"Reps can have at most {REPS_LIMIT} characters.", field="reps")
    for piece in _pieces(written):
        if re.match(r"[-–−]\s*\d", piece):
            raise UserError("Reps cannot be negative.", field="reps")
        found = _REPS_RANGE.fullmatch(piece.lower())
        if found and int(found["low"]) > int(found["high"]):
            raise UserError("Write a range from low to high, such as 8-12.", field="reps")
        if _RANGE_OF_THREE.fullmatch(piece):
            raise UserError("Write a range of two numbers, such as 8-12.", field="reps")
    target = read_reps_target(written)
    if target is None:
        return ""
    for one in target.each or (target,):
        if one.low == 0 or one.seconds == 0 or one.distance_m == 0:
            raise UserError("Reps must be at least 1.", field="reps")
        if one.high is not None and one.high > MAX_REPS:
            raise UserError(f"Reps can be at most {MAX_REPS}.", field="reps")
        if one.seconds is not None and one.seconds > MAX_SECONDS:
            raise UserError("A set lasts at most a day.", field="reps")
        if one.distance_m is not None and one.distance_m > MAX_METRES:
            raise UserError("A distance is at most 1,000 km.", field="reps")
    return written


def check_weight_target(text: str) -> str:
    """Return a weight target with spaces trimmed; empty stays empty, unreadable text stays as written.

    Raises:
        UserError: It is too long, negative, absurdly heavy, or in a unit that weights are not compared in;
            in a list, that of any set.
    """
    written = _trim(text)
    if len(written) > WEIGHT_LIMIT:
        raise UserError(f"A weight target can have at most {WEIGHT_LIMIT} characters.", field="weight")
    for piece in _pieces(written):
        if re.match(r"[-–−]\s*\d", piece):
            raise UserError("A weight target cannot be negative.", field="weight")
        if _FOREIGN_UNIT.fullmatch(piece.lower()):
            raise UserError("Write weights in kg or lb, such as 60 kg.", field="weight")
    target = read_weight_target(written)
    if target is None:
        return ""
    for one in target.each or (target,):
        if one.value is None:
            continue
        if one.unit is not None and abs(to_kg(one.value, one.unit)) > MAX_WEIGHT:
            raise UserError(f"A weight can be at most {MAX_WEIGHT} kg.", field="weight")
        if one.kind is WeightTargetKind.PERCENT and one.value > MAX_PERCENT:
            raise UserError(f"A percentage of the maximum can be at most {MAX_PERCENT}.", field="weight")
    return written


def format_sets(sets: int | None, reps: str) -> str:
    """Return "4 × 8" or "3 × 8-12"; "2 km" where no sets are stated, "4 sets" where no reps are.

    A list which names every set is its own number of sets: "10/8/6".
    """
    target = read_reps_target(reps)
    short = target.short if target is not None else ""
    if sets is None:
        return short
    if not short:
        return "1 set" if sets == 1 else f"{sets} sets"
    if target is not None and len(target.each) == sets:
        return short
    return f"{sets} × {short}"


def format_weight_target(weight: str) -> str:
    """Return a weight target as shown where space is short: "135 lb", "60%", "bodyweight"; "" for none."""
    target = read_weight_target(weight)
    return target.short if target is not None else ""


def format_prescription(sets: int | None, reps: str, weight: str) -> str:
    """Return "4 × 8 · 135 lb", leaving out what is not stated."""
    return " · ".join(piece for piece in (format_sets(sets, reps), format_weight_target(weight)) if piece)


def decimal_of(text: str) -> Decimal:
    """Return the number of a matched text, whose decimal sign may be a comma."""
    return Decimal(text.replace(",", "."))


def _trim(text: str) -> str:
    return " ".join(text.split())


def _unit_of(word: str) -> Unit:
    return Unit.KG if word.startswith("k") else Unit.LB


def metres_per(word: str) -> Decimal:
    """Return how many metres a unit of distance has, by its name or short form in lower case."""
    if word.startswith("k"):
        return Decimal(1000)
    if word.startswith("mi"):
        return METRES_PER_MILE
    return Decimal("0.9144") if word.startswith("y") else Decimal(1)

"""Rules of progression: "+2.5 kg every 2 weeks", "+1 rep", "double progression +2.5 kg", read from text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.targets import MAX_METRES, MAX_SECONDS, decimal_of, metres_per
from gymtrainer_desktop.domain.units import Unit, format_number, format_weight
from gymtrainer_desktop.domain.workouts import MAX_REPS, MAX_WEIGHT

MAX_WEEKS = 104
MAX_SETS = 50

_EXAMPLES = "such as “+2.5 kg every week”, “+1 rep” or “double progression +2.5 kg”"
_WORDS = {"other": 2, "second": 2, "two": 2, "third": 3, "three": 3, "four": 4, "five": 5, "six": 6}
SECONDS = {"s": 1, "min": 60, "h": 3600}

_NUMBER = r"(?:\d{1,7}(?:[.,]\d{1,6})?)"
_STEP = rf"""(?P<sign>[+\-−–])?\s*(?P<value>{_NUMBER})\s*(?:
    (?P<kg>kgs?|kilos?|kilograms?) | (?P<lb>lbs?|pounds?) | (?P<percent>%|percent) | (?P<reps>reps?)
    | (?P<sets>sets?) | (?P<s>s|secs?|seconds?) | (?P<min>mins?|minutes?) | (?P<h>h|hrs?|hours?)
    | (?P<m>m|met(?:re|er)s?) | (?P<km>kms?|kilomet(?:re|er)s?) | (?P<mi>mi|miles?) | (?P<yd>yds?|yards?)
    )?\.?"""
_EVERY = rf"""(?P<every>\s*,?\s*(?:
    weekly | (?:/|per\b|each\b|every\b|a\b)\s*
    (?:(?P<weeks>\d{{1,7}}|{"|".join(_WORDS)})\s*(?:(?:nd|rd|th)\b)?\s*)?(?:weeks?|wks?|w)\b\.?))?"""
_TO = r"\s*(?:-|–|−|to)\s*"
_SIMPLE = re.compile(rf"(?:(?:add|increase(?:\s+by)?)\s+)?{_STEP}{_EVERY}", re.ASCII | re.VERBOSE)
_DOUBLE = re.compile(
    rf"""(?:double(?:\s+progression)?(?:\s*[:,]?\s*(?P<low>\d{{1,7}}){_TO}(?P<high>\d{{1,7}})(?:\s+reps?)?)?(?:\s+then)?
    | (?P<from>\d{{1,7}}){_TO}(?P<to>\d{{1,7}})(?:\s+reps?)?\s*,?\s*then)
    (?:\s*[:,]?\s*{_STEP})?{_EVERY}""",
    re.ASCII | re.VERBOSE,
)
_IN_LINE = re.compile(
    rf"""(?:^|(?<=[\s,;])|(?<=kg|lb)(?=\+)|(?<=%)(?=\+))(?=\S)
    (?P<double>then\s+|double\s+progression(?:\s+then)?\b\s*|double(?:\s+then\s+|\b\s*(?=$|[,;+\d]|rest\b)))?
    (?:{_STEP})?{_EVERY}(?![^\W_])""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
_UNITS = ("kg", "lb", "percent", "reps", "sets", "s", "min", "h", "m", "km", "mi", "yd")


class ProgressionKind(StrEnum):
    """What grows."""

    WEIGHT = "weight"
    PERCENT = "percent"
    REPS = "reps"
    SETS = "sets"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Progression:
    """A rule as read.

    Attributes:
        step: What is added; below zero where a plan tapers. Of DOUBLE what the weight grows by once the reps
            are at the top: 0 for one step of the gym, percent (points) where there is no unit.
        unit: Of a weight; None for what is no weight.
        every_weeks: A step every so many weeks, 1 to 104.
        measure: Of REPS that are a time or a distance: "s", "min", "h", "m", "km", "mi" or "yd"; else empty.
        low: Reps that DOUBLE begins at, where the rule names them; None where the exercise does.
        high: Reps after which the weight grows, with `low`.
    """

    kind: ProgressionKind
    step: Decimal
    unit: Unit | None = None
    every_weeks: int = 1
    measure: str = ""
    low: int | None = None
    high: int | None = None

    @property
    def text(self) -> str:
        """As it is stored and shown: "+2.5 kg every week", "double progression +2.5 kg"."""
        sign = "-" if self.step < 0 else "+"
        number = format_number(abs(self.step))
        match self.kind:
            case ProgressionKind.WEIGHT:
                step = f"{sign}{format_weight(abs(self.step), self.unit)}"
            case ProgressionKind.PERCENT:
                step = f"{sign}{number}%"
            case ProgressionKind.REPS if self.measure:
                step = f"{sign}{number} {self.measure}"
            case ProgressionKind.REPS:
                step = f"{sign}{number} {'rep' if abs(self.step) == 1 else 'reps'}"
            case ProgressionKind.SETS:
                step = f"{sign}{number} {'set' if abs(self.step) == 1 else 'sets'}"
            case _:
                return self._double_text
        return f"{step} {_every_text(self.every_weeks)}"

    @property
    def _double_text(self) -> str:
        grown = ""
        if self.step:
            grown = f" +{format_number(self.step)}" + (f" {self.unit.value}" if self.unit else "%")
        head = "double progression"
        if self.low is not None and self.high is not None:
            head = f"{self.low}-{self.high} then" if grown else f"double progression {self.low}-{self.high}"
        return head + grown + (f" {_every_text(self.every_weeks)}" if self.every_weeks > 1 else "")


@dataclass(frozen=True, slots=True)
class RuleSpan:
    """A rule within a longer text.

    Attributes:
        start: Where it begins.
        end: Behind its last character.
        text: The rule, to be read by `read_progression`.
        may_be_weight: Whether "+10 kg" could also be what is added to the body weight.
        is_explicit: Whether it says every how many weeks.
    """

    start: int
    end: int
    text: str
    may_be_weight: bool
    is_explicit: bool


def read_progression(text: str, default_unit: Unit | None = None) -> Progression | None:
    """Read a rule; None when nothing is written.

    Read are "+2.5 kg", "+5 lb every 2 weeks", "2.5 kg/week", "+2.5%", "+1 rep", "+1 set every 3 weeks",
    "+5 s", "+100 m", "double", "double progression +2.5 kg", "8-12 then +2.5 kg"; without weeks it means
    every week. A bare number is a weight in `default_unit`. Steps below zero taper; a double progression has
    none.

    Raises:
        UserError: It cannot be read, or a number is out of range; `field` is "progression".
    """
    written = " ".join(text.split())
    if not written:
        return None
    plain = written.lower()
    found = _DOUBLE.fullmatch(plain)
    double = found is not None
    found = found or _SIMPLE.fullmatch(plain)
    if found is None:
        raise _refused(f"“{written}” cannot be read as a progression: write a step {_EXAMPLES}.")
    weeks = _weeks_of(found["weeks"])
    if double:
        return _read_double(found, weeks, default_unit)
    value = _step_of(found)
    if found["percent"]:
        return Progression(ProgressionKind.PERCENT, _bounded(value, Decimal(100), "100%"), None, weeks)
    if found["reps"]:
        whole = _bounded(_whole(value, "reps"), Decimal(MAX_REPS), f"{MAX_REPS} reps")
        return Progression(ProgressionKind.REPS, whole, None, weeks)
    if found["sets"]:
        whole = _bounded(_whole(value, "sets"), Decimal(MAX_SETS), f"{MAX_SETS} sets")
        return Progression(ProgressionKind.SETS, whole, None, weeks)
    for measure, seconds in SECONDS.items():
        if found[measure]:
            _whole(value * seconds, "seconds")
            _bounded(value * seconds, Decimal(MAX_SECONDS), "a day")
            return Progression(ProgressionKind.REPS, value, None, weeks, measure)
    for measure in ("m", "km", "mi", "yd"):
        if found[measure]:
            _bounded(value * metres_per(measure), Decimal(MAX_METRES), "1,000 km")
            return Progression(ProgressionKind.REPS, value, None, weeks, measure)
    unit = _unit_of(found, default_unit)
    if unit is None:
        raise _refused(f"Say what grows by {format_number(value)}: kg, lb, %, reps or sets, {_EXAMPLES}.")
    return Progression(
        ProgressionKind.WEIGHT, _bounded(value, MAX_WEIGHT, f"{MAX_WEIGHT} {unit.value}"), unit, weeks
    )


def find_progressions(text: str) -> list[RuleSpan]:
    """Return the rules within a text that holds other things too, such as a line of the quick entry.

    Here a step needs its sign and its unit, or else says "every week": "60 kg" alone is a weight.
    """
    spans = []
    for found in _IN_LINE.finditer(text):
        has_unit = any(found[unit] for unit in _UNITS)
        whole = found[0]
        if found["double"]:
            if not (found["sign"] or found["kg"] or found["lb"] or found["percent"]):
                # What follows is no step but the rest: "double 90s".
                whole = found["double"]
            if whole.split()[0].lower() == "then" and whole == found["double"]:
                continue
        elif not (found["value"] and (found["every"] or (found["sign"] and has_unit))):
            continue
        end = found.start() + len(whole.rstrip())
        written = re.sub(r"^then\b", "double progression", whole.strip(), flags=re.IGNORECASE)
        is_weight = bool(found["kg"] or found["lb"]) and not found["double"] and not found["every"]
        spans.append(RuleSpan(found.start(), end, written, is_weight, bool(found["every"])))
    return spans


def _read_double(found: re.Match[str], weeks: int, default_unit: Unit | None) -> Progression:
    low, high = (int(found[a] or found[b]) if found[a] or found[b] else None
                 for a, b in (("low", "from"), ("high", "to")))  # fmt: skip
    if low is not None and high is not None and not 1 <= low < high <= MAX_REPS:
        raise _refused("Write the range of reps from low to high, such as 8-12.")
    if not found["value"]:
        return Progression(ProgressionKind.DOUBLE, Decimal(0), None, weeks, "", low, high)
    step = _step_of(found)
    unit = _unit_of(found, default_unit)
    if step < 0:
        raise _refused("A double progression grows: write a step such as +2.5 kg.")
    if found["percent"]:
        return Progression(
            ProgressionKind.DOUBLE, _bounded(step, Decimal(100), "100%"), None, weeks, "", low, high
        )
    if unit is None:
        raise _refused("Once the reps are at the top the weight grows: write double progression +2.5 kg.")
    step = _bounded(step, MAX_WEIGHT, f"{MAX_WEIGHT} {unit.value}")
    return Progression(ProgressionKind.DOUBLE, step, unit, weeks, "", low, high)


def _unit_of(found: re.Match[str], default_unit: Unit | None) -> Unit | None:
    if found["kg"]:
        return Unit.KG
    if found["lb"]:
        return Unit.LB
    return None if any(found[one] for one in _UNITS) else default_unit


def _step_of(found: re.Match[str]) -> Decimal:
    value = decimal_of(found["value"])
    if value == 0:
        raise _refused(f"A step of 0 changes nothing: write one {_EXAMPLES}.")
    if value != value.quantize(Decimal("0.01")):
        raise _refused("A step can have at most two decimals.")
    return value if found["sign"] in (None, "+") else -value


def _weeks_of(written: str | None) -> int:
    weeks = 1 if written is None else _WORDS.get(written) or int(written)
    if not 1 <= weeks <= MAX_WEEKS:
        raise _refused(f"A step comes every 1 to {MAX_WEEKS} weeks.")
    return weeks


def _whole(value: Decimal, what: str) -> Decimal:
    if value != value.to_integral_value():
        raise _refused(f"A step of {what} is a whole number.")
    return value


def _bounded(value: Decimal, limit: Decimal, said: str) -> Decimal:
    if abs(value) > limit:
        raise _refused(f"A step can be at most {said}.")
    return value


def _every_text(weeks: int) -> str:
    return "every week" if weeks == 1 else f"every {weeks} weeks"


def _refused(message: str) -> UserError:
    return UserError(message, field="progression")

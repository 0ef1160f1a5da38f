"""One line into an exercise: "Bench press 4x8 135 lb 90s"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.targets import (
    WeightTargetKind,
    check_reps,
    check_weight_target,
    read_reps_target,
    read_seconds,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit

NAME_LIMIT = 200
LINE_LIMIT = 400
MAX_SETS = 50
MAX_REST_SECONDS = 3600

_EXAMPLE = "for example “Bench press 4x8 135 lb 90s”."
# "8-12" and "8 - 12" are ranges; in "8 -20 kg" the sign belongs to the weight.
_TO = r"(?:-|–|\s+(?:-|–|to)\s+)"
_END = r"(?![^\W_])"
_TIME_OR_DISTANCE = (
    r"(?:secs?|seconds?|s|mins?|minutes?|hours?|hrs?|h"
    r"|kms?|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m|yards?|yds?)\.?"
)
_SETS = re.compile(r"(?:^|(?<=\s))(?P<sets>[0-9]{1,6})\s*[x×*]\s*", re.IGNORECASE | re.ASCII)
_REPS = re.compile(
    rf"""(?:
        amrap{_END} | max(?:imum)?(?:\s+reps?)?{_END} | (?:to\s+)?failure{_END}
        | [0-9]{{1,3}}:[0-5][0-9](?![0-9])
        | [0-9]{{1,7}}(?:{_TO}[0-9]{{1,7}})?\s*(?:/|per\s|each\s)\s*(?:side|leg|arm|hand){_END}
        | [0-9]{{1,7}}{_TO}[0-9]{{1,7}}(?!\w|\s*%|[.,][0-9])
        | [0-9]{{1,7}}(?:[.,][0-9]{{1,6}})?\s*{_TIME_OR_DISTANCE}{_END}
        | [0-9]{{1,7}}(?!\w|\s*%|[.,:][0-9])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_MEASURE = re.compile(
    rf"(?:^|(?<=\s))(?:[0-9]{{1,7}}(?:[.,][0-9]{{1,6}})?\s*{_TIME_OR_DISTANCE}{_END}|[0-9]{{1,3}}:[0-5][0-9](?![0-9]))",
    re.IGNORECASE,
)
_DURATION = r"[0-9]{1,6}(?:[.,][0-9]{1,6})?\s*(?:secs?|seconds?|s|mins?|minutes?|m)\.?|[0-9]{1,3}:[0-5][0-9]"
_REST = re.compile(
    rf"""(?:^|(?<=[\s,]))(?:
        rest:?\s*(?P<after>{_DURATION}|[0-9]{{1,6}}){_END}
        | (?P<before>{_DURATION})\s*rest{_END}
        | (?P<bare>{_DURATION}){_END}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WEIGHT_START = re.compile(
    r"""(?:^|(?<=\s))(?:
        @ | bw(?![^\W\d_]) | body\s?weight(?![^\W_]) | rpe\s?[0-9]
        | [0-9]{1,7}(?:[.,][0-9]{1,6})?\s*(?:%|(?:kgs?|kilos?|kilograms?|lbs?|pounds?)(?![^\W_]))
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What one line says; what it leaves out is None or empty.

    Attributes:
        reps: Reps as they are stored: "8", "8-12", "AMRAP", "60 s", "2 km"; empty when not said.
        weight: Weight target as it is stored: "135 lb", "80%", "bodyweight"; empty when not said.
    """

    name: str
    sets: int | None = None
    reps: str = ""
    weight: str = ""
    rest_seconds: int | None = None


def read_quick_entry(line: str, default_unit: Unit | None = None) -> QuickEntry:
    """Read one line: name, sets x reps, weight, rest; everything after the name may be left out.

    Without sets, a time or a distance is the target ("Row 2 km"); a time after the reps is the rest. A bare
    number after the reps is a weight in `default_unit`; "@8" is RPE 8. A weight that cannot be
    read is kept as written.

    Raises:
        UserError: There is no name, or a number breaks a rule; the sentence says which.
    """
    text = " ".join(line.split())
    if not text:
        raise UserError(f"Type an exercise, {_EXAMPLE}", field="quick_entry")
    if len(text) > LINE_LIMIT:
        raise UserError(f"One line can have at most {LINE_LIMIT} characters.", field="quick_entry")
    if re.search(r"(?:^|\s)[-−]\d+\s*[x×*]\s*\d", text, re.IGNORECASE):
        raise UserError("Sets cannot be negative.", field="quick_entry")
    name, sets, reps, rest_of_line = _split(text)
    rest_of_line = re.sub(r"^[,;·]\s*|[,;·](?=\s|$)", " ", rest_of_line)
    if not any(character.isalpha() for character in name):
        raise UserError(f"Start with the exercise's name, {_EXAMPLE}", field="quick_entry")
    if len(name) > NAME_LIMIT:
        raise UserError(f"An exercise name can have at most {NAME_LIMIT} characters.", field="quick_entry")
    if sets is not None and not 1 <= sets <= MAX_SETS:
        raise UserError(f"Sets must be between 1 and {MAX_SETS}.", field="quick_entry")
    if _SETS.search(rest_of_line):
        raise UserError("Write sets x reps once, one exercise a line.", field="quick_entry")
    rest_seconds, weight = _take_rest(rest_of_line)
    try:
        target = read_reps_target(check_reps(reps))
        stored_weight = check_weight_target(_stored_weight(weight, default_unit))
    except UserError as error:
        raise UserError(error.message, field="quick_entry") from error
    return QuickEntry(name, sets, target.short if target else "", stored_weight, rest_seconds)


def _split(text: str) -> tuple[str, int | None, str, str]:
    """Return name, sets, reps as typed, and what follows them."""
    if found := _SETS.search(text):
        following = text[found.end() :]
        reps = _REPS.match(following)
        if reps is None:
            raise UserError(
                f"After “{found[0].strip()}” write the reps, such as 8, 8-12, AMRAP or 60s.",
                field="quick_entry",
            )
        return _name(text[: found.start()]), int(found["sets"]), reps[0], following[reps.end() :].strip()
    measure, weight = _MEASURE.search(text, 1), _WEIGHT_START.search(text, 1)
    if measure and (weight is None or measure.start() < weight.start()):
        return _name(text[: measure.start()]), None, measure[0], text[measure.end() :].strip()
    if weight:
        return _name(text[: weight.start()]), None, "", text[weight.start() :]
    return _name(text), None, "", ""


def _name(text: str) -> str:
    return text.strip(" ,;:·-–—")


def _take_rest(text: str) -> tuple[int | None, str]:
    """Return the rest in seconds, if one is written, and the text without it."""
    matches = list(_REST.finditer(text))
    if not matches:
        return None, text
    if len(matches) > 1:
        raise UserError("Write one rest time only.", field="quick_entry")
    found = matches[0]
    written = found["after"] or found["before"] or found["bare"]
    seconds = (
        int(written) if written.isdecimal() else read_seconds(re.sub(r"(?i)(?<=\d)\s*m\.?$", " min", written))
    )
    if seconds is None or seconds > MAX_REST_SECONDS:
        raise UserError(f"Rest can be at most {MAX_REST_SECONDS} seconds.", field="quick_entry")
    return seconds, f"{text[: found.start()]} {text[found.end() :]}"


def _stored_weight(text: str, default_unit: Unit | None) -> str:
    written = " ".join(text.split()).strip(" ,;·").removeprefix("@").strip()
    if text.strip(" ,;·").startswith("@") and re.fullmatch(r"(?:[1-9](?:[.,]5)?|10)", written):
        return f"RPE {written.replace(',', '.')}"
    target = read_weight_target(written, default_unit)
    if target is None:
        return ""
    if target.kind is WeightTargetKind.BODYWEIGHT:
        return "bodyweight"
    return target.short if target.kind is WeightTargetKind.LOAD else target.text

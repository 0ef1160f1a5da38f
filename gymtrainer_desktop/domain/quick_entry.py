"""One line into an exercise: "Bench press 4x8 135 lb 90s", "A1 Squat 5x5 60/65/70 kg +2.5 kg/week"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progression import WeekTarget, check_progression
from gymtrainer_desktop.domain.progression_rules import RuleSpan, find_progressions, read_progression
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
_NUMBER = r"[0-9]{1,7}(?:[.,][0-9]{1,6})?"
_WEIGHT_UNIT = r"(?:kgs?|kilos?|kilograms?|lbs?|pounds?|stones?)"
_PREFIX = re.compile(r"(?P<letter>[A-Z])[1-9](?:\s*[:.)](?![0-9])\s*|\s+)(?=\S)", re.IGNORECASE | re.ASCII)
_SETS = re.compile(r"(?:^|(?<=\s))(?P<sets>[0-9]{1,6})\s*[x×*]\s*", re.IGNORECASE | re.ASCII)
# Reps of every set: "5/5/3", "12, 10, 8"; with commas three at least: "4x8, 60" is a weight.
_ONE_OF_LIST = rf"(?:amrap{_END}|[0-9]{{1,3}}:[0-5][0-9]|[0-9]{{1,7}}(?:(?:-|–)[0-9]{{1,7}})?)"
_LIST_END = (
    rf"(?:\s*{_TIME_OR_DISTANCE}{_END}|(?!\w|\s*%|[.,:][0-9]|\s*[/-]\s*[0-9a-z]|\s*{_WEIGHT_UNIT}{_END}))"
)
_REPS_LIST = (
    rf"(?:{_ONE_OF_LIST}(?:\s*/\s*{_ONE_OF_LIST})+|{_ONE_OF_LIST}(?:,\s*{_ONE_OF_LIST}){{2,}}){_LIST_END}"
)
_REPS = re.compile(
    rf"""(?:
        {_REPS_LIST}
        | amrap{_END} | max(?:imum)?(?:\s+reps?)?{_END} | (?:to\s+)?failure{_END}
        | [0-9]{{1,3}}:[0-5][0-9](?![0-9])
        | [0-9]{{1,7}}(?:{_TO}[0-9]{{1,7}})?\s*(?:/|per\s|each\s)\s*(?:side|leg|arm|hand){_END}
        | [0-9]{{1,7}}{_TO}[0-9]{{1,7}}(?!\w|\s*%|[.,][0-9])
        | [0-9]{{1,7}}(?:[.,][0-9]{{1,6}})?\s*{_TIME_OR_DISTANCE}{_END}
        | [0-9]{{1,7}}(?!\w|\s*%|[.,:][0-9])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_RANGE_OF_THREE = re.compile(
    rf"[0-9]{{1,7}}(?:{_TO}[0-9]{{1,7}}){{2,}}(?!\s*(?:%|{_WEIGHT_UNIT}{_END}))", re.IGNORECASE
)
_MEASURE = re.compile(
    rf"(?:^|(?<=\s))(?:{_NUMBER}\s*{_TIME_OR_DISTANCE}{_END}|[0-9]{{1,3}}:[0-5][0-9](?![0-9]))",
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
_WEIGHT = rf"""(?:
    @ | bw(?![^\W\d_]) | body\s?weight(?![^\W_]) | rpe\s?[0-9]
    | {_NUMBER}(?:\s*/\s*{_NUMBER})*\s*(?:%|{_WEIGHT_UNIT}{_END})
)"""
_WEIGHT_START = re.compile(rf"(?:^|(?<=\s)){_WEIGHT}", re.IGNORECASE | re.VERBOSE)
# "Squat 5/5/3 60/65/70 kg": a list of reps behind a name has three numbers, or a weight behind it.
_BARE_LIST = re.compile(
    rf"""(?<=\s)(?P<reps>{_REPS_LIST})(?:(?=\s*$|\s*[,;]|\s+(?:[@+]|rest\b|double\b|[0-9]))|(?=\s+{_WEIGHT}))""",
    re.IGNORECASE | re.VERBOSE,
)
# "10@60, 8@65, 6@70 kg": reps at a weight, set by set.
_AT = rf"(?:[0-9]{{1,7}}|amrap)\s*@\s*{_NUMBER}\s*(?:%|{_WEIGHT_UNIT}{_END})?"
_PAIRS = re.compile(rf"(?<=\s){_AT}(?:(?:\s*[,;/]\s*|\s+){_AT})*(?=$|[\s,;])", re.IGNORECASE)
_PAIR = re.compile(
    rf"(?P<reps>[0-9]+|amrap)\s*@\s*(?P<weight>{_NUMBER}\s*(?:%|{_WEIGHT_UNIT}{_END})?)", re.IGNORECASE
)


class QuickEntryError(UserError):
    """A line that cannot be read.

    Attributes:
        start: Column of the line, as it was given, where the wrong part begins.
        end: Column behind it; the same as `start` where something is missing there.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message, field="quick_entry")
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What one line says; what it leaves out is None or empty.

    Attributes:
        reps: Reps as they are stored: "8", "8-12", "AMRAP", "60 s", "2 km", "10/8/6"; empty when not said.
        weight: Weight target as it is stored: "135 lb", "80%", "bodyweight", "60/65/70 kg"; empty when it is
            not said.
        superset: Letter of the superset, A to Z; empty for none.
        progression: Rule as it is stored: "+2.5 kg every week"; empty for none.
    """

    name: str
    sets: int | None = None
    reps: str = ""
    weight: str = ""
    rest_seconds: int | None = None
    superset: str = ""
    progression: str = ""


def read_quick_entry(line: str, default_unit: Unit | None = None) -> QuickEntry:
    """Read one line: name, sets x reps, weight, progression, rest; all after the name may be left out.

    Without sets, a time or a distance is the target ("Row 2 km"); a time after the reps is the rest. A bare
    number after the reps is a weight in `default_unit`; "@8" is RPE 8. A weight that cannot be read is kept
    as written. "A1" before the name is a superset. "5/5/3" and "60/65/70 kg" name every set, and so does
    "10@60, 8@65, 6@70 kg". A step behind the weight, such as "+2.5 kg/week" or "double", is a progression.

    Raises:
        QuickEntryError: There is no name, or something breaks a rule; the sentence says what, the columns
            where.
    """
    return _LineReader(line, default_unit).read()


@dataclass(frozen=True, slots=True)
class _Parts:
    """A line taken apart; spans are columns of the line with single spaces.

    Attributes:
        following: What follows the reps, with everything before it blanked out.
        weight: Weights that were written with the reps ("10@60, 8@65"); empty otherwise.
    """

    name: tuple[int, int]
    following: str
    sets: int | None = None
    sets_span: tuple[int, int] = (0, 0)
    reps: str = ""
    reps_span: tuple[int, int] = (0, 0)
    weight: str = ""


class _LineReader:
    """Reads one line.

    What was understood is blanked out, so that columns stay what they are. Columns inside are those of the
    line with single spaces; `_wrong` turns them into those of the line as it was typed.
    """

    def __init__(self, line: str, default_unit: Unit | None) -> None:
        self._unit = default_unit
        words = list(re.finditer(r"\S+", line))
        self._text = " ".join(word[0] for word in words)
        self._columns: list[int] = []
        for word in words:
            self._columns += [*range(word.start(), word.end()), word.end()]

    def read(self) -> QuickEntry:
        """Read it.

        Raises:
            QuickEntryError: See `read_quick_entry`.
        """
        text = self._text
        if not text:
            raise self._wrong(f"Type an exercise, {_EXAMPLE}", (0, 0))
        if len(text) > LINE_LIMIT:
            raise self._wrong(f"One line can have at most {LINE_LIMIT} characters.", (LINE_LIMIT, len(text)))
        if found := re.search(r"(?:^|\s)(?P<sets>[-−]\d+)\s*[x×*]\s*\d", text, re.IGNORECASE):
            raise self._wrong("Sets cannot be negative.", found.span("sets"))
        if prefix := _PREFIX.match(text):
            without = _blank(text, prefix.span())
            parts = self._split(without)
            # "A1 3x8" is an exercise of that name.
            if _has_letter(without[slice(*parts.name)]):
                return self._entry(without, parts, prefix["letter"].upper())
        return self._entry(text, self._split(text), "")

    def _entry(self, text: str, parts: _Parts, superset: str) -> QuickEntry:
        name = text[slice(*parts.name)]
        if not _has_letter(name):
            raise self._wrong(f"Start with the exercise's name, {_EXAMPLE}", parts.name)
        if len(name) > NAME_LIMIT:
            raise self._wrong(f"An exercise name can have at most {NAME_LIMIT} characters.", parts.name)
        if parts.sets is not None and not 1 <= parts.sets <= MAX_SETS:
            raise self._wrong(f"Sets must be between 1 and {MAX_SETS}.", parts.sets_span)
        if again := _SETS.search(parts.following):
            raise self._wrong("Write sets x reps once, one exercise a line.", again.span())
        rule, following = self._take_progression(parts.following)
        rest_seconds, following = self._take_rest(following)
        target = read_reps_target(self._checked(check_reps, parts.reps, parts.reps_span))
        weight_span = _content(following)
        weight = _stored_weight(following, self._unit)
        if parts.weight:
            if weight:
                raise self._wrong("The weights are written with the reps already.", weight_span)
            weight, weight_span = _stored_weight(parts.weight, self._unit), parts.reps_span
        weight = self._checked(check_weight_target, weight, weight_span)
        reps = target.short if target else ""
        self._check_number(parts.sets, reps, parts.reps_span, weight, weight_span)
        progression = ""
        if rule is not None:
            progression = self._progression(rule, WeekTarget(parts.sets, reps, weight))
        return QuickEntry(name, parts.sets, reps, weight, rest_seconds, superset, progression)

    def _split(self, text: str) -> _Parts:
        """Find the name, sets and reps."""
        if found := _SETS.search(text):
            reps = _REPS.match(text, found.end())
            if three := _RANGE_OF_THREE.match(text, found.end()):
                raise self._wrong("Write a range of two numbers, such as 8-12.", three.span())
            if reps is None:
                raise self._wrong(
                    f"After “{found[0].strip()}” write the reps, such as 8, 8-12, AMRAP or 60s.",
                    _content(text[: found.end()] + text[found.end() :].split(" ")[0], found.start()),
                )
            sets = int(found["sets"])
            name = _name(text, found.start())
            return _Parts(name, _blank(text, (0, reps.end())), sets, found.span("sets"), reps[0], reps.span())
        first = _content(text)[0] + 1
        if pairs := _PAIRS.search(text, first):
            return self._pairs(text, pairs)
        if (reps := _BARE_LIST.search(text, first)) and _is_list(reps, text):
            sets = len(re.split(r"[/,]", reps["reps"]))
            span = reps.span("reps")
            return _Parts(_name(text, span[0]), _blank(text, (0, span[1])), sets, span, reps["reps"], span)
        measure, weight = _MEASURE.search(text, first), _WEIGHT_START.search(text, first)
        if measure and (weight is None or measure.start() < weight.start()):
            name, after = _name(text, measure.start()), _blank(text, (0, measure.end()))
            return _Parts(name, after, None, (0, 0), measure[0], measure.span())
        rules = [one for one in find_progressions(text) if one.is_explicit and one.start >= first]
        start = min([weight.start()] if weight else [], default=len(text))
        start = min([start, *(one.start for one in rules)])
        return _Parts(_name(text, start), _blank(text, (0, start)))

    def _pairs(self, text: str, found: re.Match[str]) -> _Parts:
        """Take "10@60, 8@65, 6@70 kg" apart: as many sets, a list of reps, a list of weights."""
        pairs = list(_PAIR.finditer(found[0]))
        weights = [pair["weight"].strip() for pair in pairs]
        bare = all(re.fullmatch(r"[1-9](?:[.,]5)?|10", one) for one in weights)
        if bare:
            # As in "3x8 @8" such a number is an effort.
            joined = ", ".join(dict.fromkeys(weights)) if len(set(weights)) == 1 else "/".join(weights)
            joined = f"RPE {joined}"
        else:
            joined = weights[0] if len(weights) == 1 else " / ".join(weights)
        reps = "/".join(pair["reps"] for pair in pairs)
        return _Parts(
            _name(text, found.start()),
            _blank(text, (0, found.end())),
            len(pairs),
            found.span(),
            reps,
            found.span(),
            joined,
        )

    def _take_progression(self, text: str) -> tuple[RuleSpan | None, str]:
        """Return the progression, if one is written, and the text without it."""
        rules = []
        for rule in find_progressions(text):
            before = text[: rule.start].rstrip()
            # "BW +10 kg" and "+10 kg" behind the reps are weights.
            if rule.may_be_weight and (
                not before.strip(" ,;·") or re.search(r"(?i)(?:bw|body\s?weight)$", before)
            ):
                continue
            rules.append(rule)
        if len(rules) > 1:
            raise self._wrong("Write one progression only.", (rules[1].start, rules[1].end))
        if not rules:
            return None, text
        return rules[0], _blank(text, (rules[0].start, rules[0].end))

    def _progression(self, rule: RuleSpan, week: WeekTarget) -> str:
        weight = read_weight_target(week.weight)
        unit = weight.of_set(1).unit if weight is not None else None
        try:
            read = read_progression(rule.text, unit or self._unit)
            check_progression(week, rule.text if read is None else read.text)
        except UserError as error:
            raise self._wrong(error.message, (rule.start, rule.end)) from error
        return read.text if read is not None else ""

    def _take_rest(self, text: str) -> tuple[int | None, str]:
        """Return the rest in seconds, if one is written, and the text without it."""
        matches = list(_REST.finditer(text))
        if not matches:
            return None, text
        if len(matches) > 1:
            raise self._wrong("Write one rest time only.", matches[1].span())
        found = matches[0]
        written = found["after"] or found["before"] or found["bare"]
        seconds = (
            int(written)
            if written.isdecimal()
            else read_seconds(re.sub(r"(?i)(?<=\d)\s*m\.?$", " min", written))
        )
        if seconds is None or seconds > MAX_REST_SECONDS:
            raise self._wrong(f"Rest can be at most {MAX_REST_SECONDS} seconds.", found.span())
        return seconds, _blank(text, found.span())

    def _check_number(
        self,
        sets: int | None,
        reps: str,
        reps_span: tuple[int, int],
        weight: str,
        weight_span: tuple[int, int],
    ) -> None:
        """See that lists name every set."""
        if sets is None:
            return
        reps_target, weight_target = read_reps_target(reps), read_weight_target(weight)
        for what, each, span in (
            ("reps", reps_target.each if reps_target else (), reps_span),
            ("weights", weight_target.each if weight_target else (), weight_span),
        ):
            if each and len(each) != sets:
                raise self._wrong(f"These are {what} for {len(each)} sets, not for {sets}.", span)

    def _checked(self, check: Callable[[str], str], text: str, span: tuple[int, int]) -> str:
        try:
            return check(text)
        except UserError as error:
            raise self._wrong(error.message, span) from error

    def _wrong(self, message: str, span: tuple[int, int]) -> QuickEntryError:
        """Return an error about a part of the line."""
        if not self._columns:
            return QuickEntryError(message, 0, 0)
        start = self._columns[min(span[0], len(self._columns) - 1)]
        end = self._columns[min(span[1], len(self._columns)) - 1] + 1 if span[1] > span[0] else start
        return QuickEntryError(message, start, max(start, min(end, self._columns[-1])))


def _blank(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]]}{' ' * (span[1] - span[0])}{text[span[1] :]}"


def _content(text: str, start: int = 0) -> tuple[int, int]:
    """Return where the content of a blanked text begins and ends, without the signs around it."""
    found = re.search(r"[^ ,;·](?:.*[^ ,;·])?", text[start:])
    return (start + found.start(), start + found.end()) if found else (len(text), len(text))


def _name(text: str, end: int) -> tuple[int, int]:
    """Return where the name begins and ends that is written before a column."""
    found = re.search(r"[^ ,;:·\-–—](?:.*[^ ,;:·\-–—])?", text[:end])
    return found.span() if found else (min(end, 0), 0)


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _is_list(found: re.Match[str], text: str) -> bool:
    """Whether numbers behind a name are reps: three of them, or a weight behind two."""
    several = len(re.split(r"[/,]", found["reps"])) > 2
    return (
        several
        or re.match(rf"\s+{_WEIGHT}", text[found.end("reps") :], re.IGNORECASE | re.VERBOSE) is not None
    )


def _stored_weight(text: str, default_unit: Unit | None) -> str:
    plain = " ".join(text.split()).strip(" ,;·")
    written = plain.removeprefix("@").strip()
    if plain.startswith("@") and re.fullmatch(r"(?:[1-9](?:[.,]5)?|10)", written):
        return f"RPE {written.replace(',', '.')}"
    target = read_weight_target(written, default_unit)
    if target is not None and target.kind is not WeightTargetKind.LIST:
        # Commas between pieces that are no list are only commas.
        written = (
            " ".join(re.sub(r"[,;·](?=\s|$)", " ", written).split()).strip(" ,;·").removeprefix("@").strip()
        )
        target = read_weight_target(written, default_unit)
    if target is None:
        return ""
    if target.kind is WeightTargetKind.BODYWEIGHT:
        return "bodyweight"
    is_load = target.of_set(1).kind in (WeightTargetKind.LOAD, WeightTargetKind.PERCENT)
    if target.kind is WeightTargetKind.LIST:
        return target.short if is_load else target.text
    return target.short if target.kind is WeightTargetKind.LOAD else target.text

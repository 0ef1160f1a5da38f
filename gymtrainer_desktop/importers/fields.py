"""Single values of an export, read strictly: a value is right, or the line is refused with a reason."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from gymtrainer_desktop.domain.units import METRES_PER_MILE, Unit, clean_weight, trimmed
from gymtrainer_desktop.domain.workouts import MAX_REPS, MAX_WEIGHT, NOTE_LIMIT
from gymtrainer_desktop.importers.months import month_number

NAME_LIMIT = 200

_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{0,30})?", re.ASCII)
_COMMA_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{0,30})?", re.ASCII)
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[ T](?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::(?P<s>\d{2}))?(?:\s?(?P<half>[ap])\.?\s?m\.?)?$",
    re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*m(?:in)?)?\s*(?:(\d{1,6})\s*s(?:ec)?)?", re.ASCII
)
_LENGTH = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)", re.ASCII)

_METRES: dict[str, Decimal] = {
    "m": Decimal(1),
    "meter": Decimal(1),
    "meters": Decimal(1),
    "metres": Decimal(1),
    "km": Decimal(1000),
    "kms": Decimal(1000),
    "kilometers": Decimal(1000),
    "mi": METRES_PER_MILE,
    "mile": METRES_PER_MILE,
    "miles": METRES_PER_MILE,
    "ft": Decimal("0.3048"),
    "feet": Decimal("0.3048"),
    "yd": Decimal("0.9144"),
    "yds": Decimal("0.9144"),
    "yards": Decimal("0.9144"),
    "cm": Decimal("0.01"),
    "in": Decimal("0.0254"),
    "inches": Decimal("0.0254"),
}
_UNITS = {
    "kg": Unit.KG,
    "kgs": Unit.KG,
    "kilograms": Unit.KG,
    "lb": Unit.LB,
    "lbs": Unit.LB,
    "pounds": Unit.LB,
}


class BadValueError(ValueError):
    """A value of a line is wrong; the text is the reason, to be put behind "Line 7: "."""


def number(text: str, what: str, *, decimal_comma: bool = False) -> Decimal | None:
    """Return a number that is not negative; None when nothing is written."""
    written = text.strip()
    if not written:
        return None
    if not (_COMMA_NUMBER if decimal_comma else _NUMBER).fullmatch(written):
        raise BadValueError(f"{what} “{shown(written)}” is not a number.")
    value = Decimal(written.replace(",", "."))
    if value < 0:
        raise BadValueError(f"{what} cannot be negative ({shown(written)}).")
    return value


def weight(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """Return a weight rounded to hundredths; None for nothing and for 0, which means body weight."""
    value = number(text, "the weight", decimal_comma=decimal_comma)
    if value is None:
        return None
    if value > MAX_WEIGHT:
        raise BadValueError(f"a weight of {shown(text.strip())} is more than {MAX_WEIGHT:,}.")
    return clean_weight(value) or None


def reps(text: str, *, decimal_comma: bool = False) -> int | None:
    """Return a whole number of reps; None when nothing is written."""
    value = number(text, "the number of reps", decimal_comma=decimal_comma)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise BadValueError(f"the number of reps “{shown(text.strip())}” is not a whole number.")
    if value > MAX_REPS:
        raise BadValueError(f"{shown(text.strip())} reps are more than {MAX_REPS:,}.")
    return int(value)


def seconds(text: str, *, decimal_comma: bool = False) -> int | None:
    """Return whole seconds; None for nothing and for 0."""
    value = number(text, "the duration", decimal_comma=decimal_comma)
    return None if value is None else checked_seconds(round(value))


def checked_seconds(value: int) -> int | None:
    """Return a set's length in seconds; None for 0."""
    if value > 86_400:
        raise BadValueError("a set lasts longer than a day.")
    return value or None


def clock_length(text: str) -> int | None:
    """Return the seconds of a length such as 0:01:30; None for nothing and for 0."""
    written = text.strip()
    if not written:
        return None
    found = _LENGTH.fullmatch(written)
    if found is None:
        raise BadValueError(f"the time “{shown(written)}” is not hours:minutes:seconds.")
    return checked_seconds(int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]))


def distance(text: str, unit: str, *, decimal_comma: bool = False) -> Decimal | None:
    """Return a distance in metres; None for nothing and for 0."""
    value = number(text, "the distance", decimal_comma=decimal_comma)
    if not value:
        return None
    factor = _METRES.get(unit.strip().rstrip(".").lower())
    if factor is None:
        raise BadValueError(f"the distance unit “{shown(unit.strip())}” is not known.")
    metres = value * factor
    if metres > 1_000_000:
        raise BadValueError("a distance is more than 1,000 km.")
    return trimmed(metres.quantize(Decimal("0.01"))) or None


def weight_unit(text: str) -> Unit | None:
    """Return a unit of weight; None when nothing is written."""
    written = text.strip().rstrip(".").lower()
    if not written:
        return None
    unit = _UNITS.get(written)
    if unit is None:
        raise BadValueError(f"the weight unit “{shown(text.strip())}” is neither kg nor lb.")
    return unit


def rir(text: str, *, decimal_comma: bool = False) -> int | None:
    """Return the reps in reserve that an RPE stands for, 10 − RPE; None for halves, and for 0 or nothing."""
    value = number(text, "the RPE", decimal_comma=decimal_comma)
    if value is None:
        return None
    if value > 10:
        raise BadValueError(f"the RPE {shown(text.strip())} is more than 10.")
    return int(10 - value) if value and value == value.to_integral_value() else None


def name(text: str, what: str) -> str:
    """Return a name with single spaces; it may be empty."""
    written = " ".join(text.split())
    if len(written) > NAME_LIMIT:
        raise BadValueError(f"{what} has {len(written):,} characters, at most {NAME_LIMIT} are possible.")
    return written


def note(text: str) -> str:
    """Return a note without spaces around it."""
    written = text.strip()
    if len(written) > NOTE_LIMIT:
        raise BadValueError(f"a note has {len(written):,} characters, at most {NOTE_LIMIT:,} are possible.")
    return written


def iso_moment(text: str) -> datetime:
    """Return the time that "2021-02-10 16:46:13" or "2021-02-10" says, without a zone."""
    found = _ISO.fullmatch(" ".join(text.split()))
    if found is None:
        raise BadValueError(f"“{shown(text.strip())}” is not a date such as 2026-04-08 16:50:00.")
    return _moment(text, int(found["y"]), int(found["m"]), int(found["d"]), found)


def spoken_moment(text: str) -> datetime:
    """Return the time that "8 Apr 2026, 16:50" says, in any language of `months`, without a zone."""
    written = " ".join(text.split())
    if _ISO.fullmatch(written):
        return iso_moment(written)
    clock = _CLOCK.search(written)
    year = re.search(r"(?<!\d)\d{4}(?!\d)", written, re.ASCII)
    if clock is None or year is None or year.start() >= clock.start():
        raise BadValueError(f"“{shown(written)}” is not a date such as 8 Apr 2026, 16:50.")
    words = (written[: year.start()] + " " + written[year.end() : clock.start()]).replace(",", " ").split()
    months = [found for word in words if (found := month_number(word)) is not None]
    days = [int(word.rstrip(".")) for word in words if re.fullmatch(r"\d{1,2}\.?", word, re.ASCII)]
    if len(months) != 1 or len(days) != 1:
        raise BadValueError(f"“{shown(written)}” is not a date such as 8 Apr 2026, 16:50.")
    return _moment(written, int(year[0]), months[0], days[0], clock)


def duration_minutes(text: str) -> int | None:
    """Return the minutes of "1h 50m", "53m" or of bare seconds; None for nothing and for 0."""
    written = text.strip().lower()
    if not written:
        return None
    if re.fullmatch(r"\d{1,9}", written, re.ASCII):
        total = int(written)
    else:
        found = _DURATION.fullmatch(written)
        if found is None:
            raise BadValueError(f"“{shown(text.strip())}” is not a duration such as 1h 50m.")
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        total = hours * 3600 + minutes * 60 + rest
    return max(1, round(total / 60)) if total else None


def shown(text: str) -> str:
    """Return a value for a message: one line, cut when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _moment(text: str, year: int, month: int, day: int, clock: re.Match[str]) -> datetime:
    hour, minute, second = (int(clock[part] or 0) for part in ("h", "min", "s"))
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise BadValueError(f"“{shown(text.strip())}” is not a time of day.")
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - files name no zone
    except ValueError as error:
        raise BadValueError(f"there is no such date or time: “{shown(text.strip())}”.") from error

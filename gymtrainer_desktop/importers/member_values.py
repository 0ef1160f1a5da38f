"""Single values of a list of members, in the many ways people and programs write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.member_import import DateOrder
from gymtrainer_desktop.domain.people import NAME_LIMIT
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.member_words import (
    DATE_WORDS,
    NOTHING,
    SHEET_ERRORS,
    SUFFIXES,
    UNITS,
    WEEKDAYS,
)
from gymtrainer_desktop.importers.months import month_number

EARLIEST_YEAR = 1900

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_IN_BRACKETS = re.compile(r".*<\s*([^<>\s]+)\s*>", re.DOTALL)
_FLOAT = re.compile(r"(\d+)[.,]0{1,2}", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d)[.,]?(\d*)[eE]\+?(\d{1,2})", re.ASCII)
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_NUMBER = re.compile(r"[A-Za-z0-9-]{1,32}", re.ASCII)


_TIME = re.compile(
    r"[T ,]*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$",
    re.ASCII,
)
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"(\d{4,5})(?:[.,]\d+)?", re.ASCII)
_THREE = re.compile(r"(\d{1,2})\s?[-/.,\s]\s?(\d{1,2})\s?[-/.,\s]\s?(\d{4}|\d{2})\.?", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_SERIAL_DAY_ZERO = date(1899, 12, 30)
"""Excel counts days from here; 29 February 1900, which it believes in, lies before all that is read."""


def cleaned(text: str) -> str:
    """Return a value without what other programs put around it: ="0042", a leading apostrophe, odd spaces."""
    written = (text if text.isascii() and text.isprintable() else _visible(text)).strip()
    if kept := _KEPT_AS_TEXT.fullmatch(written):
        written = kept[1].strip()
    if written.startswith("'") and len(written) > 1 and (written[1].isdigit() or written[1] in "=+-@"):
        written = written[1:].strip()
    if written.casefold() in SHEET_ERRORS:
        raise BadValueError(f"a cell holds the spreadsheet’s error {written}.")
    return written


def _visible(text: str) -> str:
    """Return a text with every kind of space as a space, and without what cannot be seen or saved."""
    kinds = ((c, unicodedata.category(c)) for c in text)
    return "".join(
        " " if kind in ("Cc", "Zs", "Zl", "Zp") else c for c, kind in kinds if kind not in ("Cf", "Cs")
    )


def optional(text: str) -> str:
    """Return a value as `cleaned` does; empty also for a dash, "n/a" and the like."""
    written = cleaned(text)
    return "" if written.casefold() in NOTHING else written


def full_name(text: str) -> str:
    """Return a name with single spaces, "Johnson, Sarah" turned round."""
    written = unicodedata.normalize("NFC", " ".join(cleaned(text).split()))
    last, comma, first = written.partition(",")
    last, first = last.strip(), first.strip()
    if comma and last and first and "," not in first and first.strip(".").casefold() not in SUFFIXES:
        return f"{first} {last}"
    return written.strip(" ,")


def joined_name(first: str, last: str) -> str:
    """Return a name that stands in two columns."""
    parts = (" ".join(cleaned(part).split()).strip(",") for part in (first, last))
    return unicodedata.normalize("NFC", " ".join(part for part in parts if part))


def checked_name(name: str) -> str:
    """Return a name that can be one."""
    if not name:
        raise BadValueError("there is no name.")
    if len(name) > NAME_LIMIT:
        raise BadValueError(f"the name has {len(name):,} characters, at most {NAME_LIMIT} are possible.")
    if not any(c.isalpha() for c in name):
        raise BadValueError(f"“{shown(name)}” is not a name.")
    return name


def member_number(text: str) -> str:
    """Return a member number; what Excel made of it (1001.0) is put right, leading zeros stay."""
    written = _whole(optional(text), "member number").removeprefix("#").strip()
    if written and not _NUMBER.fullmatch(written):
        raise BadValueError(
            f"the member number “{shown(written)}” has other characters than letters, digits and dashes,"
            " or more than 32."
        )
    return written


def email(text: str) -> str:
    """Return an e-mail address, also out of "Sarah <sarah@example.org>"."""
    written = optional(text)
    if bracketed := _IN_BRACKETS.fullmatch(written):
        written = bracketed[1]
    if written[:7].casefold() == "mailto:":
        written = written[7:]
    if not written:
        return ""
    if not _EMAIL.fullmatch(written):
        raise BadValueError(f"“{shown(written)}” does not look like an e-mail address.")
    if len(written) > 254:
        raise BadValueError("the e-mail address has more than 254 characters.")
    return written


def phone(text: str) -> str:
    """Return a phone number as written, without what Excel made of it."""
    written = " ".join(_whole(optional(text), "phone number").split())
    if not written:
        return ""
    if sum(c.isdigit() for c in written) < 3:
        raise BadValueError(f"“{shown(written)}” is not a phone number.")
    if len(written) > 40:
        raise BadValueError("the phone number has more than 40 characters.")
    return written


def weight_unit(text: str) -> Unit | None:
    """Return a unit of weight; None when nothing is written."""
    written = optional(text)
    if not written:
        return None
    unit = UNITS.get(written.rstrip(".").casefold())
    if unit is None:
        raise BadValueError(f"the weight unit “{shown(written)}” is neither kg nor lb.")
    return unit


def shown(text: str) -> str:
    """Return a value for a message: short, on one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 40 else line[:39] + "…"


def _whole(written: str, what: str) -> str:
    if found := _FLOAT.fullmatch(written):
        return found[1]
    if found := _SCIENTIFIC.fullmatch(written):
        digits, zeros = found[1] + found[2], int(found[3]) - len(found[2])
        if zeros == 0:
            return digits
        raise BadValueError(
            f"Excel has shortened the {what} to {shown(written)}. Make its column a text and save it again."
        )
    return written


# Dates


def orders(values: Iterable[str]) -> tuple[bool, bool, bool]:
    """Say what a column's dates give away about their order.

    Returns:
        Whether there is a date such as 25/03/1990, one such as 03/25/1990, and one that could be either.
    """
    day, month, either = False, False, False
    for text in values:
        found = _THREE.fullmatch(_without_time(text))
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        day |= first > 12 >= second
        month |= second > 12 >= first
        either |= first <= 12 and second <= 12 and first != second
    return day, month, either


def birth_date(text: str, order: DateOrder, today: date) -> date | None:
    """Return a date of birth; None when nothing is written."""
    born = _date(text, order, today, youngest=5)
    if born is None:
        return None
    if born > today:
        raise BadValueError(f"the date of birth {format_date(born)} lies in the future.")
    if born.year < EARLIEST_YEAR:
        raise BadValueError(f"the date of birth {format_date(born)} lies before {EARLIEST_YEAR}.")
    return born


def joined_on(text: str, order: DateOrder, today: date) -> date | None:
    """Return the day somebody joined, at most a year ahead; None when nothing is written."""
    joined = _date(text, order, today, youngest=-2)
    if joined is None:
        return None
    if joined > today + timedelta(days=366):
        raise BadValueError(f"the date of joining {format_date(joined)} lies more than a year ahead.")
    if joined.year < EARLIEST_YEAR:
        raise BadValueError(f"the date of joining {format_date(joined)} lies before {EARLIEST_YEAR}.")
    return joined


def looks_like_date(text: str) -> bool:
    """Say whether a text can be read as a date one way or the other; bare numbers do not count."""
    written = _without_time(text)
    if _SERIAL.fullmatch(written):
        return False
    for order in DateOrder:
        try:
            if written and _parsed(written, order, 2100, 0) is not None:
                return True
        except (BadValueError, ValueError):
            continue
    return False


def _without_time(text: str) -> str:
    written = " ".join(text.split())
    return _TIME.sub("", written).strip() if ":" in written else written


def _date(text: str, order: DateOrder, today: date, *, youngest: int) -> date | None:
    written = _without_time(optional(text))
    if not written or not written.strip("0./- "):
        return None  # also 00/00/0000, which databases write for none
    try:
        found = _parsed(written, order, today.year, youngest)
    except ValueError as error:
        if isinstance(error, BadValueError):
            raise
        raise BadValueError(f"there is no day {shown(written)} in the calendar.") from error
    if found is None:
        raise BadValueError(f"“{shown(written)}” is not a date such as 16/11/1990.")
    return found


def _parsed(written: str, order: DateOrder, this_year: int, youngest: int) -> date | None:
    """Return the date that is written; None for what is none.

    Raises:
        ValueError: There is no such day.
    """
    if found := _ISO.fullmatch(written):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT.fullmatch(written):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SERIAL.fullmatch(written):
        return _SERIAL_DAY_ZERO + timedelta(days=int(found[1])) if len(found[1]) == 5 else None
    if found := _THREE.fullmatch(written):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
        return date(_year(found[3], this_year, youngest), month, day)
    return _spoken(written, this_year, youngest)


def _spoken(written: str, this_year: int, youngest: int) -> date | None:
    """Return the date of "16 Nov 1990", "Friday, November 16th, 1990" and the like."""
    months: list[int] = []
    numbers: list[str] = []
    for token in _WORDS.findall(written):
        if token.isdigit():
            numbers.append(token)
        elif (number := month_number(token)) is not None:
            months.append(number)
        elif token.casefold() not in WEEKDAYS | DATE_WORDS:
            return None
    if len(months) != 1 or len(numbers) != 2 or not all(n.isascii() for n in numbers):
        return None
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    return date(_year(year, this_year, youngest), months[0], int(day))


def _year(written: str, this_year: int, youngest: int) -> int:
    """Return a year; two digits mean the latest one that is at least `youngest` years ago."""
    if len(written) != 2:
        return int(written)
    year = this_year - this_year % 100 + int(written)
    return year if year <= this_year - youngest else year - 100

"""How days, sets, volumes and the rest are written where workouts are logged."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.units import Unit, from_kg

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_day(day: date) -> str:
    """Return "Friday 20 November"."""
    return f"{Weekday.of(day).value} {day.day} {_MONTHS[day.month - 1]}"


def day_words(day: date, today: date) -> str:
    """Return "Today, Friday 20 November", or the date of another day."""
    return _tr("Today, {0}").format(long_day(day)) if day == today else format_date(day)


def sets_count_text(count: int) -> str:
    """Return "1 set" or "13 sets"."""
    return counted(count, _tr("1 set"), _tr("{0} sets"))


def counted(count: int, one: str, many: str) -> str:
    """Return the sentence for one or, with its number, for many."""
    return one if count == 1 else many.format(f"{count:,}")


def volume_words(kilograms: Decimal, reader: Unit) -> str:
    """Return a volume load in whole units of the reader: "4,250 kg"."""
    return f"{from_kg(kilograms, reader).quantize(Decimal(1), ROUND_HALF_EVEN):,} {reader.value}"


def clock_text(seconds: int) -> str:
    """Return "1:48"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("logging", text)

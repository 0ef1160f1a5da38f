"""Days and weeks as the gym counts them, and dates as people read them.

Everything here takes dates: turning a moment into the gym's date needs its time zone and happens before.
Names of days and months are written out here, so that the system's locale never changes them.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Weekday(StrEnum):
    """A day of the week, spelled as the guide stores it."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"

    @property
    def number(self) -> int:
        """ISO number, 1 = Monday to 7 = Sunday."""
        return list(Weekday).index(self) + 1

    @property
    def short(self) -> str:
        """First three letters, such as "Mon"."""
        return self.value[:3]

    @classmethod
    def of(cls, day: date) -> Weekday:
        """Return the weekday of a date."""
        return cls.from_number(day.isoweekday())

    @classmethod
    def from_number(cls, number: int) -> Weekday:
        """Return the weekday with an ISO number.

        Raises:
            ValueError: The number is not 1 to 7.
        """
        if not 1 <= number <= 7:
            raise ValueError(f"not an ISO weekday number: {number}")
        return list(cls)[number - 1]

    @classmethod
    def week(cls, first_weekday: Weekday | int) -> tuple[Weekday, ...]:
        """Return the seven weekdays in the order of a week that begins with `first_weekday`."""
        start = _as_weekday(first_weekday).number - 1
        days = list(cls)
        return tuple(days[start:] + days[:start])


def week_start(day: date, first_weekday: Weekday | int) -> date:
    """Return the first day of the week of `day`; `first_weekday` may be given as its ISO number."""
    return day - timedelta(days=(day.isoweekday() - _as_weekday(first_weekday).number) % 7)


def week_dates(day: date, first_weekday: Weekday | int) -> tuple[date, ...]:
    """Return the seven dates of the week that `day` lies in, in order."""
    first = week_start(day, first_weekday)
    return tuple(first + timedelta(days=offset) for offset in range(7))


def ago_text(day: date | None, today: date) -> str:
    """Return how long ago a date was: "Today", "Yesterday", "2 days ago", and so on; "never" for None.

    A date after `today`, which another time zone can produce, is written out as a date.
    """
    if day is None:
        return "never"
    days = (today - day).days
    if days < 0:
        return format_date(day)
    if days == 0:
        return "Today"
    return "Yesterday" if days == 1 else f"{days} days ago"


def format_date(day: date) -> str:
    """Return "Mon 16 Nov 2026"."""
    return f"{Weekday.of(day).short} {format_short_date(day)} {day.year}"


def format_short_date(day: date) -> str:
    """Return "16 Nov"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def runway_text(ends_on: date | None, today: date) -> str:
    """Return how much of a plan is left: "6 weeks left", "7 days left", "ends today", "ended", "no plan".

    Whole weeks are counted from 14 days on.
    """
    if ends_on is None:
        return "no plan"
    days = (ends_on - today).days
    if days < 0:
        return "ended"
    if days == 0:
        return "ends today"
    if days == 1:
        return "1 day left"
    return f"{days} days left" if days < 14 else f"{days // 7} weeks left"


def _as_weekday(value: Weekday | int) -> Weekday:
    return value if isinstance(value, Weekday) else Weekday.from_number(value)

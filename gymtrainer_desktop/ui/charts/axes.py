"""Axes that read well: dates as dates, and values at round numbers."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Space, Type

_DAY_STEPS = (1, 2, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_DAYS_PER_MONTH = 30.4
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_NARROWEST = 1e-9


def round_steps(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    """Return round values, evenly spaced, of which the first is at most `low` and the last at least `high`.

    Args:
        low: Smallest value shown.
        high: Largest value shown.
        wanted: About how many gaps there should be between them.
    """
    if high - low < _NARROWEST:
        room = max(abs(high) * 0.1, 1.0)
        low, high = (max(low - room, 0.0) if low >= 0 else low - room), high + room
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in _ROUND if factor * power >= raw * (1 - _NARROWEST))
    first = math.floor(low / step + _NARROWEST)
    last = math.ceil(high / step - _NARROWEST)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def date_steps(
    first: date, last: date, most: int, most_months: int | None = None
) -> tuple[tuple[date, ...], bool]:
    """Return at most about `most` dates between two, at even steps: days, Mondays, or firsts of months.

    Args:
        first: Where the axis begins.
        last: Where it ends.
        most: How many days there is room for.
        most_months: How many months, which are longer words; as many as days when not given.

    Returns:
        The dates, and whether they are firsts of months (to be written with their year).
    """
    span = max((last - first).days, 1)
    for days in _DAY_STEPS:
        if span / days < most:
            # Steps of whole weeks fall on Mondays, the others start at the first date.
            start = first if days < 7 else first + timedelta(days=-first.weekday() % 7)
            count = (last - start).days // days
            return tuple(start + timedelta(days=days * place) for place in range(count + 1)), False
    step = next(
        (months for months in _MONTH_STEPS if span / (_DAYS_PER_MONTH * months) < (most_months or most)),
        _MONTH_STEPS[-1],
    )
    steps = []
    month = first.year * 12 + first.month - 1
    month += -month % step
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        if day >= first:
            steps.append(day)
        month += step
    return tuple(steps), True


class DateAxis(pg.AxisItem):  # type: ignore[misc]
    """A horizontal axis over days (`date.toordinal()`), written "12 Oct", or "Oct 2026" for long spans."""

    def __init__(self, day_width: int, month_width: int) -> None:
        super().__init__("bottom")
        self._day_width, self._month_width = day_width, month_width
        self._in_months = False

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the days that are written out."""
        first = date.fromordinal(max(math.ceil(minVal), 1))
        last = date.fromordinal(max(math.floor(maxVal), 1))
        if last < first:
            return []
        days, months = (max(round(size / width), 1) for width in (self._day_width, self._month_width))
        steps, self._in_months = date_steps(first, last, days, months)
        return [(1.0, [float(day.toordinal()) for day in steps])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the days in words."""
        days = [date.fromordinal(round(value)) for value in values]
        words = [format_short_date(day) for day in days]
        if not self._in_months:
            return words
        return [f"{word.split()[1]} {day.year}" for word, day in zip(words, days, strict=True)]


class ValueAxis(pg.AxisItem):  # type: ignore[misc]
    """A vertical axis that writes the values it is told."""

    def __init__(self) -> None:
        super().__init__("left")
        self._values: tuple[float, ...] = ()

    def set_values(self, values: tuple[float, ...]) -> None:
        """Write these values, in as much width as the longest of them takes."""
        self._values = values
        metrics = QFontMetricsF(fonts.font(Type.SECONDARY, tabular=True))
        words = self.tickStrings(list(values), 1, 1)
        self.setWidth(max((metrics.horizontalAdvance(word) for word in words), default=0) + Space.L)
        self.picture: Any = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the values that are written out."""
        return [(1.0, list(self._values))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the values in words."""
        return [f"{value:,.10g}" for value in values]

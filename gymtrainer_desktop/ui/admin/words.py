"""How the front desk writes states, days, rates and experience."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE

SEARCH_LIMIT = 200
"""Most characters taken from a search field: no name is longer."""


def day_text(day: date | None) -> str:
    """Return "16 Nov 2026", or "—" without a day."""
    return NO_VALUE if day is None else f"{format_short_date(day)} {day.year}"


def rate_text(rate: Decimal | None) -> str:
    """Return "55.00 /h", or "—" where no rate is stated."""
    return NO_VALUE if rate is None else QCoreApplication.translate("words", "{0} /h").format(f"{rate:.2f}")


def years_text(years: int) -> str:
    """Return "1 year" or "9 years"."""
    if years == 1:
        return QCoreApplication.translate("words", "1 year")
    return QCoreApplication.translate("words", "{0} years").format(years)


def places_text(places: int) -> str:
    """Return "1 place free" or "3 places free"."""
    if places == 1:
        return QCoreApplication.translate("words", "1 place free")
    return QCoreApplication.translate("words", "{0} places free").format(places)

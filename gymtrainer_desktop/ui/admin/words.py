"""How the front desk writes states, days, rates and experience."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE

SEARCH_LIMIT = 200
"""Most characters taken from a search field: no name is longer."""

_TOKENS = {
    AssignmentStatus.ACTIVE: "positive",
    AssignmentStatus.PAUSED: "caution",
    AssignmentStatus.COMPLETED: "text_muted",
}


def status_words(status: AssignmentStatus) -> tuple[str, str]:
    """Return the word of a state and the token of its dot."""
    words = {
        AssignmentStatus.ACTIVE: QCoreApplication.translate("words", "Active"),
        AssignmentStatus.PAUSED: QCoreApplication.translate("words", "Paused"),
        AssignmentStatus.COMPLETED: QCoreApplication.translate("words", "Completed"),
    }
    return words[status], _TOKENS[status]


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


def folded(text: str) -> str:
    """Return text for searching in what is loaded: without accents, capitals and double spaces."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())

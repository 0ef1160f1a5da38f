"""How the waiting list writes states, days and who asks."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE


def _tr(text: str) -> str:
    return QCoreApplication.translate("waiting", text)


def state_words(entry: WaitingEntry, zone: ZoneInfo) -> tuple[str, str, str]:
    """Return the word of a state, the token of its dot, and the quiet words after it.

    Such as "Offered", "caution" and "John Smith, until Sun 22 Nov".
    """
    name = entry.offered_trainer_name or ""
    if entry.status is WaitStatus.OFFERED:
        until = "" if entry.offer_until is None else day_words(entry.offer_until, zone)
        return _tr("Offered"), "caution", _tr("{0}, until {1}").format(name, until)
    if entry.status is WaitStatus.ACCEPTED:
        return _tr("Accepted"), "positive", name
    return _tr("Waiting"), "accent", ""


def day_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return "Sun 22 Nov", by the gym's clock."""
    day = moment.astimezone(zone).date()
    return f"{Weekday.of(day).short} {format_short_date(day)}"


def since_words(moment: datetime, today: date, zone: ZoneInfo) -> str:
    """Return "Today", "1 day" or "9 days"."""
    days = (today - moment.astimezone(zone).date()).days
    if days <= 0:
        return _tr("Today")
    return _tr("1 day") if days == 1 else _tr("{0} days").format(days)


def asked_words(entry: WaitingEntry) -> str:
    """Return who asks for the member: a name, or how many; "—" for nobody."""
    if not entry.requests:
        return NO_VALUE
    if len(entry.requests) == 1:
        return entry.requests[0].trainer_name
    return _tr("{0} trainers").format(len(entry.requests))

"""How messages write days and times."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import Weekday, format_date, format_short_date
from gymtrainer_desktop.domain.messages import Message, Thread


def day_heading(day: date, today: date) -> str:
    """Return "Today", "Yesterday", "Mon 16 Nov", or with its year when it is another one."""
    days = (today - day).days
    if days == 0:
        return _tr("Today")
    if days == 1:
        return _tr("Yesterday")
    if day.year != today.year:
        return format_date(day)
    return f"{Weekday.of(day).short} {format_short_date(day)}"


def short_moment(moment: datetime, today: date, zone: ZoneInfo) -> str:
    """Return "14:02" of today, "Yesterday", "Mon" of the last days, "16 Nov", "16 Nov 2025"."""
    local = moment.astimezone(zone)
    days = (today - local.date()).days
    if days <= 0:
        return f"{local:%H:%M}"
    if days == 1:
        return _tr("Yesterday")
    if days < 7:
        return Weekday.of(local.date()).short
    short = format_short_date(local.date())
    return short if local.year == today.year else f"{short} {local.year}"


def receipt_text(message: Message, zone: ZoneInfo) -> str:
    """Return "Read 14:02", "Read Tue 17 Nov, 14:02" of another day than it was sent, or "Sent"."""
    if message.read_at is None:
        return _tr("Sent")
    read = message.read_at.astimezone(zone)
    if read.date() == message.sent_at.astimezone(zone).date():
        return _tr("Read {0}").format(f"{read:%H:%M}")
    day = f"{Weekday.of(read.date()).short} {format_short_date(read.date())}"
    return _tr("Read {0}, {1}").format(day, f"{read:%H:%M}")


def closed_text(thread: Thread) -> str:
    """Return why nothing can be written in a thread any more; empty while something can."""
    if thread.is_open:
        return ""
    name = first_name(thread.other_name)
    if thread.ended_on is None:
        return _tr("The training with {0} has ended. The messages stay here to read.").format(name)
    words = _tr("The training with {0} ended on {1}. The messages stay here to read.")
    return words.format(name, format_date(thread.ended_on))


def first_name(name: str) -> str:
    """Return what somebody is called, shortened where it is endless."""
    words = name.split()
    return (words[0] if words else name)[:40]


def _tr(text: str) -> str:
    return QCoreApplication.translate("messages", text)

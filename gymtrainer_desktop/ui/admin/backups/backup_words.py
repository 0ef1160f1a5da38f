"""Words about back-ups: kinds, sizes, moments."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.backups import BackUpKind
from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE

_UNITS = ("kB", "MB", "GB", "TB")


def kind_word(kind: BackUpKind) -> str:
    """Return "Daily", "Before an upgrade" or "By hand"."""
    tr = QCoreApplication.translate
    return {
        BackUpKind.DAILY: tr("backups", "Daily"),
        BackUpKind.BEFORE_UPGRADE: tr("backups", "Before an upgrade"),
        BackUpKind.BY_HAND: tr("backups", "By hand"),
    }[kind]


def size_text(size: int) -> str:
    """Return a number of bytes as "340 kB" or "1.2 MB"."""
    amount = size / 1000
    unit = _UNITS[0]
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            break
        amount /= 1000
    return f"{amount:,.1f} {unit}" if unit != _UNITS[0] else f"{max(round(amount), 1)} {unit}"


def moment_text(moment: datetime | None, now: datetime) -> str:
    """Return "Mon 16 Nov 2026, 03:00" by this computer's clock, whose zone `now` has."""
    if moment is None:
        return NO_VALUE
    local = moment.astimezone(now.tzinfo)
    return f"{format_date(local.date())}, {local:%H:%M}"


def day_text(day: date | None) -> str:
    """Return "Mon 16 Nov 2026", "—" for none."""
    return NO_VALUE if day is None else format_date(day)

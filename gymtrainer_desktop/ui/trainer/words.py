"""How the trainer's pages write clients, days, prescriptions and notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import Weekday, ago_text, format_date, format_short_date, runway_text
from gymtrainer_desktop.domain.clients import ENDS_SOON_DAYS, ClientRow
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.plans import DayState, WeekOfPlan
from gymtrainer_desktop.domain.targets import format_prescription
from gymtrainer_desktop.ui.widgets import week_dots
from gymtrainer_desktop.ui.widgets.week_dots import DayDot

_TITLE_EXERCISES = 2
_DOTS = {
    DayState.REST: week_dots.DayState.REST,
    DayState.PLANNED: week_dots.DayState.PLANNED,
    DayState.TODAY: week_dots.DayState.PLANNED,
    DayState.PARTIAL: week_dots.DayState.PARTIAL,
    DayState.COMPLETED: week_dots.DayState.COMPLETED,
    DayState.MISSED: week_dots.DayState.MISSED,
}


def first_name(name: str) -> str:
    """Return what somebody is called: the first word of their name."""
    return name.split()[0] if name.split() else name


def day_text(day: date, today: date) -> str:
    """Return "Wed 18 Nov", with the year where it is another one."""
    words = f"{Weekday.of(day).short} {format_short_date(day)}"
    return words if day.year == today.year else f"{words} {day.year}"


def last_workout_text(day: date | None, today: date) -> str:
    """Return "2 days ago", or "No workout yet"."""
    return _tr("No workout yet") if day is None else ago_text(day, today)


def runway(row: ClientRow) -> tuple[str, str]:
    """Return how much of the plan is left, and the token to write it in."""
    if row.runway_days is None:
        return _tr("no plan"), "critical"
    if row.runway_days < 0:
        return _tr("plan ended"), "critical"
    anchor = date.min
    words = runway_text(anchor + timedelta(days=row.runway_days), anchor)
    return words, "caution" if row.runway_days <= ENDS_SOON_DAYS else "text_muted"


def since_and_goal(row: ClientRow) -> str:
    """Return "Client since 3 Aug 2026 · Goal: build overall strength"."""
    since = _tr("Client since {0} {1}").format(format_short_date(row.since), row.since.year)
    goal = " ".join((row.goals or "").split())
    return f"{since} · {_tr('Goal: {0}').format(goal)}" if goal else since


def exercises_text(count: int) -> str:
    """Return "1 exercise" or "4 exercises"."""
    return _tr("1 exercise") if count == 1 else _tr("{0} exercises").format(count)


def weeks_text(count: int) -> str:
    """Return "1 week" or "12 weeks"."""
    return _tr("1 week") if count == 1 else _tr("{0} weeks").format(count)


def day_title(names: Iterable[str]) -> str:
    """Return what a workout is called: its first exercises."""
    known = list(dict.fromkeys(names))
    shown = ", ".join(known[:_TITLE_EXERCISES])
    return f"{shown} …" if len(known) > _TITLE_EXERCISES else shown


def days_text(first: date, last: date) -> str:
    """Return "16 – 22 Nov", or "30 Nov – 6 Dec"."""
    if first.month == last.month:
        return f"{first.day} – {format_short_date(last)}"
    return f"{format_short_date(first)} – {format_short_date(last)}"


def dots_of(week: WeekOfPlan) -> tuple[DayDot, ...]:
    """Return the seven discs of a week."""
    return tuple(
        DayDot(
            day.date,
            _DOTS[day.state],
            day.date == week.today,
            exercises_text(len(day.exercises)) if day.exercises else "",
        )
        for day in week.days
    )


def prescription_text(sets: int | None, reps: str, weight: str) -> str:
    """Return "4 × 8 · 135 lb", "no target" when nothing is prescribed."""
    return format_prescription(sets, reps, weight) or _tr("no target")


def rest_text(seconds: int | None) -> str:
    """Return "rest 90 s", nothing without a rest."""
    return _tr("rest {0} s").format(seconds) if seconds else ""


def readers_text(note: Note, client_name: str) -> tuple[str, str]:
    """Return who can read a note, and the icon that says so."""
    if note.is_private:
        return _tr("Only me") if note.mine else _tr("Only {0}").format(note.author_name), "lock"
    return _tr("Shared with {0}").format(first_name(client_name)), "users"


def until_text(day: date) -> str:
    """Return "ends Sun 3 Jan 2027"."""
    return _tr("ends {0}").format(format_date(day))


def _tr(text: str) -> str:
    return QCoreApplication.translate("trainer", text)

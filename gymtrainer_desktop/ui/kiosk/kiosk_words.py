"""How the kiosk writes days, targets, sets and what waits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.targets import format_sets, format_weight_target
from gymtrainer_desktop.domain.units import format_number
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import counted, long_day
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure, SetEntry
from gymtrainer_desktop.ui.widgets.workout_words import set_words


def long_date(day: date) -> str:
    """Return "20 November"."""
    return long_day(day).split(" ", 1)[1]


def first_name(full_name: str) -> str:
    """Return what somebody is greeted with: others can read the screen, too."""
    parts = full_name.split()
    return parts[0] if parts else full_name


def entries_wait_words(count: int) -> str:
    """Return "3 entries wait for the server."."""
    return counted(count, _tr("1 entry waits for the server."), _tr("{0} entries wait for the server."))


def queue_words(waiting: int, held: int) -> str:
    """Return what staff should know before the kiosk is closed; empty when nothing waits here."""
    parts = []
    if waiting:
        parts.append(entries_wait_words(waiting))
    if held:
        parts.append(
            counted(
                held,
                _tr("1 entry waits until its member signs in at this kiosk again."),
                _tr("{0} entries wait until their members sign in at this kiosk again."),
            )
        )
    if parts:
        parts.append(_tr("Nothing is lost: they stay on this computer."))
    return " ".join(parts)


def target_words(entry: ExerciseEntry) -> str:
    """Return "4 × 8 at 60 kg, rest 90 s" for what this week asks for."""
    planned = entry.planned
    if planned is None:
        return _tr("Not in the plan")
    sets = format_sets(planned.sets, planned.reps)
    weight = entry.weight_words or format_weight_target(planned.weight)
    parts = [_tr("{0} at {1}").format(sets, weight) if sets and weight else sets or weight]
    if planned.rest_seconds:
        parts.append(_tr("rest {0} s").format(planned.rest_seconds))
    if entry.name.casefold() != planned.name.casefold():
        parts.append(_tr("instead of {0}").format(planned.name))
    return ", ".join(part for part in parts if part)


def state_words(entry: ExerciseEntry) -> tuple[str, str, str]:
    """Return how an exercise stands: words, icon and tone."""
    if entry.is_refused:
        return _tr("Ask the desk"), "info", "caution"
    if entry.is_waiting:
        return _tr("Saved here"), "clock", "caution"
    if entry.state is EntryState.LOGGED:
        return _tr("Done"), "circle-check", "positive"
    if entry.state is EntryState.SKIPPED:
        return _tr("Skipped"), "skip-forward", "text_muted"
    if entry.state is EntryState.SENDING:
        return _tr("Saving…"), "circle", "text_muted"
    if entry.done:
        return _tr("{0} of {1} sets").format(len(entry.done), len(entry.sets)), "circle", "accent"
    return "", "circle", "text_muted"


def measure_title(measure: Measure) -> str:
    """Return what a number is called."""
    return {
        Measure.WEIGHT: _tr("Weight"),
        Measure.REPS: _tr("Reps"),
        Measure.SECONDS: _tr("Time"),
        Measure.MINUTES: _tr("Time"),
        Measure.METRES: _tr("Distance"),
        Measure.KILOMETRES: _tr("Distance"),
        Measure.MILES: _tr("Distance"),
    }[measure]


def measure_unit(measure: Measure, one: SetEntry) -> str:
    """Return the unit a number is entered in, empty for reps."""
    return {
        Measure.WEIGHT: one.unit.value,
        Measure.REPS: "",
        Measure.SECONDS: "s",
        Measure.MINUTES: "min",
        Measure.METRES: "m",
        Measure.KILOMETRES: "km",
        Measure.MILES: "mi",
    }[measure]


def figure_words(measure: Measure, value: Decimal | None) -> str:
    """Return a number as it stands between − and +."""
    if value is None or (measure is Measure.WEIGHT and not value):
        return _tr("body") if measure is Measure.WEIGHT else NO_VALUE
    return format_number(value)


def set_line(one: SetEntry, entry: ExerciseEntry) -> str:
    """Return "62.5 kg × 8" for a set as it is entered."""
    return set_words(one.logged(1, entry.kind), one.unit)


def stopped_words(saved_at: datetime, now: datetime, day: date) -> str:
    """Return "Continue where you stopped, 17:42"; of another day, with its weekday."""
    if day == now.date():
        return _tr("Continue where you stopped, {0}").format(f"{saved_at:%H:%M}")
    return _tr("Continue {0}’s workout").format(Weekday.of(day).value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("kiosk", text)

"""What the progress chart can show of an exercise, and over which time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.progress import ProgressPoint
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.units import METRES_PER_MILE, Unit, format_number, format_weight
from gymtrainer_desktop.ui.widgets.outcome_words import outcome_words, records_words
from gymtrainer_desktop.ui.widgets.workout_words import (
    difficulty_text,
    distance_text,
    duration_text,
    tidy_weight,
)


class Measure(StrEnum):
    """A value of a day that the chart can draw."""

    HEAVIEST = "heaviest"
    E1RM = "e1rm"
    VOLUME = "volume"
    DISTANCE = "distance"
    TIME = "time"
    DIFFICULTY = "difficulty"
    REPS = "reps"


class Span(StrEnum):
    """The ranges beside the chart."""

    WEEKS_4 = "4w"
    WEEKS_12 = "12w"
    YEAR = "1y"
    ALL = "all"
    CUSTOM = "custom"


_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
_KILOMETRE = Decimal(1000)
_DIFFICULTIES = (1.0, 2.0, 3.0, 4.0, 5.0)
_MARKED = {
    Measure.HEAVIEST: RecordKind.WEIGHT,
    Measure.E1RM: RecordKind.E1RM,
    Measure.REPS: RecordKind.REPS,
}
_DAYS = {Span.WEEKS_4: 28, Span.WEEKS_12: 84, Span.YEAR: 365}


def since_of(span: Span, today: date) -> date | None:
    """Return the first day of a range that ends today; None for all, and for a custom one."""
    return today - timedelta(days=_DAYS[span] - 1) if span in _DAYS else None


def measure_words(measure: Measure) -> str:
    """Return a measure as the picker writes it."""
    return {
        Measure.HEAVIEST: _tr("Heaviest set"),
        Measure.E1RM: _tr("Estimated 1RM"),
        Measure.VOLUME: _tr("Volume"),
        Measure.DISTANCE: _tr("Distance"),
        Measure.TIME: _tr("Time"),
        Measure.DIFFICULTY: _tr("Difficulty"),
        Measure.REPS: _tr("Reps of the heaviest set"),
    }[measure]


def chart_words(measure: Measure, unit: Unit) -> str:
    """Return what stands beside the chart's title, with the unit: "heaviest set per day, kg"."""
    return {
        Measure.HEAVIEST: _tr("heaviest set per day, {0}"),
        Measure.E1RM: _tr("estimated 1RM per day, {0}"),
        Measure.VOLUME: _tr("volume per day, {0}"),
        Measure.DISTANCE: _tr("distance per day, mi") if unit is Unit.LB else _tr("distance per day, km"),
        Measure.TIME: _tr("time per day, minutes"),
        Measure.DIFFICULTY: _tr("how hard it felt, 1 to 5"),
        Measure.REPS: _tr("reps of the heaviest set per day"),
    }[measure].format(unit.value)


def value_of(point: ProgressPoint, measure: Measure, unit: Unit) -> Decimal | None:
    """Return the value of a day, None where the day has none; ways in miles for who reads pounds."""
    if measure is Measure.HEAVIEST:
        return point.heaviest
    if measure is Measure.E1RM:
        return point.e1rm
    if measure is Measure.VOLUME:
        return point.volume or None
    if measure is Measure.DISTANCE and point.metres:
        return (point.metres / (METRES_PER_MILE if unit is Unit.LB else _KILOMETRE)).quantize(_HUNDREDTH)
    if measure is Measure.TIME and point.seconds:
        return (Decimal(point.seconds) / 60).quantize(_HUNDREDTH)
    if measure in (Measure.DISTANCE, Measure.TIME):
        return None
    if measure is Measure.DIFFICULTY:
        return None if point.rating is None else Decimal(point.rating)
    return None if point.reps is None else Decimal(point.reps)


def usable_measures(points: tuple[ProgressPoint, ...]) -> tuple[Measure, ...]:
    """Return the measures that at least one day has; all of them when there are no days."""
    found = tuple(m for m in Measure if any(value_of(point, m, Unit.KG) is not None for point in points))
    return found or tuple(Measure)


@dataclass(frozen=True, slots=True)
class ChartLine:
    """What goes into the chart: a day that has no value is left out.

    Attributes:
        points: The days drawn, oldest first.
        marked: Indexes of the days that set a record in the measure.
        asked: What was asked for on each day, None where nothing was; empty where the measure knows none.
        scale: Values at the left that are always the same; empty for round ones around the values.
    """

    points: tuple[ProgressPoint, ...]
    values: tuple[float, ...]
    titles: tuple[str, ...]
    details: tuple[str, ...]
    marked: tuple[int, ...]
    asked: tuple[float | None, ...] = ()
    scale: tuple[float, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The dates of the points."""
        return tuple(point.on for point in self.points)


def chart_line(points: tuple[ProgressPoint, ...], measure: Measure, unit: Unit) -> ChartLine:
    """Return the line of a measure with what the card over each point says."""
    drawn = [(point, value) for point in points if (value := value_of(point, measure, unit)) is not None]
    shown = tuple(point for point, _ in drawn)
    asked = tuple(None if point.asked is None else float(point.asked) for point in shown)
    return ChartLine(
        shown,
        tuple(float(value) for _, value in drawn),
        tuple(_title(point, value, measure, unit) for point, value in drawn),
        tuple(_detail(point, unit) for point in shown),
        tuple(place for place, point in enumerate(shown) if _MARKED.get(measure) in point.records),
        asked if measure is Measure.HEAVIEST and any(value is not None for value in asked) else (),
        _DIFFICULTIES if measure is Measure.DIFFICULTY else (),
    )


def _title(point: ProgressPoint, value: Decimal, measure: Measure, unit: Unit) -> str:
    if measure is Measure.HEAVIEST:
        weight = tidy_weight(value, unit)
        return weight if point.reps is None else _tr("{0} × {1} reps").format(weight, point.reps)
    if measure is Measure.REPS:
        return _tr("{0} reps").format(format_number(value))
    if measure is Measure.VOLUME:
        return f"{value.normalize():,f} {unit.value}"
    if measure in (Measure.DISTANCE, Measure.TIME):
        return effort_text(point, unit)
    if measure is Measure.DIFFICULTY:
        return _tr("Difficulty {0}").format(difficulty_text(point.rating))
    return estimate_text(point, unit)


def estimate_text(point: ProgressPoint, unit: Unit) -> str:
    """Return the estimated one-rep maximum of a day to a tenth, "—" without one: it is no more exact."""
    return format_weight(None if point.e1rm is None else point.e1rm.quantize(_TENTH), unit)


def effort_text(point: ProgressPoint, unit: Unit) -> str:
    """Return how far and how long a day went: "5 km · 28:30 min", empty for neither."""
    way = distance_text(point.metres, unit) if point.metres else ""
    return " · ".join(filter(None, (way, duration_text(point.seconds) if point.seconds else "")))


def _detail(point: ProgressPoint, unit: Unit) -> str:
    parts = [_tr("1 set") if point.sets == 1 else _tr("{0} sets").format(point.sets)]
    if point.rating is not None:
        parts.append(_tr("difficulty {0}").format(difficulty_text(point.rating)))
    lines = [", ".join(parts)]
    if point.target is not None:
        against = outcome_words(point.outcome, unit)
        asked = _tr("target {0}").format(point.target)
        lines.append(f"{asked}: {against}" if against else asked)
    if point.is_record:
        lines.append(records_words(point.records))
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress_measures", text)

"""What the progress chart can show of an exercise, and over which time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.progress import ProgressPoint
from gymtrainer_desktop.domain.units import Unit, format_number, format_weight
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text, tidy_weight


class Measure(StrEnum):
    """A value of a day that the chart can draw."""

    HEAVIEST = "heaviest"
    E1RM = "e1rm"
    VOLUME = "volume"
    REPS = "reps"


class Span(StrEnum):
    """The ranges beside the chart."""

    WEEKS_4 = "4w"
    WEEKS_12 = "12w"
    YEAR = "1y"
    ALL = "all"
    CUSTOM = "custom"


_TENTH = Decimal("0.1")
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
        Measure.REPS: _tr("Reps of the heaviest set"),
    }[measure]


def chart_words(measure: Measure, unit: Unit) -> str:
    """Return what stands beside the chart's title, with the unit: "heaviest set per day, kg"."""
    return {
        Measure.HEAVIEST: _tr("heaviest set per day, {0}"),
        Measure.E1RM: _tr("estimated 1RM per day, {0}"),
        Measure.VOLUME: _tr("volume per day, {0}"),
        Measure.REPS: _tr("reps of the heaviest set per day"),
    }[measure].format(unit.value)


def value_of(point: ProgressPoint, measure: Measure) -> Decimal | None:
    """Return the value of a day, None where the day has none."""
    if measure is Measure.HEAVIEST:
        return point.heaviest
    if measure is Measure.E1RM:
        return point.e1rm
    if measure is Measure.VOLUME:
        return point.volume or None
    return None if point.reps is None else Decimal(point.reps)


def usable_measures(points: tuple[ProgressPoint, ...]) -> tuple[Measure, ...]:
    """Return the measures that at least one day has; all of them when there are no days."""
    found = tuple(m for m in Measure if any(value_of(point, m) is not None for point in points))
    return found or tuple(Measure)


@dataclass(frozen=True, slots=True)
class ChartLine:
    """What goes into the chart: a day that has no value is left out.

    Attributes:
        points: The days drawn, oldest first.
        marked: Indexes of records.
    """

    points: tuple[ProgressPoint, ...]
    values: tuple[float, ...]
    titles: tuple[str, ...]
    details: tuple[str, ...]
    marked: tuple[int, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The dates of the points."""
        return tuple(point.on for point in self.points)


def chart_line(points: tuple[ProgressPoint, ...], measure: Measure, unit: Unit) -> ChartLine:
    """Return the line of a measure with what the card over each point says."""
    drawn = [(point, value) for point in points if (value := value_of(point, measure)) is not None]
    shown = tuple(point for point, _ in drawn)
    return ChartLine(
        shown,
        tuple(float(value) for _, value in drawn),
        tuple(_title(point, value, measure, unit) for point, value in drawn),
        tuple(_detail(point) for point in shown),
        tuple(
            place
            for place, point in enumerate(shown)
            if point.is_record and measure in (Measure.HEAVIEST, Measure.REPS)
        ),
    )


def _title(point: ProgressPoint, value: Decimal, measure: Measure, unit: Unit) -> str:
    if measure is Measure.HEAVIEST:
        weight = tidy_weight(value, unit)
        return weight if point.reps is None else _tr("{0} × {1} reps").format(weight, point.reps)
    if measure is Measure.REPS:
        return _tr("{0} reps").format(format_number(value))
    if measure is Measure.VOLUME:
        return f"{value.normalize():,f} {unit.value}"
    return estimate_text(point, unit)


def estimate_text(point: ProgressPoint, unit: Unit) -> str:
    """Return the estimated one-rep maximum of a day to a tenth, "—" without one: it is no more exact."""
    return format_weight(None if point.e1rm is None else point.e1rm.quantize(_TENTH), unit)


def _detail(point: ProgressPoint) -> str:
    parts = [_tr("1 set") if point.sets == 1 else _tr("{0} sets").format(point.sets)]
    if point.rating is not None:
        parts.append(_tr("difficulty {0}").format(difficulty_text(point.rating)))
    if point.is_record:
        parts.append(_tr("new record"))
    return ", ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress_measures", text)

"""What the chart shows of somebody's whole training, week by week: compliance, and hard sets per muscle."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from gymtrainer_desktop.domain.calendar import format_date, format_short_date
from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.measures import compliance_percent
from gymtrainer_desktop.domain.muscles import SetsBand
from gymtrainer_desktop.domain.progress import TrainingWeek, TrainingWeeks
from gymtrainer_desktop.domain.units import format_number
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable

_RIGHT = Qt.AlignmentFlag.AlignRight
_BAND_REMEMBERED = "plan sets band"
"""Where the plan editor remembers which sets a week are usual."""
_MOST_SETS = 60
_PERCENT = 100


class WeekMeasure(StrEnum):
    """A value of a week that the chart can draw."""

    COMPLIANCE = "compliance"
    MUSCLES = "muscles"


@dataclass(frozen=True, slots=True)
class Bars:
    """What goes into a bar chart; see `BarChart.set_bars`."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    words: tuple[str, ...]
    highest: float | None = None
    band: tuple[float, float] | None = None


def recalled_band(settings: Any) -> SetsBand:
    """Return the band of sets that was chosen beside a plan on this workstation, else the usual one."""
    stored = settings.get(_BAND_REMEMBERED)
    if (
        isinstance(stored, list)
        and len(stored) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) for one in stored)
        and 1 <= stored[0] <= stored[1] <= _MOST_SETS
    ):
        return SetsBand(stored[0], stored[1])
    return SetsBand()


def week_measure_words(measure: WeekMeasure) -> str:
    """Return a measure as the picker writes it."""
    return {
        WeekMeasure.COMPLIANCE: _tr("Compliance"),
        WeekMeasure.MUSCLES: _tr("Sets per muscle"),
    }[measure]


def week_chart_words(
    measure: WeekMeasure, weeks: TrainingWeeks, muscle: Muscle | None, band: SetsBand
) -> str:
    """Return what stands beside the chart's title."""
    if measure is WeekMeasure.COMPLIANCE:
        return _tr("per week, %")
    if muscle is not None:
        return _tr("hard sets per week; {0}").format(band_words(band))
    count = len(weeks.over)
    return _tr("hard sets, one week") if count == 1 else _tr("hard sets a week, over {0} weeks").format(count)


def band_words(band: SetsBand) -> str:
    """Return what is tinted behind the bars."""
    return _tr("shaded: usual {0} to {1}").format(band.low, band.high)


def compliance_bars(weeks: TrainingWeeks) -> Bars:
    """Return a bar for each week; one in which nothing was due has none and says so."""
    percents = [compliance_percent(week.compliance) for week in weeks.weeks]
    return Bars(
        tuple(format_short_date(week.first_day) for week in weeks.weeks),
        tuple(float(percent or 0) for percent in percents),
        tuple(f"{_week_words(week)}: {compliance_text(week)}, {workouts_text(week)}" for week in weeks.weeks),
        _PERCENT,
    )


def muscle_bars(weeks: TrainingWeeks, muscle: Muscle, band: SetsBand) -> Bars:
    """Return the sets of a muscle in each week."""
    sets = [week.muscles.get(muscle, Decimal(0)) for week in weeks.weeks]
    return Bars(
        tuple(format_short_date(week.first_day) for week in weeks.weeks),
        tuple(float(value) for value in sets),
        tuple(
            _tr("{0}: {1} sets").format(_week_words(week), format_number(value))
            for week, value in zip(weeks.weeks, sets, strict=True)
        ),
        None,
        (float(band.low), float(band.high)),
    )


def compliance_text(week: TrainingWeek) -> str:
    """Return "83 %, 10 of 12 exercises", or that nothing was due."""
    percent = compliance_percent(week.compliance)
    if percent is None:
        return _tr("nothing due")
    return _tr("{0} %, {1} of {2} exercises").format(percent, week.logged, week.due)


def workouts_text(week: TrainingWeek) -> str:
    """Return on how many days something was logged."""
    return _tr("1 workout day") if week.workouts == 1 else _tr("{0} workout days").format(week.workouts)


def weeks_table() -> DataTable:
    """Return an empty table of weeks with their compliance."""
    return _table(
        "weeksTable",
        _tr("The weeks as a table"),
        (
            _first_column(),
            Column(
                "compliance",
                _tr("Compliance"),
                lambda week: (
                    NO_VALUE if week.compliance is None else f"{compliance_percent(week.compliance)} %"
                ),
                align=_RIGHT,
                sort_key=lambda week: week.compliance,
                width=Size.COLUMN_M,
            ),
            _number("logged", _tr("Done"), "logged"),
            _number("due", _tr("Due"), "due"),
            _number("workouts", _tr("Workout days"), "workouts"),
            Column("sets", _tr("Hard sets"), _all_sets_text, align=_RIGHT, width=Size.COLUMN_S),
        ),
    )


def _all_sets_text(week: TrainingWeek) -> str:
    return format_number(sum(week.muscles.values(), Decimal(0))) if week.muscles else NO_VALUE


def muscles_table(weeks: TrainingWeeks) -> DataTable:
    """Return a table of weeks with the sets of each muscle that had any."""
    trained = [muscle for muscle in Muscle if any(muscle in week.muscles for week in weeks.weeks)]
    columns: list[Column[TrainingWeek]] = [_first_column()]
    for muscle in trained:
        columns.append(
            Column(
                muscle.value,
                muscle.value.capitalize(),
                lambda week, of=muscle: format_number(week.muscles[of]) if of in week.muscles else NO_VALUE,  # type: ignore[misc]
                align=_RIGHT,
                sort_key=lambda week, of=muscle: week.muscles.get(of),  # type: ignore[misc]
                width=Size.COLUMN_S,
            )
        )
    table = _table("musclesTable", _tr("Sets per muscle as a table"), tuple(columns))
    table.rows_model.set_rows(weeks.weeks)
    return table


def _table(name: str, words: str, columns: tuple[Column[TrainingWeek], ...]) -> DataTable:
    table = DataTable(RowsModel(columns, lambda week: week.first_day))
    table.setObjectName(name)
    table.setAccessibleName(words)
    table.show_sorted("week", descending=True)
    return table


def _first_column() -> Column[TrainingWeek]:
    return Column(
        "week",
        _tr("Week from"),
        lambda week: format_date(week.first_day),
        delegate=StrongTextDelegate,
        sort_key=lambda week: week.first_day,
        width=Size.COLUMN_L,
        stretch=1,
        can_hide=False,
    )


def _number(key: str, title: str, of: str) -> Column[TrainingWeek]:
    return Column(
        key,
        title,
        lambda week: str(getattr(week, of)),
        align=_RIGHT,
        sort_key=lambda week: getattr(week, of),
        width=Size.COLUMN_S,
    )


def _week_words(week: TrainingWeek) -> str:
    return _tr("Week from {0}").format(format_date(week.first_day))


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress_weeks", text)

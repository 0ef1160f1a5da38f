"""The tables of the progress view: logs of an exercise, and the chart as a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.progress import ProgressPoint
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.progress_measures import estimate_text
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.workout_words import (
    difficulty_text,
    gym_day,
    sets_reps_text,
    sets_words,
    tidy_weight,
    volume_text,
    weight_text,
)

_RIGHT = Qt.AlignmentFlag.AlignRight


def logs_table(time_zone: Callable[[], str], unit: Unit) -> DataTable:
    """Return a table of one exercise's logs.

    Args:
        time_zone: Of the gym, which decides what day a log lies on.
        unit: The reader's.
    """
    columns: tuple[Column[WorkoutLog], ...] = (
        Column(
            "date",
            _tr("Date"),
            lambda log: format_date(gym_day(log.completed_at, time_zone())),
            delegate=StrongTextDelegate,
            sort_key=lambda log: log.completed_at,
            width=Size.COLUMN_L,
        ),
        Column("sets", _tr("Sets × reps"), sets_reps_text, align=_RIGHT, width=Size.COLUMN_M),
        Column(
            "weight",
            _tr("Weight"),
            lambda log: weight_text(log, unit),
            align=_RIGHT,
            tooltip=lambda log: sets_words(log.sets, unit),
            width=Size.COLUMN_S,
        ),
        Column(
            "volume", _tr("Volume"), lambda log: volume_text(log, unit), align=_RIGHT, width=Size.COLUMN_S
        ),
        Column(
            "difficulty",
            _tr("Difficulty"),
            lambda log: difficulty_text(log.rating),
            align=_RIGHT,
            width=Size.COLUMN_S,
        ),
        Column(
            "note",
            _tr("Note"),
            lambda log: " ".join((log.notes or NO_VALUE).split()),
            stretch=1,
            tooltip=lambda log: log.notes or "",
            tone=lambda log: "text_muted",
        ),
    )
    table = DataTable(RowsModel(columns))
    table.setObjectName("progressLogs")
    table.setAccessibleName(_tr("Logs"))
    table.show_sorted("date", descending=True)
    return table


class PointsTable(DataTable):
    """The points of the chart in words."""

    def __init__(self) -> None:
        self._unit = Unit.KG
        columns: tuple[Column[ProgressPoint], ...] = (
            Column(
                "date",
                _tr("Date"),
                lambda point: format_date(point.on),
                delegate=StrongTextDelegate,
                sort_key=lambda point: point.on,
                width=Size.COLUMN_L,
                stretch=1,
            ),
            Column("heaviest", _tr("Heaviest set"), self._heaviest, align=_RIGHT, width=Size.COLUMN_M),
            Column(
                "e1rm",
                _tr("Estimated 1RM"),
                lambda point: estimate_text(point, self._unit),
                align=_RIGHT,
                width=Size.COLUMN_M,
            ),
            Column("volume", _tr("Volume"), self._volume, align=_RIGHT, width=Size.COLUMN_S),
            Column(
                "difficulty",
                _tr("Difficulty"),
                lambda point: difficulty_text(point.rating),
                align=_RIGHT,
                width=Size.COLUMN_S,
            ),
            Column(
                "record",
                _tr("Record"),
                lambda point: _tr("new record") if point.is_record else "",
                tone=lambda point: "caution",
                width=Size.COLUMN_S,
            ),
        )
        super().__init__(RowsModel(columns, lambda point: point.on))
        self.setObjectName("chartTable")
        self.setAccessibleName(_tr("The chart as a table"))
        self.show_sorted("date", descending=True)

    def show_points(self, points: tuple[ProgressPoint, ...], unit: Unit) -> None:
        """Show other points, in a unit."""
        self._unit = unit
        self.rows_model.set_rows(points)

    def _heaviest(self, point: ProgressPoint) -> str:
        if point.heaviest is None:
            return NO_VALUE if point.reps is None else _tr("{0} reps").format(point.reps)
        weight = tidy_weight(point.heaviest, self._unit)
        return weight if point.reps is None else f"{weight} × {point.reps}"

    def _volume(self, point: ProgressPoint) -> str:
        return f"{point.volume.normalize():,f} {self._unit.value}" if point.volume else NO_VALUE


def points_table() -> PointsTable:
    """Return an empty table of the chart's points."""
    return PointsTable()


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress_tables", text)

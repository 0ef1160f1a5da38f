"""The tables of the progress view: logs of an exercise, and the chart as a table."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from PySide6.QtCore import QCoreApplication, Qt

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.progress import LogRow, ProgressPoint
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.outcome_words import (
    kinds_words,
    outcome_tone,
    outcome_words,
    records_words,
)
from gymtrainer_desktop.ui.widgets.progress_measures import effort_text, estimate_text
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.workout_words import (
    difficulty_text,
    sets_reps_text,
    sets_words,
    source_words,
    tidy_weight,
    volume_text,
    weight_text,
)

_RIGHT = Qt.AlignmentFlag.AlignRight
_NARROW = Size.COLUMN_S - Space.M
_TENTH = Decimal("0.1")


def logs_columns(unit: Unit) -> tuple[Column[LogRow], ...]:
    """Return the columns of logs below the chart.

    Args:
        unit: The reader's.
    """
    return (
        Column(
            "date",
            _tr("Date"),
            lambda row: format_date(row.on),
            delegate=StrongTextDelegate,
            width=Size.COLUMN_M + Space.S,
            can_hide=False,
        ),
        Column(
            "exercise",
            _tr("Exercise"),
            lambda row: row.exercise_name,
            tooltip=lambda row: row.exercise_name,
            width=Size.COLUMN_MIN,
            stretch=1,
        ),
        Column(
            "sets",
            _tr("Sets × reps"),
            lambda row: sets_reps_text(row.log, unit),
            align=_RIGHT,
            width=Size.COLUMN_S,
        ),
        Column(
            "weight",
            _tr("Weight"),
            lambda row: weight_text(row.log, unit),
            align=_RIGHT,
            tooltip=lambda row: sets_words(row.log.sets, unit),
            width=_NARROW,
        ),
        Column(
            "volume", _tr("Volume"), lambda row: volume_text(row.log, unit), align=_RIGHT, width=Size.COLUMN_S
        ),
        Column(
            "difficulty",
            _tr("Difficulty"),
            lambda row: difficulty_text(row.log.rating),
            align=_RIGHT,
            width=_NARROW,
        ),
        asked_column(),
        result_column(unit),
        Column(
            "note",
            _tr("Note"),
            note_text,
            width=_NARROW,
            stretch=2,
            tooltip=note_text,
            tone=lambda row: "text" if row.records else "text_muted",
        ),
    )


def asked_column() -> Column[LogRow]:
    """Return the column with what was asked for."""
    return Column(
        "target",
        _tr("Target"),
        lambda row: row.log.target or NO_VALUE,
        tooltip=lambda row: row.log.target or _tr("not planned"),
        tone=lambda row: "text_muted",
        width=Size.COLUMN_MIN,
        stretch=1,
    )


def result_column(unit: Unit, width: int = Size.COLUMN_MIN) -> Column[LogRow]:
    """Return the column with what was done against what was asked for."""
    return Column(
        "result",
        _tr("Result"),
        lambda row: outcome_words(row.outcome, unit) or NO_VALUE,
        tooltip=lambda row: outcome_words(row.outcome, unit),
        tone=lambda row: outcome_tone(row.outcome),
        width=width,
    )


def note_text(row: LogRow) -> str:
    """Return the record a log set, its note and who entered it; "—" for none of them."""
    log = row.log
    entered = _tr("logged by {0}").format(log.logged_by_name) if log.logged_by_name else ""
    notes = " ".join((log.notes or "").split())
    parts = (records_words(row.records), notes, entered, source_words(log.source))
    return " · ".join(part for part in parts if part) or NO_VALUE


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
                width=Size.COLUMN_M + Space.S,
            ),
            Column("heaviest", _tr("Heaviest set"), self._heaviest, align=_RIGHT, width=Size.COLUMN_S),
            Column(
                "e1rm",
                _tr("e1RM"),
                lambda point: estimate_text(point, self._unit),
                align=_RIGHT,
                width=Size.COLUMN_S - Space.XL,
            ),
            Column("volume", _tr("Volume"), self._volume, align=_RIGHT, width=Size.COLUMN_S - Space.S),
            Column(
                "difficulty",
                _tr("Difficulty"),
                lambda point: difficulty_text(point.rating),
                align=_RIGHT,
                width=_NARROW,
            ),
            Column(
                "record",
                _tr("Record"),
                lambda point: kinds_words(point.records),
                tooltip=lambda point: records_words(point.records),
                tone=lambda point: "caution",
                width=_NARROW,
                stretch=1,
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
            reps = "" if point.reps is None else _tr("{0} reps").format(point.reps)
            return reps or effort_text(point, self._unit) or NO_VALUE
        weight = tidy_weight(point.heaviest, self._unit)
        return weight if point.reps is None else f"{weight} × {point.reps}"

    def _volume(self, point: ProgressPoint) -> str:
        volume = point.volume.quantize(_TENTH, ROUND_HALF_EVEN).normalize()
        return f"{volume:,f} {self._unit.value}" if volume else NO_VALUE


def points_table() -> PointsTable:
    """Return an empty table of the chart's points."""
    return PointsTable()


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress_tables", text)

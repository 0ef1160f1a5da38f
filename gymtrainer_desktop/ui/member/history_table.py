"""Everything a member has logged, newest first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable, Memory
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text, gym_day, sets_words, source_words


def history_table(time_zone: str, reader: Unit, settings: Memory) -> DataTable:
    """Return an empty table of logs.

    Args:
        time_zone: IANA name of the gym's, which decides what day a log lies on.
        reader: Unit that weights are shown in.
        settings: Remembers the columns.
    """

    def remarks(log: WorkoutLog) -> str:
        entered = _tr("entered by {0}").format(log.logged_by_name) if log.logged_by_name else ""
        notes = " ".join((log.notes or "").split())
        return " · ".join(part for part in (notes, entered, source_words(log.source)) if part) or NO_VALUE

    columns: tuple[Column[WorkoutLog], ...] = (
        Column(
            "date",
            _tr("Date"),
            lambda log: format_date(gym_day(log.completed_at, time_zone)),
            width=Size.COLUMN_L,
        ),
        Column(
            "exercise",
            _tr("Exercise"),
            lambda log: log.exercise_name,
            delegate=StrongTextDelegate,
            width=Size.COLUMN_XL,
            stretch=1,
            tooltip=lambda log: log.exercise_name,
            can_hide=False,
        ),
        Column(
            "sets",
            _tr("Sets"),
            lambda log: sets_words(log.sets, reader),
            width=Size.COLUMN_XL,
            stretch=1,
            tooltip=lambda log: sets_words(log.sets, reader),
        ),
        Column("target", _tr("Target"), lambda log: log.target or NO_VALUE, width=Size.COLUMN_L),
        Column(
            "difficulty",
            _tr("Difficulty"),
            lambda log: difficulty_text(log.rating),
            align=Qt.AlignmentFlag.AlignRight,
            width=Size.COLUMN_S,
        ),
        Column(
            "remarks",
            _tr("Note"),
            remarks,
            width=Size.COLUMN_L,
            stretch=2,
            tooltip=remarks,
            tone=lambda log: "text_muted",
        ),
    )
    table = DataTable(RowsModel(columns), settings, "member-history")
    table.setObjectName("historyTable")
    table.setAccessibleName(_tr("History"))
    return table


def _tr(text: str) -> str:
    return QCoreApplication.translate("history_table", text)

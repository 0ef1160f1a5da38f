"""Everything a member has logged, newest first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.progress import LogRow
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import StrongTextDelegate
from gymtrainer_desktop.ui.widgets.progress_tables import asked_column, note_text, result_column
from gymtrainer_desktop.ui.widgets.rows import Column
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text, sets_words


def history_columns(reader: Unit) -> tuple[Column[LogRow], ...]:
    """Return the columns of a member's whole history.

    Args:
        reader: Unit that weights are shown in.
    """
    return (
        Column("date", _tr("Date"), lambda row: format_date(row.on), width=Size.COLUMN_L),
        Column(
            "exercise",
            _tr("Exercise"),
            lambda row: row.exercise_name,
            delegate=StrongTextDelegate,
            width=Size.COLUMN_L,
            stretch=1,
            tooltip=lambda row: row.exercise_name,
            can_hide=False,
        ),
        Column(
            "sets",
            _tr("Sets"),
            lambda row: sets_words(row.log.sets, reader),
            width=Size.COLUMN_L,
            stretch=1,
            tooltip=lambda row: sets_words(row.log.sets, reader),
        ),
        asked_column(),
        result_column(reader),
        Column(
            "difficulty",
            _tr("Difficulty"),
            lambda row: difficulty_text(row.log.rating),
            align=Qt.AlignmentFlag.AlignRight,
            width=Size.COLUMN_S,
        ),
        Column(
            "remarks",
            _tr("Note"),
            note_text,
            width=Size.COLUMN_L,
            stretch=2,
            tooltip=note_text,
            tone=lambda row: "text_muted",
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("history_columns", text)

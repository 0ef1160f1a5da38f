"""The templates as rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.domain.templates import TemplateRow
from gymtrainer_desktop.ui.templates.words import owner_text
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.catalogue import CatalogueTable, TwoLineDelegate
from gymtrainer_desktop.ui.widgets.rows import Column
from gymtrainer_desktop.ui.widgets.table import Memory
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

_RIGHT = Qt.AlignmentFlag.AlignRight


class TemplatesTable(CatalogueTable[TemplateRow]):
    """A card of rows."""

    def __init__(self, settings: Memory, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(
            settings,
            "templates",
            folded=("exercises", "changed"),
            folded_again=("days",),
            parent=parent,
        )
        self._time_zone = time_zone
        self.table.setAccessibleName(self.tr("Plan templates"))

    def _changed(self, row: TemplateRow) -> str:
        day = gym_day(row.updated_at, self._time_zone)
        return f"{format_short_date(day)} {day.year}"

    def _columns(self) -> tuple[Column[TemplateRow], ...]:
        return (
            Column(
                "title",
                self.tr("Template"),
                lambda row: row.title,
                value=lambda row: " ".join(row.goals.split()),
                delegate=TwoLineDelegate,
                sort_key=lambda row: row.title.casefold(),
                width=Size.COLUMN_XL,
                stretch=3,
                can_hide=False,
                tooltip=lambda row: row.title,
            ),
            Column(
                "weeks",
                self.tr("Weeks"),
                lambda row: str(row.duration_weeks),
                align=_RIGHT,
                sort_key=lambda row: row.duration_weeks,
                width=Size.COLUMN_S,
            ),
            Column(
                "days",
                self.tr("Days"),
                lambda row: str(row.training_days),
                align=_RIGHT,
                sort_key=lambda row: row.training_days,
                width=Size.COLUMN_S,
            ),
            Column(
                "exercises",
                self.tr("Exercises"),
                lambda row: f"{row.exercises:,}",
                align=_RIGHT,
                sort_key=lambda row: row.exercises,
                width=Size.COLUMN_S,
            ),
            Column(
                "owner",
                self.tr("Of"),
                owner_text,
                sort_key=lambda row: owner_text(row).casefold(),
                width=Size.COLUMN_L,
                stretch=1,
            ),
            Column(
                "changed",
                self.tr("Changed"),
                self._changed,
                align=_RIGHT,
                sort_key=lambda row: row.updated_at,
                width=Size.COLUMN_M,
            ),
        )

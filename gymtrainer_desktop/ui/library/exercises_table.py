"""The exercises found, as rows: what each is called, what it works and what it needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.ui.library.words import (
    category_text,
    count_text,
    equipment_text,
    muscles_text,
    origin_text,
)
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.catalogue import CatalogueTable, TwoLineDelegate
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.rows import Column
from gymtrainer_desktop.ui.widgets.table import Memory


class ExercisesTable(CatalogueTable[LibraryExercise]):
    """A card of rows with a line below that says how many there are."""

    more_wanted = Signal()

    def __init__(self, settings: Memory, parent: QWidget | None = None) -> None:
        super().__init__(
            settings,
            "exercises",
            folded=("secondary", "origin"),
            folded_again=("category",),
            parent=parent,
        )
        self.table.setAccessibleName(self.tr("Exercises"))
        footer = self.add_footer("")
        assert isinstance(footer, QLabel)
        self.footer = footer
        self.model.more_wanted.connect(self.more_wanted)

    @property
    def loaded(self) -> int:
        """How many rows are there."""
        return len(self.model.rows)

    def set_rows(self, rows: Sequence[LibraryExercise], *, has_more: bool, is_cut: bool = False) -> None:
        """Show other rows.

        Args:
            has_more: Whether there is another page.
            is_cut: Whether more was found than is listed, and a longer search narrows it.
        """
        self.model.set_rows(rows, has_more)
        self._say(has_more, is_cut)

    def extend(self, rows: Sequence[LibraryExercise], *, has_more: bool) -> None:
        """Add the next page."""
        self.model.extend(rows, has_more)
        self._say(has_more, False)

    def _say(self, has_more: bool, is_cut: bool) -> None:
        count = count_text(self.loaded)
        if is_cut:
            count = self.tr("The first {0}: type more to narrow it").format(count)
        elif has_more:
            count = self.tr("{0} shown, more when you scroll").format(count)
        self.footer.setText(count)

    def _columns(self) -> tuple[Column[LibraryExercise], ...]:
        return (
            Column(
                "name",
                self.tr("Exercise"),
                lambda row: row.name,
                value=lambda row: ", ".join(row.aliases),
                delegate=TwoLineDelegate,
                width=Size.COLUMN_XL,
                stretch=3,
                can_hide=False,
                tooltip=lambda row: row.name,
            ),
            Column(
                "primary",
                self.tr("Muscles"),
                lambda row: muscles_text(row.primary_muscles) or NO_VALUE,
                width=Size.COLUMN_L,
                stretch=2,
            ),
            Column(
                "secondary",
                self.tr("Helping"),
                lambda row: muscles_text(row.secondary_muscles) or NO_VALUE,
                width=Size.COLUMN_L,
                stretch=2,
                tone=lambda row: "text_muted",
            ),
            Column(
                "equipment",
                self.tr("Equipment"),
                lambda row: equipment_text(row.equipment),
                width=Size.COLUMN_M,
                stretch=1,
            ),
            Column("category", self.tr("Kind"), lambda row: category_text(row.category), width=Size.COLUMN_S),
            Column(
                "origin",
                self.tr("From"),
                origin_text,
                width=Size.COLUMN_S,
                tone=lambda row: "text_muted" if row.is_builtin else "text",
            ),
        )

"""The exercises found, as rows: what each is called, what it works and what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QLabel, QStyleOptionViewItem, QWidget

from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.ui.library.words import (
    category_text,
    count_text,
    equipment_text,
    muscles_text,
    origin_text,
)
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, CellDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable, Memory


class _NameDelegate(CellDelegate):
    """The name, and below it what the exercise is also called."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: Any
    ) -> None:
        """Paint one line or two."""
        row: LibraryExercise = index.data(RowsRole.ROW)
        left = Qt.AlignmentFlag.AlignLeft
        bold = fonts.font(Type.BODY, Weight.MEDIUM)
        if not row.aliases:
            paint.elided(painter, rect, row.name, bold, scheme.text, left)
            return
        line = Space.L + Space.HAIR
        words = QRectF(rect.left(), rect.center().y() - line, rect.width(), line)
        paint.elided(painter, words, row.name, bold, scheme.text, left)
        words.translate(0, line)
        also = ", ".join(row.aliases)
        paint.elided(painter, words, also, fonts.font(Type.SECONDARY), scheme.text_muted, left)


class ExercisesTable(Card):
    """A card of rows with a line below that says how many there are."""

    opened = Signal(object)
    """Enter or a click on a row; carries the `LibraryExercise`."""
    current_changed = Signal(object)
    more_wanted = Signal()
    escaped = Signal()

    def __init__(self, settings: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.model: RowsModel[LibraryExercise] = RowsModel(self._columns(), parent=self)
        self.table = DataTable(
            self.model, settings, "exercises", row_height=Size.ROW_LIBRARY, activates_on_click=True
        )
        self.table.setObjectName("exercisesTable")
        self.table.setAccessibleName(self.tr("Exercises"))
        self.body.addWidget(self.table, 1)
        footer = self.add_footer("")
        assert isinstance(footer, QLabel)
        self.footer = footer
        self.table.row_activated.connect(self.opened)
        self.table.current_row_changed.connect(self.current_changed)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Esc, which the table leaves over."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters less when there is little room."""
        super().resizeEvent(event)
        folded = ("secondary", "origin") if self.width() < Size.TABLE_FOLDS_BELOW else ()
        again = ("category",) if self.width() < Size.TABLE_FOLDS_AGAIN_BELOW else ()
        self.table.fold((*folded, *again))

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
                delegate=_NameDelegate,
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

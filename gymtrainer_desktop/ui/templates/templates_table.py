"""The templates as rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.domain.templates import TemplateRow
from gymtrainer_desktop.ui.templates.words import owner_text
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable, Memory
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

_RIGHT = Qt.AlignmentFlag.AlignRight


class _TitleDelegate(CellDelegate):
    """The title, and below it the goal."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: Any
    ) -> None:
        """Paint one line or two."""
        row: TemplateRow = index.data(RowsRole.ROW)
        left = Qt.AlignmentFlag.AlignLeft
        bold = fonts.font(Type.BODY, Weight.MEDIUM)
        if not row.goals:
            paint.elided(painter, rect, row.title, bold, scheme.text, left)
            return
        line = Space.L + Space.HAIR
        words = QRectF(rect.left(), rect.center().y() - line, rect.width(), line)
        paint.elided(painter, words, row.title, bold, scheme.text, left)
        words.translate(0, line)
        goals = " ".join(row.goals.split())
        paint.elided(painter, words, goals, fonts.font(Type.SECONDARY), scheme.text_muted, left)


class TemplatesTable(Card):
    """A card of rows."""

    opened = Signal(object)
    """Enter or a click on a row; carries the `TemplateRow`."""
    current_changed = Signal(object)
    escaped = Signal()

    def __init__(self, settings: Memory, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._time_zone = time_zone
        self.model: RowsModel[TemplateRow] = RowsModel(self._columns(), parent=self)
        self.table = DataTable(
            self.model, settings, "templates", row_height=Size.ROW_LIBRARY, activates_on_click=True
        )
        self.table.setObjectName("templatesTable")
        self.table.setAccessibleName(self.tr("Plan templates"))
        self.body.addWidget(self.table, 1)
        self.table.row_activated.connect(self.opened)
        self.table.current_row_changed.connect(self.current_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Esc, which the table leaves over."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters less when there is little room."""
        super().resizeEvent(event)
        folded = ("exercises", "changed") if self.width() < Size.TABLE_FOLDS_BELOW else ()
        self.table.fold((*folded, *(("days",) if self.width() < Size.TABLE_FOLDS_AGAIN_BELOW else ())))

    def _changed(self, row: TemplateRow) -> str:
        day = gym_day(row.updated_at, self._time_zone)
        return f"{format_short_date(day)} {day.year}"

    def _columns(self) -> tuple[Column[TemplateRow], ...]:
        return (
            Column(
                "title",
                self.tr("Template"),
                lambda row: row.title,
                delegate=_TitleDelegate,
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

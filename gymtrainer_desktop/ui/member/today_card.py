"""Today's workout: what to do, how heavy, how it went last time, and the button that starts it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.plans import ExerciseOfDay
from gymtrainer_desktop.domain.progression import STANDARD_STEPS, LoadSteps
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.member.words import (
    last_time_text,
    no_maximum_text,
    sets_text,
    skipped_text,
    target_weight_text,
)
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight


class TickedDelegate(CellDelegate):
    """An exercise's name, and a tick behind it once it was logged. Takes whether it was."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint name and tick."""
        is_logged = bool(index.data(RowsRole.VALUE))
        name = QRectF(rect)
        if is_logged:
            name.setRight(rect.right() - Size.ICON - Space.S)
        font = fonts.font(Type.BODY, Weight.MEDIUM)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        used = paint.elided(painter, name, text, font, scheme.text, Qt.AlignmentFlag.AlignLeft)
        if is_logged:
            ratio = painter.device().devicePixelRatioF()
            tick = icons.pixmap("check", scheme.positive, Size.ICON, ratio, 3)
            left, top = rect.left() + used + Space.S, rect.center().y() - Size.ICON / 2
            painter.drawPixmap(round(left), round(top), tick)


class TodayCard(Card):
    """The workout of today as a table, or a sentence where there is none.

    Args:
        reader: Unit that last time's weights are shown in.
    """

    start_requested = Signal()
    """The button in the card's head was pressed."""
    second_requested = Signal()
    """The quiet button beside it was pressed."""
    exercise_opened = Signal(object)
    """An exercise was opened; carries its `ExerciseOfDay`."""

    def __init__(self, reader: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("todayCard")
        self._marks: dict[UUID, str] = {}
        self._steps = STANDARD_STEPS
        self._day = label("", tone="muted")
        self._headline = ElidedLabel("", "title")
        self._words = label("", tone="muted", wrap=True)
        self.start_button = primary_button(self.tr("Start workout"), "play", "large")
        self.start_button.setObjectName("startWorkoutButton")
        self.second_button = quiet_button("")
        self.second_button.setObjectName("secondButton")
        self.model: RowsModel[ExerciseOfDay] = RowsModel(
            self._columns(reader), identity=lambda row: row.planned.id, parent=self
        )
        self.table = DataTable(self.model, parent=self)
        self.table.setObjectName("todayTable")
        self.table.setAccessibleName(self.tr("Today’s exercises"))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._line = hairline()
        self._build()
        self.start_button.clicked.connect(self.start_requested)
        self.second_button.clicked.connect(self.second_requested)
        self.table.row_activated.connect(self.exercise_opened)

    def show_words(self, day: str, headline: str, words: str) -> None:
        """Say what day it is and what is to do."""
        self._day.setText(day)
        self._headline.setText(headline)
        self._words.setText(words)

    def show_buttons(self, start: str = "", second: str = "") -> None:
        """Offer the primary button and a quiet one; empty for none."""
        self.start_button.setText(f"\u2009\u2009{start}")
        self.start_button.setAccessibleName(start)
        self.start_button.setVisible(bool(start))
        self.second_button.setText(second)
        self.second_button.setVisible(bool(second))

    def show_exercises(self, exercises: Sequence[ExerciseOfDay], steps: LoadSteps = STANDARD_STEPS) -> None:
        """List exercises, none for no table; `steps` is what weights of percentages are rounded to."""
        self._marks, self._steps = superset_marks(one.planned for one in exercises), steps
        self.model.set_rows(exercises)
        self.table.setVisible(bool(exercises))
        self._line.setVisible(bool(exercises))
        self.table.setFixedHeight(self.table.height_of_rows(len(exercises)))

    @property
    def headline(self) -> str:
        """The large words."""
        return self._headline.text()

    @property
    def words(self) -> str:
        """The quiet words below them."""
        return self._words.text()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.L + Space.XS, Space.L, Space.L + Space.XS)
        head.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        for line in (self._day, self._headline, self._words):
            words.addWidget(line)
        head.addLayout(words, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        head.addSpacing(Space.S)
        head.addWidget(self.second_button, 0, middle)
        head.addWidget(self.start_button, 0, middle)
        self.body.addLayout(head)
        self.body.addWidget(self._line)
        self.body.addWidget(self.table)
        self.show_buttons()
        self.show_exercises(())

    def _columns(self, reader: Unit) -> tuple[Column[ExerciseOfDay], ...]:
        def last(row: ExerciseOfDay) -> str:
            return last_time_text(row.last_time, reader)

        def name(row: ExerciseOfDay) -> str:
            words = f"{self._marks.get(row.planned.id, '')} {row.planned.name}".strip()
            return self.tr("{0} (left out)").format(words) if skipped_text(row) else words

        def tooltip(row: ExerciseOfDay) -> str:
            return (
                "\n".join(filter(None, (skipped_text(row), row.planned.notes, no_maximum_text(row))))
                or row.planned.name
            )

        return (
            Column(
                "exercise",
                self.tr("Exercise"),
                name,
                value=lambda row: row.logged,
                delegate=TickedDelegate,
                width=Size.COLUMN_MIN,
                stretch=1,
                tooltip=tooltip,
                can_hide=False,
            ),
            Column(
                "sets",
                self.tr("Sets × reps"),
                sets_text,
                _RIGHT,
                width=Size.COLUMN_MIN,
            ),
            Column(
                "weight",
                self.tr("Weight"),
                lambda row: target_weight_text(row, reader, self._steps),
                _RIGHT,
                width=Size.COLUMN_MIN,
            ),
            Column(
                "last",
                self.tr("Last time"),
                last,
                _RIGHT,
                width=Size.COLUMN_L + Size.ICON,
                tone=lambda row: "text_muted",
            ),
        )

"""Every exercise in every week of a plan, as a table; rules are set for several exercises at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStyleOptionViewItem, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import (
    Progression,
    ProgressionKind,
    WeekTarget,
    format_target,
    read_progression,
)
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.week_figures import Targets, WeekFigures
from gymtrainer_desktop.ui.trainer.words import exercises_text
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.check_table import CheckTable
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, CellDelegate
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import Message
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline, label

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ProgressionRow:
    """An exercise and what every week asks of it."""

    id: UUID
    exercise: DraftExercise
    weeks: tuple[WeekTarget, ...]

    def words(self, week: int) -> str:
        """Return what a week asks for, counted from 1: "4 × 8 · 135 lb"."""
        return format_target(self.weeks[week - 1]) or NO_VALUE


class _DeloadDelegate(CellDelegate):
    """A cell of a deload week, on the colour of the window."""

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, scheme: Scheme
    ) -> None:
        painter.fillRect(option.rect, QColor(scheme.canvas))
        super()._paint_row(painter, option, index, scheme)


class ProgressionDialog(SheetDialog):
    """Previews every week to the end of the plan; `content` holds the result once accepted.

    Args:
        content: What is written.
        targets_of: Returns what every week asks of every exercise of a content.
        weeks: The weeks of the plan.
        days: In the order of the gym's week.
        unit: What a bare number of a rule means.
        ticked: Exercises to tick at first; none means all that have a weight or a rule.
        reached: Returns what an exercise of a running plan has come to by now: a new rule goes on from there.
    """

    previewed = Signal()
    """The table shows other rules."""

    def __init__(
        self,
        content: PlanContent,
        targets_of: Callable[[PlanContent], Targets],
        weeks: Sequence[WeekFigures],
        days: tuple[Weekday, ...],
        unit: Unit,
        parent: QWidget,
        ticked: frozenset[UUID] = frozenset(),
        *,
        reached: Callable[[DraftExercise], DraftExercise] = lambda one: one,
    ) -> None:
        super().__init__("", parent, width=Size.PREVIEW_WIDTH, scrolls=False)
        self.setObjectName("progressionDialog")
        self.set_title(self.tr("Progression"))
        self.set_subtitle(
            self.tr("What every exercise asks for in every week. Tick exercises to set a rule for them.")
        )
        self.set_confirm_text(self.tr("Apply"))
        self.content = self._before = content
        self._targets_of = targets_of
        self._weeks = tuple(weeks)
        self._days = days
        self._unit = unit
        self._reached = reached
        self._build_rule()
        self._build_tables()
        self.copy_button = quiet_button(self.tr("Copy table"), "copy")
        self.copy_button.clicked.connect(self.copy)
        self.add_footer_widget(self.copy_button)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self.names)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)
        self._show_rows()
        self._tick(ticked)
        self._update()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the week before this one in sight."""
        super().showEvent(event)
        now = next((week.number for week in self._weeks if week.is_current), 1)
        self.weeks_table.horizontalScrollBar().setValue(
            self.weeks_table.columnViewportPosition(max(now - 2, 0))
        )

    def is_dirty(self) -> bool:
        """Whether rules were set that closing would lose."""
        return self.content != self._before

    def submit(self) -> None:
        """Apply; a rule that is typed and not set yet is set first."""
        if self.rule.text().strip() and not self.set_rule():
            return
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the rule sets it and stays."""
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.focusWidget() is self.rule
            and not has_control
        ):
            self.set_rule()
            return
        super().keyPressEvent(event)

    def set_rule(self) -> bool:
        """Give the ticked exercises the rule that is typed; an empty one takes rules away.

        Returns:
            Whether it could be read.
        """
        self.rule_field.clear_error()
        try:
            read = read_progression(self.rule.text(), self._unit)
        except UserError as error:
            self.rule_field.set_error(error.message)
            self.rule.setFocus()
            return False
        ticked = {row.id for row in self.model.checked}
        if not ticked:
            self.rule_field.set_error(self.tr("Tick the exercises it is for."))
            return False
        exercises = tuple(
            self._ruled(one, read) if one.id in ticked else one for one in self.content.exercises
        )
        self.content = dataclasses.replace(self.content, exercises=exercises)
        self._show_rows()
        self.rule.clear()
        self.previewed.emit()
        return True

    def _ruled(self, exercise: DraftExercise, rule: Progression | None) -> DraftExercise:
        """Return an exercise with a rule that goes on from what it has come to; itself if it has it."""
        text = "" if rule is None else rule.text
        if exercise.progression == text:
            return exercise
        now = self._reached(exercise)
        before = read_progression(now.progression) if now is not exercise else None
        if (
            rule is not None
            and before is not None
            and rule.kind is ProgressionKind.DOUBLE
            and rule.low is None
        ):
            # The reps it has come to are one number: the range that they run in is the former rule's.
            text = dataclasses.replace(rule, low=before.low, high=before.high).text
        return dataclasses.replace(now, progression=text)

    def table_text(self) -> str:
        """Return the table with tabs between its columns, as spread-sheets take it."""
        head = [self.tr("Day"), self.tr("Exercise"), self.tr("Progression"), *map(self._heading, self._weeks)]
        lines = [head]
        for row in self.model.rows:
            one = row.exercise
            words = (row.words(week.number) for week in self._weeks)
            lines.append([one.day.value, one.name, one.progression, *words])
        return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"

    def copy(self) -> None:
        """Put the table on the clipboard."""
        QGuiApplication.clipboard().setText(self.table_text())
        self.copy_button.setText(self.tr("Copied"))

    # Building

    def _build_rule(self) -> None:
        self.body.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, Space.XL, Space.M)
        row.setSpacing(Space.S)
        self.rule = QLineEdit()
        self.rule.setObjectName("progressionRule")
        self.rule.setMaxLength(200)
        self.rule.setPlaceholderText(self.tr("+2.5 kg every week"))
        self.rule_field = FormField(self.tr("Rule for the ticked exercises"), self.rule)
        row.addWidget(self.rule_field, 1)
        self.examples = quiet_button(self.tr("Examples"))
        self.examples.setMenu(self._examples_menu())
        self.set_button = quiet_button(self.tr("Set"))
        self.set_button.setObjectName("setRuleButton")
        self.set_button.clicked.connect(self.set_rule)
        for button in (self.examples, self.set_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addWidget(hairline())

    def _examples_menu(self) -> QMenu:
        unit = self._unit.value
        step = "2.5" if self._unit is Unit.KG else "5"
        menu = QMenu(self)
        for text in (
            f"+{step} {unit} every week",
            f"+{step} {unit} every 2 weeks",
            "+2.5% every week",
            "+1 rep every week",
            "+1 set every 2 weeks",
            f"double progression +{step} {unit}",
        ):
            menu.addAction(text).triggered.connect(lambda _=False, rule=text: self._on_example(rule))
        menu.addSeparator()
        menu.addAction(self.tr("The same every week")).triggered.connect(lambda: self._on_example(""))
        return menu

    def _build_tables(self) -> None:
        self.model: RowsModel[ProgressionRow] = RowsModel(
            (
                Column("day", self.tr("Day"), lambda row: row.exercise.day.short, width=Size.AVATAR_XXL),
                Column("exercise", self.tr("Exercise"), lambda row: row.exercise.name, stretch=3),
                Column("rule", self.tr("Rule"), lambda row: row.exercise.progression or NO_VALUE, stretch=3),
            ),
            checkable=True,
        )
        self.names = CheckTable(self.model)
        self.weeks_model: RowsModel[ProgressionRow] = RowsModel(map(self._column, self._weeks))
        self.weeks_table = DataTable(self.weeks_model)
        self.weeks_table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.names.setFixedWidth(Size.PREVIEW_HEIGHT - Size.ROW)
        self.names.setMinimumHeight(Size.PREVIEW_HEIGHT - 2 * Size.ROW)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Both have a bar at the bottom, or their last rows would not stand side by side.
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.weeks_table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        row.addWidget(self.names)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.weeks_table, 1)
        if self.content.exercises:
            self.body.addLayout(row, 1)
        else:
            nothing = Message("dumbbell")
            nothing.set_words(self.tr("No exercises yet"), self.tr("Add some to see how they progress."))
            self.body.addWidget(nothing, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, Space.S, Space.XL, Space.S)
        self._words = label("", "secondary", "muted")
        foot.addWidget(self._words)
        foot.addStretch(1)
        self.body.addLayout(foot)
        left, right = self.names.verticalScrollBar(), self.weeks_table.verticalScrollBar()
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)
        self.names.current_row_changed.connect(lambda row: row and self.weeks_table.select_id(row.id))
        self.model.checked_changed.connect(self._update)

    # Showing

    def _show_rows(self) -> None:
        targets = self._targets_of(self.content)
        rows = [
            ProgressionRow(one.id, one, targets[one.id])
            for day in self._days
            for one in self.content.of_day(day)
        ]
        self.model.set_rows(rows)
        self.weeks_model.set_rows(rows)

    def _tick(self, wanted: frozenset[UUID]) -> None:
        ticked = wanted or {
            row.id for row in self.model.rows if row.exercise.progression or row.exercise.weight
        }
        self.model.check_only(ticked)

    def _update(self) -> None:
        count = len(self.model.checked)
        self._words.setText(self.tr("{0} ticked").format(exercises_text(count)))
        self.set_button.setEnabled(count > 0)

    def _heading(self, week: WeekFigures) -> str:
        if week.is_deload:
            return self.tr("{0} · Deload").format(week.number)
        return self.tr("{0} · now").format(week.number) if week.is_current else str(week.number)

    def _column(self, week: WeekFigures) -> Column[ProgressionRow]:
        return Column(
            f"week{week.number}",
            self._heading(week),
            lambda row: row.words(week.number),
            width=Size.COLUMN_L,
            tone=lambda row: self._tone(row, week),
            delegate=_DeloadDelegate if week.is_deload else None,
        )

    def _tone(self, row: ProgressionRow, week: WeekFigures) -> str:
        """Write quietly what is the same as in the last normal week."""
        before = next(
            (one.number for one in reversed(self._weeks[: week.number - 1]) if not one.is_deload), None
        )
        is_same = before is not None and row.weeks[before - 1] == row.weeks[week.number - 1]
        return "text_muted" if is_same or week.is_over else "text"

    def _on_example(self, rule: str) -> None:
        self.rule.setText(rule)
        self.set_rule()

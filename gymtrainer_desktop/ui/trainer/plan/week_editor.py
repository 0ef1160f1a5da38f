"""Writing the week: the grid, the line below it, the library beside it, and what is read from the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, week_start
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import LibraryExercise, library_key
from gymtrainer_desktop.domain.plans import DraftExercise, Plan
from gymtrainer_desktop.domain.progression import LoadSteps, WeekTarget
from gymtrainer_desktop.domain.quick_entry import QuickEntry
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.add_exercise_dialog import AddExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.card_words import CardWords, Reading, card_words
from gymtrainer_desktop.ui.trainer.plan.clipboard import exercise_of
from gymtrainer_desktop.ui.trainer.plan.day_column import DayAction
from gymtrainer_desktop.ui.trainer.plan.exercise_card import CardAction
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.library_book import LibraryBook
from gymtrainer_desktop.ui.trainer.plan.library_drawer import LibraryDrawer, exercise_from
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.quick_entry_bar import QuickEntryBar
from gymtrainer_desktop.ui.trainer.plan.substitute_dialog import SubstituteDialog
from gymtrainer_desktop.ui.trainer.plan.week_actions import WeekActions
from gymtrainer_desktop.ui.trainer.plan.week_figures import targets_of
from gymtrainer_desktop.ui.trainer.plan.week_grid import WeekGrid
from gymtrainer_desktop.ui.trainer.plan.week_menus import card_menu, day_menu
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.text import label

_LONGEST_NAME = 40


class WeekEditor(QWidget):
    """Edits the exercises of a document.

    Args:
        document: Where every change goes.
        days: In the order of the gym's week.
        context: Whose library is searched, and where the drawer is remembered.
    """

    exercise_added = Signal()
    week_wanted = Signal(int)
    """Another week of the plan should be shown; carries its number."""

    def __init__(
        self,
        document: PlanDocument,
        days: tuple[Weekday, ...],
        context: PageContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._days = days
        self._context = context
        self._reading = Reading()
        self._maxima: dict[str, Decimal] = {}
        self._published: Plan | None = None
        self._done = 0
        self._logged: frozenset[UUID] = frozenset()
        self.has_dates = True
        """Whether the weeks shown are weeks of the calendar; those of a template are not."""
        self._targets: Mapping[UUID, tuple[WeekTarget, ...]] = {}
        self.book = LibraryBook(context, self)
        self.grid = WeekGrid(days, self._words)
        self.grid.reached = document.reached
        self.quick = QuickEntryBar(days, self.book)
        self.drawer = LibraryDrawer(context)
        self.actions_ = WeekActions(document, self.grid, context.notices)
        self._build()
        self._connect_signals()
        self.grid.mark_day(self.quick.day)

    @property
    def week(self) -> int:
        """Number of the week shown, from 1."""
        return self._reading.week

    # What the page sets

    def set_unit(self, unit: Unit) -> None:
        """Say what a number without a unit is, and in which unit percentages are shown."""
        self.actions_.unit = unit
        self.quick.set_unit(unit)
        self._read(Reading(unit, self._reading.steps, self._reading.week))

    def set_maxima(self, maxima: dict[str, Decimal]) -> None:
        """Say what the client's maxima are: kilograms by the library's key of the exercise's name."""
        if maxima != self._maxima:
            self._maxima = dict(maxima)
            self._show()

    def set_basis(
        self,
        steps: LoadSteps,
        published: Plan | None = None,
        done: int = 0,
        logged: frozenset[UUID] = frozenset(),
    ) -> None:
        """Say what weeks are computed from.

        Args:
            steps: What the gym's weights are rounded to.
            published: What the client follows now: weeks that are over stay as they were asked for.
            done: How many weeks are over.
            logged: Exercises that were done this week.
        """
        reading, basis = Reading(self._reading.unit, steps, self._reading.week), (published, done, logged)
        if basis != (self._published, self._done, self._logged):
            self._published, self._done, self._logged = basis
            self._reading = reading
            self._show()
        else:
            self._read(reading)

    def set_week(self, week: int) -> None:
        """Show what another week of the plan asks for, from 1."""
        self._read(Reading(self._reading.unit, self._reading.steps, week))

    def focus_exercise(self, id: UUID) -> None:
        """Put the keyboard on an exercise, and make it seen."""
        self.grid.choose(())
        self.grid.focus_exercise(id)

    # Editing

    def edit(self, exercise: DraftExercise) -> None:
        """Open the form of an exercise."""
        content = self._document.content
        dialog = ExerciseDialog(
            exercise, self._days, self, content=content, reading=self._reading, now=self._document.now
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            changed = content.replaced(dialog.exercise)
            self._document.apply(changed, self.tr("edit {0}").format(_short(exercise.name)))
        dialog.deleteLater()
        self.grid.focus_exercise(exercise.id)

    def substitute(self, exercise: DraftExercise) -> None:
        """Offer what can be done instead of an exercise."""
        dialog = SubstituteDialog(exercise, self._context, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.chosen is not None:
            self.actions_.substitute(exercise.id, dialog.chosen)
        dialog.deleteLater()
        self.grid.focus_exercise(exercise.id)

    def learn(self, name: str) -> None:
        """Offer to add a name to the library."""
        dialog = AddExerciseDialog(name, self._context, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.added is not None:
            self.book.learn(dialog.added)
            self.drawer.reload()
            words = self.tr("{0} is in the library now").format(_short(dialog.added.name))
            self._context.notices.toast(words)
        dialog.deleteLater()

    def add_from_library(self, exercise: LibraryExercise) -> None:
        """Add an exercise of the library to the day where the keyboard is, or was."""
        fresh = self._document.now.begun(exercise_from(exercise, self.quick.day))
        self._document.apply(
            self._document.content.added(fresh), self.tr("add {0}").format(_short(fresh.name))
        )
        self.book.learn(exercise)
        self._see(fresh.id)
        day = self.quick.day.value
        self.grid.announce(self.tr("{0} added to {1}").format(fresh.name, day))
        self.exercise_added.emit()

    def menu(self) -> QMenu:
        """Return the menu of the exercises that are meant now."""
        targets = self.actions_.targets
        is_one = len(targets) == 1
        return card_menu(
            self,
            self._days,
            targets[-1].day,
            is_one=is_one,
            is_grouped=any(one.superset for one in targets),
            is_unknown=is_one and self.book.is_unknown(targets[0].name),
            can_paste=self.actions_.can_paste(),
            act=self._on_acted,
            send=self._on_sent,
        )

    def day_menu(self, day: Weekday) -> QMenu:
        """Return the menu of a day."""
        return day_menu(
            self,
            self._days,
            day,
            is_empty=not self._document.content.of_day(day),
            can_paste=self.actions_.can_paste(),
            act=lambda action: self._on_day_acted(day, action),
            send=lambda to: self.actions_.move_day(day, to),
        )

    # Building

    def _build(self) -> None:
        self._week_note = label("", "secondary", "muted")
        self._week_note.setObjectName("weekNote")
        self._back_button = link_button("", "small")
        self._back_button.setObjectName("backToWeekButton")
        self._back_button.clicked.connect(lambda: self.week_wanted.emit(self._document.now.number))
        note = QHBoxLayout()
        note.setSpacing(Space.S)
        note.addWidget(self._week_note)
        note.addWidget(self._back_button)
        note.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(note)
        column.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.quick, 1)
        # In the middle of the line beside it, whatever is said below that.
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addSpacing((Size.QUICK_ENTRY - Size.CONTROL) // 2)
        beside.addWidget(self.drawer.toggle_button)
        beside.addStretch(1)
        foot.addLayout(beside)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.L)
        row.addLayout(column, 1)
        row.addWidget(self.drawer)

    def _connect_signals(self) -> None:
        self._document.changed.connect(self._show)
        self.grid.acted.connect(self._on_acted)
        self.grid.day_acted.connect(self._on_day_acted)
        self.grid.dropped.connect(self.actions_.drop)
        self.grid.add_wanted.connect(self.quick.begin)
        self.grid.day_entered.connect(self.quick.set_day)
        self.grid.card_menu_wanted.connect(self._on_card_menu_wanted)
        self.grid.day_menu_wanted.connect(self._on_day_menu_wanted)
        self.quick.entered.connect(self._on_entered)
        self.quick.lines_pasted.connect(lambda text: self.actions_.paste_lines(text, self.quick.day))
        self.quick.learn_wanted.connect(self.learn)
        self.quick.day_changed.connect(self.grid.mark_day)
        self.quick.left.connect(self._on_quick_left)
        self.drawer.chosen.connect(self.add_from_library)

    # Showing

    def _read(self, reading: Reading) -> None:
        if reading != self._reading:
            self._reading = reading
            self._show()

    def _show(self) -> None:
        content, week = self._document.content, self._reading.week
        self._targets = {}
        if week > 1 or any(one.from_week > 1 for one in content.exercises):
            self._targets = targets_of(
                content, self._reading.steps, self._published, self._done, self._logged
            )
        self._show_note()
        self.grid.set_content(content)
        if self.has_dates and self._context.gym is not None and content.exercises:
            first = week_start(content.starts_on, self._context.gym.week_start) + timedelta(weeks=week - 1)
            self.grid.set_dates({day: first + timedelta(days=n) for n, day in enumerate(self._days)})
        self.book.want(one.name for one in content.exercises)

    def _show_note(self) -> None:
        """Say that other numbers are shown than those which are edited."""
        document, week = self._document, self._reading.week
        now = document.now.number
        differs = any(
            self._target(one) != written(document.reached(one)) for one in document.content.exercises
        )
        is_elsewhere = week != now
        self._back_button.setVisible(differs and is_elsewhere)
        self._back_button.setText(self.tr("Back to week {0}").format(now))
        words = self.tr("Targets of week {0}, as the progression makes them. What you edit is week {1}.")
        if not is_elsewhere:
            words = self.tr("A lighter week. What you edit are the usual targets that it is made of.")
        is_said = is_elsewhere or week in document.content.deload.weeks
        self._week_note.setVisible(differs and is_said)
        self._week_note.setText(words.format(week, now))

    def _words(self, exercise: DraftExercise, mark: str) -> CardWords:
        maximum = self._maxima.get(library_key(exercise.name)) if self._maxima else None
        return card_words(exercise, mark, self._target(exercise), maximum, self._reading)

    def _target(self, exercise: DraftExercise) -> WeekTarget:
        """Return what the week shown asks for; in the week it is written for, as it is written."""
        weeks, week = self._targets.get(exercise.id, ()), self._reading.week
        is_lighter = week > 1 and week in self._document.content.deload.weeks
        is_written = week == exercise.from_week and not is_lighter
        return written(exercise) if is_written or week > len(weeks) else weeks[week - 1]

    def _see(self, id: UUID) -> None:
        if (card := self.grid.card(id)) is not None:
            self.grid.ensureWidgetVisible(card)

    # Slots

    def _on_entered(self, entry: QuickEntry, day: Weekday) -> None:
        try:
            exercise = self._document.now.begun(exercise_of(entry, day))
        except UserError as error:
            self.quick.show_error(error.message)
            return
        self.quick.take(exercise.name)
        words = self.tr("add {0}").format(_short(exercise.name))
        self._document.apply(self._document.content.added(exercise), words)
        self._see(exercise.id)
        self.exercise_added.emit()

    def _on_acted(self, action: str) -> None:
        targets, actions = self.actions_.targets, self.actions_
        if not targets:
            return
        match CardAction(action):
            case CardAction.EDIT if len(targets) == 1:
                self.edit(targets[0])
            case CardAction.SUBSTITUTE if len(targets) == 1:
                self.substitute(targets[0])
            case CardAction.LEARN:
                self.learn(targets[0].name)
            case CardAction.DUPLICATE:
                actions.duplicate()
            case CardAction.DELETE:
                actions.delete()
            case CardAction.COPY:
                actions.copy()
            case CardAction.CUT:
                actions.cut()
            case CardAction.PASTE:
                actions.paste()
            case CardAction.GROUP:
                actions.group()
            case CardAction.UNGROUP:
                actions.ungroup()
            case CardAction.UP | CardAction.DOWN:
                actions.step(-1 if action == CardAction.UP else 1)
            case CardAction.LEFT | CardAction.RIGHT:
                actions.shift(-1 if action == CardAction.LEFT else 1)

    def _on_day_acted(self, day: Weekday, action: str) -> None:
        match DayAction(action):
            case DayAction.COPY:
                self.actions_.copy_day(day)
            case DayAction.CUT:
                self.actions_.cut_day(day)
            case DayAction.PASTE:
                self.actions_.paste_into(day)
            case DayAction.CLEAR:
                self.actions_.clear_day(day)

    def _on_sent(self, day: Weekday) -> None:
        self.actions_.move(self.grid.targets, day, len(self._document.content.of_day(day)))

    def _on_card_menu_wanted(self, at: QPoint) -> None:
        self.menu().popup(at)

    def _on_day_menu_wanted(self, day: Weekday, at: QPoint) -> None:
        self.day_menu(day).popup(at)

    def _on_quick_left(self) -> None:
        exercises = self._document.content.of_day(self.quick.day)
        if exercises:
            self.grid.focus_exercise(exercises[-1].id)
        else:
            self.grid.focus_day(self.quick.day)


def written(exercise: DraftExercise) -> WeekTarget:
    """Return what an exercise asks for as it is written."""
    return WeekTarget(exercise.sets, exercise.reps, exercise.weight)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"

"""The dialog that assigns many members at once: a preview of every line, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QDate, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.bulk import BulkLine, BulkPlan, BulkResult
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.admin.assigning.bulk_lines import (
    TRAINER_COLUMN,
    BulkLinesModel,
    BulkLinesTable,
    BulkPreview,
    PreviewLine,
    TrainerOfLineDelegate,
)
from gymtrainer_desktop.ui.admin.assigning.bulk_running import tell_bulk
from gymtrainer_desktop.ui.admin.assigning.bulk_trainers import (
    BulkTrainerRow,
)
from gymtrainer_desktop.ui.admin.assigning.spread_dialog import SpreadDialog
from gymtrainer_desktop.ui.admin.assigning.trainer_pick_dialog import short_name
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import DateField, FormField
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import label

_ALL, _PROBLEMS = "all", "problems"


class BulkAssignDialog(SpreadDialog):
    """Ticks trainers at the left, shows every line at the right, and writes nothing before the button.

    With one trainer ticked everybody goes there; with several the members are spread by free places and fit.
    A single line can be given to somebody else, or left out.

    Args:
        members: Returns whom to assign; called in the background, for it may ask the database.
        count: How many they are, as far as is known.
    """

    assigned = Signal(object)
    """Everybody is assigned; carries the `BulkResult`. A toast with an undo has said so."""

    def __init__(
        self,
        context: PageContext,
        members: Callable[[], Sequence[UUID]],
        count: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "bulkAssignDialog", parent)
        self._read_members = members
        self._ids: tuple[UUID, ...] | None = None
        self._came_from: QWidget | None = None
        self.preview = BulkPreview()
        self.lines = BulkLinesModel()
        self._set_count(count)
        self._build_content()
        self._connect_signals()
        self._update()
        self.reload()

    def reload(self) -> None:
        """Ask who has how much room, then for a plan; ticks and what was chosen for single lines stay."""
        services, ids, read = self._context.services, self._ids, self._read_members

        def load() -> tuple[tuple[UUID, ...], tuple[TrainerChoice, ...], date]:
            found = tuple(read()) if ids is None else ids
            return found, services.assignments.choices(found), services.gym.today()

        self._states.show_loading()
        self._context.tasks.query(self, load, self._on_loaded, self._on_load_failed, key="trainers")

    def submit(self) -> None:
        """Write all lines that are ready, or none."""
        lines = self.preview.ready
        if not lines or self.is_running or self._is_planning:
            return
        self.start_field.clear_error()
        self.preview.note_sent(lines)
        bulk, starts_on = self._context.services.bulk, self.start_date.value
        self._came_from = self.focusWidget()
        self._write(
            len(lines),
            lambda run: bulk.assign(lines, starts_on, run),
            lambda result: self._on_answered(lines, result),
            self._on_assign_failed,
        )

    # Building

    def _build_content(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.filter = Segmented((Segment(_ALL, self.tr("All")), Segment(_PROBLEMS, self.tr("Problems"))))
        self.filter.setObjectName("bulkFilter")
        self.filter.setAccessibleName(self.tr("Lines"))
        head.addWidget(self.filter)
        head.addStretch(1)
        self.spread_words = label("", "secondary", "muted")
        head.addWidget(self.spread_words)
        self.table = BulkLinesTable(self.lines)
        delegate = self.table.itemDelegateForColumn(TRAINER_COLUMN)
        assert isinstance(delegate, TrainerOfLineDelegate)
        delegate.offers = self._offers
        self._build_frame(self.table, head, self._fields())
        self.confirm_button.setObjectName("confirmBulkButton")

    def _fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.L)
        self.start_date = DateField(_here_today(), self._context.gym.week_start)
        self.start_date.setObjectName("bulkStartDate")
        self.start_field = FormField(self.tr("&Start date"), self.start_date)
        self.start_field.setFixedWidth(Size.DATE_WIDTH)
        row.addWidget(self.start_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.counts = label("", tone="muted", wrap=True)
        self.counts.setObjectName("bulkCounts")
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.counts, 2)
        return row

    def _connect_signals(self) -> None:
        self._connect_frame()
        self.trainers.checked_changed.connect(self._on_ticked)
        self.filter.chosen.connect(lambda _key: self._show_lines())
        self.trainer_table.row_activated.connect(self._on_trainer_activated)
        self.table.row_activated.connect(self._on_line_activated)
        self.table.clicked.connect(self._on_line_clicked)
        self.lines.trainer_wanted.connect(self._on_trainer_wanted)
        self.start_date.dateChanged.connect(self.start_field.clear_error)

    # Loading and planning

    def _on_loaded(self, answer: tuple[tuple[UUID, ...], tuple[TrainerChoice, ...], date]) -> None:
        if self.is_running:
            return
        is_first = self._ids is None
        self._ids, choices, today = answer
        self._set_count(len(self._ids))
        self._take_choices(choices)
        self.preview.trainers = {choice.trainer_id: choice for choice in self._choices}
        if is_first:
            self.start_date.set_value(today)
        if not self._choices:
            self._show_nobody()
            return
        before = self.trainers.ticked
        self.trainers.set_choices(self._choices, self.preview.added)
        self._states.show_content()
        if is_first:
            self.trainers.tick(self._suggested(len(self._ids)))
            self.trainer_table.enter_from_above()
        if self.trainers.ticked == before:
            self._plan()

    def _on_load_failed(self, exc: Exception) -> None:
        self._show_load_failure(self.tr("The trainers could not be loaded"), exc)

    def _on_ticked(self) -> None:
        self._is_unsure = False
        self._is_planning = True
        self._replan.start()
        self._update()

    def _on_trainer_activated(self, row: BulkTrainerRow) -> None:
        """A click anywhere in a row ticks it."""
        self.trainers.set_checked(self.trainers.place_of(row.id), row.id not in self.trainers.ticked)

    def _plan(self) -> None:
        self._replan.stop()
        ids, ticked, bulk = self._ids or (), self.trainers.ticked, self._context.services.bulk
        self._is_planning = True
        self._line_states.show_loading()
        self._update()
        self._context.tasks.query(
            self, lambda: bulk.plan(ids, ticked), self._on_planned, self._on_plan_failed, key="plan"
        )

    def _on_planned(self, plan: BulkPlan) -> None:
        self._is_planning = False
        self.preview.set_plan(plan)
        self._show_preview()

    def _on_plan_failed(self, exc: Exception) -> None:
        self._is_planning = True  # nothing shown fits the ticks any more
        self._line_states.show_error(self.tr("The preview could not be made"), exc)
        self._update()

    # One line

    def _offers(self) -> list[tuple[str, UUID | None]]:
        """Return what the list in a line offers: those with room, and a way to leave the line out."""
        return [*self._offers_with_room(self.preview.added), (self.tr("Leave out"), None)]

    def _on_line_activated(self, row: PreviewLine) -> None:
        if not self.is_running:
            self.table.edit(self.lines.index(self.lines.place_of(row.id), TRAINER_COLUMN))

    def _on_line_clicked(self, index: QModelIndex) -> None:
        if index.column() == TRAINER_COLUMN:
            self._on_line_activated(self.lines.row_at(index))

    def _on_trainer_wanted(self, member_id: UUID, trainer_id: UUID | None) -> None:
        self.preview.choose(member_id, trainer_id)
        self._show_preview()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # Writing

    def _on_answered(self, lines: tuple[BulkLine, ...], result: BulkResult) -> None:
        self._end_run()
        self._update()
        self._focus_again()
        if not result.problems:
            self.accept()
            tell_bulk(self._context, lines, result)
            self.assigned.emit(result)
            return
        self.preview.refuse(result.problems)
        count = len(result.problems)
        title = self.tr("Nothing was assigned: 1 line has a problem")
        if count != 1:
            title = self.tr("Nothing was assigned: {0} lines have a problem").format(f"{count:,}")
        self._say(
            title, self.tr("You see it in the line. Choose another trainer there, or assign the others.")
        )
        self._show_preview()

    def _on_assign_failed(self, exc: Exception) -> None:
        words = self.tr("Everything is still here. Press the button again: nobody is assigned twice.")
        self._say_failure(exc, self.tr("Nothing was assigned."), words, self._refuse)
        if not self.start_field.error:
            self._focus_again()

    def _refuse(self, exc: UserError) -> None:
        if exc.field == "start_date":
            self.start_field.set_error(exc.message)
            self.start_date.setFocus()
        else:
            self._say(self.tr("Nothing was assigned"), exc.message)

    def _focus_again(self) -> None:
        (self._came_from or self.confirm_button).setFocus()

    # Showing

    def _set_count(self, count: int) -> None:
        self.set_title(
            self.tr("Assign 1 member") if count == 1 else self.tr("Assign {0} members").format(f"{count:,}")
        )

    def _show_nobody(self) -> None:
        self._states.show_empty(
            self.tr("There is no personal trainer yet"),
            self.tr("Make an instructor a personal trainer on the Trainers page."),
            icon="whistle",
        )
        self._update()

    def _show_preview(self) -> None:
        self.trainers.set_choices(self._choices, self.preview.added, self.preview.wanted)
        self.filter.set_counts({_ALL: len(self.preview.lines), _PROBLEMS: self.preview.problems})
        self._show_lines()
        self._update()

    def _show_lines(self) -> None:
        lines = self.preview.lines
        if self.filter.current == _PROBLEMS:
            lines = tuple(one for one in lines if one.line.problem and not one.is_left_out)
        self.lines.set_rows(lines)
        if not any(choice.free for choice in self._choices):
            words = self.tr("Members can be put on the waiting list until a place frees.")
            self._line_states.show_empty(self.tr("No trainer has a place free"), words, icon="whistle")
        elif not self.trainers.ticked:
            words = self.tr("With one, everybody goes there; with several, the members are spread.")
            self._line_states.show_empty(self.tr("Tick a trainer"), words, icon="whistle")
        elif lines:
            self._line_states.show_content()
        else:
            self._line_states.show_empty(self.tr("No line has a problem"), icon="circle-check")

    def _update(self) -> None:
        count, is_busy = len(self.preview.ready), self.is_running or self._is_planning
        if count == 1:
            words = self.tr("&Assign 1 member")
        else:
            words = self.tr("&Assign {0} members").format(f"{count:,}")
        self.set_confirm_text(words if count else self.tr("Nobody to assign"))
        self.confirm_button.setEnabled(bool(count) and not is_busy and bool(self.trainers.ticked))
        self._enable((self.table, self.start_date, self.filter))
        self.spread_words.setText(self._spread_words())
        self.counts.setText(self._count_words())

    def _spread_words(self) -> str:
        ticked = self.trainers.ticked
        if not ticked:
            return ""
        if len(ticked) == 1:
            name = next(one.name for one in self._choices if one.trainer_id == ticked[0])
            return self.tr("all to {0}").format(short_name(name, 30))
        return self.tr("spread over {0} trainers").format(len(ticked))

    def _count_words(self) -> str:
        parts = []
        if problems := self.preview.problems:
            words = self.tr("1 cannot be assigned") if problems == 1 else self.tr("{0} cannot be assigned")
            parts.append(words.format(f"{problems:,}"))
        if left_out := self.preview.left_out:
            parts.append(self.tr("{0} left out").format(f"{left_out:,}"))
        parts.append(self.tr("Trainers and members are told."))
        return " · ".join(parts)


def _here_today() -> date:
    """Return this computer's day, until the gym's is known."""
    today = QDate.currentDate()
    return date(today.year(), today.month(), today.day())

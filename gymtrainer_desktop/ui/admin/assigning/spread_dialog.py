"""What the dialogs share that spread people over trainers: nothing is written before the button."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.ui.admin.assigning.bulk_running import BulkRunningBar
from gymtrainer_desktop.ui.admin.assigning.bulk_trainers import BulkTrainersModel, BulkTrainersTable
from gymtrainer_desktop.ui.admin.assigning.trainer_pick_dialog import LIVE_TABLES
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay, Size
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.text import hairline
from gymtrainer_desktop.ui.widgets.work import Work


class SpreadDialog(SheetDialog):
    """Ticks trainers at the left, shows a line for each person at the right, and writes all lines or none."""

    def __init__(self, context: PageContext, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, confirm_text=" ", width=Size.SHEET_WIDE + Size.COLUMN_XL, scrolls=False)
        self.setObjectName(name)
        self._context = context
        self._choices: tuple[TrainerChoice, ...] = ()
        self._run: Work | None = None
        self._is_planning = False
        # An answer was lost: what was sent may be written. Until the person decides, nothing is planned anew.
        self._is_unsure = False
        self.trainers = BulkTrainersModel()
        self._replan = QTimer(self)
        self._replan.setSingleShot(True)
        self._replan.setInterval(Delay.SEARCH)

    @property
    def is_running(self) -> bool:
        """Whether the lines are being written."""
        return self._run is not None

    @abstractmethod
    def reload(self) -> None:
        """Ask anew who has how much room; ticks and what was chosen stay."""

    def reject(self) -> None:
        """Close; while lines are written, stop that instead."""
        if self._run is not None:
            self._on_stop_requested()
        else:
            super().reject()

    # Building

    def _build_frame(self, lines: QWidget, head: QLayout | None, fields: QLayout) -> None:
        """Put the parts together.

        Args:
            lines: The table at the right.
            head: What stands above it.
            fields: What stands below everything.
        """
        self.body.setSpacing(0)
        self.banner = Banner("triangle-alert", "critical")
        self.banner.setObjectName(f"{self.objectName()}Problem")
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.trainer_table = BulkTrainersTable(self.trainers)
        self.trainer_table.setFixedWidth(Size.HOME_SIDE)
        row.addWidget(self.trainer_table)
        row.addWidget(hairline(vertical=True))
        right = QVBoxLayout()
        right.setSpacing(0)
        if head is not None:
            right.addLayout(head)
            right.addWidget(hairline())
        self._line_states = StateStack(lines)
        right.addWidget(self._line_states, 1)
        row.addLayout(right, 1)
        self._states = StateStack(content, Skeleton(Size.ROW_LIBRARY))
        self.body.addWidget(self._states, 1)
        self.running = BulkRunningBar()
        self.body.addWidget(hairline())
        self.body.addWidget(self.running)
        self.body.addLayout(fields)

    def _connect_frame(self) -> None:
        self._states.retry_requested.connect(self.reload)
        self._line_states.retry_requested.connect(self._plan)
        self._replan.timeout.connect(self._plan)
        self.running.stop_requested.connect(self._on_stop_requested)
        self._context.changes.heard.connect(self._on_heard)

    # Loading and planning

    @abstractmethod
    def _plan(self) -> None:
        """Ask for a plan of every line."""

    @abstractmethod
    def _update(self) -> None:
        """Show what can be done now."""

    def _on_heard(self, tables: frozenset[str] | None) -> None:
        is_ours = tables is None or bool(tables & LIVE_TABLES)
        if is_ours and self.isVisible() and not self.is_running and not self._is_unsure:
            self.reload()

    def _take_choices(self, choices: Iterable[TrainerChoice]) -> None:
        """Keep trainers who are shown already at their place, below the pointer."""
        places = {choice.trainer_id: place for place, choice in enumerate(self._choices)}
        self._choices = tuple(sorted(choices, key=lambda one: places.get(one.trainer_id, len(places))))

    def _suggested(self, needed: int) -> tuple[UUID, ...]:
        """Return the best trainer if there is room for everybody with them, else all who have any."""
        best = next((one for one in self._choices if one.free >= needed), None)
        if best is not None:
            return (best.trainer_id,)
        return tuple(one.trainer_id for one in self._choices if one.free)

    def _offers_with_room(self, added: Counter[UUID]) -> list[tuple[str, UUID | None]]:
        """Return what the list in a line offers: those with room, with their load as it would be."""
        return [
            (f"{c.name}  {c.active_clients + added[c.trainer_id]}/{c.max_clients}", c.trainer_id)
            for c in self._choices
            if c.free
        ]

    def _show_load_failure(self, title: str, exc: Exception) -> None:
        if self._states.state == "content":
            self._context.notices.error(exc)
        else:
            self._states.show_error(title, exc)
        self._update()

    # Writing

    def _write(
        self,
        count: int,
        op: Callable[[Work], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Write so many lines in the background, with progress and a way to stop."""
        self.banner.hide()
        run = self._run = Work(count)
        self._update()
        self.running.watch(run)
        self.running.stop_button.setFocus()
        self._context.tasks.write(self, lambda: op(run), done, failed)

    def _on_stop_requested(self) -> None:
        if self._run is not None:
            self._run.stop()
            self.running.look()

    def _end_run(self) -> None:
        self._run = None
        self._is_unsure = False
        self.running.watch(None)

    def _say_failure(
        self, exc: Exception, nothing: str, twice: str, refused: Callable[[UserError], None]
    ) -> None:
        """Say why nothing was written.

        Args:
            exc: What happened.
            nothing: That nothing was: "Nothing was assigned."
            twice: That pressing again is harmless, for a lost answer.
            refused: Shows what breaks a rule.
        """
        self._end_run()
        if isinstance(exc, Cancelled):
            self._say(self.tr("Stopped"), nothing)
        elif isinstance(exc, Unavailable):
            self._is_unsure = True
            self._say(self.tr("The server did not answer"), twice)
            self._context.notices.error(exc)
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            refused(exc)
        else:
            self._context.notices.error(exc, nothing)
        self._update()

    # Showing

    def _say(self, title: str, words: str) -> None:
        self.banner.set_words(title, words)
        self.banner.show()

    def _enable(self, parts: Sequence[QWidget]) -> None:
        """Let nothing be changed while it is being written."""
        for part in (self.trainer_table, *parts):
            part.setEnabled(not self.is_running)

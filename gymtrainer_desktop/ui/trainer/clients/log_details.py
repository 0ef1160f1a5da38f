"""One log set by set, with its target, difficulty, note, and who entered it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.progress import LogRow
from gymtrainer_desktop.domain.workouts import LoggedSet
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import scroll_area
from gymtrainer_desktop.ui.trainer.clients.overview_cards import clear_layout
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.outcome_words import outcome_words, records_words
from gymtrainer_desktop.ui.widgets.text import hairline, label
from gymtrainer_desktop.ui.widgets.workout_words import (
    difficulty_text,
    set_type_words,
    set_words,
    sets_words,
    source_words,
)

_SETS_SHOWN = 60


class LogDetailsCard(Card):
    """The chosen log, and what can be done about it."""

    comment_wanted = Signal(object)
    """Somebody wants to comment on the log; carries its `LogRow`."""
    adjust_wanted = Signal(object)
    """The plan should be adjusted after the log; carries its `LogRow`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("logDetails")
        self.setFixedWidth(Size.LOG_DETAILS)
        self._context = context
        self._row: LogRow | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        content = QWidget()
        content.setLayout(self._column)
        self.body.addWidget(scroll_area(content), 1)
        self.add_hairline()
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        foot.setSpacing(Space.S)
        self.comment_button = quiet_button(self.tr("Comment…"), "message-square", "small")
        self.comment_button.setObjectName("commentOnLogButton")
        self.adjust_button = quiet_button(self.tr("Adjust next week"), "pencil", "small")
        self.adjust_button.setObjectName("adjustAfterLogButton")
        for button, signal in (
            (self.comment_button, self.comment_wanted),
            (self.adjust_button, self.adjust_wanted),
        ):
            button.clicked.connect(lambda _=False, of=signal: of.emit(self._row))
            foot.addWidget(button)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_log(self, row: LogRow | None) -> None:
        """Show a log, or a hint without one."""
        self._row = row
        clear_layout(self._column)
        for button in (self.comment_button, self.adjust_button):
            button.setEnabled(row is not None)
        if row is None:
            self._column.addWidget(label(self.tr("Choose a log to see its sets."), tone="muted", wrap=True))
            self._column.addStretch(1)
            return
        log, unit = row.log, self._context.person.weight_unit
        self._column.addWidget(label(log.exercise_name, "section", wrap=True))
        at = log.completed_at.astimezone(ZoneInfo(self._context.gym.time_zone))
        self._column.addWidget(label(f"{format_date(at.date())}, {at:%H:%M}", "secondary", "muted"))
        if row.records:
            self._column.addWidget(label(records_words(row.records), "secondary", "caution", wrap=True))
        self._fact(self.tr("Target"), log.target or self.tr("not planned"))
        self._fact(self.tr("Done"), sets_words(log.sets, unit))
        if against := outcome_words(row.outcome, unit):
            self._fact(self.tr("Result"), against)
        self._column.addWidget(hairline())
        self._sets(log.sets)
        self._column.addWidget(hairline())
        self._fact(self.tr("Difficulty"), difficulty_text(log.rating))
        if log.duration_minutes:
            self._fact(self.tr("Time"), self.tr("{0} min").format(log.duration_minutes))
        if log.workout_name:
            self._fact(self.tr("Workout"), log.workout_name)
        who = log.logged_by_name or source_words(log.source)
        self._fact(self.tr("Logged by"), who or self.tr("the member"))
        if log.notes:
            self._column.addWidget(hairline())
            self._column.addWidget(label(log.notes, wrap=True))
        self._column.addStretch(1)

    def _sets(self, sets: tuple[LoggedSet, ...]) -> None:
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(Space.M)
        cells.setVerticalSpacing(Space.XS)
        cells.setColumnStretch(1, 1)
        for row, one in enumerate(sets[:_SETS_SHOWN]):
            cells.addWidget(label(str(one.number), tone="muted"), row, 0)
            words = set_words(one, self._context.person.weight_unit)
            cells.addWidget(label(words, weight="medium"), row, 1)
            extra = label(self._extra(one), "secondary", "muted")
            cells.addWidget(extra, row, 2, Qt.AlignmentFlag.AlignRight)
        self._column.addWidget(grid)

    def _fact(self, caption: str, words: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        quiet = label(caption, "secondary", "muted")
        quiet.setFixedWidth(Size.COLUMN_S - Space.XL)
        row.addWidget(quiet, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, "secondary", wrap=True), 1)
        self._column.addWidget(line)

    def _extra(self, one: LoggedSet) -> str:
        parts = [] if one.type.value == "working" else [set_type_words(one.type)]
        if one.rir is not None:
            parts.append(self.tr("{0} in reserve").format(one.rir))
        return ", ".join(parts)

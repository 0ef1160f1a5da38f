"""A client's logs: newest first, filtered, the chosen one set by set, target against actual."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.progress import ExerciseSummary, LogQuery, LogRow
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab
from gymtrainer_desktop.ui.trainer.clients.log_acts import LogActs
from gymtrainer_desktop.ui.trainer.clients.log_details import LogDetailsCard
from gymtrainer_desktop.ui.trainer.words import day_text
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import StrongTextDelegate
from gymtrainer_desktop.ui.widgets.progress_logs import LogsList
from gymtrainer_desktop.ui.widgets.progress_tables import asked_column, result_column
from gymtrainer_desktop.ui.widgets.rows import Column
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.workout_words import sets_words


class LogTab(ClientTab):
    """Every log of the client, or those that fit."""

    notes_changed = Signal()
    """A note about a log was written, or taken back."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("logTab")
        self.acts = LogActs(context, self)
        self._build()
        self._connect_signals()

    @property
    def exercise_name(self) -> str | None:
        """The exercise filtered by, None for all."""
        name: str | None = self.exercise_filter.currentData()
        return name

    def set_client(self, client: ClientRow, today: date) -> None:
        """Show somebody's logs."""
        super().set_client(client, today)
        self.acts.client = client

    def clear(self) -> None:
        """Another client: all exercises, from the newest log on."""
        with QSignalBlocker(self.exercise_filter):
            self.exercise_filter.clear()
            self.exercise_filter.addItem(self.tr("All exercises"), None)
        self.logs.set_member(self.client.member_id if self.client is not None else None)
        self._count.setText("")
        self.details.show_log(None)

    def refresh(self) -> None:
        """Load the newest logs again, as many as are shown; the chosen one stays chosen."""
        if self.client is None:
            return
        progress, member_id = self.context.services.progress, self.client.member_id
        self.context.tasks.query(
            self,
            lambda: progress.exercises(member_id),
            self._offer,
            self.context.notices.error,
            key="exercises",
        )
        self.logs.refresh()

    # Building

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        outer.setSpacing(Space.M)
        self.logs = LogsList(self.context, self._columns(), "client_logs")
        self.model, self.table, self._states = self.logs.model, self.logs.table, self.logs.states
        self.table.setObjectName("logTable")
        self.table.setAccessibleName(self.tr("Logs"))
        outer.addLayout(self._tools())
        card = Card()
        card.body.addWidget(self.logs)
        self.details = LogDetailsCard(self.context)
        self.details.show_log(None)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(card, 1)
        row.addWidget(self.details)
        outer.addLayout(row, 1)

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        self.exercise_filter = QComboBox()
        self.exercise_filter.setObjectName("logExerciseFilter")
        self.exercise_filter.setAccessibleName(self.tr("Exercise"))
        self.exercise_filter.setProperty("kind", "quiet")
        self.exercise_filter.addItem(self.tr("All exercises"), None)
        self.exercise_filter.setFixedWidth(Size.COLUMN_L)
        self.exercise_filter.setMaxVisibleItems(16)
        self._count = label("", tone="muted")
        self.export_button = quiet_button(self.tr("Export"), "download")
        self.export_button.setObjectName("exportLogsButton")
        self.export_button.setToolTip(self.tr("Save the logs listed as CSV"))
        tools.addWidget(self.exercise_filter)
        tools.addWidget(self.logs.filters)
        tools.addStretch(1)
        tools.addWidget(self._count)
        tools.addWidget(self.export_button)
        return tools

    def _columns(self) -> tuple[Column[LogRow], ...]:
        unit = self.context.person.weight_unit
        return (
            Column("date", self.tr("Date"), self._day_text, width=Size.COLUMN_S + Space.M),
            Column(
                "exercise",
                self.tr("Exercise"),
                lambda row: row.exercise_name,
                delegate=StrongTextDelegate,
                tooltip=lambda row: row.exercise_name,
                width=Size.COLUMN_S,
                stretch=3,
            ),
            asked_column(),
            Column(
                "done",
                self.tr("Done"),
                lambda row: sets_words(row.log.sets, unit),
                tooltip=lambda row: sets_words(row.log.sets, unit),
                width=Size.COLUMN_S + Space.M,
                stretch=3,
            ),
            result_column(unit, Size.COLUMN_S - Space.XL),
        )

    def _connect_signals(self) -> None:
        self.exercise_filter.currentIndexChanged.connect(self._on_filter_changed)
        self.logs.current_changed.connect(self.details.show_log)
        self.logs.counted.connect(self._on_counted)
        self.logs.shown.connect(self._on_shown)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.table.row_activated.connect(self.acts.comment)
        self.details.comment_wanted.connect(self.acts.comment)
        self.details.adjust_wanted.connect(self.acts.adjust)
        self.acts.notes_changed.connect(self.notes_changed)

    # Showing

    def _offer(self, exercises: tuple[ExerciseSummary, ...]) -> None:
        chosen = self.exercise_name
        with QSignalBlocker(self.exercise_filter):
            self.exercise_filter.clear()
            self.exercise_filter.addItem(self.tr("All exercises"), None)
            for one in exercises:
                self.exercise_filter.addItem(one.name, one.name)
            self.exercise_filter.setCurrentIndex(max(self.exercise_filter.findData(chosen), 0))

    def _on_shown(self) -> None:
        """Show the current log, the newest one at first."""
        current: LogRow | None = self.table.current_row()
        if current is None and self.model.rows:
            self.table.select_id(self.model.rows[0].id)
            current = self.model.rows[0]
        self.details.show_log(current)

    def _on_counted(self, total: int) -> None:
        self._count.setText(self.tr("1 log") if total == 1 else self.tr("{0} logs").format(f"{total:,}"))
        self.export_button.setEnabled(total > 0)

    def _on_filter_changed(self, _place: int) -> None:
        self.logs.set_base(LogQuery(self.exercise_name))
        self.logs.refresh()

    def _on_export_clicked(self) -> None:
        name = self.client.name if self.client is not None else ""
        self.logs.export(self.tr("Logs {0}").format(name))

    def _day_text(self, row: LogRow) -> str:
        return day_text(row.on, self.today)

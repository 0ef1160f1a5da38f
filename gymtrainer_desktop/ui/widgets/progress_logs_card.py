"""The logs beneath the chart: filters, what can be done with one, and export."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from gymtrainer_desktop.domain.progress import LogQuery, LogRow
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.progress_logs import LogsList
from gymtrainer_desktop.ui.widgets.progress_tables import logs_columns

_ROWS_SHOWN = 5


class ProgressLogsCard(Card):
    """A card of logs. Of a client, one can be commented on and the plan adjusted.

    Args:
        context: Of the page it stands on.
        for_trainer: Whether it is a client's log.
    """

    comment_wanted = Signal(object)
    """Somebody wants to comment on a log; carries its `LogRow`."""
    adjust_wanted = Signal(object)
    """The plan should be adjusted after a log; carries its `LogRow`."""

    def __init__(
        self, context: PageContext, *, for_trainer: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Logs"))
        self.setObjectName("logsCard")
        self._name = self.tr("Logs")
        self._for_trainer = for_trainer
        columns = logs_columns(context.person.weight_unit)
        self.logs = LogsList(context, columns, "progress_logs")
        self.table = self.logs.table
        self.table.setObjectName("progressLogs")
        self.table.setAccessibleName(self.tr("Logs"))
        self.table.setMinimumHeight(self.table.height_of_rows(_ROWS_SHOWN))
        self._build()
        self._connect_signals()

    def set_base(self, base: LogQuery, name: str) -> None:
        """List one exercise or all of them, and some days; `name` is what an export is called."""
        self._name = name
        # There is no room for both; of one exercise its name says nothing.
        self.table.fold(("volume",) if base.exercise is None else ("exercise",))
        self.logs.set_base(base)

    def _build(self) -> None:
        self.comment_button = self._action("commentLogButton", self.tr("Comment…"), "message-square")
        self.adjust_button = self._action("adjustPlanButton", self.tr("Adjust next week"), "pencil")
        self.export_button = self._action("exportLogsButton", self.tr("Export"), "download")
        self.adjust_button.setToolTip(self.tr("Open the plan at this exercise, beside what was done"))
        self.comment_button.setToolTip(self.tr("Write a note or a message about the chosen log"))
        self.export_button.setToolTip(self.tr("Save the logs listed as CSV"))
        for button in (self.comment_button, self.adjust_button):
            button.setVisible(self._for_trainer)
            button.setEnabled(False)
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, 0, Space.L, Space.M)
        row.addWidget(self.logs.filters)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.logs, 1)
        self.logs.setMinimumHeight(Size.LOGS_HEIGHT)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _action(self, name: str, words: str, icon: str) -> QPushButton:
        button = quiet_button(words, icon, "small")
        button.setObjectName(name)
        self.add_action(button)
        return button

    def _connect_signals(self) -> None:
        self.logs.counted.connect(self._on_counted)
        self.logs.current_changed.connect(self._on_current_changed)
        self.logs.shown.connect(lambda: self._on_current_changed(self.table.current_row()))
        self.comment_button.clicked.connect(lambda: self._want(self.comment_wanted))
        self.adjust_button.clicked.connect(lambda: self._want(self.adjust_wanted))
        self.export_button.clicked.connect(lambda: self.logs.export(self._name))
        self.table.customContextMenuRequested.connect(self._on_menu_requested)
        if self._for_trainer:
            self.table.row_activated.connect(self.comment_wanted)

    def _want(self, signal: object) -> None:
        row = self.table.current_row()
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]

    def _on_counted(self, total: int) -> None:
        narrow = self.logs.query.is_narrow
        one, many = self.tr("1 in this range"), self.tr("{0} in this range")
        if narrow:
            one, many = self.tr("1 fits"), self.tr("{0} fit")
        self.set_count(one if total == 1 else many.format(f"{total:,}"))
        self.export_button.setEnabled(total > 0)

    def _on_current_changed(self, row: LogRow | None) -> None:
        for button in (self.comment_button, self.adjust_button):
            button.setEnabled(row is not None)

    def _on_menu_requested(self, where: QPoint) -> None:
        if self._for_trainer and self.table.indexAt(where).isValid():
            menu = self.row_menu()
            menu.popup(self.table.viewport().mapToGlobal(where))

    def row_menu(self) -> QMenu:
        """Return the menu of the current log."""
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, icon in ((self.comment_button, "message-square"), (self.adjust_button, "pencil")):
            action = menu.addAction(icons.icon(icon), button.accessibleName())
            action.triggered.connect(button.click)
        return menu

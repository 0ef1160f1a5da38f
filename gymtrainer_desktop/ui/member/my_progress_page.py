"""The member's own progress: chart and records, the whole history, and history from other apps."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.progress import LogQuery, LogRow
from gymtrainer_desktop.domain.workouts import ImportOutcome
from gymtrainer_desktop.ui.member.history_table import history_columns
from gymtrainer_desktop.ui.member.import_history_dialog import ImportHistoryDialog
from gymtrainer_desktop.ui.member.save_data_dialog import SaveDataDialog
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.progress_logs import LogsList
from gymtrainer_desktop.ui.widgets.progress_view import ProgressView
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import label


class MyProgressPage(Page):
    """Chart and records, or every log; both follow what is logged elsewhere."""

    key: ClassVar[str] = "my_progress"
    tables: ClassVar[frozenset[str]] = frozenset({"workout_progress"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Progress"))
        self.dialog: ImportHistoryDialog | None = None
        self.save_dialog: SaveDataDialog | None = None
        self.tabs = Segmented(
            (Segment("chart", self.tr("Chart and records")), Segment("history", self.tr("History")))
        )
        self.tabs.setObjectName("progressTabs")
        self.tabs.setAccessibleName(self.tr("What is shown"))
        self.import_button = quiet_button(self.tr("&Import history…"), "upload")
        self.import_button.setObjectName("importHistoryButton")
        self.import_button.setAccessibleName(self.tr("Import history"))
        self.save_button = quiet_button(self.tr("&Save my data…"), "download")
        self.save_button.setObjectName("saveDataButton")
        self.save_button.setToolTip(self.tr("Everything the gym keeps about you, as tables in a ZIP file"))
        self.view = ProgressView(context, context.person.person_id)
        self.logs = LogsList(context, history_columns(context.person.weight_unit), "member-history")
        self.logs.set_member(context.person.person_id)
        self.table, self.history = self.logs.table, self.logs.states
        self.table.setObjectName("historyTable")
        self.table.setAccessibleName(self.tr("History"))
        self.export_button = quiet_button(self.tr("Export"), "download")
        self.export_button.setObjectName("exportHistoryButton")
        self.export_button.setToolTip(self.tr("Save the logs listed as CSV"))
        self.correct_button = quiet_button(self.tr("Correct…"), "pencil")
        self.correct_button.setObjectName("correctHistoryButton")
        self.correct_button.setToolTip(
            self.tr("Change or delete the chosen log; for seven days after it was entered")
        )
        self.correct_button.setEnabled(False)
        self._count = label("", tone="muted")
        self._faces = QStackedWidget()
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Show `exercise` in the chart, if one is named."""
        if name := args.get("exercise"):
            self._show_face("chart")
            self.view.show_exercise(str(name))

    def refresh(self) -> None:
        """Load the face that is shown; the other one loads when it is turned to."""
        if self.tabs.current == "chart":
            self.view.refresh()
        else:
            self.logs.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(Space.XL, Space.L, Space.XL, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.setSpacing(Space.S)
        head.addWidget(self.save_button)
        head.addWidget(self.import_button)
        column.addLayout(head)
        self._faces.addWidget(self.view)
        face = QWidget()
        inner = QVBoxLayout(face)
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        inner.setSpacing(Space.M)
        tools = QHBoxLayout()
        tools.setSpacing(Space.M)
        tools.addWidget(self.logs.filters)
        tools.addStretch(1)
        tools.addWidget(self._count)
        tools.addWidget(self.correct_button)
        tools.addWidget(self.export_button)
        inner.addLayout(tools)
        card = Card()
        card.body.addWidget(self.logs, 1)
        inner.addWidget(card)
        self._faces.addWidget(face)
        column.addWidget(self._faces, 1)

    def _connect_signals(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.import_button.clicked.connect(self._on_import_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.logs.shown.connect(self._on_history_shown)
        self.logs.counted.connect(self._on_counted)
        self.logs.current_changed.connect(self._on_current_changed)
        self.table.row_activated.connect(self._on_log_activated)
        self.correct_button.clicked.connect(lambda: self._on_log_activated(self.table.current_row()))
        self.export_button.clicked.connect(lambda: self.logs.export(self.tr("My workouts")))

    # History

    def _on_history_shown(self) -> None:
        """Nothing logged at all: history from another app can come along."""
        if not self.logs.total and self.logs.query == LogQuery():
            self.history.show_empty(
                self.tr("Nothing logged yet"),
                self.tr("Every workout you log appears here. What you logged in another app can come along."),
                self.tr("Import history…"),
                self._on_import_clicked,
                icon="history",
                action_icon="upload",
            )

    def _on_counted(self, total: int) -> None:
        self._count.setText(self.tr("1 log") if total == 1 else self.tr("{0} logs").format(f"{total:,}"))
        self.export_button.setEnabled(total > 0)

    def _on_current_changed(self, row: LogRow | None) -> None:
        self.correct_button.setEnabled(row is not None and row.log.is_correctable)

    def _on_log_activated(self, row: LogRow | None) -> None:
        """Open the day of a log, where it can be corrected or deleted."""
        if row is not None and row.log.is_correctable:
            self.context.navigate("log", {"day": row.on, "log_id": row.id})

    # Faces and import

    def _show_face(self, key: str) -> None:
        self.tabs.set_current(key)
        self._faces.setCurrentIndex(0 if key == "chart" else 1)

    def _on_tab_chosen(self, key: str) -> None:
        self._show_face(key)
        self.refresh()

    def _on_import_clicked(self) -> None:
        dialog = ImportHistoryDialog(self.context, self)
        self.dialog = dialog
        dialog.imported.connect(self._on_imported)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_imported(self, _outcome: ImportOutcome) -> None:
        self.refresh()

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # Everything about oneself

    def _on_save_clicked(self) -> None:
        dialog = SaveDataDialog(self.context, self)
        self.save_dialog = dialog
        dialog.finished.connect(self._on_save_finished)
        dialog.open()

    def _on_save_finished(self) -> None:
        if self.save_dialog is not None:
            self.save_dialog.deleteLater()
            self.save_dialog = None

"""The member's own progress: chart and records, the whole history, and history from other apps."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.workouts import ImportOutcome, WorkoutLog
from gymtrainer_desktop.ui.member.history_table import history_table
from gymtrainer_desktop.ui.member.import_history_dialog import ImportHistoryDialog
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.progress_view import ProgressView
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

_PAGE = 100


class MyProgressPage(Page):
    """Chart and records, or every log; both follow what is logged elsewhere."""

    key: ClassVar[str] = "my_progress"
    tables: ClassVar[frozenset[str]] = frozenset({"workout_progress"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Progress"))
        self._loaded: tuple[WorkoutLog, ...] = ()
        self.dialog: ImportHistoryDialog | None = None
        self.tabs = Segmented(
            (Segment("chart", self.tr("Chart and records")), Segment("history", self.tr("History")))
        )
        self.tabs.setObjectName("progressTabs")
        self.tabs.setAccessibleName(self.tr("What is shown"))
        self.import_button = quiet_button(self.tr("&Import history…"), "upload")
        self.import_button.setObjectName("importHistoryButton")
        self.import_button.setAccessibleName(self.tr("Import history"))
        self.view = ProgressView(context, context.person.person_id)
        self.table = history_table(context.gym.time_zone, context.person.weight_unit, context.settings)
        self.history = StateStack(self.table)
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
            self._load_history()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(Space.XL, Space.L, Space.XL, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.import_button)
        column.addLayout(head)
        self._faces.addWidget(self.view)
        face = QWidget()
        inner = QVBoxLayout(face)
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        card = Card()
        card.body.addWidget(self.history, 1)
        inner.addWidget(card)
        self._faces.addWidget(face)
        column.addWidget(self._faces, 1)

    def _connect_signals(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.import_button.clicked.connect(self._on_import_clicked)
        self.history.retry_requested.connect(self._load_history)
        self.table.rows_model.more_wanted.connect(self._on_more_wanted)

    # History

    def _load_history(self) -> None:
        self.history.show_loading()
        workouts, member_id = self.context.services.workouts, self.context.person.person_id
        limit = max(_PAGE, len(self._loaded))
        self.context.tasks.query(
            self,
            lambda: workouts.logs(member_id, limit=limit + 1),
            lambda found: self._on_history(found, limit),
            self._on_history_failed,
            key="history",
        )

    def _on_history(self, found: tuple[WorkoutLog, ...], limit: int) -> None:
        if not found:
            self._loaded = ()
            self.history.show_empty(
                self.tr("Nothing logged yet"),
                self.tr("Every workout you log appears here. What you logged in another app can come along."),
                self.tr("Import history…"),
                self._on_import_clicked,
                icon="history",
                action_icon="upload",
            )
            return
        self._loaded = found[:limit]
        self.table.rows_model.set_rows(self._loaded, has_more=len(found) > limit)
        self.history.show_content()

    def _on_history_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        self.history.show_error(self.tr("The history could not be loaded"), exc)

    def _on_more_wanted(self) -> None:
        """Load what lies before the oldest log: its whole day again, since logs of a day share a moment."""
        if not self._loaded:
            return
        workouts, member_id = self.context.services.workouts, self.context.person.person_id
        until = gym_day(self._loaded[-1].completed_at, self.context.gym.time_zone)
        zone = self.context.gym.time_zone
        same_day = sum(gym_day(log.completed_at, zone) == until for log in self._loaded)
        limit = same_day + _PAGE
        self.context.tasks.query(
            self,
            lambda: workouts.logs(member_id, until=until, limit=limit + 1),
            lambda found: self._on_more(found, limit),
            self._on_more_failed,
            key="more history",
        )

    def _on_more(self, found: tuple[WorkoutLog, ...], limit: int) -> None:
        known = {log.id for log in self._loaded}
        fresh = tuple(log for log in found[:limit] if log.id not in known)
        self._loaded += fresh
        self.table.rows_model.extend(fresh, len(found) > limit)

    def _on_more_failed(self, exc: Exception) -> None:
        self.table.rows_model.fetch_failed()
        self.context.notices.error(exc)

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

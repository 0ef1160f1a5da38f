"""What a signed-in member sees; made when they sign in, and gone with everything in it when they leave."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gymtrainer_desktop.domain.errors import GymError, UserError
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.kiosk.entries_page import EntriesPage, day_of_log
from gymtrainer_desktop.ui.kiosk.exercise_actions import ExerciseActions
from gymtrainer_desktop.ui.kiosk.exercise_page import ExercisePage
from gymtrainer_desktop.ui.kiosk.finish_page import FinishPage
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.message_page import MessagePage
from gymtrainer_desktop.ui.kiosk.overlay_dialog import ChoiceDialog
from gymtrainer_desktop.ui.kiosk.today_page import TodayPage, day_rows
from gymtrainer_desktop.ui.kiosk.touch_parts import column
from gymtrainer_desktop.ui.kiosk.visit_header import VisitHeader
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry

_LATELY = timedelta(days=7)
_MOST_LOGS = 200


class VisitView(QWidget):
    """Header, and one page below it.

    Args:
        visit: Whose workout.
        tasks: The background.
    """

    left = Signal()
    """The member is done, or wants to go."""
    finished = Signal()
    """What was achieved is shown; the screen may be cleared soon."""
    resumed = Signal()

    def __init__(self, visit: KioskVisit, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visitView")
        self.visit, self._tasks = visit, tasks
        self._waiting = 0
        self._is_finishing = False
        self._past: ExerciseEntry | None = None
        self._past_words = ""
        self.header = VisitHeader(visit.member_id, visit.person.full_name)
        self.message = MessagePage()
        self.today = TodayPage(visit)
        self.exercise = ExercisePage(visit, self)
        self.entries = EntriesPage(visit)
        self.finish = FinishPage(visit, tasks)
        self.stack = QStackedWidget()
        for page in (self.message, self.today, self.exercise, self.entries, self.finish):
            self.stack.addWidget(page)
        self.acts = ExerciseActions(visit, tasks, self.stack, self)
        whole = column(self)
        whole.addWidget(self.header)
        whole.addWidget(self.stack, 1)
        self._connect_signals()

    @property
    def page(self) -> QWidget | None:
        """The page in front."""
        return self.stack.currentWidget()

    @property
    def entry(self) -> ExerciseEntry | None:
        """The exercise in front: of the workout at hand, or one that was logged before."""
        session = self.visit.session
        return self._past or (session.current if session is not None else None)

    @property
    def is_finished(self) -> bool:
        """Whether the goodbye is in front."""
        return self.stack.currentWidget() is self.finish

    def begin(self) -> None:
        """Load today's workout."""
        self.message.show_busy(self.tr("One moment…"))
        self.stack.setCurrentWidget(self.message)
        self.visit.load()

    def set_waiting(self, count: int) -> None:
        """So many entries wait on this computer."""
        if count < self._waiting:
            self.visit.sending.look_for_arrived()
        self._waiting = count
        if self.is_finished:
            self.finish.show_waiting(count)

    def _connect_signals(self) -> None:
        visit = self.visit
        visit.loaded.connect(self._on_loaded)
        visit.load_failed.connect(self._on_load_failed)
        visit.changed.connect(self._on_changed)
        visit.settled.connect(self._on_settled)
        self.header.finish_requested.connect(self._on_finish_requested)
        self.message.retry_requested.connect(self.begin)
        self.today.start_requested.connect(self._on_start_requested)
        self.today.exercise_chosen.connect(self._on_exercise_chosen)
        self.today.kept_requested.connect(visit.load_kept)
        self.today.days_requested.connect(self._on_days_requested)
        self.today.unplanned_requested.connect(self.acts.ask_unplanned)
        self.today.entries_requested.connect(self.show_entries)
        self.exercise.set_saved.connect(self._on_set_saved)
        self.exercise.exercise_done.connect(self._on_exercise_done)
        self.exercise.back_requested.connect(self._on_back_requested)
        self.exercise.next_requested.connect(self._on_next_requested)
        self.exercise.more_requested.connect(self._on_more_requested)
        self.exercise.note_requested.connect(self._on_note_requested)
        self.acts.list_wanted.connect(self.show_today)
        self.acts.done.connect(self.show_exercise)
        self.acts.left_out.connect(self._go_on)
        self.entries.log_chosen.connect(self._on_log_chosen)
        self.entries.deleted_chosen.connect(self._on_deleted_chosen)
        self.entries.left.connect(self.show_today)
        self.finish.left.connect(self.left)
        self.finish.resumed.connect(self._on_resumed)

    # Showing

    def show_today(self) -> None:
        """Show the list of today's exercises."""
        self._past = None
        self.today.show_workout()
        self.header.show_greeting()
        self.stack.setCurrentWidget(self.today)

    def show_entries(self) -> None:
        """Show what was logged in the last seven days."""
        self._past = None
        workouts, member_id = self.visit.services.workouts, self.visit.member_id
        since = self.visit.clock().date() - _LATELY
        self.visit.worker.ask(
            lambda: workouts.logs(member_id, since=since, limit=_MOST_LOGS), self._on_logs, "entries"
        )

    def show_exercise(self) -> None:
        """Show the exercise in front."""
        if self._past is not None:
            self.exercise.show_entry(self._past, self._past_words)
            self.header.show_greeting()
            self.stack.setCurrentWidget(self.exercise)
            return
        session = self.visit.session
        entry = session.current if session is not None else None
        if session is None or entry is None:
            self.show_today()
            return
        self.exercise.show_entry(entry)
        following = session.next_open()
        words = (
            self.tr("Next: {0}").format(following.name) if following is not None else self.tr("The last one")
        )
        place = self.tr("Exercise {0} of {1}").format(session.place + 1, len(session.entries))
        self.header.show_progress(place, words, [self._token(one) for one in session.entries])
        self.stack.setCurrentWidget(self.exercise)

    def _token(self, entry: ExerciseEntry) -> str:
        if entry.state is EntryState.LOGGED:
            return "caution" if entry.is_waiting else "positive"
        session = self.visit.session
        if session is not None and entry is session.current:
            return "accent"
        return "track"

    # Loading

    def _on_loaded(self) -> None:
        self.show_today()

    def _on_load_failed(self, error: Exception) -> None:
        sentence = error.message if isinstance(error, GymError) and hasattr(error, "message") else ""
        self.message.show_problem(self.tr("Your workout could not be loaded"), sentence)
        self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, GymError):
            self._tasks.unhandled.emit(error)

    # Slots: today

    def _on_start_requested(self) -> None:
        if self.visit.session is not None and self.visit.continued_at is None:
            self.visit.session.start()
        self.show_exercise()

    def _on_exercise_chosen(self, key: UUID) -> None:
        if self.visit.session is not None:
            self.visit.session.choose(key)
            self.show_exercise()

    def _on_days_requested(self) -> None:
        days = day_rows(self.visit)
        dialog = ChoiceDialog(self.tr("Which day’s workout?"), days, self.tr("Back"), self)
        dialog.chosen.connect(lambda day: self.visit.load(date.fromisoformat(day)))
        dialog.show_over()

    # Slots: an exercise

    def _on_changed(self) -> None:
        if self.page is self.today:
            self.today.show_workout()
        elif self.page is self.exercise and self.findChild(ChoiceDialog) is None:
            self.show_exercise()

    def _on_set_saved(self, _number: int) -> None:
        session, entry = self.visit.session, self.entry
        if session is None or entry is None:
            return
        following = session.next_in_round(entry)
        is_last = entry.current is None and session.next_open() is None
        if entry.rest_seconds and not is_last and session.ends_round(entry):
            self.exercise.rest.start(entry.rest_seconds)
        if following is not None and following is not entry:
            session.choose(following.key)  # a superset goes round
        self.show_exercise()

    def _on_exercise_done(self) -> None:
        session, entry = self.visit.session, self.entry
        if session is None or entry is None:
            return
        is_changing = self.visit.changes.is_changing(entry)
        if self._send(entry) and not is_changing:
            for one in session.finished_beside(entry):
                self._send(one)
            self._go_on()

    def _send(self, entry: ExerciseEntry) -> bool:
        try:
            if self.visit.changes.is_changing(entry):
                self.visit.changes.save(entry)
            else:
                self.visit.send(entry)
        except UserError as error:
            self.visit.said.emit(error.message, "critical")
            self.show_exercise()
            return False
        return True

    def _go_on(self) -> None:
        session = self.visit.session
        following = session.next_open() if session is not None else None
        if session is not None and following is not None:
            session.choose(following.key)
            self.show_exercise()
        else:
            self._on_finish_requested()

    def _on_next_requested(self) -> None:
        session, entry = self.visit.session, self.entry
        if session is None or entry is None:
            return
        is_open = entry.is_editable and entry.state is not EntryState.SKIPPED
        if is_open and entry.done and entry.current is None and not self._send(entry):
            return
        if session.place + 1 < len(session.entries):
            session.place += 1
            self.show_exercise()
        else:
            self._go_on()

    def _on_back_requested(self) -> None:
        session, entry = self.visit.session, self.entry
        if entry is not None and self.visit.changes.is_changing(entry):
            self.visit.changes.leave(entry)
        elif self._past is not None:
            self.show_entries()
        elif session is not None and session.place > 0:
            session.place -= 1
            self.show_exercise()
        else:
            self.show_today()

    def _on_more_requested(self) -> None:
        if self.entry is not None:
            self.acts.ask_more(self.entry)

    def _on_note_requested(self) -> None:
        if self.entry is not None:
            self.acts.ask_note(self.entry)

    # Slots: earlier entries

    def _on_logs(self, logs: tuple[WorkoutLog, ...]) -> None:
        self.entries.show_logs(logs)
        self.header.show_greeting()
        self.stack.setCurrentWidget(self.entries)

    def _on_log_chosen(self, log: WorkoutLog) -> None:
        session = self.visit.session
        known = session.entries if session is not None else []
        entry = next((one for one in known if one.log is not None and one.log.id == log.id), None)
        if entry is None:
            entry = ExerciseEntry(log.id, log.exercise_name, self.visit.person.weight_unit)
            entry.take_log(log)
        self._show_past(entry, day_of_log(log, self.visit.gym.time_zone))

    def _on_deleted_chosen(self, entry: ExerciseEntry) -> None:
        self._show_past(entry, self.tr("Deleted"))

    def _show_past(self, entry: ExerciseEntry, words: str) -> None:
        self._past, self._past_words = entry, words
        self.exercise.rest.stop()
        self.show_exercise()

    # Slots: the end

    def _on_finish_requested(self) -> None:
        visit, past = self.visit, self._past
        visit.send_done(past)
        self._past = None
        is_idle = (past is not None or self.page is not self.exercise) and not visit.is_busy
        if is_idle and (visit.sets_saved == 0 or self.is_finished):
            self.left.emit()
            return
        self._is_finishing = True
        self.exercise.rest.stop()
        self._on_settled()

    def _on_settled(self) -> None:
        if not self._is_finishing:
            return
        if self.visit.is_busy:
            self.message.show_busy(self.tr("Saving…"))
            self.stack.setCurrentWidget(self.message)
            return
        self._is_finishing = False
        self.header.show_greeting()
        self.header.hide_finish()
        self.finish.begin(self._waiting)
        self.stack.setCurrentWidget(self.finish)
        self.finished.emit()

    def _on_resumed(self) -> None:
        self.resumed.emit()
        self.show_today()

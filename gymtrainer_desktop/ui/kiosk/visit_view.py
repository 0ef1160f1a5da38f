"""What a signed-in member sees; made when they sign in, and gone with everything in it when they leave."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gymtrainer_desktop.domain.errors import GymError, UserError
from gymtrainer_desktop.ui.kiosk.exercise_page import ExercisePage
from gymtrainer_desktop.ui.kiosk.exercise_picker import ExercisePicker
from gymtrainer_desktop.ui.kiosk.finish_page import FinishPage
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.message_page import MessagePage
from gymtrainer_desktop.ui.kiosk.overlay_dialog import ChoiceDialog
from gymtrainer_desktop.ui.kiosk.today_page import TodayPage, day_rows
from gymtrainer_desktop.ui.kiosk.touch_parts import column
from gymtrainer_desktop.ui.kiosk.visit_header import VisitHeader
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind

_OWN_NAMES = 40


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
        self._picks: ExerciseEntry | None = None
        self.header = VisitHeader(visit.member_id, visit.person.full_name)
        self.message = MessagePage()
        self.today = TodayPage(visit)
        self.exercise = ExercisePage(visit, self)
        self.picker = ExercisePicker(visit.services, tasks, self._on_failed)
        self.finish = FinishPage(visit)
        self.stack = QStackedWidget()
        for page in (self.message, self.today, self.exercise, self.picker, self.finish):
            self.stack.addWidget(page)
        whole = column(self)
        whole.addWidget(self.header)
        whole.addWidget(self.stack, 1)
        self._connect_signals()

    @property
    def page(self) -> QWidget | None:
        """The page in front."""
        return self.stack.currentWidget()

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
        self._waiting = count
        if self.is_finished:
            self.finish.show_achieved(count)

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
        self.today.unplanned_requested.connect(self._on_unplanned_requested)
        self.exercise.set_saved.connect(self._on_set_saved)
        self.exercise.exercise_done.connect(self._on_exercise_done)
        self.exercise.back_requested.connect(self._on_back_requested)
        self.exercise.next_requested.connect(self._on_next_requested)
        self.exercise.more_requested.connect(self._on_more_requested)
        self.picker.name_chosen.connect(self._on_name_chosen)
        self.picker.given_up.connect(self._on_picker_left)
        self.finish.left.connect(self.left)
        self.finish.resumed.connect(self._on_resumed)

    # Showing

    def show_today(self) -> None:
        """Show the list of today's exercises."""
        self.today.show_workout()
        self.header.show_greeting()
        self.stack.setCurrentWidget(self.today)

    def show_exercise(self) -> None:
        """Show the exercise in front."""
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

    def _on_unplanned_requested(self) -> None:
        workout = self.visit.workout
        known = [one.name for one in workout.known][:_OWN_NAMES] if workout is not None else []
        self._picks = None
        self.picker.begin(self.tr("What are you doing?"), known)
        self.stack.setCurrentWidget(self.picker)

    # Slots: an exercise

    def _on_changed(self) -> None:
        if self.page is self.today:
            self.today.show_workout()
        elif self.page is self.exercise and self.findChild(ChoiceDialog) is None:
            self.show_exercise()

    def _on_set_saved(self, _number: int) -> None:
        session = self.visit.session
        entry = session.current if session is not None else None
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
        session = self.visit.session
        entry = session.current if session is not None else None
        if session is not None and entry is not None and self._send(entry):
            for one in session.finished_beside(entry):
                self._send(one)
            self._go_on()

    def _send(self, entry: ExerciseEntry) -> bool:
        try:
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
        session = self.visit.session
        entry = session.current if session is not None else None
        if session is None or entry is None:
            return
        if entry.is_editable and entry.done and entry.current is None and not self._send(entry):
            return
        if session.place + 1 < len(session.entries):
            session.place += 1
            self.show_exercise()
        else:
            self._go_on()

    def _on_back_requested(self) -> None:
        session = self.visit.session
        if session is not None and session.place > 0:
            session.place -= 1
            self.show_exercise()
        else:
            self.show_today()

    # Slots: more about an exercise

    def _on_more_requested(self) -> None:
        session = self.visit.session
        entry = session.current if session is not None else None
        if entry is None:
            return
        choices = [("all", self.tr("All exercises of today"))]
        if not entry.done:
            choices.append(("instead", self.tr("Do something else instead")))
            if entry.planned is not None:
                choices.append(("skip", self.tr("Leave it out")))
            choices.append(("kind", self._other_kind(entry)[1]))
        elif entry.current is not None:
            choices.append(("enough", self.tr("No more sets")))
        dialog = ChoiceDialog(entry.name, choices, self.tr("Back"), self)
        dialog.chosen.connect(partial(self._on_more_chosen, entry))
        dialog.show_over()

    def _other_kind(self, entry: ExerciseEntry) -> tuple[EntryKind, str]:
        kinds = {
            EntryKind.REPS: (EntryKind.TIME, self.tr("Enter seconds instead of reps")),
            EntryKind.TIME: (EntryKind.DISTANCE, self.tr("Enter metres instead of seconds")),
            EntryKind.DISTANCE: (EntryKind.CARDIO, self.tr("Enter minutes and kilometres")),
            EntryKind.CARDIO: (EntryKind.REPS, self.tr("Enter weight and reps")),
        }
        return kinds[entry.kind]

    def _on_more_chosen(self, entry: ExerciseEntry, what: str) -> None:
        if what == "all":
            self.show_today()
        elif what == "instead":
            self._ask_instead(entry)
        elif what == "skip":
            self._ask_reason(entry)
        elif what == "kind":
            entry.use_kind(self._other_kind(entry)[0])
            self.show_exercise()
        elif what == "enough":
            entry.sets = [one for one in entry.sets if one.is_done]
            self.visit.keep()
            self.show_exercise()

    def _ask_instead(self, entry: ExerciseEntry) -> None:
        self._picks = entry
        self.picker.begin(self.tr("Instead of {0}").format(entry.name), ())
        self.stack.setCurrentWidget(self.picker)
        exercises, name = self.visit.services.exercises, entry.name
        self._tasks.query(
            self,
            lambda: tuple(one.name for one in exercises.substitutes(name)),
            self.picker.offer,
            self._on_failed,
            key="substitutes",
        )

    def _ask_reason(self, entry: ExerciseEntry) -> None:
        reasons = (
            self.tr("The machine is taken"),
            self.tr("It hurts"),
            self.tr("No time today"),
            self.tr("I do not want to say"),
        )
        choices = [(str(place), text) for place, text in enumerate(reasons)]
        title = self.tr("Why do you leave it out?")
        dialog = ChoiceDialog(title, choices, self.tr("Back"), self)

        def take(key: str) -> None:
            self.visit.skip(entry, reasons[int(key)] if int(key) < len(reasons) - 1 else "")
            self._go_on()

        dialog.chosen.connect(take)
        dialog.show_over()

    def _on_name_chosen(self, name: str) -> None:
        entry, self._picks = self._picks, None
        try:
            if entry is None:
                self.visit.add(name)
            else:
                self.visit.substitute(entry, name)
        except UserError as error:
            self.visit.said.emit(error.message, "critical")
            return
        self.show_exercise()

    def _on_picker_left(self) -> None:
        entry, self._picks = self._picks, None
        if entry is None:
            self.show_today()
        else:
            self.show_exercise()

    # Slots: the end

    def _on_finish_requested(self) -> None:
        visit = self.visit
        visit.send_done()
        is_idle = self.page is not self.exercise and not visit.is_busy
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
        self.finish.show_achieved(self._waiting)
        self.stack.setCurrentWidget(self.finish)
        self.finished.emit()

    def _on_resumed(self) -> None:
        self.resumed.emit()
        self.show_today()

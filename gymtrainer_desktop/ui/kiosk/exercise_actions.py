"""What is done with an exercise beside entering its numbers: something else instead, left out, a note."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gymtrainer_desktop.domain.errors import GymError, UserError
from gymtrainer_desktop.ui.kiosk.exercise_picker import ExercisePicker
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.note_page import NotePage
from gymtrainer_desktop.ui.kiosk.overlay_dialog import ChoiceDialog
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind

_OWN_NAMES = 40


class ExerciseActions(QObject):
    """Asks, and does what was chosen.

    Its pages are made when somebody first wants them: they are full of keys, and most visits need none.

    Args:
        visit: Whose workout.
        tasks: The background.
        stack: Takes the pages.
        over: What dialogs cover; its parent.
    """

    list_wanted = Signal()
    """All exercises of the workout are to be shown."""
    done = Signal()
    """Show the exercise again."""
    left_out = Signal()
    """Go on with the next one."""

    def __init__(self, visit: KioskVisit, tasks: Tasks, stack: QStackedWidget, over: QWidget) -> None:
        super().__init__(over)
        self._visit, self._tasks, self._stack, self._over = visit, tasks, stack, over
        self._picker: ExercisePicker | None = None
        self._note: NotePage | None = None
        self._picks: ExerciseEntry | None = None
        self._notes: ExerciseEntry | None = None
        self._former_note = ""

    @property
    def picker(self) -> ExercisePicker:
        """Where exercises are chosen by their names."""
        if self._picker is None:
            self._picker = ExercisePicker(self._visit.services, self._tasks, self._on_not_found)
            self._picker.name_chosen.connect(self._on_name_chosen)
            self._picker.given_up.connect(self._on_picker_left)
            self._stack.addWidget(self._picker)
        return self._picker

    @property
    def note(self) -> NotePage:
        """Where notes are typed."""
        if self._note is None:
            self._note = NotePage()
            self._note.changed.connect(self._on_note_typed)
            self._note.saved.connect(self._on_note_saved)
            self._note.given_up.connect(self._on_note_left)
            self._stack.addWidget(self._note)
        return self._note

    # What can be done

    def ask_more(self, entry: ExerciseEntry) -> None:
        """Ask what is to be done with an exercise."""
        is_changing = self._visit.changes.is_changing(entry)
        choices = [] if is_changing else [("all", self.tr("All exercises of today"))]
        choices.append(("note", self.tr("Write a note") if not entry.note else self.tr("Change the note")))
        if not entry.done and not is_changing:
            choices.append(("instead", self.tr("Do something else instead")))
            if entry.planned is not None:
                choices.append(("skip", self.tr("Leave it out")))
            choices.append(("kind", self._other_kind(entry)[1]))
        elif entry.current is not None and not is_changing:
            choices.append(("enough", self.tr("No more sets")))
        if entry.current is not None:
            if len(entry.sets) > 1:
                words = self.tr("Take set {0} away").format(entry.current + 1)
                choices.append(("remove", words))
            choices.append(("add", self.tr("One more set")))
        dialog = ChoiceDialog(entry.name, choices, self.tr("Back"), self._over)
        dialog.chosen.connect(partial(self._on_more_chosen, entry))
        dialog.show_over()

    def ask_unplanned(self) -> None:
        """Ask for an exercise that no plan asks for."""
        workout = self._visit.workout
        known = [one.name for one in workout.known][:_OWN_NAMES] if workout is not None else []
        self._picks = None
        self.picker.begin(self.tr("What are you doing?"), known)
        self._stack.setCurrentWidget(self.picker)

    def ask_note(self, entry: ExerciseEntry) -> None:
        """Ask for a note to an exercise."""
        self._notes, self._former_note = entry, entry.note
        title = self.tr("Your note to {0}").format(entry.name)
        self.note.begin(title, entry.note, has_reader=self._visit.has_trainer)
        self._stack.setCurrentWidget(self.note)

    def _other_kind(self, entry: ExerciseEntry) -> tuple[EntryKind, str]:
        kinds = {
            EntryKind.REPS: (EntryKind.TIME, self.tr("Enter seconds instead of reps")),
            EntryKind.TIME: (EntryKind.DISTANCE, self.tr("Enter metres instead of seconds")),
            EntryKind.DISTANCE: (EntryKind.CARDIO, self.tr("Enter minutes and distance")),
            EntryKind.CARDIO: (EntryKind.REPS, self.tr("Enter weight and reps")),
        }
        return kinds[entry.kind]

    def _on_more_chosen(self, entry: ExerciseEntry, what: str) -> None:
        match what:
            case "all":
                self.list_wanted.emit()
                return
            case "note":
                self.ask_note(entry)
                return
            case "instead":
                self._ask_instead(entry)
                return
            case "skip":
                self._ask_reason(entry)
                return
            case "kind":
                entry.use_kind(self._other_kind(entry)[0])
            case "enough":
                entry.sets = [one for one in entry.sets if one.is_done]
                self._visit.keep()
            case "remove" if entry.current is not None:
                entry.remove_set(entry.current)
                self._visit.keep()
            case "add":
                entry.add_set()
                self._visit.keep()
        self.done.emit()

    # Something else, or nothing

    def _ask_instead(self, entry: ExerciseEntry) -> None:
        self._picks = entry
        self.picker.begin(self.tr("Instead of {0}").format(entry.name), ())
        self._stack.setCurrentWidget(self.picker)
        exercises, name = self._visit.services.exercises, entry.name
        self._tasks.query(
            self,
            lambda: tuple(one.name for one in exercises.substitutes(name)),
            self.picker.offer,
            self._on_not_found,
            key="substitutes",
        )

    def _on_not_found(self, error: Exception) -> None:
        # Without the library a name can still be typed.
        if not isinstance(error, GymError):
            self._tasks.unhandled.emit(error)

    def _ask_reason(self, entry: ExerciseEntry) -> None:
        reasons = (
            self.tr("The machine is taken"),
            self.tr("It hurts"),
            self.tr("No time today"),
            self.tr("I do not want to say"),
        )
        choices = [(str(place), text) for place, text in enumerate(reasons)]
        title = self.tr("Why do you leave it out?")
        dialog = ChoiceDialog(title, choices, self.tr("Back"), self._over)

        def take(key: str) -> None:
            self._visit.sending.skip(entry, reasons[int(key)] if int(key) < len(reasons) - 1 else "")
            self.left_out.emit()

        dialog.chosen.connect(take)
        dialog.show_over()

    def _on_name_chosen(self, name: str) -> None:
        entry, self._picks = self._picks, None
        try:
            if entry is None:
                self._visit.add(name)
            else:
                self._visit.substitute(entry, name)
        except UserError as error:
            self._visit.said.emit(error.message, "critical")
            return
        self.done.emit()

    def _on_picker_left(self) -> None:
        entry, self._picks = self._picks, None
        if entry is None:
            self.list_wanted.emit()
        else:
            self.done.emit()

    # Notes

    def _on_note_typed(self, text: str) -> None:
        """Keep every letter of what is not sent yet, as its numbers are kept."""
        entry = self._notes
        if entry is not None and entry.state is not EntryState.LOGGED:
            entry.note = text
            self._visit.keep()

    def _on_note_saved(self, text: str) -> None:
        entry, self._notes = self._notes, None
        if entry is not None:
            try:
                self._visit.changes.note(entry, text)
            except UserError as error:
                self._visit.changes.leave(entry)
                self._visit.said.emit(error.message, "critical")
        self.done.emit()

    def _on_note_left(self) -> None:
        entry, self._notes = self._notes, None
        if entry is not None and entry.state is not EntryState.LOGGED:
            entry.note = self._former_note
            self._visit.keep()
        self.done.emit()

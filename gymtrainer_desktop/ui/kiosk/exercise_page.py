"""One exercise: two steppers, one big button, the sets, the rest."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plates import format_plates
from gymtrainer_desktop.domain.units import to_kg
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.ui.kiosk.done_panel import DifficultyPanel, StatePanel
from gymtrainer_desktop.ui.kiosk.entry_state import EntryAct, note_words, shown_state
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.kiosk_words import measure_title, measure_unit, target_words
from gymtrainer_desktop.ui.kiosk.last_time_panel import LastTimePanel
from gymtrainer_desktop.ui.kiosk.overlay_dialog import NumberDialog, QuestionDialog
from gymtrainer_desktop.ui.kiosk.rest_panel import RestPanel
from gymtrainer_desktop.ui.kiosk.set_list import SetList
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    column,
    row,
    set_button_text,
    touch_button,
    turn,
)
from gymtrainer_desktop.ui.kiosk.touch_stepper import TouchStepper
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure, SetEntry
from gymtrainer_desktop.ui.widgets.workout_words import set_type_words, shown_weight


class ExercisePage(QWidget):
    """The exercise in front.

    Args:
        visit: Whose workout it is.
        over: What dialogs cover.
    """

    set_saved = Signal(int)
    """A set was done; carries its number, from 1."""
    exercise_done = Signal()
    """Everything of it is entered and is to be saved."""
    back_requested = Signal()
    next_requested = Signal()
    more_requested = Signal()
    note_requested = Signal()

    def __init__(self, visit: KioskVisit, over: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exercisePage")
        self._visit, self._over = visit, over
        self._entry: ExerciseEntry | None = None
        self.is_past = False
        self.title = LineLabel("", "title")
        self.target = LineLabel("", "section", "muted")
        self.more = touch_button("", "quiet", "ellipsis", name=self.tr("More about this exercise"))
        self.more.setObjectName("moreButton")
        self.more.setFixedWidth(KioskSize.BUTTON)
        self.steppers: dict[Measure, TouchStepper] = {}
        """Those that an exercise needed so far: most visits need two of them."""
        self.save = touch_button("", "primary", "check")
        self.save.setObjectName("saveSetButton")
        self.save.setProperty("high", "true")
        self.difficulty = DifficultyPanel()
        self.state = StatePanel()
        self.back = touch_button(self.tr("Back"), "quiet", "chevron-left")
        self.back.setObjectName("backButton")
        self.next = touch_button(self.tr("Next exercise"), "quiet", "chevron-right", leads_on=True)
        self.next.setObjectName("nextButton")
        self.rest = RestPanel()
        self.last = LastTimePanel()
        self.sets = SetList()
        self._build()
        self._connect_signals()

    @property
    def entry(self) -> ExerciseEntry | None:
        """The exercise shown."""
        return self._entry

    def show_entry(self, entry: ExerciseEntry, past: str = "") -> None:
        """Show an exercise as it stands.

        Args:
            entry: The exercise.
            past: When it was done, for one of an earlier workout; empty for the workout at hand.
        """
        self._entry, self.is_past = entry, bool(past)
        changes = self._visit.changes
        is_changing = changes.is_changing(entry)
        self.title.setText(f"{entry.mark}  {entry.name}".strip())
        self.target.setText(past or target_words(entry))
        place = entry.current
        is_open = entry.is_editable and entry.state is not EntryState.SKIPPED
        is_entering = is_open and place is not None
        self._entering.setVisible(is_entering)
        self.difficulty.setVisible(is_open and place is None)
        self.state.setVisible(not is_open)
        for measure in entry.measures if is_entering else ():
            self._make_stepper(measure)
        for measure, stepper in self.steppers.items():
            stepper.setVisible(measure in entry.measures)
        if is_entering and place is not None:
            one = entry.sets[place]
            step = self._visit.gym.gear(one.unit).step
            for measure in entry.measures:
                self.steppers[measure].show_set(one, step)
            words = self.tr("Save the change") if is_changing else self.tr("Save set {0}")
            set_button_text(self.save, words.format(place + 1))
            self._show_plates()
        elif is_open:
            self.difficulty.show_entry(entry)
        else:
            self.state.show_state(shown_state(entry, changes, is_past=self.is_past), note_words(entry))
        set_button_text(self.back, self.tr("Leave as it was") if is_changing else self.tr("Back"))
        self.next.setVisible(not is_changing and not self.is_past)
        self.more.setEnabled(is_open)
        self.sets.show_entry(entry, has_marks=is_open or changes.may_change(entry))
        self.last.show_entry(entry, self._visit.gym.time_zone)
        self.last.setVisible(not self.rest.is_running)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the screen."""
        super().resizeEvent(event)
        is_upright = self.height() > self.width()
        turn(self._halves, upright=is_upright)
        self._side.setMaximumWidth(self.width() if is_upright else KioskSize.SIDE)
        self._halves.setStretch(1, 0 if is_upright else 1)

    # Building

    def _build(self) -> None:
        self._halves = row(self, spacing=KioskSize.COLUMN_GAP)
        self._halves.setContentsMargins(KioskSize.MARGIN, Space.XL, KioskSize.MARGIN, Space.M)
        left = column(spacing=Space.L)
        head = row(spacing=Space.L)
        names = column()
        names.addWidget(self.title)
        names.addWidget(self.target)
        head.addLayout(names, 1)
        head.addWidget(self.more)
        left.addLayout(head)
        self._entering = QWidget()
        entering = column(self._entering, spacing=Space.L)
        self._numbers = row(spacing=Space.L)
        entering.addLayout(self._numbers)
        entering.addWidget(self.save)
        for widget in (self._entering, self.difficulty, self.state):
            left.addWidget(widget)
        left.addStretch(1)
        foot = row(spacing=Space.L)
        foot.addWidget(self.back, 1)
        foot.addWidget(self.next, 1)
        left.addLayout(foot)
        self._halves.addLayout(left, 2)
        self._side = QWidget()
        side = column(self._side, spacing=Space.L)
        side.addWidget(self.rest)
        side.addWidget(self.last)
        side.addWidget(self.sets, 1)
        self._halves.addWidget(self._side, 1)

    def _connect_signals(self) -> None:
        self.save.clicked.connect(self._on_save_clicked)
        self.back.clicked.connect(self.back_requested)
        self.next.clicked.connect(self.next_requested)
        self.more.clicked.connect(self.more_requested)
        self.sets.set_touched.connect(self._on_set_touched)
        self.sets.mark_touched.connect(self._on_mark_touched)
        self.difficulty.rated.connect(self._on_rated)
        self.difficulty.save_requested.connect(self.exercise_done)
        self.difficulty.set_added.connect(self._on_set_added)
        self.difficulty.note_requested.connect(self.note_requested)
        self.state.act_chosen.connect(self._on_act_chosen)
        self.rest.over.connect(self._on_rest_over)
        self.rest.skip.clicked.connect(self._on_rest_over)

    def _make_stepper(self, measure: Measure) -> None:
        if measure in self.steppers:
            return
        order = list(Measure)
        stepper = self.steppers[measure] = TouchStepper(measure)
        place = sum(order.index(one) < order.index(measure) for one in self.steppers)
        self._numbers.insertWidget(place, stepper, 1)
        stepper.changed.connect(self._on_number_changed)
        stepper.typing_requested.connect(self._on_typing_requested)

    # Showing

    def _show_plates(self) -> None:
        """Say which plates go on a bar; nothing for weights that no bar has."""
        entry = self._entry
        place = entry.current if entry is not None else None
        text = ""
        if entry is not None and place is not None and Measure.WEIGHT in entry.measures:
            one = entry.sets[place]
            gear = self._visit.gym.gear(one.unit)
            if one.weight and one.weight >= gear.bar and one.weight <= 50 * gear.bar:
                text = format_plates(Decimal(one.weight), gear)
        for measure, stepper in self.steppers.items():
            stepper.hint.setText(text if measure is Measure.WEIGHT else "")

    # Slots

    def _on_save_clicked(self) -> None:
        entry = self._entry
        place = entry.current if entry is not None else None
        if entry is None or place is None:
            return
        one = entry.sets[place]
        if self._visit.is_surprising(entry, one):
            weight = shown_weight(one.weight, one.unit, one.unit)
            dialog = QuestionDialog(
                self.tr("{0}, really?").format(weight),
                self.tr("That is far more than ever before."),
                self.tr("Yes, save"),
                self.tr("Change it"),
                self._over,
            )
            dialog.confirmed.connect(lambda: self._on_weight_confirmed(entry, one))
            dialog.show_over()
            return
        self._finish_set()

    def _on_weight_confirmed(self, entry: ExerciseEntry, one: SetEntry) -> None:
        weight, done = one.weight, len(entry.done)
        self._finish_set()
        if weight is not None and len(entry.done) > done:
            entry.confirmed_kg = to_kg(weight, one.unit)  # asked about once

    def _finish_set(self) -> None:
        entry = self._entry
        place = entry.current if entry is not None else None
        if entry is None or place is None:
            return
        try:
            self._visit.finish_set(entry, place)
        except UserError as error:
            self._visit.said.emit(error.message, "critical")
            return
        if not self._visit.changes.is_changing(entry):
            self.set_saved.emit(place + 1)
        elif entry.current is None:
            self.exercise_done.emit()
        else:
            self._visit.changed.emit()

    def _on_set_touched(self, place: int) -> None:
        """Take a set up again that was done, or is saved; those after it stay as they are."""
        entry, changes = self._entry, self._visit.changes
        if entry is None:
            return
        if sentence := changes.why_not(entry):
            self._visit.said.emit(sentence, "caution")
        changes.begin(entry)
        if entry.is_editable and entry.state is not EntryState.SKIPPED and entry.sets[place].is_done:
            entry.sets[place].is_done = False
            self._visit.keep()
            self._visit.changed.emit()

    def _on_mark_touched(self, place: int) -> None:
        """Make a set a warm-up; touched again a drop set, one to failure, and a working set again."""
        entry = self._entry
        if entry is None:
            return
        self._visit.changes.begin(entry)
        if not entry.is_editable:
            return
        kind = self._visit.mark(entry, place)
        sentence = (
            self.tr("Set {0}: {1}.")
            if kind is SetType.WORKING
            else self.tr(
                "Set {0}: {1}. It does not count for records. Touch its letter again for another kind."
            )
        )
        self._visit.said.emit(sentence.format(place + 1, set_type_words(kind).lower()), "muted")
        self._visit.changed.emit()

    def _on_rated(self, rating: int) -> None:
        if self._entry is not None:
            self._entry.rating = rating
            self.exercise_done.emit()

    def _on_set_added(self) -> None:
        if self._entry is not None:
            self._entry.add_set()
            self._visit.keep()
            self.show_entry(self._entry)

    def _on_act_chosen(self, act: EntryAct) -> None:
        entry, visit = self._entry, self._visit
        if entry is None:
            return
        match act:
            case EntryAct.REOPEN:
                visit.sending.take_skip_back(entry)
            case EntryAct.CHANGE:
                visit.changes.begin(entry)
            case EntryAct.NOTE:
                self.note_requested.emit()
            case EntryAct.DELETE:
                visit.changes.delete(entry)
            case EntryAct.TAKE_BACK:
                visit.changes.take_back(entry)
            case EntryAct.AGAIN:
                visit.changes.do_again(entry)

    def _on_rest_over(self) -> None:
        self.last.setVisible(True)

    def _on_number_changed(self) -> None:
        self._show_plates()
        self.sets.show_entry(self._entry, has_marks=True)
        self._visit.keep()

    def _on_typing_requested(self, measure: Measure) -> None:
        entry = self._entry
        place = entry.current if entry is not None else None
        if entry is None or place is None:
            return
        stepper = self.steppers[measure]
        unit = measure_unit(measure, entry.sets[place])
        dialog = NumberDialog(measure_title(measure), unit, stepper.text, stepper.has_decimals, self._over)
        dialog.number_entered.connect(stepper.enter)
        dialog.show_over()

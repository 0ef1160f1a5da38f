"""The middle of the page where a workout is logged: the sets of one exercise, how hard it was, a note."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.set_table import SetTable
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, Measure
from gymtrainer_desktop.ui.widgets.segmented import DifficultyPicker, Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, icon_label, label, repolish
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text, gym_day, sets_words, target_text


class ExercisePanel(Card):
    """Everything about the current exercise. What is entered goes into its entry at once.

    Args:
        reader: Unit for last time's weights.
        time_zone: IANA name of the gym's.
    """

    changed = Signal()
    """Something was entered."""
    set_finished = Signal(int)
    """A set was marked as done; carries its number, from 1."""
    save_requested = Signal()
    """Save this exercise, then go on."""
    next_requested = Signal()
    skip_requested = Signal()
    correct_requested = Signal()
    """Delete the log and enter it anew."""
    retry_requested = Signal()
    remove_requested = Signal()
    """Take unplanned work off the list."""

    def __init__(self, reader: Unit, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("exercisePanel")
        self._reader, self._time_zone = reader, time_zone
        self._entry: ExerciseEntry | None = None
        self._next_name = ""
        self._build()
        self._connect_signals()

    @property
    def entry(self) -> ExerciseEntry | None:
        """The exercise shown."""
        return self._entry

    @property
    def title(self) -> str:
        """Name of the exercise shown."""
        return self._headline.text()

    @property
    def target(self) -> str:
        """What is prescribed, in words."""
        return self._target.text()

    @property
    def problem(self) -> str:
        """The sentence in the banner, empty for none."""
        return "" if self.banner.isHidden() else self.banner.accessibleName()

    @property
    def footer_words(self) -> str:
        """What the foot says about saving."""
        return self._saved_words.text()

    def show_entry(self, entry: ExerciseEntry, next_name: str) -> None:
        """Show an exercise; `next_name` is the one after it, empty for none."""
        is_other = entry is not self._entry
        self._entry, self._next_name = entry, next_name
        self._show_head(entry)
        self.table.show_entry(entry)
        if is_other or self.note.toPlainText() != entry.note:
            self.note.blockSignals(True)
            self.note.setPlainText(entry.note)
            self.note.blockSignals(False)
            self.note_field.clear_error()
        self.difficulty.set_rating(entry.rating)
        self._show_foot(entry)

    def show_error(self, error: UserError) -> None:
        """Say what is wrong beside what it is about."""
        field = error.field or ""
        if self.table.show_error(error):
            return
        if field == "notes":
            self.note_field.set_error(error.message)
        elif field == "sets":
            words = self.tr("Press Done on every set you did, then save.")
            self._show_banner(error.message, words, can_retry=False)
        else:
            self._show_banner(self.tr("Not saved"), error.message, can_retry=False)

    # Building

    def _build(self) -> None:
        self._headline = ElidedLabel("", "title")
        self._target = label("", tone="muted", wrap=True)
        self._last_day = label("", tone="muted")
        self._last = ElidedLabel("")
        self._last.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.units = Segmented([Segment(u, u.value) for u in Unit], height=Size.CONTROL_SMALL)
        self.units.setObjectName("unitSwitch")
        self.units.setAccessibleName(self.tr("Unit of the weights"))
        self.kind_button = icon_button(
            "ellipsis", self.tr("What is entered"), size=Size.CONTROL_SMALL, outlined=True
        )
        self.kind_button.setObjectName("kindButton")
        self.kind_menu = QMenu(self.kind_button)
        self.kind_button.setMenu(self.kind_menu)
        self.banner = Banner("triangle-alert", "critical")
        self.banner.setObjectName("exerciseBanner")
        self._retry = self.banner.add_action(self.tr("Retry"), self.retry_requested.emit, "refresh-cw")
        self._retry.setObjectName("retrySaveButton")
        self.body.addLayout(self._head())
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        self.table = SetTable(self._reader)
        self.body.addWidget(self.table)
        self.body.addWidget(hairline())
        self.body.addLayout(self._feeling())
        self.body.addWidget(hairline())
        self.body.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        head.setSpacing(Space.L)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._headline)
        words.addWidget(self._target)
        head.addLayout(words, 3)
        right = QVBoxLayout()
        right.setSpacing(Space.XS)
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        tools.addStretch(1)
        tools.addWidget(self.units)
        tools.addWidget(self.kind_button)
        right.addLayout(tools)
        self._last_day.setAlignment(Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._last_day)
        right.addWidget(self._last)
        right.addStretch(1)
        head.addLayout(right, 2)
        return head

    def _feeling(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        self.difficulty = DifficultyPicker()
        self.difficulty.setObjectName("difficultyPicker")
        column.addWidget(FormField(self.tr("How hard was it?"), self.difficulty))
        self.note = QPlainTextEdit()
        self.note.setObjectName("logNote")
        self.note.setFixedHeight(Size.TEXT_BOX)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.note_field = FormField(self.tr("Note"), self.note, self.tr("(optional, your trainer sees it)"))
        column.addWidget(self.note_field)
        return column

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        foot.setSpacing(Space.S)
        self._saved_mark = icon_label("check", "positive")
        self._saved_words = label("", tone="muted", wrap=True)
        self.correct_button = quiet_button(self.tr("Correct…"), "pencil")
        self.correct_button.setObjectName("correctLogButton")
        self.remove_button = quiet_button(self.tr("Remove"), "trash-2")
        self.remove_button.setObjectName("removeExerciseButton")
        self.skip_button = quiet_button(self.tr("S&kip exercise"))
        self.skip_button.setObjectName("skipExerciseButton")
        self.save_button = quiet_button("")
        self.save_button.setObjectName("saveExerciseButton")
        self.save_button.setMaximumWidth(Size.LOG_LIST + Size.COLUMN_S)
        foot.addWidget(self._saved_mark)
        foot.addWidget(self._saved_words, 1)
        for button in (self.correct_button, self.remove_button, self.skip_button, self.save_button):
            foot.addWidget(button)
        return foot

    def _connect_signals(self) -> None:
        self.units.chosen.connect(self._on_unit_chosen)
        self.table.edited.connect(self._on_edited)
        self.table.changed.connect(self._again)
        self.table.set_finished.connect(self.set_finished)
        self.difficulty.rated.connect(self._on_rated)
        self.note.textChanged.connect(self._on_note_changed)
        self.correct_button.clicked.connect(self.correct_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self.skip_button.clicked.connect(self.skip_requested)
        self.save_button.clicked.connect(self._on_save_clicked)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setWhatsThis(self.tr("Save the exercise"))
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_save_clicked)

    # Showing

    def _show_head(self, entry: ExerciseEntry) -> None:
        self._headline.setText(f"{entry.mark}  {entry.name}".strip())
        self._target.setText(
            target_text(entry.planned, entry.weight_words)
            if entry.planned is not None
            else self.tr("Not in the plan")
        )
        last = entry.last
        if last is None:
            self._last_day.setText("" if entry.log is not None else self.tr("No last time yet"))
            self._last.setText("")
        else:
            day = gym_day(last.completed_at, self._time_zone)
            words = f"{Weekday.of(day).short} {format_short_date(day)}"
            self._last_day.setText(self.tr("Last time, {0}").format(words))
            done = sets_words(last.sets, self._reader)
            if last.rating is not None:
                done = self.tr("{0}, difficulty {1}").format(done, difficulty_text(last.rating))
            self._last.setText(done)
        is_open = entry.is_editable
        self.units.setVisible(is_open and Measure.WEIGHT in entry.measures)
        self.units.set_current(entry.unit)
        self.kind_button.setVisible(is_open)
        self._fill_kind_menu(entry)
        problem = entry.problem if entry.state is EntryState.UNSENT else ""
        if problem:
            self._show_banner(self.tr("Not saved yet"), problem, can_retry=True)
        else:
            self.banner.hide()

    def _fill_kind_menu(self, entry: ExerciseEntry) -> None:
        self.kind_menu.clear()
        words = {
            EntryKind.REPS: self.tr("Weight and reps"),
            EntryKind.TIME: self.tr("Time in seconds"),
            EntryKind.DISTANCE: self.tr("Distance in metres"),
            EntryKind.CARDIO: self.tr("Minutes and kilometres"),
        }
        for kind, text in words.items():
            action = QAction(text, self.kind_menu)
            action.setCheckable(True)
            action.setChecked(kind is entry.kind)
            action.triggered.connect(lambda _=False, to=kind: self._on_kind_chosen(to))
            self.kind_menu.addAction(action)

    def _show_banner(self, title: str, words: str, *, can_retry: bool) -> None:
        self.banner.set_words(title, words)
        self._retry.setVisible(can_retry)
        self.banner.show()

    def _show_foot(self, entry: ExerciseEntry) -> None:
        is_saved, is_sending = entry.state is EntryState.LOGGED, entry.state is EntryState.SENDING
        for field in (self.difficulty, self.note):
            field.setEnabled(entry.is_editable)
        self._saved_mark.setVisible(is_saved)
        if is_saved:
            words = self.tr("Saved. Your trainer can see it.")
        elif is_sending:
            words = self.tr("Saving…")
        elif entry.state is EntryState.UNSENT:
            words = self.tr("Not saved yet. It stays here until it is.")
        else:
            words = self.tr("Every exercise is saved when you press Save.")
        self._saved_words.setText(words)
        self.correct_button.setVisible(is_saved)
        is_removable = entry.planned is None and entry.is_editable
        self.remove_button.setVisible(is_removable)
        self.skip_button.setVisible(entry.is_editable and not is_removable)
        self.skip_button.setText(
            self.tr("Skipped") if entry.state is EntryState.SKIPPED else self.tr("S&kip exercise")
        )
        self.skip_button.setEnabled(entry.state is not EntryState.SKIPPED)
        self.save_button.setVisible(not is_saved or bool(self._next_name))
        self.save_button.setEnabled(not is_sending)
        self.save_button.setText(self._save_words(is_saved))
        # One filled button: "Done" while there is a set to do, "Save" after the last.
        kind = "primary" if not is_saved and entry.current is None else ""
        if self.save_button.property("kind") != kind:
            self.save_button.setProperty("kind", kind)
            repolish(self.save_button)

    def _save_words(self, is_saved: bool) -> str:
        following = self.fontMetrics().elidedText(
            self._next_name.replace("&", "&&"), Qt.TextElideMode.ElideRight, Size.LOG_LIST - Space.XXL
        )
        if is_saved:
            return self.tr("&Next: {0}").format(following)
        if following:
            return self.tr("&Save, next: {0}").format(following)
        return self.tr("&Save exercise")

    # Slots

    def _again(self) -> None:
        """Show the entry again after it changed."""
        if self._entry is not None:
            self.show_entry(self._entry, self._next_name)
            self.changed.emit()

    def _on_unit_chosen(self, key: str) -> None:
        if self._entry is not None:
            self._entry.use_unit(Unit(key))
            self._again()

    def _on_kind_chosen(self, kind: EntryKind) -> None:
        if self._entry is not None:
            self._entry.use_kind(kind)
            self._again()

    def _on_rated(self, rating: int) -> None:
        if self._entry is not None:
            self._entry.rating = rating
            self._on_edited()

    def _on_note_changed(self) -> None:
        if self._entry is not None:
            self._entry.note = self.note.toPlainText()
            self._on_edited()

    def _on_save_clicked(self) -> None:
        entry = self._entry
        if entry is None or entry.state is EntryState.SENDING:
            return
        if entry.state is EntryState.LOGGED:
            self.next_requested.emit()
            return
        if not self.table.refuse_unreadable():
            self.save_requested.emit()

    def _on_edited(self) -> None:
        """Something was entered; what was skipped is being done after all."""
        if self._entry is not None and self._entry.state is EntryState.SKIPPED:
            self._entry.state = EntryState.OPEN
            self._show_foot(self._entry)
        self.changed.emit()

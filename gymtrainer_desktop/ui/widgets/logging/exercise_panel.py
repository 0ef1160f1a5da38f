"""The middle of the page where a workout is logged: the sets of one exercise, how hard it was, a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plates import Gear
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.exercise_foot import ExerciseFoot
from gymtrainer_desktop.ui.widgets.logging.exercise_head import ExerciseHead
from gymtrainer_desktop.ui.widgets.logging.set_table import SetTable
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind
from gymtrainer_desktop.ui.widgets.segmented import DifficultyPicker
from gymtrainer_desktop.ui.widgets.text import hairline


class ExercisePanel(Card):
    """Everything about the current exercise. What is entered goes into its entry at once.

    Args:
        reader: Unit for last time's weights.
        time_zone: IANA name of the gym's.
        gear: The gym's bar and plates, in a unit.
        is_own: Whether it is the signed-in person's workout.
    """

    changed = Signal()
    """Something was entered."""
    set_finished = Signal(int)
    """A set was marked as done; carries its number, from 1."""
    save_requested = Signal()
    """Save this exercise, then go on."""
    next_requested = Signal()
    skip_requested = Signal(str)
    """Leave it out; carries the reason."""
    take_back_requested = Signal()
    """It is not left out after all."""
    correct_requested = Signal()
    """Change what is saved."""
    leave_correction_requested = Signal()
    delete_requested = Signal()
    """Delete what is saved."""
    retry_requested = Signal()
    remove_requested = Signal()
    """Take unplanned work off the list."""

    def __init__(
        self,
        reader: Unit,
        time_zone: str,
        gear: Callable[[Unit], Gear],
        *,
        is_own: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName("exercisePanel")
        self._entry: ExerciseEntry | None = None
        self._next_name = ""
        self.head = ExerciseHead(reader, time_zone)
        self.table = SetTable(reader, gear)
        self.foot = ExerciseFoot(is_own=is_own)
        self.units, self.kind_button, self.kind_menu = (
            self.head.units,
            self.head.kind_button,
            self.head.kind_menu,
        )
        self.correct_button, self.remove_button = self.foot.correct_button, self.foot.remove_button
        self.skip_button, self.save_button = self.foot.skip_button, self.foot.save_button
        self._build()
        self._connect_signals()

    @property
    def entry(self) -> ExerciseEntry | None:
        """The exercise shown."""
        return self._entry

    @property
    def title(self) -> str:
        """Name of the exercise shown."""
        return self.head.title

    @property
    def target(self) -> str:
        """What is prescribed, in words."""
        return self.head.target

    @property
    def problem(self) -> str:
        """The sentence in the banner, empty for none."""
        return "" if self.banner.isHidden() else self.banner.accessibleName()

    @property
    def footer_words(self) -> str:
        """What the foot says about saving."""
        return self.foot.words

    def show_entry(self, entry: ExerciseEntry, next_name: str) -> None:
        """Show an exercise; `next_name` is the one after it, empty for none."""
        is_other = entry is not self._entry
        self._entry, self._next_name = entry, next_name
        self.head.show_entry(entry)
        problem = entry.problem if entry.state is EntryState.UNSENT else ""
        if problem:
            self._show_banner(self.tr("Not saved yet"), problem, can_retry=True)
        else:
            self.banner.hide()
        self.table.show_entry(entry)
        if is_other or self.note.toPlainText() != entry.note:
            self.note.blockSignals(True)
            self.note.setPlainText(entry.note)
            self.note.blockSignals(False)
            self.note_field.clear_error()
        self.difficulty.set_rating(entry.rating)
        for field in (self.difficulty, self.note):
            field.setEnabled(entry.is_editable)
        self.foot.show_entry(entry, next_name)

    def set_has_trainer(self, has_trainer: bool) -> None:
        """Say who reads what is logged: nobody is told of a trainer they do not have."""
        self.foot.has_trainer = has_trainer
        self.note_field.set_hint(
            self.tr("(optional, your trainer sees it)") if has_trainer else self.tr("(optional)")
        )

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

    def offer_substitutes(self, names: Iterable[str]) -> None:
        """Offer what can be done instead of the exercise shown."""
        self.head.offer_substitutes(names)

    # Building

    def _build(self) -> None:
        self.banner = Banner("triangle-alert", "critical")
        self.banner.setObjectName("exerciseBanner")
        self._retry = self.banner.add_action(self.tr("Retry"), self.retry_requested.emit, "refresh-cw")
        self._retry.setObjectName("retrySaveButton")
        self.body.addWidget(self.head)
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        self.body.addWidget(self.table)
        self.body.addWidget(hairline())
        self.body.addLayout(self._feeling())
        self.body.addWidget(hairline())
        self.body.addWidget(self.foot)

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

    def _connect_signals(self) -> None:
        head, foot = self.head, self.foot
        head.unit_chosen.connect(self._on_unit_chosen)
        head.kind_chosen.connect(self._on_kind_chosen)
        self.table.edited.connect(self._on_edited)
        self.table.changed.connect(self._again)
        self.table.set_finished.connect(self.set_finished)
        self.table.focus_left.connect(self._on_focus_left)
        self.difficulty.rated.connect(self._on_rated)
        self.note.textChanged.connect(self._on_note_changed)
        foot.correct_button.clicked.connect(self.correct_requested)
        foot.leave_button.clicked.connect(self.leave_correction_requested)
        foot.delete_button.clicked.connect(self.delete_requested)
        foot.remove_button.clicked.connect(self.remove_requested)
        foot.back_button.clicked.connect(self.take_back_requested)
        foot.skipped.connect(self.skip_requested)
        foot.save_clicked.connect(self._on_save_clicked)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            # The key of the number block is the same one to whoever reads the list of keys.
            shortcut.setWhatsThis("" if keys == "Ctrl+Enter" else self.tr("Save the exercise"))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_save_clicked)

    def _show_banner(self, title: str, words: str, *, can_retry: bool) -> None:
        self.banner.set_words(title, words)
        self._retry.setVisible(can_retry)
        self.banner.show()

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

    def _on_kind_chosen(self, kind: EntryKind, in_miles: bool) -> None:
        if self._entry is not None:
            if kind is not self._entry.kind:
                self._entry.use_kind(kind)
            self._entry.in_miles = in_miles
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
        is_left = entry.state is EntryState.SKIPPED and not entry.is_touched
        if entry.state is EntryState.LOGGED or (is_left and self._next_name):
            self.next_requested.emit()
            return
        if not self.table.refuse_unreadable():
            self.save_requested.emit()

    def _on_focus_left(self) -> None:
        """After the last set comes how hard it was, after what is saved the way on; never somewhere else."""
        following = (
            self.difficulty if self._entry is not None and self._entry.is_editable else self.save_button
        )
        if following.isVisible():
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        """Something was entered; what was skipped is being done after all."""
        if self._entry is not None and self._entry.state is EntryState.SKIPPED:
            self._entry.state = EntryState.OPEN
            self.foot.show_entry(self._entry, self._next_name)
        self.changed.emit()

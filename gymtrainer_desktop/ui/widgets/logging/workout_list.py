"""The exercises of the workout on the left: which are done, which is being done, and how to finish."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.logging.entry_button import EntryButton
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.meters import ProgressBar
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label

_NAME_TYPED = 400
"""More letters than a name may have, so that too long a name is refused in words and not cut in silence."""


class WorkoutList(Card):
    """The workout's exercises, "Add another exercise" and "Finish workout"."""

    chosen = Signal(object)
    """An exercise was clicked; carries its key."""
    add_requested = Signal(str)
    """Unplanned work; carries the name typed."""
    names_requested = Signal(str)
    """Complete what is typed from the library."""
    finish_requested = Signal()
    when_chosen = Signal(bool)
    """Whether the workout of another day is done today."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("workoutList")
        self.buttons: list[EntryButton] = []
        self._headline = ElidedLabel("", "section")
        self._words = label("", "secondary", "muted", wrap=True)
        self.when = Segmented((), height=Size.CONTROL_SMALL)
        self.when.setObjectName("whenSwitch")
        self.when.setAccessibleName(self.tr("When it was done"))
        self.add_button = plain_button(self.tr("Add another exercise"), "plus")
        self.add_button.setObjectName("addExerciseButton")
        self.name_edit = QLineEdit()
        self.name_edit.setObjectName("exerciseNameEdit")
        self.name_edit.setMaxLength(_NAME_TYPED)
        self.name_edit.setPlaceholderText(self.tr("Name, then Enter"))
        self._names = QStringListModel(self)
        self._known: list[str] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Delay.SEARCH)
        self._pause.timeout.connect(self._on_typing_paused)
        self.name_edit.textEdited.connect(lambda _text: self._pause.start())
        self.completer = completer(self._names, self)
        self.name_edit.setCompleter(self.completer)
        self.name_field = FormField(self.tr("Exercise"), self.name_edit)
        self._bar = ProgressBar(0.0, "positive")
        self._sets_count = label("")
        self.finish_button = quiet_button(self.tr("&Finish workout"), "check")
        self.finish_button.setObjectName("finishWorkoutButton")
        self.finish_button.setAccessibleName(self.tr("Finish workout"))
        self._problem = label("", "secondary", "critical", wrap=True)
        self._problem.hide()
        self._build()
        self.add_button.clicked.connect(self._on_add_clicked)
        self.name_edit.returnPressed.connect(self._on_name_entered)
        self.finish_button.clicked.connect(self.finish_requested)
        self.when.chosen.connect(lambda key: self.when_chosen.emit(key == "today"))

    @property
    def problem(self) -> str:
        """What is said above "Finish workout", empty for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    @property
    def progress_words(self) -> str:
        """Sets done of all ("2/13")."""
        return self._sets_count.text()

    def set_heading(self, title: str, words: str) -> None:
        """Say what workout it is, and of which day."""
        self._headline.setText(title)
        self._words.setText(words)

    def set_when(self, day_words: str, done_today: bool) -> None:
        """Offer to say when another day's workout is done; no words for no offer."""
        self.when.setVisible(bool(day_words))
        if day_words:
            self.when.set_segments((Segment("day", day_words), Segment("today", self.tr("Today"))))
            self.when.set_current("today" if done_today else "day")

    def set_names(self, names: list[str]) -> None:
        """Offer names while one is typed: those that were logged before."""
        self._known = names
        if self._names.stringList() != names:
            self._names.setStringList(names)

    def set_found(self, names: list[str]) -> None:
        """Offer what the library has for the words typed, after what was logged before."""
        known = {name.casefold() for name in self._known}
        self._names.setStringList([*self._known, *(n for n in names if n.casefold() not in known)])
        if self.name_edit.hasFocus() and self.name_edit.text().strip():
            self.completer.complete()

    def show_session(self, session: WorkoutSession) -> None:
        """Show how the workout stands."""
        if [button.entry for button in self.buttons] != session.entries:
            self._rebuild(session)
        for above, button in zip((None, *self.buttons), self.buttons, strict=False):
            letter = button.entry.mark[:1]
            button.joins_above = bool(letter) and above is not None and above.entry.mark[:1] == letter
            button.joins_below = False
            if above is not None:
                above.joins_below = button.joins_above
        for button in self.buttons:
            button.set_current(button.entry is session.current)
        done, planned = session.sets_done, session.sets_planned
        self._sets_count.setText(f"{done}/{planned}")
        self._bar.set_share(done / planned if planned else 0.0)
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        """Say why the workout cannot be finished."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def show_name_error(self, error: UserError) -> None:
        """Say what is wrong with the name typed."""
        self.name_field.set_error(error.message)

    def close_name(self) -> None:
        """The name was taken."""
        self._pause.stop()
        self.name_edit.clear()
        self.name_field.hide()
        self.add_button.show()

    def open_name(self) -> None:
        """Let a name be typed."""
        self.name_field.clear_error()
        self.name_field.show()
        self.add_button.hide()
        self.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the field for a name."""
        if event.key() == Qt.Key.Key_Escape and not self.name_field.isHidden():
            self.close_name()
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        head.setSpacing(Space.XS)
        head.addWidget(self._headline)
        head.addWidget(self._words)
        head.addWidget(self.when)
        self.body.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self.body.addWidget(hairline())
        add = QVBoxLayout()
        add.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        row.setContentsMargins(-Space.S, 0, 0, 0)
        add.addLayout(row)
        add.addWidget(self.name_field)
        self.body.addLayout(add)
        self.body.addWidget(hairline())
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        foot.setSpacing(Space.S)
        line = QHBoxLayout()
        line.addWidget(label(self.tr("Sets done"), tone="muted"))
        line.addStretch(1)
        line.addWidget(self._sets_count)
        foot.addLayout(line)
        foot.addWidget(self._bar)
        foot.addSpacing(Space.S)
        foot.addWidget(self._problem)
        foot.addWidget(self.finish_button)
        self.body.addLayout(foot)
        self.name_field.hide()
        self.when.hide()

    def _rebuild(self, session: WorkoutSession) -> None:
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [EntryButton(number, entry) for number, entry in enumerate(session.entries, start=1)]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, key=button.entry.key: self.chosen.emit(key))
            self._column.addWidget(button)

    def _on_typing_paused(self) -> None:
        words = self.name_edit.text().strip()
        if words:
            self.names_requested.emit(words)

    def _on_add_clicked(self) -> None:
        self.open_name()

    def _on_name_entered(self) -> None:
        self.add_requested.emit(self.name_edit.text())

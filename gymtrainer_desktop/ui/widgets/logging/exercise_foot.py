"""The foot of an exercise being logged: whether it is saved, and what can be done with it as a whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.skip_row import SkipRow
from gymtrainer_desktop.ui.widgets.text import icon_label, label, repolish


class ExerciseFoot(QWidget):
    """Save, correct, delete, skip, take back, remove.

    Args:
        is_own: Whether it is the signed-in person's workout.
    """

    save_clicked = Signal()
    skipped = Signal(str)
    """Leave it out; carries the reason."""

    def __init__(self, *, is_own: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_own, self.has_trainer = is_own, True
        self._entry: ExerciseEntry | None = None
        self._saved_mark = icon_label("check", "positive")
        self._saved_words = label("", tone="muted", wrap=True)
        self.correct_button = self._button("correctLogButton", self.tr("Correct…"), "pencil")
        self.delete_button = icon_button("trash-2", self.tr("Delete…"), outlined=True)
        self.delete_button.setObjectName("deleteLogButton")
        self.leave_button = self._button("leaveCorrectionButton", self.tr("Leave as it was"))
        self.remove_button = self._button("removeExerciseButton", self.tr("Remove"), "trash-2")
        self.skip_button = self._button("skipExerciseButton", self.tr("S&kip exercise"))
        self.back_button = self._button("takeBackButton", self.tr("Take back"), "undo-2")
        self.save_button = self._button("saveExerciseButton", "")
        self.save_button.setMaximumWidth(Size.LOG_LIST + Size.COLUMN_S)
        self.skip_row = SkipRow()
        self._build()
        self.skip_button.clicked.connect(self._on_skip_clicked)
        self.skip_row.skipped.connect(self._on_skipped)
        self.skip_row.closed.connect(self.close_skip)
        self.save_button.clicked.connect(self.save_clicked)

    @property
    def words(self) -> str:
        """What it says about saving."""
        return self._saved_words.text()

    def close_skip(self) -> None:
        """Do not ask why any more."""
        self.skip_row.hide()

    def show_entry(self, entry: ExerciseEntry, next_name: str) -> None:
        """Show what can be done; `next_name` is the exercise after it, empty for none."""
        if entry is not self._entry:
            self.close_skip()
        self._entry = entry
        is_saved, is_sending = entry.state is EntryState.LOGGED, entry.state is EntryState.SENDING
        is_skipped, corrects = entry.state is EntryState.SKIPPED, entry.corrects is not None
        self._saved_mark.setVisible(is_saved and not entry.is_waiting)
        self._saved_words.setText(self._words(entry))
        log = entry.log
        may_correct = is_saved and log is not None and log.is_correctable
        self.correct_button.setVisible(may_correct)
        self.delete_button.setVisible(may_correct)
        self.leave_button.setVisible(corrects and not is_sending)
        is_removable = entry.planned is None and entry.is_editable and not corrects
        self.remove_button.setVisible(is_removable)
        may_skip = entry.is_editable and entry.planned is not None and not corrects and not is_skipped
        self.skip_button.setVisible(may_skip)
        self.back_button.setVisible(is_skipped and (self.is_own or not entry.skip_seen))
        self.save_button.setVisible(not is_saved or bool(next_name))
        self.save_button.setEnabled(not is_sending)
        self.save_button.setText(self._save_words(entry, next_name))
        # One filled button: "Done" while there is a set to do, "Save" after the last.
        kind = "primary" if not is_saved and not is_skipped and entry.current is None else ""
        if self.save_button.property("kind") != kind:
            self.save_button.setProperty("kind", kind)
            repolish(self.save_button)

    def _words(self, entry: ExerciseEntry) -> str:
        if entry.is_refused:
            return self.tr("The server did not take this. The front desk has it: no need to enter it again.")
        if entry.is_waiting:
            return self.tr("Saved on this computer. It is sent when the server is back.")
        if entry.corrects is not None:
            return self.tr("You change what is saved.")
        match entry.state:
            case EntryState.LOGGED:
                return self._saved_for(entry)
            case EntryState.SENDING:
                return self.tr("Saving…")
            case EntryState.UNSENT:
                return self.tr("Not saved yet. It stays here until it is.")
            case EntryState.SKIPPED:
                reason = entry.skip.reason if entry.skip is not None else ""
                return (
                    self.tr("Left out: {0}.").format(reason.rstrip(".")) if reason else self.tr("Left out.")
                )
        return self.tr("Kept on this computer as you enter it.")

    def _saved_for(self, entry: ExerciseEntry) -> str:
        if self.is_own:
            return self.tr("Saved. Your trainer can see it.") if self.has_trainer else self.tr("Saved.")
        if entry.log is not None and entry.log.is_correctable:
            return self.tr("Saved. Your client can see it.")
        return self.tr("Saved. Your client, or the front desk, can correct it.")

    def _save_words(self, entry: ExerciseEntry, next_name: str) -> str:
        following = self.fontMetrics().elidedText(
            next_name.replace("&", "&&"), Qt.TextElideMode.ElideRight, Size.LOG_LIST - Space.XXL
        )
        if entry.corrects is not None:
            return self.tr("&Save the correction")
        if entry.state is EntryState.LOGGED or (entry.state is EntryState.SKIPPED and following):
            return self.tr("&Next: {0}").format(following)
        if following:
            return self.tr("&Save, next: {0}").format(following)
        return self.tr("&Save exercise")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.skip_row)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        foot.setSpacing(Space.S)
        foot.addWidget(self._saved_mark)
        foot.addWidget(self._saved_words, 1)
        for button in (
            self.correct_button, self.delete_button, self.leave_button, self.remove_button,
            self.skip_button, self.back_button, self.save_button,
        ):  # fmt: skip
            foot.addWidget(button)
        column.addLayout(foot)

    def _button(self, name: str, text: str, icon: str = "") -> QPushButton:
        button = quiet_button(text, icon)
        button.setObjectName(name)
        return button

    def _on_skip_clicked(self) -> None:
        entry = self._entry
        if entry is None:
            return
        if entry.is_touched:
            self.skipped.emit("")  # What was entered stays; only another exercise comes.
        else:
            self.skip_row.ask(entry.name)

    def _on_skipped(self, reason: str) -> None:
        self.close_skip()
        self.skipped.emit(reason)

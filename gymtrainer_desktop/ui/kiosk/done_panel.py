"""What takes the place of the steppers once there is nothing more to enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from gymtrainer_desktop.ui.kiosk.entry_state import EntryAct, ShownState, note_words
from gymtrainer_desktop.ui.kiosk.touch_parts import LineLabel, column, row, touch_button, words
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import counted
from gymtrainer_desktop.ui.widgets.text import icon_label


class DifficultyPanel(QFrame):
    """All sets are done: how hard was it? One touch answers, saves and goes on."""

    rated = Signal(int)
    save_requested = Signal()
    set_added = Signal()
    note_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName("difficultyPanel")
        self.title = words("", "section", weight="semibold")
        self.note = LineLabel("", tone="muted")
        whole = column(self, Space.XL, Space.L)
        whole.addWidget(self.title)
        whole.addWidget(words(self.tr("How hard was it? One touch saves it."), tone="muted"))
        texts = (
            self.tr("Very easy"),
            self.tr("Easy"),
            self.tr("Just right"),
            self.tr("Hard"),
            self.tr("All I had"),
        )
        self.buttons: list[QPushButton] = []
        line = row(spacing=KioskSize.GAP)
        for rating, text in enumerate(texts, start=1):
            button = touch_button(f"{rating}\n{text}", "raised", name=f"{rating}, {text}")
            button.setObjectName(f"rate{rating}")
            button.setCheckable(True)
            button.setProperty("high", "true")
            button.clicked.connect(lambda _=False, what=rating: self.rated.emit(what))
            line.addWidget(button, 1)
            self.buttons.append(button)
        whole.addLayout(line)
        whole.addWidget(self.note)
        foot = row(spacing=KioskSize.GAP)
        self.add_set = touch_button(self.tr("One more set"), "quiet", "plus")
        self.add_set.setObjectName("addSetButton")
        self.add_set.clicked.connect(self.set_added)
        self.add_note = touch_button(self.tr("A note"), "quiet", "pencil")
        self.add_note.setObjectName("noteButton")
        self.add_note.clicked.connect(self.note_requested)
        self.save = touch_button(self.tr("Save"), "primary", "check")
        self.save.setObjectName("saveExerciseButton")
        self.save.clicked.connect(self.save_requested)
        for button in (self.add_set, self.add_note, self.save):
            foot.addWidget(button, 1)
        whole.addLayout(foot)

    def show_entry(self, entry: ExerciseEntry) -> None:
        """Say how many sets were done, how hard they were said to be, and what was noted."""
        self.title.setText(
            counted(len(entry.done), self.tr("1 set done"), self.tr("All {0} sets done"))
            if entry.corrects is None
            else self.tr("Touch a set to change it")
        )
        for rating, button in enumerate(self.buttons, start=1):
            button.setChecked(rating == entry.rating)
        self.note.setText(note_words(entry))
        self.note.setVisible(bool(self.note.text()))


class StatePanel(QFrame):
    """An exercise that is saved, on its way, left out or deleted."""

    act_chosen = Signal(object)
    """Carries an `EntryAct`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName("statePanel")
        self._mark = icon_label("circle-check", "positive", KioskSize.ICON_LARGE)
        self.title = words("", "section", weight="semibold", wrap=True)
        self.detail = words("", tone="muted", wrap=True)
        self.note = LineLabel("", tone="text")
        self.acts = {
            EntryAct.REOPEN: touch_button(self.tr("Do it after all"), "primary"),
            EntryAct.CHANGE: touch_button(self.tr("Change"), "quiet", "pencil"),
            EntryAct.NOTE: touch_button(self.tr("A note"), "quiet", "message-square"),
            EntryAct.DELETE: touch_button(self.tr("Delete"), "quiet", "trash-2"),
            EntryAct.TAKE_BACK: touch_button(self.tr("Take back"), "primary", "undo-2"),
            EntryAct.AGAIN: touch_button(self.tr("Do it again"), "quiet"),
        }
        whole = column(self, Space.XL, Space.L)
        whole.addStretch(1)
        line = row(spacing=Space.L)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        inner = column(spacing=Space.XS)
        for label in (self.title, self.detail, self.note):
            inner.addWidget(label)
        line.addLayout(inner, 1)
        whole.addLayout(line)
        foot = row(spacing=KioskSize.GAP)
        for act, button in self.acts.items():
            button.setObjectName(f"{act.value}Button")
            button.clicked.connect(lambda _=False, what=act: self.act_chosen.emit(what))
            foot.addWidget(button, 1)
        whole.addLayout(foot)
        whole.addStretch(1)

    def show_state(self, state: ShownState, note: str = "") -> None:
        """Say how it stands."""
        self.title.setText(state.title)
        self.detail.setText(state.detail)
        self.detail.setVisible(bool(state.detail))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        icons.set_icon(self._mark, state.icon, state.tone)
        for act, button in self.acts.items():
            button.setVisible(act in state.acts)

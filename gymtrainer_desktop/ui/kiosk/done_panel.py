"""What takes the place of the steppers once there is nothing more to enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from gymtrainer_desktop.ui.kiosk.touch_parts import column, row, set_button_text, touch_button, words
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.words import counted
from gymtrainer_desktop.ui.widgets.text import icon_label


class DifficultyPanel(QFrame):
    """All sets are done: how hard was it? One touch answers, saves and goes on."""

    rated = Signal(int)
    save_requested = Signal()
    set_added = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName("difficultyPanel")
        self.title = words("", "section", weight="semibold")
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
            button.setMinimumHeight(KioskSize.PRIMARY)
            button.clicked.connect(lambda _=False, what=rating: self.rated.emit(what))
            line.addWidget(button, 1)
            self.buttons.append(button)
        whole.addLayout(line)
        foot = row(spacing=KioskSize.GAP)
        self.add_set = touch_button(self.tr("One more set"), "quiet", "plus")
        self.add_set.setObjectName("addSetButton")
        self.add_set.clicked.connect(self.set_added)
        self.save = touch_button(self.tr("Save"), "primary", "check")
        self.save.setObjectName("saveExerciseButton")
        self.save.clicked.connect(self.save_requested)
        foot.addWidget(self.add_set, 1)
        foot.addWidget(self.save, 1)
        whole.addLayout(foot)

    def show_done(self, sets: int) -> None:
        """Say how many sets were done."""
        self.title.setText(counted(sets, self.tr("1 set done"), self.tr("All {0} sets done")))


class StatePanel(QFrame):
    """An exercise that is saved, on its way or left out."""

    reopen_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName("statePanel")
        self._mark = icon_label("circle-check", "positive", KioskSize.ICON_LARGE)
        self.title = words("", "section", weight="semibold", wrap=True)
        self.detail = words("", tone="muted", wrap=True)
        self.reopen = touch_button(self.tr("Do it after all"), "quiet")
        self.reopen.setObjectName("reopenButton")
        self.reopen.clicked.connect(self.reopen_requested)
        whole = column(self, Space.XL, Space.L)
        whole.addStretch(1)
        line = row(spacing=Space.L)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        inner = column(spacing=Space.XS)
        inner.addWidget(self.title)
        inner.addWidget(self.detail)
        line.addLayout(inner, 1)
        whole.addLayout(line)
        whole.addWidget(self.reopen)
        whole.addStretch(1)

    def show_state(self, title: str, detail: str, icon: str, tone: str, *, can_reopen: bool) -> None:
        """Say how it stands."""
        self.title.setText(title)
        self.detail.setText(detail)
        icons.set_icon(self._mark, icon, tone)
        self.reopen.setVisible(can_reopen)
        set_button_text(self.reopen, self.tr("Do it after all"))

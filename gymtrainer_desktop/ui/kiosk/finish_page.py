"""What was achieved, and goodbye."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from gymtrainer_desktop.domain.plans import DayState
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.kiosk_words import entries_wait_words, first_name
from gymtrainer_desktop.ui.kiosk.touch_parts import column, row, touch_button, words
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.words import volume_words
from gymtrainer_desktop.ui.widgets.text import icon_label


class FinishPage(QWidget):
    """A few figures, new records, what waits, and the button that clears the screen.

    Args:
        visit: Whose workout it was.
    """

    left = Signal()
    resumed = Signal()

    def __init__(self, visit: KioskVisit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finishPage")
        self._visit = visit
        self.title = words("", "title", wrap=True)
        self.sentences = words("", "section", "muted", wrap=True)
        self.records = words("", "section", weight="semibold", wrap=True)
        self._trophy = icon_label("trophy", "caution", KioskSize.ICON_LARGE)
        self._figures = row(spacing=Space.L)
        self.resume = touch_button(self.tr("Back to the workout"), "quiet", "chevron-left")
        self.resume.setObjectName("resumeButton")
        self.leave = touch_button(self.tr("Goodbye"), "primary", "log-out")
        self.leave.setObjectName("goodbyeButton")
        self.leave.setProperty("high", "true")
        self._build()
        self.resume.clicked.connect(self.resumed)
        self.leave.clicked.connect(self.left)

    def show_achieved(self, waiting: int) -> None:
        """Say what was achieved; `waiting` entries wait on this computer."""
        visit = self._visit
        name = first_name(visit.person.full_name)
        sets = visit.sets_saved
        self.title.setText(
            self.tr("Well done, {0}!").format(name) if sets else self.tr("See you soon, {0}!").format(name)
        )
        while (item := self._figures.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        figures = [(str(sets), self.tr("sets"))]
        if visit.volume_kg:
            volume = volume_words(visit.volume_kg, visit.person.weight_unit).split(" ")
            figures.append((volume[0], self.tr("{0} lifted").format(volume[-1])))
        if (week := self._week()) is not None:
            figures.append((f"{week[0]}/{week[1]}", self.tr("workouts this week")))
        for figure, meaning in figures if sets else ():
            self._figures.addWidget(_figure(figure, meaning), 1)
        names = ", ".join(dict.fromkeys(visit.records))
        self.records.setText(self.tr("New record: {0}").format(names) if names else "")
        self.records.setVisible(bool(names))
        self._trophy.setVisible(bool(names))
        parts = []
        if waiting:
            parts.append(self.tr("Saved on this kiosk: {0}").format(entries_wait_words(waiting)))
        if visit.unfinished:
            parts.append(self.tr("What is not saved yet is kept here for the next time."))
        self.sentences.setText(" ".join(parts) or self.tr("Everything is saved. Your trainer can see it."))
        self.sentences.setVisible(bool(parts) or bool(sets))

    def _week(self) -> tuple[int, int] | None:
        """Return workouts of this week that are complete, this one included, and those planned."""
        workout, session = self._visit.workout, self._visit.session
        if workout is None or workout.week is None or session is None or not workout.week.planned:
            return None
        day = workout.planned
        now = day is not None and all(
            entry.state is EntryState.LOGGED for entry in session.entries if entry.planned is not None
        )
        before = day is not None and day.state is DayState.COMPLETED
        return workout.week.completed + int(
            now and not before and bool(day and day.exercises)
        ), workout.week.planned

    def _build(self) -> None:
        whole = column(self, KioskSize.MARGIN, Space.XL)
        whole.addStretch(1)
        whole.addWidget(self.title)
        whole.addLayout(self._figures)
        line = row(spacing=Space.L)
        line.addWidget(self._trophy, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.records, 1)
        whole.addLayout(line)
        whole.addWidget(self.sentences)
        whole.addStretch(1)
        foot = row(spacing=KioskSize.GAP)
        foot.addWidget(self.resume, 1)
        foot.addWidget(self.leave, 2)
        whole.addLayout(foot)


def _figure(figure: str, meaning: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("kiosk", "card")
    inner = column(frame, Space.XL, Space.XS)
    inner.addWidget(words(figure, "figure"))
    inner.addWidget(words(meaning, tone="muted"))
    return frame

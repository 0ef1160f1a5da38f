"""What was achieved, and goodbye."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from gymtrainer_desktop.domain.errors import GymError
from gymtrainer_desktop.domain.plans import DayState
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.kiosk_words import entries_wait_words, first_name
from gymtrainer_desktop.ui.kiosk.touch_parts import column, row, touch_button, words
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.finish_facts import FinishFacts, load_finish_facts
from gymtrainer_desktop.ui.widgets.logging.words import counted, volume_words
from gymtrainer_desktop.ui.widgets.outcome_words import kinds_words
from gymtrainer_desktop.ui.widgets.text import icon_label

_MOST_RECORDS = 4


class FinishPage(QWidget):
    """A few figures, new records, what waits, and the button that clears the screen.

    Args:
        visit: Whose workout it was.
        tasks: The background.
    """

    left = Signal()
    resumed = Signal()

    def __init__(self, visit: KioskVisit, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finishPage")
        self._visit, self._tasks = visit, tasks
        self._waiting = 0
        self._facts: FinishFacts | None = None
        self._is_asked = False
        self.figures: dict[str, str] = {}
        """What stands below each figure, and the figure."""
        self._cards: list[QFrame] = []
        self.title = words("", "title", wrap=True)
        self.sentences = words("", "section", "muted", wrap=True)
        self.records = words("", "section", weight="semibold", wrap=True)
        self._trophy = icon_label("trophy", "caution", KioskSize.ICON_LARGE)
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.L)
        self.resume = touch_button(self.tr("Back to the workout"), "quiet", "chevron-left")
        self.resume.setObjectName("resumeButton")
        self.leave = touch_button(self.tr("Goodbye"), "primary", "log-out")
        self.leave.setObjectName("goodbyeButton")
        self.leave.setProperty("high", "true")
        self._build()
        self.resume.clicked.connect(self.resumed)
        self.leave.clicked.connect(self.left)

    def begin(self, waiting: int) -> None:
        """Say what was achieved as far as it is known here, and ask the server for the rest.

        Args:
            waiting: Entries that wait on this computer.
        """
        visit, day = self._visit, self._visit.logged_on
        self._facts, self._is_asked = None, day is not None and not visit.is_offline
        self.show_waiting(waiting)
        if day is None or visit.is_offline:
            return
        services, member_id = visit.services, visit.member_id
        self._tasks.query(
            self,
            lambda: load_finish_facts(services, member_id, day),
            self.show_facts,
            self._on_no_facts,
            key="facts",
        )

    def show_waiting(self, waiting: int) -> None:
        """So many entries wait on this computer."""
        self._waiting = waiting
        self._show()

    def show_facts(self, facts: FinishFacts | None) -> None:
        """Add what the server knows, None where it cannot be asked."""
        self._facts, self._is_asked = facts, False
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the screen."""
        super().resizeEvent(event)
        self._lay_out()

    def _on_no_facts(self, error: Exception) -> None:
        self.show_facts(None)
        if not isinstance(error, GymError):
            self._tasks.unhandled.emit(error)

    def _show(self) -> None:
        visit = self._visit
        name = first_name(visit.person.full_name)
        has_sets = bool(visit.sets_saved)
        self.title.setText(
            self.tr("Well done, {0}!").format(name)
            if has_sets
            else self.tr("See you soon, {0}!").format(name)
        )
        self.figures = self._figures() if has_sets else {}
        for old in self._cards:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = [_figure(figure, meaning) for meaning, figure in self.figures.items()]
        self._lay_out()
        records = self._records()
        more = len(records) - _MOST_RECORDS
        shown = records[:_MOST_RECORDS]
        if more > 0:
            shown = [*shown, counted(more, self.tr("and 1 more"), self.tr("and {0} more"))]
        text = "; ".join(shown)
        one, many = self.tr("New record: {0}"), self.tr("New records: {0}")
        self.records.setText((one if len(records) == 1 else many).format(text) if text else "")
        self.records.setVisible(bool(text))
        self._trophy.setVisible(bool(text))
        parts = self._parts(has_sets=has_sets)
        saved = self.tr("Everything is saved.")
        if visit.has_trainer:
            saved = self.tr("Everything is saved. Your trainer can see it.")
        self.sentences.setText(" ".join(parts) or saved)
        self.sentences.setVisible(bool(parts) or has_sets)

    def _figures(self) -> dict[str, str]:
        visit = self._visit
        sets = visit.sets_saved
        figures = {self.tr("set") if sets == 1 else self.tr("sets"): str(sets)}
        if visit.volume_kg:
            volume, unit = volume_words(visit.volume_kg, visit.person.weight_unit).split(" ")
            figures[self.tr("{0} lifted").format(unit)] = volume
        if (week := self._week()) is not None:
            figures[self.tr("workouts this week")] = f"{week[0]}/{week[1]}"
        streak = self._facts.streak if self._facts is not None else 0
        if streak:
            figures[self.tr("week in a row") if streak == 1 else self.tr("weeks in a row")] = str(streak)
        return figures

    def _records(self) -> list[str]:
        """Return the records of the day: as the server has them, and those of what it does not have yet."""
        facts, session = self._facts, self._visit.session
        found = dict(facts.records) if facts is not None else {}
        lines = [f"{name} ({kinds_words(kinds)})" for name, kinds in found.items()]
        waiting = {entry.name for entry in session.waiting} if session is not None else set()
        known_here = [name for name in dict.fromkeys(self._visit.records) if name not in found]
        return lines + [name for name in known_here if facts is None or name in waiting]

    def _parts(self, *, has_sets: bool) -> list[str]:
        parts = []
        if self._waiting:
            parts.append(self.tr("Saved on this kiosk: {0}").format(entries_wait_words(self._waiting)))
        if self._visit.unfinished:
            parts.append(self.tr("What is not saved yet is kept here for the next time."))
        if has_sets and self._facts is None and not self._is_asked:
            parts.append(self.tr("Records and weeks in a row are counted when the server is back."))
        return parts

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

    def _lay_out(self) -> None:
        """Put the figures side by side; on an upright screen two in a row."""
        columns = 2 if self.height() > self.width() else max(1, len(self._cards))
        for place, one in enumerate(self._cards):
            self._grid.addWidget(one, *divmod(place, columns))

    def _build(self) -> None:
        whole = column(self, KioskSize.MARGIN, Space.XL)
        whole.addStretch(1)
        whole.addWidget(self.title)
        whole.addLayout(self._grid)
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

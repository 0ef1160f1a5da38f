"""The head of an exercise being logged: its name, what is asked for, what was done the last time."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, Measure
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text, gym_day, sets_words, target_text


class ExerciseHead(QWidget):
    """Says what exercise it is, and lets it be replaced and entered in another way.

    Args:
        reader: Unit for last time's weights.
        time_zone: IANA name of the gym's.
    """

    unit_chosen = Signal(str)
    kind_chosen = Signal(object, bool)
    """Something else is entered for each set; carries the `EntryKind` and whether distances are in miles."""
    timer_chosen = Signal(bool)
    """Whether rests are counted down."""
    sound_chosen = Signal(bool)
    """Whether rests end with a sound."""
    substitutes_requested = Signal()
    substitute_chosen = Signal(str)
    """Something else is done instead; carries its name."""

    def __init__(self, reader: Unit, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader, self._time_zone = reader, time_zone
        self._entry: ExerciseEntry | None = None
        self.has_timer = self.has_sound = True
        self._headline = ElidedLabel("", "title")
        self._target = label("", tone="muted", wrap=True)
        self._last_day = label("", tone="muted")
        self._last = ElidedLabel("")
        self.units = Segmented([Segment(u, u.value) for u in Unit], height=Size.CONTROL_SMALL)
        self.units.setObjectName("unitSwitch")
        self.units.setAccessibleName(self.tr("Unit of the weights"))
        self.swap_button = icon_button(
            "repeat", self.tr("Do something else instead"), size=Size.CONTROL_SMALL, outlined=True
        )
        self.swap_button.setObjectName("swapButton")
        self.swap_menu = QMenu(self)
        self.swap_menu.setObjectName("swapMenu")
        self.kind_button = icon_button(
            "ellipsis", self.tr("What is entered"), size=Size.CONTROL_SMALL, outlined=True
        )
        self.kind_button.setObjectName("kindButton")
        self.kind_menu = QMenu(self.kind_button)
        self.kind_button.setMenu(self.kind_menu)
        self._build()
        self.units.chosen.connect(self.unit_chosen)
        self.swap_button.clicked.connect(self.substitutes_requested)

    @property
    def title(self) -> str:
        """Name of the exercise shown."""
        return self._headline.text()

    @property
    def target(self) -> str:
        """What is prescribed, in words."""
        return self._target.text()

    def show_entry(self, entry: ExerciseEntry) -> None:
        """Show an exercise."""
        self._entry = entry
        self._headline.setText(f"{entry.mark}  {entry.name}".strip())
        self._target.setText(self._target_words(entry))
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
        self.swap_button.setVisible(is_open and entry.planned is not None and entry.corrects is None)
        self.kind_button.setVisible(is_open)
        self._fill_kind_menu(entry)

    def offer_substitutes(self, names: Iterable[str]) -> None:
        """Offer what can be done instead."""
        entry, menu = self._entry, self.swap_menu
        if entry is None or entry.planned is None:
            return
        menu.clear()
        if entry.is_substitute:
            self._offer(entry.planned.name, self.tr("{0}, as planned").format(entry.planned.name))
            menu.addSeparator()
        for name in names:
            if name.casefold() not in (entry.name.casefold(), entry.planned.name.casefold()):
                self._offer(name, name)
        if not menu.actions():
            nothing = menu.addAction(self.tr("The library knows nothing to do instead"))
            nothing.setEnabled(False)
        menu.popup(self.swap_button.mapToGlobal(QPoint(0, self.swap_button.height())))

    def _offer(self, name: str, words: str) -> None:
        action = self.swap_menu.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _=False: self.substitute_chosen.emit(name))

    def _target_words(self, entry: ExerciseEntry) -> str:
        planned = entry.planned
        if planned is None:
            return self.tr("Not in the plan")
        if entry.is_substitute:
            return self.tr("Instead of {0}, {1}").format(planned.name, target_text(planned)).rstrip(", ")
        return target_text(planned, entry.weight_words)

    def _build(self) -> None:
        head = QHBoxLayout(self)
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
        for tool in (self.units, self.swap_button, self.kind_button):
            tools.addWidget(tool)
        right.addLayout(tools)
        for line in (self._last_day, self._last):
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            right.addWidget(line)
        right.addStretch(1)
        head.addLayout(right, 2)

    def _fill_kind_menu(self, entry: ExerciseEntry) -> None:
        menu = self.kind_menu
        menu.clear()
        words = {
            (EntryKind.REPS, False): self.tr("Weight and reps"),
            (EntryKind.TIME, False): self.tr("Time in seconds"),
            (EntryKind.DISTANCE, False): self.tr("Distance in metres"),
            (EntryKind.CARDIO, False): self.tr("Minutes and kilometres"),
            (EntryKind.CARDIO, True): self.tr("Minutes and miles"),
        }
        for (kind, in_miles), text in words.items():
            is_now = kind is entry.kind and (kind is not EntryKind.CARDIO or in_miles is entry.in_miles)
            action = self._check(text, is_now)
            action.triggered.connect(lambda _=False, to=kind, m=in_miles: self.kind_chosen.emit(to, m))
        menu.addSeparator()
        self.timer_action = self._check(self.tr("Count the rest down"), self.has_timer)
        self.timer_action.triggered.connect(self._on_timer_triggered)
        self.sound_action = self._check(self.tr("Sound at the end of the rest"), self.has_sound)
        self.sound_action.triggered.connect(self._on_sound_triggered)

    def _check(self, text: str, is_checked: bool) -> QAction:
        action = self.kind_menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(is_checked)
        return action

    def _on_timer_triggered(self, checked: bool) -> None:
        self.has_timer = checked
        self.timer_chosen.emit(checked)

    def _on_sound_triggered(self, checked: bool) -> None:
        self.has_sound = checked
        self.sound_chosen.emit(checked)

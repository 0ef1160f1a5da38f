"""Logging for a client who stands beside the trainer: the day, the exercises, the sets."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date, week_dates
from gymtrainer_desktop.ui.shell.page import Crumb, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.words import exercises_text, first_name
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.logging.workout_loader import LoadedWorkout
from gymtrainer_desktop.ui.widgets.logging.workout_log_page import WorkoutLogPage
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline

_NAME_LETTERS = 80


class LogForClientPage(WorkoutLogPage):
    """The client's workout of a day, logged by the trainer and marked as such for both to see.

    `open` takes `member_id`, `name`, and perhaps a `day`; without one it is today.
    """

    key: ClassVar[str] = "log_for"
    is_own: ClassVar[bool] = False

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, clock: Clock | None = None
    ) -> None:
        super().__init__(context, parent, clock=clock)
        self._name = ""
        self._takes_focus = False
        self.column.insertWidget(0, self._head())
        self.column.insertWidget(1, hairline())
        self.days.chosen.connect(self._on_day_chosen)
        for keys, step, words in (
            ("Ctrl+Left", -1, self.tr("The day before")),
            ("Ctrl+Right", 1, self.tr("The day after")),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(lambda by=step: self._step(by))

    def open(self, **args: Any) -> None:
        """Take whose workout it is, and of which day."""
        member_id = args.get("member_id")
        if isinstance(member_id, UUID):
            self.use_member(member_id)
            self._show_name(member_id, str(args.get("name") or ""))
        self._takes_focus = True
        super().open(**args)

    def leave(self, day: date) -> None:
        """Go back to the client, whose log shows what was entered."""
        self.context.navigate("clients", {"member_id": self._member_id, "tab": "log"})

    # Building

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("kind", "surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.M)
        self._avatar = Avatar(diameter=Size.AVATAR_M)
        self._headline = ElidedLabel("", "section")
        self._headline.setObjectName("logForName")
        self._words = ElidedLabel("", tone="muted")
        self.days = Segmented(())
        self.days.setObjectName("logForDays")
        self.days.setAccessibleName(self.tr("Day"))
        row.addWidget(self._avatar)
        row.addWidget(self._headline)
        row.addWidget(self._words, 1)
        row.addWidget(self.days)
        return head

    # Showing

    def _show_name(self, member_id: UUID, name: str) -> None:
        self._name = name
        shown = name[:_NAME_LETTERS]
        first = first_name(shown)
        self._avatar.set_person(member_id, name)
        self._headline.setText(self.tr("Log for {0}").format(first))
        me = self.context.person.full_name
        self._words.setText(self.tr("{0} sees it, marked “Logged by {1}”").format(first, me))
        self.panel.note_field.set_hint(self.tr("(optional, {0} sees it)").format(first))
        clients = Crumb(self.tr("My clients"), "clients")
        client = Crumb(shown, "clients", {"member_id": member_id})
        self.set_title(self.tr("Log workout"), "", (clients, client))

    def _on_loaded(self, loaded: LoadedWorkout) -> None:
        self._show_days(loaded)
        super()._on_loaded(loaded)
        if self._takes_focus:
            self._takes_focus = False
            self.panel.table.focus_current()

    def _show_days(self, loaded: LoadedWorkout) -> None:
        """Offer the days of the week; those with nothing planned too, for work of any kind."""
        planned = {day.date: day for day in loaded.week.days} if loaded.week is not None else {}
        dates = week_dates(loaded.day, self.context.gym.week_start)
        segments = []
        for one in dates:
            word = self.tr("Today") if one == loaded.today else Weekday.of(one).short
            exercises = planned[one].exercises if one in planned else ()
            left = sum(not exercise.logged for exercise in exercises)
            segments.append(Segment(one.isoformat(), word, left or None))
        self.days.set_segments(segments)
        self.days.set_current(loaded.day.isoformat())
        count = len(planned[loaded.day].exercises) if loaded.day in planned else 0
        self.days.setAccessibleDescription(f"{format_date(loaded.day)}, {exercises_text(count)}")

    # Slots

    def _on_day_chosen(self, key: str) -> None:
        # What was entered for the other day stays with it.
        super().open(day=date.fromisoformat(key))
        self.refresh()

    def _step(self, by: int) -> None:
        keys = [segment.key for segment in self.days.segments]
        if self.days.current in keys:
            place = keys.index(self.days.current) + by
            if 0 <= place < len(keys):
                self.days.choose(keys[place])

"""The form in which the desk enters for a member what the server refused."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import QStringListModel, QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.domain.refused import PlanEntry, RefusedEntry
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.admin.refused.plan_entry_box import PlanEntryBox
from gymtrainer_desktop.ui.admin.refused.refused_form import RefusedForm
from gymtrainer_desktop.ui.admin.refused.sets_grid import SetsGrid
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.fields import DateField, FormField
from gymtrainer_desktop.ui.widgets.workout_words import difficulty_text

_FOUND = 12


class MendDialog(RefusedForm):
    """Shows what was entered and why it was refused; what is changed here is logged for the member."""

    def __init__(self, entry: RefusedEntry, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(entry, context, parent)
        self.setObjectName("mendDialog")
        self.set_title(self.tr("Enter for {0}").format(entry.member_name))
        self.confirm_button.setObjectName("confirmMendButton")
        log = entry.log
        self.plan_entry = PlanEntryBox(
            log.exercise_id if log else None,
            entry.exercise_name,
            self.tr("Unplanned, beside the plan"),
            context.gym.week_start,
        )
        self.body.addWidget(self._field("exercise_id", self.tr("&Counts for"), self.plan_entry))
        self.body.addWidget(self._line("exercise_name", self.tr("E&xercise"), self.tr("as it was done")))
        self._edit("exercise_name").setText(entry.exercise_name)
        self._named = entry.exercise_name
        self._offer_names()
        local = ((log.completed_at if log else None) or entry.made_at).astimezone(self._zone)
        self.day = DateField(local.date(), context.gym.week_start)
        clock = self._line("time", self.tr("&Time"))
        self._edit("time").setText(f"{local:%H:%M}")
        self._local = local
        self.body.addLayout(side_by_side(self._field("completed_at", self.tr("&Day"), self.day), clock))
        self.sets = SetsGrid(log.sets if log else (), context.person.weight_unit)
        self.body.addWidget(self._field("sets", self.tr("Sets"), self.sets))
        self.add_button = quiet_button(self.tr("Add a &set"), "plus", "small")
        self.add_button.setObjectName("addMendSetButton")
        self.body.addWidget(self.add_button)
        self.rating = QComboBox()
        self.rating.setObjectName("rating")
        self.rating.addItem(NO_VALUE, None)
        for number in range(1, 6):
            self.rating.addItem(difficulty_text(number), number)
        self.rating.setCurrentIndex(self.rating.findData(log.rating if log else None))
        self._line("notes", self.tr("&Notes"), self.tr("(optional)"))
        self._edit("notes").setText(log.notes if log else "")
        difficulty = FormField(self.tr("Di&fficulty"), self.rating)
        self._fields["rating"] = difficulty
        self.body.addLayout(side_by_side(difficulty, self._fields["notes"]))
        self.add_button.clicked.connect(lambda: self.sets.add())
        self.plan_entry.currentIndexChanged.connect(self._on_plan_entry_chosen)
        self._begin()

    def submit(self) -> None:
        """Log what the form says, and settle the entry."""
        self._clear()
        try:
            new = self._read()
        except UserError as error:
            self._refuse(error)
            return
        refused = self._context.services.refused
        self._send(lambda: refused.mend(self._entry.id, new))

    def _read(self) -> NewLog:
        log = self._entry.log
        try:
            new = NewLog(
                self._entry.id,
                self._entry.member_id,
                self.plan_entry.exercise_id,
                self._text("exercise_name").strip(),
                self.sets.read(),
                self._moment(),
                self.rating.currentData(),
                self._text("notes").strip(),
                log.duration_minutes if log else None,
            )
            return new.checked()
        except UserError as error:
            if (error.field or "").startswith("set"):
                raise UserError(error.message, code=error.code, field="sets") from None
            raise

    def _moment(self) -> datetime:
        text = self._text("time").strip()
        hours, colon, minutes = text.partition(":")
        is_clock = colon and all(
            part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes)
        )
        if not is_clock or int(hours) > 23 or int(minutes) > 59:
            raise UserError(self.tr("Please write the time as 18:30."), field="time")
        if (self.day.value, text) == (self._local.date(), f"{self._local:%H:%M}"):
            return self._local  # to the second, and on the right side of a change of summer time
        return datetime.combine(self.day.value, time(int(hours), int(minutes)), self._zone)

    def _said(self) -> tuple[object, ...]:
        lines = tuple(edit.text() for line in self.sets.lines for edit in line)
        texts = tuple(self._text(name) for name in ("exercise_name", "time", "notes"))
        return (
            *super()._said(),
            *texts,
            self.rating.currentData(),
            *(text for text in lines if text),
        )

    # The member's plan, and names

    def _on_plan_loaded(self, entries: tuple[PlanEntry, ...]) -> None:
        super()._on_plan_loaded(entries)
        self._names.setStringList(self.plan_entry.names())

    def _on_plan_entry_chosen(self) -> None:
        """The name follows, unless somebody wrote another one."""
        entry, edit = self.plan_entry.entry, self._edit("exercise_name")
        if entry is not None and edit.text().strip() in ("", self._named):
            self._named = entry.exercise_name
            edit.setText(entry.exercise_name)

    def _offer_names(self) -> None:
        edit = self._edit("exercise_name")
        self._names = QStringListModel(self)
        edit.setCompleter(completer(self._names, self))
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.setInterval(Delay.SEARCH)
        edit.textEdited.connect(lambda _text: pause.start())
        pause.timeout.connect(self._search)

    def _search(self) -> None:
        words, exercises = self._text("exercise_name").strip(), self._context.services.exercises
        if words:
            self._context.tasks.query(
                self,
                lambda: exercises.search(words, limit=_FOUND),
                self._on_found,
                self._context.notices.error,
                key="names",
            )

    def _on_found(self, found: tuple[LibraryExercise, ...]) -> None:
        names = [*self.plan_entry.names(), *(exercise.name for exercise in found)]
        self._names.setStringList(list(dict.fromkeys(names)))
        edit = self._edit("exercise_name")
        if edit.hasFocus() and edit.text().strip():
            edit.completer().complete()

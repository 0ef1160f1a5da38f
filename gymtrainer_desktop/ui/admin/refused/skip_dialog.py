"""The form in which the desk enters for a member the skip that the server refused."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.refused import PlanEntry, RefusedEntry
from gymtrainer_desktop.ui.admin.refused.mend_dialog import made_words, reason_banner
from gymtrainer_desktop.ui.admin.refused.plan_entry_box import PlanEntryBox
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.fields import DateField
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog


class SkipDialog(FormDialog):
    """Which exercise of the plan was left out, on which day, and why."""

    mended = Signal(object)
    """It is entered and settled; carries the `RefusedEntry`."""

    def __init__(self, entry: RefusedEntry, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("skipDialog")
        self._entry = entry
        skip, zone = entry.skip, ZoneInfo(context.gym.time_zone)
        self.set_title(self.tr("Skipped by {0}").format(entry.member_name))
        self.set_subtitle(made_words(entry, zone))
        self.set_confirm_text(self.tr("&Enter it"))
        self.confirm_button.setObjectName("confirmSkipButton")
        self.body.addWidget(reason_banner(entry))
        # Without a name it is no exercise of theirs, or none that there is.
        meant = skip.exercise_id if skip and entry.exercise_name else None
        self.plan_entry = PlanEntryBox(meant, entry.exercise_name, "", context.gym.week_start)
        self.body.addWidget(self._field("exercise_id", self.tr("&Exercise"), self.plan_entry))
        on = skip.on if skip else entry.made_at.astimezone(zone).date()
        self.day = DateField(on, context.gym.week_start)
        self.body.addWidget(self._field("on", self.tr("&Day"), self.day))
        self.body.addWidget(self._line("reason", self.tr("&Reason"), self.tr("(optional)")))
        self._edit("reason").setText(skip.reason if skip else "")
        self.body.addStretch(1)
        self.day.dateChanged.connect(self._load_plan)
        self._first = self._said()
        self._load_plan()

    def is_dirty(self) -> bool:
        """Whether anything was changed."""
        return self._said() != self._first

    def submit(self) -> None:
        """Enter what the form says, and settle the entry."""
        self._clear()
        exercise_id, entry = self.plan_entry.exercise_id, self._entry
        if exercise_id is None:
            self._fields["exercise_id"].set_error(self.tr("Choose the exercise that was left out."))
            return
        skip = NewSkip(entry.id, entry.member_id, exercise_id, self.day.value, self._text("reason").strip())
        self.set_busy(True)
        refused = self._context.services.refused

        def done(_: object) -> None:
            self.accept()
            self.mended.emit(entry)

        self._context.tasks.write(self, lambda: refused.enter_skip(entry.id, skip), done, self._on_failed)

    def _said(self) -> tuple[object, ...]:
        return self.plan_entry.exercise_id, self.day.value, self._text("reason")

    def _load_plan(self) -> None:
        refused, member_id, on = self._context.services.refused, self._entry.member_id, self.day.value
        self._context.tasks.query(
            self,
            lambda: refused.choices(member_id, on),
            self._on_plan_loaded,
            self._context.notices.error,
            key="plan",
        )

    def _on_plan_loaded(self, entries: tuple[PlanEntry, ...]) -> None:
        was_chosen = self.plan_entry.exercise_id is not None
        self.plan_entry.set_entries(entries)
        if not was_chosen:
            self.plan_entry.setCurrentIndex(-1)

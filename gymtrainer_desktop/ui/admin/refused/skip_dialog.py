"""The form in which the desk enters for a member the skip that the server refused."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.refused import PlanEntry, RefusedEntry
from gymtrainer_desktop.ui.admin.refused.plan_entry_box import PlanEntryBox
from gymtrainer_desktop.ui.admin.refused.refused_form import RefusedForm
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.fields import DateField


class SkipDialog(RefusedForm):
    """Which exercise of the plan was left out, on which day, and why."""

    def __init__(self, entry: RefusedEntry, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(entry, context, parent)
        self.setObjectName("skipDialog")
        skip = entry.skip
        self.set_title(self.tr("Skipped by {0}").format(entry.member_name))
        self.confirm_button.setObjectName("confirmSkipButton")
        # Without a name it is no exercise of theirs, or none that there is.
        meant = skip.exercise_id if skip and entry.exercise_name else None
        self.plan_entry = PlanEntryBox(meant, entry.exercise_name, "", context.gym.week_start)
        self.body.addWidget(self._field("exercise_id", self.tr("&Exercise"), self.plan_entry))
        on = skip.on if skip else entry.made_at.astimezone(self._zone).date()
        self.day = DateField(on, context.gym.week_start)
        self.body.addWidget(self._field("on", self.tr("&Day"), self.day))
        self.body.addWidget(self._line("reason", self.tr("&Reason"), self.tr("(optional)")))
        self._edit("reason").setText(skip.reason if skip else "")
        self._begin()

    def submit(self) -> None:
        """Enter what the form says, and settle the entry."""
        self._clear()
        exercise_id, entry = self.plan_entry.exercise_id, self._entry
        if exercise_id is None:
            self._fields["exercise_id"].set_error(self.tr("Choose the exercise that was left out."))
            return
        skip = NewSkip(entry.id, entry.member_id, exercise_id, self.day.value, self._text("reason").strip())
        refused = self._context.services.refused
        self._send(lambda: refused.enter_skip(entry.id, skip))

    def _said(self) -> tuple[object, ...]:
        return *super()._said(), self._text("reason")

    def _on_plan_loaded(self, entries: tuple[PlanEntry, ...]) -> None:
        was_chosen = self.plan_entry.exercise_id is not None
        super()._on_plan_loaded(entries)
        if not was_chosen:
            self.plan_entry.setCurrentIndex(-1)

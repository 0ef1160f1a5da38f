"""What the forms share in which the desk enters for a member what the server refused."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.refused import PlanEntry, RefusedEntry
from gymtrainer_desktop.ui.admin.refused.plan_entry_box import PlanEntryBox
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.fields import DateField
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog


class RefusedForm(FormDialog):
    """Says whose entry it is, where and when it was made, why it was refused; offers the plan of a day.

    A form builds its fields, `plan_entry` and `day` among them, and then calls `_begin`.
    """

    mended = Signal(object)
    """It is entered and settled; carries the `RefusedEntry`."""

    plan_entry: PlanEntryBox
    day: DateField

    def __init__(self, entry: RefusedEntry, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self._entry = entry
        self._zone = ZoneInfo(context.gym.time_zone)
        self.set_subtitle(made_words(entry, self._zone))
        self.set_confirm_text(self.tr("&Enter it"))
        banner = Banner("info", "caution")
        banner.setObjectName("refusedReason")
        banner.set_words(self.tr("Why it was refused"), entry.reason)
        self.body.addWidget(banner)

    def is_dirty(self) -> bool:
        """Whether anything was changed."""
        return self._said() != self._first

    def _begin(self) -> None:
        self.body.addStretch(1)
        self.day.dateChanged.connect(self._load_plan)
        self._first = self._said()
        self._load_plan()

    def _said(self) -> tuple[object, ...]:
        """Return all that the form says."""
        return self.plan_entry.exercise_id, self.day.value

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
        self.plan_entry.set_entries(entries)

    def _send(self, write: Callable[[], object]) -> None:
        self.set_busy(True)
        self._context.tasks.write(self, write, self._on_mended, self._on_failed)

    def _on_mended(self, _: object) -> None:
        self.accept()
        self.mended.emit(self._entry)


def made_words(entry: RefusedEntry, zone: ZoneInfo) -> str:
    """Return who made an entry, where and when: "M-1042 · made at Kiosk, Wed 18 Nov 2026, 18:30"."""
    local = entry.made_at.astimezone(zone)
    words = QCoreApplication.translate("refused", "made at {0}, {1}")
    made = words.format(entry.station, f"{format_date(local.date())}, {local:%H:%M}")
    return f"{entry.member_number} · {made}" if entry.member_number else made

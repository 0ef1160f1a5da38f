"""What an entry counts for: an exercise of the member's plan, or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.refused import PlanEntry
from gymtrainer_desktop.ui.widgets.fields import place_of


class PlanEntryBox(QComboBox):
    """The exercises of a member's plans by weekday; the one that was meant is chosen, whatever is offered.

    Args:
        meant: The exercise the entry was made for; None for none.
        name: Its name.
        unplanned: What stands for no exercise of a plan; empty where there has to be one.
        first_day: The gym's first weekday.
    """

    def __init__(
        self, meant: UUID | None, name: str, unplanned: str, first_day: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("planEntry")
        self.setMaxVisibleItems(16)
        self._meant = meant
        self._name = name
        self._unplanned = unplanned
        self._first_day = first_day
        self._entries: dict[UUID, PlanEntry] = {}
        self.set_entries(())

    @property
    def exercise_id(self) -> UUID | None:
        """The exercise chosen, None for unplanned work."""
        chosen: UUID | None = self.currentData()
        return chosen

    @property
    def entry(self) -> PlanEntry | None:
        """What is chosen, None for unplanned work and before the plan is known."""
        return self._entries.get(self.exercise_id) if self.exercise_id is not None else None

    def names(self) -> list[str]:
        """Return the names of the plans' exercises, each once."""
        return list(dict.fromkeys(entry.exercise_name for entry in self._entries.values()))

    def set_entries(self, entries: Sequence[PlanEntry]) -> None:
        """Offer other exercises; what is chosen stays so."""
        chosen = self.exercise_id if self.count() else self._meant
        self._entries = {entry.exercise_id: entry for entry in entries}
        self.blockSignals(True)
        self.clear()
        for entry in sorted(entries, key=lambda one: (not one.is_running, self._place(one.weekday))):
            self.addItem(self._words(entry), entry.exercise_id)
        if self._meant is not None and self._meant not in self._entries:
            self.insertItem(0, self._name, self._meant)
        if self._unplanned:
            self.addItem(self._unplanned, None)
        self.setCurrentIndex(max(place_of(self, chosen), 0))
        self.blockSignals(False)

    def _place(self, day: Weekday) -> int:
        return (day.number - self._first_day) % 7

    def _words(self, entry: PlanEntry) -> str:
        parts = [entry.weekday.short, entry.exercise_name, entry.target]
        if not entry.is_running:
            parts.append(entry.plan_title)
        return " · ".join(part for part in parts if part)

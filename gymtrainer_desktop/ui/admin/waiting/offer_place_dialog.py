"""The dialog that offers a waiting member a place with a trainer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.errors import Conflict, SignedOut, UserError
from gymtrainer_desktop.domain.waitlist import WaitingEntry
from gymtrainer_desktop.ui.admin.assigning.trainer_pick_dialog import Assignee, TrainerPickDialog, for_button
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.text import label


class OfferPlaceDialog(TrainerPickDialog):
    """Offers the trainers with room; the member answers, and the desk assigns then.

    Args:
        entry: Who waits, as the list shows it.
    """

    offered = Signal(object)
    """The place is offered; carries the `WaitingEntry`."""
    conflicted = Signal()
    """Somebody else changed the entry first; the list is out of date."""

    def __init__(self, context: PageContext, entry: WaitingEntry, parent: QWidget | None = None) -> None:
        self._entry = entry
        member = Assignee(entry.member_id, entry.member_name)
        super().__init__(
            context, (member,), parent, wants=entry.wants, prefer=entry.offered_trainer_id or entry.trainer_id
        )
        self.setObjectName("offerPlaceDialog")
        self.set_title(self.tr("Offer a place"))
        days = context.gym.offer_days
        stands = self.tr("The offer stands for 1 day.")
        if days != 1:
            stands = self.tr("The offer stands for {0} days.").format(days)
        self.add_footer_widget(label(stands, tone="muted"))
        self.confirm_button.setObjectName("confirmOfferButton")

    def submit(self) -> None:
        """Offer the place."""
        choice, entry, waitlist = self.list.choice, self._entry, self._context.services.waitlist
        if choice is None or self._is_busy:
            return
        self._set_waiting(True)
        self._context.tasks.write(
            self,
            lambda: waitlist.offer(entry.id, entry.version, choice.trainer_id),
            self._on_offered,
            self._on_offer_failed,
        )

    def _confirm_words(self, at: TrainerChoice | None) -> str:
        if at is None or self._model.refusal_of(at) is not None:
            return ""
        return self.tr("&Offer a place with {0}").format(for_button(at.name))

    def _on_offered(self, entry: WaitingEntry) -> None:
        self.accept()
        self.offered.emit(entry)

    def _on_offer_failed(self, exc: Exception) -> None:
        self._set_waiting(False)
        if isinstance(exc, Conflict):
            words = self.tr("Somebody else changed this entry meanwhile. Close and look at the list again.")
            self._say(self.tr("Not offered"), words)
            self.conflicted.emit()
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self._say(self.tr("Not offered"), exc.message)
            self.reload()
        else:
            self._context.notices.error(exc, self.tr("Nothing was offered."))

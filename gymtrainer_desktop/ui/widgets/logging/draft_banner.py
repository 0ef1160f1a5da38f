"""The banner that offers a workout which was begun and left, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.logging.words import sets_count_text
from gymtrainer_desktop.ui.widgets.logging.workout_at_hand import WorkoutAtHand
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import KeptWorkout, apply_draft


class DraftBanner(Banner):
    """Offers to continue, or to discard, what was kept on this computer.

    Args:
        at: The workout at hand.
        open_day: Called to show a workout of another day: its date is that of `at.day`.
    """

    def __init__(
        self, at: WorkoutAtHand, open_day: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__("history", "accent", parent)
        self.setObjectName("draftBanner")
        self._at, self._open_day = at, open_day
        self.discard_button = self.add_action(self.tr("Discard"), self._on_discard_clicked)
        self.discard_button.setObjectName("discardDraftButton")
        self.continue_button = self.add_action(self.tr("Continue"), self._on_continue_clicked, "play")
        self.continue_button.setObjectName("continueDraftButton")
        self.hide()

    @property
    def words(self) -> str:
        """What it says, empty while it offers nothing."""
        return "" if self.isHidden() else self.accessibleName()

    def settle(self) -> None:
        """Put into the workout that was loaded what belongs there without being asked about."""
        at = self._at
        session, keeper = at.session, at.desk.keeper
        if session is None:
            return
        for one in at.desk.shelf:
            # It lay in this window all the time.
            left = keeper.of_day(one.day)
            if left is not None and one.unsaved:
                keeper.settle(left)
        kept = at.continued or keeper.of_day(session.day)
        if kept is None or kept.day != session.day or (kept.is_unfinished and kept is not at.continued):
            return
        at.continued = None
        self._apply(kept)

    def show_offer(self) -> None:
        """Say what there is to decide about."""
        kept = self._at.desk.keeper.offered
        if kept is None:
            self.hide()
            return
        self.set_words(self._headline(kept), self._what(kept))
        self.show()

    def _headline(self, kept: KeptWorkout) -> str:
        begun = kept.begun.astimezone(ZoneInfo(self._at.context.gym.time_zone))
        at = f"{begun:%H:%M}"
        day = f"{Weekday.of(kept.day).short} {format_short_date(kept.day)}"
        if kept.day == self._at.today and begun.date() == kept.day:
            return self.tr("You began this workout at {0}.").format(at)
        if begun.date() == kept.day:
            return self.tr("You began a workout on {0} at {1}.").format(day, at)
        return self.tr("You began the workout of {0}.").format(day)

    def _what(self, kept: KeptWorkout) -> str:
        begun = [one.entry for one in kept.exercises if not one.is_waiting]
        sets = sum(len(entry.done) for entry in begun)
        names = ", ".join(entry.name for entry in begun[:2])
        if len(begun) > 2:
            names = self.tr("{0} and {1} more").format(names, len(begun) - 2)
        return self.tr("{0}: {1}, not saved yet.").format(names, sets_count_text(sets))

    def _apply(self, kept: KeptWorkout) -> None:
        at = self._at
        if at.session is None:
            return
        apply_draft(kept, at.session, at.member_id, at.logged)
        at.session.done_today = at.session.done_today or kept.done_today
        at.desk.keeper.settle(kept)

    def _on_continue_clicked(self) -> None:
        at = self._at
        kept = at.desk.keeper.offered
        if kept is None:
            return
        if at.session is not None and at.session.day == kept.day:
            self._apply(kept)
            at.changed.emit()
        else:
            at.day, at.continued = kept.day, kept
            self._open_day()

    def _on_discard_clicked(self) -> None:
        keeper = self._at.desk.keeper
        kept = keeper.offered
        if kept is None:
            return
        keeper.settle(kept)
        keeper.flush()
        self._at.changed.emit()

        def put_back() -> None:
            keeper.put_back(kept)
            self._at.changed.emit()

        self._at.context.notices.toast(self.tr("Workout discarded."), put_back)

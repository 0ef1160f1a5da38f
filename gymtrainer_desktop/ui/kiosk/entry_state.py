"""How an exercise stands that nothing can be entered for, and what can be done about it. Pure; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.ui.kiosk.visit_changes import VisitChanges
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry


class EntryAct(StrEnum):
    """What can be done with an exercise that is saved, left out or deleted."""

    REOPEN = "reopen"
    CHANGE = "change"
    NOTE = "note"
    DELETE = "delete"
    TAKE_BACK = "takeBack"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class ShownState:
    """What takes the place of the steppers.

    Attributes:
        icon: Name of an icon.
        tone: Token of its colour.
    """

    title: str
    detail: str
    icon: str
    tone: str
    acts: tuple[EntryAct, ...] = ()


def shown_state(entry: ExerciseEntry, changes: VisitChanges, *, is_past: bool = False) -> ShownState:
    """Return how an exercise stands.

    Args:
        entry: The exercise.
        changes: Knows what may be changed, and what was deleted.
        is_past: It belongs to an earlier workout: there is nothing to do of it now.
    """
    if entry.state is EntryState.SENDING or changes.is_under_way(entry):
        return ShownState(_tr("Saving…"), "", "circle", "text_muted")
    reader = _tr("Your trainer can see it.") if changes.has_trainer else ""
    if entry.key in changes.deleted:
        acts = (EntryAct.TAKE_BACK, EntryAct.AGAIN)[: 1 if is_past else 2]
        return ShownState(_tr("Deleted"), _tr("It counts as not done."), "trash-2", "text_muted", acts)
    if entry.state is EntryState.SKIPPED:
        reason = entry.skip.reason.strip().rstrip(".") if entry.skip is not None else ""
        title = _tr("Skipped: {0}").format(reason) if reason else _tr("Skipped")
        return ShownState(title, reader, "skip-forward", "text_muted", (EntryAct.REOPEN,))
    is_open = changes.may_change(entry)
    can = (EntryAct.CHANGE, EntryAct.NOTE, EntryAct.DELETE) if is_open else ()
    touch = _tr("Touch a set to change it.")
    if entry.is_refused:
        detail = _tr("The front desk has it and enters it with you. No need to do it again.")
        return ShownState(_tr("The server did not take this"), detail, "info", "caution")
    if entry.is_waiting:
        kept = _tr("It is kept on this kiosk and sent as soon as the server is back.")
        if changes.is_offline:
            kept = _tr("It is kept on this kiosk and sent when you next sign in here.")
        later = touch if is_open else _tr("Then it can be changed.")
        title = _tr("Saved here, waits for the server")
        return ShownState(title, f"{kept} {later}", "clock", "caution", can)
    detail = f"{reader} {touch if is_open else ''}".strip()
    return ShownState(_tr("Saved"), detail, "circle-check", "positive", can)


def note_words(entry: ExerciseEntry) -> str:
    """Return "Your note: Felt easy.", empty for none."""
    return _tr("Your note: {0}").format(entry.note.strip()) if entry.note.strip() else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("kiosk", text)

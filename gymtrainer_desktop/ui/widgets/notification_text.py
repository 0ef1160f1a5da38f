"""Notifications in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.notifications import Notification, NotificationKind

_LONGEST = 80


def notification_text(notification: Notification) -> str:
    """Return the sentence of a notification ("John Smith is now your trainer").

    Member and trainer are told of a pause, a return and an end with the same names, so those sentences name
    both. A name that is missing or too long for a line is replaced or shortened.
    """
    trainer = _name(notification, "trainer", _tr("Your trainer"))
    member = _name(notification, "member", _tr("a member"))
    plan = _name(notification, "plan", "")
    match notification.kind:
        case NotificationKind.ASSIGNED:
            return _tr("{0} is now your trainer").format(trainer)
        case NotificationKind.NEW_CLIENT:
            return _tr("{0} is now your client").format(_upper(member))
        case NotificationKind.ASSIGNMENT_PAUSED:
            return _tr("The training of {0} with {1} is paused").format(member, _lower(trainer))
        case NotificationKind.ASSIGNMENT_RESUMED:
            return _tr("The training of {0} with {1} goes on").format(member, _lower(trainer))
        case NotificationKind.ASSIGNMENT_ENDED:
            return _tr("The training of {0} with {1} has ended").format(member, _lower(trainer))
        case NotificationKind.PLAN_PUBLISHED:
            if not plan:
                return _tr("{0} published a plan for you").format(trainer)
            return _tr("{0} published your plan “{1}”").format(trainer, plan)
        case NotificationKind.PLAN_CHANGED:
            if not plan:
                return _tr("{0} changed your plan").format(trainer)
            return _tr("{0} changed your plan “{1}”").format(trainer, plan)
        case NotificationKind.NOTE_SHARED:
            return _tr("{0} wrote a note for you").format(trainer)


def _name(notification: Notification, key: str, missing: str) -> str:
    name = " ".join(str(notification.data.get(key) or "").split())
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 1].rstrip()}…"
    return name or missing


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(trainer: str) -> str:
    """Fit the stand-in for a missing name into the middle of a sentence; a name stays as it is."""
    return _tr("your trainer") if trainer == _tr("Your trainer") else trainer


def _tr(text: str) -> str:
    return QCoreApplication.translate("notification_text", text)

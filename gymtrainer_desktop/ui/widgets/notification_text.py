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
        case _:
            return _desk_text(notification, trainer, member)


def _desk_text(notification: Notification, trainer: str, member: str) -> str:
    """Return the sentence about trainers who change, the waiting list, and messages."""
    match notification.kind:
        case NotificationKind.TRAINER_CHANGED:
            former = _name(notification, "former", _tr("your former trainer"))
            return _tr("{0} takes over your training from {1}").format(trainer, former)
        case NotificationKind.PLACE_OFFERED:
            place = _name(notification, "trainer", _tr("a trainer"))
            return _tr("A place with {0} is free for you. Do you want it?").format(place)
        case NotificationKind.PLACE_FREE:
            place = _name(notification, "trainer", _tr("a trainer"))
            return _tr("A place with {0} is offered to {1}").format(place, member)
        case NotificationKind.OFFER_ANSWERED:
            place = _name(notification, "trainer", _tr("a trainer"))
            if notification.data.get("answer") == "yes":
                return _tr("{0} accepts the place with {1}").format(_upper(member), place)
            return _tr("{0} does not take the place with {1}").format(_upper(member), place)
        case NotificationKind.CLIENT_REQUESTED:
            asking = _name(notification, "trainer", _tr("A trainer"))
            return _tr("{0} asks for {1} as a client").format(asking, member)
        case NotificationKind.REQUEST_GRANTED:
            return _tr("The desk gave you {0} as a client").format(member)
        case NotificationKind.REQUEST_REFUSED:
            return _tr("The desk did not give you {0} as a client").format(member)
        case _:
            return _tr("{0} wrote to you").format(_name(notification, "from", _tr("Somebody")))


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

"""Notifications as sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from gymtrainer_desktop.domain.notifications import Notification, NotificationKind
from gymtrainer_desktop.ui.widgets.notification_text import notification_text

NAMES = {
    "trainer": "John Smith",
    "member": "Sarah Johnson",
    "plan": "12-Week Strength Program",
    "former": "Maya Patel",
    "answer": "yes",
    "from": "John Smith",
}


def _notification(kind: NotificationKind, data: dict[str, str]) -> Notification:
    return Notification(UUID(int=1), kind, data, None, datetime(2026, 11, 20, 9, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (NotificationKind.ASSIGNED, "John Smith is now your trainer"),
        (NotificationKind.NEW_CLIENT, "Sarah Johnson is now your client"),
        (NotificationKind.ASSIGNMENT_PAUSED, "The training of Sarah Johnson with John Smith is paused"),
        (NotificationKind.ASSIGNMENT_RESUMED, "The training of Sarah Johnson with John Smith goes on"),
        (NotificationKind.ASSIGNMENT_ENDED, "The training of Sarah Johnson with John Smith has ended"),
        (NotificationKind.PLAN_PUBLISHED, "John Smith published your plan “12-Week Strength Program”"),
        (NotificationKind.PLAN_CHANGED, "John Smith changed your plan “12-Week Strength Program”"),
        (NotificationKind.NOTE_SHARED, "John Smith wrote a note for you"),
        (NotificationKind.TRAINER_CHANGED, "John Smith takes over your training from Maya Patel"),
        (NotificationKind.PLACE_OFFERED, "A place with John Smith is free for you. Do you want it?"),
        (NotificationKind.PLACE_FREE, "A place with John Smith is offered to Sarah Johnson"),
        (NotificationKind.OFFER_ANSWERED, "Sarah Johnson accepts the place with John Smith"),
        (NotificationKind.CLIENT_REQUESTED, "John Smith asks for Sarah Johnson as a client"),
        (NotificationKind.REQUEST_GRANTED, "The desk gave you Sarah Johnson as a client"),
        (NotificationKind.REQUEST_REFUSED, "The desk did not give you Sarah Johnson as a client"),
        (NotificationKind.MESSAGE, "John Smith wrote to you"),
    ],
)
def test_each_kind_has_its_sentence(kind: NotificationKind, sentence: str) -> None:
    assert notification_text(_notification(kind, NAMES)) == sentence


def test_an_offer_may_be_declined() -> None:
    declined = _notification(NotificationKind.OFFER_ANSWERED, NAMES | {"answer": "no"})
    assert notification_text(declined) == "Sarah Johnson does not take the place with John Smith"


@pytest.mark.parametrize("kind", list(NotificationKind))
def test_missing_names_still_make_a_sentence(kind: NotificationKind) -> None:
    sentence = notification_text(_notification(kind, {}))
    assert sentence[0].isupper()
    assert "{" not in sentence
    assert "  " not in sentence


@pytest.mark.parametrize("kind", list(NotificationKind))
def test_endless_and_strange_names_fit_a_line(kind: NotificationKind) -> None:
    strange = dict.fromkeys(NAMES, "<b>'; DROP TABLE</b>\n💪 " + "x" * 10000)
    sentence = notification_text(_notification(kind, strange))
    assert len(sentence) < 260
    assert "\n" not in sentence

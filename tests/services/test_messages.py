"""Messages between a member and their trainer."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.notifications import NotificationKind
from tests.factories import Gym


def test_two_write_to_each_other(gym: Gym) -> None:
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    thread = gym.assignment(sarah, john)
    coach, own = gym.services(john), gym.services(sarah, "member")
    key = uuid4()
    sent = coach.messages.send(key, thread, "  How is the knee?  ")
    assert (sent.body, sent.from_me, sent.from_trainer, sent.read_at) == (
        "How is the knee?",
        True,
        True,
        None,
    )
    assert coach.messages.send(key, thread, "How is the knee?") == sent
    with pytest.raises(UserError) as reused:
        coach.messages.send(key, thread, "Something else")
    assert reused.value.code == "key_reused"
    (shown,) = own.messages.threads()
    assert (shown.other_name, shown.is_open, shown.last_body, shown.unread) == (
        "John Smith",
        True,
        "How is the knee?",
        1,
    )
    assert own.notifications.latest()[0].kind is NotificationKind.MESSAGE
    assert own.messages.mark_read([key]) == 1
    assert own.messages.mark_read([key]) == 0
    assert own.notifications.latest()[0].read
    own.messages.send(uuid4(), thread, "Better")
    assert [(m.body, m.from_me) for m in own.messages.thread(thread).messages] == [
        ("Better", True),
        ("How is the knee?", False),
    ]
    assert [(t.other_name, t.unread) for t in coach.messages.threads()] == [("Sarah Johnson", 1)]
    assert coach.messages.mark_read([key]) == 0  # one's own cannot be read by oneself
    assert coach.messages.thread(thread).messages[1].read_at is not None


def test_a_long_thread_is_paged(gym: Gym) -> None:
    john, sarah = gym.trainer(), gym.member()
    thread = gym.assignment(sarah, john)
    coach = gym.services(john)
    for n in range(7):
        coach.messages.send(uuid4(), thread, f"message {n}")
    seen, after = [], None
    while True:
        page = coach.messages.thread(thread, after, limit=3)
        seen += [m.body for m in page.messages]
        after = page.next
        if after is None:
            break
    assert seen == [f"message {n}" for n in range(6, -1, -1)]


def test_what_is_over_stays_readable_and_strangers_read_nothing(gym: Gym) -> None:
    john, sarah = gym.trainer("John"), gym.member("Sarah")
    thread = gym.assignment(sarah, john)
    own = gym.services(sarah, "member")
    own.messages.send(uuid4(), thread, "Thank you!")
    desk = gym.services(gym.admin())
    record = desk.people.details(sarah.id).assignments[0]
    desk.assignments.complete(thread, record.version)
    assert [(t.is_open, t.last_body) for t in own.messages.threads()] == [(False, "Thank you!")]
    for services in (own, gym.services(john)):
        with pytest.raises(Denied):
            services.messages.send(uuid4(), thread, "One more thing")
    stranger = gym.services(gym.trainer())
    assert stranger.messages.threads() == ()
    assert stranger.messages.thread(thread).messages == ()
    with pytest.raises(Denied):
        stranger.messages.send(uuid4(), thread, "Hello")
    read = desk.messages.thread(thread).messages
    assert [(m.body, m.from_me) for m in read] == [("Thank you!", False)]
    with pytest.raises(Denied):
        desk.messages.send(uuid4(), thread, "From the desk")


@pytest.mark.parametrize("body", ["", "   ", "x" * 4001])
def test_what_cannot_be_sent(gym: Gym, body: str) -> None:
    john, sarah = gym.trainer(), gym.member()
    thread = gym.assignment(sarah, john)
    with pytest.raises(UserError) as refused:
        gym.services(john).messages.send(uuid4(), thread, body)
    assert refused.value.field == "body"

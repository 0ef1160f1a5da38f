"""Messages between a member and their trainer."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gymtrainer_desktop.domain.assignments import AssignmentStatus
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


def test_unread_messages_are_counted_for_each_end(gym: Gym) -> None:
    john, sarah, mike = gym.trainer("John Smith"), gym.member("Sarah"), gym.member("Mike")
    with_sarah, with_mike = gym.assignment(sarah, john), gym.assignment(mike, john)
    coach, own = gym.services(john), gym.services(sarah, "member")
    keys = [uuid4() for _ in range(3)]
    for key in keys:
        own.messages.send(key, with_sarah, "Hello")
    gym.services(mike, "member").messages.send(uuid4(), with_mike, "Hi")
    coach.messages.send(uuid4(), with_sarah, "Yes?")
    assert (coach.messages.unread(), own.messages.unread()) == (4, 1)
    coach.messages.mark_read(keys)
    assert (coach.messages.unread(), own.messages.unread()) == (1, 1)
    assert gym.services(gym.trainer()).messages.unread() == 0
    assert gym.services(gym.admin()).messages.unread() == 0


def test_who_trains_and_is_trained_keeps_both_apart(gym: Gym) -> None:
    boss, john, sarah = gym.trainer("Boss"), gym.trainer("John Smith"), gym.member("Sarah")
    trains, trained = gym.assignment(sarah, john), gym.assignment(john, boss)
    gym.services(sarah, "member").messages.send(uuid4(), trains, "From a client")
    gym.services(boss).messages.send(uuid4(), trained, "From the trainer")
    gym.services(boss).messages.send(uuid4(), trained, "And another")
    messages = gym.services(john).messages
    (client,) = messages.threads(as_member=False)
    (own,) = messages.threads(as_member=True)
    assert (client.assignment_id, client.other_name, client.other_id) == (trains, "Sarah", sarah.id)
    assert (own.assignment_id, own.other_name, own.other_id) == (trained, "Boss", boss.trainer_id)
    assert (client.as_member, own.as_member) == (False, True)
    assert (client.member_id, own.member_id) == (sarah.id, john.id)
    assert len(messages.threads()) == 2
    counts = [messages.unread(as_member=end) for end in (None, True, False)]
    assert counts == [3, 2, 1]


def test_a_thread_says_who_wrote_last_and_when_it_was_closed(gym: Gym) -> None:
    john, sarah = gym.trainer("John"), gym.member("Sarah")
    thread = gym.assignment(sarah, john, status="paused")
    coach, own = gym.services(john), gym.services(sarah, "member")
    (empty,) = own.messages.threads()
    assert (empty.last_body, empty.last_from_me, empty.is_open, empty.ended_on) == (None, False, True, None)
    assert empty.status is AssignmentStatus.PAUSED
    coach.messages.send(uuid4(), thread, "See you in spring 🏋️")
    assert [t.last_from_me for t in (*coach.messages.threads(), *own.messages.threads())] == [True, False]
    desk = gym.services(gym.admin())
    desk.assignments.complete(thread, desk.people.details(sarah.id).assignments[0].version)
    (closed,) = own.messages.threads()
    assert (closed.is_open, closed.status) == (False, AssignmentStatus.COMPLETED)
    assert closed.ended_on == gym.today

"""Messages between a member and their trainer: who writes, who reads, who is told."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import Act, clear, news, refusal
from tests.database.world import Client
from tests.factories import Gym

SEND = "INSERT INTO public.messages (id, assignment_id, body) VALUES (:id, :a, :body)"
READ = "SELECT public.mark_messages_read(:ids)"
SEEN = "SELECT count(*) FROM public.messages WHERE assignment_id = :a"


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    return shared.gym


@pytest.fixture
def client(gym: Gym) -> Client:
    client = Client(gym)
    news(gym)
    return client


def _send(act: Act, who: Identity, assignment: UUID, body: str = "Hello") -> UUID:
    id = uuid4()
    assert act(who, SEND, id=id, a=assignment, body=body) == 1
    return id


def test_both_ends_write_and_are_stamped(gym: Gym, client: Client, act: Act) -> None:
    for who, person, from_trainer in (
        (client.own, client.member, False),
        (client.coach, client.trainer, True),
    ):
        id = _send(act, who, client.assignment)
        row = gym.owner.execute(
            text(
                "SELECT sender_id, from_trainer, read_at, sent_at > now() - interval '1 minute' AS fresh"
                " FROM public.messages WHERE id = :id"
            ),
            {"id": id},
        ).one()
        assert tuple(row) == (person.id, from_trainer, None, True)


def test_the_other_end_is_told_once_until_it_reads(gym: Gym, client: Client, act: Act) -> None:
    first = _send(act, client.own, client.assignment)
    second = _send(act, client.own, client.assignment)
    data = "SELECT data FROM public.notifications WHERE recipient_id = :p AND kind = 'message'"
    assert gym.one(data, p=client.trainer.id) == {"from": client.member.name}
    assert gym.one("SELECT count(*) FROM public.notifications") == 1, "one a thread is enough"
    unread = "SELECT count(*) FROM public.notifications WHERE read_at IS NULL"
    assert act(client.own, READ, ids=[first, second]) == 0, "one does not read one's own"
    assert act(client.coach, READ, ids=[first, second]) == 2
    assert act(client.coach, READ, ids=[first, second]) == 0
    assert gym.one(unread) == 0
    _send(act, client.own, client.assignment)
    assert gym.one(unread) == 1
    assert news(gym) == {client.trainer.id: ["message", "message"]}
    answer = _send(act, client.coach, client.assignment)
    assert news(gym) == {client.member.id: ["message"]}
    assert act(client.own, READ, ids=[answer]) == 1


def test_a_trainer_without_a_sign_in_is_told_nothing(gym: Gym, client: Client, act: Act) -> None:
    gym.one(
        "UPDATE public.instructors SET user_id = NULL WHERE id = :t RETURNING 1", t=client.trainer.trainer_id
    )
    _send(act, client.own, client.assignment)
    assert news(gym) == {}


def test_nobody_else_writes_reads_or_marks(gym: Gym, client: Client, desk: Identity, act: Act) -> None:
    other = Client(gym)
    id = _send(act, client.own, client.assignment)
    as_member = gym.session(client.trainer, "member")
    for who in (other.own, other.coach, as_member, NOBODY):
        assert refusal(act, who, SEND, id=uuid4(), a=client.assignment, body="Hi") == "denied"
        assert act(who, SEEN, a=client.assignment) == 0
        assert act(who, READ, ids=[id]) == 0
    assert act(desk, SEEN, a=client.assignment) == 1, "admins read"
    assert refusal(act, desk, SEND, id=uuid4(), a=client.assignment, body="Hi") == "denied", (
        "and do not write"
    )
    assert act(desk, READ, ids=[id]) == 0
    assert refusal(act, other.own, SEND, id=uuid4(), a=uuid4(), body="Hi") == "denied"
    assert gym.one("SELECT read_at FROM public.messages WHERE id = :id", id=id) is None


def test_a_message_is_never_changed(client: Client, desk: Identity, act: Act) -> None:
    id = _send(act, client.own, client.assignment)
    for who in (client.own, client.coach, desk):
        for change in ("body = 'x'", "read_at = now()", "sender_id = NULL"):
            assert refusal(act, who, f"UPDATE public.messages SET {change} WHERE id = :id", id=id) == "denied"
        assert refusal(act, who, "DELETE FROM public.messages WHERE id = :id", id=id) == "denied"


def test_what_a_message_may_be(client: Client, act: Act) -> None:
    for body, refused in (
        ("  ", "message_length"),
        ("x" * 4001, "message_length"),
        ("x" * 4000, "done"),
    ):
        assert refusal(act, client.own, SEND, id=uuid4(), a=client.assignment, body=body) == refused
    id = _send(act, client.own, client.assignment)
    assert refusal(act, client.own, SEND, id=id, a=client.assignment, body="Hello") == "messages_pkey"


def test_a_thread_rests_with_the_pause_of_nobody_and_ends_with_the_assignment(
    gym: Gym, client: Client, desk: Identity, act: Act
) -> None:
    status = "UPDATE public.trainer_assignments SET status = :s WHERE id = :a"
    _send(act, client.coach, client.assignment)
    act(desk, status, s="paused", a=client.assignment)
    assert refusal(act, client.own, SEND, id=uuid4(), a=client.assignment, body="When I am back") == "done"
    act(desk, status, s="completed", a=client.assignment)
    for who in (client.own, client.coach):
        assert refusal(act, who, SEND, id=uuid4(), a=client.assignment, body="Bye") == "denied"
        assert act(who, SEEN, a=client.assignment) == 2, "and stays readable for both ends"


def test_the_next_trainer_does_not_read_what_was_written_to_the_former(
    gym: Gym, client: Client, desk: Identity, act: Act
) -> None:
    _send(act, client.own, client.assignment, "About you")
    successor, new = gym.trainer(), uuid4()
    act(desk, "SELECT public.transfer_assignment(:a, :t, :n, 1)", a=client.assignment, t=successor.trainer_id, n=new)  # fmt: skip
    coach = gym.session(successor)
    assert act(coach, SEEN, a=client.assignment) == 0
    _send(act, client.own, new)
    assert act(coach, SEEN, a=new) == 1
    assert act(client.coach, SEEN, a=new) == 0

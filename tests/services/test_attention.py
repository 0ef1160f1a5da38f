"""Who needs the front desk, and a word to a trainer about a client."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.trainers import ATTENTION_LINES, AttentionKind, AttentionLine
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.attention import first_of_each
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym, Person


@pytest.fixture
def desk(gym: Gym) -> GymServices:
    return gym.services(gym.admin("Rosa Delgado"))


def _lines(desk: GymServices, kind: AttentionKind) -> list[tuple[str, str]]:
    return [(line.name, line.detail) for line in desk.trainers.overview().attention if line.kind == kind]


def _wait(desk: GymServices, member: Person, trainer: Person | None = None) -> UUID:
    id = uuid4()
    desk.waitlist.add(NewWaiting(id, member.id, trainer.trainer_id if trainer else None))
    return id


def _waits_since(gym: Gym, member: Person, days: int, wants: str) -> UUID:
    """Somebody who began to wait days ago."""
    id = uuid4()
    gym.one(
        "INSERT INTO public.trainer_waitlist (id, member_id, wants, created_at)"
        " VALUES (:id, :member, :wants, now() - make_interval(days => :days)) RETURNING 1",
        id=id,
        member=member.id,
        wants=wants,
        days=days,
    )
    return id


def test_nobody_needs_anything_in_an_empty_gym(desk: GymServices) -> None:
    overview = desk.trainers.overview()
    assert (overview.attention, overview.counts, overview.waiting, overview.longest_wait) == ((), {}, 0, None)


def test_requests_come_first_then_whoever_waits_in_order(gym: Gym, desk: GymServices) -> None:
    john, maya = gym.trainer("John Smith", limit=0), gym.trainer("Maya Okafor", limit=0)
    sofia, liam, grace = map(gym.member, ("Sofia Marino", "Liam Becker", "Grace Osei"))
    first = _waits_since(gym, sofia, 9, "Strength, mornings\nback pain")
    _wait(desk, liam, john)
    asked = _wait(desk, grace)
    gym.services(maya).waitlist.request(uuid4(), asked, "I would like to")
    overview = desk.trainers.overview()
    assert [(line.kind, line.name, line.detail) for line in overview.attention] == [
        ("request", "Grace Osei", "for Maya Okafor"),
        ("waiting", "Sofia Marino", "Strength, 9 days"),
        ("waiting", "Liam Becker", "for John Smith, today"),
    ]
    assert (overview.waiting, overview.longest_wait) == (3, ("Sofia Marino", 9))
    request, waiting, _ = overview.attention
    assert request.request is not None and request.request.note == "I would like to"
    assert waiting.entry is not None and waiting.entry.id == first and waiting.request is None
    desk.waitlist.refuse(request.request.id)
    assert [line.kind for line in desk.trainers.overview().attention] == ["waiting"] * 3


def test_an_offer_stands_there_until_it_is_answered_and_a_yes_asks_for_the_desk(
    gym: Gym, desk: GymServices
) -> None:
    john = gym.trainer("John Smith", limit=1)
    sofia = gym.member("Sofia Marino")
    entry = _wait(desk, sofia, john)
    assert _lines(desk, AttentionKind.WAITING)[0][1].startswith("offered John Smith until ")
    gym.services(sofia, "member").waitlist.answer(entry, True)
    assert _lines(desk, AttentionKind.ACCEPTED) == [("Sofia Marino", "says yes to John Smith")]
    assert _lines(desk, AttentionKind.WAITING) == []


def test_plans_that_end_plans_that_lack_and_silence(gym: Gym, desk: GymServices) -> None:
    today, john = gym.today, gym.trainer("John Smith")

    def client(name: str, weeks: int | None, began: date, *, logs_before: int | None = None) -> None:
        member = gym.member(name)
        assignment = gym.assignment(member, john, start=began)
        if weeks is not None:
            gym.plan(assignment, starts_on=began, weeks=weeks)
            if logs_before is not None:
                day = today - timedelta(days=logs_before)
                gym.log(member, None, at=datetime.combine(day, time(12), UTC))

    client("Ends in 7", 1, today + timedelta(days=1))
    client("Ends in 8", 1, today + timedelta(days=2))
    client("Ends today", 2, today - timedelta(days=13), logs_before=1)
    client("No plan", None, today - timedelta(days=4))
    client("Quiet", 20, today - timedelta(days=30), logs_before=16)
    client("Never", 20, today - timedelta(days=9))
    overview = desk.trainers.overview()
    assert [line.name for line in overview.attention if line.kind == "plan_ends"] == [
        "Ends today",
        "Ends in 7",
    ]
    assert _lines(desk, AttentionKind.NO_PLAN) == [("No plan", "John Smith, 4 days")]
    assert _lines(desk, AttentionKind.QUIET) == [
        ("Quiet", "no workout for 16 days"),
        ("Never", "no workout yet"),
    ]
    assert {line.trainer_name for line in overview.attention} == {"John Smith"}
    assert all(line.assignment_id is not None for line in overview.attention)
    assert overview.counts == {"plan_ends": 2, "no_plan": 1, "quiet": 2}


def test_a_lowered_limit_shows_who_is_over(gym: Gym, desk: GymServices) -> None:
    john = gym.trainer("John Smith")
    for _ in range(2):
        gym.assignment(gym.member(), john)
    gym.one("UPDATE public.instructors SET max_clients = 1 WHERE id = :id RETURNING 1", id=john.trainer_id)
    assert _lines(desk, AttentionKind.OVER_CAPACITY) == [("John Smith", "2 of 1")]


def test_long_lists_are_cut_and_counted() -> None:
    lines = [AttentionLine("quiet", uuid4(), f"Member {n}", "") for n in range(ATTENTION_LINES + 5)]
    lines.append(AttentionLine("no_plan", uuid4(), "Last", ""))
    kept = first_of_each(lines)
    assert len(kept) == ATTENTION_LINES + 1 and kept[-1].name == "Last"


def test_a_word_of_the_desk_stands_among_the_trainers_notes(gym: Gym, desk: GymServices) -> None:
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    assignment = gym.assignment(sarah, john)
    id = uuid4()
    note = desk.notes.tell_trainer(id, assignment, "  Sarah asks for a new plan. ")
    assert desk.notes.tell_trainer(id, assignment, "Sarah asks for a new plan.") == note
    (read,) = gym.services(john).notes.notes(sarah.id)
    assert (read.text, read.is_private, read.mine) == ("Sarah asks for a new plan.", True, True)
    assert gym.services(sarah, "member").notes.notes(sarah.id) == ()
    with pytest.raises(UserError, match="other words"):
        desk.notes.tell_trainer(id, assignment, "Something else")
    with pytest.raises(UserError):
        desk.notes.tell_trainer(uuid4(), assignment, "   ")
    with pytest.raises(Denied):
        desk.notes.tell_trainer(uuid4(), uuid4(), "Nobody's")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MEMBER])
def test_only_the_desk_writes_to_a_trainer(gym: Gym, role: Role) -> None:
    john, maya, sarah = gym.trainer("John Smith"), gym.trainer("Maya Okafor"), gym.member("Sarah Johnson")
    assignment = gym.assignment(sarah, john)
    services = gym.services(maya) if role is Role.TRAINER else gym.services(sarah, "member")
    with pytest.raises(UserError):
        services.notes.tell_trainer(uuid4(), assignment, "I am the desk")
    assert gym.one("SELECT count(*) FROM public.trainer_client_notes") == 0

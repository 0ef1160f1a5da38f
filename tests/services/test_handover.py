"""Clients who change their trainer and keep their plan."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.handover import HandoverLine
from gymtrainer_desktop.domain.notifications import NotificationKind
from tests.factories import Gym, Person


def id_of(trainer: Person) -> UUID:
    assert trainer.trainer_id is not None
    return trainer.trainer_id


def test_a_leaving_trainer_hands_everybody_over(gym: Gym) -> None:
    leaving, john, maya = (
        gym.trainer("Lena Leaving"),
        gym.trainer("John Smith", limit=2),
        gym.trainer("Maya", limit=1),
    )
    sarah, tom, paused = gym.member("Sarah"), gym.member("Tom"), gym.member("Una")
    first = gym.assignment(sarah, leaving)
    plan = gym.plan(first, title="Strength")
    gym.exercise(plan, Weekday.of(gym.today).value)
    gym.assignment(tom, leaving)
    gym.assignment(paused, leaving, status="paused")
    gym.assignment(gym.member("Over"), leaving, status="completed")
    desk = gym.services(gym.admin())
    clients = desk.handover.clients(id_of(leaving))
    assert [(c.name, c.status.value, c.plan_title) for c in clients] == [
        ("Sarah", "active", "Strength"),
        ("Tom", "active", None),
        ("Una", "paused", None),
    ]
    everybody = [c.assignment_id for c in clients]
    suggested = desk.handover.suggest(id_of(leaving), everybody, [id_of(john), id_of(maya), id_of(leaving)])
    assert [(s.client.name, s.problem) for s in suggested.lines] == [("Sarah", ""), ("Tom", ""), ("Una", "")]
    assert {load.name: load.limit for load in suggested.loads} == {"John Smith": 2, "Maya": 1}
    assert sum(load.added for load in suggested.loads) == 2
    seen: list[int] = []

    def progress(done: int, total: int) -> bool:
        seen.append(done)
        return total == 3

    made = desk.handover.hand_over(suggested.ready, "mind the left knee", True, progress)
    assert made == tuple(s.new_id for s in suggested.lines)
    assert seen == [0, 1, 2, 3]
    assert desk.handover.hand_over(suggested.ready, "mind the left knee", True) == made  # sent again
    assert desk.handover.clients(id_of(leaving)) == ()
    assert gym.one("SELECT count(*) FROM public.trainer_assignments WHERE status <> 'completed'") == 3
    carried = desk.plans.active(sarah.id)
    assert carried is not None
    assert (carried.title, [e.name for e in carried.exercises]) == ("Strength", ["Bench press"])
    texts = {n.text for n in desk.notes.notes(sarah.id)}
    assert texts == {"Hand-over from Lena Leaving: mind the left knee"}
    kinds = [n.kind for n in gym.services(sarah, "member").notifications.latest()]
    assert kinds[0] is NotificationKind.TRAINER_CHANGED


def test_places_that_do_not_suffice_are_said_in_words(gym: Gym) -> None:
    leaving, john = gym.trainer("Lena"), gym.trainer("John Smith", limit=1)
    ids = [gym.assignment(gym.member(name), leaving) for name in ("Sarah", "Tom")]
    desk = gym.services(gym.admin())
    suggested = desk.handover.suggest(id_of(leaving), ids, [id_of(john)])
    assert [s.problem for s in suggested.lines] == ["", "No place left with the chosen trainers."]
    assert len(suggested.ready) == 1
    lines = [HandoverLine(id, uuid4(), id_of(john), 1) for id in ids]
    with pytest.raises(UserError, match=r"^(Sarah|Tom): This trainer is full") as full:
        desk.handover.hand_over(lines, "", True)
    assert full.value.code == "trainer_capacity"
    assert len(desk.handover.clients(id_of(leaving))) == 2  # all or nothing
    assert gym.one("SELECT count(*) FROM public.trainer_client_notes") == 0


def test_refusals(gym: Gym) -> None:
    leaving, john = gym.trainer("Lena"), gym.trainer("John Smith")
    id = gym.assignment(gym.member("Sarah"), leaving)
    desk = gym.services(gym.admin())
    with pytest.raises(UserError) as same:
        desk.handover.hand_over([HandoverLine(id, uuid4(), id_of(leaving), 1)], "", True)
    assert same.value.code == "transfer_same_trainer"
    with pytest.raises(Conflict, match="Sarah: "):
        desk.handover.hand_over([HandoverLine(id, uuid4(), id_of(john), 7)], "", True)
    with pytest.raises(UserError) as gone:
        desk.handover.hand_over([HandoverLine(uuid4(), uuid4(), id_of(john), 1)], "", True)
    assert gone.value.code == "assignment_gone"
    with pytest.raises(UserError) as long:
        desk.handover.hand_over([HandoverLine(id, uuid4(), id_of(john), 1)], "x" * 4000, True)
    assert long.value.field == "note"
    with pytest.raises(Cancelled):
        desk.handover.hand_over(
            [HandoverLine(id, uuid4(), id_of(john), 1)], "", True, lambda done, total: done == 0
        )
    for services in (gym.services(john), gym.services(leaving), gym.services(gym.member(), "member")):
        with pytest.raises(Denied):
            services.handover.hand_over([HandoverLine(id, uuid4(), id_of(john), 1)], "", True)
    assert [c.name for c in desk.handover.clients(id_of(leaving))] == ["Sarah"]


def test_a_plan_ends_with_the_former_trainer_where_it_is_not_carried_over(gym: Gym) -> None:
    leaving, john, sarah = gym.trainer("Lena"), gym.trainer("John Smith"), gym.member("Sarah")
    id = gym.assignment(sarah, leaving)
    gym.plan(id)
    desk = gym.services(gym.admin())
    desk.handover.hand_over([HandoverLine(id, uuid4(), id_of(john), 1)], "", False)
    assert desk.plans.active(sarah.id) is None
    assert len(desk.plans.former(sarah.id)) == 1
    assert desk.notes.notes(sarah.id) == ()

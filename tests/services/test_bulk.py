"""Many members at once: looked at first, then all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.domain.bulk import BulkLine, BulkResult, Cancelled
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.services import bulk
from tests.factories import Gym, Person


def ids(*people: Person) -> list[UUID]:
    return [p.id for p in people]


def trainers(*people: Person) -> list[UUID]:
    return [p.trainer_id for p in people if p.trainer_id is not None]


def _until(stop: int, done: int, total: int) -> bool:
    return done < min(stop, total)


def active(gym: Gym) -> object:
    return gym.one("SELECT count(*) FROM public.trainer_assignments")


def test_a_preview_says_who_would_go_to_whom_and_writes_nothing(gym: Gym) -> None:
    john, maya = gym.trainer("John Smith", limit=3), gym.trainer("Maya Patel", limit=2)
    gym.one(
        "UPDATE public.instructors SET specializations = '{Mobility}' WHERE id = :id RETURNING 1",
        id=maya.trainer_id,
    )
    has_one, gone = gym.member("Has a trainer"), gym.member("Gone")
    gym.assignment(has_one, john)
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :id RETURNING 1", id=gone.id)
    back, stiff, third, fourth = (gym.member(n) for n in ("Was with John", "Stiff", "Third", "Fourth"))
    gym.assignment(back, john, status="completed")
    desk = gym.services(gym.admin())
    plan = desk.bulk.plan(
        [*ids(has_one, gone, back, stiff, third, fourth, gym.member("Fifth")), UUID(int=1)],
        trainers(john, maya),
    )
    assert [(line.member_name, line.trainer_name, line.problem) for line in plan.lines] == [
        ("Has a trainer", None, "Trains with John Smith already."),
        ("Gone", None, "This member is no longer active."),
        ("Was with John", "John Smith", ""),
        ("Stiff", "John Smith", ""),
        ("Third", "Maya Patel", ""),
        ("Fourth", "Maya Patel", ""),
        ("Fifth", None, "No place left with these trainers."),
        ("—", None, "This member is not there any more."),
    ]
    assert [(t.name, t.before, t.added, t.after, t.limit) for t in plan.loads] == [
        ("John Smith", 1, 2, 3, 3),
        ("Maya Patel", 0, 2, 2, 2),
    ]
    assert (len(plan.ready), len(plan.problems)) == (4, 4)
    assert active(gym) == 2


def test_wishes_on_the_waiting_list_decide_who_fits(gym: Gym) -> None:
    from gymtrainer_desktop.domain.waitlist import NewWaiting

    john, maya = gym.trainer("John Smith", limit=0), gym.trainer("Maya Patel", limit=0)
    words = "UPDATE public.instructors SET specializations = :words WHERE id = :id RETURNING 1"
    gym.one(words, words=["Boxing"], id=john.trainer_id)
    gym.one(words, words=["Weight loss", "Yoga"], id=maya.trainer_id)
    desk = gym.services(gym.admin())
    sarah, tom = gym.member("Sarah"), gym.member("Tom")
    desk.waitlist.add(NewWaiting(uuid4(), sarah.id, None, "lose some weight"))
    desk.waitlist.add(NewWaiting(uuid4(), tom.id, None, "box like a pro, boxer"))
    gym.one("UPDATE public.instructors SET max_clients = 1 RETURNING 1")
    plan = desk.bulk.plan(ids(sarah, tom), trainers(john, maya))
    assert {line.member_name: line.trainer_name for line in plan.lines} == {
        "Sarah": "Maya Patel",
        "Tom": "John Smith",
    }
    assert [(c.name, c.fit, c.had_before) for c in desk.assignments.choices([sarah.id])] == [
        ("Maya Patel", ("Weight loss",), False),
        ("John Smith", (), False),
    ]
    assert [c.fit for c in desk.assignments.choices([sarah.id], "BOXING")] == [("Boxing",), ()]
    gym.assignment(sarah, john, status="completed")
    assert [(c.name, c.had_before) for c in desk.assignments.choices([sarah.id])] == [
        ("John Smith", True),
        ("Maya Patel", False),
    ]
    assert desk.bulk.assign(plan.ready, gym.today).problems == ()
    assert desk.waitlist.entries() == ()
    gym.one("UPDATE public.instructors SET max_clients = 2 WHERE id = :id RETURNING 1", id=maya.trainer_id)
    three = [gym.member(name).id for name in ("Ann", "Ben", "Cat")]
    assert [c.name for c in desk.assignments.choices([sarah.id, *three])] == ["Maya Patel", "John Smith"], (
        "nobody has room for all four: who is full comes last, also with a client of before"
    )


def test_all_are_assigned_told_once_and_taken_back(gym: Gym, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    john, maya = gym.trainer("John Smith", limit=4), gym.trainer("Maya Patel", limit=4)
    members = [gym.member() for _ in range(5)]
    desk = gym.services(gym.admin())
    plan = desk.bulk.plan(ids(*members), trainers(john, maya))
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    result = desk.bulk.assign(plan.ready, gym.today, progress)
    assert result == BulkResult(tuple(line.id for line in plan.lines), ())
    assert seen == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert desk.bulk.assign(plan.ready, gym.today) == result  # sent again
    assert active(gym) == 5
    assert (
        len(gym.services(john).notifications.latest()) + len(gym.services(maya).notifications.latest()) == 5
    )
    assert desk.bulk.undo(result.assigned) == 5
    assert desk.bulk.undo(result.assigned) == 0
    assert active(gym) == 0
    assert [t.active_clients for t in desk.trainers.roster()] == [0, 0]


def test_one_line_that_cannot_be_keeps_all_others_out(gym: Gym, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    john, maya = gym.trainer("John Smith", limit=3), gym.trainer("Maya Patel")
    members = [gym.member(f"M{n}") for n in range(5)]
    desk = gym.services(gym.admin())
    plan = desk.bulk.plan(ids(*members[:3]), trainers(john))
    more = desk.bulk.plan(ids(*members[3:]), trainers(maya))
    # Meanwhile somebody else takes a place, and one of the members.
    gym.assignment(gym.member(), john)
    gym.assignment(members[3], gym.trainer())
    result = desk.bulk.assign((*plan.ready, *more.ready), gym.today)
    assert result.assigned == ()
    assert sorted(line.problem for line in result.problems) == [
        "John Smith is full by now.",
        "This member already has an active trainer.",
    ]
    assert active(gym) == 2
    lost = [BulkLine(uuid4(), UUID(int=7), "Gone", john.trainer_id, "John Smith")]
    assert [line.problem for line in desk.bulk.assign(lost, gym.today).problems] != [""]
    with pytest.raises(UserError) as refused:
        desk.bulk.assign([replace(more.ready[0], trainer_id=None)], gym.today)
    assert refused.value.code == "bulk_lines"


def test_a_trainer_switched_off_while_the_dialog_is_open(gym: Gym) -> None:
    john, maya = gym.trainer("John Smith"), gym.trainer("Maya Patel")
    desk = gym.services(gym.admin())
    plan = desk.bulk.plan([gym.member().id for _ in range(4)], trainers(john, maya))
    gym.one("UPDATE public.instructors SET is_active = false WHERE id = :id RETURNING 1", id=maya.trainer_id)
    result = desk.bulk.assign(plan.ready, gym.today)
    assert {(line.trainer_name, line.problem) for line in result.problems} == {
        ("Maya Patel", "This person does not take clients at the moment.")
    }
    assert active(gym) == 0
    assert [c.name for c in desk.assignments.choices([])] == ["John Smith"]


def test_cancelling_leaves_nothing(gym: Gym, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    john = gym.trainer("John Smith", limit=9)
    desk = gym.services(gym.admin())
    plan = desk.bulk.plan([gym.member().id for _ in range(6)], trainers(john))
    for stop in (0, 2, 6):
        with pytest.raises(Cancelled):
            desk.bulk.assign(plan.ready, gym.today, partial(_until, stop))
    assert active(gym) == 0
    assert gym.one("SELECT count(*) FROM public.notifications") == 0
    assert gym.one("SELECT active_clients FROM public.instructors") == 0


def test_nothing_is_taken_back_once_they_work_together(gym: Gym) -> None:
    john = gym.trainer("John Smith")
    desk = gym.services(gym.admin())
    result = desk.bulk.assign(
        desk.bulk.plan(ids(gym.member(), gym.member()), trainers(john)).ready, gym.today
    )
    gym.note(result.assigned[1])
    with pytest.raises(UserError, match="One of them has begun") as used:
        desk.bulk.undo(result.assigned)
    assert used.value.code == "used"
    assert active(gym) == 2


def test_only_the_desk_assigns_in_bulk(gym: Gym) -> None:
    john = gym.trainer("John Smith")
    member = gym.member()
    line = BulkLine(uuid4(), member.id, member.name, john.trainer_id, john.name)
    for services in (gym.services(john), gym.services(member, "member")):
        with pytest.raises(Denied):
            services.bulk.assign([line], gym.today)
    made = gym.assignment(member, john)
    with pytest.raises(Denied):
        gym.services(john).bulk.undo([made])
    assert active(gym) == 1


def test_two_desks_and_the_last_place(gym: Gym) -> None:
    """One gets it; the other is refused in words and can learn who was faster."""
    john = gym.trainer("John Smith", limit=1)
    assert john.trainer_id is not None
    desks = {name: gym.services(gym.admin(name)) for name in ("Rosa", "Omar")}
    members = {"Rosa": gym.member("Sarah"), "Omar": gym.member("Tom")}
    start, told = Barrier(2), dict[str, str]()
    today, trainer_id = gym.today, john.trainer_id

    def assign(name: str) -> None:
        new = NewAssignment(uuid4(), members[name].id, trainer_id, today)
        start.wait()
        try:
            desks[name].assignments.assign(new)
            told[name] = "done"
        except UserError as error:
            told[name] = error.code

    threads = [Thread(target=assign, args=(name,)) for name in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told.values()) == ["done", "trainer_capacity"]
    winner = next(name for name, what in told.items() if what == "done")
    last = desks["Rosa"].assignments.last_assigned(trainer_id)
    assert last is not None
    assert (last.member_name, last.by_name) == (members[winner].name, winner)
    assert desks["Rosa"].assignments.last_assigned(uuid4()) is None

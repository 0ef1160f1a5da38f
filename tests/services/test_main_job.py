"""The guide's four flows, through the services, as the station and signed in."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from gymtrainer_desktop.domain.assignments import AssignmentStatus, NewAssignment
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.notifications import NotificationKind
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery, NewMember, Role
from gymtrainer_desktop.domain.plans import DayState, DraftExercise, PlanDraft
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym


def _sets(*pairs: tuple[int, str]) -> tuple[LoggedSet, ...]:
    return tuple(
        LoggedSet(n, reps=reps, weight=Decimal(weight), unit=Unit.KG)
        for n, (reps, weight) in enumerate(pairs, 1)
    )


def test_sign_in_by_password_and_by_pin(gym: Gym) -> None:
    admin = gym.admin("Rosa Delgado")
    member = gym.member("Sarah Johnson")
    gym.secret(admin, "password", "correct horse")
    gym.secret(member, "pin", "2468")
    door = SignInService(gym.station)
    staff = door.sign_in(admin.email.upper(), "correct horse")
    assert staff.person.roles == (Role.ADMIN,)
    assert staff.person.full_name == "Rosa Delgado"
    own = door.sign_in_member(member.member_number or "", "2468")
    assert own.person.roles == (Role.MEMBER,)
    assert own.person.member_session
    # Proofs made at another cost are renewed with today's, and the secret still fits.
    assert gym.one("SELECT memory_cost FROM auth.credentials WHERE kind = 'pin'") == 65_536
    assert door.sign_in_member(member.member_number or "", "2468").person == own.person
    with pytest.raises(UserError, match="do not match"):
        door.sign_in(admin.email, "wrong")
    door.sign_out(staff)
    with pytest.raises(UserError, match="session has ended"):
        staff.gym.settings()


def test_the_main_job(gym: Gym) -> None:
    admin, trainer, full = gym.admin("Rosa"), gym.trainer("John Smith", limit=1), gym.trainer("Maya", limit=0)
    desk = gym.services(admin)
    member_id = desk.people.add(
        NewMember(uuid4(), "Sarah  Jöhnson", "A-17", email="sarah@gym.test", pin="1357")
    )
    assert [r.full_name for r in desk.people.members(MemberQuery("JOHN")).rows] == ["Sarah Jöhnson"]
    choices = desk.assignments.choices([member_id])
    assert [(c.name, c.refusal()) for c in choices] == [("John Smith", None), ("Maya", "Full")]
    today = desk.gym.today()
    assert full.trainer_id and trainer.trainer_id
    with pytest.raises(UserError) as refused:
        desk.assignments.assign(NewAssignment(uuid4(), member_id, full.trainer_id, today))
    assert refused.value.code == "trainer_capacity"
    new = NewAssignment(uuid4(), member_id, trainer.trainer_id, today, "mornings")
    record = desk.assignments.assign(new)
    assert desk.assignments.assign(new) == record  # sent twice, done once
    assert record.status is AssignmentStatus.ACTIVE

    coach = gym.services(trainer)
    assert [n.kind for n in coach.notifications.latest()] == [NotificationKind.NEW_CLIENT]
    clients = coach.trainers.my_clients()
    assert (clients.active, clients.limit) == (1, 1)
    assert [(c.name, c.plan_title, c.compliance) for c in clients.clients] == [("Sarah Jöhnson", None, None)]

    day = Weekday.of(today)
    bench = DraftExercise(uuid4(), day, "Bench press", 3, "8", "60 kg", 90)
    row = DraftExercise(uuid4(), day, "Row", 3, "10", "50 kg", 60)
    draft = PlanDraft(uuid4(), record.id, "Strength", "Get strong", "", 8, today, (bench, row))
    plan = coach.plans.publish(draft)
    assert coach.plans.publish(draft) == plan
    assert [e.name for e in plan.exercises] == ["Bench press", "Row"]

    own = SignInService(gym.station).sign_in_member("a-17", "1357")
    assert own.people.my_trainer() is not None
    week = own.plans.week(member_id)
    assert week and (week.week, week.completed, week.planned) == (1, 0, 1)
    log = NewLog(
        uuid4(),
        member_id,
        bench.id,
        "Bench press",
        _sets((8, "60"), (8, "62.5"), (7, "62.5")),
        rating=4,
        notes="ok",
    )
    logged = own.workouts.log(log)
    assert own.workouts.log(log) == logged
    assert (logged.target, logged.reps_completed, logged.weight_used) == (
        "3 × 8 · 60 kg",
        8,
        Decimal("62.50"),
    )
    week = own.plans.week(member_id)
    assert week and [d.state for d in week.days if d.date == today] == [DayState.PARTIAL]
    own.workouts.log(NewLog(uuid4(), member_id, row.id, "Row", _sets((10, "50"))))
    week = own.plans.week(member_id)
    assert week and (week.completed, week.planned) == (1, 1)

    client = coach.trainers.my_clients().clients[0]
    assert (client.new_logs, client.compliance, client.last_workout_on) == (2, 1.0, today)
    coach.trainers.opened(member_id)
    assert coach.trainers.my_clients().clients[0].new_logs == 0
    chart = coach.progress.exercise(member_id, "bench PRESS")
    assert [(p.heaviest, p.reps, p.sets) for p in chart.points] == [(Decimal("62.50"), 8, 3)]
    assert coach.progress.records(member_id)[0].exercise_name in {"Bench press", "Row"}

    private = coach.notes.add(uuid4(), record.id, "left shoulder", True)
    coach.notes.add(uuid4(), record.id, "great depth", False)
    assert [n.text for n in own.notes.notes(member_id)] == ["great depth"]
    changed = coach.notes.change(private.id, private.version, "right shoulder", True)
    with pytest.raises(Conflict):
        coach.notes.change(private.id, private.version, "both", True)
    coach.notes.delete(changed.id, changed.version)

    heavier = PlanDraft(
        draft.id,
        record.id,
        "Strength",
        "Get strong",
        "",
        8,
        today,
        (DraftExercise(bench.id, day, "Bench press", 3, "8", "65 kg", 90), row),
        plan.version,
    )
    adjusted = coach.plans.publish(heavier)
    assert [(e.name, e.weight) for e in adjusted.exercises] == [("Bench press", "65 kg"), ("Row", "50 kg")]
    assert own.workouts.logs(member_id, exercise_name="Bench press")[0].target == "3 × 8 · 60 kg"
    week = own.plans.week(member_id)
    assert week and (week.completed, week.planned) == (1, 1)  # today stays ticked as it was done
    following = own.plans.week(member_id, today + timedelta(days=7))
    assert following and [e.planned.weight for d in following.days for e in d.exercises] == ["65 kg", "50 kg"]
    with pytest.raises(Conflict):
        coach.plans.publish(PlanDraft(draft.id, record.id, "Other", "", "", 8, today, (row,), plan.version))
    kinds = [n.kind for n in own.notifications.latest()]
    assert kinds == [
        NotificationKind.PLAN_CHANGED,
        NotificationKind.NOTE_SHARED,
        NotificationKind.PLAN_PUBLISHED,
        NotificationKind.ASSIGNED,
    ]
    own.notifications.mark_read([n.id for n in own.notifications.latest()])
    assert own.notifications.unread() == 0

    paused = desk.assignments.pause(record.id, record.version)
    assert desk.people.counts().paused == 1
    assert [r.full_name for r in desk.people.members(MemberQuery(filter=MemberFilter.PAUSED)).rows] == [
        "Sarah Jöhnson"
    ]
    with pytest.raises(Denied):
        coach.notes.add(uuid4(), record.id, "while paused", True)
    resumed = desk.assignments.resume(record.id, paused.version)
    done = desk.assignments.complete(record.id, resumed.version)
    assert done.end_date == today
    assert desk.people.details(member_id).assignments[0].status is AssignmentStatus.COMPLETED
    overview = desk.trainers.overview()
    assert (overview.active_members, overview.active_clients, overview.places) == (1, 0, 1)
    roster = desk.trainers.roster()
    assert {t.name for t in roster} == {"John Smith", "Maya"}


def test_members_are_paged_by_key_in_every_order(gym: Gym) -> None:
    from gymtrainer_desktop.domain.people import MemberSort

    for n in range(23):
        gym.member(f"Member {n % 5} {n:02}")
    trainer = gym.trainer("T")
    desk = gym.services(gym.admin())
    for row in desk.people.members(MemberQuery(limit=4)).rows[:3]:
        assert trainer.trainer_id
        desk.assignments.assign(NewAssignment(uuid4(), row.id, trainer.trainer_id, desk.gym.today()))
    for sort in MemberSort:
        for descending in (False, True):
            seen, after = [], None
            while True:
                page = desk.people.members(
                    MemberQuery(sort=sort, descending=descending, after=after, limit=5)
                )
                seen += [r.id for r in page.rows]
                after = page.next
                if after is None:
                    break
            assert len(seen) == len(set(seen)) == 23, (sort, descending)


def test_search_takes_special_characters_as_they_are(gym: Gym) -> None:
    gym.member("100% Percent_ \\ Müller'; DROP TABLE profiles; --")
    gym.member("Somebody else")
    desk = gym.services(gym.admin())
    for part in ("100%", "cent_", "\\", "'; drop", "MULLER"):
        assert len(desk.people.members(MemberQuery(part)).rows) == 1, part
    assert desk.people.counts("muller").all == 1
    assert [h.name for h in desk.people.search("somebody")] == ["Somebody else"]

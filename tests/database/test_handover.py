"""Handing a client over: the plan goes on, nothing is asked for twice, and everybody is told once."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row, text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import Act, clear, news, refusal
from tests.factories import Gym, Person

HAND_OVER = "SELECT public.transfer_assignment(:a, :t, :new, :v, :note, :carry)"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    return shared.gym


class HandOver:
    """A client of three weeks with an exercise on every day of the week, and another trainer."""

    def __init__(self, gym: Gym, act: Act, desk: Identity, *, limit: int = 1) -> None:
        self.gym, self.act, self.desk = gym, act, desk
        self.former, self.new = gym.trainer("Olga", limit=1), gym.trainer("Nina", limit=limit)
        self.member = gym.member("Mara")
        self.began = gym.today - timedelta(days=21)
        self.assignment = gym.assignment(self.member, self.former, start=self.began)
        self.plan = gym.plan(self.assignment, starts_on=self.began, weeks=8, title="Strong")
        self.exercises = {day: gym.exercise(self.plan, day, f"Row {day}") for day in DAYS}
        self.id = uuid4()
        news(gym)

    def go(self, **changed: Any) -> object:
        return self.act(self.desk, HAND_OVER, **self.values(**changed))

    def values(self, **changed: Any) -> dict[str, object]:
        usual = {
            "a": self.assignment,
            "t": self.new.trainer_id,
            "new": self.id,
            "v": 1,
            "note": None,
            "carry": True,
        }
        return {**usual, **changed}

    def row(self, table: str, where: str, **values: object) -> Row[Any]:
        return self.gym.owner.execute(text(f"SELECT * FROM public.{table} WHERE {where}"), values).one()

    def new_plan(self) -> Row[Any]:
        return self.row("workout_plans", "assignment_id = :id", id=self.id)

    def due(self, day: date) -> set[UUID]:
        """Plans that ask for something on a day."""
        sql = "SELECT plan_id FROM public.exercise_days(ARRAY[CAST(:m AS uuid)], :d, :d)"
        with_rights = self.gym.owner.execute(text(sql), {"m": self.member.id, "d": day})
        return set(with_rights.scalars())

    def compliance(self, first: date, last: date) -> tuple[int, int]:
        sql = "SELECT due, logged FROM public.compliance_of(ARRAY[CAST(:m AS uuid)], :a, :b)"
        row = self.gym.owner.execute(text(sql), {"m": self.member.id, "a": first, "b": last}).one_or_none()
        return (row.due, row.logged) if row else (0, 0)


@pytest.fixture
def handover(gym: Gym, act: Act, desk: Identity) -> HandOver:
    return HandOver(gym, act, desk)


def _status(gym: Gym, assignment: UUID) -> object:
    return gym.one("SELECT status FROM public.trainer_assignments WHERE id = :a", a=assignment)


def _loads(gym: Gym, *trainers: Person) -> list[object]:
    ask = "SELECT active_clients FROM public.instructors WHERE id = :t"
    return [gym.one(ask, t=t.trainer_id) for t in trainers]


def test_a_client_is_handed_over(gym: Gym, handover: HandOver) -> None:
    h = handover
    gym.one(
        "UPDATE public.trainer_assignments SET notes = 'Left knee' WHERE id = :a RETURNING 1", a=h.assignment
    )
    assert h.go(v=2) == h.id
    old = h.row("trainer_assignments", "id = :a", a=h.assignment)
    new = h.row("trainer_assignments", "id = :a", a=h.id)
    assert (old.status, old.end_date, old.trainer_id) == ("completed", gym.today, h.former.trainer_id)
    assert (new.status, new.start_date, new.end_date) == ("active", gym.today, None)
    assert (new.member_id, new.trainer_id, new.notes) == (h.member.id, h.new.trainer_id, "Left knee")
    assert new.assigned_by == h.act(h.desk, "SELECT auth.uid()")
    assert _loads(gym, h.former, h.new) == [0, 1]


def test_everybody_is_told_once(gym: Gym, handover: HandOver) -> None:
    h = handover
    h.go(note="Hand-over from Olga: shy")
    said = gym.one("SELECT data FROM public.notifications WHERE kind = 'trainer_changed'")
    assert said == {"trainer": "Nina", "former": "Olga", "member": "Mara"}
    assert news(gym) == {
        h.member.id: ["trainer_changed"],
        h.former.id: ["assignment_ended"],
        h.new.id: ["new_client"],
    }
    h.go(note="Hand-over from Olga: shy")
    assert news(gym) == {}, "sent again after a lost answer"
    assert gym.one("SELECT count(*) FROM public.trainer_client_notes WHERE assignment_id = :a", a=h.id) == 1


def test_the_note_is_the_new_trainers_alone(gym: Gym, handover: HandOver) -> None:
    h = handover
    h.go(note="  Hand-over from Olga: shy ")
    note = h.row("trainer_client_notes", "assignment_id = :a", a=h.id)
    assert (note.note, note.is_private, note.trainer_id) == (
        "Hand-over from Olga: shy",
        True,
        h.new.trainer_id,
    )
    seen = "SELECT count(*) FROM public.trainer_client_notes WHERE assignment_id = :a"
    people = (
        gym.session(h.new),
        h.desk,
        gym.session(h.former),
        gym.session(h.member, "member"),
    )
    assert [h.act(who, seen, a=h.id) for who in people] == [1, 1, 0, 0]


def test_the_plan_goes_on(gym: Gym, handover: HandOver) -> None:
    h = handover
    gym.one(
        "UPDATE public.workout_plans SET goals = 'Squat', description = 'Slow' WHERE id = :p RETURNING 1",
        p=h.plan,
    )
    h.go()
    old, new = h.row("workout_plans", "id = :p", p=h.plan), h.new_plan()
    assert (old.status, old.ended_on) == ("archived", gym.today)
    assert (new.status, new.created_by) == ("active", h.new.trainer_id)
    for same in ("title", "goals", "description", "duration_weeks", "starts_on", "ends_on"):
        assert getattr(new, same) == getattr(old, same)
    prescription = (
        "SELECT day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index"
        " FROM public.workout_exercises WHERE plan_id = :p AND archived_on IS NULL ORDER BY iso_day"
    )
    before, after = (gym.owner.execute(text(prescription), {"p": p}).all() for p in (h.plan, new.id))
    assert before == after
    assert len(after) == 7


def test_supersets_progression_and_deload_weeks_go_on(gym: Gym, handover: HandOver) -> None:
    """The fourth week is the fourth with the new trainer, too: it asks for what it was to ask for."""
    h = handover
    weeks = [[3, "8", f"{60 + 2.5 * n:g} kg"] for n in range(8)]
    gym.owner.execute(
        text(
            "UPDATE public.workout_exercises SET superset = 'A', progression = '+2.5 kg every week',"
            " weeks = CAST(:w AS jsonb) WHERE plan_id = :p"
        ),
        {"w": json.dumps(weeks), "p": h.plan},
    )
    gym.one(
        "UPDATE public.workout_plans SET deload_weeks = '{4,8}', deload_sets_percent = 60, deload_weight_percent = 80"
        " WHERE id = :p RETURNING 1",
        p=h.plan,
    )
    h.go()
    new = h.new_plan()
    assert (new.deload_weeks, new.deload_sets_percent, new.deload_weight_percent) == ([4, 8], 60, 80)
    carried = gym.owner.execute(
        text("SELECT superset, progression, weeks FROM public.workout_exercises WHERE plan_id = :p"),
        {"p": new.id},
    ).all()
    assert carried == [("A", "+2.5 kg every week", weeks)] * 7
    target = gym.one(
        "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name, logged_by)"
        " SELECT e.id, :m, e.exercise_name, :m FROM public.workout_exercises e"
        " WHERE e.plan_id = :p AND e.day_of_week = 'Monday' RETURNING target",
        m=h.member.id,
        p=new.id,
    )
    assert target == "3 × 8 · 67.5 kg"


def test_what_was_due_before_stays_with_the_former_plan(gym: Gym, handover: HandOver) -> None:
    h = handover
    day_before = gym.today - timedelta(days=1)
    before = h.compliance(h.began, day_before)
    assert before == (21, 0)
    h.go()
    new = h.new_plan().id
    assert h.due(day_before) == {h.plan}
    assert h.due(h.began) == {h.plan}
    assert h.due(gym.today) == {new}, "each day is asked for once"
    assert h.due(gym.today + timedelta(days=1)) == {new}
    assert h.due(h.began + timedelta(days=8 * 7 - 1)) == {new}
    assert h.due(h.began + timedelta(days=8 * 7)) == set(), "and ends when it was to end"
    assert h.compliance(h.began, day_before) == before
    assert h.compliance(gym.today, gym.today) == (0, 0), "today is not over"


def test_what_was_done_this_week_is_not_asked_for_again(gym: Gym, handover: HandOver) -> None:
    h = handover
    today = DAYS[gym.today.isoweekday() - 1]
    ahead = DAYS[(gym.today + timedelta(days=1)).isoweekday() - 1]
    next_week = gym.today + timedelta(days=7)
    for day in {today, ahead}:
        gym.log(h.member, h.exercises[day])
    history = gym.one("SELECT count(*) FROM public.workout_progress WHERE member_id = :m", m=h.member.id)
    h.go()
    new = h.new_plan().id
    assert h.due(gym.today) == set(), "done in the morning, handed over at noon"
    assert h.due(next_week) == {new}
    first = gym.one("SELECT public.gym_week_start(:d)", d=gym.today)
    assert isinstance(first, date)
    tomorrow = gym.today + timedelta(days=1)
    assert h.due(tomorrow) == (set() if tomorrow < first + timedelta(days=7) else {new})
    assert h.compliance(gym.today, gym.today) == (0, 0)
    assert history == gym.one(
        "SELECT count(*) FROM public.workout_progress WHERE member_id = :m", m=h.member.id
    )


def test_what_changes_next_week_changes_next_week(gym: Gym, handover: HandOver) -> None:
    h = handover
    today = DAYS[gym.today.isoweekday() - 1]
    until = gym.today + timedelta(days=7)
    gym.one(
        "UPDATE public.workout_exercises SET archived_on = :d WHERE id = :e RETURNING 1",
        d=until,
        e=h.exercises[today],
    )
    gym.exercise(h.plan, today, "Row, heavier", valid_from=until)
    gone = DAYS[(gym.today - timedelta(days=1)).isoweekday() - 1]
    gym.one(
        "UPDATE public.workout_exercises SET archived_on = :d WHERE id = :e RETURNING 1",
        d=gym.today,
        e=h.exercises[gone],
    )
    h.go()
    names = (
        "SELECT x.exercise_name FROM public.exercise_days(ARRAY[CAST(:m AS uuid)], :d, :d) d"
        " JOIN public.workout_exercises x ON x.id = d.exercise_id"
    )
    for day, name in ((gym.today, f"Row {today}"), (until, "Row, heavier")):
        assert gym.owner.execute(text(names), {"m": h.member.id, "d": day}).scalars().all() == [name]
    assert h.due(gym.today + timedelta(days=6)) == set(), "what was archived stays archived"


def test_without_the_plan(gym: Gym, handover: HandOver) -> None:
    h = handover
    h.go(carry=False)
    assert gym.one("SELECT status FROM public.workout_plans WHERE id = :p", p=h.plan) == "archived"
    assert gym.one("SELECT count(*) FROM public.workout_plans WHERE assignment_id = :a", a=h.id) == 0
    assert news(gym)[h.member.id] == ["trainer_changed"]


def test_without_a_plan_at_all(gym: Gym, act: Act, desk: Identity) -> None:
    h = HandOver(gym, act, desk)
    gym.one("UPDATE public.workout_plans SET status = 'completed' WHERE id = :p RETURNING 1", p=h.plan)
    h.go()
    assert gym.one("SELECT count(*) FROM public.workout_plans WHERE assignment_id = :a", a=h.id) == 0
    assert gym.one("SELECT status FROM public.workout_plans WHERE id = :p", p=h.plan) == "completed"


def test_a_paused_client_is_handed_over_paused(gym: Gym, act: Act, desk: Identity) -> None:
    h = HandOver(gym, act, desk, limit=0)
    pause = "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = :a"
    act(desk, pause, a=h.assignment)
    news(gym)
    assert h.go(v=2) == h.id
    assert (_status(gym, h.assignment), _status(gym, h.id)) == ("completed", "paused")
    assert _loads(gym, h.former, h.new) == [0, 0], "who pauses takes no place"
    assert news(gym) == {
        h.member.id: ["trainer_changed"],
        h.former.id: ["assignment_ended"],
        h.new.id: ["new_client"],
    }
    assert h.due(gym.today) == set()
    resume = "UPDATE public.trainer_assignments SET status = 'active' WHERE id = :a"
    assert refusal(act, desk, resume, a=h.id) == "trainer_capacity"
    gym.one("UPDATE public.instructors SET max_clients = 1 WHERE id = :t RETURNING 1", t=h.new.trainer_id)
    act(desk, resume, a=h.id)
    assert h.due(gym.today) == {h.new_plan().id}


def test_hand_overs_that_cannot_be(gym: Gym, handover: HandOver, act: Act) -> None:
    h = handover

    def refused(**changed: Any) -> str:
        return refusal(act, h.desk, HAND_OVER, **h.values(**changed))

    off, full, elsewhere = gym.trainer(), gym.trainer(limit=0), gym.assignment(gym.member(), gym.trainer())
    gym.one("UPDATE public.instructors SET is_active = false WHERE id = :t RETURNING 1", t=off.trainer_id)
    before = news(gym)
    assert refused(t=full.trainer_id) == "trainer_capacity"
    assert refused(t=off.trainer_id) == "trainer_not_available"
    assert refused(t=uuid4()) == "trainer_assignments_trainer_id_fkey"
    assert refused(t=h.former.trainer_id) == "transfer_same_trainer"
    assert refused(v=7) == "stale"
    assert refused(a=uuid4()) == "assignment_gone"
    assert refused(new=elsewhere) == "trainer_assignments_pkey"
    assert refused(note="x" * 4001) == "note_length"
    assert (_status(gym, h.assignment), _loads(gym, h.former, h.new)) == ("active", [1, 0])
    assert gym.one("SELECT status FROM public.workout_plans WHERE id = :p", p=h.plan) == "active"
    assert news(gym) == {}, before
    act(h.desk, "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = :a", a=h.assignment)
    assert refused(v=2, t=off.trainer_id) == "trainer_not_available", "nor while pausing"
    act(h.desk, "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a", a=h.assignment)
    assert refused(v=3) == "transfer_completed"
    trainer_too = gym.trainer()
    own = gym.assignment(trainer_too, h.former)
    assert refused(a=own, t=trainer_too.trainer_id) == "assignment_not_oneself"


def test_only_admins_hand_over(gym: Gym, handover: HandOver, act: Act) -> None:
    h = handover
    for who in (gym.session(h.former), gym.session(h.new), gym.session(h.member, "member"), NOBODY):
        for assignment in (h.assignment, uuid4()):
            assert refusal(act, who, HAND_OVER, **h.values(a=assignment)) == "admin_only"


def test_a_start_that_lies_ahead_stays_ahead(gym: Gym, handover: HandOver) -> None:
    h, member = handover, gym.member()
    start = gym.today + timedelta(days=7)
    gym.one("UPDATE public.instructors SET max_clients = 2 WHERE id = :t RETURNING 1", t=h.former.trainer_id)
    assignment, id = gym.assignment(member, h.former, start=start), uuid4()
    plan = gym.plan(assignment, starts_on=start)
    gym.exercise(plan, "Monday")
    h.go(a=assignment, new=id)
    new = h.row("trainer_assignments", "id = :a", a=id)
    assert new.start_date == start
    exercise = "SELECT x.valid_from FROM public.workout_exercises x JOIN public.workout_plans p ON p.id = x.plan_id WHERE p.assignment_id = :a"
    assert gym.one(exercise, a=id) == start


def test_the_owner_of_the_database_may_hand_over_too(gym: Gym, handover: HandOver) -> None:
    h = handover
    gym.owner.execute(text(HAND_OVER), h.values())
    assert h.new_plan().created_by == h.new.trainer_id

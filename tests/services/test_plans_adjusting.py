"""Adjusting a running plan on the real database: what was logged or due stays, what comes may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.progression import Deload, LoadSteps
from tests.factories import Gym
from tests.services.plan_world import again, exercise, programme, weeks_of, weights_of
from tests.services.test_few_statements import IDENTITY, statements


def test_logged_weeks_stay_and_weeks_to_come_follow_the_new_rule_in_place(gym: Gym) -> None:
    p = programme(gym)
    bench, row = exercise("Bench press", p.day, progression="+2.5 kg"), exercise("Row", p.day, "50 kg")
    draft = p.draft(bench, row, weeks=6, weeks_ago=2)
    plan = p.begun(draft)
    for weeks_ago in (2, 1, 0):
        p.log(bench.id, "Bench press", weeks_ago)
    p.log(row.id, "Row", 2)
    # A faster rule, a deload week and two weeks more.
    faster = again(
        plan, draft, replace(bench, progression="+5 kg"), row, duration_weeks=8, deload=Deload((5,), 50, 90)
    )
    adjusted = p.coach.plans.publish(faster)
    assert [e.id for e in adjusted.exercises] == [bench.id, row.id]
    assert weeks_of(adjusted, "Bench press") == [
        "4 × 8 · 60 kg",
        "4 × 8 · 62.5 kg",
        "4 × 8 · 65 kg",
        "4 × 8 · 75 kg",
        "2 × 8 · 67.5 kg",
        "4 × 8 · 80 kg",
        "4 × 8 · 85 kg",
        "4 × 8 · 90 kg",
    ]
    assert weights_of(adjusted, "Row")[4] == "45 kg"
    assert p.own.plans.active(p.member.id) == adjusted
    assert p.coach.plans.publish(faster) == adjusted  # its answer was lost
    assert gym.one("SELECT count(*) FROM public.workout_exercises") == 2
    p.log(row.id, "Row")
    assert sorted(filter(None, p.targets())) == [
        "4 × 8 · 50 kg",
        "4 × 8 · 50 kg",
        "4 × 8 · 60 kg",
        "4 × 8 · 62.5 kg",
        "4 × 8 · 65 kg",
    ]
    # Back to no rule, and shorter than what was done.
    shorter = again(adjusted, faster, bench, row, duration_weeks=2, deload=Deload())
    back = p.coach.plans.publish(replace(shorter, exercises=(replace(bench, progression=""), row)))
    assert [e.target(n).weight for e in back.exercises[:1] for n in (1, 2, 3, 9)] == [
        "60 kg",
        "62.5 kg",
        "65 kg",
        "65 kg",
    ]


def test_numbers_written_in_a_running_week_are_those_of_that_week(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day, progression="+2.5 kg")
    draft = p.draft(bench, weeks=6, weeks_ago=2)
    plan = p.begun(draft)
    p.log(bench.id, "Bench press", 2)
    p.log(bench.id, "Bench press", 1)
    # In week 3 it asks for 65 kg: five kilograms more from now on, and a new exercise beside it.
    reached = bench.as_of(3, draft.deload, 6, LoadSteps())
    assert (reached.weight, reached.from_week) == ("65 kg", 3)
    row = exercise("Row", p.day, "40 kg", progression="+5 kg", from_week=3)
    adjusted = p.coach.plans.publish(again(plan, draft, replace(reached, weight="70 kg"), row))
    assert weights_of(adjusted, "Bench press") == ["60 kg", "62.5 kg", "70 kg", "72.5 kg", "75 kg", "77.5 kg"]
    assert weights_of(adjusted, "Row")[2:] == ["40 kg", "45 kg", "50 kg", "55 kg"]
    assert [e.from_week for e in adjusted.exercises] == [3, 3]
    week = p.own.plans.week(p.member.id)
    assert week and [e.target.weight for d in week.days for e in d.exercises] == ["70 kg", "40 kg"]
    assert p.targets() == ["4 × 8 · 60 kg", "4 × 8 · 62.5 kg"]


def test_another_prescription_follows_and_the_logs_keep_theirs(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day, progression="+2.5 kg")
    draft = p.draft(bench, weeks=6, weeks_ago=2)
    plan = p.begun(draft)
    p.log(bench.id, "Bench press", 2)
    p.log(bench.id, "Bench press", 1)
    heavier = again(plan, draft, replace(bench, weight="70 kg"))
    adjusted = p.coach.plans.publish(heavier)
    assert adjusted.exercises[0].id != bench.id
    assert weights_of(adjusted, "Bench press") == ["60 kg", "62.5 kg", "75 kg", "77.5 kg", "80 kg", "82.5 kg"]
    assert p.targets() == ["4 × 8 · 60 kg", "4 × 8 · 62.5 kg"]
    week = p.own.plans.week(p.member.id)
    assert week and [e.target.weight for d in week.days for e in d.exercises] == ["75 kg"]
    # Another exercise in its place begins with its own numbers.
    other = replace(heavier.exercises[0], id=adjusted.exercises[0].id, name="Floor press", progression="")
    replaced = p.coach.plans.publish(again(adjusted, heavier, other))
    assert replaced.exercises[0].weeks == ()
    assert p.targets() == ["4 × 8 · 60 kg", "4 × 8 · 62.5 kg"]


def test_done_this_week_stays_done_this_week(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day, progression="+2.5 kg")
    draft = p.draft(bench, weeks=6, weeks_ago=1)
    plan = p.begun(draft)
    p.log(bench.id, "Bench press")
    adjusted = p.coach.plans.publish(again(plan, draft, replace(bench, sets=5)))
    week = p.own.plans.week(p.member.id)
    assert week and [(e.logged, e.target.sets) for d in week.days for e in d.exercises] == [(True, 4)]
    following = p.own.plans.week(p.member.id, p.today + timedelta(days=7))
    assert following and [e.target.sets for d in following.days for e in d.exercises] == [5]
    assert weeks_of(adjusted, "Bench press")[:3] == ["4 × 8 · 60 kg", "4 × 8 · 62.5 kg", "5 × 8 · 65 kg"]


def test_supersets_and_order_change_in_place(gym: Gym) -> None:
    p = programme(gym)
    bench, row = exercise("Bench press", p.day), exercise("Row", p.day)
    draft = p.draft(bench, row, weeks_ago=1)
    plan = p.begun(draft)
    p.log(bench.id, "Bench press")
    paired = again(plan, draft, replace(row, superset="b"), replace(bench, superset="B"))
    adjusted = p.coach.plans.publish(paired)
    assert [(e.id, e.superset) for e in adjusted.exercises] == [(row.id, "B"), (bench.id, "B")]
    assert p.targets() == ["4 × 8 · 60 kg"]


def test_the_first_week_stays_once_something_was_logged(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day, progression="+2.5 kg")
    draft = p.draft(bench, weeks=6, weeks_ago=2)
    plan = p.begun(draft)
    later = p.coach.plans.publish(again(plan, draft, starts_on=draft.starts_on + timedelta(weeks=1)))
    assert weights_of(later, "Bench press")[:2] == ["60 kg", "62.5 kg"]
    week = p.own.plans.week(p.member.id)
    assert week and week.week == 2
    p.log(bench.id, "Bench press")
    with pytest.raises(UserError) as refused:
        p.coach.plans.publish(again(later, draft))
    assert refused.value.field == "starts_on"
    # Another day of the same week is the same week.
    moved = again(later, draft, starts_on=later.starts_on + timedelta(days=1))
    assert p.coach.plans.publish(moved).starts_on == later.starts_on + timedelta(days=1)
    # And so it stays when the exercise that was logged is gone from the plan.
    other = p.coach.plans.publish(
        again(p.coach.plans.of_client(p.member.id)[0], moved, exercise("Row", p.day))
    )
    with pytest.raises(UserError) as refused:
        p.coach.plans.publish(again(other, draft, exercise("Row", p.day)))
    assert refused.value.code == "plan_start_logged"


def test_logged_before_it_began_the_first_week_stays(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day, progression="+2.5 kg")
    draft = p.draft(bench, weeks=6, weeks_ago=-2)
    plan = p.coach.plans.publish(draft)
    assert p.log(bench.id, "Bench press").target == "4 × 8 · 60 kg"
    changed = again(plan, draft, replace(bench, progression="+1 rep"), deload=Deload((1,)))
    adjusted = p.coach.plans.publish(changed)
    assert weeks_of(adjusted, "Bench press")[:3] == ["4 × 8 · 60 kg", "4 × 8 · 60 kg", "4 × 9 · 60 kg"]


def test_only_the_trainer_of_now_adjusts_and_never_over_what_they_did_not_see(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day)
    draft = p.draft(bench)
    plan = p.coach.plans.publish(draft)
    other = gym.services(gym.trainer())
    wanted = again(plan, draft, replace(bench, progression="+2.5 kg"))
    for stranger in (other, p.own):
        with pytest.raises(Denied):
            stranger.plans.publish(wanted)
        with pytest.raises(Denied):
            stranger.plans.publish(replace(wanted, id=uuid4(), version=None))
    assert other.plans.of_client(p.member.id) == ()
    p.coach.plans.publish(wanted)
    with pytest.raises(Conflict):
        p.coach.plans.publish(again(plan, draft, replace(bench, progression="+5 kg")))
    assert weights_of(p.coach.plans.of_client(p.member.id)[0], "Bench press")[1] == "62.5 kg"


def test_a_year_of_forty_exercises_a_day_is_published_and_adjusted_in_few_statements(gym: Gym) -> None:
    p = programme(gym)
    many = tuple(
        exercise(f"Exercise {n}", day, progression="+2.5 kg every 4 weeks")
        for day in Weekday
        for n in range(40)
    )
    draft = p.draft(*many, weeks=52, weeks_ago=1, deload=Deload((10, 20, 30, 40)))
    with statements(gym) as seen:
        plan = p.coach.plans.publish(draft)
    assert (len(plan.exercises), len(seen) - IDENTITY) == (280, 7), seen
    gym.owner.exec_driver_sql("UPDATE public.workout_exercises SET valid_from = valid_from - 14")
    for one in many[:20]:
        p.log(one.id, one.name, 1)
    changed = (
        *(replace(one, progression="+5 kg every 4 weeks") for one in many[:100]),  # in place
        *(replace(one, weight="62.5 kg") for one in many[100:200]),  # followed by another
        *many[210:],  # ten are gone
        exercise("New", Weekday.MONDAY),
    )
    with statements(gym) as seen:
        adjusted = p.coach.plans.publish(again(plan, draft, *changed))
    assert (len(adjusted.exercises), len(seen) - IDENTITY) == (271, 10), seen
    same = {e.id for e in adjusted.exercises} & {e.id for e in many}
    assert len(same) == 100 + 70

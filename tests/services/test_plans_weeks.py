"""What each week of a plan asks for, on the real database: computed on publishing, read the same by both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.handover import HandoverLine
from gymtrainer_desktop.domain.plans import ExerciseOfDay
from gymtrainer_desktop.domain.progression import Deload, LoadSteps, resolve_weight
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.services.plan_world import Programme, exercise, programme, weeks_of, weights_of
from tests.services.test_few_statements import IDENTITY, statements


def todays(p: Programme, weeks: int = 0) -> dict[str, ExerciseOfDay]:
    """Today's exercises, or those of today's weekday some weeks from now, as the member reads them."""
    on = p.today + timedelta(weeks=weeks)
    week = p.own.plans.week(p.member.id, on)
    assert week == p.coach.plans.week(p.member.id, on)
    return {e.planned.name: e for d in week.days if d.date == on for e in d.exercises} if week else {}


def test_progression_supersets_and_deload_weeks_are_kept_and_computed(gym: Gym) -> None:
    p = programme(gym)
    bench = exercise("Bench press", p.day, progression="+2.5 kg every week", superset="A")
    row = exercise("Row", p.day, "50 kg", superset="A")
    plan = p.coach.plans.publish(p.draft(bench, row, weeks=5, deload=Deload((4,), 50, 80)))
    assert weeks_of(plan, "Bench press") == [
        "4 × 8 · 60 kg",
        "4 × 8 · 62.5 kg",
        "4 × 8 · 65 kg",
        "2 × 8 · 52.5 kg",
        "4 × 8 · 67.5 kg",
    ]
    assert weights_of(plan, "Row") == ["50 kg", "50 kg", "50 kg", "40 kg", "50 kg"]
    assert [(e.superset, e.progression) for e in plan.exercises] == [("A", "+2.5 kg every week"), ("A", "")]
    assert plan.deload == Deload((4,), 50, 80)
    assert p.own.plans.active(p.member.id) == plan
    plain = p.coach.plans.publish(p.draft(exercise("Row", p.day)))
    assert plain.exercises[0].weeks == ()
    assert p.own.plans.former(p.member.id) == (p.coach.plans.of_client(p.member.id)[1],)
    assert p.coach.plans.of_client(p.member.id)[0] == plain
    assert p.coach.plans.of_client(p.member.id)[1].exercises == plan.exercises


def test_steps_are_those_of_the_gym(gym: Gym) -> None:
    p = programme(gym)
    gym.owner.execute(text("UPDATE public.gym_settings SET plates_kg = '{20,10,5}', plates_lb = '{45,5}'"))
    draft = p.draft(
        exercise("Squat", p.day, "60 kg", "+2.5%"), exercise("Row", p.day, "100 lb", "+2.5%"), weeks=3
    )
    plan = p.coach.plans.publish(draft)
    assert weights_of(plan, "Squat") == ["60 kg", "70 kg", "80 kg"]
    assert weights_of(plan, "Row") == ["100 lb", "110 lb", "120 lb"]
    week = p.own.plans.week(p.member.id)
    assert week and week.steps == LoadSteps(Decimal(10), Decimal(10))


def test_a_rule_that_cannot_be_followed_is_refused_and_nothing_is_written(gym: Gym) -> None:
    p = programme(gym)
    with pytest.raises(UserError) as refused:
        p.coach.plans.publish(p.draft(exercise("Plank", p.day, "bodyweight", "+2.5 kg every week")))
    assert refused.value.field == "progression"
    assert p.own.plans.active(p.member.id) is None


def test_each_week_asks_for_its_own(gym: Gym) -> None:
    p = programme(gym)
    draft = p.draft(exercise("Bench press", p.day, progression="+2.5 kg"), weeks=6, weeks_ago=2)
    p.begun(draft)
    asked = [todays(p, weeks)["Bench press"] for weeks in (-2, 0, 3)]
    assert [(e.week, e.target.weight) for e in asked] == [(1, "60 kg"), (3, "65 kg"), (6, "72.5 kg")]
    assert todays(p, 4) == {}
    # A log says what was asked for in the week it was done in.
    p.log(draft.exercises[0].id, "Bench press", weeks_ago=2)
    p.log(draft.exercises[0].id, "Bench press")
    assert p.targets() == ["4 × 8 · 60 kg", "4 × 8 · 65 kg"]


def test_a_plan_that_begins_within_a_week_asks_for_its_last_until_its_last_day(gym: Gym) -> None:
    p = programme(gym)
    starts_on = p.monday - timedelta(weeks=1) + timedelta(days=3)
    draft = p.draft(*(exercise("Bench press", day, progression="+2.5 kg") for day in Weekday), weeks=2)
    plan = p.coach.plans.publish(replace(draft, starts_on=starts_on))
    week = p.own.plans.week(p.member.id, plan.ends_on)
    assert week and week.week is None
    asked = {e.target.weight for d in week.days for e in d.exercises if d.date <= plan.ends_on}
    assert asked == {"62.5 kg"}


def test_percentages_come_with_the_maximum_they_are_of(gym: Gym) -> None:
    p = programme(gym)
    gym.log(p.member, None, name="bench PRESS", reps=5, weight=100)
    draft = p.draft(
        exercise("Bench press", p.day, "80%", "+2.5%"),
        exercise("Squat", p.day, "70% 1RM"),
        exercise("Row", p.day, "50 kg"),
        exercise("Barbell bench press", p.day, "65/75/85%"),
    )
    p.coach.plans.publish(draft)
    of = todays(p)
    maximum = of["Bench press"].maximum_kg
    assert maximum is not None and round(maximum, 2) == Decimal("116.67")
    assert resolve_weight(of["Bench press"].target.weight, maximum, Unit.KG, LoadSteps()) == Decimal("92.5")
    assert (of["Squat"].maximum_kg, of["Row"].maximum_kg) == (None, None)
    assert of["Barbell bench press"].maximum_kg == maximum  # the library knows both names
    assert todays(p, 1)["Bench press"].target.weight == "82.5%"


def test_a_week_is_read_in_few_statements_and_in_one_more_for_percentages(gym: Gym) -> None:
    p = programme(gym)
    many = tuple(exercise(f"Exercise {n}", day) for day in Weekday for n in range(10))
    plan = p.coach.plans.publish(p.draft(*many))
    with statements(gym) as seen:
        p.own.plans.week(p.member.id)
    assert len(seen) - IDENTITY == 4, seen
    fresh = (replace(one, id=new_id()) for one in many)
    p.coach.plans.publish(p.draft(*fresh, exercise("Bench press", p.day, "80%")))
    with statements(gym) as seen:
        week = p.own.plans.week(p.member.id)
    assert week and len(week.plan.exercises) == 71
    assert len(seen) - IDENTITY == 5, seen
    with statements(gym) as seen:
        assert [each.id for each in p.coach.plans.of_client(p.member.id)][1:] == [plan.id]
    assert len(seen) - IDENTITY == 2, seen


def test_a_handed_over_plan_goes_on_with_its_weeks(gym: Gym) -> None:
    p = programme(gym)
    draft = p.draft(
        exercise("Bench press", p.day, progression="+2.5 kg", superset="A"), deload=Deload((4,)), weeks_ago=1
    )
    plan = p.begun(draft)
    other = gym.trainer("Maya")
    assert other.trainer_id
    version = gym.one("SELECT version FROM public.trainer_assignments WHERE id = :id", id=p.assignment)
    assert isinstance(version, int)
    line = HandoverLine(p.assignment, new_id(), other.trainer_id, version)
    gym.services(gym.admin()).handover.hand_over((line,), "", True)
    carried = gym.services(other).plans.active(p.member.id)
    assert carried and weeks_of(carried, "Bench press") == weeks_of(plan, "Bench press")
    assert (carried.deload, carried.exercises[0].superset) == (plan.deload, "A")

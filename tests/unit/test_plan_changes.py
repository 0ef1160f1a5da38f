from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plan_changes import ChangeKind, changes_of, weeks_text
from gymtrainer_desktop.domain.plans import DraftExercise, Plan, PlanDraft, PlannedExercise, PlanStatus
from gymtrainer_desktop.domain.progression import NO_DELOAD, STANDARD_STEPS, Deload, WeekTarget, planned_weeks

HERE = UUID(int=1)
MONDAY, WEDNESDAY = Weekday.MONDAY, Weekday.WEDNESDAY


def draft(
    *exercises: DraftExercise, weeks: int = 6, deload: Deload = NO_DELOAD, **changed: object
) -> PlanDraft:
    plan = PlanDraft(HERE, HERE, "Strength", "", "", weeks, date(2026, 11, 16), tuple(exercises), 1, deload)
    return replace(plan, **changed)  # type: ignore[arg-type]


def exercise(
    name: str,
    sets: int | None = 3,
    reps: str = "8",
    weight: str = "60 kg",
    day: Weekday = MONDAY,
    **rest: object,
) -> DraftExercise:
    return replace(DraftExercise(uuid5(HERE, name), day, name, sets, reps, weight), **rest)  # type: ignore[arg-type]


def published(plan: PlanDraft) -> Plan:
    """The plan as the service stores it."""
    return Plan(
        plan.id,
        plan.assignment_id,
        plan.title,
        plan.goals,
        plan.description,
        plan.duration_weeks,
        plan.starts_on,
        plan.starts_on + timedelta(days=7 * plan.duration_weeks - 1),
        PlanStatus.ACTIVE,
        "Eva Green",
        1,
        tuple(
            PlannedExercise(
                one.id,
                one.day,
                one.name,
                one.type,
                one.sets,
                one.reps,
                one.weight,
                one.rest_seconds,
                one.notes,
                order,
                one.superset,
                one.progression,
                planned_weeks(
                    WeekTarget(one.sets, one.reps, one.weight),
                    one.progression,
                    plan.deload,
                    plan.duration_weeks,
                    STANDARD_STEPS,
                ),
            )
            for order, one in enumerate(plan.exercises)
        ),
        plan.deload,
    )


BENCH, ROW = exercise("Bench press", progression="+2.5 kg"), exercise("Row", 3, "10", "")
SQUAT = exercise("Squat", 5, "5", "80%", WEDNESDAY)
PLAN = draft(BENCH, ROW, SQUAT)


def lines(after: PlanDraft, before: PlanDraft = PLAN, done: int = 0) -> list[str]:
    return list(changes_of(published(before), after, done_weeks=done).lines())


def test_a_plan_that_was_only_opened_changes_nothing() -> None:
    changes = changes_of(published(PLAN), PLAN)
    assert not changes
    assert changes.lines() == ()


def test_a_new_plan_is_told_in_full() -> None:
    plan = draft(BENCH, replace(ROW, superset="A"), SQUAT, deload=Deload((4,)))
    assert list(changes_of(None, plan).lines()) == [
        "New plan: Strength",
        "6 weeks from Mon 16 Nov 2026",
        "Lighter weeks: 4 (50% of the sets, 90% of the weight)",
        "Monday",
        "  New: Bench press: 3 × 8 · 60 kg, rest 60 s, +2.5 kg",
        "  New: Row: 3 × 10, rest 60 s, superset A",
        "Wednesday",
        "  New: Squat: 5 × 5 · 80%, rest 60 s",
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            draft(BENCH, replace(ROW, sets=4, rest_seconds=120, notes="Slowly"), SQUAT),
            ["Monday", "  Row: 3 × 10 → 4 × 10, rest 60 s → 2 min, notes none → “Slowly”"],
        ),
        (draft(BENCH, SQUAT), ["Monday", "  Removed: Row"]),
        (
            draft(BENCH, ROW, exercise("Dip", 3, "12", "bodyweight"), SQUAT),
            ["Monday", "  New: Dip: 3 × 12 · bodyweight, rest 60 s"],
        ),
        (
            draft(BENCH, SQUAT, replace(ROW, day=WEDNESDAY, sets=4)),
            ["Wednesday", "  Row: Monday → Wednesday, 3 × 10 → 4 × 10"],
        ),
        (draft(ROW, BENCH, SQUAT), ["Monday", "  New order: Row, Bench press"]),
        (
            draft(replace(BENCH, name="Incline bench press"), ROW, SQUAT),
            ["Monday", "  Incline bench press: was Bench press"],
        ),
        (
            draft(replace(BENCH, superset="A"), replace(ROW, superset="A"), SQUAT),
            ["Monday", "  Bench press: superset none → A", "  Row: superset none → A"],
        ),
        (
            draft(replace(BENCH, progression="+5 kg"), ROW, SQUAT),
            [
                "Monday",
                "  Bench press: progression +2.5 kg → +5 kg",
                "Weeks to come",
                "  Bench press, weeks 2–6: 3 × 8 · 62.5 kg → 3 × 8 · 65 kg in week 2",
            ],
        ),
        (
            draft(BENCH, ROW, SQUAT, title="Power", weeks=8, goals="Lift 100 kg"),
            ["Title: Strength → Power", "Lasts: 6 weeks → 8 weeks", "Goals: none → “Lift 100 kg”"],
        ),
        (
            draft(BENCH, ROW, SQUAT, deload=Deload((6,), 100, 50)),
            [
                "Lighter weeks: none → 6 (100% of the sets, 50% of the weight)",
                "Weeks to come",
                "  Bench press, week 6: 3 × 8 · 72.5 kg → 3 × 8 · 35 kg",
                "  Squat, week 6: 5 × 5 · 80% → 5 × 5 · 40%",
            ],
        ),
    ],
)
def test_what_the_member_will_see_change(after: PlanDraft, expected: list[str]) -> None:
    assert lines(after) == expected


def test_another_start_and_notes_taken_away() -> None:
    noted = draft(BENCH, replace(ROW, notes="Slowly, " * 20), SQUAT)
    after = draft(BENCH, ROW, SQUAT, starts_on=date(2026, 11, 23))
    start, day, row = lines(after, noted)
    assert start == "Starts: Mon 16 Nov 2026 → Mon 23 Nov 2026"
    assert day == "Monday"
    assert row.startswith("  Row: notes “Slowly, Slowly, ") and row.endswith("…” → none")


def test_weeks_that_are_over_are_not_compared() -> None:
    after = draft(replace(BENCH, progression="+5 kg"), ROW, SQUAT)
    assert lines(after, done=4)[-1] == "  Bench press, weeks 5–6: 3 × 8 · 70 kg → 3 × 8 · 80 kg in week 5"
    assert lines(after, done=6) == ["Monday", "  Bench press: progression +2.5 kg → +5 kg"]


def test_what_was_written_anew_is_no_change() -> None:
    again = tuple(replace(one, id=uuid5(one.id, "again")) for one in PLAN.exercises)
    assert not changes_of(published(PLAN), replace(PLAN, exercises=again))
    other = replace(again[0], name="BENCH  PRESS", day=WEDNESDAY)
    assert lines(replace(PLAN, exercises=(again[1], again[2], other))) == [
        "Wednesday",
        "  BENCH  PRESS: Monday → Wednesday, was Bench press",
    ]


names = st.sampled_from(["Bench press", "Row", "Squat", "Dip", "Plank"])
days = st.sampled_from([MONDAY, WEDNESDAY, Weekday.FRIDAY])
exercises = st.lists(
    st.builds(
        lambda name, sets, weight, day, rule: exercise(name, sets, "8", weight, day, progression=rule),
        names,
        st.integers(1, 5),
        st.sampled_from(["60 kg", "62.5 kg", "100 kg"]),
        days,
        st.sampled_from(["", "+2.5 kg", "+1 rep every 2 weeks"]),
    ),
    unique_by=lambda one: one.name,
    max_size=5,
).map(tuple)
plans = st.builds(
    lambda some, weeks, light: draft(*some, weeks=weeks, deload=Deload(tuple(sorted(light)))),
    exercises,
    st.integers(1, 8),
    st.sets(st.integers(1, 8), max_size=2),
)


@given(plans, plans)
def test_every_exercise_is_told_once_as_what_becomes_of_it(before: PlanDraft, after: PlanDraft) -> None:
    changes = changes_of(published(before), after)
    told = [one for day in changes.days for one in day.changes if one.kind is not ChangeKind.ORDER]
    assert len({one.name for one in told}) == len(told)
    old, new = ({one.name: one for one in plan.exercises} for plan in (before, after))
    kinds = {one.name: one.kind for one in told}
    for name in old.keys() | new.keys():
        if name not in old:
            assert kinds.pop(name) is ChangeKind.ADDED
        elif name not in new:
            assert kinds.pop(name) is ChangeKind.REMOVED
        elif old[name].day is not new[name].day:
            assert kinds.pop(name) is ChangeKind.MOVED
        else:
            same = replace(old[name], id=new[name].id) == new[name]
            assert (kinds.pop(name, None) is ChangeKind.CHANGED) == (not same)
    assert not kinds
    assert all(one.text.strip() == one.text for one in told)


@given(plans, plans)
def test_weeks_are_told_exactly_where_they_change(before: PlanDraft, after: PlanDraft) -> None:
    now, then = published(before), published(after)
    told = {(one.id, week) for one in changes_of(now, after).weeks for week in one.weeks}
    old = {one.id: one for one in now.exercises}
    for one in then.exercises:
        if one.id not in old or not (one.weeks or old[one.id].weeks):
            continue
        for week in range(1, min(before.duration_weeks, after.duration_weeks) + 1):
            assert ((one.id, week) in told) == (one.target(week) != old[one.id].target(week))


@given(plans)
def test_nothing_is_told_of_a_plan_as_it_is(plan: PlanDraft) -> None:
    assert not changes_of(published(plan), plan)


@given(st.sets(st.integers(1, 104)))
def test_numbers_of_weeks_read_as_the_same_weeks(weeks: set[int]) -> None:
    read: set[int] = set()
    for piece in filter(None, weeks_text(weeks).split(", ")):
        first, _, last = piece.partition("–")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == weeks

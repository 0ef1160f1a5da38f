from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.supersets import (
    beside_group,
    free_letter,
    grouped,
    settled,
    superset_marks,
    ungrouped,
)

MON, TUE = Weekday.MONDAY, Weekday.TUESDAY
Exercises = tuple[DraftExercise, ...]


def week(monday: str, tuesday: str = "") -> Exercises:
    """One exercise per character: its letter, or "-" for none."""
    return tuple(
        DraftExercise(UUID(int=100 * d + n), day, f"{day.short} {n}", superset="" if mark == "-" else mark)
        for d, (day, marks) in enumerate(((MON, monday), (TUE, tuesday)))
        for n, mark in enumerate(marks)
    )


def marks(exercises: Exercises, day: Weekday = MON) -> str:
    return "".join(one.superset or "-" for one in exercises if one.day is day)


def put(exercises: Exercises, number: int, place: int, day: Weekday = MON) -> Exercises:
    """Carry an exercise to a place among the others of a day."""
    carried = next(one for one in exercises if one.id.int == number)
    rest = [one for one in exercises if one.id.int != number]
    of_day = [one for one in rest if one.day is day]
    at = rest.index(of_day[place]) if place < len(of_day) else len(rest)
    rest.insert(at, replace(carried, day=day))
    return settled(exercises, tuple(rest), {carried.id})


def test_exercises_of_a_superset_are_counted_within_their_day() -> None:
    shown = superset_marks(week("AA-BB", "A"))
    assert [shown.get(one.id, "") for one in week("AA-BB", "A")] == ["A1", "A2", "", "B1", "B2", "A1"]


def test_the_next_letter_is_the_first_free_one() -> None:
    assert [free_letter(taken) for taken in ("", "A", "AC")] == ["A", "B", "B"]
    assert free_letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""


@pytest.mark.parametrize(
    ("before", "chosen", "after"),
    [
        ("---", (0, 1), "AA-"),
        ("----", (0, 3), "AA--"),
        ("AA--", (2, 3), "AABB"),
        ("AA-", (1, 2), "AAA"),
        ("AABB", (1, 2), "AAA-"),
        ("BB--", (2, 3), "BBAA"),
        ("---", (1,), "---"),
    ],
)
def test_chosen_exercises_become_a_superset(before: str, chosen: tuple[int, ...], after: str) -> None:
    assert marks(grouped(week(before), {UUID(int=n) for n in chosen})) == after


def test_what_is_far_apart_is_gathered_where_the_first_stands() -> None:
    result = grouped(week("----"), {UUID(int=0), UUID(int=3)})
    assert [one.id.int for one in result] == [0, 3, 1, 2]


def test_exercises_of_two_days_make_no_superset() -> None:
    plan = week("-", "-")
    assert grouped(plan, {one.id for one in plan}) == plan


def test_a_superset_is_taken_apart_as_a_whole() -> None:
    assert marks(ungrouped(week("AAABB"), {UUID(int=1)})) == "---BB"


@pytest.mark.parametrize(
    ("before", "carried", "place", "after"),
    [
        ("AA-", 2, 1, "AAA"),  # into the middle: joins
        ("AA-", 2, 0, "-AA"),
        ("AA-", 0, 1, "AA-"),  # within
        ("AA-", 0, 2, "---"),  # away, and one alone is none
        ("AAA-", 1, 3, "AA--"),
        ("AABB", 0, 2, "-BBB"),  # from one into the other
        ("A--", 0, 2, "--A"),  # a single letter that was written waits for the next
    ],
)
def test_what_is_moved_within_a_day(before: str, carried: int, place: int, after: str) -> None:
    assert marks(put(week(before), carried, place)) == after


def test_what_comes_alone_from_another_day_belongs_to_none() -> None:
    plan = put(week("AA-", "BB"), 0, 2, TUE)
    assert (marks(plan), marks(plan, TUE)) == ("--", "BB-")
    joined = put(week("AA-", "BB"), 2, 1, TUE)
    assert (marks(joined), marks(joined, TUE)) == ("AA", "BBB")


def test_what_comes_together_stays_together_under_a_free_letter() -> None:
    plan = week("AA", "AA")
    after = tuple(replace(one, day=TUE) for one in plan)
    both = {UUID(int=0), UUID(int=1)}
    assert marks(settled(plan, (*after[2:], *after[:2]), both), TUE) == "AABB"


def test_a_letter_written_at_one_exercise_brings_it_beside_the_others() -> None:
    plan = (*week("AA-"), replace(week("A")[0], id=UUID(int=9)))
    assert [one.id.int for one in beside_group(plan, UUID(int=9))] == [0, 1, 9, 2]
    assert beside_group(plan, UUID(int=2)) == plan and beside_group(plan, UUID(int=77)) == plan


@given(
    st.text("-AB", max_size=7),
    st.text("-AB", max_size=7),
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 7), st.booleans()), max_size=12),
)
def test_however_one_moves_supersets_stand_together(
    monday: str, tuesday: str, moves: list[tuple[int, int, bool]]
) -> None:
    plan = week("".join(sorted(monday)), "".join(sorted(tuesday)))
    for number, place, is_tuesday in moves:
        if not plan:
            return
        before, carried = plan, plan[number % len(plan)].id
        plan = put(plan, carried.int, place, TUE if is_tuesday else MON)
        assert {one.id for one in plan} == {one.id for one in before}
        for day in (MON, TUE):
            shown = marks(plan, day)
            runs = [run for n, run in enumerate(shown) if n == 0 or shown[n - 1] != run]
            letters = [run for run in runs if run != "-"]
            assert len(letters) == len(set(letters)), shown

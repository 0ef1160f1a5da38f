from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import Deload, WeekTarget
from gymtrainer_desktop.ui.trainer.plan.plan_document import (
    PlanContent,
    PlanDocument,
    PlanTarget,
    content_of,
    rebased,
)
from tests.ui.trainer_gym import Gym, uid

START = date(2026, 11, 16)
MON, TUE, FRI = Weekday.MONDAY, Weekday.TUESDAY, Weekday.FRIDAY


def exercise(number: int, day: Weekday = MON, name: str = "") -> DraftExercise:
    return DraftExercise(uid(number), day, name or f"Exercise {number}")


def content(*exercises: DraftExercise) -> PlanContent:
    return PlanContent(START, "Plan", exercises=exercises)


def order(what: PlanContent, day: Weekday) -> list[int]:
    return [one.id.int - uid(0).int for one in what.of_day(day)]


def test_exercises_move_within_a_day_and_between_days() -> None:
    plan = content(exercise(1), exercise(2), exercise(3), exercise(4, TUE))
    assert order(plan.moved(uid(3), MON, 0), MON) == [3, 1, 2]
    assert order(plan.moved(uid(1), MON, 1), MON) == [2, 1, 3]
    assert order(plan.moved(uid(1), MON, 99), MON) == [2, 3, 1]
    moved = plan.moved(uid(2), TUE, 0)
    assert (order(moved, MON), order(moved, TUE)) == ([1, 3], [2, 4])
    assert order(plan.moved(uid(2), FRI, 5), FRI) == [2]
    assert plan.moved(uid(77), MON, 0) == plan


def test_copies_and_changes() -> None:
    plan = content(exercise(1), exercise(2))
    assert order(plan.duplicated_all({uid(1): uid(9)}), MON) == [1, 9, 2]
    renamed = dataclasses.replace(exercise(1), name="Row")
    assert plan.replaced(renamed).of_day(MON)[0].name == "Row"
    elsewhere = plan.replaced(dataclasses.replace(exercise(1), day=FRI))
    assert (order(elsewhere, MON), order(elsewhere, FRI)) == ([2], [1])
    assert order(plan.removed(uid(1)), MON) == [2]


def test_the_order_between_days_makes_no_difference() -> None:
    one, two = exercise(1, MON), exercise(2, TUE)
    assert content(one, two).same_as(content(two, one))
    assert not content(one, exercise(2)).same_as(content(exercise(2), one))


def test_several_move_are_pasted_and_removed_at_once() -> None:
    plan = content(*(exercise(n) for n in range(1, 6)), exercise(6, TUE))
    moved = plan.moved_all({uid(1), uid(4)}, MON, 1)
    assert order(moved, MON) == [2, 1, 4, 3, 5]
    assert order(plan.moved_all({uid(1), uid(4)}, TUE, 0), TUE) == [1, 4, 6]
    assert order(plan.removed(uid(1), uid(3), uid(77)), MON) == [2, 4, 5]
    assert order(plan.duplicated_all({uid(1): uid(91), uid(3): uid(93)}), MON) == [1, 2, 3, 91, 93, 4, 5]
    assert order(plan.reordered(MON, [uid(n) for n in (5, 4, 3, 2, 1)], {uid(5)}), MON) == [5, 4, 3, 2, 1]
    pasted = plan.with_pasted([exercise(1), exercise(2)], TUE, 0).of_day(TUE)
    assert [one.name for one in pasted] == ["Exercise 1", "Exercise 2", "Exercise 6"]
    assert not {one.id for one in pasted[:2]} & {one.id for one in plan.exercises}
    both = plan.with_pasted([exercise(1, MON), exercise(2, FRI)], TUE, 0)
    assert (len(both.of_day(MON)), len(both.of_day(TUE)), len(both.of_day(FRI))) == (6, 1, 1)


def test_supersets_follow_what_is_done_to_their_exercises() -> None:
    def letters(what: PlanContent, day: Weekday = MON) -> str:
        return "".join(one.superset or "-" for one in what.of_day(day))

    plan = content(*(exercise(n) for n in range(1, 6))).grouped({uid(1), uid(2), uid(3)})
    assert letters(plan) == "AAA--"
    assert letters(plan.removed(uid(1), uid(2))) == "---", "one alone is none"
    assert letters(plan.moved(uid(5), MON, 1)) == "AAAA-", "put into the middle it joins"
    assert letters(plan.ungrouped({uid(2)})) == "-----"
    assert letters(plan.added(dataclasses.replace(exercise(9), superset="A"))) == "AAAA--"
    assert letters(plan.duplicated_all({uid(1): uid(91)})) == "AAAA--"
    away = plan.replaced(dataclasses.replace(plan.exercises[0], day=FRI))
    assert letters(away, FRI) == "-" and letters(away) == "AA--"
    named = away.replaced(dataclasses.replace(exercise(5), superset="A"))
    assert letters(named) == "AAA-" and order(named, MON) == [2, 3, 5, 4]
    assert plan.replaced(exercise(77)) == plan


@given(
    st.lists(st.sampled_from(list(Weekday)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from(list(Weekday)), st.integers(0, 12)), max_size=20),
)
def test_moving_loses_nothing_and_undo_brings_everything_back(
    days: list[Weekday], moves: list[tuple[int, Weekday, int]]
) -> None:
    document = PlanDocument()
    first = content(*(exercise(n, day) for n, day in enumerate(days)))
    document.load(first)
    for number, day, place in moves:
        before = document.content
        document.apply(before.moved(uid(number), day, place), "move")
        moved = document.content.find(uid(number))
        if moved is not None:
            assert moved.day is day
            in_day = len(document.content.of_day(day))
            assert document.content.place_of(uid(number)) == min(place, in_day - 1)
        assert {one.id for one in document.content.exercises} == {one.id for one in first.exercises}
    last = document.content
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.content == first and not document.is_dirty
    while document.undo_stack.canRedo():
        document.undo_stack.redo()
    assert document.content == last


def test_letters_of_a_title_are_one_step() -> None:
    document = PlanDocument()
    document.load(content(exercise(1)))
    for text in ("S", "St", "Str"):
        document.apply(dataclasses.replace(document.content, title=text), "change the title", "title")
    document.apply(document.content.removed(uid(1)), "delete")
    document.apply(dataclasses.replace(document.content, title="Stro"), "change the title", "title")
    assert document.undo_stack.count() == 3
    document.undo_stack.undo()
    assert (document.content.title, document.content.exercises) == ("Str", ())
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.content.title == "Plan" and not document.undo_stack.canUndo()
    document.apply(dataclasses.replace(document.content, title="X"), "change the title", "title")
    assert document.undo_stack.count() == 1


def test_what_is_written_back_is_not_a_change() -> None:
    document = PlanDocument()
    document.load(content(exercise(1)))
    document.apply(dataclasses.replace(document.content, title="Other"), "t")
    assert document.is_dirty
    document.apply(dataclasses.replace(document.content, title="Plan"), "t")
    assert not document.is_dirty
    document.apply(document.content, "nothing")
    assert document.undo_stack.count() == 2


def test_ids_of_an_older_version_are_fitted_to_the_newer() -> None:
    mine = content(exercise(1, name="Bench"), exercise(2, name="Row"), exercise(3, name="Mine only"))
    newer = content(exercise(11, name="Bench"), exercise(2, name="Row"))
    known = frozenset({uid(1), uid(2), uid(11)})
    keys: dict[UUID, UUID] = {}
    fitted = rebased(mine, newer, known, keys)
    assert order(fitted, MON) == [11, 2, 3], "its twin, itself, and an id made here"
    gone = rebased(content(exercise(1, name="Gone")), newer, known, keys)
    fresh = gone.exercises[0].id
    assert fresh not in known
    again = rebased(content(exercise(1, name="Gone")), newer, known, keys)
    assert again.exercises[0].id == fresh, "a second try sends the same"


def test_two_twins_never_share_an_id() -> None:
    mine = content(exercise(1, name="Bench"), exercise(2, name="Bench"))
    newer = content(exercise(11, name="Bench"))
    ids = [one.id for one in rebased(mine, newer, frozenset({uid(1), uid(2)}), {}).exercises]
    assert ids[0] == uid(11) and len(set(ids)) == 2


def test_what_is_published_is_what_was_written() -> None:
    plan = Gym().stored_plans[uid(0)]
    document, target = PlanDocument(), PlanTarget()
    target.take(plan)
    document.load(content_of(plan))
    draft = target.draft(document, plan.assignment_id)
    assert (draft.id, draft.version, draft.title) == (plan.id, plan.version, plan.title)
    assert [e.id for e in draft.exercises] == [e.id for e in plan.exercises]
    assert target.is_on(plan) and not target.is_on(dataclasses.replace(plan, version=9))
    target.begin_anew()
    anew = target.draft(document, plan.assignment_id)
    assert anew.version is None and anew.id != plan.id
    assert not {e.id for e in anew.exercises} & {e.id for e in plan.exercises}
    assert target.draft(document, plan.assignment_id) == anew


@pytest.mark.parametrize("number", [0, 1])
def test_a_new_plan_keeps_its_key(number: int) -> None:
    document, target = PlanDocument(), PlanTarget()
    document.load(PlanContent(START))
    document.apply(document.content.added(exercise(number)), "add")
    first, second = target.draft(document, uid(5)), target.draft(document, uid(5))
    assert first == second and first.version is None and first.exercises[0].id == uid(number)


def test_supersets_progressions_and_deload_weeks_go_the_whole_way() -> None:
    deload = Deload((4, 8), 60, 85)
    plan = Gym().stored_plans[uid(0)]
    first = dataclasses.replace(
        plan.exercises[0], superset="A", progression="+2.5 kg", weeks=(WeekTarget(3, "8", "60 kg"),)
    )
    plan = dataclasses.replace(plan, deload=deload, exercises=(first, *plan.exercises[1:]))
    document, target = PlanDocument(), PlanTarget()
    target.take(plan)
    document.load(content_of(plan))
    document.apply(dataclasses.replace(document.content, title="Other"), "t")
    draft = target.draft(document, plan.assignment_id)
    assert draft.deload == deload
    assert (draft.exercises[0].superset, draft.exercises[0].progression) == ("A", "+2.5 kg")
    document.load(content_of(plan))
    document.apply(dataclasses.replace(document.content, deload=Deload((5,))), "change the deload weeks")
    assert document.is_dirty
    document.undo_stack.undo()
    assert not document.is_dirty

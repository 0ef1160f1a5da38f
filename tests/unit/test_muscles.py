from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, Muscle
from gymtrainer_desktop.domain.muscles import BandState, SetsBand, band_state, sets_per_muscle
from gymtrainer_desktop.domain.plans import ExerciseType


def exercise(
    primary: tuple[Muscle, ...],
    secondary: tuple[Muscle, ...] = (),
    category: ExerciseType = ExerciseType.STRENGTH,
) -> LibraryExercise:
    return LibraryExercise(
        uuid4(), "Any", category, Equipment.OTHER, primary, secondary, (), None, "", True, False, False, 1
    )


muscles = st.lists(st.sampled_from(Muscle), max_size=4, unique=True).map(tuple)
exercises = st.builds(exercise, muscles, muscles, st.sampled_from(ExerciseType))
items = st.lists(st.tuples(st.integers(0, 50), exercises), max_size=12)

BENCH = exercise((Muscle.CHEST,), (Muscle.TRICEPS, Muscle.FRONT_DELTS))
DIP = exercise((Muscle.TRICEPS, Muscle.CHEST))


def test_a_set_is_one_for_what_it_is_done_for_and_half_for_what_helps() -> None:
    assert sets_per_muscle([(4, BENCH), (Decimal(3), DIP)]) == {
        Muscle.CHEST: 7,
        Muscle.FRONT_DELTS: 2,
        Muscle.TRICEPS: 5,
    }


def test_a_muscle_named_twice_counts_once() -> None:
    both = exercise((Muscle.QUADS, Muscle.QUADS), (Muscle.QUADS, Muscle.GLUTES, Muscle.GLUTES))
    assert sets_per_muscle([(2, both)]) == {Muscle.GLUTES: 1, Muscle.QUADS: 2}


@pytest.mark.parametrize("category", [ExerciseType.CARDIO, ExerciseType.FLEXIBILITY])
def test_a_run_and_a_stretch_have_no_hard_sets(category: ExerciseType) -> None:
    assert sets_per_muscle([(6, exercise((Muscle.HAMSTRINGS,), (), category))]) == {}


@given(items, items)
def test_the_sets_of_two_days_add_up(one: list[object], other: list[object]) -> None:
    first, second, both = sets_per_muscle(one), sets_per_muscle(other), sets_per_muscle(one + other)  # type: ignore[arg-type]
    assert list(both) == [muscle for muscle in Muscle if muscle in both]
    assert all(sets > 0 for sets in both.values())
    for muscle in Muscle:
        assert both.get(muscle, 0) == first.get(muscle, 0) + second.get(muscle, 0)


@given(items)
def test_no_muscle_has_more_sets_than_were_planned(planned: list[tuple[int, LibraryExercise]]) -> None:
    total = sum(sets for sets, _ in planned)
    assert all(sets <= total and sets * 2 == int(sets * 2) for sets in sets_per_muscle(planned).values())


@pytest.mark.parametrize(
    ("sets", "state"),
    [
        ("0", BandState.NONE),
        ("0.5", BandState.BELOW),
        ("9.5", BandState.BELOW),
        ("10", BandState.WITHIN),
        ("20", BandState.WITHIN),
        ("20.5", BandState.ABOVE),
    ],
)
def test_ten_to_twenty_sets_are_usual(sets: str, state: BandState) -> None:
    assert band_state(Decimal(sets), SetsBand()) is state
    assert band_state(Decimal(sets), SetsBand(), Muscle.LATS) is state
    assert band_state(Decimal(sets), SetsBand(), Muscle.FULL_BODY) is BandState.NONE


@given(st.integers(-5, 110), st.integers(-5, 110), st.integers(1, 120))
def test_a_band_can_be_moved_within_reason(low: int, high: int, sets: int) -> None:
    try:
        band = SetsBand(low, high).checked()
    except UserError as error:
        assert error.field == "band"
        assert low < 0 or high < 1 or low > high or high > 100
        return
    assert 0 <= low <= high <= 100
    state = band_state(sets, band)
    assert (state is BandState.WITHIN) == (low <= sets <= high)

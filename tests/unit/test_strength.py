from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.strength import (
    E1rmFormula,
    SetsSummary,
    e1rm,
    heaviest_working_set,
    records_of_sets,
    summary_of_sets,
    volume_load,
    weight_in_kg,
)
from gymtrainer_desktop.domain.units import Unit, convert, to_kg
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType

formulas = st.sampled_from(E1rmFormula)
weights = st.decimals(min_value=1, max_value=500, places=2)


def lift(
    number: int,
    reps: int | None,
    weight: str | None,
    unit: Unit = Unit.KG,
    kind: SetType = SetType.WORKING,
) -> LoggedSet:
    value = None if weight is None else Decimal(weight)
    return LoggedSet(number, kind, reps, value, None if value is None else unit)


any_set = st.builds(
    LoggedSet,
    number=st.integers(1, 20),
    type=st.sampled_from(SetType),
    reps=st.one_of(st.none(), st.integers(0, 100)),
    weight=weights,
    unit=st.sampled_from(Unit),
)


@pytest.mark.parametrize(
    ("formula", "reps", "expected"),
    [
        (E1rmFormula.EPLEY, 1, "100"),
        (E1rmFormula.EPLEY, 6, "120"),
        (E1rmFormula.EPLEY, 12, "140"),
        (E1rmFormula.BRZYCKI, 1, "100"),
        (E1rmFormula.BRZYCKI, 10, "133.3333"),
        (E1rmFormula.BRZYCKI, 12, "144"),
    ],
)
def test_formulas_give_the_published_figures(formula: E1rmFormula, reps: int, expected: str) -> None:
    estimate = e1rm(Decimal(100), reps, formula)
    assert estimate is not None
    assert estimate.quantize(Decimal(expected)) == Decimal(expected)


@pytest.mark.parametrize(("weight", "reps"), [("100", 0), ("100", -1), ("100", 13), ("0", 5), ("-5", 5)])
@pytest.mark.parametrize("formula", E1rmFormula)
def test_no_estimate_outside_the_formulas_range(formula: E1rmFormula, weight: str, reps: int) -> None:
    assert e1rm(Decimal(weight), reps, formula) is None


@given(weights, st.integers(1, 11), formulas)
def test_more_reps_mean_a_higher_maximum(weight: Decimal, reps: int, formula: E1rmFormula) -> None:
    fewer, more = e1rm(weight, reps, formula), e1rm(weight, reps + 1, formula)
    assert fewer is not None and more is not None
    assert weight <= fewer < more


@given(weights, weights, st.integers(1, 12), formulas)
def test_more_weight_means_a_higher_maximum(
    one: Decimal, other: Decimal, reps: int, formula: E1rmFormula
) -> None:
    lower, higher = e1rm(min(one, other), reps, formula), e1rm(max(one, other), reps, formula)
    assert lower is not None and higher is not None
    assert lower <= higher


def test_volume_load_counts_working_sets_in_kilograms() -> None:
    sets = [
        lift(1, 10, "20", kind=SetType.WARM_UP),
        lift(2, 8, "60"),
        lift(3, 5, "100", Unit.LB),
        lift(4, 12, None),
        lift(5, None, "30"),
    ]
    assert volume_load(sets) == 480 + 500 * Decimal("0.45359237")
    assert volume_load([]) == 0


def test_summary_is_that_of_the_heaviest_working_set() -> None:
    sets = [
        lift(1, 10, "140", kind=SetType.WARM_UP),
        lift(2, 8, "100", Unit.LB),
        lift(3, 6, "60"),
        lift(4, 15, "20", kind=SetType.DROP),
    ]
    assert summary_of_sets(sets) == SetsSummary(2, 6, Decimal(60), Unit.KG)


def test_of_equal_weights_the_set_with_more_reps_counts_then_the_earlier() -> None:
    sets = [lift(1, 8, "60"), lift(2, 9, "60"), lift(3, 9, "60")]
    assert heaviest_working_set(sets) == sets[1]


def test_without_weight_the_summary_has_reps_only() -> None:
    assert summary_of_sets([lift(1, 12, None), lift(2, 15, None)]) == SetsSummary(2, 15, None, None)


def test_without_working_sets_nothing_is_completed() -> None:
    assert summary_of_sets([]) == SetsSummary(0, None, None, None)
    assert summary_of_sets([lift(1, 5, "20", kind=SetType.WARM_UP)]) == SetsSummary(0, None, None, None)


def test_records_name_heaviest_best_estimate_and_most_reps_at_a_weight() -> None:
    sets = [
        lift(1, 12, "200", kind=SetType.WARM_UP),
        lift(2, 10, "80"),
        lift(3, 12, "80.0"),
        lift(4, 1, "100"),
        lift(5, 0, "120"),
        lift(6, 20, None),
    ]
    found = records_of_sets(sets, E1rmFormula.EPLEY)
    assert found.heaviest == sets[3]
    assert found.best_e1rm == 112
    assert found.best_e1rm_set == sets[2]
    assert found.most_reps == {Decimal(80): sets[2], Decimal(100): sets[3], Decimal(0): sets[5]}


def test_equal_weights_of_two_units_are_one_record() -> None:
    found = records_of_sets([lift(1, 5, "45.359237"), lift(2, 6, "100", Unit.LB)], E1rmFormula.EPLEY)
    assert [one.reps for one in found.most_reps.values()] == [6]


@given(st.lists(any_set, max_size=15), formulas)
def test_no_working_set_beats_the_records(sets: list[LoggedSet], formula: E1rmFormula) -> None:
    found = records_of_sets(sets, formula)
    for one in sets:
        if one.type is not SetType.WORKING or not one.reps or one.weight is None or one.unit is None:
            continue
        weight = to_kg(one.weight, one.unit)
        assert found.heaviest is not None and found.heaviest.weight and found.heaviest.unit
        assert to_kg(found.heaviest.weight, found.heaviest.unit) >= weight
        estimate = e1rm(weight, one.reps, formula)
        assert estimate is None or (found.best_e1rm is not None and found.best_e1rm >= estimate)


@given(st.lists(any_set, max_size=15))
def test_summary_counts_working_sets_and_takes_a_weight_of_theirs(sets: list[LoggedSet]) -> None:
    summary = summary_of_sets(sets)
    working = [one for one in sets if one.type is SetType.WORKING]
    assert summary.sets_completed == len(working)
    if working:
        assert (summary.reps_completed, summary.weight_used, summary.weight_unit) in {
            (one.reps, one.weight, one.unit) for one in working
        }


@given(weights, formulas)
def test_one_rep_is_the_maximum_itself(weight: Decimal, formula: E1rmFormula) -> None:
    assert e1rm(weight, 1, formula) == weight


@given(weights, st.integers(13, 1000), formulas)
def test_many_reps_predict_no_maximum(weight: Decimal, reps: int, formula: E1rmFormula) -> None:
    assert e1rm(weight, reps, formula) is None


@given(weights, st.integers(1, 12), formulas)
def test_an_estimate_means_the_same_in_both_units(weight: Decimal, reps: int, formula: E1rmFormula) -> None:
    pounds, kilograms = e1rm(weight, reps, formula), e1rm(to_kg(weight, Unit.LB), reps, formula)
    assert pounds is not None and kilograms is not None
    assert abs(to_kg(pounds, Unit.LB) - kilograms) < Decimal("1e-9")


@given(st.lists(any_set, max_size=10), st.lists(any_set, max_size=10))
def test_the_volume_of_two_workouts_adds_up(one: list[LoggedSet], other: list[LoggedSet]) -> None:
    assert volume_load(one + other) == volume_load(one) + volume_load(other) >= 0


def in_pounds(one: LoggedSet) -> LoggedSet:
    assert one.weight is not None and one.unit is not None
    return replace(one, weight=convert(one.weight, one.unit, Unit.LB), unit=Unit.LB)


@given(st.lists(any_set, max_size=10), formulas)
def test_records_do_not_depend_on_the_unit_that_was_entered(
    sets: list[LoggedSet], formula: E1rmFormula
) -> None:
    mixed, pounds = records_of_sets(sets, formula), records_of_sets(map(in_pounds, sets), formula)
    assert (mixed.best_e1rm is None) == (pounds.best_e1rm is None)
    if mixed.best_e1rm is not None and pounds.best_e1rm is not None:
        assert abs(mixed.best_e1rm - pounds.best_e1rm) < Decimal("1e-9")
    assert (mixed.heaviest is None) == (pounds.heaviest is None)
    if mixed.heaviest is not None and pounds.heaviest is not None:
        heaviest, same = weight_in_kg(mixed.heaviest), weight_in_kg(pounds.heaviest)
        assert heaviest is not None and same is not None and abs(heaviest - same) < Decimal("1e-9")


@given(st.lists(any_set, max_size=10), formulas)
def test_warm_ups_are_no_records(sets: list[LoggedSet], formula: E1rmFormula) -> None:
    working = [one for one in sets if one.type is SetType.WORKING]
    assert records_of_sets(sets, formula) == records_of_sets(working, formula)
    assert summary_of_sets(sets) == summary_of_sets(working)
    assert volume_load(sets) == volume_load(working)


@given(st.lists(any_set, max_size=10), any_set, formulas)
def test_one_more_set_never_takes_a_record_away(
    sets: list[LoggedSet], more: LoggedSet, formula: E1rmFormula
) -> None:
    before, after = records_of_sets(sets, formula), records_of_sets([*sets, more], formula)
    assert (after.best_e1rm or 0) >= (before.best_e1rm or 0)
    assert before.most_reps.keys() <= after.most_reps.keys()
    for weight, one in before.most_reps.items():
        assert (after.most_reps[weight].reps or 0) >= (one.reps or 0)
        # Of equals the earlier one stays.
        assert after.most_reps[weight] is one or after.most_reps[weight] is more

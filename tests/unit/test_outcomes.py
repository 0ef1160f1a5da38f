"""Targets as logs keep them, and what was done against them; records of days."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.outcomes import Outcome, OutcomeKind, outcome_of, read_kept_target
from gymtrainer_desktop.domain.records import Bests, RecordKind
from gymtrainer_desktop.domain.strength import E1rmFormula, records_of_sets
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType

KG, LB = Unit.KG, Unit.LB


def sets(*pairs: tuple[int, str], unit: Unit = KG) -> tuple[LoggedSet, ...]:
    return tuple(
        LoggedSet(n, reps=reps, weight=Decimal(weight) if weight else None, unit=unit if weight else None)
        for n, (reps, weight) in enumerate(pairs, 1)
    )


@pytest.mark.parametrize(
    ("text", "exercise", "count", "reps", "weight"),
    [
        ("4 × 8 · 135 lb", "", 4, "8", "135 lb"),
        ("3 × 8-12 · 60% of max", "", 3, "8-12", "60%"),
        ("Bench press · 3 × AMRAP · bodyweight", "Bench press", 3, "AMRAP", "bodyweight"),
        ("Bench press · 3 × 8", "Bench press", 3, "8", None),
        ("Bench press · 60 kg", "Bench press", None, None, "60 kg"),
        ("20 min", "", None, "20 min", None),
        ("4", "", 4, None, None),
        ("5 sets", "", 5, None, None),
        ("heavy", "", None, None, "heavy"),
        ("3 × until it burns · 135 stones", "", 3, "until it burns", "135 stones"),
    ],
)
def test_kept_targets_are_read(
    text: str, exercise: str, count: int | None, reps: str | None, weight: str | None
) -> None:
    found = read_kept_target(text)
    assert found is not None
    assert (found.exercise, found.sets) == (exercise, count)
    assert (found.reps.short if found.reps else None) == reps
    assert (found.weight.short if found.weight else None) == weight


@pytest.mark.parametrize("text", [None, "", "  ", " · "])
def test_nothing_asked_for_is_no_target(text: str | None) -> None:
    assert read_kept_target(text) is None


@given(st.text(max_size=120))
def test_whatever_is_kept_can_be_read_and_compared(text: str) -> None:
    found = outcome_of(read_kept_target(text), sets((8, "60"), (8, "60")))
    assert found is None or isinstance(found.kind, OutcomeKind)


@pytest.mark.parametrize(
    ("target", "done", "expected", "kind"),
    [
        ("3 × 8 · 60 kg", sets(*[(8, "60")] * 3), Outcome(0, 0, Decimal(0)), OutcomeKind.MET),
        ("3 × 8 · 60 kg", sets(*[(8, "62.5")] * 3), Outcome(0, 0, Decimal("2.5")), OutcomeKind.ABOVE),
        ("3 × 8 · 60 kg", sets(*[(6, "62.5")] * 3), Outcome(0, -2, Decimal("2.5")), OutcomeKind.MIXED),
        ("3 × 8 · 60 kg", sets((8, "60"), (8, "60")), Outcome(-1, 0, Decimal(0)), OutcomeKind.BELOW),
        # A back-off set more does not make the three that were asked for worse.
        ("3 × 8 · 60 kg", sets(*[(8, "60")] * 3, (5, "40")), Outcome(1, 0, Decimal(0)), OutcomeKind.ABOVE),
        ("3 × 8-12 · 60 kg", sets(*[(11, "60")] * 3), Outcome(0, 0, Decimal(0)), OutcomeKind.MET),
        ("3 × 8-12", sets(*[(13, "60")] * 3), Outcome(0, 1, None), OutcomeKind.ABOVE),
        ("3 × 5/side · 60 kg", sets(*[(4, "60")] * 3), Outcome(0, -1, Decimal(0)), OutcomeKind.BELOW),
        # Asked in pounds, lifted in kilograms: 135 lb are 61.23 kg.
        ("1 × 8 · 135 lb", sets((8, "61.25")), Outcome(0, 0, Decimal(0)), OutcomeKind.MET),
        ("1 × 8 · 80%", sets((8, "60")), Outcome(0, 0, None, None, False), OutcomeKind.MET),
        ("3 × AMRAP · bodyweight", sets(*[(12, "")] * 3), Outcome(0, None, None), OutcomeKind.MET),
        (
            "2 × 60 s",
            (LoggedSet(1, duration_seconds=60), LoggedSet(2, duration_seconds=45)),
            Outcome(0, None, None, -15),
            OutcomeKind.BELOW,
        ),
    ],
)
def test_done_is_held_against_asked(
    target: str, done: tuple[LoggedSet, ...], expected: Outcome, kind: OutcomeKind
) -> None:
    found = outcome_of(read_kept_target(target), done)
    assert found == expected and found.kind is kind


@pytest.mark.parametrize(
    ("target", "done"),
    [
        (None, sets((8, "60"))),
        ("Squat · 3 × 8 · 60 kg", sets((8, "60"))),  # something else was done
        ("3 × 8 · 60 kg", (LoggedSet(1, SetType.WARM_UP, 8, Decimal(60), KG),)),
        ("20 min", sets((8, "60"))),
        ("3 × until it burns", sets((8, "60"))),
        ("heavy", sets((8, "60"))),
    ],
)
def test_what_cannot_be_compared_is_not(target: str | None, done: tuple[LoggedSet, ...]) -> None:
    assert outcome_of(read_kept_target(target), done) is None


def after(first: tuple[LoggedSet, ...], then: tuple[LoggedSet, ...]) -> tuple[RecordKind, ...]:
    bests = Bests()
    assert bests.take(records_of_sets(first, E1rmFormula.EPLEY)) == ()
    return bests.take(records_of_sets(then, E1rmFormula.EPLEY))


def test_records_take_something_to_beat() -> None:
    first = sets((8, "60"), (12, ""))
    bests = Bests()
    bests.take(records_of_sets(first, E1rmFormula.EPLEY))
    assert (bests.weight_kg, bests.e1rm_kg, bests.reps) == (60, 76, {Decimal(60): 8, Decimal(0): 12})
    assert after(first, sets((8, "60"))) == ()
    assert after(first, sets((1, "61"))) == (RecordKind.WEIGHT,)
    assert after(first, sets((13, ""))) == (RecordKind.REPS,)
    assert after(first, sets((9, "60"))) == (RecordKind.E1RM, RecordKind.REPS)
    # 132 lb are 59.87 kg: lighter than what was lifted, and another weight.
    assert after(first, sets((8, "132"), unit=LB)) == ()


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 200)), min_size=1, max_size=30))
def test_doing_the_same_again_is_never_a_record(pairs: list[tuple[int, int]]) -> None:
    done = sets(*((reps, str(weight)) for reps, weight in pairs))
    assert after(done, done) == ()

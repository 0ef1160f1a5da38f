"""Targets and rules as trainers write them, for the tests of progression."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from gymtrainer_desktop.domain.progression import Deload, LoadSteps, Progression, ProgressionKind, WeekTarget
from gymtrainer_desktop.domain.units import Unit, format_number

units = st.sampled_from(Unit)
amounts = st.one_of(
    st.integers(1, 300).map(Decimal),
    st.integers(1, 120).map(lambda n: n * Decimal("2.5")),
    st.decimals(min_value="0.01", max_value=2000, places=2),
)
numbers = amounts.map(format_number)
reps_numbers = st.one_of(st.integers(1, 30), st.integers(1, 1000))
ranges = st.tuples(reps_numbers, reps_numbers).map(sorted).map(lambda ends: f"{ends[0]}-{ends[1]}")


def _load(number: str, unit: Unit) -> str:
    return f"{number} {unit.value}"


loads = st.builds(_load, numbers, units)
added = st.builds(
    lambda sign, number, unit: f"BW{sign}{number} {unit.value}", st.sampled_from("+-"), numbers, units
)
percents = st.integers(2, 400).map(lambda halves: f"{format_number(Decimal(halves) / 2)}%")
weights = st.one_of(
    loads,
    percents,
    added,
    st.sampled_from(["", "bodyweight", "heavy", "RPE 8", "the red band", "60", "70% 1RM", "0 kg", "2000 kg"]),
    st.builds(
        lambda some, unit: f"{'/'.join(some)} {unit.value}", st.lists(numbers, min_size=2, max_size=6), units
    ),
    st.lists(loads, min_size=2, max_size=4).map(", ".join),
    st.lists(percents, min_size=2, max_size=6).map("/".join),
    st.lists(added, min_size=1, max_size=3).map(lambda some: ", ".join(["bw", *some])),
)
times = st.one_of(
    st.integers(1, 3600).map(lambda n: f"{n} s"),
    st.integers(1, 1440).map(lambda n: f"{n} min"),
    st.integers(1, 24).map(lambda n: f"{n} h"),
    st.tuples(st.integers(0, 999), st.integers(1, 59)).map(lambda t: f"{t[0]}:{t[1]:02}"),
)
distances = st.builds(
    lambda number, unit: f"{number} {unit}",
    st.one_of(st.integers(1, 900).map(str), st.just("1.5"), st.just("0.000001"), st.just("2,25")),
    st.sampled_from(["m", "km", "mi", "yd", "miles", "metres", "kilometers"]),
)
reps = st.one_of(
    reps_numbers.map(str),
    ranges,
    times,
    distances,
    st.builds(lambda n, side: f"{n}{side}", st.one_of(reps_numbers.map(str), ranges), st.sampled_from(["/side", " per leg"])),
    st.sampled_from(["", "AMRAP", "until bored", "10 reps"]),
    st.lists(st.one_of(st.integers(1, 30).map(str), st.just("AMRAP"), st.just("8-12")), min_size=2, max_size=7).map("/".join),
    st.lists(st.integers(5, 90).map(str), min_size=2, max_size=5).map(lambda some: f"{', '.join(some)} s"),
    st.lists(times, min_size=2, max_size=4).map(", ".join),
)  # fmt: skip
targets = st.builds(
    WeekTarget, st.one_of(st.none(), st.integers(1, 50), st.integers(2, 5)), reps, weights
).filter(lambda one: len(one.reps) <= 40 and len(one.weight) <= 60)

every = st.one_of(st.just(1), st.integers(1, 6), st.integers(1, 104))
signed = st.builds(
    lambda value, sign: value * sign, amounts.filter(lambda v: v <= 50), st.sampled_from([1, 1, 1, -1])
)
whole = st.integers(1, 20).map(Decimal)
kinds = ProgressionKind


def _double(ends: tuple[int, int] | None, step: Decimal, unit: Unit | None, weeks: int) -> Progression:
    low, high = (min(ends), max(ends) + 1) if ends else (None, None)
    return Progression(kinds.DOUBLE, step, unit if step else None, weeks, "", low, high)


rules = st.one_of(
    st.builds(lambda step, unit, n: Progression(kinds.WEIGHT, step, unit, n), signed, units, every),
    st.builds(lambda step, n: Progression(kinds.PERCENT, step, None, n), signed, every),
    st.builds(lambda step, sign, n: Progression(kinds.REPS, step * sign, None, n), whole, st.sampled_from([1, 1, -1]), every),
    st.builds(lambda step, sign, n: Progression(kinds.SETS, step * sign, None, n), whole, st.sampled_from([1, 1, -1]), every),
    st.builds(lambda step, n, m: Progression(kinds.REPS, step, None, n, m), whole, every, st.sampled_from(["s", "min", "h"])),
    st.builds(
        lambda step, n, m: Progression(kinds.REPS, step, None, n, m), signed, every, st.sampled_from(["m", "km", "mi", "yd"])
    ),
    st.builds(
        _double,
        st.one_of(st.none(), st.tuples(st.integers(1, 30), st.integers(1, 30))),
        st.one_of(st.just(Decimal(0)), amounts.filter(lambda v: v <= 100)),
        st.one_of(st.none(), units),
        every,
    ),
)  # fmt: skip
durations = st.integers(1, 104)
deloads = st.builds(
    lambda weeks, sets, weight: Deload(tuple(sorted(weeks)), sets, weight),
    st.sets(st.integers(1, 30), max_size=8),
    st.integers(10, 100),
    st.integers(10, 100),
)
steps = st.builds(
    LoadSteps,
    st.sampled_from([Decimal(n) for n in ("2.5", "1", "5", "0.5", "0.2", "1.25")]),
    st.sampled_from([Decimal(n) for n in ("5", "2.5", "1", "10", "0.5")]),
)

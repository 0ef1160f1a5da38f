from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.targets import (
    RepsTargetKind,
    WeightTargetKind,
    check_reps,
    check_weight_target,
    format_prescription,
    format_sets,
    format_weight_target,
    read_reps_target,
    read_seconds,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit, format_number

LOAD, PERCENT, WRITTEN = WeightTargetKind.LOAD, WeightTargetKind.PERCENT, WeightTargetKind.AS_WRITTEN
PLUS = WeightTargetKind.BODYWEIGHT_PLUS


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit", "short"),
    [
        ("135 lbs", LOAD, "135", Unit.LB, "135 lb"),
        ("135lb", LOAD, "135", Unit.LB, "135 lb"),
        ("60 kg", LOAD, "60", Unit.KG, "60 kg"),
        ("60.5kg", LOAD, "60.5", Unit.KG, "60.5 kg"),
        ("60,5 KG", LOAD, "60.5", Unit.KG, "60.5 kg"),
        ("100 pounds", LOAD, "100", Unit.LB, "100 lb"),
        ("60% of max", PERCENT, "60", None, "60%"),
        ("70% 1RM", PERCENT, "70", None, "70%"),
        ("72.5 %", PERCENT, "72.5", None, "72.5%"),
        ("bodyweight", WeightTargetKind.BODYWEIGHT, None, None, "bodyweight"),
        ("BW", WeightTargetKind.BODYWEIGHT, None, None, "bodyweight"),
        ("Body weight", WeightTargetKind.BODYWEIGHT, None, None, "bodyweight"),
        ("BW+10 kg", PLUS, "10", Unit.KG, "bodyweight + 10 kg"),
        ("BW+0 kg", PLUS, "0", Unit.KG, "bodyweight"),
        ("bodyweight - 20 lb", PLUS, "-20", Unit.LB, "bodyweight − 20 lb"),
        ("RPE 8", WeightTargetKind.RPE, "8", None, "RPE 8"),
        ("rpe8.5", WeightTargetKind.RPE, "8.5", None, "RPE 8.5"),
        ("heavy", WeightTargetKind.EFFORT, None, None, "heavy"),
        ("135", WRITTEN, None, None, "135"),
        ("BW+10", WRITTEN, None, None, "BW+10"),
        ("60-65 kg", WRITTEN, None, None, "60-65 kg"),
        ("the  red   band", WRITTEN, None, None, "the red band"),
        ("RPE 11", WRITTEN, None, None, "RPE 11"),
    ],
)
def test_weight_targets(
    text: str, kind: WeightTargetKind, value: str | None, unit: Unit | None, short: str
) -> None:
    target = read_weight_target(text)
    assert target is not None
    assert target.kind is kind
    assert target.value == (None if value is None else Decimal(value))
    assert target.unit is unit
    assert target.short == short
    assert target.text == " ".join(text.split())


def test_a_bare_number_is_a_weight_in_the_unit_that_is_meant() -> None:
    target = read_weight_target("135", Unit.LB)
    assert target is not None and target.kind is LOAD and target.short == "135 lb"
    plus = read_weight_target("BW + 5", Unit.KG)
    assert plus is not None and plus.kind is PLUS and plus.short == "bodyweight + 5 kg"


@pytest.mark.parametrize(
    ("text", "kind", "short"),
    [
        ("10", RepsTargetKind.FIXED, "10"),
        ("10 reps", RepsTargetKind.FIXED, "10"),
        ("8-12", RepsTargetKind.RANGE, "8-12"),
        ("8 – 12", RepsTargetKind.RANGE, "8-12"),
        ("8 to 12", RepsTargetKind.RANGE, "8-12"),
        ("AMRAP", RepsTargetKind.AMRAP, "AMRAP"),
        ("max", RepsTargetKind.AMRAP, "AMRAP"),
        ("5/side", RepsTargetKind.PER_SIDE, "5/side"),
        ("5 per leg", RepsTargetKind.PER_SIDE, "5 per leg"),
        ("30 s", RepsTargetKind.TIME, "30 s"),
        ("30s", RepsTargetKind.TIME, "30 s"),
        ("1:30", RepsTargetKind.TIME, "1:30"),
        ("400 m", RepsTargetKind.DISTANCE, "400 m"),
        ("2km", RepsTargetKind.DISTANCE, "2 km"),
        ("12-8", RepsTargetKind.AS_WRITTEN, "12-8"),
        ("until bored", RepsTargetKind.AS_WRITTEN, "until bored"),
    ],
)
def test_reps_targets(text: str, kind: RepsTargetKind, short: str) -> None:
    target = read_reps_target(text)
    assert target is not None
    assert target.kind is kind
    assert target.short == short


def test_the_numbers_of_reps_targets() -> None:
    span = read_reps_target("8-12")
    assert span is not None and (span.low, span.high) == (8, 12)
    row = read_reps_target("1.5 miles")
    assert row is not None and row.distance_m == Decimal("2414.016")
    assert read_seconds("2 min") == read_seconds("2:00") == read_seconds("120 s") == 120
    assert read_seconds("1.5 min") == 90
    assert read_seconds("soon") is None


def test_nothing_written_is_no_target() -> None:
    assert read_weight_target("  ") is None
    assert read_reps_target("") is None
    assert check_reps("  ") == ""
    assert check_weight_target("") == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-5", "negative"),
        ("− 5", "negative"),
        ("0", "at least 1"),
        ("0 s", "at least 1"),
        ("12-8", "low to high"),
        ("5000", "at most 1000"),
        ("25 h", "at most a day"),
        ("1001 km", "1,000 km"),
        ("8" * 41, "at most 40 characters"),
    ],
)
def test_impossible_reps_are_refused_beside_their_field(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        check_reps(text)
    assert caught.value.field == "reps"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-20 kg", "negative"),
        ("2001 kg", "at most 2000 kg"),
        ("BW+9999 lb", "at most 2000 kg"),
        ("250%", "at most 200"),
        ("x" * 61, "at most 60 characters"),
    ],
)
def test_impossible_weights_are_refused_beside_their_field(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        check_weight_target(text)
    assert caught.value.field == "weight"


def test_checked_text_stays_as_written() -> None:
    assert check_reps(" 8-12 ") == "8-12"
    assert check_reps("as many as you can 💪") == "as many as you can 💪"
    assert check_weight_target("the red band") == "the red band"


@pytest.mark.parametrize(
    ("sets", "reps", "weight", "text"),
    [
        (4, "8", "135 lbs", "4 × 8 · 135 lb"),
        (3, "12", "BW", "3 × 12 · bodyweight"),
        (3, "8-12", "60% of max", "3 × 8-12 · 60%"),
        (3, "60s", "", "3 × 60 s"),
        (None, "2 km", "", "2 km"),
        (4, "", "heavy", "4 sets · heavy"),
        (1, "", "", "1 set"),
        (None, "", "60 kg", "60 kg"),
        (None, "", "", ""),
    ],
)
def test_a_prescription_in_short(sets: int | None, reps: str, weight: str, text: str) -> None:
    assert format_prescription(sets, reps, weight) == text
    assert format_sets(sets, reps) in text
    assert format_weight_target(weight) in text


@given(st.text(max_size=60))
def test_any_text_is_read_or_kept(text: str) -> None:
    written = " ".join(text.split())
    weight, reps = read_weight_target(text), read_reps_target(text)
    assert (weight is None) == (reps is None) == (not written)
    if weight is not None and reps is not None:
        assert weight.text == reps.text == written
        assert weight.short and reps.short


@given(st.decimals(min_value=0, max_value=2000, places=2), st.sampled_from(Unit))
def test_a_load_as_shown_reads_as_the_same_load(value: Decimal, unit: Unit) -> None:
    target = read_weight_target(f"{format_number(value)} {unit.value}")
    assert target is not None
    assert (target.kind, target.value, target.unit) == (LOAD, value, unit)
    again = read_weight_target(target.short)
    assert again is not None and again.value == value


@given(st.from_regex(r"[0-9]{1,3}( ?- ?[0-9]{1,3})?( ?(s|min|m|km|/side))?", fullmatch=True))
def test_reps_as_shown_read_as_the_same_target(text: str) -> None:
    target = read_reps_target(text)
    assert target is not None
    again = read_reps_target(target.short)
    assert again is not None
    assert (again.kind, again.low, again.high, again.seconds, again.distance_m) == (
        target.kind,
        target.low,
        target.high,
        target.seconds,
        target.distance_m,
    )


@pytest.mark.parametrize(
    ("text", "each", "short"),
    [
        ("60, 65, 70 kg", ["60 kg", "65 kg", "70 kg"], "60/65/70 kg"),
        ("60/65/70kg", ["60 kg", "65 kg", "70 kg"], "60/65/70 kg"),
        ("60 kg; 65 kg", ["60 kg", "65 kg"], "60/65 kg"),
        ("62,5, 65, 67,5 kg", ["62.5 kg", "65 kg", "67.5 kg"], "62.5/65/67.5 kg"),
        ("60,65,70 lb", ["60 lb", "65 lb", "70 lb"], "60/65/70 lb"),
        ("60 kg, 135 lb", ["60 kg", "135 lb"], "60 kg, 135 lb"),
        ("65/75/85%", ["65%", "75%", "85%"], "65/75/85%"),
        ("65%, 75% 1RM", ["65%", "75%"], "65/75%"),
        (
            "bw, bw+5, bw+10 kg",
            ["bodyweight", "bodyweight + 5 kg", "bodyweight + 10 kg"],
            "bodyweight, bodyweight + 5 kg, bodyweight + 10 kg",
        ),
    ],
)
def test_weights_of_every_set(text: str, each: list[str], short: str) -> None:
    target = read_weight_target(text)
    assert target is not None and target.kind is WeightTargetKind.LIST
    assert [one.short for one in target.each] == each
    assert target.short == short
    assert target.of_set(1) == target.each[0]
    assert target.of_set(99) == target.each[-1]
    assert check_weight_target(text) == text


@pytest.mark.parametrize(
    ("text", "each", "short"),
    [
        ("10, 8, 6", ["10", "8", "6"], "10/8/6"),
        ("10,8", ["10", "8"], "10/8"),
        ("5/3/1", ["5", "3", "1"], "5/3/1"),
        ("8-12, 6-8, amrap", ["8-12", "6-8", "AMRAP"], "8-12/6-8/AMRAP"),
        ("60/45/30 s", ["60 s", "45 s", "30 s"], "60/45/30 s"),
        ("1:30, 1:00", ["1:30", "1:00"], "1:30/1:00"),
        ("1 min, 45 s", ["1 min", "45 s"], "1 min, 45 s"),
        ("400, 200 m", ["400 m", "200 m"], "400/200 m"),
    ],
)
def test_reps_of_every_set(text: str, each: list[str], short: str) -> None:
    target = read_reps_target(text)
    assert target is not None and target.kind is RepsTargetKind.LIST
    assert [one.short for one in target.each] == each
    assert target.short == short
    assert target.of_set(2) == target.each[1]
    assert target.of_set(99) == target.each[-1]
    assert check_reps(text) == text


@pytest.mark.parametrize(
    "text", ["60/65/70", "heavy/light", "60 kg/heavy", "1/2 bodyweight", "60//65 kg", "60/80%/65 kg"]
)
def test_what_is_no_list_of_weights_stays_as_written(text: str) -> None:
    target = read_weight_target(text)
    assert target is not None and target.kind is WRITTEN and target.of_set(2) is target


def test_a_list_without_units_is_in_the_unit_that_is_meant() -> None:
    target = read_weight_target("60/65/70", Unit.LB)
    assert target is not None and target.short == "60/65/70 lb"


@pytest.mark.parametrize("text", ["10/heavy", "5/5/side", "8/45 s/400 m", "10/", "1/12-8"])
def test_what_is_no_list_of_reps_stays_as_written(text: str) -> None:
    target = read_reps_target(text)
    assert target is not None and target.kind is RepsTargetKind.AS_WRITTEN and target.of_set(2) is target


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("8-12-15", "two numbers"),
        ("8 - 12 - 15 reps", "two numbers"),
        ("10/0/6", "at least 1"),
        ("10, -8, 6", "negative"),
        ("10/12-8/6", "low to high"),
        ("10/8/5000", "at most 1000"),
        ("60/90000 s", "at most a day"),
    ],
)
def test_impossible_reps_of_one_set_are_refused(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        check_reps(text)
    assert caught.value.field == "reps"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("135 stones", "kg or lb"),
        ("10 st", "kg or lb"),
        ("60 kg, 10 stone", "kg or lb"),
        ("60, -65, 70 kg", "negative"),
        ("60/2001 kg", "at most 2000 kg"),
        ("80/201%", "at most 200"),
    ],
)
def test_impossible_weights_of_one_set_are_refused(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        check_weight_target(text)
    assert caught.value.field == "weight"


def test_a_list_which_names_every_set_is_its_own_number_of_sets() -> None:
    assert format_prescription(3, "10, 8, 6", "60, 65, 70 kg") == "10/8/6 · 60/65/70 kg"
    assert format_prescription(4, "10, 8, 6", "60 kg") == "4 × 10/8/6 · 60 kg"
    assert format_prescription(None, "10, 8, 6", "") == "10/8/6"


@given(
    st.lists(st.decimals(min_value=0, max_value=2000, places=2), min_size=2, max_size=20),
    st.sampled_from(["/", ", ", "; ", " / "]),
    st.sampled_from(["kg", "lb", "%"]),
    st.booleans(),
)
def test_every_weight_of_a_list_is_read(
    values: list[Decimal], between: str, unit: str, every_one: bool
) -> None:
    numbers = [format_number(value) for value in values]
    text = (
        between.join(f"{one} {unit}" for one in numbers) if every_one else f"{between.join(numbers)} {unit}"
    )
    target = read_weight_target(text)
    assert target is not None and target.kind is WeightTargetKind.LIST
    assert [one.value for one in target.each] == values
    assert [target.of_set(number).value for number in range(1, len(values) + 1)] == values
    again = read_weight_target(target.short)
    assert again is not None and [(one.kind, one.value, one.unit) for one in again.each] == [
        (one.kind, one.value, one.unit) for one in target.each
    ]


one_set = st.one_of(
    st.integers(1, 1000).map(str),
    st.tuples(st.integers(1, 50), st.integers(0, 50)).map(lambda ends: f"{ends[0]}-{ends[0] + ends[1]}"),
    st.just("AMRAP"),
)
timed = st.integers(1, 600).map(lambda seconds: f"{seconds // 60}:{seconds % 60:02}")


@given(
    st.one_of(st.lists(one_set, min_size=2, max_size=20), st.lists(timed, min_size=2, max_size=9)),
    st.sampled_from(["/", ", ", "; ", " / "]),
)
def test_the_reps_of_every_set_are_read(reps: list[str], between: str) -> None:
    target = read_reps_target(between.join(reps))
    assert target is not None and target.kind is RepsTargetKind.LIST
    assert [one.short for one in target.each] == reps
    again = read_reps_target(target.short)
    assert again is not None and [one.short for one in again.each] == reps


@given(st.text(max_size=60), st.integers(-3, 60))
def test_any_target_has_something_for_every_set(text: str, number: int) -> None:
    weight, reps = read_weight_target(text), read_reps_target(text)
    for target in (weight, reps):
        if target is not None:
            one = target.of_set(number)
            assert not one.each and one.short
            assert bool(target.each) == (target.kind == "list")

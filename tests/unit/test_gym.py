"""The bars and plates of a gym: how they are read, shown, and what weights are rounded to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.gym import (
    PLATES_KG,
    PLATES_LB,
    GymSettings,
    format_plate_list,
    ordered_plates,
    read_bar,
    read_plates,
)
from gymtrainer_desktop.domain.plates import HEAVIEST, MAX_PLATES, Gear
from gymtrainer_desktop.domain.progression import LoadSteps
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit

GYM = GymSettings("Gym", "UTC", 1, Unit.KG, E1rmFormula.EPLEY, 15, 5, 1)


def plates(*weights: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, weights))


@pytest.mark.parametrize(
    ("text", "unit", "read"),
    [
        ("25, 20, 15, 10, 5, 2.5, 1.25", Unit.KG, PLATES_KG),
        ("45,35,25,10,5,2.5", Unit.LB, PLATES_LB),
        ("1.25 20 5", Unit.KG, plates("20", "5", "1.25")),
        ("20; 2,5; 1,25", Unit.KG, plates("20", "2.5", "1.25")),
        ("20 kg, 10kg, 2.50 KG", Unit.KG, plates("20", "10", "2.5")),
        ("45 lb, 10 lbs", Unit.LB, plates("45", "10")),
        (" 20 ,, 10 , 20.0\n5,", Unit.KG, plates("20", "10", "5")),
        ("0.1, 100", Unit.KG, plates("100", "0.1")),
        ("220", Unit.LB, plates("220")),
    ],
)
def test_plates_are_read_as_they_are_typed(text: str, unit: Unit, read: tuple[Decimal, ...]) -> None:
    assert read_plates(text, unit, "plates_kg") == read


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("", Unit.KG, "Name at least one plate"),
        (" , ; ", Unit.KG, "Name at least one plate"),
        ("twenty", Unit.KG, "“twenty” is not a weight in kg"),
        ("20, 10 lb", Unit.KG, "“10 lb” is not a weight in kg"),
        ("45, 10 kg", Unit.LB, "“10 kg” is not a weight in lb"),
        ("20, -5", Unit.KG, "“-5” is not a weight"),
        ("20, 1.255", Unit.KG, "“1.255” is not a weight"),
        ("1e1", Unit.KG, "“1e1” is not a weight"),
        ("٢٠", Unit.KG, "is not a weight"),
        ("x" * 10_000, Unit.KG, "“xxxxxxxxxxxxxxxxxxx…” is not a weight"),
        ("20, 0", Unit.KG, "between 0.1 and 100 kg, not 0"),
        ("20, 0.09", Unit.KG, "between 0.1 and 100 kg, not 0.09"),
        ("100.01", Unit.KG, "between 0.1 and 100 kg, not 100.01"),
        ("221", Unit.LB, "between 0.1 and 220 lb, not 221"),
        (", ".join(str(n) for n in range(1, 22)), Unit.KG, "At most 20 kinds"),
    ],
)
def test_what_is_no_plate_is_said_in_words(text: str, unit: Unit, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        read_plates(text, unit, "plates_kg")
    assert refused.value.field == "plates_kg"
    assert len(refused.value.message) < 100


@given(
    st.lists(st.decimals("0.1", "100", places=2, allow_nan=False), min_size=1, max_size=MAX_PLATES).map(
        ordered_plates
    )
)
def test_what_is_shown_reads_as_it_was(kinds: tuple[Decimal, ...]) -> None:
    assert read_plates(format_plate_list(kinds), Unit.KG, "") == kinds
    assert list(kinds) == sorted(set(kinds), reverse=True)


@given(st.text(max_size=60), st.sampled_from(Unit))
def test_whatever_is_typed_is_plates_or_a_sentence(text: str, unit: Unit) -> None:
    try:
        kinds = read_plates(text, unit, "plates")
    except UserError as error:
        assert error.message.endswith(".") and error.field == "plates"
    else:
        assert 1 <= len(kinds) <= MAX_PLATES
        assert all(Decimal("0.1") <= kind <= HEAVIEST[unit] for kind in kinds)


@pytest.mark.parametrize(
    ("text", "unit", "bar"),
    [("20", Unit.KG, "20"), (" 17.50 kg ", Unit.KG, "17.5"), ("45 lbs", Unit.LB, "45"), ("0", Unit.KG, "0")],
)
def test_a_bar_is_read(text: str, unit: Unit, bar: str) -> None:
    assert str(read_bar(text, unit, "bar_kg")) == bar


@pytest.mark.parametrize("text", ["", "heavy", "-1", "100.01", "20 lb", "1e2", "20, 15"])
def test_what_is_no_bar_is_said_in_words(text: str) -> None:
    with pytest.raises(UserError, match=r"A bar weighs between 0 and 100 kg, such as 20\.") as refused:
        read_bar(text, Unit.KG, "bar_kg")
    assert refused.value.field == "bar_kg"


def test_weights_are_rounded_to_twice_the_smallest_plate() -> None:
    assert GYM.load_steps == LoadSteps()
    small = replace(GYM, plates_kg=plates("20", "0.5"), plates_lb=plates("45", "10"))
    assert small.load_steps == LoadSteps(Decimal(1), Decimal(20))


def test_gear_is_asked_for_by_its_unit() -> None:
    assert GYM.gear(Unit.KG) == Gear(Decimal(20), PLATES_KG, Unit.KG)
    assert GYM.gear(Unit.LB) == Gear(Decimal(45), PLATES_LB, Unit.LB)
    assert all(GYM.gear(unit).checked() == GYM.gear(unit) for unit in Unit)

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.units import (
    KG_PER_LB,
    Unit,
    clean_weight,
    convert,
    format_number,
    format_weight,
    from_kg,
    to_kg,
    trimmed,
)

weights = st.decimals(min_value=0, max_value=2000, places=2)
units = st.sampled_from(Unit)


def test_a_pound_is_exactly_what_it_is_by_definition() -> None:
    assert Decimal("0.45359237") == KG_PER_LB
    assert to_kg(Decimal(1), Unit.LB) == Decimal("0.45359237")
    assert to_kg(Decimal(135), Unit.LB) == Decimal("61.23496995")
    assert to_kg(Decimal(60), Unit.KG) == 60
    assert from_kg(Decimal("61.23496995"), Unit.LB) == 135


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("149.99999999999997", "150"),
        (149.99999999999997, "150"),
        ("22.679999999999996", "22.68"),
        ("0.1", "0.1"),
        ("80.50", "80.5"),
        ("1E+2", "100"),
        ("0.000", "0"),
        ("2.675", "2.68"),
        (Decimal("62.5"), "62.5"),
    ],
)
def test_clean_weight_undoes_binary_floating_point(value: Decimal | float | str, expected: str) -> None:
    assert str(clean_weight(value)) == expected


@pytest.mark.parametrize("value", ["nan", "inf", "-Infinity", "ten", "", "1e40", "1,5"])
def test_what_is_no_weight_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        clean_weight(value)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Decimal("82.50"), Unit.KG, "82.5 kg"),
        (Decimal("135.0"), Unit.LB, "135 lb"),
        (Decimal(100), Unit.KG, "100 kg"),
        (Decimal("61.23496995"), Unit.KG, "61.23 kg"),
        (Decimal(20), None, "20"),
        (None, Unit.KG, "—"),
        (Decimal(0), Unit.KG, "0 kg"),
    ],
)
def test_weights_are_shown_without_trailing_zeros(
    value: Decimal | None, unit: Unit | None, expected: str
) -> None:
    assert format_weight(value, unit) == expected


@given(weights, units, units)
def test_there_and_back_gives_the_same_weight(value: Decimal, source: Unit, target: Unit) -> None:
    there = convert(value, source, target)
    assert clean_weight(convert(there, target, source)) == value
    if source is target:
        assert there == value


@given(weights, weights, units)
def test_converting_keeps_the_order(one: Decimal, other: Decimal, unit: Unit) -> None:
    assert (one < other) == (to_kg(one, unit) < to_kg(other, unit))


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=6))
def test_cleaning_twice_changes_nothing_and_moves_at_most_half_a_hundredth(value: Decimal) -> None:
    once = clean_weight(value)
    assert clean_weight(once) == once
    assert abs(once - value) <= Decimal("0.005")


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4))
def test_trimming_keeps_the_number_and_drops_zeros(value: Decimal) -> None:
    assert trimmed(value) == value
    assert "E" not in str(trimmed(value))
    shown = format_number(value)
    assert not ("." in shown and shown.endswith(("0", ".")))

from __future__ import annotations

from decimal import Decimal
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plates import Gear, Loading, format_plates, per_side
from gymtrainer_desktop.domain.units import Unit


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


KG = Gear(Decimal(20), decimals("25", "20", "15", "10", "5", "2.5", "1.25"), Unit.KG)
LB = Gear(Decimal(45), decimals("45", "35", "25", "10", "5", "2.5"), Unit.LB)

gears = st.builds(
    lambda bar, plates: Gear(bar, tuple(plates), Unit.KG),
    st.sampled_from(decimals("0", "7.5", "15", "20")),
    st.lists(st.integers(1, 100).map(lambda n: n * Decimal("1.25")), min_size=1, max_size=5, unique=True),
)
weights = st.decimals(min_value=0, max_value=150, places=2)


@pytest.mark.parametrize(
    ("weight", "gear", "plates"),
    [
        ("20", KG, "empty bar"),
        ("72.5", KG, "25 + 1.25 per side"),
        ("92.5", KG, "25 + 10 + 1.25 per side"),
        ("60", KG, "20 per side"),
        ("61", KG, "20 per side = 60 kg"),
        ("21", KG, "empty bar = 20 kg"),
        ("10", KG, "lighter than the bar (20 kg)"),
        ("220", KG, "25 + 25 + 25 + 25 per side"),
        ("135", LB, "45 per side"),
        ("145", LB, "45 + 5 per side"),
        ("225", LB, "45 + 45 per side"),
        ("0", Gear(Decimal(0), decimals("5"), Unit.KG), "no plates"),
    ],
)
def test_plates_per_side(weight: str, gear: Gear, plates: str) -> None:
    assert format_plates(Decimal(weight), gear) == plates


def test_the_fewest_plates_that_come_nearest_even_where_the_heaviest_first_would_not() -> None:
    odd = Gear(Decimal(20), decimals("25", "20"), Unit.KG)
    assert per_side(Decimal(100), odd) == Loading(decimals("20", "20"), Decimal(100))
    assert per_side(Decimal(99), odd) == Loading(decimals("25"), Decimal(70))
    assert per_side(Decimal(34), Gear(Decimal(20), decimals("5", "4", "3"), Unit.KG)).plates == (4, 3)


@given(weights, gears)
def test_no_loading_comes_nearer_with_no_more_plates(weight: Decimal, gear: Gear) -> None:
    loading = per_side(weight, gear)
    if weight < gear.bar:
        assert loading == Loading((), Decimal(0))
        return
    assert loading.loaded == gear.bar + 2 * sum(loading.plates)
    assert loading.loaded <= weight
    assert set(loading.plates) <= set(gear.plates)
    assert list(loading.plates) == sorted(loading.plates, reverse=True)
    room = (weight - gear.bar) / 2
    for count in range(min(len(loading.plates), 4) + 1):
        for other in combinations_with_replacement(gear.plates, count):
            assert sum(other) > room or sum(other) <= sum(loading.plates)
            assert count == len(loading.plates) or sum(other) != sum(loading.plates)


@given(st.decimals(min_value=20, max_value=2000, places=2))
def test_a_usual_bar_is_at_most_a_step_below(weight: Decimal) -> None:
    assert KG.step == Decimal("2.5") and LB.step == 5
    assert 0 <= weight - per_side(weight, KG).loaded < KG.step


def test_the_heaviest_target_and_the_oddest_plates_take_no_time() -> None:
    odd = Gear(Decimal(20), decimals("99.99", "0.11", "0.1"), Unit.KG)
    assert 0 <= Decimal(2000) - per_side(Decimal(2000), odd).loaded <= Decimal("0.02")


@pytest.mark.parametrize(
    ("gear", "field", "says"),
    [
        (Gear(Decimal(-1), decimals("5"), Unit.KG), "bar", "0 to 100 kg"),
        (Gear(Decimal(221), decimals("5"), Unit.LB), "bar", "0 to 220 lb"),
        (Gear(Decimal(20), (), Unit.KG), "plates", "at least one"),
        (Gear(Decimal(20), decimals("0.05"), Unit.KG), "plates", "0.1 to 100 kg"),
        (Gear(Decimal(20), decimals("101"), Unit.KG), "plates", "0.1 to 100 kg"),
        (Gear(Decimal(20), decimals("1.255"), Unit.KG), "plates", "two decimals"),
        (Gear(Decimal(20), tuple(Decimal(n) for n in range(1, 22)), Unit.KG), "plates", "At most 20"),
    ],
)
def test_gear_that_cannot_be(gear: Gear, field: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        gear.checked()
    assert caught.value.field == field


def test_gear_in_order() -> None:
    mixed = Gear(Decimal("20.00"), decimals("5", "25.0", "5.00", "1.25"), Unit.KG)
    assert mixed.checked() == Gear(Decimal(20), decimals("25", "5", "1.25"), Unit.KG)

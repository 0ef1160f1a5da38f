"""Dataclasses as plain values and back: nothing is rounded, and what was never one of them is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.plain_values import from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Leaf:
    weight: Decimal | None
    colour: Colour = Colour.RED
    level: Level = Level.HIGH


@dataclass(frozen=True, slots=True)
class Tree:
    id: UUID
    on: date
    at: datetime
    leaves: tuple[Leaf, ...]
    pair: tuple[int, str]
    by_name: dict[str, Leaf | None]
    others: Mapping[str, bool] = field(default_factory=dict)
    share: float = 0.5


leaves = st.builds(Leaf, st.none() | st.decimals(allow_nan=False, allow_infinity=False))
trees = st.builds(
    Tree,
    st.uuids(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.lists(leaves, max_size=3).map(tuple),
    st.tuples(st.integers(), st.text()),
    st.dictionaries(st.text(), st.none() | leaves, max_size=3),
    st.dictionaries(st.text(), st.booleans(), max_size=3),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(trees)
def test_there_and_back_is_the_same(tree: Tree) -> None:
    assert from_plain(Tree, json.loads(json.dumps(to_plain(tree)))) == tree


def test_fields_that_came_later_have_their_defaults_and_those_that_went_are_passed_over() -> None:
    assert from_plain(Leaf, {"weight": "2.50", "taste": "sweet"}) == Leaf(Decimal("2.50"))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Leaf, {}),
        (Leaf, "a leaf"),
        (Leaf, {"weight": None, "colour": "blue"}),
        (tuple[int, ...], "123"),
        (tuple[int, str], [1]),
        (dict[str, int], [1]),
        (int, "1"),
        (str, None),
        (date, "yesterday"),
        (UUID, "no"),
    ],
)
def test_what_was_made_of_something_else_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_plain(kind, value)


def test_what_has_no_plain_form_is_refused() -> None:
    for value in (object(), {uuid4()}, b"bytes"):
        with pytest.raises(TypeError):
            to_plain(value)

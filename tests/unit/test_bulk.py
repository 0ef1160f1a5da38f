"""Who goes to whom: limits, levelled loads, fit, and the same answer every time."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.bulk import (
    BulkMember,
    BulkTrainer,
    Cancelled,
    fit,
    report,
    spread,
    stems,
)

WORDS = ("strength", "Weight loss", "mobility", "running", "boxing", "")


def _trainer(n: int, active: int = 0, limit: int = 10, *specializations: str, person: int = 0) -> BulkTrainer:
    return BulkTrainer(
        UUID(int=n), f"Trainer {n}", active, limit, specializations, UUID(int=person) if person else None
    )


def _members(count: int, first: int = 1000) -> list[BulkMember]:
    return [BulkMember(UUID(int=first + n), f"Member {n}") for n in range(count)]


trainers = st.lists(
    st.builds(
        lambda n, active, limit, words, person: _trainer(n, active, limit, *words, person=person),
        st.integers(1, 12),
        st.integers(0, 12),
        st.integers(0, 12),
        st.lists(st.sampled_from(WORDS), max_size=3),
        st.sampled_from([0, 0, 1000, 1001, 1002]),
    ),
    max_size=6,
    unique_by=(lambda t: t.trainer_id, lambda t: t.person_id or t.trainer_id),
)
members = st.lists(
    st.builds(
        lambda n, wants, had: BulkMember(
            UUID(int=1000 + n), f"M{n}", wants, frozenset(UUID(int=h) for h in had)
        ),
        st.integers(0, 40),
        st.sampled_from(WORDS),
        st.lists(st.integers(1, 12), max_size=2),
    ),
    max_size=40,
    unique_by=lambda m: m.member_id,
)


@given(members, trainers)
def test_no_limit_is_passed_and_nobody_trains_themselves(ms: list[BulkMember], ts: list[BulkTrainer]) -> None:
    taken = spread(ms, ts)
    by_id = {t.trainer_id: t for t in ts}
    assert set(taken) <= {m.member_id for m in ms}
    for trainer_id, added in Counter(taken.values()).items():
        assert by_id[trainer_id].active + added <= by_id[trainer_id].limit
    assert all(by_id[t].person_id != m for m, t in taken.items())


@given(members, trainers)
def test_everybody_is_placed_when_places_suffice(ms: list[BulkMember], ts: list[BulkTrainer]) -> None:
    taken = spread(ms, ts)
    free = {t.trainer_id: max(0, t.limit - t.active) for t in ts}
    left = {t: n - Counter(taken.values())[t] for t, n in free.items()}
    own = {t.person_id: t.trainer_id for t in ts}
    for member in ms:
        if member.member_id not in taken:
            # Whoever is left out finds no place but, perhaps, with themselves.
            assert all(n == 0 or own.get(member.member_id) == t for t, n in left.items())


@given(members, trainers)
def test_the_same_question_has_the_same_answer(ms: list[BulkMember], ts: list[BulkTrainer]) -> None:
    assert spread(ms, ts) == spread(list(ms), list(reversed(ts)))


@given(
    st.integers(0, 60), trainers.map(lambda ts: [_trainer(t.trainer_id.int, t.active, t.limit) for t in ts])
)
def test_loads_are_levelled_as_shares_of_the_limits(count: int, ts: list[BulkTrainer]) -> None:
    added = Counter(spread(_members(count), ts).values())
    for a in ts:
        for b in ts:
            if added[a.trainer_id] and b.active + added[b.trainer_id] < b.limit:
                # Nobody who was given somebody is fuller than another would be with that one.
                share = (a.active + added[a.trainer_id]) / a.limit
                assert share <= (b.active + added[b.trainer_id] + 1) / b.limit


def test_loads_first_then_who_was_there_before_then_fit() -> None:
    john, maya = _trainer(1, 0, 4, "Strength"), _trainer(2, 0, 4, "Running", "Mobility")
    ms = [
        BulkMember(UUID(int=11), "wants strength", "get stronger, strength"),
        BulkMember(UUID(int=12), "wants to run", "runner, marathon"),
        BulkMember(UUID(int=13), "was with Maya", "strength", frozenset({maya.trainer_id})),
        BulkMember(UUID(int=14), "anything", ""),
    ]
    assert spread(ms, [john, maya]) == {
        UUID(int=11): john.trainer_id,
        UUID(int=12): maya.trainer_id,
        UUID(int=13): maya.trainer_id,
        UUID(int=14): john.trainer_id,
    }


def test_two_trainers_who_are_members_too_take_each_other() -> None:
    ms = _members(2)
    ts = [_trainer(1, 0, 1, person=1000), _trainer(2, 0, 1, person=1001)]
    assert spread(ms, ts) == {UUID(int=1000): UUID(int=2), UUID(int=1001): UUID(int=1)}
    assert spread(ms[:1], ts[:1]) == {}


def test_nobody_to_spread_over() -> None:
    assert spread(_members(3), []) == {}
    assert spread([], [_trainer(1)]) == {}
    assert spread(_members(3), [_trainer(1, 5, 4), _trainer(2, 0, 0)]) == {}


@pytest.mark.parametrize(
    ("wants", "specializations", "found"),
    [
        ("I want to LOSE weight", ("Weight loss", "Strength"), ("Weight loss",)),
        ("swimming", ("Swimmers", "Triathlon"), ("Swimmers",)),
        ("Rückenschmerzen", ("Ruckenschmerzen",), ("Ruckenschmerzen",)),
        ("more mobile hips", ("Mobility",), ("Mobility",)),
        ("personal training in the morning", ("Personal training", "Morning fitness"), ()),
        ("weight", ("Weightlifting",), ()),
        ("", ("Strength",), ()),
    ],
)
def test_fit_by_words(wants: str, specializations: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert fit(wants, specializations) == found


@given(st.text(max_size=200))
def test_any_text_has_stems(text: str) -> None:
    assert all(stem for stem in stems(text))


def test_who_says_stop_stops_it() -> None:
    report(None, 1, 2)
    report(lambda done, total: done < total, 1, 2)
    with pytest.raises(Cancelled) as stopped:
        report(lambda done, total: False, 1, 2)
    assert stopped.value.code == "cancelled"

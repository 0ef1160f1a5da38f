"""Plans kept for when the server is away: nobody reads them without the PIN, and guessing ends after five tries."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from gymtrainer_desktop.database import plan_cache
from gymtrainer_desktop.database.outbox import new_key
from gymtrainer_desktop.database.plan_cache import WRONG_TRIES, PlanCache
from tests.factories import CHEAP

SARAH, TOM = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SECRET = new_key()
PLAN = {"name": "Sarah Johnson", "weeks": [{"exercise": "Back squat", "weight": "135 lb"}, None]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gym" / "plans.db"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_cache, "DEFAULTS", CHEAP)


@pytest.fixture
def cache(file: Path) -> Iterator[PlanCache]:
    cache = PlanCache(file, lambda: SECRET)
    yield cache
    cache.close()


def test_what_was_kept_opens_with_number_and_pin_only(cache: PlanCache, file: Path, cheap: None) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    cache.put(TOM, "M0018", "1357", {"of": "somebody else"}, 3)
    cache.close()
    again = PlanCache(file, lambda: SECRET)
    assert again.open_with("M0017", "2468") == PLAN
    assert again.open_with(" m0017 ", "2468") == PLAN, "however the number is written"
    for number, pin in (("M0017", "1357"), ("M0018", "2468"), ("M0019", "2468"), ("M0017", ""), ("", "2468")):
        assert again.open_with(number, pin) is None
    assert again.count() == 2
    again.close()


def test_nothing_of_it_can_be_read_from_the_file(cache: PlanCache, file: Path, cheap: None) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    there = b"".join(each.read_bytes() for each in file.parent.iterdir())
    for hidden in (b"Sarah", b"Johnson", b"squat", b"135", b"M0017", b"2468", SECRET.encode()):
        assert hidden not in there
    if os.name != "nt":
        assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}


def test_without_the_workstation_s_secret_the_pin_is_of_no_use(
    cache: PlanCache, file: Path, cheap: None
) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    stolen = PlanCache(file, new_key)
    assert stolen.open_with("M0017", "2468") is None
    stolen.close()


def test_five_wrong_pins_lock_it_until_the_server_has_let_the_member_in(
    cache: PlanCache, file: Path, cheap: None
) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    for n in range(WRONG_TRIES - 1):
        assert cache.open_with("M0017", f"000{n}") is None
    assert cache.open_with("M0017", "2468") == PLAN, "the fifth try is right, and clears the count"
    for n in range(WRONG_TRIES):
        cache.close()  # starting the program anew gives no more tries
        assert cache.open_with("M0017", f"000{n}") is None
    assert cache.open_with("M0017", "2468") is None, "locked, even for the right one"
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    assert cache.open_with("M0017", "2468") == PLAN


def test_a_try_counts_before_it_is_tried(
    cache: PlanCache, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3)

    def power_cut(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(plan_cache, "derive_proof", power_cut)
        for _ in range(WRONG_TRIES):
            with pytest.raises(KeyboardInterrupt):
                cache.open_with("M0017", "0000")
    assert cache.open_with("M0017", "2468") is None


def test_a_plan_takes_the_place_of_the_one_before_and_all_can_be_forgotten(
    cache: PlanCache, cheap: None
) -> None:
    cache.put(SARAH, "M0017", "2468", {"n": 1}, 3)
    cache.put(SARAH, "M0017", "1111", {"n": 2}, 3)
    assert cache.count() == 1
    assert cache.open_with("M0017", "2468") is None, "the PIN was changed"
    assert cache.open_with("M0017", "1111") == {"n": 2}
    cache.clear()
    assert cache.count() == 0 and cache.open_with("M0017", "1111") is None


def test_an_unknown_number_takes_the_same_way_as_a_wrong_pin(
    cache: PlanCache, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many proofs, as many statements: nobody learns by a watch whose plan is kept."""
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    done: list[str] = []
    derive = plan_cache.derive_proof
    monkeypatch.setattr(plan_cache, "derive_proof", lambda *args: (done.append("proof"), derive(*args))[1])
    connection = cache._connection
    assert connection is not None
    connection.set_trace_callback(done.append)

    def steps(number: str) -> list[str]:
        done.clear()
        assert cache.open_with(number, "0000") is None
        return [each.partition(" ")[0] for each in done]

    known = [steps("M0017") for _ in range(WRONG_TRIES + 2)]  # wrong, and then locked
    assert known[0].count("proof") == 1
    assert {tuple(each) for each in (*known, steps("M9999"), steps(""))} == {tuple(known[0])}
    connection.set_trace_callback(None)


def test_after_its_days_it_opens_no_more_and_is_gone_by_a_clock_that_holds(
    cache: PlanCache, cheap: None
) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3, NOW)
    cache.put(TOM, "M0018", "2468", PLAN, 14, NOW)
    after = NOW + timedelta(days=3, minutes=1)
    assert cache.open_with("M0017", "2468", after) is None
    assert cache.open_with("M0018", "2468", after) == PLAN
    cache.close()
    assert cache.count() == 2, "this computer's clock alone throws nothing away"
    assert cache.open_with("M0017", "2468", NOW) == PLAN, "it had jumped, and was set right"
    assert cache.drop_old(after) == 1 and cache.count() == 1


def test_a_person_s_plans_are_found_and_forgotten_by_the_workstation_alone(
    cache: PlanCache, file: Path, cheap: None
) -> None:
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    cache.put(SARAH, "CARD-17", "2468", PLAN, 3)
    cache.put(TOM, "M0018", "2468", PLAN, 3)
    assert not any(
        key.bytes in file.read_bytes() or str(key).encode() in file.read_bytes() for key in (SARAH, TOM)
    )
    stolen = PlanCache(file, new_key)
    assert stolen.people() == frozenset(), "the file does not say whose they are"
    stolen.close()
    assert cache.people() == {SARAH, TOM}
    assert cache.forget(frozenset({SARAH})) == 2
    assert cache.people() == {TOM} and cache.open_with("M0017", "2468") is None


def test_plans_of_the_first_format_are_shown_anew(file: Path, cheap: None) -> None:
    file.parent.mkdir()
    old = sqlite3.connect(file)
    old.execute(
        "CREATE TABLE plans (who BLOB PRIMARY KEY, salt BLOB NOT NULL, content BLOB NOT NULL,"
        " kept_until REAL NOT NULL, wrong INTEGER NOT NULL DEFAULT 0)"
    )
    old.execute("INSERT INTO plans VALUES (x'01', x'02', x'03', 9e9, 0)")
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    cache = PlanCache(file, lambda: SECRET)
    assert (cache.count(), cache.take_problem()) == (0, "")
    cache.put(SARAH, "M0017", "2468", PLAN, 3)
    assert cache.open_with("M0017", "2468") == PLAN
    cache.close()

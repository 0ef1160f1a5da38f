"""Plans kept for when the server is away: nobody reads them without the PIN, and guessing ends after five tries."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from gymtrainer_desktop.database import plan_cache
from gymtrainer_desktop.database.outbox import new_key
from gymtrainer_desktop.database.plan_cache import WRONG_TRIES, PlanCache
from tests.factories import CHEAP

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
    cache.put("M0017", "2468", PLAN, 3)
    cache.put("M0018", "1357", {"of": "somebody else"}, 3)
    cache.close()
    again = PlanCache(file, lambda: SECRET)
    assert again.open_with("M0017", "2468") == PLAN
    assert again.open_with(" m0017 ", "2468") == PLAN, "however the number is written"
    for number, pin in (("M0017", "1357"), ("M0018", "2468"), ("M0019", "2468"), ("M0017", ""), ("", "2468")):
        assert again.open_with(number, pin) is None
    assert again.count() == 2
    again.close()


def test_nothing_of_it_can_be_read_from_the_file(cache: PlanCache, file: Path, cheap: None) -> None:
    cache.put("M0017", "2468", PLAN, 3)
    there = b"".join(each.read_bytes() for each in file.parent.iterdir())
    for hidden in (b"Sarah", b"Johnson", b"squat", b"135", b"M0017", b"2468", SECRET.encode()):
        assert hidden not in there
    if os.name != "nt":
        assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}


def test_without_the_workstation_s_secret_the_pin_is_of_no_use(
    cache: PlanCache, file: Path, cheap: None
) -> None:
    cache.put("M0017", "2468", PLAN, 3)
    stolen = PlanCache(file, new_key)
    assert stolen.open_with("M0017", "2468") is None
    stolen.close()


def test_five_wrong_pins_lock_it_until_the_server_has_let_the_member_in(
    cache: PlanCache, file: Path, cheap: None
) -> None:
    cache.put("M0017", "2468", PLAN, 3)
    for n in range(WRONG_TRIES - 1):
        assert cache.open_with("M0017", f"000{n}") is None
    assert cache.open_with("M0017", "2468") == PLAN, "the fifth try is right, and clears the count"
    for n in range(WRONG_TRIES):
        cache.close()  # starting the program anew gives no more tries
        assert cache.open_with("M0017", f"000{n}") is None
    assert cache.open_with("M0017", "2468") is None, "locked, even for the right one"
    cache.put("M0017", "2468", PLAN, 3)
    assert cache.open_with("M0017", "2468") == PLAN


def test_a_try_counts_before_it_is_tried(
    cache: PlanCache, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put("M0017", "2468", PLAN, 3)

    def power_cut(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(plan_cache, "derive_proof", power_cut)
        for _ in range(WRONG_TRIES):
            with pytest.raises(KeyboardInterrupt):
                cache.open_with("M0017", "0000")
    assert cache.open_with("M0017", "2468") is None


def test_after_its_days_it_is_gone(cache: PlanCache, file: Path, cheap: None) -> None:
    cache.put("M0017", "2468", PLAN, 3)
    cache.put("M0018", "2468", PLAN, 14)
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE plans SET kept_until = kept_until - ?", (3 * 86_400 + 60,))
    raw.close()
    assert cache.open_with("M0017", "2468") is None
    assert cache.open_with("M0018", "2468") == PLAN
    cache.close()
    assert cache.count() == 1, "dropped on opening"


def test_a_plan_takes_the_place_of_the_one_before_and_all_can_be_forgotten(
    cache: PlanCache, cheap: None
) -> None:
    cache.put("M0017", "2468", {"n": 1}, 3)
    cache.put("M0017", "1111", {"n": 2}, 3)
    assert cache.count() == 1
    assert cache.open_with("M0017", "2468") is None, "the PIN was changed"
    assert cache.open_with("M0017", "1111") == {"n": 2}
    cache.clear()
    assert cache.count() == 0 and cache.open_with("M0017", "1111") is None


def test_an_unknown_number_takes_as_long_as_a_wrong_pin(cache: PlanCache) -> None:
    cache.put("M0017", "2468", PLAN, 3)

    def seconds(number: str) -> float:
        began = time.perf_counter()
        assert cache.open_with(number, "0000") is None
        return time.perf_counter() - began

    known = median(seconds("M0017") for _ in range(5))
    unknown = median(seconds("M9999") for _ in range(5))
    assert unknown > known / 3, "the work is done for nobody, too"


def test_a_damaged_file_is_set_aside(cache: PlanCache, file: Path, cheap: None) -> None:
    cache.put("M0017", "2468", PLAN, 3)
    cache.close()
    file.write_bytes(b"not a database at all" * 300)
    assert cache.count() == 0
    assert "plans.db.broken" in cache.take_problem()
    cache.put("M0017", "2468", PLAN, 3)
    assert cache.open_with("M0017", "2468") == PLAN

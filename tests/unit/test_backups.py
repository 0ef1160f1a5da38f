"""When a daily back-up is due, what its file is called, and what is remembered about the plan."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.backups import (
    AT,
    KEPT,
    BackUpKind,
    BackUpName,
    BackUpPlan,
    is_due,
    last_due,
)
from gymtrainer_desktop.settings import Settings

ZONE = timezone(timedelta(hours=2))
TIMES = st.integers(0, 20 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=ZONE) + timedelta(seconds=seconds)
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("latest", "now", "due"),
    [
        (None, at(16, 0), True),  # the first start
        (at(15, 3), at(16, 2, 59), False),
        (at(15, 3), at(16, 3), True),  # the program runs over night
        (at(16, 3), at(16, 23, 59), False),
        (at(16, 3), at(17, 2), False),
        (at(14, 12), at(16, 1), True),  # closed for a day and opened before the set time
        (at(15, 12), at(16, 8), True),  # the first start of a day
        (at(16, 9), at(16, 8, 30), False),  # a clock put back by a little
        (datetime(2031, 1, 1, tzinfo=UTC), at(16, 8), True),  # a clock that had run ahead
    ],
)
def test_when_one_is_due(latest: datetime | None, now: datetime, due: bool) -> None:
    assert is_due(latest, now, AT) is due


@given(now=TIMES, clock=st.times())
def test_one_is_due_once_a_day_whatever_the_hour(now: datetime, clock: time) -> None:
    due = last_due(now, clock)
    assert due <= now < due + timedelta(days=1) and due.time() == clock
    assert not is_due(now, now, clock)
    assert is_due(now, due + timedelta(days=1), clock)
    assert not is_due(due, due + timedelta(days=1, microseconds=-1), clock)


@given(
    kind=st.sampled_from(BackUpKind),
    taken_at=TIMES,
    schema=st.from_regex(r"[0-9]{4}", fullmatch=True),
)
def test_a_name_says_what_it_was_made_of(kind: BackUpKind, taken_at: datetime, schema: str) -> None:
    name = BackUpName(kind, taken_at, schema)
    assert BackUpName.read(str(name)) == name
    assert str(name).isascii() and "/" not in str(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gym.dump",
        "daily-20261116T030000Z-schema-0001.dump.tmp",
        ".daily-20261116T030000Z-schema-0001.dump.x1",
        "daily-20261399T030000Z-schema-0001.dump",
        "weekly-20261116T030000Z-schema-0001.dump",
        "daily-20261116T030000Z-schema-.dump",
    ],
)
def test_what_the_program_did_not_name_is_not_its_own(name: str) -> None:
    assert BackUpName.read(name) is None


def test_the_plan_is_remembered(tmp_path: Path) -> None:
    own, file = tmp_path / "backups", tmp_path / "settings.json"
    assert Settings(file).back_up_plan(own) == BackUpPlan(own, KEPT, AT)
    chosen = BackUpPlan(tmp_path / "elsewhere", 30, time(22, 15))
    Settings(file).put_back_up_plan(chosen, own)
    assert Settings(file).back_up_plan(own) == chosen
    Settings(file).put_back_up_plan(BackUpPlan(own, 3, time(0, 0)), own)
    assert json.loads(file.read_text(encoding="utf-8"))["backups"] == {"keep": 3, "at": "00:00"}
    assert Settings(file).back_up_plan(tmp_path / "moved") == BackUpPlan(tmp_path / "moved", 3, time(0, 0))


@pytest.mark.parametrize(
    "stored",
    [
        7,
        [],
        {"keep": 0, "at": "25:00", "folder": "here"},
        {"keep": "many", "at": 3, "folder": None},
        {"keep": 10**9},
    ],
)
def test_a_plan_edited_into_nonsense_counts_as_none(tmp_path: Path, stored: object) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"backups": stored}), encoding="utf-8")
    assert Settings(file).back_up_plan(tmp_path) == BackUpPlan(tmp_path, KEPT, AT)

"""Exports written by people's phones.

These tests use the real files in `shared/data` beside the project where that folder exists. Where it does
not, they write a small file of the same shape themselves and ask the same of it: nothing is skipped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.history import ImportRefused, entry_key
from gymtrainer_desktop.importers.text_files import decode
from gymtrainer_desktop.importers.workouts import parse_workouts, read_workouts

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Export:
    """An export and what is known of it."""

    path: Path
    unit: Unit | None
    source: str
    workouts: int
    sets: int
    volume: Decimal
    start: str
    weight: str
    reps: str


def _write_strong(path: Path) -> None:
    lines = [
        "Date,Workout Name,Duration,Exercise Name,Set Order,"
        "Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
    ]
    lines += [
        f'2026-0{month}-0{day} 16:46:13,"Tag",1h 1m,"{name}",{order},{weight},8,0,0,"","",'
        for month in range(1, 4)
        for day in range(1, 5)
        for name, weight in (("Bankdrücken", "75.0"), ("Wide Pull Up", "0.0"))
        for order in range(1, 4)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_hevy(path: Path) -> None:
    lines = [
        '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
        '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
    ]
    lines += [
        f'"Tag 💪","{day} Jun 2025, 19:56","{day} Jun 2025, 20:58","",'
        f'"{name}",,"",{index},"normal",{weight},10,,,'
        for day in range(1, 6)
        for name, weight in (("Bench Press (Dumbbell)", "62.5"), ("Chest Dip", ""))
        for index in range(4)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(params=["strong", "hevy"])
def export(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Export]:
    if request.param == "strong":
        path, columns = DATA / "strong_export_comma.csv", ("Date", "Weight", "Reps")
        known = (129, 2078, Decimal(800_773))
        if not path.exists():
            path, known = tmp_path / "strong.csv", (12, 72, Decimal(12 * 3 * 75 * 8))
            _write_strong(path)
        yield Export(path, Unit.KG, "strong", *known, *columns)
    else:
        path, columns = DATA / "hevy_export_kg.csv", ("start_time", "weight_kg", "reps")
        known = (17, 330, Decimal(165_952))
        if not path.exists():
            path, known = tmp_path / "hevy.csv", (5, 40, Decimal(5 * 4 * 625))
            _write_hevy(path)
        yield Export(path, None, "hevy", *known, *columns)


def test_a_real_export_comes_in_whole(export: Export) -> None:
    history = read_workouts(export.path, unit=export.unit, time_zone="Europe/Berlin")
    with export.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert history.sets_count == len(rows) == export.sets
    assert history.workouts_count == len({row[export.start] for row in rows}) == export.workouts
    counted = sum(Decimal(row[export.weight] or 0) * Decimal(row[export.reps] or 0) for row in rows)
    assert history.volume == counted == export.volume
    assert history.source == export.source
    assert history.warnings == ()


def test_every_set_of_a_real_export_keeps_the_rules_and_has_a_key(export: Export) -> None:
    history = read_workouts(export.path, unit=export.unit, time_zone="Europe/Berlin")
    keys = set()
    for workout in history.workouts:
        assert workout.started_at < datetime.now(UTC)
        assert [entry.position for entry in workout.entries] == list(range(1, len(workout.entries) + 1))
        for entry in workout.entries:
            for one in entry.sets:
                assert one.checked() is one
                keys.add((entry_key(entry, workout), one.number))
    assert len(keys) == export.sets


def test_reading_a_real_export_twice_gives_the_same(export: Export) -> None:
    once = read_workouts(export.path, unit=export.unit, time_zone="Europe/Berlin")
    assert read_workouts(export.path, unit=export.unit, time_zone="Europe/Berlin") == once


@pytest.mark.parametrize("share", [0.123, 0.25, 0.5, 0.777, 0.999])
def test_a_part_of_a_real_export_is_refused_on_its_last_line(export: Export, share: float) -> None:
    data = export.path.read_bytes()
    end = int(len(data) * share)
    while data[end - 1 : end] in (b"\n", b",") or data[end : end + 1] == b"\n":
        end -= 1
    part = data[:end]
    with pytest.raises(ImportRefused) as caught:
        parse_workouts(decode(part), unit=export.unit, time_zone="Europe/Berlin")
    assert caught.value.errors[-1].line == part.count(b"\n") + 1

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.history import (
    ImportedHistory,
    comparable_name,
    entry_key,
    workout_key,
)
from gymtrainer_desktop.importers.workouts import parse_workouts

HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,"
    "Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
)
FIRST_DAY = datetime(2024, 1, 1, 18, 30, tzinfo=UTC)

exercises = st.lists(
    st.tuples(st.sampled_from(["Bench", "Squat", "Row|1", "Row"]), st.integers(1, 4)), min_size=1, max_size=5
)
logs = st.dictionaries(st.integers(0, 400), exercises, min_size=1, max_size=8)


def rows_of(log: dict[int, list[tuple[str, int]]], name: str = "A") -> list[str]:
    """Write workouts given by day as the app does; within each its rows stay in order."""
    return [
        "".join(
            f"{FIRST_DAY + timedelta(days=day):%Y-%m-%d %H:%M:%S},{name},1h,{exercise},{number},50,8,0,0,,,\n"
            for exercise, sets in log[day]
            for number in range(1, sets + 1)
        )
        for day in sorted(log)
    ]


def parse(rows: list[str], time_zone: str = "Europe/London") -> ImportedHistory:
    return parse_workouts(HEADER + "".join(rows), unit=Unit.KG, time_zone=time_zone)


def keys_of(history: ImportedHistory) -> list[str]:
    return [
        f"{entry_key(entry, workout)}|{one.number}"
        for workout in history.workouts
        for entry in workout.entries
        for one in entry.sets
    ]


@given(logs)
def test_every_set_has_a_key_of_its_own(log: dict[int, list[tuple[str, int]]]) -> None:
    history = parse(rows_of(log))
    assert len(set(keys_of(history))) == history.sets_count == sum(n for day in log.values() for _, n in day)
    entries = [entry_key(entry, workout) for workout in history.workouts for entry in workout.entries]
    assert len(set(entries)) == len(entries)
    assert len({workout_key(workout) for workout in history.workouts}) == len(log)


@given(logs, logs)
def test_a_later_export_gives_old_sets_their_old_keys(
    old: dict[int, list[tuple[str, int]]], more: dict[int, list[tuple[str, int]]]
) -> None:
    before = parse(rows_of(old))
    after = parse(rows_of({**{day + 401: log for day, log in more.items()}, **old}))
    assert keys_of(after)[: before.sets_count] == keys_of(before)
    assert [w for w in after.workouts if w in before.workouts] == list(before.workouts)


@given(logs, st.randoms(use_true_random=False))
def test_neither_order_in_the_file_nor_time_zone_nor_a_new_name_matters(
    log: dict[int, list[tuple[str, int]]], shuffler: Random
) -> None:
    rows = rows_of(log)
    expected = keys_of(parse(rows))
    shuffler.shuffle(rows)
    assert keys_of(parse(rows)) == expected
    assert keys_of(parse(rows, "Pacific/Auckland")) == expected
    assert keys_of(parse(rows_of(log, name="Renamed"))) == expected


def test_both_forms_of_strong_give_the_same_keys() -> None:
    semicolons = (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;"
        "Distance;Distance Unit;Seconds;Notes;Workout Notes\n"
        "2024-01-01 18:30:00;A;bench;1;50;kg;8;;;;0;;\n"
    )
    other = parse_workouts(semicolons, time_zone="Europe/London")
    assert keys_of(other) == keys_of(parse(rows_of({0: [("Bench", 1)]})))
    assert keys_of(other) == ["strong|2024-01-01T18:30:00|1|bench|1"]


@given(
    logs,
    st.dictionaries(st.sampled_from(["Bench", "bench", "Squat", "Row"]), st.sampled_from(["A", "B", "Row"])),
)
def test_what_exercises_are_called_here_changes_no_key(
    log: dict[int, list[tuple[str, int]]], names: dict[str, str]
) -> None:
    history = parse(rows_of(log))
    named = history.named(names)
    assert keys_of(named) == keys_of(history)
    here = {comparable_name(written): name for written, name in names.items()}
    for workout in named.workouts:
        for entry in workout.entries:
            assert entry.name == here.get(comparable_name(entry.exercise_name), entry.exercise_name)
    assert history.named({}) == history
    assert named.named({}) == history


def test_exercises_are_counted_once_however_they_are_written() -> None:
    history = parse(rows_of({0: [("Bench", 2), ("Squat", 3)], 1: [("BENCH", 4), ("Squat", 1)]}))
    assert history.exercises == (("Bench", 6), ("Squat", 4))

"""History comes in whole, once, and all or nothing.

The two real exports are read from the shared data folder where it is there; elsewhere files of our own making
stand in, with their own totals.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.progress import LogQuery
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.workouts import read_workouts
from tests.factories import Gym

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
STRONG_HEAD = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
)
HEVY_HEAD = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
)


def _strong(folder: Path) -> tuple[Path, int, int]:
    real = SHARED / "strong_export_comma.csv"
    if real.exists():
        return real, 2078, 129
    lines = [STRONG_HEAD]
    for workout in range(6):
        for exercise in ("Bench Press (Barbell)", "Deadlift (Barbell)"):
            for number in range(1, 5):
                lines.append(
                    f'2021-03-{workout + 1:02} 17:00:00,"Mittwoch",1h 5m,"{exercise}",{number},{60 + workout},8,0,0,,,'
                )
    file = folder / "strong.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file, 48, 6


def _hevy(folder: Path) -> tuple[Path, int, int]:
    real = SHARED / "hevy_export_kg.csv"
    if real.exists():
        return real, 330, 17
    lines = [HEVY_HEAD]
    for workout in range(3):
        for number in range(4):
            lines.append(
                f'"Chest","{workout + 1} Jul 2025, 19:56","{workout + 1} Jul 2025, 20:58","","Bench Press (Barbell)",,"",{number},"normal",80,8,,,'
            )
    file = folder / "hevy.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file, 12, 3


def _volume_in_file(file: Path, weight: str, reps: str) -> Decimal:
    """What one counts in the file with nothing but the csv module."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return sum(
            (
                Decimal(str(round(float(row[weight] or 0), 2))) * Decimal(str(float(row[reps] or 0)))
                for row in csv.DictReader(stream)
            ),
            Decimal(0),
        )


@pytest.mark.parametrize("kind", ["strong", "hevy"])
def test_real_exports_come_in_whole_and_once(gym: Gym, tmp_path: Path, kind: str) -> None:
    file, sets, workouts = _strong(tmp_path) if kind == "strong" else _hevy(tmp_path)
    weight, reps = ("Weight", "Reps") if kind == "strong" else ("weight_kg", "reps")
    member = gym.member("Lifter")
    own = gym.services(member, "member")
    history = read_workouts(file, unit=Unit.KG, time_zone="Europe/Berlin")
    preview = own.workouts.preview_import(member.id, history)
    assert (preview.dry_run, preview.added_sets, preview.added_workouts) == (True, sets, workouts)
    assert gym.one("SELECT count(*) FROM public.workout_sets") == 0
    first = own.workouts.import_history(member.id, history)
    assert (first.added_sets, first.added_workouts, first.skipped_sets) == (sets, workouts, 0)
    again = own.workouts.import_history(member.id, history)
    assert (again.added_sets, again.added_workouts, again.skipped_sets) == (0, 0, sets)
    assert gym.one("SELECT count(*) FROM public.workout_sets") == sets
    assert gym.one("SELECT count(DISTINCT workout_started_at) FROM public.workout_progress") == workouts
    stored = gym.one("SELECT sum(coalesce(weight, 0) * coalesce(reps, 0)) FROM public.workout_sets")
    assert stored == pytest.approx(_volume_in_file(file, weight, reps), abs=Decimal("0.5"))
    favourite = own.progress.exercises(member.id)[0]
    progress = own.progress.exercise(member.id, favourite.name)
    logs = own.progress.logs(member.id, LogQuery(exercise=favourite.name))
    assert logs.total == favourite.logs >= 3
    assert [p.on for p in progress.points] == sorted({p.on for p in progress.points})
    assert own.progress.records(member.id)


def test_the_same_history_of_two_members_is_two_histories(gym: Gym, tmp_path: Path) -> None:
    file, sets, _ = _hevy(tmp_path)
    history = read_workouts(file, time_zone="Europe/Berlin")
    for name in ("One", "Two"):
        member = gym.member(name)
        assert gym.services(member, "member").workouts.import_history(member.id, history).added_sets == sets


def test_whatever_exercises_are_called_the_same_file_comes_in_once(gym: Gym, tmp_path: Path) -> None:
    file, sets, workouts = _strong(tmp_path)
    member = gym.member("Lifter")
    own = gym.services(member, "member")
    history = read_workouts(file, unit=Unit.KG, time_zone="Europe/Berlin")
    names = {"Bench Press (Barbell)": "Bench press", "deadlift (BARBELL)": "Deadlift"}
    told: list[tuple[int, int]] = []
    first = own.workouts.import_history(
        member.id, history.named(names), progress=lambda *how: told.append(how)
    )
    assert (first.added_sets, first.added_workouts) == (sets, workouts)
    assert told == sorted(told)
    assert told[-1] == (gym.one("SELECT count(*) FROM public.workout_progress"),) * 2
    stored = {one.name for one in own.progress.exercises(member.id)}
    assert {"Bench press", "Deadlift"} <= stored
    assert not {"Bench Press (Barbell)", "Deadlift (Barbell)"} & stored
    for other in ({}, {"Bench Press (Barbell)": "Floor press"}, names):
        again = own.workouts.import_history(member.id, history.named(other))
        assert (again.added_sets, again.added_workouts, again.skipped_sets) == (0, 0, sets)
    assert {one.name for one in own.progress.exercises(member.id)} == stored


def test_two_exercises_of_a_workout_called_the_same_here_stay_two_logs(gym: Gym, tmp_path: Path) -> None:
    file = tmp_path / "hevy.csv"
    rows = [
        f'"Chest","1 Jul 2025, 19:56","1 Jul 2025, 20:58","","{name}",,"",0,"normal",80,8,,,'
        for name in ("Flat bench", "Bench at home")
    ]
    file.write_text("\n".join((HEVY_HEAD, *rows, "")), encoding="utf-8")
    member = gym.member()
    own = gym.services(member, "member")
    history = read_workouts(file, time_zone="UTC").named(
        {"Flat bench": "Bench press", "Bench at home": "Bench press"}
    )
    assert own.workouts.import_history(member.id, history).added_sets == 2
    (only,) = own.progress.exercises(member.id)
    assert (only.name, only.logs) == ("Bench press", 2)


def test_a_day_that_has_grown_since_is_told_and_what_is_here_stays(gym: Gym, tmp_path: Path) -> None:
    file, head = (
        tmp_path / "fitnotes.csv",
        "Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time\n",
    )
    bench, squat = (f"2026-03-01,{name},Chest,60,8,,,\n" for name in ("Bench press", "Squat"))
    member = gym.member()
    own = gym.services(member, "member").workouts
    outcomes = []
    for rows in (bench, bench + bench + squat, bench + bench + squat):
        file.write_text(head + rows, encoding="utf-8")
        outcomes.append(own.import_history(member.id, read_workouts(file, time_zone="UTC")))
    assert [(one.added_sets, one.differing) for one in outcomes] == [(1, 0), (1, 1), (0, 1)]
    assert [len(log.sets) for log in own.logs(member.id, exercise_name="Bench press")] == [1]


def test_a_cancelled_import_adds_nothing(gym: Gym, tmp_path: Path) -> None:
    file, _, _ = _hevy(tmp_path)
    member = gym.member()
    asked = iter([False, True])
    with pytest.raises(UserError, match="cancelled"):
        gym.services(member, "member").workouts.import_history(
            member.id, read_workouts(file, time_zone="UTC"), lambda: next(asked)
        )
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 0


# The driver itself says that the rest of the batch was given up.
@pytest.mark.expects_log("pipeline aborted")
def test_nobody_imports_for_somebody_else(gym: Gym, tmp_path: Path) -> None:
    file, _, _ = _hevy(tmp_path)
    member, other = gym.member(), gym.member()
    with pytest.raises(Denied):
        gym.services(other, "member").workouts.import_history(member.id, read_workouts(file, time_zone="UTC"))
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 0

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.importers.history import ImportedHistory, UnitNeeded

Reader = Callable[..., ImportedHistory]

LONDON = ZoneInfo("Europe/London")
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,"
    "Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
)
STRONG_SEMICOLON = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;"
    "Distance;Distance Unit;Seconds;Notes;Workout Notes\n"
)
STRONG_NUMBERED = (
    "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;"
    "Distance (meters);Seconds;Notes;Workout Notes\n"
)
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
    '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
FITNOTES = "Date,Exercise,Category,Weight (lbs),Reps,Distance,Distance Unit,Time\n"


def only_sets(history: ImportedHistory) -> tuple[LoggedSet, ...]:
    (workout,) = history.workouts
    (entry,) = workout.entries
    return entry.sets


def test_strong_with_commas(read: Reader) -> None:
    history = read(
        STRONG
        + '2026-02-10 16:46:13,"Push, heavy",1h 50m,"Bench Press (Barbell)",1,149.99999999999997,8,0,0,'
        + '"slow","Good day",8\n'
        + '2026-02-10 16:46:13,"Push, heavy",1h 50m,"Bench Press (Barbell)",2,75.0,6,0,0,,,8.5\n'
        + '2026-02-10 16:46:13,"Push, heavy",1h 50m,"Plank",1,0,0,0,90,,,\n'
        + '2026-02-10 16:46:13,"Push, heavy",1h 50m,"Pull Up",1,0.0,9,0,0,,,\n'
        + '2026-02-08 09:00:00,"Legs",53m,"Squat",1,100,5,0,0,,,\n',
        Unit.LB,
    )
    assert (history.format, history.source, history.needs_unit) == ("Strong", "strong", True)
    assert [workout.name for workout in history.workouts] == ["Legs", "Push, heavy"]
    legs, push = history.workouts
    assert (legs.duration_minutes, push.duration_minutes) == (53, 110)
    assert push.started_at == datetime(2026, 2, 10, 16, 46, 13, tzinfo=LONDON)
    assert push.notes == "Good day"
    bench, plank, pull_up = push.entries
    assert bench.sets == (
        LoggedSet(1, SetType.WORKING, 8, Decimal(150), Unit.LB, rir=2),
        LoggedSet(2, SetType.WORKING, 6, Decimal(75), Unit.LB),
    )
    assert bench.notes == "slow"
    assert plank.sets == (LoggedSet(1, SetType.WORKING, None, None, None, None, 90),)
    assert pull_up.sets == (LoggedSet(1, SetType.WORKING, 9),)
    assert [entry.position for entry in push.entries] == [1, 2, 3]
    assert [entry.completed_at - push.started_at for entry in push.entries] == [
        timedelta(microseconds=n) for n in range(3)
    ]
    assert (history.workouts_count, history.sets_count) == (2, 5)
    assert history.volume == (150 * 8 + 75 * 6 + 100 * 5) * Decimal("0.45359237")


def test_strong_without_a_unit_asks_for_one(read: Reader) -> None:
    text = STRONG + "2026-02-10 16:46:13,A,1h,Bench,1,75.0,8,0,0,,,\n"
    with pytest.raises(UnitNeeded) as caught:
        read(text)
    assert caught.value.field == "unit"
    assert only_sets(read(text, Unit.KG))[0].unit is Unit.KG


def test_strong_letters_rest_timers_and_notes(read: Reader) -> None:
    rows = [("W", 20), ("1", 60), ("D", 40), ("F", 60)]
    history = read(
        STRONG
        + "2026-02-10 16:46:13,A,1h,Bench,Note,0,0,0,0,Keep the elbows in,,\n"
        + "".join(f"2026-02-10 16:46:13,A,1h,Bench,{order},{kg},8,0,0,,,\n" for order, kg in rows)
        + "2026-02-10 16:46:13,A,1h,Bench,Rest Timer,0,0,0,90,,,\n",
        Unit.KG,
    )
    assert [(one.number, one.type) for one in only_sets(history)] == [
        (1, SetType.WARM_UP),
        (2, SetType.WORKING),
        (3, SetType.DROP),
        (4, SetType.FAILURE),
    ]
    assert history.workouts[0].entries[0].notes == "Keep the elbows in"


def test_strong_with_semicolons_names_its_units_and_may_use_decimal_commas(read: Reader) -> None:
    history = read(
        STRONG_SEMICOLON
        + '2026-01-11 12:31:54;"Leg";"Deadlift (Barbell)";1;62,5;kg;5;8,0;;;0;"";""\n'
        + '2026-01-11 12:31:54;"Leg";"Deadlift (Barbell)";2;135;lbs;5;;;;0;"";""\n'
        + '2026-01-11 12:31:54;"Leg";"Running";1;;;;;1.5;mi;600;"";""\n',
        Unit.LB,
    )
    assert not history.needs_unit
    deadlift, run = history.workouts[0].entries
    assert [(one.weight, one.unit) for one in deadlift.sets] == [
        (Decimal("62.5"), Unit.KG),
        (Decimal(135), Unit.LB),
    ]
    assert deadlift.sets[0].rir == 2
    assert run.sets == (LoggedSet(1, duration_seconds=600, distance_m=Decimal("2414.02")),)


def test_strong_with_numbered_workouts(read: Reader) -> None:
    history = read(
        STRONG_NUMBERED
        + '1;2026-09-20 18:00:00;"Push; heavy";3600;Bench Press (Barbell);W;40;10;;;;;\n'
        + '1;2026-09-20 18:00:00;"Push; heavy";3600;Bench Press (Barbell);1;80;8;8,5;;;Wide grip;\n'
        + '1;2026-09-20 18:00:00;"Push; heavy";3600;Rowing;1;;;;2000;480;;\n'
    )
    assert not history.needs_unit
    (workout,) = history.workouts
    assert (workout.name, workout.duration_minutes) == ("Push; heavy", 60)
    assert workout.entries[0].sets[1] == LoggedSet(2, SetType.WORKING, 8, Decimal(80), Unit.KG)
    assert workout.entries[1].sets[0].distance_m == 2000


def test_strong_distances_without_a_unit_go_with_the_unit_of_weight(read: Reader) -> None:
    text = STRONG + "2026-02-10 16:46:13,A,1h,Running,1,0,0,5.0,1500,,,\n"
    metric, imperial = read(text, Unit.KG), read(text, Unit.LB)
    assert only_sets(metric)[0].distance_m == 5000
    assert only_sets(imperial)[0].distance_m == Decimal("8046.72")
    assert "kilometres" in metric.warnings[0] and "miles" in imperial.warnings[0]


def test_times_of_the_twelve_hour_clock(read: Reader) -> None:
    history = read(
        STRONG
        + "2026-02-10 12:05:00\u202fAM,A,1h,Bench,1,75.0,8,0,0,,,\n"
        + "2026-02-11 5:30:00 PM,A,1h,Bench,1,75.0,8,0,0,,,\n",
        Unit.KG,
    )
    assert [workout.started_at.hour for workout in history.workouts] == [0, 17]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("8 Apr 2026, 16:50", (2026, 4, 8, 16, 50)),
        ("25 Juli 2026, 14:21", (2026, 7, 25, 14, 21)),
        ("8. März 2026, 16:50", (2026, 3, 8, 16, 50)),
        ("8 févr. 2026, 16:50", (2026, 2, 8, 16, 50)),
        ("8 août 2026, 16:50", (2026, 8, 8, 16, 50)),
        ("8 ene 2026, 16:50", (2026, 1, 8, 16, 50)),
        ("8 giu 2026, 16:50", (2026, 6, 8, 16, 50)),
        ("8 de out. de 2026, 16:50", (2026, 10, 8, 16, 50)),
        ("8 mrt. 2026 16:50", (2026, 3, 8, 16, 50)),
        ("8 maj 2026, 16:50", (2026, 5, 8, 16, 50)),
        ("8 paź 2026, 16:50", (2026, 10, 8, 16, 50)),
        ("8 Ağu 2026, 16:50", (2026, 8, 8, 16, 50)),
        ("8 нояб. 2025, 16:50", (2025, 11, 8, 16, 50)),
        ("8 4月 2026, 16:50", (2026, 4, 8, 16, 50)),
        ("8 10월 2026, 16:50", (2026, 10, 8, 16, 50)),
        ("Apr 8, 2026, 4:50 PM", (2026, 4, 8, 16, 50)),
        ("2026-04-08 16:50:00", (2026, 4, 8, 16, 50)),
    ],
)
def test_hevy_writes_months_in_the_phones_language(
    read: Reader, written: str, expected: tuple[int, int, int, int, int]
) -> None:
    history = read(HEVY + f'"A","{written}","","","Squat",,"",0,"normal",100,5,,,\n')
    assert history.workouts[0].started_at == datetime(*expected, tzinfo=LONDON)


def test_hevy_sets_units_and_notes(read: Reader) -> None:
    start = '"Morning 🏋️","8 Apr 2026, 16:50","8 Apr 2026, 17:55","Felt ""good""",'
    history = read(
        HEVY
        + start
        + '"Squat",0,"Belt",0,"warmup",60,10,,,\n'
        + start
        + '"Squat",0,"Belt",1,"normal",100,5,,,7\n'
        + start
        + '"Squat",0,"Belt",2,"dropset",80,8,,,\n'
        + start
        + '"Squat",0,"Belt",3,"failure",80,6,,,10\n'
        + start
        + '"Running",,"",0,"normal",,,5.2,1800,\n'
    )
    (workout,) = history.workouts
    assert (history.format, history.source, history.needs_unit) == ("Hevy", "hevy", False)
    assert (workout.name, workout.duration_minutes, workout.notes) == ("Morning 🏋️", 65, 'Felt "good"')
    squat, run = workout.entries
    assert squat.notes == "Belt"
    assert [one.type for one in squat.sets] == [
        SetType.WARM_UP,
        SetType.WORKING,
        SetType.DROP,
        SetType.FAILURE,
    ]
    assert [one.rir for one in squat.sets] == [None, 3, None, 0]
    assert run.sets == (LoggedSet(1, duration_seconds=1800, distance_m=Decimal(5200)),)


def test_hevy_in_pounds_and_miles(read: Reader) -> None:
    header = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")
    (one,) = only_sets(read(header + '"A","8 Apr 2026, 16:50","","","Walk",,"",0,"normal",45,,1,0,\n'))
    assert (one.weight, one.unit, one.distance_m) == (Decimal(45), Unit.LB, Decimal("1609.34"))


def test_fitnotes_has_one_workout_a_day(read: Reader) -> None:
    history = read(
        FITNOTES
        + "2026-03-01,Flat Barbell Bench Press,Chest,135.0,8,,,\n"
        + "2026-03-01,Rowing Machine,Cardio,,,2.0,km,0:08:30\n"
        + "2026-03-01,Flat Barbell Bench Press,Chest,145.0,6,,,\n"
        + "2026-02-27,Plank,Abs,0,0,,,0:01:30\n"
    )
    assert (history.format, history.source, history.needs_unit) == ("FitNotes", "fitnotes", False)
    plank_day, day = history.workouts
    assert day.started_at == datetime(2026, 3, 1, tzinfo=LONDON)
    bench, row = day.entries
    assert [(one.number, one.weight, one.unit, one.reps) for one in bench.sets] == [
        (1, Decimal(135), Unit.LB, 8),
        (2, Decimal(145), Unit.LB, 6),
    ]
    assert row.sets == (LoggedSet(1, duration_seconds=510, distance_m=Decimal(2000)),)
    assert plank_day.entries[0].sets == (LoggedSet(1, duration_seconds=90),)


def test_fitnotes_with_a_unit_column(read: Reader) -> None:
    history = read(
        "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n"
        "2026-03-01,Bench,Chest,60,kgs,8,,,,paused\n"
    )
    assert only_sets(history)[0] == LoggedSet(1, SetType.WORKING, 8, Decimal(60), Unit.KG)
    assert history.workouts[0].entries[0].notes == "paused"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends(read: Reader, encoding: str, line_end: str) -> None:
    text = STRONG + "2026-02-10 16:46:13,Übung,1h,Schrägbank 💪,1,75.0,8,0,0,,,\n"
    history = read(text.replace("\n", line_end).encode(encoding), Unit.KG)
    assert history.workouts[0].name == "Übung"
    assert history.workouts[0].entries[0].exercise_name == "Schrägbank 💪"
    assert history.warnings == ()


def test_an_exercise_done_twice_is_two_entries(read: Reader) -> None:
    def row(exercise: str, order: str) -> str:
        return f"2026-02-10 16:46:13,A,1h,{exercise},{order},75.0,8,0,0,,,\n"

    history = read(
        STRONG
        + row("Bench", "1")
        + row("Bench", "2")
        + row("Squat", "1")
        + row("BENCH", "1")
        + row("Bench", "W")
        + row("Bench", "1"),
        Unit.KG,
    )
    assert [
        (entry.exercise_name, entry.occurrence, len(entry.sets)) for entry in history.workouts[0].entries
    ] == [("Bench", 1, 2), ("Squat", 1, 1), ("BENCH", 2, 1), ("Bench", 3, 2)]


def test_a_workout_that_was_never_ended_has_no_duration_and_says_so(read: Reader) -> None:
    history = read(HEVY + '"A","8 Apr 2026, 16:50","12 Apr 2026, 16:50","","Squat",,"",0,"normal",100,5,,,\n')
    assert history.workouts[0].duration_minutes is None
    assert history.warnings == ("The workout of Wed 8 Apr 2026 lasts over a day; its duration was left out.",)


def test_a_row_without_any_value_is_a_set_of_no_reps(read: Reader) -> None:
    sets = only_sets(read(HEVY + '"A","8 Apr 2026, 16:50","","","Squat",,"",0,"normal",,,,,\n'))
    assert sets == (LoggedSet(1, SetType.WORKING, 0),)
    assert sets[0].checked() is sets[0]

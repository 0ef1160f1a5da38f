"""Progress on the real database: points, records, weeks, muscles and logs, counted by hand beside it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.outcomes import OutcomeKind
from gymtrainer_desktop.domain.progress import LogQuery
from gymtrainer_desktop.domain.records import Bests, RecordKind
from gymtrainer_desktop.domain.strength import E1rmFormula, records_of_sets
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, SetType
from gymtrainer_desktop.importers.workouts import read_workouts
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym, Person

KG, LB = Unit.KG, Unit.LB
IDENTITY = 1
"""The first statement of each transaction says whose it is."""


def sets(*pairs: tuple[int, str], unit: Unit = KG, kind: SetType = SetType.WORKING) -> tuple[LoggedSet, ...]:
    """Sets of reps and weight; "" for body weight."""
    return tuple(
        LoggedSet(
            n, kind, reps=reps, weight=Decimal(weight) if weight else None, unit=unit if weight else None
        )
        for n, (reps, weight) in enumerate(pairs, 1)
    )


@dataclass
class Training:
    """A member in training with John."""

    gym: Gym
    john: Person
    sarah: Person
    assignment: object
    coach: GymServices
    own: GymServices

    def log(
        self,
        name: str,
        on: date,
        done: tuple[LoggedSet, ...],
        *,
        exercise: object = None,
        rating: int | None = None,
        notes: str = "",
        by_coach: bool = False,
        hour: int = 12,
    ) -> object:
        at = datetime.combine(on, time(hour), UTC)
        new = NewLog(uuid4(), self.sarah.id, exercise, name, done, at, rating, notes)  # type: ignore[arg-type]
        return (self.coach if by_coach else self.own).workouts.log(new).id

    def day(self, ago: int) -> date:
        return self.gym.today - timedelta(days=ago)


@pytest.fixture
def training(gym: Gym) -> Training:
    gym.one("UPDATE public.gym_settings SET time_zone = 'UTC' RETURNING 1")
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    assignment = gym.assignment(sarah, john, start=gym.today - timedelta(days=400))
    return Training(gym, john, sarah, assignment, gym.services(john), gym.services(sarah, "member"))


@contextmanager
def statements(gym: Gym) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(gym.station.engine, "before_cursor_execute", note)
    yield seen
    event.remove(gym.station.engine, "before_cursor_execute", note)


# Exercises


def test_all_names_of_an_exercise_are_one_history_across_plans_and_trainers(training: Training) -> None:
    gym, maya = training.gym, training.gym.trainer("Maya")
    former = gym.plan(training.assignment, starts_on=training.day(100), weeks=4)  # type: ignore[arg-type]
    planned = gym.exercise(former, "Monday", "Barbell Bench Press", weight="60 kg")
    training.log("Barbell Bench Press", training.day(90), sets((8, "60")), exercise=planned)
    training.log("Bench press", training.day(50), sets((8, "65")))
    training.log("bench PRESS (barbell)", training.day(10), sets((8, "70")))
    training.log("My own thing", training.day(9), sets((8, "20")))
    gym.one(
        "UPDATE public.trainer_assignments SET status = 'completed', end_date = public.gym_today() WHERE id = :id RETURNING 1",
        id=training.assignment,
    )
    gym.assignment(training.sarah, maya)
    now = gym.services(maya)
    summaries = now.progress.exercises(training.sarah.id)
    assert [(s.name, s.logs, s.last_on) for s in summaries] == [
        ("bench PRESS (barbell)", 3, training.day(10)),
        ("My own thing", 1, training.day(9)),
    ]
    assert summaries[0].is_called("Barbell bench press") and not summaries[0].is_called("My own thing")
    for name in ("Bench press", "BP", "barbell bench  press"):
        progress = now.progress.exercise(training.sarah.id, name)
        assert [p.heaviest for p in progress.points] == [Decimal(60), Decimal(65), Decimal(70)]
    logs = now.progress.logs(training.sarah.id, LogQuery(exercise="Flat Bench Press"))
    assert (logs.total, logs.next) == (3, None)
    assert [r.exercise_name for r in now.progress.records(training.sarah.id)] == [
        "My own thing",
        "bench PRESS (barbell)",
    ]


def test_a_summary_is_today_the_exercises_and_the_records(training: Training) -> None:
    training.log("Row", training.day(3), sets((8, "50"), (6, "55")))
    training.log("Pull-up", training.day(2), sets((12, "")))
    summary = training.coach.progress.summary(training.sarah.id)
    assert summary.today == training.gym.today
    assert {e.name for e in summary.exercises} == {"Row", "Pull-up"}
    assert [(r.exercise_name, r.weight, r.reps, r.on) for r in summary.records] == [
        ("Pull-up", None, 12, training.day(2)),
        ("Row", Decimal("55.00"), 6, training.day(3)),
    ]
    nobody = training.gym.member("New")
    own = training.gym.services(nobody, "member").progress.summary(nobody.id)
    assert (own.today, own.exercises, own.records) == (training.gym.today, (), ())


def test_kilograms_and_pounds_are_compared_in_kilograms_and_shown_as_the_reader_reads(
    training: Training,
) -> None:
    training.log("Deadlift", training.day(30), sets((5, "100"), unit=KG))
    training.log("Deadlift", training.day(20), sets((5, "220"), unit=LB))  # 99.79 kg: no record
    training.log("Deadlift", training.day(10), sets((5, "225"), unit=LB))  # 102.06 kg: a record
    training.gym.one(
        "UPDATE public.profiles SET weight_unit = 'lb' WHERE id = :id RETURNING 1", id=training.sarah.id
    )
    in_kg = training.coach.progress.exercise(training.sarah.id, "Deadlift")
    in_lb = training.own.progress.exercise(training.sarah.id, "Deadlift")
    assert (in_kg.unit, [p.heaviest for p in in_kg.points]) == (
        KG,
        [Decimal("100.00"), Decimal("99.79"), Decimal("102.06")],
    )
    assert (in_lb.unit, [p.heaviest for p in in_lb.points]) == (
        LB,
        [Decimal("220.46"), Decimal("220.00"), Decimal("225.00")],
    )
    for progress in (in_kg, in_lb):
        assert [RecordKind.WEIGHT in p.records for p in progress.points] == [False, False, True]
    assert training.own.progress.records(training.sarah.id)[0].weight == Decimal("225.00")
    rows = training.coach.progress.logs(training.sarah.id).rows
    assert [RecordKind.WEIGHT in row.records for row in rows] == [True, False, False]


@pytest.mark.parametrize(("formula", "expected"), [("epley", "116.67"), ("brzycki", "112.50")])
def test_the_estimate_is_by_the_gym_s_formula(training: Training, formula: str, expected: str) -> None:
    training.gym.one("UPDATE public.gym_settings SET e1rm_formula = :formula RETURNING 1", formula=formula)
    training.log("Squat", training.day(1), sets((5, "100"), (20, "90")))
    training.log("Squat", training.day(0), sets((1, "120")), hour=0)
    first, second = training.coach.progress.exercise(training.sarah.id, "Squat").points
    assert first.e1rm == Decimal(expected)
    assert second.e1rm == Decimal(120) and RecordKind.E1RM in second.records


def test_a_range_has_its_ends_and_knows_what_was_before(training: Training) -> None:
    for ago, weight in ((40, "60"), (30, "80"), (20, "70"), (10, "75"), (5, "85")):
        training.log("Squat", training.day(ago), sets((5, weight)))
    progress = training.coach.progress.exercise(
        training.sarah.id, "Squat", training.day(20), training.day(10)
    )
    assert [p.on for p in progress.points] == [training.day(20), training.day(10)]
    assert not any(p.records for p in progress.points)  # 80 kg came before
    whole = training.coach.progress.exercise(training.sarah.id, "Squat")
    for since in (training.day(30), training.day(20), training.day(5)):
        part = training.coach.progress.exercise(training.sarah.id, "Squat", since)
        assert part.points == tuple(p for p in whole.points if p.on >= since)
    query = LogQuery("Squat", since=training.day(20), until=training.day(10))
    assert training.coach.progress.logs(training.sarah.id, query).total == 2
    assert training.coach.progress.exercise(training.sarah.id, "Nobody does this").points == ()


def test_warm_ups_and_drops_are_neither_volume_nor_records(training: Training) -> None:
    training.log("Squat", training.day(5), sets((5, "100")))
    mixed = (
        LoggedSet(1, SetType.WARM_UP, 5, Decimal(110), KG),
        LoggedSet(2, SetType.WORKING, 5, Decimal(100), KG),
        LoggedSet(3, SetType.DROP, 30, Decimal(100), KG),
    )
    training.log("Squat", training.day(1), mixed)
    point = training.coach.progress.exercise(training.sarah.id, "Squat").points[-1]
    assert (point.heaviest, point.volume, point.sets, point.records) == (100, 500, 1, ())
    assert training.coach.progress.logs(training.sarah.id).rows[0].records == ()


def test_a_day_of_running_is_as_long_and_as_far_as_its_working_sets(training: Training) -> None:
    run = (
        LoggedSet(1, SetType.WARM_UP, duration_seconds=300, distance_m=Decimal(800)),
        LoggedSet(2, duration_seconds=900, distance_m=Decimal(3000)),
        LoggedSet(3, duration_seconds=600, distance_m=Decimal("2000.5")),
    )
    training.log("Running", training.day(1), run)
    training.log("Plank", training.day(1), (LoggedSet(1, duration_seconds=45),))
    (ran,) = training.own.progress.exercise(training.sarah.id, "Running").points
    assert (ran.seconds, ran.metres, ran.heaviest) == (1500, Decimal("5000.5"), None)
    (held,) = training.own.progress.exercise(training.sarah.id, "Plank").points
    assert (held.seconds, held.metres) == (45, None)


def test_target_and_actual_of_the_same_week(training: Training) -> None:
    plan = training.gym.plan(training.assignment, starts_on=training.day(30))  # type: ignore[arg-type]
    planned = training.gym.exercise(plan, "Monday", "Bench press", sets=3, reps="8-10", weight="60 kg")
    training.log("Bench press", training.day(20), sets((8, "60"), (8, "60"), (7, "60")), exercise=planned)
    training.log("Bench press", training.day(13), sets(*[(9, "62.5")] * 3), exercise=planned)
    training.log("Bench press", training.day(6), sets((8, "132.5"), unit=LB), exercise=planned)
    training.log("Bench press", training.day(1), sets((8, "60")))
    points = training.coach.progress.exercise(training.sarah.id, "Bench press").points
    assert [p.asked for p in points] == [60, 60, 60, None]
    assert [p.target for p in points] == ["3 × 8-10 · 60 kg"] * 3 + [None]
    below, above, fewer, unplanned = (p.outcome for p in points)
    assert below and (below.sets, below.reps, below.weight_kg, below.kind) == (0, -1, 0, OutcomeKind.BELOW)
    assert above and (above.reps, above.weight_kg, above.kind) == (0, Decimal("2.50"), OutcomeKind.ABOVE)
    assert fewer and (fewer.sets, fewer.weight_kg, fewer.kind) == (-2, 0, OutcomeKind.BELOW)
    assert unplanned is None
    assert [row.outcome for row in training.coach.progress.logs(training.sarah.id).rows][::-1] == [
        below,
        above,
        fewer,
        None,
    ]


# Records: the database and the domain agree


@pytest.mark.parametrize("formula", list(E1rmFormula))
def test_records_of_logs_are_those_of_the_days_in_any_history(
    training: Training, formula: E1rmFormula
) -> None:
    training.gym.one(
        "UPDATE public.gym_settings SET e1rm_formula = :formula RETURNING 1", formula=formula.value
    )
    dice = random.Random(20)
    days: list[tuple[date, tuple[LoggedSet, ...]]] = []
    for ago in range(60, 0, -1):
        unit = dice.choice((KG, LB))
        base = 40 if unit is KG else 90
        done = tuple(
            LoggedSet(
                n,
                dice.choice((SetType.WORKING, SetType.WORKING, SetType.WARM_UP)),
                dice.randint(0, 15),
                Decimal(base) + Decimal("2.5") * dice.randint(0, 12) if dice.random() < 0.9 else None,
                unit,
            )
            for n in range(1, dice.randint(2, 5))
        )
        done = tuple(
            LoggedSet(s.number, s.type, s.reps, s.weight, s.unit if s.weight else None) for s in done
        )
        days.append((training.day(ago), done))
        training.log(dice.choice(("Bench press", "BP")), training.day(ago), done)
    expected, bests = [], Bests()
    for _, done in days:
        expected.append(bests.take(records_of_sets(done, formula)))
    assert len([kinds for kinds in expected if kinds]) >= 10
    points = training.coach.progress.exercise(training.sarah.id, "Bench press").points
    assert [p.records for p in points] == expected
    rows = training.coach.progress.logs(training.sarah.id).rows
    assert [row.records for row in reversed(rows)] == expected
    only = training.coach.progress.logs(training.sarah.id, LogQuery(records=True))
    assert [row.on for row in reversed(only.rows)] == [
        day for (day, _), kinds in zip(days, expected, strict=True) if kinds
    ]
    half = training.coach.progress.exercise(training.sarah.id, "BP", training.day(30)).points
    assert [p.records for p in half] == expected[30:]


# Logs


def test_logs_are_filtered_by_the_database(training: Training) -> None:
    training.log("Squat", training.day(5), sets((5, "100")), rating=5, notes="Knees à la carte 100%_")
    training.log("Squat", training.day(4), sets((5, "90")), rating=3, by_coach=True)
    training.log("Row", training.day(3), sets((5, "50")), rating=4, notes="easy")
    training.log("Row", training.day(2), sets((5, "60")))

    def found(**wanted: object) -> list[str]:
        page = training.coach.progress.logs(training.sarah.id, LogQuery(**wanted))  # type: ignore[arg-type]
        assert page.total == len(page.rows)
        return [f"{row.exercise_name} {(training.gym.today - row.on).days}" for row in page.rows]

    assert found() == ["Row 2", "Row 3", "Squat 4", "Squat 5"]
    assert found(words="A LA CARTE") == ["Squat 5"]
    assert found(words="100%_") == ["Squat 5"] and found(words="100_%") == []
    assert found(words="squ") == ["Squat 4", "Squat 5"]
    assert found(with_notes=True) == ["Row 3", "Squat 5"]
    assert found(records=True) == ["Row 2"]
    assert found(difficulty=4) == ["Row 3", "Squat 5"]
    assert found(by_trainer=True) == ["Squat 4"]
    assert found(exercise="squat", with_notes=True, difficulty=5) == ["Squat 5"]
    assert found(since=training.day(4), until=training.day(3)) == ["Row 3", "Squat 4"]
    assert found(words="\0") == found()
    (by_coach,) = training.own.progress.logs(training.sarah.id, LogQuery(by_trainer=True)).rows
    assert by_coach.log.logged_by_name == "John Smith"


def test_logs_are_paged_by_key_and_none_twice(training: Training) -> None:
    for n in range(23):
        # Several share a moment.
        training.log(f"Exercise {n % 4}", training.day(20 - n // 3), sets((5, "50")), hour=n // 3 % 3)
    seen, after, totals = [], None, []
    while True:
        page = training.coach.progress.logs(training.sarah.id, after=after, limit=5)
        seen += [row.id for row in page.rows]
        totals.append(page.total)
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 23
    assert totals == [23, None, None, None, None]


# Weeks


def test_compliance_per_week_is_what_compliance_of_says_of_that_week(training: Training) -> None:
    gym = training.gym
    plan = gym.plan(training.assignment, starts_on=training.day(45), weeks=12)  # type: ignore[arg-type]
    exercises = {
        day: [gym.exercise(plan, day, f"{day} {n}") for n in range(2)]
        for day in ("Monday", "Tuesday", "Thursday", "Saturday", "Sunday")
    }
    dice = random.Random(4)
    for ago in range(45, -1, -1):
        day = training.day(ago)
        for planned in exercises.get(f"{day:%A}", ()):
            if dice.random() < 0.6:
                gym.log(training.sarah, planned, at=datetime.combine(day, time(0, 1), UTC), name="")
    found = training.coach.progress.weeks(training.sarah.id, training.day(40)).weeks
    assert [w.first_day for w in found] == sorted({w.first_day for w in found})
    assert found[0].first_day <= training.day(40) <= found[0].first_day + timedelta(days=6)
    assert found[-1].first_day <= gym.today <= found[-1].first_day + timedelta(days=6)
    assert len(found) in (6, 7)
    for week in found:
        with training.coach.progress._transaction() as connection:
            row = connection.execute(
                text("SELECT due, logged FROM public.compliance_of(ARRAY[CAST(:m AS uuid)], :first, :last)"),
                {"m": training.sarah.id, "first": week.first_day, "last": week.first_day + timedelta(days=6)},
            ).one_or_none()
        assert (week.due, week.logged) == ((row.due, row.logged) if row else (0, 0))
    assert sum(w.due for w in found) > 30 and 0 < sum(w.logged for w in found) < sum(w.due for w in found)
    everything = training.coach.progress.weeks(training.sarah.id).weeks
    assert everything[0].first_day <= training.day(45) and everything[-len(found) :] == found


def test_a_week_with_nothing_due_has_no_compliance(training: Training) -> None:
    training.log("Squat", training.day(8), sets((5, "100")))
    weeks = training.own.progress.weeks(training.sarah.id).weeks
    assert len(weeks) in (2, 3)
    assert {w.compliance for w in weeks} == {None}
    assert weeks[0].workouts == 1
    nobody = training.gym.member("New")
    assert len(training.gym.services(nobody, "member").progress.weeks(nobody.id).weeks) == 1


def test_hard_sets_per_muscle_are_counted_by_hand(training: Training) -> None:
    first = training.own.progress.weeks(training.sarah.id, training.day(14)).weeks[0].first_day
    monday, tuesday = first, first + timedelta(days=1)
    # Bench press: chest, and half front delts and triceps; by an alias too. Warm-ups do not count.
    training.log("Bench press", monday, sets((8, "60"), (8, "60"), (8, "60")))
    training.log("BP", tuesday, sets((8, "60")))
    training.log("Bench press", tuesday, sets((8, "20"), kind=SetType.WARM_UP), hour=13)
    training.log("Dumbbell bench press", tuesday, sets((8, "20"), (8, "20")))
    training.log("Trampoline", tuesday, sets((8, "")))
    training.log("Bench press", first + timedelta(days=7), sets((8, "60")), hour=0)
    found = training.coach.progress.weeks(training.sarah.id, training.day(14))
    assert found.weeks[0].muscles == {Muscle.CHEST: 6, Muscle.FRONT_DELTS: 3, Muscle.TRICEPS: 3}
    assert found.weeks[1].muscles[Muscle.TRICEPS] == Decimal("0.5")
    assert (found.weeks[0].workouts, found.weeks[1].workouts) == (2, 1)
    assert found.unknown == ("Trampoline",)
    over = [w for w in found.weeks if w.first_day + timedelta(days=7) <= training.gym.today]
    assert found.over == tuple(over) and len(over) == 2
    assert found.average_sets()[Muscle.CHEST] == Decimal(sum(w.muscles[Muscle.CHEST] for w in over)) / 2


# Everything together


def test_an_imported_history_is_charted_like_one_s_own(training: Training, tmp_path: Path) -> None:
    strong = tmp_path / "strong.csv"
    strong.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
        + "".join(
            f"2024-03-{day:02} 18:00:00,Evening,45m,Bench Press (Barbell),{place},{100 + day},5,0,0,,,\n"
            for day in (1, 8, 15)
            for place in ("W", 1, 2)
        ),
        encoding="utf-8",
    )
    hevy = tmp_path / "hevy.csv"
    hevy.write_text(
        '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
        '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
        '"Push","8 Apr 2025, 16:50","8 Apr 2025, 17:40","","Bench Press",,"slow",0,"normal",60,8,,,\n',
        encoding="utf-8",
    )
    for file, unit in ((strong, LB), (hevy, None)):
        history = read_workouts(file, unit=unit, time_zone="UTC")
        training.own.workouts.import_history(training.sarah.id, history)
    training.log("bench press", training.day(1), sets((8, "62.5")))
    (summary,) = training.coach.progress.exercises(training.sarah.id)
    assert (summary.name, summary.logs) == ("bench press", 5)
    points = training.coach.progress.exercise(training.sarah.id, "bench press").points
    assert [p.heaviest for p in points] == [
        Decimal("45.81"),
        Decimal("48.99"),
        Decimal("52.16"),
        Decimal(60),
        Decimal("62.5"),
    ]
    assert [p.sets for p in points] == [2, 2, 2, 1, 1]
    assert points[-1].is_record
    (noted,) = training.coach.progress.logs(training.sarah.id, LogQuery(with_notes=True)).rows
    assert (noted.log.source, noted.log.notes) == ("hevy", "slow")
    assert (
        training.coach.progress.weeks(training.sarah.id, date(2024, 3, 1), date(2024, 3, 16))
        .weeks[-1]
        .muscles[Muscle.CHEST]
        == 2
    )


def test_a_screen_asks_little_however_long_the_history(training: Training) -> None:
    for ago in range(1, 40):
        training.log(f"Exercise {ago % 9}", training.day(ago), sets((5, "50"), (5, "50")))
    me, progress = training.sarah.id, training.coach.progress
    asks = (
        (2, lambda: progress.summary(me)),
        (1, lambda: progress.exercises(me)),
        (1, lambda: progress.records(me)),
        (2, lambda: progress.exercise(me, "Exercise 1")),
        (3, lambda: progress.exercise(me, "Exercise 1", training.day(20))),
        (3, lambda: progress.weeks(me)),
        (2, lambda: progress.logs(me)),
        (2, lambda: progress.logs(me, LogQuery("Exercise 1", "x", True, True, 3, True, training.day(9)))),
    )
    for most, ask in asks:
        with statements(training.gym) as seen:
            ask()
        assert len(seen) - IDENTITY == most, seen


def test_nobody_reads_the_progress_of_others(training: Training) -> None:
    training.log("Squat", training.day(1), sets((5, "100")))
    other, stranger = training.gym.member("Tom"), training.gym.trainer("Maya")
    for services in (training.gym.services(other, "member"), training.gym.services(stranger)):
        me, progress = training.sarah.id, services.progress
        assert progress.summary(me).exercises == () and progress.records(me) == ()
        assert progress.exercise(me, "Squat").points == ()
        assert progress.logs(me).rows == ()
        assert sum(w.workouts for w in progress.weeks(me).weeks) == 0

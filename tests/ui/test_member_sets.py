"""The workout while it is logged, without a window: what is filled in, what is sent, what a changed plan does."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import (
    DayOfWeek,
    DayState,
    ExerciseOfDay,
    ExerciseType,
    PlannedExercise,
    Skip,
)
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType, WorkoutLog
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.far_beyond import is_far_beyond
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, Measure, SetEntry
from tests.ui.member_gym import SARAH, TODAY, lifted, uid


def _planned(
    sets: int | None = 3, reps: str = "8", weight: str = "60 kg", type: ExerciseType | None = None
) -> PlannedExercise:
    return PlannedExercise(uid(1), Weekday.FRIDAY, "Deadlift", type, sets, reps, weight, 90, "", 0)


def _log(*sets: LoggedSet, id: UUID | None = None, exercise: UUID | None = None) -> WorkoutLog:
    at = datetime(2026, 11, 13, 17, tzinfo=UTC)
    return WorkoutLog(
        id or uid(50), exercise, "Deadlift", None, at, sets, len(sets), None, None, None, None, 3, None, None, "app",
        None,
    )  # fmt: skip


def _entry(planned: PlannedExercise, last: WorkoutLog | None = None, unit: Unit = Unit.KG) -> ExerciseEntry:
    entry = ExerciseEntry(planned.id, planned.name, unit)
    entry.take_prescription(planned)
    entry.take_last(last)
    return entry


def _day(*exercises: ExerciseOfDay) -> DayOfWeek:
    return DayOfWeek(TODAY, Weekday.FRIDAY, DayState.TODAY, exercises)


@pytest.mark.parametrize(
    ("reps", "type", "kind"),
    [
        ("8", None, EntryKind.REPS),
        ("8-12", None, EntryKind.REPS),
        ("AMRAP", None, EntryKind.REPS),
        ("30 s", None, EntryKind.TIME),
        ("400 m", None, EntryKind.DISTANCE),
        ("20 min", None, EntryKind.CARDIO),
        ("5 km", None, EntryKind.CARDIO),
        ("", ExerciseType.CARDIO, EntryKind.CARDIO),
        ("60 s", ExerciseType.CARDIO, EntryKind.CARDIO),
        ("", ExerciseType.FLEXIBILITY, EntryKind.TIME),
        ("whatever <b>", None, EntryKind.REPS),
    ],
)
def test_a_target_decides_what_is_entered(reps: str, type: ExerciseType | None, kind: EntryKind) -> None:
    assert _entry(_planned(reps=reps, type=type)).kind is kind


def test_an_exercise_of_seconds_asks_for_a_weight_only_where_one_is_meant() -> None:
    plank = _entry(_planned(reps="45 s", weight="bodyweight"))
    carry = _entry(_planned(reps="40 m", weight="24 kg"))
    assert plank.measures == (Measure.SECONDS,)
    assert carry.measures == (Measure.WEIGHT, Measure.METRES)
    assert _entry(_planned(reps="20 min", weight="")).measures == (Measure.MINUTES, Measure.KILOMETRES)


@pytest.mark.parametrize(
    ("weight", "unit", "expected"),
    [
        ("60 kg", Unit.KG, "60"),
        ("135 lb", Unit.KG, "61"),  # 61.235 kg, to half a kilogram
        ("60 kg", Unit.LB, "132"),  # 132.28 lb, to a pound
        ("BW+10 kg", Unit.KG, "10"),
        ("bodyweight", Unit.KG, None),
        ("60% of max", Unit.KG, "70"),  # what cannot be known is last time's
        ("heavy", Unit.KG, "70"),
        ("", Unit.KG, "70"),
    ],
)
def test_the_weight_comes_from_the_target_else_from_last_time(
    weight: str, unit: Unit, expected: str | None
) -> None:
    entry = _entry(_planned(weight=weight), _log(lifted(1, 8, "70", Unit.KG)), unit)
    assert entry.sets[0].weight == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("reps", "last", "expected"),
    [("5", 8, 5), ("8-12", 10, 10), ("8-12", 15, 8), ("8-12", None, 8), ("AMRAP", 14, 14), ("5/side", 6, 5)],
)
def test_the_reps_come_from_the_target_and_last_time(reps: str, last: int | None, expected: int) -> None:
    before = None if last is None else _log(lifted(1, last, "70", Unit.KG))
    assert _entry(_planned(reps=reps), before).sets[0].reps == expected


def test_as_many_sets_as_prescribed_and_last_time_beside_each() -> None:
    entry = _entry(_planned(sets=3), _log(lifted(1, 8, "70", Unit.KG), lifted(2, 7, "70", Unit.KG)))
    assert [one.last.reps if one.last else None for one in entry.sets] == [8, 7, None]
    assert len(_entry(_planned(sets=None, reps="20 min", weight="")).sets) == 1


def test_a_changed_weight_is_taken_over_by_the_sets_that_follow() -> None:
    entry = _entry(_planned(sets=4))
    entry.sets[0].put(Measure.WEIGHT, Decimal("62.5"))
    entry.sets[2].put(Measure.WEIGHT, Decimal(55))
    entry.finish_set(0)
    assert [one.weight for one in entry.sets] == [
        Decimal("62.5"),
        Decimal("62.5"),
        Decimal(55),
        Decimal("62.5"),
    ]


def test_a_set_of_10000_kg_is_refused_beside_the_set() -> None:
    entry = _entry(_planned())
    entry.sets[0].put(Measure.WEIGHT, Decimal(10_000))
    with pytest.raises(UserError) as caught:
        entry.finish_set(0)
    assert caught.value.field == "set1"
    assert not entry.sets[0].is_done


@pytest.mark.parametrize("reps", [Decimal(-5), Decimal(5000)])
def test_impossible_reps_are_refused(reps: Decimal) -> None:
    entry = _entry(_planned())
    entry.sets[0].put(Measure.REPS, reps)
    with pytest.raises(UserError, match="reps must be between"):
        entry.finish_set(0)


def test_what_is_sent_holds_the_sets_done_in_order_and_no_others() -> None:
    entry = _entry(_planned(sets=3))
    entry.sets[0].type = SetType.WARM_UP
    entry.finish_set(0)
    entry.finish_set(1)
    entry.rating, entry.note = 4, "  hard  "
    new = entry.to_send(SARAH, None)
    assert [(one.number, one.type, one.weight, one.unit, one.reps) for one in new.sets] == [
        (1, SetType.WARM_UP, Decimal(60), Unit.KG, 8),
        (2, SetType.WORKING, Decimal(60), Unit.KG, 8),
    ]
    assert (new.member_id, new.exercise_id, new.exercise_name) == (SARAH, uid(1), "Deadlift")
    assert (new.rating, new.notes, new.completed_at, new.duration_minutes) == (4, "hard", None, None)


def test_numbers_typed_into_the_current_set_count_as_done() -> None:
    entry = _entry(_planned(sets=2))
    entry.sets[0].put(Measure.REPS, Decimal(9))
    assert [one.reps for one in entry.to_send(SARAH, None).sets] == [9]


def test_nothing_done_is_not_sent() -> None:
    entry = _entry(_planned())
    with pytest.raises(UserError) as caught:
        entry.to_send(SARAH, None)
    assert caught.value.field == "sets"
    assert entry.sent is None


def test_the_key_stays_the_same_over_attempts() -> None:
    entry = _entry(_planned())
    entry.finish_set(0)
    first = entry.to_send(SARAH, TODAY_AT_NOON)
    entry.state = EntryState.UNSENT
    again = entry.to_send(SARAH, None)
    assert again == first
    entry.reopen()
    assert entry.to_send(SARAH, None).id != first.id


TODAY_AT_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_note_of_ten_thousand_characters_is_refused() -> None:
    entry = _entry(_planned())
    entry.finish_set(0)
    entry.note = "💪" * 10_000
    with pytest.raises(UserError) as caught:
        entry.to_send(SARAH, None)
    assert caught.value.field == "notes"


def test_time_distance_and_cardio_are_sent_in_seconds_and_metres() -> None:
    row = _entry(_planned(sets=None, reps="20 min", weight=""))
    row.sets[0].put(Measure.KILOMETRES, Decimal("4.5"))
    sent = row.to_send(SARAH, None)
    assert (sent.sets[0].duration_seconds, sent.sets[0].distance_m) == (1200, Decimal("4500.0"))
    assert (sent.sets[0].weight, sent.sets[0].reps, sent.duration_minutes) == (None, None, 20)
    plank = _entry(_planned(sets=1, reps="45 s", weight="bodyweight"))
    plank.finish_set(0)
    assert plank.to_send(SARAH, None).sets == (LoggedSet(1, duration_seconds=45),)
    run = _entry(_planned(sets=1, reps="400 m", weight=""))
    run.finish_set(0)
    assert run.to_send(SARAH, None).sets == (LoggedSet(1, distance_m=Decimal(400)),)


def test_body_weight_is_sent_without_a_weight() -> None:
    entry = _entry(_planned(sets=1, reps="12", weight="bodyweight"))
    entry.sets[0].put(Measure.WEIGHT, Decimal(0))
    entry.finish_set(0)
    assert entry.to_send(SARAH, None).sets == (LoggedSet(1, reps=12),)


def test_another_unit_converts_what_is_to_come_and_leaves_what_is_done() -> None:
    entry = _entry(_planned(sets=2, weight="100 kg"))
    entry.finish_set(0)
    entry.use_unit(Unit.LB)
    assert [(one.weight, one.unit) for one in entry.sets] == [
        (Decimal(100), Unit.KG),
        (Decimal(220), Unit.LB),
    ]


def test_an_added_set_is_like_the_one_before() -> None:
    entry = _entry(_planned(sets=1))
    entry.sets[0].put(Measure.WEIGHT, Decimal("72.5"))
    entry.sets[0].put(Measure.REPS, Decimal(6))
    entry.add_set()
    assert (entry.sets[1].weight, entry.sets[1].reps, entry.sets[1].is_done) == (Decimal("72.5"), 6, False)
    entry.remove_set(0)
    assert len(entry.sets) == 1


def test_a_record_is_beaten_only_by_a_heavier_working_set() -> None:
    record = PersonalRecord("Deadlift", TODAY, Decimal(60), Unit.KG, 5)
    entry = _entry(_planned(sets=3, weight="62.5 kg"))
    assert entry.beaten(record) is None
    entry.sets[0].type = SetType.WARM_UP
    entry.finish_set(0)
    assert entry.beaten(record) is None
    entry.finish_set(1)
    assert entry.beaten(record) is entry.sets[1]
    assert entry.beaten(dataclasses.replace(record, weight=Decimal("62.5"))) is None
    assert entry.beaten(None) is None


def test_a_session_lists_the_day_and_starts_with_what_is_open() -> None:
    planned = [dataclasses.replace(_planned(), id=uid(n), name=f"Exercise {n}") for n in range(3)]
    log = _log(lifted(1, 8, "60", Unit.KG), id=uid(90))
    session = WorkoutSession(TODAY, Unit.KG)
    session.update(
        _day(ExerciseOfDay(planned[0], uid(90), None), *(ExerciseOfDay(p, None, None) for p in planned[1:])),
        [log],
    )
    session.start()
    assert [entry.state for entry in session.entries] == [EntryState.LOGGED, EntryState.OPEN, EntryState.OPEN]
    assert session.current is session.entries[1]
    assert session.next_open() is session.entries[2]
    assert (session.sets_saved, session.volume_kg) == (1, Decimal(480))


def test_a_changed_plan_changes_only_what_nobody_has_begun() -> None:
    one, two = _planned(), dataclasses.replace(_planned(), id=uid(2), name="Row")
    session = WorkoutSession(TODAY, Unit.KG)
    session.update(_day(ExerciseOfDay(one, None, None), ExerciseOfDay(two, None, None)), [])
    session.entries[0].finish_set(0)
    heavier = [dataclasses.replace(p, weight="80 kg", sets=5) for p in (one, two)]
    session.update(_day(*(ExerciseOfDay(p, None, None) for p in heavier)), [])
    begun, fresh = session.entries
    assert (len(begun.sets), begun.sets[1].weight) == (3, Decimal(60))
    assert (len(fresh.sets), fresh.sets[0].weight) == (5, Decimal(80))
    session.update(_day(), [])
    assert session.entries == [begun]


def test_what_was_logged_elsewhere_shows_as_saved_and_a_deleted_log_opens_again() -> None:
    planned = _planned()
    session = WorkoutSession(TODAY, Unit.KG)
    session.update(_day(ExerciseOfDay(planned, None, None)), [])
    log = _log(lifted(1, 8, "60", Unit.KG), id=uid(90))
    session.update(_day(ExerciseOfDay(planned, log.id, None)), [log])
    assert session.entries[0].state is EntryState.LOGGED
    session.update(_day(ExerciseOfDay(planned, None, None)), [])
    assert session.entries[0].state is EntryState.OPEN
    assert session.entries[0].done[0].weight == Decimal(60)


def test_a_lost_answer_is_recognised_when_the_log_is_found() -> None:
    planned = _planned()
    session = WorkoutSession(TODAY, Unit.KG)
    session.update(_day(ExerciseOfDay(planned, None, None)), [])
    entry = session.entries[0]
    entry.finish_set(0)
    sent = entry.to_send(SARAH, None)
    entry.state = EntryState.UNSENT
    log = dataclasses.replace(_log(*sent.sets), id=sent.id)
    entry.finish_set(1)
    session.update(_day(ExerciseOfDay(planned, log.id, None)), [log])
    assert entry.state is EntryState.UNSENT, "a set was done since: it is not what arrived"
    entry.sets[1].is_done = False
    session.update(_day(ExerciseOfDay(planned, log.id, None)), [log])
    assert entry.state is EntryState.LOGGED


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_unplanned_work_needs_a_name_of_a_name_s_length(name: str) -> None:
    session = WorkoutSession(TODAY, Unit.KG)
    with pytest.raises(UserError) as caught:
        session.add(name)
    assert caught.value.field == "exercise_name"
    assert session.entries == []


def test_unplanned_work_is_filled_in_from_last_time() -> None:
    session = WorkoutSession(TODAY, Unit.KG)
    entry = session.add("  Farmer's   walk  ")
    assert entry.name == "Farmer's walk"
    assert session.current is entry
    entry.take_last(_log(LoggedSet(1, distance_m=Decimal(40), weight=Decimal(24), unit=Unit.KG)))
    assert entry.kind is EntryKind.DISTANCE
    assert entry.sets[0].value(Measure.METRES) == Decimal(40)
    assert entry.sets[0].weight == Decimal(24)


def test_minutes_and_kilometres_are_kept_to_the_second_and_metre() -> None:
    one = SetEntry(Unit.KG, seconds=95, metres=Decimal(1609))
    assert one.value(Measure.KILOMETRES) == Decimal("1.609")
    one.put(Measure.MINUTES, Decimal("1.5"))
    assert one.seconds == 90
    one.put(Measure.MINUTES, None)
    assert one.value(Measure.MINUTES) is None


def test_own_work_saved_before_is_listed_once() -> None:
    session = WorkoutSession(date(2026, 11, 13), Unit.KG)
    log = _log(lifted(1, 8, "60", Unit.KG))
    session.take_unplanned([log])
    session.take_unplanned([log])
    assert [entry.state for entry in session.entries] == [EntryState.LOGGED]


def test_last_times_warm_ups_are_no_measure_for_working_sets() -> None:
    kg = Unit.KG
    last = _log(
        LoggedSet(1, SetType.WARM_UP, 8, Decimal(40), kg),
        LoggedSet(2, SetType.WORKING, 5, Decimal(60), kg),
        LoggedSet(3, SetType.WORKING, 4, Decimal("62.5"), kg),
    )
    entry = _entry(_planned(sets=3, weight="heavy"), last)
    assert [one.last.number if one.last else None for one in entry.sets] == [2, 3, None]
    assert [one.weight for one in entry.sets] == [Decimal(60), Decimal("62.5"), None]
    unplanned = ExerciseEntry(uid(9), "Deadlift", kg)
    unplanned.take_last(last)
    assert len(unplanned.sets) == 2


# Something else instead, left out, corrected


def test_something_else_instead_takes_its_own_weight_and_says_what_was_planned() -> None:
    entry = _entry(_planned(weight="60 kg"))
    entry.substitute("Leg press")
    assert entry.is_substitute
    entry.take_last(_log(LoggedSet(1, reps=10, weight=Decimal(140), unit=Unit.KG)))
    assert (entry.sets[0].weight, entry.sets[0].reps, entry.weight_words) == (Decimal(140), 8, "")
    entry.finish_set(0)
    new = entry.to_send(SARAH, None)
    assert (new.exercise_name, new.exercise_id) == ("Leg press", uid(1))
    entry.take_prescription(_planned(weight="65 kg"))
    assert entry.name == "Leg press", "a changed plan does not undo it"


def test_what_was_left_out_elsewhere_shows_and_what_was_taken_back_opens_again() -> None:
    session = WorkoutSession(TODAY, Unit.KG)
    skip = Skip(uid(70), "It hurts")
    session.update(_day(ExerciseOfDay(_planned(), None, None, skipped=skip)), ())
    (entry,) = session.entries
    assert (entry.state, entry.skip) == (EntryState.SKIPPED, skip)
    session.update(_day(ExerciseOfDay(_planned(), None, None)), ())
    assert (entry.state, entry.skip) == (EntryState.OPEN, None)


def test_what_was_entered_counts_for_more_than_being_left_out() -> None:
    session = WorkoutSession(TODAY, Unit.KG)
    session.update(_day(ExerciseOfDay(_planned(), None, None)), ())
    session.entries[0].finish_set(0)
    session.update(_day(ExerciseOfDay(_planned(), None, None, skipped=Skip(uid(70), ""))), ())
    assert session.entries[0].state is EntryState.OPEN


def test_what_waits_stays_saved_until_the_server_has_it() -> None:
    session = WorkoutSession(TODAY, Unit.KG)
    session.update(_day(ExerciseOfDay(_planned(), None, None)), ())
    (entry,) = session.entries
    entry.finish_set(0)
    sent = entry.to_send(SARAH, None)
    entry.take_waiting()
    session.update(_day(ExerciseOfDay(_planned(), None, None)), ())
    assert entry.state is EntryState.LOGGED and not entry.is_touched
    log = _log(*sent.sets, id=sent.id, exercise=uid(1))
    session.update(_day(ExerciseOfDay(_planned(), log.id, None)), (log,))
    assert entry.log is log and not entry.is_waiting


# Reps in reserve, miles, strange weights


def test_reps_in_reserve_are_sent_with_the_set() -> None:
    entry = _entry(_planned())
    entry.sets[0].rir = 2
    entry.finish_set(0)
    assert entry.to_send(SARAH, None).sets[0].rir == 2
    entry.use_kind(EntryKind.TIME)
    entry.sets[0].seconds = 30
    assert entry.sets[0].logged(1, EntryKind.TIME).rir is None


def test_miles_are_kept_in_metres() -> None:
    one = SetEntry(Unit.LB)
    one.put(Measure.MILES, Decimal("3.1"))
    assert one.metres == Decimal("4989.0")
    assert one.value(Measure.MILES) == Decimal("3.1")
    assert one.value(Measure.KILOMETRES) == Decimal("4.989")


@pytest.mark.parametrize(
    ("weight", "unit", "best", "expected"),
    [
        ("142.5", Unit.KG, Decimal(80), True),
        ("120", Unit.KG, Decimal(80), False),  # not more than 1.5 times the best
        ("25", Unit.KG, Decimal(10), False),  # not 20 kg more
        ("260", Unit.LB, Decimal(75), True),
        ("300", Unit.KG, None, False),
        ("300.5", Unit.KG, None, True),
        ("9999", Unit.KG, Decimal(80), True),
    ],
)
def test_a_weight_far_beyond_the_best_is_strange(
    weight: str, unit: Unit, best: Decimal | None, expected: bool
) -> None:
    entry = _entry(_planned(), unit=unit)
    one = entry.sets[0]
    one.weight = Decimal(weight)
    record = PersonalRecord("Deadlift", TODAY, best, Unit.KG, 5) if best is not None else None
    assert is_far_beyond(entry, one, record) is expected
    entry.confirmed_kg = Decimal(10_000)
    assert not is_far_beyond(entry, one, record), "asked about once"

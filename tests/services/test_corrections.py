"""Members correct, delete and skip: once, never over somebody else, and for seven days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.plans import Skip
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, SetType, WorkoutLog
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym
from tests.faults.writes import Pair, pair, sets


def logged(gym: Gym, p: Pair) -> tuple[GymServices, WorkoutLog]:
    services = gym.services(p.member, "member")
    new = NewLog(uuid4(), p.member.id, p.exercise, "Bench press", sets(8, 8), rating=3, notes="ok")
    return services, services.workouts.log(new)


def age(gym: Gym, p: Pair) -> UUID:
    """Return a log that was entered eight days ago."""
    id = uuid4()
    gym.owner.execute(
        text(
            "INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name, logged_by, created_at)"
            " VALUES (:id, :e, :m, 'Bench press', :m, now() - interval '8 days')"
        ),
        {"id": id, "e": p.exercise, "m": p.member.id},
    )
    return id


def test_a_log_is_corrected_with_all_that_follows_from_its_sets(gym: Gym) -> None:
    services, log = logged(gym, pair(gym))
    assert (log.version, log.is_correctable) == (1, True)
    heavier = (
        LoggedSet(1, SetType.WARM_UP, reps=10, weight=Decimal(20), unit=Unit.KG),
        LoggedSet(2, reps=5, weight=Decimal("82.5"), unit=Unit.KG, rir=1),
        LoggedSet(3, duration_seconds=30, distance_m=Decimal("400.5")),
    )
    corrected = services.workouts.correct(log.id, heavier, 5, "  heavy\n", log.version)
    assert corrected.sets == heavier
    assert (corrected.rating, corrected.notes, corrected.version) == (5, "heavy", 2)
    assert (corrected.sets_completed, corrected.reps_completed, corrected.weight_used) == (
        2,
        5,
        Decimal("82.5"),
    )
    assert (corrected.target, corrected.completed_at) == (log.target, log.completed_at)
    assert services.workouts.correct(log.id, heavier, 5, "heavy", log.version) == corrected, "sent again"
    assert services.workouts.correct(log.id, heavier, None, "", 2).rating is None


def test_nothing_is_corrected_over_what_somebody_else_corrected(gym: Gym) -> None:
    p = pair(gym)
    services, log = logged(gym, p)
    desk = gym.services(gym.admin())
    desk.workouts.correct(log.id, sets(9), 3, "by the desk", 1)
    with pytest.raises(Conflict):
        services.workouts.correct(log.id, sets(10), 3, "mine", 1)
    (stored,) = services.workouts.logs(p.member.id)
    assert (stored.notes, [s.reps for s in stored.sets], stored.version) == ("by the desk", [9], 2)


def test_what_cannot_be_is_refused_and_nothing_changes(gym: Gym) -> None:
    services, log = logged(gym, pair(gym))
    for wrong, field in (((), "sets"), (sets(1001), "set1"), ((LoggedSet(1),), "set1")):
        with pytest.raises(UserError) as refused:
            services.workouts.correct(log.id, wrong, 3, "", 1)
        assert refused.value.field == field
    with pytest.raises(UserError):
        services.workouts.correct(log.id, (replace(sets(8)[0], number=201),), 3, "", 1)
    assert services.workouts.last_sets(gym_member(gym, log), "Bench press") == log


def gym_member(gym: Gym, log: WorkoutLog) -> UUID:
    member = gym.one("SELECT member_id FROM public.workout_progress WHERE id = :id", id=log.id)
    assert isinstance(member, UUID)
    return member


def test_after_seven_days_members_are_sent_to_the_desk(gym: Gym) -> None:
    p = pair(gym)
    id, services = age(gym, p), gym.services(p.member, "member")
    (log,) = services.workouts.logs(p.member.id)
    assert not log.is_correctable
    for call in (
        lambda: services.workouts.correct(id, sets(9), 3, "", 1),
        lambda: services.workouts.delete(id),
    ):
        with pytest.raises(Denied) as late:
            call()
        assert late.value.code == "correct_too_late"
    desk = gym.services(gym.admin())
    assert [s.reps for s in desk.workouts.correct(id, sets(9), 3, "", 1).sets] == [9]
    desk.workouts.delete(id)
    assert services.workouts.logs(p.member.id) == ()


def test_members_delete_their_own_and_nobody_elses(gym: Gym) -> None:
    p = pair(gym)
    services, log = logged(gym, p)
    for stranger in (gym.services(gym.member(), "member"), gym.services(p.trainer)):
        for call in (
            lambda s=stranger: s.workouts.delete(log.id),
            lambda s=stranger: s.workouts.correct(log.id, sets(9), 3, "", 1),
        ):
            with pytest.raises(Denied) as denied:
                call()
            assert denied.value.code == "no_row"
    services.workouts.delete(log.id)
    with pytest.raises(Denied):
        services.workouts.delete(log.id)


def test_what_a_trainer_entered_for_a_member_is_the_members_to_correct(gym: Gym) -> None:
    p = pair(gym)
    new = NewLog(uuid4(), p.member.id, p.exercise, "Bench press", sets(8))
    log = gym.services(p.trainer).workouts.log(new)
    corrected = gym.services(p.member, "member").workouts.correct(log.id, sets(7), 2, "", log.version)
    assert corrected.logged_by_name == p.trainer.name
    assert [s.reps for s in corrected.sets] == [7]


def test_a_trainer_corrects_and_deletes_what_they_entered_for_seven_days_while_they_train(gym: Gym) -> None:
    p = pair(gym)
    coach, other = gym.services(p.trainer), gym.services(gym.trainer())
    log, second = (
        coach.workouts.log(NewLog(uuid4(), p.member.id, None, "Row", sets(count))) for count in (8, 9)
    )
    assert log.is_correctable and second.is_correctable
    for call in (
        lambda: other.workouts.delete(log.id),
        lambda: other.workouts.correct(log.id, sets(7), 2, "", log.version),
    ):
        with pytest.raises(Denied):
            call()
    corrected = coach.workouts.correct(log.id, sets(7), 2, "slip", log.version)
    assert ([s.reps for s in corrected.sets], corrected.notes) == ([7], "slip")
    assert corrected.logged_by_name == p.trainer.name
    said = "SELECT person_id FROM public.audit_log WHERE row_id = :l AND operation = 'UPDATE'"
    assert gym.one(said, l=log.id) == p.trainer.id, "audited as the trainer's"
    coach.workouts.delete(second.id)
    (own,) = coach.workouts.logs(p.member.id)
    assert own.id == log.id
    gym.owner.execute(text("ALTER TABLE public.workout_progress DISABLE TRIGGER stamp_progress"))
    gym.owner.execute(text("UPDATE public.workout_progress SET created_at = now() - interval '8 days'"))
    gym.owner.execute(text("ALTER TABLE public.workout_progress ENABLE TRIGGER stamp_progress"))
    (old,) = coach.workouts.logs(p.member.id)
    assert not old.is_correctable
    with pytest.raises(Denied):
        coach.workouts.delete(log.id)
    fresh = coach.workouts.log(NewLog(uuid4(), p.member.id, None, "Row", sets(8)))
    gym.owner.execute(text("UPDATE public.trainer_assignments SET status = 'paused'"))
    with pytest.raises(Denied):
        coach.workouts.correct(fresh.id, sets(7), 2, "", fresh.version)


def test_a_skipped_exercise_shows_in_the_week_and_counts_for_nothing(gym: Gym) -> None:
    p = pair(gym)
    services = gym.services(p.member, "member")
    skip = NewSkip(uuid4(), p.member.id, p.exercise, gym.today, "  Machine taken ")
    made = services.workouts.skip(skip)
    assert made == Skip(skip.id, "Machine taken")
    assert services.workouts.skip(skip) == made, "sent again"
    again = replace(skip, id=uuid4(), reason="Other")
    assert services.workouts.skip(again) == made, "twice a day is once"
    for who in (services, gym.services(p.trainer)):
        week = who.plans.week(p.member.id)
        assert week is not None
        (today,) = [e for day in week.days for e in day.exercises]
        assert (today.skipped, today.logged, week.completed) == (made, False, 0)
    services.workouts.take_skip_back(made.id)
    week = services.plans.week(p.member.id)
    assert week is not None
    assert [e.skipped for day in week.days for e in day.exercises] == [None]
    with pytest.raises(Denied):
        services.workouts.take_skip_back(made.id)


def test_what_cannot_be_skipped(gym: Gym) -> None:
    p, other = pair(gym), pair(gym)
    services = gym.services(p.member, "member")
    skip = NewSkip(uuid4(), p.member.id, p.exercise, gym.today)
    for changed, code in (
        ({"exercise_id": other.exercise}, "skip_exercise_of_member"),
        ({"on": gym.today - timedelta(days=20)}, "skip_day_range"),
        ({"reason": "x" * 201}, "skip_reason_length"),
    ):
        with pytest.raises(UserError) as refused:
            services.workouts.skip(replace(skip, **changed))
        assert refused.value.code == code
    with pytest.raises(Denied):
        services.workouts.skip(replace(skip, member_id=other.member.id, exercise_id=other.exercise))
    services.workouts.skip(skip)
    with pytest.raises(UserError) as used:
        services.workouts.skip(replace(skip, on=gym.today - timedelta(days=1)))
    assert used.value.code == "key_reused"

"""How a member's training stands, as their own home page asks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog
from tests.factories import Gym


def _set_status(gym: Gym, assignment: UUID, status: str) -> None:
    gym.one(
        "UPDATE public.trainer_assignments SET status = :status WHERE id = :id RETURNING id",
        status=status,
        id=assignment,
    )


def _noon(gym: Gym, days_ago: int) -> datetime:
    return datetime.combine(gym.today - timedelta(days=days_ago), time(12), tzinfo=UTC)


def test_nobody_s_training_stands_nowhere(gym: Gym) -> None:
    mine = gym.services(gym.member(), "member").my_training.standing()
    assert (mine.today, mine.status, mine.trainer, mine.photo) == (gym.today, None, None, None)
    assert (mine.last_plan, mine.last_plan_ended, mine.weeks_in_a_row) == ("", None, 0)
    assert mine.active_trainer is None


def test_active_paused_and_ended_with_trainer_photo_and_plan(gym: Gym) -> None:
    member, trainer, other = gym.member(), gym.trainer("John Smith"), gym.member()
    assignment = gym.assignment(member, trainer)
    photo = b"\x89PNG\r\n\x1a\n and more"
    gym.one(
        "UPDATE public.instructors SET photo = :photo, certifications = '{CSCS}' WHERE id = :id RETURNING id",
        photo=photo,
        id=trainer.trainer_id,
    )
    own = gym.services(member, "member").my_training
    mine = own.standing()
    assert (mine.status, mine.photo) == (AssignmentStatus.ACTIVE, photo)
    assert mine.active_trainer is not None
    assert (mine.active_trainer.assignment_id, mine.active_trainer.name) == (assignment, "John Smith")
    assert mine.active_trainer.certifications == ("CSCS",)
    _set_status(gym, assignment, "paused")
    mine = own.standing()
    assert mine.is_paused
    assert mine.active_trainer is None
    assert mine.trainer is not None
    assert (mine.trainer.name, mine.stopped_on, mine.photo) == ("John Smith", gym.today, photo)
    _set_status(gym, assignment, "completed")
    mine = own.standing()
    assert (mine.status, mine.photo, mine.stopped_on) == (AssignmentStatus.COMPLETED, None, gym.today)
    assert gym.services(other, "member").my_training.standing().status is None


def test_weeks_with_a_workout_are_counted_in_a_row_by_the_gym_s_weeks(gym: Gym) -> None:
    member = gym.member()
    own = gym.services(member, "member").my_training
    for weeks in (1, 2, 3, 5):
        gym.log(member, None, at=_noon(gym, 7 * weeks))
    assert own.standing().weeks_in_a_row == 3
    gym.log(member, None)
    assert own.standing().weeks_in_a_row == 4
    gym.log(gym.member(), None, at=_noon(gym, 28))
    assert own.standing().weeks_in_a_row == 4


def test_the_plan_that_ended_last_is_named(gym: Gym) -> None:
    member, trainer = gym.member(), gym.trainer()
    assignment = gym.assignment(member, trainer)
    start = gym.today - timedelta(days=70)
    plan = gym.plan(assignment, starts_on=start, title="Upper / Lower", weeks=6)
    gym.one("UPDATE public.workout_plans SET status = 'completed' WHERE id = :id RETURNING id", id=plan)
    mine = gym.services(member, "member").my_training.standing()
    assert mine.last_plan == "Upper / Lower"
    assert mine.last_plan_ended is not None
    assert mine.last_plan_ended < gym.today


def test_last_time_is_the_time_before_the_day_in_reps_or_in_seconds(gym: Gym) -> None:
    member, trainer = gym.member(), gym.trainer()
    monday = gym.today - timedelta(days=7 + gym.today.weekday())
    plan = gym.plan(gym.assignment(member, trainer), starts_on=monday - timedelta(days=7), weeks=9)
    first, second = (gym.exercise(plan, day, "Plank", reps="45 s") for day in ("Monday", "Friday"))
    held = (LoggedSet(1, duration_seconds=40), LoggedSet(2, duration_seconds=45))
    own = gym.services(member, "member")
    at = datetime.combine(monday, time(12), tzinfo=UTC)
    own.workouts.log(NewLog(uuid4(), member.id, first, "Plank", held, at))
    week = own.plans.week(member.id, monday)
    assert week is not None
    last = {one.planned.id: one.last_time for day in week.days for one in day.exercises}
    assert last[first] is None, "what was done that day is not its own last time"
    friday = last[second]
    assert friday is not None
    assert (friday.on, friday.sets, friday.reps, friday.seconds, friday.metres) == (monday, 2, None, 45, None)


def test_all_that_is_unread_is_counted_and_read_though_the_bell_lists_thirty(gym: Gym) -> None:
    member, other = gym.member(), gym.member()
    gym.owner.execute(
        text(
            "INSERT INTO public.notifications (recipient_id, kind, data)"
            " SELECT p, 'note_shared', '{}' FROM unnest(CAST(:people AS uuid[])) p, generate_series(1, 40)"
        ),
        {"people": [member.id, other.id]},
    )
    own = gym.services(member, "member").notifications
    assert (len(own.latest()), own.unread()) == (30, 40)
    own.mark_read(None)
    assert (own.unread(), gym.services(other, "member").notifications.unread()) == (0, 40)

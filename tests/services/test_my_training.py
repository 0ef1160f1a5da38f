"""How a member's training stands, as their own home page asks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
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

"""To which day a workout belongs: across midnight, on days of 23 and 25 hours, from a computer in another zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.widgets.gym_week import gym_clock
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from tests.factories import Gym
from tests.faults.writes import sets

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def berlin(*at: int, fold: int = 0) -> datetime:
    return datetime(*at, tzinfo=BERLIN, fold=fold)  # type: ignore[arg-type, misc]


@dataclass(frozen=True)
class Case:
    """A workout of a day, begun and gone on with; when it counts as done.

    Attributes:
        done: When its sets were done.
        saved: When it was saved.
        expected: As it is to be stored.
    """

    name: str
    day: date
    began: datetime | None
    done: tuple[datetime, ...]
    saved: datetime
    expected: datetime


CASES = (
    Case(
        "across midnight, a set before it", date(2026, 11, 16), berlin(2026, 11, 16, 23, 30),
        (berlin(2026, 11, 16, 23, 50), berlin(2026, 11, 17, 0, 10)), berlin(2026, 11, 17, 0, 15),
        berlin(2026, 11, 16, 23, 50),
    ),
    Case(
        "across midnight, all sets after it", date(2026, 11, 16), berlin(2026, 11, 16, 23, 30),
        (berlin(2026, 11, 17, 0, 10),), berlin(2026, 11, 17, 0, 15), berlin(2026, 11, 16, 23, 59, 59),
    ),
    Case(
        "across midnight into summer time", date(2026, 3, 28), berlin(2026, 3, 28, 23, 50),
        (berlin(2026, 3, 29, 0, 20), berlin(2026, 3, 29, 3, 10)), berlin(2026, 3, 29, 3, 20),
        berlin(2026, 3, 28, 23, 59, 59),
    ),
    Case(
        "the day of 23 hours, over the hour that is not there", SPRING, berlin(2026, 3, 29, 1, 50),
        (berlin(2026, 3, 29, 1, 55), berlin(2026, 3, 29, 3, 5)), berlin(2026, 3, 30, 0, 5),
        datetime(2026, 3, 29, 1, 5, tzinfo=UTC),
    ),
    Case(
        "the day of 23 hours, entered the next day at a time it does not have", SPRING, None,
        (), berlin(2026, 3, 30, 2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    ),
    Case(
        "the day of 25 hours, over the hour that is there twice", AUTUMN, berlin(2026, 10, 25, 2, 30),
        (berlin(2026, 10, 25, 2, 40), berlin(2026, 10, 25, 2, 10, fold=1)), berlin(2026, 10, 26, 0, 5),
        datetime(2026, 10, 25, 1, 10, tzinfo=UTC),
    ),
    Case(
        "across midnight after the day of 25 hours", AUTUMN, berlin(2026, 10, 25, 23, 55),
        (berlin(2026, 10, 26, 0, 5),), berlin(2026, 10, 26, 0, 10), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC),
    ),
    Case(
        "across midnight into the day of 25 hours", date(2026, 10, 24), berlin(2026, 10, 24, 23, 59),
        (berlin(2026, 10, 25, 0, 1),), berlin(2026, 10, 25, 0, 2), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC),
    ),
)  # fmt: skip


def test_a_workout_stays_with_its_day_whatever_the_night_and_wherever_the_computer_stands(gym: Gym) -> None:
    """In the gym's zone throughout; the computer's zone changes nothing."""
    member = gym.member()
    own = gym.services(member, "member").workouts
    wrong = []
    for case in CASES:
        for zone in (BERLIN, ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Auckland")):
            saved, done = case.saved.astimezone(UTC).astimezone(zone), case.done
            clock = gym_clock("Europe/Berlin", lambda saved=saved: saved)
            session = WorkoutSession(case.day, Unit.KG, began_at=case.began and case.began.astimezone(zone))
            entry = session.add("Rowing")
            entry.fill_in()
            for at in done:
                entry.sets[-1].reps = 20
                entry.finish_set(len(entry.sets) - 1)
                entry.sets[-1].done_at = at.astimezone(UTC).astimezone(zone)
                entry.add_set()
            completed = session.completed_at(entry, clock())
            id = new_id()
            own.log(NewLog(id, member.id, None, "Rowing", sets(20), completed))
            row = gym.owner.execute(
                text("SELECT completed_at, completed_on FROM public.workout_progress WHERE id = :id"),
                {"id": id},
            ).one()
            if (row.completed_at, row.completed_on) != (case.expected.astimezone(UTC), case.day):
                wrong.append((case.name, zone.key, row.completed_at.astimezone(UTC), row.completed_on))
    assert wrong == []


def test_on_its_own_day_the_server_says_when(gym: Gym) -> None:
    """Also on a computer for which it is already tomorrow, or still yesterday."""
    for zone in ("Pacific/Auckland", "Pacific/Honolulu"):
        now = berlin(2026, 11, 16, 12).astimezone(ZoneInfo(zone))
        clock = gym_clock("Europe/Berlin", lambda now=now: now)
        session = WorkoutSession(date(2026, 11, 16), Unit.KG, began_at=now)
        assert session.completed_at(session.add("Rowing"), clock()) is None


def test_a_week_begins_with_the_gym_s_first_day_to_the_minute(gym: Gym) -> None:
    """Sunday 23:59 and Monday 00:01 of the gym are of one week, or of two."""
    member, trainer = gym.member(), gym.trainer()
    start = date(2026, 3, 16)
    plan = gym.plan(gym.assignment(member, trainer, start=start), starts_on=start, weeks=52)
    exercise = gym.exercise(plan, "Sunday", valid_from=start)
    gym.log(member, exercise, at=berlin(2026, 3, 29, 23, 59))
    own = gym.services(member, "member")
    for first, sunday, monday in ((1, date(2026, 3, 23), date(2026, 3, 30)), (7, SPRING, SPRING)):
        gym.owner.execute(text("UPDATE public.gym_settings SET week_start = :first"), {"first": first})
        for on, begins in ((SPRING, sunday), (date(2026, 3, 30), monday)):
            week = own.plans.week(member.id, on)
            assert week is not None and week.days[0].date == begins
            ticked = [one.logged for day in week.days for one in day.exercises]
            assert ticked == [begins <= SPRING <= week.days[-1].date], (first, on)

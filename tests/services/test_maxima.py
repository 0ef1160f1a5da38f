"""The maxima that percentages are of, on the real database."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.strength import E1rmFormula, e1rm
from tests.factories import Gym
from tests.services.test_few_statements import IDENTITY, statements

ZONE = ZoneInfo("Europe/Berlin")


def days_ago(gym: Gym, days: int) -> datetime:
    return datetime.combine(gym.today - timedelta(days=days), time(12), ZONE)


@pytest.mark.parametrize("formula", E1rmFormula)
def test_the_best_of_180_days_by_the_gyms_formula(gym: Gym, formula: E1rmFormula) -> None:
    gym.owner.execute(text("UPDATE public.gym_settings SET e1rm_formula = :f"), {"f": formula.value})
    trainer, member = gym.trainer(), gym.member()
    gym.assignment(member, trainer)
    gym.log(member, None, name="Zercher thing", reps=5, weight=100)
    gym.log(member, None, name="ZERCHER  thing", reps=8, weight=95, at=days_ago(gym, 179))
    gym.log(member, None, name="Zercher thing", reps=1, weight=180, at=days_ago(gym, 180))
    gym.log(member, None, name="Other thing", reps=13, weight=60)
    gym.log(gym.member(), None, name="Zercher thing", reps=1, weight=300)
    known = gym.services(trainer).progress.maxima(member.id)
    expected = max(e1rm(Decimal(kg), reps, formula) or 0 for kg, reps in ((100, 5), (95, 8)))
    assert known == {library_key("Zercher thing"): pytest.approx(expected)}
    assert gym.services(member, "member").progress.maxima(member.id) == known


def test_every_name_of_the_library_leads_to_it_and_pounds_count_as_kilograms(gym: Gym) -> None:
    member = gym.member()
    id = gym.log(member, None, name="bench press (barbell)", reps=1, weight=225)
    gym.owner.execute(
        text("UPDATE public.workout_sets SET weight_unit = 'lb' WHERE progress_id = :id"), {"id": id}
    )
    gym.log(member, None, name="Bench press", reps=1, weight=100)
    maxima = gym.services(member, "member").progress.maxima(member.id)
    for name in ("Bench press", "BENCH PRESS (Barbell)", "Flat bench press", "bp"):
        assert round(maxima[library_key(name)], 2) == Decimal("102.06")
    assert library_key("Dumbbell bench press") not in maxima


def test_only_working_sets_with_a_weight_count(gym: Gym) -> None:
    member = gym.member()
    for kind in ("warm-up", "drop", "failure"):
        id = gym.log(member, None, name="Squat thing", reps=3, weight=200)
        gym.owner.execute(
            text("UPDATE public.workout_sets SET type = :kind WHERE progress_id = :id"),
            {"id": id, "kind": kind},
        )
    gym.log(member, None, name="Squat thing", reps=3, weight=0)
    assert gym.services(member, "member").progress.maxima(member.id) == {}


def test_one_statement_and_nobody_elses(gym: Gym) -> None:
    member = gym.member()
    for n in range(12):
        gym.log(member, None, name=f"Exercise {n}", reps=n + 1)
    own = gym.services(member, "member")
    with statements(gym) as seen:
        assert len(own.progress.maxima(member.id)) == 12
    assert len(seen) - IDENTITY == 1
    assert gym.services(gym.trainer()).progress.maxima(member.id) == {}
    assert gym.services(gym.member(), "member").progress.maxima(member.id) == {}

"""The gym's settings: its bars and plates are saved as they are, once, and never over somebody else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.gym import PLATES_KG, PLATES_LB
from gymtrainer_desktop.domain.progression import LoadSteps
from gymtrainer_desktop.services.gym import GymService
from tests.factories import Gym


@pytest.fixture
def desk(gym: Gym) -> GymService:
    return gym.services(gym.admin()).gym


def test_a_gym_begins_with_the_usual_bar_and_plates(desk: GymService) -> None:
    settings = desk.settings()
    assert (settings.bar_kg, settings.bar_lb) == (Decimal(20), Decimal(45))
    assert (settings.plates_kg, settings.plates_lb) == (PLATES_KG, PLATES_LB)
    assert str(settings.plates_kg[0]) == "25", "without the zeros that the column keeps"
    assert settings.load_steps == LoadSteps()


def test_bars_and_plates_are_saved_in_order_and_read_by_everybody(gym: Gym, desk: GymService) -> None:
    before = desk.settings()
    wanted = replace(
        before,
        bar_kg=Decimal("17.5"),
        bar_lb=Decimal(0),
        plates_kg=(Decimal("0.5"), Decimal(20), Decimal("20.0"), Decimal("2.25")),
        plates_lb=(Decimal(100),),
    )
    saved = desk.save(wanted)
    assert (saved.bar_kg, saved.bar_lb) == (Decimal("17.5"), Decimal(0))
    assert [str(plate) for plate in saved.plates_kg] == ["20", "2.25", "0.5"]
    assert saved.load_steps == LoadSteps(Decimal(1), Decimal(200))
    assert saved.version == before.version + 1
    assert desk.save(wanted) == saved, "sent again after a lost answer"
    for person in (gym.trainer(), gym.member()):
        assert gym.services(person).gym.settings() == saved


def test_plates_are_never_saved_over_somebody_else(gym: Gym, desk: GymService) -> None:
    seen = desk.settings()
    gym.owner.execute(text("UPDATE public.gym_settings SET plates_kg = '{15}'"))
    with pytest.raises(Conflict):
        desk.save(replace(seen, plates_kg=(Decimal(20),)))
    assert desk.settings().plates_kg == (Decimal(15),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bar_kg", Decimal("100.01")),
        ("bar_lb", Decimal(-1)),
        ("plates_kg", ()),
        ("plates_kg", (Decimal(101),)),
        ("plates_lb", tuple(Decimal(n) for n in range(1, 22))),
        ("plates_lb", (Decimal("0.01"),)),
    ],
)
def test_the_database_refuses_what_no_gym_has_beside_its_field(
    desk: GymService, field: str, value: object
) -> None:
    before = desk.settings()
    with pytest.raises(UserError) as refused:
        desk.save(replace(before, **{field: value}))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert desk.settings() == before


def test_plates_are_the_desks(gym: Gym) -> None:
    trainer = gym.services(gym.trainer()).gym
    with pytest.raises((Denied, Conflict)):
        trainer.save(replace(trainer.settings(), plates_kg=(Decimal(5),)))
    assert trainer.settings().plates_kg == PLATES_KG

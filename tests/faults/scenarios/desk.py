"""What the front desk looks after: the gym, people, trainers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gymtrainer_desktop.domain.people import NewMember
from gymtrainer_desktop.domain.trainers import NewInstructor, TrainerEdit
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Sending, desk, pair, version, writes


# Not beside others: an import of members holds the same row, so that two imports wait for one another.
@writes("GymService.save", alone=True)
def _(gym: Gym) -> Sending:
    known = gym.services(desk(gym)).gym.settings()
    changed = replace(
        known,
        kiosk_idle_minutes=known.kiosk_idle_minutes % 60 + 1,
        name=f"Gym {new_id()}",
        bar_kg=known.bar_kg + 1,
        plates_kg=(Decimal(30 + known.version % 50), *known.plates_kg[1:]),
    )
    return Sending(desk(gym), lambda s, _: s.gym.save(changed))


@writes("PeopleService.add")
def _(gym: Gym) -> Sending:
    new = NewMember(new_id(), "Sarah Johnson", f"S{new_id().int % 10**9}", pin="2468")
    return Sending(desk(gym), lambda s, _: s.people.add(new))


@writes("PeopleService.set_pin")
def _(gym: Gym) -> Sending:
    member = gym.member()
    gym.session(member, "member")
    return Sending(desk(gym), lambda s, _: s.people.set_pin(member.id, "1357"))


@writes("TrainersService.add")
def _(gym: Gym) -> Sending:
    id = new_id()
    new = NewInstructor(id, new_id(), "John Smith", f"{id}@gym.test", password="coach-john-1")
    return Sending(desk(gym), lambda s, _: s.trainers.add(new))


@writes("TrainersService.save")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    assert trainer.trainer_id is not None
    v = version(gym, "instructors", trainer.trainer_id)
    edit = TrainerEdit(trainer.trainer_id, v, True, 12, Decimal("55"), ("strength",), (), "Hello", 4)
    return Sending(desk(gym), lambda s, _: s.trainers.save(edit))


@writes("TrainersService.set_photo")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    id = trainer.trainer_id
    assert id is not None
    v = version(gym, "instructors", id)
    return Sending(desk(gym), lambda s, _: s.trainers.set_photo(id, v, b"\xff\xd8\xffphoto"))


@writes("TrainersService.set_active")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    id = trainer.trainer_id
    assert id is not None
    v = version(gym, "instructors", id)
    return Sending(desk(gym), lambda s, _: s.trainers.set_active(id, v, False))


@writes("TrainersService.set_password")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    id = trainer.trainer_id
    assert id is not None
    gym.session(trainer)
    return Sending(desk(gym), lambda s, _: s.trainers.set_password(id, "coach-john-2"))


@writes("TrainersService.opened")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    return Sending(p.trainer, lambda s, _: s.trainers.opened(p.member.id))

"""Who trains whom."""

from __future__ import annotations

from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Sending, desk, pair, version, writes


@writes("AssignmentsService.assign")
def _(gym: Gym) -> Sending:
    member, trainer = gym.member(), gym.trainer()
    assert trainer.trainer_id is not None
    new = NewAssignment(new_id(), member.id, trainer.trainer_id, gym.today, "Knee")
    return Sending(desk(gym), lambda s, _: s.assignments.assign(new))


@writes("AssignmentsService.withdraw")
def _(gym: Gym) -> Sending:
    id = gym.assignment(gym.member(), gym.trainer())
    return Sending(desk(gym), lambda s, _: s.assignments.withdraw(id), gone="no_row")


@writes("AssignmentsService.pause")
def _(gym: Gym) -> Sending:
    id = pair(gym).assignment
    v = version(gym, "trainer_assignments", id)
    return Sending(desk(gym), lambda s, _: s.assignments.pause(id, v))


@writes("AssignmentsService.resume")
def _(gym: Gym) -> Sending:
    id = gym.assignment(gym.member(), gym.trainer(), status="paused")
    v = version(gym, "trainer_assignments", id)
    return Sending(desk(gym), lambda s, _: s.assignments.resume(id, v))


@writes("AssignmentsService.complete")
def _(gym: Gym) -> Sending:
    id = pair(gym).assignment
    v = version(gym, "trainer_assignments", id)
    return Sending(desk(gym), lambda s, _: s.assignments.complete(id, v))

"""Many at once: assigning, taking back, handing over."""

from __future__ import annotations

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.bulk import BulkLine
from gymtrainer_desktop.domain.handover import HandoverLine
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Sending, desk, id_of, pair, version, writes


@writes("BulkService.assign")
def _(gym: Gym) -> Sending:
    trainers = [gym.trainer(), gym.trainer()]
    lines = [
        BulkLine(new_id(), gym.member().id, "", id_of(trainers[n % 2]), trainers[n % 2].name)
        for n in range(6)
    ]

    def send(s: GymServices, _: Database) -> object:
        result = s.bulk.assign(lines, gym.today)
        assert not result.problems
        return result

    return Sending(desk(gym), send)


@writes("BulkService.undo")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    ids = [gym.assignment(gym.member(), trainer) for _ in range(4)]
    return Sending(desk(gym), lambda s, _: s.bulk.undo(ids))


@writes("HandoverService.hand_over")
def _(gym: Gym) -> Sending:
    pairs, to = [pair(gym), pair(gym)], gym.trainer()
    lines = [
        HandoverLine(p.assignment, new_id(), id_of(to), version(gym, "trainer_assignments", p.assignment))
        for p in pairs
    ]
    return Sending(desk(gym), lambda s, _: s.handover.hand_over(lines, "Mind the knee", True))

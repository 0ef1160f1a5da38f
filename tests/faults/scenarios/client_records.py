"""What a trainer writes down about a client."""

from __future__ import annotations

from gymtrainer_desktop.domain.client_records import RecordEdit
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Sending, pair, writes


@writes("ClientRecordsService.save")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    edit = RecordEdit(new_id(), p.member.id, "Run 10 km", "Left knee", 0)
    return Sending(p.trainer, lambda s, _: s.client_records.save(edit))


@writes("ClientRecordsService.save, changed")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    known = gym.services(p.trainer).client_records.save(RecordEdit(new_id(), p.member.id, "Run", "", 0))
    edit = RecordEdit(new_id(), p.member.id, "Run 21 km", "Left knee", known.version)
    return Sending(p.trainer, lambda s, _: s.client_records.save(edit))

"""What a trainer has to know of a client: who reads and writes it, once, and never over somebody else."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from gymtrainer_desktop.domain.client_records import RECORD_LIMIT, ClientRecord, RecordEdit
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from tests.factories import Gym, Person


def edit(
    member: Person, goals: str = "Run 10 km", injuries: str = "Left knee", version: int = 0
) -> RecordEdit:
    return RecordEdit(uuid4(), member.id, goals, injuries, version)


def test_a_trainer_writes_and_changes_the_record_of_a_client(gym: Gym) -> None:
    trainer, member = gym.trainer("John Smith"), gym.member()
    gym.assignment(member, trainer)
    records = gym.services(trainer).client_records
    assert records.of(member.id) == ClientRecord(member.id)
    assert records.of(member.id).is_empty

    written = records.save(edit(member, "  Run 10 km \n", "Left knee\nno jumping"))
    assert (written.goals, written.injuries) == ("Run 10 km", "Left knee\nno jumping")
    assert (written.version, written.written_by) == (1, "John Smith")
    assert written.updated_at is not None and not written.is_empty
    assert records.of(member.id) == written

    changed = records.save(edit(member, "Run 21 km", "", written.version))
    assert (changed.goals, changed.injuries, changed.version) == ("Run 21 km", "", 2)
    assert changed.updated_at is not None and changed.updated_at > written.updated_at


def test_sending_the_same_again_is_harmless(gym: Gym) -> None:
    trainer, member = gym.trainer(), gym.member()
    gym.assignment(member, trainer)
    records = gym.services(trainer).client_records
    first = edit(member)
    assert records.save(first) == records.save(first)
    second = replace(first, goals="Run 21 km", version=1)
    assert records.save(second) == records.save(second)
    assert records.of(member.id).version == 2


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(gym: Gym) -> None:
    trainer, member = gym.trainer("John Smith"), gym.member()
    gym.assignment(member, trainer)
    mine, desk = gym.services(trainer).client_records, gym.services(gym.admin()).client_records
    theirs = desk.save(edit(member, "From the desk"))
    with pytest.raises(Conflict):
        mine.save(edit(member, "From the trainer"))  # who saw no record yet
    stale = desk.save(edit(member, "From the desk again", version=theirs.version))
    with pytest.raises(Conflict):
        mine.save(edit(member, "From the trainer", version=theirs.version))
    assert mine.of(member.id).goals == "From the desk again"
    assert mine.save(edit(member, "From the trainer", version=stale.version)).written_by == "John Smith"


def test_a_key_that_was_used_for_another_client_overwrites_nobody(gym: Gym) -> None:
    admin, one, other = gym.admin(), gym.member(), gym.member()
    records = gym.services(admin).client_records
    first = edit(one)
    records.save(first)
    with pytest.raises(Conflict):
        records.save(replace(first, member_id=other.id, goals="Theirs"))
    assert records.of(other.id).is_empty
    assert records.of(one.id).goals == first.goals


def test_only_the_present_trainer_and_admins_read_and_write(gym: Gym) -> None:
    trainer, former, other = gym.trainer(), gym.trainer(), gym.trainer()
    member, client = gym.member(), gym.member()
    gym.assignment(member, former, status="completed")
    gym.assignment(member, trainer)
    gym.assignment(client, other)
    gym.services(trainer).client_records.save(edit(member))
    assert not gym.services(gym.admin()).client_records.of(member.id).is_empty
    for stranger in (former, other, member, client):
        records = gym.services(stranger).client_records
        assert records.of(member.id).is_empty
        for version in (0, 1):
            with pytest.raises((Denied, Conflict)):
                records.save(edit(member, "Mine now", version=version))
    assert gym.services(trainer).client_records.of(member.id).goals == "Run 10 km"


def test_the_trainer_of_a_paused_client_reads_and_does_not_write(gym: Gym) -> None:
    trainer, member = gym.trainer(), gym.member()
    gym.assignment(member, trainer, status="paused")
    gym.services(gym.admin()).client_records.save(edit(member))
    records = gym.services(trainer).client_records
    seen = records.of(member.id)
    with pytest.raises(Conflict):
        records.save(edit(member, "Changed", version=1))
    assert records.of(member.id) == seen


def test_too_long_a_text_is_refused_beside_its_field(gym: Gym) -> None:
    trainer, member = gym.trainer(), gym.member()
    gym.assignment(member, trainer)
    records = gym.services(trainer).client_records
    too_long = "x" * (RECORD_LIMIT + 1)
    for field, wrong in (("goals", edit(member, too_long)), ("injuries", edit(member, "", too_long))):
        with pytest.raises(UserError) as refused:
            records.save(wrong)
        assert refused.value.field == field
    longest = records.save(edit(member, "é" * RECORD_LIMIT, "🏋" * RECORD_LIMIT))
    assert (len(longest.goals), len(longest.injuries)) == (RECORD_LIMIT, RECORD_LIMIT)

"""Who was erased leaves nothing on a workstation either: no entry, no draft, no plan; and nobody else loses any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database import identity, plan_cache
from gymtrainer_desktop.database.engine import NOBODY
from gymtrainer_desktop.domain.errors import SignedOut
from gymtrainer_desktop.domain.outbox import SendOutcome
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services import erased
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.keys import new_id
from tests.factories import CHEAP, Gym, Person
from tests.faults.writes import pair, sets
from tests.services.test_kiosk_door import Kiosk
from tests.services.test_outbox import Line


@pytest.fixture
def kiosk(gym: Gym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kiosk]:
    monkeypatch.setattr(plan_cache, "DEFAULTS", CHEAP)
    monkeypatch.setattr(identity, "DEFAULTS", CHEAP)
    kiosk = Kiosk(gym, Line(gym.station, monkeypatch), tmp_path)
    kiosk.keep_for(3)
    yield kiosk
    for file in (kiosk.queue, kiosk.cache, kiosk.drafts):
        file.close()


def erase(gym: Gym, person: Person) -> None:
    gym.owner.execute(
        text(
            "UPDATE public.trainer_assignments SET status = 'completed', end_date = public.gym_today()"
            " WHERE member_id = :id"
        ),
        {"id": person.id},
    )
    gym.services(gym.admin()).persons.erase(person.id)


def of(person: Person) -> NewLog:
    return NewLog(new_id(), person.id, None, "Rowing", sets(20), notes=f"Note of {person.name}")


def left_of(kiosk: Kiosk, folder: Path, person: Person) -> list[str]:
    """What the files on the disk still say of somebody, and what they open of theirs."""
    found = [f.name for f in folder.iterdir() if person.name.encode() in f.read_bytes()]
    found += [f.name for f in folder.iterdir() if str(person.id).encode() in f.read_bytes()]
    for file in (kiosk.queue, kiosk.drafts, kiosk.cache):
        found += [type(file).__name__] * (person.id in file.people())
    return found


def test_who_was_erased_is_forgotten_here_and_nobody_else_is(kiosk: Kiosk, tmp_path: Path) -> None:
    gym, gone = kiosk.gym, kiosk.p.member
    stays = pair(gym).member
    coach = gym.services(kiosk.p.trainer)
    gym.secret(stays, "pin", "2468")
    for person in (gone, stays):
        services = kiosk.door.sign_in_member(person.member_number or "", "2468")
        kiosk.line.cut()
        assert services.recording.log(of(person)).is_waiting
        kiosk.line.mend()
        services.drafts.save("workout", person.id, {"of": person.name})
        DraftsService(kiosk.drafts, coach.person).save("plan", person.id, {"for": person.name})
    assignment = gym.one("SELECT id FROM public.trainer_assignments WHERE member_id = :id", id=gone.id)
    assert isinstance(assignment, UUID)
    DraftsService(kiosk.drafts, coach.person).save("message", assignment, {"text": f"Dear {gone.name}"})
    assert set(left_of(kiosk, tmp_path, gone)) >= {"Outbox", "DraftStore", "PlanCache", "outbox.db"}

    erase(gym, gone)
    kiosk.line.cut()
    assert kiosk.outbox.forget_erased() == 0, "nobody can be asked"
    assert gone.id in kiosk.drafts.people()
    kiosk.line.mend()
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)
    assert left_of(kiosk, tmp_path, gone) == []
    assert gym.one("SELECT count(*) FROM public.refused_entries") == 0
    assert kiosk.cache.people() == {stays.id}
    assert len(kiosk.drafts.all(f"{stays.id}/member", "workout")) == 1
    assert [one.subject_id for one in DraftsService(kiosk.drafts, coach.person).all("plan")] == [stays.id]

    erase(gym, kiosk.p.trainer)
    kiosk.outbox.forget_erased()
    assert left_of(kiosk, tmp_path, kiosk.p.trainer) == [], "what staff began goes with them"


def test_who_is_erased_while_they_stand_at_the_kiosk_leaves_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    gone, services = kiosk.p.member, kiosk.online()
    services.drafts.save("workout", gone.id, {"of": gone.name})
    erase(kiosk.gym, gone)
    with pytest.raises(SignedOut):
        services.gym.today()
    assert not kiosk.door.touch(services)
    # What they enter before the screen clears itself, and what is kept of it then.
    assert services.recording.log(of(gone)).is_waiting
    services.drafts.save("workout", gone.id, {"of": gone.name})
    kiosk.door.sign_out(services)
    assert left_of(kiosk, tmp_path, gone) == []


def test_who_is_only_not_there_may_come_back_and_loses_nothing(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server was restored from a back-up older than this session, and than one of the members."""
    monkeypatch.setattr(erased, "_MOST", 1)
    services = kiosk.online()
    kiosk.line.cut()
    services.recording.log(new := of(kiosk.p.member))
    kiosk.line.mend()
    kiosk.drafts.save(f"{UUID(int=5)}/member", "workout", UUID(int=5), {"of": "a newcomer"})
    kiosk.gym.owner.execute(text("DELETE FROM auth.sessions"))
    assert kiosk.outbox.send_all() == SendOutcome(waiting=1, held=1)
    assert kiosk.outbox.forget_erased() == 0
    assert kiosk.drafts.people() >= {UUID(int=5)}
    now = kiosk.online()
    assert kiosk.outbox.send_own(now.person.person_id, now.identity.token, now.workouts).sent == 1
    assert [log.id for log in now.workouts.logs(kiosk.p.member.id)] == [new.id]


def test_any_station_asks_and_hears_of_nothing_but_what_was_erased(kiosk: Kiosk) -> None:
    gym, gone, there = kiosk.gym, kiosk.p.member, gym_person(kiosk.gym)
    assignment = gym.one("SELECT id FROM public.trainer_assignments WHERE member_id = :id", id=gone.id)
    never = UUID(int=99)
    deleted = gym_person(gym)
    gym.owner.execute(text("DELETE FROM public.profiles WHERE id = :id"), {"id": deleted.id})
    erase(gym, gone)

    def asked(*ids: object) -> set[object]:
        with gym.station.transaction(NOBODY) as connection:
            return set(
                connection.execute(text("SELECT public.erased_rows(:ids)"), {"ids": list(ids)}).scalars()
            )

    assert asked(gone.id, assignment, there.id, never, deleted.id) == {gone.id, assignment}
    assert asked() == set()
    assert asked(*[never] * 1000, gone.id) == set(), "a thousand at once"


def gym_person(gym: Gym) -> Person:
    return gym.person("Somebody who stays")

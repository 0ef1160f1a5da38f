"""Drafts on a workstation: kept for whoever wrote them, from one start of the program to the next."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from uuid import UUID

from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.settings import Paths
from tests.factories import Gym
from tests.journeys.conftest import Workstation

CLIENT = UUID(int=7)


def drafts_of(workstation: Workstation) -> DraftsService:
    """Of whoever is signed in there."""
    assert workstation.app.session is not None
    drafts = workstation.app.session._services.drafts
    assert isinstance(drafts, DraftsService)
    return drafts


def test_a_draft_waits_for_its_writer_and_a_broken_file_stops_nobody(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    john = gym.trainer("John Smith")
    gym.secret(john, "password", "john-smith-1")
    room = start(paths)
    room.sign_in(john.email, "john-smith-1")
    drafts_of(room).save("plan", CLIENT, {"title": "Half a plan"})
    room.sign_out()
    room.sign_in("rosa@harbour.test", "front-desk-1")
    assert drafts_of(room).all("plan") == (), "nobody else at this workstation sees it"
    assert room.app.close()
    if os.name != "nt":
        assert stat.S_IMODE(paths.drafts_file.stat().st_mode) == 0o600

    again = start(paths)
    again.sign_in(john.email, "john-smith-1")
    draft = drafts_of(again).load("plan", CLIENT)
    assert draft is not None and draft.content == {"title": "Half a plan"}
    assert not [words for words in again.said if "drafts" in words]
    assert again.app.close()

    paths.drafts_file.write_bytes(b"not a database, not at all" * 100)
    third = start(paths)
    third.sign_in(john.email, "john-smith-1")
    third.until(lambda: [words for words in third.said if "kept as drafts.db.broken" in words])
    assert drafts_of(third).all("plan") == ()
    drafts_of(third).save("plan", CLIENT, {"title": "Begun anew"})
    assert third.app.close()

    fourth = start(paths)
    fourth.sign_in(john.email, "john-smith-1")
    assert drafts_of(fourth).load("plan", CLIENT) is not None
    assert not [words for words in fourth.said if "drafts" in words], "said once"

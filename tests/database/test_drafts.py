"""Drafts on a workstation: kept through a kill, shown to their owner only, and gone when their owner is."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.domain.drafts import KEPT_FOR
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.server_clock import ServerClock

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SUBJECT = UUID(int=7)
SAVER = """
import sys
from pathlib import Path
from uuid import UUID
from gymtrainer_desktop.database.drafts import DraftStore

store = DraftStore(Path(sys.argv[1]))
for n in range(1, 101):
    store.save("somebody", "plan", UUID(int=7), {"n": n, "text": "x" * 20000})
    print(n, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gym" / "drafts.db"


@pytest.fixture
def store(file: Path) -> Iterator[DraftStore]:
    store = DraftStore(file)
    yield store
    store.close()


def person(id: UUID | None = None, *, member_session: bool = False) -> SignedIn:
    roles = (Role.MEMBER,) if member_session else (Role.TRAINER, Role.MEMBER)
    return SignedIn(id or uuid4(), "Somebody", roles, None, member_session, Unit.KG, 15)


def test_a_draft_is_there_again_when_the_program_starts_anew(store: DraftStore, file: Path) -> None:
    content = {"title": "Back to strength — ünï", "days": [{"sets": 4}, None], "nul": "\0"}
    mine = DraftsService(store, who := person())
    saved_at = mine.save("plan", SUBJECT, {"title": "an earlier one"})
    assert mine.save("plan", SUBJECT, content) >= saved_at
    store.close()

    again = DraftStore(file)
    draft = DraftsService(again, who).load("plan", SUBJECT)
    again.close()
    assert draft is not None
    assert (draft.kind, draft.subject_id, draft.content) == ("plan", SUBJECT, content)
    assert draft.saved_at >= saved_at


def test_nobody_reaches_the_drafts_of_another_person(store: DraftStore) -> None:
    one, other = person(), person()
    mine, theirs = DraftsService(store, one), DraftsService(store, other)
    by_pin = DraftsService(store, replace(one, roles=(Role.MEMBER,), member_session=True))
    mine.save("plan", SUBJECT, {"of": "one"})
    for stranger in (theirs, by_pin):
        assert stranger.load("plan", SUBJECT) is None
        assert stranger.all("plan") == ()
        stranger.discard("plan", SUBJECT)
        stranger.save("plan", SUBJECT, {"of": "a stranger"})
        stranger.discard("plan", SUBJECT)
    assert [draft.content for draft in mine.all("plan")] == [{"of": "one"}]


def test_drafts_are_kept_by_kind_and_subject_the_newest_first(store: DraftStore) -> None:
    mine, subjects = DraftsService(store, person()), [UUID(int=n) for n in range(3)]
    for subject in subjects:
        mine.save("plan", subject, {"n": subject.int})
    mine.save("workout", subjects[0], {"other": True})
    mine.save("plan", subjects[0], {"n": 100})
    assert [draft.content["n"] for draft in mine.all("plan")] == [100, 2, 1]
    mine.discard("plan", subjects[0])
    mine.discard("plan", subjects[0])
    assert [draft.subject_id for draft in mine.all("plan")] == [subjects[2], subjects[1]]
    assert mine.load("workout", subjects[0]) is not None


@pytest.mark.parametrize("after", [1, 37])
def test_the_last_acknowledged_save_survives_a_kill(file: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SAVER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as saver:
        assert saver.stdout is not None
        acknowledged = 0
        for line in saver.stdout:
            acknowledged = int(line)
            if acknowledged == after:
                saver.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
                break
        acknowledged = max([acknowledged, *(int(line) for line in saver.stdout)])
    store = DraftStore(file)
    draft = store.load("somebody", "plan", SUBJECT)
    problem = store.take_problem()
    store.close()
    assert draft is not None and problem == ""
    # What was saved and could not be said any more may be there too.
    assert acknowledged <= draft.content["n"] <= acknowledged + 1
    assert len(draft.content["text"]) == 20000


def test_a_draft_that_cannot_be_read_hides_no_other(store: DraftStore, file: Path) -> None:
    for n in range(3):
        store.save("somebody", "plan", UUID(int=n), {"n": n})
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE drafts SET content = '{' WHERE subject = ?", (str(UUID(int=0)),))
        raw.execute("UPDATE drafts SET subject = 'nobody' WHERE subject = ?", (str(UUID(int=1)),))
    raw.close()
    assert [draft.content for draft in store.all("somebody", "plan")] == [{"n": 2}]
    assert store.load("somebody", "plan", UUID(int=0)) is None


def test_what_is_no_json_is_the_callers_fault_and_changes_nothing(store: DraftStore) -> None:
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    with pytest.raises(TypeError):
        store.save("somebody", "plan", SUBJECT, {"n": object()})
    with pytest.raises(ValueError, match="JSON"):
        store.save("somebody", "plan", SUBJECT, {"n": float("nan")})
    draft = store.load("somebody", "plan", SUBJECT)
    assert draft is not None and draft.content == {"n": 1}


def test_of_a_file_of_many_only_the_drafts_of_who_was_erased_go(store: DraftStore) -> None:
    sarah, tom, assignment = UUID(int=1), UUID(int=2), UUID(int=3)
    store.save(f"{sarah}/member", "workout", sarah, {})
    store.save(f"{tom}/staff", "plan", sarah, {"about": "Sarah"})
    store.save(f"{tom}/staff", "message", assignment, {"text": "Dear Sarah"})
    store.save(f"{tom}/staff", "plan", UUID(int=4), {"about": "somebody else"})
    store.save("somebody", "plan", UUID(int=5), {})
    assert store.people() == {UUID(int=n) for n in range(1, 6)}
    assert store.forget(frozenset({sarah, assignment, UUID(int=9)})) == 3
    assert store.people() == {tom, UUID(int=4), UUID(int=5)}


def test_drafts_are_dropped_after_two_months_by_a_clock_that_holds(store: DraftStore) -> None:
    for n, age in ((1, KEPT_FOR + timedelta(hours=1)), (2, KEPT_FOR - timedelta(hours=1)), (3, -KEPT_FOR)):
        store.save("somebody", "plan", UUID(int=n), {"n": n}, NOW - age)
    store.close()
    assert len(store.all("somebody", "plan")) == 3, "this computer's clock alone throws nothing away"
    assert store.drop_old(NOW) == 1
    assert [draft.content["n"] for draft in store.all("somebody", "plan")] == [3, 2]


def test_a_draft_is_dated_by_the_server_whatever_this_computer_says(store: DraftStore) -> None:
    clock = ServerClock(lambda: 7.0, lambda: datetime(2001, 1, 1, tzinfo=UTC))
    mine = DraftsService(store, person(), clock)
    assert mine.save("plan", SUBJECT, {}) == datetime(2001, 1, 1, tzinfo=UTC), "nobody was asked yet"
    clock.learn(NOW)
    assert mine.save("plan", SUBJECT, {}) == NOW
    draft = mine.load("plan", SUBJECT)
    assert draft is not None and draft.saved_at == NOW

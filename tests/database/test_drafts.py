"""Drafts on a workstation: kept through a kill, a broken file and a full disk, and shown to their owner only."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.domain.drafts import KEPT_FOR
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.drafts import DraftsService

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


def test_drafts_of_two_months_ago_are_dropped_on_opening(store: DraftStore, file: Path) -> None:
    mine = DraftsService(store, person())
    mine.save("plan", UUID(int=1), {"old": True})
    mine.save("plan", UUID(int=2), {"old": False})
    store.close()
    with sqlite3.connect(file) as raw:
        for n, age in ((1, KEPT_FOR + timedelta(hours=1)), (2, KEPT_FOR - timedelta(hours=1))):
            raw.execute(
                "UPDATE drafts SET saved_at = saved_at - ? WHERE subject = ?",
                (age.total_seconds(), str(UUID(int=n))),
            )
    raw.close()
    assert [draft.subject_id for draft in mine.all("plan")] == [UUID(int=2)]


def test_a_thrown_away_draft_cannot_be_read_from_the_file(store: DraftStore, file: Path) -> None:
    mine = DraftsService(store, person())
    mine.save("plan", SUBJECT, {"injuries": "a slipped disc"})
    assert any(b"slipped disc" in each.read_bytes() for each in file.parent.iterdir())
    mine.discard("plan", SUBJECT)
    assert not any(b"slipped disc" in each.read_bytes() for each in file.parent.iterdir())


if os.name != "nt":

    def test_the_file_is_readable_for_its_owner_only(store: DraftStore, file: Path) -> None:
        file.parent.mkdir()
        file.touch(mode=0o644)
        before = os.umask(0)
        try:
            store.save("somebody", "plan", SUBJECT, {})
        finally:
            os.umask(before)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()}
        assert modes["drafts.db"] == 0o600
        assert set(modes.values()) == {0o600}


def test_the_disk_has_a_draft_before_the_save_returns(store: DraftStore) -> None:
    store.save("somebody", "plan", SUBJECT, {})
    connection = store._connection
    assert connection is not None
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)


@pytest.mark.parametrize("after", [1, 37, 50, 99])
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


def damage_header(file: Path) -> None:
    file.write_bytes(b"This is a letter to the gym, not a database. " * 100)


def damage_pages(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(bytes(content))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def of_a_later_program(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA user_version = 99")
    raw.close()


def without_table(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute("DROP TABLE drafts")
    raw.close()


@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut, of_a_later_program, without_table])
def test_a_broken_file_is_set_aside_and_said_once(
    store: DraftStore, file: Path, damage: Callable[[Path], None]
) -> None:
    for n in range(40):
        store.save("somebody", "plan", UUID(int=n), {"text": "x" * 3000})
    store.close()
    damage(file)
    damaged = file.read_bytes()
    store.open()
    assert "drafts.db.broken" in store.take_problem()
    assert store.take_problem() == ""
    assert file.with_name("drafts.db.broken").read_bytes() == damaged
    assert store.all("somebody", "plan") == ()
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    assert store.load("somebody", "plan", SUBJECT) is not None
    assert store.take_problem() == ""


def test_a_file_that_breaks_while_it_is_open_is_set_aside_and_the_draft_kept(
    store: DraftStore, file: Path
) -> None:
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    damage_header(file)
    store.save("somebody", "plan", SUBJECT, {"n": 2})
    assert "drafts.db.broken" in store.take_problem()
    draft = store.load("somebody", "plan", SUBJECT)
    assert draft is not None and draft.content == {"n": 2}


def test_a_draft_that_cannot_be_read_hides_no_other(store: DraftStore, file: Path) -> None:
    for n in range(3):
        store.save("somebody", "plan", UUID(int=n), {"n": n})
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE drafts SET content = '{' WHERE subject = ?", (str(UUID(int=0)),))
        raw.execute("UPDATE drafts SET subject = 'nobody' WHERE subject = ?", (str(UUID(int=1)),))
    raw.close()
    assert [draft.content for draft in store.all("somebody", "plan")] == [{"n": 2}]
    assert store.load("somebody", "plan", UUID(int=0)) is None


def test_a_file_that_was_moved_away_is_begun_anew(store: DraftStore, file: Path) -> None:
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    file.replace(file.with_name("elsewhere.db"))
    store.save("somebody", "plan", SUBJECT, {"n": 2})
    store.close()
    draft = store.load("somebody", "plan", SUBJECT)
    assert draft is not None and draft.content == {"n": 2}


def test_a_folder_that_cannot_be_used_is_said_and_stops_nobody(tmp_path: Path) -> None:
    in_the_way = tmp_path / "gym"
    in_the_way.write_text("a file")
    store = DraftStore(in_the_way / "drafts.db")
    store.open()
    assert "in the way" in store.take_problem()
    with pytest.raises(UserError, match="in the way"):
        store.save("somebody", "plan", SUBJECT, {})
    in_the_way.unlink()
    store.save("somebody", "plan", SUBJECT, {})
    store.close()


def test_a_full_disk_is_said_and_the_former_draft_stays(store: DraftStore) -> None:
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    connection = store._connection
    assert connection is not None
    connection.execute("PRAGMA max_page_count = 8")  # as if nothing more went onto the disk
    with pytest.raises(UserError, match="disk is full"):
        store.save("somebody", "plan", SUBJECT, {"text": "x" * 200_000})
    draft = store.load("somebody", "plan", SUBJECT)
    assert draft is not None and draft.content == {"n": 1}


def test_two_programs_share_the_file_and_one_that_holds_it_is_not_waited_for(
    store: DraftStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gymtrainer_desktop.database.local_file._BUSY_SECONDS", 0.05)
    other = DraftStore(file)
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    other.save("somebody", "plan", SUBJECT, {"n": 2})
    draft = store.load("somebody", "plan", SUBJECT)
    assert draft is not None and draft.content == {"n": 2}

    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Another window"):
        store.save("somebody", "plan", SUBJECT, {"n": 3})
    raw.execute("ROLLBACK")
    raw.close()
    store.save("somebody", "plan", SUBJECT, {"n": 4})
    assert other.load("somebody", "plan", SUBJECT) == store.load("somebody", "plan", SUBJECT)
    other.close()


def test_threads_save_at_once_and_lose_nothing(store: DraftStore) -> None:
    def save(worker: int) -> None:
        for n in range(10):
            store.save("somebody", "plan", UUID(int=worker), {"n": n})

    threads = [threading.Thread(target=save, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drafts = store.all("somebody", "plan")
    assert {draft.subject_id.int: draft.content["n"] for draft in drafts} == dict.fromkeys(range(6), 9)


def test_without_a_file_drafts_last_as_long_as_the_program() -> None:
    store = DraftStore(None)
    mine = DraftsService(store, person())
    mine.save("plan", SUBJECT, {"n": 1})
    assert mine.load("plan", SUBJECT) is not None
    store.close()
    assert mine.load("plan", SUBJECT) is None
    store.close()


def test_what_is_no_json_is_the_callers_fault_and_changes_nothing(store: DraftStore) -> None:
    store.save("somebody", "plan", SUBJECT, {"n": 1})
    with pytest.raises(TypeError):
        store.save("somebody", "plan", SUBJECT, {"n": object()})
    with pytest.raises(ValueError, match="JSON"):
        store.save("somebody", "plan", SUBJECT, {"n": float("nan")})
    draft = store.load("somebody", "plan", SUBJECT)
    assert draft is not None and draft.content == {"n": 1}

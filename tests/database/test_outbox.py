"""The queue's file: every acknowledged entry once and in order, through kills, damage, full disks and lost keys."""

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
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from keyring.backends.fail import Keyring as FailKeyring

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database.outbox import HELD_FOR, KEY_NAME, Outbox, new_key, stored_key
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import EntryKind, QueuedEntry
from tests.database.test_embedded_users import can_mount

AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
TOKEN = "5ec4e7" * 10 + "beef"
KEY = new_key()
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from gymtrainer_desktop.database.outbox import Outbox
from gymtrainer_desktop.domain.outbox import EntryKind, QueuedEntry

outbox = Outbox(Path(sys.argv[1]), lambda: sys.argv[2])
for n in range(1, 101):
    content = {"id": str(UUID(int=n)), "notes": "x" * 2000}
    outbox.put(QueuedEntry(UUID(int=n), EntryKind.LOG, UUID(int=7), datetime.now(UTC), content, "token of %d" % n))
    print(n, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gym" / "outbox.db"


@pytest.fixture
def outbox(file: Path) -> Iterator[Outbox]:
    outbox = Outbox(file, lambda: KEY)
    yield outbox
    outbox.close()


def entry(n: int, **changed: object) -> QueuedEntry:
    one = QueuedEntry(
        UUID(int=n), EntryKind.LOG, UUID(int=7), AT, {"id": str(UUID(int=n)), "sets": [{"reps": n}]}, TOKEN
    )
    return replace(one, **changed)  # type: ignore[arg-type]


def numbers(outbox: Outbox) -> list[int]:
    return [one.id.int for one in outbox.waiting()]


def test_entries_are_there_again_in_order_when_the_program_starts_anew(outbox: Outbox, file: Path) -> None:
    first = entry(5, content={"notes": "ünï — \U0001f3cb", "weight": "62.50", "rating": None})
    second = entry(
        2, kind=EntryKind.SKIP, person_id=uuid4(), made_at=AT.astimezone(timezone(timedelta(hours=2)))
    )
    for one in (first, second, entry(9, token="")):
        outbox.put(one)
    outbox.close()

    again = Outbox(file, lambda: KEY)
    assert again.waiting() == (first, second, entry(9, token=""))
    assert again.count() == 3
    again.close()


def test_the_same_again_changes_nothing_and_other_content_under_its_key_is_refused(outbox: Outbox) -> None:
    outbox.put(entry(1))
    outbox.put(entry(2))
    outbox.put(entry(1, made_at=AT + timedelta(minutes=1), token="another"))
    assert outbox.waiting() == (entry(1), entry(2)), "the first one stands, with its moment and its session"
    for other in (
        entry(1, content={"id": "1", "sets": []}),
        entry(1, kind=EntryKind.SKIP),
        entry(1, person_id=uuid4()),
    ):
        with pytest.raises(UserError) as refusal:
            outbox.put(other)
        assert refusal.value.code == "key_reused"
    assert outbox.waiting() == (entry(1), entry(2))


def test_the_moment_of_a_log_made_now_differs_from_try_to_try(outbox: Outbox) -> None:
    outbox.put(entry(1, content={"completed_at": AT.isoformat(), "notes": "a"}))
    outbox.put(entry(1, content={"completed_at": (AT + timedelta(seconds=9)).isoformat(), "notes": "a"}))
    assert outbox.waiting()[0].content["completed_at"] == AT.isoformat()


def test_what_was_sent_is_taken_out_and_what_was_not_says_why(outbox: Outbox) -> None:
    for n in (1, 2, 3):
        outbox.put(entry(n))
    assert outbox.take_out(UUID(int=2)) is True
    assert outbox.take_out(UUID(int=2)) is False
    outbox.note_problem(UUID(int=1), "The server is away.")
    outbox.note_problem(UUID(int=3), "Waits.", is_held=True)
    assert [(one.id.int, one.problem, one.is_held) for one in outbox.waiting()] == [
        (1, "The server is away.", False),
        (3, "Waits.", True),
    ]
    outbox.put(entry(4))
    assert numbers(outbox) == [1, 3, 4], "nobody takes a place that was left"


def test_a_token_cannot_be_read_from_the_file_nor_what_was_sent(outbox: Outbox, file: Path) -> None:
    def bytes_there() -> bytes:
        return b"".join(each.read_bytes() for each in file.parent.iterdir())

    outbox.put(entry(1, content={"notes": "a slipped disc"}))
    there = bytes_there()
    assert b"slipped disc" in there
    for hidden in (TOKEN.encode(), bytes.fromhex(TOKEN), KEY.encode()):
        assert hidden not in there
    assert TOKEN not in repr(outbox.waiting())
    outbox.take_out(UUID(int=1))
    assert b"slipped disc" not in bytes_there()


if os.name != "nt":

    def test_the_file_is_readable_for_its_owner_only(outbox: Outbox, file: Path) -> None:
        before = os.umask(0)
        try:
            outbox.put(entry(1))
        finally:
            os.umask(before)
        assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}


def test_the_disk_has_an_entry_before_put_returns(outbox: Outbox) -> None:
    outbox.put(entry(1))
    connection = outbox._connection
    assert connection is not None
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
    assert not connection.in_transaction


@pytest.mark.parametrize("after", [1, 2, 23, 50, 77, 99, 100])
def test_every_acknowledged_entry_survives_a_kill_once_and_in_order(file: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file), KEY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        acknowledged = 0
        for line in writer.stdout:
            acknowledged = int(line)
            if acknowledged == after:
                writer.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
                break
        acknowledged = max([acknowledged, *(int(line) for line in writer.stdout)])
    outbox = Outbox(file, lambda: KEY)
    there = outbox.waiting()
    problem = outbox.take_problem()
    outbox.close()
    assert problem == ""
    # What was kept and could not be said any more may be there too.
    assert acknowledged <= len(there) <= acknowledged + 1
    assert [one.id.int for one in there] == list(range(1, len(there) + 1))
    assert {len(one.content["notes"]) for one in there} == {2000}
    assert [one.token for one in there] == [f"token of {n}" for n in range(1, len(there) + 1)]


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
    raw.execute("DROP TABLE entries")
    raw.close()


@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut, of_a_later_program, without_table])
def test_a_broken_file_is_set_aside_and_said_once(
    outbox: Outbox, file: Path, damage: Callable[[Path], None]
) -> None:
    for n in range(40):
        outbox.put(entry(n, content={"notes": "x" * 2000}))
    outbox.close()
    damage(file)
    damaged = file.read_bytes()
    assert outbox.count() == 0
    assert "outbox.db.broken" in outbox.take_problem()
    assert outbox.take_problem() == ""
    assert file.with_name("outbox.db.broken").read_bytes() == damaged, "nothing of it is thrown away"
    outbox.put(entry(1))
    assert numbers(outbox) == [1]


def test_an_entry_that_cannot_be_read_hides_no_other(outbox: Outbox, file: Path) -> None:
    for n in range(5):
        outbox.put(entry(n))
    with sqlite3.connect(file) as raw:
        for n, column, value in (
            (0, "content", "{"),
            (1, "person", "nobody"),
            (2, "made_at", "yesterday"),
            (3, "kind", "song"),
        ):
            raw.execute(f"UPDATE entries SET {column} = ? WHERE id = ?", (value, str(UUID(int=n))))
    raw.close()
    assert numbers(outbox) == [4]
    assert outbox.count() == 5, "and is still counted"


def test_a_full_disk_is_said_and_what_was_there_stays(outbox: Outbox) -> None:
    outbox.put(entry(1))
    connection = outbox._connection
    assert connection is not None
    connection.execute("PRAGMA max_page_count = 10")  # as if nothing more went onto the disk
    with pytest.raises(UserError, match="disk is full"):
        outbox.put(entry(2, content={"notes": "x" * 200_000}))
    assert numbers(outbox) == [1]


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "gym"
    in_the_way.write_text("a file")
    outbox = Outbox(in_the_way / "outbox.db", lambda: KEY)
    with pytest.raises(UserError, match="in the way"):
        outbox.put(entry(1))
    in_the_way.unlink()
    outbox.put(entry(1))
    assert numbers(outbox) == [1]
    outbox.close()


def test_two_programs_share_the_file_and_one_that_holds_it_is_not_waited_for(
    outbox: Outbox, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gymtrainer_desktop.database.local_file._BUSY_SECONDS", 0.05)
    other = Outbox(file, lambda: KEY)
    outbox.put(entry(1))
    other.put(entry(2))
    outbox.put(entry(3))
    assert numbers(outbox) == numbers(other) == [1, 2, 3]
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Another window"):
        outbox.put(entry(4))
    raw.execute("ROLLBACK")
    raw.close()
    outbox.put(entry(5))
    assert numbers(other) == [1, 2, 3, 5]
    other.close()


def test_threads_put_at_once_and_lose_nothing(outbox: Outbox) -> None:
    def put(worker: int) -> None:
        for n in range(10):
            outbox.put(entry(worker * 100 + n))

    threads = [threading.Thread(target=put, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = numbers(outbox)
    for worker in range(6):
        assert [n for n in there if n // 100 == worker] == [worker * 100 + n for n in range(10)]


def test_with_another_key_the_entries_are_there_and_their_tokens_are_not(outbox: Outbox, file: Path) -> None:
    outbox.put(entry(1))
    outbox.close()
    again = Outbox(file)  # a key of its own
    assert again.waiting() == (entry(1, token=""),)
    again.put(entry(2))
    assert [one.token for one in again.waiting()] == ["", TOKEN]
    again.close()


def test_what_waits_in_vain_for_its_member_is_dropped_after_two_months(outbox: Outbox, file: Path) -> None:
    for n in (1, 2, 3):
        outbox.put(entry(n))
    outbox.note_problem(UUID(int=1), "Waits.", is_held=True)
    outbox.note_problem(UUID(int=2), "Waits.", is_held=True)
    outbox.close()
    with sqlite3.connect(file) as raw:
        for n, age in (
            (1, HELD_FOR + timedelta(hours=1)),
            (2, HELD_FOR - timedelta(hours=1)),
            (3, 2 * HELD_FOR),
        ):
            raw.execute(
                "UPDATE entries SET kept_at = kept_at - ? WHERE id = ?",
                (age.total_seconds(), str(UUID(int=n))),
            )
    raw.close()
    assert numbers(outbox) == [2, 3], "what only waits for the server stays however long that takes"


def test_without_a_file_entries_last_as_long_as_the_program() -> None:
    outbox = Outbox(None)
    outbox.put(entry(1))
    assert outbox.waiting() == (entry(1),)
    outbox.close()
    assert outbox.count() == 0
    outbox.close()


def test_the_key_is_made_once_and_a_damaged_one_anew(tmp_path: Path) -> None:
    store = CredentialStore("gymtrainer-tests", tmp_path / "credentials.json", backend=FailKeyring())
    key = stored_key(store)
    assert stored_key(store) == key == store.get(KEY_NAME)
    assert (
        stored_key(CredentialStore("gymtrainer-tests", tmp_path / "credentials.json", backend=FailKeyring()))
        == key
    )
    store.set(KEY_NAME, "edited by hand")
    fresh = stored_key(store)
    assert fresh not in (key, "edited by hand") and stored_key(store) == fresh


if can_mount():

    @pytest.fixture
    def small_disk(tmp_path: Path) -> Iterator[Path]:
        """A disk of 128 KiB in memory."""
        folder = tmp_path / "disk"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)], check=True)
        yield folder
        subprocess.run(["umount", str(folder)], check=True)

    def test_a_disk_that_fills_up_loses_no_acknowledged_entry(small_disk: Path) -> None:
        ballast = small_disk / "film.mkv"
        ballast.write_bytes(bytes(32 * 1024))
        outbox = Outbox(small_disk / "outbox.db", lambda: KEY)
        acknowledged = []
        with pytest.raises(UserError, match="full"):
            for n in range(1000):
                outbox.put(entry(n, content={"notes": "x" * 2000}))
                acknowledged.append(n)
        assert 5 < len(acknowledged) < 60
        assert numbers(outbox) == acknowledged
        ballast.unlink()
        for n in acknowledged[:5]:
            outbox.take_out(UUID(int=n))
        outbox.put(entry(1001, content={"notes": "x" * 2000}))
        assert numbers(outbox) == [*acknowledged[5:], 1001]
        outbox.close()

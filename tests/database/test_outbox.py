"""The queue's file: every acknowledged entry once and in order, through kills, damage, full disks and lost keys."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from keyring.backends.fail import Keyring as FailKeyring

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database.outbox import HELD_FOR, KEY_NAME, Outbox, new_key, stored_key
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.outbox import EntryKind, QueuedEntry

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


@pytest.mark.parametrize("after", [1, 50, 99])
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


def test_with_another_key_the_entries_are_there_and_their_tokens_are_not(outbox: Outbox, file: Path) -> None:
    outbox.put(entry(1))
    outbox.close()
    again = Outbox(file)  # a key of its own
    assert again.waiting() == (entry(1, token=""),)
    again.put(entry(2))
    assert [one.token for one in again.waiting()] == ["", TOKEN]
    again.close()


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


def test_what_waits_in_vain_is_dropped_and_said_two_months_after_a_clock_that_holds_saw_it(
    outbox: Outbox,
) -> None:
    """The computer's own clock stood in 2001 when the second was made: that is no reason to drop it."""
    outbox.put(entry(1))
    outbox.put(entry(2, made_at=datetime(2001, 1, 1, tzinfo=UTC)))
    outbox.put(entry(3))
    for n in (1, 2):
        outbox.note_problem(UUID(int=n), "Waits.", is_held=True)
    outbox.close()
    assert numbers(outbox) == [1, 2, 3], "to be opened late drops nothing"
    assert outbox.drop_old(AT) == outbox.drop_old(AT + HELD_FOR) == 0
    assert outbox.take_problem() == ""
    assert outbox.drop_old(AT + HELD_FOR + timedelta(hours=1)) == 2
    assert numbers(outbox) == [3], "what only waits for the server stays however long that takes"
    assert "60 days" in outbox.take_problem() and outbox.take_problem() == ""


def test_of_entries_of_many_only_those_of_who_was_erased_go(outbox: Outbox, file: Path) -> None:
    sarah, tom = UUID(int=7), uuid4()
    for n, who in ((1, sarah), (2, tom), (3, sarah)):
        outbox.put(entry(n, person_id=who, content={"notes": f"of {who}"}))
    assert outbox.people() == {sarah, tom}
    assert outbox.forget(frozenset({sarah, uuid4()})) == 2
    assert numbers(outbox) == [2] and outbox.people() == {tom}
    assert f"of {sarah}".encode() not in file.read_bytes()

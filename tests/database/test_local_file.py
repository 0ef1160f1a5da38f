"""Small files of a workstation: what was written is there after damage, full disks, other programs and power cuts."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.local_file import BROKEN_FOR, KEPT_BROKEN, FileWords, LocalFile
from gymtrainer_desktop.database.outbox import Outbox, new_key
from gymtrainer_desktop.database.plan_cache import PlanCache
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import EntryKind, QueuedEntry
from tests.database.test_embedded_users import can_mount

KEY = new_key()
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TABLE = "CREATE TABLE words (said TEXT)"
WORDS = FileWords("words", "Damaged; kept as {0}.", "Another window.", "The disk is full.", "No words ({0}).")


class Words(LocalFile):
    """The plainest file there can be."""

    def __init__(
        self, file: Path | None, format: int = 1, upgrades: dict[int, tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(file, format=format, tables=(TABLE,), words=WORDS, upgrades=upgrades)

    def say(self, *words: str) -> None:
        rows = [(word,) for word in words]
        self.use(lambda connection: connection.executemany("INSERT INTO words VALUES (?)", rows))

    @property
    def said(self) -> list[str]:
        rows = self.use(lambda c: c.execute("SELECT said FROM words ORDER BY rowid").fetchall())
        return [said for (said,) in rows]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gym" / "words.db"


@pytest.fixture
def words(file: Path) -> Iterator[Words]:
    words = Words(file)
    yield words
    words.close()


def test_the_disk_has_it_and_nothing_thrown_away_can_be_read(words: Words, file: Path) -> None:
    words.say("a slipped disc")
    connection = words._connection
    assert connection is not None
    for pragma, value in (("synchronous", 2), ("journal_mode", "truncate"), ("secure_delete", 1)):
        assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    assert not connection.in_transaction
    assert b"slipped disc" in file.read_bytes()
    words.use(lambda connection: connection.execute("DELETE FROM words"))
    assert not any(b"slipped disc" in each.read_bytes() for each in file.parent.iterdir())


if os.name != "nt":

    def test_its_owner_only_reads_it(words: Words, file: Path) -> None:
        file.parent.mkdir()
        file.touch(mode=0o644)
        before = os.umask(0)
        try:
            words.say("secret")
        finally:
            os.umask(before)
        assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}


def test_a_power_cut_in_the_midst_of_writing_leaves_what_was_there(words: Words, file: Path) -> None:
    words.say(*(f"word {n}" for n in range(200)))
    dark = file.parent.with_name("dark")

    def cut(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA cache_size = 2")  # so that half of it is in the file already
        connection.execute("UPDATE words SET said = ?", ("x" * 3000,))
        shutil.copytree(file.parent, dark)

    words.use(cut)
    assert (dark / "words.db-journal").stat().st_size and b"xxx" in (dark / "words.db").read_bytes()
    after = Words(dark / "words.db")
    assert after.said == [f"word {n}" for n in range(200)]
    assert after.take_problem() == ""
    after.close()


# Damage


def letter(file: Path) -> None:
    file.write_bytes(b"This is a letter to the gym, not a database. " * 100)


def pages(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(bytes(content))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def raw(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def without_table(file: Path) -> None:
    raw(file, "DROP TABLE words")


def of_no_known_format(file: Path) -> None:
    raw(file, "PRAGMA user_version = -3")


def of_another_program(file: Path) -> None:
    raw(file, "PRAGMA user_version = 0")


@pytest.mark.parametrize(
    "damage", [letter, pages, cut, without_table, of_no_known_format, of_another_program]
)
def test_a_broken_file_is_set_aside_whole_and_said_once(
    words: Words, file: Path, damage: Callable[[Path], None]
) -> None:
    words.say(*("x" * 3000 for _ in range(40)))
    words.close()
    damage(file)
    damaged = file.read_bytes()
    assert words.said == []
    assert words.take_problem() == "Damaged; kept as words.db.broken."
    assert words.take_problem() == ""
    assert file.with_name("words.db.broken").read_bytes() == damaged, "nothing of it is thrown away"
    words.say("anew")
    assert words.said == ["anew"] and words.take_problem() == ""


def test_what_can_be_read_of_a_damaged_file_is_taken_over(file: Path) -> None:
    """One page of many is at fault: of a queue of entries that people saw saved, all others go on, in order."""
    queue = Outbox(file, lambda: KEY)
    for n in range(60):
        content = {"id": str(UUID(int=n)), "notes": "x" * 900}
        queue.put(QueuedEntry(UUID(int=n), EntryKind.LOG, UUID(int=7), NOW, content, "token"))
    queue.close()
    content, page = bytearray(file.read_bytes()), 4096
    hit = content.index(b'{"id": "%s"' % str(UUID(int=30)).encode()) // page * page
    content[hit : hit + page] = b"\xff" * page
    file.write_bytes(bytes(content))
    there = [entry.id.int for entry in queue.waiting()]
    assert there == sorted(there) and 50 <= len(there) < 60 and {0, 59} <= set(there)
    assert queue.take_problem().endswith(f"What could be read of it was taken over: {len(there)}.")
    queue.put(QueuedEntry(UUID(int=99), EntryKind.LOG, UUID(int=7), NOW, {"id": "99"}, "token"))
    again = queue.waiting()
    assert [entry.id.int for entry in again] == [*there, 99] and {entry.token for entry in again} == {"token"}
    queue.close()


def test_a_file_that_breaks_while_it_is_open_loses_nothing_that_comes(words: Words, file: Path) -> None:
    words.say("before")
    letter(file)
    words.say("after")
    assert "words.db.broken" in words.take_problem()
    assert words.said == ["after"]


def test_every_broken_file_is_kept_by_a_name_of_its_own_the_latest_five(words: Words, file: Path) -> None:
    other = file.with_name("words.db.broken-by-rosa")
    names = []
    for n in range(1, KEPT_BROKEN + 3):
        words.say(f"text {n}")
        words.close()
        file.write_bytes(b"no database, number %d. " % n * 200)
        assert words.said == []
        names.append(words.take_problem().removeprefix("Damaged; kept as ").rstrip("."))
        if n == 1:
            other.write_text("mine")
    assert names[:3] == ["words.db.broken", "words.db.broken-2", "words.db.broken-3"]
    assert len(set(names)) == len(names), "none takes the place of another"
    kept = {one.name for one in file.parent.iterdir()} - {file.name, other.name, "words.db-journal"}
    assert kept == set(names[-KEPT_BROKEN:])
    assert file.with_name(names[-1]).read_bytes().startswith(b"no database, number 7.")


def test_a_broken_file_is_given_up_after_two_months_by_a_clock_that_holds(words: Words, file: Path) -> None:
    words.say("a slipped disc")
    words.close()
    letter(file)
    words.open()
    broken = file.with_name("words.db.broken")
    for days in (0, 1, BROKEN_FOR.days):
        assert words.drop_broken(NOW + timedelta(days=days)) == 0, "counted from when it was first seen"
    assert broken.exists()
    assert words.drop_broken(NOW + timedelta(days=BROKEN_FOR.days + 1)) == 1
    assert not broken.exists() and file.exists()


def test_a_broken_file_that_names_who_was_erased_is_given_up_at_once(words: Words, file: Path) -> None:
    sarah, tom = UUID(int=7), UUID(int=8)
    for who in (sarah, tom):
        words.say(f"{who}/member")
        words.close()
        raw(file, "PRAGMA user_version = -3")
        assert words.said == []
    assert words.broken_keys() == {sarah, tom}
    assert words.drop_broken(NOW, frozenset({UUID(int=9)})) == 0
    assert words.drop_broken(NOW, frozenset({sarah})) == 1
    assert words.broken_keys() == {tom}


STORES: dict[str, Callable[[Path], LocalFile]] = {
    "drafts": DraftStore,
    "outbox": Outbox,
    "plan_cache": lambda file: PlanCache(file, new_key),
}


@pytest.mark.parametrize("name", STORES)
def test_each_of_the_workstations_files_says_what_is_wrong_with_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.db"
    letter(file)
    store = STORES[name](file)
    store.open()
    assert f"{name}.db.broken" in store.take_problem()
    store.close()
    raw(file, "PRAGMA user_version = 99")
    store.open()
    assert "newer version of this program" in store.take_problem()
    assert store.take_problem() == ""
    store.close()


# Other programs


def test_the_file_of_a_newer_program_is_left_alone(words: Words, file: Path) -> None:
    newer = Words(file, 2, {1: ("ALTER TABLE words ADD COLUMN at REAL",)})
    words.say("from before")
    assert newer.said == ["from before"], "brought up to date, not set aside"
    newer.say_at = newer.use(lambda c: c.execute("UPDATE words SET at = 1.5").rowcount)  # type: ignore[attr-defined]
    for act in (lambda: words.say("too old"), lambda: words.said):
        words.close()
        with pytest.raises(UserError, match="newer version") as refusal:
            act()
        assert refusal.value.code == "words"
    assert newer.said == ["from before"]
    assert [one.name for one in file.parent.glob("*broken*")] == []
    newer.close()


def test_formats_are_brought_up_one_after_the_other_or_not_at_all(file: Path) -> None:
    first = Words(file)
    first.say("one")
    first.close()
    broken = {1: ("ALTER TABLE words ADD COLUMN a", "UPDATE words SET said = said || '!'"), 2: ("nonsense",)}
    half = Words(file, 3, broken)
    assert half.said == [], "an upgrade that fails is a broken file"
    half.close()
    kept = file.with_name("words.db.broken")
    assert sqlite3.connect(kept).execute("SELECT said FROM words").fetchall() == [("one",)], "as it was"
    kept.replace(file)
    whole = Words(file, 3, {**broken, 2: ("UPDATE words SET said = said || '?'",)})
    assert whole.said == ["one!?"]
    whole.close()


def test_a_file_that_was_moved_away_is_begun_anew(words: Words, file: Path) -> None:
    words.say("one")
    file.replace(file.with_name("elsewhere.db"))
    words.say("two")
    assert words.said == ["two"]


def test_two_programs_share_it_and_one_that_holds_it_is_not_waited_for(
    words: Words, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gymtrainer_desktop.database.local_file._BUSY_SECONDS", 0.05)
    other = Words(file)
    words.say("one")
    other.say("two")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Another window"):
        words.say("three")
    holder.execute("ROLLBACK")
    holder.close()
    words.say("four")
    assert words.said == other.said == ["one", "two", "four"]
    other.close()


def test_threads_write_at_once_and_lose_nothing(words: Words) -> None:
    def say(worker: int) -> None:
        for n in range(10):
            words.say(f"{worker} {n}")

    threads = [threading.Thread(target=say, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for worker in range(6):
        mine = [one for one in words.said if one.startswith(f"{worker} ")]
        assert mine == [f"{worker} {n}" for n in range(10)]


def test_without_a_file_it_lasts_as_long_as_the_program() -> None:
    words = Words(None)
    words.say("one")
    assert words.said == ["one"]
    assert words.drop_broken(NOW) == 0
    words.close()
    assert words.said == []
    words.close()


# Disks


def test_a_folder_that_cannot_be_used_is_said_and_stops_nobody(tmp_path: Path) -> None:
    in_the_way = tmp_path / "gym"
    in_the_way.write_text("a file")
    words = Words(in_the_way / "words.db")
    words.open()
    assert "in the way" in words.take_problem()
    with pytest.raises(UserError, match="in the way"):
        words.say("one")
    in_the_way.unlink()
    words.say("two")
    assert words.said == ["two"]
    words.close()


def test_a_full_disk_is_said_and_what_was_there_stays(words: Words) -> None:
    words.say("one")
    connection = words._connection
    assert connection is not None
    connection.execute("PRAGMA max_page_count = 8")  # as if nothing more went onto the disk
    with pytest.raises(UserError, match="disk is full") as refusal:
        words.say("x" * 200_000)
    assert refusal.value.code == "disk_full"
    assert words.said == ["one"]


if can_mount():

    @pytest.fixture
    def small_disk(tmp_path: Path) -> Iterator[Path]:
        """A disk of 128 KiB in memory."""
        folder = tmp_path / "disk"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)], check=True)
        yield folder
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

    def test_a_disk_that_fills_up_or_may_not_be_written_loses_nothing(small_disk: Path) -> None:
        ballast = small_disk / "film.mkv"
        ballast.write_bytes(bytes(32 * 1024))
        words = Words(small_disk / "words.db")
        acknowledged = []
        with pytest.raises(UserError, match="full"):
            for n in range(1000):
                words.say(f"{n} " + "x" * 2000)
                acknowledged.append(n)
        assert 5 < len(acknowledged) < 60
        ballast.unlink()
        words.say("1000 after all")
        acknowledged.append(1000)
        words.close()  # a disk with an open file does not change
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        with pytest.raises(UserError, match="cannot be written to"):
            words.say("never")
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
        assert [int(one.split()[0]) for one in words.said] == acknowledged
        assert [one.name for one in small_disk.glob("*broken*")] == []
        words.close()

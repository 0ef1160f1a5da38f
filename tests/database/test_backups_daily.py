"""Daily back-ups and those by hand, as an open program takes them: on a real cluster, with a clock that stands."""

from __future__ import annotations

import shutil
import stat
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring

from gymtrainer_desktop.database import archives, migrate
from gymtrainer_desktop.database.backups import one_at_a_time
from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.database.identity import issue_session
from gymtrainer_desktop.database.local import STATION, LocalGym
from gymtrainer_desktop.domain.backups import BackUpKind, BackUpName, BackUpOutcome, BackUpPlan
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.services.back_up_keeper import BackUpKeeper, was_cancelled
from gymtrainer_desktop.services.backups import BackUpsService
from gymtrainer_desktop.settings import Settings, is_root
from tests.database.gym_folder import Place, fill, place_at
from tests.database.test_embedded_users import can_mount

PATIENCE = 20


class Clock:
    """Stands until it is put forward."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **by: int) -> None:
        self.time += timedelta(**by)


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    folder = Path(tempfile.mkdtemp(prefix="gym-daily-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def gym(root: Path) -> Iterator[Place]:
    place = place_at(root / "gym")
    fill(place)
    yield place
    place.local.close()


@pytest.fixture
def place(gym: Place) -> Iterator[Place]:
    """The gym, with no back-ups and no plan."""
    yield gym
    shutil.rmtree(gym.local.paths.backups, ignore_errors=True)
    gym.local.paths.settings_file.unlink(missing_ok=True)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper(place: Place, clock: Clock) -> BackUpKeeper:
    return BackUpKeeper(place.local, now=clock, first_look=0)


def files(folder: Path) -> list[str]:
    """All names in a folder, hidden ones too."""
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def plan(place: Place, folder: Path | None = None, keep: int = 14) -> BackUpPlan:
    own = place.local.paths.backups
    chosen = BackUpPlan(folder or own, keep)
    Settings(place.local.paths.settings_file).put_back_up_plan(chosen, own)
    return chosen


def test_one_is_taken_a_day(keeper: BackUpKeeper, place: Place, clock: Clock) -> None:
    schema, folder = migrate.newest_revision(), place.local.paths.backups
    made = keeper.daily()
    assert made is not None and made.error is None
    assert files(folder) == [f"daily-20261116T080000Z-schema-{schema}.dump"]
    assert made.file == folder / files(folder)[0] and made.size == made.file.stat().st_size
    assert keeper.last == made and keeper.under_way is None
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    for hours in (1, 12, 5):  # the same day, midnight, two in the morning
        clock.forward(hours=hours)
        assert keeper.daily() is None
    clock.forward(hours=1)
    assert keeper.daily() is not None, "the program runs over night"
    assert len(files(folder)) == 2
    assert archives.check(folder / files(folder)[1]) == schema
    # Another program, started later, sees it in the files.
    assert BackUpKeeper(LocalGym.of(place.local.paths), now=clock).daily() is None


def test_the_oldest_go_when_the_new_one_is_whole(
    keeper: BackUpKeeper, place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = plan(place, keep=3).folder
    folder.mkdir(mode=0o700)
    olds = [str(BackUpName(BackUpKind.DAILY, clock() - timedelta(days=days), "0001")) for days in range(1, 8)]
    others = [
        "mine.dump",
        str(BackUpName(BackUpKind.BY_HAND, clock() - timedelta(days=90), "0001")),
        str(BackUpName(BackUpKind.BEFORE_UPGRADE, clock() - timedelta(days=90), "0001")),
    ]
    for name in (*olds, *others):
        (folder / name).write_bytes(b"an older one")

    def damaged(*_: object) -> None:
        raise UserError("It is damaged.", code="backup_damaged")

    with monkeypatch.context() as patched:
        patched.setattr(archives, "read_to_the_end", damaged)
        failed = keeper.daily()
    assert failed is not None and isinstance(failed.error, UserError)
    assert files(folder) == sorted([*olds, *others]), "nothing goes for one that was not whole"
    clock.forward(hours=1)
    made = keeper.daily()
    assert made is not None and made.file is not None
    assert files(folder) == sorted([*olds[:2], made.file.name, *others])


def test_a_clock_that_ran_ahead_costs_no_back_up(keeper: BackUpKeeper, place: Place, clock: Clock) -> None:
    plan(place, keep=1)
    clock.forward(days=900)
    ahead = keeper.daily()
    clock.forward(days=-900)
    made = keeper.daily()
    assert ahead is not None and made is not None and made.file is not None
    assert files(place.local.paths.backups) == [made.file.name]


def test_two_windows_at_the_same_moment_take_one(place: Place, clock: Clock) -> None:
    windows = [BackUpKeeper(LocalGym.of(place.local.paths), now=clock) for _ in range(2)]
    together = threading.Barrier(2)

    def midnight(keeper: BackUpKeeper) -> BackUpOutcome | None:
        together.wait(PATIENCE)
        return keeper.daily()

    with ThreadPoolExecutor(2) as pool:
        outcomes = [done.result() for done in [pool.submit(midnight, keeper) for keeper in windows]]
    assert sum(outcome is not None for outcome in outcomes) == 1
    assert len(files(place.local.paths.backups)) == 1
    assert [keeper.daily() for keeper in windows] == [None, None]
    for keeper in windows:
        keeper.local.close()


def test_whoever_finds_somebody_at_it_comes_back_later(keeper: BackUpKeeper, place: Place) -> None:
    with one_at_a_time(place.local):
        assert keeper.daily() is None
        assert keeper.last is None
    assert keeper.daily() is not None, "and not only in an hour"


def test_a_demo_gym_takes_none(place: Place, clock: Clock) -> None:
    assert BackUpKeeper(place.local, is_demo=True, now=clock).daily() is None
    assert files(place.local.paths.backups) == []


def test_a_failure_is_told_and_tried_again_in_an_hour(
    keeper: BackUpKeeper, place: Place, root: Path, clock: Clock
) -> None:
    stick = root / "stick"
    plan(place, stick)
    failed = keeper.daily()
    assert failed is not None and str(failed.error) == f"There is no folder {stick}."
    assert keeper.last == failed and not stick.exists(), "a disk that is not plugged in is not made up for"
    clock.forward(minutes=59)
    assert keeper.daily() is None
    stick.write_bytes(b"a file")
    clock.forward(minutes=1)
    again = keeper.daily()
    assert again is not None and str(again.error) == f"{stick} is no folder: choose another one."
    stick.unlink()
    stick.mkdir()
    clock.forward(hours=1)
    made = keeper.daily()
    assert made is not None and made.error is None and len(files(stick)) == 1
    shutil.rmtree(stick)


if not is_root():

    def test_a_folder_that_is_closed_to_us_is_said(keeper: BackUpKeeper, place: Place, root: Path) -> None:
        closed = root / "closed"
        closed.mkdir(mode=0o500)
        plan(place, closed)
        failed = keeper.daily()
        assert failed is not None and "cannot be written to" in str(failed.error)
        assert files(closed) == []


if can_mount():

    @pytest.fixture
    def small_disk(root: Path) -> Iterator[Path]:
        """A disk of 64 kB, less than half of what a back-up needs."""
        disk = root / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", disk], check=True)
        yield disk
        subprocess.run(["umount", disk], check=True)
        disk.rmdir()

    def test_a_full_disk_is_said_and_holds_no_half_a_back_up(
        keeper: BackUpKeeper, place: Place, clock: Clock, small_disk: Path
    ) -> None:
        plan(place, small_disk, keep=1)
        old = small_disk / str(BackUpName(BackUpKind.DAILY, clock() - timedelta(days=1), "0001"))
        old.write_bytes(b"an older one")
        failed = keeper.daily()
        assert failed is not None and isinstance(failed.error, UserError)
        assert failed.error.code == "disk_full" and str(small_disk) in failed.error.message
        assert files(small_disk) == [old.name]
        subprocess.run(["mount", "-o", "remount,ro,size=20m", small_disk], check=True)
        clock.forward(hours=1)
        failed = keeper.daily()
        assert failed is not None and "cannot be written to" in str(failed.error)
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
        clock.forward(hours=1)
        made = keeper.daily()
        assert made is not None and made.file is not None and files(small_disk) == [made.file.name]

    def test_a_copy_onto_a_full_disk_is_refused(keeper: BackUpKeeper, small_disk: Path) -> None:
        made = keeper.daily()
        assert made is not None and made.file is not None
        with Running(keeper) as running:
            keeper.wish_for_copy(made.file, small_disk / "copy.dump")
            outcome = running.next()
        assert outcome.kind is None and isinstance(outcome.error, UserError)
        assert outcome.error.code == "disk_full" and files(small_disk) == []
        assert keeper.last == made, "a copy is no back-up"


class Running:
    """A keeper's thread, as the window runs it."""

    def __init__(self, keeper: BackUpKeeper) -> None:
        self.stop = threading.Event()
        self.told: list[BackUpOutcome] = []
        self._news = threading.Semaphore(0)
        self._thread = threading.Thread(target=keeper.run, args=(self._tell, self.stop))

    def next(self) -> BackUpOutcome:
        assert self._news.acquire(timeout=PATIENCE), "nothing is told"
        return self.told[-1]

    def ended(self) -> bool:
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()

    def _tell(self, outcome: BackUpOutcome) -> None:
        self.told.append(outcome)
        self._news.release()

    def __enter__(self) -> Running:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        assert self.ended()


def test_an_open_program_takes_them_by_itself_and_at_a_wish(
    keeper: BackUpKeeper, place: Place, clock: Clock, root: Path
) -> None:
    fragment = place.local.paths.backups / ".daily-20261110T080000Z-schema-0001.dump.x7_1"
    fragment.parent.mkdir(mode=0o700)
    fragment.write_bytes(b"cut off")
    with Running(keeper) as running:
        assert running.next().kind is BackUpKind.DAILY
        assert not fragment.exists()
        clock.forward(minutes=1)
        keeper.wish_for_back_up()
        by_hand = running.next()
        assert by_hand.kind is BackUpKind.BY_HAND and by_hand.file is not None
        keeper.wish_for_copy(by_hand.file, root / "copy.dump")
        assert running.next().file == root / "copy.dump"
        keeper.wish_for_copy(by_hand.file, by_hand.file)
        assert "the back-up itself" in str(running.next().error)
    assert (root / "copy.dump").read_bytes() == by_hand.file.read_bytes()
    assert stat.S_IMODE((root / "copy.dump").stat().st_mode) == 0o600
    assert len(running.told) == 4 and keeper.under_way is None
    kept = keeper.kept()
    assert [(each.name.kind, each.members, each.problem) for each in kept] == [
        (BackUpKind.BY_HAND, 4, ""),
        (BackUpKind.DAILY, 4, ""),
    ]
    assert stat.S_IMODE((place.local.paths.data_dir / "backups.json").stat().st_mode) == 0o600
    kept[0].file.write_bytes(b"PGDMP and nothing more")
    assert "damaged" in BackUpKeeper(place.local).kept()[0].problem


@pytest.mark.parametrize("how", ["cancel", "close", "stop"])
def test_one_that_is_given_up_leaves_nothing(keeper: BackUpKeeper, place: Place, how: str) -> None:
    folder = place.local.paths.backups
    # pg_dump waits for whoever holds a table like this, so it is under way for sure.
    with place.connect() as somebody, somebody.transaction(), Running(keeper) as running:
        somebody.execute("LOCK TABLE public.profiles IN ACCESS EXCLUSIVE MODE")
        while not place.rows(
            "SELECT 1 FROM pg_stat_activity WHERE application_name = 'pg_dump' AND wait_event_type = 'Lock'"
        ):
            assert running.told == []
        assert keeper.under_way is not None and keeper.under_way.sentence == "Writing the back-up"
        assert len(files(folder)) == 1 and files(folder)[0].startswith(".daily-")
        if how == "cancel":
            keeper.wish_for_back_up()
            keeper.cancel()
            while not (keeper.under_way and keeper.under_way.kind is BackUpKind.BY_HAND):
                assert running.told == [], "a daily one that was given up is no news"
            while not files(folder):
                assert running.told == []
            keeper.cancel()
            assert was_cancelled(running.next())
        else:
            keeper.close() if how == "close" else running.stop.set()
            assert running.ended()
    assert files(folder) == []


@pytest.fixture
def service(place: Place, keeper: BackUpKeeper) -> Iterator[BackUpsService]:
    """An admin's."""
    station = Database(place.local.enroll_station())
    made = BackUpsService(station, session_of(place, "admin"))
    made.keeper = keeper
    yield made
    station.dispose()


def session_of(place: Place, kind: str) -> Identity:
    rule = "is_admin" if kind == "admin" else "member_number IS NOT NULL"
    ((person,),) = place.rows(f"SELECT id::text FROM public.profiles WHERE {rule} ORDER BY full_name LIMIT 1")
    with place.local.maintenance() as connection:
        return issue_session(connection, str(person), "staff" if kind == "admin" else "member", STATION)


def test_the_page_hears_what_there_is(service: BackUpsService, keeper: BackUpKeeper, place: Place) -> None:
    keeper.daily()
    shown = service.overview()
    assert shown.is_here and not shown.is_demo and shown.plan == keeper.plan and shown.last == keeper.last
    assert [(each.name.kind, each.members) for each in shown.kept] == [(BackUpKind.DAILY, 4)]
    assert shown.next_due == datetime(2026, 11, 17, 3, tzinfo=UTC)
    found, present = service.compare(shown.kept[0].file)
    assert (found.facts.gym_name, found.facts.members, found.facts.trainers) == ("Harbour Street Gym", 4, 1)
    assert found.facts.taken_at is not None and found.facts.last_log is not None
    assert (present.gym_name, present.members, present.trainers, present.logs, present.last_log) == (
        found.facts.gym_name,
        found.facts.members,
        found.facts.trainers,
        found.facts.logs,
        found.facts.last_log,
    )
    assert present.logs == place.rows("SELECT count(*) FROM public.workout_progress")[0][0] != 0


def test_only_an_admin_may(service: BackUpsService, place: Place, keeper: BackUpKeeper) -> None:
    member = BackUpsService(service._database, session_of(place, "member"))
    member.keeper = keeper
    anything = place.local.paths.data_dir
    for act in (
        member.overview,
        member.back_up,
        lambda: member.save_plan("3", "03:00", ""),
        lambda: member.save_copy(anything, anything),
        lambda: member.look_into(anything),
        lambda: member.compare(anything),
    ):
        with pytest.raises(Denied, match="Only an admin"):
            act()
    assert keeper.under_way is None


def test_a_plan_that_makes_no_sense_is_refused(service: BackUpsService, place: Place) -> None:
    before = place.local.paths.settings_file.exists()
    for keep, at, folder, field in (
        ("0", "03:00", "", "keep"),
        ("1e3", "03:00", "", "keep"),
        ("9999999", "03:00", "", "keep"),
        ("14", "24:00", "", "at"),
        ("14", "3", "", "at"),
        ("14", "03:00", "/no/such/folder", "folder"),
        ("14", "03:00", "here", "folder"),
    ):
        with pytest.raises(UserError) as refused:
            service.save_plan(keep, at, folder)
        assert refused.value.field == field
    assert place.local.paths.settings_file.exists() == before
    folder = place.local.paths.data_dir
    assert service.save_plan(" 3 ", "9.05", str(folder)) == BackUpPlan(folder, 3, time(9, 5))
    assert service.overview().plan == service.save_plan("3", "09:05", str(folder))


def test_on_a_shared_server_nothing_is_offered(service: BackUpsService) -> None:
    service.keeper = None
    shown = service.overview()
    assert not shown.is_here and shown.kept == () and service.under_way is None
    with pytest.raises(UserError, match="where its server is"):
        service.back_up()


def test_nothing_is_restored_into_a_demo(service: BackUpsService, place: Place) -> None:
    service.keeper = BackUpKeeper(place.local, is_demo=True)
    with pytest.raises(UserError, match="demo gym"):
        service.compare(place.local.paths.settings_file)

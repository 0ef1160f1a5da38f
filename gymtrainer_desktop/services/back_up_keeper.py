"""Whoever takes back-ups in an open program: daily ones by itself, others at somebody's wish."""

from __future__ import annotations

import functools
import json
import logging
import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gymtrainer_desktop.database import archives, backups, daily_backups, restoring
from gymtrainer_desktop.database.errors import translate
from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.domain.backups import (
    BackUpKind,
    BackUpName,
    BackUpOutcome,
    BackUpPlan,
    FoundBackUp,
    KeptBackUp,
)
from gymtrainer_desktop.domain.errors import GymError, UserError
from gymtrainer_desktop.settings import Settings, write_atomically

FIRST_LOOK_SECONDS = 20.0
"""How long after the start the first daily back-up waits: opening the gym comes first."""

LOOK_SECONDS = 30.0
RETRY = timedelta(hours=1)
"""How long after a failure the daily back-up is tried again."""

_SLICE_SECONDS = 0.25
_REMEMBERED = 200
_CANCELLED = "backup_cancelled"

_log = logging.getLogger(__name__)

_Act = Callable[[], BackUpOutcome | None]


def local_now() -> datetime:
    """Return this computer's time, with its zone."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A back-up that is being taken.

    Attributes:
        kind: Which kind; None for a copy.
        sentence: What is being done, in a few words.
        written: Bytes so far.
        expected: Bytes that it will probably have, None when nobody knows.
    """

    kind: BackUpKind | None
    sentence: str = ""
    written: int = 0
    expected: int | None = None


class BackUpKeeper:
    """Takes the back-ups of one gym in one program, one after the other, in one thread: `run`.

    Everything else may be called from any thread.

    Args:
        local: The gym.
        is_demo: A demo gym takes no daily back-ups.
        now: The clock.
        first_look: Seconds after the start of `run` until the first daily back-up may begin.
    """

    def __init__(
        self,
        local: LocalGym,
        *,
        is_demo: bool = False,
        now: Callable[[], datetime] = local_now,
        first_look: float | None = None,
    ) -> None:
        self.local = local
        self.is_demo = is_demo
        self.now = now
        self._first_look = FIRST_LOOK_SECONDS if first_look is None else first_look
        self._wishes: queue.SimpleQueue[tuple[BackUpKind | None, _Act]] = queue.SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self._stop: threading.Event | None = None
        self._cancelled = threading.Event()
        self._closing = threading.Event()
        self._under_way: UnderWay | None = None
        self._last: BackUpOutcome | None = None
        self._not_before: datetime | None = None
        self._facts = _FactsMemory(local.paths.data_dir / "backups.json")

    @property
    def plan(self) -> BackUpPlan:
        """How daily back-ups are taken, as it was last saved by any program on this folder."""
        return Settings(self.local.paths.settings_file).back_up_plan(self.local.paths.backups)

    @property
    def under_way(self) -> UnderWay | None:
        """What is being done, or waits to be; None for nothing."""
        return self._under_way or (UnderWay(BackUpKind.BY_HAND) if self._waiting else None)

    @property
    def last(self) -> BackUpOutcome | None:
        """How the last back-up of this program went, None before there was one."""
        return self._last

    def run(self, tell: Callable[[BackUpOutcome], None], stop: threading.Event) -> None:
        """Take back-ups until `stop` is set; returns soon after that, and what is half written is removed.

        Args:
            tell: Called in this thread with how each one went.
            stop: Ends it.
        """
        self._clear_left_overs()
        wait, looked = self._first_look, 0.0
        while not stop.is_set() and not self._closing.is_set():
            try:
                kind, act = self._wishes.get(timeout=_SLICE_SECONDS)
            except queue.Empty:
                looked += _SLICE_SECONDS
                if looked < wait:
                    continue
                looked, wait = 0.0, LOOK_SECONDS
                outcome = self.daily(stop)
            else:
                outcome = self._do(kind, act, stop)
                with self._lock:
                    self._waiting -= 1
            if outcome is not None:
                tell(outcome)

    def daily(self, stop: threading.Event | None = None) -> BackUpOutcome | None:
        """Take the daily back-up if it is due.

        Returns:
            How it went; None when it was not due, or another window is at it, or the program is closing.
        """
        now = self.now()
        if self.is_demo or (self._not_before is not None and now < self._not_before <= now + RETRY):
            return None
        kind = BackUpKind.DAILY
        outcome = self._do(kind, lambda: self._take(kind, now, only_if_due=True), stop)
        code = getattr(outcome.error, "code", "") if outcome is not None else ""
        if outcome is None or code == "backup_busy":
            return None
        self._not_before = None if outcome.error is None else now + RETRY
        return None if code == _CANCELLED else outcome

    def wish_for_back_up(self) -> None:
        """Have the gym backed up into the folder of back-ups, after what is under way."""
        self._wish(BackUpKind.BY_HAND, lambda: self._take(BackUpKind.BY_HAND, self.now()))

    def wish_for_copy(self, file: Path, to: Path) -> None:
        """Have a back-up copied to another place."""
        self._wish(None, functools.partial(self._copy, file, to))

    def cancel(self) -> None:
        """Give up what is under way; nothing half written stays."""
        self._cancelled.set()

    def close(self) -> None:
        """Give up whatever is under way, for good: the program is closing."""
        self._closing.set()

    def look_into(self, file: Path) -> FoundBackUp:
        """Read a file to its last byte.

        Raises:
            UserError: It is no back-up that this program can restore; the sentence says why.
        """
        file = file.expanduser().absolute()
        archives.check(file, self._watch)
        return FoundBackUp(file, file.stat().st_size, archives.facts(file))

    def restore(self, file: Path, progress: Callable[[str], None]) -> restoring.Restored:
        """Put a back-up in the gym's place; everybody is signed out.

        Raises:
            UserError: It is refused, or another back-up or restore is under way; the gym is as it was.
            Unavailable: The server is away; the gym is as it was.
        """
        return restoring.restore(self.local, file, progress, self._watch)

    def kept(self) -> tuple[KeptBackUp, ...]:
        """Return the back-ups in the program's folders, newest first.

        Raises:
            UserError: A folder cannot be looked into.
        """
        folders = dict.fromkeys((self.plan.folder, self.local.paths.backups))
        found = [
            self._facts.of(file, name, status)
            for folder in folders
            for file, name in backups.named(folder)
            if (status := _status(file)) is not None
        ]
        self._facts.keep()
        return tuple(sorted(found, key=lambda each: each.name.taken_at, reverse=True))

    # Doing it

    def _wish(self, kind: BackUpKind | None, act: _Act) -> None:
        with self._lock:
            self._waiting += 1
        self._wishes.put((kind, act))

    def _do(
        self, kind: BackUpKind | None, act: _Act, stop: threading.Event | None = None
    ) -> BackUpOutcome | None:
        """Run something that writes; what goes wrong is part of the outcome, and told by whoever asked."""
        self._cancelled.clear()
        self._stop = stop
        try:
            outcome = act()
        except Exception as error:
            meant = translate(error) or error
            _log.info("a back-up failed: %s", meant)
            outcome = BackUpOutcome(kind, self.now(), error=meant)
        finally:
            self._under_way = None
        is_news = outcome is not None and getattr(outcome.error, "code", "") not in (
            "backup_busy",
            _CANCELLED,
        )
        if is_news and kind is not None:
            self._last = outcome
        return outcome

    def _take(self, kind: BackUpKind, now: datetime, *, only_if_due: bool = False) -> BackUpOutcome | None:
        plan = self.plan
        if only_if_due and not daily_backups.due(plan, now):
            return None
        before = next(iter(backups.named(plan.folder)), None)
        self._under_way = UnderWay(kind, expected=_size(before[0]) if before else None)
        facts = daily_backups.take(self.local, plan, kind, now, self._say, self._written)
        return None if facts is None else BackUpOutcome(kind, self.now(), facts.file, facts.size)

    def _copy(self, file: Path, to: Path) -> BackUpOutcome:
        self._under_way = UnderWay(None, "Copying the back-up", 0, _size(file))
        return BackUpOutcome(None, self.now(), to, backups.copy(file, to, self._written))

    def _say(self, sentence: str) -> None:
        if self._under_way is not None:
            now = self._under_way
            self._under_way = UnderWay(now.kind, sentence, now.written, now.expected)

    def _written(self, size: int) -> None:
        self._watch()
        if self._under_way is not None:
            now = self._under_way
            self._under_way = UnderWay(now.kind, now.sentence, size, now.expected)
        if self._cancelled.is_set() or (self._stop is not None and self._stop.is_set()):
            raise UserError("The back-up was cancelled; nothing of it is left.", code=_CANCELLED)

    def _watch(self) -> None:
        if self._closing.is_set():
            raise UserError("The program is closing; nothing was changed.", code=_CANCELLED)

    def _clear_left_overs(self) -> None:
        try:
            restoring.clear_left_overs(self.local, self.plan.folder, self.local.paths.backups)
        except GymError as error:
            # Nothing that anybody has to know now: it is tried again at the next start.
            _log.info("left-overs of back-ups stay for now: %s", error)


def was_cancelled(outcome: BackUpOutcome) -> bool:
    """Whether somebody gave a back-up up."""
    return getattr(outcome.error, "code", "") == _CANCELLED


class _FactsMemory:
    """What was once read from a back-up's file, so that a list of them need not read them all again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, Any]] | None = None
        self._is_changed = False

    def of(self, file: Path, name: BackUpName, status: os.stat_result) -> KeptBackUp:
        """Return what there is to say about a back-up; read now when it was not read before."""
        key = f"{file} {status.st_size} {status.st_mtime_ns}"
        with self._lock:
            known = self._read()
            if key not in known:
                known[key] = self._look(file)
                self._is_changed = True
            members, problem = known[key].get("members"), known[key].get("problem", "")
            return KeptBackUp(file, name, status.st_size, members, problem)

    def keep(self) -> None:
        """Write down what was read since."""
        with self._lock:
            if not self._is_changed:
                return
            newest = dict(list(self._read().items())[-_REMEMBERED:])
            try:
                write_atomically(self._file, json.dumps(newest, ensure_ascii=False, indent=1).encode())
                self._is_changed = False
            except OSError as error:
                _log.info("what was read from the back-ups is read again next time: %s", error)

    def _look(self, file: Path) -> dict[str, Any]:
        try:
            return {"members": archives.facts(file).members}
        except UserError as error:
            return {"problem": error.message}

    def _read(self) -> dict[str, dict[str, Any]]:
        if self._known is None:
            try:
                stored = json.loads(self._file.read_bytes())
            except (OSError, ValueError):
                stored = {}  # it only ever saves time
            known = stored if isinstance(stored, dict) else {}
            self._known = {key: value for key, value in known.items() if isinstance(value, dict)}
        return self._known


def _size(file: Path) -> int | None:
    status = _status(file)
    return status.st_size if status is not None else None


def _status(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None  # removed meanwhile, by another window that keeps the newest few

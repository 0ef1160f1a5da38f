"""An acknowledged write survives: a network that cuts one COMMIT in three, and a server that is killed."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from tests.begun_gym import begin_gym
from tests.database.gym_folder import Place, place_at
from tests.faults.conftest import LOST_PIPELINE, Stage
from tests.faults.imprint import changes
from tests.faults.own_gym import members_of
from tests.faults.proxy import Fault
from tests.faults.sender import left_by
from tests.faults.writes import pair, sets
from tests.journeys.conftest import kill_server

pytestmark = pytest.mark.expects_log(LOST_PIPELINE)

WRITES = 300
CUT_SHARE = 0.3
SEED = 3
PATIENCE = 60.0

_log = logging.getLogger(__name__)


def test_300_writes_through_a_network_that_cuts_a_third_of_them(stage: Stage) -> None:
    each = left_by(stage, "WorkoutsService.log")
    p = pair(stage.gym)
    identity = stage.gym.session(p.member, "member")
    workouts = SignInService(stage.station).with_identity(identity).workouts
    before = stage.imprint()
    random, cuts = Random(SEED), Counter[Fault]()

    def choose(_commit: int) -> Fault | None:
        if random.random() >= CUT_SHARE:
            return None
        fault = random.choice((Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT))
        cuts[fault] += 1
        return fault

    stage.proxy.choose(choose)
    unanswered = 0
    for _ in range(WRITES):
        new = NewLog(new_id(), p.member.id, p.exercise, "Bench press", sets(8, 8, 7), rating=4, notes="ok")
        while True:
            try:
                workouts.log(new)
                break
            except Unavailable:
                unanswered += 1
    stage.proxy.heal()
    _log.info("COMMITs cut: %s", dict(cuts))
    assert unanswered == cuts.total()
    assert min(cuts[Fault.BEFORE_COMMIT], cuts[Fault.AFTER_COMMIT]) > WRITES * CUT_SHARE / 4
    after = changes(before, stage.imprint())
    assert after == {key: value * WRITES for key, value in each.items()}, "0 lost, 0 doubled"


@pytest.fixture
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="gym-faults-"))
    folder.chmod(0o755)
    place = place_at(folder)
    begin_gym(place.local.paths)
    place.local.open()
    yield place
    place.local.close()
    shutil.rmtree(folder)


class Load:
    """Members who log without a pause, each sending again under the same key until it was acknowledged."""

    def __init__(self, place: Place, threads: int) -> None:
        self.acknowledged: list[UUID] = []
        self.refused = 0
        self._one_more = threading.Semaphore(0)
        self._there = threading.Event()
        self._there.set()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._station = Database(place.local.enroll_station())
        self._failures: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._log, args=(services, p.exercise))
            for services, p in members_of(place, self._station, threads)
        ]
        for thread in self._threads:
            thread.start()

    def wait_for(self, more: int) -> None:
        for _ in range(more):
            assert self._one_more.acquire(timeout=PATIENCE), self._failures

    def while_away(self, act: Callable[[], object]) -> None:
        """Do something to the server; nobody tries again before it is over."""
        self._there.clear()
        act()
        self._there.set()

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        self._station.dispose()
        assert not self._failures

    def _log(self, services: GymServices, exercise: UUID) -> None:
        me = services.person.person_id
        try:
            while not self._stop.is_set():
                self._until_acknowledged(
                    services, NewLog(new_id(), me, exercise, "Bench press", sets(8, 8, 7))
                )
        except BaseException as error:
            self._failures.append(error)

    def _until_acknowledged(self, services: GymServices, new: NewLog) -> None:
        while True:
            try:
                services.workouts.log(new)
            except Unavailable:
                with self._lock:
                    self.refused += 1
                assert self._there.wait(PATIENCE)
                continue
            with self._lock:
                self.acknowledged.append(new.id)
            self._one_more.release()
            return


def test_a_killed_server_has_every_acknowledged_write(place: Place) -> None:
    assert place.rows("SHOW fsync") == [("on",)], "as shipped"
    assert place.rows("SHOW synchronous_commit") == [("on",)]
    known = {id for (id,) in place.rows("SELECT id FROM public.workout_progress")}
    load = Load(place, threads=4)
    for _ in range(3):
        load.wait_for(40)
        load.while_away(lambda: (kill_server(place.local.paths), place.local.cluster.ensure_running()))
    load.wait_for(40)
    load.end()
    _log.info("%d acknowledged, %d refused", len(load.acknowledged), load.refused)
    assert load.refused >= 4, "they were in the middle of it"
    there = place.rows(
        "SELECT w.id, count(s.id) FROM public.workout_progress w"
        " LEFT JOIN public.workout_sets s ON s.progress_id = w.id GROUP BY w.id"
    )
    written = {id: sets_there for id, sets_there in there if id not in known}
    assert len(there) == len({id for id, _ in there})
    assert set(written) == set(load.acknowledged), "0 lost, and nothing that nobody sent"
    assert set(written.values()) == {3}, "nothing half done, nothing doubled"

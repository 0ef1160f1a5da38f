"""A full disk: the write is refused in words, nothing acknowledged is lost, and with room again work goes on."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.keys import new_id
from tests.begun_gym import begin_gym
from tests.database.gym_folder import Place, place_at
from tests.database.test_embedded_users import can_mount
from tests.faults.conftest import Stage, told
from tests.faults.imprint import changes
from tests.faults.own_gym import member_of
from tests.faults.sender import Sender, left_by
from tests.faults.writes import sets

SENTENCE = "The disk of the server is full. Nothing was saved; free some space and try again."
MEGABYTE = 1_000_000

FULL = """
    CREATE FUNCTION public.disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER disk_is_full AFTER INSERT ON public.workout_sets EXECUTE FUNCTION public.disk_is_full();
"""


def test_a_full_disk_in_the_middle_of_a_write(stage: Stage) -> None:
    """As the server says it, where no disk can be made small."""
    expected = left_by(stage, "WorkoutsService.log")
    sender = Sender(stage, "WorkoutsService.log")
    before = sender.before()
    stage.gym.owner.exec_driver_sql(FULL)
    try:
        error = told(sender.send).error
    finally:
        stage.gym.owner.exec_driver_sql("DROP FUNCTION public.disk_is_full() CASCADE")
    assert isinstance(error, Unavailable)
    assert error.message == SENTENCE
    assert changes(before, stage.imprint()) == {}
    sender.send_again()
    assert changes(before, stage.imprint()) == expected


if can_mount():

    @pytest.fixture
    def small_disk() -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="gym-disk-") as folder:
            Path(folder).chmod(0o755)
            mount = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", folder]
            subprocess.run(mount, check=True)
            yield Path(folder)
            subprocess.run(["umount", folder], check=True)

    @pytest.fixture
    def place(small_disk: Path) -> Iterator[Place]:
        place = place_at(small_disk / "gym")
        begin_gym(place.local.paths)
        place.local.open()
        yield place
        place.local.close()

    def test_a_disk_that_fills_up_under_work(place: Place, small_disk: Path) -> None:
        station = Database(place.local.enroll_station())
        services = member_of(place, station)
        acknowledged, refusals = [], []
        films = small_disk / "films"

        def log(note: str) -> None:
            new = NewLog(new_id(), services.person.person_id, None, "Squat", sets(5, 5), notes=note)
            while new.id not in acknowledged:
                try:
                    services.workouts.log(new)
                    acknowledged.append(new.id)
                except Unavailable as error:
                    refusals.append(error.message)
                    films.unlink()
                    # A full disk may have cost the server its life as well; the window starts it again.
                    place.local.cluster.ensure_running()

        for _ in range(10):
            log("with room")
        assert not refusals
        with films.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
            while True:
                file.write(bytes(MEGABYTE))
        while not refusals:
            log("a long word " * 150)
        assert len(refusals) == 1
        for _ in range(10):
            log("and on")
        there = {id for (id,) in place.rows("SELECT id FROM public.workout_progress")}
        assert there == set(acknowledged), "0 lost, 0 doubled"
        assert place.rows("SELECT count(*) FROM public.workout_sets") == [(2 * len(acknowledged),)]
        assert refusals == [SENTENCE]
        station.dispose()

"""100 of 100 entries, once and in order: a network that cuts, a server that is killed in the middle, kill -9."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.outbox import Outbox, new_key
from gymtrainer_desktop.domain.outbox import SendOutcome
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.sign_in import SignInService
from tests.faults.conftest import LOST_PIPELINE, Stage
from tests.faults.proxy import Fault
from tests.faults.writes import Pair, pair, sets

pytestmark = pytest.mark.expects_log(LOST_PIPELINE)

ENTRIES = 100
CUT_SHARE = 0.3
SEED = 11
KILLED_AT = (1, 17, 38, 64, 99)
AWAY = ((25, 60), (80, None))
"""After which entries the server goes away and comes back; the last time it stays away."""
MOST_TRIES = 400
KIOSK = """
import json
import sys
from pathlib import Path
from uuid import UUID

from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.database.outbox import Outbox
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.recording import RecordingService
from gymtrainer_desktop.services.workouts import WorkoutsService

told = json.loads(sys.stdin.readline())
database = Database(told["url"], answer_seconds=0.8)
outbox = OutboxService(database, Outbox(Path(told["file"]), lambda: told["key"]))
identity, member = Identity(told["token"]), UUID(told["member"])
person = SignedIn(member, "A member", (Role.MEMBER,), None, True, Unit.KG, 5)
recording = RecordingService(identity, person, WorkoutsService(database, identity), outbox)
outbox.send_all()
for n in range(told["from"], told["to"] + 1):
    done = tuple(LoggedSet(number, reps=n) for number in (1, 2, 3))
    log = NewLog(UUID(int=n), member, UUID(told["exercise"]), "Bench press", done)
    recorded = recording.log(log)
    print(n, int(recorded.is_waiting), flush=True)
sys.stdin.read()
"""

_log = logging.getLogger(__name__)


def written(stage: Stage, member: UUID) -> list[tuple[UUID, int]]:
    """The logs of a member in the order in which the server got them, each with the number of its sets."""
    rows = stage.gym.owner.execute(
        text(
            "SELECT w.id, count(s.id) AS sets FROM public.workout_progress w"
            " LEFT JOIN public.workout_sets s ON s.progress_id = w.id WHERE w.member_id = :member"
            " GROUP BY w.id, w.created_at ORDER BY w.created_at"
        ),
        {"member": member},
    )
    return [(row.id, row.sets) for row in rows]


def sign_out(stage: Stage, p: Pair) -> None:
    stage.gym.owner.execute(
        text("UPDATE auth.sessions SET revoked_at = clock_timestamp() WHERE profile_id = :id"),
        {"id": p.member.id},
    )


def refused(stage: Stage, member: UUID) -> object:
    return stage.gym.one("SELECT count(*) FROM public.refused_entries WHERE member_id = :id", id=member)


def test_through_a_network_that_cuts_a_third_of_everything(stage: Stage, tmp_path: Path) -> None:
    p = pair(stage.gym)
    key = new_key()
    queue = Outbox(tmp_path / "outbox.db", lambda: key)
    outbox = OutboxService(stage.station, queue)
    services = SignInService(stage.station, None, outbox).with_identity(stage.gym.session(p.member, "member"))
    random, met = Random(SEED), Counter[Fault]()

    def choose(_transaction: int) -> Fault | None:
        if random.random() >= CUT_SHARE:
            return None
        fault = random.choice((Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT, Fault.KILLED))
        met[fault] += 1
        return fault

    stage.proxy.choose(choose)
    logs = [
        NewLog(new_id(), p.member.id, p.exercise, "Bench press", sets(n, 8, 7)) for n in range(1, ENTRIES + 1)
    ]
    waited = sum(services.recording.log(new).is_waiting for new in logs)
    assert waited > ENTRIES * CUT_SHARE / 2
    sign_out(stage, p)
    tries = 0
    while queue.count() and tries < MOST_TRIES:
        tries += 1
        outbox.send_all()
    stage.proxy.heal()
    _log.info("%d waited, %d more tries, faults %s", waited, tries, dict(met))
    assert min(met[fault] for fault in (Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT, Fault.KILLED)) > 3
    assert outbox.send_all() == SendOutcome()
    assert written(stage, p.member.id) == [(new.id, 3) for new in logs], "once each, whole, in order"
    assert refused(stage, p.member.id) == 0
    queue.close()


class KilledKiosk:
    """A program that records entry after entry, and that is killed in the middle of it."""

    def __init__(self, stage: Stage, p: Pair, file: Path) -> None:
        self.stage = stage
        self.key = new_key()
        self.file = file
        self.told = {
            "url": stage.station.url.render_as_string(hide_password=False),
            "file": str(file),
            "key": self.key,
            "token": stage.gym.session(p.member, "member").token,
            "member": str(p.member.id),
            "exercise": str(p.exercise),
            "to": ENTRIES,
        }
        self.acknowledged = 0
        self.waited = 0

    def run(self, kill_at: int) -> None:
        """Go on where the last one was killed, until this one is."""
        with subprocess.Popen(
            [sys.executable, "-c", KIOSK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdin is not None and program.stdout is not None
            program.stdin.write(json.dumps({**self.told, "from": self.acknowledged + 1}) + "\n")
            program.stdin.flush()
            for line in program.stdout:
                self.hear(line)
                if self.acknowledged == kill_at:
                    program.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
                    break
            for line in program.stdout:
                self.hear(line)

    def hear(self, line: str) -> None:
        number, is_waiting = map(int, line.split())
        assert number == self.acknowledged + 1, "one after the other"
        self.acknowledged = number
        self.waited += is_waiting
        if number in [went for went, _ in AWAY]:
            self.stage.proxy.choose(lambda _: Fault.BEFORE_COMMIT)
        elif number in [came for _, came in AWAY]:
            self.stage.proxy.heal()


def test_a_program_that_is_killed_again_and_again_while_the_server_comes_and_goes(
    stage: Stage, tmp_path: Path
) -> None:
    p = pair(stage.gym)
    kiosk = KilledKiosk(stage, p, tmp_path / "outbox.db")
    for kill_at in (*KILLED_AT, ENTRIES):
        if kiosk.acknowledged < kill_at:
            kiosk.run(kill_at)
    assert kiosk.acknowledged == ENTRIES
    assert kiosk.waited >= 50
    stage.proxy.heal()
    sign_out(stage, p)
    queue = Outbox(kiosk.file, lambda: kiosk.key)
    outcome = OutboxService(stage.station, queue).send_all()
    assert outcome.waiting == outcome.refused == 0 and outcome.sent >= 15
    _log.info("%d waited, %d were left to the last program", kiosk.waited, outcome.sent)
    assert written(stage, p.member.id) == [(UUID(int=n), 3) for n in range(1, ENTRIES + 1)]
    assert refused(stage, p.member.id) == 0
    queue.close()

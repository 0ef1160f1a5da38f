"""A network that swallows, delays or cuts anywhere: how long one waits for the word, and what is there then."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from gymtrainer_desktop.database.engine import (
    ANSWER_SECONDS,
    CONNECT_SECONDS,
    NOBODY,
    PING_SECONDS,
    Database,
)
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.services.sign_in import SignInService
from tests.conftest import Server
from tests.faults.conftest import LOST_PIPELINE, SHORT, WITHIN, Stage, Told, told
from tests.faults.imprint import changes
from tests.faults.proxy import Fault
from tests.faults.sender import ALONE, NAMES, Sender, left_by, sum_of

pytestmark = pytest.mark.expects_log(LOST_PIPELINE)

WATCHDOG = 60.0
SEED = 20_261_116
SINGLE = [name for name in NAMES if name not in ALONE]

_log = logging.getLogger(__name__)


def test_what_is_shipped_adds_up_to_less_than_promised() -> None:
    assert ANSWER_SECONDS < WITHIN
    assert PING_SECONDS + CONNECT_SECONDS < WITHIN


def test_in_the_dark_everybody_is_told_within_five_seconds(stage: Stage, server: Server) -> None:
    """The one place where time is measured: with the patience that is shipped, wherever one is just then."""
    url = stage.station.url
    asking, pooled, new = Database(url), Database(url), Database(url)
    with pooled.transaction(NOBODY):
        pass  # leaves an open connection in the pool
    is_dark, is_ready = threading.Event(), threading.Event()

    def in_the_middle() -> None:
        with asking.transaction(NOBODY) as connection:
            is_ready.set()
            assert is_dark.wait(WATCHDOG)
            connection.exec_driver_sql("SELECT 1")

    def after_dark(database: Database) -> Told:
        assert is_dark.wait(WATCHDOG)
        return told(lambda: SignInService(database).gym_name())

    with ThreadPoolExecutor(3) as pool:
        waiting = [
            pool.submit(told, in_the_middle),
            pool.submit(after_dark, pooled),
            pool.submit(after_dark, new),
        ]
        assert is_ready.wait(WATCHDOG)
        stage.proxy.go_black()
        is_dark.set()
        heard = [each.result(WATCHDOG) for each in waiting]
    for where, each in zip(("in the middle", "pooled", "new"), heard, strict=True):
        _log.info("told after %.2f s, %s", each.seconds, where)
        assert each.is_away
        assert each.seconds < WITHIN, where
    stage.proxy.heal()
    for database in (asking, pooled, new):
        assert SignInService(database).gym_name()
        database.dispose()


def test_a_call_for_bulk_work_may_wait_longer(stage: Stage) -> None:
    sender = Sender(stage, "WorkoutsService.log")
    with stage.station.transaction(sender.services.identity, answer_seconds=20) as connection:
        connection.exec_driver_sql(f"SELECT pg_sleep({SHORT * 1.5})")
    with pytest.raises(Unavailable, match="too long"), stage.station.transaction(NOBODY) as connection:
        connection.exec_driver_sql(f"SELECT pg_sleep({SHORT * 1.5})")


def test_a_transaction_whose_client_is_out_of_reach_does_not_block_for_long(
    stage: Stage, server: Server
) -> None:
    """The server never hears that the client is gone; the client comes back another way and sends again."""
    expected = left_by(stage, "WorkoutsService.log")
    sender = Sender(stage, "WorkoutsService.log")
    other_way = Database(stage.gym.station.url, answer_seconds=SHORT)
    services = SignInService(other_way).with_identity(sender.services.identity)
    before = sender.before()
    stage.proxy.arm(Fault.SWALLOWED)
    assert told(sender.send).is_away
    heard = told(lambda: sender.sending.send(services, other_way))
    assert isinstance(heard.error, Unavailable)
    assert heard.error.message == "Somebody else is changing the same thing. Try again in a moment."
    tries = 1
    while heard.error is not None:
        heard = told(lambda: sender.sending.send(services, other_way))
        tries += 1
        assert tries < 20, "the server drops a transaction whose client is silent"
    assert changes(before, stage.imprint()) == expected
    stage.proxy.heal()
    sender.send_again()
    assert changes(before, stage.imprint()) == expected
    other_way.dispose()


def test_a_slow_network_changes_nothing(stage: Stage) -> None:
    expected = sum_of(left_by(stage, name) for name in SINGLE)
    senders = [Sender(stage, name) for name in SINGLE]
    before = [sender.before() for sender in senders][-1]
    stage.proxy.delay = 0.002
    for sender in senders:
        assert told(sender.send).error is None
    assert changes(before, stage.imprint()) == expected


def test_cut_at_any_byte_nothing_is_lost_and_nothing_doubled(stage: Stage) -> None:
    random = Random(SEED)
    names = [random.choice(SINGLE) for _ in range(30)]
    cuts = 0
    for name in names:
        expected = left_by(stage, name)
        measured = Sender(stage, name)
        stage.proxy.cut_after(2**31)
        measured.send()
        size = stage.proxy.passed
        sender = Sender(stage, name)
        before = sender.before()
        stage.proxy.cut_after(random.randrange(1, size))
        heard = told(sender.send)
        assert heard.error is None or heard.is_away
        assert heard.seconds < WITHIN
        assert changes(before, stage.imprint()) in ({}, expected), "all or nothing"
        cuts += heard.is_away
        stage.proxy.heal()
        sender.send_again()
        after = changes(before, stage.imprint())
        assert sender.without_repeats(after) == sender.without_repeats(expected), name
    assert cuts > len(names) / 2, "some cuts fall where the pool makes a new connection without a word"

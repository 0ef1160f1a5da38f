"""Every write meets every fault: the person is told, nothing is half done, and sent again it is there once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.faults.conftest import LOST_PIPELINE, SHORT, WITHIN, Stage, told
from tests.faults.imprint import changes
from tests.faults.proxy import Fault
from tests.faults.sender import NAMES, Sender, left_by, sum_of
from tests.faults.writes import WRITES

pytestmark = pytest.mark.expects_log(LOST_PIPELINE)

AT_ONCE = 8
GROUPS = [NAMES[n : n + AT_ONCE] for n in range(0, len(NAMES), AT_ONCE)]


@pytest.mark.parametrize("name", NAMES)
def test_sent_twice_it_is_there_once(stage: Stage, name: str) -> None:
    sender = Sender(stage, name)
    before = sender.before()
    sender.send()
    once = changes(before, stage.imprint())
    assert once or name == "SignInService.touch", "a write leaves something behind"
    assert stage.left_by.setdefault(name, once) == once
    sender.send_again()
    twice = changes(before, stage.imprint())
    assert sender.without_repeats(twice) == sender.without_repeats(once)


@pytest.mark.parametrize("fault", [Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT, Fault.KILLED])
@pytest.mark.parametrize("name", NAMES)
def test_a_connection_that_is_cut_loses_nothing_and_doubles_nothing(
    stage: Stage, name: str, fault: Fault
) -> None:
    expected = left_by(stage, name)
    sender = Sender(stage, name)
    before = sender.before()
    stage.proxy.arm(fault, transaction=sender.sending.transaction)
    heard = told(sender.send)
    assert stage.proxy.met == 1, "the fault was met"
    assert heard.is_away and heard.seconds < WITHIN
    done = expected if fault is Fault.AFTER_COMMIT else {}
    assert changes(before, stage.imprint()) == done, "all or nothing"
    stage.proxy.heal()
    sender.send_again()
    after = changes(before, stage.imprint())
    assert sender.without_repeats(after) == sender.without_repeats(expected), "exactly once"


@contextmanager
def many(stage: Stage, names: Sequence[str]) -> Iterator[tuple[list[Sender], ThreadPoolExecutor]]:
    """Several writes that can be sent at once, each on a connection that is open already."""
    senders = [Sender(stage, name) for name in names]
    with ThreadPoolExecutor(len(senders)) as pool:
        connections = [stage.station.engine.connect() for _ in senders]
        for connection in connections:
            connection.close()
        yield senders, pool


@pytest.mark.parametrize("fault", [Fault.SWALLOWED, Fault.UNANSWERED])
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_a_black_hole_loses_nothing_and_doubles_nothing(stage: Stage, group: list[str], fault: Fault) -> None:
    """Several at once, for the waiting; what all of them leave behind is the sum of what each does."""
    # Signing in asks first, in a transaction of its own; numbers mean nothing among several at once.
    names = [name for name in group if WRITES[name](stage.gym).transaction == 1]
    expected = sum_of(left_by(stage, name) for name in names)
    with many(stage, names) as (senders, pool):
        before = [sender.before() for sender in senders][-1]
        stage.proxy.choose(lambda _: fault)
        heard = list(pool.map(lambda sender: told(sender.send), senders))
        assert stage.proxy.met == len(names), "all met the fault"
        assert all(each.is_away for each in heard), heard
        assert all(SHORT <= each.seconds < WITHIN for each in heard)
        done = expected if fault is Fault.UNANSWERED else {}
        assert changes(before, stage.imprint()) == done, "all or nothing"
        stage.proxy.heal()
        for sender in senders:
            sender.send_again()
    assert changes(before, stage.imprint()) == expected, "exactly once"

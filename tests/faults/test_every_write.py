"""Every write meets every fault: the person is told, nothing is half done, and sent again it is there once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import LOST_PIPELINE, SHORT, WITHIN, Stage, told
from tests.faults.imprint import changes
from tests.faults.proxy import Fault
from tests.faults.sender import ALONE, GROUPS, NAMES, Sender, left_by, sum_of

pytestmark = pytest.mark.expects_log(LOST_PIPELINE)

DONE = {Fault.AFTER_COMMIT, Fault.UNANSWERED}
SWALLOWING = {Fault.SWALLOWED, Fault.UNANSWERED}


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


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("names", GROUPS, ids=lambda names: f"{names[0]}+{len(names) - 1}")
def test_a_fault_loses_nothing_and_doubles_nothing(stage: Stage, names: list[str], fault: Fault) -> None:
    """Several people at once meet it; then each sends again, and what that leaves behind is looked at one by one."""
    expected = {name: left_by(stage, name) for name in names}
    senders = [Sender(stage, name) for name in names]
    # A connection for each, so that the fault is the only thing that takes time.
    for connection in [stage.station.engine.connect() for _ in senders]:
        connection.close()
    before = [sender.before() for sender in senders][-1]
    if len(names) == 1:
        stage.proxy.arm(fault, transaction=senders[0].sending.transaction)
    else:
        stage.proxy.choose(lambda _: fault)
    with ThreadPoolExecutor(len(senders)) as pool:
        heard = list(pool.map(lambda sender: told(sender.send), senders))
    assert stage.proxy.met == len(names), "all met the fault"
    assert all(each.is_away for each in heard), heard
    assert max(each.seconds for each in heard) < WITHIN
    if fault in SWALLOWING:
        assert min(each.seconds for each in heard) >= SHORT, "it was the silence that was noticed"
    state = stage.imprint()
    assert changes(before, state) == (sum_of(expected.values()) if fault in DONE else {}), "all or nothing"

    stage.proxy.heal()
    for sender in senders:
        sender.send_again()
        state, earlier = stage.imprint(), state
        added = sender.without_repeats(changes(earlier, state))
        assert added == ({} if fault in DONE else sender.without_repeats(expected[sender.name])), sender.name


def test_what_goes_together_is_all_there_is() -> None:
    assert sorted(name for names in GROUPS for name in names) == NAMES
    assert set(NAMES) >= ALONE

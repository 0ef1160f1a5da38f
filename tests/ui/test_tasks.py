"""Background work: order, lateness, owners, failures, and no thread left behind."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.ui.tasks import Tasks


class Gate:
    """An operation that waits until the test lets it go on."""

    def __init__(self, result: object = None) -> None:
        self.entered = threading.Event()
        self.released = threading.Event()
        self.result = result

    def __call__(self) -> object:
        self.entered.set()
        assert self.released.wait(5)
        return self.result


def test_an_answer_arrives_on_the_gui_thread(qtbot, tasks: Tasks) -> None:
    owner, got = QObject(), []
    here = QThread.currentThread()
    workers = []

    def op() -> int:
        workers.append(threading.current_thread())
        return 7

    tasks.query(owner, op, lambda value: got.append((value, QThread.currentThread() is here)))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(7, True)]
    assert workers[0] is not threading.main_thread()


def test_a_late_answer_to_an_older_question_is_dropped(qtbot, tasks: Tasks) -> None:
    owner, got = QObject(), []
    old, new = Gate("old"), Gate("new")
    tasks.query(owner, old, got.append, key="members")
    tasks.query(owner, new, got.append, key="members")
    assert new.entered.wait(5)
    new.released.set()
    qtbot.waitUntil(lambda: got == ["new"])
    old.released.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert got == ["new"]


def test_an_old_answer_that_comes_first_is_dropped_too(qtbot, tasks: Tasks) -> None:
    owner, got = QObject(), []
    old, new = Gate("old"), Gate("new")
    tasks.query(owner, old, got.append, key="members")
    tasks.query(owner, new, got.append, key="members")
    old.released.set()
    new.released.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert got == ["new"]


def test_different_questions_and_owners_do_not_disturb_each_other(qtbot, tasks: Tasks) -> None:
    one, other, got = QObject(), QObject(), []
    tasks.query(one, lambda: 1, got.append, key="a")
    tasks.query(one, lambda: 2, got.append, key="b")
    tasks.query(other, lambda: 3, got.append, key="a")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert sorted(got) == [1, 2, 3]


def test_without_a_key_the_same_done_is_the_same_question(qtbot, tasks: Tasks) -> None:
    class Asker(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.people: list[str] = []
            self.counts: list[int] = []

        def on_people(self, value: str) -> None:
            self.people.append(value)

        def on_counts(self, value: int) -> None:
            self.counts.append(value)

    asker, old = Asker(), Gate("old")
    tasks.query(asker, old, asker.on_people)
    tasks.query(asker, lambda: 5, asker.on_counts)
    tasks.query(asker, lambda: "new", asker.on_people)
    old.released.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert asker.people == ["new"]
    assert asker.counts == [5]


def test_an_answer_for_a_destroyed_owner_is_dropped(qtbot, tasks: Tasks) -> None:
    parent = QObject()
    owner, gate, got = QObject(parent), Gate(), []
    tasks.query(owner, gate, got.append)
    assert gate.entered.wait(5)
    with qtbot.waitSignal(owner.destroyed):
        parent.deleteLater()
    gate.released.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert got == []


def test_dropping_an_owner_drops_its_children_s_questions_but_no_write(qtbot, tasks: Tasks) -> None:
    page = QObject()
    panel, read, written = QObject(page), Gate("read"), []
    tasks.query(panel, read, written.append)
    tasks.write(page, lambda: "saved", written.append)
    assert tasks.drop(page) is True
    assert tasks.drop(page) is False
    read.released.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert written == ["saved"]


def test_writes_run_one_after_the_other_in_order(qtbot, tasks: Tasks) -> None:
    owner, running, seen, order, got = QObject(), [0], [], [], []

    def write(number: int):
        def op() -> int:
            running[0] += 1
            seen.append(running[0])
            order.append(number)
            running[0] -= 1
            return number

        return op

    for number in range(50):
        tasks.write(owner, write(number), got.append)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert order == list(range(50))
    assert got == list(range(50))
    assert max(seen) == 1


def test_a_write_of_an_owner_that_is_gone_still_happens_and_its_failure_is_told(qtbot, tasks: Tasks) -> None:
    owner, gate, told = QObject(), Gate(), []
    happened = threading.Event()

    def fail() -> None:
        happened.set()
        raise ValueError("not saved")

    tasks.unhandled.connect(told.append)
    tasks.write(owner, gate, lambda _: None)
    tasks.write(owner, fail, lambda _: None, lambda error: told.append("to the owner"))
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.released.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert happened.is_set()
    assert [str(error) for error in told] == ["not saved"]


@pytest.mark.parametrize("ask", ["query", "write"])
def test_what_op_raises_goes_to_failed(qtbot, tasks: Tasks, ask: str) -> None:
    owner, got, failures = QObject(), [], []

    def op() -> None:
        raise KeyError("gone")

    getattr(tasks, ask)(owner, op, got.append, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], KeyError)
    assert got == []


def test_without_failed_the_exception_is_unhandled(qtbot, tasks: Tasks) -> None:
    def op() -> None:
        raise RuntimeError("boom")

    with qtbot.waitSignal(tasks.unhandled) as heard:
        tasks.query(QObject(tasks), op, lambda _: None)
    assert str(heard.args[0]) == "boom"


def test_busy_is_told_once_at_each_end(qtbot, tasks: Tasks) -> None:
    told: list[bool] = []
    tasks.busy_changed.connect(told.append)
    owner = QObject()
    for number in range(6):
        tasks.query(owner, lambda: None, lambda _: None, key=str(number))
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert told == [True, False]


def test_at_most_four_reads_run_at_once(qtbot, tasks: Tasks) -> None:
    owner, gates, got = QObject(), [Gate(number) for number in range(6)], []
    for number, gate in enumerate(gates):
        tasks.query(owner, gate, got.append, key=str(number))
    assert all(gate.entered.wait(5) for gate in gates[:4])
    assert not any(gate.entered.is_set() for gate in gates[4:])
    for gate in gates:
        gate.released.set()
    qtbot.waitUntil(lambda: sorted(got) == list(range(6)))


def test_a_listener_hears_and_stops(qtbot, tasks: Tasks) -> None:
    heard: list[object] = []

    def run(tell, stop: threading.Event) -> None:
        tell("profiles")
        stop.wait(5)
        tell("too late")

    listener = tasks.listen(run, heard.append)
    qtbot.waitUntil(lambda: heard == ["profiles"])
    assert listener.is_running
    assert listener.stop()
    assert not listener.is_running
    assert heard == ["profiles"]


def test_a_listener_that_fails_is_told(qtbot, tasks: Tasks) -> None:
    def run(tell, stop: threading.Event) -> None:
        raise ConnectionError("gone")

    with qtbot.waitSignal(tasks.unhandled) as told:
        tasks.listen(run, lambda _: None)
    assert isinstance(told.args[0], ConnectionError)


def test_shutdown_finishes_writes_forgets_reads_and_leaves_no_thread(qtbot) -> None:
    before = set(threading.enumerate())
    tasks, owner = Tasks(), QObject()
    written, got = [], []
    blocker = Gate()
    for number in range(4):
        tasks.query(owner, blocker, got.append, key=f"blocked {number}")
    tasks.write(owner, lambda: written.append(1), got.append)
    tasks.listen(lambda tell, stop: stop.wait(5), got.append)
    blocker.released.set()
    assert tasks.shutdown(5000)
    assert set(threading.enumerate()) <= before
    assert written == [1]
    assert got == []
    tasks.query(owner, lambda: 1, got.append)
    assert set(threading.enumerate()) <= before, (
        "a pause after typing may end now: nobody waits for the answer"
    )
    with pytest.raises(RuntimeError):
        tasks.write(owner, lambda: 1, got.append)


@pytest.mark.expects_log("a write failed while the window was closing")
def test_a_write_that_fails_while_closing_is_logged(qtbot, caplog) -> None:
    tasks, owner, gate = Tasks(), QObject(), Gate()

    def fail() -> None:
        gate()
        raise ValueError("half a workout")

    tasks.write(owner, fail, lambda _: None)
    assert gate.entered.wait(5)
    gate.released.set()
    assert tasks.shutdown(5000)
    assert [record.message for record in caplog.records] == ["a write failed while the window was closing"]


@pytest.mark.expects_log("background work did not end")
def test_shutdown_says_when_something_hangs(qtbot, caplog) -> None:
    tasks, owner, gate = Tasks(), QObject(), Gate()
    tasks.write(owner, gate, lambda _: None)
    assert gate.entered.wait(5)
    assert tasks.shutdown(10) is False
    assert "did not end" in caplog.text
    gate.released.set()
    assert tasks.shutdown(5000)


class _Witness:
    """Part of a cycle; tells which thread took it apart."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        self.seen = seen
        self.me = self

    def __del__(self) -> None:
        self.seen.append(threading.current_thread())


def test_garbage_is_collected_on_the_gui_thread_and_never_in_a_worker(qtbot, tasks: Tasks) -> None:
    owner = QObject()
    seen: list[threading.Thread] = []

    def allocate() -> int:
        # Left behind in numbers that set off Python's own collection several times while the worker runs.
        for _ in range(5000):
            _Witness(seen)
        return 1

    answers: list[int] = []
    tasks.query(owner, allocate, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(seen) == 5000)
    assert set(seen) == {threading.main_thread()}


def test_collecting_goes_back_to_python_with_the_last_worker(qapp: QApplication) -> None:
    first, second = Tasks(), Tasks()
    assert first.shutdown(5000)
    assert first.shutdown(5000), "twice does no harm"
    assert not gc.isenabled()
    assert second.shutdown(5000)
    assert gc.isenabled()

"""Background work: the only threads of the window.

A page asks with `Tasks.query` or `Tasks.write`; `op` runs in a worker, and its answer arrives in a slot on
the GUI thread. Reads run in a small pool, writes one after the other in a single worker. The workers are
plain Python threads: none of them owns a Qt object, so nothing that carries a signal dies in a wrong thread.
"""

from __future__ import annotations

import functools
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from gymtrainer_desktop.domain.errors import GymError, SignedOut
from gymtrainer_desktop.ui.garbage import GuiCollector

T = TypeVar("T")

_log = logging.getLogger(__name__)

_READERS = 4


class _Task:
    """One request and, once a worker has run it, its answer."""

    __slots__ = (
        "done",
        "dropped",
        "error",
        "failed",
        "is_write",
        "number",
        "op",
        "owner",
        "question",
        "result",
    )

    def __init__(
        self,
        number: int,
        owner: QObject,
        op: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        question: object,
        is_write: bool,
    ) -> None:
        self.number = number
        self.owner = owner
        self.op = op
        self.done = done
        self.failed = failed
        self.question = question
        self.is_write = is_write
        self.dropped = False
        self.result: Any = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Do the work in the calling thread and keep what came of it."""
        try:
            self.result = self.op()
        except Exception as error:
            self.error = error


class _Workers:
    """Up to `size` threads that take tasks in order; started when there is work for them."""

    def __init__(self, name: str, size: int, answer: Callable[[_Task], None]) -> None:
        self._name = name
        self._size = size
        self._answer = answer
        self._queue: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._waiting = 0

    def submit(self, task: _Task) -> None:
        with self._lock:
            self._waiting += 1
            needs_thread = self._waiting > len(self._threads)
        if needs_thread and len(self._threads) < self._size:
            thread = threading.Thread(
                target=self._work, name=f"{self._name}-{len(self._threads) + 1}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
        self._queue.put(task)

    def close(self) -> list[threading.Thread]:
        """Let every thread end after what is queued; return those to join."""
        for _ in self._threads:
            self._queue.put(None)
        return self._threads

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            # A write was promised; a read that nobody waits for any more is not worth a round trip.
            if task.is_write or not task.dropped:
                task.run()
            with self._lock:
                self._waiting -= 1
            self._answer(task)
            del task


class Listener(QObject):
    """A thread that runs as long as the window, and hands over what it hears on the GUI thread."""

    _heard = Signal(object)
    failed = Signal(object)
    """The run function raised; carries the exception. The thread has ended."""

    def __init__(
        self,
        run: Callable[[Callable[[Any], None], threading.Event], None],
        received: Callable[[Any], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._received = received
        self._stop = threading.Event()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="listener", daemon=True)

    def start(self) -> None:
        """Begin, once whoever wants to hear of a failure is connected."""
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the thread still listens."""
        return self._thread.is_alive()

    def stop(self, timeout_ms: int = 5000) -> bool:
        """Ask the thread to end and wait for it; nothing it heard arrives afterwards.

        Returns:
            Whether the thread has ended.
        """
        self._stop.set()
        self._thread.join(timeout_ms / 1000)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            self._run(self._tell, self._stop)
        except Exception as error:
            if not self._stop.is_set():
                self.failed.emit(error)

    def _tell(self, value: Any) -> None:
        if not self._stop.is_set():
            self._heard.emit(value)

    def _on_heard(self, value: Any) -> None:
        if not self._stop.is_set():
            self._received(value)


class Tasks(QObject):
    """Runs reads and writes in the background and delivers their answers to whoever asked.

    An answer is dropped when its owner is gone, when `drop` was called for the owner, or when the owner has
    asked the same question again in the meantime.
    """

    busy_changed = Signal(bool)
    """Whether anything is under way."""
    unhandled = Signal(object)
    """An exception nobody took: `failed` was not given, or who asked for a write is gone."""
    session_lost = Signal(object)
    """Somebody's question was answered with `SignedOut`: whoever asked, the session is over for all."""

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._pending: dict[int, _Task] = {}
        self._listeners: list[Listener] = []
        self._collector = GuiCollector(self)
        self._closed = False
        self._readers = _Workers("reader", _READERS, self._hand_over)
        self._writer = _Workers("writer", 1, self._hand_over)
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether any read or write is under way."""
        return bool(self._pending)

    @property
    def is_closed(self) -> bool:
        """Whether the window is closing: further writes are refused."""
        return self._closed

    def query(
        self,
        owner: QObject,
        op: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str = "",
    ) -> None:
        """Run a read in the background.

        Args:
            owner: Who asks; when it is destroyed or dropped, so is the answer.
            op: Runs in a worker. Must touch no widget: a service and plain values only.
            done: Called on the GUI thread with what `op` returned.
            failed: Called on the GUI thread with what `op` raised; without it `unhandled` is emitted.
            key: Names the question. A later query of the same owner with the same key makes the answer to
                this one late, and it is dropped. Without a key, queries that end in the same `done` function
                are the same question.
        """
        question = key or _code_of(done)
        for task in self._pending.values():
            if task.owner is owner and not task.is_write and task.question == question:
                task.dropped = True
        self._submit(self._readers, owner, op, done, failed, question, is_write=False)

    def write(
        self,
        owner: QObject,
        op: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a write in the background, after every write asked for earlier.

        A write is always run, even if its owner goes away; only its answer is dropped then, and a failure is
        told through `unhandled`. Arguments as for `query`.
        """
        self._submit(self._writer, owner, op, done, failed, None, is_write=True)

    def listen(
        self,
        run: Callable[[Callable[[Any], None], threading.Event], None],
        received: Callable[[Any], None],
    ) -> Listener:
        """Start a long-lived worker.

        Args:
            run: Runs in a thread of its own; calls its first argument with each thing it hears, and returns
                soon after its second argument, an event, is set.
            received: Called on the GUI thread with each thing heard.
        """
        listener = Listener(run, received, self)
        listener.failed.connect(self.unhandled)
        self._listeners.append(listener)
        listener.start()
        return listener

    def drop(self, owner: QObject) -> bool:
        """Forget the reads that `owner`, or a child of it, is waiting for.

        Returns:
            Whether there were any.
        """
        dropped = False
        for task in self._pending.values():
            if not task.is_write and not task.dropped and _is_within(task.owner, owner):
                task.dropped = dropped = True
        return dropped

    def shutdown(self, timeout_ms: int = 10_000) -> bool:
        """Finish the writes, forget the reads, and end every thread. Further requests are refused.

        Returns:
            Whether every thread ended in time.
        """
        self._closed = True
        for task in self._pending.values():
            task.dropped = task.dropped or not task.is_write
        deadline = time.monotonic() + timeout_ms / 1000
        threads = [*self._readers.close(), *self._writer.close()]
        stopped = [listener.stop(_left_ms(deadline)) for listener in self._listeners]
        for thread in threads:
            thread.join(_left_ms(deadline) / 1000)
        late = [thread.name for thread in threads if thread.is_alive()]
        if not late and all(stopped):
            self._collector.release()
        for task in self._pending.values():
            if task.is_write and task.error is not None:
                # Nobody is left to show it to.
                _log.error("a write failed while the window was closing", exc_info=task.error)
        if late or not all(stopped):
            _log.error("background work did not end within %d ms: %s", timeout_ms, late or "listener")
            return False
        return True

    def _submit(
        self,
        workers: _Workers,
        owner: QObject,
        op: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        question: object,
        *,
        is_write: bool,
    ) -> None:
        if self._closed:
            if is_write:
                raise RuntimeError("the window is closing: no more background work")
            # A pause after typing may end just then; nobody waits for the answer.
            _log.info("a read was asked for while the window was closing")
            return
        was_busy = self.is_busy
        task = _Task(next(self._numbers), owner, op, done, failed, question, is_write)
        self._pending[task.number] = task
        workers.submit(task)
        if not was_busy:
            self.busy_changed.emit(True)

    def _hand_over(self, task: _Task) -> None:
        """Called in a worker: bring the answer to the GUI thread."""
        if not self._closed:
            self._answered.emit(task)

    def _on_answered(self, task: _Task) -> None:
        del self._pending[task.number]
        if not self._pending:
            self.busy_changed.emit(False)
        if not self._closed:
            self._deliver(task)

    def _deliver(self, task: _Task) -> None:
        is_gone = task.dropped or not shiboken6.isValid(task.owner)
        if isinstance(task.error, SignedOut):
            # No page can do anything about it, so none is bothered: the window goes back to the door.
            self.session_lost.emit(task.error)
        elif task.error is not None:
            if task.failed is not None and not is_gone:
                task.failed(task.error)
            elif not is_gone or task.is_write:
                self.unhandled.emit(task.error)
            else:
                # Of what is expected the kind only: its sentence may name a person or a file of theirs.
                is_bug = not isinstance(task.error, GymError)
                kind = type(task.error).__name__
                _log.info("a read nobody waits for failed: %s", kind, exc_info=task.error if is_bug else None)
        elif not is_gone:
            task.done(task.result)


def _code_of(done: Callable[..., Any]) -> object:
    """Return what two callbacks written at the same place have in common."""
    while isinstance(done, functools.partial):
        done = done.func
    function = getattr(done, "__func__", done)
    return getattr(function, "__code__", function)


def _is_within(candidate: QObject, ancestor: QObject) -> bool:
    if not shiboken6.isValid(candidate):
        return False
    node: QObject | None = candidate
    while node is not None:
        if node is ancestor:
            return True
        node = node.parent()
    return False


def _left_ms(deadline: float) -> int:
    return max(0, int((deadline - time.monotonic()) * 1000))

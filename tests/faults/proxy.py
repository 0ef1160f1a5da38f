"""A loopback proxy between a station and the server that delays, cuts and swallows where it is told to.

It reads just enough of the protocol (type byte, length, text of a statement) to know a COMMIT when it sees one.
What it does depends on what passes, never on the time; random choices come from the seed of whoever asks.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum

from sqlalchemy import URL

Target = str | tuple[str, int]
_CHUNK = 65_536
_CANCEL, _PROTOCOL_3 = 80_877_102, 196_608


class Fault(StrEnum):
    """What happens to a transaction on its way."""

    BEFORE_COMMIT = "cut before COMMIT reaches the server"
    AFTER_COMMIT = "cut after COMMIT, its answer lost"
    KILLED = "server connection terminated in the middle"
    SWALLOWED = "COMMIT swallowed, no answer"
    UNANSWERED = "COMMIT done, its answer swallowed"


class _Messages:
    """Takes bytes and gives whole messages; those of a start have no type byte."""

    def __init__(self, *, starts: bool) -> None:
        self._buffer = b""
        self._starts = starts

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield (type, message as it came); the type of a start is empty."""
        self._buffer += data
        while True:
            head = 0 if self._starts else 1
            if len(self._buffer) < head + 4:
                return
            length = head + int.from_bytes(self._buffer[head : head + 4])
            if len(self._buffer) < length:
                return
            message, self._buffer = self._buffer[:length], self._buffer[length:]
            if head:
                yield message[:1], message
            else:
                code = int.from_bytes(message[4:8])
                assert code in (_CANCEL, _PROTOCOL_3), "the proxied URL asks for no encryption"
                self._starts = code != _PROTOCOL_3
                yield b"", message


def _statement(kind: bytes, message: bytes) -> str:
    """The SQL of a Query or a Parse, in capitals; empty for other messages."""
    if kind == b"Q":
        text = message[5:-1]
    elif kind == b"P":
        text = message[5:].split(b"\0")[1]
    else:
        return ""
    return text.decode().strip().upper()


class _Cut(Exception):
    """This link ends here."""


class _Link:
    """One client's connection and the server's, and the thread that carries between them."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.proxy = proxy
        self.client = client
        self.server = server
        self.pid = 0
        self.is_black = False
        self._client_gone = False
        self._drops_until_ready = False
        self._cuts_when_ready = False
        self._fault: Fault | None = None
        self._statements = 0  # sent since BEGIN; the first binds the identity
        self._from_client = _Messages(starts=True)
        self._from_server = _Messages(starts=False)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def end(self) -> None:
        for end in (self.client, self.server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was faster

    def _run(self) -> None:
        try:
            while True:
                watched = [self.server] if self._client_gone else [self.client, self.server]
                ready, _, _ = select.select(watched, [], [])
                for end in ready:
                    data = end.recv(_CHUNK)
                    if not data and end is self.client and self._is_dark:
                        # In the dark the server does not hear that its client is gone.
                        self._client_gone = True
                        continue
                    if not data:
                        raise _Cut
                    self.proxy.pause()
                    if end is self.client:
                        for kind, message in self._from_client.feed(data):
                            self._to_server(kind, message)
                    else:
                        for kind, message in self._from_server.feed(data):
                            self._to_client(kind, message)
        except (_Cut, OSError):
            pass
        finally:
            self.client.close()
            self.server.close()

    @property
    def _is_dark(self) -> bool:
        return self.is_black or self.proxy.is_black

    def _to_server(self, kind: bytes, message: bytes) -> None:
        statement = _statement(kind, message)
        if statement == "BEGIN":
            self._statements = -1  # BEGIN itself makes it 0
            self._fault = self.proxy.fault_of_next()
        if self._statements == 2 and self._fault is Fault.KILLED:
            self.proxy.meets()
            self.proxy.kill(self.pid)
            self._fault = None
        if statement == "COMMIT" and self._fault is not None:
            fault = self._fault
            self.proxy.meets()
            if fault is Fault.BEFORE_COMMIT:
                raise _Cut
            self.is_black = self.is_black or fault is Fault.SWALLOWED
            self._drops_until_ready = fault in (Fault.AFTER_COMMIT, Fault.UNANSWERED)
            self._cuts_when_ready = fault is Fault.AFTER_COMMIT
        if kind in (b"Q", b"S"):
            self._statements += 1
        if not self._is_dark:
            self._pass_on(self.server, message)

    def _to_client(self, kind: bytes, message: bytes) -> None:
        if kind == b"K":
            self.pid = int.from_bytes(message[5:9])
        if self._drops_until_ready:
            if kind == b"Z" and self._cuts_when_ready:
                raise _Cut
            self.is_black = self.is_black or kind == b"Z"
        elif not self._is_dark:
            self._pass_on(self.client, message)

    def _pass_on(self, to: socket.socket, message: bytes) -> None:
        part = self.proxy.count(len(message))
        to.sendall(message[:part])
        if part < len(message):
            raise _Cut


class Proxy:
    """Listens on loopback and carries everything to the server, with the faults it was armed with.

    Args:
        target: The server: path of its socket, or host and port.
        terminate: Ends a server process by its id, and returns when it is gone.
    """

    def __init__(self, target: Target, terminate: Callable[[int], None]) -> None:
        self._target = target
        self._terminate = terminate
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        self._links: list[_Link] = []
        self._held: list[socket.socket] = []
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self.is_black = False
        self.delay = 0.0
        self.met = 0
        self._begun = 0
        self.passed = 0
        self._choose: Callable[[int], Fault | None] = lambda _: None
        self._cut_at: int | None = None
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def url(self, url: URL) -> URL:
        """The way through the proxy, for whoever would go straight."""
        return URL.create(
            "postgresql+psycopg",
            url.username,
            url.password,
            "127.0.0.1",
            self.port,
            url.database,
            {"require_auth": "scram-sha-256", "sslmode": "disable", "gssencmode": "disable"},
        )

    # What tests ask for

    def arm(self, fault: Fault, *, transaction: int = 1) -> None:
        """Have one fault happen to the next transaction, or to a later one."""
        self.choose(lambda n: fault if n == transaction else None)

    def choose(self, choose: Callable[[int], Fault | None]) -> None:
        """Ask for the fault of each transaction that begins, numbered from 1."""
        with self._lock:
            self._begun = self.met = 0
            self._choose = choose

    def cut_after(self, size: int) -> None:
        """Cut the link on which the `size`-th byte from now on passes, in either direction, right there."""
        with self._lock:
            self.passed, self._cut_at = 0, size

    def go_black(self) -> None:
        """Accept and swallow everything, and answer nothing, not even those who come new."""
        self.is_black = True

    def heal(self) -> None:
        """Carry on; what was swallowed is lost, and both sides of such a link hear that it has ended."""
        with self._lock:
            self._choose, self._cut_at = (lambda _: None), None
            dark = [link for link in self._links if link.is_black or self.is_black]
            held, self._held = self._held, []
            self.is_black = False
        for link in dark:
            link.end()
        for end in held:
            end.close()
        for link in dark:
            link.thread.join(10)

    def close(self) -> None:
        self._closed.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.heal()
        for link in self._links:
            link.end()
        for thread in (self._accepting, *(link.thread for link in self._links)):
            thread.join(10)
            assert not thread.is_alive()

    # What links ask

    def pause(self) -> None:
        if self.delay:
            self._closed.wait(self.delay)

    def fault_of_next(self) -> Fault | None:
        """Number a transaction that begins, and say what will happen to it."""
        with self._lock:
            self._begun += 1
            return self._choose(self._begun)

    def meets(self) -> None:
        with self._lock:
            self.met += 1

    def kill(self, pid: int) -> None:
        self._terminate(pid)

    def count(self, size: int) -> int:
        """Count bytes; return how many of them may pass."""
        with self._lock:
            before, self.passed = self.passed, self.passed + size
            if self._cut_at is None or self.passed <= self._cut_at:
                return size
            self.met += 1
            left, self._cut_at = self._cut_at - before, None
            return left

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return  # closed
            if self.is_black:
                self._held.append(client)
                continue
            try:
                server = self._connect()
            except OSError:
                client.close()  # the server is away
                continue
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._links = [link for link in self._links if link.thread.is_alive()]
            self._links.append(_Link(self, client, server))

    def _connect(self) -> socket.socket:
        if isinstance(self._target, tuple):
            return socket.create_connection(self._target)
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._target)
        return server

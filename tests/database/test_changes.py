"""What one workstation hears of what another one writes."""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Connection, make_url, text

from gymtrainer_desktop.database.changes import ChangeListener, parse_change
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.changes import Change, Event, Lost, Reconnected
from tests.conftest import Server
from tests.database.conftest import plain
from tests.factories import Gym

PATIENCE = 10


class Ear:
    """A listener in its thread, and what it heard."""

    def __init__(self, listener: ChangeListener) -> None:
        self._heard: queue.Queue[Event] = queue.Queue()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=listener.run, args=(self._heard.put, self.stop), name="ear")

    def next(self) -> Event:
        return self._heard.get(timeout=PATIENCE)

    def until(self, wanted: Event) -> list[Event]:
        """Everything heard up to and including `wanted`."""
        heard = [self.next()]
        while heard[-1] != wanted:
            heard.append(self.next())
        return heard

    def end(self) -> float:
        began = time.monotonic()
        self.stop.set()
        self.thread.join(PATIENCE)
        return time.monotonic() - began


@pytest.fixture
def ear(server: Server, database_name: str) -> Iterator[Ear]:
    ear = Ear(ChangeListener(server.station(database_name, "station_room")))
    ear.thread.start()
    _until(lambda: _listening(server, database_name))
    yield ear
    assert ear.end() < 2
    assert not ear.thread.is_alive()


def _listening(server: Server, database_name: str) -> bool:
    with psycopg.connect(plain(server.superuser())) as superuser:
        row = superuser.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state = 'idle'"
            " AND application_name = 'gymtrainer listener' AND query = 'LISTEN gym_changes'",
            (database_name,),
        ).fetchone()
    return row == (1,)


def _until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def _mark(connection: Connection) -> Change:
    """Announce something whose arrival proves that all before it has arrived: they come in order."""
    id = uuid4()
    connection.execute(
        text("SELECT pg_notify('gym_changes', :said)"),
        {"said": json.dumps({"table": "profiles", "ids": [str(id)]})},
    )
    return Change("profiles", frozenset({id}))


def test_a_commit_arrives_and_a_rollback_does_not(
    gym: Gym, ear: Ear, station: Callable[..., Database]
) -> None:
    admin = gym.admin()
    member = gym.member()
    ear.until(Change("profiles", frozenset({member.id})))
    desk = station()
    identity = gym.session(admin)
    rename = text("UPDATE public.profiles SET full_name = :name WHERE id = :id")
    with pytest.raises(ZeroDivisionError), desk.transaction(identity) as connection:
        connection.execute(rename, {"name": "Never", "id": member.id})
        raise ZeroDivisionError
    with desk.transaction(identity) as connection:
        connection.execute(rename, {"name": "Anna", "id": admin.id})
    assert ear.until(Change("profiles", frozenset({admin.id}))) == [Change("profiles", frozenset({admin.id}))]


def test_many_rows_are_announced_as_the_table_alone(gym: Gym, ear: Ear) -> None:
    gym.owner.execute(
        text(
            "INSERT INTO public.profiles (full_name, member_number)"
            " SELECT 'Member ' || n, 'N' || n FROM generate_series(1, 200) n"
        )
    )
    assert ear.next() == Change("profiles", None)
    gym.owner.execute(text("UPDATE public.profiles SET phone = '1' WHERE member_number = 'nobody'"))
    mark = _mark(gym.owner)
    assert ear.until(mark) == [mark], "a statement that touches nothing announces nothing"


def test_every_table_that_pages_show_is_announced(gym: Gym, ear: Ear) -> None:
    member, trainer = gym.member(), gym.trainer()
    assignment = gym.assignment(member, trainer)
    exercise = gym.exercise(gym.plan(assignment), "Monday")
    log = gym.log(member, exercise)
    note = gym.note(assignment, private=False)
    gym.owner.execute(text("DELETE FROM public.trainer_client_notes WHERE id = :id"), {"id": note})
    gym.owner.execute(text("UPDATE public.workout_progress SET rating = 3 WHERE id = :id"), {"id": log})
    gym.owner.execute(text("UPDATE public.gym_settings SET kiosk_idle_minutes = 6"))
    heard = ear.until(_mark(gym.owner))
    changes = [change for change in heard if isinstance(change, Change)]
    assert {change.table for change in changes} == {
        "profiles",
        "instructors",
        "trainer_assignments",
        "workout_plans",
        "workout_exercises",
        "workout_progress",
        "trainer_client_notes",
        "notifications",
        "gym_settings",
    }
    assert Change("gym_settings", None) in changes
    assert changes.count(Change("trainer_client_notes", frozenset({note}))) == 2
    assert changes.count(Change("workout_progress", frozenset({log}))) == 2


FORGED = (
    "",
    "hello",
    "null",
    "[]",
    "[" * 3000,
    "1" * 5000,
    '{"table": "profiles"}',
    '{"table": 7, "ids": null}',
    '{"table": "profiles; DROP TABLE profiles", "ids": null}',
    '{"table": "profiles", "ids": "all"}',
    '{"table": "profiles", "ids": []}',
    '{"table": "profiles", "ids": [1, 2]}',
    '{"table": "profiles", "ids": [null]}',
    '{"table": "profiles", "ids": ["not-a-uuid"]}',
    '{"table": "profiles", "ids": null, "run": "me"}',
    json.dumps({"table": "profiles", "ids": [str(UUID(int=n)) for n in range(51)]}),
)


def test_forged_announcements_are_ignored(gym: Gym, ear: Ear) -> None:
    for payload in FORGED:
        assert parse_change(payload) is None, payload[:80]
        gym.owner.execute(text("SELECT pg_notify('gym_changes', :said)"), {"said": payload})
    mark = _mark(gym.owner)
    assert ear.until(mark) == [mark]


def test_a_lost_connection_is_reported_and_made_again(gym: Gym, ear: Ear, server: Server) -> None:
    server.admin(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gymtrainer listener'"
    )
    assert ear.next() == Lost()
    assert ear.next() == Reconnected()
    mark = _mark(gym.owner)
    assert ear.until(mark) == [mark], "it listens again before it says so"


def test_a_server_that_is_away_is_lost_once() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        ear = Ear(ChangeListener(make_url(f"postgresql+psycopg://somebody:x@127.0.0.1:{port}/gym")))
        ear.thread.start()
        assert ear.next() == Lost()
        with pytest.raises(queue.Empty):
            ear._heard.get(timeout=1.2)
        assert ear.end() < 1


def test_it_stops_soon_while_a_server_accepts_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        ear = Ear(ChangeListener(make_url(f"postgresql+psycopg://somebody:x@127.0.0.1:{port}/gym")))
        ear.thread.start()
        silent.settimeout(PATIENCE)
        knocking, _ = silent.accept()
        with knocking:
            assert ear.end() < 1
        assert not ear.thread.is_alive()


def test_what_the_receiver_raises_ends_the_listening(
    server: Server, database_name: str, owner: Connection
) -> None:
    class ReceiverError(Exception):
        pass

    caught: list[BaseException] = []

    def refuse(_: Event) -> None:
        raise ReceiverError

    def run() -> None:
        try:
            ChangeListener(server.station(database_name)).run(refuse, threading.Event())
        except ReceiverError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    _until(lambda: _listening(server, database_name))

    def told() -> bool:
        _mark(owner)
        return bool(caught)

    _until(told)
    thread.join(PATIENCE)
    assert len(caught) == 1
    _until(lambda: not _listening(server, database_name))

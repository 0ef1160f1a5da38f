"""Anything may happen in any order: the database and a model in plain Python come to the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, text

from gymtrainer_desktop.database.engine import Database
from tests.conftest import Server
from tests.database.conftest import plain
from tests.database.machine import Arena, build_arena, run_machine
from tests.factories import Gym

# What the run has to have met, for it to mean anything.
MET = {
    "done", "trainer_capacity", "trainer_not_available", "trainer_has_clients", "unique_active_assignment",
    "assignment_completed_final", "transfer_same_trainer", "transfer_completed", "assignment_stale",
    "workout_plans_assignment_id_fkey", "waitlist_open_unique", "waitlist_has_trainer", "waitlist_closed", "offer_gone",
    "person_has_assignment", "denied", "unique_active_plan", "exercise_logged",
    "progress_exercise_of_member", "bulk", "bulk, refused",
}  # fmt: skip
# What the schema rests on, by what it is and the table it is on.
PILLARS = [
    ("trigger", "count_clients", "trainer_assignments"),
    ("index", "unique_active_assignment", "trainer_assignments"),
    ("trigger", "close_waiting", "trainer_assignments"),
    ("trigger", "offer_places", "instructors"),
    ("trigger", "guard", "instructors"),
    ("trigger", "check_waiting", "trainer_waitlist"),
    ("index", "waitlist_open_unique", "trainer_waitlist"),
    ("trigger", "guard", "workout_exercises"),
]


@dataclass
class Ring:
    """The arena, and its owner, who can take away what it rests on."""

    arena: Arena
    owner: Connection

    @contextmanager
    def without(self, kind: str, name: str, table: str) -> Iterator[None]:
        where = {
            "trigger": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = :name AND tgrelid = CAST(:table AS regclass)",
            "index": "SELECT pg_get_indexdef(CAST(:name AS regclass))",
        }
        values = {"name": name if kind == "trigger" else f"public.{name}", "table": f"public.{table}"}
        definition = self.owner.execute(text(where[kind]), values).scalar_one()
        drop = f"DROP TRIGGER {name} ON public.{table}" if kind == "trigger" else f"DROP INDEX public.{name}"
        self.arena.connection.rollback()
        self.owner.execute(text(drop))
        yield
        self.arena.connection.rollback()
        self.owner.execute(text(definition))


@pytest.fixture(scope="module")
def ring(server: Server) -> Iterator[Ring]:
    name = server.clone()
    engine = create_engine(server.migrator(name), isolation_level="AUTOCOMMIT")
    station = Database(server.station(name))
    with engine.connect() as owner, psycopg.connect(plain(server.station(name))) as connection:
        owner.execute(text("SET ROLE gym_owner"))
        yield Ring(build_arena(Gym(owner, station), connection), owner)
        connection.rollback()
    station.dispose()
    engine.dispose()
    server.drop(name)


def test_the_database_agrees_with_the_model(ring: Ring) -> None:
    ring.arena.seen.clear()
    run_machine(ring.arena, examples=40, steps=15)
    assert set(ring.arena.seen) >= MET, f"never met: {MET - set(ring.arena.seen)}"
    assert len(ring.arena.seen) > 20, f"different outcomes: {ring.arena.seen}"
    assert ring.arena.seen.total() > 2000, "things done"


@pytest.mark.parametrize(("kind", "name", "table"), PILLARS)
def test_the_machine_notices_what_is_missing(ring: Ring, kind: str, name: str, table: str) -> None:
    with ring.without(kind, name, table), pytest.raises(AssertionError):
        run_machine(ring.arena, examples=50, steps=15, explain=False)

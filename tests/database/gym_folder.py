"""A gym in a folder of its own, for tests that back it up and restore it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.settings import Paths
from tests.begun_gym import begin_gym
from tests.factories import Gym, Person
from tests.migrations.conftest import _CATALOGUE

# An owner's own rights may be written out or be understood: a restored table has them understood.
_UNDERSTOOD = (
    "coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", c.relowner))"
)
CATALOGUE = {
    kind: query.replace("aclexplode(c.relacl)", f"aclexplode({_UNDERSTOOD})")
    for kind, query in _CATALOGUE.items()
}

SESSIONS = "auth.sessions"
OTHER = "other_gym"


@dataclass
class Place:
    """A gym in a folder, and a look into its databases that no policy narrows."""

    local: LocalGym

    def rows(self, statement: str, database: str = "gym") -> list[tuple[object, ...]]:
        with self.connect(database) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def connect(self, database: str = "gym") -> psycopg.Connection:
        url = self.local.superuser_url(database).set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def contents(self, database: str = "gym") -> dict[str, str]:
        """Every table's rows, ordered, and every sequence's state, each as one hash; sessions aside."""
        found = {}
        with self.connect(database) as connection:
            relations = connection.execute(
                "SELECT n.nspname, c.relname, c.relkind::text FROM pg_class c"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname IN ('public', 'auth') AND c.relkind IN ('r', 'S')"
            ).fetchall()
            for schema, name, kind in relations:
                columns = "last_value, is_called" if kind == "S" else "t.*"
                query = sql.SQL('SELECT ROW({})::text COLLATE "C" AS line FROM {} t ORDER BY line').format(
                    sql.SQL(columns), sql.Identifier(schema, name)
                )
                lines = "\n".join(row[0] for row in connection.execute(query))
                found[f"{schema}.{name}"] = hashlib.sha256(lines.encode()).hexdigest()
        del found[SESSIONS]
        return found

    def catalogue(self) -> dict[str, str]:
        """The snapshot that the tests of the migrations compare: tables, policies, grants, triggers and all.

        Of a trigger's condition, `a OR b OR c` comes back as `(a OR b) OR c`: its brackets are left out.
        """
        brackets = str.maketrans("", "", "()")
        return {
            f"{kind} {name}": str(definition).strip().translate(brackets if kind == "trigger" else {})
            for kind, query in CATALOGUE.items()
            for name, definition in self.rows(query)
        }

    def databases(self) -> set[str]:
        return {
            str(name)
            for (name,) in self.rows("SELECT datname FROM pg_database WHERE NOT datistemplate", "postgres")
        } - {"postgres", OTHER}


def place_at(folder: Path) -> Place:
    paths = Paths.at(folder)
    paths.create()
    return Place(LocalGym.of(paths))


def fill(place: Place) -> Person:
    """Begin a gym with people, plans, logs, notes, failed sign-ins and an open session; returns an admin."""
    begin_gym(place.local.paths)
    station = Database(place.local.open())
    engine = create_engine(place.local.migrator_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        gym = Gym(owner, station)
        trainer, admin = gym.trainer("Tom Ærø"), gym.admin("Ada")
        for name in ("Mia", "Núria \\ \t'); --", "Ōba"):
            member = gym.member(name)
            assignment = gym.assignment(member, trainer)
            gym.log(member, gym.exercise(gym.plan(assignment), "Monday"))
            gym.note(assignment)
            gym.one(
                "INSERT INTO public.messages (id, assignment_id, sender_id, from_trainer, body)"
                " VALUES (gen_random_uuid(), :assignment, :sender, false, :body) RETURNING 1",
                assignment=assignment,
                sender=member.id,
                body=f"Hello from {name}\n\tand a \\ backslash",
            )
        _fill_the_desk(gym, trainer)
        gym.secret(admin, "password", "well-known-1")
        gym.session(admin, station="station_local")
        with station.engine.connect() as desk:
            for _ in range(3):
                desk.execute(
                    text("SELECT * FROM auth.sign_in(:login, :proof)"), {"login": admin.email, "proof": b"x"}
                )
                desk.rollback()  # the counters outlive it, being sequences
    engine.dispose()
    station.dispose()
    return admin


def _fill_the_desk(gym: Gym, trainer: Person) -> None:
    """A template, an exercise of the gym's own, somebody who waits and a trainer who asks for them."""
    template = gym.one(
        "INSERT INTO public.plan_templates (owner_id, title) VALUES (:owner, 'Base') RETURNING id",
        owner=trainer.trainer_id,
    )
    gym.one(
        "INSERT INTO public.template_exercises (template_id, day_of_week, exercise_name)"
        " VALUES (:template, 'Monday', 'Squat') RETURNING 1",
        template=template,
    )
    gym.one(
        "INSERT INTO public.exercises (name, category, equipment, aliases)"
        " VALUES ('Our own lift', 'strength', 'other', ARRAY['Lïft \\ 2', '']::text[]) RETURNING 1"
    )
    gym.one(
        "INSERT INTO public.client_visits (trainer_id, member_id)"
        " SELECT trainer_id, member_id FROM public.trainer_assignments LIMIT 1 RETURNING 1"
    )
    gym.one(
        "INSERT INTO public.client_records (member_id, goals, injuries)"
        " SELECT member_id, E'Strong\\n\\\\ again', 'Left knee' FROM public.trainer_assignments LIMIT 1 RETURNING 1"
    )
    gym.one(
        "WITH changed AS (UPDATE public.workout_exercises SET superset = 'A', progression = '+2.5 kg every week',"
        ' weeks = \'[[4, "8", "60 kg"], [null, "30 s", ""]]\' RETURNING 1)'
        " SELECT count(*) FROM changed"
    )
    for table, columns, values in (
        (
            "exercise_skips",
            "exercise_id, skipped_on, reason",
            "w.exercise_id, public.gym_today(), E'Sore \\\\ 1'",
        ),
        ("import_names", "written, exercise_name", "E'Bänch \\\\ press', 'Bench press'"),
        ("member_cards", "code", "'CARD-0001'"),
        (
            "refused_entries",
            "id, station, made_at, kind, entry, reason",
            "gen_random_uuid(), 'station_local', now(), 'log', '{\"notes\": \"a \\\\ b\"}', 'No'",
        ),
    ):
        gym.one(
            f"INSERT INTO public.{table} (member_id, {columns})"
            f" SELECT w.member_id, {values} FROM public.workout_progress w LIMIT 1 RETURNING 1"
        )
    waiting = gym.one(
        "INSERT INTO public.trainer_waitlist (member_id, wants) VALUES (:member, 'Mornings') RETURNING id",
        member=gym.member("Waits").id,
    )
    gym.one(
        "INSERT INTO public.client_requests (waitlist_id, trainer_id) VALUES (:waiting, :trainer) RETURNING 1",
        waiting=waiting,
        trainer=trainer.trainer_id,
    )


@contextmanager
def stations_that_come_back_at_once(place: Place) -> Iterator[None]:
    """Three windows, each connecting anew whenever it is thrown out; at the end all are let in."""
    url = place.local.enroll_station().set(drivername="postgresql").render_as_string(hide_password=False)
    stop, refused = threading.Event(), list[str]()

    def insist() -> None:
        while not stop.is_set():
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    while not stop.is_set():
                        connection.execute("SELECT 1")
            except psycopg.OperationalError as error:
                refused.append(str(error))

    windows = [threading.Thread(target=insist) for _ in range(3)]
    for window in windows:
        window.start()
    try:
        yield
    finally:
        stop.set()
        for window in windows:
            window.join()
    assert refused, "nobody was thrown out"
    psycopg.connect(url).close()


def gymtrainer(*words: str | Path, answer: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    command = [sys.executable, "-m", "gymtrainer_desktop", "database", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=120, check=False, input=answer
    )

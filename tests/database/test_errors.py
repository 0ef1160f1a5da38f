"""Every refusal of the database becomes a sentence, and every failure of the server one of three kinds."""

from __future__ import annotations

import json
import re
import socket
import traceback
import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from gymtrainer_desktop.database.engine import NOBODY, Database, Identity
from gymtrainer_desktop.database.errors import SENTENCES, UNREACHABLE, translate
from gymtrainer_desktop.domain.errors import Conflict, Denied, GymError, Unavailable, UserError
from tests.database.conftest import SharedGym

Act = Callable[..., object]

# Constraints without a sentence: no form and no file can break them, so a breach is a bug and is reported as one.
INTERNAL = {
    "gym_settings_one_row": "the program never adds a second row",
    "gym_weight_unit": "an enum",
    "gym_e1rm_formula": "an enum",
    "person_weight_unit": "an enum",
    "person_locale_length": "chosen from a list",
    "instructor_active_clients_range": "moved by trigger only",
    "assignment_status": "an enum",
    "plan_status": "an enum",
    "exercise_day": "an enum",
    "exercise_type": "an enum",
    "exercise_validity": "dates that the service works out",
    "progress_target_length": "put together by trigger from shorter parts",
    "progress_weight_unit": "an enum",
    "progress_source": "an enum",
    "progress_workout_name_length": "cut by the service",
    "progress_weight_has_unit": "written together by the service",
    "progress_member_key": "the primary key with a column more",
    "set_type": "an enum",
    "set_weight_unit": "an enum",
    "set_weight_has_unit": "written together by the service",
    "set_number_unique": "numbered by the service",
    "client_records_one_each": "the service changes the one that is there",
    "record_member_fixed": "no station may write whose record it is",
    "import_name_once": "the service changes the one that is there",
    "replay_kind": "an enum",
    "entry_key_used": "a key that was used: a Conflict, as of every primary key",
    "refused_kind": "an enum",
    "refused_reason_length": "cut by the function",
    "notification_kind": "written by triggers only",
    "station_name_length": "enrolled by whoever owns the server",
    "station_role_unique": "enrolled by whoever owns the server",
    "station_kind": "an enum",
    "audit_operation": "written by triggers only",
    "credential_kind": "an enum",
    "credential_salt_length": "made by the program",
    "credential_time_cost": "made by the program",
    "credential_memory_cost": "made by the program",
    "credential_parallelism": "made by the program",
    "credential_proof_hash_length": "made by the database",
    "credential_proof_length": "made by the program",
    "session_scope": "an enum",
    "template_exercise_day": "an enum",
    "template_exercise_type": "an enum",
    "waitlist_status": "an enum",
    "library_category": "an enum",
    "library_equipment": "an enum",
    "trainer_assignments_pkey": "a key that was used: a Conflict, as of every primary key",
    "client_request_status": "an enum",
    "assignment_stale": "a Conflict, in a list of its own",
    "profile_stale": "the same",
    "sessions_token_hash_key": "256 random bits",
    "pepper_id_check": "the migration adds the one row",
}


@pytest.fixture(scope="module")
def promised(shared: SharedGym) -> set[str]:
    """Names of all checks, unique rules and refusals of triggers."""
    superuser = shared.superuser()
    constraints = superuser.execute(
        "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'u', 'x')"
        " AND connamespace IN ('public'::regnamespace, 'auth'::regnamespace)"
    ).fetchall()
    indexes = superuser.execute(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique"
        " AND NOT i.indisprimary AND c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)"
    ).fetchall()
    sources = superuser.execute(
        "SELECT prosrc FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'auth'::regnamespace)"
    ).fetchall()
    raised = [name for (source,) in sources for name in re.findall(r"CONSTRAINT = '(\w+)'", source)]
    return {name for (name,) in constraints + indexes} | set(raised)


def test_every_sentence_belongs_to_a_rule(promised: set[str]) -> None:
    assert set(SENTENCES) - promised == set()


def test_every_rule_has_a_sentence_or_a_reason(promised: set[str]) -> None:
    assert promised - set(SENTENCES) - set(INTERNAL) == set()
    assert set(INTERNAL) - promised == set(), "a reason for a rule that is gone"
    assert set(INTERNAL) & set(SENTENCES) == set()


def test_sentences_are_sentences() -> None:
    for name, (sentence, field) in SENTENCES.items():
        assert sentence[0].isupper() and sentence.endswith("."), name
        assert len(sentence) < 100, name
        assert field is None or re.fullmatch(r"[a-z_]+", field), name


# The server is away, or in trouble ---------------------------------------------------------------------------


@pytest.fixture
def database(shared: SharedGym) -> Iterator[Database]:
    database = Database(shared.server.station(shared.name), pool_size=1)
    yield database
    database.dispose()


def _fails(database: Database, *statements: str) -> GymError:
    with pytest.raises(GymError) as failed, database.transaction(NOBODY) as connection:
        for statement in statements:
            connection.execute(text(statement))
    assert failed.value.__cause__ is None and failed.value.__suppress_context__
    return failed.value


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        database = Database(f"postgresql+psycopg://desk:x@127.0.0.1:{nobody.getsockname()[1]}/gym")
        failure = _fails(database, "SELECT 1")
        database.dispose()
    assert isinstance(failure, Unavailable)
    assert failure.message == UNREACHABLE


def test_a_role_that_is_not_let_in(shared: SharedGym) -> None:
    for url in (
        shared.server.station(shared.name).set(password="wrong"),
        shared.server.station(shared.name).set(username="station_gone"),
    ):
        database = Database(url)
        failure = _fails(database, "SELECT 1")
        database.dispose()
        assert isinstance(failure, Unavailable)
        assert "wrong" not in failure.message and "station_gone" not in failure.message


def test_a_database_that_is_not_there(shared: SharedGym) -> None:
    database = Database(shared.server.station(shared.name).set(database="nowhere"))
    failure = _fails(database, "SELECT 1")
    database.dispose()
    assert isinstance(failure, Unavailable)


def test_a_connection_cut_in_the_middle(shared: SharedGym, database: Database) -> None:
    superuser = shared.superuser()
    with pytest.raises(Unavailable), database.transaction(NOBODY) as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        connection.execute(text("SELECT 1"))
    with database.transaction(NOBODY) as connection:  # and the next one is well
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_cut_between_two_transactions_goes_unnoticed(
    shared: SharedGym, database: Database
) -> None:
    superuser = shared.superuser()
    with database.transaction(NOBODY) as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with database.transaction(NOBODY) as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != pid


def test_a_connection_cut_at_the_commit(shared: SharedGym, database: Database) -> None:
    superuser = shared.superuser()
    with pytest.raises(Unavailable), database.transaction(NOBODY) as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_timeouts(shared: SharedGym, database: Database) -> None:
    slow = _fails(database, "SET LOCAL statement_timeout = '50ms'", "SELECT pg_sleep(5)")
    assert isinstance(slow, Unavailable)
    assert "too long" in slow.message
    holder = shared.superuser(autocommit=False)
    holder.execute("LOCK TABLE public.gym_settings IN ACCESS EXCLUSIVE MODE")
    locked = _fails(database, "SET LOCAL lock_timeout = '50ms'", "SELECT name FROM public.gym_settings")
    holder.rollback()
    assert isinstance(locked, Unavailable)
    assert "Somebody else" in locked.message


def test_a_station_waits_no_longer_than_it_should(shared: SharedGym, database: Database) -> None:
    def settings(connection: Connection) -> list[str]:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        return [connection.execute(text(f"SHOW {name}")).scalar_one() for name in names]

    with database.engine.connect() as connection:  # whatever a station's role is used with
        assert settings(connection) == ["30s", "10s", "1min"]
    with database.transaction(NOBODY) as connection:  # the server gives up before the person would have to
        assert settings(connection) == ["3600ms", "3200ms", "8s"]
    with database.transaction(NOBODY, answer_seconds=20) as connection:
        assert settings(connection) == ["18s", "16s", "40s"]
    with database.engine.connect() as connection:
        assert settings(connection) == ["30s", "10s", "1min"]


def test_a_pool_with_nothing_left_is_busy(shared: SharedGym) -> None:
    engine = create_engine(shared.server.station(shared.name), pool_size=1, max_overflow=0, pool_timeout=0.05)
    with engine.connect(), pytest.raises(PoolTimeoutError) as busy:
        engine.connect()
    engine.dispose()
    assert isinstance(translate(busy.value), Unavailable)


@pytest.fixture
def inject(database: Database) -> Iterator[Callable[[type[psycopg.Error], str], None]]:
    """Let the driver raise something at the next statement that holds a mark."""
    engine: Engine = database.engine
    listeners: list[Callable[..., None]] = []

    def arm(kind: type[psycopg.Error], mark: str) -> None:
        def execute(cursor: object, statement: str, parameters: object, context: object) -> None:
            if mark in statement:
                raise kind("what the server said, with a name in it")

        event.listen(engine, "do_execute", execute)
        listeners.append(execute)

    yield arm
    for listener in listeners:
        event.remove(engine, "do_execute", listener)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (psycopg.errors.DiskFull, "disk of the server is full"),
        (psycopg.errors.OutOfMemory, "no memory"),
        (psycopg.errors.TooManyConnections, "Too many"),
        (psycopg.errors.AdminShutdown, "stopped"),
        (psycopg.errors.CrashShutdown, "unexpectedly"),
        (psycopg.errors.CannotConnectNow, "starting"),
        (psycopg.errors.SerializationFailure, "Somebody else"),
        (psycopg.errors.DeadlockDetected, "Somebody else"),
        (psycopg.errors.IoError, "cannot write"),
        (psycopg.errors.ConnectionFailure, "cannot be reached"),
        (psycopg.OperationalError, "cannot be reached"),
        (psycopg.errors.IdleInTransactionSessionTimeout, "idle"),
    ],
)
def test_trouble_of_the_server_is_unavailable(
    database: Database, inject: Callable[..., None], kind: type[psycopg.Error], words: str
) -> None:
    inject(kind, "42 AS mark")
    failure = _fails(database, "SELECT 42 AS mark")
    assert isinstance(failure, Unavailable)
    assert words in failure.message
    assert "with a name" not in failure.message


def test_a_character_that_cannot_be_saved(shared: SharedGym, desk: Identity, act: Act) -> None:
    for name in ("Ma\0ra", "Ma\ud800ra"):
        with pytest.raises(UserError) as refused:
            act(desk, "INSERT INTO public.profiles (full_name) VALUES (:n)", n=name)
        assert refused.value.code == "bad_character", repr(name)


def test_a_number_that_is_too_large(desk: Identity, act: Act) -> None:
    with pytest.raises(UserError) as refused:
        act(desk, "UPDATE public.gym_settings SET staff_idle_minutes = :n", n=10**12)
    assert refused.value.code == "number_range"


def test_the_same_key_with_other_content_is_a_conflict(shared: SharedGym, desk: Identity, act: Act) -> None:
    add = "INSERT INTO public.profiles (id, full_name) VALUES (:id, 'One')"
    id = uuid.uuid4()
    act(desk, add, id=id)
    with pytest.raises(Conflict) as refused:
        act(desk, add, id=id)
    assert refused.value.code == "profiles_pkey"


def test_what_a_policy_refuses_is_denied(shared: SharedGym, act: Act) -> None:
    with pytest.raises(Denied) as refused:
        act(NOBODY, "INSERT INTO public.profiles (full_name) VALUES ('Mallory')")
    assert refused.value.code == "denied"
    assert "policy" not in refused.value.message


def test_what_is_a_bug_stays_one(shared: SharedGym, desk: Identity, act: Act) -> None:
    with pytest.raises(ProgrammingError):
        act(desk, "SELECT no_such_column FROM public.profiles")
    assert translate(ValueError("x")) is None
    with pytest.raises(ZeroDivisionError), shared.desk.transaction(desk):
        raise ZeroDivisionError


def test_a_failure_rolls_everything_back(shared: SharedGym, desk: Identity) -> None:
    def names(connection: Connection) -> int:
        return int(
            connection.execute(
                text("SELECT count(*) FROM public.profiles WHERE full_name = 'Half'")
            ).scalar_one()
        )

    with pytest.raises(UserError), shared.desk.transaction(desk) as connection:
        connection.execute(text("INSERT INTO public.profiles (full_name) VALUES ('Half')"))
        assert names(connection) == 1
        connection.execute(text("INSERT INTO public.profiles (full_name) VALUES ('')"))
    with shared.desk.transaction(desk) as connection:
        assert names(connection) == 0


def test_what_is_logged_quotes_no_row(shared: SharedGym) -> None:
    """A function that runs as the owner would put the whole row into the message, notes included."""
    member = shared.gym.member()
    token = shared.gym.session(member, "member").token
    entry = json.dumps(
        {"id": str(uuid.uuid4()), "exercise_name": "Row", "weight_used": 5, "notes": "Kanarienvogel"}
    )
    with pytest.raises(IntegrityError) as raised, shared.desk.transaction(NOBODY) as connection:
        connection.execute(
            text("SELECT public.replay_entry(:token, now(), 'log', CAST(:entry AS jsonb))"),
            {"token": token, "entry": entry},
        )
    trace = "".join(traceback.format_exception(raised.value))
    assert "progress_weight_has_unit" in trace, "which rule it was is there"
    for hidden in ("Kanarienvogel", str(member.id), token):
        assert hidden not in trace

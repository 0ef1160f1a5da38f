"""Guessing a PIN: every try counts, whatever becomes of its transaction."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import psycopg
import pytest

from gymtrainer_desktop.database.identity import SignInRefused, derive_proof, sign_in
from gymtrainer_desktop.services.sign_in import SignInService
from tests.database.conftest import SharedGym
from tests.factories import CHEAP, Person

Raw = Callable[..., psycopg.Connection]
MEMBER = "SELECT status, token, retry_after_seconds FROM auth.sign_in_member(%s, %s)"
STAFF = "SELECT status, token, retry_after_seconds FROM auth.sign_in(%s, %s)"
WRONG = b"\0" * 32


@pytest.fixture(autouse=True)
def _rested_stations(shared: SharedGym) -> None:
    """What the tests before got wrong is not this one's: workstations have counters, and unknown log-ins share 256."""
    shared.superuser().execute(
        "SELECT setval(oid, 0) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'auth'::regnamespace"
        " AND (relname LIKE 'attempts\\_at\\_%' OR relname LIKE 'attempts\\_unknown\\_%')"
    )


def _try(connection: psycopg.Connection, login: str, proof: bytes = WRONG, statement: str = MEMBER) -> tuple:
    row = connection.execute(statement, [login, proof]).fetchone()
    assert row is not None
    return row


def _member(shared: SharedGym, pin: str = "1357") -> tuple[Person, str, bytes]:
    """A member, their number, and the right proof."""
    member = shared.gym.member()
    shared.gym.secret(member, "pin", pin)
    salt = shared.gym.one("SELECT salt FROM auth.credentials WHERE profile_id = :p", p=member.id)
    assert isinstance(salt, bytes) and member.member_number
    return member, member.member_number, derive_proof(pin, salt, CHEAP)


def _set_state(shared: SharedGym, member: Person, failures: int, seconds_ago: float) -> None:
    shared.gym.one(
        "SELECT setval('auth.attempts_' || replace(:p, '-', '') || '_pin', :state)",
        p=str(member.id),
        state=int(time.time() - seconds_ago) * 1000 + failures,
    )


def test_five_tries_then_a_lock_that_the_right_pin_does_not_open(shared: SharedGym, raw: Raw) -> None:
    _, number, proof = _member(shared)
    connection = raw()
    assert [_try(connection, number)[::2] for _ in range(4)] == [("wrong", 0)] * 4
    status, token, wait = _try(connection, number)
    assert (status, token) == ("wrong", None)
    assert 28 <= wait <= 30
    status, token, wait = _try(connection, number, proof)
    assert (status, token) == ("locked", None)
    assert 28 <= wait <= 30


def test_a_right_pin_begins_the_count_anew(shared: SharedGym, raw: Raw) -> None:
    _, number, proof = _member(shared)
    connection = raw()
    for _ in range(3):
        assert [_try(connection, number)[0] for _ in range(4)] == ["wrong"] * 4
        status, token, wait = _try(connection, number, proof)
        assert (status, wait) == ("ok", 0)
        assert len(token) == 64


def test_a_rolled_back_guess_still_counts(shared: SharedGym, raw: Raw) -> None:
    _, number, proof = _member(shared)
    connection = raw(autocommit=False)
    for _ in range(5):
        assert _try(connection, number)[0] == "wrong"
        connection.rollback()
    assert _try(connection, number, proof)[0] == "locked"
    connection.rollback()
    _, number, proof = _member(shared)
    for _ in range(5):
        connection.execute("SAVEPOINT guess")
        assert _try(connection, number)[0] == "wrong"
        connection.execute("ROLLBACK TO SAVEPOINT guess")
    assert _try(connection, number, proof)[0] == "locked"


def test_a_transaction_left_open_holds_nobody_up(shared: SharedGym, raw: Raw) -> None:
    _, number, proof = _member(shared)
    left_open = raw(autocommit=False)
    assert _try(left_open, number)[0] == "wrong"
    other = raw("station_kiosk")
    other.execute("SET lock_timeout = '2s'")
    assert _try(other, number, proof)[0] == "ok"


def test_a_cancelled_guess_leaves_no_lock_behind(shared: SharedGym, raw: Raw) -> None:
    _, number, proof = _member(shared)
    holder = shared.superuser()
    counter = shared.gym.one(
        "SELECT attempts FROM auth.credentials c JOIN public.profiles p ON p.id = c.profile_id"
        " WHERE p.member_number = :n",
        n=number,
    )
    holder.execute("SELECT pg_advisory_lock(1953066081, hashtext(%s))", [counter])
    impatient = raw()
    impatient.execute("SET statement_timeout = '100ms'")
    with pytest.raises(psycopg.errors.QueryCanceled):
        _try(impatient, number, proof)
    holder.execute("SELECT pg_advisory_unlock_all()")
    assert _try(raw("station_room"), number, proof)[0] == "ok"
    locks = holder.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = ("
                           "SELECT oid FROM pg_database WHERE datname = current_database())").fetchone()  # fmt: skip
    assert locks == (0,)


def test_eight_connections_at_once_get_five_tries_together(shared: SharedGym, raw: Raw) -> None:
    _, number, proof = _member(shared)
    connections = [raw(autocommit=False) for _ in range(8)]
    answers: list[str] = []
    together = threading.Barrier(8)

    def guess(connection: psycopg.Connection) -> None:
        together.wait()
        for _ in range(5):
            answers.append(_try(connection, number)[0])
            connection.rollback()

    threads = [threading.Thread(target=guess, args=(c,)) for c in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {"wrong": 5, "locked": 35}
    assert _try(connections[0], number, proof)[0] == "locked"


def test_the_lock_doubles_from_thirty_seconds_to_an_hour(shared: SharedGym) -> None:
    def seconds(failures: int, ago: int = 0) -> int:
        answer = shared.gym.one(
            "SELECT auth.lock_seconds((floor(extract(epoch FROM clock_timestamp()))::bigint - :ago) * 1000 + :n)",
            ago=ago,
            n=failures,
        )
        assert isinstance(answer, int)
        return answer

    assert [seconds(n) for n in range(5)] == [0] * 5
    for failures, full in ((5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 960), (11, 1920), (12, 3600)):
        assert full - 1 <= seconds(failures) <= full
        assert full - 21 <= seconds(failures, ago=20) <= full - 20
        assert seconds(failures, ago=full + 1) == 0
    for failures in (13, 50, 999):
        assert 3599 <= seconds(failures) <= 3600
    assert shared.gym.one("SELECT auth.lock_seconds(0)") == 0


def test_a_lock_ends_and_the_next_one_is_longer(shared: SharedGym, raw: Raw) -> None:
    member, number, proof = _member(shared)
    connection = raw()
    _set_state(shared, member, failures=5, seconds_ago=31)
    status, _, wait = _try(connection, number)
    assert status == "wrong"
    assert 58 <= wait <= 60
    assert _try(connection, number, proof)[0] == "locked"
    _set_state(shared, member, failures=999, seconds_ago=3601)
    status, _, wait = _try(connection, number)
    assert status == "wrong"
    assert 3598 <= wait <= 3600
    _set_state(shared, member, failures=999, seconds_ago=3601)
    assert _try(connection, number, proof)[0] == "ok"


def test_a_lock_is_one_persons_and_one_secrets(shared: SharedGym, raw: Raw) -> None:
    member, number, _ = _member(shared)
    _, other_number, other_proof = _member(shared)
    shared.gym.secret(member, "password", "correct horse")
    connection = raw()
    for _ in range(6):
        _try(connection, number.lower())
    assert _try(connection, number)[0] == "locked", "case does not make another log-in of it"
    assert _try(connection, f" {number} ")[0] == "locked"
    assert _try(connection, other_number, other_proof)[0] == "ok"
    assert SignInService(shared.desk).with_identity(
        sign_in(shared.desk, member.email, "correct horse", member=False)
    )


@pytest.mark.parametrize("statement", [MEMBER, STAFF])
def test_an_unknown_log_in_answers_like_a_known_one(shared: SharedGym, raw: Raw, statement: str) -> None:
    """Salt, parameters, tries and lock: nothing says that nobody is there."""
    admin = shared.gym.admin()
    shared.gym.secret(admin, "password", "x")
    _, known, _ = _member(shared)
    connection = raw()
    challenge = "SELECT * FROM auth.sign_in_challenge(%s)"
    unknown = "nobody@gym.test" if statement is STAFF else "X-404"
    first = connection.execute(challenge, [unknown]).fetchone()
    true = connection.execute(challenge, [admin.email if statement is STAFF else known]).fetchone()
    assert first is not None and true is not None
    assert connection.execute(challenge, [f" {unknown.upper()} "]).fetchone() == first
    assert connection.execute(challenge, [unknown + "x"]).fetchone() != first
    assert (len(first[0]), first[1:]) == (len(true[0]), true[1:])
    assert [_try(connection, unknown, statement=statement)[::2] for _ in range(4)] == [("wrong", 0)] * 4
    assert _try(connection, unknown, statement=statement)[0] == "wrong"
    status, _, wait = _try(connection, unknown, statement=statement)
    assert status == "locked"
    assert 28 <= wait <= 30


def test_strange_log_ins_are_wrong_and_raise_nothing(shared: SharedGym, raw: Raw) -> None:
    connection = raw()
    for login in ("", " ", "@", "%", "M0001' OR '1'='1", "x" * 100_000, "💪", None):
        row = connection.execute("SELECT * FROM auth.sign_in_challenge(%s)", [login]).fetchone()
        assert row is not None and len(row[0]) == 16, login
        for proof in (b"", WRONG, b"x" * 100_000, None):
            answer = connection.execute(MEMBER, [login, proof]).fetchone()
            assert answer is not None and answer[:2] in (("wrong", None), ("locked", None)), login


def test_a_person_who_left_cannot_sign_in(shared: SharedGym) -> None:
    member, number, _ = _member(shared, "1357")
    shared.gym.one("UPDATE public.profiles SET is_active = false WHERE id = :p RETURNING 1", p=member.id)
    with pytest.raises(SignInRefused, match="do not match"):
        SignInService(shared.desk).sign_in_member(number, "1357")

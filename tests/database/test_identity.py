"""Nobody acts as somebody else: tokens, sessions, roles."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.database.identity import (
    ProofParameters,
    SignInRefused,
    derive_proof,
    set_secret,
    sign_in,
    sign_out,
)
from gymtrainer_desktop.domain.errors import Denied, SignedOut
from gymtrainer_desktop.services.sign_in import SignInService
from tests.conftest import STATIONS
from tests.database.conftest import SharedGym
from tests.factories import CHEAP, Gym, Person

Raw = Callable[..., psycopg.Connection]

WHO = "SELECT auth.uid() FROM set_config('gym.token', %s, false)"


def _uid(connection: psycopg.Connection, token: str) -> object:
    row = connection.execute(WHO, [token]).fetchone()
    assert row is not None
    return row[0]


def _state(connection: psycopg.Connection) -> tuple[object, ...]:
    row = connection.execute(
        "SELECT auth.uid(), auth.is_admin(), auth.trainer_id(), auth.client_ids(), auth.known_person_ids(),"
        " auth.readable_assignment_ids(), auth.writable_assignment_ids(), (SELECT count(*) FROM public.profiles)"
    ).fetchone()
    assert row is not None
    return row


NOBODYS_STATE = (None, False, None, [], [], [], [], 0)


def test_ten_thousand_forged_tokens_are_nobody(shared: SharedGym, raw: Raw) -> None:
    admin = shared.gym.admin()
    token = shared.gym.session(admin).token
    connection = raw()
    assert _uid(connection, token) == admin.id
    forged = [secrets.token_hex(32) for _ in range(9_000)]
    # Near misses: each with one digit of a true token changed.
    for _ in range(1_000):
        at = secrets.randbelow(64)
        digit = secrets.choice([d for d in "0123456789abcdef" if d != token[at]])
        forged.append(token[:at] + digit + token[at + 1 :])
    forged.insert(5_000, token)  # the true one, to see that this way of asking would notice
    accepted = []
    with connection.cursor() as cursor:
        cursor.executemany(WHO, [[t] for t in forged], returning=True)
        for result in cursor.results():
            accepted += [row for row in result.fetchall() if row[0] is not None]
    assert accepted == [(admin.id,)]


def test_malformed_tokens_are_nobody(shared: SharedGym, raw: Raw) -> None:
    gym = shared.gym
    admin = gym.admin()
    token = gym.session(admin).token
    connection = raw()
    stored = gym.one("SELECT encode(token_hash, 'hex') FROM auth.sessions WHERE profile_id = :p", p=admin.id)
    assert stored == hashlib.sha256(bytes.fromhex(token)).hexdigest()
    for forged in (
        "",
        " ",
        "null",
        "0" * 64,
        str(admin.id),
        str(stored),  # what a stolen backup holds
        token.upper(),
        token[:-1],
        token + "0",
        " " + token,
        token + "\n",
        token + "' OR true --",
        "\\x" + token,
        "g" * 64,
        "٠" * 64,
        "f" * 1_000_000,
    ):
        assert _uid(connection, forged) is None, forged[:80]
    assert _state(connection) == NOBODYS_STATE


def test_claims_and_settings_are_nobody(shared: SharedGym, raw: Raw) -> None:
    """What other systems trust: a setting that holds a person's id or a role."""
    admin = shared.gym.admin()
    connection = raw()
    claims = f'{{"sub": "{admin.id}", "role": "service_role", "is_admin": true, "email": "{admin.email}"}}'
    for setting in (
        "request.jwt.claims",
        "request.jwt.claim.sub",
        "request.jwt.claim.role",
        "jwt.claims.user_id",
        "gym.user_id",
        "gym.uid",
        "gym.profile_id",
        "gym.is_admin",
        "app.current_user",
        "app.user_id",
        "my.user_id",
    ):
        for value in (claims, str(admin.id), "true"):
            connection.execute("SELECT set_config(%s, %s, false)", [setting, value])
    assert _state(connection) == NOBODYS_STATE
    connection.execute("SET row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        connection.execute("SELECT * FROM public.profiles")


def test_a_station_becomes_no_other_role(shared: SharedGym, raw: Raw) -> None:
    refused = psycopg.errors.InsufficientPrivilege
    for station in ("station_desk", "station_kiosk"):
        connection = raw(station)
        for role in ("gym_owner", "gym_migrator", "postgres", "station_room", "pg_read_all_data"):
            for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
                with pytest.raises(refused):
                    connection.execute(statement)
        with pytest.raises(refused):
            connection.execute("SELECT auth.issue_session(gen_random_uuid(), 'staff', session_user)")
        for statement in (
            "CREATE ROLE mallory LOGIN",
            "GRANT gym_owner TO station_desk",
            "CREATE TABLE public.mine (id int)",
            "CREATE TEMP TABLE profiles (id int)",
            "CREATE SCHEMA mine",
            "CREATE FUNCTION public.uid() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
            "ALTER TABLE public.profiles DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE public.profiles DISABLE TRIGGER ALL",
            "TRUNCATE public.audit_log",
            "SET session_replication_role = replica",
            "SELECT * FROM auth.sessions",
            "SELECT * FROM auth.credentials",
            "SELECT * FROM auth.pepper",
            "SELECT last_value FROM auth.attempts_unknown_0",
            "SELECT setval('auth.attempts_unknown_0', 0)",
            "SELECT auth.try_secret('pin', 'x', '')",
            "SELECT auth.find_credential('pin', 'x')",
            "SELECT auth.session_row()",
            "COPY public.profiles TO PROGRAM 'cat'",
            "SELECT pg_read_file('/etc/passwd')",
        ):
            with pytest.raises(refused):
                connection.execute(statement)
    with pytest.raises(refused):
        raw("station_kiosk").execute("SET ROLE gym_staff")


def test_a_role_of_ones_own_gives_no_identity(shared: SharedGym, raw: Raw) -> None:
    """`SET ROLE gym_staff` is open to a staff station, and changes nothing: sessions hang on the login role."""
    connection = raw()
    connection.execute("SET ROLE gym_staff")
    assert _state(connection) == NOBODYS_STATE
    admin = shared.gym.admin()
    assert _uid(connection, shared.gym.session(admin, station="gym_staff").token) is None
    assert _uid(connection, shared.gym.session(admin).token) == admin.id


def test_a_token_is_worth_nothing_at_another_station(shared: SharedGym, raw: Raw) -> None:
    admin = shared.gym.admin()
    token = shared.gym.session(admin, station="station_desk").token
    for station in ("station_room", "station_kiosk"):
        assert _uid(raw(station), token) is None
    assert _uid(raw("station_desk"), token) == admin.id


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE auth.sessions SET expires_at = now() - interval '1 second' WHERE profile_id = :p",
        "UPDATE auth.sessions SET last_seen_at = now() - interval '15 minutes 1 second' WHERE profile_id = :p",
        "UPDATE auth.sessions SET revoked_at = now() WHERE profile_id = :p",
        "UPDATE public.profiles SET is_active = false WHERE id = :p",
        "DELETE FROM auth.sessions WHERE profile_id = :p",
    ],
)
def test_an_ended_session_is_nobody_and_says_so(shared: SharedGym, raw: Raw, ended: str) -> None:
    gym = shared.gym
    admin = gym.admin()
    identity = gym.session(admin)
    connection = raw()
    assert _uid(connection, identity.token) == admin.id
    gym.owner.execute(text(ended), {"p": admin.id})
    assert _state(connection) == NOBODYS_STATE
    with pytest.raises(SignedOut), shared.desk.transaction(identity):
        pass
    sign_out(shared.desk, identity)  # harmless


def test_sessions_last_as_long_as_the_gym_says(shared: SharedGym) -> None:
    gym = shared.gym
    person = gym.admin()
    gym.session(person)
    gym.session(person, "member", "station_kiosk")
    rows = gym.owner.execute(
        text(
            "SELECT scope, extract(epoch FROM expires_at - issued_at)::int, extract(epoch FROM idle)::int"
            " FROM auth.sessions WHERE profile_id = :p ORDER BY scope"
        ),
        {"p": person.id},
    ).all()
    assert [tuple(r) for r in rows] == [("member", 43_200, 300), ("staff", 43_200, 900)]


def test_being_there_keeps_a_session_and_only_ones_own(shared: SharedGym, raw: Raw) -> None:
    gym = shared.gym
    person, other = gym.admin(), gym.admin()
    token = gym.session(person).token
    gym.session(other)
    gym.owner.execute(text("UPDATE auth.sessions SET last_seen_at = now() - interval '14 minutes'"))
    connection = raw()
    assert _uid(connection, token) == person.id
    assert connection.execute("SELECT auth.touch()").fetchone() == (True,)
    ages = gym.owner.execute(
        text(
            "SELECT profile_id FROM auth.sessions WHERE last_seen_at > now() - interval '1 minute'"
            " AND profile_id IN (:a, :b)"
        ),
        {"a": person.id, "b": other.id},
    ).scalars()
    assert list(ages) == [person.id]
    connection.execute("SELECT auth.sign_out()")
    assert connection.execute("SELECT auth.touch()").fetchone() == (False,)
    assert _uid(connection, token) is None


def test_a_member_session_of_an_admin_acts_as_a_member_only(shared: SharedGym, raw: Raw) -> None:
    gym = shared.gym
    boss = gym.person("Boss", admin=True)
    gym.owner.execute(
        text("INSERT INTO public.instructors (user_id, name, is_personal_trainer) VALUES (:p, 'Boss', true)"),
        {"p": boss.id},
    )
    gym.secret(boss, "pin", "2468")
    own = SignInService(shared.desk).sign_in_member(boss.member_number or "", "2468")
    assert own.person.member_session
    assert (own.person.roles, own.person.trainer_id) == (("member",), None)
    connection = raw()
    assert _uid(connection, own.identity.token) == boss.id
    assert _state(connection)[1:4] == (False, None, [])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("INSERT INTO public.profiles (full_name) VALUES ('Mallory')")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT public.complete_expired_plans()")
    assert _uid(connection, gym.session(boss).token) == boss.id
    assert _state(connection)[1] is True


def test_a_kiosk_signs_members_in_and_no_staff(shared: SharedGym, raw: Raw) -> None:
    gym = shared.gym
    admin, member = gym.admin(), gym.member()
    gym.secret(admin, "password", "correct horse")
    gym.secret(member, "pin", "2468")
    kiosk = raw("station_kiosk")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        kiosk.execute("SELECT * FROM auth.sign_in(%s, %s)", [admin.email, b""])
    database = Database(shared.server.station(shared.name, "station_kiosk"))
    try:
        with pytest.raises(Denied):
            sign_in(database, admin.email, "correct horse", member=False)
        identity = sign_in(database, member.member_number or "", "2468", member=True)
    finally:
        database.dispose()
    assert _uid(kiosk, identity.token) == member.id
    assert _uid(raw("station_desk"), identity.token) is None


def _set_own(
    shared: SharedGym, person: Person, identity: Identity, kind: str, new: str, old_proof: bytes | None
) -> None:
    with shared.desk.transaction(identity) as connection:
        set_secret(connection, str(person.id), kind, new, old_proof=old_proof, parameters=CHEAP)


def _proof(gym: Gym, person: Person, kind: str, secret: str) -> bytes:
    row = gym.owner.execute(
        text(
            "SELECT salt, time_cost, memory_cost, parallelism FROM auth.credentials"
            " WHERE profile_id = :p AND kind = :k"
        ),
        {"p": person.id, "k": kind},
    ).one()
    parameters = ProofParameters(row.time_cost, row.memory_cost, row.parallelism)
    return derive_proof(secret, bytes(row.salt), parameters)


def test_who_may_set_a_sign_in(shared: SharedGym) -> None:
    gym = shared.gym
    admin, member, stranger, trainer = gym.admin(), gym.member(), gym.member(), gym.trainer()
    gym.assignment(member, trainer)
    gym.secret(member, "pin", "1111")
    own = gym.session(member, "member")
    door = SignInService(shared.desk)
    number = member.member_number or ""

    _set_own(shared, member, own, "pin", "2222", _proof(gym, member, "pin", "1111"))
    kept = door.sign_in_member(number, "2222")
    with shared.desk.transaction(own):  # one's own change keeps the session one is in
        pass
    for who, old in (
        (own, None),
        (own, b"\0" * 32),
        (gym.session(stranger, "member"), _proof(gym, member, "pin", "2222")),
        (gym.session(trainer), None),
    ):
        with pytest.raises(Denied) as refused:
            _set_own(shared, member, who, "pin", "6666", old)
        assert refused.value.code == "credential_denied"
    assert door.sign_in_member(number, "2222").person == kept.person
    # No password there yet: an old proof of the PIN does not make one.
    with pytest.raises(Denied):
        _set_own(shared, member, own, "password", "longer", _proof(gym, member, "pin", "2222"))

    _set_own(shared, member, gym.session(admin), "pin", "3333", None)
    with pytest.raises(SignedOut), shared.desk.transaction(own):
        pass  # a reset by the desk ends what was open
    assert door.sign_in_member(number, "3333").person == kept.person
    with pytest.raises(SignInRefused):
        door.sign_in_member(number, "2222")


def test_a_proof_that_would_take_all_memory_is_not_derived(
    shared: SharedGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sets their own PIN says how dear it is; whoever types that number at a kiosk would stop it."""
    gym = shared.gym
    member = gym.member()
    gym.secret(member, "pin", "1111")
    derived: list[object] = []
    monkeypatch.setattr(
        "gymtrainer_desktop.database.identity.derive_proof", lambda *asked: derived.append(asked)
    )
    for column, value in (("memory_cost", 1_048_576), ("time_cost", 20)):
        gym.one(
            f"UPDATE auth.credentials SET {column} = {value} WHERE profile_id = :p RETURNING 1", p=member.id
        )
        with pytest.raises(SignInRefused) as refused:
            SignInService(shared.desk).sign_in_member(member.member_number or "", "1111")
        assert refused.value.code == "too_dear" and derived == []
        gym.one(
            "UPDATE auth.credentials SET memory_cost = 8192 WHERE profile_id = :p RETURNING 1", p=member.id
        )


def test_wrong_old_proofs_are_counted(shared: SharedGym) -> None:
    gym = shared.gym
    member = gym.member()
    gym.secret(member, "pin", "1111")
    own = gym.session(member, "member")
    for _ in range(5):
        with pytest.raises(Denied):
            _set_own(shared, member, own, "pin", "6666", b"\0" * 32)
    with pytest.raises(Denied):
        _set_own(shared, member, own, "pin", "6666", _proof(gym, member, "pin", "1111"))
    with pytest.raises(SignInRefused) as refused:
        SignInService(shared.desk).sign_in_member(member.member_number or "", "1111")
    assert refused.value.code == "locked"


def test_no_secret_shows_in_a_repr() -> None:
    token = secrets.token_hex(32)
    assert token not in repr(Identity(token)) + str(Identity(token))
    station = STATIONS["station_desk"]
    assert station.password not in repr(station) + str(station)
    database = Database(f"postgresql+psycopg://desk:{token}@localhost/gym")
    assert token not in repr(database) + repr(database.url) + str(database.url) + repr(database.engine)
    assert token not in repr(SignInRefused("Wrong.", "wrong", 0))


def test_no_secret_shows_in_logs_or_views(shared: SharedGym, raw: Raw) -> None:
    gym = shared.gym
    admin, member = gym.admin(), gym.member()
    password, pin = "Grüße-" + secrets.token_hex(12), secrets.token_hex(12)
    gym.secret(admin, "password", password)
    gym.secret(member, "pin", pin)
    hidden = {
        "password": password,
        "pin": pin,
        "proof of the password": _proof(gym, admin, "password", password).hex(),
        "proof of the pin": _proof(gym, member, "pin", pin).hex(),
    }
    door = SignInService(shared.desk)
    staff = door.sign_in(admin.email, password)
    own = door.sign_in_member(member.member_number or "", pin)
    hidden |= {"token": staff.identity.token, "member's token": own.identity.token}
    seen = shared.superuser()
    with pytest.raises(SignInRefused):
        door.sign_in(admin.email, pin)
    with pytest.raises(Denied):
        _set_own(shared, admin, own.identity, "password", password, b"\0" * 32)
    with pytest.raises(DataError) as shown, shared.desk.transaction(staff.identity) as connection:
        views = seen.execute(
            "SELECT a::text FROM pg_stat_activity a UNION ALL SELECT s::text FROM pg_prepared_statements s"
        ).fetchall()
        connection.execute(text("SELECT 1 / 0 WHERE :token <> ''"), {"token": staff.identity.token})
    connection = raw()
    for statement in ("SELECT * FROM auth.sign_in(%s)", "SELECT auth.sign_in(%s, %s, 3)"):
        with pytest.raises(psycopg.errors.UndefinedFunction):
            connection.execute(statement, [password, hidden["token"]][: statement.count("%s")])
    logs = sorted((shared.server.cluster.directory / "log").glob("*"))
    assert logs
    read = {log.name: log.read_text(errors="replace") for log in logs}
    read["the error itself"] = str(shown.value)
    read["pg_stat_activity"] = "\n".join(row[0] for row in views)
    assert "set_config('gym.token'" in read["pg_stat_activity"], "the view shows the statement itself"
    assert "division by zero" in "".join(read.values()), "errors do reach the log"
    for what, secret in hidden.items():
        for where, content in read.items():
            assert secret not in content, f"{what} in {where}"

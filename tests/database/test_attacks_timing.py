"""Whether a log-in is known: the answer takes the same work, and the same time, whatever it is."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import text

from tests.database.conftest import SharedGym

Raw = Callable[..., psycopg.Connection]

PEOPLE = 3_000
ROUNDS = 120


@dataclass(frozen=True)
class LogIn:
    """What somebody types at the door."""

    what: str
    number: str
    email: str

    @property
    def card(self) -> str:
        return f"CARD-{self.number}"


LOG_INS = (
    LogIn("first", "T1", "t1@timing.test"),
    LogIn("in the middle", "T1500", "t1500@timing.test"),
    LogIn("last", "T3000", "t3000@timing.test"),
    LogIn("left", "T2999", "t2999@timing.test"),
    LogIn("without a secret", "S1", "s1@timing.test"),
    LogIn("unknown", "T3001", "t3001@timing.test"),
    LogIn("also unknown", "ZZZZ", "zzzz@timing.test"),
)


@pytest.fixture(scope="module")
def crowd(shared: SharedGym) -> SharedGym:
    """A gym with thousands of people, each with a PIN and a password of their own."""
    for statement in (
        "INSERT INTO public.profiles (full_name, member_number, email)"
        " SELECT 'Person ' || n, 'T' || n, 't' || n || '@timing.test' FROM generate_series(1, :people) n",
        "DO $$ DECLARE p record; BEGIN FOR p IN SELECT id FROM public.profiles WHERE member_number IN"
        " ('T1', 'T1500', 'T2999', 'T3000') LOOP"
        "  PERFORM auth.set_credential(p.id, 'pin', sha256('s'), 1, 8192, 1, sha256('p'));"
        "  PERFORM auth.set_credential(p.id, 'password', sha256('s'), 1, 8192, 1, sha256('p')); END LOOP; END $$",
        # Everybody else's counters are asked by nobody here, so they need no sequence.
        "INSERT INTO auth.credentials (profile_id, kind, salt, time_cost, memory_cost, parallelism, proof_hash, attempts)"
        " SELECT p.id, k.kind, sha256('s'), 1, 8192, 1, sha256('p'), 'auth.attempts_unknown_0'"
        " FROM public.profiles p, (VALUES ('pin'), ('password')) k (kind) WHERE p.member_number LIKE 'T%'"
        " ON CONFLICT DO NOTHING",
        "INSERT INTO public.profiles (full_name, member_number, email) VALUES ('Silent', 'S1', 's1@timing.test')",
        "UPDATE public.profiles SET is_active = false WHERE member_number = 'T2999'",
        "INSERT INTO public.member_cards (member_id, code) SELECT id, 'CARD-' || member_number FROM public.profiles"
        " WHERE member_number IS NOT NULL",
        "UPDATE public.profiles SET is_admin = true WHERE member_number IN ('T1', 'T2999')",
        "INSERT INTO public.instructors (user_id, name) SELECT id, full_name FROM public.profiles"
        " WHERE member_number = 'T1500'",
    ):
        shared.gym.owner.execute(text(statement), {"people": PEOPLE} if ":people" in statement else {})
    shared.superuser().execute("VACUUM ANALYZE")
    return shared


@pytest.fixture
def calm(crowd: SharedGym) -> Iterator[Callable[[], None]]:
    """Set every counter of failed sign-ins back."""
    superuser = crowd.superuser()

    def reset() -> None:
        superuser.execute(
            "SELECT count(setval(oid, 0)) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'auth'::regnamespace"
        )

    reset()
    yield reset
    superuser.close()


CALLS = {
    "challenge for a number": ("SELECT * FROM auth.sign_in_challenge(%s)", "number"),
    "challenge for an e-mail": ("SELECT * FROM auth.sign_in_challenge(%s)", "email"),
    "a wrong PIN": ("SELECT * FROM auth.sign_in_member(%s, '\\x00')", "number"),
    "a wrong password": ("SELECT * FROM auth.sign_in(%s, '\\x00')", "email"),
    "challenge for a card": ("SELECT * FROM auth.sign_in_challenge(%s)", "card"),
    "a wrong PIN for a card": ("SELECT * FROM auth.sign_in_member(%s, '\\x00')", "card"),
    "a wrong password at the way out": ("SELECT * FROM auth.check_staff(%s, '\\x00')", "email"),
}


def _pages(connection: psycopg.Connection, statement: str, login: str) -> int:
    """Pages that a call reads and writes, what it calls included."""
    row = connection.execute(
        f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}".encode(), [login]
    ).fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    top = plan[0]["Plan"]
    return int(sum(top[f"Shared {kind} Blocks"] for kind in ("Hit", "Read", "Dirtied", "Written")))


@pytest.mark.parametrize("call", CALLS)
def test_a_known_log_in_costs_the_work_of_an_unknown_one(
    crowd: SharedGym, raw: Raw, calm: Callable[[], None], call: str
) -> None:
    statement, kind = CALLS[call]
    connection = raw()
    for login in LOG_INS:  # plans and catalogues are read once per connection
        for _ in range(7):
            _pages(connection, statement, getattr(login, kind))
            calm()
    taken: dict[str, list[int]] = {login.what: [] for login in LOG_INS}
    for _ in range(
        3
    ):  # the least: the server may look after its tables at any moment, and plans are made anew
        for login in LOG_INS:
            taken[login.what].append(_pages(connection, statement, getattr(login, kind)))
            calm()  # whoever it is, the first failure of a workstation for long costs a page more
    pages = {what: min(each) for what, each in taken.items()}
    # Not one page more or less, or EXPLAIN would tell who is known: at a kiosk, uncounted, before any sign-in.
    assert len(set(pages.values())) == 1, pages
    assert min(pages.values()) > 2, "the count itself works"


@pytest.mark.parametrize(
    ("call", "locked"),
    [(call, locked) for call in CALLS for locked in (False, True) if not locked or "challenge" not in call],
)
def test_a_known_log_in_takes_the_time_of_an_unknown_one(
    crowd: SharedGym, raw: Raw, calm: Callable[[], None], call: str, locked: bool
) -> None:
    """Interleaved, so that whatever else the machine does befalls all alike; a scan of 3,000 would be four times."""
    statement, kind = CALLS[call]
    connection = raw()
    if locked:
        for login in LOG_INS:
            for _ in range(5):
                connection.execute(statement, [getattr(login, kind)])
    times: dict[str, list[float]] = {login.what: [] for login in LOG_INS}
    for turn in range(ROUNDS):
        if not locked and turn % 2 == 0:
            calm()  # two unknown log-ins may share a counter: four tries are open to them
        for login in LOG_INS[turn % len(LOG_INS) :] + LOG_INS[: turn % len(LOG_INS)]:
            began = time.perf_counter()
            row = connection.execute(statement, [getattr(login, kind)]).fetchone()
            times[login.what].append(time.perf_counter() - began)
            if "challenge" not in call:
                assert row is not None and row[0] == ("locked" if locked else "wrong"), (login, row)
    # The quick tenth: whatever else the machine does only ever adds to a call, and adds to some.
    quick = {what: statistics.quantiles(taken, n=10)[0] for what, taken in times.items()}
    assert max(quick.values()) < 1.6 * min(quick.values()), quick

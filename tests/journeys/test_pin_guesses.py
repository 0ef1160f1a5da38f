"""Eight kiosks guess PINs at once, each with its own login, program and queue: five tries together, no more."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

import psycopg
import pytest
from sqlalchemy import event

from gymtrainer_desktop.database import identity
from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.identity import SignInRefused
from gymtrainer_desktop.database.outbox import Outbox, new_key
from gymtrainer_desktop.database.plan_cache import PlanCache
from gymtrainer_desktop.database.provision import StationLogin, enroll
from gymtrainer_desktop.services.kiosk_door import KioskDoor
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.sign_in import SignInService
from tests.conftest import Server
from tests.factories import CHEAP, Gym, Person

KIOSKS, ALLOWED = 8, 5
PIN, WRONG = "2468", "0000"


class Wall:
    """One kiosk as it hangs on a wall, without its window."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.files = (DraftStore(None), PlanCache(None, new_key), Outbox(None))
        drafts, plans, queue = self.files
        outbox = OutboxService(database, queue, drafts, plans)
        self.door = KioskDoor(SignInService(database, drafts, outbox), plans, drafts, outbox)

    def guess(self, number: str, pin: str = WRONG) -> tuple[str, str]:
        """Try a PIN: how it went, and the words, their seconds left out."""
        try:
            services = self.door.sign_in_member(number, pin)
        except SignInRefused as refused:
            return refused.code or "", re.sub(r"\d+ (seconds|minutes)", "a while", refused.message)
        self.door.sign_out(services)
        return "in", services.person.full_name

    def close(self) -> None:
        for file in self.files:
            file.close()
        self.database.dispose()


@pytest.fixture
def walls(server: Server, database_name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Wall]]:
    """Eight enrolled stations of the kind that hangs on a wall."""
    monkeypatch.setattr(identity, "DEFAULTS", CHEAP)
    logins = [
        StationLogin(f"station_wall_{n}", f"Kiosk {n}", "kiosk", secrets.token_urlsafe(16))
        for n in range(KIOSKS)
    ]
    walls = []
    for login in logins:
        enroll(server.superuser(), login, database=database_name)
        url = server.cluster.url(login.role, login.password, database_name)
        walls.append(Wall(Database(url, pool_size=1)))
    yield walls
    for wall in walls:
        wall.close()
    superuser = (
        server.superuser(database_name).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    with psycopg.connect(superuser, autocommit=True) as connection:
        for login in logins:
            connection.execute(f"DROP ROLE {login.role}")


def at_once(walls: Sequence[Wall], act: Callable[[int, Wall], None]) -> None:
    """Have every kiosk do something, all beginning at the same moment."""
    together = threading.Barrier(len(walls))

    def run(n: int, wall: Wall) -> None:
        together.wait()
        act(n, wall)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(walls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def rest(gym: Gym, member: Person) -> None:
    """Let the lock's time pass."""
    gym.one(
        "SELECT setval(c.attempts::regclass, :state) FROM auth.credentials c WHERE c.profile_id = :id",
        id=member.id,
        state=(int(time.time()) - 31) * 1000 + ALLOWED,
    )


def test_eight_kiosks_that_guess_at_once_get_five_tries_of_each_number_known_or_not(
    gym: Gym, walls: list[Wall]
) -> None:
    members = [gym.member(f"Member {n}") for n in range(4)]
    for member in members:
        gym.secret(member, "pin", PIN)
    one, *others = members
    numbers = [str(member.member_number) for member in members]
    answers: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def one_member(_n: int, wall: Wall) -> None:
        for _ in range(4):
            answers[numbers[0]].append(wall.guess(numbers[0]))

    at_once(walls, one_member)
    asked = [*numbers[1:], "M9999"]

    def several(n: int, wall: Wall) -> None:
        for turn in range(2 * len(asked)):
            number = asked[(n + turn) % len(asked)]
            answers[number].append(wall.guess(number))

    at_once(walls, several)
    # The fifth try is wrong as well; it is answered with how long to wait now.
    for number in (numbers[0], *asked):
        count = Counter(code for code, _ in answers[number])
        assert count == {"wrong": ALLOWED - 1, "locked": len(answers[number]) - ALLOWED + 1}, number
    failed = "SELECT pg_sequence_last_value(c.attempts::regclass) % 1000 FROM auth.credentials c"
    for member in members:
        assert gym.one(f"{failed} WHERE c.profile_id = :id", id=member.id) == ALLOWED
    assert {words for number in answers for _, words in answers[number]} == {
        "Member number and PIN do not match.",
        "Too many tries. Wait a while and try again.",
    }
    assert all(wall.guess(numbers[0], PIN)[0] == "locked" for wall in walls), "the right one, too"
    assert gym.one("SELECT count(*) FROM auth.sessions") == 0
    rest(gym, one)
    assert [wall.guess(numbers[0], PIN) for wall in walls] == [("in", one.name)] * KIOSKS
    assert walls[0].guess(str(others[0].member_number), PIN)[0] == "locked", "each number for itself"
    assert_the_same_is_asked(walls[0], str(others[1].member_number), "M9998")


def assert_the_same_is_asked(wall: Wall, *numbers: str) -> None:
    """A number that nobody has costs the server the same statements as one that somebody has."""
    asked: list[str] = []
    event.listen(
        wall.database.engine,
        "before_cursor_execute",
        lambda _conn, _cursor, statement, *_rest: asked.append(statement),
    )
    ways = set()
    for number in numbers:
        for _ in range(ALLOWED + 1):  # wrong, and then locked
            asked.clear()
            wall.guess(number)
            ways.add(tuple(asked))
    (way,) = ways
    assert len(way) > 2

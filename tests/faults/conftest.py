"""A gym that is reached through the proxy, and the straight way for whoever arranges and looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine, text

from gymtrainer_desktop.database import identity
from gymtrainer_desktop.database.cluster_files import Address
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from tests.conftest import Server
from tests.database.conftest import plain
from tests.factories import CHEAP, Gym
from tests.faults.imprint import Imprint, imprint_query, take_imprint
from tests.faults.proxy import Proxy, Target
from tests.faults.writes import Sending

# In a test of what is waited for, not of how long: the shipped patience is measured once, in test_black_hole.py.
SHORT = 0.8
LOST_PIPELINE = "error ignored terminating"
"""What the driver logs when many rows were on their way as the connection was lost."""
AT_ONCE = 8
WITHIN = 5.0
"""What the person is promised, in seconds."""


def target_of(address: Address) -> Target:
    """Where a server listens, for a plain socket."""
    if address.is_socket:
        return str(Path(address.host, f".s.PGSQL.{address.port}"))
    return address.host, address.port


def terminator(superuser: URL) -> Callable[[int], None]:
    """Return what ends a server process by its id, and waits until it is gone."""

    def terminate(pid: int) -> None:
        with psycopg.connect(plain(superuser), autocommit=True) as connection:
            row = connection.execute("SELECT pg_terminate_backend(%s, 10000)", [pid]).fetchone()
            assert row == (True,)

    return terminate


@dataclass
class Stage:
    """A gym, the proxy before its server, and a station behind the proxy."""

    gym: Gym
    proxy: Proxy
    station: Database
    query: str
    left_by: dict[str, Imprint] = field(default_factory=dict)

    def services(self, sending: Sending) -> GymServices:
        """Sign in through the proxy."""
        return SignInService(self.station).with_identity(self.gym.session(sending.who, sending.scope))

    def imprint(self) -> Imprint:
        return take_imprint(self.gym.owner, self.query)


@dataclass(frozen=True)
class Told:
    """What a person heard after a press of a button, and how long they waited for it."""

    error: Unavailable | UserError | None
    seconds: float

    @property
    def is_away(self) -> bool:
        return isinstance(self.error, Unavailable)


def told(send: Callable[[], object]) -> Told:
    """Send something; whatever is neither a success nor a sentence for the person is a failure of the test."""
    began = time.monotonic()
    error: Unavailable | UserError | None = None
    try:
        send()
    except (Unavailable, UserError) as answer:
        error = answer
        assert answer.message
    return Told(error, time.monotonic() - began)


@pytest.fixture(scope="package")
def cheap_secrets() -> Iterator[None]:
    """Proofs at argon2id's cheapest: setting a secret is sent here a hundred times."""
    derive = identity.derive_proof
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "derive_proof", lambda secret, salt, _: derive(secret, salt, CHEAP))
        yield


@pytest.fixture(scope="package")
def stage(server: Server, cheap_secrets: None) -> Iterator[Stage]:
    name = server.clone()
    engine = create_engine(server.migrator(name), isolation_level="AUTOCOMMIT")
    straight = Database(server.station(name))
    proxy = Proxy(target_of(server.cluster.address), terminator(server.superuser(name)))
    station = Database(proxy.url(server.station(name)), answer_seconds=SHORT, pool_size=AT_ONCE)
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        yield Stage(Gym(owner, straight), proxy, station, imprint_query(owner))
    for database in (station, straight):
        database.dispose()
    proxy.close()
    engine.dispose()
    server.drop(name)


@pytest.fixture(autouse=True)
def healed(request: pytest.FixtureRequest) -> Iterator[None]:
    """No fault of one test reaches the next."""
    yield
    if "stage" in request.fixturenames:
        stage: Stage = request.getfixturevalue("stage")
        stage.proxy.delay = 0.0
        stage.proxy.heal()

"""A gym with a server of its own, with what is shipped for safety switched on."""

from __future__ import annotations

from sqlalchemy import NullPool, create_engine, text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from tests.database.gym_folder import Place
from tests.factories import Gym
from tests.faults.writes import Pair, pair


def members_of(place: Place, station: Database, count: int) -> list[tuple[GymServices, Pair]]:
    """Members with a trainer and a plan, signed in."""
    engine = create_engine(place.local.migrator_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        gym = Gym(owner, station)
        pairs = [pair(gym) for _ in range(count)]
        identities = [gym.session(p.member, "member", "station_local") for p in pairs]
    door = SignInService(station)
    return [(door.with_identity(identity), p) for identity, p in zip(identities, pairs, strict=True)]


def member_of(place: Place, station: Database) -> GymServices:
    return members_of(place, station, 1)[0][0]

"""No method of a service escapes: each is a read or a write, and each write has a scenario."""

from __future__ import annotations

from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.recording import RecordingService
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym
from tests.faults.sender import NAMES
from tests.faults.writes import FILES, QUEUE, READS


def public_methods(kind: type) -> set[str]:
    return {
        f"{kind.__name__}.{name}"
        for name, member in vars(kind).items()
        if callable(member) and not name.startswith("_")
    }


def test_every_method_of_every_service_is_a_read_or_a_write(gym: Gym) -> None:
    services = gym.services(gym.admin())
    parts = (Service, DraftsService, OutboxService, RecordingService)
    kinds = {type(each) for each in vars(services).values() if isinstance(each, parts)}
    assert len(kinds) >= 8
    methods = set().union(*(public_methods(kind) for kind in (*kinds, GymServices, SignInService)))
    others = {
        f"{kind}.{name}"
        for classified in (READS, FILES, QUEUE)
        for kind, names in classified.items()
        for name in names.split()
    }
    written = {name.split(",")[0] for name in NAMES}
    assert not others & written
    assert methods - others - written == set(), "say in tests/faults/writes.py whether these read or write"
    assert others | written <= methods, "these are gone"

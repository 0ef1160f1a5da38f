"""The door at a kiosk: as everywhere, and by what was kept of an earlier visit while the server is away."""

from __future__ import annotations

import logging

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.plan_cache import PlanCache
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.plain_values import from_plain, to_plain
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.offline import OfflineServices, Snapshot, take_snapshot
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.sign_in import SignInService

NOT_KEPT = (
    "The gym's server cannot be reached. Until it is back this kiosk opens only plans it has shown lately;"
    " this number and PIN open none."
)

_log = logging.getLogger(__name__)


class KioskDoor:
    """Lets members in, by the server or, where the gym wants it, by what this kiosk has kept.

    One answer for an unknown number, a wrong PIN and one wrong PIN too many: nobody learns who trains here.

    Args:
        door: By the server.
        cache: What was kept.
        drafts: Of this workstation.
        outbox: Of this workstation.
    """

    def __init__(
        self, door: SignInService, cache: PlanCache, drafts: DraftStore, outbox: OutboxService
    ) -> None:
        self._door = door
        self._cache = cache
        self._drafts = drafts
        self._outbox = outbox

    def gym_name(self) -> str | None:
        """Return the gym's name; see `SignInService`."""
        return self._door.gym_name()

    def station_name(self) -> str:
        """Return what this workstation is called."""
        return self._door.station_name()

    def check_staff(self, email: str, password: str) -> None:
        """Make sure that somebody of the staff stands there; see `SignInService`."""
        self._door.check_staff(email, password)

    def sign_in_member(self, number: str, pin: str) -> GymServices | OfflineServices:
        """Let a member in, and keep what they are shown for as long as the gym wants.

        Raises:
            SignInRefused: The server says that number and PIN do not match, or that they are locked.
            UserError: The server is away, and nothing kept here opens (`not_kept`).
            Unavailable: The server is away, and nothing is kept here at all.
        """
        try:
            services = self._door.sign_in_member(number, pin)
        except Unavailable:
            offline = self._open(number, pin)
            if offline is None:
                raise
            return offline
        self._keep(services, number, pin)
        return services

    def sign_out(self, services: GymServices | OfflineServices) -> None:
        """Revoke the session; there is none of a visit while the server was away.

        Who was erased while they stood here leaves nothing on this workstation either.
        """
        if isinstance(services, GymServices):
            self._door.sign_out(services)
            self._outbox.forget_erased()

    def touch(self, services: GymServices | OfflineServices) -> bool:
        """Say that the person is still there; False when the session has ended."""
        return self._door.touch(services) if isinstance(services, GymServices) else True

    def _keep(self, services: GymServices, number: str, pin: str) -> None:
        """Keep what the member is shown; that it cannot be kept keeps nobody from training."""
        try:
            gym = services.gym.settings()
            if gym.kiosk_offline_days:
                content = to_plain(take_snapshot(services, gym))
                person, days, now = (
                    services.person.person_id,
                    gym.kiosk_offline_days,
                    self._outbox.clock.now(),
                )
                self._cache.put(person, number, pin, content, days, now)
            elif self._cache.count():
                self._cache.clear()
        except (UserError, Unavailable) as error:
            _log.info("a plan is not kept for when the server is away: %s", error.message)

    def _open(self, number: str, pin: str) -> OfflineServices | None:
        if not self._cache.count():
            return None
        content = self._cache.open_with(number, pin, self._outbox.clock.now())
        snapshot = None if content is None else _snapshot_of(content)
        if snapshot is not None:
            services = OfflineServices(snapshot, self._drafts, self._outbox)
            if snapshot.covers(services.gym.today()):
                return services
        raise UserError(NOT_KEPT, code="not_kept")


def _snapshot_of(content: dict[str, object]) -> Snapshot | None:
    try:
        return from_plain(Snapshot, content)
    except (ValueError, TypeError, KeyError) as error:
        # Kept by another version of the program.
        _log.info("a plan that was kept cannot be read any more: %s", type(error).__name__)
        return None

"""What a program on a workstation works with once its gym is open, whichever window it shows."""

from __future__ import annotations

from sqlalchemy import URL

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.database.outbox import Outbox, stored_key
from gymtrainer_desktop.database.plan_cache import PlanCache
from gymtrainer_desktop.services.kiosk_door import KioskDoor
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths


class Workstation:
    """The database as this station, the door, and what is kept in the data folder until it is sent.

    Args:
        paths: Of the gym.
        local: Keeps the key of the queue among its secrets.
        url: Of this station's login.

    Attributes:
        database: As this station.
        drafts: What people began here and did not finish.
        outbox: What members did here and the server does not have yet.
        door: Signing in and out.
    """

    def __init__(self, paths: Paths, local: LocalGym, url: URL) -> None:
        self.database = Database(url)
        self.drafts = DraftStore(paths.drafts_file)
        self._queue = Outbox(paths.outbox_file, lambda: stored_key(local.credentials))
        self._plans = PlanCache(paths.plan_cache_file, lambda: stored_key(local.credentials))
        self.outbox = OutboxService(self.database, self._queue, self.drafts, self._plans)
        self.door = SignInService(self.database, self.drafts, self.outbox)

    def kiosk_door(self) -> KioskDoor:
        """Return the door as kiosks have it: it opens, where the gym wants it, while the server is away, too."""
        return KioskDoor(self.door, self._plans, self.drafts, self.outbox)

    def close(self) -> None:
        """Let go of files and connections, after all background work has ended."""
        self.database.dispose()
        self.drafts.close()
        self._queue.close()
        self._plans.close()

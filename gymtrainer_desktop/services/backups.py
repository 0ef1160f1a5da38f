"""Back-ups as the front desk sees them: what there is, what is planned, and what can be asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import text

from gymtrainer_desktop.domain.backups import (
    MOST_KEPT,
    BackUpOutcome,
    BackUpPlan,
    FoundBackUp,
    GymFacts,
    KeptBackUp,
    last_due,
)
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.services.back_up_keeper import BackUpKeeper, UnderWay
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.settings import Settings

_FACTS = text(
    "SELECT (SELECT name FROM public.gym_settings) AS name,"
    " (SELECT version_num FROM public.alembic_version) AS schema,"
    " (SELECT count(*) FROM public.profiles WHERE is_active AND member_number IS NOT NULL) AS members,"
    " (SELECT count(*) FROM public.instructors WHERE is_active AND is_personal_trainer) AS trainers,"
    " (SELECT count(*) FROM public.workout_progress) AS logs,"
    " (SELECT max(completed_at)::date FROM public.workout_progress) AS last_log"
)


@dataclass(frozen=True, slots=True)
class BackUpsOverview:
    """All that the page of back-ups shows.

    Attributes:
        is_here: Whether this program looks after the back-ups; on a shared server it does not.
        server: The shared server's name, empty when the gym is on this computer.
        is_demo: A demo gym takes no daily back-ups, and nothing is restored into it.
        plan: How daily back-ups are taken; None on a shared server.
        own_folder: Where they go unless another folder was chosen.
        kept: The back-ups there are, newest first.
        last: How the last one of this program went, None before there was one.
        next_due: When the next daily one falls due, by this computer's clock.
        now: This computer's time.
        problem: Why a folder of back-ups cannot be looked into; empty when it can.
    """

    is_here: bool
    server: str = ""
    is_demo: bool = False
    plan: BackUpPlan | None = None
    own_folder: Path | None = None
    kept: tuple[KeptBackUp, ...] = ()
    last: BackUpOutcome | None = None
    next_due: datetime | None = None
    now: datetime | None = None
    problem: str = ""


class BackUpsService(Service):
    """What an admin may do with back-ups.

    Attributes:
        keeper: Takes the back-ups of the gym on this computer; None on a shared server. Set by the
            composition root.
    """

    keeper: BackUpKeeper | None = None

    @property
    def under_way(self) -> UnderWay | None:
        """What is being done now; from memory, so that it may be asked at any time."""
        return self.keeper.under_way if self.keeper is not None else None

    def overview(self) -> BackUpsOverview:
        """Return what the page shows.

        Raises:
            Denied: Not an admin.
        """
        self._admin_only()
        keeper = self.keeper
        if keeper is None:
            return BackUpsOverview(False, self._database.url.host or "")
        now, plan = keeper.now(), keeper.plan
        kept, problem = tuple[KeptBackUp, ...](), ""
        try:
            kept = keeper.kept()
        except UserError as error:
            problem = error.message  # part of the answer: there is still the plan to change
        return BackUpsOverview(
            True,
            "",
            keeper.is_demo,
            plan,
            keeper.local.paths.backups,
            kept,
            keeper.last,
            last_due(now, plan.at) + timedelta(days=1),
            now,
            problem,
        )

    def save_plan(self, keep: str, at: str, folder: str) -> BackUpPlan:
        """Save how daily back-ups are taken, from what somebody typed.

        Args:
            keep: How many stay.
            at: From when on one is due, such as "03:00".
            folder: Where to; empty for the program's own folder.

        Raises:
            Denied: Not an admin.
            UserError: A value makes no sense; its field is "keep", "at" or "folder".
        """
        self._admin_only()
        keeper = self._keeper()
        own = keeper.local.paths.backups
        plan = BackUpPlan(_folder(folder, own), _count(keep), _clock(at))
        Settings(keeper.local.paths.settings_file).put_back_up_plan(plan, own)
        return plan

    def back_up(self) -> None:
        """Have a back-up taken by hand, in the background.

        Raises:
            Denied: Not an admin.
        """
        self._admin_only()
        self._keeper().wish_for_back_up()

    def save_copy(self, file: Path, to: Path) -> None:
        """Have a back-up copied somewhere else, in the background.

        Raises:
            Denied: Not an admin.
        """
        self._admin_only()
        self._keeper().wish_for_copy(file, to)

    def cancel(self) -> None:
        """Give up what is under way; nothing half written stays."""
        self._keeper().cancel()

    def look_into(self, file: Path) -> FoundBackUp:
        """Read a file to its last byte.

        Raises:
            Denied: Not an admin.
            UserError: It is no back-up that this program can restore; the sentence says why.
        """
        self._admin_only()
        return self._keeper().look_into(file)

    def compare(self, file: Path) -> tuple[FoundBackUp, GymFacts]:
        """Return what a file holds, read to its last byte, and what it would replace.

        Raises:
            Denied: Not an admin.
            UserError: The file cannot be restored, or this is a demo gym.
        """
        self._admin_only()
        keeper = self._keeper()
        if keeper.is_demo:
            raise UserError("Nothing is restored into a demo gym: it is made anew every day.", code="is_demo")
        found = keeper.look_into(file)
        with self._transaction() as connection:
            row = connection.execute(_FACTS).one()
        return found, GymFacts(row.name, row.schema, row.members, row.trainers, row.logs, row.last_log)

    def _keeper(self) -> BackUpKeeper:
        if self.keeper is None:
            raise UserError("This gym is backed up where its server is.", code="backup_elsewhere")
        return self.keeper

    def _admin_only(self) -> None:
        with self._transaction() as connection:
            if not connection.execute(text("SELECT auth.is_admin()")).scalar_one():
                raise Denied("Only an admin can do this.", code="admin_only")


def _count(typed: str) -> int:
    words = typed.strip()
    is_whole = words.isascii() and words.isdigit() and len(words) <= len(str(MOST_KEPT))
    if not is_whole or not 1 <= int(words) <= MOST_KEPT:
        raise UserError(f"A whole number from 1 to {MOST_KEPT}, please.", code="backup_keep", field="keep")
    return int(words)


def _clock(typed: str) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", typed.strip(), re.ASCII)
    if found is None:
        raise UserError("A time such as 03:00, please.", code="backup_at", field="at")
    return time(int(found[1]), int(found[2]))


def _folder(typed: str, own: Path) -> Path:
    words = typed.strip()
    if not words:
        return own
    try:
        folder = Path(words).expanduser()
        is_there = folder == own or (folder.is_absolute() and folder.is_dir())
    except (OSError, RuntimeError, ValueError):
        is_there = False
    if not is_there:
        raise UserError(f"There is no folder {words}.", code="backup_no_folder", field="folder")
    return folder

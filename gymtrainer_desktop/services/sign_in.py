"""Signing in and out, and staying signed in."""

from __future__ import annotations

from typing import cast

from sqlalchemy import text

from gymtrainer_desktop.database import identity as proofs
from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.engine import NOBODY, Database, Identity
from gymtrainer_desktop.database.outbox import Outbox
from gymtrainer_desktop.domain.errors import Denied, SignedOut
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.outbox import OutboxService


class SignInService:
    """The door: from log-in and secret to services that act for a person.

    Args:
        database: As this station.
        drafts: Of this workstation; in memory when none is given, for programs that end with their work.
        outbox: Likewise.
    """

    def __init__(
        self,
        database: Database,
        drafts: DraftStore | None = None,
        outbox: OutboxService | None = None,
    ) -> None:
        self._database = database
        self._drafts = drafts or DraftStore(None)
        self._outbox = outbox or OutboxService(database, Outbox(None))

    def gym_name(self) -> str | None:
        """Return the gym's name, known before anybody signs in; None while no gym was begun.

        The server's time is learnt on the way: from now on nothing here depends on this computer's clock.
        """
        with self._database.transaction(NOBODY) as connection:
            name, now = connection.execute(
                text("SELECT (SELECT name FROM public.gym_settings), clock_timestamp()")
            ).one()
        self._outbox.clock.learn(now)
        return cast("str | None", name)

    def station_name(self) -> str:
        """Return what this workstation is called, empty when it is not enrolled."""
        with self._database.transaction(NOBODY) as connection:
            return connection.execute(text("SELECT name FROM public.stations")).scalar() or ""

    def sign_in(self, email: str, password: str) -> GymServices:
        """Sign staff in by e-mail and password.

        Raises:
            SignInRefused: They do not match, or the log-in is locked for some seconds.
            Unavailable: The server is away.
        """
        return self._open(proofs.sign_in(self._database, email.strip(), password, member=False))

    def sign_in_member(self, member_number: str, pin: str) -> GymServices:
        """Sign a member in by number and PIN; the session acts as a member whatever else the person is.

        Raises:
            SignInRefused: They do not match, or the log-in is locked for some seconds.
            Unavailable: The server is away.
        """
        return self._open(proofs.sign_in(self._database, member_number.strip(), pin, member=True))

    def check_staff(self, email: str, password: str) -> None:
        """Make sure that somebody of the staff stands there, without opening a session: how a kiosk is left.

        Wrong tries are counted like those of signing in, and apart from them: nobody at a kiosk locks the desk.

        Raises:
            SignInRefused: They do not match, are not those of staff, or the log-in is locked for some seconds.
            Unavailable: The server is away.
        """
        proofs.check_staff(self._database, email.strip(), password)

    def with_identity(self, identity: Identity) -> GymServices:
        """Return services for a session that is open already."""
        return self._open(identity)

    def _open(self, identity: Identity) -> GymServices:
        with self._database.transaction(identity) as connection:
            row = connection.execute(
                text(
                    "SELECT profile_id, full_name, scope, is_admin, trainer_id, is_member, weight_unit,"
                    " idle_minutes, clock_timestamp() AS server_now FROM auth.whoami()"
                )
            ).one()
        self._outbox.clock.learn(row.server_now)
        roles = []
        if row.is_admin:
            roles.append(Role.ADMIN)
        if row.trainer_id is not None:
            roles.append(Role.TRAINER)
        if row.is_member or row.scope == "member":
            roles.append(Role.MEMBER)
        if not roles:
            proofs.sign_out(self._database, identity)
            raise Denied("This account has no role here yet. Ask the front desk.", code="no_role")
        person = SignedIn(
            row.profile_id,
            row.full_name,
            tuple(roles),
            row.trainer_id,
            row.scope == "member",
            Unit(row.weight_unit),
            row.idle_minutes,
        )
        services = GymServices(self._database, identity, person, self._drafts, self._outbox)
        if Role.ADMIN in roles or Role.TRAINER in roles:
            services.plans.complete_expired()
            services.waitlist.lapse()
        return services

    def sign_out(self, services: GymServices) -> None:
        """Revoke the session; harmless when it has ended already."""
        proofs.sign_out(self._database, services.identity)

    def touch(self, services: GymServices) -> bool:
        """Say that the person is still there; False when the session has ended."""
        try:
            with self._database.transaction(services.identity) as connection:
                still_there, now = connection.execute(text("SELECT auth.touch(), clock_timestamp()")).one()
        except SignedOut:
            return False
        self._outbox.clock.learn(now)
        return bool(still_there)

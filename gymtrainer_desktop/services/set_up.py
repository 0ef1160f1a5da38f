"""Beginning a gym, and acting on one's own data folder: what the owner of the database does."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.database.identity import issue_session, set_secret
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.trainers import checked_password
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.starter_templates import install_starter_templates


def gym_name(connection: Connection) -> str | None:
    """Return the name of the gym, or None when none was begun yet."""
    return connection.execute(text("SELECT name FROM public.gym_settings")).scalar()


def create_gym(
    connection: Connection,
    *,
    name: str,
    time_zone: str,
    week_start: int,
    weight_unit: Unit,
    admin_name: str,
    email: str,
    password: str,
) -> UUID:
    """Begin a gym with its first admin, and with programmes for its trainers to start from.

    Args:
        connection: A maintenance transaction (`LocalGym.maintenance`).
        name: Of the gym.
        time_zone: IANA name.
        week_start: ISO number of the first weekday.
        weight_unit: The gym's.
        admin_name: Full name of the first admin.
        email: Log-in of the first admin.
        password: At least 8 characters.

    Returns:
        The admin's id.

    Raises:
        UserError: There is a gym already, or a value breaks a rule.
    """
    if gym_name(connection) is not None:
        raise UserError("There is a gym in this folder already. Sign in to it.", code="gym_exists")
    checked_password(password)
    connection.execute(
        text(
            "INSERT INTO public.gym_settings (name, time_zone, week_start, weight_unit)"
            " VALUES (:name, :zone, :start, :unit)"
        ),
        {"name": name.strip(), "zone": time_zone, "start": week_start, "unit": weight_unit.value},
    )
    admin = new_id()
    connection.execute(
        text(
            "INSERT INTO public.profiles (id, full_name, email, is_admin, weight_unit)"
            " VALUES (:id, :name, :email, true, :unit)"
        ),
        {"id": admin, "name": admin_name.strip(), "email": email.strip(), "unit": weight_unit.value},
    )
    set_secret(connection, str(admin), "password", password)
    install_starter_templates(connection)
    return admin


def session_for_member(connection: Connection, member_number: str, station: str) -> tuple[UUID, Identity]:
    """Open a member's session as the owner of the data folder.

    Args:
        connection: A maintenance transaction.
        member_number: As on the card; case does not matter.
        station: Login role that will use the session.

    Returns:
        The member's id and the session.

    Raises:
        UserError: No active member has that number.
    """
    found = connection.execute(
        text("SELECT id FROM public.profiles WHERE upper(member_number) = upper(:number) AND is_active"),
        {"number": member_number.strip()},
    ).scalar()
    if found is None:
        raise UserError(f"There is no active member with the number {member_number}.", code="no_member")
    return found, issue_session(connection, str(found), "member", station)


def session_for_admin(connection: Connection, station: str) -> Identity:
    """Open a session of the gym's first admin, as the owner of the data folder.

    Args:
        connection: A maintenance transaction.
        station: Login role that will use the session.

    Raises:
        UserError: There is no active admin, so there is no gym to work on yet.
    """
    found = connection.execute(
        text("SELECT id FROM public.profiles WHERE is_admin AND is_active ORDER BY created_at, id LIMIT 1")
    ).scalar()
    if found is None:
        raise UserError(
            "There is no gym in this folder yet. Open the window once to begin it.", code="no_gym"
        )
    return issue_session(connection, str(found), "staff", station)

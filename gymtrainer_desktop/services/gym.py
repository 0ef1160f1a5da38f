"""The gym's settings, its calendar, and what this computer works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select, text, update

from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.database.tables.gym import GymSettingsRow
from gymtrainer_desktop.domain.gym import GymSettings, ordered_plates
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit, trimmed
from gymtrainer_desktop.services.base import Service, changed_one


@dataclass(frozen=True, slots=True)
class ComputerFacts:
    """What the settings page says about this computer, in words."""

    mode: str
    server_version: str
    schema_version: str
    data_place: str
    secrets_place: str
    station_name: str


def gym_settings(connection: Connection) -> GymSettings:
    """Read the gym's settings within a transaction."""
    row = connection.execute(select(GymSettingsRow.__table__)).one()
    return GymSettings(
        row.name,
        row.time_zone,
        row.week_start,
        Unit(row.weight_unit),
        E1rmFormula(row.e1rm_formula),
        row.staff_idle_minutes,
        row.kiosk_idle_minutes,
        row.version,
        row.trainers_may_assign,
        row.offer_days,
        trimmed(row.bar_kg),
        trimmed(row.bar_lb),
        ordered_plates(row.plates_kg),
        ordered_plates(row.plates_lb),
        row.kiosk_offline_days,
    )


def gym_today(connection: Connection) -> date:
    """Return the gym's day within a transaction."""
    today: date = connection.execute(text("SELECT public.gym_today()")).scalar_one()
    return today


class GymService(Service):
    """The gym's own settings."""

    def settings(self) -> GymSettings:
        """Return what holds for the whole gym."""
        with self._transaction() as connection:
            return gym_settings(connection)

    def today(self) -> date:
        """Return today in the gym's time zone, by the server's clock."""
        with self._transaction() as connection:
            return gym_today(connection)

    def save(self, settings: GymSettings) -> GymSettings:
        """Save the settings, when nobody else has meanwhile; sending the same again is harmless.

        Raises:
            Conflict: They were changed since `settings.version` was read.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            result = connection.execute(
                update(GymSettingsRow)
                .where(GymSettingsRow.id == 1, GymSettingsRow.version == settings.version)
                .values(
                    name=settings.name.strip(),
                    time_zone=settings.time_zone,
                    week_start=settings.week_start,
                    weight_unit=settings.weight_unit.value,
                    e1rm_formula=settings.e1rm_formula.value,
                    staff_idle_minutes=settings.staff_idle_minutes,
                    kiosk_idle_minutes=settings.kiosk_idle_minutes,
                    trainers_may_assign=settings.trainers_may_assign,
                    offer_days=settings.offer_days,
                    bar_kg=settings.bar_kg,
                    bar_lb=settings.bar_lb,
                    plates_kg=list(settings.plates_kg),
                    plates_lb=list(settings.plates_lb),
                    kiosk_offline_days=settings.kiosk_offline_days,
                )
            )
            stored = gym_settings(connection)
            wanted = replace(
                settings,
                name=settings.name.strip(),
                version=settings.version + 1,
                plates_kg=ordered_plates(settings.plates_kg),
                plates_lb=ordered_plates(settings.plates_lb),
            )
            changed_one(result, versioned=True, sent_again=stored == wanted)
            return stored


def computer_facts(database: Database, identity: Identity, places: Mapping[str, str]) -> ComputerFacts:
    """Return what this computer works with; `places` holds what only the composition root knows."""
    with database.transaction(identity) as connection:
        row = connection.execute(
            text(
                "SELECT current_setting('server_version') AS server,"
                " (SELECT version_num FROM public.alembic_version) AS schema,"
                " (SELECT name FROM public.stations WHERE role_name = session_user) AS station"
            )
        ).one()
    return ComputerFacts(
        places.get("mode", ""),
        f"PostgreSQL {row.server.split()[0]}",
        row.schema,
        places.get("data", ""),
        places.get("secrets", ""),
        row.station or "",
    )

"""Stations, as an admin sees them."""

from __future__ import annotations

from sqlalchemy import text

from gymtrainer_desktop.domain.stations import StationKind, StationRow
from gymtrainer_desktop.services.base import Service


class StationsService(Service):
    """Workstations and kiosks that may open the gym."""

    def stations(self) -> tuple[StationRow, ...]:
        """Return all stations, those in use first, by name; others than one's own only for an admin."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    "SELECT s.id, s.name, s.kind, s.enrolled_at, s.revoked_at, s.role_name = session_user AS is_this"
                    " FROM public.stations s ORDER BY s.revoked_at IS NOT NULL, lower(s.name), s.id"
                )
            ).all()
        return tuple(
            StationRow(r.id, r.name, StationKind(r.kind), r.enrolled_at, r.revoked_at, r.is_this)
            for r in rows
        )

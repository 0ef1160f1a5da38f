"""What other apps call the exercises of this gym, as members said once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.keys import new_id


class ImportNamesService(Service):
    """Names that a member's other app writes, and what they stand for here."""

    def names(self, member_id: UUID) -> dict[str, str]:
        """Return what a member chose, by the name as it was written; nothing about anybody else."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    "SELECT n.written, n.exercise_name FROM public.import_names n WHERE n.member_id = :member"
                    " ORDER BY n.written"
                ),
                {"member": member_id},
            )
            return {row.written: row.exercise_name for row in rows}

    def remember(self, member_id: UUID, names: Mapping[str, str]) -> None:
        """Remember what names stand for, in the place of what was chosen for them before.

        Case, accents and spaces of the written name do not matter. Sending the same again is harmless.

        Raises:
            UserError: A name is empty or longer than 200 characters.
            Denied: Not one's own.
        """
        if not names:
            return
        with self._transaction() as connection:
            connection.execute(
                text(
                    "INSERT INTO public.import_names AS n (id, member_id, written, exercise_name)"
                    " VALUES (:id, :member, :written, :name)"
                    " ON CONFLICT (member_id, public.search_key(written)) DO UPDATE"
                    " SET exercise_name = excluded.exercise_name WHERE n.exercise_name <> excluded.exercise_name"
                ),
                [
                    {"id": new_id(), "member": member_id, "written": written.strip(), "name": name.strip()}
                    for written, name in names.items()
                ],
            )

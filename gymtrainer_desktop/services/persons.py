"""People and roles: who may do what, everything that is known of a person, and erasing it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.database.identity import set_secret
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.persons import (
    EraseLine,
    PersonExport,
    PersonFilter,
    PersonPage,
    PersonQuery,
    PersonRow,
)
from gymtrainer_desktop.domain.trainers import checked_password
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.member_search import text_filter
from gymtrainer_desktop.services.person_facts import KINDS, facts_of

_FILTERS = {
    PersonFilter.ALL: "p.is_active",
    PersonFilter.STAFF: "p.is_active AND (p.is_admin OR i.id IS NOT NULL)",
    PersonFilter.ADMINS: "p.is_active AND p.is_admin",
    PersonFilter.TRAINERS: "p.is_active AND i.id IS NOT NULL",
    PersonFilter.MEMBERS: "p.is_active AND p.member_number IS NOT NULL",
    PersonFilter.INACTIVE: "NOT p.is_active",
}
_COLUMNS = """p.id, p.full_name, p.email, p.member_number, p.is_admin, p.is_active, p.version, i.id AS trainer_id,
    i.is_personal_trainer, public.search_key(p.full_name) AS sort_key"""
_PEOPLE = "public.profiles p LEFT JOIN public.instructors i ON i.user_id = p.id"


class PersonsService(Service):
    """Everybody the gym knows, and their rights."""

    def page(self, query: PersonQuery) -> PersonPage:
        """Return one page of people by name: searched, filtered and paged by the database."""
        matches, parameters = text_filter(query.text)
        where = f"{_FILTERS[query.filter]} AND {matches}"
        parameters["limit"] = query.limit + 1
        if query.after is not None:
            where += " AND (public.search_key(p.full_name), p.id) > (:after_key, CAST(:after_id AS uuid))"
            parameters["after_key"], parameters["after_id"] = query.after
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    f"""
                    WITH page AS (
                        SELECT {_COLUMNS} FROM {_PEOPLE} WHERE {where}
                        ORDER BY public.search_key(p.full_name), p.id LIMIT :limit)
                    SELECT page.*, s.has_password, s.has_pin, s.last_seen FROM page
                    LEFT JOIN auth.sign_ins_of((SELECT array_agg(page.id) FROM page)) s ON s.person_id = page.id
                    ORDER BY page.sort_key, page.id
                    """
                ),
                parameters,
            ).all()
        shown = rows[: query.limit]
        following = (shown[-1].sort_key, shown[-1].id) if len(rows) > query.limit else None
        return PersonPage(tuple(_person(r) for r in shown), following)

    def set_admin(self, person_id: UUID, is_admin: bool, version: int) -> PersonRow:
        """Make a person an admin, or no longer one; sending it again is harmless.

        Raises:
            UserError: The last admin who can sign in stays (`last_admin`).
            Conflict: The person was changed since `version` was read.
            Denied: Not an admin oneself.
        """
        with self._transaction() as connection:
            connection.execute(
                text("SELECT auth.set_admin(:id, :is_admin, :version)"),
                {"id": person_id, "is_admin": is_admin, "version": version},
            )
            return _one(connection, person_id)

    def set_active(self, person_id: UUID, is_active: bool, version: int) -> PersonRow:
        """Deactivate a person, which ends their sessions, or let them in again; sending it again is harmless.

        Raises:
            UserError: The last admin (`last_admin`), oneself (`deactivate_oneself`), a member with a trainer
                (`person_has_assignment`), or a trainer with clients (`trainer_has_clients`).
            Conflict: The person was changed since `version` was read.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            connection.execute(
                text("SELECT auth.set_active(:id, :is_active, :version)"),
                {"id": person_id, "is_active": is_active, "version": version},
            )
            return _one(connection, person_id)

    def set_password(self, person_id: UUID, password: str) -> None:
        """Set the password a person signs in with, by e-mail; their open sessions end.

        Raises:
            UserError: Too short, or there is no e-mail to sign in with.
            Denied: Not an admin.
        """
        checked_password(password)
        with self._transaction() as connection:
            if _one(connection, person_id).email is None:
                raise UserError("This person has no e-mail to sign in with.", field="password")
            set_secret(connection, str(person_id), "password", password)

    def export(self, person_id: UUID) -> PersonExport:
        """Return everything the database holds about a person, as far as the reader may see it.

        Secrets are left out: nobody can read those.

        Raises:
            Denied: Nobody of that id is there for the signed-in person.
        """
        with self._transaction() as connection:
            return facts_of(connection, person_id)

    def export_own(self) -> PersonExport:
        """Return everything the database holds about the signed-in person, as far as they may see it."""
        with self._transaction() as connection:
            return facts_of(connection, connection.execute(text("SELECT auth.uid()")).scalar_one())

    def erase_preview(self, person_id: UUID) -> tuple[EraseLine, ...]:
        """Return what erasing a person would remove.

        Raises:
            Denied: Not an admin.
        """
        return self._erase_lines("erase_preview", person_id)

    def erase(self, person_id: UUID) -> tuple[EraseLine, ...]:
        """Erase a person with everything about them; return what went. There is no way back.

        Raises:
            UserError: Oneself (`erase_oneself`), the last admin (`last_admin`), a trainer with clients
                (`trainer_has_clients`), or somebody who is gone already (`person_gone`).
            Denied: Not an admin.
        """
        return self._erase_lines("erase_person", person_id)

    def _erase_lines(self, function: str, person_id: UUID) -> tuple[EraseLine, ...]:
        with self._transaction(answer_seconds=30) as connection:
            rows = connection.execute(
                text(f"SELECT what, rows FROM public.{function}(:id)"), {"id": person_id}
            ).all()
        order = {table: n for n, table in enumerate(KINDS)}
        lines = sorted(rows, key=lambda r: (order.get(r.what, len(order)), r.what))
        return tuple(
            EraseLine(KINDS.get(r.what, r.what), r.rows, r.what in {"instructors", "audit_log"})
            for r in lines
            if r.rows
        )


def _one(connection: Connection, person_id: UUID) -> PersonRow:
    row = connection.execute(
        text(
            f"SELECT {_COLUMNS}, s.has_password, s.has_pin, s.last_seen FROM {_PEOPLE}"
            " LEFT JOIN auth.sign_ins_of(ARRAY[CAST(:id AS uuid)]) s ON true WHERE p.id = :id"
        ),
        {"id": person_id},
    ).one_or_none()
    if row is None:
        raise Denied("This person is not there any more.", code="no_row")
    return _person(row)


def _person(row: Row[tuple[object, ...]]) -> PersonRow:
    roles = []
    if row.is_admin:
        roles.append(Role.ADMIN)
    if row.is_personal_trainer:
        roles.append(Role.TRAINER)
    if row.member_number is not None:
        roles.append(Role.MEMBER)
    return PersonRow(
        row.id,
        row.full_name,
        row.email,
        row.member_number,
        tuple(roles),
        row.is_active,
        bool(row.has_password),
        bool(row.has_pin),
        row.version,
        row.last_seen,
        row.trainer_id,
    )

"""Trainers: their load, their roster, and the clients of the one who is signed in."""

from __future__ import annotations

from collections import Counter
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.identity import set_secret
from gymtrainer_desktop.database.tables.people import Profile
from gymtrainer_desktop.database.tables.trainers import Instructor
from gymtrainer_desktop.domain.clients import ClientList, ClientOverview
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.people import checked_photo
from gymtrainer_desktop.domain.trainers import (
    NewInstructor,
    Overview,
    TrainerEdit,
    TrainerRow,
    checked_password,
)
from gymtrainer_desktop.services.attention import (
    clients_needing_attention,
    first_of_each,
    longest_wait,
    trainers_over_capacity,
    waiting_lines,
)
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.clients import client_list, client_overview, note_visit
from gymtrainer_desktop.services.gym import gym_settings, gym_today
from gymtrainer_desktop.services.member_details import COMPLIANCE_DAYS
from gymtrainer_desktop.services.waiting_entries import open_entries

_ROSTER = f"""
    WITH load AS (
        SELECT a.trainer_id, avg(c.logged::float / c.due) AS compliance
        FROM public.trainer_assignments a
        JOIN public.compliance_of(
            ARRAY(SELECT b.member_id FROM public.trainer_assignments b WHERE b.status = 'active'),
            public.gym_today() - {COMPLIANCE_DAYS - 1}, public.gym_today()) c ON c.member_id = a.member_id
        WHERE a.status = 'active' AND c.due > 0
        GROUP BY a.trainer_id)
    SELECT i.id, i.name, i.email, i.phone, i.specializations, i.certifications, i.bio, i.years_experience, i.hourly_rate,
        i.is_personal_trainer, i.is_active, i.active_clients, i.max_clients, load.compliance, i.version
    FROM public.instructors i LEFT JOIN load ON load.trainer_id = i.id
"""


class TrainersService(Service):
    """The roster for the desk, and "My clients" for a trainer."""

    def overview(self) -> Overview:
        """Return the admin's first page: figures, capacity board, and who needs attention."""
        with self._transaction() as connection:
            today = gym_today(connection)
            figures = connection.execute(
                text(
                    """
                    SELECT count(*) AS members,
                        count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM public.trainer_assignments a
                            WHERE a.member_id = p.id AND a.status <> 'completed')) AS without_trainer
                    FROM public.profiles p WHERE p.member_number IS NOT NULL AND p.is_active
                    """
                )
            ).one()
            rows = connection.execute(
                text(_ROSTER + " WHERE i.is_personal_trainer AND i.is_active ORDER BY i.name, i.id")
            ).all()
            entries = open_entries(connection)
            zone = ZoneInfo(gym_settings(connection).time_zone)
            lines = clients_needing_attention(connection, today)
        trainers = tuple(_trainer_row(r) for r in rows)
        waiting = waiting_lines(entries, today, zone)
        attention = (*waiting, *trainers_over_capacity(trainers), *lines)
        counts = Counter(line.kind for line in attention)
        return Overview(
            active_members=figures.members,
            active_trainers=len(trainers),
            active_clients=sum(t.active_clients for t in trainers),
            places=sum(t.max_clients for t in trainers),
            trainers_with_room=sum(t.active_clients < t.max_clients for t in trainers),
            without_trainer=figures.without_trainer,
            trainers=trainers,
            attention=first_of_each(attention),
            counts=dict(counts),
            waiting=len(entries),
            longest_wait=longest_wait(entries, today, zone),
        )

    def roster(self) -> tuple[TrainerRow, ...]:
        """Return all instructors, personal trainers first, by name."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(_ROSTER + " ORDER BY i.is_personal_trainer DESC, i.is_active DESC, i.name, i.id")
            ).all()
        return tuple(_trainer_row(r) for r in rows)

    def add(self, new: NewInstructor) -> TrainerRow:
        """Add an instructor with a person of their own and, if given, a password; sending it again is harmless.

        Raises:
            UserError: A field breaks a rule or is taken; `field` names it.
            Denied: Not an admin.
        """
        new = new.checked()
        with self._transaction() as connection:
            found = connection.execute(
                text("SELECT name, user_id FROM public.instructors WHERE id = :id"), {"id": new.id}
            ).one_or_none()
            if found is not None and (found.name, found.user_id) != (new.name, new.person_id):
                raise UserError("This was already saved for somebody else.", code="key_reused")
            if found is None:
                connection.execute(
                    insert(Profile).values(
                        id=new.person_id, full_name=new.name, email=new.email, phone=new.phone or None
                    )
                )
                connection.execute(
                    insert(Instructor).values(
                        id=new.id,
                        user_id=new.person_id,
                        name=new.name,
                        email=new.email,
                        phone=new.phone or None,
                        is_personal_trainer=new.is_personal_trainer,
                        max_clients=new.max_clients,
                    )
                )
            if new.password:
                set_secret(connection, str(new.person_id), "password", new.password)
            return _trainer_row(connection.execute(text(_ROSTER + " WHERE i.id = :id"), {"id": new.id}).one())

    def set_password(self, trainer_id: UUID, password: str) -> None:
        """Set the password an instructor signs in with; their open sessions end.

        Raises:
            UserError: Too short, or the instructor has no person to sign in as.
            Denied: Not an admin.
        """
        checked_password(password)
        with self._transaction() as connection:
            person = connection.execute(
                text(
                    "SELECT i.user_id FROM public.instructors i JOIN public.profiles p ON p.id = i.user_id"
                    " WHERE i.id = :id AND p.email IS NOT NULL"
                ),
                {"id": trainer_id},
            ).scalar()
            if person is None:
                raise UserError("This instructor has no e-mail to sign in with.", field="password")
            set_secret(connection, str(person), "password", password)

    def save(self, edit: TrainerEdit) -> TrainerRow:
        """Save what an admin changed of an instructor.

        A limit below today's load is allowed and shows as over capacity. Sending the same again is harmless.

        Raises:
            Conflict: It was changed since `edit.version` was read.
            UserError: A value breaks a rule, or the trainer still has clients (`trainer_has_clients`).
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            result = connection.execute(
                update(Instructor)
                .where(Instructor.id == edit.id, Instructor.version == edit.version)
                .values(
                    is_personal_trainer=edit.is_personal_trainer,
                    max_clients=edit.max_clients,
                    hourly_rate=edit.hourly_rate,
                    specializations=list(edit.specializations),
                    certifications=list(edit.certifications),
                    bio=edit.bio.strip() or None,
                    years_experience=edit.years_experience,
                )
            )
            row = connection.execute(text(_ROSTER + " WHERE i.id = :id"), {"id": edit.id}).one_or_none()
            stored = _trainer_row(row) if row else None
            changed_one(result, versioned=True, sent_again=stored is not None and _holds(stored, edit))
            if stored is None:
                raise Denied("This trainer is not there any more.", code="no_row")
            return stored

    def photo(self, trainer_id: UUID) -> bytes | None:
        """Return an instructor's photo as it was saved, None without one."""
        with self._transaction() as connection:
            found = connection.execute(
                text("SELECT i.photo FROM public.instructors i WHERE i.id = :id"), {"id": trainer_id}
            ).scalar()
        return bytes(found) if found is not None else None

    def set_photo(self, trainer_id: UUID, version: int, photo: bytes | None) -> TrainerRow:
        """Set or take away an instructor's photo; sending it again is harmless.

        Args:
            trainer_id: Whose.
            version: As it was read.
            photo: PNG or JPEG of at most 1 MB, already scaled down; None for none.

        Raises:
            Conflict: The instructor was changed since `version` was read.
            UserError: Neither PNG nor JPEG (`photo_kind`), or too large (`person_photo_size`).
            Denied: Not an admin.
        """
        return self._set(trainer_id, version, "photo", checked_photo(photo))

    def set_active(self, trainer_id: UUID, version: int, is_active: bool) -> TrainerRow:
        """Switch an instructor off, who then takes no clients, or on again; sending it again is harmless.

        Raises:
            Conflict: The instructor was changed since `version` was read.
            UserError: The trainer still has clients (`trainer_has_clients`).
            Denied: Not an admin.
        """
        return self._set(trainer_id, version, "is_active", is_active)

    def _set(self, trainer_id: UUID, version: int, column: str, value: object) -> TrainerRow:
        """Change one column of an instructor whose version is still the one that was read."""
        with self._transaction() as connection:
            result = connection.execute(
                update(Instructor)
                .where(Instructor.id == trainer_id, Instructor.version == version)
                .values({column: value})
            )
            row = connection.execute(text(_ROSTER + " WHERE i.id = :id"), {"id": trainer_id}).one_or_none()
            if row is None or (result.rowcount == 0 and row.version == version):
                raise Denied("This trainer is not there any more, or not yours to change.", code="no_row")
            same = connection.execute(
                select(getattr(Instructor, column).is_not_distinct_from(value)).where(
                    Instructor.id == trainer_id
                )
            ).scalar_one()
            changed_one(result, versioned=True, sent_again=bool(same) and row.version == version + 1)
            return _trainer_row(row)

    def my_clients(self) -> ClientList:
        """Return the signed-in trainer's clients, active and paused, whoever needs the trainer on top.

        Raises:
            Denied: The signed-in person does not act as a trainer.
        """
        with self._transaction() as connection:
            return client_list(connection)

    def client(self, member_id: UUID) -> ClientOverview:
        """Return one client of the signed-in trainer.

        Raises:
            Denied: Not, or no longer, a client.
        """
        with self._transaction() as connection:
            return client_overview(connection, member_id)

    def opened(self, member_id: UUID) -> None:
        """Remember that the signed-in trainer has seen a client's logs.

        Raises:
            Denied: The signed-in person does not act as a trainer.
        """
        with self._transaction() as connection:
            note_visit(connection, member_id)


def _holds(stored: TrainerRow, edit: TrainerEdit) -> bool:
    """Whether an edit is already in place, one version after the one it was made from."""
    return stored.version == edit.version + 1 and (
        stored.is_personal_trainer,
        stored.max_clients,
        stored.hourly_rate,
        stored.specializations,
        stored.certifications,
        stored.bio,
        stored.years_experience,
    ) == (
        edit.is_personal_trainer,
        edit.max_clients,
        edit.hourly_rate,
        edit.specializations,
        edit.certifications,
        edit.bio.strip() or None,
        edit.years_experience,
    )


def _trainer_row(row: Row[tuple[object, ...]]) -> TrainerRow:
    return TrainerRow(
        row.id,
        row.name,
        row.email,
        row.phone,
        tuple(row.specializations),
        tuple(row.certifications),
        row.bio,
        row.years_experience,
        row.hourly_rate,
        row.is_personal_trainer,
        row.is_active,
        row.active_clients,
        row.max_clients,
        row.compliance,
        row.version,
    )

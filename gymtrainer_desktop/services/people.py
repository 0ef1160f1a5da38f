"""Members and people: finding them, seeing them, adding them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text as sql
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.identity import set_secret
from gymtrainer_desktop.database.tables.people import Profile
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.people import (
    MemberCounts,
    MemberDetails,
    MemberEdit,
    MemberPage,
    MemberQuery,
    MyTrainer,
    NewMember,
    PersonHit,
    Role,
    checked_photo,
)
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.gym import gym_today
from gymtrainer_desktop.services.member_details import member_details
from gymtrainer_desktop.services.member_search import (
    counts_statement,
    found,
    member_row,
    page_statement,
    text_filter,
)


class PeopleService(Service):
    """The members of the gym, as the front desk sees them."""

    def members(self, query: MemberQuery) -> MemberPage:
        """Return one page of members: searched, filtered, sorted and paged by the database."""
        statement, parameters = page_statement(query)
        with self._transaction() as connection:
            rows = connection.execute(sql(statement), parameters).all()
        shown = rows[: query.limit]
        following = (shown[-1].sort_key, shown[-1].id) if len(rows) > query.limit else None
        return MemberPage(tuple(member_row(r) for r in shown), following)

    def ids(self, query: MemberQuery, limit: int = 10_000) -> tuple[UUID, ...]:
        """Return everybody a question finds, in its order, whatever its page: for "Select all"."""
        source, order, parameters = found(query)
        with self._transaction() as connection:
            rows = connection.execute(
                sql(f"SELECT p.id FROM {source} ORDER BY {order} LIMIT :limit"),
                {**parameters, "limit": limit},
            )
            return tuple(rows.scalars())

    def counts(self, text: str = "") -> MemberCounts:
        """Return how many members each filter holds, of those that match the text."""
        statement, parameters = counts_statement(text)
        with self._transaction() as connection:
            row = connection.execute(sql(statement), parameters).one()
        return MemberCounts(row.all_, row.no_trainer, row.paused, row.quiet, row.waiting)

    def details(self, member_id: UUID) -> MemberDetails:
        """Return a member with their assignments, newest first.

        Raises:
            Denied: Nobody of that id is there for the signed-in person.
        """
        with self._transaction() as connection:
            return member_details(connection, member_id)

    def save(self, edit: MemberEdit) -> MemberDetails:
        """Save what the desk changed of a member; sending the same again is harmless.

        Raises:
            Conflict: They were changed since `edit.version` was read.
            UserError: A field breaks a rule or is taken; `field` names it.
            Denied: Not an admin.
        """
        edit = edit.checked()
        values = {
            "full_name": edit.full_name,
            "member_number": edit.member_number,
            "email": edit.email or None,
            "phone": edit.phone or None,
            "birth_date": edit.birth_date,
            "weight_unit": edit.weight_unit.value,
        }
        with self._transaction() as connection:
            result = connection.execute(
                update(Profile).where(Profile.id == edit.id, Profile.version == edit.version).values(values)
            )
            stored = member_details(connection, edit.id)
            same = stored.version == edit.version + 1 and values == {
                "full_name": stored.full_name,
                "member_number": stored.member_number,
                "email": stored.email,
                "phone": stored.phone,
                "birth_date": stored.birth_date,
                "weight_unit": stored.weight_unit.value,
            }
            if result.rowcount == 0 and stored.version == edit.version:
                raise Denied("You are not allowed to do this.", code="denied")
            changed_one(result, versioned=True, sent_again=same)
            return stored

    def set_photo(self, person_id: UUID, version: int, photo: bytes | None) -> int:
        """Set or take away a person's photo; return the new version. Sending it again is harmless.

        Args:
            person_id: Whose.
            version: As it was read.
            photo: PNG or JPEG of at most 1 MB, already scaled down; None for none.

        Raises:
            Conflict: The person was changed since `version` was read.
            UserError: Neither PNG nor JPEG (`photo_kind`), or too large (`person_photo_size`).
            Denied: Not an admin, and not one's own.
        """
        photo = checked_photo(photo)
        with self._transaction() as connection:
            result = connection.execute(
                update(Profile).where(Profile.id == person_id, Profile.version == version).values(photo=photo)
            )
            row = connection.execute(
                sql("SELECT version, photo FROM public.profiles WHERE id = :id"), {"id": person_id}
            ).one_or_none()
            if row is None or (result.rowcount == 0 and row.version == version):
                raise Denied("This person is not there any more, or not yours to change.", code="no_row")
            stored = bytes(row.photo) if row.photo is not None else None
            changed_one(result, versioned=True, sent_again=row.version == version + 1 and stored == photo)
            new_version: int = row.version
            return new_version

    def next_member_number(self) -> str:
        """Suggest a number for a new member: one more than the highest all-digit number, as wide as that."""
        with self._transaction() as connection:
            highest = connection.execute(
                sql(
                    "SELECT member_number FROM public.profiles WHERE member_number ~ '^[0-9]{1,15}$'"
                    " ORDER BY member_number::bigint DESC LIMIT 1"
                )
            ).scalar()
        return str(int(highest) + 1).zfill(len(highest)) if highest else "1001"

    def add(self, new: NewMember) -> UUID:
        """Add a member; sending the same again is harmless.

        Raises:
            UserError: A field breaks a rule or is taken; `field` names it.
            Denied: Not an admin.
        """
        new = new.checked()
        with self._transaction() as connection:
            found = connection.execute(
                sql("SELECT full_name, member_number FROM public.profiles WHERE id = :id"), {"id": new.id}
            ).one_or_none()
            if found is None:
                connection.execute(
                    insert(Profile).values(
                        id=new.id,
                        full_name=new.full_name,
                        member_number=new.member_number,
                        email=new.email or None,
                        phone=new.phone or None,
                        birth_date=new.birth_date,
                        weight_unit=new.weight_unit.value,
                        joined_on=gym_today(connection),
                    )
                )
            elif (found.full_name, found.member_number) != (new.full_name, new.member_number):
                raise UserError("This was already saved for somebody else.", code="key_reused")
            if new.pin:
                set_secret(connection, str(new.id), "pin", new.pin)
        return new.id

    def set_pin(self, person_id: UUID, pin: str) -> None:
        """Set the PIN a member signs in with; their open member sessions end.

        Raises:
            UserError: Not 4 to 8 digits.
            Denied: Not an admin.
        """
        if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
            raise UserError("A PIN has 4 to 8 digits.", field="pin")
        with self._transaction() as connection:
            set_secret(connection, str(person_id), "pin", pin)

    def search(self, text: str, limit: int = 12) -> tuple[PersonHit, ...]:
        """Find people by any part of name, number, e-mail or phone, as far as one may see them."""
        if not text.strip():
            return ()
        matches, parameters = text_filter(text)
        statement = f"""
            SELECT p.id, p.full_name, p.member_number, p.email, i.id AS instructor_id
            FROM public.profiles p LEFT JOIN public.instructors i ON i.user_id = p.id AND i.is_personal_trainer
            WHERE p.is_active AND {matches}
            ORDER BY public.search_key(p.full_name), p.id LIMIT :limit
        """
        with self._transaction() as connection:
            rows = connection.execute(sql(statement), {**parameters, "limit": limit}).all()
        return tuple(
            PersonHit(
                r.instructor_id or r.id,
                r.full_name,
                r.member_number or r.email or "",
                Role.TRAINER if r.instructor_id else Role.MEMBER,
            )
            for r in rows
        )

    def my_trainer(self) -> MyTrainer | None:
        """Return the signed-in member's active trainer, or None."""
        with self._transaction() as connection:
            row = connection.execute(
                sql(
                    "SELECT t.assignment_id, t.trainer_id, t.trainer_name, t.assigned_at, i.specializations,"
                    " i.certifications, i.hourly_rate FROM public.get_member_active_trainer((SELECT auth.uid())) t"
                    " JOIN public.instructors i ON i.id = t.trainer_id"
                )
            ).one_or_none()
        if row is None:
            return None
        return MyTrainer(
            row.assignment_id,
            row.trainer_id,
            row.trainer_name,
            tuple(row.specializations),
            tuple(row.certifications),
            row.assigned_at,
            row.hourly_rate,
        )

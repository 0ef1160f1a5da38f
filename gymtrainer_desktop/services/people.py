"""Members and people: finding them, seeing them, adding them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Row, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.identity import set_secret
from gymtrainer_desktop.database.tables.people import Profile
from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.measures import compliance
from gymtrainer_desktop.domain.people import (
    MemberCounts,
    MemberDetails,
    MemberEdit,
    MemberFilter,
    MemberPage,
    MemberQuery,
    MemberRow,
    MemberSort,
    MyTrainer,
    NewMember,
    PersonHit,
    Role,
    checked_photo,
)
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.gym import gym_today
from gymtrainer_desktop.services.member_details import COMPLIANCE_DAYS, member_details

QUIET_DAYS = 7

# A member with the assignment that counts now: the active one, else the paused one, else the latest.
_MEMBERS = """
    FROM public.profiles p
    LEFT JOIN LATERAL (
        SELECT a.id, a.trainer_id, a.status, i.name AS trainer_name
        FROM public.trainer_assignments a JOIN public.instructors i ON i.id = a.trainer_id
        WHERE a.member_id = p.id
        ORDER BY a.status = 'active' DESC, a.status = 'paused' DESC, a.assigned_at DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (
        SELECT wp.title, wp.starts_on, wp.ends_on FROM public.workout_plans wp
        WHERE wp.assignment_id = a.id AND wp.status = 'active') pl ON a.status <> 'completed'
    LEFT JOIN LATERAL (
        SELECT max(w.completed_on) AS on_date FROM public.workout_progress w WHERE w.member_id = p.id) last ON true
    WHERE p.member_number IS NOT NULL AND p.is_active
"""
_TEXT_FILTER = " AND strpos(p.search, public.search_key(:text)) > 0"
_QUIET = f"a.status = 'active' AND pl.title IS NOT NULL AND greatest(last.on_date, pl.starts_on) <= public.gym_today() - {QUIET_DAYS}"
_FILTERS = {
    MemberFilter.ALL: "",
    MemberFilter.NO_TRAINER: " AND (a.status IS NULL OR a.status = 'completed')",
    MemberFilter.PAUSED: " AND a.status = 'paused'",
    MemberFilter.QUIET: f" AND {_QUIET}",
}
_SORT_KEYS = {
    MemberSort.NAME: "public.search_key(p.full_name)",
    MemberSort.NUMBER: "p.member_number",
    MemberSort.TRAINER: "coalesce(public.search_key(CASE WHEN a.status <> 'completed' THEN a.trainer_name END), '')",
    MemberSort.LAST_WORKOUT: "coalesce(to_char(last.on_date, 'YYYY-MM-DD'), '')",
    MemberSort.JOINED: "to_char(p.joined_on, 'YYYY-MM-DD')",
}


class PeopleService(Service):
    """The members of the gym, as the front desk sees them."""

    def members(self, query: MemberQuery) -> MemberPage:
        """Return one page of members: searched, filtered, sorted and paged by the database."""
        key = _SORT_KEYS[query.sort]
        direction, beyond = ("DESC", "<") if query.descending else ("ASC", ">")
        where = _FILTERS[query.filter] + (_TEXT_FILTER if query.text.strip() else "")
        if query.after is not None:
            where += f" AND ({key}, p.id) {beyond} (:after_key, CAST(:after_id AS uuid))"
        statement = f"""
            WITH page AS (
                SELECT p.id, p.full_name, p.member_number, p.email, p.phone, p.joined_on, a.id AS assignment_id,
                    a.trainer_id, a.trainer_name, a.status, pl.title, last.on_date, {key} AS sort_key
                {_MEMBERS} {where}
                ORDER BY sort_key {direction}, p.id {direction} LIMIT :limit),
            ids AS (SELECT coalesce(array_agg(page.id), '{{}}') AS all FROM page),
            kept AS (
                SELECT c.member_id, c.due, c.logged
                FROM ids, public.compliance_of(ids.all, public.gym_today() - {COMPLIANCE_DAYS - 1}, public.gym_today()) c),
            weekly AS (
                SELECT d.member_id, d.week, count(*) AS workouts FROM (
                    SELECT DISTINCT w.member_id, w.completed_on, public.week_start_of(w.completed_on,
                        (SELECT s.week_start FROM public.gym_settings s)) AS week
                    FROM public.workout_progress w
                    WHERE w.member_id IN (SELECT page.id FROM page)
                      AND w.completed_on >= public.gym_week_start(public.gym_today()) - 49) d
                GROUP BY d.member_id, d.week)
            SELECT page.*, kept.due, kept.logged, (
                SELECT array_agg(coalesce(weekly.workouts, 0) ORDER BY n)
                FROM generate_series(0, 7) n
                LEFT JOIN weekly ON weekly.member_id = page.id
                    AND weekly.week = public.gym_week_start(public.gym_today()) - 49 + 7 * n) AS weeks
            FROM page LEFT JOIN kept ON kept.member_id = page.id
            ORDER BY page.sort_key {direction}, page.id {direction}
        """
        parameters: dict[str, object] = {"limit": query.limit + 1}
        if query.text.strip():
            parameters["text"] = query.text.strip()
        if query.after is not None:
            parameters["after_key"], parameters["after_id"] = query.after
        with self._transaction() as connection:
            rows = connection.execute(sql(statement), parameters).all()
        shown = rows[: query.limit]
        following = (shown[-1].sort_key, shown[-1].id) if len(rows) > query.limit else None
        return MemberPage(tuple(_member_row(r) for r in shown), following)

    def counts(self, text: str = "") -> MemberCounts:
        """Return how many members each filter holds, of those that match the text."""
        wanted = text.strip()
        where = _TEXT_FILTER if wanted else ""
        statement = f"""
            SELECT count(*) AS all_, count(*) FILTER (WHERE a.status IS NULL OR a.status = 'completed') AS no_trainer,
                count(*) FILTER (WHERE a.status = 'paused') AS paused, count(*) FILTER (WHERE {_QUIET}) AS quiet
            {_MEMBERS} {where}
        """
        with self._transaction() as connection:
            row = connection.execute(sql(statement), {"text": wanted} if wanted else {}).one()
        return MemberCounts(row.all_, row.no_trainer, row.paused, row.quiet)

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
        wanted = text.strip()
        if not wanted:
            return ()
        statement = f"""
            SELECT p.id, p.full_name, p.member_number, p.email, i.id AS instructor_id
            FROM public.profiles p LEFT JOIN public.instructors i ON i.user_id = p.id AND i.is_personal_trainer
            WHERE p.is_active {_TEXT_FILTER}
            ORDER BY public.search_key(p.full_name), p.id LIMIT :limit
        """
        with self._transaction() as connection:
            rows = connection.execute(sql(statement), {"text": wanted, "limit": limit}).all()
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


def _member_row(row: Row[tuple[object, ...]]) -> MemberRow:
    current = row.status in ("active", "paused")
    return MemberRow(
        row.id,
        row.full_name,
        row.member_number,
        row.email,
        row.phone,
        row.joined_on,
        row.assignment_id,
        row.trainer_id if current else None,
        row.trainer_name if current else None,
        AssignmentStatus(row.status) if row.status else None,
        row.title,
        row.on_date,
        compliance(row.logged or 0, row.due or 0),
        tuple(row.weeks),
    )

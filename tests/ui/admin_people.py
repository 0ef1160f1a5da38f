"""The people of the gym held in memory: their details, rights, sign-ins, places in the waiting list."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.people import (
    MemberDetails,
    MemberEdit,
    MemberQuery,
    RecentWorkout,
    Role,
)
from gymtrainer_desktop.domain.persons import (
    EraseLine,
    PersonExport,
    PersonFilter,
    PersonPage,
    PersonQuery,
    PersonRow,
)
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitingEntry, WaitStatus

TODAY = date(2026, 11, 20)
STALE = "Somebody else changed this meanwhile. Reload to see it."


def waiting_entry(new: NewWaiting, name: str, number: str, trainer: str | None = None) -> WaitingEntry:
    """An entry that has just been made."""
    since = datetime(2026, 11, 20, 9, tzinfo=UTC)
    return WaitingEntry(
        new.id, new.member_id, name, number, new.trainer_id, trainer, WaitStatus.WAITING, Decimal(1), new.wants,
        None, None, None, None, since, 1,
    )  # fmt: skip


class PeopleOfDesk:
    """What the desk does with members, for the fake of `PeopleService`; `gym` holds the rows."""

    gym: Any

    def details(self, member_id: UUID) -> MemberDetails:
        self.gym.note("details", member_id)
        return self._details(member_id)

    def ids(self, query: MemberQuery, limit: int = 10_000) -> tuple[UUID, ...]:
        self.gym.note("ids", query)
        found = [row.id for row in self._matching(query.text) if self._is_in(row, query.filter)]
        return tuple(found[:limit])

    def save(self, edit: MemberEdit) -> MemberDetails:
        self.gym.note("save_member", edit)
        row = self._row(edit.id)
        stored = self._details(edit.id)
        if stored.version != edit.version:
            raise Conflict(STALE, code="stale")
        if any(r.member_number == edit.member_number and r.id != edit.id for r in self.gym.member_rows):
            words = "Somebody else already has this member number."
            raise UserError(words, code="member_number_unique", field="member_number")
        self.gym.set_member(
            row.full_name,
            full_name=edit.full_name,
            member_number=edit.member_number,
            email=edit.email or None,
            phone=edit.phone or None,
        )
        self.gym.put_extra(
            edit.id, birth_date=edit.birth_date, weight_unit=edit.weight_unit, version=edit.version + 1
        )
        return self._details(edit.id)

    def set_photo(self, person_id: UUID, version: int, photo: bytes | None) -> int:
        self.gym.note("set_photo", (person_id, version, photo))
        if self._details(person_id).version != version:
            raise Conflict(STALE, code="stale")
        self.gym.put_extra(person_id, photo=photo, version=version + 1)
        return version + 1

    def set_pin(self, person_id: UUID, pin: str) -> None:
        self.gym.note("set_pin", person_id)
        self.gym.pins[person_id] = pin

    def _row(self, member_id: UUID) -> Any:
        return next(row for row in self.gym.member_rows if row.id == member_id)

    def _matching(self, text: str) -> list[Any]:
        raise AssertionError("the desk's people say who matches")

    def _is_in(self, row: Any, wanted: Any) -> bool:
        raise AssertionError("the desk's people say who is in a filter")

    def _details(self, member_id: UUID) -> MemberDetails:
        row = self._row(member_id)
        details = MemberDetails(
            row.id, row.full_name, row.member_number, row.email, row.phone, date(1991, 5, 14), row.joined_on, True,
            Unit.KG, tuple(self.gym.records[row.id]), row.plan_title, TODAY + timedelta(20) if row.plan_title else None,
            row.last_workout_on, row.compliance, 41,
            recent=_recent(row.last_workout_on),
            has_pin=member_id in self.gym.pins,
            waiting=self.gym.waiting.get(member_id),
        )  # fmt: skip
        return dataclasses.replace(details, **self.gym.extras.get(member_id, {}))


def _recent(last: date | None) -> tuple[RecentWorkout, ...]:
    if last is None:
        return ()
    return (
        RecentWorkout(last, "Upper body", 6, Decimal("4250.50")),
        RecentWorkout(last - timedelta(3), "Squat, Deadlift and 2 more", 4, Decimal(6120)),
        RecentWorkout(last - timedelta(5), "Rowing", 1, Decimal(0)),
    )


class Persons:
    """Rights, exporting and erasing."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym
        seen = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
        self.people = [
            PersonRow(
                UUID("018f7e00-0000-7000-8000-000000000001"), "Rosa Delgado", "rosa@gym.example", None,
                (Role.ADMIN,), True, True, False, 1, seen,
            ),
            PersonRow(
                UUID(int=71), "Harriet Stone", "harriet@gym.example", None, (Role.ADMIN,), True, True, False, 3,
                seen - timedelta(days=3),
            ),
            PersonRow(
                UUID(int=72), "John Smith", "john@gym.example", "M-3001", (Role.TRAINER, Role.MEMBER), True, True,
                True, 2, seen - timedelta(hours=2), UUID(int=1072),
            ),
            PersonRow(
                UUID(int=73), "Nadia Haddad", "nadia@gym.example", None, (), True, False, False, 1, None,
                UUID(int=1073),
            ),
            PersonRow(
                UUID(int=74), "Peter Marsh", "peter@gym.example", None, (Role.ADMIN,), False, True, False, 4,
                seen - timedelta(days=90),
            ),
            PersonRow(UUID(int=75), "Grace Osei", None, "M-1002", (Role.MEMBER,), True, False, True, 1, None),
        ]  # fmt: skip
        self.people += [
            PersonRow(
                UUID(int=200 + n), f"Zara {n:03}", f"zara{n}@mail.example", f"M-{2000 + n}", (Role.MEMBER,), True,
                False, True, 1, None,
            )
            for n in range(gym.extra_people)
        ]  # fmt: skip

    def person(self, name: str) -> PersonRow:
        return next(row for row in self.people if row.name == name)

    def put(self, row: PersonRow) -> PersonRow:
        self.people = [row if one.id == row.id else one for one in self.people]
        return row

    def page(self, query: PersonQuery) -> PersonPage:
        self.gym.note("people", query)
        found = [row for row in self.people if _is_in(row, query.filter)]
        found = [
            row for row in found if query.text.casefold() in f"{row.name} {row.email} {row.member_number}".casefold()
        ]  # fmt: skip
        found.sort(key=lambda row: (row.name, row.id))
        if query.after is not None:
            found = [row for row in found if (row.name, row.id) > query.after]
        shown = tuple(found[: query.limit])
        return PersonPage(shown, (shown[-1].name, shown[-1].id) if len(found) > query.limit else None)

    def set_admin(self, person_id: UUID, is_admin: bool, version: int) -> PersonRow:
        self.gym.note("set_admin", (person_id, is_admin, version))
        row = self._checked(person_id, version)
        others = [
            one for one in self.people if Role.ADMIN in one.roles and one.is_active and one.id != row.id
        ]
        if not is_admin and not others:
            words = "Somebody has to stay admin. Make another person admin first."
            raise UserError(words, code="last_admin")
        rest = tuple(role for role in row.roles if role is not Role.ADMIN)
        roles = (Role.ADMIN, *rest) if is_admin else rest
        return self.put(dataclasses.replace(row, roles=roles, version=version + 1))

    def set_active(self, person_id: UUID, is_active: bool, version: int) -> PersonRow:
        self.gym.note("set_active", (person_id, is_active, version))
        member = next((row for row in self.gym.member_rows if row.id == person_id), None)
        if member is not None:
            if not is_active and member.trainer_id is not None and member.status != "completed":
                words = "This member still has a trainer. Complete the assignment first."
                raise UserError(words, code="person_has_assignment")
            self.gym.put_extra(person_id, is_active=is_active, version=version + 1)
            return PersonRow(
                person_id, member.full_name, member.email, member.member_number, (Role.MEMBER,), is_active, False,
                True, version + 1,
            )  # fmt: skip
        row = self._checked(person_id, version)
        return self.put(dataclasses.replace(row, is_active=is_active, version=version + 1))

    def set_password(self, person_id: UUID, password: str) -> None:
        self.gym.note("set_person_password", (person_id, password))
        row = next(row for row in self.people if row.id == person_id)
        self.put(dataclasses.replace(row, has_password=True))

    def export(self, person_id: UUID) -> PersonExport:
        self.gym.note("export", person_id)
        tables: Mapping[str, Any] = {
            "Person": (("full_name", "phone"), (("Grace Osei", "+44 20 7946 0199"),)),
            "Logged exercises": (("exercise_name", "weight_used"), (("=HYPERLINK()", Decimal("-60.5")),)),
        }
        return PersonExport("Grace Osei", tables, b"\xff\xd8\xff photo")

    def erase_preview(self, person_id: UUID) -> tuple[EraseLine, ...]:
        self.gym.note("erase_preview", person_id)
        return _ERASED

    def erase(self, person_id: UUID) -> tuple[EraseLine, ...]:
        self.gym.note("erase", person_id)
        self.gym.member_rows = [row for row in self.gym.member_rows if row.id != person_id]
        self.people = [row for row in self.people if row.id != person_id]
        return _ERASED

    def _checked(self, person_id: UUID, version: int) -> PersonRow:
        row = next(row for row in self.people if row.id == person_id)
        if row.version != version:
            raise Conflict("This person was changed meanwhile.", code="stale")
        return row


_ERASED = (
    EraseLine("person with name, contact and photo", 1),
    EraseLine("assignments", 2),
    EraseLine("logged exercises", 1204),
    EraseLine("lines of the audit trail (blanked; that something happened stays)", 31, True),
)


def _is_in(row: PersonRow, wanted: PersonFilter) -> bool:
    if wanted is PersonFilter.INACTIVE:
        return not row.is_active
    return row.is_active and {
        PersonFilter.ALL: True,
        PersonFilter.STAFF: Role.ADMIN in row.roles or row.trainer_id is not None,
        PersonFilter.ADMINS: Role.ADMIN in row.roles,
        PersonFilter.TRAINERS: row.trainer_id is not None,
        PersonFilter.MEMBERS: Role.MEMBER in row.roles,
    }.get(wanted, False)


class Waitlist:
    """Who waits."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def add(self, new: NewWaiting) -> WaitingEntry:
        self.gym.note("wait", new)
        row = next(row for row in self.gym.member_rows if row.id == new.member_id)
        trainers = {row.id: row.name for row in self.gym.trainer_rows}
        name = trainers.get(new.trainer_id) if new.trainer_id else None
        entry = waiting_entry(new, row.full_name, row.member_number, name)
        self.gym.waiting[new.member_id] = entry
        self.gym.set_member(row.full_name, is_waiting=True)
        return entry

    def remove(self, id: UUID) -> None:
        self.gym.note("stop_waiting", id)
        self.gym.waiting = {who: entry for who, entry in self.gym.waiting.items() if entry.id != id}

    def restore(self, new_id: UUID, entry: WaitingEntry) -> WaitingEntry:
        self.gym.note("restore_waiting", (new_id, entry))
        self.gym.waiting[entry.member_id] = dataclasses.replace(entry, id=new_id)
        return self.gym.waiting[entry.member_id]

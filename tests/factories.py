"""People, assignments, plans and logs for tests: made as the owner, acted with as stations."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.database.identity import ProofParameters, issue_session, set_secret
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService

CHEAP = ProofParameters(time_cost=1, memory_cost=8192, parallelism=1)
"""argon2id at its cheapest, for people who only sign in in tests."""


@dataclass(frozen=True)
class Person:
    id: UUID
    name: str
    email: str
    member_number: str | None
    trainer_id: UUID | None = None


class Gym:
    """Arranges a gym; each method returns ids or a `Person`."""

    def __init__(self, owner: Connection, station: Database) -> None:
        self.owner = owner
        self.station = station
        self._numbers = itertools.count(1)

    def one(self, sql: str, **values: object) -> object:
        """Run a statement as the owner and return its first column."""
        return self.owner.execute(text(sql), values).scalar()

    @property
    def today(self) -> date:
        today = self.one("SELECT public.gym_today()")
        assert isinstance(today, date)
        return today

    def person(self, name: str = "", *, member: bool = True, admin: bool = False) -> Person:
        n = next(self._numbers)
        person = Person(uuid4(), name or f"Person {n}", f"p{n}@gym.test", f"M{n:04}" if member else None)
        self.owner.execute(
            text(
                "INSERT INTO public.profiles (id, full_name, email, member_number, is_admin)"
                " VALUES (:id, :name, :email, :number, :admin)"
            ),
            {
                "id": person.id,
                "name": person.name,
                "email": person.email,
                "number": person.member_number,
                "admin": admin,
            },
        )
        return person

    def admin(self, name: str = "") -> Person:
        return self.person(name, member=False, admin=True)

    def member(self, name: str = "") -> Person:
        return self.person(name)

    def trainer(self, name: str = "", *, limit: int = 15) -> Person:
        person = self.person(name, member=False)
        trainer_id = uuid4()
        self.owner.execute(
            text(
                "INSERT INTO public.instructors (id, user_id, name, is_personal_trainer, max_clients)"
                " VALUES (:id, :user, :name, true, :limit)"
            ),
            {"id": trainer_id, "user": person.id, "name": person.name, "limit": limit},
        )
        return Person(person.id, person.name, person.email, None, trainer_id)

    def assignment(
        self, member: Person, trainer: Person, *, status: str = "active", start: date | None = None
    ) -> UUID:
        id = uuid4()
        self.owner.execute(
            text(
                "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, status, start_date)"
                " VALUES (:id, :member, :trainer, :status, :start)"
            ),
            {
                "id": id,
                "member": member.id,
                "trainer": trainer.trainer_id,
                "status": status,
                "start": start or self.today,
            },
        )
        return id

    def plan(
        self, assignment_id: UUID, *, starts_on: date | None = None, weeks: int = 4, title: str = "Plan"
    ) -> UUID:
        id = uuid4()
        self.owner.execute(
            text(
                "INSERT INTO public.workout_plans (id, assignment_id, title, duration_weeks, starts_on, created_by)"
                " SELECT :id, a.id, :title, :weeks, :start, a.trainer_id FROM public.trainer_assignments a WHERE a.id = :assignment"
            ),
            {
                "id": id,
                "assignment": assignment_id,
                "title": title,
                "weeks": weeks,
                "start": starts_on or self.today,
            },
        )
        return id

    def exercise(
        self,
        plan_id: UUID,
        day: str,
        name: str = "Bench press",
        *,
        sets: int = 4,
        reps: str = "8",
        weight: str = "60 kg",
        valid_from: date | None = None,
    ) -> UUID:
        id = uuid4()
        self.owner.execute(
            text(
                "INSERT INTO public.workout_exercises (id, plan_id, day_of_week, exercise_name, sets, reps, weight, valid_from)"
                " SELECT :id, p.id, :day, :name, :sets, :reps, :weight, coalesce(:valid, p.starts_on)"
                " FROM public.workout_plans p WHERE p.id = :plan"
            ),
            {
                "id": id,
                "plan": plan_id,
                "day": day,
                "name": name,
                "sets": sets,
                "reps": reps,
                "weight": weight,
                "valid": valid_from,
            },
        )
        return id

    def log(
        self,
        member: Person,
        exercise_id: UUID | None,
        *,
        at: datetime | None = None,
        name: str = "Bench press",
        reps: int = 8,
        weight: float = 60,
    ) -> UUID:
        id = uuid4()
        self.owner.execute(
            text(
                "INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name, completed_at,"
                " sets_completed, reps_completed, weight_used, weight_unit, logged_by)"
                " VALUES (:id, :exercise, :member, :name, coalesce(:at, now()), 1, :reps, :weight, 'kg', :member)"
            ),
            {
                "id": id,
                "exercise": exercise_id,
                "member": member.id,
                "name": name,
                "at": at,
                "reps": reps,
                "weight": weight,
            },
        )
        self.owner.execute(
            text(
                "INSERT INTO public.workout_sets (progress_id, member_id, number, reps, weight, weight_unit)"
                " VALUES (:id, :member, 1, :reps, :weight, 'kg')"
            ),
            {"id": id, "member": member.id, "reps": reps, "weight": weight},
        )
        return id

    def note(self, assignment_id: UUID, *, private: bool = True, note: str = "A note") -> UUID:
        id = uuid4()
        self.owner.execute(
            text(
                "INSERT INTO public.trainer_client_notes (id, assignment_id, trainer_id, note, is_private)"
                " SELECT :id, a.id, a.trainer_id, :note, :private FROM public.trainer_assignments a WHERE a.id = :assignment"
            ),
            {"id": id, "assignment": assignment_id, "note": note, "private": private},
        )
        return id

    def secret(self, person: Person, kind: str, secret: str) -> None:
        set_secret(self.owner, str(person.id), kind, secret, parameters=CHEAP)

    def session(self, person: Person, scope: str = "staff", station: str = "station_desk") -> Identity:
        """Open a session without the work of signing in."""
        return issue_session(self.owner, str(person.id), scope, station)

    def services(self, person: Person, scope: str = "staff") -> GymServices:
        """Services that act for a person at the front desk's station."""
        return SignInService(self.station).with_identity(self.session(person, scope))

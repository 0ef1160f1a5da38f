"""The gym that the matrix is asked in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.matrix import ACTORS, ASKED_AFTERWARDS, CHANGES, INSERTS, REFUSED_BY_TRIGGER, Cell
from tests.factories import Gym, Person

Row = Mapping[str, Any]


class World:
    """The gym of the matrix: its rows by name, and a session for everybody who acts."""

    def __init__(self, gym: Gym) -> None:
        self.gym = gym
        self._rows: dict[tuple[str, str], tuple[str, Row]] = {}
        admin = gym.person("Rosa", admin=True)
        self.tess, self.frank, self.oscar = gym.trainer("Tess"), gym.trainer("Frank"), gym.trainer("Oscar")
        self.mara, self.nils = gym.member("Mara"), gym.member("Nils")
        newcomer = gym.member("Newcomer")

        # A former assignment is as rich as a present one, and is ended at the end.
        for row, member, trainer, end in (
            ("ended", self.mara, self.frank, "completed"),
            ("now", self.mara, self.tess, None),
            ("others", self.nils, self.oscar, None),
        ):
            self._work_together(row, member, trainer, end)
        by_trainer = gym.one(
            "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name, logged_by)"
            " SELECT w.exercise_id, w.member_id, w.exercise_name, :tess FROM public.workout_progress w"
            " WHERE w.member_id = :mara AND w.assignment_id = :now RETURNING id",
            tess=self.tess.id,
            mara=self.mara.id,
            now=self.row("trainer_assignments", "now")[1]["assignment"],
        )
        mine = {"row": by_trainer, "progress": by_trainer, "member": self.mara.id}
        self._put("workout_progress", "by-trainer", mine)
        self._put("workout_sets", "by-trainer", mine)
        told = {"recipient": self.tess.id}
        self._put("notifications", "to-trainer", told, "recipient_id = %(recipient)s AND kind = 'new_client'")

        for row, person in (("now", self.mara), ("others", self.nils), ("desk", admin)):
            self._put("profiles", row, {"row": person.id})
        for table in (
            "profiles",
            "instructors",
            "trainer_waitlist",
            "exercises",
            "stations",
            "audit_log",
            "alembic_version",
        ):
            self._put(table, "new", {"person": newcomer.id, "new": uuid4()})
        self._put("gym_settings", "gym", {}, "id = 1")
        self._put("alembic_version", "schema", {}, "true")
        for station in ("desk", "kiosk", "room"):
            self._put("stations", station, {}, f"role_name = 'station_{station}'")
        self._put(
            "client_visits", "strangers", {"trainer": self.tess.trainer_id, "unvisited": newcomer.id}, "false"
        )
        gym.secret(self.mara, "pin", "1234")
        for table in ("auth.credentials", "auth.sessions"):
            self._put(table, "now", {"person": self.mara.id}, "profile_id = %(person)s")
        self._put("auth.pepper", "the one", {}, "true")
        self._put("auth.erasing", "the one", {}, "true")
        self._put("auth.replaying", "the one", {}, "true")
        self._put_template("gym", None)
        self._put("exercises", "builtin", {"row": self._library("Built-in raise", None, builtin=True)})

        def session(person: Person, actor: str, scope: str) -> Identity:
            return gym.session(person, scope, ACTORS[actor])

        self.sessions = {
            "admin": session(admin, "admin", "staff"),
            "trainer": session(self.tess, "trainer", "staff"),
            "former": session(self.frank, "former", "staff"),
            "other-trainer": session(self.oscar, "other-trainer", "staff"),
            "member": session(self.mara, "member", "member"),
            "other-member": session(self.nils, "other-member", "member"),
            "admin-as-member": session(admin, "admin-as-member", "member"),
            "kiosk": NOBODY,
            "nobody": NOBODY,
        }

    def _work_together(self, row: str, member: Person, trainer: Person, end: str | None) -> None:
        gym = self.gym
        assignment = gym.assignment(member, trainer)
        plan = gym.plan(assignment)
        exercise, unlogged = gym.exercise(plan, "Monday"), gym.exercise(plan, "Tuesday")
        progress = gym.log(member, exercise)
        unvisited = gym.member()
        gym.assignment(unvisited, trainer, status=end or "paused")
        values = {
            "member": member.id,
            "trainer": trainer.trainer_id,
            "assignment": assignment,
            "plan": plan,
            "exercise": exercise,
            "progress": progress,
            "unvisited": unvisited.id,
            "recipient": member.id,
        }
        gym.owner.execute(
            text("INSERT INTO public.client_visits (trainer_id, member_id) VALUES (:trainer, :member)"),
            {"trainer": trainer.trainer_id, "member": member.id},
        )
        for table, id in (
            ("instructors", trainer.trainer_id),
            ("trainer_assignments", assignment),
            ("workout_plans", plan),
            ("workout_exercises", unlogged),
            ("workout_progress", progress),
            ("trainer_client_notes", None),
        ):
            self._put(table, row, {**values, "row": id})
        self._put("workout_sets", row, values, "progress_id = %(progress)s")
        skip = gym.one(
            "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on)"
            " VALUES (:exercise, :member, public.gym_today()) RETURNING id",
            exercise=exercise,
            member=member.id,
        )
        self._put("exercise_skips", row, {**values, "row": skip})
        if row != "ended":
            self._put_at_the_kiosk(row, member)
        for kind in ("private", "shared"):
            note = gym.note(assignment, private=kind == "private")
            self._put("trainer_client_notes", f"{row}-{kind}", {**values, "row": note})
        self._put_record(row, unvisited if row == "ended" else member)
        if row == "now":
            self._put_record("paused", unvisited)
        self._put("client_visits", row, values, "trainer_id = %(trainer)s AND member_id = %(member)s")
        message = gym.one(
            "INSERT INTO public.messages (assignment_id, sender_id, from_trainer, body)"
            " VALUES (:assignment, :sender, true, 'Hello') RETURNING id",
            assignment=assignment,
            sender=trainer.id,
        )
        self._put("messages", row, {**values, "row": message})
        self._put_template(row, trainer)
        self._put("exercises", row, {"row": self._library(f"Raise of {trainer.name}", trainer)})
        # An entry of the past, as everybody has one who has a trainer now; and the request that was made for it.
        entry = gym.one(
            "INSERT INTO public.trainer_waitlist (member_id, status) VALUES (:member, 'withdrawn') RETURNING id",
            member=member.id,
        )
        self._put("trainer_waitlist", row, {"row": entry})
        request = gym.one(
            "INSERT INTO public.client_requests (waitlist_id, trainer_id, status)"
            " VALUES (:entry, :trainer, 'refused') RETURNING id",
            entry=entry,
            trainer=trainer.trainer_id,
        )
        self._put("client_requests", row, {**values, "entry": entry, "row": request})
        self._put(
            "notifications", row, values, "recipient_id = %(recipient)s AND subject_id = %(assignment)s"
            " AND kind = 'assigned'"
        )  # fmt: skip
        self._put("audit_log", row, values, "row_id = %(assignment)s AND operation = 'INSERT'")
        if end is not None:
            gym.owner.execute(
                text("UPDATE public.trainer_assignments SET status = :end WHERE id = :id"),
                {"end": end, "id": assignment},
            )

    def _library(self, name: str, author: Person | None, *, builtin: bool = False) -> object:
        return self.gym.one(
            "INSERT INTO public.exercises (name, category, equipment, created_by, is_builtin)"
            " VALUES (:name, 'strength', 'cable', :author, :builtin) RETURNING id",
            name=name,
            author=author.id if author else None,
            builtin=builtin,
        )

    def _put_at_the_kiosk(self, row: str, member: Person) -> None:
        for table, columns, values in (
            ("import_names", "written, exercise_name", "'Bench Press (Barbell)', 'Bench press'"),
            ("member_cards", "code", "'CARD-' || CAST(:member AS text)"),
            (
                "refused_entries",
                "id, station, made_at, kind, entry, reason",
                "gen_random_uuid(), 'station_kiosk', now(), 'log', '{}', 'No'",
            ),
        ):
            id = self.gym.one(
                f"INSERT INTO public.{table} (member_id, {columns}) VALUES (:member, {values}) RETURNING id",
                member=member.id,
            )
            self._put(table, row, {"member": member.id, "row": id})

    def _put_record(self, row: str, client: Person) -> None:
        self.gym.owner.execute(
            text("INSERT INTO public.client_records (member_id, goals, injuries) VALUES (:m, 'Run', 'Knee')"),
            {"m": client.id},
        )
        self._put("client_records", row, {"client": client.id}, "member_id = %(client)s")

    def _put_template(self, row: str, owner: Person | None) -> None:
        owner_id = owner.trainer_id if owner else None
        template = self.gym.one(
            "INSERT INTO public.plan_templates (owner_id, title) VALUES (:owner, 'Template') RETURNING id",
            owner=owner_id,
        )
        exercise = self.gym.one(
            "INSERT INTO public.template_exercises (template_id, day_of_week, exercise_name)"
            " VALUES (:template, 'Monday', 'Row') RETURNING id",
            template=template,
        )
        self._put("plan_templates", row, {"row": template, "owner": owner_id})
        self._put("template_exercises", row, {"row": exercise, "template": template})

    def _put(self, table: str, row: str, values: Row, where: str = "id = %(row)s") -> None:
        self._rows[table, row] = (where, {"new": uuid4(), **values})

    def row(self, table: str, row: str) -> tuple[str, Row]:
        return self._rows[table, row]

    def statement(self, cell: Cell) -> tuple[str, Row]:
        where, values = self._rows[cell.table, cell.row]
        table = cell.table if "." in cell.table else f"public.{cell.table}"
        written = {
            "select": f"SELECT 1 FROM {table} WHERE {where}",
            "insert": f"INSERT INTO {table} {INSERTS[cell.table]}",
            "update": f"UPDATE {table} SET {CHANGES[cell.table]} WHERE {where}",
            "delete": f"DELETE FROM {table} WHERE {where}",
        }
        return written[cell.command], values

    def bind(self, connection: psycopg.Connection, actor: str) -> None:
        """Bind the session of somebody to the open transaction."""
        connection.execute("SELECT set_config('gym.token', %s, true)", [self.sessions[actor].token])

    def happens(self, connection: psycopg.Connection, cell: Cell) -> bool:
        """Try a cell in the open transaction, take it back, and say whether it was let through."""
        connection.execute("SAVEPOINT cell")
        try:
            statement, values = self.statement(cell)
            touched = connection.execute(statement, values).rowcount
            assert touched in (0, 1), cell
            return touched == 1
        except psycopg.errors.InsufficientPrivilege:
            return False
        except (psycopg.errors.ForeignKeyViolation, psycopg.errors.RestrictViolation):
            # The policy let it through; only then could history hold on to the row.
            assert cell.command == "delete", cell
            return True
        except psycopg.errors.UniqueViolation as error:
            # Everybody of the matrix has a record: policies are asked before keys.
            assert (cell.command, error.diag.constraint_name) == ("insert", "client_records_one_each"), cell
            return True
        except psycopg.errors.CheckViolation as error:
            if error.diag.constraint_name in REFUSED_BY_TRIGGER:
                return False
            if error.diag.constraint_name in ASKED_AFTERWARDS:
                return True
            raise
        finally:
            connection.execute("ROLLBACK TO SAVEPOINT cell")


class Client:
    """A trainer with a client, a plan and a logged exercise."""

    def __init__(self, gym: Gym) -> None:
        self.trainer, self.member = gym.trainer(), gym.member()
        self.assignment = gym.assignment(self.member, self.trainer)
        self.plan = gym.plan(self.assignment)
        self.exercise = gym.exercise(self.plan, "Monday")
        self.log = gym.log(self.member, self.exercise)
        self.own = gym.session(self.member, "member")
        self.coach = gym.session(self.trainer)


def as_owner(gym: Gym, sql: str, **values: object) -> None:
    """Run a statement as the owner, and raise what the driver raised."""
    try:
        gym.owner.execute(text(sql), values)
    except DBAPIError as error:
        assert error.orig is not None
        raise error.orig from None

"""A person with something in every table, and everything that a database holds, to look for them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from sqlalchemy import text

from tests.factories import Gym, Person

MARK = "qzmark"
"""A text that stands in every free-text column of the person."""

Rows = dict[str, dict[str, dict[str, Any]]]
"""Table -> key of the row -> row."""


def everything(connection: psycopg.Connection) -> Rows:
    """Every row of every table, as a superuser sees it."""
    tables = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname IN ('public', 'auth') ORDER BY 1, 2"
    ).fetchall()
    rows: Rows = {}
    for schema, table in tables:
        name = table if schema == "public" else f"{schema}.{table}"
        query = sql.SQL("SELECT to_jsonb(t) FROM {}.{} t").format(
            sql.Identifier(schema), sql.Identifier(table)
        )
        rows[name] = {}
        for (row,) in connection.execute(query):
            key = [str(row[k]) for k in ("id", "profile_id", "trainer_id", "member_id", "kind") if k in row]
            rows[name]["/".join(key[:1] if "id" in row else key) or str(row)] = row
    return rows


def traces(connection: psycopg.Connection, *needles: str) -> list[str]:
    """Where any of the texts stands, in any column of any table, in a sequence's name, or as bytes.

    The log's own two columns of ids are left out: what happened stays counted, under ids that lead to nobody.
    """
    found = []
    wanted = [n.lower() for n in needles] + [n.encode().hex() for n in needles]
    for table, rows in everything(connection).items():
        for key, row in rows.items():
            columns = {
                k: v
                for k, v in row.items()
                if not (table == "audit_log" and k in ("row_id", "person_id") and v is not None)
            }
            seen = str(columns).lower()
            found += [f"{table} {key}: {n}" for n in wanted if n in seen]
    for (name,) in connection.execute("SELECT relname FROM pg_class"):
        found += [f"sequence {name}" for n in wanted if n.replace("-", "") in name]
    return found


@dataclass
class Whole:
    """A person who has a part in everything, with what is expected to go."""

    person: Person
    assignments: list[UUID]


def _put(gym: Gym, table: str, returning: str = "id", **columns: object) -> Any:
    names = ", ".join(columns)
    values = ", ".join(f":{c}" for c in columns)
    return gym.one(f"INSERT INTO public.{table} ({names}) VALUES ({values}) RETURNING {returning}", **columns)


def whole_member(gym: Gym, trainer: Person, former: Person, name: str = "") -> Whole:
    """A member who trains with one, trained with another, and left a text wherever one can be left."""
    text_ = f"{name or MARK} text"
    member = gym.member(f"Mara {text_}")
    gym.one(
        "UPDATE public.profiles SET phone = :t, birth_date = '1990-01-01', locale = :t, photo = convert_to(:t, 'UTF8')"
        " WHERE id = :m RETURNING 1",
        t=text_,
        m=member.id,
    )
    gym.one("UPDATE public.profiles SET full_name = :n WHERE id = :m RETURNING 1", n=f"{text_} again", m=member.id)  # fmt: skip
    assignments = []
    for who, status in ((former, "completed"), (trainer, "paused"), (trainer, "active")):
        assignment = gym.assignment(member, who, start=gym.today - timedelta(days=30))
        assignments.append(assignment)
        gym.one("UPDATE public.trainer_assignments SET notes = :t WHERE id = :a RETURNING 1", t=text_, a=assignment)  # fmt: skip
        plan = gym.plan(assignment, title=text_)
        gym.one("UPDATE public.workout_plans SET goals = :t, description = :t WHERE id = :p RETURNING 1", t=text_, p=plan)  # fmt: skip
        exercise = gym.exercise(plan, "Monday", text_, reps=text_, weight=text_)
        gym.one("UPDATE public.workout_exercises SET notes = :t WHERE id = :e RETURNING 1", t=text_, e=exercise)  # fmt: skip
        _put(gym, "workout_exercises", plan_id=plan, day_of_week="Monday", exercise_name=text_, valid_from=gym.today, replaces_id=exercise)  # fmt: skip
        log = gym.log(member, exercise, name=text_)
        gym.one("UPDATE public.workout_progress SET notes = :t, workout_name = :t WHERE id = :l RETURNING 1", t=text_, l=log)  # fmt: skip
        gym.one("UPDATE public.workout_sets SET reps = 9 WHERE progress_id = :l RETURNING 1", l=log)
        gym.note(assignment, note=text_)
        gym.note(assignment, note=text_, private=False)
        for sender, from_trainer in ((member.id, False), (who.id, True)):
            _put(gym, "messages", assignment_id=assignment, sender_id=sender, from_trainer=from_trainer, body=text_)  # fmt: skip
        # What was deleted before lies in the log.
        for table, id in (
            ("trainer_client_notes", gym.note(assignment, note=text_)),
            ("workout_exercises", gym.exercise(plan, "Friday", text_)),
            ("workout_progress", gym.log(member, None, name=text_)),
        ):
            gym.one(f"DELETE FROM public.{table} WHERE id = :id RETURNING 1", id=id)
        gone = _put(gym, "workout_plans", assignment_id=assignment, title=text_, starts_on=gym.today, status="archived", created_by=who.trainer_id)  # fmt: skip
        gym.exercise(gone, "Friday", text_)
        gym.one("DELETE FROM public.workout_exercises WHERE plan_id = :p RETURNING 1", p=gone)
        gym.one("DELETE FROM public.workout_plans WHERE id = :p RETURNING 1", p=gone)
        gym.owner.execute(text("INSERT INTO public.client_visits (trainer_id, member_id) VALUES (:t, :m) ON CONFLICT DO NOTHING"), {"t": who.trainer_id, "m": member.id})  # fmt: skip
        if status != "active":
            gym.one("UPDATE public.trainer_assignments SET status = :s WHERE id = :a RETURNING 1", s=status, a=assignment)  # fmt: skip
    # An assignment that was a mistake and is gone, with a note that went with it.
    mistake = gym.assignment(member, former, status="paused")
    note = gym.note(mistake, note=text_)
    for table, id in (("trainer_client_notes", note), ("trainer_assignments", mistake)):
        gym.one(f"DELETE FROM public.{table} WHERE id = :id RETURNING 1", id=id)
    record = _put(
        gym, "client_records", member_id=member.id, goals=text_, injuries=text_, written_by=trainer.id
    )
    gym.one("UPDATE public.client_records SET injuries = :t WHERE id = :r RETURNING 1", t=f"{text_} again", r=record)  # fmt: skip
    entry = _put(gym, "trainer_waitlist", member_id=member.id, status="withdrawn", wants=text_)
    _put(gym, "client_requests", waitlist_id=entry, trainer_id=former.trainer_id, note=text_, status="refused")  # fmt: skip
    for recipient in (member, trainer):
        _put(gym, "notifications", recipient_id=recipient.id, kind="client_requested", subject_id=entry, data=f'{{"member": "{text_}"}}')  # fmt: skip
    _put(gym, "exercise_skips", exercise_id=exercise, member_id=member.id, skipped_on=gym.today, reason=text_)
    _put(gym, "import_names", member_id=member.id, written=text_, exercise_name=text_)
    code = text_.replace(" ", "-")
    for gone in (False, True):
        card = _put(gym, "member_cards", member_id=member.id, code=f"{code}-{uuid4().hex[:8]}")
        if gone:
            gym.one("DELETE FROM public.member_cards WHERE id = :c RETURNING 1", c=card)
    refused = _put(gym, "refused_entries", id=uuid4(), member_id=member.id, station="station_kiosk", made_at=gym.today, kind="log", entry=f'{{"notes": "{text_}"}}', reason=text_, aside_reason=text_)  # fmt: skip
    gym.one("UPDATE public.refused_entries SET settled_at = now() WHERE id = :r RETURNING 1", r=refused)
    for kind in ("pin", "password"):
        gym.secret(member, kind, "1234")
    gym.session(member, "member")
    return Whole(member, assignments)


def whole_trainer(gym: Gym, client: Person, waiting: Person, admin: Person) -> Person:
    """A trainer who has left, with texts of their own, and rows of others that name them."""
    person = gym.trainer(f"Tess {MARK}")
    t = person.trainer_id
    gym.one(
        "UPDATE public.instructors SET email = 'qzmark@gym.test', phone = :t, photo = convert_to(:t, 'UTF8'), bio = :t,"
        " specializations = ARRAY[:t], certifications = ARRAY[:t], hourly_rate = 50, years_experience = 7"
        " WHERE id = :id RETURNING 1",
        t=MARK,
        id=t,
    )
    gym.one("UPDATE public.instructors SET name = :n WHERE id = :id RETURNING 1", n=f"Tessa {MARK}", id=t)
    assignment = gym.assignment(client, person)
    plan = gym.plan(assignment, title="Theirs")
    gym.log(client, gym.exercise(plan, "Monday"))
    gym.note(assignment, note="About the client", private=False)
    _put(gym, "messages", assignment_id=assignment, sender_id=person.id, from_trainer=True, body="To the client")  # fmt: skip
    successor = gym.trainer("Nina")
    gym.one(
        "SELECT public.transfer_assignment(:a, :t, :n, NULL)", a=assignment, t=successor.trainer_id, n=uuid4()
    )
    entry = _put(gym, "trainer_waitlist", member_id=waiting.id, trainer_id=t)
    _put(gym, "client_requests", waitlist_id=entry, trainer_id=t, note=MARK)
    for gone in (False, True):
        template = _put(gym, "plan_templates", owner_id=t, title=MARK, goals=MARK, description=MARK, created_by=person.id)  # fmt: skip
        _put(gym, "template_exercises", template_id=template, day_of_week="Monday", exercise_name=MARK)
        if gone:
            gym.one("DELETE FROM public.plan_templates WHERE id = :id RETURNING 1", id=template)
    gym.one("INSERT INTO public.client_visits (trainer_id, member_id) VALUES (:t, :m) RETURNING 1", t=t, m=client.id)  # fmt: skip
    gym.secret(person, "password", "correct horse battery")
    gym.owner.execute(text("UPDATE public.profiles SET is_admin = true WHERE id = :p"), {"p": person.id})
    acted = gym.session(person)
    with gym.station.transaction(acted) as desk:
        other = gym.member()
        for statement in (
            "INSERT INTO public.trainer_assignments (member_id, trainer_id, status, start_date) VALUES (:m, :s, 'paused', public.gym_today())",
            "INSERT INTO public.workout_progress (member_id, exercise_name) VALUES (:m, 'Row')",
            "UPDATE public.workout_progress SET rating = 3 WHERE member_id = :m",
            "INSERT INTO public.trainer_waitlist (member_id, trainer_id) VALUES (:m, :s)",
            "UPDATE public.trainer_waitlist SET wants = 'More' WHERE member_id = :m",
            "INSERT INTO public.exercises (name, category, equipment) VALUES ('Odd one', 'strength', 'cable')",
            "UPDATE public.exercises SET instructions = 'Slowly' WHERE name = 'Odd one'",
            "INSERT INTO public.plan_templates (title) VALUES ('The gym''s')",
            "INSERT INTO public.client_records (member_id, goals) VALUES (:m, 'Run')",
            "UPDATE public.client_records SET goals = 'Swim' WHERE member_id = :m",
        ):
            desk.execute(text(statement), {"m": other.id, "s": successor.trainer_id})
    refused = _put(gym, "refused_entries", id=uuid4(), member_id=other.id, station="station_kiosk", made_at=gym.today, kind="skip", entry="{}", reason="No")  # fmt: skip
    with gym.station.transaction(acted) as desk:
        desk.execute(text("SELECT public.settle_refused(:r)"), {"r": refused})
    request = _put(gym, "client_requests", waitlist_id=entry, trainer_id=successor.trainer_id)
    with gym.station.transaction(acted) as desk:
        desk.execute(text("SELECT public.answer_request(:r, false)"), {"r": request})
    assert admin.id != person.id
    return person

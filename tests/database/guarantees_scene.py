"""The gym of the guarantees: its rows by name, and the one way a probe is tried in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import text

from tests.database.conftest import SharedGym
from tests.database.guarantees import Probe
from tests.factories import Gym, Person

STATIONS = {"admin": "station_desk", "trainer": "station_desk", "member": "station_kiosk"}


@dataclass(frozen=True)
class Scene:
    """The gym of the probes: a connection as superuser, ids by name, and tokens by actor."""

    connection: psycopg.Connection
    ids: Mapping[str, Any]
    tokens: Mapping[str, str]

    def holds(self, probe: Probe) -> bool:
        """Whether a probe sees what it should, in the open transaction."""
        run = self.connection.execute
        if probe.behind:
            run(probe.behind.encode())
        run("SAVEPOINT probe")
        if probe.actor in STATIONS:
            run(f"SET LOCAL SESSION AUTHORIZATION {STATIONS[probe.actor]}".encode())
            run("SELECT set_config('gym.token', %s, true)", [self.tokens[probe.actor]])
        try:
            touched = run(probe.do.encode(), self.ids if "%(" in probe.do else None).rowcount
        except psycopg.Error as error:
            run("ROLLBACK TO SAVEPOINT probe")
            return bool(probe.refused) and error.diag.constraint_name == probe.refused
        if probe.actor in STATIONS:
            run("RESET SESSION AUTHORIZATION")
        if probe.refused or touched == 0:
            return False
        # What is checked at the end of a transaction is checked now.
        run("SET CONSTRAINTS ALL IMMEDIATE")
        return run(f"SELECT {probe.shows}".encode(), self.ids).fetchone() == (True,)

    def unnoticed(self, drop: str, probe: Probe) -> str:
        """What is wrong with a probe: it does not hold on the schema as it is, or not fail without the object."""
        held = self.holds(probe)
        self.connection.rollback()
        if not held:
            return f"does not hold: {probe.do}"
        self.connection.execute(drop.encode())
        missed = self.holds(probe)
        self.connection.rollback()
        return f"not noticed: {drop}" if missed else ""


def _insert(gym: Gym, table: str, **values: object) -> object:
    names = ", ".join(values)
    return gym.one(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + n for n in values)}) RETURNING id", **values
    )


def build_scene(shared: SharedGym) -> Scene:
    """Make the gym that guarantees.py describes."""
    gym = shared.gym
    admin = gym.admin("Rosa")
    tess, oscar, frank, idle, spare = (gym.trainer(n) for n in ("Tess", "Oscar", "Frank", "Idle", "Spare"))
    full, yoga = gym.trainer("Full", limit=0), gym.trainer("Yoga")
    mara, nils, wanda, free, left, rest, unused = (
        gym.member(n) for n in ("Mara", "Nils", "Wanda", "Free", "Left", "Resting", "Unused")
    )
    ended = gym.assignment(mara, frank)
    gym.one("UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a RETURNING 1", a=ended)
    assignment, other_assignment = gym.assignment(mara, tess), gym.assignment(nils, oscar)
    resting = gym.assignment(rest, tess, status="paused")
    gym.one(
        "UPDATE public.trainer_assignments SET paused_on = public.gym_today() - 3 WHERE id = :a RETURNING 1",
        a=resting,
    )
    plan, other_plan = gym.plan(assignment), gym.plan(other_assignment)
    exercise, unlogged = gym.exercise(plan, "Monday"), gym.exercise(plan, "Tuesday")
    progress = gym.log(mara, exercise)
    gym.assignment(unwritten := gym.member("Unwritten"), tess)
    in_week_two = gym.exercise(gym.plan(ended, starts_on=gym.today - timedelta(days=7)), "Monday")
    gym.one(
        'UPDATE public.workout_exercises SET weeks = \'[[3, "8", "60 kg"], [3, "9", "62.5 kg"]]\''
        " WHERE id = :e RETURNING 1",
        e=in_week_two,
    )
    gym.owner.execute(
        text("INSERT INTO public.client_records (member_id, written_by) VALUES (:m, :w)"),
        {"m": mara.id, "w": tess.id},
    )
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :p RETURNING 1", p=left.id)
    gym.one(
        "UPDATE public.instructors SET is_personal_trainer = false WHERE id = :i RETURNING 1",
        i=yoga.trainer_id,
    )
    gym.secret(mara, "pin", "1234")
    gym.owner.execute(
        text(
            "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on)"
            " VALUES (:e, :m, public.gym_today())"
        ),
        {"e": exercise, "m": mara.id},
    )
    _insert(gym, "public.import_names", member_id=mara.id, written="Banch Press", exercise_name="Bench press")
    _insert(gym, "public.member_cards", member_id=mara.id, code="MARA-CARD")
    refused = gym.one(
        "INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason, settled_by)"
        " VALUES (gen_random_uuid(), :m, 'station_kiosk', now(), 'log', '{}', 'No', :a) RETURNING id",
        m=mara.id,
        a=admin.id,
    )
    gym.owner.execute(
        text("INSERT INTO public.client_visits (trainer_id, member_id) VALUES (:t, :m), (:o, :m)"),
        {"t": tess.trainer_id, "o": oscar.trainer_id, "m": mara.id},
    )
    waiting = _insert(gym, "public.trainer_waitlist", member_id=wanda.id, trainer_id=full.trainer_id)
    gone = _insert(gym, "public.trainer_waitlist", member_id=free.id, trainer_id=full.trainer_id)
    gym.one("UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE id = :w RETURNING 1", w=gone)
    template = _insert(
        gym, "public.plan_templates", title="Template", owner_id=tess.trainer_id, created_by=tess.id
    )
    _insert(gym, "public.template_exercises", template_id=template, day_of_week="Monday", exercise_name="Row")
    message = _insert(
        gym,
        "public.messages",
        assignment_id=assignment,
        sender_id=mara.id,
        from_trainer=False,
        body="Hi",
    )
    # Read, so that the next message is told again.
    gym.owner.execute(text("UPDATE public.notifications SET read_at = now() WHERE kind = 'message'"))
    ids = {
        "new": uuid4(),
        "admin": admin.id,
        "assignment": assignment,
        "other_assignment": other_assignment,
        "ended": ended,
        "resting": resting,
        "unused": gym.assignment(unused, spare),
        "plan": plan,
        "other_plan": other_plan,
        "exercise": exercise,
        "unlogged": unlogged,
        "other_exercise": gym.exercise(other_plan, "Monday"),
        "progress": progress,
        "in_week_two": in_week_two,
        "refused": refused,
        "unwritten": unwritten.id,
        "note": gym.note(assignment),
        "waiting": waiting,
        "gone": gone,
        "request": _insert(gym, "public.client_requests", waitlist_id=waiting, trainer_id=tess.trainer_id),
        "template": template,
        "message": message,
        "library": _insert(gym, "public.exercises", name="Öde Swing", category="strength", equipment="kettlebell",
                           created_by=tess.id),
        "builtin": _insert(gym, "public.exercises", name="Built in", category="cardio", equipment="other",
                           is_builtin=True),
        "nils_email": nils.email,
        "nils_number": nils.member_number,
    }  # fmt: skip
    for name, person in (
        ("tess", tess),
        ("oscar", oscar),
        ("idle", idle),
        ("full", full),
        ("yoga", yoga),
        ("spare", spare),
    ):
        ids[name] = person.trainer_id
        ids[f"{name}_person"] = person.id
    for name, person in (("mara", mara), ("nils", nils), ("wanda", wanda), ("free", free), ("left", left)):
        ids[name] = person.id
    gym.owner.execute(
        text("INSERT INTO auth.erasing (transaction, person_id) VALUES (1, :p)"), {"p": mara.id}
    )
    gym.owner.execute(
        text("INSERT INTO auth.replaying (transaction, person_id) VALUES (1, :p)"), {"p": mara.id}
    )

    def token(person: Person, actor: str, scope: str) -> str:
        return gym.session(person, scope, STATIONS[actor]).token

    tokens = {
        "admin": token(admin, "admin", "staff"),
        "trainer": token(tess, "trainer", "staff"),
        "member": token(mara, "member", "member"),
    }
    return Scene(shared.superuser(autocommit=False), ids, tokens)

"""Filling an empty database with the demo gym: made from the seed, written by COPY.

Every trigger stays on: the database counts, checks and notifies as it does for real people.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, text

from gymtrainer_desktop.database.identity import ProofParameters, derive_proof
from gymtrainer_desktop.domain.demo import DemoGym, DemoSignIn
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.services.demo.cast import Cast, Client, Person, Stage, make_cast
from gymtrainer_desktop.services.demo.copying import Copier
from gymtrainer_desktop.services.demo.extras import note_rows, unplanned_rows, visit_row
from gymtrainer_desktop.services.demo.notice_boards import date_notifications
from gymtrainer_desktop.services.demo.people import ALSO_ADMIN, ALSO_MEMBER, GYM_NAME, SARAH
from gymtrainer_desktop.services.demo.records import record_rows, template_rows
from gymtrainer_desktop.services.demo.talk import date_message_notifications, message_rows
from gymtrainer_desktop.services.demo.timeline import Engagement, engagements_of
from gymtrainer_desktop.services.demo.training import Row, record_of
from gymtrainer_desktop.services.demo.waiting import waiting_rows
from gymtrainer_desktop.services.starter_templates import install_starter_templates

PROOF = ProofParameters(time_cost=1, memory_cost=8192, parallelism=1)
"""Cheap, so that hundreds of sign-ins are ready at once; the first sign-in of each renews it."""

_CLIENTS_AT_ONCE = 16
"""Clients whose rows are held in memory together."""


@dataclass(slots=True)
class _Around:
    """What is gathered while the training is written, small enough to be held."""

    notes: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)


def fill_demo_gym(
    connection: Connection,
    *,
    members: int = 300,
    trainers: int = 12,
    weeks: int = 12,
    seed: int = 7,
    today: date | None = None,
    time_zone: str = "Europe/London",
    progress: Callable[[str], None] | None = None,
) -> DemoGym:
    """Fill an empty gym with people, plans and weeks of training.

    The same numbers, seed and day give the same rows, keys included. Only when today's morning is not over
    yet do today's workouts move before the present moment.

    Args:
        connection: A maintenance transaction (`LocalGym.maintenance`).
        members: People with a member number, 1 to 5,000, a trainer who is a member too included.
        trainers: Personal trainers, 1 to 100.
        weeks: Weeks of training to invent, this one included, 1 to 104.
        seed: Where all chance comes from.
        today: Last day of the history; the gym's today unless told.
        time_zone: IANA name of the gym's time zone.
        progress: Told in a few words what is being done.

    Raises:
        UserError: The gym is not empty, or a number makes no sense; nothing was written.
    """
    say = progress or (lambda _: None)
    stage = _stage(connection, members, trainers, weeks, seed, today, time_zone)
    say("Inventing people")
    cast = make_cast(stage)
    copier = Copier(connection)
    # argon2 lets go of the interpreter, so the proofs are derived while the server writes rows.
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="proofs") as pool:
        credentials = pool.map(_credential, _secrets(stage, cast))
        say("Adding people")
        _write_people(copier, stage, cast)
        say("Writing plans")
        install_starter_templates(connection)
        engagements = [(c, engagements_of(stage, c)) for c in cast.clients]
        _write_engagements(copier, cast, engagements)
        say("Logging workouts")
        around = _write_training(copier, stage, engagements)
        _write_around(copier, stage, cast, engagements, around)
        say("Setting up sign-ins")
        copier.many("SELECT auth.set_credential(%s, %s, %s, %s, %s, %s, %s)", list(credentials))
    say("Sorting the notice boards")
    date_notifications(connection, stage)
    date_message_notifications(connection)
    connection.execute(
        text(
            "ANALYZE public.profiles, public.instructors, public.trainer_assignments, public.workout_plans,"
            " public.workout_exercises, public.workout_progress, public.workout_sets, public.trainer_client_notes,"
            " public.client_records, public.messages, public.plan_templates, public.template_exercises,"
            " public.client_visits, public.trainer_waitlist, public.notifications, public.audit_log, auth.credentials"
        )
    )
    return DemoGym(GYM_NAME, _sign_ins(cast))


def _stage(
    connection: Connection, members: int, trainers: int, weeks: int, seed: int, today: date | None, zone: str
) -> Stage:
    for name, value, most in (
        ("members", members, 5000),
        ("trainers", trainers, 100),
        ("weeks", weeks, 104),
    ):
        if not 1 <= value <= most:
            raise UserError(f"The number of {name} must be between 1 and {most:,}.", field=name)
    try:
        gym_zone = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(f"There is no time zone “{zone}”.", field="time_zone") from None
    if connection.execute(text("SELECT EXISTS (SELECT 1 FROM public.profiles)")).scalar_one():
        raise UserError("This gym has people already. A demo gym needs an empty one.", code="not_empty")
    present: datetime = connection.execute(text("SELECT now()")).scalar_one().astimezone(gym_zone)
    day = today or present.date()
    if day > present.date():
        raise UserError("The demo gym cannot lie in the future.", field="today")
    connection.execute(
        text(
            "INSERT INTO public.gym_settings (name, time_zone, week_start, weight_unit)"
            " VALUES (:name, :zone, 1, 'kg') ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " time_zone = excluded.time_zone, week_start = excluded.week_start, weight_unit = excluded.weight_unit"
        ),
        {"name": GYM_NAME, "zone": zone},
    )
    if day < present.date():
        present = datetime.combine(day, time(23, 59), gym_zone)
    return Stage(members, trainers, weeks, seed, day, present, gym_zone)


# Sign-ins ------------------------------------------------------------------------------------------------

_Secret = tuple[str, str, str, bytes]


def _secrets(stage: Stage, cast: Cast) -> list[_Secret]:
    """Return person, kind, secret and salt of everybody who signs in."""
    rng = stage.chance("salts")
    return [
        (p.id, kind, secret, rng.randbytes(16))
        for p in cast.people
        for kind, secret in (("password", p.password), ("pin", p.pin))
        if secret
    ]


def _credential(one: _Secret) -> tuple[object, ...]:
    person, kind, secret, salt = one
    proof = derive_proof(secret, salt, PROOF)
    return person, kind, salt, PROOF.time_cost, PROOF.memory_cost, PROOF.parallelism, proof


def _sign_ins(cast: Cast) -> tuple[DemoSignIn, ...]:
    """List everybody's, with one admin, the trainer and the member of the pictures first."""
    names = {SARAH: 0, ALSO_MEMBER: 1}
    staff = [t.person for t in cast.trainers]
    members = sorted(cast.members, key=lambda m: (names.get(m.name, 2), m.member_number or ""))
    both = [p for p in staff if p.name in (ALSO_ADMIN, ALSO_MEMBER)]
    staff = [staff[0], *both, *(p for p in staff[1:] if p not in both)]

    def by_email(role: Role, p: Person) -> DemoSignIn:
        return DemoSignIn(role, p.name, p.email, p.password)

    doors = [DemoSignIn(Role.MEMBER, m.name, m.member_number or "", m.pin) for m in members]
    return (
        by_email(Role.ADMIN, cast.admin),
        by_email(Role.TRAINER, staff[0]),
        doors[0],
        *(by_email(Role.TRAINER, p) for p in staff[1:]),
        *doors[1:],
    )


# Rows ----------------------------------------------------------------------------------------------------


def _write_people(copier: Copier, stage: Stage, cast: Cast) -> None:
    copier.copy(
        "profiles",
        "id, full_name, email, phone, member_number, birth_date, is_admin, weight_unit, joined_on, created_at, updated_at",
        (
            (
                p.id,
                p.name,
                p.email,
                p.phone,
                p.member_number,
                p.birth_date,
                p.is_admin,
                p.unit.value,
                p.joined_on,
                stage.at(p.joined_on, 9),
                stage.at(p.joined_on, 9),
            )
            for p in cast.people
        ),
    )
    copier.copy(
        "instructors",
        "id, user_id, name, email, phone, is_personal_trainer, specializations, certifications, max_clients,"
        " hourly_rate, bio, years_experience, created_at, updated_at",
        (
            (
                t.id,
                t.person.id,
                t.profile.name,
                t.person.email,
                t.person.phone,
                True,
                list(t.profile.specializations),
                list(t.profile.certifications),
                t.profile.limit,
                t.profile.rate,
                t.profile.bio,
                t.profile.years,
                stage.at(t.person.joined_on, 9),
                stage.at(t.person.joined_on, 9),
            )
            for t in cast.trainers
        ),
    )


def _write_engagements(
    copier: Copier, cast: Cast, engagements: list[tuple[Client, list[Engagement]]]
) -> None:
    every = sorted((e for _, es in engagements for e in es), key=lambda e: (e.assigned_at, e.id))
    copier.copy(
        "trainer_assignments",
        "id, member_id, trainer_id, assigned_at, assigned_by, status, start_date, end_date, paused_on, notes,"
        " created_at, updated_at",
        (
            (
                e.id,
                e.member.id,
                e.trainer.id,
                e.assigned_at,
                cast.admin.id,
                e.status,
                e.start,
                e.end,
                e.paused_on,
                e.notes,
                e.assigned_at,
                e.assigned_at,
            )
            for e in every
        ),
    )
    copier.copy(
        "workout_plans",
        "id, assignment_id, title, description, goals, duration_weeks, starts_on, ended_on, created_by, status,"
        " created_at, updated_at, deload_weeks",
        (
            (
                p.id,
                e.id,
                p.title,
                p.description,
                p.goals,
                p.weeks,
                p.starts_on,
                p.ended_on,
                e.trainer.id,
                p.status,
                p.created_at,
                p.created_at,
                list(p.deload.weeks),
            )
            for e in every
            for p in e.plans
        ),
    )


_EXERCISES = (
    "id, plan_id, day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index,"
    " valid_from, archived_on, replaces_id, created_at, updated_at, superset, progression, weeks"
)
_PROGRESS = (
    "id, exercise_id, member_id, exercise_name, completed_at, sets_completed, reps_completed, weight_used,"
    " weight_unit, duration_minutes, notes, rating, logged_by, created_at, updated_at"
)
_SETS = (
    "id, progress_id, member_id, number, type, reps, weight, weight_unit, rir, duration_seconds, distance_m"
)


def _write_training(
    copier: Copier, stage: Stage, engagements: list[tuple[Client, list[Engagement]]]
) -> _Around:
    around = _Around()
    for start in range(0, len(engagements), _CLIENTS_AT_ONCE):
        records = []
        for client, mine in engagements[start : start + _CLIENTS_AT_ONCE]:
            record = record_of(stage, client, mine)
            records.append(record)
            around.notes.extend(note_rows(stage, client, mine))
            around.records.extend(record_rows(stage, client, mine))
            around.messages.extend(message_rows(stage, client, mine))
            visit = visit_row(stage, client, mine, record.last_workout)
            if visit is not None:
                around.visits.append(visit)
        copier.copy("workout_exercises", _EXERCISES, (row for r in records for row in r.exercises))
        copier.copy("workout_exercises", _EXERCISES, (row for r in records for row in r.replacements))
        copier.copy("workout_progress", _PROGRESS, (row for r in records for row in r.progress))
        copier.copy("workout_sets", _SETS, (row for r in records for row in r.sets))
    return around


def _write_around(
    copier: Copier,
    stage: Stage,
    cast: Cast,
    engagements: list[tuple[Client, list[Engagement]]],
    around: _Around,
) -> None:
    copier.copy(
        "trainer_client_notes",
        "id, assignment_id, trainer_id, note, created_at, is_private, updated_at",
        around.notes,
    )
    copier.copy(
        "client_records",
        "id, member_id, goals, injuries, written_by, created_at, updated_at",
        around.records,
    )
    copier.copy(
        "messages", "id, assignment_id, sender_id, from_trainer, body, sent_at, read_at", around.messages
    )
    copier.copy("client_visits", "trainer_id, member_id, seen_at", around.visits)
    started = {client.person.id: mine[-1].assigned_at for client, mine in engagements}
    progress, sets = unplanned_rows(stage, cast, started)
    copier.copy("workout_progress", _PROGRESS, progress)
    copier.copy("workout_sets", _SETS, sets)
    templates, exercises = template_rows(stage, cast)
    copier.copy(
        "plan_templates",
        "id, owner_id, title, description, goals, duration_weeks, created_by, created_at, updated_at, deload_weeks",
        templates,
    )
    copier.copy(
        "template_exercises",
        "id, template_id, day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes,"
        " order_index, superset, progression",
        exercises,
    )
    entries, requests = waiting_rows(stage, cast)
    copier.copy(
        "trainer_waitlist", "id, member_id, trainer_id, wants, added_by, created_at, updated_at", entries
    )
    copier.copy("client_requests", "id, waitlist_id, trainer_id, note, asked_at", requests)

"""What the guide's tables left open: who wrote a row is stamped, and what cannot be is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.domain.errors import Denied, UserError
from tests.database.conftest import SharedGym
from tests.database.world import Client, as_owner
from tests.factories import Gym, Person

Act = Callable[..., object]


@pytest.fixture(scope="module")
def gym(shared: SharedGym) -> Gym:
    return shared.gym


@pytest.fixture(scope="module")
def client(gym: Gym) -> Client:
    return Client(gym)


ASSIGN = "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, {} start_date) VALUES (:id, :m, :t, {} '2026-01-05')"
LOG = "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name) VALUES (:e, :m, 'Bench press') RETURNING id"
NOTE = "INSERT INTO public.trainer_client_notes (assignment_id, trainer_id, note) VALUES (:a, :t, 'Shy') RETURNING id"


# Forged -----------------------------------------------------------------------------------------------------


def test_who_wrote_a_row_is_stamped(gym: Gym, client: Client, desk: Identity, act: Act) -> None:
    admin = act(desk, "SELECT auth.uid()")
    member = gym.member()
    id = uuid4()
    act(desk, ASSIGN.format("", ""), id=id, m=member.id, t=client.trainer.trainer_id)
    assert gym.one("SELECT assigned_by FROM public.trainer_assignments WHERE id = :id", id=id) == admin
    assert gym.one(
        "SELECT now() - assigned_at < '1 minute' FROM public.trainer_assignments WHERE id = :id", id=id
    )

    plan = "INSERT INTO public.workout_plans (assignment_id, title, starts_on) VALUES (:a, 'P', '2026-01-05') RETURNING created_by"
    assert act(client.coach, plan, a=id) == client.trainer.trainer_id
    act(client.coach, "UPDATE public.workout_plans SET status = 'archived' WHERE assignment_id = :a", a=id)
    assert act(desk, plan, a=id) == client.trainer.trainer_id, "an admin writes in the trainer's place"

    for who, person in ((client.own, client.member.id), (client.coach, client.trainer.id), (desk, admin)):
        log = act(who, LOG, e=client.exercise, m=client.member.id)
        assert gym.one("SELECT logged_by FROM public.workout_progress WHERE id = :id", id=log) == person
        assert (
            gym.one("SELECT assignment_id FROM public.workout_progress WHERE id = :id", id=log)
            == client.assignment
        )

    # A trainer who signs a colleague's name signs their own.
    colleague = gym.trainer()
    note = act(client.coach, NOTE, a=client.assignment, t=colleague.trainer_id)
    written = gym.one("SELECT trainer_id FROM public.trainer_client_notes WHERE id = :id", id=note)
    assert written == client.trainer.trainer_id


@pytest.mark.parametrize(
    ("column", "statement"),
    [
        ("assigned_by", ASSIGN.format("assigned_by,", ":m,")),
        ("created_by", "INSERT INTO public.workout_plans (assignment_id, title, starts_on, created_by) VALUES (:a, 'P', '2026-01-05', :t)"),
        ("logged_by", "INSERT INTO public.workout_progress (member_id, exercise_name, logged_by) VALUES (:m, 'Row', :m)"),
        ("target", "INSERT INTO public.workout_progress (member_id, exercise_name, target) VALUES (:m, 'Row', '1 × 1')"),
    ],
)  # fmt: skip
def test_stamps_cannot_be_given(
    client: Client, desk: Identity, act: Act, column: str, statement: str
) -> None:
    values = {"id": uuid4(), "m": client.member.id, "t": client.trainer.trainer_id, "a": client.assignment}
    with pytest.raises(Denied):
        act(desk, statement, **{k: v for k, v in values.items() if f":{k}" in statement})


def test_a_workout_lies_in_the_past(gym: Gym, client: Client, act: Act) -> None:
    log = LOG.replace("exercise_name)", "exercise_name, completed_at)").replace(
        "'Bench press')", "'Bench press', :at)"
    )
    now = datetime.now(UTC)
    for at, code in (
        (now + timedelta(minutes=6), "progress_not_in_future"),
        (now + timedelta(days=400), "progress_not_in_future"),
        (datetime(1969, 12, 31, 12, tzinfo=UTC), "progress_too_old"),
    ):
        with pytest.raises(UserError) as refused:
            act(client.own, log, e=client.exercise, m=client.member.id, at=at)
        assert refused.value.code == code
        with pytest.raises(UserError) as refused:
            act(
                client.own,
                "UPDATE public.workout_progress SET completed_at = :at WHERE id = :id",
                at=at,
                id=client.log,
            )
        assert refused.value.code == code
    for at in (now - timedelta(days=3), datetime(1970, 1, 2, tzinfo=UTC)):
        assert act(client.own, log, e=client.exercise, m=client.member.id, at=at)
    with pytest.raises(UserError) as refused:
        act(client.own, log.replace(":at", "'infinity'"), e=client.exercise, m=client.member.id)
    assert refused.value.code == "progress_not_in_future"


# Tied together ----------------------------------------------------------------------------------------------


def test_a_log_belongs_to_the_member_of_its_exercise(
    gym: Gym, client: Client, desk: Identity, act: Act
) -> None:
    other = Client(gym)
    for who, member in ((client.own, client.member), (desk, client.member), (other.coach, other.member)):
        theirs = client.exercise if member is other.member else other.exercise
        with pytest.raises(UserError) as refused:
            act(who, LOG, e=theirs, m=member.id)
        assert refused.value.code == "progress_exercise_of_member"
    with pytest.raises(UserError) as refused:
        act(client.own, LOG, e=uuid4(), m=client.member.id)
    assert refused.value.code == "workout_progress_exercise_id_fkey", "there is no such exercise"
    with pytest.raises(Denied):
        act(client.own, LOG, e=other.exercise, m=other.member.id)


def test_sets_belong_to_the_member_of_their_log(gym: Gym, client: Client, act: Act) -> None:
    other = Client(gym)
    add = "INSERT INTO public.workout_sets (progress_id, member_id, number, reps) VALUES (:p, :m, 2, 8)"
    with pytest.raises(UserError):
        act(client.own, add, p=other.log, m=client.member.id)
    with pytest.raises(Denied):
        act(client.own, add, p=other.log, m=other.member.id)
    assert act(client.own, add, p=client.log, m=client.member.id) == 1


@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("workout_progress", "sets_completed = -5", "progress_sets_range"),
        ("workout_progress", "reps_completed = -1", "progress_reps_range"),
        ("workout_progress", "weight_used = -60, weight_unit = 'kg'", "progress_weight_range"),
        ("workout_progress", "weight_used = 'NaN', weight_unit = 'kg'", "progress_weight_range"),
        ("workout_progress", "duration_minutes = 1441", "progress_duration_range"),
        ("workout_progress", "rating = 0", "progress_rating_range"),
        ("workout_progress", "rating = 6", "progress_rating_range"),
        ("workout_progress", "notes = repeat('x', 2001)", "progress_notes_length"),
        ("workout_sets", "reps = -1", "set_reps_range"),
        ("workout_sets", "weight = -1", "set_weight_range"),
        ("workout_sets", "rir = 11", "set_rir_range"),
        ("workout_sets", "number = 0", "set_number_range"),
        ("workout_sets", "duration_seconds = -1", "set_duration_range"),
        ("workout_sets", "distance_m = 1000001", "set_distance_range"),
        ("workout_plans", "title = '  '", "plan_title_length"),
        ("workout_plans", "title = repeat('x', 10000)", "plan_title_length"),
        ("workout_plans", "duration_weeks = -4", "plan_duration_range"),
        ("workout_plans", "duration_weeks = 0", "plan_duration_range"),
        ("workout_exercises", "sets = 0", "exercise_sets_range"),
        ("workout_exercises", "exercise_name = ''", "exercise_name_length"),
        ("workout_exercises", "rest_seconds = -1", "exercise_rest_range"),
        ("trainer_client_notes", "note = ' '", "note_length"),
        ("trainer_assignments", "end_date = start_date - 1", "assignment_dates"),
        ("instructors", "max_clients = -1", "instructor_max_clients_range"),
        ("instructors", "hourly_rate = -1", "instructor_rate_range"),
        ("profiles", "full_name = ''", "person_name_length"),
        ("profiles", "full_name = repeat('x', 10000)", "person_name_length"),
        ("profiles", "email = 'nobody'", "person_email_shape"),
        ("profiles", "member_number = '; DROP'", "member_number_shape"),
        ("profiles", "birth_date = '2199-01-01'", "person_birth_date_range"),
        ("gym_settings", "time_zone = 'Mars/Olympus'", "gym_time_zone_known"),
        ("gym_settings", "week_start = 0", "gym_week_start_range"),
    ],
)  # fmt: skip
def test_ranges(
    gym: Gym, client: Client, desk: Identity, act: Act, table: str, change: str, code: str
) -> None:
    note = gym.note(client.assignment)
    unlogged = gym.exercise(client.plan, "Tuesday")
    where = {
        "workout_progress": ("id", client.log),
        "workout_sets": ("progress_id", client.log),
        "workout_plans": ("id", client.plan),
        "workout_exercises": ("id", unlogged),
        "trainer_client_notes": ("id", note),
        "trainer_assignments": ("id", client.assignment),
        "instructors": ("id", client.trainer.trainer_id),
        "profiles": ("id", client.member.id),
        "gym_settings": ("id", 1),
    }
    column, value = where[table]
    with pytest.raises(UserError) as refused:
        act(desk, f"UPDATE public.{table} SET {change} WHERE {column} = :value AND true", value=value)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_unlimited_clients_do_not_exist(client: Client, desk: Identity, act: Act) -> None:
    with pytest.raises(IntegrityError, match="max_clients"):
        act(
            desk,
            "UPDATE public.instructors SET max_clients = NULL WHERE id = :t",
            t=client.trainer.trainer_id,
        )


def test_notes_go_to_ones_own_active_client(gym: Gym, client: Client, desk: Identity, act: Act) -> None:
    other = Client(gym)
    with pytest.raises(Denied) as denied:
        act(other.coach, NOTE, a=client.assignment, t=client.trainer.trainer_id)
    assert denied.value.code == "denied", (
        "the policy speaks first: a stranger learns nothing about who trains whom"
    )
    with pytest.raises(UserError) as refused:
        act(desk, NOTE, a=client.assignment, t=other.trainer.trainer_id)
    assert refused.value.code == "note_of_own_client", (
        "an admin, too, keeps note, trainer and assignment together"
    )
    gym.one(
        "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a RETURNING 1",
        a=other.assignment,
    )
    with pytest.raises(Denied):
        act(other.coach, NOTE, a=other.assignment, t=other.trainer.trainer_id)


# Assignments ------------------------------------------------------------------------------------------------


def _assign(act: Act, who: Identity, member: Person, trainer: Person) -> str:
    try:
        act(who, ASSIGN.format("", ""), id=uuid4(), m=member.id, t=trainer.trainer_id)
    except UserError as refused:
        return refused.code
    return "done"


def test_assignments_that_cannot_be(gym: Gym, desk: Identity, act: Act) -> None:
    member, full, trainer = gym.member(), gym.trainer(limit=0), gym.trainer()
    assert _assign(act, desk, member, full) == "trainer_capacity"
    assert _assign(act, desk, Person(trainer.id, "", "", None), trainer) == "assignment_not_oneself"
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :m RETURNING 1", m=member.id)
    assert _assign(act, desk, member, trainer) == "assignment_member_active"
    off = gym.trainer()
    gym.one(
        "UPDATE public.instructors SET is_personal_trainer = false WHERE id = :t RETURNING 1",
        t=off.trainer_id,
    )
    assert _assign(act, desk, gym.member(), off) == "trainer_not_available"
    nobody = Person(uuid4(), "", "", None, uuid4())
    assert _assign(act, desk, gym.member(), nobody) == "trainer_assignments_trainer_id_fkey"


def test_who_has_no_right_to_assign_does_not_learn_who_is_full(gym: Gym, client: Client, act: Act) -> None:
    full, free = gym.trainer(limit=0), gym.trainer()
    for who in (client.own, client.coach):
        for trainer in (full, free, Person(uuid4(), "", "", None, uuid4())):
            for member in (gym.member(), client.member):
                assert _assign(act, who, member, trainer) == "denied"
    for asked, answer in (("get_trainer_client_count", 0), ("is_trainer_at_capacity", True)):
        assert act(client.own, f"SELECT public.{asked}(:t)", t=full.trainer_id) is None
        assert act(client.coach, f"SELECT public.{asked}(:t)", t=full.trainer_id) == answer


def test_an_assignment_keeps_its_member_and_its_end(gym: Gym, desk: Identity, act: Act) -> None:
    a = gym.assignment(gym.member(), gym.trainer())
    change = "UPDATE public.trainer_assignments SET status = :s WHERE id = :a"
    with pytest.raises(psycopg.errors.CheckViolation):
        as_owner(
            gym, "UPDATE public.trainer_assignments SET member_id = :m WHERE id = :a", m=gym.member().id, a=a
        )
    assert act(desk, change, s="completed", a=a) == 1
    assert gym.one("SELECT end_date = public.gym_today() FROM public.trainer_assignments WHERE id = :a", a=a)
    for status in ("active", "paused"):
        with pytest.raises(UserError) as refused:
            act(desk, change, s=status, a=a)
        assert refused.value.code == "assignment_completed_final"


def test_a_trainer_with_clients_stays_one(gym: Gym, client: Client, desk: Identity, act: Act) -> None:
    for change in ("is_personal_trainer = false", "is_active = false"):
        with pytest.raises(UserError) as refused:
            act(desk, f"UPDATE public.instructors SET {change} WHERE id = :t", t=client.trainer.trainer_id)
        assert refused.value.code == "trainer_has_clients"


def test_the_guides_helpers_answer_whom_they_should(
    gym: Gym, client: Client, desk: Identity, act: Act
) -> None:
    ask = "SELECT trainer_name FROM public.get_member_active_trainer(:m)"
    stranger = gym.session(gym.member(), "member")
    answers = [act(who, ask, m=client.member.id) for who in (client.own, client.coach, desk, stranger)]
    assert answers == [client.trainer.name] * 3 + [None]

"""Who is told, and what is written down about who changed what."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from gymtrainer_desktop.domain.errors import Denied
from tests.database.conftest import SharedGym
from tests.database.world import Client, as_owner
from tests.factories import Gym, Person

Act = Callable[..., object]


@pytest.fixture(scope="module")
def gym(shared: SharedGym) -> Gym:
    return shared.gym


def _told(gym: Gym, person: Person) -> list[str]:
    return list(
        gym.owner.execute(
            text("SELECT kind FROM public.notifications WHERE recipient_id = :p ORDER BY created_at, id"),
            {"p": person.id},
        ).scalars()
    )


def test_both_are_told_of_their_assignment(gym: Gym, desk: Identity, act: Act) -> None:
    trainer, member = gym.trainer("Tess"), gym.member("Mara")
    id = uuid4()
    act(
        desk,
        "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date)"
        " VALUES (:id, :m, :t, '2026-01-05')",
        id=id,
        m=member.id,
        t=trainer.trainer_id,
    )
    assert (_told(gym, member), _told(gym, trainer)) == (["assigned"], ["new_client"])
    said = gym.one("SELECT data FROM public.notifications WHERE recipient_id = :p", p=member.id)
    assert said == {"trainer": "Tess", "member": "Mara"}
    for status in ("paused", "active", "completed"):
        act(desk, "UPDATE public.trainer_assignments SET status = :s WHERE id = :id", s=status, id=id)
        act(desk, "UPDATE public.trainer_assignments SET notes = :s WHERE id = :id", s=status, id=id)
    ends = ["assignment_paused", "assignment_resumed", "assignment_ended"]
    assert _told(gym, member) == ["assigned", *ends]
    assert _told(gym, trainer) == ["new_client", *ends]


def test_a_change_of_trainer_is_told_to_all_three(gym: Gym, desk: Identity, act: Act) -> None:
    old, new, member = gym.trainer("Olga"), gym.trainer("Nina"), gym.member("Mara")
    id = gym.assignment(member, old)
    act(desk, "UPDATE public.trainer_assignments SET trainer_id = :t WHERE id = :id", t=new.trainer_id, id=id)
    assert _told(gym, old) == ["new_client", "assignment_ended"]
    assert _told(gym, new) == ["new_client"]
    assert _told(gym, member) == ["assigned", "assigned"]
    said = gym.owner.execute(
        text(
            "SELECT data ->> 'trainer' FROM public.notifications WHERE recipient_id = :p ORDER BY created_at"
        ),
        {"p": member.id},
    ).scalars()
    assert list(said) == ["Olga", "Nina"]


def test_a_refused_assignment_tells_nobody(gym: Gym) -> None:
    full, member = gym.trainer(limit=0), gym.member()
    with pytest.raises(psycopg.errors.CheckViolation):
        as_owner(
            gym,
            "INSERT INTO public.trainer_assignments (member_id, trainer_id, start_date) VALUES (:m, :t, '2026-01-05')",
            m=member.id,
            t=full.trainer_id,
        )
    assert (_told(gym, full), _told(gym, member)) == ([], [])


def test_members_are_told_of_plans_and_shared_notes(gym: Gym, act: Act) -> None:
    c = Client(gym)
    gym.one("DELETE FROM public.notifications WHERE recipient_id = :m RETURNING 1", m=c.member.id)
    act(c.coach, "UPDATE public.workout_plans SET goals = 'More' WHERE id = :p", p=c.plan)
    act(c.coach, "UPDATE public.workout_plans SET status = 'archived' WHERE id = :p", p=c.plan)
    note = "INSERT INTO public.trainer_client_notes (assignment_id, trainer_id, note, is_private) VALUES (:a, :t, 'x', :p) RETURNING id"
    private = act(c.coach, note, a=c.assignment, t=c.trainer.trainer_id, p=True)
    assert _told(gym, c.member) == ["plan_changed"]
    act(c.coach, "UPDATE public.trainer_client_notes SET is_private = false WHERE id = :n", n=private)
    act(c.coach, "UPDATE public.trainer_client_notes SET note = 'y' WHERE id = :n", n=private)
    act(c.coach, note, a=c.assignment, t=c.trainer.trainer_id, p=False)
    assert _told(gym, c.member) == ["plan_changed", "note_shared", "note_shared"]


def test_notifications_are_read_by_whom_they_are_for(gym: Gym, act: Act) -> None:
    c, other = Client(gym), Client(gym)
    ids = gym.owner.execute(text("SELECT id FROM public.notifications")).scalars().all()
    read = "SELECT public.mark_notifications_read(:ids)"
    mine = len(_told(gym, c.member))
    assert mine > 0
    assert act(NOBODY, read, ids=ids) == 0
    assert act(c.own, read, ids=ids) == mine
    assert act(c.own, read, ids=ids) == 0
    unread = "SELECT count(*) FROM public.notifications WHERE recipient_id = :p AND read_at IS NULL"
    assert gym.one(unread, p=c.member.id) == 0
    assert gym.one(unread, p=other.member.id) == len(_told(gym, other.member))


def _entries(gym: Gym, row: UUID) -> list[tuple[object, ...]]:
    rows = gym.owner.execute(
        text(
            "SELECT operation, person_id, station, before, after FROM public.audit_log WHERE row_id = :r ORDER BY id"
        ),
        {"r": row},
    )
    return [tuple(r) for r in rows]


def test_the_audit_log_says_who_changed_what(gym: Gym, desk: Identity, act: Act) -> None:
    admin = act(desk, "SELECT auth.uid()")
    id = uuid4()
    act(desk, "INSERT INTO public.profiles (id, full_name, photo) VALUES (:id, 'Mara', '\\x00')", id=id)
    act(desk, "UPDATE public.profiles SET full_name = 'Mara M.' WHERE id = :id", id=id)
    act(desk, "UPDATE public.profiles SET full_name = 'Mara M.' WHERE id = :id", id=id)
    inserted, updated = _entries(gym, id)
    assert inserted[:4] == ("INSERT", admin, "station_desk", None)
    assert updated[:3] == ("UPDATE", admin, "station_desk")
    before, after = updated[3], updated[4]
    assert isinstance(before, dict) and isinstance(after, dict)
    assert (before["full_name"], after["full_name"]) == ("Mara", "Mara M.")
    assert (before["version"], after["version"]) == (1, 2)
    assert "photo" not in after, "the log keeps words, not pictures"


def test_every_correction_is_in_the_audit_log(gym: Gym, desk: Identity, act: Act) -> None:
    c = Client(gym)
    note = gym.note(c.assignment)
    unlogged = gym.exercise(c.plan, "Tuesday")
    set_id = gym.one("SELECT id FROM public.workout_sets WHERE progress_id = :l", l=c.log)
    assert isinstance(set_id, UUID) and c.trainer.trainer_id
    for table, id, change in (
        ("workout_sets", set_id, "reps = 3"),
        ("workout_progress", c.log, "rating = 1"),
        ("trainer_client_notes", note, "note = 'z'"),
        ("workout_exercises", unlogged, "sets = 9"),
        ("workout_plans", c.plan, "title = 'z'"),
        ("trainer_assignments", c.assignment, "notes = 'z'"),
        ("instructors", c.trainer.trainer_id, "bio = 'z'"),
    ):
        act(desk, f"UPDATE public.{table} SET {change} WHERE id = :id", id=id)
        operation, _, station, before, after = _entries(gym, id)[-1]
        assert (operation, station) == ("UPDATE", "station_desk"), table
        assert isinstance(before, dict) and isinstance(after, dict)
        assert before != after
    for table, id in (
        ("workout_progress", c.log),
        ("trainer_client_notes", note),
        ("workout_exercises", unlogged),
    ):
        act(desk, f"DELETE FROM public.{table} WHERE id = :id", id=id)
        assert _entries(gym, id)[-1][0] == "DELETE", table
    assert _entries(gym, set_id)[-1][0] == "DELETE", "sets that go with their log are written down as well"
    settings = gym.one("SELECT count(*) FROM public.audit_log WHERE table_name = 'gym_settings'")
    act(desk, "UPDATE public.gym_settings SET kiosk_idle_minutes = 6")
    assert gym.one("SELECT count(*) FROM public.audit_log WHERE table_name = 'gym_settings'") == settings + 1  # type: ignore[operator]


def test_a_new_client_is_no_change_of_the_trainer(gym: Gym) -> None:
    trainer = gym.trainer()
    assert trainer.trainer_id
    before = len(_entries(gym, trainer.trainer_id))
    gym.assignment(gym.member(), trainer)
    assert len(_entries(gym, trainer.trainer_id)) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public.audit_log SET person_id = NULL",
        "UPDATE public.audit_log SET person_id = NULL WHERE false",
        "DELETE FROM public.audit_log",
        "TRUNCATE public.audit_log",
    ],
)
def test_nobody_changes_the_audit_log_not_even_its_owner(
    gym: Gym, desk: Identity, act: Act, statement: str
) -> None:
    Client(gym)
    before = gym.one("SELECT count(*) FROM public.audit_log")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added to"):
        as_owner(gym, statement)
    with pytest.raises(Denied):
        act(desk, statement)
    assert gym.one("SELECT count(*) FROM public.audit_log") == before

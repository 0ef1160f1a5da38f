"""Erasing a person: nothing about them is left anywhere, and nothing of anybody else is touched."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import Act, Line, clear, refusal
from tests.database.whole import MARK, Rows, Whole, everything, traces, whole_member, whole_trainer
from tests.database.world import Client, as_owner
from tests.factories import Gym, Person

ERASE = "SELECT what, rows FROM public.erase_person(CAST(:p AS uuid))"
PREVIEW = "SELECT what, rows FROM public.erase_preview(CAST(:p AS uuid))"
ERASED = {"erased": True}


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    shared.gym.owner.execute(text("UPDATE public.profiles SET is_admin = false"))
    return shared.gym


@pytest.fixture
def rosa(gym: Gym) -> Person:
    rosa = gym.admin("Rosa")
    gym.secret(rosa, "password", "correct horse battery")
    return rosa


@pytest.fixture
def desk(gym: Gym, rosa: Person) -> Identity:
    return gym.session(rosa)


@pytest.fixture
def look(shared: SharedGym) -> psycopg.Connection:
    return shared.superuser()


def _ask(shared: SharedGym, desk: Identity, sql: str, person: Person) -> dict[str, int]:
    with shared.desk.transaction(desk) as connection:
        rows = connection.execute(text(sql), {"p": person.id}).all()
    return {r.what: r.rows for r in rows}


def _differences(before: Rows, after: Rows) -> tuple[dict[str, int], dict[str, list[dict[str, object]]]]:
    """How many rows of each table are gone, and the rows that are new or other than they were."""
    gone = {t: len(before[t].keys() - after[t].keys()) for t in before}
    changed = {t: [row for key, row in after[t].items() if before[t].get(key) != row] for t in after}
    return {t: n for t, n in gone.items() if n}, {t: rows for t, rows in changed.items() if rows}


# Members ----------------------------------------------------------------------------------------------------


@pytest.fixture
def mara(gym: Gym) -> tuple[Whole, Whole]:
    """A member who has a part in everything; and another, with the same trainers."""
    trainer, former = gym.trainer(limit=9), gym.trainer(limit=9)
    whole_and_other = whole_member(gym, trainer, former), whole_member(gym, trainer, former, "somebody else")
    gym.one("UPDATE public.instructors SET max_clients = 0 WHERE id = :t RETURNING 1", t=trainer.trainer_id)
    return whole_and_other


def test_nothing_about_a_member_is_left(
    shared: SharedGym, look: psycopg.Connection, desk: Identity, mara: tuple[Whole, Whole]
) -> None:
    person = mara[0].person
    needles = (MARK, str(person.id), person.email, f"'{person.member_number}'")
    found = {trace.split(" ")[0] for trace in traces(look, *needles)}
    told_of = {
        "profiles", "trainer_assignments", "workout_plans", "workout_exercises", "workout_progress", "workout_sets",
        "trainer_client_notes", "messages", "trainer_waitlist", "client_requests", "client_visits", "notifications",
        "audit_log", "auth.credentials", "auth.sessions", "sequence", "client_records",
        "exercise_skips", "import_names", "member_cards", "refused_entries",
    }  # fmt: skip
    assert found == told_of, "the search itself works, and finds the person wherever there is a place for one"
    _ask(shared, desk, ERASE, person)
    assert traces(look, *needles) == []


def test_nothing_of_anybody_else_is_touched(
    shared: SharedGym, look: psycopg.Connection, desk: Identity, mara: tuple[Whole, Whole]
) -> None:
    person = mara[0].person
    trainer = shared.gym.one(
        "SELECT trainer_id FROM public.trainer_assignments WHERE id = :a", a=mara[0].assignments[-1]
    )
    before = everything(look)
    preview = _ask(shared, desk, PREVIEW, person)
    said = _ask(shared, desk, ERASE, person)
    after = everything(look)
    gone, changed = _differences(before, after)
    blanked = said.pop("audit_log")
    assert said == preview, "what the preview said is what went"
    not_counted = {"auth.sessions": 1, "client_visits": 2}
    of_others = {"notifications": gone["notifications"] - said["notifications"]}
    assert gone == {
        **said,
        **not_counted,
        "notifications": said["notifications"] + of_others["notifications"],
    }
    assert of_others["notifications"] > 0, "what the trainers were told about the person goes, too"
    assert set(changed) == {"audit_log", "instructors"}
    (counted,) = changed["instructors"]
    was = before["instructors"][str(trainer)]
    assert counted == {**was, "active_clients": was["active_clients"] - 1}, "the trainer has a place more"
    new = [r for r in changed["audit_log"] if str(r["id"]) not in before["audit_log"]]
    old = [r for r in changed["audit_log"] if r not in new]
    assert all(r[side] in (None, ERASED) for r in old for side in ("before", "after"))
    for row in old:
        was = before["audit_log"][str(row["id"])]
        for same in ("at", "person_id", "station", "table_name", "row_id", "operation"):
            assert row[same] == was[same], "that something happened stays readable"
    (itself,) = [r for r in new if r["table_name"] == "profiles"]
    assert itself["before"] == {"erased": True, "rows": preview}
    assert (itself["operation"], itself["row_id"]) == ("DELETE", str(person.id))
    assert all(r["before"] == ERASED and r["after"] in (None, ERASED) for r in new if r is not itself)
    assert len(old) + len(new) == blanked
    assert len(after["audit_log"]) == len(before["audit_log"]) + len(new), "the log only grows"


def test_a_person_is_erased_once(shared: SharedGym, gym: Gym, desk: Identity, act: Act) -> None:
    person = gym.member()
    assert _ask(shared, desk, ERASE, person)["profiles"] == 1
    assert refusal(act, desk, ERASE, p=person.id) == "person_gone"
    assert _ask(shared, desk, PREVIEW, person) == {}
    assert refusal(act, desk, ERASE, p=uuid4()) == "person_gone"


def test_whoever_waited_or_trained_leaves_a_place(gym: Gym, desk: Identity, act: Act) -> None:
    line, trainer = Line(gym, act, desk), gym.trainer(limit=1)
    first, second = gym.member(), gym.member()
    line.wait(first, trainer)
    entry = line.wait(second, trainer)
    assert line.state(entry) == ("waiting", None)
    act(desk, ERASE, p=first.id)
    assert line.state(entry) == ("offered", trainer.trainer_id)


# Trainers and admins ----------------------------------------------------------------------------------------


def test_a_trainer_leaves_an_empty_row_and_the_clients_their_history(
    shared: SharedGym, gym: Gym, look: psycopg.Connection, desk: Identity, rosa: Person
) -> None:
    client, waiting = gym.member("Client"), gym.member("Waiting")
    tess = whole_trainer(gym, client, waiting, rosa)
    needles = (MARK, str(tess.id), tess.email)
    assert len(traces(look, *needles)) > 20
    before = everything(look)
    said = _ask(shared, desk, ERASE, tess)
    assert traces(look, *needles) == []
    gone, changed = _differences(before, everything(look))
    empty = {
        "user_id": None, "name": "Former trainer", "email": None, "phone": None, "photo": None, "bio": None,
        "specializations": [], "certifications": [], "hourly_rate": None, "years_experience": None,
        "is_active": False, "is_personal_trainer": False,
    }  # fmt: skip
    (row,) = changed["instructors"]
    assert {k: row[k] for k in empty} == empty
    assert (said["instructors"], said["plan_templates"], said["client_requests"]) == (1, 1, 1)
    kept = {
        "trainer_assignments",
        "workout_plans",
        "workout_exercises",
        "workout_progress",
        "messages",
        "exercises",
    }
    assert not kept & set(gone)
    # Of others' rows only the name of who acted is gone.
    acted = {
        "trainer_assignments": "assigned_by", "workout_progress": "logged_by", "messages": "sender_id",
        "exercises": "created_by", "plan_templates": "created_by", "trainer_waitlist": "added_by",
        "client_requests": "answered_by", "client_records": "written_by", "refused_entries": "settled_by",
    }  # fmt: skip
    for table, column in acted.items():
        (row,) = [r for r in changed[table] if before[table][str(r["id"])][column] == str(tess.id)]
        was = before[table][str(row["id"])]
        touched = {k for k in row if row[k] != was[k]}
        assert column in touched
        assert touched <= {column, "version", "updated_at", "status", "offered_trainer_id", "offered_at", "offer_until"}, table  # fmt: skip
    said_of = gym.one(
        "SELECT data FROM public.notifications WHERE kind = 'trainer_changed' AND recipient_id = :m",
        m=client.id,
    )
    assert said_of == {"trainer": "Nina", "former": "Former trainer", "member": "Client"}
    body = "SELECT body FROM public.messages WHERE sender_id IS NULL AND from_trainer"
    assert gym.one(body) == "To the client", "what was written belongs to the other end, too"


def test_a_record_outlives_its_writer_and_not_its_client(
    shared: SharedGym, gym: Gym, look: psycopg.Connection, desk: Identity, act: Act
) -> None:
    client, other, trainer = gym.member(), gym.member(), gym.trainer("Tess")
    for member in (client, other):
        gym.assignment(member, trainer)
    coach = gym.session(trainer)
    for member in (client, other):
        write = "INSERT INTO public.client_records (member_id, injuries) VALUES (:m, :t) RETURNING 1"
        act(coach, write, m=member.id, t=f"Knee of {member.name}")
        change = "UPDATE public.client_records SET injuries = :t WHERE member_id = :m"
        act(coach, change, m=member.id, t=f"Hip of {member.name}")
    said = _ask(shared, desk, ERASE, client)
    assert said["client_records"] == 1
    assert traces(look, f"of {client.name}") == []
    stays = "SELECT injuries, written_by FROM public.client_records WHERE member_id = ANY (%s)"
    both = [[client.id, other.id]]
    assert look.execute(stays, both).fetchall() == [(f"Hip of {other.name}", trainer.id)]

    gym.one(
        "UPDATE public.trainer_assignments SET status = 'completed' WHERE member_id = :m RETURNING 1",
        m=other.id,
    )
    said = _ask(shared, desk, ERASE, trainer)
    assert "client_records" not in said, "it is the client's"
    assert look.execute(stays, both).fetchall() == [(f"Hip of {other.name}", None)]
    assert traces(look, str(trainer.id)) == []
    log = "SELECT before ->> 'injuries', after ->> 'injuries' FROM public.audit_log WHERE table_name = 'client_records'"
    assert (f"Knee of {other.name}", f"Hip of {other.name}") in look.execute(log).fetchall(), (
        "theirs stays readable"
    )


def test_an_offer_of_somebody_who_is_erased_is_taken_back(gym: Gym, desk: Identity, act: Act) -> None:
    line, trainer, other = Line(gym, act, desk), gym.trainer(limit=1), gym.trainer(limit=0)
    entry, wish = line.wait(gym.member()), line.wait(gym.member(), trainer)
    assert line.state(entry) == ("offered", trainer.trainer_id)
    act(desk, ERASE, p=trainer.id)
    assert (line.state(entry)[0], line.state(wish)[0]) == ("waiting", "waiting")
    line.set_limit(other, 1)
    assert line.state(entry) == ("offered", other.trainer_id)


def test_who_cannot_be_erased_and_who_may_not_ask(
    shared: SharedGym, gym: Gym, look: psycopg.Connection, desk: Identity, act: Act, rosa: Person
) -> None:
    client, deputy = Client(gym), gym.admin("Deputy")
    before = everything(look)
    own = gym.session(deputy)
    assert refusal(act, desk, ERASE, p=rosa.id) == "erase_oneself"
    assert refusal(act, own, ERASE, p=rosa.id) == "last_admin", "a deputy without a password is none"
    assert refusal(act, desk, ERASE, p=client.trainer.id) == "trainer_has_clients"
    for who in (client.own, client.coach, gym.session(rosa, "member"), NOBODY):
        for sql in (ERASE, PREVIEW):
            for person in (client.member.id, client.trainer.id, uuid4()):
                assert refusal(act, who, sql, p=person) == "admin_only"
    gone, changed = _differences(before, everything(look))
    assert (gone, set(changed)) == ({}, {"auth.sessions"})
    assert _ask(shared, desk, ERASE, deputy)["profiles"] == 1, "an admin who is not the last"


# The one exception ------------------------------------------------------------------------------------------


CHANGES = (
    "UPDATE public.audit_log SET before = NULL",
    "DELETE FROM public.audit_log",
    "TRUNCATE public.audit_log",
)


def test_the_log_is_only_added_to_by_everybody_else(
    shared: SharedGym, gym: Gym, look: psycopg.Connection, act: Act, desk: Identity
) -> None:
    for change in CHANGES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
            as_owner(gym, change)
        assert refused.value.diag.constraint_name == "audit_append_only"
        assert refusal(act, desk, change) == "denied"
    # Nor in the very transaction that erased somebody, once that is done.
    person = gym.member()
    look.execute("BEGIN")
    look.execute("SET LOCAL ROLE gym_owner")
    look.execute("SELECT count(*) FROM public.erase_person(%s)", [person.id])
    for change in CHANGES:
        look.execute("SAVEPOINT s")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added to"):
            look.execute(change)
        look.execute("ROLLBACK TO SAVEPOINT s")
    look.execute("ROLLBACK")


@pytest.mark.parametrize("station", ["station_desk", "station_kiosk"])
def test_no_station_can_claim_to_be_erasing(
    gym: Gym, raw: Callable[..., psycopg.Connection], rosa: Person, station: str
) -> None:
    connection = raw(station, autocommit=False)
    token = gym.session(rosa, "staff", station).token

    def refused(statement: str) -> bool:
        connection.execute("SELECT set_config('gym.token', %s, true)", [token])
        for setting in ("gym.erasing", "auth.erasing", "gym.is_erasing", "session_replication_role"):
            connection.execute("SAVEPOINT s")
            try:
                connection.execute("SELECT set_config(%s, 'on', true)", [setting])
            except psycopg.Error:
                connection.execute("ROLLBACK TO SAVEPOINT s")
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            connection.rollback()
        return False

    assert not refused("SELECT count(*) FROM public.audit_log")
    for statement in (
        "INSERT INTO auth.erasing VALUES (pg_current_xact_id()::text::bigint, gen_random_uuid())",
        "SELECT * FROM auth.erasing",
        "SELECT auth.is_erasing()",
        "SELECT auth.person_rows(gen_random_uuid())",
        "SELECT auth.changing_person(gen_random_uuid(), NULL)",
        "UPDATE public.audit_log SET before = NULL",
        "UPDATE public.trainer_assignments SET assigned_by = NULL",
        "DELETE FROM public.profiles",
    ):
        assert refused(statement), statement


def test_while_one_is_erased_the_exception_holds_for_nobody_else(
    shared: SharedGym, gym: Gym, look: psycopg.Connection, desk: Identity
) -> None:
    person = gym.member()
    gym.assignment(person, gym.trainer())
    before = everything(look)
    eraser = shared.superuser(autocommit=False)
    eraser.execute("SET LOCAL ROLE gym_owner")
    eraser.execute("SELECT count(*) FROM public.erase_person(%s)", [person.id])
    # A marker of a transaction under way is nobody else's, even were it left behind.
    eraser.execute("INSERT INTO auth.erasing VALUES (pg_current_xact_id()::text::bigint, %s)", [person.id])
    assert eraser.execute("SELECT auth.is_erasing()").fetchone() == (True,)
    assert look.execute("SELECT auth.is_erasing()").fetchone() == (False,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_owner(gym, "UPDATE public.audit_log SET before = NULL")
    eraser.rollback()
    gone, changed = _differences(before, everything(look))
    assert (gone, changed) == ({}, {}), "an erasing that is aborted leaves everything as it was"
    assert look.execute("SELECT count(*) FROM auth.erasing").fetchone() == (0,)
    # Nor does one that is left behind hold for any later transaction.
    look.execute("INSERT INTO auth.erasing VALUES (pg_current_xact_id()::text::bigint, %s)", [person.id])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_owner(gym, "UPDATE public.audit_log SET before = NULL")
    look.execute("DELETE FROM auth.erasing")

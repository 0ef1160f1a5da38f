"""Health of a client is for the trainer who trains them now and for admins, whichever way it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.domain.errors import Denied, UserError
from tests.database.conftest import SharedGym
from tests.database.crowd import Crowd
from tests.database.world import World
from tests.factories import Gym, Person

Act = Callable[..., object]
Raw = Callable[..., psycopg.Connection]

WRITE = "INSERT INTO public.client_records (member_id, injuries) VALUES (:m, :t) RETURNING 1"
READ = "SELECT count(*) FROM public.client_records WHERE member_id = :m"
WORD = "Bandscheibenvorfall"


@pytest.fixture(scope="module")
def gym(shared: SharedGym) -> Gym:
    return shared.gym


class Case:
    """A client of Tess with a record, trained by Frank before, and everybody who might look."""

    def __init__(self, gym: Gym) -> None:
        self.tess, self.frank, self.oscar = gym.trainer("Tess"), gym.trainer("Frank"), gym.trainer("Oscar")
        self.mara, nils = gym.member("Mara"), gym.member("Nils")
        before = gym.assignment(self.mara, self.frank)
        gym.one(
            "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a RETURNING 1", a=before
        )
        self.assignment = gym.assignment(self.mara, self.tess)
        gym.assignment(nils, self.oscar)
        admin = gym.admin()
        self.desk, self.coach = gym.session(admin), gym.session(self.tess)
        self.strangers: dict[str, Identity] = {
            "former": gym.session(self.frank),
            "other trainer": gym.session(self.oscar),
            "the member": gym.session(self.mara, "member"),
            "the member with a password": gym.session(self.mara),
            "other member": gym.session(nils, "member"),
            "trainer by PIN": gym.session(self.tess, "member"),
            "admin by PIN": gym.session(admin, "member"),
        }


@pytest.fixture
def case(gym: Gym) -> Case:
    return Case(gym)


def _record(gym: Gym, member: Person, word: str = WORD) -> UUID:
    id = uuid4()
    gym.owner.execute(
        text(
            "INSERT INTO public.client_records (id, member_id, goals, injuries) VALUES (:id, :m, 'Aim: ' || :w, :w)"
        ),
        {"id": id, "m": member.id, "w": word},
    )
    return id


def test_a_kiosk_has_no_right_to_a_single_column(shared: SharedGym) -> None:
    rights = shared.superuser().execute(
        "SELECT r.role, p.may FROM unnest(ARRAY['station_kiosk', 'gym_kiosk', 'gym_client']) r (role),"
        " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p (may)"
        " WHERE has_any_column_privilege(r.role, 'public.client_records', p.may)"
    )
    assert rights.fetchall() == []
    others = shared.superuser().execute(
        "SELECT r.role FROM unnest(ARRAY['station_kiosk', 'station_desk', 'gym_staff']) r (role)"
        " WHERE has_table_privilege(r.role, 'public.client_records', 'DELETE, TRUNCATE, TRIGGER')"
    )
    assert others.fetchall() == [], "a record goes with the person and not before"
    assert shared.superuser().execute(
        "SELECT has_table_privilege('station_desk', 'public.client_records', 'SELECT')"
    ).fetchone() == (True,), "the question itself works"


@pytest.mark.parametrize("scope", ["staff", "member"])
def test_on_a_kiosk_not_even_an_admin_reads_a_record(gym: Gym, case: Case, raw: Raw, scope: str) -> None:
    _record(gym, case.mara)
    kiosk = raw("station_kiosk")
    for person in (gym.admin(), case.tess, case.mara):
        token = gym.session(person, scope, "station_kiosk").token
        kiosk.execute("SELECT set_config('gym.token', %s, false)", [token])
        for statement in ("SELECT count(*) FROM public.client_records", "TABLE public.client_records"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                kiosk.execute(statement.encode())


def test_nothing_that_a_stranger_can_read_holds_a_word_of_a_record(
    shared: SharedGym, gym: Gym, case: Case, act: Act, raw: Raw
) -> None:
    """Written, changed, and sampled by ANALYZE; then every table, view and function of names is searched."""
    word = f"{WORD}{uuid4().hex[:8]}"
    act(case.coach, WRITE, m=case.mara.id, t=word)
    act(case.desk, "UPDATE public.client_records SET goals = :t WHERE member_id = :m", m=case.mara.id, t=word)
    act(case.coach, "UPDATE public.client_records SET injuries = 'x' WHERE member_id = :m", m=case.mara.id)
    act(
        case.coach,
        "UPDATE public.client_records SET injuries = :t WHERE member_id = :m",
        m=case.mara.id,
        t=word,
    )
    shared.superuser().execute("ANALYZE public.client_records, public.audit_log")
    desk = raw("station_desk", autocommit=False)
    relations = desk.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname IN ('public', 'auth', 'extensions', 'pg_catalog')"
    ).fetchall()

    def found(identity: Identity) -> set[str]:
        holding = set()
        for schema, name in relations:
            columns = desk.execute(
                "SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = format('%%I.%%I', %s::text, %s::text)::regclass"
                " AND attnum > 0 AND NOT attisdropped AND has_column_privilege(attrelid, attnum, 'SELECT')",
                [schema, name],
            ).fetchone()
            assert columns is not None
            if columns[0] is None:
                continue
            query = sql.SQL("SELECT count(*) FROM {}.{} WHERE strpos(ROW({})::text, %s) > 0").format(
                sql.Identifier(schema),
                sql.Identifier(name),
                sql.SQL(", ").join(map(sql.Identifier, columns[0])),
            )
            desk.execute("SELECT set_config('gym.token', %s, true)", [identity.token])
            try:
                row = desk.execute(query, [word]).fetchone()
                if row is not None and row[0] and name != "pg_stat_activity":
                    holding.add(name)
            except psycopg.errors.InsufficientPrivilege:
                # A view of the server that is granted, of functions that are not.
                assert schema == "pg_catalog", name
            desk.rollback()
        return holding

    assert found(case.desk) == {"client_records", "audit_log"}, "the search itself works"
    assert found(case.coach) == {"client_records"}
    for who, identity in case.strangers.items():
        assert found(identity) == set(), who


def test_a_stranger_does_not_even_learn_whether_there_is_a_record(gym: Gym, case: Case, act: Act) -> None:
    without = Case(gym)
    _record(gym, case.mara)
    for who, identity in case.strangers.items():
        answers = []
        for member in (case.mara, without.mara):
            with pytest.raises(Denied) as refused:
                act(identity, WRITE, m=member.id, t="x")
            changed = act(
                identity, "UPDATE public.client_records SET goals = 'x' WHERE member_id = :m", m=member.id
            )
            answers.append((refused.value.code, changed, act(identity, READ, m=member.id)))
        assert answers == [("denied", 0, 0)] * 2, who
    with pytest.raises(Denied):
        act(case.strangers["former"], WRITE, m=uuid4(), t="somebody who is not there")


def test_whose_record_it_is_and_who_wrote_it_cannot_be_said(gym: Gym, case: Case, act: Act) -> None:
    other = Case(gym)
    id = _record(gym, case.mara)
    for identity in (case.coach, case.desk):
        for change in (
            "member_id = :other",
            "written_by = :other",
            "version = 1",
            "id = :other",
            "created_at = now()",
            "updated_at = now()",
        ):
            with pytest.raises(Denied):
                act(
                    identity,
                    f"UPDATE public.client_records SET {change} WHERE id = :id",
                    id=id,
                    **({"other": other.mara.id} if ":other" in change else {}),
                )
        with pytest.raises(Denied):
            act(identity, "DELETE FROM public.client_records WHERE id = :id", id=id)
        with pytest.raises(Denied):
            act(
                identity,
                "INSERT INTO public.client_records (member_id, written_by) VALUES (:m, :m)",
                m=other.mara.id,
            )
    act(case.desk, "UPDATE public.client_records SET goals = 'Run' WHERE id = :id", id=id)
    act(case.coach, "UPDATE public.client_records SET goals = 'Swim' WHERE id = :id", id=id)
    row = gym.owner.execute(
        text("SELECT member_id, written_by, version FROM public.client_records WHERE id = :id"), {"id": id}
    ).one()
    assert row == (case.mara.id, case.tess.id, 3)


def test_a_trainer_loses_the_record_with_the_client(gym: Gym, case: Case, act: Act) -> None:
    _record(gym, case.mara)
    assert act(case.coach, READ, m=case.mara.id) == 1
    write = "UPDATE public.client_records SET goals = 'New' WHERE member_id = :m"
    status = "UPDATE public.trainer_assignments SET status = :s WHERE id = :a RETURNING 1"
    gym.one(status, s="paused", a=case.assignment)
    assert (act(case.coach, READ, m=case.mara.id), act(case.coach, write, m=case.mara.id)) == (1, 0)
    gym.one(status, s="completed", a=case.assignment)
    assert (act(case.coach, READ, m=case.mara.id), act(case.coach, write, m=case.mara.id)) == (0, 0)
    gym.assignment(case.mara, case.oscar)
    new = case.strangers["other trainer"]
    assert (act(new, READ, m=case.mara.id), act(new, write, m=case.mara.id)) == (1, 1), (
        "it goes with the client"
    )


def test_a_trainer_who_is_switched_off_reads_none(gym: Gym, case: Case, act: Act) -> None:
    _record(gym, case.mara)
    gym.one(
        "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = :a RETURNING 1", a=case.assignment
    )
    assert act(case.coach, READ, m=case.mara.id) == 1
    gym.one(
        "UPDATE public.instructors SET is_active = false WHERE id = :t RETURNING 1", t=case.tess.trainer_id
    )
    assert act(case.coach, READ, m=case.mara.id) == 0


def test_announcements_and_news_say_nothing_of_what_is_in_a_record(
    shared: SharedGym, gym: Gym, case: Case, act: Act, raw: Raw
) -> None:
    before = gym.one("SELECT count(*) FROM public.notifications")
    kiosk = raw("station_kiosk")
    kiosk.execute("LISTEN gym_changes")
    act(case.coach, WRITE, m=case.mara.id, t=WORD)
    act(
        case.coach, "UPDATE public.client_records SET goals = :t WHERE member_id = :m", m=case.mara.id, t=WORD
    )
    id = gym.one("SELECT id FROM public.client_records WHERE member_id = :m", m=case.mara.id)
    said = [json.loads(notice.payload) for notice in kiosk.notifies(timeout=5, stop_after=2)]
    assert said == [{"table": "client_records", "ids": [str(id)]}] * 2
    assert gym.one("SELECT count(*) FROM public.notifications") == before, "nobody is told"


def test_every_change_is_in_the_log_for_admins_alone(gym: Gym, case: Case, act: Act) -> None:
    act(case.coach, WRITE, m=case.mara.id, t="Knee")
    act(case.desk, "UPDATE public.client_records SET injuries = 'Hip' WHERE member_id = :m", m=case.mara.id)
    log = (
        "SELECT string_agg((before ->> 'injuries') || '>' || (after ->> 'injuries'), ' ') FROM public.audit_log"
        " WHERE table_name = 'client_records' AND after ->> 'member_id' = :m"
    )
    assert act(case.desk, log, m=str(case.mara.id)) == "Knee>Hip"
    for identity in (case.coach, *case.strangers.values()):
        assert act(identity, log, m=str(case.mara.id)) is None


def test_hostile_texts_are_kept_as_they_are_or_refused_in_words(gym: Gym, case: Case, act: Act) -> None:
    for hostile in (
        "'; DROP TABLE public.client_records; --",
        "%s%n%(x)s",
        "<script>",
        "‮⁦\u200b",
        "💪" * 4000,
    ):
        gym.owner.execute(text("DELETE FROM public.client_records WHERE member_id = :m"), {"m": case.mara.id})
        act(case.coach, WRITE, m=case.mara.id, t=hostile)
        kept = gym.one("SELECT injuries FROM public.client_records WHERE member_id = :m", m=case.mara.id)
        assert kept == hostile
    for refused, code in (
        ("x" * 10_000_000, "record_injuries_length"),
        ("\0", "bad_character"),
        ("\ud800", "bad_character"),
    ):
        with pytest.raises(UserError) as error:
            act(
                case.coach,
                "UPDATE public.client_records SET injuries = :t WHERE member_id = :m",
                m=case.mara.id,
                t=refused,
            )
        assert error.value.code == code


def test_many_who_write_at_the_same_moment_leave_one_record_and_one_change(
    shared: SharedGym, gym: Gym
) -> None:
    crowd, member = Crowd(shared, 8), gym.member()
    try:
        insert = "INSERT INTO public.client_records (member_id, goals) VALUES (%s, %s)"
        outcomes = crowd.all_at_once([(insert, (member.id, f"Goal {n}")) for n in range(8)])
        assert outcomes == {"done": 1, "client_records_one_each": 7}
        change = (
            "UPDATE public.client_records SET goals = %s WHERE member_id = %s AND version = 1 RETURNING goals"
        )
        crowd.all_at_once([(change, (f"Change {n}", member.id)) for n in range(8)])
    finally:
        crowd.go_home()
    (said,) = [rows for rows in crowd.answers if rows]
    stored = "SELECT goals, version FROM public.client_records WHERE member_id = :m"
    assert tuple(gym.owner.execute(text(stored), {"m": member.id}).one()) == (said[0][0], 2)


def test_the_matrix_has_a_record_for_everybody(shared: SharedGym) -> None:
    """So that a cell that says "may not" is about a row that is there."""
    world = World(shared.gym)
    for row in ("now", "others", "ended", "paused"):
        where, values = world.row("client_records", row)
        found = shared.superuser().execute(
            f"SELECT count(*) FROM public.client_records WHERE {where}".encode(), values
        )
        assert found.fetchone() == (1,), row

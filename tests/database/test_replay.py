"""What waited for the server gets in under the session it was made in, and in no other way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from tests.database.conftest import SharedGym, plain
from tests.database.crowd import Crowd
from tests.database.world import Client, as_owner
from tests.factories import Gym

Raw = Callable[..., psycopg.Connection]

REPLAY = "SELECT public.replay_entry(%s, %s, %s, %s::jsonb)"
REPORT = "SELECT public.report_refused(%s, %s, %s, %s, %s::jsonb, %s)"
KIOSK = "station_kiosk"


def now() -> datetime:
    return datetime.now(UTC)


def entry(client: Client, **changed: object) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "exercise_id": str(client.exercise),
        "exercise_name": "Bench press",
        "sets_completed": 1,
        "reps_completed": 8,
        "weight_used": "60",
        "weight_unit": "kg",
        "rating": 4,
        "sets": [{"number": 1, "type": "working", "reps": 8, "weight": "60", "weight_unit": "kg"}],
        **changed,
    }


@dataclass
class Case:
    """A member with a session at the kiosk, and the kiosk."""

    gym: Gym
    client: Client
    token: str
    kiosk: psycopg.Connection

    def replay(
        self, made_at: object = None, kind: str = "log", token: str | None = None, **changed: object
    ) -> object:
        content = json.dumps(entry(self.client, **changed))
        values = [self.token if token is None else token, made_at or now(), kind, content]
        row = self.kiosk.execute(REPLAY, values).fetchone()
        assert row is not None
        return row[0]

    def refused(self, *args: Any, **changed: Any) -> str | None:
        with pytest.raises(psycopg.Error) as refused:
            self.replay(*args, **changed)
        return refused.value.diag.constraint_name

    def arrange(self, sql: str, **values: object) -> None:
        self.gym.owner.execute(text(sql), values)

    def logs(self) -> list[Any]:
        return list(
            self.gym.owner.execute(
                text("SELECT * FROM public.workout_progress WHERE member_id = :m AND id <> :log"),
                {"m": self.client.member.id, "log": self.client.log},
            )
        )


@pytest.fixture
def case(shared: SharedGym, raw: Raw) -> Case:
    client = Client(shared.gym)
    return Case(shared.gym, client, shared.gym.session(client.member, "member", KIOSK).token, raw(KIOSK))


@pytest.fixture(scope="module")
def known(shared: SharedGym) -> Iterator[Case]:
    """One member and one kiosk for all that is refused, and so leaves nothing behind."""
    client = Client(shared.gym)
    token = shared.gym.session(client.member, "member", KIOSK).token
    with psycopg.connect(plain(shared.server.station(shared.name, KIOSK)), autocommit=True) as kiosk:
        yield Case(shared.gym, client, token, kiosk)


def test_it_is_there_once_as_it_would_have_been(case: Case) -> None:
    made_at, id = now() - timedelta(seconds=30), str(uuid4())
    assert case.replay(made_at, id=id) == "added"
    assert case.replay(made_at, id=id) == "present"
    (log,) = case.logs()
    assert (log.member_id, log.logged_by) == (case.client.member.id, case.client.member.id)
    assert (log.completed_at, log.target) == (made_at, "4 × 8 · 60 kg")
    found = case.gym.one("SELECT count(*) FROM public.workout_sets WHERE progress_id = :id", id=id)
    assert found == 1
    assert case.gym.one("SELECT count(*) FROM auth.replaying") == 0


@pytest.mark.parametrize("ended", ["revoked", "expired", "idle"])
def test_a_session_that_ended_since_still_holds_for_what_was_made_in_it(case: Case, ended: str) -> None:
    made_at = now()
    changes = {
        "revoked": "revoked_at = now() + interval '1 second'",
        "expired": "expires_at = now() + interval '1 second', issued_at = now() - interval '12 hours'",
        "idle": "last_seen_at = now() - interval '1 hour'",
    }
    case.arrange(f"UPDATE auth.sessions SET {changes[ended]} WHERE profile_id = :p", p=case.client.member.id)
    assert case.replay(made_at) == "added"
    assert len(case.logs()) == 1


@pytest.mark.parametrize(
    ("change", "made_at"),
    [
        ("revoked_at = now() - interval '1 minute'", timedelta(0)),
        ("expires_at = now() - interval '1 minute'", timedelta(0)),
        ("last_seen_at = now()", timedelta(minutes=-6)),
        ("last_seen_at = now()", timedelta(minutes=6)),
        ("last_seen_at = now()", timedelta(days=-4000)),
        ("station = 'station_desk'", timedelta(0)),
        ("scope = 'staff'", timedelta(0)),
    ],
)
def test_forged_times_and_stolen_tokens_get_nothing_in(case: Case, change: str, made_at: timedelta) -> None:
    case.arrange(f"UPDATE auth.sessions SET {change} WHERE profile_id = :p", p=case.client.member.id)
    assert case.refused(now() + made_at) == "replay_session"
    assert case.logs() == []


@pytest.mark.parametrize("token", ["", "0" * 64, "not hex", "%", "0" * 63])
def test_no_other_token_will_do(known: Case, token: str) -> None:
    assert known.refused(token=token) == "replay_session"


@pytest.mark.parametrize("made_at", ["infinity", "-infinity", None, "1970-01-01"])
def test_no_session_holds_at_a_moment_that_is_none(known: Case, made_at: str | None) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
        known.kiosk.execute(REPLAY, [known.token, made_at, "log", json.dumps(entry(known.client))])
    assert refused.value.diag.constraint_name == "replay_session"
    assert known.logs() == []


def test_a_stolen_token_is_worth_nothing_at_another_station(case: Case, raw: Raw) -> None:
    desk = raw()
    for statement, values in (
        (REPLAY, [case.token, now(), "log", json.dumps(entry(case.client))]),
        (REPORT, [uuid4(), case.token, now(), "log", "{}", "No"]),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
            desk.execute(statement, values)
        assert refused.value.diag.constraint_name == "replay_session"
    assert case.replay() == "added", "where it was issued it holds"


def test_who_was_paused_erased_or_switched_off_meanwhile(case: Case, shared: SharedGym) -> None:
    member = case.client.member
    case.arrange("UPDATE public.trainer_assignments SET status = 'paused' WHERE member_id = :m", m=member.id)
    assert case.replay() == "added", "what they did they did"
    case.arrange("UPDATE public.profiles SET is_active = false WHERE id = :m", m=member.id)
    assert case.refused() == "replay_person_inactive"
    admin = case.gym.session(case.gym.admin())
    with shared.desk.transaction(admin) as connection:
        connection.execute(text("SELECT public.erase_person(:m)"), {"m": member.id})
    assert case.refused() == "replay_session"


def test_it_waits_for_thirty_days_at_most(case: Case) -> None:
    case.arrange(
        "UPDATE auth.sessions SET issued_at = now() - interval '40 days' WHERE profile_id = :p",
        p=case.client.member.id,
    )
    assert case.refused(now() - timedelta(days=31)) == "replay_too_old"
    assert case.replay(now() - timedelta(days=29)) == "added"


def test_somebody_else_who_is_signed_in_did_not_do_it(case: Case, raw: Raw) -> None:
    other = case.gym.member()
    token = case.gym.session(other, "member", KIOSK).token
    case.kiosk.execute("SELECT set_config('gym.token', %s, false)", [token])
    assert case.replay() == "added"
    (log,) = case.logs()
    assert (log.member_id, log.logged_by) == (case.client.member.id, case.client.member.id)
    row = case.kiosk.execute("SELECT count(*) FROM public.workout_progress").fetchone()
    assert row == (0,), "and reads nothing by it"


def test_other_peoples_exercises_keys_and_names_are_not_theirs(case: Case) -> None:
    other = Client(case.gym)
    assert case.refused(exercise_id=str(other.exercise)) == "progress_exercise_of_member"
    assert case.refused(id=str(other.log)) == "entry_key_used"
    assert case.refused(kind="skip", exercise_id=str(other.exercise)) == "skip_exercise_of_member"
    assert (
        case.replay(member_id=str(other.member.id), logged_by=str(other.member.id), source="hevy") == "added"
    )
    (log,) = case.logs()
    assert (log.member_id, log.logged_by, log.source) == (case.client.member.id, case.client.member.id, "app")


def test_a_skip_is_there_once_whatever_its_key(case: Case) -> None:
    id = str(uuid4())
    assert case.replay(kind="skip", id=id, reason="Sore") == "added"
    assert case.replay(kind="skip", id=id, reason="Sore") == "present"
    assert case.replay(kind="skip", reason="Other") == "present", "skipped twice that day is skipped once"
    assert case.refused(kind="skip", skipped_on="2020-01-01") == "skip_day_range"
    other = Client(case.gym)
    theirs = case.gym.one(
        "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on)"
        " VALUES (:e, :m, public.gym_today()) RETURNING id",
        e=other.exercise,
        m=other.member.id,
    )
    assert case.refused(kind="skip", id=str(theirs), skipped_on=str(case.gym.today - timedelta(days=1))) == "entry_key_used"  # fmt: skip


MALFORMED: tuple[dict[str, Any], ...] = (
    {"id": None},
    {"id": "x"},
    {"id": 7},
    {"exercise_id": "'; DROP TABLE public.profiles; --"},
    {"completed_at": "yesterday-ish"},
    {"completed_at": "infinityy"},
    {"sets_completed": "many"},
    {"reps_completed": 10**12},
    {"weight_used": "1e"},
    {"rating": 4.5},
    {"rating": {"a": 1}},
    {"sets": 7},
    {"sets": {"number": 1}},
    {"sets": [1, 2]},
    {"sets": [{"number": "one"}]},
    {"sets": "[]"},
    {"notes": "x" * 10_000_000},
)


@pytest.mark.parametrize("changed", MALFORMED, ids=lambda changed: str(changed)[:40])
def test_what_cannot_be_read_is_refused_by_name(known: Case, changed: dict[str, Any]) -> None:
    assert known.refused(**changed) == "entry_shape"
    assert known.logs() == []
    assert known.gym.one("SELECT count(*) FROM auth.replaying") == 0


def test_of_two_values_of_one_name_the_last_counts_and_only_that(case: Case) -> None:
    """As one reads it, so another does: nothing is checked by the first and written by the second."""
    other = Client(case.gym)
    content = json.dumps(entry(case.client))
    for twice, constraint in (
        (f'"exercise_id": "{other.exercise}"', "progress_exercise_of_member"),
        (f'"id": "{other.log}"', "entry_key_used"),
        ('"sets": [{"number": 1, "number": 201}]', "set_number_range"),
        ('"sets": [{"number": 1, "reps": {"a": [1]}}]', "entry_shape"),
        ('"rating": [[[[5]]]]', "entry_shape"),
    ):
        with pytest.raises(psycopg.Error) as refused:
            case.kiosk.execute(REPLAY, [case.token, now(), "log", f"{content[:-1]}, {twice}}}"])
        assert refused.value.diag.constraint_name == constraint, twice
    with pytest.raises(psycopg.Error):
        case.kiosk.execute(REPLAY, [case.token, now(), "log", "[" * 100_000 + "]" * 100_000])
    assert case.logs() == []


@pytest.mark.parametrize("content", ["null", "[]", "1", '"x"', "{}"])
def test_what_is_no_entry_is_refused_by_name(known: Case, content: str) -> None:
    for kind, constraint in (("log", "entry_shape"), ("rumour", "replay_kind")):
        with pytest.raises(psycopg.Error) as refused:
            known.kiosk.execute(REPLAY, [known.token, now(), kind, content])
        assert refused.value.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"reps_completed": -1}, "progress_reps_range"),
        ({"weight_used": "NaN"}, "progress_weight_range"),
        ({"completed_at": "infinity"}, "progress_not_in_future"),
        ({"completed_at": "1960-01-01"}, "progress_too_old"),
        ({"sets": [{"number": 201, "reps": 1}]}, "set_number_range"),
        ({"sets": [{"number": 1, "reps": 1}] * 2}, "set_number_unique"),
        ({"notes": "x" * 2001}, "progress_notes_length"),
    ],
)
def test_the_rules_hold_for_what_waited(known: Case, changed: dict[str, Any], constraint: str) -> None:
    assert known.refused(**changed) == constraint
    assert known.logs() == []


def test_nobody_claims_to_send_what_waited(case: Case, raw: Raw) -> None:
    for role in (KIOSK, "station_desk"):
        station = raw(role)
        for statement in (
            "INSERT INTO auth.replaying VALUES (pg_current_xact_id()::text::bigint, gen_random_uuid())",
            "SELECT * FROM auth.replaying",
            "SELECT auth.replaying_for()",
            "CREATE TEMP TABLE replaying (transaction bigint, person_id uuid)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                station.execute(statement)
    # The mark is gone when the call is over, also where more is done in the same transaction.
    open_ = raw(KIOSK, autocommit=False)
    other = case.gym.member()
    open_.execute(
        "SELECT set_config('gym.token', %s, true)", [case.gym.session(other, "member", KIOSK).token]
    )
    open_.execute(REPLAY, [case.token, now(), "log", json.dumps(entry(case.client))])
    open_.execute("SAVEPOINT s")
    with pytest.raises(psycopg.Error):
        open_.execute(REPLAY, [case.token, now(), "log", json.dumps(entry(case.client, rating=9))])
    open_.execute("ROLLBACK TO SAVEPOINT s")
    own = "INSERT INTO public.workout_progress (member_id, exercise_name) VALUES (%s, 'Row') RETURNING id"
    row = open_.execute(own, [other.id]).fetchone()
    assert row is not None
    open_.commit()
    assert case.gym.one("SELECT logged_by FROM public.workout_progress WHERE id = :id", id=row[0]) == other.id


def test_who_sends_the_same_at_the_same_moment_finds_it_there(shared: SharedGym) -> None:
    client = Client(shared.gym)
    token = shared.gym.session(client.member, "member", "station_desk").token
    crowd = Crowd(shared, 8)
    try:
        for _ in range(5):
            content = json.dumps(entry(client))
            assert crowd.all_at_once([(REPLAY, (token, now(), "log", content))] * 8) == {"done": 8}
            assert sorted(rows[0][0] for rows in crowd.answers) == ["added", *["present"] * 7]
    finally:
        crowd.go_home()


# What was refused -------------------------------------------------------------------------------------------


def _report(case: Case, id: UUID | None = None, token: str | None = None, **changed: object) -> UUID:
    id = id or uuid4()
    values = {
        "made_at": now(),
        "kind": "log",
        "entry": json.dumps(entry(case.client)),
        "reason": "No",
        **changed,
    }
    case.kiosk.execute(REPORT, [id, case.token if token is None else token, *values.values()])
    return id


def test_the_desk_is_told_whose_it_is_and_nobody_else_is(case: Case, raw: Raw) -> None:
    case.arrange(
        "UPDATE auth.sessions SET revoked_at = now() - interval '1 hour' WHERE profile_id = :p",
        p=case.client.member.id,
    )
    id = _report(case, reason="")
    assert _report(case, id) == id, "sending it again is harmless"
    row = case.gym.owner.execute(
        text("SELECT * FROM public.refused_entries WHERE id = :id"), {"id": id}
    ).one()
    assert (row.member_id, row.station, row.reason) == (case.client.member.id, KIOSK, "-")
    assert row.settled_at is None
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        case.kiosk.execute("SELECT * FROM public.refused_entries")
    desk = raw()
    for who, seen in ((case.gym.admin(), 1), (case.client.trainer, 0), (case.client.member, 0)):
        desk.execute("SELECT set_config('gym.token', %s, false)", [case.gym.session(who).token])
        count = desk.execute("SELECT count(*) FROM public.refused_entries WHERE id = %s", [id]).fetchone()
        assert count == (seen,)
        if not seen:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                desk.execute("SELECT public.settle_refused(%s)", [id])


def test_only_a_session_of_this_station_reports(case: Case) -> None:
    for token in ("", "0" * 64, case.gym.session(case.client.member, "member").token):
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
            _report(case, token=token)
        assert refused.value.diag.constraint_name == "replay_session"


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"entry": "[]"}, "refused_entry_size"),
        ({"entry": '{"n": 1e100000}'}, "refused_entry_size"),
        ({"entry": json.dumps({"notes": "x" * 10_000_000})}, "refused_entry_size"),
        ({"kind": "rumour"}, "refused_kind"),
        ({"made_at": "infinity"}, "refused_made_at_range"),
        ({"made_at": "4000-01-01"}, "refused_made_at_range"),
    ],
)
def test_no_more_is_kept_than_an_entry(known: Case, changed: dict[str, object], constraint: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as refused:
        _report(known, **changed)
    assert refused.value.diag.constraint_name == constraint


def test_the_longest_entry_there_can_be_is_kept(case: Case) -> None:
    longest = {"type": "working", "reps": 1000, "weight": "2000.00", "weight_unit": "kg", "rir": 10,
               "duration_seconds": 86400, "distance_m": "1000000.00"}  # fmt: skip
    sets = [{"number": n, **longest} for n in range(1, 201)]
    content = json.dumps(entry(case.client, sets=sets, notes="💪" * 2000, exercise_name="💪" * 200))
    _report(case, entry=content, reason="x" * 900)
    assert case.replay(sets=sets, notes="💪" * 2000) == "added"


def test_a_key_of_somebody_elses_entry_is_refused(case: Case) -> None:
    id = _report(case)
    other = case.gym.session(case.gym.member(), "member", KIOSK).token
    with pytest.raises(psycopg.errors.UniqueViolation) as refused:
        _report(case, id, token=other)
    assert refused.value.diag.constraint_name == "entry_key_used"


def test_a_station_that_floods_the_desk_is_stopped_at_a_thousand(case: Case) -> None:
    settle = "UPDATE public.refused_entries SET settled_at = now() WHERE settled_at IS NULL"
    case.arrange(settle)
    case.arrange(
        "INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason)"
        " SELECT gen_random_uuid(), :m, :station, now(), 'log', '{}', 'No' FROM generate_series(1, 999)",
        m=case.client.member.id,
        station=KIOSK,
    )
    _report(case, entry="{}")
    with pytest.raises(psycopg.errors.CheckViolation) as refused:
        _report(case, entry="{}")
    assert refused.value.diag.constraint_name == "refused_too_many"
    case.arrange(settle)
    _report(case)


def test_a_settled_entry_is_settled_once_and_written_down(case: Case, raw: Raw) -> None:
    id = _report(case)
    admin = case.gym.admin()
    desk = raw()
    desk.execute("SELECT set_config('gym.token', %s, false)", [case.gym.session(admin).token])
    for answer in (True, False):
        assert desk.execute("SELECT public.settle_refused(%s)", [id]).fetchone() == (answer,)
    assert case.gym.one("SELECT settled_by FROM public.refused_entries WHERE id = :id", id=id) == admin.id
    said = "SELECT person_id FROM public.audit_log WHERE table_name = 'refused_entries' AND row_id = :id"
    assert case.gym.one(said, id=id) == admin.id
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk.execute("DELETE FROM public.refused_entries")
    as_owner(case.gym, "DELETE FROM public.refused_entries WHERE id = :id", id=id)

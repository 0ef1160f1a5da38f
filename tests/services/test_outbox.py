"""The queue on a real database: what was made while the server was away is sent as it was made, or is the desk's."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Database, Identity
from gymtrainer_desktop.database.outbox import Outbox, new_key
from gymtrainer_desktop.domain.errors import Denied, Unavailable, UserError
from gymtrainer_desktop.domain.outbox import (
    EntryKind,
    NewSkip,
    QueuedEntry,
    SendOutcome,
    content_of_log,
    content_of_skip,
    log_of_content,
    skip_of_content,
)
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, SetType
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.outbox import HELD, OutboxService
from gymtrainer_desktop.services.server_clock import ServerClock
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym, Person
from tests.faults.writes import Pair, pair, sets

AWAY = Unavailable("The server is away.")


class Line:
    """The line to the server, which somebody can cut."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_cut = False
        self.passes: int | None = None
        straight = database.transaction

        @contextmanager
        def transaction(identity: Identity, **options: Any) -> Iterator[Any]:
            if self.passes is not None:
                self.passes -= 1
                self.is_cut = self.is_cut or self.passes < 0
            if self.is_cut:
                raise AWAY
            with straight(identity, **options) as connection:
                yield connection

        monkeypatch.setattr(database, "transaction", transaction)

    def cut(self, after: int = 0) -> None:
        """Cut it, now or after so many transactions."""
        self.passes = after

    def mend(self) -> None:
        self.is_cut, self.passes = False, None


@dataclass
class Kiosk:
    """A station with a queue, a line that can be cut, and a member who signed in there."""

    gym: Gym
    database: Database
    line: Line
    queue: Outbox
    outbox: OutboxService
    p: Pair

    def arrange(self, sql: str, **values: object) -> None:
        self.gym.owner.execute(text(sql), values)

    def signed_in(self, person: Person | None = None, scope: str = "member") -> GymServices:
        identity = self.gym.session(person or self.p.member, scope)
        return SignInService(self.database, None, self.outbox).with_identity(identity)

    def new(self, reps: int = 8, **changed: Any) -> NewLog:
        new = NewLog(new_id(), self.p.member.id, self.p.exercise, "Bench press", sets(reps, 8), rating=4)
        return replace(new, **changed)

    def away(self, services: GymServices, *logs: NewLog) -> None:
        """Record something while the server is away."""
        self.line.cut()
        for new in logs:
            recorded = services.recording.log(new)
            assert recorded.is_waiting and recorded.log is None
        self.line.mend()

    def stored(self) -> list[UUID]:
        """The member's logs, in the order in which they were done."""
        rows = self.gym.owner.execute(
            text(
                "SELECT id FROM public.workout_progress WHERE member_id = :id ORDER BY completed_at, created_at"
            ),
            {"id": self.p.member.id},
        )
        return list(rows.scalars())

    def refused(self) -> list[tuple[UUID, UUID, str]]:
        rows = self.gym.owner.execute(
            text("SELECT id, member_id, reason FROM public.refused_entries ORDER BY created_at")
        )
        return [(row.id, row.member_id, row.reason) for row in rows]

    def put(self, entry: QueuedEntry) -> QueuedEntry:
        """Have something in the queue that no window of ours would put there."""
        self.queue.put(entry)
        return entry

    def entry(self, token: str, **changed: Any) -> QueuedEntry:
        new, at = self.new(), datetime.now(UTC)
        return replace(
            QueuedEntry(new.id, EntryKind.LOG, new.member_id, at, content_of_log(new, at), token), **changed
        )


@pytest.fixture
def kiosk(gym: Gym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kiosk]:
    key = new_key()
    queue = Outbox(tmp_path / "outbox.db", lambda: key)
    database = gym.station
    line = Line(database, monkeypatch)
    yield Kiosk(gym, database, line, queue, OutboxService(database, queue), pair(gym))
    queue.close()


def test_what_is_recorded_while_the_server_is_there_waits_for_nothing(kiosk: Kiosk) -> None:
    new = kiosk.new()
    recorded = kiosk.signed_in().recording.log(new)
    assert recorded.log is not None and not recorded.is_waiting
    assert (recorded.log.id, recorded.log.sets) == (new.id, new.sets)
    assert kiosk.stored() == [new.id]
    assert kiosk.outbox.count() == 0


def test_what_waits_is_sent_in_order_after_the_member_has_gone(kiosk: Kiosk) -> None:
    services = kiosk.signed_in()
    logs = [kiosk.new(reps) for reps in range(1, 11)]
    kiosk.away(services, *logs)
    assert services.recording.waiting() == 10
    assert services.recording.kept(kiosk.p.member.id) == {new.id for new in logs}
    assert services.recording.kept(kiosk.p.trainer.id) == frozenset()
    kiosk.arrange("UPDATE auth.sessions SET revoked_at = clock_timestamp()")
    assert kiosk.outbox.send_all() == SendOutcome(sent=10)
    assert kiosk.stored() == [new.id for new in logs]
    in_order = kiosk.gym.owner.execute(
        text(
            "SELECT array_agg(s.reps ORDER BY w.created_at) FROM public.workout_progress w"
            " JOIN public.workout_sets s ON s.progress_id = w.id AND s.number = 1"
        )
    ).scalar_one()
    assert in_order == list(range(1, 11)), "written one after the other, the first one first"
    assert kiosk.outbox.send_all() == SendOutcome()
    again = kiosk.signed_in().workouts.logs(kiosk.p.member.id)
    assert {log.logged_by_name for log in again} == {None}, "logged by the member"
    assert {log.target for log in again} == {"4 × 8 · 60 kg"}


def test_a_session_that_expired_meanwhile_still_holds_for_what_was_made_before(kiosk: Kiosk) -> None:
    services = kiosk.signed_in()
    new = kiosk.new()
    kiosk.away(services, new)
    kiosk.arrange(
        "UPDATE auth.sessions SET issued_at = now() - interval '1 hour', last_seen_at = now() - interval '1 hour',"
        " expires_at = clock_timestamp()"
    )
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)
    assert kiosk.stored() == [new.id]


def refused_reason(kiosk: Kiosk, id: UUID) -> str:
    """Send, and have the only entry refused and given to the desk."""
    assert kiosk.outbox.send_all() == SendOutcome(refused=1)
    assert kiosk.outbox.count() == 0
    assert id not in kiosk.stored()
    ((refused, member, reason),) = kiosk.refused()
    assert (refused, member) == (id, kiosk.p.member.id)
    return reason


def test_made_after_the_session_was_revoked(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    kiosk.away(services, new)
    kiosk.arrange("UPDATE auth.sessions SET revoked_at = issued_at")
    assert refused_reason(kiosk, new.id)


def test_made_after_the_session_had_expired(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    kiosk.away(services, new)
    kiosk.arrange(
        "UPDATE auth.sessions SET issued_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'"
    )
    assert refused_reason(kiosk, new.id)


def test_of_somebody_who_is_switched_off_by_now(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    kiosk.away(services, new)
    kiosk.arrange("UPDATE public.profiles SET is_active = false WHERE id = :id", id=kiosk.p.member.id)
    assert refused_reason(kiosk, new.id)


def test_of_another_member_s_plan(kiosk: Kiosk) -> None:
    services, other = kiosk.signed_in(), pair(kiosk.gym)
    new = kiosk.new(exercise_id=other.exercise)
    kiosk.away(services, new)
    assert refused_reason(kiosk, new.id) == "This exercise is not in the member's plan."


def test_what_waited_for_more_than_a_month(kiosk: Kiosk) -> None:
    token = kiosk.signed_in().identity.token
    kiosk.arrange("UPDATE auth.sessions SET issued_at = now() - interval '40 days'")
    entry = kiosk.put(kiosk.entry(token, made_at=datetime.now(UTC) - timedelta(days=31)))
    assert refused_reason(kiosk, entry.id)


def test_a_staff_token_writes_nothing(kiosk: Kiosk) -> None:
    token = kiosk.gym.session(kiosk.p.member, "staff").token
    entry = kiosk.put(kiosk.entry(token))
    assert refused_reason(kiosk, entry.id)


@pytest.mark.parametrize(
    "content",
    [{"id": "no key"}, {"exercise_id": "x"}, {"sets": "none"}, {"completed_at": "no time"}, {}],
)
def test_what_no_program_of_ours_wrote_keeps_nobody_waiting(kiosk: Kiosk, content: dict[str, Any]) -> None:
    services = kiosk.signed_in()
    entry = kiosk.entry(services.identity.token)
    kiosk.put(replace(entry, content={**entry.content, **content} if content else {}))
    good = kiosk.new()
    kiosk.away(services, good)
    outcome = kiosk.outbox.send_all()
    assert (outcome.sent, outcome.refused, outcome.waiting) == (1, 1, 0)
    assert kiosk.stored() == [good.id]
    assert [row[0] for row in kiosk.refused()] == [entry.id]


@pytest.mark.expects_log("a queued entry could not be written")
def test_a_fault_in_the_program_keeps_nobody_waiting(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    services = kiosk.signed_in()
    first, second = kiosk.new(), kiosk.new()
    kiosk.away(services, first, second)
    replay = kiosk.outbox._replay_as_it_was

    def stumble(entry: QueuedEntry) -> None:
        if entry.id == first.id:
            raise KeyError("a fault")
        replay(entry)

    monkeypatch.setattr(kiosk.outbox, "_replay_as_it_was", stumble)
    assert kiosk.outbox.send_all() == SendOutcome(sent=1, refused=1)
    assert kiosk.stored() == [second.id]
    ((id, _, reason),) = kiosk.refused()
    assert id == first.id and "fault" in reason


@pytest.mark.parametrize("words", ["a\0b", "half a pair \ud83d"])
def test_what_no_database_takes_is_said_at_once(kiosk: Kiosk, words: str) -> None:
    services = kiosk.signed_in()
    kiosk.line.cut()
    with pytest.raises(UserError, match="cannot be saved"):
        services.recording.log(kiosk.new(notes=words))
    assert kiosk.outbox.count() == 0


def test_the_token_of_another_station_writes_nothing_and_waits_for_its_member(kiosk: Kiosk) -> None:
    token = kiosk.gym.session(kiosk.p.member, "member", "station_room").token
    entry = kiosk.put(kiosk.entry(token))
    assert kiosk.outbox.send_all() == SendOutcome(waiting=1, held=1)
    assert kiosk.stored() == [] and kiosk.refused() == []
    (held,) = kiosk.outbox.waiting()
    assert held.is_held and held.problem == HELD
    services = kiosk.signed_in()
    mine = kiosk.outbox.send_own(services.person.person_id, services.identity.token, services.workouts)
    assert mine == SendOutcome(sent=1)
    assert kiosk.stored() == [entry.id]


def test_an_invented_token_neither_writes_nor_reports(kiosk: Kiosk) -> None:
    for token in ("00" * 32, "not even hex", "'; DROP TABLE x; --"):
        kiosk.put(kiosk.entry(token))
    assert kiosk.outbox.send_all() == SendOutcome(waiting=3, held=3)
    assert kiosk.stored() == [] and kiosk.refused() == []
    assert kiosk.outbox.send_all() == SendOutcome(waiting=3, held=3), "and is not tried again"


def test_of_somebody_who_was_erased_nothing_comes_back(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    kiosk.away(services, new)
    desk = kiosk.gym.services(kiosk.gym.admin())
    kiosk.arrange("UPDATE public.trainer_assignments SET status = 'completed', end_date = public.gym_today()")
    desk.persons.erase(kiosk.p.member.id)
    outcome = kiosk.outbox.send_all()
    assert outcome.sent == 0
    assert kiosk.stored() == []
    assert (
        kiosk.gym.one(
            "SELECT count(*) FROM public.refused_entries r JOIN public.profiles p ON p.id = r.member_id"
        )
        == 0
    )


def test_without_a_key_everything_waits_for_its_member_and_nothing_is_lost(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    skip = NewSkip(new_id(), kiosk.p.member.id, kiosk.p.exercise, kiosk.gym.today, "Sore shoulder")
    kiosk.away(services, new)
    kiosk.line.cut()
    assert services.recording.skip(skip).is_waiting
    kiosk.line.mend()
    kiosk.queue.close()
    queue = Outbox(tmp_path / "outbox.db")  # with a key of its own
    outbox = OutboxService(kiosk.database, queue)
    assert outbox.send_all() == SendOutcome(waiting=2, held=2)
    stranger = kiosk.signed_in(kiosk.gym.member())
    assert outbox.send_own(stranger.person.person_id, stranger.identity.token, stranger.workouts).sent == 0
    services = kiosk.signed_in()
    mine = outbox.send_own(services.person.person_id, services.identity.token, services.workouts)
    assert mine == SendOutcome(sent=2)
    assert kiosk.stored() == [new.id]
    assert (
        kiosk.gym.one("SELECT reason FROM public.exercise_skips WHERE id = :id", id=skip.id)
        == "Sore shoulder"
    )
    queue.close()


def test_what_is_held_and_refused_goes_to_the_desk_when_its_member_signs_in(kiosk: Kiosk) -> None:
    other = pair(kiosk.gym)
    entry = kiosk.entry("")
    kiosk.put(replace(entry, content={**entry.content, "exercise_id": str(other.exercise)}))
    kiosk.outbox.send_all()
    services = kiosk.signed_in()
    mine = kiosk.outbox.send_own(services.person.person_id, services.identity.token, services.workouts)
    assert mine == SendOutcome(refused=1)
    ((id, member, reason),) = kiosk.refused()
    assert (id, member) == (entry.id, kiosk.p.member.id)
    assert reason == "This exercise is not in the member's plan."


def test_one_key_is_written_once_whoever_sends_it(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    first = services.recording.log(new).log
    kiosk.away(services, new)  # the answer was lost, so it is recorded again
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)
    assert services.recording.log(new).log == first
    assert kiosk.stored() == [new.id] and kiosk.refused() == []
    assert kiosk.gym.one("SELECT count(*) FROM public.workout_sets") == 2


def test_a_key_of_somebody_else_s_log_is_refused(kiosk: Kiosk) -> None:
    other = pair(kiosk.gym)
    theirs = kiosk.gym.log(other.member, other.exercise)
    services = kiosk.signed_in()
    kiosk.away(services, new := kiosk.new(id=theirs))
    assert refused_reason(kiosk, new.id)


def test_two_programs_that_send_at_the_same_moment_write_each_entry_once(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    services = kiosk.signed_in()
    logs = [kiosk.new(reps) for reps in range(1, 31)]
    kiosk.away(services, *logs)
    other = Outbox(tmp_path / "outbox.db", kiosk.queue._key)
    outcomes: list[SendOutcome] = []
    threads = [
        threading.Thread(target=lambda o=o: outcomes.append(o.send_all()))
        for o in (kiosk.outbox, OutboxService(kiosk.database, other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len(outcomes) == 2 and not any(outcome.refused for outcome in outcomes)
    assert kiosk.stored() == [new.id for new in logs]
    assert kiosk.outbox.count() == 0 and kiosk.refused() == []


@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_a_server_that_goes_away_in_the_middle_is_gone_on_with_later(kiosk: Kiosk, after: int) -> None:
    services = kiosk.signed_in()
    logs = [kiosk.new(reps) for reps in range(1, 11)]
    kiosk.away(services, *logs)
    kiosk.line.cut(after)
    assert kiosk.outbox.send_all() == SendOutcome(sent=after, waiting=10 - after, is_away=True)
    (first, *_) = kiosk.outbox.waiting()
    assert (first.id, first.problem) == (logs[after].id, AWAY.message)
    kiosk.line.mend()
    assert kiosk.outbox.send_all() == SendOutcome(sent=10 - after)
    assert kiosk.stored() == [new.id for new in logs]


def test_what_was_refused_while_the_desk_cannot_be_told_stays(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    kiosk.away(services, new)
    kiosk.arrange("UPDATE auth.sessions SET revoked_at = issued_at")
    kiosk.line.cut(1)
    assert kiosk.outbox.send_all() == SendOutcome(waiting=1, is_away=True)
    kiosk.line.mend()
    assert refused_reason(kiosk, new.id)


def test_a_newer_entry_does_not_overtake_what_its_member_did_before(kiosk: Kiosk) -> None:
    services = kiosk.signed_in()
    earlier, later = [kiosk.new(reps) for reps in (1, 2, 3)], kiosk.new(4)
    kiosk.away(services, *earlier)
    recorded = services.recording.log(later)
    assert recorded.log is not None and kiosk.outbox.count() == 0
    written = kiosk.gym.owner.execute(text("SELECT id FROM public.workout_progress ORDER BY created_at"))
    assert list(written.scalars()) == [new.id for new in (*earlier, later)]


def test_the_next_member_does_not_wait_for_the_entries_of_the_last(kiosk: Kiosk) -> None:
    kiosk.away(kiosk.signed_in(), kiosk.new())
    other = pair(kiosk.gym)
    new = kiosk.new(member_id=other.member.id, exercise_id=other.exercise)
    assert kiosk.signed_in(other.member).recording.log(new).log is not None
    assert kiosk.outbox.count() == 1


def test_while_others_are_sent_an_entry_waits_two_seconds_at_most(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gymtrainer_desktop.services.outbox._TURN", 0.01)
    services = kiosk.signed_in()
    kiosk.away(services, kiosk.new(1))
    with kiosk.outbox._sending:
        assert services.recording.log(kiosk.new(2)).is_waiting
    assert kiosk.outbox.send_all() == SendOutcome(sent=2)


def test_a_computer_that_can_keep_nothing_still_sends(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    full = UserError("The disk is full.", code="disk_full")

    def refuse(*_: object) -> None:
        raise full

    with monkeypatch.context() as patch:
        patch.setattr(kiosk.queue, "put", refuse)
        assert services.recording.log(new).log is not None
        kiosk.line.cut()
        with pytest.raises(UserError, match="disk is full"):
            services.recording.log(kiosk.new())
    kiosk.line.mend()
    with monkeypatch.context() as patch:
        patch.setattr(kiosk.queue, "take_out", refuse)
        assert services.recording.log(later := kiosk.new()).log is not None, (
            "it was sent, whatever the disk says"
        )
        with pytest.raises(UserError, match="disk is full"):
            kiosk.outbox.send_all()
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)
    assert kiosk.stored() == [new.id, later.id]


def test_what_breaks_a_rule_is_said_to_whoever_entered_it_and_does_not_wait(kiosk: Kiosk) -> None:
    services, other = kiosk.signed_in(), pair(kiosk.gym)
    with pytest.raises(UserError, match="not in the member's plan"):
        services.recording.log(kiosk.new(exercise_id=other.exercise))
    with pytest.raises(UserError, match="at least one set"):
        services.recording.log(kiosk.new(sets=()))
    assert kiosk.outbox.count() == 0 and kiosk.refused() == []


def test_one_key_with_other_content_is_refused_before_it_waits(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new(8)
    kiosk.away(services, new)
    kiosk.line.cut()
    assert services.recording.log(new).is_waiting, "the same again is harmless"
    with pytest.raises(UserError) as refusal:
        services.recording.log(replace(new, sets=sets(9, 9)))
    assert refusal.value.code == "key_reused"
    kiosk.line.mend()
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)


def test_a_session_that_ended_on_the_way_loses_nothing(kiosk: Kiosk) -> None:
    services, new = kiosk.signed_in(), kiosk.new()
    kiosk.arrange("UPDATE auth.sessions SET revoked_at = issued_at")
    assert services.recording.log(new).is_waiting
    assert refused_reason(kiosk, new.id)


def test_only_a_member_s_own_entries_are_kept_here(kiosk: Kiosk) -> None:
    coach = kiosk.signed_in(kiosk.p.trainer, "staff")
    by_password = kiosk.signed_in(scope="staff")
    stranger = kiosk.signed_in(kiosk.gym.member())
    for services in (coach, by_password, stranger):
        assert not services.recording.keeps_for(kiosk.p.member.id)
        with pytest.raises(Denied):
            services.recording.log(kiosk.new())
    assert kiosk.signed_in().recording.keeps_for(kiosk.p.member.id)
    assert kiosk.outbox.count() == 0
    assert coach.workouts.log(kiosk.new()).logged_by_name == kiosk.p.trainer.name, "a trainer logs directly"


def test_nothing_can_be_read_or_done_with_an_ended_session_but_to_send_what_waited(kiosk: Kiosk) -> None:
    services = kiosk.signed_in()
    token = services.identity.token
    new = kiosk.new(notes="my secret")
    services.recording.log(new)
    kiosk.arrange("UPDATE auth.sessions SET revoked_at = clock_timestamp()")
    with kiosk.database.transaction(NOBODY) as connection:
        answer = connection.execute(
            text("SELECT public.replay_entry(:token, :at, 'log', CAST(:entry AS jsonb))"),
            {
                "token": token,
                "at": datetime.now(UTC) - timedelta(seconds=2),
                "entry": json.dumps(content_of_log(new, datetime.now(UTC))),
            },
        ).scalar_one()
        assert answer == "present"
        seen = connection.execute(text("SELECT count(*) FROM public.workout_progress")).scalar_one()
        person = connection.execute(text("SELECT auth.uid()")).scalar_one()
        assert (seen, person) == (0, None), "within the same transaction, too"
    for table in ("refused_entries", "exercise_skips", "workout_sets"):
        with kiosk.database.transaction(NOBODY) as connection:
            assert connection.execute(text(f"SELECT count(*) FROM public.{table}")).scalar_one() == 0
    assert kiosk.gym.one("SELECT count(*) FROM auth.replaying") == 0


def test_a_skip_is_kept_and_sent_like_a_log(kiosk: Kiosk) -> None:
    services = kiosk.signed_in()
    skip = NewSkip(new_id(), kiosk.p.member.id, kiosk.p.exercise, kiosk.gym.today, "Shoulder")
    assert not services.recording.skip(skip).is_waiting
    again = replace(skip, id=new_id())
    kiosk.line.cut()
    assert services.recording.skip(again).is_waiting
    kiosk.line.mend()
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)
    assert kiosk.gym.one("SELECT count(*) FROM public.exercise_skips") == 1, "once a day"


def test_the_clock_is_the_server_s_whatever_this_computer_s_does(kiosk: Kiosk) -> None:
    seconds = 0.0
    local = datetime(2001, 1, 1, tzinfo=UTC)
    clock = ServerClock(lambda: seconds, lambda: local)
    assert clock.now() == local, "nobody was asked yet"
    kiosk.outbox.clock = clock
    services = kiosk.signed_in()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    local = datetime(2050, 1, 1, tzinfo=UTC)  # it jumps
    seconds += 2.0
    new = kiosk.new()
    kiosk.away(services, new)
    (entry,) = kiosk.outbox.waiting()
    assert abs(entry.made_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert kiosk.outbox.send_all() == SendOutcome(sent=1)
    seconds += 3600
    assert clock.now() - entry.made_at > timedelta(minutes=59)
    SignInService(kiosk.database, None, kiosk.outbox).touch(services)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1), "each sign of life asks anew"


def test_a_program_that_closes_stops_after_the_entry_it_is_at(kiosk: Kiosk) -> None:
    services = kiosk.signed_in()
    kiosk.away(services, kiosk.new(1), kiosk.new(2))
    kiosk.outbox.stop()
    assert kiosk.outbox.send_all() == SendOutcome(waiting=2)


def test_what_is_queued_says_all_that_was_entered() -> None:
    member, at = uuid4(), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    log = NewLog(
        new_id(),
        member,
        uuid4(),
        "Rowing — ünï",
        (
            LoggedSet(1, SetType.WARM_UP, 8, Decimal("62.55"), Unit.LB, 3),
            LoggedSet(2, SetType.DROP, None, None, None, None, 95, Decimal("1234.5")),
        ),
        at,
        5,
        'Said "well"',
        12,
    )
    assert log_of_content(member, content_of_log(log, datetime.now(UTC))) == log
    now = replace(log, exercise_id=None, completed_at=None, notes="", rating=None)
    assert log_of_content(member, content_of_log(now, at)) == replace(now, completed_at=at)
    skip = NewSkip(new_id(), member, uuid4(), at.date(), "Why not")
    assert skip_of_content(member, content_of_skip(skip)) == skip

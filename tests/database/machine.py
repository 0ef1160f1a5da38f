"""A gym in which anything may happen next, held against the model after every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.database.model import Model
from tests.database.model_rows import OPEN, Member, Trainer
from tests.database.promises import WRONG
from tests.factories import Gym, Person

X = TypeVar("X")
MEMBERS, LIMITS = 6, (2, 3, 1)
ADMIN = UUID(int=0xAD)
DAY = 30

_STATE = """
SELECT json_build_object(
  'assignments', (SELECT coalesce(json_object_agg(id, json_build_array(member_id, trainer_id, status, version)), '{}')
    FROM public.trainer_assignments),
  'line', (SELECT coalesce(json_agg(json_build_array(id, member_id, trainer_id, status, offered_trainer_id) ORDER BY rank), '[]')
    FROM public.trainer_waitlist),
  'requests', (SELECT coalesce(json_object_agg(id, status), '{}') FROM public.client_requests),
  'plans', (SELECT coalesce(json_object_agg(id, json_build_array(assignment_id, status)), '{}') FROM public.workout_plans),
  'exercises', (SELECT coalesce(json_object_agg(id, json_build_array(plan_id, archived_on IS NOT NULL)), '{}')
    FROM public.workout_exercises),
  'loads', (SELECT json_object_agg(id, active_clients) FROM public.instructors),
  'logs', (SELECT coalesce(json_object_agg(member_id, n), '{}') FROM
    (SELECT member_id, count(*) AS n FROM public.workout_progress GROUP BY member_id) w),
  'people', (SELECT json_object_agg(id, is_active) FROM public.profiles WHERE member_number IS NOT NULL)),
""" + ", ".join(f"ARRAY({ask})::text[]" for ask in WRONG.values())


@dataclass
class Arena:
    """A gym whose people are there and to whom nothing has happened, and a session for each of them."""

    connection: psycopg.Connection
    tokens: dict[UUID, str]
    members: list[UUID]
    trainers: dict[UUID, int]
    seen: Counter[str] = field(default_factory=Counter)


def build_arena(gym: Gym, connection: psycopg.Connection) -> Arena:
    """Put the people into an empty gym; `connection` is a station's, and no one else uses it."""
    people = {ADMIN: ("Rosa", None)} | {UUID(int=n + 1): (f"Member {n}", f"M{n}") for n in range(MEMBERS)}
    trainers = {UUID(int=0xB0 + n): (UUID(int=0xA0 + n), limit) for n, limit in enumerate(LIMITS)}
    people |= {person: (f"Trainer {person.int}", None) for person, _ in trainers.values()}
    for id, (name, number) in people.items():
        sql = "INSERT INTO public.profiles (id, full_name, member_number, is_admin) VALUES (:id, :name, :number, :admin) RETURNING 1"
        gym.one(sql, id=id, name=name, number=number, admin=id == ADMIN)
    for id, (person, limit) in trainers.items():
        sql = (
            "INSERT INTO public.instructors (id, user_id, name, is_personal_trainer, max_clients)"
            " VALUES (:id, :person, 'Trainer', true, :limit) RETURNING 1"
        )
        gym.one(sql, id=id, person=person, limit=limit)
    members = [id for id, (_, number) in people.items() if number]
    # Nobody is to be signed out for idling while a slow machine works.
    gym.one("UPDATE public.gym_settings SET kiosk_idle_minutes = 60, staff_idle_minutes = 720 RETURNING 1")
    tokens = {}
    for id in people:
        scope = "member" if id in members else "staff"
        tokens[id] = gym.session(Person(id, "", "", None), scope).token
    for trainer, (person, _) in trainers.items():
        tokens[trainer] = tokens[person]
    return Arena(connection, tokens, members, {t: limit for t, (_, limit) in trainers.items()})


def run_machine(arena: Arena, *, examples: int, steps: int, explain: bool = True) -> None:
    """Let it happen, so many times with so many steps.

    Raises:
        AssertionError: Database and model differ; made as short as it gets where `explain` is wanted.
    """
    machine = cast("type[GymMachine]", type("GymMachine", (GymMachine,), {"arena": arena}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, derandomize=True, deadline=None, database=None,
            print_blob=False, report_multiple_bugs=False, phases=tuple(Phase) if explain else (Phase.generate,), suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


ANY = st.integers(0, 59)


def _pick(things: Sequence[X], n: int) -> X:
    return things[n % len(things)]


def _has(what: str) -> Callable[[Any], bool]:
    return lambda machine: bool(getattr(machine.model, what))


class GymMachine(RuleBasedStateMachine):
    """Each rule does one thing in the database and in the model, and both must come to the same."""

    arena: ClassVar[Arena]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(
            {t: Trainer(t, limit) for t, limit in self.arena.trainers.items()},
            {m: Member(m) for m in self.arena.members},
        )
        self._keys = 0x1000
        self.connection = self.arena.connection
        self.connection.rollback()

    def teardown(self) -> None:
        self.connection.rollback()

    def key(self) -> UUID:
        self._keys += 1
        return UUID(int=self._keys)

    # What is picked from

    def trainer(self, n: int) -> UUID:
        return _pick(list(self.model.trainers), n)

    def member(self, n: int) -> UUID:
        return _pick(list(self.model.members), n)

    def some(self, what: str, n: int) -> UUID:
        return _pick(list(getattr(self.model, what)), n)

    # Doing

    def ask(self, sql: str, *values: object, who: UUID = ADMIN) -> tuple[str, list[tuple[Any, ...]]]:
        """Do something as somebody; "done" or the rule that refused it, and the rows that came back."""
        self.connection.execute("SAVEPOINT step")
        self.connection.execute("SELECT set_config('gym.token', %s, true)", [self.arena.tokens[who]])
        try:
            cursor = self.connection.execute(sql, values)  # type: ignore[call-overload]
            rows = cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            self.connection.execute("ROLLBACK TO SAVEPOINT step")
            denied = "denied" if isinstance(error, psycopg.errors.InsufficientPrivilege) else repr(error)
            return error.diag.constraint_name or denied, []
        return "done", rows

    def expect(self, want: str, sql: str, *values: object, who: UUID = ADMIN) -> list[tuple[Any, ...]]:
        got, rows = self.ask(sql, *values, who=who)
        self.arena.seen[got] += 1
        assert got == want, f"{sql} {values}: {got}, where {want} had to come of it"
        return rows

    # Assignments

    @initialize(seed=st.integers(0, 2**32))
    def a_day_like_any_other(self, seed: int) -> None:
        """Evenly mixed to begin with: left to itself, hypothesis does a few things again and again."""
        chance = Random(seed)
        self.assign(0, 1)
        self.publish(0, False, 2)
        for _ in range(DAY):
            self.anything(chance)
            self.nothing_is_wrong_and_both_are_the_same()

    def anything(self, chance: Random) -> None:
        def n() -> int:
            return chance.randrange(60)

        def maybe() -> int | None:
            return chance.choice([None, n()])

        def yes() -> bool:
            return chance.random() < 0.5

        things: dict[str, list[Callable[[], None]]] = {
            "members": [
                lambda: self.assign(n(), n()),
                lambda: self.assign(n(), n()),
                lambda: self.assign_in_bulk([(n(), n()) for _ in range(chance.randint(1, 3))]),
                lambda: self.wait(n(), maybe()),
                lambda: self.wait(n(), maybe()),
                lambda: self.look_offers_over(),
                lambda: self.set_limit(n(), chance.randrange(4)),
                lambda: self.switch(n(), yes()),
                lambda: self.set_active(n(), yes()),
                lambda: self.erase(chance.randrange(60)),
                lambda: self.log(n(), maybe(), yes()),
                lambda: self.complete_expired_plans(),
            ],
            "assignments": [
                lambda: self.set_status(n(), chance.choice(["paused", "active", "completed"])),
                lambda: self.transfer(n(), n(), yes(), chance.randrange(4) // 3),
                lambda: self.delete_assignment(n()),
                lambda: self.publish(n(), yes(), chance.randrange(3)),
            ],
            "entries": [
                lambda: self.wish(n(), maybe()),
                lambda: self.leave(n()),
                lambda: self.answer_offer(n(), yes()),
                lambda: self.request(n(), n()),
            ],
            "requests": [lambda: self.answer_request(n(), yes())],
            "exercises": [
                lambda: self.archive_exercise(n(), yes()),
                lambda: self.rewrite_exercise(n(), yes()),
                lambda: self.log(n(), n(), yes()),
            ],
        }
        chance.choice([do for what, able in things.items() if getattr(self.model, what) for do in able])()

    @rule(m=ANY, t=ANY)
    def assign(self, m: int, t: int) -> None:
        id, member, trainer = self.key(), self.member(m), self.trainer(t)
        sql = "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date) VALUES (%s, %s, %s, public.gym_today())"
        self.expect(self.model.assign(id, member, trainer), sql, id, member, trainer)

    @rule(lines=st.lists(st.tuples(ANY, ANY), min_size=1, max_size=4))
    def assign_in_bulk(self, lines: list[tuple[int, int]]) -> None:
        ids = [self.key() for _ in lines]
        members, trainers = [self.member(m) for m, _ in lines], [self.trainer(t) for _, t in lines]
        trial = self.model.copy()
        said = [trial.assign(*line) for line in zip(ids, members, trainers, strict=True)]
        problems = [(n, s) for n, s in enumerate(said, 1) if s != "done"]
        sql = "SELECT line, problem FROM public.assign_members(%s, %s, %s)"
        rows = self.expect("done", sql, ids, members, trainers)
        assert rows == (problems or [(n, None) for n in range(1, len(lines) + 1)])
        self.arena.seen["bulk, refused" if problems else "bulk"] += 1
        if not problems:
            self.model = trial

    @precondition(_has("assignments"))
    @rule(a=ANY, status=st.sampled_from(["paused", "paused", "active", "active", "completed", "completed"]))
    def set_status(self, a: int, status: str) -> None:
        id = self.some("assignments", a)
        sql = "UPDATE public.trainer_assignments SET status = %s WHERE id = %s"
        self.expect(self.model.set_status(id, status), sql, status, id)

    @precondition(_has("assignments"))
    @rule(a=ANY, t=ANY, carry=st.booleans(), stale=st.sampled_from([0, 0, 0, 1]))
    def transfer(self, a: int, t: int, carry: bool, stale: int) -> None:
        id, trainer, new = self.some("assignments", a), self.trainer(t), self.key()
        old = self.model.assignments[id]
        version, standing = old.version - stale, self.model.plan_of(id)
        want, carried = self.model.transfer(id, trainer, new, version, carry)
        self.expect(want, "SELECT public.transfer_assignment(%s, %s, %s, %s, 'Shy', %s)", id, trainer, new, version, carry)  # fmt: skip
        if carried >= 0 and standing:
            ask = "SELECT p.id, e.id FROM public.workout_plans p LEFT JOIN public.workout_exercises e ON e.plan_id = p.id WHERE p.assignment_id = %s"
            rows = self.expect("done", ask, new)
            self.model.carry(rows[0][0], new, [e for _, e in rows if e], standing.expired)
            assert len([e for _, e in rows if e]) == carried

    @precondition(_has("assignments"))
    @rule(a=ANY)
    def delete_assignment(self, a: int) -> None:
        id = self.some("assignments", a)
        # Notes of a hand-over hold on to it like plans do; they are the desk's to delete.
        self.expect("done", "DELETE FROM public.trainer_client_notes WHERE assignment_id = %s", id)
        self.expect(self.model.delete_assignment(id), "DELETE FROM public.trainer_assignments WHERE id = %s", id)  # fmt: skip

    # The waiting list

    @rule(m=ANY, t=st.none() | ANY)
    def wait(self, m: int, t: int | None) -> None:
        id, member, wish = self.key(), self.member(m), None if t is None else self.trainer(t)
        sql = "INSERT INTO public.trainer_waitlist (id, member_id, trainer_id) VALUES (%s, %s, %s)"
        self.expect(self.model.wait(id, member, wish), sql, id, member, wish)

    @precondition(_has("entries"))
    @rule(e=ANY, t=st.none() | ANY)
    def wish(self, e: int, t: int | None) -> None:
        id, wish = self.some("entries", e), None if t is None else self.trainer(t)
        sql = "UPDATE public.trainer_waitlist SET trainer_id = %s WHERE id = %s"
        self.expect(self.model.wish(id, wish), sql, wish, id)

    @precondition(_has("entries"))
    @rule(e=ANY)
    def leave(self, e: int) -> None:
        id = self.some("entries", e)
        self.expect(self.model.leave(id), "SELECT public.leave_waitlist(%s)", id)

    @precondition(_has("entries"))
    @rule(e=ANY, yes=st.sampled_from([True, True, False]))
    def answer_offer(self, e: int, yes: bool) -> None:
        id = self.some("entries", e)
        who = self.model.entries[id].member
        self.expect(self.model.answer_offer(id, yes), "SELECT public.answer_offer(%s, %s)", id, yes, who=who)

    @precondition(_has("entries"))
    @rule(e=ANY, t=ANY)
    def request(self, e: int, t: int) -> None:
        standing = [i for i, entry in self.model.entries.items() if entry.status in OPEN]
        id, entry, trainer = self.key(), _pick(standing or list(self.model.entries), e), self.trainer(t)
        want = self.model.request(id, entry, trainer)
        self.expect(want, "SELECT public.request_client(%s, %s)", id, entry, who=trainer)

    @precondition(_has("requests"))
    @rule(r=ANY, yes=st.booleans())
    def answer_request(self, r: int, yes: bool) -> None:
        id, new = self.some("requests", r), self.key()
        want = self.model.answer_request(id, yes, new)
        self.expect(want, "SELECT public.answer_request(%s, %s, %s)", id, yes, new)

    @rule()
    def look_offers_over(self) -> None:
        assert self.expect("done", "SELECT public.lapse_offers()") == [(0,)]

    # Trainers and people

    @rule(t=ANY, limit=st.integers(0, 3))
    def set_limit(self, t: int, limit: int) -> None:
        trainer = self.trainer(t)
        self.expect(self.model.set_limit(trainer, limit), "UPDATE public.instructors SET max_clients = %s WHERE id = %s", limit, trainer)  # fmt: skip

    @rule(t=ANY, on=st.sampled_from([False, False, True]))
    def switch(self, t: int, on: bool) -> None:
        trainer = self.trainer(t)
        if not self.model.trainers[trainer].erased:
            self.expect(self.model.switch(trainer, on), "UPDATE public.instructors SET is_active = %s WHERE id = %s", on, trainer)  # fmt: skip

    @rule(m=ANY, active=st.booleans())
    def set_active(self, m: int, active: bool) -> None:
        member = self.member(m)
        self.expect(self.model.set_active(member, active), "SELECT auth.set_active(%s, %s, NULL)", member, active)  # fmt: skip

    @rule(n=st.integers(0, 3 * (MEMBERS + len(LIMITS))))
    def erase(self, n: int) -> None:
        trainers = list(self.model.trainers)
        sql = "SELECT count(*) FROM public.erase_person(%s)"
        if n < MEMBERS:
            member = self.member(n)
            self.expect(self.model.erase_member(member), sql, member)
        elif n < MEMBERS + len(trainers):
            trainer = trainers[n - MEMBERS]
            self.expect(self.model.erase_trainer(trainer), sql, UUID(int=trainer.int - 0x10))

    # Plans and logs

    @precondition(_has("assignments"))
    @rule(a=ANY, expired=st.booleans(), n=st.integers(0, 2))
    def publish(self, a: int, expired: bool, n: int) -> None:
        id, assignment, exercises = self.key(), self.some("assignments", a), [self.key() for _ in range(n)]
        trainer = self.model.assignments[assignment].trainer
        want = self.model.publish(id, assignment, exercises, expired)
        sql = "INSERT INTO public.workout_plans (id, assignment_id, title, starts_on) VALUES (%s, %s, 'Plan', public.gym_today() - %s)"
        self.expect(want, sql, id, assignment, 60 if expired else 0, who=trainer)
        for exercise in exercises if want == "done" else ():
            sql = "INSERT INTO public.workout_exercises (id, plan_id, day_of_week, exercise_name) VALUES (%s, %s, 'Monday', 'Row')"
            self.expect("done", sql, exercise, id, who=trainer)

    @precondition(_has("exercises"))
    @rule(e=ANY, replace=st.booleans())
    def archive_exercise(self, e: int, replace: bool) -> None:
        id, new = self.some("exercises", e), self.key() if replace else None
        plan = self.model.exercises[id].plan
        want = self.model.replace_exercise(id, new)
        sql = "UPDATE public.workout_exercises SET archived_on = greatest(public.gym_today(), valid_from) WHERE id = %s"
        self.expect(want, sql, id)
        if new:
            sql = "INSERT INTO public.workout_exercises (id, plan_id, day_of_week, exercise_name, replaces_id) VALUES (%s, %s, 'Monday', 'Row', %s)"
            self.expect("done", sql, new, plan, id)

    @precondition(_has("exercises"))
    @rule(e=ANY, delete=st.booleans())
    def rewrite_exercise(self, e: int, delete: bool) -> None:
        id = self.some("exercises", e)
        if delete:
            self.expect(self.model.delete_exercise(id), "DELETE FROM public.workout_exercises WHERE id = %s", id)  # fmt: skip
        else:
            self.expect(self.model.change_exercise(id), "UPDATE public.workout_exercises SET sets = coalesce(sets, 0) + 1 WHERE id = %s", id)  # fmt: skip

    @rule(m=ANY, e=ANY | st.none() | ANY.map(lambda n: n + 1), own=st.sampled_from([True, True, False]))
    def log(self, m: int, e: int | None, own: bool) -> None:
        exercise = self.some("exercises", e) if e is not None and self.model.exercises else None
        member = self.model.member_of(exercise) if exercise and own else self.member(m)
        sql = "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name) VALUES (%s, %s, 'Row')"
        self.expect(self.model.log(member, exercise), sql, exercise, member)

    @rule()
    def complete_expired_plans(self) -> None:
        assert self.expect("done", "SELECT public.complete_expired_plans()") == [
            (self.model.complete_expired(),)
        ]

    # What must hold after every step

    @invariant()
    def nothing_is_wrong_and_both_are_the_same(self) -> None:
        self.connection.execute("SELECT set_config('gym.token', %s, true)", [self.arena.tokens[ADMIN]])
        row = self.connection.execute(_STATE).fetchone()
        assert row
        there, *found = row
        wrong = {what: ids for what, ids in zip(WRONG, found, strict=True) if ids}
        assert not wrong, wrong
        there["people"] = {k: v for k, v in there["people"].items() if UUID(k) in self.model.members}
        assert there == self.model.as_json()

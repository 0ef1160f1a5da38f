"""The rules of a gym in plain Python: what has to come of each thing that somebody does.

Every method of `Model` that stands for something done returns "done", and changes the model, or the name of the rule
that refuses it, and changes nothing. It knows nothing of SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.database.model_rows import OPEN, Assignment, Entry, Exercise, Member, Plan, Request, Trainer


@dataclass
class Model:
    """A gym; the waiting list is in its order."""

    trainers: dict[UUID, Trainer]
    members: dict[UUID, Member]
    assignments: dict[UUID, Assignment] = field(default_factory=dict)
    plans: dict[UUID, Plan] = field(default_factory=dict)
    exercises: dict[UUID, Exercise] = field(default_factory=dict)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    requests: dict[UUID, Request] = field(default_factory=dict)

    def copy(self) -> Model:
        return deepcopy(self)

    def as_json(self) -> dict[str, Any]:
        """The whole gym, as the machine reads it from the database."""

        def text(id: UUID | None) -> str | None:
            return str(id) if id else None

        return {
            "assignments": {
                str(a.id): [str(a.member), str(a.trainer), a.status, a.version]
                for a in self.assignments.values()
            },
            "line": [
                [str(e.id), str(e.member), text(e.wish), e.status, text(e.offered)]
                for e in self.entries.values()
            ],
            "requests": {str(r.id): r.status for r in self.requests.values()},
            "plans": {str(p.id): [str(p.assignment), p.status] for p in self.plans.values()},
            "exercises": {str(e.id): [str(e.plan), e.archived] for e in self.exercises.values()},
            "loads": {str(t): self.load(t) for t in self.trainers},
            "logs": {str(m.id): m.logs for m in self.members.values() if m.logs},
            "people": {str(m.id): m.active for m in self.members.values() if not m.erased},
        }

    # What there is ---------------------------------------------------------------------------------------

    def load(self, trainer: UUID) -> int:
        return sum(a.trainer == trainer and a.status == "active" for a in self.assignments.values())

    def active_of(self, member: UUID) -> Assignment | None:
        mine = (a for a in self.assignments.values() if a.member == member and a.status == "active")
        return next(mine, None)

    def open_entry(self, member: UUID) -> Entry | None:
        return next((e for e in self.entries.values() if e.member == member and e.status in OPEN), None)

    def plan_of(self, assignment: UUID) -> Plan | None:
        mine = (p for p in self.plans.values() if p.assignment == assignment and p.status == "active")
        return next(mine, None)

    def member_of(self, exercise: UUID) -> UUID:
        return self.assignments[self.plans[self.exercises[exercise].plan].assignment].member

    def _free(self, trainer: UUID) -> int:
        t = self.trainers[trainer]
        offers = sum(e.offered == trainer and e.status in OPEN for e in self.entries.values())
        return (t.limit - self.load(trainer) if t.on else 0) - offers

    # Offers ----------------------------------------------------------------------------------------------

    def offer(self, trainer: UUID) -> None:
        """Offer what is free to the next in line; take back what no place stands behind."""
        for e in self.entries.values():
            wanted = e.wish in (None, trainer) and self.members[e.member].active
            if self._free(trainer) > 0 and e.status == "waiting" and wanted:
                e.status, e.offered = "offered", trainer
        over = -self._free(trainer)
        if over > 0:
            back = [e for e in reversed(self.entries.values()) if e.offered == trainer and e.status in OPEN]
            back = sorted(back, key=lambda e: e.status == "accepted")[:over]
            for e in back:
                e.status, e.offered = "waiting", None
            for e in back:
                self._seek(e)

    def _seek(self, entry: Entry) -> None:
        """Who is in line may be offered a place that is free already."""
        able = [
            t for t in self.trainers.values() if t.on and entry.wish in (None, t.id) and self._free(t.id) > 0
        ]
        if able:
            self.offer(min(able, key=lambda t: (self.load(t.id) - t.limit, t.id)).id)

    def _close(self, entry: Entry, status: str, trainer: UUID | None) -> None:
        was, entry.status = entry.offered, status
        entry.offered = trainer or was
        for r in self.requests.values():
            if r.entry == entry.id and r.status == "open":
                r.status = "granted" if r.trainer == trainer else "refused"
        if was is not None and trainer != was:
            self.offer(was)

    # Assignments -----------------------------------------------------------------------------------------

    def _no_place(self, trainer: UUID) -> str:
        t = self.trainers[trainer]
        if not t.on:
            return "trainer_not_available"
        return "trainer_capacity" if self.load(trainer) >= t.limit else ""

    def _begin(self, assignment: Assignment) -> None:
        entry = self.open_entry(assignment.member)
        assignment.status = "active"
        self.assignments[assignment.id] = assignment
        if entry:
            self._close(entry, "assigned", assignment.trainer)
        self.offer(assignment.trainer)

    def assign(self, id: UUID, member: UUID, trainer: UUID) -> str:
        m = self.members[member]
        if self.active_of(member):
            return "unique_active_assignment"
        if m.erased:
            return "trainer_assignments_member_id_fkey"
        if not m.active:
            return "assignment_member_active"
        if refused := self._no_place(trainer):
            return refused
        self._begin(Assignment(id, member, trainer))
        return "done"

    def set_status(self, id: UUID, status: str) -> str:
        a = self.assignments[id]
        if a.status == "completed" and status != "completed":
            return "assignment_completed_final"
        if status == "active" and a.status != "active":
            if self.active_of(a.member):
                return "unique_active_assignment"
            if refused := self._no_place(a.trainer):
                return refused
            self._begin(a)
        elif a.status != status:
            was, a.status = a.status, status
            if was == "active":
                self.offer(a.trainer)
        a.version += 1
        return "done"

    def delete_assignment(self, id: UUID) -> str:
        a = self.assignments[id]
        if any(p.assignment == id for p in self.plans.values()):
            return "workout_plans_assignment_id_fkey"
        if a.logs:
            return "workout_progress_assignment_id_fkey"
        del self.assignments[id]
        if a.status == "active":
            self.offer(a.trainer)
        return "done"

    def transfer(self, id: UUID, trainer: UUID, new: UUID, version: int, carry: bool) -> tuple[str, int]:
        """The outcome, and how many exercises the new plan has to have; -1 where there is no new plan."""
        a = self.assignments[id]
        if a.status == "completed":
            return "transfer_completed", -1
        if a.version != version:
            return "assignment_stale", -1
        if a.trainer == trainer:
            return "transfer_same_trainer", -1
        status = a.status
        if status == "paused" and not self.trainers[trainer].on:
            return "trainer_not_available", -1
        if status == "active" and (refused := self._no_place(trainer)):
            return refused, -1
        self.set_status(id, "completed")
        if status == "active":
            self._begin(Assignment(new, a.member, trainer))
        else:
            self.assignments[new] = Assignment(new, a.member, trainer, "paused")
        plan = self.plan_of(id)
        if plan:
            plan.status = "archived"
        if not plan or not carry:
            return "done", -1
        return "done", sum(e.plan == plan.id and not e.archived for e in self.exercises.values())

    def carry(self, id: UUID, assignment: UUID, exercises: Iterable[UUID], expired: bool) -> None:
        """The plan that a hand-over has made, with keys of its own."""
        self.plans[id] = Plan(id, assignment, expired)
        self.exercises |= {e: Exercise(e, id) for e in exercises}

    # The waiting list ------------------------------------------------------------------------------------

    def wait(self, id: UUID, member: UUID, wish: UUID | None) -> str:
        m = self.members[member]
        if self.open_entry(member):
            return "waitlist_open_unique"
        if m.erased:
            return "trainer_waitlist_member_id_fkey"
        if not m.active:
            return "waitlist_member_active"
        if self.active_of(member):
            return "waitlist_has_trainer"
        self.entries[id] = Entry(id, member, wish)
        self._seek(self.entries[id])
        return "done"

    def wish(self, id: UUID, wish: UUID | None) -> str:
        entry = self.entries[id]
        entry.wish = wish
        if entry.status == "waiting":
            self._seek(entry)
        return "done"

    def leave(self, id: UUID) -> str:
        entry = self.entries[id]
        if entry.status == "assigned":
            return "waitlist_closed"
        if entry.status in OPEN:
            self._close(entry, "withdrawn", None)
        return "done"

    def answer_offer(self, id: UUID, yes: bool) -> str:
        entry = self.entries[id]
        wanted = "accepted" if yes else "withdrawn"
        if not self.members[entry.member].signed_in:
            return "offer_gone"
        if entry.status == wanted:
            return "done"
        if entry.status not in ("offered", "accepted"):
            return "offer_gone"
        if yes:
            entry.status = "accepted"
        else:
            self._close(entry, "withdrawn", None)
        return "done"

    def request(self, id: UUID, entry: UUID, trainer: UUID) -> str:
        e = self.entries[entry]
        if not self.trainers[trainer].on:
            return "trainer_only"
        if e.status not in OPEN or e.wish not in (None, trainer):
            return "waitlist_closed"
        if any(
            r.entry == entry and r.trainer == trainer and r.status == "open" for r in self.requests.values()
        ):
            return "client_request_open_unique"
        self.requests[id] = Request(id, entry, trainer)
        return "done"

    def answer_request(self, id: UUID, yes: bool, assignment: UUID) -> str:
        r = self.requests[id]
        if r.status == "refused" and not yes:
            return "done"
        if r.status == "granted" and yes:
            return "waitlist_closed"  # with another key: it is assigned already
        if r.status != "open":
            return "request_answered"
        if yes:
            return self.assign(assignment, self.entries[r.entry].member, r.trainer)
        r.status = "refused"
        return "done"

    # Trainers and people ---------------------------------------------------------------------------------

    def set_limit(self, trainer: UUID, limit: int) -> str:
        self.trainers[trainer].limit = limit
        self.offer(trainer)
        return "done"

    def switch(self, trainer: UUID, on: bool) -> str:
        if not on and self.load(trainer):
            return "trainer_has_clients"
        self.trainers[trainer].on = on
        self.offer(trainer)
        return "done"

    def set_active(self, member: UUID, active: bool) -> str:
        m = self.members[member]
        if m.erased:
            return "person_gone"
        if m.active == active:
            return "done"
        if not active:
            if any(a.member == member and a.status != "completed" for a in self.assignments.values()):
                return "person_has_assignment"
            if entry := self.open_entry(member):
                self._close(entry, "withdrawn", None)
            m.signed_in = False
        m.active = active
        return "done"

    def erase_member(self, member: UUID) -> str:
        m = self.members[member]
        if m.erased:
            return "person_gone"
        if entry := self.open_entry(member):
            self._close(entry, "withdrawn", None)
        gone = {a.id: a for a in self.assignments.values() if a.member == member}
        m.erased, m.active, m.signed_in, m.logs = True, False, False, 0
        self.requests = {k: r for k, r in self.requests.items() if self.entries[r.entry].member != member}
        self.entries = {k: e for k, e in self.entries.items() if e.member != member}
        self.exercises = {
            k: e for k, e in self.exercises.items() if self.plans[e.plan].assignment not in gone
        }
        self.plans = {k: p for k, p in self.plans.items() if p.assignment not in gone}
        self.assignments = {k: a for k, a in self.assignments.items() if k not in gone}
        for a in gone.values():
            if a.status == "active":
                self.offer(a.trainer)
        return "done"

    def erase_trainer(self, trainer: UUID) -> str:
        t = self.trainers[trainer]
        if t.erased:
            return "person_gone"
        if self.load(trainer):
            return "trainer_has_clients"
        t.on = False
        t.erased = True
        self.offer(trainer)
        self.requests = {k: r for k, r in self.requests.items() if r.trainer != trainer}
        return "done"

    # Plans and logs --------------------------------------------------------------------------------------

    def publish(self, id: UUID, assignment: UUID, exercises: Iterable[UUID], expired: bool) -> str:
        a = self.assignments[assignment]
        if a.status != "active" or not self.trainers[a.trainer].on:
            return "denied"
        if self.plan_of(assignment):
            return "unique_active_plan"
        self.plans[id] = Plan(id, assignment, expired)
        self.exercises |= {e: Exercise(e, id) for e in exercises}
        return "done"

    def replace_exercise(self, id: UUID, new: UUID | None) -> str:
        self.exercises[id].archived = True
        if new:
            self.exercises[new] = Exercise(new, self.exercises[id].plan, replaces=id)
        return "done"

    def change_exercise(self, id: UUID) -> str:
        return "exercise_logged" if self.exercises[id].logs else "done"

    def delete_exercise(self, id: UUID) -> str:
        if self.exercises[id].logs:
            return "exercise_logged"
        if any(e.replaces == id for e in self.exercises.values()):
            return "workout_exercises_replaces_id_fkey"
        del self.exercises[id]
        return "done"

    def log(self, member: UUID, exercise: UUID | None) -> str:
        m = self.members[member]
        if m.erased:
            return "workout_progress_member_id_fkey"
        if exercise is not None and self.member_of(exercise) != member:
            return "progress_exercise_of_member"
        if exercise is None:
            a = self.active_of(member)
        else:
            self.exercises[exercise].logs += 1
            a = self.assignments[self.plans[self.exercises[exercise].plan].assignment]
        m.logs += 1
        if a:
            a.logs += 1
        return "done"

    def complete_expired(self) -> int:
        over = [p for p in self.plans.values() if p.status == "active" and p.expired]
        for p in over:
            p.status = "completed"
        return len(over)

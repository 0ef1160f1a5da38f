"""The front desk's gym in memory with what the trainers page asks for: photos, switching off, hand-over."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from gymtrainer_desktop.domain.bulk import BulkMember, BulkTrainer, Progress, TrainerLoad, report, spread
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.handover import HandoverClient, HandoverLine, HandoverPlan, SuggestedHandover
from gymtrainer_desktop.domain.people import MemberRow
from gymtrainer_desktop.domain.trainers import TrainerRow
from tests.ui.admin_gym import ACTIVE, COMPLETED, TODAY, Gym, uid


class TrainersGym(Gym):
    """A desk whose trainers have photos and can be switched off, and whose clients can be handed over."""

    def __init__(self, extra_members: int = 0) -> None:
        super().__init__(extra_members)
        self.photos: dict[UUID, bytes] = {}
        self.versions: dict[UUID, int] = {}
        self.handed: dict[UUID, UUID] = {}
        self.trainers: Any = DeskTrainers(self, self.trainers)
        self.handover = Handover(self)

    def give(self, trainer: str, names: Sequence[str], status: Any = ACTIVE) -> None:
        """Make these members, new or known, clients of a trainer."""
        row = self.trainer(trainer)
        for number, name in enumerate(names):
            known = next((one for one in self.member_rows if one.full_name == name), None)
            member = known or dataclasses.replace(
                self.member_rows[0], id=uid(7000 + len(self.member_rows)), full_name=name
            )
            changed = dataclasses.replace(
                member, trainer_id=row.id, trainer_name=row.name, status=status,
                assignment_id=uuid5(member.id, "assignment"), plan_title="Strength" if number % 2 else None,
            )  # fmt: skip
            self.member_rows = [one for one in self.member_rows if one.id != member.id] + [changed]

    def clients_of(self, trainer: str) -> list[MemberRow]:
        """Whom somebody trains, paused ones too."""
        rows = [
            row for row in self.member_rows if row.trainer_name == trainer and row.status is not COMPLETED
        ]
        return sorted(rows, key=lambda row: row.full_name)

    def count(self) -> None:
        """Have the trainers' loads follow from the members."""
        for row in self.trainer_rows:
            active = sum(one.status is ACTIVE for one in self.clients_of(row.name))
            if active != row.active_clients:
                self.set_trainer(row.name, active_clients=active, version=row.version + 1)


class DeskTrainers:
    """Photos and switching off; all else as it is."""

    def __init__(self, gym: TrainersGym, trainers: Any) -> None:
        self.gym, self._trainers = gym, trainers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._trainers, name)

    def photo(self, trainer_id: UUID) -> bytes | None:
        self.gym.note("photo", trainer_id)
        return self.gym.photos.get(trainer_id)

    def set_photo(self, trainer_id: UUID, version: int, photo: bytes | None) -> TrainerRow:
        self.gym.note("set_photo", (trainer_id, version, photo))
        row = self._change(trainer_id, version)
        if photo is None:
            self.gym.photos.pop(trainer_id, None)
        else:
            self.gym.photos[trainer_id] = photo
        return row

    def set_active(self, trainer_id: UUID, version: int, is_active: bool) -> TrainerRow:
        self.gym.note("set_active", (trainer_id, version, is_active))
        row = next(row for row in self.gym.trainer_rows if row.id == trainer_id)
        if not is_active and row.active_clients:
            words = "This trainer still has active clients. Complete or pause their assignments first."
            raise UserError(words, code="trainer_has_clients", field="is_personal_trainer")
        return self._change(trainer_id, version, is_active=is_active)

    def _change(self, trainer_id: UUID, version: int, **changes: Any) -> TrainerRow:
        row = next(row for row in self.gym.trainer_rows if row.id == trainer_id)
        if row.version != version:
            raise Conflict("Somebody else changed this first.")
        return self.gym.set_trainer(row.name, version=version + 1, **changes)


class Handover:
    def __init__(self, gym: TrainersGym) -> None:
        self.gym = gym

    def clients(self, trainer_id: UUID) -> tuple[HandoverClient, ...]:
        self.gym.note("clients", trainer_id)
        name = next(row.name for row in self.gym.trainer_rows if row.id == trainer_id)
        return tuple(self._client(row) for row in self.gym.clients_of(name))

    def suggest(self, trainer_id: UUID, assignment_ids: Sequence[UUID], to: Sequence[UUID]) -> HandoverPlan:
        self.gym.note("suggest", (trainer_id, tuple(assignment_ids), tuple(to)))
        clients = [one for one in self._clients_of(trainer_id) if one.assignment_id in assignment_ids]
        rows = [row for row in self.gym.trainer_rows if row.id in to]
        trainers = [
            BulkTrainer(r.id, r.name, r.active_clients, r.max_clients, r.specializations) for r in rows
        ]
        taken = spread([BulkMember(c.member_id, c.name) for c in clients], trainers)
        names = {row.id: row.name for row in rows}
        lines = tuple(
            SuggestedHandover(
                c,
                uuid5(c.assignment_id, str(taken.get(c.member_id))),
                taken.get(c.member_id),
                names.get(taken[c.member_id]) if c.member_id in taken else None,
                "" if c.member_id in taken else "No place left with the chosen trainers.",
            )
            for c in clients
        )
        loads = tuple(TrainerLoad(r.id, r.name, r.active_clients, 0, r.max_clients) for r in rows)
        return HandoverPlan(lines, loads)

    def hand_over(
        self, lines: Sequence[HandoverLine], note: str, carry_plan: bool, progress: Progress | None = None
    ) -> tuple[UUID, ...]:
        self.gym.note("hand_over", (tuple(lines), note, carry_plan))
        for done, line in enumerate(lines):
            report(progress, done, len(lines))
            self.gym.note("transfer", line)
        for line in lines:
            member = next(row for row in self.gym.member_rows if row.assignment_id == line.assignment_id)
            trainer = next(row for row in self.gym.trainer_rows if row.id == line.trainer_id)
            self.gym.set_member(
                member.full_name, trainer_id=trainer.id, trainer_name=trainer.name, assignment_id=line.new_id
            )
            self.gym.handed[member.id] = trainer.id
        self.gym.count()
        return tuple(line.new_id for line in lines)

    def _clients_of(self, trainer_id: UUID) -> list[HandoverClient]:
        name = next(row.name for row in self.gym.trainer_rows if row.id == trainer_id)
        return [self._client(row) for row in self.gym.clients_of(name)]

    def _client(self, row: MemberRow) -> HandoverClient:
        assert row.assignment_id is not None and row.status is not None
        version = self.gym.versions.get(row.assignment_id, 1)
        return HandoverClient(
            row.assignment_id, row.id, row.full_name, row.status, row.plan_title, TODAY, version
        )

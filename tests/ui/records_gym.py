"""Records of clients held in memory, for the gyms of the trainer's and the front desk's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.client_records import ClientRecord, RecordEdit
from gymtrainer_desktop.domain.errors import Conflict


class ClientRecords:
    """Answers as `services.client_records` does; calls are noted as "record" and "save_record"."""

    def __init__(self, gym: Any, writer: str) -> None:
        self.gym, self.writer = gym, writer
        self.stored: dict[UUID, ClientRecord] = {}

    def of(self, member_id: UUID) -> ClientRecord:
        self.gym.note("record", member_id)
        return self.stored.get(member_id, ClientRecord(member_id))

    def save(self, edit: RecordEdit) -> ClientRecord:
        self.gym.note("save_record", edit)
        edit = edit.checked()
        if self.stored.get(edit.member_id, ClientRecord(edit.member_id)).version != edit.version:
            raise Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale")
        at = datetime(2026, 11, 20, 12, tzinfo=UTC)
        record = ClientRecord(
            edit.member_id, edit.goals, edit.injuries, edit.version + 1, self.writer, at
        )  # fmt: skip
        self.stored[edit.member_id] = record
        return record

"""Messages held in memory, for the gyms of the tests: seen by the trainer, or by the member."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.messages import Message, MessagePage, Thread, checked_message

NOW = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)


class Messages:
    """Answers as `services.messages` does. Calls are noted as "threads", "thread", "send", "mark_read"."""

    def __init__(self, gym: Any, *, as_member: bool = False) -> None:
        self.gym, self.as_member = gym, as_member
        self.open: dict[UUID, Thread] = {}
        self.stored: dict[UUID, list[Message]] = {}

    def add_thread(
        self,
        assignment_id: UUID,
        name: str,
        other_id: UUID,
        *,
        member_id: UUID | None = None,
        status: AssignmentStatus = AssignmentStatus.ACTIVE,
        ended_on: date | None = None,
    ) -> None:
        is_open = status is not AssignmentStatus.COMPLETED
        self.open[assignment_id] = Thread(
            assignment_id, name, is_open, None, None, 0, other_id, member_id or other_id, self.as_member,
            status, ended_on, False,
        )  # fmt: skip

    def say(
        self, assignment_id: UUID, body: str, *, from_me: bool = False, ago: timedelta = timedelta(0),
        read: bool | None = None,
    ) -> Message:  # fmt: skip
        """Put a message into a thread as the database would; those of the other end are unread."""
        thread = self.stored.setdefault(assignment_id, [])
        sent = NOW - ago
        is_read = read if read is not None else False
        message = Message(
            UUID(int=len(thread) + 1 + assignment_id.int), from_me, from_me != self.as_member, body, sent,
            sent + timedelta(minutes=5) if is_read else None,
        )  # fmt: skip
        thread.append(message)
        thread.sort(key=lambda one: (one.sent_at, one.id))
        return message

    def read_all(self, assignment_id: UUID) -> None:
        """The other end reads everything."""
        self.stored[assignment_id] = [
            dataclasses.replace(one, read_at=one.read_at or NOW + timedelta(minutes=3))
            for one in self.stored[assignment_id]
        ]

    def threads(self, as_member: bool | None = None) -> tuple[Thread, ...]:
        self.gym.note("threads", as_member)
        found = []
        for id, thread in self.open.items():
            said = self.stored.get(id, [])
            last = said[-1] if said else None
            found.append(
                dataclasses.replace(
                    thread, last_body=last.body if last else None, last_at=last.sent_at if last else None,
                    unread=sum(not one.from_me and one.read_at is None for one in said),
                    last_from_me=bool(last and last.from_me),
                )
            )  # fmt: skip
        floor = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(found, key=lambda one: one.last_at or floor, reverse=True))

    def thread(
        self, assignment_id: UUID, after: tuple[datetime, UUID] | None = None, limit: int = 50
    ) -> MessagePage:
        self.gym.note("thread", (assignment_id, after, limit))
        said = [
            m for m in reversed(self.stored.get(assignment_id, [])) if not after or (m.sent_at, m.id) < after
        ]
        shown = said[:limit]
        return MessagePage(tuple(shown), (shown[-1].sent_at, shown[-1].id) if len(said) > limit else None)

    def send(self, id: UUID, assignment_id: UUID, body: str) -> Message:
        self.gym.note("send", (id, assignment_id, body))
        body = checked_message(body)
        thread = self.open.get(assignment_id)
        if thread is not None and not thread.is_open:
            raise Denied("This training is over.", code="no_row")
        said = self.stored.setdefault(assignment_id, [])
        found = next((one for one in said if one.id == id), None)
        if found is not None:
            if found.body != body:
                raise UserError("This was already sent with another text.", code="key_reused")
            return found
        message = Message(id, True, not self.as_member, body, NOW + timedelta(minutes=len(said)), None)
        said.append(message)
        return message

    def mark_read(self, ids: Sequence[UUID]) -> int:
        self.gym.note("mark_read", tuple(ids))
        count = 0
        for said in self.stored.values():
            for place, one in enumerate(said):
                if one.id in ids and not one.from_me and one.read_at is None:
                    said[place] = dataclasses.replace(one, read_at=NOW)
                    count += 1
        return count

"""The audit trail: who changed what, when, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """One question of the page "Audit trail", newest first.

    Attributes:
        text: Part of the name of who changed something, or of whom it was about.
        person_id: Only what this person did.
        about_id: Only what was about this person or row.
        table: Only changes of this kind: a key of `AUDIT_KINDS`.
        since: First day, the gym's.
        until: Last day, the gym's.
        after: Keyset cursor (`AuditPage.next`), None for the first page.
        limit: Rows per page.
    """

    text: str = ""
    person_id: UUID | None = None
    about_id: UUID | None = None
    table: str | None = None
    since: date | None = None
    until: date | None = None
    after: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column before and after, in words; None for no value."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class AuditEntryRow:
    """One change.

    Attributes:
        at: When, with its time zone.
        person_name: Who, or "Maintenance" for whoever looks after the database.
        station: The workstation's name.
        table: The table's own name; `kind` has it in words.
        subject: Whom or what it was about, such as a name; "Erased" when that was erased.
        operation: "INSERT", "UPDATE" or "DELETE".
        changes: Columns that differ; all that hold something for a row that came or went.
    """

    id: int
    at: datetime
    person_id: UUID | None
    person_name: str
    station: str
    table: str
    kind: str
    row_id: UUID
    subject: str
    operation: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the trail; `next` asks for the following one and is None on the last."""

    rows: tuple[AuditEntryRow, ...]
    next: int | None


AUDIT_KINDS: dict[str, str] = {
    "profiles": "Person",
    "instructors": "Trainer",
    "trainer_assignments": "Assignment",
    "workout_plans": "Plan",
    "workout_exercises": "Planned exercise",
    "workout_progress": "Logged exercise",
    "workout_sets": "Logged set",
    "member_cards": "Card",
    "refused_entries": "Waiting entry",
    "trainer_client_notes": "Note",
    "client_records": "Goals and injuries",
    "trainer_waitlist": "Waiting list",
    "client_requests": "Request for a client",
    "exercises": "Exercise library",
    "plan_templates": "Template",
    "template_exercises": "Exercise of a template",
    "gym_settings": "Settings",
    "stations": "Workstation",
}
"""Tables whose changes are written down, in words."""

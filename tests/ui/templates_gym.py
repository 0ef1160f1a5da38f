"""Templates held in memory that answer as the service does, with a few clients to use them for."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.clients import ClientList, ClientRow
from gymtrainer_desktop.domain.errors import Conflict, Denied
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import Deload, LoadSteps
from gymtrainer_desktop.domain.templates import Template, TemplateDraft, TemplateRow
from gymtrainer_desktop.ui.shell.page import PageContext

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
_DAYS = tuple(Weekday)


def uid(number: int) -> UUID:
    return UUID(int=(0x018F7E00_0000_7000_A000 << 48) + number)


def draft_of(number: int, title: str, **changes: Any) -> TemplateDraft:
    """A template of two days with a superset and a progression."""
    names = (("Bench press", "A"), ("Barbell row", "A"), ("Plank", ""))
    exercises = tuple(
        DraftExercise(
            uid(1000 * number + 10 * place + n), day, name, 4, "8" if name != "Plank" else "45 s",
            "60 kg" if name == "Bench press" else "", 90, "Slowly" if name == "Plank" else "", None, letter,
            "+2.5 kg every week" if name == "Bench press" else "",
        )
        for place, day in enumerate((_DAYS[0], _DAYS[3]))
        for n, (name, letter) in enumerate(names)
    )  # fmt: skip
    draft = TemplateDraft(
        uid(number), title, "get strong", "For everybody.", 8, exercises, Deload((4,)), False, 1
    )
    return dataclasses.replace(draft, **changes)


class Templates:
    """The service `templates`; `is_admin` decides what may be changed."""

    def __init__(self, *, is_admin: bool = False) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.is_admin = is_admin
        self._failures: dict[str, Exception] = {}
        self.drafts: dict[UUID, TemplateDraft] = {}
        self.archived: set[UUID] = set()
        self.put(draft_of(1, "Strength in 8"))
        self.put(draft_of(2, "Half marathon base", goals="run 21 km", duration_weeks=16))
        self.put(draft_of(3, "First month", for_gym=True, duration_weeks=4, deload=Deload()))
        self.put(draft_of(4, "Old circuit"))
        self.archived.add(uid(4))

    def put(self, draft: TemplateDraft) -> None:
        self.drafts[draft.id] = draft

    def fail(self, method: str, exc: Exception) -> None:
        self._failures[method] = exc

    def titles(self) -> list[str]:
        return sorted(draft.title for draft in self.drafts.values())

    # What the service offers

    def list(self, archived: bool = False) -> tuple[TemplateRow, ...]:
        self._note("list", archived)
        rows = [self._row(d) for d in self.drafts.values() if (d.id in self.archived) is archived]
        return tuple(sorted(rows, key=lambda row: (row.for_gym, row.title)))

    def get(self, template_id: UUID) -> Template:
        self._note("get", template_id)
        if template_id not in self.drafts:
            raise Denied("This template is not there any more.", code="no_row")
        return self._template(template_id)

    def save(self, draft: TemplateDraft) -> Template:
        self._note("save", draft)
        draft = draft.checked()
        found = self.drafts.get(draft.id)
        if found is not None:
            self._versioned(draft.id, draft.version or 0)
        self.put(dataclasses.replace(draft, version=(draft.version or 0) + 1))
        return self._template(draft.id)

    def archive(self, template_id: UUID, version: int) -> TemplateRow:
        return self._set_archived(template_id, version, True)

    def unarchive(self, template_id: UUID, version: int) -> TemplateRow:
        return self._set_archived(template_id, version, False)

    def delete(self, template_id: UUID, version: int) -> None:
        self._note("delete", (template_id, version))
        self._versioned(template_id, version)
        del self.drafts[template_id]
        self.archived.discard(template_id)

    def _set_archived(self, template_id: UUID, version: int, archived: bool) -> TemplateRow:
        self._note("archive" if archived else "unarchive", (template_id, version))
        self._versioned(template_id, version)
        self.put(dataclasses.replace(self.drafts[template_id], version=version + 1))
        (self.archived.add if archived else self.archived.discard)(template_id)
        return self._row(self.drafts[template_id])

    def _versioned(self, template_id: UUID, version: int) -> None:
        if self.drafts[template_id].version != version:
            raise Conflict("Somebody else changed this template meanwhile.", code="stale")

    def _note(self, method: str, args: Any) -> None:
        self.calls.append((method, args))
        if (failure := self._failures.pop(method, None)) is not None:
            raise failure

    def _template(self, template_id: UUID) -> Template:
        return Template(self._row(self.drafts[template_id]), self.drafts[template_id])

    def _row(self, draft: TemplateDraft) -> TemplateRow:
        days = {one.day for one in draft.exercises}
        return TemplateRow(
            draft.id, draft.title, draft.goals, draft.description, draft.duration_weeks,
            "" if draft.for_gym else "John Smith", draft.for_gym, len(days), len(draft.exercises),
            draft.id in self.archived, self.is_admin or not draft.for_gym, NOW, draft.version or 1,
        )  # fmt: skip


class Clients:
    """The service `trainers`, of which only the clients are asked."""

    def __init__(self, *names: str) -> None:
        self.rows = [
            ClientRow(
                uid(500 + n), uid(600 + n), name, AssignmentStatus.ACTIVE, date(2026, 8, 3),
                "Old plan" if n == 0 else None, None, None, None, None, 0,
            )
            for n, name in enumerate(names)
        ]  # fmt: skip
        self.failure: Exception | None = None

    def my_clients(self) -> ClientList:
        if (failure := self.failure) is not None:
            self.failure = None
            raise failure
        return ClientList(len(self.rows), 15, tuple(self.rows), date(2026, 11, 20))


def context_of(base: PageContext, templates: Templates, clients: Clients) -> PageContext:
    """A page context with these services, and a gym that rounds as most do."""
    services = SimpleNamespace(**vars(base.services), templates=templates, trainers=clients)
    gym = SimpleNamespace(**vars(base.gym), load_steps=LoadSteps())
    return dataclasses.replace(base, services=services, gym=gym)

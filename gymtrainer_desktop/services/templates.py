"""Templates: programmes to start a plan from, a trainer's own and the gym's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, delete, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.templates import PlanTemplate, TemplateExercise
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.templates import Template, TemplateDraft, TemplateRow
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.plan_rows import deload_values, prescription_values, read_deload

# Admins look after every template, trainers after their own; the gym's are there for all trainers.
_ROW_SQL = """
    SELECT t.id, t.title, t.goals, t.description, t.duration_weeks, coalesce(i.name, '') AS owner_name,
        t.owner_id IS NULL AS for_gym, x.training_days, x.exercises, t.archived_at IS NOT NULL AS archived,
        (SELECT auth.is_admin()) OR t.owner_id IS NOT DISTINCT FROM (SELECT auth.trainer_id()) AND t.owner_id IS NOT NULL
            AS may_change,
        t.updated_at, t.version, t.deload_weeks, t.deload_sets_percent, t.deload_weight_percent, t.owner_id
    FROM public.plan_templates t
    LEFT JOIN public.instructors i ON i.id = t.owner_id
    CROSS JOIN LATERAL (SELECT count(*) AS exercises, count(DISTINCT e.iso_day) AS training_days
        FROM public.template_exercises e WHERE e.template_id = t.id) x
"""
_VISIBLE = """
    ((SELECT auth.is_admin()) OR (SELECT auth.trainer_id()) IS NOT NULL
        AND (t.owner_id IS NULL OR t.owner_id = (SELECT auth.trainer_id())))
"""
_LIST_SQL = f"""
    {_ROW_SQL} WHERE (t.archived_at IS NOT NULL) = :archived AND {_VISIBLE}
    ORDER BY t.owner_id IS NOT DISTINCT FROM (SELECT auth.trainer_id()) AND t.owner_id IS NOT NULL DESC,
        t.owner_id IS NULL DESC, public.search_key(t.title), t.id
"""
_COLUMNS = (
    "day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index, superset,"
    " progression"
)
_EXERCISES_SQL = f"""
    SELECT e.id, {_COLUMNS} FROM public.template_exercises e WHERE e.template_id = :id
    ORDER BY e.iso_day, e.order_index, e.id
"""
_INSERT = f"""
    INSERT INTO public.template_exercises (id, template_id, {_COLUMNS})
    SELECT r.id, r.template_id, {", ".join(f"r.{name}" for name in _COLUMNS.split(", "))}
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, template_id uuid, day_of_week text,
        exercise_name text, exercise_type text, sets integer, reps text, weight text, rest_seconds integer, notes text,
        order_index integer, superset text, progression text)
"""


class TemplatesService(Service):
    """What plans are started from."""

    def list(self, archived: bool = False) -> tuple[TemplateRow, ...]:
        """Return the templates one may use, in one statement: one's own first, then the gym's, by title.

        Trainers see their own and the gym's, admins everybody's, members none.

        Args:
            archived: Return those that are offered no longer instead.
        """
        with self._transaction() as connection:
            rows = connection.execute(text(_LIST_SQL), {"archived": archived}).all()
        return tuple(map(_row, rows))

    def get(self, template_id: UUID) -> Template:
        """Return a template with its content.

        Raises:
            Denied: It is not there any more, or it is another trainer's.
        """
        with self._transaction() as connection:
            return _one(connection, template_id)

    def save(self, draft: TemplateDraft) -> Template:
        """Save a new template or a changed one with all its exercises; sending the same again is harmless.

        An admin who changes a trainer's template leaves it to the trainer, unless `draft.for_gym` makes it the
        gym's.

        Raises:
            UserError: A value breaks a rule; or the key was used for something else; or somebody who is no
                trainer asks for a template of their own (field `for_gym`).
            Conflict: It was changed since `draft.version` was read.
            Denied: It is not the signed-in person's to change, or a trainer writes one for the gym.
        """
        draft = draft.checked()
        with self._transaction() as connection:
            may = connection.execute(
                text("SELECT auth.is_admin() AS admin, auth.trainer_id() AS trainer")
            ).one()
            if draft.for_gym and not may.admin:
                raise Denied("Only an admin can write templates for the whole gym.", code="admin_only")
            found = _find(connection, draft.id)
            if found is None and draft.version is not None:
                raise Denied("This template is not there any more.", code="no_row")
            if found is None:
                _add(connection, draft, None if draft.for_gym else _own(may.trainer))
            elif not _same(found, draft):
                _change(connection, draft, found, may.trainer)
            return _one(connection, draft.id)

    def archive(self, template_id: UUID, version: int) -> TemplateRow:
        """Offer a template no longer; plans that began with it go on. Sending it again is harmless.

        Raises:
            Conflict: It was changed since `version` was read.
            Denied: It is not the signed-in person's to change.
        """
        return self._set_archived(template_id, version, True)

    def unarchive(self, template_id: UUID, version: int) -> TemplateRow:
        """Offer an archived template again; see `archive`."""
        return self._set_archived(template_id, version, False)

    def delete(self, template_id: UUID, version: int) -> None:
        """Delete a template with its exercises; plans that began with it go on.

        Sending it again is harmless: a template that is gone is what was asked for.

        Raises:
            Conflict: It was changed since `version` was read.
            Denied: It is not the signed-in person's to delete.
        """
        with self._transaction() as connection:
            row = _find_row(connection, template_id)
            if row is None:
                return
            _refuse_others(row.may_change)
            result = connection.execute(
                delete(PlanTemplate).where(PlanTemplate.id == template_id, PlanTemplate.version == version)
            )
            changed_one(result, versioned=True)

    def _set_archived(self, template_id: UUID, version: int, archived: bool) -> TemplateRow:
        with self._transaction() as connection:
            result = connection.execute(
                update(PlanTemplate)
                .where(PlanTemplate.id == template_id, PlanTemplate.version == version)
                .values(archived_at=text("now()") if archived else None)
            )
            row = _find_row(connection, template_id)
            if row is None:
                raise Denied("This template is not there any more.", code="no_row")
            changed_one(
                result,
                versioned=row.version != version,
                sent_again=(row.version, row.archived) == (version + 1, archived),
            )
            return _row(row)


def exercise_rows(template_id: UUID, exercises: tuple[DraftExercise, ...]) -> str:
    """Return a template's exercises as the JSON that `insert_exercises` takes.

    Their keys come from the template's: the same exercise may stand in many templates, and in plans.
    """
    orders: dict[Weekday, int] = {}
    rows = []
    for n, e in enumerate(exercises):
        order = orders[e.day] = orders.get(e.day, -1) + 1
        rows.append(
            {
                "id": str(uuid5(template_id, str(n))),
                "template_id": str(template_id),
                **prescription_values(e),
                "order_index": order,
            }
        )
    return json.dumps(rows)


def insert_exercises(connection: Connection, template_id: UUID, exercises: tuple[DraftExercise, ...]) -> None:
    """Write the exercises of a template in one statement."""
    connection.execute(text(_INSERT), {"rows": exercise_rows(template_id, exercises)})


def template_values(draft: TemplateDraft) -> dict[str, object]:
    """Return the columns of a template that its author writes."""
    return {
        "title": draft.title,
        "goals": draft.goals or None,
        "description": draft.description or None,
        "duration_weeks": draft.duration_weeks,
        **deload_values(draft.deload),
    }


def _add(connection: Connection, draft: TemplateDraft, owner: UUID | None) -> None:
    added = connection.execute(
        insert(PlanTemplate)
        .values(id=draft.id, owner_id=owner, **template_values(draft))
        .on_conflict_do_nothing()
    )
    if added.rowcount != 1:  # somebody else's, whom one does not see
        raise UserError("This was already saved with other content.", code="key_reused")
    insert_exercises(connection, draft.id, draft.exercises)


def _change(connection: Connection, draft: TemplateDraft, found: Template, trainer: UUID | None) -> None:
    _refuse_others(found.row.may_change)
    if draft.version is None:
        raise UserError("This was already saved with other content.", code="key_reused")
    values = template_values(draft)
    if draft.for_gym != found.draft.for_gym:
        values["owner_id"] = None if draft.for_gym else _own(trainer)
    result = connection.execute(
        update(PlanTemplate)
        .where(PlanTemplate.id == draft.id, PlanTemplate.version == draft.version)
        .values(**values)
    )
    if result.rowcount != 1:
        raise Conflict("Somebody else changed this template meanwhile.", code="stale")
    connection.execute(delete(TemplateExercise).where(TemplateExercise.template_id == draft.id))
    insert_exercises(connection, draft.id, draft.exercises)


def _own(trainer: UUID | None) -> UUID:
    if trainer is None:
        raise UserError(
            "Only trainers have templates of their own. Save it for the whole gym.",
            code="template_owner",
            field="for_gym",
        )
    return trainer


def _refuse_others(may_change: bool) -> None:
    if not may_change:
        raise Denied("Only an admin changes the gym's templates. Save a copy of your own.", code="no_row")


def _find_row(connection: Connection, template_id: UUID) -> Row[Any] | None:
    return connection.execute(text(f"{_ROW_SQL} WHERE t.id = :id"), {"id": template_id}).one_or_none()


def _find(connection: Connection, template_id: UUID) -> Template | None:
    row = _find_row(connection, template_id)
    if row is None:
        return None
    exercises = connection.execute(text(_EXERCISES_SQL), {"id": template_id}).all()
    draft = TemplateDraft(
        row.id,
        row.title,
        row.goals or "",
        row.description or "",
        row.duration_weeks,
        tuple(map(_exercise, exercises)),
        read_deload(row),
        row.for_gym,
        row.version,
    )
    return Template(_row(row), draft)


def _one(connection: Connection, template_id: UUID) -> Template:
    found = _find(connection, template_id)
    if found is None:
        raise Denied("This template is not there any more.", code="no_row")
    return found


def _same(found: Template, draft: TemplateDraft) -> bool:
    return _content(found.draft) == _content(draft)


def _content(draft: TemplateDraft) -> TemplateDraft:
    """Return a template for comparing: days in order, no keys of exercises, no version."""
    exercises = sorted(draft.exercises, key=lambda e: e.day.number)
    return replace(draft, exercises=tuple(replace(e, id=draft.id) for e in exercises), version=None)


def _row(row: Row[Any]) -> TemplateRow:
    return TemplateRow(
        row.id,
        row.title,
        row.goals or "",
        row.description or "",
        row.duration_weeks,
        row.owner_name,
        row.for_gym,
        row.training_days,
        row.exercises,
        row.archived,
        row.may_change,
        row.updated_at,
        row.version,
    )


def _exercise(row: Row[Any]) -> DraftExercise:
    return DraftExercise(
        row.id,
        Weekday(row.day_of_week),
        row.exercise_name,
        row.sets,
        row.reps or "",
        row.weight or "",
        row.rest_seconds,
        row.notes or "",
        ExerciseType(row.exercise_type) if row.exercise_type else None,
        row.superset or "",
        row.progression or "",
    )

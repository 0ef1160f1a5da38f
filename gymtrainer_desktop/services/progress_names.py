"""One exercise under all its names: what a member logged, told apart as the library does.

Somebody's "Bench press", the "Bench Press (Barbell)" of another app and the "BP" of a former trainer are one history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.progress import ExerciseSummary
from gymtrainer_desktop.domain.strength import MAX_E1RM_REPS, E1rmFormula

KG = "CASE s.weight_unit WHEN 'lb' THEN s.weight * 0.45359237 ELSE s.weight END"
"""A set's weight in kilograms; the same factor as in domain/units.py."""
WORKING = "s.type = 'working' AND s.reps > 0"
"""Which sets count."""


def key_of(name: str) -> str:
    """Return SQL for what tells exercises apart: the exercise of the library a name stands for, or the name itself."""
    return f"""coalesce((SELECT e.id::text FROM public.exercises e WHERE e.keys @> ARRAY[public.search_key({name})]
        ORDER BY public.search_key(e.name) <> public.search_key({name}), e.archived_at IS NOT NULL, e.is_builtin, e.id
        LIMIT 1), public.search_key({name}))"""


NAMED = """
    named AS MATERIALIZED (
        SELECT DISTINCT ON (n.name) n.name, coalesce(l.id::text, n.key) AS key
        FROM (SELECT d.name, public.search_key(d.name) AS key FROM (
            SELECT DISTINCT lower(w.exercise_name) AS name FROM public.workout_progress w WHERE w.member_id = :member) d) n
        -- All names of the library at once: to look for one at a time takes its time for each.
        LEFT JOIN (SELECT e.id, e.name, e.archived_at, e.is_builtin, k.key
            FROM public.exercises e CROSS JOIN LATERAL unnest(e.keys) k(key)) l ON l.key = n.key
        ORDER BY n.name, public.search_key(l.name) <> n.key, l.archived_at IS NOT NULL, l.is_builtin, l.id)
"""
"""Every name a member logged something under, in lower case, with its key."""


def estimate_of(formula: E1rmFormula, weight: str, reps: str) -> str:
    """Return SQL for the estimated one-rep maximum, to a hundredth: `domain.strength.e1rm` in words of the database."""
    grown = (
        f"{weight} * (30 + {reps}) / 30" if formula is E1rmFormula.EPLEY else f"{weight} * 36 / (37 - {reps})"
    )
    return f"""round(CASE WHEN {weight} <= 0 OR {reps} NOT BETWEEN 1 AND {MAX_E1RM_REPS} THEN NULL
        WHEN {reps} = 1 THEN {weight} ELSE {grown} END, 2)"""


@dataclass(frozen=True, slots=True)
class Logged:
    """The exercises a member logged, and the keys of their names."""

    today: date
    exercises: tuple[ExerciseSummary, ...]
    keys: dict[str, str]


def logged_exercises(connection: Connection, member_id: UUID) -> Logged:
    """Read what a member has logged, most logged first, within a transaction and in one statement."""
    rows = connection.execute(
        text(
            f"""
            WITH {NAMED}
            SELECT n.name, n.key, l.shown, l.logs, l.last_on, l.last_at, (SELECT public.gym_today()) AS today
            FROM (SELECT 1) one LEFT JOIN (
                SELECT lower(w.exercise_name) AS name, (array_agg(w.exercise_name ORDER BY w.completed_at DESC))[1] AS shown,
                    count(*) AS logs, max(w.completed_on) AS last_on, max(w.completed_at) AS last_at
                FROM public.workout_progress w WHERE w.member_id = :member GROUP BY 1) l ON true
            LEFT JOIN named n ON n.name = l.name
            ORDER BY l.last_at DESC
            """
        ),
        {"member": member_id},
    ).all()
    groups: dict[str, ExerciseSummary] = {}
    for row in (r for r in rows if r.name is not None):
        before = groups.get(row.key)
        groups[row.key] = ExerciseSummary(
            before.name if before else row.shown,
            row.logs + (before.logs if before else 0),
            before.last_on if before else row.last_on,
            (*(before.spellings if before else ()), row.name),
        )
    ranked = sorted(groups.values(), key=lambda one: (-one.logs, one.name))
    return Logged(rows[0].today, tuple(ranked), {r.name: r.key for r in rows if r.name is not None})

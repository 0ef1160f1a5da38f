"""The one-rep maxima that percentages of a plan are percentages of."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.strength import MAX_E1RM_REPS, E1rmFormula, e1rm

MAXIMUM_DAYS = 180
"""A maximum that is older says little about today."""

# Of each number of reps the heaviest set: the formula itself stays in the domain. What the library also calls an
# exercise counts for it, so "Bench Press (Barbell)" of an imported history is a maximum of "Bench press".
_SQL = """
    WITH best AS MATERIALIZED (
        SELECT w.exercise_name AS name, s.reps,
            max(CASE s.weight_unit WHEN 'lb' THEN s.weight * 0.45359237 ELSE s.weight END) AS kg
        FROM public.workout_progress w JOIN public.workout_sets s ON s.progress_id = w.id
        WHERE w.member_id = :member AND w.completed_on > public.gym_today() - :days
          AND s.type = 'working' AND s.weight > 0 AND s.reps BETWEEN 1 AND :most
        GROUP BY w.exercise_name, s.reps),
    known AS MATERIALIZED (
        SELECT n.name, (SELECT array_agg(called) FROM public.exercises e, unnest(e.aliases || e.name) called
            WHERE e.keys @> ARRAY[public.search_key(n.name)]) AS names
        FROM (SELECT DISTINCT best.name FROM best) n)
    SELECT best.name, best.reps, best.kg, known.names, g.e1rm_formula
    FROM best JOIN known USING (name) CROSS JOIN public.gym_settings g
"""


def maxima_of(connection: Connection, member_id: UUID) -> dict[str, Decimal]:
    """Return a member's best estimated one-rep maxima of the last 180 days, in one statement.

    Working sets of 1 to 12 reps count, by the gym's formula.

    Returns:
        `library_key` of the exercise's name, and of whatever else the library calls it -> kilograms.
    """
    values = {"member": member_id, "days": MAXIMUM_DAYS, "most": MAX_E1RM_REPS}
    maxima: dict[str, Decimal] = {}
    for row in connection.execute(text(_SQL), values):
        estimate = e1rm(row.kg, row.reps, E1rmFormula(row.e1rm_formula))
        if estimate is None:
            continue
        for key in {library_key(name) for name in (row.name, *(row.names or ()))}:
            maxima[key] = max(estimate, maxima.get(key, estimate))
    return maxima

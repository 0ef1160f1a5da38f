"""How templates read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import WeekTarget, format_target
from gymtrainer_desktop.domain.templates import TemplateRow

SEARCH_LIMIT = 100


def weeks_text(count: int) -> str:
    """Return "1 week" or "12 weeks"."""
    return _tr("1 week") if count == 1 else _tr("{0} weeks").format(count)


def owner_text(row: TemplateRow) -> str:
    """Return whose a template is."""
    return _tr("The gym") if row.for_gym else row.owner_name


def facts_text(row: TemplateRow) -> str:
    """Return "12 weeks · 4 days · 22 exercises · The gym"."""
    days = _tr("1 day") if row.training_days == 1 else _tr("{0} days").format(row.training_days)
    exercises = _tr("1 exercise") if row.exercises == 1 else _tr("{0} exercises").format(row.exercises)
    return " · ".join((weeks_text(row.duration_weeks), days, exercises, owner_text(row)))


def tags(exercises: tuple[DraftExercise, ...]) -> list[str]:
    """Return the place of each exercise of a day in its superset ("A1"), "" outside one."""
    places: dict[str, int] = {}
    result = []
    for one in exercises:
        if not one.superset:
            result.append("")
            continue
        places[one.superset] = places.get(one.superset, 0) + 1
        result.append(f"{one.superset}{places[one.superset]}")
    return result


def target_text(target: WeekTarget, rest_seconds: int | None) -> str:
    """Return "4 × 8 · 135 lb · rest 90 s", leaving out what is not stated."""
    rest = _tr("rest {0} s").format(rest_seconds) if rest_seconds else ""
    return " · ".join(part for part in (format_target(target), rest) if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("templates", text)

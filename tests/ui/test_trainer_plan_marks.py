"""Small things of a plan: supersets in the client's tab, and what an exercise of the library begins with."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.plan_tab import WeekView
from gymtrainer_desktop.ui.trainer.plan.exercise_face import ExerciseFace
from tests.ui.plan_pages import SARAH
from tests.ui.plan_week import make_week
from tests.ui.trainer_gym import Gym


def test_the_week_of_a_client_shows_supersets(qtbot: QtBot) -> None:
    gym = Gym()
    plan = gym.stored_plans[SARAH]
    first, second, *others = plan.exercises
    pair = (dataclasses.replace(first, superset="A"), dataclasses.replace(second, superset="A"))
    gym.stored_plans[SARAH] = dataclasses.replace(plan, exercises=(*pair, *others))
    week = gym.plans.week(SARAH)
    assert week is not None
    view = WeekView(Unit.KG)
    qtbot.addWidget(view)
    view.set_week(week, {})
    names = [face.name.text().replace("\u200b", "") for face in view.findChildren(ExerciseFace)]
    assert [name for name in names if "\u2002" in name] == [
        f"A1\u2002{first.name}",
        f"A2\u2002{second.name}",
    ]


@pytest.mark.parametrize(
    ("category", "target"),
    [
        (ExerciseType.STRENGTH, (3, "10", "", 60)),
        (ExerciseType.CARDIO, (None, "20 min", "", None)),
        (ExerciseType.FLEXIBILITY, (2, "30 s", "", None)),
    ],
)
def test_what_comes_from_the_library_has_a_usual_target(
    qtbot: QtBot,
    window: QWidget,
    page_context: PageContext,
    category: ExerciseType,
    target: tuple[object, ...],
) -> None:
    week = make_week(qtbot, window, page_context, ())
    one = dataclasses.replace(week.library.named("Leg press"), category=category)
    week.editor.add_from_library(one)
    added = week.document.content.exercises[-1]
    assert (added.sets, added.reps, added.weight, added.rest_seconds) == target
    assert added.checked() == added
    week.undo()
    assert week.document.content.exercises == ()

"""The programmes that come with the program: sound, installed once, and the gym's from then on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gymtrainer_desktop.database.catalogue import read_catalogue
from gymtrainer_desktop.domain.progression import LoadSteps, WeekTarget, planned_weeks
from gymtrainer_desktop.domain.templates import TemplateDraft
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.starter_templates import install_starter_templates, read_starter_templates
from tests.factories import Gym
from tests.services.test_few_statements import IDENTITY, statements

TEMPLATES = read_starter_templates()


def test_there_is_something_for_everybody() -> None:
    assert 4 <= len(TEMPLATES) <= 8
    assert len({t.id for t in TEMPLATES}) == len({t.title for t in TEMPLATES}) == len(TEMPLATES)
    assert len({e.id for t in TEMPLATES for e in t.exercises}) == sum(len(t.exercises) for t in TEMPLATES)
    assert read_starter_templates() == TEMPLATES  # the same keys every time


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.title)
def test_every_exercise_is_in_the_library_and_every_rule_leads_somewhere(template: TemplateDraft) -> None:
    names = {e.name for e in read_catalogue().exercises}
    assert {e.name for e in template.exercises} <= names
    assert all(e.type is not None for e in template.exercises)
    assert template.for_gym and template.goals and template.description
    moving = 0
    for e in template.exercises:
        base = WeekTarget(e.sets, e.reps, e.weight)
        weeks = planned_weeks(base, e.progression, template.deload, template.duration_weeks, LoadSteps())
        moving += bool(weeks)
        assert len(weeks) in (0, template.duration_weeks)
        assert bool(e.progression) <= bool(weeks)
    assert moving >= 3


def test_they_are_installed_once_and_the_gym_makes_of_them_what_it_likes(gym: Gym) -> None:
    assert install_starter_templates(gym.owner) == len(TEMPLATES)
    assert install_starter_templates(gym.owner) == 0
    desk, trainer = gym.services(gym.admin()), gym.trainer()
    own = gym.services(trainer)
    listed = own.templates.list()
    assert sorted(t.title for t in listed) == sorted(t.title for t in TEMPLATES)
    assert {(t.for_gym, t.may_change, t.owner_name) for t in listed} == {(True, False, "")}
    by_title = {t.title: t for t in TEMPLATES}
    for row in listed:
        stored, came = own.templates.get(row.id).draft, by_title[row.title]
        assert replace(stored, exercises=(), version=None) == replace(came, exercises=())
        assert {replace(e, id=row.id) for e in stored.exercises} == {
            replace(e, id=row.id) for e in came.exercises
        }
    first = desk.templates.get(listed[0].id)
    changed = desk.templates.save(replace(first.draft, title="Ours now"))
    assert install_starter_templates(gym.owner) == 0
    assert desk.templates.get(first.row.id) == changed


def test_a_plan_begins_from_one_with_every_week_planned(gym: Gym) -> None:
    install_starter_templates(gym.owner)
    trainer = gym.trainer()
    own, member = gym.services(trainer), gym.member()
    assignment = gym.assignment(member, trainer)
    block = next(t for t in own.templates.list() if "12 weeks" in t.title)
    draft = own.templates.get(block.id).draft.plan(new_id(), assignment, gym.today, new_id)
    with statements(gym) as seen:
        plan = own.plans.publish(draft)
    assert len(seen) - IDENTITY == 7, seen
    squat = next(e for e in plan.exercises if e.name == "Back squat")
    assert [squat.target(n).weight for n in (1, 2, 4, 5)] == ["65%", "67.5%", "60%", "72.5%"]

"""Templates on the real database: whose they are, saved whole, never overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.templates import TemplateDraft
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.services.test_few_statements import IDENTITY, statements

BENCH = DraftExercise(
    uuid4(),
    Weekday.MONDAY,
    "Bench press",
    4,
    "8",
    "60 kg",
    90,
    "Pause at the chest",
    ExerciseType.STRENGTH,
    "A",
    "+2.5 kg every week",
)
ROW = DraftExercise(uuid4(), Weekday.MONDAY, "Barbell row", 4, "8", "", None, "", None, "A")
RUN = DraftExercise(uuid4(), Weekday.FRIDAY, "Easy run", None, "5 km", "", 0, "", ExerciseType.CARDIO)


def template(title: str = "Strength base", *, for_gym: bool = False) -> TemplateDraft:
    return TemplateDraft(
        new_id(),
        title,
        "Get strong",
        "Three days",
        12,
        (RUN, BENCH, ROW),
        Deload((4, 8), 50, 80),
        for_gym,
    )


def titles(services: GymServices, *, archived: bool = False) -> list[tuple[str, bool, bool]]:
    return [(t.title, t.for_gym, t.may_change) for t in services.templates.list(archived)]


def test_a_template_is_kept_whole_and_sent_twice_saved_once(gym: Gym) -> None:
    own = gym.services(gym.trainer("Tom")).templates
    draft = template("  Strength   base ")
    saved = own.save(draft)
    assert own.save(draft) == saved
    assert own.get(draft.id) == saved
    row = saved.row
    assert (row.title, row.owner_name, row.for_gym, row.version) == ("Strength base", "Tom", False, 1)
    assert (row.training_days, row.exercises, row.archived, row.may_change) == (2, 3, False, True)
    # By weekday, and within the day as written.
    assert [replace(e, id=BENCH.id) for e in saved.draft.exercises] == [
        replace(e, id=BENCH.id) for e in (BENCH, ROW, RUN)
    ]
    assert (saved.draft.deload, saved.draft.goals, saved.draft.description) == (
        draft.deload,
        "Get strong",
        "Three days",
    )
    with pytest.raises(UserError) as refused:
        own.save(replace(draft, title="Something else"))
    assert refused.value.code == "key_reused"


def test_a_changed_template_has_the_new_exercises_and_is_never_overwritten_unseen(gym: Gym) -> None:
    own = gym.services(gym.trainer()).templates
    saved = own.save(template())
    longer = replace(
        saved.draft, duration_weeks=16, exercises=(*saved.draft.exercises[1:], replace(BENCH, sets=5))
    )
    changed = own.save(longer)
    assert own.save(longer) == changed  # its answer was lost on the way
    assert (changed.row.version, changed.row.duration_weeks) == (2, 16)
    assert [(e.name, e.sets) for e in changed.draft.exercises] == [
        ("Barbell row", 4),
        ("Bench press", 5),
        ("Easy run", None),
    ]
    with pytest.raises(Conflict):
        own.save(replace(saved.draft, title="Written meanwhile"))
    assert own.get(saved.row.id) == changed


def test_who_sees_and_changes_what(gym: Gym) -> None:
    desk = gym.services(gym.admin())
    tom, ann, member = gym.trainer("Tom"), gym.trainer("Ann"), gym.member()
    toms, anns = gym.services(tom), gym.services(ann)
    house = desk.templates.save(template("House", for_gym=True))
    of_tom = toms.templates.save(template("Of Tom"))
    anns.templates.save(template("Of Ann"))
    assert titles(toms) == [("Of Tom", False, True), ("House", True, False)]
    assert titles(anns) == [("Of Ann", False, True), ("House", True, False)]
    assert titles(desk) == [("House", True, True), ("Of Ann", False, True), ("Of Tom", False, True)]
    assert titles(gym.services(member, "member")) == []
    for there in (anns, gym.services(member, "member")):
        with pytest.raises(Denied):
            there.templates.get(of_tom.row.id)
        with pytest.raises(Denied):
            there.templates.archive(of_tom.row.id, 1)
        with pytest.raises(Denied):
            there.templates.save(replace(of_tom.draft, title="Mine now"))
        with pytest.raises(UserError):  # the key is taken by what one does not see
            there.templates.save(replace(of_tom.draft, title="Mine now", version=None))
        there.templates.delete(of_tom.row.id, 1)
    for write in (
        lambda: toms.templates.save(replace(house.draft, title="Toms")),
        lambda: toms.templates.save(replace(house.draft, title="Toms", for_gym=False)),
        lambda: toms.templates.save(template("For all", for_gym=True)),
        lambda: toms.templates.archive(house.row.id, 1),
        lambda: toms.templates.delete(house.row.id, 1),
    ):
        with pytest.raises(Denied):
            write()
    assert desk.templates.get(house.row.id) == house
    assert toms.templates.get(of_tom.row.id) == of_tom


def test_admins_look_after_templates_of_trainers_and_make_them_the_gyms(gym: Gym) -> None:
    desk, toms = gym.services(gym.admin()), gym.services(gym.trainer("Tom"))
    with pytest.raises(UserError) as refused:
        desk.templates.save(template())
    assert refused.value.field == "for_gym"
    of_tom = toms.templates.save(template())
    corrected = desk.templates.save(replace(of_tom.draft, title="Corrected"))
    assert (corrected.row.owner_name, corrected.row.title) == ("Tom", "Corrected")
    shared = desk.templates.save(replace(corrected.draft, for_gym=True))
    assert (shared.row.owner_name, shared.row.for_gym) == ("", True)
    assert titles(toms) == [("Corrected", True, False)]


def test_archiving_and_deleting(gym: Gym) -> None:
    own = gym.services(gym.trainer())
    saved = own.templates.save(template())
    gone = own.templates.archive(saved.row.id, 1)
    assert own.templates.archive(saved.row.id, 1) == gone
    assert (titles(own), titles(own, archived=True)) == ([], [("Strength base", False, True)])
    with pytest.raises(Conflict):
        own.templates.delete(saved.row.id, 1)
    back = own.templates.unarchive(saved.row.id, 2)
    assert (back.archived, back.version) == (False, 3)
    with pytest.raises(Conflict):
        own.templates.archive(saved.row.id, 1)
    own.templates.delete(saved.row.id, 3)
    own.templates.delete(saved.row.id, 3)
    assert titles(own) == []
    assert gym.one("SELECT count(*) FROM public.template_exercises") == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda t: replace(t, title=" "), "title"),
        (lambda t: replace(t, title="x" * 201), "title"),
        (lambda t: replace(t, duration_weeks=105), "duration_weeks"),
        (lambda t: replace(t, exercises=()), "exercises"),
        (lambda t: replace(t, exercises=(replace(BENCH, sets=99),)), "sets"),
        (lambda t: replace(t, exercises=(replace(BENCH, superset="AB"),)), "superset"),
        (lambda t: replace(t, deload=Deload((2,), 5, 90)), "deload"),
    ],
)
def test_what_breaks_a_rule_is_refused_beside_its_field(
    gym: Gym, change: Callable[[TemplateDraft], TemplateDraft], field: str
) -> None:
    own = gym.services(gym.trainer()).templates
    with pytest.raises(UserError) as refused:
        own.save(change(template()))
    assert refused.value.field == field
    assert own.list() == ()


def test_one_statement_lists_them_and_a_large_one_is_saved_by_few(gym: Gym) -> None:
    own = gym.services(gym.trainer()).templates
    for n in range(6):
        own.save(template(f"Template {n}"))
    with statements(gym) as seen:
        assert len(own.list()) == 6
    assert len(seen) - IDENTITY == 1
    many = tuple(replace(BENCH, day=day, name=f"Exercise {n}") for day in Weekday for n in range(40))
    large = replace(template(), exercises=many, duration_weeks=52)
    with statements(gym) as seen:
        assert own.save(large).row.exercises == 280
    assert len(seen) - IDENTITY <= 6, seen
    with statements(gym) as seen:
        own.save(replace(large, exercises=many[:-1], version=1))
    assert len(seen) - IDENTITY <= 8, seen


def test_a_plan_is_begun_from_a_template(gym: Gym) -> None:
    trainer = gym.trainer()
    own = gym.services(trainer)
    saved = own.templates.save(template())
    assignment = gym.assignment(gym.member(), trainer)
    plan = saved.draft.plan(new_id(), assignment, gym.today, new_id)
    published = own.plans.publish(plan)
    assert (published.title, published.duration_weeks) == ("Strength base", 12)
    assert len({e.id for e in plan.exercises} | {e.id for e in saved.draft.exercises}) == 6

"""The exercise library and the templates of plans, as the database keeps them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import Act, refusal
from tests.factories import Gym, Person

ADD = "INSERT INTO public.exercises (id, name, category, equipment, aliases) VALUES (:id, :name, 'strength', 'cable', :aliases)"
TEMPLATE = "INSERT INTO public.plan_templates (id, owner_id, title) VALUES (:id, :owner, 'Start')"
PART = "INSERT INTO public.template_exercises (template_id, day_of_week, exercise_name) VALUES (:t, 'Tuesday', 'Row')"
SEEN = "SELECT count(*) FROM public.plan_templates WHERE id = :id"


@pytest.fixture(scope="module")
def gym(shared: SharedGym) -> Gym:
    return shared.gym


@pytest.fixture(scope="module")
def tess(gym: Gym) -> Person:
    return gym.trainer("Tess")


@pytest.fixture(scope="module")
def coach(gym: Gym, tess: Person) -> Identity:
    return gym.session(tess)


@pytest.fixture(scope="module")
def oscar(gym: Gym) -> Identity:
    return gym.session(gym.trainer("Oscar"))


def _add(act: Act, who: Identity, name: str, aliases: list[str] | None = None) -> UUID:
    id = uuid4()
    assert act(who, ADD, id=id, name=name, aliases=aliases or []) == 1
    return id


def test_an_exercise_is_found_by_whatever_it_is_called(gym: Gym, coach: Identity, act: Act) -> None:
    id = _add(act, coach, " Zug am Türm ", ["Tower pull", "TÜRMZUG"])
    keys = ["tower pull", "turmzug", "zug am turm"]
    assert gym.one("SELECT keys FROM public.exercises WHERE id = :id", id=id) == keys
    assert gym.one("SELECT search FROM public.exercises WHERE id = :id", id=id) == " ".join(keys)
    act(coach, "UPDATE public.exercises SET aliases = '{Türmchen}' WHERE id = :id", id=id)
    assert gym.one("SELECT keys FROM public.exercises WHERE id = :id", id=id) == ["turmchen", "zug am turm"]
    found = "SELECT id FROM public.exercises WHERE keys @> ARRAY[public.search_key('TURMCHEN')]"
    assert act(coach, found) == id


def test_who_added_it_is_stamped(gym: Gym, tess: Person, coach: Identity, desk: Identity, act: Act) -> None:
    id = _add(act, coach, "Odd pull")
    row = "SELECT created_by, is_builtin, version FROM public.exercises WHERE id = :id"
    assert tuple(gym.owner.execute(text(row), {"id": id}).one()) == (tess.id, False, 1)
    act(desk, "UPDATE public.exercises SET instructions = 'Slowly' WHERE id = :id", id=id)
    assert tuple(gym.owner.execute(text(row), {"id": id}).one()) == (tess.id, False, 2)
    stale = "UPDATE public.exercises SET instructions = 'Fast' WHERE id = :id AND version = 1"
    assert act(desk, stale, id=id) == 0
    for forged in ("created_by = NULL", "is_builtin = true", "version = 1"):
        assert refusal(act, desk, f"UPDATE public.exercises SET {forged} WHERE id = :id", id=id) == "denied"


def test_a_name_is_given_once(act: Act, coach: Identity, oscar: Identity, gym: Gym) -> None:
    _add(act, coach, "Pulôver odd")
    again = {"id": uuid4(), "name": "  pulover ODD ", "aliases": []}
    assert refusal(act, oscar, ADD, **again) == "library_name_unique"
    builtin = gym.one("SELECT name FROM public.exercises WHERE is_builtin LIMIT 1")
    assert refusal(act, oscar, ADD, **{**again, "name": str(builtin).upper()}) == "library_name_unique"


def test_trainers_change_what_they_added_and_admins_everything(
    gym: Gym, coach: Identity, oscar: Identity, desk: Identity, act: Act
) -> None:
    member = gym.session(gym.member(), "member")
    mine, other = _add(act, coach, "Mine one"), _add(act, coach, "Mine two")
    change, drop = (
        "UPDATE public.exercises SET archived_at = now() WHERE id = :id",
        "DELETE FROM public.exercises WHERE id = :id",
    )
    assert [act(who, change, id=mine) for who in (coach, oscar, desk, member, NOBODY)] == [1, 0, 1, 0, 0]
    assert [act(who, drop, id=mine) for who in (oscar, member, coach)] == [0, 0, 1]
    assert act(desk, drop, id=other) == 1
    for who in (member, NOBODY):
        assert refusal(act, who, ADD, id=uuid4(), name="Not mine", aliases=[]) == "denied"
    seen = "SELECT count(*) > 200 FROM public.exercises"
    assert [act(who, seen) for who in (coach, desk, member, NOBODY)] == [True, True, True, False]


def test_what_comes_with_the_program_is_archived_not_deleted(gym: Gym, desk: Identity, act: Act) -> None:
    id = gym.one("SELECT id FROM public.exercises WHERE is_builtin LIMIT 1")
    assert refusal(act, desk, "DELETE FROM public.exercises WHERE id = :id", id=id) == "library_builtin_kept"
    assert act(desk, "UPDATE public.exercises SET archived_at = now() WHERE id = :id", id=id) == 1


def test_changes_of_the_library_are_written_down(gym: Gym, desk: Identity, coach: Identity, act: Act) -> None:
    id = _add(act, coach, "Written down")
    act(desk, "UPDATE public.exercises SET name = 'Written anew' WHERE id = :id", id=id)
    act(desk, "DELETE FROM public.exercises WHERE id = :id", id=id)
    rows = gym.owner.execute(
        text(
            "SELECT operation, before ->> 'name' FROM public.audit_log WHERE row_id = :id ORDER BY audit_log.id"
        ),
        {"id": id},
    ).all()
    assert [tuple(r) for r in rows] == [("UPDATE", "Written down"), ("DELETE", "Written anew")]


def test_templates_are_the_gyms_or_a_trainers_own(
    gym: Gym, tess: Person, coach: Identity, oscar: Identity, desk: Identity, act: Act
) -> None:
    member = gym.session(gym.member(), "member")
    own, shared = uuid4(), uuid4()
    act(coach, TEMPLATE, id=own, owner=tess.trainer_id)
    act(desk, TEMPLATE, id=shared, owner=None)
    assert gym.one("SELECT created_by FROM public.plan_templates WHERE id = :id", id=own) == tess.id
    everybody = (coach, oscar, desk, member, NOBODY)
    assert [act(who, SEEN, id=own) for who in everybody] == [1, 0, 1, 0, 0]
    assert [act(who, SEEN, id=shared) for who in everybody] == [1, 1, 1, 0, 0]
    for who, owner in ((coach, None), (oscar, tess.trainer_id), (member, None), (NOBODY, None)):
        assert refusal(act, who, TEMPLATE, id=uuid4(), owner=owner) == "denied"
    change = "UPDATE public.plan_templates SET title = 'New' WHERE id = :id"
    assert [act(who, change, id=shared) for who in everybody] == [0, 0, 1, 0, 0]
    give = "UPDATE public.plan_templates SET owner_id = NULL WHERE id = :id"
    assert refusal(act, coach, give, id=own) == "denied", "only the desk makes one the gym's"
    # The exercises go with their template, for reading, writing and deleting.
    assert [refusal(act, who, PART, t=own) for who in everybody] == ["done", "denied", "done"] + [
        "denied"
    ] * 2
    assert [refusal(act, who, PART, t=shared) for who in everybody] == ["denied", "denied", "done"] + ["denied"] * 2  # fmt: skip
    parts = "SELECT count(*) FROM public.template_exercises WHERE template_id = :id"
    assert [act(who, parts, id=own) for who in everybody] == [2, 0, 2, 0, 0]
    assert gym.one("SELECT iso_day FROM public.template_exercises WHERE template_id = :id LIMIT 1", id=own) == 2  # fmt: skip
    drop = "DELETE FROM public.plan_templates WHERE id = :id"
    assert [act(who, drop, id=own) for who in (oscar, member, coach)] == [0, 0, 1]
    assert gym.one(parts, id=own) == 0

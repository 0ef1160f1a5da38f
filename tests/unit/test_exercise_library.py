"""Rules of the exercise library: names, what is new in a file, what stands in for what."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import (
    Equipment,
    LibraryExercise,
    LibraryProblem,
    Muscle,
    NewLibraryExercise,
    imported_id,
    library_key,
    not_there_yet,
    substitutes,
)
from gymtrainer_desktop.domain.plans import ExerciseType


def new(name: str, *aliases: str, **values: object) -> NewLibraryExercise:
    one = NewLibraryExercise(
        uuid4(), name, ExerciseType.STRENGTH, Equipment.BARBELL, (Muscle.CHEST,), aliases=aliases
    )
    return replace(one, **values)  # type: ignore[arg-type]


def there(name: str, equipment: Equipment, group: str | None, **values: object) -> LibraryExercise:
    one = LibraryExercise(
        uuid4(),
        name,
        ExerciseType.STRENGTH,
        equipment,
        (Muscle.CHEST,),
        (Muscle.TRICEPS,),
        (),
        group,
        "",
        True,
        False,
        False,
        1,
    )
    return replace(one, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Bench  Press", "bench press"),
        (" Développé couché ", "developpe couche"),
        ("De\u0301veloppe\u0301", "developpe"),
        ("Straße", "strasse"),
        ("Kreuzheben über Kopf", "kreuzheben uber kopf"),
        ("Farmer’s walk", "farmer's walk"),
        ("ÅSA ØST Łódź", "asa ost lodz"),
    ],
)
def test_names_are_compared_without_accents_case_and_spaces(written: str, key: str) -> None:
    assert library_key(written) == key


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    once = library_key(text)
    # A compatibility form may unfold into a capital or a space only once more; never further.
    assert library_key(library_key(once)) == library_key(once)


def test_an_exercise_is_put_in_order() -> None:
    one = new(
        "  Bench \t press ",
        "BP",
        " bp ",
        "",
        "BENCH PRESS",
        "Flat  bench",
        primary_muscles=(Muscle.CHEST, Muscle.CHEST),
        secondary_muscles=(Muscle.CHEST, Muscle.TRICEPS, Muscle.TRICEPS),
        substitution_group=" Horizontal  Press ",
        instructions=" Press.\r\nLower. ",
    ).checked()
    assert (one.name, one.aliases) == ("Bench press", ("BP", "Flat bench"))
    assert (one.primary_muscles, one.secondary_muscles) == ((Muscle.CHEST,), (Muscle.TRICEPS,))
    assert (one.substitution_group, one.instructions) == ("horizontal press", "Press.\nLower.")
    assert one.checked() == one


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \n"}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Bench\ud800"}, "name"),
        ({"aliases": ("x" * 201,)}, "aliases"),
        ({"aliases": tuple(f"alias {n}" for n in range(21))}, "aliases"),
        ({"aliases": tuple(f"{n}" + "x" * 180 for n in range(12))}, "aliases"),
        ({"aliases": ("a\x00b",)}, "aliases"),
        ({"substitution_group": "x" * 61}, "substitution_group"),
        ({"instructions": "x" * 4001}, "instructions"),
        ({"instructions": "a\x00b"}, "instructions"),
        ({"primary_muscles": tuple(Muscle)[:9]}, "primary_muscles"),
        ({"secondary_muscles": tuple(Muscle)[5:18]}, "secondary_muscles"),
    ],
)
def test_what_breaks_a_rule_names_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as caught:
        replace(new("Bench press"), **values).checked()  # type: ignore[arg-type]
    assert caught.value.field == field
    assert caught.value.message.endswith(".")


def test_ids_of_a_file_are_those_of_the_names() -> None:
    assert imported_id("Développé") == imported_id(" developpe ")
    assert imported_id("Row") != imported_id("Press")


def test_what_is_there_by_name_or_alias_is_not_new() -> None:
    given_ones = (new("Bench press"), new("BP"), new("Row", "Bench Press", "Rudern"), new("Pull"))
    kept = not_there_yet(given_ones, {"bench press", "bp"})
    assert [(e.name, e.aliases) for e in kept] == [("Row", ("Rudern",)), ("Pull", ())]


def test_within_a_file_names_win_over_aliases_and_the_first_wins() -> None:
    kept = not_there_yet((new("Row", "Pull", "Tug"), new("Pull", "TUG", "Draw"), new("ROW")), ())
    assert [(e.name, e.aliases) for e in kept] == [("Row", ("Tug",)), ("Pull", ("Draw",))]


NAMES = st.sampled_from(["Row", "row", "Bench", "Bénch", "Pull", "Push", "Draw", "Curl"])


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=3)), max_size=8), st.sets(NAMES, max_size=4))
def test_nothing_ever_stands_for_two(entries: list[tuple[str, list[str]]], taken: set[str]) -> None:
    known = {library_key(name) for name in taken}
    exercises = [new(name, *aliases).checked() for name, aliases in entries]
    kept = not_there_yet(exercises, known)
    keys = [library_key(name) for one in kept for name in (one.name, *one.aliases)]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & known
    # All that are left out were there already; and what was kept is there the next time.
    assert {library_key(e.name) for e in exercises} <= known | set(keys)
    assert not_there_yet(exercises, known | set(keys)) == ()


BENCH = there("Bench press", Equipment.BARBELL, "horizontal press")
MACHINE = there("Chest press machine", Equipment.MACHINE, "horizontal press")
DUMBBELL = there("Dumbbell bench press", Equipment.DUMBBELL, "horizontal press")
FLOOR = there("Floor press", Equipment.BARBELL, "horizontal press")
PUSH_UP = there("Push-up", Equipment.BODY_WEIGHT, "horizontal press")
SVEND = there("Svend press", Equipment.PLATE, "horizontal press", secondary_muscles=())
FLY = there("Dumbbell fly", Equipment.DUMBBELL, "chest fly")
CURL = there("Curl", Equipment.BARBELL, "curl", primary_muscles=(Muscle.BICEPS,))
STRETCH = there("Chest stretch", Equipment.BODY_WEIGHT, "stretch", category=ExerciseType.FLEXIBILITY)
OLD = there("Old press", Equipment.CABLE, "horizontal press", archived=True)
ALL = (STRETCH, CURL, FLY, SVEND, PUSH_UP, FLOOR, DUMBBELL, OLD, MACHINE, BENCH)


def test_substitutes_come_best_first() -> None:
    found = [one.name for one in substitutes(BENCH, ALL)]
    assert found == [
        "Chest press machine",
        "Dumbbell bench press",
        "Svend press",
        "Floor press",
        "Push-up",
        "Dumbbell fly",
    ]
    assert substitutes(BENCH, reversed(ALL)) == substitutes(BENCH, ALL)


def test_substitutes_keep_to_what_is_at_hand() -> None:
    found = substitutes(BENCH, ALL, equipment={Equipment.BODY_WEIGHT, Equipment.DUMBBELL}, limit=2)
    assert [one.name for one in found] == ["Dumbbell bench press", "Push-up"]


def test_what_belongs_to_no_group_is_replaced_by_its_muscles() -> None:
    own = there("Our press", Equipment.OTHER, None)
    other = there("Their press", Equipment.OTHER, None, id=UUID(int=1))
    assert own not in substitutes(own, (own, BENCH, CURL, other))
    assert {one.name for one in substitutes(own, (own, BENCH, CURL, other))} == {"Bench press", "Their press"}


def test_a_problem_says_which_entry() -> None:
    assert str(LibraryProblem(3, "", "it has no name.")) == "Exercise 3: it has no name."
    assert str(LibraryProblem(3, "Row", "no.")) == "Exercise 3 (“Row”): no."

"""What another app calls an exercise finds its name here, or stays as it is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gymtrainer_desktop.domain.exercise_matching import NameMatcher, NameOrigin
from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, built_in_id
from gymtrainer_desktop.domain.plans import ExerciseType

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "exercises" / "catalogue.json"


@pytest.fixture(scope="module")
def library() -> tuple[LibraryExercise, ...]:
    """Every exercise that comes with the program."""
    return tuple(
        LibraryExercise(
            built_in_id(one["slug"]), one["name"], ExerciseType(one["category"]), Equipment(one["equipment"]), (),
            (), tuple(one["aliases"]), None, "", True, False, False, 1,
        )
        for one in json.loads(CATALOGUE.read_text(encoding="utf-8"))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "name", "origin"),
    [
        ("bench  PRESS", "Bench press", NameOrigin.SAME),
        ("Bench Press (Barbell)", "Bench press", NameOrigin.ALIAS),
        ("Bench Press (Dumbbell)", "Dumbbell bench press", NameOrigin.ALIAS),
        ("Squat (Barbell)", "Back squat", NameOrigin.ALIAS),
        ("Benchpress", "Bench press", NameOrigin.SIMILAR),
        ("Barbell Squats", "Back squat", NameOrigin.SIMILAR),
        ("DB curls", "Dumbbell curl", NameOrigin.SIMILAR),
        ("Leg Press Keller", "Leg press", NameOrigin.SIMILAR),
        ("Kniebeuge", "Kniebeuge", NameOrigin.WRITTEN),
        ("Leg Press Technogym (Gelb)", "Leg Press Technogym (Gelb)", NameOrigin.WRITTEN),
        ("???", "???", NameOrigin.WRITTEN),
    ],
)
def test_names_of_other_apps_are_suggested_with_a_reason(
    library: tuple[LibraryExercise, ...], written: str, name: str, origin: NameOrigin
) -> None:
    (choice,) = NameMatcher(library).suggest([(written, 7)])
    assert (choice.written, choice.sets, choice.name, choice.origin) == (written, 7, name, origin)
    assert choice.is_kept is (name == written)


def test_what_was_chosen_comes_before_what_the_library_says(library: tuple[LibraryExercise, ...]) -> None:
    remembered = {"bench press (barbell)": "Wide-grip bench press", "Développé": "Développé"}
    first, second = NameMatcher(library, remembered).suggest(
        [("Bench Press  (Barbell)", 3), ("DEVELOPPE", 1)]
    )
    assert (first.name, first.origin) == ("Wide-grip bench press", NameOrigin.REMEMBERED)
    assert (second.name, second.origin) == ("Développé", NameOrigin.REMEMBERED)


def test_a_name_that_tells_its_equipment_is_never_an_exercise_with_another(
    library: tuple[LibraryExercise, ...],
) -> None:
    matcher = NameMatcher(library)
    of = {one.name: one.equipment for one in library}
    for told, equipment in (
        ("Band", Equipment.BAND),
        ("Cable", Equipment.CABLE),
        ("Kettlebell", Equipment.KETTLEBELL),
    ):
        for name in ("Shrug", "Upright rows", "Pullover", "Good mornings", "Hack squats"):
            (choice,) = matcher.suggest([(f"{name} ({told})", 1)])
            assert choice.is_kept or of[choice.name] is equipment, choice


def test_archived_exercises_are_not_suggested() -> None:
    archived = LibraryExercise(
        built_in_id("x"), "Bench press", ExerciseType.STRENGTH, Equipment.BARBELL, (), (), ("Bench",), None, "", True,
        True, False, 1,
    )  # fmt: skip
    assert [one.origin for one in NameMatcher([archived]).suggest([("Bench press", 1), ("Bench", 1)])] == [
        NameOrigin.WRITTEN,
        NameOrigin.WRITTEN,
    ]


def test_a_choice_by_hand_says_so_and_keeping_is_one() -> None:
    (choice,) = NameMatcher([]).suggest([("Flachbank", 2)])
    chosen = choice.chosen("Bench press")
    assert (chosen.name, chosen.origin, chosen.is_kept) == ("Bench press", NameOrigin.CHOSEN, False)
    assert (chosen.chosen(None).name, chosen.chosen(None).is_kept) == ("Flachbank", True)


def test_the_nearest_exercises_have_most_words_in_common(library: tuple[LibraryExercise, ...]) -> None:
    matcher = NameMatcher(library)
    found = matcher.nearest("Leg Press Technogym (Gelb)", 5)
    assert found[0].name == "Leg press"
    assert len({one.name for one in found}) == 5
    row = matcher.nearest("Bent Over Row Machine (Panatta)", 10)
    assert all("row" in " ".join((one.name, *one.aliases)).casefold() for one in row[:3])
    assert matcher.nearest("Pflaumenbaum", 5) == ()

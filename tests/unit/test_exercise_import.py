"""A library of exercises in a file: read, read in part with the wrong entries named, or refused as a whole.

The real library is read from the shared data folder where it is there; elsewhere a small file of our own making
of the same shape stands in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import Equipment, Muscle, NewLibraryExercise
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.importers.exercise_library import (
    ENTRIES_LIMIT,
    LIBRARY,
    ImportedLibrary,
    parse_library,
    read_library,
)
from gymtrainer_desktop.importers.history import ImportRefused, LineError
from gymtrainer_desktop.importers.text_files import decode

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "free_exercise_db.json"
Reader = Callable[[str | bytes], ImportedLibrary]


def entry(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Standing Row",
        "force": "pull",
        "level": "beginner",
        "mechanic": "compound",
        "equipment": "cable",
        "primaryMuscles": ["middle back"],
        "secondaryMuscles": ["biceps"],
        "category": "strength",
        "id": "Standing_Row",
    } | changed


def one(**changed: Any) -> NewLibraryExercise:
    return parse_library(json.dumps([entry(**changed)])).exercises[0]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def write_and_read(content: str | bytes) -> ImportedLibrary:
        path = tmp_path / "library.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_library(path)

    return write_and_read


def refused(read: Reader, content: str | bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(content)
    assert caught.value.message.endswith(".")
    return caught.value


def test_the_real_library_comes_in_whole(tmp_path: Path) -> None:
    file = REAL
    if not file.exists():
        file = tmp_path / "library.json"
        kinds = ("strength", "stretching", "cardio", "plyometrics", "powerlifting", "strongman")
        file.write_text(
            json.dumps(
                [
                    entry(name=f"Movement {n}", category=kinds[n % 6], equipment=("body only", None)[n % 2])
                    for n in range(60)
                ]
            ),
            encoding="utf-8",
        )
    written = json.loads(file.read_text(encoding="utf-8"))
    library = read_library(file)
    assert library.problems == ()
    assert [e.name for e in library.exercises] == [w["name"] for w in written]
    assert len({e.id for e in library.exercises}) == library.read == len(written)
    for exercise, source in zip(library.exercises, written, strict=True):
        assert exercise.checked() == exercise
        assert len(exercise.primary_muscles) == len(source["primaryMuscles"])
    counted = Counter(e.category for e in library.exercises)
    assert counted[ExerciseType.FLEXIBILITY] == sum(w["category"] == "stretching" for w in written)
    assert counted[ExerciseType.CARDIO] == sum(w["category"] == "cardio" for w in written)
    assert read_library(file) == library


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("strength", ExerciseType.STRENGTH),
        ("powerlifting", ExerciseType.STRENGTH),
        ("Strongman", ExerciseType.STRENGTH),
        ("olympic weightlifting", ExerciseType.STRENGTH),
        ("plyometrics", ExerciseType.STRENGTH),
        ("stretching", ExerciseType.FLEXIBILITY),
        ("cardio", ExerciseType.CARDIO),
    ],
)
def test_categories(category: str, expected: ExerciseType) -> None:
    assert one(category=category).category is expected


@pytest.mark.parametrize(
    ("written", "name", "category", "expected"),
    [
        ("body only", "Sit-Up", "strength", Equipment.BODY_WEIGHT),
        ("kettlebells", "Swing", "strength", Equipment.KETTLEBELL),
        ("bands", "Pull Apart", "strength", Equipment.BAND),
        ("foam roll", "Calves-SMR", "stretching", Equipment.FOAM_ROLLER),
        ("E-Z Curl Bar", "Curl", "strength", Equipment.EZ_BAR),
        ("ez bar", "Curl", "strength", Equipment.EZ_BAR),
        ("machine", "Leg Press", "strength", Equipment.MACHINE),
        ("machine", "Smith Machine Squat", "strength", Equipment.SMITH_MACHINE),
        ("machine", "Box Squat Machine", "strength", Equipment.MACHINE),
        ("machine", "Elliptical Trainer", "cardio", Equipment.CARDIO_MACHINE),
        ("other", "Sled Push", "strength", Equipment.SLED),
        ("other", "Suspended Row", "strength", Equipment.SUSPENSION_TRAINER),
        ("other", "Box Jump", "plyometrics", Equipment.BOX),
        ("other", "Rope Climb", "strength", Equipment.ROPE),
        ("other", "Plate Pinch", "strength", Equipment.PLATE),
        ("other", "Tire Flip", "strongman", Equipment.OTHER),
        ("barbell", "Box Squat", "powerlifting", Equipment.BARBELL),
        (None, "Hamstring Stretch", "stretching", Equipment.BODY_WEIGHT),
        (None, "Sledgehammer Swings", "strength", Equipment.OTHER),
        ("", "Trail Running", "cardio", Equipment.OTHER),
    ],
)
def test_equipment(written: str | None, name: str, category: str, expected: Equipment) -> None:
    assert one(equipment=written, name=name, category=category).equipment is expected


@pytest.mark.parametrize(
    ("name", "force", "expected"),
    [
        ("Arnold Press", "push", Muscle.FRONT_DELTS),
        ("Standing Row", "pull", Muscle.REAR_DELTS),
        ("Front Raise", "pull", Muscle.FRONT_DELTS),
        ("Side Lateral Raise", "push", Muscle.SIDE_DELTS),
        ("Upright Barbell Row", "pull", Muscle.SIDE_DELTS),
        ("Dumbbell Rear Lateral Raise", "push", Muscle.REAR_DELTS),
        ("Reverse Flyes", "push", Muscle.REAR_DELTS),
        ("Face Pull", None, Muscle.REAR_DELTS),
        ("Seated Bent-Over Raise", "push", Muscle.REAR_DELTS),
        ("Cable Internal Rotation", "pull", Muscle.FRONT_DELTS),
        ("Crucifix", "static", Muscle.SIDE_DELTS),
        ("Shoulder Stretch", None, Muscle.SIDE_DELTS),
    ],
)
def test_which_shoulder(name: str, force: str | None, expected: Muscle) -> None:
    assert one(name=name, force=force, primaryMuscles=["shoulders"]).primary_muscles == (expected,)


def test_muscles_by_either_name() -> None:
    found = one(
        primaryMuscles=["abdominals", "quadriceps"], secondaryMuscles=["Middle  Back", "lats", "quads"]
    )
    assert found.primary_muscles == (Muscle.ABS, Muscle.QUADS)
    assert found.secondary_muscles == (Muscle.UPPER_BACK, Muscle.LATS)


def test_instructions_and_aliases_where_there_are_any() -> None:
    found = one(instructions=["Stand up.", "", "Pull."], aliases=["Rudern", "standing row"])
    assert (found.instructions, found.aliases) == ("Stand up.\nPull.", ("Rudern",))
    assert one(instructions="Stand up.").instructions == "Stand up."
    assert (one().instructions, one().aliases, one().substitution_group) == ("", (), "")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (7, "this is not an object with a name."),
        (None, "this is not an object with a name."),
        ({}, "it has no name."),
        (entry(name=" "), "it has no name."),
        (entry(name=12), "“name” is not a text."),
        (entry(name="x" * 201), "An exercise name can have at most 200 characters."),
        (entry(name="A\u0000B"), "The text holds a character that cannot be saved."),
        (entry(category=None), "it has no category."),
        (entry(category="magic"), "the category “magic” is not known."),
        (entry(equipment="spoon"), "the equipment “spoon” is not known."),
        (entry(equipment=["barbell"]), "“equipment” is not a text."),
        (entry(primaryMuscles=["tail"]), "the muscle “tail” is not known."),
        (entry(primaryMuscles=[3]), "“primaryMuscles” is not a list of texts."),
        (entry(secondaryMuscles={"a": 1}), "“secondaryMuscles” is not a list of texts."),
        (entry(aliases=[f"alias {n}" for n in range(30)]), "At most 20 aliases, 2,000 characters in all."),
        (entry(instructions="x" * 5000), "Instructions can have at most 4,000 characters."),
        (entry(name="good"), "exercise 1 has the same name."),
    ],
)
def test_a_wrong_entry_is_a_problem_and_the_rest_is_read(wrong: Any, reason: str) -> None:
    library = parse_library(json.dumps([entry(name="Good"), wrong, entry(name="Better")]))
    assert [e.name for e in library.exercises] == ["Good", "Better"]
    (problem,) = library.problems
    assert (problem.entry, problem.reason) == (2, reason)
    assert library.read == 3


WHOLE = json.dumps(
    [entry(name=f"Movement {n}", aliases=["Ü"]) for n in range(3)], indent=1, ensure_ascii=False
)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"%PDF-1.7\n", 1, "a PDF document, not a library of exercises"),
        (b"PK\x03\x04\x14", 1, "a spreadsheet or a zip archive"),
        (WHOLE.encode("latin-1"), 17, "not UTF-8 text"),
        (WHOLE.encode("utf-16-le"), 17, "not UTF-8 text"),
        (WHOLE.encode()[: WHOLE.encode().index("Ü".encode()) + 1], 17, "in the middle of a character"),
        (WHOLE[: len(WHOLE) // 2], 27, "in the middle; it seems cut off"),
        (WHOLE[:-1], 56, "in the middle; it seems cut off"),
        (WHOLE[: WHOLE.index("pull") + 2], 4, "in the middle; it seems cut off"),
        ('[{"name": nul', 1, "in the middle; it seems cut off"),
        (WHOLE + "\n{}", 57, "something follows after the end of the list"),
        ("Name,Category\nRow,strength\n", 1, "not JSON"),
        ('[{"name": Row}]', 1, "not valid JSON"),
        ('{"exercises": []}', 1, "not a list of exercises"),
        ('"Row"', 1, "not a list of exercises"),
        ("null", 1, "not a list of exercises"),
        ("[" * 100_000, 1, "without end"),
        ("[" + "9" * 10_000 + "]", 1, "far too long"),
    ],
)
def test_a_file_of_something_else_is_refused_with_line_and_reason(
    read: Reader, content: str | bytes, line: int, reason: str
) -> None:
    error = refused(read, content)
    assert reason in error.message
    assert [e.line for e in error.errors] == [line]


@pytest.mark.parametrize("content", ["", " \n", "[]", " [ ] "])
def test_nothing_in_the_file(read: Reader, content: str) -> None:
    error = refused(read, content)
    assert "empty" in error.message or "no exercise" in error.message


def test_a_list_of_something_else_is_refused(read: Reader) -> None:
    error = refused(read, json.dumps([{"title": "Dune"}, {"title": "Emma"}]))
    assert error.message == (
        "Nothing was imported: no entry of this file is an exercise. Exercise 1: it has no name."
    )


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.write(b"[")
        file.truncate(LIBRARY.limit)
    with pytest.raises(ImportRefused, match=r"The file has 20 MB\. A library of exercises is far smaller"):
        read_library(path)
    many = json.dumps([{}] * (ENTRIES_LIMIT + 1))
    with pytest.raises(ImportRefused, match="10,001 entries"):
        parse_library(many)


def test_a_path_that_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="There is no file"):
        read_library(tmp_path / "missing.json")
    with pytest.raises(ImportRefused, match="is not a file"):
        read_library(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_ways_to_write_text_are_read(read: Reader, encoding: str) -> None:
    assert read(WHOLE.encode(encoding)).read == 3


@given(st.data())
def test_a_file_cut_anywhere_is_refused(data: st.DataObject) -> None:
    whole = WHOLE.encode()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(ImportRefused) as caught:
        parse_library(decode(cut, LIBRARY))
    if cut.strip():
        assert "cut off" in caught.value.message
        assert caught.value.errors == (LineError(cut.count(b"\n") + 1, caught.value.errors[0].reason),) or (
            caught.value.errors[0].line <= cut.count(b"\n") + 1
        )


FIELDS = st.sampled_from(
    [
        "name",
        "force",
        "equipment",
        "primaryMuscles",
        "secondaryMuscles",
        "category",
        "aliases",
        "instructions",
    ]
)
WORDS = st.sampled_from(["strength", "cardio", "barbell", "chest", "shoulders", "push", "Row"]) | st.text(
    max_size=8
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(FIELDS | st.text(max_size=3), inner, max_size=9)
    ),
    max_leaves=30,
)
NEARLY = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            f: WORDS | st.lists(WORDS, max_size=3)
            for f in ("name", "category", "equipment", "primaryMuscles", "aliases")
        },
    ),
    max_size=4,
)


@given(ANY | NEARLY)
def test_any_json_is_read_by_the_rules_or_refused(value: Any) -> None:
    try:
        library = parse_library(json.dumps(value))
    except UserError as error:
        assert error.message
        return
    assert library.exercises
    assert library.read == len(value)
    assert all(e.checked() == e for e in library.exercises)
    assert len({p.entry for p in library.problems}) == len(library.problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        parse_library(decode(data, LIBRARY))

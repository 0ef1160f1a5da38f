"""The exercises that come with the program: rules that the file itself has to keep."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest

from gymtrainer_desktop.database.catalogue import catalogue_file, read_catalogue
from gymtrainer_desktop.domain.exercises import Equipment, Muscle, built_in_id, library_key
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.quick_entry import read_quick_entry
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES

CATALOGUE = read_catalogue()
EXERCISES = CATALOGUE.exercises

# How people's phones write exercises, as Strong and Hevy export them.
WRITTEN_BY_APPS = """
Bench Press (Barbell)|Triceps Extension|Pull Up|Deadlift (Barbell)|Shoulder Press (Plate Loaded)
Incline Bench Press (Barbell)|Lat Pulldown (Cable)|Bicep Curl (Dumbbell)|Overhead Press (Barbell)
Leg Extension (Machine)|Bicep Curl (Machine)|Lateral Raise (Dumbbell)|Seated Row (Cable)|Hanging Leg Raise
Squat (Barbell)|Dip Machine|Seated Row (Machine)|Pull Up (Band)|Incline Chest Press (Machine)
Lateral Raise (Cable)|Lateral Raise (Machine)|Seated Leg Curl (Machine)|Iso-Lateral Chest Press (Machine)
Flat Leg Raise|Lat Pulldown (Machine)|Bicep Curl (Barbell)|Cable Row Wide Grip|Low Row|T Bar Row|Back Deltoids
Seated Leg Press (Machine)|Leg Press Technogym (Gelb)|Seated Overhead Press (Dumbbell)|Russian Twist|Crunch
Cable Crossover|Decline Chest Press|Bent Over One Arm Row (Dumbbell)|Leg Press|Inverted Row (Bodyweight)
Hyperextensions|Face Pull (Cable)|Incline Bench Press (Dumbbell)|Lying Leg Curl (Machine)
Seated Calf Raise (Plate Loaded)|Leg Press Keller|Bench Press - Close Grip (Barbell)|Bent Over Row (Barbell)
Skullcrusher (Barbell)|Plank|Triceps Pushdown (Cable - Straight Bar)|Overhead Press (Dumbbell)|Chest Fly
Lower Back|High Row|Wide Pull Up|Pendlay Row (Barbell)|Concentration Curl (Dumbbell)|Hanging Knee Raise
Calf Press on Seated Leg Press|Chest Dip (Assisted)|Iso-Lateral Row (Machine)|Chest Fly (Band)
Decline Bench Press (Barbell)|Overhead Smith Seated|Front Pulldown|Chest Press (Machine)|Bicep Curl (Cable)
Bent Over Row Machine (Panatta)|Seated Dip|Pull Up (Assisted)|Hammer Curl (Dumbbell)
Single Arm Lateral Raise (Cable)|Preacher Curl (Barbell)|Incline Bench Press (Smith Machine)
Seated Overhead Press (Barbell)|Bench Press (Dumbbell)|Triceps Pushdown|Triceps Extension (Barbell)
Lunge (Barbell)|Lower Chest Fly|Butterfly (Pec Deck)|Face Pull|Seated Palms Up Wrist Curl
Rope Straight Arm Pulldown|Leg Press Horizontal (Machine)|Seated Wrist Extension (Barbell)
Seated Cable Row - V Grip (Cable)|Lat pulldown (V-grip)|Iso-Lateral Low Row|Bench Press (Smith Machine)
Dumbbell Row|Seated Shoulder Press (Machine)|Front Raise (Dumbbell)|Crunch (Machine)|Shoulder Press (Dumbbell)
Overhead Triceps Extension (Cable)|JM Press (Barbell)|Reverse Curl (Barbell)|Crunch (Weighted)|Goblet Squat
Chest Dip|Lat Pulldown - Close Grip (Cable)|Spider Curl (Barbell)
"""


def test_there_are_enough_and_of_every_kind() -> None:
    assert len(EXERCISES) >= 600
    without_bars = [e for e in EXERCISES if e.equipment not in (Equipment.BARBELL, Equipment.DUMBBELL)]
    assert len(without_bars) * 3 >= len(EXERCISES)
    assert {e.equipment for e in EXERCISES} == set(Equipment)
    assert {e.category for e in EXERCISES} == set(ExerciseType)
    worked = {m for e in EXERCISES for m in e.primary_muscles}
    assert worked == set(Muscle)
    machines = {e.name for e in EXERCISES if e.equipment is Equipment.CARDIO_MACHINE}
    assert {
        "Treadmill run",
        "Treadmill walk",
        "Incline walk",
        "Rowing machine",
        "Ski erg",
        "Air bike",
        "Stationary bike",
        "Spin bike",
        "Recumbent bike",
        "Elliptical",
        "Stair climber",
        "Versa climber",
    } <= machines


def test_every_exercise_keeps_the_rules_of_the_library() -> None:
    for one in EXERCISES:
        assert one.checked() == one, one.name
        assert one.primary_muscles and one.substitution_group, one.name
        assert one.instructions.endswith((".", "%")) and len(one.instructions) <= 240, one.name
        assert one.name[0].isupper() or one.name[0].isdigit()


def test_no_name_or_alias_stands_for_two() -> None:
    owners = defaultdict(set)
    for one in EXERCISES:
        for key in one.keys:
            owners[key].add(one.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_slugs_are_stable_keys() -> None:
    assert len(set(CATALOGUE.slugs)) == len(CATALOGUE.slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in CATALOGUE.slugs)
    # The id a gym's plans could refer to some day; it must never move.
    assert str(built_in_id("bench-press")) == "66bbea55-ba72-5332-83ad-dd701d964c33"


def test_nearly_every_group_offers_other_equipment() -> None:
    groups = defaultdict(list)
    for one in EXERCISES:
        groups[one.substitution_group].append(one)
    assert all(len(members) > 1 for members in groups.values())
    same = {name for name, members in groups.items() if len({m.equipment for m in members}) == 1}
    assert same == {"swimming", "sport"}


def test_the_file_reads_well_in_a_diff() -> None:
    lines = catalogue_file().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[" and lines[-1] == "]"
    assert [json.loads(line.rstrip(","))["name"] for line in lines[1:-1]] == [e.name for e in EXERCISES]


def test_names_that_apps_write_are_known() -> None:
    names = [name for line in WRITTEN_BY_APPS.strip().splitlines() for name in line.split("|")]
    known = {key for one in EXERCISES for key in one.keys}
    unknown = [name for name in names if library_key(name) not in known]
    assert len(names) > 100
    assert len(unknown) / len(names) < 0.05, unknown


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("BP", "Bench press"),
        ("bench press (barbell)", "Bench press"),
        ("Flat Barbell Bench Press", "Bench press"),
        ("OHP", "Overhead press"),
        ("RDL", "Romanian deadlift"),
        ("Assault Bike", "Air bike"),
        ("rowing", "Rowing machine"),
        ("Childs Pose", "Child's pose"),
    ],
)
def test_what_people_say_is_found(written: str, name: str) -> None:
    assert [one.name for one in EXERCISES if library_key(written) in one.keys] == [name]


def test_what_the_demo_prescribes_is_in_the_library() -> None:
    known = {key for one in EXERCISES for key in one.keys}
    lines = [line for programme in PROGRAMMES.values() for day in programme.days.values() for line in day]
    names = {read_quick_entry(line.lstrip("~=")).name for line in lines}
    assert len(names) > 50
    assert {name for name in names if library_key(name) not in known} == set()

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progression import WeekTarget, check_progression, read_progression
from gymtrainer_desktop.domain.quick_entry import QuickEntry, QuickEntryError, read_quick_entry
from gymtrainer_desktop.domain.targets import check_reps, check_weight_target
from gymtrainer_desktop.domain.units import Unit


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Bench press 4x8 135 lb 90s", QuickEntry("Bench press", 4, "8", "135 lb", 90)),
        ("Plank 3x60s", QuickEntry("Plank", 3, "60 s")),
        ("Row 2 km", QuickEntry("Row", None, "2 km")),
        ("Squat 5x5 @80%", QuickEntry("Squat", 5, "5", "80%")),
        ("Squat 5x5@80%", QuickEntry("Squat", 5, "5", "80%")),
        ("Pull-up 3xAMRAP bw", QuickEntry("Pull-up", 3, "AMRAP", "bodyweight")),
        ("Dip 3x8-12 BW+10 kg rest 2min", QuickEntry("Dip", 3, "8-12", "BW+10 kg", 120)),
        ("Bench press, 4 × 8, 60 kg, 90 s", QuickEntry("Bench press", 4, "8", "60 kg", 90)),
        ("Deadlift 1x5 70% 1RM 180s", QuickEntry("Deadlift", 1, "5", "70% 1RM", 180)),
        ("Split squat 3 x 5/side 20kg 60 sec", QuickEntry("Split squat", 3, "5/side", "20 kg", 60)),
        ("45 degree back extension 3x12 1:30", QuickEntry("45 degree back extension", 3, "12", "", 90)),
        ("90/90 stretch 3x30s", QuickEntry("90/90 stretch", 3, "30 s")),
        ("Sprint 6x400m 2 min", QuickEntry("Sprint", 6, "400 m", "", 120)),
        ("Plank 60s 30s", QuickEntry("Plank", None, "60 s", "", 30)),
        ("Run 30 min", QuickEntry("Run", None, "30 min")),
        ("Press 3x8 @8", QuickEntry("Press", 3, "8", "RPE 8")),
        ("Press 3x8 @ 60,5kg 2m rest", QuickEntry("Press", 3, "8", "60.5 kg", 120)),
        ("Press 3x8 rest 90", QuickEntry("Press", 3, "8", "", 90)),
        ("Press 3x8 heavy", QuickEntry("Press", 3, "8", "heavy")),
        ("Press 3x8 red band 60s", QuickEntry("Press", 3, "8", "red band", 60)),
        ("Bench press 135 lb", QuickEntry("Bench press", None, "", "135 lb")),
        ("  Bench   press ", QuickEntry("Bench press")),
        ("Élévation latérale 💪 3X12", QuickEntry("Élévation latérale 💪", 3, "12")),
        ("'; DROP TABLE workouts 3x8", QuickEntry("'; DROP TABLE workouts", 3, "8")),
    ],
)
def test_one_line_is_an_exercise(line: str, entry: QuickEntry) -> None:
    assert read_quick_entry(line) == entry


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("A1 Bench press 4x8", QuickEntry("Bench press", 4, "8", superset="A")),
        ("A2: Row 3x10", QuickEntry("Row", 3, "10", superset="A")),
        ("b1) Dip", QuickEntry("Dip", superset="B")),
        ("C3. Curl 3x12", QuickEntry("Curl", 3, "12", superset="C")),
        ("A1 90/90 stretch 3x30s", QuickEntry("90/90 stretch", 3, "30 s", superset="A")),
        ("A", QuickEntry("A")),
        ("A1", QuickEntry("A1")),
        ("A1 3x8", QuickEntry("A1", 3, "8")),
        ("A: Row 3x8", QuickEntry("A: Row", 3, "8")),
        ("B stance RDL 3x8", QuickEntry("B stance RDL", 3, "8")),
        ("T-bar row 3x8", QuickEntry("T-bar row", 3, "8")),
        ("Y3T raise 3x8", QuickEntry("Y3T raise", 3, "8")),
    ],
)
def test_a_letter_and_a_number_before_the_name_are_a_superset(line: str, entry: QuickEntry) -> None:
    assert read_quick_entry(line) == entry


@pytest.mark.parametrize(
    ("line", "reps", "weight", "rest", "rule"),
    [
        ("Bench 4x8 60 kg +2.5 kg/week 90s", "8", "60 kg", 90, "+2.5 kg every week"),
        ("Bench 4x8 60 kg 90s +2.5 kg every 2 weeks", "8", "60 kg", 90, "+2.5 kg every 2 weeks"),
        ("Bench 4x8 60kg+2.5kg/week", "8", "60 kg", None, "+2.5 kg every week"),
        ("Bench 4x8, 60 kg, 2.5 kg every week, 90 s", "8", "60 kg", 90, "+2.5 kg every week"),
        ("Bench 4x8 60 kg -2.5 kg/week", "8", "60 kg", None, "-2.5 kg every week"),
        ("Bench 4x8 60 +2.5/week", "8", "60 kg", None, "+2.5 kg every week"),
        ("Squat 5x5 @80% +2.5%", "5", "80%", None, "+2.5% every week"),
        ("Plank 3x60s +5s 30s", "60 s", "", 30, "+5 s every week"),
        ("Row 2 km +100 m/week", "2 km", "", None, "+100 m every week"),
        ("Bench 3x8 60 kg +1 rep", "8", "60 kg", None, "+1 rep every week"),
        ("Bench 3x8 60 kg +1 set every 3 weeks 2 min", "8", "60 kg", 120, "+1 set every 3 weeks"),
        ("Bench 3x8-12 60 kg double 90s", "8-12", "60 kg", 90, "double progression"),
        ("Bench 3x8-12 60 kg double +2.5 kg 90s", "8-12", "60 kg", 90, "double progression +2.5 kg"),
        ("Bench 3x8-12 then +2.5 kg 60 kg", "8-12", "60 kg", None, "double progression +2.5 kg"),
        ("Dip 3x8 BW +10 kg", "8", "BW +10 kg", None, ""),
        ("Dip 3x8 BW+10 kg +2.5 kg 90s", "8", "BW+10 kg", 90, "+2.5 kg every week"),
        ("Dip 3x8 body weight + 10 kg +2.5 kg", "8", "body weight + 10 kg", None, "+2.5 kg every week"),
        ("Dip 3x8 +10 kg", "8", "+10 kg", None, ""),
        ("Double unders 3x50", "50", "", None, ""),
        ("Press 3x8 double red band", "8", "double red band", None, ""),
        ("Press 3x8 then rest", "8", "then rest", None, ""),
        ("Clean +1 jerk 3x2", "2", "", None, ""),
        ("Bench press 60 kg +2.5 kg/week", "", "60 kg", None, "+2.5 kg every week"),
    ],
)
def test_a_step_behind_the_weight_is_a_progression(
    line: str, reps: str, weight: str, rest: int | None, rule: str
) -> None:
    entry = read_quick_entry(line, Unit.KG)
    assert (entry.reps, entry.weight, entry.rest_seconds, entry.progression) == (reps, weight, rest, rule)


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Bench press 10@60, 8@65, 6@70 kg", QuickEntry("Bench press", 3, "10/8/6", "60/65/70 kg")),
        ("Bench press 10@60kg 8@65kg 90s", QuickEntry("Bench press", 2, "10/8", "60/65 kg", 90)),
        ("Bench press 8@60 kg", QuickEntry("Bench press", 1, "8", "60 kg")),
        ("Bench press 5@7, 5@8", QuickEntry("Bench press", 2, "5/5", "RPE 7/8")),
        ("Squat 5@65%, 3@75%, amrap@85%", QuickEntry("Squat", 3, "5/3/AMRAP", "65/75/85%")),
        ("Squat 5/5/3 60/65/70 kg", QuickEntry("Squat", 3, "5/5/3", "60/65/70 kg")),
        ("Squat 5/5/3", QuickEntry("Squat", 3, "5/5/3")),
        ("Squat 5/5 100 kg", QuickEntry("Squat", 2, "5/5", "100 kg")),
        ("Squat 10, 8, 6 60, 65, 70 kg 2 min", QuickEntry("Squat", 3, "10/8/6", "60/65/70 kg", 120)),
        ("Squat 3x10/8/6 @ 65/75/85%", QuickEntry("Squat", 3, "10/8/6", "65/75/85%")),
        ("Squat 3x8 60, 65, 70 kg", QuickEntry("Squat", 3, "8", "60/65/70 kg")),
        ("Squat 60/65/70 kg", QuickEntry("Squat", None, "", "60/65/70 kg")),
        ("Plank 3x60/45/30s", QuickEntry("Plank", 3, "60/45/30 s")),
        ("Hip 90/90", QuickEntry("Hip 90/90")),
        ("Hip 90/90 stretch", QuickEntry("Hip 90/90 stretch")),
        ("Hip 90/90 stretch 2 min", QuickEntry("Hip 90/90 stretch", None, "2 min")),
        ("Press 4x8, 60 kg, 90 s", QuickEntry("Press", 4, "8", "60 kg", 90)),
        ("Press 2x8, 60", QuickEntry("Press", 2, "8", "60 kg")),
    ],
)
def test_every_set_can_have_reps_and_a_weight_of_its_own(line: str, entry: QuickEntry) -> None:
    assert read_quick_entry(line, Unit.KG) == entry


def test_a_bare_number_is_a_weight_in_the_trainers_unit() -> None:
    assert read_quick_entry("Press 3x8 60", Unit.KG).weight == "60 kg"
    assert read_quick_entry("Press 3x8 @135", Unit.LB).weight == "135 lb"
    assert read_quick_entry("Press 3x8 60").weight == "60"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "Type an exercise"),
        ("3x8", "Start with the exercise's name"),
        ("12 3x8 60 kg", "Start with the exercise's name"),
        ("Press 3x", "write the reps"),
        ("Press 3x-5", "write the reps"),
        ("Press 3x10.5", "write the reps"),
        ("Press -3x8", "Sets cannot be negative"),
        ("Press 0x8", "between 1 and 50"),
        ("Press 51x8", "between 1 and 50"),
        ("Press 3x0", "at least 1"),
        ("Press 3x12-8", "low to high"),
        ("Press 3x5000", "at most 1000"),
        ("Press 3x8 -20 kg", "negative"),
        ("Press 3x8 9999 kg", "at most 2000 kg"),
        ("Press 3x8 4x10", "once"),
        ("Press 3x8 90s 60s", "one rest time"),
        ("Press 3x8 2 min 3601s", "one rest time"),
        ("Press 3x8 3601s", "3600 seconds"),
        ("n" * 201 + " 3x8", "at most 200 characters"),
        ("n" * 10_000, "at most 400 characters"),
        ("Press 3x8 " + "w" * 61, "at most 60 characters"),
    ],
)
def test_what_cannot_be_right_is_said_in_a_sentence(line: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        read_quick_entry(line)
    assert caught.value.field == "quick_entry"
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    ("line", "wrong", "says"),
    [
        ("Press 0x8", "0", "between 1 and 50"),
        ("  Press   99 x 8   60 kg", "99", "between 1 and 50"),
        ("Press -3x8", "-3", "Sets cannot be negative"),
        ("Press 3x8-12-15 60 kg", "8-12-15", "two numbers"),
        ("Press 3x12-8 60 kg", "12-8", "low to high"),
        ("Press 3x10/12-8/AMRAP", "10/12-8/AMRAP", "low to high"),
        ("Press 3x8  135  stones 90s", "135  stones", "kg or lb"),
        ("Bench press 135 stones", "135 stones", "kg or lb"),
        ("Press 3x8 -20 kg 90s", "-20 kg", "negative"),
        ("Press 3x8 90s 60s", "60s", "one rest time"),
        ("Press 3x8 3601s", "3601s", "3600 seconds"),
        ("Press 3x abc 60 kg", "3x abc", "write the reps"),
        ("3x8", "", "exercise's name"),
        ("Press 3x8 60 kg +2.5 kg +1 rep", "+1 rep", "one progression"),
        ("Press 3x8 60 kg +5 lb/week", "+5 lb/week", "in kg"),
        ("Pull-up 3x8 bw +2.5 kg/week", "+2.5 kg/week", "Body weight"),
        ("Press 3x8 60% +2.5 kg", "+2.5 kg", "by percent"),
        ("Press +2.5 kg/week", "+2.5 kg/week", "no weight"),
        ("Press 3x8 60 kg +0 kg/week", "+0 kg/week", "changes nothing"),
        ("Press 3xAMRAP 60 kg +1 rep", "+1 rep", "AMRAP"),
        ("Squat 3x5/5 60 kg", "5/5", "reps for 2 sets, not for 3"),
        ("Squat 5x5 60/65/70 kg", "60/65/70 kg", "weights for 3 sets, not for 5"),
        ("Squat 10@60, 8@65 kg 70 kg", "70 kg", "written with the reps"),
        ("A1 Press 0x8", "0", "between 1 and 50"),
    ],
)
def test_the_wrong_part_of_the_line_is_named(line: str, wrong: str, says: str) -> None:
    with pytest.raises(QuickEntryError) as refused:
        read_quick_entry(line, Unit.KG)
    assert says in refused.value.message
    assert line[refused.value.start : refused.value.end] == wrong


pieces = st.sampled_from(
    [
        "Bench press",
        "4x8",
        "3x",
        "x8",
        "135 lb",
        "@80%",
        "@",
        "bw",
        "90s",
        "rest",
        "2 km",
        "-",
        "AMRAP",
        "1:30",
        "A1",
        "5/5/3",
        "60/65/70 kg",
        "10@60, 8@65",
        "8-12",
        "+2.5 kg/week",
        "+1 rep",
        "double",
        "every 2 weeks",
        ",",
    ]
)


@given(st.one_of(st.text(), st.lists(pieces, max_size=6).map(" ".join)))
@example("x" * 500)
@example("Press ٣x٨ ٩٠s")
@example("Press 3x8 ²s")
def test_any_line_is_read_or_refused_in_words(line: str) -> None:
    try:
        entry = read_quick_entry(line, Unit.KG)
    except QuickEntryError as error:
        assert error.message
        assert 0 <= error.start <= error.end <= len(line)
        return
    assert entry.name.strip() == entry.name != ""
    assert entry.sets is None or 1 <= entry.sets <= 50
    assert entry.rest_seconds is None or 0 <= entry.rest_seconds <= 3600
    assert check_reps(entry.reps) == entry.reps
    assert check_weight_target(entry.weight) == entry.weight
    assert entry.superset == "" or (len(entry.superset) == 1 and entry.superset.isupper())
    rule = read_progression(entry.progression)
    assert (rule.text if rule else "") == entry.progression
    check_progression(WeekTarget(entry.sets, entry.reps, entry.weight), entry.progression)


@given(
    st.integers(1, 50),
    st.integers(1, 1000),
    st.integers(1, 2000),
    st.sampled_from(Unit),
    st.integers(0, 3600),
    st.from_regex(r"[A-Z][a-z]{2,12}( [a-z]{3,9})?", fullmatch=True).filter(
        lambda name: name.split()[-1].lower() not in {"rest", "body", "bodyweight", "amrap"}
    ),
)
def test_what_is_written_is_what_is_read(
    sets: int, reps: int, weight: int, unit: Unit, rest: int, name: str
) -> None:
    line = f"{name} {sets}x{reps} {weight} {unit.value} {rest}s"
    assert read_quick_entry(line) == QuickEntry(name, sets, str(reps), f"{weight} {unit.value}", rest)


numbers = st.integers(1, 400)


@given(st.lists(st.tuples(st.integers(1, 100), numbers), min_size=2, max_size=8), st.sampled_from(Unit))
def test_sets_written_one_by_one_are_read_as_they_are_written(
    sets: list[tuple[int, int]], unit: Unit
) -> None:
    reps, weights = "/".join(str(one) for one, _ in sets), "/".join(str(one) for _, one in sets)
    stored = QuickEntry("Bench press", len(sets), reps, f"{weights} {unit.value}")
    pairs = ", ".join(f"{one}@{weight}" for one, weight in sets)
    assert read_quick_entry(f"Bench press {reps} {weights} {unit.value}") == stored
    assert read_quick_entry(f"Bench press {len(sets)}x{reps} {weights} {unit.value}") == stored
    assert read_quick_entry(f"Bench press {pairs} {unit.value}") == stored
    assert read_quick_entry(f"Bench press {pairs}{unit.value} 90s").rest_seconds == 90


@given(
    st.sampled_from(["", "A1 ", "b2: "]),
    st.sampled_from(["60 kg", "80%", "BW+10 kg", "60/62.5/65 kg"]),
    st.sampled_from(["+2.5 kg", "+2.5%", "+1 rep", "+1 set"]),
    st.sampled_from(["", "/week", " every 2 weeks", " weekly"]),
    st.sampled_from(["", " 90s", " rest 90", ", 1:30"]),
)
def test_a_whole_line_is_taken_apart_whatever_it_has(
    prefix: str, weight: str, step: str, weeks: str, rest: str
) -> None:
    line = f"{prefix}Bench press 3x8 {weight} {step}{weeks}{rest}"
    rule = read_progression(step + weeks)
    assert rule is not None
    try:
        check_progression(WeekTarget(3, "8", weight), rule.text)
    except UserError as error:
        with pytest.raises(QuickEntryError) as refused:
            read_quick_entry(line)
        assert refused.value.message == error.message
        assert line[refused.value.start : refused.value.end] == step + weeks
        return
    letter = prefix[:1].upper()
    expected = QuickEntry("Bench press", 3, "8", weight, 90 if rest else None, letter, rule.text)
    assert read_quick_entry(line) == expected

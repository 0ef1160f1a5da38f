from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.quick_entry import QuickEntry, read_quick_entry
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
    ]
)


@given(st.one_of(st.text(), st.lists(pieces, max_size=6).map(" ".join)))
@example("x" * 500)
@example("Press ٣x٨ ٩٠s")
@example("Press 3x8 ²s")
def test_any_line_is_read_or_refused_in_words(line: str) -> None:
    try:
        entry = read_quick_entry(line, Unit.KG)
    except UserError as error:
        assert error.message
        return
    assert entry.name.strip() == entry.name != ""
    assert entry.sets is None or 1 <= entry.sets <= 50
    assert entry.rest_seconds is None or 0 <= entry.rest_seconds <= 3600
    assert check_reps(entry.reps) == entry.reps
    assert check_weight_target(entry.weight) == entry.weight


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

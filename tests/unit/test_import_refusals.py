from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.history import ImportedHistory, ImportRefused, LineError
from gymtrainer_desktop.importers.text_files import SIZE_LIMIT, decode
from gymtrainer_desktop.importers.workouts import ERROR_LIMIT, parse_workouts, read_workouts

Reader = Callable[..., ImportedHistory]

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,"
    "Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
)
GOOD = '2026-02-10 16:46:13,"Tag A",1h 50m,"Bänkdrücken",1,75.0,8,0,0,"ok","",\n'
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
    '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
FITNOTES = "Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time\n"


def strong_row(**changed: str) -> str:
    values = {
        "date": "2026-02-10 16:46:13",
        "name": "A",
        "duration": "1h",
        "exercise": "Bench",
        "order": "1",
        "weight": "75.0",
        "reps": "8",
        "distance": "0",
        "seconds": "0",
        "notes": "",
        "workout_notes": "",
        "rpe": "",
    }
    return ",".join({**values, **changed}.values()) + "\n"


def refused(read: Reader, content: str | bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(content, Unit.KG)
    assert isinstance(caught.value, UserError)
    assert caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"reps": "-5"}, "the number of reps cannot be negative (-5)."),
        ({"reps": "eight"}, "the number of reps “eight” is not a number."),
        ({"reps": "8.5"}, "the number of reps “8.5” is not a whole number."),
        ({"reps": "1001"}, "1001 reps are more than 1,000."),
        ({"weight": "2000.01"}, "a weight of 2000.01 is more than 2,000."),
        ({"weight": "-1"}, "the weight cannot be negative (-1)."),
        ({"weight": "NaN"}, "the weight “NaN” is not a number."),
        ({"weight": "1e3"}, "the weight “1e3” is not a number."),
        ({"weight": "٧٥"}, "the weight “٧٥” is not a number."),
        ({"weight": '"72,5"'}, "the weight “72,5” is not a number."),
        ({"weight": "9" * 60}, f"the weight “{'9' * 39}…” is not a number."),
        ({"seconds": "90000"}, "a set lasts longer than a day."),
        ({"distance": "2000"}, "a distance is more than 1,000 km."),
        ({"rpe": "11"}, "the RPE 11 is more than 10."),
        ({"rpe": "-1"}, "the RPE cannot be negative (-1)."),
        ({"order": "X"}, "the set order “X” is neither a number nor W, D or F."),
        ({"exercise": " "}, "the exercise has no name."),
        ({"exercise": "n" * 10_000}, "the exercise name has 10,000 characters, at most 200 are possible."),
        ({"notes": "n" * 2001}, "a note has 2,001 characters, at most 2,000 are possible."),
        ({"duration": "long"}, "“long” is not a duration such as 1h 50m."),
        ({"date": "yesterday"}, "“yesterday” is not a date such as 2026-04-08 16:50:00."),
        ({"date": "2026-02-30 10:00:00"}, "there is no such date or time: “2026-02-30 10:00:00”."),
        ({"date": "2026-02-10 25:00:00"}, "there is no such date or time: “2026-02-10 25:00:00”."),
        ({"date": "1969-12-31 10:00:00"}, "the date 1969-12-31 10:00 lies before 1970."),
        ({"date": "0001-01-01 00:00:00"}, "the date 0001-01-01 00:00 lies before 1970."),
        ({"date": "9999-12-31 23:59:59"}, "the date 9999-12-31 23:59 lies in the future."),
        ({"date": "2026-11-16 12:00:01"}, "the date 2026-11-16 12:00 lies in the future."),
        ({"date": ""}, "“” is not a date such as 2026-04-08 16:50:00."),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(read: Reader, changed: dict[str, str], reason: str) -> None:
    error = refused(read, STRONG + GOOD + strong_row(**changed) + GOOD.replace(",1,75", ",2,75"))
    assert error.errors == (LineError(3, reason),)
    assert error.message == f"Nothing was imported. Line 3: {reason}"


def test_the_present_is_not_the_future(read: Reader) -> None:
    assert read(STRONG + strong_row(date="2026-11-16 12:00:00"), Unit.KG).sets_count == 1


def test_every_wrong_line_is_named_up_to_a_limit(read: Reader) -> None:
    error = refused(read, STRONG + strong_row(reps="-1") + GOOD + strong_row(weight="x"))
    assert [one.line for one in error.errors] == [2, 4]
    assert error.message.endswith("And 1 more line.")
    many = refused(read, STRONG + strong_row(reps="-1") * (ERROR_LIMIT * 3))
    assert len(many.errors) == ERROR_LIMIT


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            '"A","8 Brumaire 2026, 16:50","","","Squat",,"",0,"normal",1,5,,,\n',
            "“8 Brumaire 2026, 16:50” is not a date",
        ),
        ('"A","8 Apr 2026","","","Squat",,"",0,"normal",1,5,,,\n', "is not a date"),
        ('"A","31 Apr 2026, 16:50","","","Squat",,"",0,"normal",1,5,,,\n', "no such date or time"),
        ('"A","8 Apr 2026, 16:50","soon","","Squat",,"",0,"normal",1,5,,,\n', "“soon” is not a date"),
        ('"A","8 Apr 2026, 16:50","","","Squat",,"",0,"giant",1,5,,,\n', "set type “giant” is not known"),
        ('"A","8 Apr 2026, 16:50","","","",,"",0,"normal",1,5,,,\n', "has no name"),
    ],
)
def test_wrong_rows_of_hevy(read: Reader, row: str, reason: str) -> None:
    error = refused(read, HEVY + row)
    assert error.errors[0].line == 2
    assert reason in error.errors[0].reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-03-01,Plank,Abs,0,0,,,1:30\n", "not hours:minutes:seconds"),
        ("2026-03-01,Row,Cardio,,,2,leagues,\n", "distance unit “leagues” is not known"),
        ("01/03/2026,Row,Cardio,,,2,km,\n", "is not a date"),
    ],
)
def test_wrong_rows_of_fitnotes(read: Reader, row: str, reason: str) -> None:
    error = refused(read, FITNOTES + row)
    assert error.errors[0].line == 2
    assert reason in error.errors[0].reason


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", 1, "a PDF document"),
        (b"PK\x03\x04\x14\x00\x06\x00", 1, "a spreadsheet or a zip archive"),
        (b"\x89PNG\r\n\x1a\n", 1, "a picture"),
        (STRONG.encode() + GOOD.encode("cp1252"), 2, "not UTF-8 text"),
        (STRONG.encode() + GOOD.encode() + b"2026\x00", 3, "binary data"),
        (STRONG.encode("utf-16-le"), 1, "binary data"),
        ((STRONG + GOOD).encode("utf-16")[:-1], 2, "cut off"),
        ((STRONG + GOOD + "2026-02-10 16:46:13,Ü").encode()[:-1], 3, "cut off"),
        (
            (STRONG + GOOD + "2026-02-10 16:46:13,A,1h").encode(),
            3,
            "cut off, the last line has 3 of 12 values",
        ),
        ((STRONG + GOOD + '2026-02-10 16:46:13,"Tag').encode(), 3, "cut off"),
        ((STRONG + "2026-02-10\n" + GOOD).encode(), 2, "1 values where the header names 12 columns"),
        ((STRONG + strong_row(name="Push, heavy")).encode(), 2, "13 values where the header names 12"),
        ((STRONG + GOOD.replace('"Tag A"', '"Tag "A""')).encode(), 2, "quotation marks"),
        ((STRONG + f'x,"{"n" * 200_000}"\n').encode(), 2, "far too long"),
        (b"Name,E-mail\nAnn,ann@example.org\n", 1, "Known are Strong, Hevy, FitNotes"),
        (b'{"workouts": []}', 1, "no known export"),
        (STRONG[:60].encode(), 1, "no known export"),
        ((STRONG.strip() + ",Reps\n" + GOOD).encode(), 1, "occurs twice"),
    ],
)
def test_a_file_of_something_else_is_refused_with_line_and_reason(
    read: Reader, content: bytes, line: int, reason: str
) -> None:
    error = refused(read, content)
    assert error.errors[0].line == line
    assert reason in error.errors[0].reason
    assert str(error.errors[0]) in error.message


def test_lines_are_counted_through_values_with_line_breaks(read: Reader) -> None:
    error = refused(read, STRONG + strong_row(notes='"one\ntwo\nthree"') + "\n" + strong_row(reps="-1"))
    assert [one.line for one in error.errors] == [6]


@pytest.mark.parametrize("content", ["", "  \n\n", "\ufeff", STRONG, STRONG + "\n\n"])
def test_nothing_in_the_file(read: Reader, content: str) -> None:
    error = refused(read, content)
    assert error.errors == ()
    assert "empty" in error.message or "no workout" in error.message


def test_rest_timers_alone_are_no_workout(read: Reader) -> None:
    assert "no workout" in refused(read, STRONG + strong_row(order="Rest Timer")).message


def test_notes_of_many_rows_may_not_pass_the_limit_together(read: Reader) -> None:
    rows = "".join(strong_row(order=str(n), notes=f"{n}" + "n" * 1000) for n in range(1, 4))
    error = refused(read, STRONG + GOOD.replace("16:46", "10:00") + rows)
    assert error.errors[0].line == 3
    assert "a note of this workout has 3,0" in error.errors[0].reason


def test_more_sets_of_an_exercise_than_anybody_does_are_refused(read: Reader) -> None:
    error = refused(read, FITNOTES + "2026-03-01,Bench,Chest,60,8,,,\n" * 201)
    assert error.errors == (
        LineError(2, "an exercise of this workout has 201 sets, at most 200 are possible."),
    )


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland", "UTC"])
@pytest.mark.parametrize("date", ["9999-12-31 23:59:59", "0001-01-01 00:00:00"])
def test_the_ends_of_time_are_refused_in_every_zone(zone: str, date: str) -> None:
    with pytest.raises(ImportRefused, match=r"lies (in the future|before 1970)"):
        parse_workouts(STRONG + strong_row(date=date), unit=Unit.KG, time_zone=zone)


@pytest.mark.parametrize("size", [SIZE_LIMIT, 1_000_000_000])
def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, size: int) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(STRONG.encode())
        file.truncate(size)
    began = time.monotonic()
    with pytest.raises(ImportRefused, match=f"{size // 1_000_000:,} MB"):
        read_workouts(path, unit=Unit.KG, time_zone="UTC")
    assert time.monotonic() - began < 1


def test_a_path_that_is_no_readable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportRefused, match=r"There is no file “missing\.csv”"):
        read_workouts(tmp_path / "missing.csv", time_zone="UTC")
    with pytest.raises(ImportRefused, match="is not a file"):
        read_workouts(tmp_path, time_zone="UTC")
    with pytest.raises(ImportRefused, match="is not a file"):
        read_workouts(Path(os.devnull), time_zone="UTC")

    def denied(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.csv"
    path.write_text(STRONG)
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ImportRefused, match="cannot be read: permission denied"):
        read_workouts(path, time_zone="UTC")


def test_a_file_without_a_last_line_end_is_read_with_a_warning(read: Reader) -> None:
    history = read((STRONG + GOOD).rstrip("\n"), Unit.KG)
    assert history.sets_count == 1
    assert "no line end" in history.warnings[0]


SAMPLES = [
    STRONG + GOOD + GOOD.replace(",1,75", ",2,80") + strong_row(date="2026-02-12 10:00:00", notes='"a, b"'),
    HEVY
    + '"Tag 💪","8 Apr 2026, 16:50","8 Apr 2026, 17:50","","Squat",,"",0,"normal",100,5,,,8\n'
    + '"Tag 💪","8 Apr 2026, 16:50","8 Apr 2026, 17:50","","Squat",,"",1,"failure",100,4,,,10\n',
    FITNOTES + "2026-03-01,Bench,Chest,60,8,,,\n2026-03-01,Plank,Abs,0,0,,,0:01:30\n",
]


@given(
    st.sampled_from(SAMPLES),
    st.lists(
        st.tuples(
            st.integers(0, 700),
            st.integers(0, 3),
            st.one_of(st.binary(max_size=4), st.sampled_from([b",", b'"'])),
        ),
        max_size=4,
    ),
)
def test_a_damaged_file_is_read_or_refused_never_a_crash(
    sample: str, damages: list[tuple[int, int, bytes]]
) -> None:
    data = sample.encode()
    for start, removed, put in damages:
        data = data[:start] + put + data[start + removed :]
    try:
        history = parse_workouts(decode(data), unit=Unit.KG, time_zone="Europe/London")
    except ImportRefused as error:
        assert error.message
        return
    assert history.sets_count >= 1
    for workout in history.workouts:
        for entry in workout.entries:
            assert entry.exercise_name
            assert all(one.checked() is one for one in entry.sets)


@given(st.sampled_from(SAMPLES), st.data())
def test_a_file_cut_anywhere_is_refused_or_holds_the_first_sets_unchanged(
    sample: str, data: st.DataObject
) -> None:
    whole = sample.encode()
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    full = parse_workouts(sample, unit=Unit.KG, time_zone="UTC")
    complete = [(w.started_at, e.exercise_name, s) for w in full.workouts for e in w.entries for s in e.sets]
    try:
        part = parse_workouts(decode(cut), unit=Unit.KG, time_zone="UTC")
    except ImportRefused as error:
        assert error.message
        return
    found = [(w.started_at, e.exercise_name, s) for w in part.workouts for e in w.entries for s in e.sets]
    if part.warnings:
        # Cut within the last value of a line, or just before its end: all but that value is there.
        assert [one[:2] for one in found] == [one[:2] for one in complete[: len(found)]]
        found.pop()
    assert found == complete[: len(found)]


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        parse_workouts(decode(data), unit=Unit.KG, time_zone="UTC")

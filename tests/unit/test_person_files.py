"""Everything about a person as a ZIP file: what is in it, and that a failure leaves no file."""

from __future__ import annotations

import csv
import io
import os
import stat
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.persons import PersonExport
from gymtrainer_desktop.services.person_files import write_person
from gymtrainer_desktop.services.saved_files import write_bytes, write_csv

EXPORT = PersonExport(
    "Grace Osei",
    {
        "Person": (("full_name", "birth_date", "is_active"), (("Gräce", date(1991, 5, 14), True),)),
        "Logged exercises": (
            ("completed_at", "exercise_name", "weight_used", "notes"),
            (
                (datetime(2026, 11, 20, 9, 30, tzinfo=UTC), "=HYPERLINK(1)", Decimal("-60.5"), None),
                (datetime(2026, 11, 20, 9, 40, tzinfo=UTC), 'say "yes", then\nno', Decimal("0"), "+44"),
            ),
        ),
    },
    b"\xff\xd8\xff photo",
)


def _rows(archive: zipfile.ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))


def test_each_table_is_a_csv_that_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "grace.zip"
    write_person(EXPORT, file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["Person.csv", "Logged exercises.csv", "Photo.jpg"]
        assert _rows(archive, "Person.csv") == [
            ["full name", "birth date", "is active"],
            ["Gräce", "1991-05-14", "yes"],
        ]
        first, second = _rows(archive, "Logged exercises.csv")[1:]
        assert first[1:] == ["'=HYPERLINK(1)", "-60.5", ""]
        assert second[1:] == ['say "yes", then\nno', "0", "'+44"]
        assert archive.read("Photo.jpg") == b"\xff\xd8\xff photo"
    assert [each.name for each in tmp_path.iterdir()] == ["grace.zip"]


def test_given_up_in_the_middle_the_former_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "grace.zip"
    file.write_bytes(b"as it was")
    told = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 1

    with pytest.raises(Cancelled):
        write_person(EXPORT, file, progress)
    assert told == [(0, 2), (1, 2)]
    assert file.read_bytes() == b"as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["grace.zip"]


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        write_person(EXPORT, tmp_path / "nowhere" / "grace.zip")


def test_what_is_saved_about_people_is_for_its_owner_only(tmp_path: Path) -> None:
    write_person(EXPORT, tmp_path / "all.zip")
    write_csv(tmp_path / "table.csv", ["name"], [["Grace"]])
    write_bytes(tmp_path / "chart.png", b"picture")
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    private = 0o600 if os.name != "nt" else modes["all.zip"]  # there it is the folder that decides
    assert modes == dict.fromkeys(("all.zip", "table.csv", "chart.png"), private)

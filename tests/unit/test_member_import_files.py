"""Files as people bring them: any delimiter and encoding, workbooks, and what has to be refused."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.member_import import DateOrder, ImportedMembers, LineProblem, MemberField
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers import spreadsheets, tables
from gymtrainer_desktop.importers.history import ImportRefused
from gymtrainer_desktop.importers.members import (
    ReadChoice,
    open_members,
    parse_members,
    problems_csv,
    read_members,
)

TODAY = date(2026, 11, 20)
HEAD = "Name,Member number,Email,Phone,Birthday,Unit,Joined\n"


def read(content: str | bytes, **how: Any) -> ImportedMembers:
    table = parse_members(content if isinstance(content, bytes) else content.encode())
    return read_members(table, table.mapped, today=TODAY, **how)


def workbook(rows: list[list[Any]], title: str = "Members", *, widths: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if widths:
        for cell in sheet["A"]:
            cell.number_format = widths
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same archive with other, more or fewer parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            if name not in changes:
                copy.writestr(name, source.read(name))
        for name, content in changes.items():
            if content is not None:
                copy.writestr(name, content)
    return target.getvalue()


def refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        parse_members(content)
    assert sentence in caught.value.message


# Texts


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_delimiter_in_any_usual_encoding(delimiter: str, encoding: str) -> None:
    lines = [
        ["Name", "E-Mail", "Geburtsdatum"],
        ["Jörg Müller", "jörg@mail.example", "16.11.1990"],
        ["Zoë Weiß", "zoe@mail.example", "1.2.1991"],
    ]
    text = "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"
    found = read(text.encode(encoding))
    assert [(one.line, one.full_name, one.email, one.birth_date) for one in found.lines] == [
        (2, "Jörg Müller", "jörg@mail.example", date(1990, 11, 16)),
        (3, "Zoë Weiß", "zoe@mail.example", date(1991, 2, 1)),
    ]


def test_how_a_text_was_read_is_said_and_can_be_corrected() -> None:
    content = "Name;Mail\nLee, Anna;anna@mail.example\nRoe, Bob;bob@mail.example\n".encode("cp1252")
    table = parse_members(content)
    assert (table.table.delimiter, table.table.encoding) == (";", "UTF-8")
    assert parse_members(content, ReadChoice(delimiter=",")).rows[1].values == (
        "Lee",
        " Anna;anna@mail.example",
    )
    assert parse_members("Name\nZoë\n".encode("cp1252")).table.encoding == "Windows-1252"
    without = parse_members(content, ReadChoice(header=0))
    assert without.names == ("Column 1", "Column 2") and len(without.rows) == 3
    with pytest.raises(ImportRefused, match="There is nothing on line 9"):
        parse_members(content, ReadChoice(header=9))


def test_excels_own_line_about_the_delimiter_is_believed() -> None:
    found = read("sep=|\r\nName|Mail\r\nAnna Lee|a,b;c@mail.example\r\n")
    assert [(one.line, one.email) for one in found.lines] == [(3, "a,b;c@mail.example")]


def test_quoted_line_breaks_and_delimiters_keep_the_lines_of_the_file() -> None:
    found = read('Name,Phone\n"Johnson,\nSarah","020\n7946 0100"\n\n,\nBo Lee,020 7946 0101\n')
    assert [(one.line, one.full_name, one.phone) for one in found.lines] == [
        (2, "Sarah Johnson", "020 7946 0100"),
        (7, "Bo Lee", "020 7946 0101"),
    ]


def test_every_field_is_read() -> None:
    (one,) = read(HEAD + "Sarah Johnson,0042,s@mail.example,020 7946 0100,14/05/1991,lb,1 Feb 2020\n").lines
    assert (one.full_name, one.member_number, one.email, one.phone) == (
        "Sarah Johnson", "0042", "s@mail.example", "020 7946 0100",
    )  # fmt: skip
    assert (one.birth_date, one.weight_unit, one.joined_on) == (date(1991, 5, 14), Unit.LB, date(2020, 2, 1))


def test_errors_say_the_line_and_every_reason_in_words() -> None:
    found = read(
        HEAD
        + "Sarah Johnson,1 2,sarah@,020 7946,31/02/1991,st,\n"
        + ",17,,,,,\n"
        + "Bo Lee,18,,,,,,,too,many\n"
        + '"Zed" Roe,19,,,,,\n'
        + "Al Bo,20,,,,,\n"
    )
    assert [one.full_name for one in found.lines] == ["Al Bo"]
    assert found.problems == (
        LineProblem(
            2,
            "the member number “1 2” has other characters than letters, digits and dashes, or more than 32."
            " “sarah@” does not look like an e-mail address. There is no day 31/02/1991 in the calendar."
            " The weight unit “st” is neither kg nor lb.",
            "Sarah Johnson",
        ),
        LineProblem(3, "there is no name."),
        LineProblem(4, "10 values where there are 7 columns.", "Bo Lee"),
        LineProblem(5, "the quotation marks of a value do not match."),
    )


def test_the_order_of_dates_is_seen_from_any_of_them_or_asked_for() -> None:
    us = read("Name,Birthday,Joined\nA B,03/04/1990,01/02/2020\nC D,03/25/1990,02/02/2020\n")
    assert (us.order, us.asks_order) == (DateOrder.MONTH_FIRST, False)
    assert us.lines[0].birth_date == date(1990, 3, 4)
    assert us.lines[0].joined_on == date(2020, 1, 2), "the other column is as the one that says"
    unclear = read("Name,Birthday\nA B,03/04/1990\n")
    assert (unclear.order, unclear.asks_order) == (DateOrder.DAY_FIRST, True)
    chosen = read("Name,Birthday\nA B,03/04/1990\n", order=DateOrder.MONTH_FIRST)
    assert chosen.lines[0].birth_date == date(1990, 3, 4)
    assert not read("Name,Birthday\nA B,1990-04-03\nC D,5/5/1990\n").asks_order


def test_the_key_of_a_line_is_its_content_wherever_it_stands() -> None:
    one = read(
        "Name,Email,Phone\nSarah Johnson,s@mail.example,020 7946\nBo Lee,,020 1\nBo Lee,,020 2\n"
    ).lines
    other = read("Mail;Surname;First name\nS@mail.example;JOHNSON;Sarah\n").lines
    assert one[0].id == other[0].id, "the phone of somebody with an address does not count"
    assert one[1].id != one[2].id, "but of two namesakes with nothing else it does"
    assert one[0].id.version == 5


def test_reading_says_how_far_it_is_and_can_be_stopped() -> None:
    content = "Name\n" + "".join(f"Member {n} Lee\n" for n in range(1000))
    seen: list[tuple[int, int]] = []
    assert len(read(content, progress=lambda done, total: seen.append((done, total)) is None).lines) == 1000
    assert seen == [(0, 1000), (250, 1000), (500, 1000), (750, 1000), (1000, 1000)]
    with pytest.raises(Cancelled):
        read(content, progress=lambda done, total: done < 500)


# Workbooks


def test_a_workbook_gives_what_one_would_have_typed() -> None:
    data = workbook(
        [
            ["Number", "Name", "Born", "Phone", "Joined"],
            [
                1001.0,
                "Sarah Johnson",
                datetime(1991, 5, 14),  # noqa: DTZ001
                2079460100.0,
                date(2020, 2, 1),
            ],
            [],
            [1002, "Bo Lee", 33193, "020 7946 0101", None],
        ]
    )
    found = read(data)
    assert [
        (one.line, one.member_number, one.birth_date, one.phone, one.joined_on) for one in found.lines
    ] == [
        (2, "1001", date(1991, 5, 14), "2079460100", date(2020, 2, 1)),
        (4, "1002", date(1990, 11, 16), "020 7946 0101", None),
    ]


def test_leading_zeros_that_are_only_a_format_are_kept() -> None:
    data = workbook([["Number", "Name"], [42, "Sarah Johnson"]], widths="00000")
    assert read(data).lines[0].member_number == "00042"


def test_formulas_are_never_worked_out_and_errors_of_a_sheet_are_errors() -> None:
    data = workbook([["Name", "Phone"], ["Sarah Johnson", "=1+1"], ["#N/A", "020 7946 0101"]])
    found = read(data)
    assert [(one.full_name, one.phone) for one in found.lines] == [("Sarah Johnson", "")]
    assert [one.reason for one in found.problems] == ["a cell holds the spreadsheet’s error #N/A."]


def test_the_first_sheet_with_something_on_it_is_read_and_another_can_be_chosen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["Name"], ["Anna Lee"]], "Old")))
    book.create_sheet("Empty", 0)
    book.create_sheet("New").append(["Name", "Mail"])
    book["New"].append(["Bob Roe", "b@mail.example"])
    book.create_sheet("Secret", 0).append(["Name"])
    book["Secret"].sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    table = parse_members(target.getvalue())
    assert (table.table.sheet, table.table.sheets) == ("Old", ("Empty", "Old", "New"))
    chosen = parse_members(target.getvalue(), ReadChoice(sheet="New"))
    assert chosen.mapped == (MemberField.FULL_NAME, MemberField.EMAIL)
    for sheet, sentence in (
        ("Nope", "There is no sheet “Nope”"),
        ("Empty", "There is nothing on this sheet"),
    ):
        with pytest.raises(ImportRefused, match=sentence):
            parse_members(target.getvalue(), ReadChoice(sheet=sheet))


# Refusals


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"Name,Mail\n", "There is nobody in this file."),
        (b"%PDF-1.7", "this is a PDF document, not a list of members."),
        (b"\x89PNG\r\n", "this is a picture"),
        (b"Name,Mail\nA B,a\0b\n", "binary data"),
        (bytes(range(128, 256)) * 8, "this is not UTF-8 text"),
        ("Name\nJörg Müller\nZo".encode() + "ë".encode()[:1], "the file ends in the middle of a character"),
        (b'Name,Mail\n"Anna Lee,a@b.example\nBob,b@b.example\n', "Line 2: a quotation mark opens here and never"),
        (b"Name,Mail,No\nAnna Lee,a@b.example,1\nBob,b@b", "Line 3: the file seems cut off, the last line has 2 of 3"),
        (b"Name\n" + b'"' + b"x" * 200_000 + b'"\n', "a value is far too long"),
        (b",".join([b"Name"] * 101) + b"\n" + b",".join([b"x"] * 101), "more than 100 columns"),
        (b"PK\x03\x04 nothing", "this workbook is damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "this is an old Excel workbook (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
    ],
)  # fmt: skip
def test_what_is_no_list_of_members_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    refused(content, sentence)


def test_a_workbook_that_is_cut_foreign_or_has_macros_is_refused() -> None:
    data = workbook([["Name"], ["Anna Lee"]])
    refused(data[: len(data) // 2], "damaged or cut off")
    refused(repacked(data, {"xl/vbaProject.bin": b"macro"}), "holds macros")
    refused(repacked(data, {"xl/workbook.bin": b"binary"}), "binary Excel workbook")
    refused(repacked(data, {"mimetype": b"application/vnd.oasis"}), "OpenDocument")
    refused(repacked(data, {"word/document.xml": b"<w/>"}), "word-processor")
    refused(repacked(data, {"[Content_Types].xml": None}), "this is a zip archive")
    refused(
        repacked(data, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}), "damaged or cut off"
    )
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    refused(repacked(data, {"xl/worksheets/sheet1.xml": bomb}), "no spreadsheet program writes")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook([["Name"], ["Anna Lee"]])
    refused(repacked(data, {"xl/media/x.xml": b" " * 20_000_000}), "unpacks to far more")
    monkeypatch.setattr(spreadsheets, "UNPACKED_LIMIT", 1_000)
    refused(data, "unpacks to far more")


def test_a_sheet_that_claims_to_be_huge_is_read_as_what_it_is() -> None:
    data = workbook([["Name"], ["Anna Lee"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'<dimension ref="A1:A2" />' in sheet or b'<dimension ref="A1:A2"/>' in sheet
    huge = sheet.replace(b"A1:A2", b"A1:XFD1048576")
    assert len(read(repacked(data, {"xl/worksheets/sheet1.xml": huge})).lines) == 1


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_LIMIT", 3)
    assert len(read(b"Name\nA B\nC D\nE F\n").lines) == 3
    refused(b"Name\nA B\nC D\nE F\nG H\n", "The file has more than 3 lines. Import it in parts.")
    refused(workbook([["Name"], ["A B"], ["C D"], ["E F"], ["G H"]]), "more than 3 lines")


def test_files_that_cannot_be_opened_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"There is no file “gone\.csv”"):
        open_members(tmp_path / "gone.csv")
    with pytest.raises(ImportRefused, match="is not a file"):
        open_members(tmp_path)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(ImportRefused, match="A list of members is far smaller; files of 50 MB and more"):
        open_members(large)


# A third of the lines wrong


def test_a_file_of_which_a_third_is_wrong_keeps_the_rest() -> None:
    chance = random.Random(7)
    bad = set(chance.sample(range(1000), 300))
    wrong = ["{n},Member {n},not-an-address,\n", "{n},,m{n}@mail.example,\n", "{n},Member {n},,31/02/1990\n"]
    right = "{n},Member {n} Lee,m{n}@mail.example,16/11/1990\n"
    content = "No,Name,Email,Born\n" + "".join(
        (wrong[n % 3] if n in bad else right).format(n=n) for n in range(1000)
    )
    found = read(content)
    assert {one.line - 2 for one in found.problems} == bad
    assert len(found.lines) == 700 and found.read == 1000


def test_what_was_left_out_comes_as_a_file_to_mend(tmp_path: Path) -> None:
    table = parse_members(b"Name;Phone;Mail\nAnna Lee;+44 20 7946 0100;a@\n=Bob Roe;020 7946;b@b.example\n")
    found = read_members(table, table.mapped, today=TODAY)
    content = problems_csv(table, [(one.line, one.reason) for one in found.problems])
    assert content.decode("utf-8-sig").splitlines() == [
        "Name;Phone;Mail;Line;What is wrong",
        "Anna Lee;'+44 20 7946 0100;a@;2;“a@” does not look like an e-mail address.",
    ]
    mended = parse_members(content.replace(b"a@;", b"a@b.example;"))
    assert mended.mapped == (MemberField.FULL_NAME, MemberField.PHONE, MemberField.EMAIL, None, None)
    (again,) = read_members(mended, mended.mapped, today=TODAY).lines
    assert again.phone == "+44 20 7946 0100", "the apostrophe against formulas is taken off again"


# Anything at all

_WORKBOOK = workbook([["Name", "Mail"], ["Anna Lee", "a@b.example"], ["Bob Roe", None]])


def _harmless(content: bytes) -> None:
    try:
        table = parse_members(content)
        read_members(table, table.mapped, today=TODAY)
    except UserError as error:
        assert error.message


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    _harmless(content)
    _harmless(b"Name,Mail\n" + content)
    _harmless(b"PK\x03\x04" + content)
    _harmless(b"\xff\xfe" + content)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12), st.sampled_from(",;\t|"))
def test_any_values_are_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in rows)
    _harmless(("Name" + delimiter + "Born\n" + text).encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(st.integers(0, len(_WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(place: int, damage: bytes) -> None:
    _harmless(_WORKBOOK[:place] + damage + _WORKBOOK[place + len(damage) :])


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_a_workbook_with_any_sheet_is_read_or_refused(sheet: bytes) -> None:
    _harmless(repacked(_WORKBOOK, {"xl/worksheets/sheet1.xml": sheet}))
    _harmless(repacked(_WORKBOOK, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + sheet}))

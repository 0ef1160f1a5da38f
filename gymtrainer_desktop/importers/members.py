"""Lists of members, in whatever columns another program wrote them -> records of people.

First the file is opened and its columns are guessed; then, with a mapping somebody has looked at, its lines
are read one by one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.member_import import (
    ColumnGuess,
    DateOrder,
    ImportedMembers,
    LineProblem,
    MemberField,
    MemberLine,
    line_key,
)
from gymtrainer_desktop.importers import member_values
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.history import ImportRefused, LineError
from gymtrainer_desktop.importers.member_columns import find_header, guess, plain
from gymtrainer_desktop.importers.tables import MEMBERS, Table, table_of
from gymtrainer_desktop.importers.text_files import TextRecord, read_bytes, refuse

T = TypeVar("T")

NO_HEADER = 0
_REPORT_EVERY = 250
_NOBODY = UUID(int=0)
_DATES = (MemberField.BIRTH_DATE, MemberField.JOINED_ON)

Mapped = tuple[MemberField | None, ...]
"""What each column is, None for one that is left out."""


@dataclass(frozen=True, slots=True)
class ReadChoice:
    """How a file is to be read, where somebody knows better than the program.

    Attributes:
        header: Line with the names of the columns; `NO_HEADER` for none, None to see for oneself.
    """

    delimiter: str | None = None
    sheet: str | None = None
    header: int | None = None


@dataclass(frozen=True, slots=True)
class MemberTable:
    """An opened file.

    Attributes:
        names: Of the columns; "Column 3" where the file names none.
        rows: Below the names.
        table: The whole of it, and how it was read.
        header: Line with the names, `NO_HEADER` for none.
        guesses: What each column seems to be.
    """

    names: tuple[str, ...]
    rows: tuple[TextRecord, ...]
    table: Table
    header: int
    guesses: tuple[ColumnGuess, ...]

    @property
    def mapped(self) -> Mapped:
        """The guess as a mapping."""
        return tuple(one.field for one in self.guesses)


def open_members(path: Path, choice: ReadChoice | None = None) -> MemberTable:
    """Open a list of members: CSV, TSV or XLSX.

    Raises:
        ImportRefused: It cannot be read, is too large, is something else, or is cut off.
    """
    return parse_members(read_bytes(path, MEMBERS), choice)


def parse_members(data: bytes, choice: ReadChoice | None = None) -> MemberTable:
    """Open the content of such a file; see `open_members`."""
    choice = choice or ReadChoice()
    table = table_of(data, choice.delimiter, choice.sheet)
    place = _header_place(table.rows, choice.header)
    rows = table.rows if place is None else table.rows[place + 1 :]
    if not rows:
        raise ImportRefused("There is nobody in this file.")
    head = () if place is None else table.rows[place].values
    width = len(head) if place is not None else max(len(row.values) for row in rows)
    _refuse_cut(rows, width, table)
    names = [" ".join(value.split()) for value in head] + [""] * (width - len(head))
    guesses = guess(names, rows)
    shown = tuple(name or f"Column {number}" for number, name in enumerate(names, start=1))
    return MemberTable(shown, rows, table, NO_HEADER if place is None else table.rows[place].line, guesses)


def _header_place(rows: Sequence[TextRecord], wanted: int | None) -> int | None:
    if wanted is None:
        return find_header(rows)
    if wanted == NO_HEADER:
        return None
    place = next((place for place, row in enumerate(rows) if row.line == wanted), None)
    if place is None:
        raise ImportRefused(f"There is nothing on line {wanted} of this file.")
    return place


def _refuse_cut(rows: Sequence[TextRecord], width: int, table: Table) -> None:
    """A last line that is neither whole nor ended, below lines that all are, is where a copy broke off."""
    last = rows[-1]
    if table.has_line_end or len(last.values) >= width or len(rows) < 2:
        return
    if all(len(row.values) >= width for row in rows[:-1]):
        raise refuse(
            last.line,
            f"the file seems cut off, the last line has {len(last.values)} of {width} values."
            " Export it again.",
        )


# Columns


def check_mapped(mapped: Mapped) -> None:
    """Make sure that a mapping can be read with.

    Raises:
        UserError: No column holds the name, or two hold the same.
    """
    chosen = [field for field in mapped if field is not None]
    twice = next((field for field in chosen if chosen.count(field) > 1), None)
    if twice is not None:
        raise UserError(f"Two columns are chosen as {FIELD_WORDS[twice]}. Leave one of them out.")
    parts = {MemberField.FIRST_NAME, MemberField.LAST_NAME} & set(chosen)
    if MemberField.FULL_NAME in chosen and parts:
        raise UserError("The name is chosen twice, as a whole and in parts. Leave one of them out.")
    if MemberField.FULL_NAME not in chosen and not parts:
        raise UserError("Choose the column that holds the name.")


FIELD_WORDS = {
    MemberField.FULL_NAME: "the name",
    MemberField.FIRST_NAME: "the first name",
    MemberField.LAST_NAME: "the last name",
    MemberField.NUMBER: "the member number",
    MemberField.EMAIL: "the e-mail address",
    MemberField.PHONE: "the phone number",
    MemberField.BIRTH_DATE: "the date of birth",
    MemberField.WEIGHT_UNIT: "the weight unit",
    MemberField.JOINED_ON: "the date of joining",
}


def with_corrections(table: MemberTable, corrections: Mapping[str, MemberField | None]) -> Mapped:
    """Return the guessed mapping as somebody corrected it.

    Args:
        table: The opened file.
        corrections: By name of the column, or its number from 1; None leaves a column out. A field that is
            given to one column is taken from the one it was guessed for.

    Raises:
        UserError: There is no such column, or more than one.
    """
    mapped = list(table.mapped)
    corrected = {_column(table, name): field for name, field in corrections.items()}
    given = {field for field in corrected.values() if field is not None}
    if MemberField.FULL_NAME in given:
        given |= {MemberField.FIRST_NAME, MemberField.LAST_NAME}
    elif given & {MemberField.FIRST_NAME, MemberField.LAST_NAME}:
        given.add(MemberField.FULL_NAME)
    mapped = [None if field in given else field for field in mapped]
    for place, field in corrected.items():
        mapped[place] = field
    return tuple(mapped)


def _column(table: MemberTable, name: str) -> int:
    found = [place for place, one in enumerate(table.names) if one.strip() == name.strip()]
    found = found or [place for place, one in enumerate(table.names) if plain(one) == plain(name) != ""]
    if len(found) > 1:
        raise UserError(f"There is more than one column “{name}”. Give its number instead.")
    if not found and name.isascii() and name.isdigit() and 1 <= int(name) <= len(table.names):
        return int(name) - 1
    if not found:
        raise UserError(f"There is no column “{name}”. There are: {', '.join(table.names)}.")
    return found[0]


# Lines


def read_members(
    table: MemberTable,
    mapped: Mapped,
    *,
    today: date,
    order: DateOrder | None = None,
    progress: Progress | None = None,
) -> ImportedMembers:
    """Read the lines of an opened file.

    Args:
        table: The opened file.
        mapped: What each column is.
        today: By the gym's calendar.
        order: Which number of 03/04/1990 is the day; None to see from the other dates, the day where they
            do not say.
        progress: Told how far it is; may stop.

    Raises:
        UserError: The mapping holds no name, or a field twice.
        Cancelled: `progress` said so.
    """
    check_mapped(mapped)
    by_column, asks = _orders(table, mapped, order)
    lines: list[MemberLine] = []
    problems = [LineProblem(error.line, error.reason) for error in table.table.broken]
    reading = _Reading(mapped, by_column, today)
    for number, row in enumerate(table.rows):
        if number % _REPORT_EVERY == 0:
            report(progress, number, len(table.rows))
        found = reading.line(row)
        if isinstance(found, MemberLine):
            lines.append(found)
        elif found is not None:
            problems.append(found)
    report(progress, len(table.rows), len(table.rows))
    first = next(iter(by_column.values()), DateOrder.DAY_FIRST)
    return ImportedMembers(tuple(lines), tuple(sorted(problems, key=lambda p: p.line)), order or first, asks)


def _orders(
    table: MemberTable, mapped: Mapped, order: DateOrder | None
) -> tuple[dict[MemberField, DateOrder], bool]:
    """Return the order of the dates of each column, and whether nothing says which it is."""
    seen: dict[MemberField, tuple[bool, bool, bool]] = {}
    for place, field in enumerate(mapped):
        if field in _DATES:
            seen[field] = member_values.orders(
                _quiet(row.values[place]) for row in table.rows if place < len(row.values)
            )
    told = {field: _order_of(*signs) for field, signs in seen.items()}
    # A column whose dates do not say is as the other one.
    common = next((one for one in told.values() if one is not None), None)
    asks = any(signs[2] and told[field] is None for field, signs in seen.items()) and common is None
    return {field: order or one or common or DateOrder.DAY_FIRST for field, one in told.items()}, asks


def _order_of(day: bool, month: bool, _either: bool) -> DateOrder | None:
    if month and not day:
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST if day else None


def _quiet(value: str) -> str:
    try:
        return member_values.optional(value)
    except BadValueError:
        return ""


class _Reading:
    """Reads one row after the other with one mapping."""

    def __init__(self, mapped: Mapped, orders: Mapping[MemberField, DateOrder], today: date) -> None:
        self._mapped = mapped
        self._orders = orders
        self._today = today

    def line(self, row: TextRecord) -> MemberLine | LineProblem | None:
        """Return the person of a row, what is wrong with it, or None where nothing that counts is on it."""
        more = [value for value in row.values[len(self._mapped) :] if value.strip()]
        said = {
            field: row.values[place] if place < len(row.values) else ""
            for place, field in enumerate(self._mapped)
            if field is not None
        }
        if not any(value.strip() for value in said.values()) and not more:
            return None
        reasons: list[str] = []
        if more:
            count = len(row.values)
            reasons.append(f"{count} values where there are {len(self._mapped)} columns.")
        name = _read(reasons, "", lambda: _name(said))
        found = MemberLine(
            row.line,
            _NOBODY,
            name,
            _read(reasons, "", lambda: member_values.member_number(said.get(MemberField.NUMBER, ""))),
            _read(reasons, "", lambda: member_values.email(said.get(MemberField.EMAIL, ""))),
            _read(reasons, "", lambda: member_values.phone(said.get(MemberField.PHONE, ""))),
            _read(reasons, None, lambda: self._day(said, MemberField.BIRTH_DATE)),
            _read(reasons, None, lambda: member_values.weight_unit(said.get(MemberField.WEIGHT_UNIT, ""))),
            _read(reasons, None, lambda: self._day(said, MemberField.JOINED_ON)),
        )
        if reasons:
            first, *others = dict.fromkeys(reasons)
            words = " ".join([first, *(one[:1].upper() + one[1:] for one in others)])
            return LineProblem(row.line, words, member_values.shown(name))
        return replace(found, id=line_key(found))

    def _day(self, said: Mapping[MemberField, str], field: MemberField) -> date | None:
        text = said.get(field, "")
        if not text.strip():
            return None
        read = member_values.birth_date if field is MemberField.BIRTH_DATE else member_values.joined_on
        return read(text, self._orders[field], self._today)


def _name(said: Mapping[MemberField, str]) -> str:
    if MemberField.FULL_NAME in said:
        return member_values.checked_name(member_values.full_name(said[MemberField.FULL_NAME]))
    return member_values.checked_name(
        member_values.joined_name(said.get(MemberField.FIRST_NAME, ""), said.get(MemberField.LAST_NAME, ""))
    )


def _read(reasons: list[str], otherwise: T, read: Callable[[], T]) -> T:
    try:
        return read()
    except BadValueError as error:
        reasons.append(str(error))
        return otherwise


# What is wrong, to mend


def problems_csv(table: MemberTable, problems: Iterable[tuple[int, str]]) -> bytes:
    """Return the lines that were left out as a file to mend and import: as they are, and what is wrong.

    Args:
        table: The opened file.
        problems: Line numbers and reasons.

    Returns:
        CSV as UTF-8 with a byte order mark, separated as the file itself is. What a spreadsheet would take
        for a formula gets an apostrophe in front, which reading it again takes away.
    """
    rows = {row.line: row.values for row in table.rows}
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=table.table.delimiter or ",")
    writer.writerow([*map(_harmless, table.names), "Line", "What is wrong"])
    for line, reason in problems:
        values = [*rows.get(line, ())][: len(table.names)]
        values += [""] * (len(table.names) - len(values))
        writer.writerow([*map(_harmless, values), str(line), _harmless(reason)])
    return target.getvalue().encode("utf-8-sig")


def _harmless(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def line_errors(problems: Iterable[tuple[int, str]]) -> tuple[LineError, ...]:
    """Return problems as the errors of a refusal."""
    return tuple(LineError(line, reason) for line, reason in problems)

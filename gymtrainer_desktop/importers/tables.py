"""A file with rows and columns, whatever program wrote it: CSV, TSV or a workbook -> rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gymtrainer_desktop.importers.history import ImportRefused, LineError
from gymtrainer_desktop.importers.spreadsheets import OLD_OFFICE, ZIP, Workbook, refuse_old_office
from gymtrainer_desktop.importers.text_files import Expected, TextRecord, decode, refuse, refuse_foreign

MEMBERS = Expected("a list of members", "A list of members", 50_000_000)
ROWS_LIMIT = 50_000
COLUMNS_LIMIT = 100

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 30
_SAMPLE_SIZE = 8_000
_TITLES = 10
"""Lines above the column names that may be in the way of seeing what separates values."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file.

    Attributes:
        rows: Those with something on them; the header, if there is one, among them.
        broken: Lines whose quotation marks do not match.
        delimiter: What separates values; empty for a workbook.
        encoding: How a text was read, in words; empty for a workbook.
        sheet: Which sheet these are, of `sheets`; empty for a text.
        has_line_end: Whether the last line is ended; a workbook's always is.
    """

    rows: tuple[TextRecord, ...]
    broken: tuple[LineError, ...]
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    has_line_end: bool = True


def table_of(data: bytes, delimiter: str | None = None, sheet: str | None = None) -> Table:
    """Read the rows of a file.

    Args:
        data: The whole file.
        delimiter: What separates values; None to see for oneself.
        sheet: Which sheet of a workbook; None for the first one with something on it.

    Raises:
        ImportRefused: It is something else, is cut off, or is too large.
    """
    if data.startswith(OLD_OFFICE):
        raise refuse_old_office(data)
    if data.startswith(ZIP):
        return _of_workbook(data, sheet)
    return _of_text(data, delimiter)


# Workbooks


def _of_workbook(data: bytes, wanted: str | None) -> Table:
    with Workbook(data) as book:
        if wanted is not None and wanted not in book.sheets:
            raise ImportRefused(f"There is no sheet “{wanted}” in this workbook.")
        for sheet in (wanted,) if wanted is not None else book.sheets:
            rows = tuple(islice(book.rows(sheet, COLUMNS_LIMIT + 1), ROWS_LIMIT + 2))
            if rows:
                _check_size(rows)
                return Table(rows, (), sheet=sheet, sheets=book.sheets)
    raise ImportRefused("There is nothing on this sheet." if wanted else "The file is empty.")


# Texts


def _of_text(data: bytes, delimiter: str | None) -> Table:
    text, encoding = _decoded(data)
    first, _, rest = text.partition("\n")
    skipped = 0
    if len(first.strip("\r ")) == 5 and first.lower().startswith("sep="):
        # Excel's own way to say it.
        delimiter = delimiter or first[4]
        text, skipped = rest, 1
    used = delimiter or _sniffed(text)
    rows: list[TextRecord] = []
    broken: list[LineError] = []
    for record in _records(text, used, skipped):
        if isinstance(record, LineError):
            broken.append(record)
        elif any(value.strip() for value in record.values):
            rows.append(record)
        if len(rows) + len(broken) > ROWS_LIMIT + 1:
            break
    if not rows:
        raise ImportRefused("The file is empty." if not broken else f"Nothing was imported. {broken[0]}")
    _check_size(rows)
    return Table(tuple(rows), tuple(broken), used, encoding, has_line_end=text.endswith(("\n", "\r")))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding: UTF-8, UTF-16 or, where it is neither, Windows-1252."""
    refuse_foreign(data, MEMBERS)
    codec, name = _encoding(data)
    if codec:
        data = data.decode(codec).encode("utf-8")
    return decode(data, MEMBERS), name


def _encoding(data: bytes) -> tuple[str, str]:
    """Return the codec to read a text with before all else, and its name; none for what `decode` knows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", "UTF-16"
    for codec, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[:400:2])):
        # Without a mark at its start: every other byte of what is mostly Latin letters is zero.
        if len(zeros) > 4 and zeros.count(0) > 0.8 * len(zeros) and _decodes(data, codec):
            return codec, "UTF-16"
    if _decodes(data, "utf-8"):
        return "", "UTF-8"
    seen = data.decode("utf-8", errors="replace")
    wrong = seen.count("�")
    right = sum(c > "\x7f" for c in seen) - wrong
    # With more good letters than bad ones it is UTF-8 that was damaged or cut, and is refused as that.
    if wrong >= right and _decodes(data, "cp1252") and not _is_binary(data):
        return "cp1252", "Windows-1252"
    return "", "UTF-8"


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(data: bytes) -> bool:
    return any(byte in data for byte in range(32) if byte not in b"\t\n\v\f\r\x1a")


def _sniffed(text: str) -> str:
    """Return what separates values. Lines of a title would hide it, so they are left out one by one."""
    lines = text[: 4 * _SAMPLE_SIZE].splitlines(keepends=True)
    for first in range(min(_TITLES, len(lines))):
        sample = "".join(lines[first : first + _SAMPLE_LINES])[:_SAMPLE_SIZE]
        try:
            return csv.Sniffer().sniff(sample, delimiters="".join(DELIMITERS)).delimiter
        except csv.Error:
            continue
    return next((d for d in DELIMITERS if d in lines[0]), ",") if lines else ","


def _records(text: str, delimiter: str, skipped: int) -> Iterator[TextRecord | LineError]:
    """Yield the records of a text, and errors for lines that are none.

    Raises:
        ImportRefused: A quotation mark never closes, or a value is absurdly long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise refuse(
                    line,
                    "a quotation mark opens here and never closes; the file seems cut off. Export it again.",
                ) from error
            if "field larger" in str(error):
                raise refuse(line, "a value is far too long.") from error
            # The reader goes on with the next line.
            yield LineError(line, "the quotation marks of a value do not match.")
            continue
        if values:
            yield TextRecord(line, tuple(values))


def _check_size(rows: tuple[TextRecord, ...] | list[TextRecord]) -> None:
    if len(rows) > ROWS_LIMIT + 1:
        raise ImportRefused(f"The file has more than {ROWS_LIMIT:,} lines. Import it in parts.")
    wide = next((row for row in rows if len(row.values) > COLUMNS_LIMIT), None)
    if wide is not None:
        raise refuse(wide.line, f"more than {COLUMNS_LIMIT} columns; this is not a list of members.")

"""A text file on disk -> its text, or its records where it is one of values; or a refusal that says why."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gymtrainer_desktop.importers.history import ImportRefused, LineError

SIZE_LIMIT = 200_000_000
"""Bytes. A lifetime of training is a few megabytes; a file of this size is something else."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should be, in the words of a refusal.

    Attributes:
        what: With its article, after "this is not".
        size: What is "far smaller" than a file of `limit` bytes.
    """

    what: str
    size: str
    limit: int


WORKOUTS = Expected("an export of workouts", "A training history", SIZE_LIMIT)

_FOREIGN = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a spreadsheet or a zip archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a word-processor document"),
)
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One record of the file.

    Attributes:
        line: The line it begins on, from 1.
        values: Its values, as written.
    """

    line: int
    values: tuple[str, ...]


def refuse(line: int, reason: str) -> ImportRefused:
    """Return the refusal of a file for one line of it."""
    return refusal((LineError(line, reason),))


def refusal(errors: tuple[LineError, ...]) -> ImportRefused:
    """Return the refusal of a file for some of its lines; its sentence names the first one."""
    more = len(errors) - 1
    rest = f" And {more} more line{'' if more == 1 else 's'}." if more else ""
    return ImportRefused(f"Nothing was imported. {errors[0]}{rest}", errors)


def read_text(path: Path, expected: Expected = WORKOUTS) -> str:
    """Return the text of a file: UTF-8 with or without a byte order mark, or UTF-16 with one.

    Raises:
        ImportRefused: It cannot be opened, is too large, or is not such text.
    """
    return decode(read_bytes(path, expected), expected)


def read_bytes(path: Path, expected: Expected) -> bytes:
    """Return what is in a file.

    Raises:
        ImportRefused: It cannot be opened, or is too large.
    """
    try:
        if not path.exists():
            raise ImportRefused(f"There is no file “{path.name}”.")
        if not path.is_file():
            raise ImportRefused(f"“{path.name}” is not a file.")
        _check_size(path.stat().st_size, expected)
        with path.open("rb") as file:
            data = file.read(expected.limit)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ImportRefused(f"“{path.name}” cannot be read: {reason}.") from error
    _check_size(len(data), expected)
    return data


def decode(data: bytes, expected: Expected = WORKOUTS) -> str:
    """Return the text that bytes of a file stand for; see `read_text`.

    Raises:
        ImportRefused: The bytes are not such text.
    """
    refuse_foreign(data, expected)
    encoding = "utf-16" if data.startswith(_UTF16_BOMS) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(_line_of(data, error.start, encoding), _encoding_reason(error)) from error
    nul = text.find("\0")
    if nul >= 0:
        raise refuse(_lines_before(text[:nul]), "binary data, not text.")
    if not text.strip():
        raise ImportRefused("The file is empty.")
    return text


def refuse_foreign(data: bytes, expected: Expected) -> None:
    """Refuse what its first bytes say is something else.

    Raises:
        ImportRefused: It is a document, an archive, a picture or the like.
    """
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise refuse(1, f"this is {what}, not {expected.what}.")


def records(text: str, delimiter: str) -> Iterator[TextRecord]:
    """Yield the records of a text, empty lines left out.

    Raises:
        ImportRefused: Quotation marks are not paired, or a value is absurdly long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refuse(line, _csv_reason(str(error))) from error
        if values:
            yield TextRecord(line, tuple(values))


def _check_size(size: int, expected: Expected) -> None:
    if size >= expected.limit:
        raise ImportRefused(
            f"The file has {size // 1_000_000:,} MB. {expected.size} is far smaller; "
            f"files of {expected.limit // 1_000_000} MB and more are not read."
        )


def _lines_before(text: str) -> int:
    return len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _line_of(data: bytes, offset: int, encoding: str) -> int:
    return _lines_before(data[:offset].decode(encoding, errors="replace"))


def _encoding_reason(error: UnicodeDecodeError) -> str:
    if error.reason in ("unexpected end of data", "truncated data"):
        return "the file ends in the middle of a character; it seems cut off. Export it again."
    return "this is not UTF-8 text. Export the file again without opening it in another program."


def _csv_reason(problem: str) -> str:
    if "unexpected end of data" in problem:
        return "a quotation mark opens here and never closes; the file seems cut off. Export it again."
    if "field larger" in problem:
        return "a value is far too long."
    return "the quotation marks of a value do not match."

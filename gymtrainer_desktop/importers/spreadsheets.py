"""The rows of an Excel workbook (.xlsx) as text: values as they are stored, formulas never worked out."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from gymtrainer_desktop.importers.history import ImportRefused
from gymtrainer_desktop.importers.text_files import TextRecord, refuse

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

UNPACKED_LIMIT = 150_000_000
"""Bytes that the parts of a workbook may have together; 50,000 members need a fifth of it."""
PARTS_LIMIT = 2_000
_RATIO_LIMIT = 250
_RATIO_FROM = 5_000_000

_ZEROS = re.compile(r"0{2,32}")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_old_office(data: bytes) -> ImportRefused:
    """Return the refusal of a file in Office's old container, which is also how Excel locks a new one."""
    if _ENCRYPTED in data:
        return refuse(1, "this workbook is locked with a password. Save it without one, or as CSV.")
    return refuse(1, "this is an old Excel workbook (.xls). Save it as .xlsx or CSV.")


class Workbook:
    """A workbook that was found harmless; use it as a context manager.

    Args:
        data: The whole file.

    Raises:
        ImportRefused: It is damaged, holds macros, is a bomb, or is something else in a zip archive.
    """

    def __init__(self, data: bytes) -> None:
        _check(data)
        # Only for who opens a workbook, and only then: the sign-in window does not wait for it.
        import openpyxl

        # What it warns of (data validation, default styles) changes no value.
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        try:
            self._book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
        except Exception as error:  # whatever a parser makes of bytes that are no workbook
            raise _damaged() from error
        self.sheets = tuple(
            sheet.title
            for sheet in self._book.worksheets
            if getattr(sheet, "sheet_state", "visible") == "visible"
        )
        if not self.sheets:
            self._book.close()
            raise refuse(1, "this workbook has no sheet that can be seen.")

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def rows(self, sheet: str, columns_limit: int) -> Iterator[TextRecord]:
        """Yield the rows of a sheet that are not empty, without empty values at their ends.

        Args:
            sheet: Its name.
            columns_limit: How many values of a row are looked at.

        Raises:
            ImportRefused: The sheet is damaged.
        """
        try:
            found = self._book[sheet]
            found.reset_dimensions()  # what a workbook says about its size need not be true
            for line, row in enumerate(found.iter_rows(max_col=columns_limit), start=1):
                if values := _trimmed(map(_text, row)):
                    yield TextRecord(line, values)
        except ImportRefused:
            raise
        except Exception as error:  # as above
            raise _damaged() from error


def _check(data: bytes) -> None:
    """Look at the archive before anything is unpacked, and at the beginning of each part.

    Raises:
        ImportRefused: See `Workbook`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            _refuse_foreign(archive, names)
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            is_bomb = unpacked > _RATIO_FROM and unpacked / packed > _RATIO_LIMIT
            if unpacked > UNPACKED_LIMIT or len(parts) > PARTS_LIMIT or is_bomb:
                raise refuse(1, "this workbook unpacks to far more than a list of members holds.")
            for part in parts:
                if part.flag_bits & 0x1:
                    raise refuse(1, "this archive is locked with a password.")
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(2_048).replace(b"\0", b"").upper():
                            raise refuse(1, "this workbook holds what no spreadsheet program writes.")
    except ImportRefused:
        raise
    except Exception as error:  # zipfile raises more than BadZipFile for foreign bytes
        raise _damaged() from error


def _refuse_foreign(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names or "content.xml" in names:
        raise refuse(1, "this is an OpenDocument file. Save it as .xlsx or CSV.")
    if any(name.startswith("word/") for name in names):
        raise refuse(1, "this is a word-processor document, not a list of members.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise refuse(1, "this workbook holds macros. Save it as .xlsx or CSV.")
    if "xl/workbook.bin" in names:
        raise refuse(1, "this is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV.")
    if "[content_types].xml" not in names:
        raise refuse(1, "this is a zip archive, not a list of members. Unpack it first.")
    with archive.open(next(n for n in archive.namelist() if n.lower() == "[content_types].xml")) as file:
        if b"macroEnabled" in file.read(1_000_000):
            raise refuse(1, "this workbook holds macros. Save it as .xlsx or CSV.")


def _damaged() -> ImportRefused:
    return refuse(1, "this workbook is damaged or cut off. Save or download it again.")


def _trimmed(values: Iterable[str]) -> tuple[str, ...]:
    found = list(values)
    while found and not found[-1].strip():
        found.pop()
    return tuple(found)


def _text(cell: Any) -> str:
    """Return a cell as one would have typed it: whole numbers without ".0", dates as 1990-11-16.

    Leading zeros that are only the cell's format ("00000") are kept.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= 1e15:
            return repr(value)
        value = int(value)
    if isinstance(value, int):
        zeros = _ZEROS.fullmatch(str(cell.number_format or ""))
        return str(value).zfill(len(zeros[0])) if zeros else str(value)
    return str(value)

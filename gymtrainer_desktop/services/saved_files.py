"""Files that people save: each appears in one step, whole or not at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from gymtrainer_desktop.domain.exports import cell_text
from gymtrainer_desktop.settings import storage_error


@contextmanager
def _part_of(path: Path) -> Iterator[int]:
    """Open a file beside `path` that takes its place at the end, if nothing went wrong.

    Yields:
        The open file's descriptor, which whoever uses it closes.

    Raises:
        UserError: It cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise storage_error(error, path.parent) from error
    part = Path(name)
    try:
        yield handle
        part.replace(path)
    except OSError as error:
        raise storage_error(error, path) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def csv_file(path: Path) -> Iterator[TextIO]:
    """Open a new CSV file: UTF-8 with the mark that spreadsheets look for.

    Raises:
        UserError: The file cannot be written.
    """
    with _part_of(path) as handle, os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
        yield stream


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a small table as CSV in which nothing is run as a formula; return the number of rows.

    Raises:
        UserError: The file cannot be written.
    """
    count = 0
    with csv_file(path) as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for row in rows:
            writer.writerow([cell_text(value) for value in row])
            count += 1
    return count


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, such as a picture.

    Raises:
        UserError: The file cannot be written.
    """
    with _part_of(path) as handle, os.fdopen(handle, "wb") as stream:
        stream.write(content)

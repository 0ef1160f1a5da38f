"""Everything about a person as a ZIP file: a CSV a table, and the photo."""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from pathlib import Path

from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.domain.exports import cell_text
from gymtrainer_desktop.domain.persons import PersonExport
from gymtrainer_desktop.settings import storage_error

_JPEG = b"\xff\xd8\xff"


def write_person(export: PersonExport, file: Path, progress: Progress | None = None) -> None:
    """Write a ZIP file in one step: after a failure or a cancel there is no file, or the one that was there.

    Args:
        export: What is written.
        file: Where to.
        progress: Told before each table how many are written of how many; returns False to stop.

    Raises:
        Cancelled: `progress` said so.
        UserError: The file cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise storage_error(error, file.parent) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (table, (columns, rows)) in enumerate(export.tables.items()):
                report(progress, number, len(export.tables))
                archive.writestr(f"{table}.csv", _csv(columns, rows))
            if export.photo is not None:
                archive.writestr("Photo.jpg" if export.photo.startswith(_JPEG) else "Photo.png", export.photo)
        part.replace(file)
    except OSError as error:
        raise storage_error(error, file) from error
    finally:
        part.unlink(missing_ok=True)


def _csv(columns: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.replace("_", " ") for column in columns])
    writer.writerows([cell_text(value) for value in row] for row in rows)
    # With a mark at its start, spreadsheets know that it is UTF-8.
    return text.getvalue().encode("utf-8-sig")

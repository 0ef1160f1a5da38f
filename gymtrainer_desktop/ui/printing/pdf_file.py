"""Pages as a PDF file, which appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import storage_error
from gymtrainer_desktop.ui.printing.paper import PaperPages, page_layout

_DOTS = 1200
"""Dots in an inch: positions in the file are this fine."""


def write_pages(
    pages: PaperPages, path: Path, size: QPageSize, title: str, progress: Progress | None = None
) -> int:
    """Write pages as PDF; needs no window and may run in a worker.

    The file appears in one step: after a failure or a cancel there is none, or the one that was there.

    Args:
        pages: Laid out for this paper; a page may lie.
        path: Where to.
        size: Of the paper.
        title: What a reader shows in its window's title.
        progress: Told how many pages of how many are drawn; returns False to stop.

    Returns:
        The number of pages.

    Raises:
        Cancelled: `progress` said so.
        UserError: The file cannot be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Gym Trainer Desktop")
    writer.setResolution(_DOTS)
    writer.setPageLayout(page_layout(size, landscape=pages.pages[0].is_landscape))
    painter = QPainter(writer)
    try:
        count = len(pages.pages)
        for number, page in enumerate(pages.pages):
            report(progress, number, count)
            if number:
                writer.setPageLayout(page_layout(size, landscape=page.is_landscape))
                writer.newPage()
            pages.paint(painter, number, QRectF(0, 0, writer.width(), writer.height()))
        report(progress, count, count)
    finally:
        painter.end()
    _put(path, bytes(buffer.data().data()))
    return len(pages.pages)


def _put(path: Path, content: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            part.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
    except OSError as error:
        raise _refusal(error, path) from error


def _refusal(error: OSError, path: Path) -> UserError:
    # The sentence of the settings speaks of a folder of data; a report may go anywhere.
    refusal = storage_error(error, path.parent)
    sentence = refusal.message.split(", or choose another folder")[0].split(": choose another folder")[0]
    return UserError(sentence.rstrip(".") + ".", code=refusal.code, field="path")

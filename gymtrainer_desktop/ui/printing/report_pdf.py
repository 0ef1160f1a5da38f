"""Writes a report as PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QPageSize

from gymtrainer_desktop.domain.bulk import Progress
from gymtrainer_desktop.ui.printing.pdf_file import write_pages
from gymtrainer_desktop.ui.printing.report_document import ReportDocument
from gymtrainer_desktop.ui.printing.report_layout import lay_out


def write_pdf(
    document: ReportDocument, path: Path, size: QPageSize, font: QFont, progress: Progress | None = None
) -> int:
    """Write a report as PDF; needs no window and may run in a worker.

    The file appears in one step: after a failure or a cancel there is none, or the one that was there.

    Args:
        document: What it says.
        path: Where to.
        size: Of the paper.
        font: The application's.
        progress: Told how far it is: first the rows that are laid out, then the pages that are drawn; returns
            False to stop.

    Returns:
        The number of pages.

    Raises:
        Cancelled: `progress` said so.
        UserError: The file cannot be written.
    """
    pages = lay_out(document, size, font, progress)
    return write_pages(pages, path, size, f"{document.title}, {document.subtitle}", progress)

"""What a report becomes: a PDF, or sheets from a printer; how far it is, and the way to give it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication, QPageSize
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QWidget

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.printing.paper import PaperPages, page_size
from gymtrainer_desktop.ui.printing.report_document import ReportDocument
from gymtrainer_desktop.ui.printing.report_layout import lay_out
from gymtrainer_desktop.ui.printing.report_pdf import write_pdf
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.work import Work, WorkBar

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from gymtrainer_desktop.ui.printing.report_printer import ReportPrinter


class ReportOutput(QWidget):
    """Saves and prints; visible while something is under way.

    Args:
        context: Of the page.
        locale: Decides the paper of a PDF: A4, or Letter where people use that.
    """

    busy_changed = Signal(bool)

    def __init__(
        self, context: PageContext, locale: QLocale | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._size: QPageSize = page_size(locale or QLocale.system())
        self._work: Work | None = None
        self._printing: ReportPrinter | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, 0, Space.XL, Space.S)
        row.setSpacing(Space.M)
        self.bar = WorkBar()
        self.cancel_button = quiet_button(self.tr("&Cancel"), "x", "small")
        self.cancel_button.setObjectName("cancelReportButton")
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        self.cancel_button.clicked.connect(self.cancel)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._work is not None

    def save(self, document: ReportDocument) -> None:
        """Ask where to, and write the report as PDF."""
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(places[0]) if places and Path(places[0]).is_dir() else Path.home()
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save as PDF"), str(folder / f"{document.name}.pdf"), self.tr("PDF files (*.pdf)")
        )
        if name:
            path = Path(name)
            self.save_to(document, path if path.suffix else path.with_suffix(".pdf"))

    def save_to(self, document: ReportDocument, path: Path) -> None:
        """Write the report as PDF, in the background."""
        font, size, work = QGuiApplication.font(), self._size, self._begin(self.tr("Laying out …"))
        self._run(
            lambda: write_pdf(document, path, size, font, work),
            lambda pages: self._on_saved(path, pages),
            self.tr("No file was written."),
        )

    def print_with_dialog(self, document: ReportDocument) -> None:
        """Ask for a printer, and print."""
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        except ImportError:
            # A system may lack the library of its printers; a PDF can be printed by any other program.
            words = self.tr("Printing is not available on this system. Save the report as PDF instead.")
            self._context.notices.error(UserError(words))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(self._size)
        printer.setDocName(f"{document.title}, {document.subtitle}")
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("printReportDialog")
        dialog.setWindowTitle(self.tr("Print {0}").format(document.title))
        dialog.accepted.connect(lambda: self.print_on(document, printer))
        dialog.finished.connect(dialog.deleteLater)
        # QPrintDialog hides the plain `open` behind one of its own.
        QDialog.open(dialog)

    def print_on(self, document: ReportDocument, printer: QPrinter) -> None:
        """Lay the report out for a printer's paper in the background, then send it page by page."""
        font, size = QGuiApplication.font(), printer.pageLayout().pageSize()
        work = self._begin(self.tr("Laying out …"))
        self._run(
            lambda: lay_out(document, size, font, work),
            lambda pages: self._on_laid_out(printer, pages),
            self.tr("Nothing was printed."),
        )

    def cancel(self) -> None:
        """Give up what is under way."""
        if self._printing is not None:
            self._printing.cancel()
        elif self._work is not None:
            self._work.stop()
        self.cancel_button.setEnabled(False)

    # Details

    def _begin(self, words: str) -> Work:
        work = self._work = Work()
        self.bar.begin(work, words, self.tr("Drawing the pages …"))
        self.cancel_button.setEnabled(True)
        self.show()
        self.busy_changed.emit(True)
        return work

    def _end(self) -> None:
        self._work = self._printing = None
        self.bar.end()
        self.hide()
        self.busy_changed.emit(False)

    def _run(self, op: Callable[[], Any], done: Callable[[Any], None], kept: str) -> None:
        def failed(exc: Exception) -> None:
            self._end()
            if isinstance(exc, Cancelled):
                self._context.notices.toast(self.tr("Given up. {0}").format(kept))
            else:
                self._context.notices.error(exc, kept)

        self._context.tasks.query(self, op, done, failed, key="output")

    def _on_saved(self, path: Path, pages: int) -> None:
        self._end()
        words = self.tr("1 page is in {1}") if pages == 1 else self.tr("{0} pages are in {1}")
        self._context.notices.toast(words.format(f"{pages:,}", path.name))

    def _on_laid_out(self, printer: QPrinter, pages: PaperPages) -> None:
        from gymtrainer_desktop.ui.printing.report_printer import ReportPrinter

        if self._work is None:
            return
        self._printing = ReportPrinter(printer, pages, self)
        self._printing.advanced.connect(self._work)
        self._printing.finished.connect(self._on_printed)
        self._printing.start()

    def _on_printed(self, whole: bool) -> None:
        printing, was_cancelled = self._printing, not self.cancel_button.isEnabled()
        count = printing.count if printing is not None else 0
        if printing is not None:
            printing.deleteLater()
        self._end()
        if whole:
            one, many = self.tr("1 page is on its way to the printer"), self.tr("{0} pages are on their way")
            self._context.notices.toast(one if count == 1 else many.format(f"{count:,}"))
        elif was_cancelled:
            self._context.notices.toast(self.tr("Given up. The printer was told to stop."))
        else:
            self._context.notices.error(UserError(self.tr("The printer did not take the pages.")))

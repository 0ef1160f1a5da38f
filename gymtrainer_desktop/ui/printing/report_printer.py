"""Sends pages to a printer, one by one, so that the window goes on living."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPainter

from gymtrainer_desktop.ui.printing.paper import PaperPages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class ReportPrinter(QObject):
    """Paints pages on a printer: one at a time, between the window's own events.

    A printer belongs to the GUI thread, unlike a PDF.

    Args:
        printer: As the print dialog left it: its range of pages is kept to.
        pages: Laid out for its paper.
    """

    advanced = Signal(int, int)
    """So many pages of so many are sent."""
    finished = Signal(bool)
    """All is sent; False when it was cancelled or the printer failed."""

    def __init__(self, printer: QPrinter, pages: PaperPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = pages
        last = len(pages.pages)
        first = max(printer.fromPage(), 1)
        end = min(printer.toPage() or last, last)
        self._numbers = list(range(first - 1, end))
        self._sent = 0
        self._is_over = False
        self._painter = QPainter()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_next)

    @property
    def count(self) -> int:
        """How many pages are sent."""
        return len(self._numbers)

    def start(self) -> None:
        """Begin; `finished` tells how it ended."""
        if self._numbers:
            self._turn(self._numbers[0])
        if not self._painter.begin(self._printer):
            self._end(False)
            return
        self._timer.start()

    def cancel(self) -> None:
        """Stop; the printer is told to forget what it got."""
        if not self._is_over:
            self._printer.abort()
            self._end(False)

    def _on_next(self) -> None:
        if self._sent >= self.count:
            self._end(True)
            return
        if self._sent:
            self._turn(self._numbers[self._sent])
            if not self._printer.newPage():
                self._end(False)
                return
        area = self._printer.paperRect(self._printer.Unit.DevicePixel)
        inner = self._printer.pageRect(self._printer.Unit.DevicePixel)
        # The painter begins where the printer can print, a page where the paper does.
        place = QRectF(area.left() - inner.left(), area.top() - inner.top(), area.width(), area.height())
        self._pages.paint(self._painter, self._numbers[self._sent], place)
        self._sent += 1
        self.advanced.emit(self._sent, self.count)

    def _turn(self, number: int) -> None:
        """Lay the paper down for a page that lies; a printer takes this before a page begins."""
        if any(page.is_landscape for page in self._pages.pages):
            kinds = QPageLayout.Orientation
            is_landscape = self._pages.pages[number].is_landscape
            self._printer.setPageOrientation(kinds.Landscape if is_landscape else kinds.Portrait)

    def _end(self, whole: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._timer.stop()
        if self._painter.isActive():
            self._painter.end()
        self.finished.emit(whole)

"""Pages as they will come out of the printer, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.printing.paper import PaperPages
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import LIGHT, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.text import label


class _Leaf(QWidget):
    """One page, as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: PaperPages | None = None
        self.number = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return a readable size."""
        return QSize(Size.PAPER_WIDTH, Size.PAPER_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page; paper is white whatever the window wears."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        painter.fillRect(self.rect(), QColor(scheme.canvas))
        if self.pages is None:
            return
        room = QRectF(self.rect()).adjusted(Space.S, Space.S, -Space.S, -Space.S)
        size = self.pages.size_of(self.number)
        fitted = QSizeF(size).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        sheet = QRectF(0, 0, fitted.width(), fitted.height())
        sheet.moveCenter(room.center())
        painter.fillRect(sheet, QColor(LIGHT.surface))
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.pages.paint(painter, self.number, sheet)
        painter.setPen(QColor(scheme.line))
        painter.drawRect(sheet)


class PaperPreview(QWidget):
    """Shows pages, and turns them with its buttons or Page Up and Page Down."""

    turned = Signal(int)
    """Number of the page shown, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperPreview")
        self._leaf = _Leaf()
        self.before = icon_button("chevron-left", self.tr("Page before"), size=Size.CONTROL_SMALL)
        self.after = icon_button("chevron-right", self.tr("Next page"), size=Size.CONTROL_SMALL)
        self.where = label("", "secondary", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._leaf, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        for widget in (self.before, self.where, self.after):
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
        self.before.clicked.connect(lambda: self.turn_to(self._leaf.number - 1))
        self.after.clicked.connect(lambda: self.turn_to(self._leaf.number + 1))
        self._say()

    @property
    def number(self) -> int:
        """The page shown, from 0."""
        return self._leaf.number

    @property
    def pages(self) -> PaperPages | None:
        """What is shown, None while there is nothing."""
        return self._leaf.pages

    def set_pages(self, pages: PaperPages | None) -> None:
        """Show other pages, beginning with the one that was open where there still is one."""
        self._leaf.pages = pages
        last = len(pages.pages) - 1 if pages is not None else 0
        self._leaf.number = min(self._leaf.number, last)
        self._say()

    def turn_to(self, number: int) -> None:
        """Show another page, if there is one of that number."""
        if self._leaf.pages is not None and 0 <= number < len(self._leaf.pages.pages):
            self._leaf.number = number
            self._say()
            self.turned.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn the pages."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn_to(self._leaf.number + step)

    def _say(self) -> None:
        pages = self._leaf.pages
        count = len(pages.pages) if pages is not None else 0
        words = self.tr("Page {0} of {1}").format(self._leaf.number + 1, count) if count else ""
        self.where.setText(words)
        self.setAccessibleName(self.tr("Preview. {0}").format(words))
        self.before.setEnabled(self._leaf.number > 0)
        self.after.setEnabled(self._leaf.number + 1 < count)
        for button in (self.before, self.after):
            button.setVisible(count > 1)
        self._leaf.update()

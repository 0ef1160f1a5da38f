"""Lines to choose from, as many as fit; the others a page further, for nobody scrolls with a wet finger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gymtrainer_desktop.ui.kiosk.touch_parts import RowButton, column, row, touch_button, words
from gymtrainer_desktop.ui.theme.tokens import KioskSize


class PagedRows(QWidget):
    """A grid of lines, in one column on an upright screen and in two on a wide one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers: Sequence[Callable[[], RowButton]] = ()
        self._page = 0
        self._fits = 0
        self._laid_out = (0, 0)
        self.rows: list[RowButton] = []
        whole = self._whole = column(self, spacing=KioskSize.GAP)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(KioskSize.GAP)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        self._turner = QWidget()
        line = row(self._turner, spacing=KioskSize.GAP)
        self.back = touch_button(self.tr("Back"), "quiet", "chevron-left")
        self.back.setObjectName("previousRowsButton")
        self.more = touch_button(self.tr("More"), "quiet", "chevron-right", leads_on=True)
        self.more.setObjectName("moreRowsButton")
        self._place = words("", tone="muted")
        line.addWidget(self.back, 1)
        line.addWidget(self._place)
        line.addWidget(self.more, 1)
        whole.addWidget(self._turner)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.more.clicked.connect(lambda: self._turn(1))
        self._turner.hide()

    def set_rows(self, makers: Sequence[Callable[[], RowButton]], *, keep_page: bool = False) -> None:
        """Show other lines; each is made when it comes into sight."""
        self._makers = makers
        self._page = self._page if keep_page else 0
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See what fits now."""
        super().resizeEvent(event)
        if (self._room(), self._columns()) != self._laid_out:
            self._show()

    def _columns(self) -> int:
        return 2 if self.width() >= 2 * KioskSize.SIDE else 1

    def _room(self) -> int:
        line = KioskSize.ROW_LARGE + KioskSize.GAP
        lines = (self.height() + KioskSize.GAP) // line
        if lines * self._columns() < len(self._makers):
            lines = (self.height() - KioskSize.BUTTON) // line
        return max(1, lines) * self._columns()

    def _turn(self, by: int) -> None:
        self._page += by
        self._show()

    def _show(self) -> None:
        for one in self.rows:
            self._grid.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._fits = self._room()
        pages = max(1, -(-len(self._makers) // self._fits))
        self._page = min(max(self._page, 0), pages - 1)
        first = self._page * self._fits
        self.rows = [make() for make in self._makers[first : first + self._fits]]
        columns = self._columns()
        self._laid_out = (self._fits, columns)
        for place, one in enumerate(self.rows):
            self._grid.addWidget(one, *divmod(place, columns))
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
        self._turner.setVisible(pages > 1)
        self.back.setEnabled(self._page > 0)
        self.more.setEnabled(self._page < pages - 1)
        self._whole.activate()  # at once: until then the lines would lie on top of one another
        self._place.setText(self.tr("{0} of {1}").format(self._page + 1, pages))

"""The bar above the members table: filters, search, columns, and what adds members."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gymtrainer_desktop.domain.people import MemberCounts, MemberFilter
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented


class MembersBar(QWidget):
    """Filters, search, columns, more, add."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self.filters = Segmented(Segment(str(key), text) for key, text in self._filter_words().items())
        self.filters.setObjectName("memberFilters")
        self.filters.setAccessibleName(self.tr("Filter"))
        self.search = SearchField(self.tr("Name, number, e-mail or phone"))
        self.search.setObjectName("memberSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        self.search.setMaximumWidth(Size.SEARCH_WIDTH)
        self.search.setToolTip(self.tr("Search (/ or Ctrl+F)"))
        self.columns_button = quiet_button(self.tr("Columns"), "columns-3")
        self.columns_button.setObjectName("columnsButton")
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.more_button.setObjectName("moreMembersButton")
        self.more_menu = QMenu(self.more_button)
        self.more_button.setMenu(self.more_menu)
        self.more_button.hide()
        self.add_button = primary_button(self.tr("&Add member"), "plus")
        self.add_button.setObjectName("addMemberButton")
        self.add_button.setAccessibleName(self.tr("Add member"))
        row.addWidget(self.filters)
        row.addWidget(self.search, 2)
        row.addStretch(1)
        row.addWidget(self.columns_button)
        row.addWidget(self.more_button)
        row.addWidget(self.add_button)

    def add_more(self, text: str, chosen: Callable[[], object], icon: str = "") -> QAction:
        """Add an action to the menu "More", such as "Import members…"."""
        action = self.more_menu.addAction(text)
        if icon:
            action.setIcon(icons.icon(icon))
        action.triggered.connect(lambda: chosen())
        self.more_button.show()
        return action

    def show_counts(self, counts: MemberCounts) -> None:
        """Show how many members each filter holds."""
        self.filters.set_counts({str(key): count for key, count in counts_by_filter(counts).items()})

    def filter_word(self, key: MemberFilter) -> str:
        """Return what a filter is called."""
        return self._filter_words()[key]

    def _filter_words(self) -> dict[MemberFilter, str]:
        return {
            MemberFilter.ALL: self.tr("All"),
            MemberFilter.NO_TRAINER: self.tr("No trainer"),
            MemberFilter.WAITING: self.tr("Waiting"),
            MemberFilter.PAUSED: self.tr("Paused"),
            MemberFilter.QUIET: self.tr("Quiet"),
        }


def counts_by_filter(counts: MemberCounts) -> dict[MemberFilter, int]:
    """Return the counts under the filters they belong to."""
    return {key: getattr(counts, key.value) for key in MemberFilter}

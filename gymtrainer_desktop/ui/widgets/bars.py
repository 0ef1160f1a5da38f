"""Bars across a page: banners, the offline bar, and the bar of bulk actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.text import icon_label, label

BULK_BAR_NAME = "bulk-bar"
"""Object name by which toasts find the bar that they must not cover."""


class Banner(QFrame):
    """A sentence across the page with an edge in the colour of a tone, and buttons on the right.

    Args:
        icon: Stands before the words.
        tone: "caution", "critical", "positive" or "accent".
    """

    def __init__(self, icon: str = "info", tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("tone", tone)
        self.setMinimumHeight(Size.OFFLINE_BAR)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, Space.XS, Space.L, Space.XS)
        self._row.setSpacing(Space.M)
        self._row.addWidget(icon_label(icon, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        self._title = label("", weight="semibold")
        self._words = label("", tone="muted", wrap=True)
        self._row.addWidget(self._title)
        self._row.addWidget(self._words, 1)

    def set_words(self, title: str, words: str = "") -> None:
        """Change what it says: strong words first, then quiet ones."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._words.setText(words)
        self.setAccessibleName(f"{title} {words}".strip())

    def add_action(self, text: str, clicked: Callable[[], None], icon: str = "") -> QPushButton:
        """Add a button on the right."""
        button = quiet_button(text, icon, "small")
        button.clicked.connect(lambda: clicked())
        self._row.addWidget(button)
        return button


class OfflineBar(Banner):
    """Says since when the server is away and how many entries wait."""

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("wifi-off", "caution", parent)
        self.add_action(self.tr("Try now"), self.retry_requested.emit, "refresh-cw")
        self.hide()

    def set_state(self, since: datetime | None, waiting: int) -> None:
        """Show the bar, or hide it when `since` is None."""
        self.setVisible(since is not None)
        if since is None:
            return
        if waiting == 0:
            words = self.tr("What you see may be out of date. Trying again.")
        elif waiting == 1:
            words = self.tr("1 entry waits for the server. It is kept on this computer.")
        else:
            words = self.tr("{0} entries wait for the server. They are kept on this computer.").format(
                waiting
            )
        self.set_words(self.tr("Offline since {0}").format(f"{since:%H:%M}"), words)


class BulkBar(QFrame):
    """What can be done with the checked rows. Put it below the table in the same layout: it takes its place
    there while something is checked, and the table shrinks.
    """

    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("scheme", "inverse")
        self.setObjectName(BULK_BAR_NAME)
        self.setFixedHeight(Size.BULK_BAR)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.L + Space.XS, 0, Space.S, 0)
        self._row.setSpacing(Space.S)
        self._title = label("", weight="semibold")
        self._words = label("", tone="muted")
        self._row.addWidget(self._title)
        self._row.addSpacing(Space.XS)
        self._row.addWidget(self._words)
        self._row.addStretch(1)
        self._close = icon_button("x", self.tr("Clear selection"))
        self._close.clicked.connect(self.cleared)
        self._row.addWidget(self._close)
        icons.retint(self)
        self.hide()

    def add_action(
        self, text: str, clicked: Callable[[], None], icon: str = "", *, primary: bool = False
    ) -> QPushButton:
        """Add a button; one of them is primary."""
        button = (primary_button if primary else quiet_button)(text, icon)
        button.clicked.connect(lambda: clicked())
        self._row.insertWidget(self._row.count() - 1, button)
        icons.retint(self)
        return button

    def set_selection(self, count: int, words: str = "") -> None:
        """Say how many rows are checked, with quiet words about them; hidden at 0."""
        self._title.setText(self.tr("{0} selected").format(f"{count:,}"))
        self._words.setText(words)
        self.setVisible(count > 0)

"""A catalogue: a card of rows two lines high, and the panel beside it with the one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable, Memory
from gymtrainer_desktop.ui.widgets.text import hairline, label

R = TypeVar("R")


class TwoLineDelegate(CellDelegate):
    """The cell's text in medium weight, and below it its value in quiet words, if it has any."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: Any
    ) -> None:
        """Paint one line or two."""
        name, below = index.data(), index.data(RowsRole.VALUE)
        left = Qt.AlignmentFlag.AlignLeft
        bold = fonts.font(Type.BODY, Weight.MEDIUM)
        if not below:
            paint.elided(painter, rect, name, bold, scheme.text, left)
            return
        line = Space.L + Space.HAIR
        words = QRectF(rect.left(), rect.center().y() - line, rect.width(), line)
        paint.elided(painter, words, name, bold, scheme.text, left)
        words.translate(0, line)
        paint.elided(painter, words, below, fonts.font(Type.SECONDARY), scheme.text_muted, left)


class CatalogueTable(Card, Generic[R]):
    """A card of rows. Subclasses say which columns there are.

    Args:
        settings: Where the table remembers its columns.
        key: Under which it does.
        folded: Keys of the columns left out when there is little room.
        folded_again: Keys of those left out beside when there is less still.
    """

    opened = Signal(object)
    """Enter or a click on a row; carries the row."""
    current_changed = Signal(object)
    escaped = Signal()

    def __init__(
        self,
        settings: Memory,
        key: str,
        *,
        folded: tuple[str, ...],
        folded_again: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._folded, self._folded_again = folded, folded_again
        self.model: RowsModel[R] = RowsModel(self._columns(), parent=self)
        self.table = DataTable(
            self.model, settings, key, row_height=Size.ROW_LIBRARY, activates_on_click=True
        )
        self.table.setObjectName(f"{key}Table")
        self.body.addWidget(self.table, 1)
        self.table.row_activated.connect(self.opened)
        self.table.current_row_changed.connect(self.current_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Esc, which the table leaves over."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters less when there is little room."""
        super().resizeEvent(event)
        folded = self._folded if self.width() < Size.TABLE_FOLDS_BELOW else ()
        again = self._folded_again if self.width() < Size.TABLE_FOLDS_AGAIN_BELOW else ()
        self.table.fold((*folded, *again))

    def _columns(self) -> Sequence[Column[R]]:
        return ()


class CataloguePanel(QFrame):
    """Title, facts and a pill if it is archived; a body; at the foot a menu and what is done most.

    Subclasses call `_build`, and add their parts to `body`, actions to `menu` and buttons to `foot`.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIDE_PANEL)
        self.hide()

    def close_panel(self) -> None:
        """Go away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        # In the order in which Tab goes through it.
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(hairline())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._add_parts()
        self.body.addStretch(1)
        self.area.setWidget(inner)
        column.addWidget(self._content(), 1)
        column.addWidget(hairline())
        column.addLayout(self._foot())
        self._add_actions()

    def _add_parts(self) -> None:
        """Fill the body."""

    def _add_actions(self) -> None:
        """Fill menu and foot."""

    def _content(self) -> QWidget:
        """Return what stands between head and foot; panels that load put states around the area."""
        return self.area

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.S, Space.M)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        self._title = label("", "section", wrap=True)
        self._facts = label("", "secondary", "muted", wrap=True)
        self._archived = Pill(self.tr("Archived"), "text_muted")
        for widget in (self._title, self._facts, self._archived):
            words.addWidget(widget)
        head.addLayout(words, 1)
        close = icon_button("x", self.tr("Close"))
        close.clicked.connect(self.close_panel)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QHBoxLayout:
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self.foot.setSpacing(Space.S)
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.menu = QMenu(self.more_button)
        self.more_button.setMenu(self.menu)
        self.restore_button = quiet_button(self.tr("Offer again"))
        self.restore_button.setObjectName("offerAgainButton")
        self.foot.addWidget(self.more_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.restore_button)
        return self.foot

    def _say(self, title: str, facts: str, *, archived: bool) -> None:
        """Show what is open in the head."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._archived.setVisible(archived)

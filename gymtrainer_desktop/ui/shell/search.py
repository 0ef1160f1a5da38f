"""The global search: Ctrl+K, type, arrows, Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.text import label

_HIT = Qt.ItemDataRole.UserRole
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A line of the search's answer.

    Attributes:
        page: Key of the page to open.
        args: What to open it with.
        identity: Id of a person, who is then shown with an avatar; otherwise `icon` is.
    """

    title: str
    detail: str
    page: str
    args: Mapping[str, Any] = field(default_factory=dict)
    icon: str = "search"
    identity: UUID | str | None = None


class SearchBox(SearchField):
    """The field in the top bar with its list of answers below."""

    hit_chosen = Signal(object)
    """A `SearchHit` was chosen."""
    failed = Signal(object)
    """The search itself failed; carries the exception."""

    def __init__(
        self,
        tasks: Tasks,
        search: Callable[[str], Sequence[SearchHit]],
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, parent)
        self._tasks = tasks
        self._search = search
        self.setProperty("kind", "search")
        self._key = label(self.tr("Ctrl K"), parent=self)
        self._key.setProperty("kind", "key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.popup = SearchPopup(self)
        self.searched.connect(self._on_searched)
        self.popup.chosen.connect(self._on_chosen)

    def set_search(self, search: Callable[[str], Sequence[SearchHit]]) -> None:
        """Search elsewhere."""
        self._search = search

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key's name at the right."""
        super().resizeEvent(event)
        self._key.adjustSize()
        height = Size.CHECK_BOX + Space.XS
        self._key.resize(self._key.width(), height)
        self._key.move(self.width() - self._key.width() - Space.S, (self.height() - height) // 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make room to type."""
        super().focusInEvent(event)
        self._key.hide()
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self._key.setVisible(not self.text())
        self.popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk through the list, Enter opens, Esc closes."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.popup.isVisible():
            self.popup.walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.popup.current() is not None:
            self._on_chosen(self.popup.current())
        elif key == Qt.Key.Key_Escape and not self.text():
            self.popup.hide()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _on_searched(self, text: str) -> None:
        if not text:
            self._tasks.drop(self)
            self.popup.hide()
            return
        self._tasks.query(self, lambda: self._search(text), self._on_found, self._on_failed)

    def _on_found(self, hits: Sequence[SearchHit]) -> None:
        if self.text().strip() and self.hasFocus():
            self.popup.show_hits(hits, self.text().strip())

    def _on_failed(self, exc: Exception) -> None:
        self.popup.hide()
        self.failed.emit(exc)

    def _on_chosen(self, hit: SearchHit | None) -> None:
        if hit is not None:
            self.popup.hide()
            self.clear()
            self.clearFocus()
            self.hit_chosen.emit(hit)


class SearchPopup(QFrame):
    """The list below the search field. It never takes the focus."""

    chosen = Signal(object)

    def __init__(self, field_: QWidget) -> None:
        super().__init__(field_.window())
        self._field = field_
        self.setProperty("kind", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setAccessibleName(self.tr("Found"))
        self._nothing = label("", tone="muted", wrap=True)
        self._nothing.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_HIT)))
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.hide()

    def show_hits(self, hits: Sequence[SearchHit], text: str) -> None:
        """Show what was found, or that nothing was."""
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.title}, {hit.detail}")
            item.setData(_HIT, hit)
            self.list.addItem(item)
        self.list.setVisible(bool(hits))
        self._nothing.setVisible(not hits)
        self._nothing.setText(self.tr("Nothing found for “{0}”.").format(text))
        if hits:
            self.list.setCurrentRow(0)
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        rows = min(len(hits), _MOST_ROWS)
        height = (rows * Size.ROW if hits else Size.ROW) + 2 * Space.XS + 2 * Size.BORDER
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + Space.XS))
        self.setGeometry(corner.x(), corner.y(), self._field.width(), height)
        self.show()
        self.raise_()

    def walk(self, step: int) -> None:
        """Move the choice up or down."""
        row = self.list.currentRow() + step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def current(self) -> SearchHit | None:
        """Return the line chosen, None while the list is closed or empty."""
        item = self.list.currentItem()
        return item.data(_HIT) if item is not None and self.isVisible() else None


class _HitDelegate(QStyledItemDelegate):
    """Avatar or icon, title, and where it is from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, Size.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: SearchHit = index.data(_HIT)
        scheme = scheme_of(option.widget)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent_soft))
            painter.drawRoundedRect(area, Radius.CONTROL, Radius.CONTROL)
        disc = Size.AVATAR_S
        place = QRectF(area.left() + Space.S, area.center().y() - disc / 2, disc, disc)
        if hit.identity is not None:
            paint.avatar(painter, place, scheme, hit.identity, hit.title)
        else:
            edge = Size.ICON
            picture = icons.pixmap(hit.icon, scheme.text_muted, edge)
            painter.drawPixmap(
                round(place.center().x() - edge / 2), round(place.center().y() - edge / 2), picture
            )
        words = area.adjusted(Space.S + disc + Space.M, 0, -Space.S, 0)
        left = Qt.AlignmentFlag.AlignLeft
        used = paint.elided(
            painter, words, hit.title, fonts.font(Type.BODY, Weight.MEDIUM), scheme.text, left
        )
        words.setLeft(words.left() + used + Space.S)
        if words.width() > Space.XXL:
            paint.elided(
                painter, words, hit.detail, fonts.font(), scheme.text_muted, Qt.AlignmentFlag.AlignRight
            )
        painter.restore()

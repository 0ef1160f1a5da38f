"""The global search: Ctrl+K, type, arrows, Enter. Leads to a person, a page or an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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

from gymtrainer_desktop.ui.shell.jumps import NOT_FOUND, Group, Jumps, SearchHit, rank
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.text import label

_HIT = Qt.ItemDataRole.UserRole
_MOST_ROWS = 10
_CAME_ON_PURPOSE = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
)


class SearchBox(SearchField):
    """The field in the top bar with its list of answers below: people, pages and actions.

    Args:
        tasks: Where `search` runs.
        search: Finds people, in a worker.
        placeholder: What can be searched.
        jumps: Pages and actions, which need no question; None for a search of people only, as in a filter.
        key: The shortcut that leads here, written in the field; empty for none.
    """

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
        *,
        jumps: Jumps | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(placeholder, parent)
        self._tasks = tasks
        self._search = search
        self._jumps = jumps or Jumps((), [])
        self._people: tuple[str, tuple[SearchHit, ...]] = ("", ())
        self.setProperty("kind", "search")
        self._key = label(self.tr("Ctrl K") if key is None else key, parent=self)
        self._key.setProperty("kind", "key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._key.setVisible(bool(self._key.text()))
        self.popup = SearchPopup(self)
        self.searched.connect(self._on_searched)
        self.textEdited.connect(self._on_text_edited)
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
        """Make room to type, and offer what was chosen lately, the pages and the actions."""
        super().focusInEvent(event)
        self._key.hide()
        self.selectAll()
        if event.reason() in _CAME_ON_PURPOSE:
            self._offer()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self._key.setVisible(not self.text() and bool(self._key.text()))
        self.popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk through the list, Enter opens, Esc closes."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.popup.isVisible():
            self.popup.walk(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Down and not self.text().strip():
            self._offer()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.popup.current() is not None:
            self._on_chosen(self.popup.current())
        elif key == Qt.Key.Key_Escape and not self.text():
            self.popup.hide()
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            if key == Qt.Key.Key_Escape:
                self.popup.hide()

    def _offer(self) -> None:
        if not self.text().strip() and (groups := self._jumps.at_rest()):
            self.popup.show_groups(groups)

    def _on_text_edited(self, text: str) -> None:
        """Pages and actions are there at once; people follow when typing pauses."""
        wanted = text.strip()
        # Whom the last question found stay as long as they still fit, so that the list does not flicker.
        known, people = self._people
        still = people if known and wanted.startswith(known) else ()
        hits = self._jumps.found(wanted, [hit for hit in still if rank(wanted, hit.title) < NOT_FOUND])
        self.popup.is_walked = False
        if wanted and hits:
            self.popup.show_hits(hits, wanted)
        elif wanted:
            # Enter must not open what fitted less than what is typed now.
            self.popup.hide()

    def _on_searched(self, text: str) -> None:
        if not text:
            self._tasks.drop(self)
            self._people = ("", ())
            self.popup.hide()
            if self.hasFocus():
                self._offer()
            return
        self._tasks.query(
            self, lambda: self._search(text), lambda hits: self._on_found(text, hits), self._on_failed
        )

    def _on_found(self, asked: str, people: Sequence[SearchHit]) -> None:
        text = self.text().strip()
        if text and self.hasFocus():
            self._people = (asked, tuple(people))
            self.popup.show_hits(self._jumps.found(text, people), text)

    def _on_failed(self, exc: Exception) -> None:
        # Pages are found without the server.
        hits = self._jumps.found(self.text())
        if hits and self.hasFocus():
            self.popup.show_hits(hits, self.text().strip())
        else:
            self.popup.hide()
        self.failed.emit(exc)

    def _on_chosen(self, hit: SearchHit | None) -> None:
        if hit is not None:
            self._jumps.remember(hit)
            self.popup.hide()
            self.clear()
            self.clearFocus()
            self.hit_chosen.emit(hit)


class SearchPopup(QFrame):
    """The list below the search field. It never takes the focus.

    Attributes:
        is_walked: Whether somebody moved the choice with the arrows: it then stays where it is while more
            lines arrive.
    """

    chosen = Signal(object)

    def __init__(self, field_: QWidget) -> None:
        super().__init__(field_.window())
        self._field = field_
        self.is_walked = False
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
        self.list.itemClicked.connect(self._on_item_clicked)
        self.list.itemEntered.connect(self._on_item_entered)
        self.hide()

    @property
    def hits(self) -> tuple[SearchHit, ...]:
        """The lines shown, headings left out."""
        found = (self.list.item(row).data(_HIT) for row in range(self.list.count()))
        return tuple(hit for hit in found if isinstance(hit, SearchHit))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings shown."""
        found = (self.list.item(row).data(_HIT) for row in range(self.list.count()))
        return tuple(words for words in found if isinstance(words, str))

    def show_hits(self, hits: Sequence[SearchHit], text: str) -> None:
        """Show what was found, or that nothing was."""
        self._nothing.setText(self.tr("Nothing found for “{0}”.").format(text))
        self.show_groups((Group("", tuple(hits)),))

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show lines below their headings, the first one chosen."""
        before = self.current() if self.is_walked else None
        self.list.clear()
        height, count, first = 0, 0, -1
        for group in groups:
            if group.heading:
                heading = QListWidgetItem(group.heading)
                heading.setData(_HIT, group.heading)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(heading)
                height += Size.ROW_MENU if count < _MOST_ROWS else 0
            for hit in group.hits:
                item = QListWidgetItem(f"{hit.title}, {hit.detail}")
                item.setData(_HIT, hit)
                self.list.addItem(item)
                if first < 0 or (before is not None and before.is_same(hit)):
                    first = self.list.count() - 1
                height += Size.ROW if count < _MOST_ROWS else 0
                count += 1
        self.list.setVisible(bool(count))
        self._nothing.setVisible(not count)
        self.list.setCurrentRow(first)
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        height = (height or Size.ROW) + 2 * Space.XS + 2 * Size.BORDER
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + Space.XS))
        height = min(height, window.height() - corner.y() - Space.S)
        self.setGeometry(corner.x(), corner.y(), self._field.width(), height)
        self.show()
        self.raise_()
        if first <= 1:
            self.list.scrollToTop()

    def walk(self, step: int) -> None:
        """Move the choice up or down, over headings."""
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and not isinstance(self.list.item(row).data(_HIT), SearchHit):
            row += step
        if 0 <= row < self.list.count():
            self.is_walked = True
            self.list.setCurrentRow(row)
            if row == 1 and self.headings:
                self.list.scrollToTop()

    def current(self) -> SearchHit | None:
        """Return the line chosen, None while the list is closed or empty."""
        item = self.list.currentItem()
        hit = item.data(_HIT) if item is not None and self.isVisible() else None
        return hit if isinstance(hit, SearchHit) else None

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        if isinstance(item.data(_HIT), SearchHit):
            self.chosen.emit(item.data(_HIT))

    def _on_item_entered(self, item: QListWidgetItem) -> None:
        if isinstance(item.data(_HIT), SearchHit):
            self.list.setCurrentItem(item)


class _HitDelegate(QStyledItemDelegate):
    """Avatar or icon, title, and where it is from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        is_heading = isinstance(index.data(_HIT), str)
        return QSize(0, Size.ROW_MENU if is_heading else Size.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(_HIT)
        scheme = scheme_of(option.widget)
        area = QRectF(option.rect)
        if isinstance(hit, str):
            words = area.adjusted(Space.S, 0, -Space.S, 0)
            font = fonts.font(Type.SECONDARY, Weight.SEMIBOLD)
            paint.elided(painter, words, hit, font, scheme.text_muted, Qt.AlignmentFlag.AlignLeft)
            return
        assert isinstance(hit, SearchHit)
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

"""The list of threads: who is at the other end, the latest words, and how many wait to be read."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.messages import Thread
from gymtrainer_desktop.ui.messages.message_words import short_moment
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline

_Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MOST = 99
_SEARCH_LIMIT = 200
_FEW = 8
"""Up to so many threads nobody needs to search."""


class ThreadDelegate(CellDelegate):
    """Avatar, name and when; below them the latest words and a badge of what is unread."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the thread."""
        thread: Thread = index.data(RowsRole.ROW)
        when: str = index.data(RowsRole.VALUE)
        disc = QRectF(rect.left(), rect.center().y() - Size.AVATAR_M / 2, Size.AVATAR_M, Size.AVATAR_M)
        paint.avatar(painter, disc, scheme, thread.other_id, thread.other_name, faded=not thread.is_open)
        words = QRectF(disc.right() + Space.M, rect.top(), 0, rect.height() / 2)
        words.setRight(rect.right())
        upper = words.adjusted(0, Space.S + Space.HAIR, 0, 0)
        lower = words.translated(0, words.height()).adjusted(0, 0, 0, -Space.S - Space.HAIR)
        small = fonts.font(Type.SECONDARY)
        used = paint.elided(painter, upper, when, small, scheme.text_muted, _RIGHT) if when else 0
        name = upper.adjusted(0, 0, -used - Space.S, 0)
        weight = Weight.SEMIBOLD if thread.unread else Weight.MEDIUM
        paint.elided(painter, name, thread.other_name, fonts.font(Type.BODY, weight), scheme.text, _LEFT)
        if thread.unread:
            lower.setRight(self._paint_badge(painter, lower, scheme, thread.unread) - Space.S)
        tone = scheme.text if thread.unread else scheme.text_muted
        paint.elided(painter, lower, latest_text(thread), small, tone, _LEFT)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a thread."""
        return QSize(0, Size.ROW_CLIENT)

    @staticmethod
    def _paint_badge(painter: QPainter, rect: QRectF, scheme: Scheme, count: int) -> float:
        """Paint a filled pill with a count at the right; return where it begins."""
        text = str(count) if count <= _MOST else f"{_MOST}+"
        font = fonts.font(Type.BADGE, Weight.SEMIBOLD, tabular=True)
        width = max(QFontMetricsF(font).horizontalAdvance(text) + Space.S + Space.HAIR, Size.BADGE)
        badge = QRectF(rect.right() - width, rect.center().y() - Size.BADGE / 2, width, Size.BADGE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        painter.drawRoundedRect(badge, Size.BADGE / 2, Size.BADGE / 2)
        paint.elided(painter, badge, text, font, scheme.on_accent, Qt.AlignmentFlag.AlignHCenter)
        return badge.left()


class ThreadListPanel(QFrame):
    """The threads, the one with the latest message on top; tells which was chosen."""

    chosen = Signal(object)
    """A `Thread` became the current one by key or click."""
    entered = Signal(object)
    """A `Thread` was opened with Enter or a click: the keyboard may go where one writes."""
    retry_requested = Signal()

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "list-panel")
        self.setFixedWidth(Size.CLIENT_LIST)
        self._zone = ZoneInfo(time_zone)
        self._today = date.min
        self._threads: tuple[Thread, ...] = ()
        self._is_selecting = False
        self._build()
        self._connect_signals()

    @property
    def threads(self) -> tuple[Thread, ...]:
        """All threads, whether the search shows them or not."""
        return self._threads

    def set_threads(self, threads: tuple[Thread, ...], today: date) -> None:
        """Show threads, in the order they come."""
        self._threads, self._today = threads, today
        self.search.setVisible(len(threads) > _FEW)
        self._show()

    def thread_of(self, assignment_id: UUID | None) -> Thread | None:
        """Return a thread, None if it is not there."""
        return next((one for one in self._threads if one.assignment_id == assignment_id), None)

    def select(self, assignment_id: UUID) -> bool:
        """Make a thread the current line without telling anybody; return whether it is shown."""
        self._is_selecting = True
        found = self.table.select_id(assignment_id)
        self._is_selecting = False
        return found

    def focus_search(self) -> None:
        """Put the keyboard into the search, or into the list where there is none."""
        if self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        else:
            self.table.enter_from_above()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Size.BORDER, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        self.search = SearchField(self.tr("Find a person"))
        self.search.setObjectName("threadSearch")
        self.search.setMaxLength(_SEARCH_LIMIT)
        self.search.setToolTip(self.tr("Find a person (Ctrl+F)"))
        head.addWidget(self.search)
        column.addLayout(head)
        column.addWidget(hairline())
        self.model: RowsModel[Thread] = RowsModel(
            (
                Column(
                    "thread",
                    self.tr("Thread"),
                    self._line,
                    value=self._when,
                    delegate=ThreadDelegate,
                    width=Size.CLIENT_LIST - Space.L,
                    stretch=1,
                    tooltip=lambda thread: thread.other_name,
                ),
            ),
            lambda thread: thread.assignment_id,
            parent=self,
        )
        self.table = DataTable(self.model, row_height=Size.ROW_CLIENT, activates_on_click=True)
        self.table.setObjectName("threadList")
        self.table.setAccessibleName(self.tr("Threads"))
        self.table.horizontalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.states = StateStack(self.table)
        column.addWidget(self.states, 1)

    def _connect_signals(self) -> None:
        self.search.searched.connect(lambda _text: self._show())
        self.search.left_downwards.connect(self.table.enter_from_above)
        self.table.current_row_changed.connect(self._on_current_row_changed)
        self.table.row_activated.connect(self.entered)
        self.states.retry_requested.connect(self.retry_requested)

    def _show(self) -> None:
        words = folded(self.search.text()).split() if self.search.isVisibleTo(self) else []
        rows = [one for one in self._threads if all(word in folded(one.other_name) for word in words)]
        self._is_selecting = True
        self.model.set_rows(rows)
        self._is_selecting = False
        if rows or not words:
            self.states.show_content()
        else:
            self.states.show_empty(
                self.tr("Nobody matches"),
                f"“{self.search.text().strip()}”",
                self.tr("Clear the search"),
                self.search.clear,
                icon="search",
                action_icon="x",
            )

    def _when(self, thread: Thread) -> str:
        return short_moment(thread.last_at, self._today, self._zone) if thread.last_at is not None else ""

    def _line(self, thread: Thread) -> str:
        """Return a line as a screen reader reads it."""
        parts = [thread.other_name, latest_text(thread), self._when(thread)]
        if thread.unread == 1:
            parts.append(self.tr("1 unread message"))
        elif thread.unread:
            parts.append(self.tr("{0} unread messages").format(thread.unread))
        return ", ".join(part for part in parts if part)

    def _on_current_row_changed(self, thread: Thread | None) -> None:
        if thread is not None and not self._is_selecting:
            self.chosen.emit(thread)


def latest_text(thread: Thread) -> str:
    """Return the latest message in one line: "You: See you on Monday", or that there is none."""
    tr = QCoreApplication.translate
    if thread.last_body is None:
        return tr("messages", "No messages yet")
    # No more than a line can show: a message may be long.
    words = " ".join(thread.last_body[:_SEARCH_LIMIT].split())
    return tr("messages", "You: {0}").format(words) if thread.last_from_me else words

"""A thread: the newest message at the bottom, older ones loaded on the way up, and where one writes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.messages import Message, MessagePage
from gymtrainer_desktop.ui.messages.composer import Composer
from gymtrainer_desktop.ui.messages.message_bubble import MessageBubble
from gymtrainer_desktop.ui.messages.message_drafts import MessageDrafts
from gymtrainer_desktop.ui.messages.message_words import day_heading, first_name
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import hairline, label

PAGE = 50
"""Messages loaded at a time."""


class ThreadView(QWidget):
    """The messages of one assignment. What is typed stays with its thread, whatever happens to the server.

    Args:
        context: As for every page.
        drafts: What was typed and not sent; one for each page.
    """

    was_sent = Signal()
    """A message arrived at the server."""
    was_read = Signal()
    """Messages of the other end were marked as read."""

    def __init__(self, context: PageContext, drafts: MessageDrafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threadView")
        self._context = context
        self._drafts = drafts
        self._zone = ZoneInfo(context.gym.time_zone)
        self._assignment_id: UUID | None = None
        self._other_name = ""
        self._today = date.min
        self._older: tuple[datetime, UUID] | None = None
        self._is_loading_older = False
        self._sticks = True
        self._from_bottom: int | None = None
        self._marking: set[UUID] = set()
        self.bubbles: list[MessageBubble] = []
        self._build()
        self._connect_signals()

    @property
    def assignment_id(self) -> UUID | None:
        """Whose thread it is, None before one was chosen."""
        return self._assignment_id

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages loaded so far, oldest first."""
        return tuple(bubble.message for bubble in self.bubbles)

    def set_thread(self, assignment_id: UUID, other_name: str, closed_reason: str = "") -> None:
        """Show a thread; the same one again changes only whether one may write.

        Args:
            assignment_id: Which.
            other_name: Who is at the other end.
            closed_reason: Why nothing can be written any more; empty when something can.
        """
        self.composer.set_closed(closed_reason)
        if assignment_id == self._assignment_id:
            return
        self._context.tasks.drop(self)
        self._drafts.flush()
        self._assignment_id, self._other_name = assignment_id, other_name
        self._older, self._is_loading_older = None, False
        self._sticks, self._from_bottom = True, None
        self._clear()
        self.composer.set_sending(False)
        self.composer.set_text("")
        self.composer.set_name(first_name(other_name))
        self._states.show_loading_anew()

        def take(text: str) -> None:
            if assignment_id == self._assignment_id and text and not self.composer.text:
                self.composer.set_text(text)

        self._drafts.load(assignment_id, take)

    def refresh(self) -> None:
        """Load the newest messages again, as many as are shown."""
        if (assignment_id := self._assignment_id) is None:
            return
        self._states.show_loading()
        services, limit = self._context.services, max(PAGE, len(self.bubbles))
        self._context.tasks.query(
            self,
            lambda: (
                assignment_id,
                services.gym.today(),
                services.messages.thread(assignment_id, None, limit),
            ),
            self._on_loaded,
            self._on_failed,
            key="thread",
        )

    # Building

    def _build(self) -> None:
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        self.older_button = link_button(self.tr("Show older messages"))
        self.older_button.setObjectName("olderMessagesButton")
        outer.addWidget(self.older_button, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self._nothing = label("", tone="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self._nothing)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.M)
        outer.addLayout(self._column)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Messages"))
        self.area.setWidget(content)
        self.composer = Composer()
        self._states = StateStack(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._states, 1)
        column.addWidget(hairline())
        column.addWidget(self.composer)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.older_button.clicked.connect(self.load_older)
        self.composer.edited.connect(self._on_edited)
        self.composer.send_requested.connect(self._on_send_requested)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.valueChanged.connect(self._on_scrolled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the messages for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            for bubble in self.bubbles:
                bubble.fit(self._room())

    def showEvent(self, event: QShowEvent) -> None:
        """What comes into sight counts as read."""
        super().showEvent(event)
        self._mark_read()

    # Showing

    def _on_loaded(self, answer: tuple[UUID, date, MessagePage]) -> None:
        assignment_id, self._today, page = answer
        if assignment_id != self._assignment_id:
            return
        self._older = page.next
        self._take(page.messages)
        self._nothing.setText(
            self.tr("No messages yet. Write the first one below.")
            if not self.composer.closed_reason
            else self.tr("Nobody wrote anything here.")
        )
        self._nothing.setVisible(not self.bubbles)
        self._states.show_content()
        self._mark_read()

    def _on_failed(self, exc: Exception) -> None:
        if self.bubbles:
            # Old messages are better than none; the offline bar says that newer ones may be missing.
            self._context.notices.error(exc)
            self._states.show_content()
        else:
            kept = self.tr("What you typed is kept.") if self.composer.text.strip() else ""
            self._states.show_error(self.tr("The messages could not be loaded"), exc, kept)

    def _take(self, messages: tuple[Message, ...]) -> None:
        """Show messages among those that are there already, each at its place."""
        there = {bubble.message.id: bubble for bubble in self.bubbles}
        for message in messages:
            known = there.get(message.id)
            if known is not None:
                known.set_message(message)
                continue
            bubble = MessageBubble(message, self._other_name, self._zone)
            bubble.fit(self._room())
            there[message.id] = bubble
        self.bubbles = sorted(there.values(), key=lambda one: (one.message.sent_at, one.message.id))
        before: date | None = None
        for place, bubble in enumerate(self.bubbles):
            if self._column.indexOf(bubble) != place:
                self._column.insertWidget(place, bubble)
            day = bubble.message.sent_at.astimezone(self._zone).date()
            bubble.set_day(day_heading(day, self._today) if day != before else "")
            before = day
        self.older_button.setVisible(self._older is not None)

    def _clear(self) -> None:
        for bubble in self.bubbles:
            self._column.removeWidget(bubble)
            bubble.hide()
            bubble.deleteLater()
        self.bubbles = []
        self.older_button.hide()
        self._nothing.hide()

    def _room(self) -> int:
        return max(self.area.viewport().width() - 2 * Space.XL, Size.COLUMN_XL)

    # Reading

    def load_older(self) -> None:
        """Load the messages before the oldest one shown; what is in sight stays where it is."""
        assignment_id, after = self._assignment_id, self._older
        if assignment_id is None or after is None or self._is_loading_older:
            return
        self._is_loading_older = True
        messages = self._context.services.messages

        def done(page: MessagePage) -> None:
            self._is_loading_older = False
            bar = self.area.verticalScrollBar()
            self._from_bottom = bar.maximum() - bar.value()
            self._sticks = False
            self._older = page.next
            self._take(page.messages)
            self._mark_read()

        def failed(exc: Exception) -> None:
            self._is_loading_older = False
            self._context.notices.error(exc)

        self._context.tasks.query(
            self, lambda: messages.thread(assignment_id, after, PAGE), done, failed, key="older"
        )

    def _mark_read(self) -> None:
        """Tell the database what of the other end has come into sight."""
        ids = {m.id for m in self.messages if not m.from_me and m.read_at is None} - self._marking
        if not ids or not self.isVisible():
            return
        messages = self._context.services.messages
        self._marking |= ids

        def done(_count: int) -> None:
            self.was_read.emit()

        def failed(exc: Exception) -> None:
            self._marking -= ids
            self._context.notices.error(exc)

        self._context.tasks.write(self, lambda: messages.mark_read(sorted(ids)), done, failed)

    def _on_range_changed(self, _low: int, high: int) -> None:
        bar = self.area.verticalScrollBar()
        if self._sticks:
            bar.setValue(high)
        elif self._from_bottom is not None:
            bar.setValue(high - self._from_bottom)
            self._from_bottom = None

    def _on_scrolled(self, value: int) -> None:
        bar = self.area.verticalScrollBar()
        self._sticks = value >= bar.maximum() - Space.S
        if value <= Size.ROW and bar.maximum() > 0 and self._states.state == "content":
            self.load_older()

    # Writing

    def _on_edited(self, text: str) -> None:
        if self._assignment_id is not None:
            self._drafts.put(self._assignment_id, text)

    def _on_send_requested(self, text: str) -> None:
        assignment_id = self._assignment_id
        if assignment_id is None:
            return
        key, messages = self._drafts.key_for(assignment_id, text), self._context.services.messages
        name = first_name(self._other_name)
        self.composer.set_sending(True)

        def done(message: Message) -> None:
            self._drafts.sent(assignment_id)
            if assignment_id == self._assignment_id:
                self.composer.set_sending(False)
                self.composer.set_text("")
                self._sticks = True
                self._nothing.hide()
                self._take((message,))
            self.was_sent.emit()

        def failed(exc: Exception) -> None:
            is_in_front = assignment_id == self._assignment_id
            if is_in_front:
                self.composer.set_sending(False)
                self.composer.set_problem(self._sentence(exc))
            if not is_in_front and isinstance(exc, UserError):
                words = self.tr("The message to {0} was not sent and is kept: {1}")
                self._context.notices.error(UserError(words.format(name, exc.message)))
            elif not isinstance(exc, UserError):
                self._context.notices.error(exc, self.tr("What you wrote is still there."))
            self.was_sent.emit()

        self._context.tasks.write(self, lambda: messages.send(key, assignment_id, text), done, failed)

    def _sentence(self, exc: Exception) -> str:
        if isinstance(exc, Unavailable):
            return self.tr("The server cannot be reached. What you wrote is kept: send it again.")
        if isinstance(exc, UserError):
            return self.tr("{0} What you wrote is kept.").format(exc.message)
        return self.tr("This was not sent. What you wrote is kept.")

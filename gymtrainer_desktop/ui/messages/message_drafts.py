"""What was typed and not sent, kept for each thread: at once in memory, soon after on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay

KIND = "message"
"""What these drafts are called in the store."""


@dataclass(slots=True)
class _Kept:
    """What is known of a thread's draft.

    Attributes:
        key: Of the message, the same for every try to send the same words.
        sent_text: The words of the last try.
    """

    text: str = ""
    key: UUID = field(default_factory=new_id)
    sent_text: str | None = None


class MessageDrafts(QObject):
    """The drafts of the signed-in person. Every page of the window sees the same ones.

    Args:
        context: As for every page.
    """

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: dict[UUID, _Kept] = context.drafts.setdefault(("messages", context.person.person_id), {})
        self._unsaved: set[UUID] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(Delay.REMEMBER)
        self._timer.timeout.connect(self.flush)

    def load(self, assignment_id: UUID, done: Callable[[str], None]) -> None:
        """Tell what was typed in a thread, at once or when the disk was read; "" for nothing."""
        if assignment_id in self._kept:
            done(self._kept[assignment_id].text)
            return
        drafts = self._context.services.drafts

        def loaded(found: SavedDraft | None) -> None:
            if assignment_id not in self._kept:
                text = found.content.get("text") if found is not None else ""
                self._kept[assignment_id] = _Kept(text if isinstance(text, str) else "")
            done(self._kept[assignment_id].text)

        def failed(exc: Exception) -> None:
            self._context.notices.error(exc)
            done("")

        self._context.tasks.query(
            self, lambda: drafts.load(KIND, assignment_id), loaded, failed, key=f"draft {assignment_id}"
        )

    def put(self, assignment_id: UUID, text: str) -> None:
        """Keep what is typed now."""
        kept = self._kept.setdefault(assignment_id, _Kept())
        if kept.text != text:
            kept.text = text
            self._unsaved.add(assignment_id)
            self._timer.start()

    def key_for(self, assignment_id: UUID, text: str) -> UUID:
        """Return the key to send a text with: that of the last try while its words are the same."""
        kept = self._kept.setdefault(assignment_id, _Kept())
        if kept.sent_text is not None and kept.sent_text != text:
            kept.key = new_id()
        kept.sent_text = text
        return kept.key

    def sent(self, assignment_id: UUID) -> None:
        """The text arrived: begin anew."""
        self._kept[assignment_id] = _Kept()
        self._unsaved.add(assignment_id)
        self.flush()

    def flush(self) -> None:
        """Bring what was typed to the disk."""
        self._timer.stop()
        drafts, unsaved, self._unsaved = self._context.services.drafts, self._unsaved, set()
        for assignment_id in unsaved:
            text = self._kept[assignment_id].text

            def save(assignment_id: UUID = assignment_id, text: str = text) -> None:
                if text.strip():
                    drafts.save(KIND, assignment_id, {"text": text})
                else:
                    drafts.discard(KIND, assignment_id)

            self._context.tasks.write(self, save, lambda _nothing: None, self._context.notices.error)

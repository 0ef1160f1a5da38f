"""Goals, injuries and limits of a client: read, and changed in place, by their trainer and the front desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.client_records import ClientRecord, RecordEdit
from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.client_record_conflict import RecordConflictDialog
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.growing_edit import GrowingEdit
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import gym_day


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was half typed about a member, and the record it was begun from."""

    record: ClientRecord
    goals: str
    injuries: str


class ClientRecordView(QWidget):
    """The record of one member, loaded and saved by itself.

    A reload leaves alone what is being typed: saving then finds out, and shows both versions. What is half
    typed about one member is there again when the view comes back to them. `edit_button` is for the title row
    of whatever this is put into.

    Args:
        context: As for every page.
        readers: Who else reads it, in a sentence.
    """

    shown = Signal(object)
    """A `ClientRecord` is there, loaded or saved."""

    def __init__(self, context: PageContext, readers: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clientRecord")
        self._context = context
        self._readers = readers
        self._member_id: UUID | None = None
        self._name = ""
        self._record: ClientRecord | None = None
        self._is_editing = False
        self._kept: dict[UUID, _Typed] = {}
        self._key = new_id()
        self._dialog: RecordConflictDialog | None = None
        self._build()
        self._connect_signals()

    @property
    def record(self) -> ClientRecord | None:
        """What is shown, None until it is loaded."""
        return self._record

    @property
    def is_editing(self) -> bool:
        """Whether it is being changed."""
        return self._is_editing

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        if not self.is_editing or self._record is None:
            return False
        return self._typed() != (self._record.goals.strip(), self._record.injuries.strip())

    def unsaved(self) -> UUID | None:
        """Return a member about whom something typed is not saved, None if all is."""
        return self._member_id if self.is_dirty else next(iter(self._kept), None)

    def set_member(self, member_id: UUID, name: str, *, may_edit: bool = True) -> None:
        """Show somebody's record; the same member again changes only whether it may be edited."""
        if member_id != self._member_id:
            self._context.tasks.drop(self)
            if self.is_dirty and self._member_id is not None and self._record is not None:
                self._kept[self._member_id] = _Typed(self._record, *self._typed())
            self._member_id, self._name, self._record = member_id, name, None
            self._set_editing(False)
            self._states.show_loading_anew()
        self.edit_button.setEnabled(may_edit)
        self.edit_button.setToolTip(
            "" if may_edit else self.tr("The training is paused: nothing can be written until it goes on.")
        )

    def refresh(self) -> None:
        """Load the record."""
        if (member_id := self._member_id) is None:
            return
        self._states.show_loading()
        records = self._context.services.client_records
        self._context.tasks.query(
            self, lambda: records.of(member_id), self._on_loaded, self._on_failed, key="record"
        )

    def begin(self) -> None:
        """Change it."""
        if self._record is None or self.is_editing or not self.edit_button.isEnabled():
            return
        self._open_editor(self._record.goals, self._record.injuries)
        self.injuries.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Save what was typed."""
        if self._record is None or not self.is_editing or not self.save_button.isEnabled():
            return
        if not self.is_dirty:
            self._end()
            return
        self._send(self._record.version)

    def cancel(self) -> None:
        """Give up; ask first if something would be lost."""
        words = self.tr("The goals and injuries of {0} stay as they were.").format(self._name[:80])
        title = self.tr("Discard what you entered?")
        if not self.is_dirty or self._context.notices.may_discard(words, title):
            self._end()

    # Building

    def _build(self) -> None:
        self._reader, self._editor = self._build_reader(), self._build_editor()
        pages = QWidget()
        inner = QVBoxLayout(pages)
        inner.setContentsMargins(0, 0, 0, 0)
        for page in (self._reader, self._editor):
            inner.addWidget(page)
        inner.addStretch(1)
        self._states = StateStack(pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._states)
        self._set_editing(False)

    def _build_reader(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._injuries = _Passage(self.tr("Injuries and limits"), "triangle-alert", "critical")
        self._injuries.setObjectName("recordInjuries")
        self._goals = _Passage(self.tr("Goals"), "target", "text_muted")
        self._goals.setObjectName("recordGoals")
        self._nothing = label(self.tr("Nothing written down yet."), tone="muted", wrap=True)
        for widget in (self._injuries, self._goals, self._nothing):
            column.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(icon_label("lock", size=Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop)
        self._foot = label(self._readers, "secondary", "muted", wrap=True)
        foot.addWidget(self._foot, 1)
        column.addLayout(foot)
        self.edit_button = quiet_button(self.tr("Edit"), "pencil", "small", self)
        self.edit_button.setObjectName("editRecordButton")
        self.edit_button.setAccessibleName(self.tr("Edit goals and injuries"))
        return page

    def _build_editor(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self.injuries, self.goals = GrowingEdit(), GrowingEdit()
        self.injuries.setObjectName("injuriesEdit")
        self.goals.setObjectName("goalsEdit")
        self._injuries_field = FormField(
            self.tr("Injuries and limits"), self.injuries, self.tr("(medicines too: what nobody may forget)")
        )
        self._goals_field = FormField(self.tr("Goals"), self.goals)
        self.save_button = primary_button(self.tr("Save"), size="small")
        self.save_button.setObjectName("saveRecordButton")
        self.save_button.setToolTip("Ctrl+Enter")
        self.cancel_button = quiet_button(self.tr("Cancel"), size="small")
        self.cancel_button.setObjectName("cancelRecordButton")
        self._problem = label("", "secondary", "critical", wrap=True)
        column.addWidget(self._injuries_field)
        column.addWidget(self._goals_field)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(label(self._readers, "secondary", "muted", wrap=True), 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        return page

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.edit_button.clicked.connect(self.begin)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        for edit in (self.injuries, self.goals):
            edit.submitted.connect(self.save)
            edit.left.connect(self.cancel)

    # Showing

    def _on_loaded(self, record: ClientRecord) -> None:
        if record.member_id != self._member_id:
            return
        kept = self._kept.pop(record.member_id, None)
        if kept is not None and self.edit_button.isEnabled():
            # Saving is about the version it was begun from: what was written since is shown beside it.
            self._show(kept.record)
            self._open_editor(kept.goals, kept.injuries)
        elif not self.is_editing:
            self._show(record)
        self._states.show_content()

    def _on_failed(self, exc: Exception) -> None:
        if self.is_editing:
            # What is being typed is worth more than what could not be loaded.
            self._context.notices.error(exc)
            self._states.show_content()
        else:
            self._states.show_error(self.tr("Goals and injuries could not be loaded"), exc)

    def _show(self, record: ClientRecord) -> None:
        self._record = record
        self._injuries.set_text(record.injuries)
        self._goals.set_text(record.goals)
        self._nothing.setVisible(record.is_empty)
        parts = [self._readers]
        if record.version and record.updated_at is not None:
            day = format_date(gym_day(record.updated_at, self._context.gym.time_zone))
            written = self.tr("Written by {0}, {1}.").format(record.written_by, day)
            parts.append(written if record.written_by else self.tr("Written {0}.").format(day))
        self._foot.setText(" ".join(parts))
        self.shown.emit(record)

    def _open_editor(self, goals: str, injuries: str) -> None:
        self._key = new_id()
        self.injuries.setPlainText(injuries)
        self.goals.setPlainText(goals)
        self._set_busy(False)
        self._say("")
        self._set_editing(True)

    def _set_editing(self, editing: bool) -> None:
        self._is_editing = editing
        self._reader.setVisible(not editing)
        self._editor.setVisible(editing)
        self.edit_button.setVisible(not editing)

    def _close_editor(self) -> None:
        self._set_editing(False)
        # Else the keyboard goes on to whatever is next, and the page scrolls after it.
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        self._close_editor()
        self.refresh()

    # Saving

    def _typed(self) -> tuple[str, str]:
        return self.goals.toPlainText().strip(), self.injuries.toPlainText().strip()

    def _send(self, version: int) -> None:
        member_id = self._member_id
        if member_id is None:
            return
        goals, injuries = self._typed()
        edit = RecordEdit(self._key, member_id, goals, injuries, version)
        for field in (self._injuries_field, self._goals_field):
            field.clear_error()
        self._say("")
        self._set_busy(True)
        records = self._context.services.client_records

        def done(record: ClientRecord) -> None:
            self._kept.pop(member_id, None)
            if member_id != self._member_id:
                return
            self._set_busy(False)
            self._close_editor()
            self._show(record)
            self._context.notices.toast(self.tr("Goals and injuries saved"))

        def failed(exc: Exception) -> None:
            if member_id != self._member_id:
                self._context.notices.error(exc)
                return
            self._set_busy(False)
            self._explain(exc)

        self._context.tasks.write(self, lambda: records.save(edit), done, failed)

    def _explain(self, exc: Exception) -> None:
        fields = {"goals": self._goals_field, "injuries": self._injuries_field}
        if isinstance(exc, Conflict):
            self._compare()
        elif isinstance(exc, UserError) and exc.field in fields:
            fields[exc.field].set_error(exc.message)
        elif isinstance(exc, UserError):
            self._say(exc.message)
        else:
            if isinstance(exc, Unavailable):
                words = self.tr("The server cannot be reached. Your words are kept here: save again.")
                self._say(words)
            self._context.notices.error(exc, self.tr("What you wrote is still there."))

    def _compare(self) -> None:
        """Show what is saved now beside what was typed."""
        member_id = self._member_id
        if member_id is None:
            return
        records = self._context.services.client_records

        def done(theirs: ClientRecord) -> None:
            if self._member_id != theirs.member_id or not self.is_editing:
                return
            goals, injuries = self._typed()
            self._dialog = RecordConflictDialog(self._name, theirs, goals, injuries, self)
            self._dialog.theirs_chosen.connect(lambda: self._take(theirs))
            self._dialog.mine_chosen.connect(lambda: self._replace(theirs))
            self._dialog.finished.connect(self._dialog.deleteLater)
            self._dialog.open()

        self._context.tasks.query(
            self, lambda: records.of(member_id), done, self._explain, key="record as it is now"
        )

    def _take(self, theirs: ClientRecord) -> None:
        self._close_editor()
        self._show(theirs)

    def _replace(self, theirs: ClientRecord) -> None:
        self._record = theirs
        self._send(theirs.version)

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.save_button, self.cancel_button):
            widget.setEnabled(not busy)
        for edit in (self.injuries, self.goals):
            edit.setReadOnly(busy)

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


class _Passage(QWidget):
    """An icon, a caption, and the text below it; gone without text."""

    def __init__(self, caption: str, icon: str, token: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(icon_label(icon, token, Size.ICON_SMALL))
        tone = "critical" if token == "critical" else "muted"
        head.addWidget(label(caption, "secondary", tone, "semibold"))
        head.addStretch(1)
        column.addLayout(head)
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._text)
        self._caption = caption

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text.setText(text)
        self.setVisible(bool(text))
        self.setAccessibleName(f"{self._caption}: {text}")

"""The dialog that puts a member on the waiting list, and changes whom they wait for and what they wish."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.people import MemberFilter, MemberPage, MemberQuery, MemberRow
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitingEntry, checked_wants
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.delegates import PersonCell, PersonDelegate
from gymtrainer_desktop.ui.widgets.fields import FormField, SearchField, place_of
from gymtrainer_desktop.ui.widgets.form_dialog import AddDialog
from gymtrainer_desktop.ui.widgets.pills import FlowLayout, PersonChip
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable

_FOUND = 30
"""Members a search shows at most: who is not among them needs another letter."""
_ROWS_SHOWN = 4
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down)


@dataclass(frozen=True, slots=True)
class _Change:
    trainer_id: UUID | None
    wants: str


class MemberFinder(QWidget):
    """A search field and the members without a trainer that it finds; arrows choose from the field.

    Args:
        context: Where to search.
    """

    chosen = Signal(object)
    """Another `MemberRow` is chosen, or None."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.search = SearchField(self.tr("Name, number, e-mail or phone"))
        self.search.setObjectName("waitingMemberSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.installEventFilter(self)
        column: Column[MemberRow] = Column(
            "member",
            self.tr("Member"),
            lambda row: f"{row.full_name}, {row.member_number}",
            value=lambda row: PersonCell(row.id, row.full_name, row.member_number),
            delegate=PersonDelegate,
            stretch=1,
        )
        self.model: RowsModel[MemberRow] = RowsModel((column,), parent=self)
        self.table = DataTable(self.model)
        self.table.setObjectName("waitingMembersFound")
        self.table.setAccessibleName(self.tr("Members without a trainer"))
        self.table.horizontalHeader().hide()
        self.table.setFixedHeight(_ROWS_SHOWN * Size.ROW)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._states = StateStack(self.table)
        self._states.setFixedHeight(_ROWS_SHOWN * Size.ROW)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(Space.S)
        column_box.addWidget(self.search)
        column_box.addWidget(self._states)
        self.setFocusProxy(self.search)
        self.search.searched.connect(self._load)
        self.table.current_row_changed.connect(self.chosen)
        self._states.retry_requested.connect(self._load)
        self._load()

    @property
    def member(self) -> MemberRow | None:
        """Who is chosen."""
        row: MemberRow | None = self.table.current_row()
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows choose while the field has focus."""
        is_press = watched is self.search and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = self.table.currentIndex().row() + step
            if 0 <= place < self.model.rowCount():
                self.table.setCurrentIndex(self.model.index(place, 0))
            return True
        return super().eventFilter(watched, event)

    def _load(self) -> None:
        query = MemberQuery(self.search.text().strip(), MemberFilter.NO_TRAINER, limit=_FOUND)
        people = self._context.services.people
        self._states.show_loading()
        self._context.tasks.query(
            self, lambda: people.members(query), self._on_loaded, self._on_failed, key="members"
        )

    def _on_loaded(self, page: MemberPage) -> None:
        self.model.set_rows(page.rows)
        if page.rows:
            self._states.show_content()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
        elif self.search.text().strip():
            self._states.show_empty(self.tr("Nobody without a trainer is called that"), icon="search")
        else:
            self._states.show_empty(self.tr("Every member has a trainer"), icon="circle-check")
        self.chosen.emit(self.member)

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The members could not be loaded"), exc)


class WaitingDialog(AddDialog):
    """Asks who waits, for whom, and what they wish.

    Args:
        entry: Whose wishes are changed; None to add somebody.
        member: Who is to wait, id and name; None to search.
    """

    saved = Signal(object)
    """Carries the `WaitingEntry` as it is stored now."""
    conflicted = Signal()
    """Somebody else changed the entry first; the list is out of date."""

    def __init__(
        self,
        context: PageContext,
        parent: QWidget | None = None,
        *,
        entry: WaitingEntry | None = None,
        member: tuple[UUID, str] | None = None,
    ) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("waitingDialog")
        self._entry = entry
        self._member = member if entry is None else (entry.member_id, entry.member_name)
        self.finder: MemberFinder | None = None
        self.set_title(self.tr("Add to the waiting list") if entry is None else self.tr("Change the wishes"))
        self.set_confirm_text(self.tr("&Add to waiting list") if entry is None else self.tr("&Save"))
        self.confirm_button.setObjectName("confirmWaitingButton")
        self._build_form()
        self._load_trainers()
        self._update_button()

    def is_dirty(self) -> bool:
        """Whether something was written that closing would lose."""
        before = self._entry.wants if self._entry else ""
        return self.wants.toPlainText().strip() != before

    def submit(self) -> None:
        """Save what was entered."""
        waitlist, entry = self._context.services.waitlist, self._entry
        if not self.confirm_button.isEnabled():
            return
        if entry is None:
            self._send(self._entered, waitlist.add, lambda _new, stored: self.saved.emit(stored))
            return
        self._clear()
        try:
            change = self._changed()
        except UserError as error:
            self._refuse(error)
            return
        self.set_busy(True)
        self._context.tasks.write(
            self,
            lambda: waitlist.change(
                entry.id, entry.version, trainer_id=change.trainer_id, wants=change.wants
            ),
            self._on_changed,
            self._on_failed,
        )

    # Building

    def _build_form(self) -> None:
        if self._member is None:
            self.finder = MemberFinder(self._context)
            self.finder.chosen.connect(lambda _row: self._update_button())
            self._fields["member"] = FormField(self.tr("&Member"), self.finder)
            self.body.addWidget(self._fields["member"])
        else:
            box = QWidget()
            FlowLayout(box).addWidget(PersonChip(*self._member))
            self.body.addWidget(box)
        self.trainer = QComboBox()
        self.trainer.setObjectName("waitingTrainer")
        self.trainer.addItem(self.tr("Anyone"), None)
        entry = self._entry
        if entry is not None and entry.trainer_id is not None:
            self.trainer.addItem(entry.trainer_name or "", entry.trainer_id)
            self.trainer.setCurrentIndex(1)
        self.body.addWidget(self._field("trainer", self.tr("Waits &for"), self.trainer))
        self.wants = QPlainTextEdit(entry.wants if entry else "")
        self.wants.setObjectName("waitingWants")
        self.wants.setFixedHeight(Size.NOTE_BOX)
        self.wants.setPlaceholderText(self.tr("Strength, weekday mornings before 9:00"))
        self.body.addWidget(self._field("wants", self.tr("&Wishes"), self.wants, self.tr("(optional)")))
        self.body.addStretch(1)
        (self.finder or self.trainer).setFocus()

    def _load_trainers(self) -> None:
        assignments = self._context.services.assignments
        self._context.tasks.query(
            self,
            lambda: assignments.choices(()),
            self._on_trainers_loaded,
            self._context.notices.error,
            key="trainers",
        )

    # Details

    def _entered(self) -> NewWaiting:
        member_id = self._member[0] if self._member else self._found().id
        trainer_id: UUID | None = self.trainer.currentData()
        return NewWaiting(self._key("entry"), member_id, trainer_id, checked_wants(self.wants.toPlainText()))

    def _changed(self) -> _Change:
        return _Change(self.trainer.currentData(), checked_wants(self.wants.toPlainText()))

    def _found(self) -> MemberRow:
        found = self.finder.member if self.finder else None
        if found is None:
            raise UserError(self.tr("Please choose a member."), field="member")
        return found

    def _update_button(self) -> None:
        is_known = self._member is not None or (self.finder is not None and self.finder.member is not None)
        self.confirm_button.setEnabled(is_known)

    def _on_trainers_loaded(self, trainers: tuple[TrainerChoice, ...]) -> None:
        chosen = self.trainer.currentData()
        for trainer in sorted(trainers, key=lambda each: each.name.casefold()):
            words = f"{trainer.name}  {trainer.active_clients}/{trainer.max_clients}"
            place = place_of(self.trainer, trainer.trainer_id)
            if place < 0:
                self.trainer.addItem(words, trainer.trainer_id)
            else:
                self.trainer.setItemText(place, words)
        self.trainer.setCurrentIndex(max(place_of(self.trainer, chosen), 0))

    def _on_changed(self, stored: WaitingEntry) -> None:
        self.accept()
        self.saved.emit(stored)

    def _on_failed(self, exc: Exception) -> None:
        if isinstance(exc, Conflict):
            words = self.tr("Somebody else changed this entry meanwhile. Close and look at the list again.")
            exc = Conflict(words)
            self.conflicted.emit()
        super()._on_failed(exc)

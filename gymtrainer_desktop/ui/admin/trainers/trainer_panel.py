"""The panel on the right of the trainers page: one instructor, to look at and to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Conflict, SignedOut, UserError
from gymtrainer_desktop.domain.trainers import TrainerEdit, TrainerRow
from gymtrainer_desktop.ui.admin.trainers.trainer_actions import HAS_CLIENTS, TrainerActions
from gymtrainer_desktop.ui.admin.trainers.trainer_conflict_dialog import TrainerConflictDialog
from gymtrainer_desktop.ui.admin.trainers.trainer_form import TrainerForm, edit_of
from gymtrainer_desktop.ui.admin.trainers.trainer_head import PanelNotice, TrainerHead
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.text import hairline


class TrainerPanel(QFrame):
    """Shows an instructor in a form and saves it with the version that was read."""

    saved = Signal(object)
    """Carries the `TrainerRow` as it is now."""
    outdated = Signal()
    """Somebody else saved first, or clients moved: load the roster again, then call `show_stored`."""
    closed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainerPanel")
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIDE_PANEL)
        self._context = context
        self._row: TrainerRow | None = None
        self._theirs: TrainerRow | None = None
        self._photo: bytes | None = None
        self._is_busy = self._was_refused = False
        # What the clients stood in the way of, "save" or "switch off": done once they are handed over.
        self._after_hand_over = ""
        self.form = TrainerForm()
        self.actions_of_trainer = TrainerActions(context, self)
        self._build()
        self._connect_signals()
        self.hide()

    @property
    def row(self) -> TrainerRow | None:
        """The instructor shown as last read, None while it is closed."""
        return self._row

    @property
    def trainer_id(self) -> UUID | None:
        """Whom it shows, None while it is closed."""
        return self._row.id if self._row else None

    def set_known(self, rows: Iterable[TrainerRow]) -> None:
        """Offer what these trainers have while one types specializations and certifications."""
        self.form.set_known(rows)

    def open(self, row: TrainerRow) -> None:
        """Show an instructor, whatever was typed about another."""
        is_other = row.id != self.trainer_id
        has_new_photo = is_other or self._row is None or row.version != self._row.version
        self._row = row
        if is_other:
            self._photo = None
            self._after_hand_over = ""
            self.head.show_photo(row, None)
        self.head.show_row(row)
        self.clients_notice.hide()
        self._conflict.hide()
        self._theirs = None
        self.form.show_row(row)
        self.show()
        if has_new_photo:
            self._load_photo(row)

    def show_stored(self, row: TrainerRow) -> None:
        """Take news about the instructor shown; what is half typed stays."""
        if self._row is None or row.id != self._row.id or self._is_busy:
            return
        wants_answer, self._was_refused = self._was_refused, False
        self.head.show_row(row)
        if row.version != self._row.version:
            self._load_photo(row)
        if not self.form.is_dirty():
            self._row = row
            self.form.show_row(row)
        elif replace(edit_of(row), version=self._row.version) == edit_of(self._row):
            # Only the number of clients or the photo has moved on, which is not what is being edited.
            self._row = row
            self.form.rebase(row)
            if wants_answer:
                self.save()
        else:
            self._theirs = row
            self._conflict.say(self.tr("What you typed is still here."))
            if wants_answer:
                self.compare()
        if not row.active_clients:
            self._go_on(row)
        elif self._after_hand_over:
            self._say_clients(row, self._after_hand_over)

    def close_panel(self) -> bool:
        """Go away, asking first if something would be lost; return whether it did."""
        if not self.may_leave():
            return False
        if self._row is not None:
            self._row = self._theirs = None
            self.hide()
            self.closed.emit()
        return True

    def may_leave(self) -> bool:
        """Ask, if something would be lost, whether it may be."""
        if self._row is None or not self.form.is_dirty():
            return True
        words = self.tr("What you changed about {0} has not been saved yet.").format(self._row.name)
        return self._context.notices.may_discard(words)

    def save(self) -> None:
        """Save what the form says."""
        if self._row is None or self._is_busy:
            return
        edit = self._typed()
        if edit is None:
            return
        before = edit_of(self._row)
        self._set_busy(True)
        trainers = self._context.services.trainers
        self._context.tasks.write(
            self, lambda: trainers.save(edit), lambda row: self._on_saved(before, row), self._on_failed
        )

    def compare(self) -> None:
        """Show what somebody else saved beside what is typed, and have it decided."""
        theirs = self._theirs
        if theirs is None or (mine := self._typed()) is None:
            return
        dialog = TrainerConflictDialog(theirs.name, edit_of(theirs), mine, self)
        dialog.theirs_chosen.connect(lambda: self.open(theirs))
        dialog.mine_chosen.connect(self._on_mine_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def hand_over(self) -> None:
        """Open the hand-over of the trainer's clients."""
        if self._row is not None:
            self.actions_of_trainer.hand_over(self._row.id, self._row.name)

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = TrainerHead(self._context)
        column.addWidget(self.head)
        column.addWidget(hairline())
        self._conflict = PanelNotice("trainerConflict", self.tr("Somebody else changed this meanwhile"))
        self.compare_button = self._conflict.add_button(self.tr("Compare…"), "compareTrainerButton")
        self.clients_notice = PanelNotice("trainerHasClients", self.tr("The clients need a trainer first"))
        self.notice_hand_over_button = self.clients_notice.add_button(
            self.tr("Hand over clients…"), "noticeHandOverButton"
        )
        for notice in (self._conflict, self.clients_notice):
            column.addWidget(notice)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        body.addWidget(self.form)
        body.addStretch(1)
        area.setWidget(inner)
        column.addWidget(area, 1)
        column.addWidget(hairline())
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        foot.setSpacing(Space.S)
        foot.addStretch(1)
        self.revert_button = quiet_button(self.tr("Re&vert"))
        self.revert_button.setObjectName("revertTrainerButton")
        self.save_button = primary_button(self.tr("&Save"))
        self.save_button.setObjectName("saveTrainerButton")
        foot.addWidget(self.revert_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)

    def _connect_signals(self) -> None:
        self.form.changed.connect(self._update_buttons)
        self.form.submitted.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.revert_button.clicked.connect(self._on_revert_clicked)
        self.compare_button.clicked.connect(self.compare)
        self.notice_hand_over_button.clicked.connect(self.hand_over)
        self.head.close_requested.connect(self.close_panel)
        self.head.hand_over_requested.connect(self.hand_over)
        self.head.password_requested.connect(self._on_password_requested)
        self.head.active_toggled.connect(self._on_active_toggled)
        self.head.photo.photo_chosen.connect(self._on_photo_chosen)
        acts = self.actions_of_trainer
        acts.changed.connect(self._on_changed)
        acts.photo_changed.connect(self._on_photo_changed)
        acts.clients_in_the_way.connect(self._on_clients_in_the_way)
        acts.outdated.connect(self.outdated)
        acts.handed_over.connect(lambda _id: self.outdated.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    # The photo

    def _load_photo(self, row: TrainerRow) -> None:
        trainers = self._context.services.trainers
        self._context.tasks.query(
            self,
            lambda: trainers.photo(row.id),
            lambda photo: self._on_photo_changed(row.id, photo),
            self._context.notices.error,
            key="photo",
        )

    def _on_photo_changed(self, trainer_id: UUID, photo: bytes | None) -> None:
        if self._row is not None and self._row.id == trainer_id:
            self._photo = photo
            self.head.show_photo(self._row, photo)

    def _on_photo_chosen(self, photo: bytes | None) -> None:
        if self._row is not None:
            self.actions_of_trainer.set_photo(self._theirs or self._row, self._photo, photo)

    # Details

    def _typed(self) -> TrainerEdit | None:
        """Return what the form says, None when something in it is wrong, which is then said beside it."""
        self.form.clear_errors()
        self.clients_notice.hide()
        try:
            return self.form.edit()
        except UserError as error:
            self.form.set_error(error.field, error.message)
            return None

    def _update_buttons(self) -> None:
        is_dirty = self.form.is_dirty()
        self.save_button.setEnabled(is_dirty and not self._is_busy)
        self.revert_button.setEnabled(is_dirty and not self._is_busy)

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.head.set_busy(busy)
        self._update_buttons()

    def _go_on(self, row: TrainerRow) -> None:
        """Do what the clients stood in the way of, now that they are with somebody else."""
        wanted, self._after_hand_over = self._after_hand_over, ""
        self.clients_notice.hide()
        if wanted == "save" and self.form.is_dirty() and self._theirs is None:
            self.save()
        elif wanted == "switch off" and row.is_active:
            self.actions_of_trainer.set_active(row, False)

    def _say_clients(self, row: TrainerRow, wanted: str) -> None:
        self._after_hand_over = wanted
        words = self.tr("{0} still has {1} active clients. Hand them over, then it goes on by itself.")
        if row.active_clients == 1:
            words = self.tr("{0} still has 1 active client. Hand it over, then it goes on by itself.")
        self.clients_notice.say(words.format(row.name, row.active_clients))

    # Slots

    def _on_revert_clicked(self) -> None:
        if self._row is not None:
            self.open(self._theirs or self._row)

    def _on_mine_chosen(self) -> None:
        if self._theirs is not None:
            self._row, self._theirs = self._theirs, None
            self._conflict.hide()
            self.form.rebase(self._row)
            self.save()

    def _on_password_requested(self) -> None:
        if self._row is not None:
            self.actions_of_trainer.set_password(self._row)

    def _on_active_toggled(self) -> None:
        if self._row is not None:
            row = self._theirs or self._row
            self.actions_of_trainer.set_active(row, not row.is_active)

    def _on_changed(self, row: TrainerRow) -> None:
        """Something beside the form was saved; what is half typed stays."""
        self.show_stored(row)
        self.saved.emit(row)

    def _on_clients_in_the_way(self, row: TrainerRow) -> None:
        if self.trainer_id == row.id:
            self._say_clients(row, "switch off")
            self.notice_hand_over_button.setFocus()

    def _on_saved(self, before: TrainerEdit, row: TrainerRow) -> None:
        self._set_busy(False)
        self._after_hand_over = ""
        if self.trainer_id == row.id:
            self.open(row)
        acts = self.actions_of_trainer
        words = self.tr("{0} is saved").format(row.name)
        self._context.notices.toast(words, lambda: acts.undo_save(before, row))
        self.saved.emit(row)

    def _on_failed(self, exc: Exception) -> None:
        self._set_busy(False)
        if isinstance(exc, Conflict):
            self._was_refused = True
            self.outdated.emit()
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            if not self.form.set_error(exc.field, exc.message):
                self._context.notices.error(exc)
            if exc.code == HAS_CLIENTS and self._row is not None:
                self._say_clients(self._row, "save")
                self.notice_hand_over_button.setFocus()
        else:
            self._context.notices.error(exc, self.tr("What you typed is still here."))

"""The panel on the right of the trainers page: one instructor, to look at and to change."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Conflict, SignedOut, UserError
from gymtrainer_desktop.domain.trainers import TrainerRow
from gymtrainer_desktop.ui.admin.trainer_form import TrainerForm, edit_of
from gymtrainer_desktop.ui.admin.words import rate_text
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.meters import CapacityBar
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label


class TrainerPanel(QFrame):
    """Shows an instructor in a form and saves it with the version that was read."""

    saved = Signal(object)
    """Carries the `TrainerRow` as it is now."""
    conflicted = Signal()
    """Somebody else saved first: the roster has to be loaded again, then `show_stored` be called."""
    password_requested = Signal()
    closed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainerPanel")
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIDE_PANEL)
        self._context = context
        self._row: TrainerRow | None = None
        self._theirs: TrainerRow | None = None
        self._is_busy = self._was_refused = False
        self.form = TrainerForm()
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

    def open(self, row: TrainerRow) -> None:
        """Show an instructor, whatever was typed about another."""
        self._row = row
        self._show_head(row)
        self._conflict.hide()
        self._theirs = None
        self.form.show_row(row)
        self.show()

    def show_stored(self, row: TrainerRow) -> None:
        """Take news about the instructor shown; what is half typed stays."""
        if self._row is None or row.id != self._row.id or self._is_busy:
            return
        saves_again, self._was_refused = self._was_refused, False
        self._show_head(row)
        if not self.form.is_dirty():
            self._row = row
            self.form.show_row(row)
        elif replace(edit_of(row), version=self._row.version) == edit_of(self._row):
            # Only the number of clients has moved on, which is not what is being edited.
            self._row = row
            self.form.rebase(row)
            if saves_again:
                self.save()
        else:
            self._theirs = row
            self._say_conflict(row)

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
        discard, keep = self.tr("Discard"), self.tr("Keep editing")
        return self._context.notices.question(
            self.tr("Discard the changes?"), words, discard, destructive=True, cancel_text=keep
        )

    def save(self) -> None:
        """Save what the form says."""
        if self._row is None or self._is_busy:
            return
        self.form.clear_errors()
        try:
            edit = self.form.edit()
        except UserError as error:
            self.form.set_error(error.field, error.message)
            return
        self._set_busy(True)
        trainers = self._context.services.trainers
        self._context.tasks.write(self, lambda: trainers.save(edit), self._on_saved, self._on_failed)

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(hairline())
        column.addWidget(self._conflict_box())
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

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, Space.L, Space.M, Space.L)
        row.setSpacing(Space.M)
        self._avatar = Avatar(diameter=Size.AVATAR_XL)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        self._name = ElidedLabel("", "section")
        self._name.setObjectName("trainerName")
        self._contact = ElidedLabel("", tone="muted")
        self._capacity = CapacityBar()
        for widget in (self._name, self._contact, self._capacity):
            words.addWidget(widget)
        self.password_button = quiet_button(self.tr("Set password"), "key-round", "small")
        self.password_button.setObjectName("setPasswordButton")
        words.addSpacing(Space.XS)
        words.addWidget(self.password_button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        self._close = icon_button("x", self.tr("Close"))
        self._close.setObjectName("closePanelButton")
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _conflict_box(self) -> QWidget:
        self._conflict = QFrame()
        self._conflict.setObjectName("trainerConflict")
        self._conflict.setProperty("kind", "banner")
        self._conflict.setProperty("tone", "caution")
        column = QVBoxLayout(self._conflict)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(self.tr("Somebody else changed this meanwhile"), weight="semibold", wrap=True))
        self._conflict_words = label("", tone="muted", wrap=True)
        column.addWidget(self._conflict_words)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.theirs_button = quiet_button(self.tr("Show theirs"), size="small")
        self.theirs_button.setObjectName("showTheirsButton")
        self.mine_button = quiet_button(self.tr("Save mine"), size="small")
        self.mine_button.setObjectName("saveMineButton")
        row.addWidget(self.theirs_button)
        row.addWidget(self.mine_button)
        row.addStretch(1)
        column.addLayout(row)
        self._conflict.hide()
        return self._conflict

    def _connect_signals(self) -> None:
        self.form.changed.connect(self._update_buttons)
        self.form.submitted.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.revert_button.clicked.connect(self._on_revert_clicked)
        self.password_button.clicked.connect(self.password_requested)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)
        self.mine_button.clicked.connect(self._on_mine_clicked)
        self._close.clicked.connect(self.close_panel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    # Showing

    def _show_head(self, row: TrainerRow) -> None:
        self._avatar.set_person(row.id, row.name)
        self._name.setText(row.name)
        self._contact.setText(" · ".join(part for part in (row.email, row.phone) if part))
        self._capacity.set_capacity(row.active_clients, row.max_clients)
        self._capacity.setVisible(row.is_personal_trainer)

    def _update_buttons(self) -> None:
        is_dirty = self.form.is_dirty()
        self.save_button.setEnabled(is_dirty and not self._is_busy)
        self.revert_button.setEnabled(is_dirty and not self._is_busy)

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._update_buttons()

    def _say_conflict(self, theirs: TrainerRow) -> None:
        parts = [
            self.tr("personal trainer") if theirs.is_personal_trainer else self.tr("not a personal trainer"),
            self.tr("most clients {0}").format(theirs.max_clients),
            self.tr("rate {0}").format(rate_text(theirs.hourly_rate)),
            ", ".join((*theirs.specializations, *theirs.certifications)),
        ]
        stored = self.tr("Stored now: {0}.").format("; ".join(part for part in parts if part))
        self._conflict_words.setText(self.tr("What you typed is still here. {0}").format(stored))
        self._conflict.show()

    # Slots

    def _on_revert_clicked(self) -> None:
        if self._row is not None:
            self.open(self._theirs or self._row)

    def _on_theirs_clicked(self) -> None:
        if self._theirs is not None:
            self.open(self._theirs)

    def _on_mine_clicked(self) -> None:
        if self._theirs is not None:
            self._row, self._theirs = self._theirs, None
            self._conflict.hide()
            self.form.rebase(self._row)
            self.save()

    def _on_saved(self, row: TrainerRow) -> None:
        self._set_busy(False)
        if self.trainer_id == row.id:
            self.open(row)
        self._context.notices.toast(self.tr("{0} is saved").format(row.name))
        self.saved.emit(row)

    def _on_failed(self, exc: Exception) -> None:
        self._set_busy(False)
        if isinstance(exc, Conflict):
            self._was_refused = True
            self.conflicted.emit()
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            if not self.form.set_error(exc.field, exc.message):
                self._context.notices.error(exc)
        else:
            self._context.notices.error(exc, self.tr("What you typed is still here."))

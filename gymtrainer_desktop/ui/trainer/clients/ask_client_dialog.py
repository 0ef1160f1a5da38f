"""The dialog "Assign new client": a trainer asks the desk for a waiting member, or takes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.waitlist import WANTS_LIMIT, WaitingForMe
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.fields import FormField, SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline, label

_Index = QModelIndex | QPersistentModelIndex

LIVE_TABLES = frozenset(
    {"trainer_waitlist", "client_requests", "trainer_assignments", "instructors", "gym_settings"}
)
"""What decides whom a trainer may ask for."""

_SEARCH_LIMIT = 200
_ROWS_WANTED = 5
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_CLOSED = (
    "waitlist_closed",
    "client_request_open_unique",
    "trainers_may_not_assign",
    "unique_active_assignment",
)
"""Refusals after which the list is loaded again, for it was out of date."""


@dataclass(frozen=True, slots=True)
class _Answer:
    waiting: tuple[WaitingForMe, ...]
    active: int
    limit: int
    may_take: bool
    today: date


class WaitingMemberDelegate(CellDelegate):
    """Avatar, name and wishes; at the right since when, and whether they were asked for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a client."""
        return QSize(0, Size.ROW_CLIENT)

    def _insets(self, option: QStyleOptionViewItem, index: _Index) -> tuple[int, int, int, int]:
        return Space.XL, 0, -Space.XL, 0

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the member."""
        row: WaitingForMe = index.data(RowsRole.ROW)
        since: str = index.data(RowsRole.VALUE)
        disc = QRectF(rect.left(), rect.center().y() - Size.AVATAR_M / 2, Size.AVATAR_M, Size.AVATAR_M)
        paint.avatar(painter, disc, scheme, row.member_id, row.name, faded=row.requested)
        words = rect.adjusted(disc.width() + Space.M, 0, 0, 0)
        upper = QRectF(words.left(), words.center().y() - Size.PILL, words.width(), Size.PILL)
        lower = upper.translated(0, Size.PILL)
        small = fonts.font(Type.SECONDARY)
        used = paint.elided(painter, upper, since, small, scheme.text_muted, _RIGHT)
        upper.setRight(upper.right() - used - Space.S)
        marks = []
        if row.for_me:
            marks.append((self.tr("Waits for you"), "accent"))
        if row.requested:
            marks.append((self.tr("Asked for"), "caution"))
        name = QRectF(upper)
        name.setRight(upper.right() - sum(paint.pill_width(text) + Space.S for text, _ in marks))
        tone = scheme.text_muted if row.requested else scheme.text
        used = paint.elided(painter, name, row.name, fonts.font(Type.BODY, Weight.MEDIUM), tone, _LEFT)
        left = name.left() + used + Space.S
        for text, token in marks:
            width = paint.pill_width(text)
            shape = QRectF(left, upper.center().y() - Size.PILL / 2, width, Size.PILL)
            paint.pill(painter, shape, scheme, text, token)
            left += width + Space.S
        wishes = " ".join(row.wants.split()) or self.tr("No wishes written down")
        paint.elided(painter, lower, wishes, small, scheme.text_muted, _LEFT)


class AskClientDialog(SheetDialog):
    """Lists the members who wait for this trainer or for anyone.

    Everything works from the search field: letters filter, arrows choose, Enter asks.
    """

    asked = Signal(object)
    """The desk was asked; carries the `WaitingForMe`."""
    taken = Signal(object)
    """The trainer has a new client; carries the `WaitingForMe`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", parent, confirm_text=" ", width=Size.FORM_WIDTH, scrolls=False)
        self.setObjectName("askClientDialog")
        self.set_title(self.tr("Assign new client"))
        self._context = context
        self._zone = ZoneInfo(context.gym.time_zone)
        self._answer: _Answer | None = None
        self._is_busy = False
        # Kept for a retry of the same, so that asking again after a lost answer asks once.
        self._keys: dict[tuple[UUID, str], UUID] = {}
        self._build_content()
        self._connect_signals()
        self._update()
        self.search.setFocus()
        self.reload()

    @property
    def may_take(self) -> bool:
        """Whether the gym lets trainers take waiting members themselves."""
        return self._answer is not None and self._answer.may_take

    def is_dirty(self) -> bool:
        """Whether a note was written that closing would lose."""
        return bool(self.note.text().strip()) and not self.may_take

    def reload(self) -> None:
        """Ask again who waits; the choice and the note stay."""
        services = self._context.services
        self._states.show_loading()

        def load() -> _Answer:
            clients = services.trainers.my_clients()
            return _Answer(
                services.waitlist.waiting(),
                clients.active,
                clients.limit,
                services.gym.settings().trainers_may_assign,
                services.gym.today(),
            )

        self._context.tasks.query(self, load, self._on_loaded, self._on_load_failed, key="waiting")

    def submit(self) -> None:
        """Ask for the member chosen, or take them."""
        row = self._chosen()
        if row is None or self._is_busy or not self.confirm_button.isEnabled():
            return
        waitlist, note = self._context.services.waitlist, self.note.text().strip()
        key = self._keys.setdefault((row.waitlist_id, "" if self.may_take else note), new_id())
        self._set_busy(True)
        if self.may_take:
            self._context.tasks.write(
                self,
                lambda: waitlist.take(row.waitlist_id, key),
                lambda _: self._on_taken(row),
                self._on_failed,
            )
        else:
            self._context.tasks.write(
                self,
                lambda: waitlist.request(key, row.waitlist_id, note),
                lambda _: self._on_asked(row),
                self._on_failed,
            )

    # Building

    def _build_content(self) -> None:
        self.body.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        self.search = SearchField(self.tr("Name or wish"))
        self.search.setObjectName("waitingSearch")
        self.search.setMaxLength(_SEARCH_LIMIT)
        self.search.installEventFilter(self)
        head.addWidget(self.search)
        self.body.addLayout(head)
        self.banner = Banner("triangle-alert", "critical")
        self.banner.setObjectName("askProblem")
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        self.model: RowsModel[WaitingForMe] = RowsModel(
            (
                Column(
                    "member",
                    self.tr("Member"),
                    self._line,
                    value=self._since,
                    delegate=WaitingMemberDelegate,
                    tooltip=lambda row: row.wants.replace("<", "&lt;"),
                    stretch=1,
                ),
            ),
            lambda row: row.waitlist_id,
            parent=self,
        )
        self.table = _WaitingMembers(self.model)
        self._states = StateStack(self.table, Skeleton(Size.ROW_CLIENT))
        self.body.addWidget(self._states, 1)
        self.body.addWidget(hairline())
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.note = QLineEdit()
        self.note.setObjectName("noteForDesk")
        self.note.setMaxLength(WANTS_LIMIT)
        self.note.setPlaceholderText(self.tr("We know each other from the rowing class"))
        self.note_field = FormField(self.tr("&Note for the desk"), self.note, self.tr("(optional)"))
        foot.addWidget(self.note_field)
        self.body.addLayout(foot)
        self._room = label("", tone="muted")
        self.add_footer_widget(self._room)
        self.confirm_button.setObjectName("confirmAskButton")

    def _connect_signals(self) -> None:
        self.search.textChanged.connect(self._on_searched)
        self.table.current_row_changed.connect(self._on_chosen)
        self._states.retry_requested.connect(self.reload)
        self._context.changes.heard.connect(self._on_heard)

    # Slots

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows choose while the search field has focus."""
        is_press = watched is self.search and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and (step := _MOVES.get(Qt.Key(event.key()))):
            place = self.table.currentIndex().row() + step
            if 0 <= place < self.model.rowCount():
                self.table.setCurrentIndex(self.model.index(place, 0))
            return True
        return super().eventFilter(watched, event)

    def _on_heard(self, tables: frozenset[str] | None) -> None:
        if self.isVisible() and (tables is None or tables & LIVE_TABLES):
            self.reload()

    def _on_searched(self) -> None:
        self._show()

    def _on_chosen(self, _row: object) -> None:
        self._update()

    def _on_loaded(self, answer: _Answer) -> None:
        before = self._chosen()
        self._answer = answer
        self.note_field.setVisible(not answer.may_take)
        is_gone = before is not None and all(row.waitlist_id != before.waitlist_id for row in answer.waiting)
        self._show(chooses=not is_gone)
        if before is not None and is_gone:
            words = self.tr("They are not on the list any more. Please choose somebody else.")
            self.banner.set_words(_short(before.name), words)
            self.banner.show()

    def _on_load_failed(self, exc: Exception) -> None:
        if self._answer is not None and self._states.state == "content":
            self._context.notices.error(exc, self.tr("Your note is kept."))
        else:
            title = self.tr("The waiting list could not be loaded")
            self._states.show_error(title, exc, self.tr("Your note is kept."))
        self._update()

    def _on_asked(self, row: WaitingForMe) -> None:
        self.accept()
        self.asked.emit(row)

    def _on_taken(self, row: WaitingForMe) -> None:
        self.accept()
        self.taken.emit(row)

    def _on_failed(self, exc: Exception) -> None:
        self._set_busy(False)
        if not isinstance(exc, UserError) or isinstance(exc, SignedOut):
            kept = self.tr("Nobody was asked for; what you wrote is still here.")
            self._context.notices.error(exc, kept)
            return
        if exc.field == "note":
            self.note_field.set_error(exc.message)
            self.note.setFocus()
            return
        self.banner.set_words(self.tr("Not done"), exc.message)
        self.banner.show()
        if exc.code in _CLOSED or exc.code == "trainer_capacity":
            self.reload()

    # Details

    def _chosen(self) -> WaitingForMe | None:
        row: WaitingForMe | None = self.table.current_row() if self._states.state == "content" else None
        return row

    def _show(self, *, chooses: bool = True) -> None:
        if self._answer is None:
            return
        words = folded(self.search.text()).split()
        rows = [
            row
            for row in self._answer.waiting
            if all(word in folded(f"{row.name} {row.wants}") for word in words)
        ]
        self.model.set_rows(rows)
        if rows:
            self._states.show_content()
            if chooses and not self.table.currentIndex().isValid():
                # The first who was not asked for. Where a choice is gone, Enter must not mean the next one.
                place = next((n for n, row in enumerate(rows) if not row.requested), 0)
                self.table.setCurrentIndex(self.model.index(place, 0))
        elif words:
            self._states.show_empty(self.tr("Nobody who waits is called that"), icon="search")
        else:
            nobody = self.tr(
                "Members who want a trainer appear here once the front desk puts them on the list."
            )
            self._states.show_empty(self.tr("Nobody waits for you or for anyone"), nobody, icon="clock")
        self._update()

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        if busy:
            self.banner.hide()
        self._update()

    def _update(self) -> None:
        row, answer = self._chosen(), self._answer
        is_full = answer is not None and answer.active >= answer.limit
        if row is None:
            words, is_possible = self.tr("Choose a member"), False
        elif self.may_take:
            words = self.tr("&Take {0} as a client").format(_for_button(row.name))
            is_possible = not is_full
        elif row.requested:
            words, is_possible = self.tr("Asked for already"), False
        else:
            words, is_possible = self.tr("&Ask the desk for {0}").format(_for_button(row.name)), True
        self.set_confirm_text(words)
        self.confirm_button.setEnabled(is_possible and not self._is_busy)
        room = ""
        if answer is not None:
            room = self.tr("You train {0} of {1}.").format(answer.active, answer.limit)
            if is_full:
                room = self.tr("You are full, {0} of {1}.").format(answer.active, answer.limit)
        self._room.setText(room)

    def _since(self, row: WaitingForMe) -> str:
        today = self._answer.today if self._answer else date.min
        days = (today - row.since.astimezone(self._zone).date()).days
        if days <= 0:
            return self.tr("since today")
        return self.tr("for 1 day") if days == 1 else self.tr("for {0} days").format(days)

    def _line(self, row: WaitingForMe) -> str:
        """Return a line as a screen reader reads it."""
        parts = [row.name, self.tr("waits {0}").format(self._since(row))]
        if row.for_me:
            parts.append(self.tr("waits for you"))
        if row.requested:
            parts.append(self.tr("asked for"))
        return ", ".join([*parts, *filter(None, (row.wants,))])


class _WaitingMembers(DataTable):
    """The list; Enter is the dialog's."""

    def __init__(self, model: RowsModel[WaitingForMe]) -> None:
        super().__init__(model, row_height=Size.ROW_CLIENT)
        self.setObjectName("waitingMembers")
        self.setAccessibleName(self.tr("Members who wait"))
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(0, _ROWS_WANTED * Size.ROW_CLIENT)


def _short(name: str, most: int = 40) -> str:
    """Shorten a name for a sentence."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _for_button(name: str) -> str:
    """Return a first name for a button; an ampersand in it is no mnemonic."""
    return _short(first_name(name), 24).replace("&", "&&")

"""Waiting entries: what members did while the server was away and it would not take afterwards."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.outbox import EntryKind
from gymtrainer_desktop.domain.refused import RefusedEntry
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.admin.refused.aside_dialog import AsideDialog
from gymtrainer_desktop.ui.admin.refused.mend_dialog import MendDialog
from gymtrainer_desktop.ui.admin.refused.refused_form import made_words
from gymtrainer_desktop.ui.admin.refused.skip_dialog import SkipDialog
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.workout_words import sets_words


def what_words(entry: RefusedEntry, reader: Unit) -> str:
    """Return what was done or left out in a line, weights in the reader's unit."""
    tr = QCoreApplication.translate
    name = entry.exercise_name or NO_VALUE
    if entry.kind is EntryKind.SKIP:
        reason = entry.skip.reason if entry.skip else ""
        words = tr("refused", "{0} skipped").format(name)
        return f"{words}: {reason}" if reason else words
    if entry.log is None:
        return tr("refused", "{0} (cannot be read)").format(name)
    return f"{name}: {sets_words(entry.log.sets, reader)}"


class RefusedModel(RowsModel[RefusedEntry]):
    """Refused entries, the first that came first."""

    def __init__(self, time_zone: str, reader: Unit) -> None:
        zone = ZoneInfo(time_zone)
        tr = QCoreApplication.translate

        def when(entry: RefusedEntry) -> str:
            at = entry.made_at
            if entry.log is not None and entry.log.completed_at is not None:
                at = entry.log.completed_at
            local = at.astimezone(zone)
            return f"{format_date(local.date())}, {local:%H:%M}"

        super().__init__(
            (
                Column(
                    "member",
                    tr("refused", "Member"),
                    lambda entry: entry.member_name,
                    delegate=StrongTextDelegate,
                    sort_key=lambda entry: entry.member_name.casefold(),
                    width=Size.COLUMN_L,
                    tooltip=lambda entry: entry.member_number or "",
                    can_hide=False,
                ),
                Column(
                    "when",
                    tr("refused", "When"),
                    when,
                    tooltip=lambda entry: made_words(entry, zone),
                    sort_key=lambda entry: entry.made_at,
                    width=Size.COLUMN_XL - Size.COLUMN_S // 2,
                ),
                Column(
                    "what",
                    tr("refused", "What"),
                    lambda entry: what_words(entry, reader),
                    width=Size.COLUMN_XL,
                    stretch=1,
                    tooltip=lambda entry: what_words(entry, reader),
                ),
                Column(
                    "reason",
                    tr("refused", "Why it was refused"),
                    lambda entry: entry.reason,
                    sort_key=lambda entry: entry.reason,
                    width=Size.COLUMN_XL + Size.COLUMN_S,
                    tooltip=lambda entry: entry.reason,
                ),
                Column(
                    "station",
                    tr("refused", "Entered at"),
                    lambda entry: entry.station,
                    sort_key=lambda entry: entry.station,
                    width=Size.COLUMN_M,
                ),
            )
        )


class RefusedPage(Page):
    """The list, and its two ways out: entered for the member after all, or put aside."""

    key: ClassVar[str] = "refused"
    tables: ClassVar[frozenset[str]] = frozenset({"refused_entries"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Waiting entries"), trail=(Crumb(self.tr("Settings"), "settings"),))
        self.model = RefusedModel(context.gym.time_zone, context.person.weight_unit)
        self.table = DataTable(self.model, context.settings, "refused")
        self.table.setObjectName("refusedTable")
        self.table.setAccessibleName(self.tr("Waiting entries"))
        self.mend_button = primary_button(self.tr("&Enter it …"), size="small")
        self.mend_button.setObjectName("mendEntryButton")
        self.settle_button = quiet_button(self.tr("Put &aside"), size="small")
        self.settle_button.setObjectName("settleEntryButton")
        self._card = Card(self.tr("Refused by the server"), actions=(self.settle_button, self.mend_button))
        self._card.body.addWidget(self.table, 1)
        self._card.add_footer(
            self.tr("These were made while the server was away. Nothing of them counts until you enter it.")
        )
        self._states = StateStack(self._card)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.addWidget(self._states)
        self._connect_signals()
        self._update_buttons()

    def refresh(self) -> None:
        """Load the entries."""
        self._states.show_loading()
        refused = self.context.services.refused
        self.context.tasks.query(self, refused.open, self._on_loaded, self._on_failed, key="refused")

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.table.current_row_changed.connect(lambda _row: self._update_buttons())
        self.table.row_activated.connect(self._mend)
        self.mend_button.clicked.connect(lambda: self._mend(self.table.current_row()))
        self.settle_button.clicked.connect(self._on_settle_clicked)

    def _update_buttons(self) -> None:
        entry = self.table.current_row()
        self.settle_button.setEnabled(entry is not None)
        self.mend_button.setEnabled(entry is not None)

    def _mend(self, entry: RefusedEntry | None) -> None:
        if entry is None:
            return
        kind = SkipDialog if entry.kind is EntryKind.SKIP else MendDialog
        dialog = kind(entry, self.context, self.window())
        dialog.mended.connect(self._on_mended)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_mended(self, entry: RefusedEntry) -> None:
        self._tell(entry, self.tr("Entered for {0}").format(entry.member_name))

    def _on_settle_clicked(self) -> None:
        entry: RefusedEntry | None = self.table.current_row()
        if entry is None:
            return
        dialog = AsideDialog(entry, self.context, self.window())
        dialog.put_aside.connect(self._on_put_aside)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_put_aside(self, entry: RefusedEntry) -> None:
        self._tell(entry, self.tr("What {0} entered is put aside").format(entry.member_name))

    def _tell(self, entry: RefusedEntry, words: str) -> None:
        refused, tasks = self.context.services.refused, self.context.tasks

        def reopened(_: object) -> None:
            self.context.notices.toast(self.tr("It waits again, and nothing of it counts"))
            self.refresh()

        def undo() -> None:
            tasks.write(self, lambda: refused.reopen(entry.id), reopened, self.context.notices.error)

        self.context.notices.toast(words, undo)
        self.refresh()

    def _on_loaded(self, rows: tuple[RefusedEntry, ...]) -> None:
        self.model.set_rows(rows)
        self._card.set_count(str(len(rows)) if rows else "")
        self.context.badge(self.key, len(rows))
        self._update_buttons()
        if rows:
            self._states.show_content()
        else:
            self._states.show_empty(
                self.tr("Nothing waits for you"),
                self.tr("What members enter while the server is away is sent by itself when it is back."),
                icon="circle-check",
            )

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The entries could not be loaded"), exc)

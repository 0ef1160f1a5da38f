"""Taking a plan, or some of its days, from somewhere else: a list, and what the chosen one prescribes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.plan_sources import PlanSource
from gymtrainer_desktop.ui.trainer.plan.week_preview import WeekPreview
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A line of the list: a template, or a plan.

    Attributes:
        id: Names it.
        detail: Quiet words: whose it is, or when it ran.
        item: What it stands for.
    """

    id: Any
    title: str
    detail: str
    item: Any


class PlanSourceDialog(SheetDialog):
    """The frame: subclasses say what is listed and how the content of a line is found."""

    source_chosen = Signal(object)
    """Somebody takes it; carries the `PlanSource`."""

    def __init__(
        self, context: PageContext, days: tuple[Weekday, ...], placeholder: str, parent: QWidget
    ) -> None:
        super().__init__("", parent, confirm_text=" ", width=Size.SHEET_WIDE, scrolls=False)
        self.context = context
        self._days = days
        self._rows: tuple[SourceRow, ...] = ()
        self._wanted: Any = None
        self.search = SearchField(placeholder)
        self.model: RowsModel[SourceRow] = RowsModel(
            (
                Column("title", self.tr("Title"), lambda row: row.title, stretch=4, can_hide=False),
                Column(
                    "detail",
                    "",
                    lambda row: row.detail,
                    stretch=5,
                    tone=lambda row: "text_muted",
                    can_hide=False,
                ),
            )
        )
        self.table = DataTable(self.model)
        self.table.horizontalHeader().hide()
        self.preview = WeekPreview(days)
        self._build_content()
        self.search.searched.connect(self._show_rows)
        self.search.left_downwards.connect(self.table.enter_from_above)
        self.table.current_row_changed.connect(self._on_row_changed)
        self.table.row_activated.connect(lambda _row: self.submit())
        self.preview.ticked.connect(self._update)
        self.states.retry_requested.connect(self.load)
        self._update()

    def load(self) -> None:
        """Ask for the list."""
        raise AssertionError("every dialog loads its own list")

    def fetch(self, row: SourceRow) -> None:
        """Find the content of a line and hand it to `show_source`."""
        raise AssertionError("every dialog finds its own content")

    def submit(self) -> None:
        """Take what is ticked; what is still on its way is taken as soon as it is here."""
        if self.result() == SheetDialog.DialogCode.Accepted:
            return  # Enter was held down, or pressed once more while it went away.
        content, days = self.preview.content, self.preview.chosen_days
        row = self.table.current_row()
        if content is None and row is not None:
            self._wanted = row.id
            self.fetch(row)
            return
        if content is None or not days:
            return
        whole = self.preview.is_whole
        self.accept()
        self.source_chosen.emit(PlanSource(content.title, content, None if whole else days))

    def set_rows(self, rows: tuple[SourceRow, ...]) -> None:
        """List these."""
        self._rows = rows
        self._show_rows()
        self.states.show_content()

    def show_source(self, row: SourceRow, content: PlanContent) -> None:
        """Show what a line prescribes, unless another line is chosen by now."""
        current = self.table.current_row()
        if current is not None and current.id == row.id:
            self.preview.set_content(content)
            self._update()
            if self._wanted == row.id:
                self.submit()

    # Building and showing

    def _build_content(self) -> None:
        self.body.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(Space.XL, 0, Space.XL, Space.M)
        self.head.setSpacing(Space.M)
        self.head.addWidget(self.search)
        self.body.addLayout(self.head)
        self.body.addWidget(hairline())
        content = QWidget()
        content.setMinimumHeight(Size.IMPORT_HEIGHT - Size.ROW)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        row.addWidget(self.table, 5)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.preview, 4)
        self.states = StateStack(content)
        self.body.addWidget(self.states, 1)

    def _show_rows(self, _text: str = "") -> None:
        words = folded(self.search.text()).split()
        rows = [
            row for row in self._rows if all(word in folded(f"{row.title} {row.detail}") for word in words)
        ]
        before = self.table.current_row()
        self.model.set_rows(rows)
        if before is None or not self.table.select_id(before.id):
            if rows:
                self.table.setCurrentIndex(self.model.index(0, 0))
            else:
                self._on_row_changed(None)

    def _on_row_changed(self, row: SourceRow | None) -> None:
        self._wanted = None
        self.preview.set_content(None)
        self._update()
        if row is not None:
            self.fetch(row)

    def _update(self) -> None:
        days = self.preview.chosen_days
        self.confirm_button.setEnabled(self.preview.content is not None and bool(days))
        if self.preview.is_whole:
            self.set_confirm_text(self.tr("Use the whole plan"))
        else:
            names = ", ".join(day.short for day in self._days if day in days)
            self.set_confirm_text(self.tr("Copy {0}").format(names) if names else self.tr("Copy"))

    def keyPressEvent(self, event: Any) -> None:
        """Enter takes what is chosen, from the list as from the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self.submit()
            return
        super().keyPressEvent(event)

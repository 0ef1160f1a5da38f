"""The reports page: capacity, trainer load, adherence and the month, to look at, save, print and export."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.admin.reports.report_contents import (
    adherence_document,
    capacity_document,
    load_document,
    month_document,
)
from gymtrainer_desktop.ui.admin.reports.report_output import ReportOutput
from gymtrainer_desktop.ui.admin.reports.report_period import MonthPicker, PeriodPicker
from gymtrainer_desktop.ui.admin.reports.report_preview import ReportPreview
from gymtrainer_desktop.ui.printing.report_document import ReportDocument
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label

CAPACITY, LOAD, ADHERENCE, MONTH = "capacity", "load", "adherence", "month"


class ReportsPage(Page):
    """Shows a report and hands it out.

    `open` takes `report` ("capacity", "load", "adherence" or "month") and `export` (opens the dialog that
    writes tables as CSV).
    """

    key: ClassVar[str] = "reports"
    # Not what is logged: in a full gym that changes every few seconds, and the page would count all day.
    tables: ClassVar[frozenset[str]] = frozenset({"instructors", "trainer_assignments"})

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, locale: QLocale | None = None
    ) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Reports"))
        self._document: ReportDocument | None = None
        self._wants_to_export = False
        self.output = ReportOutput(context, locale)
        self._build()
        self._connect_signals()
        self._show_pickers()

    @property
    def document(self) -> ReportDocument | None:
        """The report shown, None while there is none."""
        return self._document

    @property
    def preview(self) -> ReportPreview | None:
        """What is shown of it."""
        shown = self._area.widget()
        return shown if isinstance(shown, ReportPreview) else None

    def open(self, **args: Any) -> None:
        """Take which report to show."""
        self._wants_to_export = bool(args.get("export"))
        report = args.get("report")
        if report in (CAPACITY, LOAD, ADHERENCE, MONTH):
            self.reports.set_current(report)
            self._show_pickers()

    def refresh(self) -> None:
        """Load the report chosen, for the period chosen."""
        if self._wants_to_export:
            # Not in `open`: the page is not in the window yet when it is made.
            self._wants_to_export = False
            self.export()
        self._load()

    def save(self) -> None:
        """Save the report shown as PDF."""
        if self._document is not None and self.save_button.isEnabled():
            self.output.save(self._document)

    def print_out(self) -> None:
        """Print the report shown."""
        if self._document is not None and self.print_button.isEnabled():
            self.output.print_with_dialog(self._document)

    def export(self, kind: ExportKind = ExportKind.MEMBERS) -> None:
        """Open the dialog that writes a table as CSV."""
        dialog = ExportTableDialog(self.context, kind, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.XL, 0, 0)
        column.setSpacing(Space.M)
        bar = QHBoxLayout()
        bar.setContentsMargins(Space.XL, 0, Space.XL, 0)
        bar.setSpacing(Space.S)
        self.reports = Segmented(
            (
                Segment(CAPACITY, self.tr("Capacity")),
                Segment(LOAD, self.tr("Trainer load")),
                Segment(ADHERENCE, self.tr("Adherence")),
                Segment(MONTH, self.tr("Month in review")),
            )
        )
        self.reports.setObjectName("reportChoice")
        self.reports.setAccessibleName(self.tr("Report"))
        bar.addWidget(self.reports)
        bar.addStretch(1)
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.more_button.setObjectName("moreReportsButton")
        self.more_menu = QMenu(self.more_button)
        self.more_menu.addAction(
            icons.icon("download"), self.tr("&Export a table as CSV…"), lambda: self.export()
        )
        self.more_button.setMenu(self.more_menu)
        bar.addWidget(self.more_button)
        self.print_button = self._button(
            quiet_button(self.tr("&Print…"), "printer"), "printReportButton", self.tr("Print")
        )
        self.save_button = self._button(
            primary_button(self.tr("&Save as PDF"), "download"), "saveReportButton", self.tr("Save as PDF")
        )
        bar.addWidget(self.print_button)
        bar.addWidget(self.save_button)
        column.addLayout(bar)
        column.addLayout(self._pickers())
        column.addWidget(self.output)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setObjectName("reportArea")
        self._states = StateStack(self._area)
        column.addWidget(self._states, 1)

    def _pickers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.setSpacing(Space.M)
        today = datetime.now(ZoneInfo(self.context.gym.time_zone)).date()
        self.period = PeriodPicker(today, self.context.gym.week_start)
        self.month = MonthPicker(today)
        self.about = label("", tone="muted")
        self.about.setObjectName("reportAbout")
        for widget in (self.period, self.month, self.about):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _button(self, button: QPushButton, name: str, words: str) -> QPushButton:
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setEnabled(False)
        return button

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.reports.chosen.connect(self._on_report_chosen)
        self.period.changed.connect(self._on_period_changed)
        self.month.changed.connect(self._on_period_changed)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_out)
        self.output.busy_changed.connect(lambda _busy: self._update_buttons())
        for key, act in (("Ctrl+S", self.save), ("Ctrl+P", self.print_out)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # Loading

    def _load(self) -> None:
        services, wanted, unit = self.context.services, self.reports.current, self.context.gym.weight_unit
        since, until = self.period.days
        month = self.month.first

        def ask() -> tuple[ReportDocument, date]:
            today: date = services.gym.today()
            reports = services.reports
            if wanted == CAPACITY:
                return capacity_document(reports.capacity(), today), today
            if wanted == LOAD:
                return load_document(reports.trainer_load(since, until), today), today
            if wanted == ADHERENCE:
                return adherence_document(reports.adherence(since, until), today), today
            return month_document(reports.month(month.year, month.month), today, unit), today

        self._states.show_loading()
        self.context.tasks.query(self, ask, self._on_loaded, self._on_failed, key="report")

    def _on_loaded(self, answer: tuple[ReportDocument, date]) -> None:
        document, today = answer
        self.period.set_today(today)
        self.month.set_today(today)
        place = self._area.verticalScrollBar().value() if self._is_same(document) else 0
        if document != self._document or self.preview is None:
            self._document = document
            self._area.setWidget(ReportPreview(document))
            self._area.verticalScrollBar().setValue(place)
        self._states.show_content()
        self._show_about()
        self._update_buttons()

    def _is_same(self, document: ReportDocument) -> bool:
        return self._document is not None and self._document.name == document.name

    def _on_failed(self, exc: Exception) -> None:
        self._document = None
        self._show_about()
        self._update_buttons()
        if isinstance(exc, UserError) and exc.code in ("period", "future_month"):
            self._states.show_empty(exc.message, icon="calendar")
        else:
            self._states.show_error(self.tr("The report could not be made"), exc)

    # Showing

    def _show_pickers(self) -> None:
        report = self.reports.current
        self.period.setVisible(report in (LOAD, ADHERENCE))
        self.month.setVisible(report == MONTH)
        self._show_about()

    def _show_about(self) -> None:
        shows_days = self.reports.current in (CAPACITY, MONTH) and self._document is not None
        self.about.setText(self._document.subtitle if shows_days and self._document else "")

    def _update_buttons(self) -> None:
        can = self._document is not None and not self.output.is_busy
        self.save_button.setEnabled(can)
        self.print_button.setEnabled(can)

    def _on_report_chosen(self, _key: str) -> None:
        self._document = None
        self._states.show_loading_anew()
        self._show_pickers()
        self._update_buttons()
        self._load()

    def _on_period_changed(self) -> None:
        self._document = None
        self._states.show_loading_anew()
        self._show_about()
        self._update_buttons()
        self._load()

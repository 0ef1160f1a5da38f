"""Puts a plan on paper: what of it, for which week, and then to a printer or into a PDF."""

from __future__ import annotations

import logging
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QStandardPaths, QTimer
from PySide6.QtGui import QGuiApplication, QPageSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.ui.printing.paper import page_size
from gymtrainer_desktop.ui.printing.paper_preview import PaperPreview
from gymtrainer_desktop.ui.printing.pdf_file import write_pages
from gymtrainer_desktop.ui.printing.plan_layout import PlanPages, lay_out_plan
from gymtrainer_desktop.ui.printing.plan_sheet import PaperChoice, PlanPaper, SheetKind, TargetWords, day_name
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.fields import FormField, place_of
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label, set_tone
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from gymtrainer_desktop.ui.printing.report_printer import ReportPrinter

_log = logging.getLogger(__name__)

_PAPER = "paper"
_BOTH = "both"
_LONGEST_NAME = 80


class PlanPaperDialog(SheetDialog):
    """Prints a plan, a blank log sheet or both, each on one page; or writes them as PDF.

    Args:
        context: Of the page.
        plan: As it stands.
        client_name: Whose it is; only the first name is printed.
        week: Number of the week to begin with; this week's when None.
        today: The gym's date; what the clock says when None.
        member_number: Printed beside the name where it is given.
        words: How a target is written, where it is to say more than the plan does ("80% ≈ 92.5 kg").
        locale: Decides the paper as long as nobody has chosen one.
    """

    def __init__(
        self,
        context: PageContext,
        plan: Plan,
        client_name: str,
        week: int | None = None,
        parent: QWidget | None = None,
        *,
        today: date | None = None,
        member_number: str = "",
        words: TargetWords | None = None,
        locale: QLocale | None = None,
    ) -> None:
        super().__init__("", parent, width=Size.PAPER_DIALOG, scrolls=False)
        self.setObjectName("planPaperDialog")
        self.set_title(self.tr("Print “{0}”").format(plan.title[:_LONGEST_NAME]))
        self._context = context
        first = client_name.split()[0] if client_name.split() else ""
        client = self.tr("{0}, member {1}").format(first, member_number) if member_number else first
        day = today or gym_day(datetime.now(UTC), context.gym.time_zone)
        self._paper = PlanPaper(plan, client, context.gym.name, day, int(context.gym.week_start), words)
        self._locale = locale or QLocale.system()
        self._pages: PlanPages | None = None
        self._printing: ReportPrinter | None = None
        self._fill(week or self._paper.week_of(day))
        self._connect_signals()
        # When the dialog is built and whoever opened it has gone on.
        QTimer.singleShot(0, self, self._lay_out)

    @property
    def pages(self) -> PlanPages | None:
        """What would be printed, None while it is not laid out or nothing is chosen."""
        return self._pages

    @property
    def choice(self) -> PaperChoice:
        """What is chosen."""
        key = self.kinds.current
        kinds = (SheetKind.PLAN, SheetKind.LOG) if key == _BOTH else (SheetKind(key),)
        days = tuple(day for day, box in self.day_boxes.items() if box.isChecked())
        return PaperChoice(kinds, self.week.currentData(), days, self.daily.isChecked())

    @property
    def size_of_paper(self) -> QPageSize:
        """The paper chosen."""
        return QPageSize(QPageSize.PageSizeId(self.size_box.currentData()))

    # Building

    def _fill(self, week: int) -> None:
        self.kinds = Segmented(
            (
                Segment(SheetKind.PLAN.value, self.tr("Plan")),
                Segment(SheetKind.LOG.value, self.tr("Log sheet")),
                Segment(_BOTH, self.tr("Both")),
            )
        )
        self.kinds.setObjectName("paperKinds")
        self.week = QComboBox()
        self.week.setObjectName("paperWeek")
        for number in range(1, self._paper.plan.duration_weeks + 1):
            words = self.tr("{0} · {1}").format(number, self._paper.week_words(number))
            self.week.addItem(words, number)
        self.week.setCurrentIndex(max(0, place_of(self.week, week)))
        self.week.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.size_box = QComboBox()
        self.size_box.setObjectName("paperSize")
        for name, size in (("A4", QPageSize.PageSizeId.A4), ("Letter", QPageSize.PageSizeId.Letter)):
            self.size_box.addItem(name, size.value)
        self.size_box.setCurrentIndex(max(0, self.size_box.findText(self._remembered())))
        form = QVBoxLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(Space.L)
        form.addWidget(FormField(self.tr("What"), self.kinds))
        form.addWidget(FormField(self.tr("Week"), self.week))
        form.addLayout(self._days())
        form.addWidget(FormField(self.tr("Paper"), self.size_box))
        self.note = label("", "secondary", "muted", wrap=True)
        self.note.setObjectName("paperNote")
        form.addWidget(self.note)
        self.daily_button = quiet_button(self.tr("One page per day"), size="small")
        self.daily_button.setObjectName("dailyButton")
        self.daily_button.hide()
        form.addWidget(self.daily_button)
        form.addStretch(1)
        side = QWidget()
        side.setLayout(form)
        side.setFixedWidth(Size.PAPER_FORM)
        self.preview = PaperPreview()
        self._states = StateStack(self.preview)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        row.setSpacing(Space.XL)
        row.addWidget(side)
        row.addWidget(self._states, 1)
        self.body.addLayout(row, 1)
        self.save_button = quiet_button(self.tr("Save as &PDF…"), "download")
        self.save_button.setObjectName("savePlanPdfButton")
        self.add_footer_widget(self.save_button)
        self.set_confirm_text(self.tr("P&rint…"))
        self.confirm_button.setObjectName("printPlanButton")
        self._set_ready(False)

    def _days(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addWidget(label(self.tr("Days"), "secondary", weight="medium"))
        self.day_boxes: dict[Weekday, QCheckBox] = {}
        for day in self._paper.days():
            box = QCheckBox(day_name(day))
            box.setChecked(True)
            self.day_boxes[day] = box
            column.addWidget(box)
        self.daily = QCheckBox(self.tr("One page per day"))
        self.daily.setObjectName("dailyBox")
        column.addSpacing(Space.XS)
        column.addWidget(self.daily)
        return column

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(lambda _key: self._lay_out())
        self.week.currentIndexChanged.connect(lambda _place: self._lay_out())
        self.size_box.currentIndexChanged.connect(lambda _place: self._on_size_changed())
        for box in (*self.day_boxes.values(), self.daily):
            box.toggled.connect(lambda _on: self._lay_out())
        self.daily_button.clicked.connect(lambda: self.daily.setChecked(True))
        self.save_button.clicked.connect(self.save)
        self._states.retry_requested.connect(self._lay_out)

    # Laying out

    def _lay_out(self) -> None:
        choice, size, font = self.choice, self.size_of_paper, QGuiApplication.font()
        self._pages = None
        self._set_ready(False)
        self.daily_button.hide()
        if not choice.days:
            nothing = self.tr("Choose a day to print.")
            if not self.day_boxes:
                nothing = self.tr("This plan has no exercises yet.")
            self._states.show_empty(nothing, icon="printer")
            self.note.setText("")
            # An answer to an older choice is dropped.
            self._context.tasks.query(self, lambda: None, lambda _nothing: None, key="paper")
            return
        self._states.show_loading()
        paper = self._paper
        self._context.tasks.query(
            self,
            lambda: lay_out_plan(paper.sheets(choice), size, font),
            self._on_laid_out,
            lambda exc: self._states.show_error(self.tr("The pages could not be laid out"), exc),
            key="paper",
        )

    def _on_laid_out(self, made: PlanPages) -> None:
        self._pages = made
        self.preview.set_pages(made.pages)
        self._states.show_content()
        count = len(made.pages.pages)
        words = self.tr("1 page") if count == 1 else self.tr("{0} pages").format(count)
        tone = "muted"
        if made.left_out:
            one, many = (
                self.tr("1 exercise does not fit on its page."),
                self.tr("{0} exercises do not fit on their page."),
            )
            words = one if made.left_out == 1 else many.format(made.left_out)
            tone = "critical"
        elif made.is_shortened:
            words = self.tr("{0}. Long notes are shortened.").format(words)
        self.note.setText(words)
        set_tone(self.note, tone)
        can_split = len(self.choice.days) > 1 and not self.daily.isChecked()
        self.daily_button.setVisible(bool(made.left_out) and can_split)
        self._set_ready(True)

    def _set_ready(self, ready: bool) -> None:
        self.confirm_button.setEnabled(ready)
        self.save_button.setEnabled(ready)

    def _remembered(self) -> str:
        chosen = self._context.settings.get(_PAPER, "")
        if chosen in ("A4", "Letter"):
            return str(chosen)
        is_letter = page_size(self._locale).id() == QPageSize.PageSizeId.Letter
        return "Letter" if is_letter else "A4"

    def _on_size_changed(self) -> None:
        try:
            self._context.settings.put(_PAPER, self.size_box.currentText())
        except UserError as error:
            # Nothing but a preference is lost, and nobody can do anything about it now.
            _log.warning("the paper is not remembered: %s", error.message)
        self._lay_out()

    # Saving

    def save(self) -> None:
        """Ask where to, and write the pages as PDF."""
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(places[0]) if places and Path(places[0]).is_dir() else Path.home()
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save as PDF"),
            str(folder / f"{_file_name(self._title_of_file())}.pdf"),
            self.tr("PDF files (*.pdf)"),
        )
        if name:
            path = Path(name)
            self.save_to(path if path.suffix else path.with_suffix(".pdf"))

    def save_to(self, path: Path) -> None:
        """Write the pages as PDF in the background, and close."""
        made, size, title = self._pages, self.size_of_paper, self._title_of_file()
        if made is None:
            return
        self._set_ready(False)

        def done(_pages: int) -> None:
            self.accept()
            self._context.notices.toast(self.tr("{0} was saved").format(path.name))

        self._context.tasks.query(
            self, lambda: write_pages(made.pages, path, size, title), done, self._on_failed, key="output"
        )

    def _title_of_file(self) -> str:
        # Nothing personal: the file's name shows in folders, mails and print queues.
        title = self._paper.plan.title
        is_log = self.kinds.current == SheetKind.LOG.value
        return self.tr("{0} log sheet").format(title) if is_log else title

    def _on_failed(self, exc: Exception) -> None:
        self._set_ready(True)
        self._context.notices.error(exc, self.tr("No file was written."))

    # Printing

    def submit(self) -> None:
        """Ask for a printer, and print."""
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        except ImportError:
            # A system may lack the library of its printers; a PDF can be printed by any other program.
            words = self.tr("Printing is not available on this system. Save as PDF instead.")
            self._context.notices.error(UserError(words))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(self.size_of_paper)
        printer.setDocName(self._title_of_file())
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("printPlanDialog")
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        # QPrintDialog hides the plain `open` behind one of its own.
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Send the pages to a printer; laid out again where its paper is another one."""
        paper, choice, font = self._paper, self.choice, QGuiApplication.font()
        size = printer.pageLayout().pageSize()
        self._set_ready(False)

        def failed(exc: Exception) -> None:
            self._set_ready(True)
            self._context.notices.error(exc, self.tr("Nothing was printed."))

        self._context.tasks.query(
            self,
            lambda: lay_out_plan(paper.sheets(choice), size, font),
            lambda made: self._send(printer, made),
            failed,
            key="output",
        )

    def _send(self, printer: QPrinter, made: PlanPages) -> None:
        from gymtrainer_desktop.ui.printing.report_printer import ReportPrinter

        self._printing = ReportPrinter(printer, made.pages, self)
        self._printing.finished.connect(self._on_printed)
        self._printing.start()

    def _on_printed(self, whole: bool) -> None:
        count = self._printing.count if self._printing is not None else 0
        self._printing = None
        if whole:
            self.accept()
            one, many = self.tr("1 page is on its way to the printer"), self.tr("{0} pages are on their way")
            self._context.notices.toast(one if count == 1 else many.format(count))
        else:
            self._set_ready(True)
            self._context.notices.error(UserError(self.tr("The printer did not take the pages.")))


def _file_name(title: str) -> str:
    """Return a title without what file systems do not take."""
    plain = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", title).split())
    return plain[:_LONGEST_NAME].strip(" .") or "plan"

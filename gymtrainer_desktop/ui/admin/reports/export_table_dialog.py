"""The dialog that writes a table as a CSV file: which, which rows, and where to."""

from __future__ import annotations

import logging
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from gymtrainer_desktop.domain.audit import AuditQuery
from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.people import MemberQuery
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.fields import DateField
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog
from gymtrainer_desktop.ui.widgets.work import Work, WorkBar

_log = logging.getLogger(__name__)
_OPENS_FOLDER = "export.opens_folder"
_ALL, _SHOWN = "all", "shown"
_USUAL_DAYS = 30

Query = MemberQuery | AuditQuery


class ExportTableDialog(FormDialog):
    """Asks which table and where to, writes it in the background, and opens the folder.

    While it is written, Cancel, Esc and the cross give it up; then no file is left behind, and one that was
    there before is as it was.

    Args:
        kind: The table chosen first.
        query: Which rows of that table a page shows, offered as a choice beside all of them.
        query_words: What the page shows, in words ("Paused").
    """

    def __init__(
        self,
        context: PageContext,
        kind: ExportKind = ExportKind.MEMBERS,
        query: Query | None = None,
        query_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("exportTableDialog")
        self.set_title(self.tr("Export as CSV"))
        self.set_confirm_text(self.tr("&Export"))
        self.confirm_button.setObjectName("confirmExportButton")
        self.set_subtitle(self.tr("For any spreadsheet. Texts that one would run as formulas are defused."))
        self._kind_of_query, self._query = kind, query
        self._named = ""
        self._work: Work | None = None
        self._fill(kind, query_words)
        self.kinds.currentIndexChanged.connect(self._on_kind_chosen)
        self.rows.currentIndexChanged.connect(self._show_fields)
        self._on_kind_chosen()

    @property
    def kind(self) -> ExportKind:
        """The table chosen."""
        return ExportKind(self.kinds.currentData())

    @property
    def is_running(self) -> bool:
        """Whether the file is being written."""
        return self._work is not None

    def submit(self) -> None:
        """Write the file."""
        if self.is_running:
            return
        self._clear()
        try:
            path, query = self._path(), self._rows_wanted()
        except UserError as error:
            self._refuse(error)
            return
        if path.exists() and not self._may_replace(path):
            return
        work, kind, exports = Work(), self.kind, self._context.services.exports
        self._work = work
        self._lock(True)
        self.bar.begin(work, self.tr("Writing …"))
        self._context.tasks.query(
            self,
            lambda: exports.table_csv(kind, path, work, query=query),
            lambda rows: self._on_written(path, rows),
            self._on_export_failed,
            key="export",
        )

    def reject(self) -> None:
        """Close; while the file is written, give that up first."""
        if self._work is None:
            super().reject()
            return
        self._work.stop()
        self.cancel_button.setEnabled(False)

    # Building

    def _fill(self, kind: ExportKind, query_words: str) -> None:
        self.kinds = QComboBox()
        self.kinds.setObjectName("exportKind")
        for each, words in self._words().items():
            self.kinds.addItem(words, each.value)
        self.kinds.setCurrentIndex(self.kinds.findData(kind.value))
        self.rows = QComboBox()
        self.rows.setObjectName("exportRows")
        self.rows.addItem(self.tr("As shown on the page: {0}").format(query_words or self.tr("all")), _SHOWN)
        self.rows.addItem(self.tr("All"), _ALL)
        self.rows.setCurrentIndex(0 if self._query is not None else 1)
        self.body.addWidget(self._field("kind", self.tr("&Table"), self.kinds))
        self.body.addWidget(self._field("rows", self.tr("&Rows"), self.rows))
        last = self._today()
        week_start = self._context.gym.week_start
        self.since = DateField(last - timedelta(days=_USUAL_DAYS), week_start)
        self.since.setObjectName("exportSince")
        self.until = DateField(last, week_start)
        self.until.setObjectName("exportUntil")
        self._period = QWidget()
        period = side_by_side(
            self._field("since", self.tr("&From"), self.since),
            self._field("until", self.tr("&To"), self.until),
        )
        period.setContentsMargins(0, 0, 0, 0)
        self._period.setLayout(period)
        self.body.addWidget(self._period)
        self.path = QLineEdit()
        self.path.setObjectName("exportPath")
        self.choose_button = icon_button("folder-open", self.tr("Choose where to"), outlined=True)
        self.choose_button.setObjectName("chooseExportButton")
        self.choose_button.clicked.connect(self._on_choose_clicked)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose_button)
        place.setFocusProxy(self.path)
        self.body.addWidget(self._field("path", self.tr("&File"), place))
        self.path.setAccessibleName(self.tr("File"))
        self.path.textEdited.connect(self._fields["path"].clear_error)
        self.opens_folder = QCheckBox(self.tr("&Open the folder afterwards"))
        self.opens_folder.setObjectName("opensFolder")
        self.opens_folder.setChecked(self._context.settings.get(_OPENS_FOLDER, True) is not False)
        self.body.addWidget(self.opens_folder)
        self.bar = WorkBar()
        self.body.addWidget(self.bar)
        self.body.addStretch(1)

    def _words(self) -> dict[ExportKind, str]:
        return {
            ExportKind.MEMBERS: self.tr("Members"),
            ExportKind.TRAINERS: self.tr("Trainers"),
            ExportKind.ASSIGNMENTS: self.tr("Assignments"),
            ExportKind.PLANS: self.tr("Plans and their exercises"),
            ExportKind.WORKOUTS: self.tr("Workouts, set by set"),
            ExportKind.WAITING_LIST: self.tr("Waiting list"),
            ExportKind.AUDIT: self.tr("Audit trail"),
        }

    # Reading

    def _rows_wanted(self) -> Query | None:
        if self._offers_shown() and self.rows.currentData() == _SHOWN:
            return self._query
        if self.kind is not ExportKind.AUDIT:
            return None
        since, until = self.since.value, self.until.value
        if until < since:
            raise UserError(self.tr("The last day lies before the first."), field="until")
        return AuditQuery(since=since, until=until)

    def _path(self) -> Path:
        text = self.path.text().strip()
        if not text:
            raise UserError(self.tr("Please say where to."), field="path")
        path = Path(text).expanduser()
        if not path.is_absolute():
            path = _documents() / path
        if not path.suffix:
            path = path.with_suffix(".csv")
        if path.is_dir() or not path.parent.is_dir():
            raise UserError(self.tr("There is no folder {0}.").format(path.parent), field="path")
        return path

    def _may_replace(self, path: Path) -> bool:
        return self._context.notices.question(
            self.tr("Replace the file?"),
            self.tr("{0} is there already.").format(path.name),
            self.tr("Replace"),
            cancel_text=self.tr("Keep it"),
        )

    def _offers_shown(self) -> bool:
        return self._query is not None and self.kind is self._kind_of_query

    def _today(self) -> date:
        return datetime.now(ZoneInfo(self._context.gym.time_zone)).date()

    # Showing

    def _on_kind_chosen(self) -> None:
        if self.path.text().strip() == self._named:
            today = self._today().isoformat()
            gym = re.sub(r"[^\w-]+", "-", self._context.gym.name).strip("-").casefold()[:40]
            name = f"{gym}-{self.kind.value.replace('_', '-')}-{today}.csv".lstrip("-")
            self._named = str(_documents() / name)
            self.path.setText(self._named)
        self._show_fields()

    def _show_fields(self) -> None:
        self._fields["rows"].setVisible(self._offers_shown())
        takes_all = not self._offers_shown() or self.rows.currentData() == _ALL
        self._period.setVisible(self.kind is ExportKind.AUDIT and takes_all)

    def _lock(self, locked: bool) -> None:
        self.set_busy(locked)
        for field in self._fields.values():
            field.field.setEnabled(not locked)
        self.cancel_button.setEnabled(True)

    # Slots

    def _on_choose_clicked(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export as CSV"),
            self.path.text(),
            self.tr("CSV files (*.csv)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.path.setText(name)
            self._fields["path"].clear_error()

    def _on_written(self, path: Path, rows: int) -> None:
        self._end()
        self._remember()
        self.accept()
        words = self.tr("1 row is in {1}") if rows == 1 else self.tr("{0} rows are in {1}")
        self._context.notices.toast(words.format(f"{rows:,}", path.name))
        if self.opens_folder.isChecked():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _on_export_failed(self, exc: Exception) -> None:
        self._end()
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            if exc.code == "cancelled":
                exc = UserError(self.tr("Given up. No file was written."))
            self._refuse(exc)
        else:
            self._context.notices.error(exc, self.tr("No file was written."))

    def _end(self) -> None:
        self._work = None
        self.bar.end()
        self._lock(False)

    def _remember(self) -> None:
        try:
            self._context.settings.put(_OPENS_FOLDER, self.opens_folder.isChecked())
        except UserError as error:
            # Nothing but a tick is lost, and nobody can do anything about it here.
            _log.warning("whether to open the folder is not remembered: %s", error.message)


def _documents() -> Path:
    return usual_folder(QStandardPaths.StandardLocation.DocumentsLocation)

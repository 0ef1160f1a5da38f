"""Writing everything about a person into a ZIP file, with a way to give it up."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.services.person_files import write_person
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.work import Work


def ask_for_zip(name: str, parent: QWidget) -> Path | None:
    """Ask where everything about a person is to be written; None when nobody chose."""
    folder = usual_folder(QStandardPaths.StandardLocation.DocumentsLocation)
    plain = re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "person"
    title = QCoreApplication.translate("ExportPersonDialog", "Export everything about {0}")
    kinds = QCoreApplication.translate("ExportPersonDialog", "ZIP files (*.zip)")
    chosen, _ = QFileDialog.getSaveFileName(
        parent, title.format(name[:60]), str(folder / f"{plain}.zip"), kinds
    )
    if not chosen:
        return None
    file = Path(chosen)
    return file if file.suffix else file.with_suffix(".zip")


class ExportPersonDialog(SheetDialog):
    """Says how far the export is. Cancel, Esc and the cross give it up; then no file is left.

    Args:
        person_id: Whom.
        name: Their name.
        file: Where to.
    """

    def __init__(
        self, context: PageContext, person_id: UUID, name: str, file: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setObjectName("exportDialog")
        self._context = context
        self._name, self._file = name, file
        self._work = work = Work()
        self.set_title(self.tr("Export everything"))
        self.set_subtitle(file.name)
        self.confirm_button.hide()
        self.confirm_button.setEnabled(False)
        self.cancel_button.setObjectName("cancelExportButton")
        self.words = label(self.tr("Reading everything about {0} …").format(name[:60]), wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.body.addWidget(self.words)
        self.body.addWidget(self.bar)
        self._look = QTimer(self)
        self._look.setInterval(Delay.PROGRESS)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        persons = context.services.persons
        context.tasks.query(
            self,
            lambda: write_person(persons.export(person_id), file, work),
            lambda _nothing: self._on_written(),
            self._on_failed,
            key="export",
        )

    def reject(self) -> None:
        """Give it up."""
        self._work.stop()
        self.cancel_button.setEnabled(False)
        self.words.setText(self.tr("Giving up …"))

    def _on_look(self) -> None:
        work = self._work
        if work.total and not work.is_stopping:
            self.bar.setRange(0, work.total)
            self.bar.setValue(work.done)
            self.words.setText(self.tr("Writing {0} of {1} tables …").format(work.done + 1, work.total))

    def _on_written(self) -> None:
        self._look.stop()
        self.accept()
        words = self.tr("Everything about {0} is in {1}")
        self._context.notices.toast(words.format(self._name[:60], self._file.name))

    def _on_failed(self, exc: Exception) -> None:
        self._look.stop()
        super().accept()
        if isinstance(exc, Cancelled):
            self._context.notices.toast(self.tr("The export was given up; no file was written"))
        else:
            self._context.notices.error(exc, self.tr("No file was written."))

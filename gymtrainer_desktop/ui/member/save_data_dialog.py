"""Saving everything about oneself as a ZIP file of tables: first what is in it, then how far it is."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.services.person_files import write_person
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.work import Work


class SaveDataDialog(SheetDialog):
    """Asks where to, then writes. Cancel, Esc and the cross give it up; then no file is left."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("saveDataDialog")
        self.set_title(self.tr("Save my data"))
        self.set_confirm_text(self.tr("Choose where…"))
        self.confirm_button.setObjectName("chooseWhereButton")
        self._context = context
        self._work = Work()
        self._file: Path | None = None
        self._is_writing = False
        self.words = label(
            self.tr(
                "Everything about you that you may see, in one ZIP file of tables that any spreadsheet opens:"
                " your details and photo, trainers, plans, workouts with every set, what you left out, notes"
                " that were shared with you, messages and notifications. What only trainers and the desk see,"
                " such as a trainer’s private notes, the front desk hands out."
            ),
            wrap=True,
        )
        self._care = label(
            self.tr(
                "Whoever has the file can read it. On a computer of the gym, take it with you and delete it."
            ),
            tone="muted",
            wrap=True,
        )
        self.banner = Banner("triangle-alert", "critical")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self._look = QTimer(self)
        self._look.setInterval(Delay.PROGRESS)
        self._look.timeout.connect(self._on_look)
        for widget in (self.banner, self.words, self._care, self.bar):
            self.body.addWidget(widget)
        self.banner.hide()
        self.bar.hide()

    @property
    def is_writing(self) -> bool:
        """Whether the file is being written."""
        return self._is_writing

    def submit(self) -> None:
        """Ask where to, and write."""
        if self._is_writing:
            return
        plain = re.sub(r"[^\w-]+", "-", self._context.person.full_name).strip("-")[:60] or "my-data"
        folder = usual_folder(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save my data"), str(folder / f"{plain}.zip"), self.tr("ZIP files (*.zip)")
        )
        if chosen:
            file = Path(chosen)
            self.save(file if file.suffix else file.with_suffix(".zip"))

    def save(self, file: Path) -> None:
        """Write everything about oneself into a file."""
        persons = self._context.services.persons
        self._file, self._is_writing = file, True
        self._work = work = Work()
        self.banner.hide()
        self._care.hide()
        self.words.setText(self.tr("Reading everything about you…"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.set_busy(True)
        self._look.start()
        self._context.tasks.query(
            self,
            lambda: write_person(persons.export_own(), file, work),
            lambda _nothing: self._on_written(),
            self._on_failed,
            key="save",
        )

    def reject(self) -> None:
        """Give it up, or close."""
        if not self._is_writing:
            super().reject()
            return
        self._work.stop()
        self.cancel_button.setEnabled(False)
        self.words.setText(self.tr("Giving up…"))

    def _on_look(self) -> None:
        work = self._work
        if work.total and not work.is_stopping:
            self.bar.setRange(0, work.total)
            self.bar.setValue(work.done)
            self.words.setText(self.tr("Writing {0} of {1} tables…").format(work.done + 1, work.total))

    def _end(self) -> None:
        self._look.stop()
        self._is_writing = False
        self.bar.hide()
        self.set_busy(False)
        self.cancel_button.setEnabled(True)

    def _on_written(self) -> None:
        self._end()
        assert self._file is not None
        self._context.notices.toast(self.tr("Everything about you is in {0}").format(self._file.name))
        self.accept()

    def _on_failed(self, exc: Exception) -> None:
        self._end()
        if isinstance(exc, Cancelled):
            self._context.notices.toast(self.tr("Saving was given up; no file was written"))
            super().reject()
            return
        is_said = isinstance(exc, UserError | Unavailable) and not isinstance(exc, SignedOut)
        if not is_said or isinstance(exc, Unavailable):
            self._context.notices.error(exc, self.tr("No file was written."))
        words = exc.message if isinstance(exc, UserError | Unavailable) else ""
        self.banner.set_words(self.tr("No file was written"), words)
        self.banner.show()
        self.words.setText(self.tr("Nothing was lost: try again, or choose another place."))
        self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

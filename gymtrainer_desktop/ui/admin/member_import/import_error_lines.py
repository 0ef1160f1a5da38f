"""Saves the lines of a file that could not be imported, to be mended and imported later."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.member_import import MemberCheck, Verdict
from gymtrainer_desktop.importers.members import MemberTable, problems_csv
from gymtrainer_desktop.services.saved_files import write_bytes
from gymtrainer_desktop.ui.shell.page import PageContext


class ErrorLinesSaver(QObject):
    """Asks where to and writes there, in the background.

    Args:
        table: The file as it was opened.
        check: What is wrong with which line.
        dialog: Who asks.
    """

    def __init__(self, context: PageContext, table: MemberTable, check: MemberCheck, dialog: QWidget) -> None:
        super().__init__(dialog)
        self._context, self._table, self._check, self._dialog = context, table, check, dialog

    def ask(self, beside: Path) -> None:
        """Offer a name beside the imported file."""
        offered = str(beside.with_name(f"{beside.stem} {self.tr('to mend')}.csv"))
        name, _ = QFileDialog.getSaveFileName(
            self._dialog, self.tr("Save the lines with errors"), offered, self.tr("CSV (*.csv)")
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the lines with errors, each with its reason."""
        table = self._table
        problems = [(one.line, one.reason) for one in self._check.of(Verdict.ERROR)]

        def write() -> None:
            content = problems_csv(table, problems)
            try:
                write_bytes(path, content)
            except UserError as error:
                reason = (getattr(error.__cause__, "strerror", None) or "unknown reason").lower()
                raise UserError(f"“{path.name}” could not be written: {reason}.") from error

        words = self.tr("{0} was saved").format(path.name)
        notices = self._context.notices
        self._context.tasks.write(self._dialog, write, lambda _nothing: notices.toast(words), notices.error)

"""A bulk that is being written: how far it is, and the way to stop it that leaves nothing half done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from gymtrainer_desktop.domain.bulk import BulkLine, BulkResult
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.work import Work


class BulkRunningBar(QFrame):
    """A progress bar with its figures, and "Stop"."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulkRunning")
        self._run: Work | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.M)
        self.words = label("", weight="medium")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop_button = quiet_button(self.tr("S&top"), "x", "small")
        self.stop_button.setObjectName("stopBulkButton")
        self.stop_button.clicked.connect(self.stop_requested)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self._look = QTimer(self)
        self._look.setInterval(Delay.PROGRESS)
        self._look.timeout.connect(self.look)
        self.hide()

    def watch(self, run: Work | None) -> None:
        """Show how far a run is until another, or None, is given."""
        self._run = run
        self.setVisible(run is not None)
        if run is None:
            self._look.stop()
        else:
            self.stop_button.setEnabled(True)
            self._look.start()
            self.look()

    def look(self) -> None:
        """Read how far it is."""
        run = self._run
        if run is None:
            return
        self.bar.setRange(0, max(run.total, 1))
        self.bar.setValue(run.done)
        self.stop_button.setEnabled(not run.is_stopping)
        if run.is_stopping:
            self.words.setText(self.tr("Stopping, nothing stays …"))
        else:
            self.words.setText(self.tr("{0} of {1}").format(f"{run.done:,}", f"{run.total:,}"))


def tell_bulk(context: PageContext, lines: Sequence[BulkLine], result: BulkResult) -> None:
    """Say in a toast who was assigned, with an undo that takes all of it back or nothing.

    Args:
        context: Of a page.
        lines: What was sent.
        result: What became of it.
    """

    def tr(text: str) -> str:
        return QCoreApplication.translate("bulk", text)

    names = sorted({line.trainer_name or "" for line in lines})
    count = f"{len(result.assigned):,}"
    if len(result.assigned) == 1:
        words = tr("{0} assigned to {1}").format(lines[0].member_name, names[0])
    elif len(names) == 1:
        words = tr("{0} members assigned to {1}").format(count, names[0])
    else:
        words = tr("{0} members assigned to {1} trainers").format(count, len(names))
    bulk = context.services.bulk

    def undone(taken_back: int) -> None:
        context.notices.toast(tr("{0} assignments are taken back").format(f"{taken_back:,}"))

    def undo() -> None:
        # The notices live as long as the window: whoever asked may be gone when Undo is pressed.
        context.tasks.write(
            context.notices, lambda: bulk.undo(result.assigned), undone, context.notices.error
        )

    context.notices.toast(words, undo)

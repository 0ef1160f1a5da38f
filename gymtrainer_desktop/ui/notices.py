"""Telling the person something: toasts, the offline bar, questions and the report of a bug.

Pages call `Notices` and never a message box of their own.
"""

from __future__ import annotations

import logging
import platform
import traceback
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.ui.theme.tokens import Delay, Size
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.toast import ToastStack

_log = logging.getLogger(__name__)


class Notices(QObject):
    """The one way to tell the person something.

    Toasts and dialogs appear over `host`, the window. The offline bar belongs to whoever listens to
    `offline_changed`.
    """

    offline_changed = Signal(object, int)
    """Away since (`datetime`, or None when the server is back) and the number of entries that wait."""
    entry_kept = Signal()
    """An entry was kept on this computer because the server is away."""
    session_ended = Signal(str)
    """The database says that nobody is signed in any more; carries the sentence to show."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._offline_since: datetime | None = None
        self._waiting = 0
        self._bug_dialog: BugDialog | None = None
        self.toasts = ToastStack(host)

    @property
    def offline_since(self) -> datetime | None:
        """When the server went away, None while it is there."""
        return self._offline_since

    @property
    def waiting(self) -> int:
        """Entries that wait to be sent."""
        return self._waiting

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say what succeeded, for six seconds, with Undo where it can be undone."""
        self.toasts.show(text, undo)

    def offer(self, text: str, act_text: str, act: Callable[[], None]) -> None:
        """Say what happened, with a button that leads to it."""
        self.toasts.show(text, act, act_text=act_text)

    def kept_here(self) -> None:
        """Say that what was entered is kept on this computer until the server is back."""
        self.toasts.show(self.tr("Saved here. It is sent when the server is back."), None)
        self.offline(self._offline_since or datetime.now().astimezone(), self._waiting + 1)
        self.entry_kept.emit()

    def error(self, exc: Exception, kept: str = "") -> None:
        """Tell of a failure in the way of its kind.

        A `UserError` is a sentence in a toast (forms that know the field show it there instead),
        `Unavailable` is the offline bar, `SignedOut` ends the session, and anything else is a bug: logged
        with its trace, and reported in a dialog.

        Args:
            exc: What was raised.
            kept: A sentence saying what was not lost, for the report of a bug.
        """
        if isinstance(exc, SignedOut):
            self.session_ended.emit(exc.message)
        elif isinstance(exc, UserError):
            self.toasts.show(exc.message, None, "triangle-alert", "critical", Delay.TOAST_ERROR)
        elif isinstance(exc, Unavailable):
            self.offline(self._offline_since or datetime.now().astimezone())
        else:
            _log.error("unexpected failure", exc_info=exc)
            self._report(exc, kept)

    def offline(self, since: datetime | None, waiting: int | None = None) -> None:
        """Show the offline bar, or hide it with None.

        Args:
            since: When the server went away.
            waiting: Entries not sent yet; None when that is not known to have changed.
        """
        waiting = self._waiting if waiting is None else waiting
        if (since, waiting) != (self._offline_since, self._waiting):
            self._offline_since, self._waiting = since, waiting
            self.offline_changed.emit(since, waiting)

    def question(
        self,
        title: str,
        text: str,
        confirm_text: str,
        destructive: bool = False,
        cancel_text: str | None = None,
    ) -> bool:
        """Ask, and wait for the answer; True when confirmed."""
        dialog = SheetDialog(
            title, self._host, confirm_text=confirm_text, cancel_text=cancel_text, destructive=destructive
        )
        dialog.setObjectName("question")
        dialog.body.addWidget(label(text, wrap=True))
        confirmed = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return confirmed

    def may_discard(self, text: str, title: str = "") -> bool:
        """Ask whether what was typed and not saved may be lost; `text` says what that is."""
        return self.question(
            title or self.tr("Discard the changes?"),
            text,
            self.tr("Discard"),
            destructive=True,
            cancel_text=self.tr("Keep editing"),
        )

    def _report(self, exc: Exception, kept: str) -> None:
        if self._bug_dialog is not None:
            self._bug_dialog.add(exc)
            return
        self._bug_dialog = BugDialog(exc, kept, self._host)
        self._bug_dialog.finished.connect(self._on_bug_dialog_finished)
        self._bug_dialog.open()

    def _on_bug_dialog_finished(self) -> None:
        if self._bug_dialog is not None:
            self._bug_dialog.deleteLater()
            self._bug_dialog = None


class BugDialog(SheetDialog):
    """Says that something went wrong, what was kept, and offers to copy the report."""

    def __init__(self, exc: Exception, kept: str, parent: QWidget) -> None:
        super().__init__(
            "",
            parent,
            confirm_text="",
            cancel_text="",
            width=Size.SHEET_WIDTH + Size.SHEET_MARGIN,
        )
        self.set_title(self.tr("Something went wrong"))
        self.confirm_button.setText(self.tr("Close"))
        kept = kept or self.tr("What was saved before is safe. The last step was not completed.")
        self.body.addWidget(label(kept, wrap=True))
        hint = self.tr("This is a fault in the program. The report below helps to mend it.")
        self.body.addWidget(label(hint, tone="muted", wrap=True))
        self._text = QPlainTextEdit(report(exc))
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setMinimumHeight(Size.MESSAGE_WIDTH // 2)
        self._text.setAccessibleName(self.tr("Report"))
        self.body.addWidget(self._text)
        self.copy_button = quiet_button(self.tr("Copy report"), "copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.add_footer_widget(self.copy_button)
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def add(self, exc: Exception) -> None:
        """Append another failure to the report."""
        self._text.appendPlainText("\n" + report(exc))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self.copy_button.setText(self.tr("Copied"))


def report(exc: Exception) -> str:
    """Return what somebody who mends the program needs to know: versions and the trace."""
    return "\n".join(
        (
            f"Gym Trainer Desktop {version('gymtrainer-desktop')}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            "",
            "".join(traceback.format_exception(exc)).rstrip(),
        )
    )

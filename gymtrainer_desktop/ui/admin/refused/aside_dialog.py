"""The question why an entry is put aside."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.refused import ASIDE_REASON_LIMIT, RefusedEntry, checked_aside_reason
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog


class AsideDialog(FormDialog):
    """Puts an entry aside with a reason, chosen or written."""

    put_aside = Signal(object)
    """It is settled; carries the `RefusedEntry`."""

    def __init__(self, entry: RefusedEntry, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("asideDialog")
        self._entry = entry
        self.set_title(self.tr("Put this entry aside?"))
        self.set_subtitle(
            self.tr("What {0} entered is not counted. It stays readable in the audit trail.").format(
                entry.member_name[:80]
            )
        )
        self.set_confirm_text(self.tr("&Put aside"))
        self.confirm_button.setObjectName("confirmAsideButton")
        self.reason = QComboBox()
        self.reason.setObjectName("asideReason")
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = self.reason.lineEdit()
        assert edit is not None
        edit.setMaxLength(2 * ASIDE_REASON_LIMIT)
        edit.setPlaceholderText(self.tr("Choose one, or write your own"))
        self.reason.addItems(
            [
                self.tr("Is entered already"),
                self.tr("Was a mistake, says the member"),
                self.tr("Nobody can tell any more"),
            ]
        )
        self.reason.setCurrentIndex(-1)
        self.body.addWidget(self._field("reason", self.tr("&Why"), self.reason))
        self.body.addStretch(1)
        self.reason.editTextChanged.connect(lambda _text: self._fields["reason"].clear_error())

    def is_dirty(self) -> bool:
        """Whether a reason was written."""
        return bool(self.reason.currentText().strip())

    def submit(self) -> None:
        """Put it aside."""
        self._clear()
        try:
            reason = checked_aside_reason(self.reason.currentText())
        except UserError as error:
            self._refuse(error)
            return
        self.set_busy(True)
        refused, entry = self._context.services.refused, self._entry

        def done(_: object) -> None:
            self.accept()
            self.put_aside.emit(entry)

        self._context.tasks.write(self, lambda: refused.put_aside(entry.id, reason), done, self._on_failed)

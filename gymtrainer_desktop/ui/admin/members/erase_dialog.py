"""Erasing a person: what would go, what stays, and the name to be typed first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.persons import EraseLine
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import hairline, label


class EraseDialog(SheetDialog):
    """Shows how much of everything would go; the person's name has to be typed.

    Args:
        person_id: Whom.
        name: As it has to be typed; capitals and double spaces do not matter.
    """

    erased = Signal(object)
    """The person is gone; carries the id."""
    export_requested = Signal()
    """Everything about the person is to be kept in a file first."""

    def __init__(
        self, context: PageContext, person_id: UUID, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent, width=Size.FORM_WIDTH, destructive=True)
        self.setObjectName("eraseDialog")
        self._context = context
        self._person_id, self._name = person_id, name
        self._is_known = self._is_busy = False
        self.set_title(self.tr("Erase {0}?").format(_clipped(name)))
        self.set_confirm_text(self.tr("Erase for good"))
        self.confirm_button.setObjectName("confirmEraseButton")
        self.export_button = quiet_button(self.tr("Export first…"), "download")
        self.export_button.setObjectName("exportFirstButton")
        self.export_button.clicked.connect(self.export_requested)
        self.add_footer_widget(self.export_button)
        self.problem = Banner("triangle-alert", "critical")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(0, 1)
        self._states = StateStack(self._table)
        self._states.setMinimumHeight(4 * Size.ROW)
        self._states.retry_requested.connect(self._load)
        self.body.addWidget(self._states)
        self.stays = label("", tone="muted", wrap=True)
        self.body.addWidget(self.stays)
        self.typed = QLineEdit()
        self.typed.setObjectName("personNameTyped")
        self.field = FormField(self.tr("Type the name to confirm"), self.typed, _clipped(name))
        self.body.addWidget(self.field)
        self.typed.textChanged.connect(self._update_button)
        self.typed.setFocus()
        self._update_button()
        self._load()

    def submit(self) -> None:
        """Erase, when the name is right."""
        if not self._is_right() or not self._is_known or self._is_busy:
            return
        persons, person_id = self._context.services.persons, self._person_id
        self.problem.hide()
        self._set_waiting(True)
        self._context.tasks.write(self, lambda: persons.erase(person_id), self._on_erased, self._on_failed)

    # Loading

    def _load(self) -> None:
        persons, person_id = self._context.services.persons, self._person_id
        self._states.show_loading()
        self._context.tasks.query(
            self,
            lambda: persons.erase_preview(person_id),
            self._on_loaded,
            self._on_load_failed,
            key="preview",
        )

    def _on_loaded(self, lines: Sequence[EraseLine]) -> None:
        captions = (self.tr("What goes"), self.tr("How many"))
        for column, caption in enumerate(captions):
            words = label(caption, "secondary", "muted", "medium")
            self._grid.addWidget(
                words, 0, column, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag(0)
            )
        self._grid.addWidget(hairline(), 1, 0, 1, 2)
        row = 2
        for line in lines:
            if not line.stays:
                self._grid.addWidget(label(line.what), row, 0)
                self._grid.addWidget(label(f"{line.rows:,}"), row, 1, Qt.AlignmentFlag.AlignRight)
                row += 1
        emptied = [line for line in lines if line.stays]
        self.stays.setText(self._stays_words(emptied))
        self._is_known = True
        self._states.show_content()
        self._states.setFixedHeight(self._table.sizeHint().height())
        self._update_button()
        self._fit()

    def _stays_words(self, emptied: Sequence[EraseLine]) -> str:
        sentences = [
            self.tr(
                "This cannot be undone. What stays: the audit trail says that somebody was erased, when and "
                "by whom, without the name or any content; what they did for others, without their name."
            )
        ]
        if emptied:
            kept = ", ".join(f"{line.rows:,} {line.what}" for line in emptied)
            sentences.append(self.tr("Emptied of everything personal, but not removed: {0}.").format(kept))
        return " ".join(sentences)

    def _on_load_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("What would go could not be counted"), exc)

    def _fit(self) -> None:
        """Take the height that is wanted now; layouts learn of it only with the events to come."""
        self.body.activate()
        area = self.findChild(QScrollArea)
        assert area is not None, "the content of a sheet scrolls"
        area.updateGeometry()
        self._place()

    # Erasing

    def _is_right(self) -> bool:
        return " ".join(self.typed.text().split()).casefold() == " ".join(self._name.split()).casefold()

    def _update_button(self) -> None:
        self.confirm_button.setEnabled(self._is_right() and self._is_known and not self._is_busy)

    def _set_waiting(self, waiting: bool) -> None:
        self._is_busy = waiting
        self._update_button()

    def _on_erased(self, lines: Sequence[EraseLine]) -> None:
        self.accept()
        rows = sum(line.rows for line in lines if not line.stays)
        words = self.tr("{0} is erased: {1} records are gone")
        self._context.notices.toast(words.format(_clipped(self._name), f"{rows:,}"))
        self.erased.emit(self._person_id)

    def _on_failed(self, exc: Exception) -> None:
        self._set_waiting(False)
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self.problem.set_words(self.tr("Nothing was erased."), exc.message)
            self.problem.show()
            self._fit()
        else:
            self._context.notices.error(exc, self.tr("Nothing was erased."))


def _clipped(name: str, most: int = 60) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"

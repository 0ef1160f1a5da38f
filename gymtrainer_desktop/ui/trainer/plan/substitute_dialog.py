"""What can be done instead of an exercise: the machine is taken, the shoulder hurts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.trainer.plan.name_completion import NameDelegate, set_name_item
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import StateStack

_MOST = 20
_ROWS = 6


class SubstituteDialog(SheetDialog):
    """Lists substitutes, best first; `chosen` holds one once accepted."""

    def __init__(self, exercise: DraftExercise, context: PageContext, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setObjectName("substituteDialog")
        self.set_title(self.tr("Substitute"))
        self.set_subtitle(
            self.tr("Instead of {0}. Sets and reps stay as they are.").format(exercise.name[:80])
        )
        self.set_confirm_text(self.tr("Replace"))
        self.chosen: LibraryExercise | None = None
        self._name = exercise.name
        self._context = context
        self.list = QListWidget()
        self.list.setObjectName("substituteList")
        self.list.setAccessibleName(self.tr("Exercises that do the same"))
        self.list.setItemDelegate(NameDelegate(self.list))
        self.list.itemSelectionChanged.connect(self._on_selection_changed)
        self.list.itemDoubleClicked.connect(lambda _item: self.submit())
        self._states = StateStack(self.list)
        self._states.setMinimumHeight(_ROWS * Size.ROW)
        self._states.retry_requested.connect(self._load)
        self.body.addWidget(self._states)
        self.confirm_button.setEnabled(False)
        self._load()

    def submit(self) -> None:
        """Take the one that is selected."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()

    def _load(self) -> None:
        self._states.show_loading()
        service, name = self._context.services.exercises, self._name
        self._context.tasks.query(
            self, lambda: service.substitutes(name, limit=_MOST), self._on_loaded, self._on_failed
        )

    def _on_loaded(self, found: tuple[LibraryExercise, ...]) -> None:
        if not found:
            self._states.show_empty(
                self.tr("Nothing stands in for it"),
                self.tr("The library does not know this exercise, or nothing like it."),
            )
            return
        for one in found:
            item = QListWidgetItem()
            set_name_item(item, one)
            self.list.addItem(item)
        self._states.show_content()
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The library could not be loaded"), exc)

    def _on_selection_changed(self) -> None:
        self.confirm_button.setEnabled(self.list.currentItem() is not None)

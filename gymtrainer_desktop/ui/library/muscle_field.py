"""A field of muscles: those chosen as chips, and a list to choose more from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.ui.library.words import muscle_text
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.pills import ChipList


class MuscleField(QWidget):
    """Choosing one from the list adds it; its cross takes it away.

    Args:
        name: Object name of the field; the list's ends in "Box".
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._muscles: tuple[Muscle, ...] = ()
        self.chips = ChipList(removable=True)
        self.box = QComboBox()
        self.box.setObjectName(f"{name}Box")
        self.box.setAccessibleName(self.tr("Add a muscle"))
        self.setFocusProxy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.chips)
        column.addWidget(self.box)
        self.box.activated.connect(self._on_activated)
        self.chips.removed.connect(self._on_removed)
        self._show()

    @property
    def muscles(self) -> tuple[Muscle, ...]:
        """Those chosen, in the order in which they were."""
        return self._muscles

    def set_muscles(self, muscles: Iterable[Muscle]) -> None:
        """Choose these and no others."""
        self._muscles = tuple(muscles)
        self._show()

    def _on_activated(self, place: int) -> None:
        muscle = self.box.itemData(place)
        if muscle is not None:
            self._take((*self._muscles, Muscle(muscle)))

    def _on_removed(self, text: str) -> None:
        self._take(tuple(one for one in self._muscles if muscle_text(one) != text))

    def _take(self, muscles: tuple[Muscle, ...]) -> None:
        self._muscles = muscles
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.chips.set_texts(muscle_text(one) for one in self._muscles)
        self.chips.setVisible(bool(self._muscles))
        self.box.clear()
        self.box.addItem(self.tr("Add a muscle…"), None)
        for one in sorted(Muscle, key=muscle_text):
            if one not in self._muscles:
                self.box.addItem(muscle_text(one), one)
        self.box.setMaxVisibleItems(self.box.count())

"""The bar above the exercises: search, filters, and what adds to the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercises import Equipment, LibraryFilter, Muscle
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.ui.library.words import SEARCH_LIMIT, category_text, equipment_text, muscle_text
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import SearchField, place_of
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented

_ALL, _BUILT_IN, _OWN, _ARCHIVED = "all", "built-in", "own", "archived"


class ExercisesBar(QWidget):
    """Two lines: where to look and what for, then what to leave out."""

    filter_changed = Signal(object)
    """Carries the `LibraryFilter`."""
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Name or another name"))
        self.search.setObjectName("exerciseSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        self.search.setMaximumWidth(Size.SEARCH_WIDTH)
        self.search.setToolTip(self.tr("Search (/ or Ctrl+F)"))
        self.origin = Segmented(
            (
                Segment(_ALL, self.tr("All")),
                Segment(_OWN, self.tr("Own")),
                Segment(_BUILT_IN, self.tr("Built in")),
                Segment(_ARCHIVED, self.tr("Archived")),
            )
        )
        self.origin.setObjectName("exerciseOrigin")
        self.origin.setAccessibleName(self.tr("Which exercises"))
        self.category = _box("exerciseCategory", self.tr("Any kind"), ExerciseType, category_text)
        self.equipment = _box("exerciseEquipment", self.tr("Any equipment"), Equipment, equipment_text)
        self.muscle = _box("exerciseMuscle", self.tr("Any muscle"), Muscle, muscle_text)
        self.clear_button = quiet_button(self.tr("Clear filters"), "x")
        self.clear_button.setObjectName("clearFiltersButton")
        self.add_button = primary_button(self.tr("&Add exercise"), "plus")
        self.add_button.setObjectName("addExerciseButton")
        self.add_button.setAccessibleName(self.tr("Add exercise"))
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.more_button.setObjectName("moreExercisesButton")
        self.more_menu = QMenu(self.more_button)
        self.more_menu.addAction(
            icons.icon("upload"), self.tr("&Import exercises…"), self.import_requested.emit
        )
        self.more_button.setMenu(self.more_menu)
        self._lay_out()
        self.origin.chosen.connect(lambda _key: self._tell())
        for box in (self.category, self.equipment, self.muscle):
            box.currentIndexChanged.connect(lambda _place: self._tell())
        self.clear_button.clicked.connect(self.clear)
        self._told = self.filter
        self.clear_button.setEnabled(False)

    @property
    def filter(self) -> LibraryFilter:
        """What is left in."""
        key = self.origin.current
        # A box gives back plain strings.
        category, equipment = self.category.currentData(), self.equipment.currentData()
        muscle = self.muscle.currentData()
        return LibraryFilter(
            ExerciseType(category) if category else None,
            Equipment(equipment) if equipment else None,
            Muscle(muscle) if muscle else None,
            {_OWN: True, _BUILT_IN: False}.get(key),
            key == _ARCHIVED,
        )

    def show_filter(self, wanted: LibraryFilter) -> None:
        """Set the controls to a filter, and tell of it if it is another one."""
        origins = {None: _ALL, True: _OWN, False: _BUILT_IN}
        pairs = ((self.category, wanted.category), (self.equipment, wanted.equipment))
        for box, value in (*pairs, (self.muscle, wanted.muscle)):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, place_of(box, value)))
            box.blockSignals(False)
        self.origin.set_current(_ARCHIVED if wanted.archived else origins[wanted.added_here])
        self._tell()

    def clear(self) -> None:
        """Leave everything in that is offered."""
        self.show_filter(LibraryFilter())

    def _tell(self) -> None:
        if self.filter != self._told:
            self._told = self.filter
            self.clear_button.setEnabled(self._told != LibraryFilter())
            self.filter_changed.emit(self._told)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(Space.S)
            column.addLayout(row)
        first.addWidget(self.origin)
        first.addWidget(self.search, 2)
        first.addStretch(1)
        first.addWidget(self.more_button)
        first.addWidget(self.add_button)
        for widget in (self.category, self.equipment, self.muscle, self.clear_button):
            second.addWidget(widget)
        second.addStretch(1)


def _box(name: str, anything: str, values: Iterable[Any], words: Callable[[Any], str]) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(anything)
    box.addItem(anything, None)
    for value in sorted(values, key=words) if len(list(values)) > len(ExerciseType) else values:
        box.addItem(words(value), value)
    box.setMaxVisibleItems(box.count())
    return box

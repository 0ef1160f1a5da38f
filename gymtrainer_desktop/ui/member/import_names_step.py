"""The step of bringing history along that says what each exercise is called here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercise_matching import NameChoice, NameMatcher, NameOrigin
from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import PillCell, PillDelegate, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import label

_ALL, _CHECK, _FOUND = "all", "check", "found"
_MOST = 20
_EXERCISE = Qt.ItemDataRole.UserRole
_TO_CHECK = frozenset({NameOrigin.SIMILAR, NameOrigin.WRITTEN})
_TONES = {
    NameOrigin.REMEMBERED: "accent",
    NameOrigin.SAME: "positive",
    NameOrigin.ALIAS: "positive",
    NameOrigin.SIMILAR: "caution",
    NameOrigin.CHOSEN: "accent",
    NameOrigin.WRITTEN: "text_muted",
}


class HistoryNamesStep(QWidget):
    """A table of the file's exercises; for the current one, the library beside it."""

    changed = Signal()
    """An exercise is called something else."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._choices: dict[str, NameChoice] = {}
        self._matcher = NameMatcher(())
        self.is_changed = False
        self.filters = Segmented([Segment(_ALL, self.tr("All"))])
        self.filters.setObjectName("importNameFilters")
        self.filters.setAccessibleName(self.tr("Which exercises"))
        self.model: RowsModel[NameChoice] = RowsModel(self._columns(), lambda one: one.written, parent=self)
        self.table = DataTable(self.model)
        self.table.setObjectName("importNames")
        self.table.setAccessibleName(self.tr("Exercises of the file, and what they are called here"))
        self.states = StateStack(self.table)
        self._asked = label("", "section", wrap=True)
        self.search = SearchField(self.tr("Search the library"))
        self.search.setObjectName("importNameSearch")
        self.search.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("importNameFound")
        self.found.setAccessibleName(self.tr("Exercises of the library"))
        self.found.setUniformItemSizes(True)
        self.found_states = StateStack(self.found)
        self.keep_button = quiet_button(self.tr("&Keep as written"), "pencil")
        self.keep_button.setObjectName("keepNameButton")
        self._build()
        self._connect_signals()

    @property
    def choices(self) -> tuple[NameChoice, ...]:
        """What each exercise is called."""
        return tuple(self._choices.values())

    @property
    def names(self) -> dict[str, str]:
        """Name as written -> name here, where the two differ."""
        return {one.written: one.name for one in self.choices if not one.is_kept}

    @property
    def to_remember(self) -> dict[str, str]:
        """What was decided by looking at it: chosen by hand, or only similar and left so."""
        decided = (NameOrigin.CHOSEN, NameOrigin.SIMILAR)
        return {one.written: one.name for one in self.choices if one.origin in decided}

    def show_choices(self, choices: tuple[NameChoice, ...], matcher: NameMatcher) -> None:
        """Show what the exercises of a file seem to be called here.

        Args:
            choices: What is suggested.
            matcher: Finds what is near to a name, before anything is searched for.
        """
        self._matcher = matcher
        self._choices = {one.written: one for one in choices}
        self.is_changed = False
        self._count()
        self.filters.set_current(_CHECK if any(one.origin in _TO_CHECK for one in choices) else _ALL)
        self._show_rows()
        if self.model.rowCount():
            self.table.select_id(self.model.id_at(0))

    def choose(self, name: str | None) -> None:
        """Call the current exercise so, None to keep it as written."""
        row = self.table.current_row()
        if row is None:
            return
        self._choices[row.written] = self._choices[row.written].chosen(name)
        self.is_changed = True
        # It stays listed until another filter is chosen: it does not jump away below the pointer.
        self.model.set_rows([self._choices[one.written] for one in self.model.rows])
        self._count()
        self._show_asked()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the search takes what was found first, and does not leave the step."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.found.count() and self.found_states.state == "content":
                    self._take(self.found.item(0))
                return True
        return False

    # Building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        row.setSpacing(Space.L)
        left = QVBoxLayout()
        left.setSpacing(Space.M)
        left.addWidget(self.filters, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.states, 1)
        row.addLayout(left, 1)
        card = Card()
        card.setFixedWidth(Size.CLIENT_LIST)
        inner = card.padded()
        inner.setSpacing(Space.S)
        inner.addWidget(self._asked)
        inner.addWidget(self.search)
        inner.addWidget(self.found_states, 1)
        inner.addWidget(self.keep_button)
        row.addWidget(card)
        self._card = card

    def _connect_signals(self) -> None:
        self.filters.chosen.connect(self._on_filter_chosen)
        self.table.current_row_changed.connect(self._on_current_changed)
        self.table.row_activated.connect(self._on_activated)
        self.search.searched.connect(self._find)
        self.search.left_downwards.connect(self._on_left_downwards)
        self.found.itemClicked.connect(self._take)
        self.found.itemActivated.connect(self._take)
        self.found_states.retry_requested.connect(self._find)
        self.keep_button.clicked.connect(lambda: self.choose(None))

    def _columns(self) -> tuple[Column[NameChoice], ...]:
        return (
            Column(
                "written",
                self.tr("In the file"),
                lambda one: one.written,
                sort_key=lambda one: one.written.casefold(),
                width=Size.COLUMN_XL,
                stretch=3,
                tooltip=lambda one: _plain(one.written),
            ),
            Column(
                "sets",
                self.tr("Sets"),
                lambda one: f"{one.sets:,}",
                align=Qt.AlignmentFlag.AlignRight,
                sort_key=lambda one: one.sets,
                width=Size.CONTROL_TOUCH,
            ),
            Column(
                "name",
                self.tr("Called here"),
                lambda one: self.tr("As written") if one.is_kept else one.name,
                delegate=StrongTextDelegate,
                sort_key=lambda one: one.name.casefold(),
                tone=lambda one: "text_muted" if one.is_kept else "text",
                width=Size.COLUMN_XL,
                stretch=3,
                tooltip=lambda one: _plain(one.name),
            ),
            Column(
                "origin",
                self.tr("Why"),
                lambda one: self._origin_words()[one.origin],
                value=lambda one: PillCell(self._origin_words()[one.origin], _TONES[one.origin]),
                delegate=PillDelegate,
                width=Size.COLUMN_L,
            ),
        )

    def _origin_words(self) -> dict[NameOrigin, str]:
        return {
            NameOrigin.REMEMBERED: self.tr("As last time"),
            NameOrigin.SAME: self.tr("Same name"),
            NameOrigin.ALIAS: self.tr("Also called so"),
            NameOrigin.SIMILAR: self.tr("Similar, check"),
            NameOrigin.CHOSEN: self.tr("Chosen"),
            NameOrigin.WRITTEN: self.tr("Not found"),
        }

    # Showing

    def _count(self) -> None:
        total = len(self._choices)
        check = sum(one.origin in _TO_CHECK for one in self.choices)
        current = self.filters.current
        self.filters.set_segments(
            [
                Segment(_ALL, self.tr("All"), total),
                Segment(_CHECK, self.tr("To check"), check),
                Segment(_FOUND, self.tr("Recognised"), total - check),
            ]
        )
        self.filters.set_current(current)

    def _show_rows(self) -> None:
        key = self.filters.current
        wanted = [one for one in self.choices if key == _ALL or (one.origin in _TO_CHECK) == (key == _CHECK)]
        self.model.set_rows(wanted)
        if wanted:
            self.states.show_content()
        elif key == _CHECK:
            self.states.show_empty(
                self.tr("Nothing left to check"),
                self.tr("Every exercise of the file is known here."),
                icon="circle-check",
            )
        else:
            self.states.show_empty(self.tr("None of these exercises is known here"), icon="dumbbell")
        self._on_current_changed(self.table.current_row())

    def _show_asked(self) -> None:
        row = self.table.current_row()
        self._card.setEnabled(row is not None)
        if row is None:
            self._asked.setText(self.tr("Choose an exercise on the left"))
            return
        self._asked.setText(self.tr("What is “{0}” here?").format(row.written))
        self.keep_button.setEnabled(not (row.is_kept and row.origin is NameOrigin.CHOSEN))

    # Library

    def _find(self, _words: str = "") -> None:
        words = self.search.text().strip()
        if not words:
            row = self.table.current_row()
            self._context.tasks.drop(self)
            self._on_found(self._matcher.nearest(row.written, _MOST) if row is not None else ())
            return
        service = self._context.services.exercises
        self.found_states.show_loading()
        self._context.tasks.query(
            self,
            lambda: service.search(words, None, _MOST),
            self._on_found,
            self._on_not_found,
            key="library",
        )

    def _on_found(self, exercises: tuple[LibraryExercise, ...]) -> None:
        self.found.clear()
        for one in exercises:
            item = QListWidgetItem(one.name)
            item.setData(_EXERCISE, one.name)
            item.setSizeHint(QSize(0, Size.ROW_MENU))
            if one.aliases:
                item.setToolTip(_plain(self.tr("also {0}").format(", ".join(one.aliases))))
            self.found.addItem(item)
        if exercises:
            self.found_states.show_content()
        else:
            self.found_states.show_empty(
                self.tr("No exercise fits"), self.tr("Search by other words, or keep it as written.")
            )

    def _on_not_found(self, exc: Exception) -> None:
        self.found_states.show_error(self.tr("The library could not be searched"), exc)

    # Slots

    def _take(self, item: QListWidgetItem) -> None:
        self.choose(str(item.data(_EXERCISE)))

    def _on_filter_chosen(self, _key: str) -> None:
        self.table.scrollToTop()
        self._show_rows()
        if self.model.rowCount() and self.table.current_row() is None:
            self.table.select_id(self.model.id_at(0))

    def _on_current_changed(self, _row: NameChoice | None) -> None:
        self._show_asked()
        self.search.clear()
        self._find()

    def _on_activated(self, _row: NameChoice) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_left_downwards(self) -> None:
        if self.found.count():
            self.found.setCurrentRow(max(self.found.currentRow(), 0))
            self.found.setFocus(Qt.FocusReason.TabFocusReason)


def _plain(text: str) -> str:
    """Keep a tool tip from reading what a file holds as rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text

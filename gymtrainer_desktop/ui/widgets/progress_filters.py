"""Which logs are listed: words, and a menu of what they must have."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gymtrainer_desktop.domain.progress import LogQuery
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import SearchField

_WORDS_LIMIT = 100


class LogFilters(QWidget):
    """A search field, and "Filter" with its choices; a button clears them."""

    changed = Signal()
    """Other logs are asked for."""
    left_downwards = Signal()
    """Arrow down in the search field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_clearing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self.search = SearchField(self.tr("Find in the logs"))
        self.search.setObjectName("logSearch")
        self.search.setMaxLength(_WORDS_LIMIT)
        self.search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        self.search.setMaximumWidth(Size.COLUMN_XL)
        self.filter_button = quiet_button(self.tr("Filter"), "list-filter")
        self.filter_button.setObjectName("logFilterButton")
        self._plain = self.filter_button.text()
        self.clear_button = plain_button(self.tr("Clear"), "x")
        self.clear_button.setObjectName("clearLogFilters")
        self.clear_button.hide()
        menu = QMenu(self.filter_button)
        self.with_notes = self._choice(menu, self.tr("With a note"))
        self.records = self._choice(menu, self.tr("Records only"))
        self.by_trainer = self._choice(menu, self.tr("Logged by the trainer"))
        menu.addSeparator()
        self._group = QActionGroup(self)
        self._any = self._difficulty(menu, self.tr("Any difficulty"), None)
        for least in (3, 4, 5):
            words = self.tr("Difficulty 5 of 5") if least == 5 else self.tr("Difficulty {0} or more")
            self._difficulty(menu, words.format(least), least)
        self._any.setChecked(True)
        self.filter_button.setMenu(menu)
        for widget in (self.search, self.filter_button, self.clear_button):
            row.addWidget(widget)
        self.search.searched.connect(self._on_changed)
        self.search.left_downwards.connect(self.left_downwards)
        self.clear_button.clicked.connect(self._on_clear_clicked)
        self._group.triggered.connect(self._on_changed)

    def query(self, base: LogQuery) -> LogQuery:
        """Return a query narrowed by what was chosen here."""
        chosen = self._group.checkedAction()
        return replace(
            base,
            words=self.search.text().strip(),
            with_notes=self.with_notes.isChecked(),
            records=self.records.isChecked(),
            by_trainer=self.by_trainer.isChecked(),
            difficulty=chosen.data() if chosen is not None else None,
        )

    def clear(self) -> None:
        """Ask for everything again, without telling anybody."""
        self._is_clearing = True
        self.search.clear()
        for action in (self.with_notes, self.records, self.by_trainer):
            action.setChecked(False)
        self._any.setChecked(True)
        self._is_clearing = False
        self._show_count()

    def choose_difficulty(self, least: int | None) -> None:
        """Ask for logs that felt at least so hard; None for any."""
        next(action for action in self._group.actions() if action.data() == least).trigger()

    def _choice(self, menu: QMenu, words: str) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.toggled.connect(self._on_changed)
        return action

    def _difficulty(self, menu: QMenu, words: str, least: int | None) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setData(least)
        self._group.addAction(action)
        return action

    def _show_count(self) -> None:
        query = self.query(LogQuery())
        count = sum((query.with_notes, query.records, query.by_trainer, query.difficulty is not None))
        self.filter_button.setText(f"{self._plain} · {count}" if count else self._plain)
        self.filter_button.setAccessibleName(self.tr("Filter, {0} chosen").format(count))
        self.clear_button.setVisible(query.is_narrow)

    def _on_changed(self) -> None:
        if self._is_clearing:
            return
        self._show_count()
        self.changed.emit()

    def _on_clear_clicked(self) -> None:
        self.clear()
        self.changed.emit()

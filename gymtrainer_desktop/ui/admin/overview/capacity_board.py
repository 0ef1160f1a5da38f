"""The capacity board: one bar per trainer, and a line for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from gymtrainer_desktop.domain.trainers import TrainerRow
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import (
    CapacityCell,
    CapacityDelegate,
    PersonCell,
    PersonDelegate,
    percent,
)
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import Message
from gymtrainer_desktop.ui.widgets.table import DataTable

_RIGHT = Qt.AlignmentFlag.AlignRight


def free_of(trainer: TrainerRow) -> int:
    """Return the places a trainer has left, 0 when full or over capacity."""
    return max(0, trainer.max_clients - trainer.active_clients)


def load_of(trainer: TrainerRow) -> float:
    """Return clients over limit; a limit of 0 counts as full."""
    return trainer.active_clients / trainer.max_clients if trainer.max_clients else 1.0


class CapacityBoard(Card):
    """Every personal trainer with clients, free places and compliance."""

    trainer_opened = Signal(object)
    """A line was clicked, or Enter pressed on it; carries the trainer's id."""
    assign_requested = Signal()
    add_requested = Signal()
    """There is no trainer yet, and one is to be added."""

    def __init__(self, settings: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Capacity"))
        self.order = QComboBox()
        self.order.setProperty("kind", "quiet")
        self.order.setProperty("scale", "small")
        self.order.setObjectName("capacityOrder")
        self.order.setAccessibleName(self.tr("Order"))
        self.order.setPlaceholderText(self.tr("By column"))
        for text, key, descending in (
            (self.tr("Fullest first"), "clients", True),
            (self.tr("Most places first"), "free", True),
            (self.tr("Lowest compliance first"), "compliance", False),
            (self.tr("By name"), "trainer", False),
        ):
            self.order.addItem(text, (key, descending))
        self.assign_button = quiet_button(self.tr("Assign member"), "plus", "small")
        self.assign_button.setObjectName("assignMemberButton")
        self.add_action(self.order)
        self.add_action(self.assign_button)
        self.model: RowsModel[TrainerRow] = RowsModel(self._columns(), parent=self)
        self.table = DataTable(self.model, settings, "capacity", activates_on_click=True)
        self.table.setObjectName("capacityTable")
        self.table.setAccessibleName(self.tr("Capacity by trainer"))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self.total = TotalLine(self.table)
        self.body.addWidget(self.total)
        self.nobody = Message("whistle")
        self.nobody.set_words(
            self.tr("There are no personal trainers yet"),
            self.tr("Add the first one to see here who has places free."),
        )
        self.add_button = primary_button(self.tr("Add trainer"), "plus")
        self.add_button.setObjectName("addFirstTrainerButton")
        self.nobody.buttons.addWidget(self.add_button)
        self.nobody.hide()
        self.body.insertWidget(0, self.nobody)
        self._connect_signals()
        self.table.show_sorted("clients", descending=True)

    def set_trainers(self, trainers: Sequence[TrainerRow]) -> None:
        """Show these trainers, all of them personal trainers; without any, the way to add one."""
        self.model.set_rows(trainers)
        count = len(trainers)
        self.nobody.setVisible(not count)
        for widget in (self.table, self.total, self.order, self.assign_button):
            widget.setVisible(bool(count))
        words = self.tr("1 trainer") if count == 1 else self.tr("{0} trainers").format(count)
        self.set_count(words if count else "")
        self.table.setFixedHeight(self.table.height_of_rows(count))
        self.total.set_trainers(trainers)

    def _columns(self) -> tuple[Column[TrainerRow], ...]:
        return (
            Column(
                "trainer",
                self.tr("Trainer"),
                lambda row: row.name,
                value=lambda row: PersonCell(row.id, row.name, ", ".join(row.specializations)),
                delegate=PersonDelegate,
                sort_key=lambda row: row.name.casefold(),
                width=Size.COLUMN_XL,
                stretch=3,
                can_hide=False,
            ),
            Column(
                "clients",
                self.tr("Clients"),
                lambda row: f"{row.active_clients}/{row.max_clients}",
                value=lambda row: CapacityCell(row.active_clients, row.max_clients),
                delegate=CapacityDelegate,
                sort_key=lambda row: (load_of(row), row.active_clients),
                width=Size.COLUMN_L,
                stretch=2,
                can_hide=False,
            ),
            Column(
                "free",
                self.tr("Free"),
                self._free_text,
                align=_RIGHT,
                sort_key=free_of,
                tone=lambda row: "text" if free_of(row) else "critical",
                width=Size.COLUMN_S,
            ),
            Column(
                "compliance",
                self.tr("Compliance"),
                lambda row: percent(row.compliance),
                align=_RIGHT,
                sort_key=lambda row: row.compliance,
                width=Size.COLUMN_S + Space.L,
            ),
        )

    def _free_text(self, row: TrainerRow) -> str:
        if row.active_clients > row.max_clients:
            return self.tr("{0} over").format(row.active_clients - row.max_clients)
        return str(free_of(row)) if free_of(row) else self.tr("Full")

    def _connect_signals(self) -> None:
        self.table.row_activated.connect(lambda row: self.trainer_opened.emit(row.id))
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        self.order.activated.connect(self._on_order_chosen)
        self.assign_button.clicked.connect(self.assign_requested)
        self.add_button.clicked.connect(self.add_requested)

    def _on_order_chosen(self) -> None:
        key, descending = self.order.currentData()
        self.table.show_sorted(key, descending)

    def _on_sorted(self, section: int, order: Qt.SortOrder) -> None:
        key = self.model.columns[section].key if 0 <= section < len(self.model.columns) else ""
        descending = order == Qt.SortOrder.DescendingOrder
        entries = [self.order.itemData(place) for place in range(self.order.count())]
        known = (key, descending)
        self.order.setCurrentIndex(entries.index(known) if known in entries else -1)


class TotalLine(QWidget):
    """The sum of the board, its figures below those of the table."""

    def __init__(self, table: DataTable) -> None:
        super().__init__()
        self._table = table
        self._active = self._limit = self._free = 0
        self._compliance: float | None = None
        self.setObjectName("capacityTotal")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        table.horizontalHeader().sectionResized.connect(self._on_columns_changed)
        table.horizontalHeader().sectionMoved.connect(self._on_columns_changed)

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(0, Size.ROW)

    def set_trainers(self, trainers: Sequence[TrainerRow]) -> None:
        """Add up these trainers; compliance is the mean of theirs, weighted by their clients."""
        self._active = sum(trainer.active_clients for trainer in trainers)
        self._limit = sum(trainer.max_clients for trainer in trainers)
        self._free = sum(map(free_of, trainers))
        known = [(t.compliance, t.active_clients) for t in trainers if t.compliance is not None]
        clients = sum(count for _, count in known)
        self._compliance = sum(share * count for share, count in known) / clients if clients else None
        words = self.tr("All trainers, {0} of {1} places taken, {2} free, compliance {3}")
        self.setAccessibleName(words.format(self._active, self._limit, self._free, percent(self._compliance)))
        self.update()

    def _on_columns_changed(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line above, the words, the bar and the figures."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        painter.fillRect(QRectF(0, 0, self.width(), Size.BORDER), QColor(scheme.line))
        bold = fonts.font(Type.BODY, Weight.SEMIBOLD, tabular=True)
        words = {
            "trainer": self.tr("All trainers"),
            "free": str(self._free),
            "compliance": percent(self._compliance),
        }
        for key, rect in self._cells():
            if key == "clients":
                figures = QFontMetricsF(bold).horizontalAdvance("000/000")
                bar = QRectF(rect)
                bar.setWidth(max(rect.width() - figures - Space.M, 0))
                bar.setTop(rect.center().y() - Size.BAR / 2)
                bar.setHeight(Size.BAR)
                paint.capacity(painter, bar, scheme, self._active, self._limit)
                paint.elided(painter, rect, f"{self._active}/{self._limit}", bold, scheme.text, _RIGHT)
            else:
                align = Qt.AlignmentFlag.AlignLeft if key == "trainer" else _RIGHT
                paint.elided(painter, rect, words[key], bold, scheme.text, align)

    def _cells(self) -> list[tuple[str, QRectF]]:
        """Return where the table's columns are."""
        header = self._table.horizontalHeader()
        columns = self._table.rows_model.columns
        shown = [place for place in range(len(columns)) if not header.isSectionHidden(place)]
        shown.sort(key=header.visualIndex)
        cells = []
        for number, place in enumerate(shown):
            left = Space.L if number == 0 else Space.S
            right = Space.L if number == len(shown) - 1 else Space.S
            start = header.sectionViewportPosition(place)
            rect = QRectF(start + left, 0, header.sectionSize(place) - left - right, self.height())
            cells.append((columns[place].key, rect))
        return cells

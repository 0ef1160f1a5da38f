"""The rows model and the table that shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.theme.tokens import LIGHT, Size
from gymtrainer_desktop.ui.widgets import delegates
from gymtrainer_desktop.ui.widgets.delegates import CapacityCell, PersonCell, PillCell, percent
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable

RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    clients: int | None
    share: float | None = 0.8


def columns() -> list[Column[Row]]:
    return [
        Column(
            "name",
            "Name",
            lambda row: row.name,
            value=lambda row: PersonCell(row.id, row.name, "Strength"),
            delegate=delegates.PersonDelegate,
            sort_key=lambda row: row.name,
            width=200,
            stretch=1,
            can_hide=False,
        ),
        Column(
            "clients",
            "Clients",
            lambda row: "—" if row.clients is None else str(row.clients),
            value=lambda row: CapacityCell(row.clients or 0, 15),
            delegate=delegates.CapacityDelegate,
            sort_key=lambda row: row.clients,
            align=RIGHT,
            width=160,
        ),
        Column("joined", "Joined", lambda row: "18 Nov 2026", sort="joined", align=RIGHT),
        Column(
            "compliance",
            "Compliance",
            lambda row: percent(row.share),
            value=lambda row: row.share,
            delegate=delegates.ComplianceDelegate,
            align=RIGHT,
            tone=lambda row: "critical",
            tooltip=lambda row: f"of {row.name}",
        ),
        Column("state", "State", lambda row: "Active", value=lambda row: PillCell("Active", "positive"),
               delegate=delegates.PillDelegate),
        Column("weeks", "Weeks", lambda row: "", value=lambda row: (1, 2, 3), delegate=delegates.SparklineDelegate),
    ]  # fmt: skip


ROWS = (Row(1, "Maya", 15), Row(2, "Ada", None), Row(3, "Zoe", 3))


@pytest.fixture
def model(qapp) -> RowsModel[Row]:
    model = RowsModel(columns(), checkable=True)
    model.set_rows(ROWS)
    return model


@pytest.fixture
def table(window: QWidget, model: RowsModel[Row], settings) -> DataTable:
    table = DataTable(model, settings, "members")
    layout = QVBoxLayout(window)
    layout.addWidget(table)
    return table


def names(model: RowsModel[Row]) -> list[str]:
    return [row.name for row in model.rows]


def test_the_model_keeps_qt_s_rules(qtbot, model: RowsModel[Row]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert isinstance(tester.model(), QAbstractItemModel)
    model.set_rows(ROWS, has_more=True)
    model.set_rows(tuple(replace(row, clients=1) for row in ROWS), has_more=True)
    model.fetchMore()
    model.extend((Row(4, "Bea", 2),), has_more=False)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.check_all(True)
    model.set_rows(ROWS[:1])
    model.set_rows(())
    assert model.rowCount() == 0


def test_cells_are_served_from_memory(model: RowsModel[Row]) -> None:
    index = model.index(0, 4)
    assert index.data() == "80 %"
    assert index.data(RowsRole.VALUE) == 0.8
    assert index.data(RowsRole.TONE) == "critical"
    assert index.data(RowsRole.ROW) is ROWS[0]
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "of Maya"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "80 %"
    assert Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)) & RIGHT
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Name"
    assert model.setData(model.index(0, 1), "Eve") is False


def test_sorting_in_memory_puts_rows_without_a_value_last(model: RowsModel[Row]) -> None:
    model.sort(2, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["Zoe", "Maya", "Ada"]
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Maya", "Zoe", "Ada"]
    model.set_rows((*ROWS, Row(4, "Bea", 20)))
    assert names(model) == ["Bea", "Maya", "Zoe", "Ada"]


def test_sorting_in_sql_is_asked_for(qtbot, model: RowsModel[Row]) -> None:
    with qtbot.waitSignal(model.sort_requested) as asked:
        model.sort(3, Qt.SortOrder.DescendingOrder)
    assert asked.args == ["joined", True]
    assert names(model) == ["Maya", "Ada", "Zoe"]
    with qtbot.assertNotEmitted(model.sort_requested):
        model.sort(5, Qt.SortOrder.AscendingOrder)


def test_more_rows_are_asked_for_once(qtbot, model: RowsModel[Row]) -> None:
    asked: list[int] = []
    model.more_wanted.connect(lambda: asked.append(1))
    assert not model.canFetchMore()
    model.set_rows(ROWS, has_more=True)
    model.fetchMore()
    model.fetchMore()
    assert asked == [1]
    model.fetch_failed()
    model.fetchMore()
    assert asked == [1, 1]
    model.extend((Row(4, "Bea", 2),), has_more=False)
    assert not model.canFetchMore()
    assert names(model) == ["Maya", "Ada", "Zoe", "Bea"]


def test_check_marks_follow_their_rows(qtbot, model: RowsModel[Row]) -> None:
    model.set_checked(0, True)
    model.set_checked(2, True)
    assert model.check_state() == Qt.CheckState.PartiallyChecked
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert [row.name for row in model.checked] == ["Maya", "Zoe"]
    with qtbot.waitSignal(model.checked_changed):
        model.set_rows(ROWS[:2])
    assert [row.name for row in model.checked] == ["Maya"]
    model.check_all(True)
    assert model.check_state() == Qt.CheckState.Checked
    model.check_all(False)
    assert model.check_state() == Qt.CheckState.Unchecked


def test_a_reload_of_the_same_rows_keeps_the_view_still(qtbot, model: RowsModel[Row]) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_rows(tuple(replace(row, clients=9) for row in ROWS))
    assert model.row_at(0).clients == 9


def test_enter_and_double_click_activate_a_row(qtbot, table: DataTable) -> None:
    table.setFocus()
    table.select_id(2)
    with qtbot.waitSignal(table.row_activated) as activated:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert activated.args[0].name == "Ada"
    where = table.visualRect(table.model().index(2, 1)).center()
    with qtbot.waitSignal(table.row_activated) as activated:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert activated.args[0].name == "Zoe"


def test_space_and_the_box_tick_a_row_without_choosing_it(qtbot, table: DataTable) -> None:
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.focused_row == 0
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.focused_row == 1
    qtbot.keyClick(table, Qt.Key.Key_Space)
    where = table.visualRect(table.model().index(0, 0)).center()
    with qtbot.assertNotEmitted(table.current_row_changed):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert [row.name for row in table.rows_model.checked] == ["Maya", "Ada"]
    assert table.focused_row == -1


def test_the_header_s_box_checks_all(qtbot, table: DataTable) -> None:
    header = table.horizontalHeader()
    for expected in (3, 0):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(24, 18))
        assert len(table.rows_model.checked) == expected


def test_a_click_on_a_heading_sorts_and_on_another_that_cannot_does_not(qtbot, table: DataTable) -> None:
    header = table.horizontalHeader()

    def click(section: int) -> None:
        left = header.sectionViewportPosition(section)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left + 20, 18))

    click(1)
    assert names(table.rows_model) == ["Ada", "Maya", "Zoe"]
    click(1)
    assert names(table.rows_model) == ["Zoe", "Maya", "Ada"]
    click(5)
    assert header.sortIndicatorSection() == 1


def test_rows_are_44_pixels_and_columns_share_the_width(table: DataTable) -> None:
    assert table.rowHeight(0) == Size.ROW == 44
    assert sum(table.columnWidth(place) for place in range(7)) == table.viewport().width()
    assert table.columnWidth(1) > 200


def test_columns_are_remembered(qtbot, window: QWidget, table: DataTable, settings) -> None:
    header = table.horizontalHeader()
    header.resizeSection(3, 222)
    header.moveSection(header.visualIndex(5), 2)
    menu = table.columns_menu()
    qtbot.addWidget(menu)
    next(action for action in menu.actions() if action.text() == "Weeks").trigger()
    assert "Name" not in [action.text() for action in menu.actions()]
    qtbot.waitUntil(lambda: "members" in settings.stored)
    again = DataTable(RowsModel(columns(), checkable=True), settings, "members")
    qtbot.addWidget(again)
    again.resize(1200, 400)
    again.show()
    assert again.columnWidth(3) == 222
    assert again.horizontalHeader().visualIndex(5) == 2
    assert again.isColumnHidden(6)
    assert again.horizontalHeader().visualIndex(0) == 0


def test_the_boxes_stay_on_the_left(table: DataTable) -> None:
    header = table.horizontalHeader()
    header.moveSection(3, 0)
    assert header.visualIndex(0) == 0


@pytest.mark.expects_log("are not remembered")
def test_a_full_disk_does_not_stop_a_column(qtbot, window: QWidget, model, settings, caplog) -> None:
    def full(table: str, columns: object) -> None:
        raise UserError("The disk is full.")

    settings.put_columns = full
    table = DataTable(model, settings, "members", window)
    table.horizontalHeader().resizeSection(3, 200)
    qtbot.waitUntil(lambda: "The disk is full." in caplog.text)


def test_what_is_remembered_of_another_version_is_ignored(qtbot, model, settings) -> None:
    settings.stored["members"] = [
        {"key": "gone", "hidden": True},
        {"key": "name", "hidden": True, "width": "x"},
    ]
    table = DataTable(model, settings, "members")
    qtbot.addWidget(table)
    assert not table.isColumnHidden(1)


def test_the_current_row_survives_a_reload(qtbot, table: DataTable) -> None:
    table.select_id(3)
    with qtbot.assertNotEmitted(table.current_row_changed):
        table.rows_model.set_rows((Row(9, "New", 1), *ROWS))
    assert table.current_row().name == "Zoe"
    with qtbot.waitSignal(table.current_row_changed) as told:
        table.rows_model.set_rows(ROWS[:1])
    assert told.args == [None]


def test_hovering_lights_the_whole_row(qtbot, table: DataTable) -> None:
    where = table.visualRect(table.model().index(1, 3)).center()
    qtbot.mouseMove(table.viewport(), where)
    qtbot.waitUntil(lambda: table.hovered_row == 1)
    image = table.viewport().grab().toImage()
    y = table.rowViewportPosition(1) + 3
    assert image.pixelColor(2, y).name().upper() == LIGHT.hover
    assert image.pixelColor(table.viewport().width() - 2, y).name().upper() == LIGHT.hover


@pytest.mark.parametrize(
    "name",
    ["TextDelegate", "StrongTextDelegate", "PersonDelegate", "SmallPersonDelegate", "PillDelegate",
     "CapacityDelegate", "ComplianceDelegate", "SparklineDelegate"],
)  # fmt: skip
@pytest.mark.parametrize("share", [None, 0.0, 0.4, 1.0])
def test_delegates_paint_something_in_every_state(qtbot, table: DataTable, name: str, share) -> None:
    values = {
        "PersonDelegate": PersonCell(1, "Maya Okafor", "Strength") if share else PersonCell(1, ""),
        "SmallPersonDelegate": PersonCell(1, "Maya Okafor") if share else None,
        "PillDelegate": PillCell("Active", "positive") if share else None,
        "CapacityDelegate": CapacityCell(round((share or 0) * 15), 15 if share is not None else 0),
        "SparklineDelegate": (1, share, 3) if share else (),
    }
    column: Column[Row] = Column("c", "C", lambda row: "words", value=lambda row: values.get(name, share))
    model = RowsModel([column])
    model.set_rows(ROWS)
    option = QStyleOptionViewItem()
    option.widget = table
    option.rect = table.rect().adjusted(0, 0, -table.width() + 200, -table.height() + 44)
    image = QImage(200, 44, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    getattr(delegates, name)(table).paint(painter, option, model.index(2, 0))
    painter.end()
    assert any(image.pixelColor(x, y).alpha() for x in range(200) for y in range(44))


@pytest.mark.parametrize(("share", "words"), [(None, "—"), (0, "0 %"), (0.854, "85 %"), (1, "100 %")])
def test_percent(share: float | None, words: str) -> None:
    assert percent(share) == words


def test_what_is_folded_for_want_of_room_is_no_choice_of_widths(window, settings, model) -> None:
    table = DataTable(model, settings, "members")
    layout = QVBoxLayout(window)
    layout.addWidget(table)
    table.fold(("weeks", "state"))
    table.fold(())
    table.fold(("clients",))
    assert table.isColumnHidden(2) and not table.isColumnHidden(6)
    assert table._user_widths == {} and not table._remembering.isActive()

"""Cards, states, fields, choices: what they say and how they answer to mouse and keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.bars import BulkBar
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card, KeyFigure, KeyFigureCard
from gymtrainer_desktop.ui.widgets.choice import ChoiceButton
from gymtrainer_desktop.ui.widgets.fields import DateField, FormField, SearchField, Stepper, place_of
from gymtrainer_desktop.ui.widgets.meters import CapacityBar, ComplianceRing, ProgressBar, TimerRing
from gymtrainer_desktop.ui.widgets.pills import Chip, ChipList, Pill
from gymtrainer_desktop.ui.widgets.segmented import DifficultyPicker, Segment, Segmented, Tabs
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label
from gymtrainer_desktop.ui.widgets.week_dots import DayDot, DayState, WeekDots

NASTY = "<b>Robert'); DROP TABLE</b> 💪"


def texts(widget: QWidget) -> list[str]:
    return [child.text() for child in widget.findChildren(QLabel) if not child.isHidden()]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maya Okafor", "MO"), ("Ada", "A"), ("  ", "?"), ("", "?"), ("Jean-Luc de la Tour", "JT"), ("(x) y", "Y"),
     ("ßtrange", "SS"), ("💪", "💪"), ("李 小龙", "李小")],
)  # fmt: skip
def test_initials(name: str, letters: str) -> None:
    assert paint.initials(name) == letters


def test_text_is_never_read_as_markup(qtbot) -> None:
    words = label(NASTY)
    qtbot.addWidget(words)
    assert words.textFormat() == Qt.TextFormat.PlainText
    elided = ElidedLabel(NASTY * 50)
    qtbot.addWidget(elided)
    elided.resize(100, 20)
    assert elided.toolTip().startswith(NASTY)
    elided.setText("short")
    assert elided.toolTip() == ""


def test_a_card_s_title_row(qtbot, window) -> None:
    button = quiet_button("Add", "plus", "small")
    card = Card("Notes", "4", (button,), parent=window)
    card.add_footer("Everything is shown")
    card.show()
    assert texts(card) == ["Notes", "4", "Everything is shown"]
    card.set_title("")
    assert card.header.isHidden()
    figures = KeyFigureCard(KeyFigure("Active clients", "112", "72 %"))
    qtbot.addWidget(figures)
    figures.set_figure("113", "73 %")
    assert figures.figures[0].figure == "113"
    assert figures.figures[0].accessibleDescription() == "113 73 %"


def test_grey_rows_appear_only_after_a_moment(qtbot, window) -> None:
    stack = StateStack(QLabel("content"), parent=window)
    stack.resize(300, 300)
    stack.show()
    stack.show_loading()
    assert stack.state == "loading"
    assert not stack._skeleton.isVisible()
    qtbot.waitUntil(stack._skeleton.isVisible)
    stack.show_content()
    assert stack.state == "content"
    stack.show_loading()
    assert stack.state == "content"


def test_empty_offers_the_action_that_fills_it(qtbot, window) -> None:
    stack = StateStack(QLabel(), parent=window)
    pressed: list[int] = []
    stack.show_empty("No clients yet", "They appear here.", "Assign members", lambda: pressed.append(1))
    assert stack.state == "empty"
    stack.findChild(QPushButton).click()
    assert pressed == [1]
    stack.show_empty("No notes")
    assert stack.state == "empty"


def test_an_error_says_what_happened_and_what_was_kept(qtbot, window) -> None:
    stack = StateStack(QLabel(), parent=window)
    stack.show_error(
        "The logs could not be loaded", Unavailable("The server did not answer."), "Your draft was kept."
    )
    assert stack.state == "error"
    assert "The server did not answer. Your draft was kept." in texts(stack)
    details, retry = stack.findChildren(QPushButton)
    details.click()
    assert stack.findChild(QPlainTextEdit).toPlainText() == "The server did not answer."
    with qtbot.waitSignal(stack.retry_requested):
        retry.click()
    assert stack.state == "loading"
    stack.show_error("Again", ValueError("secret detail"))
    assert "secret detail" not in " ".join(texts(stack))


def test_a_field_says_what_is_wrong_until_it_is_edited(qtbot, window) -> None:
    edit = QLineEdit()
    field = FormField("E-mail", edit, "(optional)", window)
    field.show()
    height = field.sizeHint().height()
    field.set_error("This does not look like an e-mail address.")
    assert field.error == "This does not look like an e-mail address."
    assert edit.accessibleDescription() == field.error
    assert field.sizeHint().height() > height
    qtbot.keyClicks(edit, "a")
    assert field.error == ""
    assert edit.accessibleName() == "E-mail"


def test_a_list_finds_an_id_that_was_read_once_more(qtbot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItem("Anyone", None)
    box.addItem("Maya Okafor", UUID(int=7))
    assert (place_of(box, UUID(int=7)), place_of(box, None), place_of(box, UUID(int=8))) == (1, 0, -1)


def test_a_date_is_written_the_british_way_and_its_calendar_has_no_red(qtbot, window) -> None:
    edit = DateField(date(2026, 11, 16), week_start=7, parent=window)
    assert edit.text() == "Mon 16 Nov 2026"
    edit.set_value(date(2027, 1, 3))
    assert edit.value == date(2027, 1, 3)
    calendar = edit.calendarWidget()
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Sunday
    assert calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).isEmpty()
    FormField("Start date", edit, parent=window)
    assert edit.accessibleName() == "Start date"


def test_a_search_is_told_when_typing_pauses(qtbot, window) -> None:
    field = SearchField("Find a client", window)
    field.show()
    told: list[str] = []
    field.searched.connect(told.append)
    qtbot.keyClicks(field, " sa")
    assert told == []
    qtbot.waitUntil(lambda: told == ["sa"])
    qtbot.keyClicks(field, "r")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["sa", "sar"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["sa", "sar", ""]


def test_a_search_leaves_the_key_that_edits_a_plan_to_the_page(qtbot, window) -> None:
    field = SearchField("Find a client", window)
    for key, taken in ((Qt.Key.Key_E, False), (Qt.Key.Key_A, True)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        QApplication.sendEvent(field, event)
        assert event.isAccepted() is taken


def test_a_stepper_steps_types_and_keeps_its_limits(qtbot, window) -> None:
    stepper = Stepper(Decimal("62.5"), unit="kg", step=Decimal("2.5"), maximum=70, decimals=2, parent=window)
    stepper.show()
    told: list[Decimal | None] = []
    stepper.value_changed.connect(told.append)
    qtbot.mouseClick(stepper.more, Qt.MouseButton.LeftButton)
    assert stepper.value == 65
    assert stepper.edit.text() == "65"
    qtbot.keyClick(stepper.edit, Qt.Key.Key_Up)
    stepper.edit.selectAll()
    qtbot.keyClicks(stepper.edit, "61,25")
    assert stepper.value == Decimal("61.25")
    stepper.edit.selectAll()
    qtbot.keyClicks(stepper.edit, "900")
    assert stepper.edit.property("tone") == "critical"
    qtbot.keyClick(stepper.edit, Qt.Key.Key_Return)
    assert stepper.value == 70
    assert not stepper.more.isEnabled()
    stepper.edit.selectAll()
    qtbot.keyClicks(stepper.edit, "abc")
    qtbot.keyClick(stepper.edit, Qt.Key.Key_Return)
    assert stepper.edit.text() == "70"
    stepper.set_value(None)
    assert told[-1] is None
    assert stepper.edit.text() == ""
    qtbot.mouseClick(stepper.less, Qt.MouseButton.LeftButton)
    assert stepper.value == 0


def test_filters_are_chosen_by_mouse_and_arrows(qtbot, window) -> None:
    filters = Segmented([Segment("all", "All", 384), Segment("paused", "Paused", 6)], window)
    filters.show()
    filters.resize(filters.sizeHint())
    where = filters.rect_of("paused").center().toPoint()
    with qtbot.waitSignal(filters.chosen) as chosen:
        qtbot.mouseClick(filters, Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == ["paused"]
    with qtbot.waitSignal(filters.chosen):
        qtbot.keyClick(filters, Qt.Key.Key_Left)
    assert filters.current == "all"
    with qtbot.assertNotEmitted(filters.chosen):
        filters.set_current("paused")
        qtbot.keyClick(filters, Qt.Key.Key_Right)
    filters.set_counts({"all": 385})
    assert filters.segments[0].count == 385
    filters.set_segments([Segment("x", "X")])
    assert filters.current == "x"


def test_tabs(qtbot, window) -> None:
    tabs = Tabs([Segment("plan", "Plan"), Segment("messages", "Messages", 2, True)], window)
    tabs.show()
    tabs.resize(tabs.sizeHint())
    with qtbot.waitSignal(tabs.chosen):
        qtbot.keyClick(tabs, Qt.Key.Key_End)
    assert tabs.current == "messages"
    assert not tabs.grab().isNull()


def test_difficulty_is_picked_with_a_digit_or_the_mouse(qtbot, window) -> None:
    picker = DifficultyPicker(window)
    picker.resize(600, picker.height())
    picker.show()
    assert picker.rating is None
    with qtbot.waitSignal(picker.rated) as rated:
        qtbot.keyClick(picker, Qt.Key.Key_4)
    assert rated.args == [4]
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=picker.rect_of("1").center().toPoint())
    assert picker.rating == 1
    picker.set_rating(None)
    assert picker.rating is None


def test_chips_wrap_and_can_be_removed(qtbot, window) -> None:
    chips = ChipList(["NASM-CPT", "CSCS", "ACE-CPT"], removable=True, parent=window)
    assert chips.heightForWidth(120) > chips.heightForWidth(900)
    chips.add_text("CSCS")
    chips.add_text("NSCA")
    assert chips.texts == ("NASM-CPT", "CSCS", "ACE-CPT", "NSCA")
    with qtbot.waitSignal(chips.removed) as removed:
        next(chip for chip in chips.findChildren(Chip) if chip.text == "CSCS").remove_requested.emit("CSCS")
    assert removed.args == ["CSCS"]
    assert chips.texts == ("NASM-CPT", "ACE-CPT", "NSCA")


def test_the_bulk_bar_shows_while_something_is_checked(qtbot, window) -> None:
    bar = BulkBar(window)
    assert bar.isHidden()
    pressed: list[int] = []
    button = bar.add_action("Assign trainer", lambda: pressed.append(1), "whistle", primary=True)
    bar.set_selection(3, "none of them has a trainer")
    assert "3 selected" in texts(bar)
    button.click()
    assert pressed == [1]
    bar.set_selection(0)
    assert bar.isHidden()


def test_a_week_says_its_days_in_words(qtbot, window) -> None:
    monday = date(2026, 11, 16)
    states = (DayState.COMPLETED, DayState.PARTIAL, DayState.MISSED, DayState.REST, DayState.PLANNED,
              DayState.PLANNED, DayState.REST)  # fmt: skip
    dots = WeekDots(parent=window)
    dots.resize(420, dots.sizeHint().height())
    dots.set_days(tuple(DayDot(monday + timedelta(days=n), state, n == 4) for n, state in enumerate(states)))
    dots.show()
    assert dots.accessibleName().startswith("Mon: completed, Tue: partly done, Wed: not done, Thu: rest day")
    assert not dots.grab().isNull()
    with qtbot.assertNotEmitted(dots.day_chosen):
        qtbot.mouseClick(dots, Qt.MouseButton.LeftButton)
    dots.set_clickable(True)
    with qtbot.waitSignal(dots.day_chosen) as chosen:
        qtbot.mouseClick(dots, Qt.MouseButton.LeftButton, pos=dots._cell(2).center().toPoint())
    assert chosen.args == [date(2026, 11, 18)]
    with qtbot.waitSignal(dots.day_chosen) as chosen:
        qtbot.keyClick(dots, Qt.Key.Key_Right)
    assert chosen.args == [date(2026, 11, 19)]


def test_meters_say_their_figures(qtbot, window) -> None:
    bar = CapacityBar(12, 15, window)
    assert bar.accessibleName() == "12 of 15 places taken"
    ring = ComplianceRing(None, parent=window)
    assert ring.accessibleName() == "Compliance —"
    ring.set_share(0.85)
    assert ring.accessibleName() == "Compliance 85 %"
    timer = TimerRing(parent=window)
    timer.set_state(0.7, "1:48", "of 2:30")
    assert timer.accessibleName() == "1:48 of 2:30"
    for widget in (bar, ring, timer, ProgressBar(0.5, parent=window), Pill("Active", "positive", window),
                   Avatar(1, "Maya", 64, parent=window)):  # fmt: skip
        widget.show()
        assert not widget.grab().isNull()


def test_buttons_have_a_height_of_36_28_and_40_and_room_for_their_words(qtbot, window) -> None:
    layout = QVBoxLayout(window)
    for size, height in (("", 36), ("small", 28), ("large", 40), ("touch", 64)):
        button = primary_button("Assign 3 to John Smith", "check", size)
        layout.addWidget(button)
        button.show()
        assert button.sizeHint().height() == height
        assert button.sizeHint().width() > QFontMetrics(button.font()).horizontalAdvance(button.text())
    assert icon_button("x", "Close").accessibleName() == "Close"


def test_focus_does_not_move_a_button(qtbot, window) -> None:
    button = quiet_button("Cancel", parent=window)
    button.show()
    before = button.sizeHint()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    assert button.sizeHint() == before


def test_a_choice_answers_to_enter(qtbot, window) -> None:
    choice = ChoiceButton("Set up my gym", "Name and units", "house", parent=window)
    choice.show()
    with qtbot.waitSignal(choice.clicked):
        qtbot.keyClick(choice, Qt.Key.Key_Return)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_focused_button_is_pressed_by_enter_and_by_space(qtbot: QtBot, key: Qt.Key) -> None:
    for button in (primary_button("Save"), icon_button("x", "Close")):
        qtbot.addWidget(button)
        button.show()
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, key)

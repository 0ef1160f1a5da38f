"""The settings page: the gym's own, and what is said about this computer."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QScrollArea, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.settings import Settings, Theme
from gymtrainer_desktop.ui.admin import nav_items
from gymtrainer_desktop.ui.admin.settings.settings_conflict import SettingsConflictDialog, differences
from gymtrainer_desktop.ui.admin.settings.settings_page import SettingsPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def stored(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym, stored: Settings) -> SettingsPage:
    page = SettingsPage(dataclasses.replace(desk.context(page_context), settings=stored))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def test_the_front_desk_has_its_pages(qtbot, page_context: PageContext, desk: Gym, stored: Settings) -> None:
    context = dataclasses.replace(desk.context(page_context), settings=stored)
    items = nav_items()
    assert items[0].key == "overview"
    assert [item.key for item in items if item.bottom] == ["settings"]
    assert {"people", "audit", "stations", "backups"} <= {i.key for i in items if i.under == "settings"}
    for item in items:
        made = item.page_factory(context)
        qtbot.addWidget(made)
        assert made.key == item.key and made.title == item.text


def test_the_door_says_how_many_entries_wait(qtbot, page: SettingsPage, desk: Gym) -> None:
    door = page.doors.doors["refused"]
    assert door.text() == "Waiting entries"
    desk.refused.put("Mike Davis")
    desk.refused.put("Ava Novak")
    page.refresh()
    qtbot.waitUntil(lambda: door.text() == "Waiting entries (2)")
    desk.refused.stored.clear()
    page.refresh()
    qtbot.waitUntil(lambda: door.text() == "Waiting entries")


def test_the_form_shows_what_is_stored(page: SettingsPage) -> None:
    form = page.gym
    assert (form.name.text(), form.zone.currentText(), form.week.currentText()) == (
        "Harbour Street Gym",
        "Europe/London",
        "Monday",
    )
    assert (form.unit.currentData(), form.formula.currentData()) == (Unit.KG, E1rmFormula.EPLEY)
    assert (form.staff_idle.text(), form.kiosk_idle.text()) == ("15", "5")
    assert [form.bars[unit].text() for unit in (Unit.KG, Unit.LB)] == ["20", "45"]
    assert form.plates[Unit.KG].text() == "25, 20, 15, 10, 5, 2.5, 1.25"
    assert form.plates[Unit.LB].text() == "45, 35, 25, 10, 5, 2.5"
    assert not form.save_button.isEnabled() and form.zone.findText("Pacific/Auckland") >= 0


def test_what_is_changed_is_saved_with_its_version(qtbot, page: SettingsPage, desk: Gym) -> None:
    form = page.gym
    form.name.setText("  Harbour   Gym ")
    form.zone.setEditText("Asia/Kolkata")
    form.week.setCurrentIndex(6)
    form.unit.setCurrentIndex(1)
    form.formula.setCurrentIndex(1)
    form.staff_idle.setText("30")
    form.offline_days.setText("3")
    with qtbot.waitSignal(page.gym_saved) as saved:
        qtbot.keyClick(form.staff_idle, Qt.Key.Key_Return)
    wanted = dataclasses.replace(
        desk.stored,
        name="Harbour Gym",
        time_zone="Asia/Kolkata",
        week_start=7,
        weight_unit=Unit.LB,
        e1rm_formula=E1rmFormula.BRZYCKI,
        staff_idle_minutes=30,
        kiosk_offline_days=3,
    )
    assert saved.args == [wanted] and desk.called("save_gym")[0].version == 4
    assert not form.save_button.isEnabled()
    toasts = page.context.notices.toasts.toasts
    assert [toast.words.text() for toast in toasts] == ["The gym's settings are saved"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "   ", "The gym's name has 1 to 120 characters."),
        ("name", "x" * 10_000, "The gym's name has 1 to 120 characters."),
        ("zone", "Mars/Olympus '; DROP TABLE", "There is no such time zone. Please choose one."),
        ("staff_idle", "-5", "A whole number from 1 to 720, please."),
        ("kiosk_idle", "1e9", "A whole number from 1 to 60, please."),
        ("offer_days", "0", "A whole number from 1 to 60, please."),
        ("offline_days", "15", "A whole number from 0 to 14, please."),
        ("offline_days", "", "A whole number from 0 to 14, please."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    qtbot, page: SettingsPage, desk: Gym, field: str, typed: str, sentence: str
) -> None:
    names = {
        "zone": "time_zone",
        "staff_idle": "staff_idle_minutes",
        "kiosk_idle": "kiosk_idle_minutes",
        "offline_days": "kiosk_offline_days",
    }
    widget = getattr(page.gym, field)
    (widget.setEditText if field == "zone" else widget.setText)(typed)
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    assert page.gym.error_of(names.get(field, field)) == sentence
    assert desk.called("save_gym") == []


def test_bars_and_plates_are_typed_and_saved(qtbot, page: SettingsPage, desk: Gym) -> None:
    form = page.gym
    form.bars[Unit.KG].setText("17.5 kg")
    form.plates[Unit.KG].setText("5, 20, 2.50 0.5")
    with qtbot.waitSignal(page.gym_saved) as saved:
        qtbot.keyClick(form.plates[Unit.KG], Qt.Key.Key_Return)
    settings = saved.args[0]
    assert (settings.bar_kg, settings.bar_lb) == (Decimal("17.5"), Decimal(45))
    assert settings.plates_kg == tuple(map(Decimal, ("20", "5", "2.5", "0.5")))
    assert form.plates[Unit.KG].text() == "20, 5, 2.5, 0.5", "shown in order"
    assert form.bars[Unit.KG].text() == "17.5" and not form.is_dirty()


def test_the_same_plates_written_otherwise_are_no_change(page: SettingsPage) -> None:
    page.gym.plates[Unit.LB].setText("2.5 5 10 25 35 45 45")
    assert not page.gym.is_dirty()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("bar_kg", "heavy", "A bar weighs between 0 and 100 kg, such as 20."),
        ("bar_lb", "221", "A bar weighs between 0 and 220 lb, such as 20."),
        ("plates_kg", "20, ten", "“ten” is not a weight in kg. Plates read like this: 20, 10, 5, 2.5."),
        ("plates_lb", "", "Name at least one plate, such as: 20, 10, 5, 2.5."),
        ("plates_kg", "250", "A plate weighs between 0.1 and 100 kg, not 250."),
    ],
)
def test_what_is_no_bar_and_no_plate_is_told_beside_its_field(
    qtbot, page: SettingsPage, desk: Gym, field: str, typed: str, sentence: str
) -> None:
    gear = page.gym.bars if field.startswith("bar") else page.gym.plates
    gear[Unit(field[-2:])].setText(typed)
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    assert page.gym.error_of(field) == sentence
    assert gear[Unit(field[-2:])].hasFocus()
    assert desk.called("save_gym") == []


def test_plates_that_somebody_else_changed_are_shown_in_words(page: SettingsPage, desk: Gym) -> None:
    theirs = dataclasses.replace(desk.stored, plates_kg=(Decimal(20), Decimal("2.5")), bar_lb=Decimal("35.5"))
    assert differences(theirs, desk.stored) == (
        ("Plates in kg", "20, 2.5", "25, 20, 15, 10, 5, 2.5, 1.25"),
        ("Bar in lb", "35.5 lb", "45 lb"),
    )


def test_what_the_database_refuses_is_told_beside_its_field(qtbot, page: SettingsPage, desk: Gym) -> None:
    words = "The server does not know this time zone."
    desk.fail("save_gym", UserError(words, code="gym_time_zone_known", field="time_zone"))
    page.gym.zone.setEditText("America/Denver")
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.gym.error_of("time_zone") == words)
    assert page.gym.zone.currentText() == "America/Denver"


def _conflict(qtbot, page: SettingsPage, desk: Gym, mine: str, theirs: str) -> SettingsConflictDialog:
    page.gym.name.setText(mine)
    desk.stored = dataclasses.replace(desk.stored, name=theirs, offer_days=7, version=desk.stored.version + 1)
    qtbot.keyClick(page.gym.name, Qt.Key.Key_Return)
    window = page.window()
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(SettingsConflictDialog)))
    return next(d for d in window.findChildren(SettingsConflictDialog) if d.isVisible())


def test_a_stale_save_shows_both_and_theirs_can_be_taken(qtbot, page: SettingsPage, desk: Gym) -> None:
    dialog = _conflict(qtbot, page, desk, "Mine", "Theirs")
    assert dialog.differences == (("Name", "Theirs", "Mine"), ("An offer stands for", "7 days", "3 days"))
    assert page.gym.name.text() == "Mine" and page.gym.banner.isVisible()
    dialog.theirs_button.setFocus()
    qtbot.keyClick(dialog.theirs_button, Qt.Key.Key_Return)
    assert (page.gym.name.text(), page.gym.offer_days.text()) == ("Theirs", "7")
    assert not page.gym.banner.isVisible() and len(desk.called("save_gym")) == 1


def test_a_stale_save_can_be_sent_on_top(qtbot, page: SettingsPage, desk: Gym) -> None:
    dialog = _conflict(qtbot, page, desk, "Mine", "Theirs")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.stored.name == "Mine" and not page.gym.banner.isVisible())
    assert desk.called("save_gym")[-1].version == 5 and desk.stored.offer_days == 3


def test_a_stale_save_can_be_typed_on_and_compared_later(qtbot, page: SettingsPage, desk: Gym) -> None:
    dialog = _conflict(qtbot, page, desk, "Mine", "Theirs")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.gym.name.text() == "Mine" and page.gym.banner.isVisible()
    page.gym.name.setText("Theirs")
    page.gym.offer_days.setText("7")
    page.gym.compare_button.setFocus()
    qtbot.keyClick(page.gym.compare_button, Qt.Key.Key_Return)
    again = next(d for d in page.window().findChildren(SettingsConflictDialog) if d.isVisible())
    assert again.differences == ()
    again.theirs_button.click()
    assert not page.gym.is_dirty()


def test_comparing_what_is_half_typed_says_what_is_wrong(qtbot, page: SettingsPage, desk: Gym) -> None:
    page.gym.name.setText("Mine")
    desk.stored = dataclasses.replace(desk.stored, name="Theirs", version=5)
    page.refresh()
    qtbot.waitUntil(page.gym.banner.isVisible)
    assert page.window().findChild(SettingsConflictDialog) is None, "a live refresh only says so"
    page.gym.staff_idle.setText("soon")
    qtbot.mouseClick(page.gym.compare_button, Qt.MouseButton.LeftButton)
    assert page.gym.error_of("staff_idle_minutes") == "A whole number from 1 to 720, please."


def test_the_waiting_list_is_set_by_keyboard(qtbot, page: SettingsPage, desk: Gym) -> None:
    form = page.gym
    assert not form.may_assign.isChecked() and form.offer_days.text() == "3"
    form.may_assign.setFocus()
    qtbot.keyClick(form.may_assign, Qt.Key.Key_Space)
    form.offer_days.setText("10")
    with qtbot.waitSignal(page.gym_saved) as saved:
        qtbot.keyClick(form.offer_days, Qt.Key.Key_Return)
    assert (saved.args[0].trainers_may_assign, saved.args[0].offer_days) == (True, 10)


@pytest.mark.parametrize("key", ["people", "audit", "stations", "backups"])
def test_each_door_opens_by_enter(qtbot, page: SettingsPage, page_context: PageContext, key: str) -> None:
    door = page.doors.doors[key]
    assert door.accessibleDescription()
    door.setFocus()
    qtbot.keyClick(door, Qt.Key.Key_Return)
    assert page_context.services.went == [(key, {})]


@pytest.mark.parametrize("width", [1224, 904])
def test_nothing_is_clipped_in_a_small_window(qtbot, page: SettingsPage, window: QWidget, width: int) -> None:
    window.resize(width, 744)
    qtbot.waitUntil(lambda: page.width() == width)
    area = page.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    for words in (*page.findChildren(QLabel), *page.findChildren(QCheckBox)):
        if words.isVisible() and not (isinstance(words, QLabel) and words.wordWrap()):
            assert words.width() >= words.minimumSizeHint().width(), words.text()


def test_a_live_refresh_leaves_a_half_typed_form_alone(qtbot, page: SettingsPage, desk: Gym) -> None:
    page.gym.name.setText("Half a na")
    page.refresh()
    qtbot.waitUntil(lambda: len(desk.called("computer")) == 2 and not page.context.tasks.is_busy)
    assert page.gym.name.text() == "Half a na" and not page.gym.banner.isVisible()


def test_leaving_asks_when_something_would_be_lost(page: SettingsPage, monkeypatch) -> None:
    answers = iter((False, True))
    monkeypatch.setattr(page.context.notices, "question", lambda *_, **__: next(answers))
    page.gym.name.setText("Half a na")
    assert not page.may_leave() and page.gym.name.text() == "Half a na"
    assert page.may_leave() and page.gym.name.text() == "Harbour Street Gym"
    assert page.may_leave(), "nothing to lose, nothing asked"


def test_the_computer_says_where_things_are(page: SettingsPage) -> None:
    card = page.computer
    assert card.fact("station_name") == "Desk 1"
    assert card.fact("mode") == "Embedded, on this computer"
    assert (card.fact("server_version"), card.fact("schema_version")) == ("PostgreSQL 18.6", "0001")
    assert card.fact("data_place") == "the data folder"
    assert card.fact("secrets_place") == "kept in the system keyring"


def test_a_theme_is_stored_and_told(qtbot, page: SettingsPage, stored: Settings) -> None:
    assert page.computer.theme.current == Theme.SYSTEM
    where = page.computer.theme.rect_of(Theme.DARK).center().toPoint()
    with qtbot.waitSignal(page.theme_chosen) as chosen:
        qtbot.mouseClick(page.computer.theme, Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == ["dark"] and stored.theme is Theme.DARK
    stored.theme = Theme.LIGHT
    page.refresh()
    qtbot.waitUntil(lambda: page.computer.theme.current == Theme.LIGHT)


def test_a_failing_load_offers_retry(qtbot, window, page_context, desk: Gym, stored: Settings) -> None:
    desk.fail("settings", Unavailable("The server is starting. Trying again."))
    page = SettingsPage(dataclasses.replace(desk.context(page_context), settings=stored))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    qtbot.mouseClick(page._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "content")

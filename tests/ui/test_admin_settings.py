"""The settings page: the gym's own, and what is said about this computer."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.settings import Settings, Theme
from gymtrainer_desktop.ui.admin import nav_items
from gymtrainer_desktop.ui.admin.settings_page import SettingsPage
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
    assert [(item.key, item.bottom) for item in items] == [
        ("overview", False),
        ("members", False),
        ("trainers", False),
        ("backups", False),
        ("settings", True),
    ]
    for item in items:
        made = item.page_factory(context)
        qtbot.addWidget(made)
        assert made.key == item.key and made.title == item.text


def test_the_form_shows_what_is_stored(page: SettingsPage) -> None:
    form = page.gym
    assert (form.name.text(), form.zone.currentText(), form.week.currentText()) == (
        "Harbour Street Gym",
        "Europe/London",
        "Monday",
    )
    assert (form.unit.currentData(), form.formula.currentData()) == (Unit.KG, E1rmFormula.EPLEY)
    assert (form.staff_idle.text(), form.kiosk_idle.text()) == ("15", "5")
    assert not form.save_button.isEnabled() and form.zone.findText("Pacific/Auckland") >= 0


def test_what_is_changed_is_saved_with_its_version(qtbot, page: SettingsPage, desk: Gym) -> None:
    form = page.gym
    form.name.setText("  Harbour   Gym ")
    form.zone.setEditText("Asia/Kolkata")
    form.week.setCurrentIndex(6)
    form.unit.setCurrentIndex(1)
    form.formula.setCurrentIndex(1)
    form.staff_idle.setText("30")
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
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    qtbot, page: SettingsPage, desk: Gym, field: str, typed: str, sentence: str
) -> None:
    names = {"zone": "time_zone", "staff_idle": "staff_idle_minutes", "kiosk_idle": "kiosk_idle_minutes"}
    widget = getattr(page.gym, field)
    (widget.setEditText if field == "zone" else widget.setText)(typed)
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    assert page.gym.error_of(names.get(field, field)) == sentence
    assert desk.called("save_gym") == []


def test_what_the_database_refuses_is_told_beside_its_field(qtbot, page: SettingsPage, desk: Gym) -> None:
    words = "The server does not know this time zone."
    desk.fail("save_gym", UserError(words, code="gym_time_zone_known", field="time_zone"))
    page.gym.zone.setEditText("America/Denver")
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.gym.error_of("time_zone") == words)
    assert page.gym.zone.currentText() == "America/Denver"


def test_a_conflict_shows_both_and_lets_one_choose(qtbot, page: SettingsPage, desk: Gym) -> None:
    page.gym.name.setText("Mine")
    desk.stored = dataclasses.replace(desk.stored, name="Theirs", version=5)
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.gym.banner.isVisible)
    assert page.gym.name.text() == "Mine" and "Theirs, Europe/London" in page.gym.banner.accessibleName()
    qtbot.mouseClick(page.gym.theirs_button, Qt.MouseButton.LeftButton)
    assert page.gym.name.text() == "Theirs" and not page.gym.banner.isVisible()
    page.gym.name.setText("Mine again")
    desk.stored = dataclasses.replace(desk.stored, name="Theirs again", version=6)
    qtbot.mouseClick(page.gym.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.gym.banner.isVisible)
    qtbot.mouseClick(page.gym.mine_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.stored.name == "Mine again" and not page.gym.banner.isVisible())


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

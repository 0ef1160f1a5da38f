"""Overview, audit trail, stations and settings on the real services and a real Postgres."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.people import MemberEdit
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.audit.audit_page import AuditPage
from gymtrainer_desktop.ui.admin.audit.audit_words import sentence
from gymtrainer_desktop.ui.admin.overview.attention_card import AttentionAction
from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage
from gymtrainer_desktop.ui.admin.overview.tell_trainer_dialog import TellTrainerDialog
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.admin.settings.settings_conflict import SettingsConflictDialog
from gymtrainer_desktop.ui.admin.settings.settings_page import SettingsPage
from gymtrainer_desktop.ui.admin.settings.stations_page import StationsPage
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym
from tests.ui.admin_gym import show_page


@pytest.fixture
def context(page_context: PageContext, gym: Gym, tmp_path: Path) -> PageContext:
    services = gym.services(gym.admin("Rosa Delgado"))
    settings = Settings(tmp_path / "settings.json")
    return dataclasses.replace(
        page_context, services=services, gym=services.gym.settings(), settings=settings
    )


@pytest.fixture(autouse=True)
def _finish(tasks: Tasks, gym: Gym, qtbot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    qtbot.waitUntil(lambda: not tasks.is_busy)


def _shown(qtbot, window: QWidget, page: Page, **args: object) -> None:
    show_page(window, page, **args)
    qtbot.waitUntil(lambda: page._states.state in ("content", "empty", "error"))
    assert page._states.state == "content"


def test_a_request_is_granted_from_the_overview(qtbot, window, context: PageContext, gym: Gym) -> None:
    maya, sofia = gym.trainer("Maya Okafor", limit=0), gym.member("Sofia Marino")
    entry = new_id()
    context.services.waitlist.add(NewWaiting(entry, sofia.id, None, "Strength"))
    gym.services(maya).waitlist.request(uuid4(), entry, "Please")
    gym.one("UPDATE public.instructors SET max_clients = 1 WHERE id = :id RETURNING 1", id=maya.trainer_id)
    page = OverviewPage(context)
    _shown(qtbot, window, page)
    row = page.attention.rows[0]
    assert (row.line.kind, row.line.detail) == ("request", "for Maya Okafor")
    row.settling[AttentionAction.GRANT].setFocus()
    qtbot.keyClick(row.settling[AttentionAction.GRANT], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [r.line.kind for r in page.attention.rows] == ["no_plan"])
    assert page.clients.figure == "1" and page.waiting.figure == "0"


def test_a_trainer_reads_what_the_desk_wrote(qtbot, window, context: PageContext, gym: Gym) -> None:
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    gym.assignment(sarah, john)
    page = OverviewPage(context)
    _shown(qtbot, window, page)
    button = page.attention.rows[0].settling[AttentionAction.TELL_TRAINER]
    qtbot.keyClick(button, Qt.Key.Key_Return)
    dialog = window.findChild(TellTrainerDialog)
    dialog.note.setPlainText("Sarah would like to start next week.")
    with qtbot.waitSignal(dialog.told):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    (note,) = gym.services(john).notes.notes(sarah.id)
    assert note.text == "Sarah would like to start next week."


def test_the_trail_tells_of_an_edit_and_is_exported(
    qtbot, window, context: PageContext, gym: Gym, tmp_path: Path
) -> None:
    sarah, john = gym.member("Sarah Johnson"), gym.trainer("John Smith")
    gym.assignment(sarah, john)
    assert sarah.member_number is not None
    context.services.people.save(
        MemberEdit(sarah.id, 1, "Sarah Johnson", sarah.member_number, sarah.email, "0171 1")
    )
    page = AuditPage(context)
    _shown(qtbot, window, page)
    told = [sentence(row) for row in page.table.rows_model.rows]
    assert told[0] == "Rosa Delgado changed the phone of Sarah Johnson"
    assert "Maintenance assigned Sarah Johnson to John Smith" in told
    page.table.selectRow(0)
    page.details.show_entry(page.table.current_row())
    page.details.by_button.click()
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 1)
    page.filters.clear()
    page.filters.search.setText("john")
    qtbot.waitUntil(lambda: any("John" in sentence(row) for row in page.table.rows_model.rows))
    page.filters.clear()
    target = tmp_path / "trail.csv"
    page.export()
    dialog = window.findChild(ExportTableDialog)
    dialog.path.setText(str(target))
    dialog.opens_folder.setChecked(False)
    dialog.confirm_button.click()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not context.tasks.is_busy)
    lines = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert any("phone" in line and "Sarah Johnson" in line for line in lines)
    assert not any(str(sarah.id) in cell for line in lines for cell in line)


def test_the_erased_are_told_as_such(qtbot, window, context: PageContext, gym: Gym) -> None:
    sarah = gym.member("Sarah Johnson")
    context.services.persons.erase(sarah.id)
    page = AuditPage(context)
    _shown(qtbot, window, page, about=(sarah.id, "(erased)"))
    told = [sentence(row) for row in page.table.rows_model.rows]
    assert told and all("(erased)" in words and "Sarah" not in words for words in told)


def test_stations_and_a_stale_save_of_the_settings(qtbot, window, context: PageContext, gym: Gym) -> None:
    stations = StationsPage(context)
    qtbot.addWidget(stations)
    stations.refresh()
    qtbot.waitUntil(lambda: stations._states.state == "content")
    assert stations.model.index(0, 0).data() == "Front desk (here)"
    page = SettingsPage(context)
    _shown(qtbot, window, page)
    stored = context.services.gym.settings()
    context.services.gym.save(dataclasses.replace(stored, offer_days=9))
    page.gym.name.setText("Harbour Gym")
    page.gym.may_assign.setChecked(True)
    page.gym.save()
    qtbot.waitUntil(lambda: window.findChild(SettingsConflictDialog) is not None)
    dialog = window.findChild(SettingsConflictDialog)
    assert ("An offer stands for", "9 days", "3 days") in dialog.differences
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: context.services.gym.settings().name == "Harbour Gym")
    now = context.services.gym.settings()
    assert (now.trainers_may_assign, now.offer_days) == (True, 3)

"""The same pages on the real services and a real Postgres: what the fakes promise, the database keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.database.identity import SignInRefused
from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.domain.people import MemberSort, Role
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage
from gymtrainer_desktop.ui.admin.people.secret_dialog import SetSecretDialog
from gymtrainer_desktop.ui.admin.settings.settings_page import SettingsPage
from gymtrainer_desktop.ui.admin.trainers.trainer_dialog import AddTrainerDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym
from tests.ui.admin_gym import click_row, show_page


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


def test_assign_pause_resume_complete_and_undo(
    qtbot, window: QWidget, context: PageContext, gym: Gym
) -> None:
    gym.trainer("John Smith", limit=1)
    gym.trainer("Maya Okafor", limit=0)
    member = gym.member("Sarah Johnson")
    page = MembersPage(context)
    _shown(qtbot, window, page)
    click_row(qtbot, page.members.table, 0)
    panel = page.panel
    for undo_first in (True, False):
        qtbot.waitUntil(panel.assign_button.isVisible)
        with qtbot.waitActive(window):
            window.activateWindow()
        qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(AssignTrainerDialog)))
        dialog = next(d for d in window.findChildren(AssignTrainerDialog) if d.isVisible())
        qtbot.waitUntil(dialog.confirm_button.isEnabled)
        assert [dialog.list.places_of(c) for c in dialog.list.choices.rows] == [
            "1 place free, full afterwards",
            "Full",
        ]
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        qtbot.waitUntil(panel.pause_button.isVisible)
        if undo_first:
            undo = next(b for b in window.findChildren(QPushButton) if b.text() == "Undo")
            qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.pause_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.resume_button.isVisible)
    assert gym.one("SELECT active_clients FROM public.instructors WHERE name = 'John Smith'") == 0
    qtbot.waitUntil(panel.resume_button.isEnabled)
    qtbot.mouseClick(panel.resume_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.pause_button.isVisible)
    statuses = [record.status for record in context.services.people.details(member.id).assignments]
    assert statuses == ["active"]


def test_the_database_refuses_the_last_place_and_the_dialog_stays(qtbot, window, context, gym: Gym) -> None:
    trainer = gym.trainer("John Smith", limit=1)
    other = gym.member("Liam Becker")
    gym.member("Sarah Johnson")
    page = MembersPage(context)
    _shown(qtbot, window, page)
    page.members.table.selectRow(1)
    qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(AssignTrainerDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert trainer.trainer_id is not None
    today = context.services.gym.today()
    context.services.assignments.assign(NewAssignment(new_id(), other.id, trainer.trainer_id, today))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    qtbot.waitUntil(lambda: dialog.list.choices.rows[0].active_clients == 1)
    assert dialog.isVisible() and dialog.list.places_of(dialog.list.choices.rows[0]) == "Full"
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("sort", list(MemberSort))
@pytest.mark.parametrize("descending", [False, True])
def test_paging_shows_everybody_once_in_every_order(
    qtbot, window, context, gym: Gym, sort: MemberSort, descending: bool
) -> None:
    trainer = gym.trainer("John Smith", limit=15)
    people = [gym.member(f"Member {number % 40}") for number in range(230)]
    for person in people[:15]:
        gym.assignment(person, trainer)
    page = MembersPage(context)
    _shown(qtbot, window, page)
    page._ask(dataclasses.replace(page._query, sort=sort, descending=descending))
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    for loaded in (200, 230):
        page.members.table.scrollToBottom()
        qtbot.waitUntil(lambda wanted=loaded: page.members.loaded == wanted)
    assert {row.id for row in page.members.model.rows} == {person.id for person in people}
    assert page.members.footer.text() == "230 members"


def test_a_trainer_is_edited_and_kept_from_leaving_clients(qtbot, window, context, gym: Gym) -> None:
    trainer = gym.trainer("John Smith", limit=3)
    gym.assignment(gym.member("Sarah Johnson"), trainer)
    page = TrainersPage(context)
    _shown(qtbot, window, page, trainer_id=trainer.trainer_id)
    form = page.panel.form
    form.is_trainer.setChecked(False)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: (
            form.error_of("is_personal_trainer")
            == "This trainer still has active clients. Complete or pause their assignments first."
        )
    )
    form.is_trainer.setChecked(True)
    form.limit.setText("4")
    form.rate.setText("55.5")
    form.certifications.edit.setText("CSCS")
    qtbot.waitUntil(page.panel.save_button.isEnabled)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.panel.form.is_dirty() and not page.context.tasks.is_busy)
    row = context.services.trainers.roster()[0]
    assert (row.max_clients, str(row.hourly_rate), row.certifications) == (4, "55.50", ("CSCS",))


def test_a_trainer_who_is_added_signs_in_with_the_password_and_the_next_one(
    qtbot, window, context, gym: Gym
) -> None:
    gym.trainer("John Smith")
    page = TrainersPage(context)
    _shown(qtbot, window, page)
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(AddTrainerDialog)
    typed = {
        "name": "Nadia Haddad",
        "email": "P1@gym.test",
        "password": "correct horse",
        "again": "correct horse",
    }
    for name, text in typed.items():
        dialog.findChild(QLineEdit, name).setText(text)
    dialog.findChild(QLineEdit, "max_clients").setText("7")
    qtbot.keyClick(dialog.findChild(QLineEdit, "max_clients"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog._fields["email"].error))
    assert dialog._fields["email"].error == "Somebody else already has this e-mail address."
    assert gym.one("SELECT count(*) FROM public.instructors") == 1, "nothing is half written"
    dialog.findChild(QLineEdit, "email").setText("nadia@gym.test")
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.panel.row is not None and page.panel.row.name == "Nadia Haddad")
    assert page.table.current_row().name == "Nadia Haddad"
    door = SignInService(gym.station)
    first = door.sign_in("nadia@gym.test", "correct horse")
    assert (first.person.roles, first.person.trainer_id) == ((Role.TRAINER,), page.panel.trainer_id)
    assert first.trainers.my_clients().limit == 7

    qtbot.waitUntil(lambda: not context.tasks.is_busy)
    qtbot.mouseClick(page.panel.head.password_button, Qt.MouseButton.LeftButton)
    secret = window.findChild(SetSecretDialog)
    for name in ("password", "again"):
        secret.findChild(QLineEdit, name).setText("battery staple")
    with qtbot.waitSignal(secret.secret_set):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert not door.touch(first), "where the trainer was signed in before is over"
    with pytest.raises(SignInRefused):
        door.sign_in("nadia@gym.test", "correct horse")
    assert door.sign_in("nadia@gym.test", "battery staple").person.full_name == "Nadia Haddad"


def test_overview_and_settings_load(qtbot, window, context, gym: Gym) -> None:
    gym.assignment(gym.member("Sarah Johnson"), gym.trainer("John Smith", limit=3))
    liam = gym.member("Liam Becker")
    context.services.waitlist.add(NewWaiting(new_id(), liam.id, None, "Strength"))
    page = OverviewPage(context)
    _shown(qtbot, window, page)
    figures = (page.clients.figure, page.places.figure, page.ratio.figure, page.waiting.figure)
    assert figures == ("1", "2", "2 : 1", "1")
    assert [line.kind for line in page.attention._lines] == ["waiting", "no_plan"]
    qtbot.waitUntil(lambda: page.ratio_card.states.state == "content")
    assert page.ratio_card.points[-1].members == 2
    settings = SettingsPage(context)
    qtbot.addWidget(settings)
    settings.refresh()
    qtbot.waitUntil(lambda: settings._states.state == "content")
    settings.gym.zone.setEditText("Asia/Kolkata")
    settings.gym.save()
    qtbot.waitUntil(lambda: context.services.gym.settings().time_zone == "Asia/Kolkata")
    assert settings.computer.fact("server_version").startswith("PostgreSQL")

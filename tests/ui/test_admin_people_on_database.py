"""Members and people on the real services and a real Postgres: what the fakes promise, the database keeps."""

from __future__ import annotations

import csv
import dataclasses
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.database.identity import SignInRefused
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import MemberFilter, Role
from gymtrainer_desktop.domain.persons import PersonFilter, PersonQuery
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.members.erase_dialog import EraseDialog
from gymtrainer_desktop.ui.admin.members.member_edit_dialog import (
    EditMemberDialog,
    MemberConflictDialog,
    edit_of,
)
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.admin.people.people_page import PeoplePage
from gymtrainer_desktop.ui.admin.people.secret_dialog import SetSecretDialog
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym, Person
from tests.ui.admin_gym import show_page


@pytest.fixture
def rosa(gym: Gym) -> Person:
    person = gym.admin("Rosa Delgado")
    gym.secret(person, "password", "front-desk-1")
    return person


@pytest.fixture
def context(page_context: PageContext, gym: Gym, rosa: Person, tmp_path: Path) -> PageContext:
    services = gym.services(rosa)
    return dataclasses.replace(
        page_context,
        services=services,
        gym=services.gym.settings(),
        settings=Settings(tmp_path / "settings.json"),
        person=dataclasses.replace(page_context.person, person_id=rosa.id),
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


def _members(qtbot, window: QWidget, context: PageContext, person: Person) -> MembersPage:
    page = MembersPage(context)
    _shown(qtbot, window, page, member_id=person.id)
    qtbot.waitUntil(lambda: page.panel.details is not None)
    return page


def _toasts(page: Page) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def test_a_member_edited_at_two_desks(qtbot, window, context, gym: Gym) -> None:
    grace = gym.member("Grace Osei")
    page = _members(qtbot, window, context, grace)
    qtbot.mouseClick(page.panel.contact.edit_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(EditMemberDialog)
    other = gym.services(gym.admin("Harriet Stone"))
    other.people.save(dataclasses.replace(edit_of(other.people.details(grace.id)), phone="111"))
    dialog.findChild(QLineEdit, "full_name").setText("Grace Adjoa Osei")
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MemberConflictDialog)))
    with qtbot.waitSignal(dialog.saved):
        qtbot.mouseClick(dialog.findChild(MemberConflictDialog).confirm_button, Qt.MouseButton.LeftButton)
    stored = other.people.details(grace.id)
    assert (stored.full_name, stored.phone, stored.version) == ("Grace Adjoa Osei", "111", 3)
    qtbot.waitUntil(lambda: page.panel.contact.facts["phone"].text == "111")


def test_a_photo_is_kept_small_and_undone(qtbot, window, context, gym: Gym, tmp_path: Path) -> None:
    grace = gym.member("Grace Osei")
    page = _members(qtbot, window, context, grace)
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 90, 200))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")  # type: ignore[call-overload]
    file = tmp_path / "grace.png"
    file.write_bytes(bytes(buffer.data().data()))
    page.panel.photo.take(file)
    qtbot.waitUntil(lambda: page.panel.photo.has_photo)
    stored = context.services.people.details(grace.id).photo
    assert stored is not None and QImage.fromData(stored).width() == 512
    undo = next(b for b in window.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.panel.photo.has_photo)
    assert context.services.people.details(grace.id).photo is None


def test_the_waiting_filter_and_off_the_list_with_undo(qtbot, window, context, gym: Gym) -> None:
    trainer, grace = gym.trainer("Maya Okafor", limit=0), gym.member("Grace Osei")
    gym.member("Somebody Else")
    context.services.waitlist.add(NewWaiting(new_id(), grace.id, trainer.trainer_id, "Evenings"))
    page = _members(qtbot, window, context, grace)
    page.filters.choose(MemberFilter.WAITING)
    qtbot.waitUntil(lambda: [row.full_name for row in page.members.model.rows] == ["Grace Osei"])
    waiting = page.panel.waiting
    assert waiting.words.text().startswith("Waits for Maya Okafor since ")
    qtbot.mouseClick(waiting.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "empty")
    undo = next(b for b in window.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "content")
    assert [e.member_name for e in context.services.waitlist.entries()] == ["Grace Osei"]


def test_everybody_selected_is_everybody_in_the_database(qtbot, window, context, gym: Gym) -> None:
    people = [gym.member(f"Member {number}") for number in range(130)]
    page = _members(qtbot, window, context, people[0])
    page.members.model.check_all(True)
    page.members.picks.select_everybody()
    page.members.model.set_checked(5, False)
    left_out = page.members.model.row_at(5).id
    selection = page.members.picks.selection
    assert selection.count == 129
    assert set(selection.ids(context.services.people)) == {person.id for person in people} - {left_out}


def test_exported_then_erased(qtbot, window, context, gym: Gym, tmp_path: Path, monkeypatch) -> None:
    trainer, grace = gym.trainer("John Smith"), gym.member("Grace Osei")
    other = gym.member("Somebody Else")
    assignment = gym.assignment(grace, trainer, status="completed")
    gym.plan(assignment, title="Strength")
    gym.log(grace, None, name="=Squat", reps=10, weight=50)  # type: ignore[arg-type]
    gym.log(other, None, name="Row", reps=10, weight=50)  # type: ignore[arg-type]
    page = _members(qtbot, window, context, grace)
    file = tmp_path / "grace.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.panel.actions_of_member.export(grace.id, "Grace Osei")
    qtbot.waitUntil(file.exists)
    with zipfile.ZipFile(file) as archive:
        logged = list(csv.reader(io.StringIO(archive.read("Logged exercises.csv").decode("utf-8-sig"))))
        assert any("'=Squat" in line for line in logged)
        assert "Plans.csv" in archive.namelist()
    page.panel.actions_of_member.erase(grace.id, "Grace Osei")
    dialog = window.findChild(EraseDialog)
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    dialog.typed.setText("grace osei")
    with qtbot.waitSignal(dialog.erased):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [row.full_name for row in page.members.model.rows] == ["Somebody Else"])
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 1
    assert page.panel.member_id is None


def test_rights_are_given_and_the_last_admin_stays(qtbot, window, context, gym: Gym, rosa: Person) -> None:
    coach = gym.trainer("John Smith")
    page = PeoplePage(context)
    _shown(qtbot, window, page, person_id=coach.id)
    qtbot.waitUntil(lambda: page.panel.row is not None)
    qtbot.mouseClick(page.panel.admin_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _toasts(page) == ["John Smith is an admin now"])
    assert page.panel.missing.isVisible()
    qtbot.waitUntil(page.panel.password_button.isEnabled)
    qtbot.mouseClick(page.panel.password_button, Qt.MouseButton.LeftButton)
    secret = window.findChild(SetSecretDialog)
    for name in ("password", "again"):
        secret.findChild(QLineEdit, name).setText("battery staple")
    with qtbot.waitSignal(secret.secret_set):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    email = gym.one("SELECT email FROM public.profiles WHERE id = :id", id=coach.id)
    door = SignInService(gym.station)
    signed_in = door.sign_in(str(email), "battery staple")
    assert Role.ADMIN in signed_in.person.roles
    qtbot.waitUntil(lambda: not page.panel.missing.isVisible())
    # At another desk John takes Rosa's right away: he is the last one, and her window does not know it yet.
    person = signed_in.persons.page(PersonQuery("Rosa Delgado")).rows[0]
    signed_in.persons.set_admin(rosa.id, False, person.version)
    qtbot.mouseClick(page.panel.admin_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(_toasts(page)) > 2)
    assert _toasts(page)[-1] == "Only an admin can do this."
    with pytest.raises(UserError, match="Somebody has to stay admin"):
        signed_in.persons.set_admin(
            coach.id, False, signed_in.persons.page(PersonQuery("John")).rows[0].version
        )


def test_deactivating_signs_out_and_reactivating_lets_in(qtbot, window, context, gym: Gym) -> None:
    other = gym.admin("Harriet Stone")
    gym.secret(other, "password", "front-desk-2")
    email = str(gym.one("SELECT email FROM public.profiles WHERE id = :id", id=other.id))
    door = SignInService(gym.station)
    theirs = door.sign_in(email, "front-desk-2")
    page = PeoplePage(context)
    _shown(qtbot, window, page, person_id=other.id)
    qtbot.waitUntil(lambda: page.panel.row is not None)
    qtbot.mouseClick(page.panel.active_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert not door.touch(theirs)
    with pytest.raises(SignInRefused):
        door.sign_in(email, "front-desk-2")
    page.filters.choose(PersonFilter.INACTIVE)
    qtbot.waitUntil(lambda: [row.name for row in page.people.model.rows] == ["Harriet Stone"])
    qtbot.waitUntil(page.panel.active_button.isEnabled)
    qtbot.mouseClick(page.panel.active_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert door.sign_in(email, "front-desk-2").person.full_name == "Harriet Stone"

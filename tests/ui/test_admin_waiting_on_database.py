"""Assigning, bulk and the waiting list on the real services and a real Postgres, by keyboard."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitStatus
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee, AssignTrainerDialog
from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog
from gymtrainer_desktop.ui.admin.waiting.waiting_page import WaitingPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.trainer.clients.ask_client_dialog import AskClientDialog
from tests.factories import Gym, Person
from tests.ui.admin_gym import show_page

ALT = Qt.KeyboardModifier.AltModifier


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


def _shown(qtbot, window: QWidget, context: PageContext) -> WaitingPage:
    page = WaitingPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    page.line.table.setFocus(Qt.FocusReason.TabFocusReason)
    return page


def _names(page: WaitingPage) -> list[str]:
    return [entry.member_name.split()[0] for entry in page.line.entries]


def _said(context: PageContext) -> list[str]:
    return [toast.words.text() for toast in context.notices.toasts.toasts]


def _undo(qtbot, context: PageContext) -> None:
    toast = context.notices.toasts.toasts[-1]
    qtbot.keyClick(next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo"), Qt.Key.Key_Return)


def _wait(context: PageContext, member: Person, trainer: Person | None = None, wants: str = "") -> None:
    trainer_id = trainer.trainer_id if trainer else None
    context.services.waitlist.add(NewWaiting(new_id(), member.id, trainer_id, wants))


def test_two_desks_want_the_last_place_and_the_loser_is_told_who_got_it(qtbot, window, context, gym) -> None:
    john = gym.trainer("John Smith", limit=1)
    sarah, liam = gym.member("Sarah Johnson"), gym.member("Liam Becker")
    other = gym.services(gym.admin("Ines Duarte"))
    dialog = AssignTrainerDialog(context, (Assignee(sarah.id, sarah.name),), window)
    dialog.open()
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert john.trainer_id is not None
    other.assignments.assign(NewAssignment(new_id(), liam.id, john.trainer_id, gym.today))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "assigned by Ines Duarte" in dialog.banner.accessibleName())
    assert "Liam Becker got it at" in dialog.banner.accessibleName()
    with qtbot.waitSignal(dialog.waits):
        qtbot.keyClick(dialog.banner_button, Qt.Key.Key_Return)
    entries = context.services.waitlist.entries()
    assert [(e.member_name, e.trainer_name) for e in entries] == [("Sarah Johnson", "John Smith")]
    assert gym.one("SELECT active_clients FROM public.instructors") == 1


def test_the_line_is_moved_offered_and_assigned_by_keyboard(qtbot, window, context, gym) -> None:
    maya = gym.trainer("Maya Okafor", limit=0)
    for name in ("Sofia Marino", "Liam Becker", "Grace Osei"):
        _wait(context, gym.member(name), maya)
    page = _shown(qtbot, window, context)
    assert _names(page) == ["Sofia", "Liam", "Grace"]
    page.line.table.setCurrentIndex(page.line.model.index(2, 1))
    for _ in range(2):
        qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: _said(context) == ["Grace Osei is number 1 in line now"])
    waitlist = context.services.waitlist
    assert [e.member_name.split()[0] for e in waitlist.entries()] == ["Grace", "Sofia", "Liam"]
    _undo(qtbot, context)
    qtbot.waitUntil(
        lambda: [e.member_name.split()[0] for e in waitlist.entries()] == ["Sofia", "Liam", "Grace"]
    )
    qtbot.waitUntil(lambda: not page.moves.is_busy and not context.tasks.is_busy)
    gym.one("UPDATE public.instructors SET max_clients = 1 RETURNING 1")
    page.refresh()
    qtbot.waitUntil(lambda: page.line.entries[0].status is WaitStatus.OFFERED)
    page.line.table.setCurrentIndex(page.line.model.index(0, 1))
    qtbot.keyClick(page.line.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(AssignTrainerDialog)))
    dialog = window.findChild(AssignTrainerDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _names(page) == ["Liam", "Grace"])
    _undo(qtbot, context)
    qtbot.waitUntil(lambda: _names(page) == ["Sofia", "Liam", "Grace"])


def test_an_entry_taken_off_comes_back_in_its_place_and_stale_ones_are_said(
    qtbot, window, context, gym
) -> None:
    for name in ("Sofia Marino", "Liam Becker", "Grace Osei"):
        _wait(context, gym.member(name))
    page = _shown(qtbot, window, context)
    page.line.table.setCurrentIndex(page.line.model.index(1, 1))
    qtbot.keyClick(page.line.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: _names(page) == ["Sofia", "Grace"])
    _undo(qtbot, context)
    qtbot.waitUntil(lambda: _names(page) == ["Sofia", "Liam", "Grace"])
    liam = page.line.entries[1]
    context.services.waitlist.change(liam.id, liam.version, trainer_id=None, wants="Mornings")
    page.line.table.select_id(liam.id)
    qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    words = "Somebody else changed this first. You see the list as it is now; please look again."
    qtbot.waitUntil(lambda: words in _said(context))
    qtbot.waitUntil(lambda: page.line.entries[1].wants == "Mornings")
    assert _names(page) == ["Sofia", "Liam", "Grace"]


def test_a_trainer_asks_and_the_desk_grants_with_real_rights(qtbot, window, context, gym) -> None:
    john = gym.trainer("John Smith", limit=3)
    sofia = gym.member("Sofia Marino")
    _wait(context, sofia, wants="Strength")
    asking = gym.services(john)
    theirs = dataclasses.replace(context, services=asking, person=asking.person)
    dialog = AskClientDialog(theirs, window)
    dialog.open()
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.note.setText("From the rowing class")
    with qtbot.waitSignal(dialog.asked):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    page = _shown(qtbot, window, context)
    request = page.line.entries[0].requests[0]
    assert (request.trainer_name, request.note) == ("John Smith", "From the rowing class")
    qtbot.keyClick(page.requests.button(request, "grant"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert [client.name for client in asking.trainers.my_clients().clients] == ["Sofia Marino"]


def test_a_trainer_takes_a_member_only_where_the_gym_allows_it(qtbot, window, context, gym) -> None:
    john = gym.trainer("John Smith", limit=3)
    _wait(context, gym.member("Sofia Marino"))
    settings = context.services.gym.settings()
    context.services.gym.save(dataclasses.replace(settings, trainers_may_assign=True))
    asking = gym.services(john)
    dialog = AskClientDialog(dataclasses.replace(context, services=asking, person=asking.person), window)
    dialog.open()
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert dialog.confirm_button.text() == "&Take Sofia as a client"
    settings = context.services.gym.settings()
    context.services.gym.save(dataclasses.replace(settings, trainers_may_assign=False))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    qtbot.waitUntil(lambda: dialog.confirm_button.text() == "&Ask the desk for Sofia")
    with qtbot.waitSignal(dialog.asked):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert gym.one("SELECT count(*) FROM public.trainer_assignments") == 0


def test_many_are_assigned_or_none_and_undone_whole(qtbot, window, context, gym) -> None:
    for n in range(3):
        gym.trainer(f"Trainer {n}", limit=150)
    people = [gym.member(f"Member {n:03}") for n in range(420)]
    dialog = BulkAssignDialog(context, lambda: [person.id for person in people], len(people), window)
    dialog.open()
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert dialog.confirm_button.text() == "&Assign 420 members"
    assigned = "SELECT count(*) FROM public.trainer_assignments"
    other = gym.services(gym.admin("Ines Duarte"))
    line = dialog.preview.ready[0]
    assert line.trainer_id is not None
    other.assignments.assign(NewAssignment(new_id(), line.member_id, line.trainer_id, gym.today))
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible, timeout=20_000)
    assert gym.one(assigned) == 1, "nothing of a bulk with a problem is written"
    assert [one.line.problem for one in dialog.preview.lines if one.line.problem] == [
        "This member already has an active trainer."
    ]
    with qtbot.waitSignal(dialog.assigned, timeout=20_000):
        qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    assert gym.one(assigned) == 420
    _undo(qtbot, context)
    qtbot.waitUntil(lambda: gym.one(assigned) == 1, timeout=20_000)


def test_a_bulk_is_stopped_and_nothing_stays(qtbot, window, context, gym) -> None:
    gym.trainer("John Smith", limit=500)
    people = [gym.member(f"Member {n:03}") for n in range(401)]
    dialog = BulkAssignDialog(context, lambda: [person.id for person in people], len(people), window)
    dialog.open()
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.submit()
    run = dialog._run
    assert run is not None
    # Esc comes while the first chunk is written, whenever that is.
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert run.is_stopping and dialog.isVisible()
    qtbot.waitUntil(dialog.banner.isVisible, timeout=20_000)
    assert dialog.banner.accessibleName() == "Stopped Nothing was assigned."
    assert gym.one("SELECT count(*) FROM public.trainer_assignments") == 0
    assert gym.one("SELECT active_clients FROM public.instructors") == 0
    assert dialog.confirm_button.isEnabled()
    dialog.reject()

"""The plan editor on the real services and a real Postgres: what the fakes promise, the database keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from gymtrainer_desktop.ui.trainer.plan.template_dialogs import SaveTemplateDialog, StartFromTemplateDialog
from tests.factories import Gym, Person
from tests.ui.plan_pages import Editor


@pytest.fixture
def trainer(gym: Gym) -> Person:
    return gym.trainer("John Smith")


@pytest.fixture
def member(gym: Gym, trainer: Person) -> Person:
    member = gym.member("Sarah Johnson")
    gym.assignment(member, trainer)
    return member


@pytest.fixture
def editor(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym, trainer: Person, tmp_path: Path
) -> Editor:
    services = gym.services(trainer)
    context = dataclasses.replace(
        page_context,
        services=services,
        person=services.person,
        gym=services.gym.settings(),
        settings=Settings(tmp_path / "settings.json"),
        navigate=lambda *_: None,
    )
    layout = QVBoxLayout(window)
    page = PlanEditorPage(context)
    layout.addWidget(page)
    return Editor(qtbot, page, SimpleNamespace(services=services))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _finish(tasks: Tasks, gym: Gym, editor: Editor, qtbot: QtBot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    editor.page.drafts.keeper.flush()
    qtbot.waitUntil(lambda: not tasks.is_busy)


def services_of(editor: Editor) -> Any:
    return editor.page.context.services


def write(editor: Editor, member: Person) -> None:
    """Twelve weeks with a progression and a deload, published."""
    editor.open(member.id, member.name, new=True)
    page = editor.page
    page.form.edited.emit("title", "Twelve weeks")
    page.form.edited.emit("duration_weeks", 12)
    page.week.quick.set_day(Weekday.of(page.session.today))
    editor.type_line("Bench press 4x8 60 kg +2.5 kg/week")
    editor.type_line("Back squat 3x5 @80%")
    page.actions_of_plan.toggle_deload(4)
    editor.publish()


def test_a_programme_is_published_and_reads_back_as_it_was_written(editor: Editor, member: Person) -> None:
    write(editor, member)
    plan = services_of(editor).plans.active(member.id)
    assert (plan.title, plan.duration_weeks, plan.deload.weeks) == ("Twelve weeks", 12, (4,))
    bench, squat = plan.exercises
    assert [bench.target(week).weight for week in (1, 2, 3, 4, 5)] == [
        "60 kg",
        "62.5 kg",
        "65 kg",
        "57.5 kg",
        "67.5 kg",
    ]
    assert squat.target(1).weight == "80%"
    editor.open(member.id, member.name)
    assert not editor.page.document.is_dirty and editor.page.banner.isHidden()
    assert editor.page.shown.targets[bench.id] == bench.weeks
    dialog = editor.ask()
    assert dialog.windowTitle() == "Nothing to publish"
    dialog.reject()


def test_a_draft_is_there_again_and_gone_once_published(editor: Editor, member: Person) -> None:
    write(editor, member)
    editor.open(member.id, member.name)
    bench = editor.page.document.content.exercises[0]
    editor.change(bench.id, sets=5)
    editor.page.drafts.keeper.flush()
    editor.settle()
    drafts, subject = services_of(editor).drafts, editor.page.session.assignment_id
    assert drafts.load("plan", subject) is not None
    editor.page.session.is_loaded = False
    editor.refresh()
    assert editor.page.view.offer.isVisible()
    editor.page.view.continue_draft.click()
    editor.publish()
    assert services_of(editor).plans.active(member.id).exercises[0].sets == 5
    editor.settle()
    assert drafts.load("plan", subject) is None


def test_templates_go_round(editor: Editor, member: Person) -> None:
    write(editor, member)
    editor.open(member.id, member.name)
    editor.page.actions_of_plan.save_as_template()
    saving = editor.dialog(SaveTemplateDialog)
    editor.settle()
    saving.title_edit.setText("Sarah's twelve")
    saving.submit()
    editor.settle()
    assert editor.toasts[-1] == "Saved as template “Sarah's twelve”"
    editor.open(member.id, member.name, new=True)
    editor.page.actions_of_plan.start_from_template()
    dialog = editor.dialog(StartFromTemplateDialog)
    editor.settle()
    row = next(row for row in dialog.model.rows if row.title == "Sarah's twelve")
    dialog.table.select_id(row.id)
    editor.settle()
    dialog.submit()
    content = editor.page.document.content
    assert content.deload.weeks == (4,) and [one.name for one in content.exercises] == [
        "Bench press",
        "Back squat",
    ]
    editor.publish()
    assert services_of(editor).plans.active(member.id).title == "Sarah's twelve"
    assert [plan.title for plan in services_of(editor).plans.of_client(member.id)] == [
        "Sarah's twelve",
        "Twelve weeks",
    ]


def test_percentages_come_from_what_was_lifted(editor: Editor, gym: Gym, member: Person) -> None:
    at = gym.one("SELECT now() - interval '7 days'")
    gym.log(member, None, at=at, name="Back squat", weight=100, reps=1)  # type: ignore[arg-type]
    write(editor, member)
    editor.open(member.id, member.name)
    squat = editor.page.document.content.exercises[1]
    assert "80% ≈ 80 kg" in editor.shown(squat.id)


def test_the_desk_ends_the_assignment_while_the_editor_is_open(
    editor: Editor, gym: Gym, member: Person
) -> None:
    write(editor, member)
    editor.open(member.id, member.name)
    bench = editor.page.document.content.exercises[0]
    editor.change(bench.id, sets=5)
    dialog = editor.ask()
    desk = gym.services(gym.admin())
    assignment = editor.page.session.assignment_id
    version = gym.one("SELECT version FROM public.trainer_assignments WHERE id = :id", id=assignment)
    desk.assignments.complete(assignment, version)
    dialog.confirm_button.click()
    editor.settle()
    editor.settle()
    assert "kept as a draft" in editor.banner and not editor.page.publish_button.isEnabled()
    editor.page.drafts.keeper.flush()
    editor.settle()
    assert services_of(editor).drafts.load("plan", assignment) is not None
    assert editor.find(bench.id).sets == 5


def test_two_desks_at_once(editor: Editor, gym: Gym, trainer: Person, member: Person) -> None:
    write(editor, member)
    editor.open(member.id, member.name)
    bench, squat = editor.page.document.content.exercises
    editor.change(bench.id, sets=5)
    other = gym.services(trainer)
    plan = other.plans.active(member.id)
    draft = dataclasses.replace(
        editor.page.session.draft(), title="Theirs", exercises=(bench, squat), version=plan.version
    )
    other.plans.publish(draft)
    editor.publish()
    dialog = editor.conflict()
    assert set(dialog.parts) == {"facts", Weekday.of(gym.today).value}
    dialog.parts["facts"].theirs.click()
    dialog.confirm_button.click()
    editor.settle()
    now = other.plans.active(member.id)
    assert (now.title, now.exercises[0].sets) == ("Theirs", 5)

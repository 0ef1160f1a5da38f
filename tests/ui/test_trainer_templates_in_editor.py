"""Plans from templates and from other plans, and plans kept as templates."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Denied, Unavailable
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.plans import PlanStatus
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.copy_from_dialog import CopyFromDialog
from gymtrainer_desktop.ui.trainer.plan.plan_document import content_of
from gymtrainer_desktop.ui.trainer.plan.plan_sources import PlanSource, lost, taken
from gymtrainer_desktop.ui.trainer.plan.template_dialogs import SaveTemplateDialog, StartFromTemplateDialog
from tests.ui.plan_pages import AVA, BENCH, FRI, MIKE, MON, SARAH, TUE, WED, Editor, make_editor
from tests.ui.trainer_gym import TODAY, uid

STRENGTH, MOBILITY = UUID(int=0xB001), UUID(int=0xB002)


@pytest.fixture
def editor(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Editor:
    return make_editor(qtbot, window, page_context)


@pytest.fixture
def writing(editor: Editor) -> Editor:
    return editor.open(AVA, "Ava Novak", new=True)


@pytest.fixture
def editing(editor: Editor) -> Editor:
    return editor.open()


def asks(editor: Editor, monkeypatch: pytest.MonkeyPatch, *answers: bool) -> list[str]:
    """Answer questions in this order; note what was asked."""
    asked: list[str] = []
    left = iter(answers)

    def question(title: str, text: str, *_rest: Any, **_more: Any) -> bool:
        asked.append(text)
        return next(left)

    monkeypatch.setattr(editor.page.context.notices, "question", question)
    return asked


def templates(editor: Editor) -> StartFromTemplateDialog:
    editor.page.actions_of_plan.start_from_template()
    dialog = editor.dialog(StartFromTemplateDialog)
    editor.settle()
    assert isinstance(dialog, StartFromTemplateDialog)
    return dialog


def copies(editor: Editor) -> CopyFromDialog:
    editor.page.actions_of_plan.copy_from()
    dialog = editor.dialog(CopyFromDialog)
    editor.settle()
    assert isinstance(dialog, CopyFromDialog)
    return dialog


def saving(editor: Editor) -> SaveTemplateDialog:
    editor.page.actions_of_plan.save_as_template()
    dialog = editor.dialog(SaveTemplateDialog)
    editor.settle()
    assert isinstance(dialog, SaveTemplateDialog)
    return dialog


# Starting from a template


def test_an_empty_plan_starts_from_a_template(
    qtbot: QtBot, writing: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asks(writing, monkeypatch)
    dialog = templates(writing)
    assert [row.title for row in dialog.model.rows] == ["Mobility", "Strength 5x5"]
    assert dialog.model.rows[1].detail == "12 weeks · 3 days a week · The gym's"
    qtbot.keyClicks(dialog.search, "streng")
    qtbot.waitUntil(lambda: [row.title for row in dialog.model.rows] == ["Strength 5x5"])
    writing.settle()
    assert dialog.preview.is_whole and dialog.confirm_button.text() == "Use the whole plan"
    assert list(dialog.preview.boxes) == [MON, WED, FRI]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    dialog.submit()
    content = writing.page.document.content
    assert asked == [] and not dialog.isVisible()
    assert (content.title, content.duration_weeks, content.deload) == (
        "Strength 5x5",
        12,
        Deload((4, 8, 12), 50, 90),
    )
    assert content.starts_on == TODAY and writing.names(MON) == ["Back squat", "Bench press"]
    assert not {one.id for one in content.exercises} & {UUID(int=0xA000 + n) for n in range(9)}
    assert content.exercises[0].progression == "+2.5 kg every week"
    assert len(writing.page.strip.weeks) == 12
    writing.page.document.undo_stack.undo()
    assert writing.page.document.content.exercises == () and not writing.page.document.is_dirty


def test_the_page_opens_with_a_template(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asks(editor, monkeypatch, False)
    editor.open(AVA, "Ava Novak", new=True, template=STRENGTH)
    editor.settle()
    content = editor.page.document.content
    assert (content.title, content.duration_weeks, content.starts_on) == ("Strength 5x5", 12, TODAY)
    assert editor.page.undo_button.toolTip() == "Undo: take Strength 5x5"
    editor.refresh()
    assert editor.page.document.undo_stack.count() == 1 and asked == []
    # Asked for once more while something is written: nothing goes without a question.
    editor.open(AVA, "Ava Novak", new=True, template=MOBILITY)
    editor.settle()
    assert len(asked) == 1 and editor.page.document.content.title == "Strength 5x5"
    editor.page.document.undo_stack.undo()
    assert editor.page.document.content.exercises == ()


def test_a_template_that_is_gone_leaves_the_new_plan_empty(editor: Editor) -> None:
    editor.open(AVA, "Ava Novak", new=True, template=uid(1))
    editor.settle()
    assert editor.toasts == ["This template is not there any more."]
    assert editor.page.document.content.exercises == () and editor.page.publish_button.isEnabled()


def test_a_draft_that_waits_is_decided_on_before_the_template(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.open(AVA, "Ava Novak", new=True)
    editor.type_line("Squat 3x5")
    editor.page.drafts.keeper.flush()
    editor.settle()
    editor.page.session.is_loaded = False
    editor.open(AVA, "Ava Novak", new=True, template=MOBILITY)
    assert editor.page.view.offer.isVisible() and editor.gym.called("template") == []
    editor.page.view.discard_draft.click()
    editor.settle()
    assert editor.page.document.content.title == "Mobility"


def test_some_days_of_a_template_replace_those_days_alone(
    editing: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asks(editing, monkeypatch, False, True)
    dialog = templates(editing)
    dialog.table.select_id(STRENGTH)
    editing.settle()
    dialog.preview.boxes[FRI].click()
    dialog.preview.boxes[WED].click()
    assert dialog.confirm_button.text() == "Copy Mon"
    dialog.submit()
    assert len(asked) == 1 and "4 exercises of this plan make way for those of “Strength 5x5”" in asked[0]
    assert editing.names(MON)[0] == "Bench press" and not editing.page.document.is_dirty
    dialog = templates(editing)
    dialog.table.select_id(STRENGTH)
    editing.settle()
    dialog.preview.boxes[FRI].click()
    dialog.preview.boxes[WED].click()
    dialog.submit()
    assert editing.names(MON) == ["Back squat", "Bench press"] and editing.names(TUE) == [
        "Back squat",
        "Leg press",
    ]
    assert editing.page.document.content.title == "12-Week Strength Program"
    assert editing.page.undo_button.toolTip() == "Undo: take Strength 5x5"
    editing.page.document.undo_stack.undo()
    assert not editing.page.document.is_dirty


def test_nothing_ticked_nothing_taken(editing: Editor) -> None:
    dialog = templates(editing)
    for box in dialog.preview.boxes.values():
        box.click()
    assert not dialog.confirm_button.isEnabled()
    dialog.submit()
    assert dialog.isVisible()
    dialog.reject()


def test_templates_that_cannot_be_loaded_and_none(qtbot: QtBot, editing: Editor) -> None:
    editing.gym.fail("templates", Unavailable("The server does not answer."))
    dialog = templates(editing)
    assert dialog.states.state == "error" and not dialog.confirm_button.isEnabled()
    dialog.states.retry_requested.emit()
    editing.settle()
    assert dialog.states.state == "content"
    dialog.reject()
    editing.gym.templates.stored.clear()
    dialog = templates(editing)
    assert dialog.states.state == "empty"
    dialog.reject()


def test_a_template_that_is_gone(editing: Editor) -> None:
    dialog = templates(editing)
    editing.gym.fail("template", Denied("This template is not there any more.", code="no_row"))
    dialog.table.select_id(STRENGTH)
    editing.settle()
    assert not dialog.confirm_button.isEnabled()
    assert editing.toasts[-1] == "This template is not there any more."
    dialog.reject()


# Copying from another plan


def test_days_of_another_client_are_copied(editing: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    asks(editing, monkeypatch, True)
    plan = editing.gym.stored_plans[MIKE]
    special = dataclasses.replace(
        plan.exercises[0], name="Paused bench press", progression="+1 rep every week"
    )
    editing.gym.stored_plans[MIKE] = dataclasses.replace(plan, exercises=(special, *plan.exercises[1:]))
    dialog = copies(editing)
    names = [dialog.clients.itemText(place) for place in range(dialog.clients.count())]
    assert names[0] == "Sarah Johnson" and "Mike Davis" in names and len(names) == len(set(names)) == 12
    assert [row.title for row in dialog.model.rows] == ["12-Week Strength Program"]
    assert dialog.model.rows[0].detail == "now, until Sun 3 Jan 2027"
    dialog.choose_client(MIKE)
    editing.settle()
    assert [row.title for row in dialog.model.rows] == ["Bench 100 kg"]
    for day, box in dialog.preview.boxes.items():
        if day is not MON:
            box.click()
    dialog.submit()
    assert editing.names(MON)[0] == "Paused bench press"
    copied = editing.page.document.content.of_day(MON)[0]
    assert copied.id != BENCH and copied.progression == "+1 rep every week"
    editing.publish()
    assert copied.id in {e.id for e in editing.sent[0].exercises}


def test_an_earlier_plan_of_the_same_client(writing: Editor) -> None:
    former = dataclasses.replace(writing.gym.stored_plans[SARAH], status=PlanStatus.COMPLETED, title="Before")
    writing.gym.former_plans[AVA] = (former,)
    dialog = copies(writing)
    assert [(row.title, row.detail) for row in dialog.model.rows] == [("Before", "until Sun 3 Jan 2027")]
    dialog.submit()
    assert (
        writing.page.document.content.title == "Before" and len(writing.page.document.content.exercises) == 16
    )
    assert writing.page.document.content.starts_on == TODAY


def test_a_client_without_a_plan(writing: Editor) -> None:
    dialog = copies(writing)
    assert dialog.states.state == "empty" and not dialog.confirm_button.isEnabled()
    writing.gym.fail("of_client", Unavailable("The server does not answer."))
    dialog.choose_client(MIKE)
    writing.settle()
    assert dialog.states.state == "error"
    dialog.reject()


def test_copying_is_possible_after_the_assignment_ended(editing: Editor) -> None:
    editing.change(BENCH, weight="100 lb")
    editing.gym.rows = [row for row in editing.gym.rows if row.member_id != SARAH]
    editing.refresh()
    dialog = saving(editing)
    dialog.submit()
    editing.settle()
    [draft] = editing.gym.called("save template")
    assert draft.exercises[0].weight == "100 lb"


def test_a_draft_for_a_former_client_is_copied_or_thrown_away(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.open()
    editor.change(BENCH, weight="100 lb")
    editor.page.drafts.keeper.flush()
    editor.settle()
    dialog = copies(editor)
    # What is being written here is no draft to copy from.
    assert "My drafts, former clients too" not in [
        dialog.clients.itemText(place) for place in range(dialog.clients.count())
    ]
    dialog.reject()
    editor.gym.rows = [row for row in editor.gym.rows if row.member_id != SARAH]
    editor.open(AVA, "Ava Novak", new=True)
    dialog = copies(editor)
    dialog.show_drafts()
    editor.settle()
    [row] = dialog.model.rows
    assert row.title == "12-Week Strength Program"
    assert row.detail.startswith("Sarah Johnson, no client any more · draft of ")
    assert dialog.discard_button.isVisible() and dialog.preview.is_whole
    dialog.submit()
    assert editor.page.document.content.exercises[0].weight == "100 lb"
    assert {one.from_week for one in editor.page.document.content.exercises} == {1}
    asks(editor, monkeypatch, False, True)
    dialog = copies(editor)
    dialog.show_drafts()
    editor.settle()
    dialog.discard_button.click()
    editor.settle()
    assert len(dialog.model.rows) == 1
    dialog.discard_button.click()
    editor.settle()
    assert dialog.states.state == "empty" and not dialog.discard_button.isVisible()
    assert editor.gym.drafts.kept.load("plan", uid(5000)) is None
    dialog.choose_client(MIKE)
    editor.settle()
    assert not dialog.discard_button.isVisible() and dialog.model.rows
    dialog.reject()


# Saving as a template


def test_a_plan_is_kept_as_a_template(editing: Editor) -> None:
    editing.page.actions_of_plan.toggle_deload(9)
    dialog = saving(editing)
    assert dialog.title_edit.text() == "12-Week Strength Program" and not dialog.for_gym.isHidden()
    dialog.title_edit.setText("Sarah's twelve weeks")
    dialog.submit()
    editing.settle()
    [draft] = editing.gym.called("save template")
    assert (draft.title, draft.for_gym, draft.version, draft.duration_weeks) == (
        "Sarah's twelve weeks",
        False,
        None,
        12,
    )
    assert draft.deload.weeks == (9,) and len(draft.exercises) == 16
    assert not {one.id for one in draft.exercises} & {uid(n) for n in range(7000, 7016)}
    assert editing.toasts[-1] == "Saved as template “Sarah's twelve weeks”"


def test_a_new_version_of_a_template(editing: Editor) -> None:
    dialog = saving(editing)
    assert [dialog.place.itemText(n) for n in range(dialog.place.count())] == [
        "A new template", "A new version of “Mobility”"
    ]  # fmt: skip
    dialog.place.setCurrentIndex(1)
    assert dialog.title_edit.text() == "Mobility" and not dialog.for_gym.isEnabled()
    dialog.submit()
    editing.settle()
    [draft] = editing.gym.called("save template")
    assert (draft.id, draft.version, draft.for_gym) == (MOBILITY, 1, False)


def test_what_a_template_lacks_is_said(editing: Editor, writing: Editor) -> None:
    writing.page.actions_of_plan.save_as_template()
    assert writing.toasts[-1] == "Add at least one exercise before you save a template"
    editing.open()
    dialog = saving(editing)
    dialog.title_edit.setText(" ")
    dialog.submit()
    assert dialog.title_field.error == "A template needs a title."
    dialog.title_edit.setText("Good")
    editing.gym.fail("save template", Unavailable("The server does not answer."))
    dialog.submit()
    editing.settle()
    assert dialog.isVisible() and dialog.confirm_button.isEnabled()
    dialog.submit()
    editing.settle()
    first, second = editing.gym.called("save template")
    assert first == second and editing.toasts[-1] == "Saved as template “Good”"


def test_only_admins_save_for_the_gym(qtbot: QtBot, window: QWidget, page_context: PageContext) -> None:
    trainer = dataclasses.replace(page_context.person, roles=(Role.TRAINER,))
    editor = make_editor(qtbot, window, dataclasses.replace(page_context, person=trainer)).open()
    dialog = saving(editor)
    assert dialog.for_gym.isHidden()
    dialog.reject()


# What becomes of the content


def test_a_whole_plan_keeps_the_words_that_are_written(editing: Editor) -> None:
    content = dataclasses.replace(editing.page.document.content, goals="")
    source = dataclasses.replace(content_of(editing.gym.stored_plans[MIKE]), duration_weeks=6, goals="lift")
    fresh = taken(content, PlanSource("x", source), uuid4)
    assert (fresh.title, fresh.goals, fresh.duration_weeks) == ("12-Week Strength Program", "lift", 6)
    assert lost(content, PlanSource("x", source)) == 16
    assert lost(content, PlanSource("x", source, frozenset({MON, WED}))) == 8
    days = taken(content, PlanSource("x", source, frozenset({MON})), uuid4)
    assert days.duration_weeks == 12 and days.of_day(TUE) == content.of_day(TUE)
    assert len({one.id for one in days.exercises}) == 16

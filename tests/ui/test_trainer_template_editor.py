"""The weeks of a template: written, kept as a draft, saved, and saved by two at once."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Conflict, Denied, Unavailable
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.templates import TemplateDraft
from gymtrainer_desktop.ui.shell.page import Crumb, PageContext
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.template_editor_page import TemplateEditorPage
from tests.ui.plan_pages import FRI, MON, Editor
from tests.ui.trainer_gym import Gym

STRENGTH, MOBILITY = UUID(int=0xB001), UUID(int=0xB002)


def make_page(qtbot: QtBot, window: QWidget, base: PageContext, gym: Gym) -> Editor:
    layout = window.layout() or QVBoxLayout(window)
    page = TemplateEditorPage(gym.context(base))
    layout.addWidget(page)
    return Editor(qtbot, page, gym)  # type: ignore[arg-type]


@pytest.fixture
def editor(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Editor:
    return make_page(qtbot, window, page_context, Gym())


def open_(editor: Editor, template_id: UUID = STRENGTH) -> Any:
    editor.page.open(template_id=template_id)
    editor.refresh()
    return editor.page


@pytest.fixture
def page(editor: Editor) -> Any:
    return open_(editor)


def saved(editor: Editor) -> list[TemplateDraft]:
    return editor.gym.called("save template")


def save(editor: Editor) -> None:
    editor.page.view.publish_button.click()
    editor.settle()


def banner(editor: Editor) -> str:
    banner = editor.page.view.banner
    return "" if banner.isHidden() else banner.accessibleName()


def draft(editor: Editor) -> dict[str, Any] | None:
    editor.page.drafts.keeper.flush()
    editor.settle()
    found = editor.gym.drafts.kept.load("template", STRENGTH)
    return None if found is None else found.content


def by_name(page: Any, name: str) -> DraftExercise:
    return next(one for one in page.document.content.exercises if one.name == name)


def save_elsewhere(editor: Editor) -> None:
    stored = editor.gym.templates.stored[STRENGTH].draft
    editor.gym.templates.save(dataclasses.replace(stored, goals="theirs"))
    editor.gym.calls = [call for call in editor.gym.calls if call[0] != "save template"]


def test_it_shows_weeks_without_dates_or_a_client(editor: Editor, page: Any) -> None:
    view = page.view
    assert (page.title, page.trail) == ("Template", (Crumb("Plan templates", "templates"),))
    assert view.heading.text() == "Strength 5x5"
    assert view.subheading.text() == "12 weeks · 5 exercises · week 1 is shown"
    assert editor.names(MON) == ["Back squat", "Bench press"]
    assert view.publish_button.text() == "Save template" and not view.print_button.isVisible()
    view.details_button.click()
    assert view.form.title.isVisible() and not view.form.starts_on.isVisible()
    assert not any(week.is_current or week.is_over for week in view.strip.weeks)
    assert view.strip.cells.told(view.strip.weeks[1]).startswith("Week 2 of 12, planned volume")
    assert view.week.grid.columns[MON].head.accessibleDescription() == "Monday"
    squat = by_name(page, "Back squat")
    assert "5 × 5 · 60 kg" in editor.shown(squat.id)
    view.strip.show_week(3)
    assert "5 × 5 · 65 kg" in editor.shown(squat.id)
    words = [action.text().split("\t")[0] for action in view.menu_button.menu().actions()]
    assert "Copy from another plan…" not in words and "Print…" not in words
    assert draft(editor) is None and not page.document.is_dirty


def test_what_is_changed_is_saved_as_a_new_version(editor: Editor, page: Any) -> None:
    page.view.week.quick.set_day(FRI)
    editor.type_line("Plank 3x45s")
    page.actions_of_plan.toggle_deload(6)
    page.facts._on_edited("goals", "get stronger")
    assert draft(editor) is not None
    save(editor)
    (sent,) = saved(editor)
    assert (sent.id, sent.version, sent.for_gym, sent.goals) == (STRENGTH, 2, True, "get stronger")
    assert sent.deload == Deload((4, 6, 8, 12), 50, 90)
    assert [(one.name, one.from_week) for one in sent.exercises][-1] == ("Plank", 1)
    assert editor.gym.called("navigate") == [("templates", {"template_id": STRENGTH})]
    assert editor.toasts == ["“Strength 5x5” was saved"]
    assert draft(editor) is None and not page.document.is_dirty


def test_a_draft_comes_back(editor: Editor, page: Any, page_context: PageContext, window: QWidget) -> None:
    editor.type_line("Plank 3x45s")
    assert draft(editor) is not None
    fresh = make_page(editor.qtbot, window, page_context, editor.gym)
    again = open_(fresh)
    assert again.view.offer.isVisible()
    assert "Differs from the saved template in: Mon." in again.view.offer.accessibleName()
    again.view.continue_draft.click()
    assert "Plank" in fresh.names(MON) and again.document.is_dirty
    # Another template has drafts of its own.
    assert not open_(fresh, MOBILITY).view.offer.isVisible()
    assert again.may_leave()


def test_what_is_wrong_is_said(editor: Editor, page: Any) -> None:
    squat = by_name(page, "Back squat")
    editor.change(squat.id, sets=99)
    save(editor)
    assert banner(editor).startswith("The template cannot be saved.")
    assert "Back squat, Monday: Sets must be between 1 and 50." in banner(editor)
    editor.change(squat.id, sets=5)
    page.facts._on_edited("title", "")
    save(editor)
    assert page.view.form.fields["title"].error == "A template needs a title."
    page.facts._on_edited("title", "Five by five")
    page.view.week.quick.edit.setText("Squat 3x")
    save(editor)
    assert page.view.week.quick.error == "Press Enter to add this line, or Esc to clear it."
    assert saved(editor) == []


def test_without_server_it_is_kept_and_tried_again(editor: Editor, page: Any) -> None:
    editor.type_line("Plank 3x45s")
    editor.gym.fail("save template", Unavailable("The server does not answer."))
    save(editor)
    assert "The template is not saved yet." in banner(editor) and draft(editor) is not None
    page.view.retry_button.click()
    editor.settle()
    first, second = saved(editor)
    assert [one.name for one in first.exercises] == [one.name for one in second.exercises]
    assert first.version == second.version and banner(editor) == ""


def test_two_at_once_choose(editor: Editor, page: Any) -> None:
    editor.type_line("Plank 3x45s")
    save_elsewhere(editor)
    editor.gym.fail("save template", Conflict("Somebody else changed this template.", code="stale"))
    save(editor)
    dialog = editor.conflict()
    assert dialog.windowTitle() == "This template was changed meanwhile"
    assert set(dialog.parts) == {"facts", "Monday"}
    assert dialog.confirm_button.text() == "Save mine instead"
    dialog.parts["facts"].theirs.click()
    assert dialog.confirm_button.text() == "Save the two together"
    dialog.confirm_button.click()
    editor.settle()
    sent = saved(editor)[-1]
    assert (sent.version, sent.goals) == (3, "theirs")
    assert "Plank" in [one.name for one in sent.exercises]


def test_a_change_elsewhere_is_followed_or_told(editor: Editor, page: Any) -> None:
    save_elsewhere(editor)
    editor.refresh()
    assert page.document.content.goals == "theirs" and banner(editor) == ""
    editor.type_line("Plank 3x45s")
    save_elsewhere(editor)
    editor.refresh()
    assert "Somebody else saved this template meanwhile." in banner(editor)
    page.view.look_button.click()
    editor.conflict().reject()
    assert "Plank" in editor.names(MON) and saved(editor) == []


def test_a_template_that_was_deleted_can_be_saved_as_a_new_one(editor: Editor, page: Any) -> None:
    editor.type_line("Plank 3x45s")
    del editor.gym.templates.stored[STRENGTH]
    editor.gym.fail("save template", Denied("This template is not there any more.", code="no_row"))
    save(editor)
    dialog = editor.dialog(ConflictDialog)
    assert dialog.confirm_button.text() == "Save mine as a new template"
    dialog.confirm_button.click()
    editor.settle()
    sent = saved(editor)[-1]
    assert sent.id != STRENGTH and sent.version is None
    assert editor.gym.called("navigate") == [("templates", {"template_id": sent.id})]
    assert draft(editor) is None


def test_one_that_is_gone_before_it_opens_is_said(editor: Editor) -> None:
    page = open_(editor, UUID(int=1))
    assert page._states.state == "error"

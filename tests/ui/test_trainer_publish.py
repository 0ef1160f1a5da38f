"""Publishing: the summary, what is wrong, the server away, two editors at once."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Denied, Unavailable, UserError
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import FACTS, ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.publish_dialog import PublishDialog
from tests.ui.plan_pages import AVA, BENCH, FRI, MON, PRESS, SARAH, SQUAT, TUE, Editor, make_editor
from tests.ui.trainer_gym import uid


@pytest.fixture
def editor(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Editor:
    return make_editor(qtbot, window, page_context)


@pytest.fixture
def editing(editor: Editor) -> Editor:
    return editor.open()


@pytest.fixture
def writing(editor: Editor) -> Editor:
    return editor.open(AVA, "Ava Novak", new=True)


# The summary


def test_the_summary_says_what_the_member_will_see_change(editing: Editor) -> None:
    editing.change(BENCH, weight="100 lb")
    editing.remove(SQUAT)
    editing.type_line("Goblet squat 3x10 35 lb")
    dialog = editing.ask()
    assert dialog.lines == [
        "Bench press: 4 × 8 · 95 lb → 4 × 8 · 100 lb",
        "Removed: Back squat",
        "New: Goblet squat: 3 × 10 · 35 lb, rest 60 s",
    ]
    assert dialog.windowTitle() == "Publish these changes?" and editing.sent == []
    assert dialog.focusWidget() is dialog.confirm_button
    dialog.cancel_button.click()
    assert editing.sent == [] and editing.page.document.is_dirty


def test_enter_in_the_summary_publishes(qtbot: QtBot, editing: Editor) -> None:
    editing.change(BENCH, progression="+5 lb every week")
    qtbot.keyClick(editing.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = editing.dialog(PublishDialog)
    assert any(line.startswith("Bench press, weeks 7–12:") for line in dialog.lines)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    editing.settle()
    [draft] = editing.sent
    assert (draft.id, draft.version) == (uid(6000), 3)
    assert editing.toasts[-1] == "Plan published, Sarah was told"
    assert editing.gym.called("navigate") == [("clients", {"member_id": SARAH, "tab": "plan"})]


def test_nothing_to_publish(editing: Editor) -> None:
    dialog = editing.ask()
    assert dialog.windowTitle() == "Nothing to publish" and not dialog.confirm_button.isEnabled()
    dialog.submit()
    assert dialog.isVisible()
    dialog.reject()
    editing.settle()
    assert editing.sent == []


def test_a_new_plan_is_published_and_the_client_is_told(qtbot: QtBot, writing: Editor) -> None:
    form = writing.page.form
    qtbot.keyClicks(form.title, "First weeks")
    form.weeks.setValue(6)
    form.starts_on.setDate(date(2026, 11, 23))  # type: ignore[arg-type]
    writing.page.week.quick.set_day(MON)
    writing.type_line("Goblet squat 3x10 35 lb")
    writing.type_line("Plank 3x45s 45s")
    dialog = writing.ask()
    assert dialog.windowTitle() == "Publish this plan?"
    assert dialog.lines[0] == "New plan: First weeks"
    dialog.confirm_button.click()
    writing.settle()
    [draft] = writing.sent
    assert (draft.version, draft.title, draft.goals, draft.duration_weeks) == (None, "First weeks", "", 6)
    assert (draft.starts_on, draft.assignment_id) == (date(2026, 11, 23), uid(5003))
    assert [(e.day, e.name, e.sets, e.reps, e.weight, e.rest_seconds) for e in draft.exercises] == [
        (MON, "Goblet squat", 3, "10", "35 lb", 60),
        (MON, "Plank", 3, "45 s", "", 45),
    ]
    assert writing.toasts == ["Plan published, Ava was told"]
    assert not writing.page.document.is_dirty and writing.page.may_leave()


def test_a_new_plan_says_what_it_replaces(editor: Editor) -> None:
    editor.open(new=True)
    assert "replaces “12-Week Strength Program”" in editor.page.view.subheading.text()
    editor.page.form.title.insert("Next")
    editor.page.form.edited.emit("title", "Next")
    editor.type_line("Squat 3x5 60 kg")
    dialog = editor.ask()
    assert "It replaces “12-Week Strength Program”, whose history stays." in dialog.subtitle.text()
    dialog.reject()


def test_deload_and_progression_are_sent(editing: Editor) -> None:
    editing.change(BENCH, progression="+5 lb every week", superset="A")
    editing.page.actions_of_plan.toggle_deload(9)
    editing.publish()
    [draft] = editing.sent
    assert draft.deload == Deload((9,), 50, 90)
    assert (draft.exercises[0].progression, draft.exercises[0].superset) == ("+5 lb every week", "A")
    plan = editing.gym.stored_plans[SARAH]
    assert plan.exercises[0].target(9).sets == 2


# What is wrong


def test_what_is_missing_is_said_where_it_is_missing(qtbot: QtBot, writing: Editor) -> None:
    page = writing.page
    page.publish()
    assert page.form.fields["title"].error == "A plan needs a title." and page.form.title.hasFocus()
    qtbot.keyClicks(page.form.title, "Plan")
    assert page.form.fields["title"].error == ""
    page.publish()
    assert "at least one exercise" in writing.banner and page.week.quick.edit.hasFocus()
    qtbot.keyClicks(page.week.quick.edit, "Squat 3x5")
    page.publish()
    assert page.week.quick.error == "Press Enter to add this line, or Esc to clear it."
    qtbot.keyClick(page.week.quick.edit, Qt.Key.Key_Return)
    assert writing.banner == ""
    page.form.title.setText("t" * 10_000)
    page.form.title.textEdited.emit(page.form.title.text())
    page.publish()
    assert page.form.fields["title"].error == "A title can have at most 200 characters."
    assert writing.sent == [] and len(page.form.title.text()) == 10_000


def test_a_hidden_field_with_an_error_is_shown(editing: Editor) -> None:
    assert editing.page.form.isHidden()
    editing.page.form.edited.emit("title", "")
    editing.page.publish()
    assert editing.page.form.isVisible() and editing.page.form.fields["title"].error


def test_wrong_exercises_are_listed_and_a_click_shows_them(qtbot: QtBot, editing: Editor) -> None:
    editing.change(BENCH, sets=99)
    editing.change(SQUAT, progression="+2 reps every week", reps="AMRAP")
    dialog = editing.ask()
    assert dialog.windowTitle() == "2 things to put right first"
    assert [button.text() for button in dialog.problem_buttons] == [
        "Bench press, Monday",
        "Back squat, Tuesday",
    ]
    assert dialog.lines[0] == "Sets must be between 1 and 50."
    qtbot.mouseClick(dialog.problem_buttons[1], Qt.MouseButton.LeftButton)
    assert not dialog.isVisible() and editing.sent == []
    assert editing.page.week.grid.current == SQUAT
    dialog = editing.ask()
    dialog.submit()
    assert editing.page.week.grid.current == BENCH
    editing.change(BENCH, sets=5)
    assert editing.ask().windowTitle() == "1 thing to put right first"
    editing.dialog(PublishDialog).reject()


def test_a_refusal_of_the_database_is_shown(editing: Editor) -> None:
    editing.remove(BENCH)
    editing.gym.fail("publish", UserError("A plan starts within two years.", field="starts_on"))
    editing.publish()
    assert editing.page.form.fields["starts_on"].error == "A plan starts within two years."
    editing.gym.fail("publish", Denied("This is not yours to change.", code="other"))
    editing.publish()
    assert "This is not yours to change." in editing.banner
    assert "Bench press" not in editing.names()


# The server away


def test_without_server_everything_stays_and_a_retry_is_the_same(qtbot: QtBot, writing: Editor) -> None:
    page = writing.page
    qtbot.keyClicks(page.form.title, "Plan")
    writing.type_line("Squat 3x5")
    writing.gym.fail("publish", Unavailable("The server does not answer."))
    writing.publish()
    assert "not published yet" in writing.banner and "kept as a draft" in writing.banner
    assert page.context.notices.offline_since is not None
    assert writing.names(FRI) == ["Squat"] and page.publish_button.isEnabled()
    writing.gym.fail("client", Unavailable("The server does not answer."))
    writing.refresh()
    assert page._states.state == "content" and writing.names(FRI) == ["Squat"]
    page.drafts.keeper.flush()
    writing.settle()
    assert writing.gym.drafts.kept.load("plan", uid(5003)) is not None
    assert page.view.retry_button.isVisible()
    qtbot.mouseClick(page.view.retry_button, Qt.MouseButton.LeftButton)
    writing.settle()
    first, second = writing.sent
    assert first == second and writing.toasts[-1] == "Plan published, Ava was told"
    assert writing.gym.drafts.kept.load("plan", uid(5003)) is None


def test_nothing_can_be_changed_while_it_is_on_its_way(editing: Editor) -> None:
    editing.remove(BENCH)
    gate = editing.gym.hold("publish")
    editing.ask().confirm_button.click()
    editing.page.publish()
    assert not editing.page.publish_button.isEnabled() and not editing.page.week.isEnabled()
    editing.page.refresh()
    gate.set()
    editing.settle()
    assert len(editing.sent) == 1 and editing.page.week.isEnabled()


# The client is not the trainer's any more


def test_an_assignment_ended_while_writing(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.gym.rows = [row for row in editing.gym.rows if row.member_id != SARAH]
    editing.refresh()
    assert (
        "This member is not your client any more." in editing.banner and "kept as a draft" in editing.banner
    )
    page = editing.page
    assert not page.publish_button.isEnabled()
    assert page.publish_button.toolTip() == "This member is not your client any more."
    page.publish()
    assert editing.sent == [] and editing.names(TUE) == ["Leg press"]
    assert page.week.isEnabled() and page.view.menu_button.isEnabled()
    page.drafts.keeper.flush()
    editing.settle()
    assert editing.gym.drafts.kept.load("plan", uid(5000)) is not None


def test_an_assignment_ended_at_the_moment_of_publishing(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.gym.fail("publish", Denied("This plan is not there any more.", code="no_row"))
    dialog = editing.ask()
    editing.gym.rows = [row for row in editing.gym.rows if row.member_id != SARAH]
    dialog.confirm_button.click()
    editing.settle()
    assert "not your client any more" in editing.banner and not editing.page.publish_button.isEnabled()
    assert not any(
        isinstance(one, ConflictDialog) for one in QApplication.topLevelWidgets() if one.isVisible()
    )


def test_a_paused_client_can_be_written_for_and_published_once_resumed(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.gym.set_row("Sarah Johnson", status=AssignmentStatus.PAUSED)
    editing.refresh()
    assert "Sarah is paused" in editing.banner and not editing.page.publish_button.isEnabled()
    editing.gym.set_row("Sarah Johnson", status=AssignmentStatus.ACTIVE)
    editing.refresh()
    assert editing.banner == "" and editing.page.publish_button.isEnabled()
    editing.publish()
    assert len(editing.sent) == 1


# Two editors at once


def test_a_newer_version_replaces_an_untouched_one(editing: Editor) -> None:
    editing.publish_elsewhere(title="Adjusted")
    editing.refresh()
    assert editing.page.form.title.text() == "Adjusted" and not editing.page.document.is_dirty
    assert {"workout_plans", "workout_exercises", "trainer_assignments"} <= editing.page.tables


def test_a_newer_version_never_replaces_what_is_written(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.page.week.quick.edit.setText("half a li")
    editing.publish_elsewhere()
    editing.refresh()
    assert editing.names(TUE) == ["Leg press"] and editing.page.week.quick.text == "half a li"
    assert "Somebody else published this plan meanwhile." in editing.banner


def meet(editing: Editor, **changes: object) -> ConflictDialog:
    """Publish on top of a version that is not the newest any more."""
    editing.remove(SQUAT)
    editing.publish_elsewhere(**({"title": "Theirs"} | changes))
    editing.publish()
    return editing.conflict()


def texts(dialog: ConflictDialog) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in dialog.findChildren(QLabel)]


def test_mine_can_be_published_on_top(editing: Editor) -> None:
    dialog = meet(editing)
    seen = texts(dialog)
    assert (
        "Bench press, 4 × 8 · 100 lb, rest 90 s" in seen and "Bench press, 4 × 8 · 95 lb, rest 90 s" in seen
    )
    assert list(dialog.parts) == [FACTS, "Monday", "Tuesday"]
    dialog.confirm_button.click()
    editing.settle()
    stale, draft = editing.sent
    assert stale.version == 3
    assert (draft.id, draft.version, draft.title) == (uid(6000), 4, "12-Week Strength Program")
    assert draft.exercises[0].id == uid(7900) and draft.exercises[0].weight == "95 lb"
    assert SQUAT not in {e.id for e in draft.exercises}
    assert editing.toasts[-1] == "Plan published, Sarah was told"


def test_theirs_can_be_taken_and_taken_back(editing: Editor) -> None:
    meet(editing).theirs_button.click()
    editing.settle()
    page = editing.page
    assert page.form.title.text() == "Theirs" and not page.document.is_dirty and len(editing.sent) == 1
    page.document.undo_stack.undo()
    assert page.form.title.text() == "12-Week Strength Program" and editing.names(TUE) == ["Leg press"]
    editing.publish()
    assert editing.sent[-1].version == 4 and editing.sent[-1].exercises[0].id == uid(7900)


def test_one_can_go_on_writing(qtbot: QtBot, editing: Editor) -> None:
    meet(editing).cancel_button.click()
    assert editing.names(TUE) == ["Leg press"]
    assert editing.banner and editing.page.look_button.isVisible()
    qtbot.mouseClick(editing.page.look_button, Qt.MouseButton.LeftButton)
    editing.conflict().confirm_button.click()
    editing.settle()
    assert editing.sent[-1].version == 4


def test_days_of_both_can_be_put_together(editing: Editor) -> None:
    editing.change(uid(7006), weight="80 lb", superset="A", progression="+5 lb every week")
    dialog = meet(editing, deload=Deload((4,), 60, 80))
    assert list(dialog.parts) == [FACTS, "Monday", "Tuesday", "Wednesday"]
    assert "A1 Barbell row, 4 × 8 · 80 lb, +5 lb every week, rest 90 s" in texts(dialog)
    assert "Deload in 4: 60 % of the sets, 80 % of the weight" in texts(dialog)
    dialog.parts["Monday"].theirs.click()
    assert dialog.confirm_button.text() == "Publish the two together"
    dialog.parts[FACTS].theirs.click()
    dialog.confirm_button.click()
    editing.settle()
    draft = editing.sent[-1]
    assert (draft.version, draft.title, draft.deload) == (4, "Theirs", Deload((4,), 60, 80))
    bench, squat, row = (
        next((e for e in draft.exercises if e.name == name), None)
        for name in ("Bench press", "Back squat", "Barbell row")
    )
    assert bench is not None and (bench.id, bench.weight) == (uid(7900), "100 lb")
    assert squat is None and row is not None and row.weight == "80 lb"


def test_all_of_theirs_is_what_the_other_button_is_for(editing: Editor) -> None:
    dialog = meet(editing)
    for part in dialog.parts.values():
        part.theirs.click()
    assert not dialog.confirm_button.isEnabled()
    dialog.parts["Tuesday"].mine.click()
    assert dialog.confirm_button.isEnabled()
    dialog.reject()


def test_an_exercise_moved_here_and_kept_there_comes_once_each(editing: Editor) -> None:
    page = editing.page
    page.document.apply(page.document.content.moved(PRESS, TUE, 0), "move")
    dialog = meet(editing)
    dialog.parts["Monday"].theirs.click()
    dialog.confirm_button.click()
    editing.settle()
    draft = editing.sent[-1]
    presses = [e for e in draft.exercises if e.name == "Overhead press"]
    assert [e.day for e in presses] == [MON, TUE] and len({e.id for e in presses}) == 2
    assert presses[0].id == PRESS


def test_a_plan_ended_meanwhile_can_be_published_anew(editing: Editor) -> None:
    editing.remove(SQUAT)
    del editing.gym.stored_plans[SARAH]
    editing.publish()
    dialog = editing.conflict()
    assert "ended while you were writing" in dialog.subtitle.text()
    dialog.confirm_button.click()
    editing.settle()
    draft = editing.sent[-1]
    assert draft.version is None and draft.id != uid(6000)
    assert not {e.id for e in draft.exercises} & {uid(n) for n in range(7000, 7016)}
    assert len(draft.exercises) == 15
    assert editing.gym.stored_plans[SARAH].title == "12-Week Strength Program"


def test_the_server_goes_away_while_comparing(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.publish_elsewhere()
    editing.refresh()
    editing.gym.fail("active", Unavailable("The server does not answer."))
    editing.page.look_button.click()
    editing.settle()
    assert editing.names(TUE) == ["Leg press"] and editing.page.context.notices.offline_since is not None


def test_a_plan_of_52_weeks_with_40_exercises_a_day(editing: Editor) -> None:
    page = editing.page
    many = tuple(
        dataclasses.replace(
            editing.find(BENCH), id=uid(50_000 + n), day=day, name=f"Exercise {n}", progression="+5 lb"
        )
        for n, day in enumerate(day for day in page.week.grid.days for _ in range(40))
    )
    page.document.apply(dataclasses.replace(page.document.content, exercises=many, duration_weeks=52), "many")
    dialog = editing.ask()
    assert len(dialog.lines) > 280
    dialog.confirm_button.click()
    editing.settle()
    assert len(editing.sent[0].exercises) == 280 and editing.sent[0].duration_weeks == 52
    assert len(page.strip.weeks) == 52


def test_labels_hold_names_of_any_kind(editing: Editor) -> None:
    editing.change(BENCH, name="<b>Bench</b> & 'press'")
    dialog = editing.ask()
    assert dialog.lines == ["<b>Bench</b> & 'press': was Bench press"]
    dialog.reject()

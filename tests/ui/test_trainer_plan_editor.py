"""The plan editor as a page: opened, shown, undone, adjusted after a review, printed, and what its keys are."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog
from gymtrainer_desktop.ui.shell.page import Crumb, PageContext
from gymtrainer_desktop.ui.shell.shortcuts_sheet import shortcuts_of
from gymtrainer_desktop.ui.trainer.plan.progression_dialog import ProgressionDialog
from gymtrainer_desktop.ui.trainer.plan.publish_dialog import PublishDialog
from tests.ui.plan_pages import AVA, BENCH, FRI, MIKE, MON, PRESS, SARAH, SQUAT, TUE, Editor, make_editor
from tests.ui.trainer_gym import TODAY, Gym, uid

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def gym() -> Gym:
    return Gym()


@pytest.fixture
def editor(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> Editor:
    return make_editor(qtbot, window, page_context, gym)


@pytest.fixture
def editing(editor: Editor) -> Editor:
    return editor.open()


@pytest.fixture
def writing(editor: Editor) -> Editor:
    return editor.open(AVA, "Ava Novak", new=True)


# Opening


def test_a_running_plan_is_opened_as_it_is_published(editing: Editor) -> None:
    page = editing.page
    assert page.title == "Plan"
    assert page.trail == (
        Crumb("My clients", "clients"),
        Crumb("Sarah Johnson", "clients", {"member_id": SARAH}),
    )
    assert page.view.heading.text() == "12-Week Strength Program"
    assert page.view.subheading.text() == "Sarah Johnson · week 6 of 12, 16 – 22 Nov"
    assert (page.form.weeks.value(), page.form.starts_on.date()) == (12, QDate(2026, 10, 12))
    assert page.form.fields["starts_on"]._hint.text() == "ends Sun 3 Jan 2027"
    assert editing.names(MON) == ["Bench press", "Overhead press", "Incline dumbbell press", "Triceps dips"]
    assert editing.shown(BENCH) == "Bench press, 4 × 8 · 95 lb, rest 90 s"
    assert page.week.quick.day is FRI and not page.undo_button.isEnabled() and page.form.isHidden()
    assert len(page.strip.weeks) == 12 and page.strip.chosen == 6


def test_the_week_begins_on_the_gyms_first_day(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    gym.settings = dataclasses.replace(gym.settings, week_start=7)
    editor = make_editor(qtbot, window, page_context, gym).open()
    assert editor.page.week.grid.days[0] is Weekday.SUNDAY
    assert editor.page.strip.weeks[0].first == date(2026, 10, 11)


def test_a_client_who_left_cannot_be_written_for(editor: Editor) -> None:
    editor.open(uuid4(), "Nobody")
    assert editor.page._states.state == "error"


def test_while_loading_and_after_a_failure(qtbot: QtBot, editor: Editor) -> None:
    gate = editor.gym.hold("client")
    editor.page.open(member_id=SARAH, name="Sarah Johnson")
    editor.page.refresh()
    assert editor.page._states.state == "loading"
    editor.gym.fail("maxima", Unavailable("The server does not answer."))
    gate.set()
    editor.settle()
    assert editor.page._states.state == "error"
    editor.page._states.retry_requested.emit()
    editor.settle()
    assert editor.page._states.state == "content" and len(editor.names(MON)) == 4


def test_a_new_plan_begins_with_its_facts(writing: Editor) -> None:
    page = writing.page
    assert page.title == "New plan" and page.form.isVisible() and page.form.title.hasFocus()
    assert page.document.content.starts_on == TODAY and page.document.content.exercises == ()
    assert len(page.strip.weeks) == 4 and page.strip.chosen == 1


# Facts, undo, redo


def test_facts_are_changed_and_undone(qtbot: QtBot, editing: Editor) -> None:
    page = editing.page
    page.view.details_button.click()
    assert page.form.isVisible()
    page.form.title.clear()
    qtbot.keyClicks(page.form.title, "Sixteen weeks")
    page.form.weeks.setValue(16)
    assert page.view.heading.text() == "Sixteen weeks" and len(page.strip.weeks) == 16
    assert page.undo_button.toolTip() == "Undo: change the weeks"
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    assert len(page.strip.weeks) == 12 and page.form.weeks.value() == 12
    page.undo_button.click()
    assert page.view.heading.text() == "12-Week Strength Program" and not page.document.is_dirty
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.keyClick(page, Qt.Key.Key_Y, CTRL)
    assert page.document.content.duration_weeks == 16 and page.redo_button.isEnabled() is False


def test_another_start_moves_the_weeks(editing: Editor) -> None:
    editing.page.form.edited.emit("starts_on", date(2026, 11, 23))
    assert editing.page.strip.weeks[0].first == date(2026, 11, 23)
    assert not any(week.is_over or week.is_current for week in editing.page.strip.weeks)


# Weeks


def test_another_week_shows_its_targets(qtbot: QtBot, editing: Editor) -> None:
    editing.change(BENCH, progression="+5 lb every week")
    page = editing.page
    # Weeks that are over stay as they were published, and so does this one where it was logged.
    assert "4 × 8 · 95 lb" in editing.shown(BENCH)
    page.strip.focus_weeks()
    qtbot.keyClick(page.strip.cells, Qt.Key.Key_Right)
    assert page.strip.chosen == 7 and "4 × 8 · 125 lb" in editing.shown(BENCH)
    assert "week 7 of 12, 23 – 29 Nov" in page.view.subheading.text()
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    assert page.strip.chosen == 5 and "4 × 8 · 95 lb" in editing.shown(BENCH)
    page.week.week_wanted.emit(1)
    assert page.strip.chosen == 1 and "4 × 8 · 95 lb" in editing.shown(BENCH)


def test_deload_weeks_are_set_in_the_strip(qtbot: QtBot, editing: Editor) -> None:
    page = editing.page
    page.strip.focus_weeks()
    qtbot.keyClick(page.strip.cells, Qt.Key.Key_D)
    assert page.document.content.deload.weeks == (6,) and page.strip.weeks[5].is_deload
    lift = next(one for one in page.document.content.of_day(FRI) if one.name == "Deadlift")
    assert f"{max((lift.sets or 0) // 2, 1)} × {lift.reps}" in editing.shown(lift.id)
    assert "4 × 8" in editing.shown(BENCH), "what was done this week stays as it was asked for"
    assert page.undo_button.toolTip() == "Undo: week 6 as deload"
    qtbot.keyClick(page.strip.cells, Qt.Key.Key_D)
    assert page.document.content.deload.weeks == () and page.undo_button.toolTip() == "Undo: week 6 as usual"
    page.actions_of_plan.show_deload()
    popover = page.actions_of_plan.deload
    assert popover.isVisible()
    popover.every_fourth.click()
    popover.sets_percent.setValue(60)
    popover.close()
    assert page.document.content.deload == Deload((4, 8, 12), 60, 90)
    page.document.undo_stack.undo()
    assert page.document.content.deload == Deload()


def test_percentages_are_resolved_in_the_readers_unit(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    gym.maxima = {"back squat": Decimal(84)}
    editor = make_editor(qtbot, window, page_context, gym).open()
    editor.change(SQUAT, weight="80%")
    editor.change(BENCH, weight="80%")
    editor.page.strip.show_week(7)
    assert "80% ≈ 150 lb" in editor.shown(SQUAT)
    assert "There is no maximum of this exercise yet." in editor.shown(BENCH)
    gym.unit = Unit.KG
    other = make_editor(qtbot, window, page_context, gym).open()
    other.change(SQUAT, weight="80%")
    other.page.strip.show_week(7)
    assert "80% ≈ 67.5 kg" in other.shown(SQUAT)


def test_a_rule_for_those_chosen_in_the_grid(editing: Editor) -> None:
    page = editing.page
    page.week.grid.choose((BENCH, PRESS))
    page.actions_of_plan.show_progression()
    dialog = editing.dialog(ProgressionDialog)
    assert [row.id for row in dialog.model.checked] == [BENCH, PRESS]
    dialog.rule.setText("+2.5%")
    dialog.submit()
    rules = [one.progression for one in page.document.content.of_day(MON)]
    assert rules == ["+2.5% every week", "+2.5% every week", "", ""]
    assert page.undo_button.toolTip() == "Undo: set progressions"
    page.undo_button.click()
    assert not page.document.is_dirty


# After a review


def test_adjusting_after_a_review(editor: Editor) -> None:
    words = {"last": "3 × 8 · 62.5 kg on Mon 16 Nov", "target": "3 × 8 · 60 kg"}
    editor.open(exercise="bench PRESS", **words)
    bar = editor.page.view.review
    assert bar.isVisible()
    assert (
        bar.accessibleName() == "Bench press, last time 3 × 8 · 62.5 kg on Mon 16 Nov, target 3 × 8 · 60 kg"
    )
    assert editor.page.week.grid.current == BENCH and editor.page.strip.chosen == 7
    editor.page.week.grid.focus_exercise(SQUAT)
    bar.show_button.click()
    assert editor.page.week.grid.current == BENCH
    bar.done_button.click()
    assert not bar.isVisible()
    assert editor.gym.called("last_sets") == []


def test_without_words_the_last_log_is_looked_up(editor: Editor) -> None:
    editor.open(exercise=BENCH)
    assert editor.page.view.review.last.text() == "4 × 8 · 95 lb on Mon 16 Nov"
    assert editor.page.view.review.target.text() == "4 × 8 · 95 lb"


def test_an_exercise_that_is_gone_and_one_never_logged(editor: Editor) -> None:
    editor.open(exercise="Sled push")
    assert (
        editor.toasts[-1] == "Sled push is not in this plan any more"
        and not editor.page.view.review.isVisible()
    )
    editor.open(exercise=uid(7010))
    assert editor.page.view.review.last.text() == "—"


def test_a_review_waits_for_the_draft_to_be_decided(editing: Editor) -> None:
    editing.change(BENCH, weight="100 lb")
    editing.open(MIKE, "Mike Davis").open(exercise=BENCH)
    assert editing.page.view.offer.isVisible() and not editing.page.view.review.isVisible()
    editing.page.view.continue_draft.click()
    assert editing.page.view.review.isVisible() and editing.page.week.grid.current == BENCH
    editing.settle()


def test_a_review_goes_on_with_what_is_being_written(editing: Editor) -> None:
    editing.change(BENCH, weight="100 lb")
    editing.open(exercise=SQUAT, last="4 × 6 · 135 lb", target="4 × 6 · 135 lb")
    assert editing.page.week.grid.current == SQUAT and editing.find(BENCH).weight == "100 lb"


# Paper, keys


def test_what_is_written_is_printed(editing: Editor) -> None:
    editing.change(BENCH, name="Paused bench press", progression="+5 lb every week")
    editing.page.view.print_button.click()
    dialog = editing.dialog(PlanPaperDialog)
    editing.qtbot.waitUntil(lambda: dialog.pages is not None)
    assert dialog.choice.week == 6
    printed = editing.page.session.as_plan(editing.page.shown.targets, "John Smith")
    assert printed.exercises[0].name == "Paused bench press"
    assert [one.order_index for one in printed.exercises if one.day is TUE] == [0, 1]
    assert (printed.ends_on, printed.exercises[0].target(7).weight) == (date(2027, 1, 3), "125 lb")
    dialog.reject()


def test_nothing_to_print(writing: Editor) -> None:
    writing.page.view.print_button.click()
    assert writing.toasts[-1] == "Add at least one exercise before you print the plan"


def test_the_keys_of_the_page_are_listed(editing: Editor) -> None:
    listed = {line.text: line.keys for line in shortcuts_of(editing.page)}
    for words, keys in {
        "Undo": ("Ctrl+Z",),
        "Redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
        "Publish": ("Ctrl+Return",),
        "The week before": ("Ctrl+PgUp",),
        "In the weeks: a deload week, or a normal one again": ("D",),
        "Start from a template": ("Ctrl+T",),
        "Copy from another plan": ("Ctrl+Shift+O",),
        "Save as template": ("Ctrl+Shift+S",),
        "Progression": ("Ctrl+Shift+P",),
        "Deload weeks": ("Ctrl+L",),
        "Print": ("Ctrl+P",),
        "Sets per muscle": ("Alt+V",),
    }.items():
        assert listed[words] == keys, words
    every = [keys for line in listed.values() for keys in line]
    assert len(every) == len(set(every))


def test_a_programme_by_keyboard_alone(qtbot: QtBot, writing: Editor) -> None:
    page = writing.page
    qtbot.keyClicks(page.form.title, "First weeks")
    page.week.quick.edit.setFocus()
    qtbot.keyClicks(page.week.quick.edit, "Squat 5x5 60 kg +2.5 kg/week")
    qtbot.keyClick(page.week.quick.edit, Qt.Key.Key_Return)
    qtbot.keyClick(page, Qt.Key.Key_W, ALT)
    assert page.strip.cells.hasFocus()
    qtbot.keyClick(page.strip.cells, Qt.Key.Key_End)
    qtbot.keyClick(page.strip.cells, Qt.Key.Key_D)
    assert page.document.content.deload.weeks == (4,)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(writing.dialog(PublishDialog), Qt.Key.Key_Return)
    writing.settle()
    [draft] = writing.sent
    assert draft.exercises[0].progression == "+2.5 kg every week" and draft.deload.weeks == (4,)
    assert [week.weight for week in writing.gym.stored_plans[AVA].exercises[0].weeks] == [
        "60 kg", "62.5 kg", "65 kg", "57.5 kg"
    ]  # fmt: skip

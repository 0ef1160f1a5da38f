"""Drafts of plans: saved soon, on disk, offered again, thrown away, never lost."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.draft_content import PlanDraftState, from_values, to_values
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from tests.ui.plan_pages import AVA, BENCH, FRI, MIKE, SARAH, SQUAT, TUE, Editor, make_editor
from tests.ui.trainer_gym import Gym, uid
from tests.ui.trainer_gym_plans import Drafts

SARAHS, AVAS = uid(5000), uid(5003)


@pytest.fixture
def gym(tmp_path: Path) -> Gym:
    gym = Gym()
    gym.drafts = Drafts(gym, DraftStore(tmp_path / "drafts.db"))
    return gym


@pytest.fixture
def editor(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> Editor:
    return make_editor(qtbot, window, page_context, gym)


@pytest.fixture
def editing(editor: Editor) -> Editor:
    return editor.open()


def again(editor: Editor, base: PageContext, window: QWidget) -> Editor:
    """The program was started anew: another page on the same folder."""
    editor.page.hide()
    editor.page.drafts.keeper.stop()
    return make_editor(editor.qtbot, window, base, editor.gym)


def saved(gym: Gym, subject: UUID = SARAHS) -> dict[str, Any] | None:
    draft = gym.drafts.kept.load("plan", subject)
    return None if draft is None else draft.content


def save(editor: Editor) -> None:
    editor.page.drafts.keeper.flush()
    editor.settle()


# Saving


def test_a_change_is_saved_within_a_second(qtbot: QtBot, editing: Editor) -> None:
    assert Delay.DRAFT_QUIET <= 1000 and Delay.DRAFT_LATEST <= 5000
    editing.change(BENCH, weight="100 lb")
    assert saved(editing.gym) is None
    with qtbot.waitSignal(editing.page.drafts.keeper.state_changed, timeout=2000):
        pass
    content = saved(editing.gym)
    assert content is not None and content["exercises"][0]["weight"] == "100 lb"
    assert (content["plan_id"], content["version"]) == (str(uid(6000)), 3)
    assert editing.state.startswith("Draft saved ") and len(editing.state) == len("Draft saved 14:02")


def test_it_is_on_disk_and_comes_back_in_a_fresh_page(
    editing: Editor, page_context: PageContext, window: QWidget, tmp_path: Path
) -> None:
    editing.change(BENCH, weight="100 lb", progression="+5 lb every week")
    editing.page.actions_of_plan.toggle_deload(9)
    save(editing)
    assert b"+5 lb every week" in (tmp_path / "drafts.db").read_bytes()
    editing.gym.drafts = Drafts(editing.gym, DraftStore(tmp_path / "drafts.db"))
    fresh = again(editing, page_context, window).open()
    offer = fresh.page.view.offer
    assert offer.isVisible() and offer.accessibleName().startswith("Draft of ")
    assert "Differs from the published plan in: Mon; title, goals or weeks." in offer.accessibleName()
    assert "95 lb" in fresh.shown(BENCH) and not fresh.page.week.isEnabled()
    assert not fresh.page.publish_button.isEnabled() and fresh.page.view.continue_draft.hasFocus()
    fresh.page.view.continue_draft.click()
    assert fresh.find(BENCH).weight == "100 lb" and fresh.page.document.content.deload.weeks == (9,)
    assert fresh.page.week.isEnabled() and not offer.isVisible() and fresh.page.document.is_dirty
    fresh.publish()
    assert (fresh.sent[0].id, fresh.sent[0].version) == (uid(6000), 3)
    assert saved(fresh.gym) is None


def test_saved_at_latest_after_some_seconds_of_typing(qtbot: QtBot, editing: Editor) -> None:
    keeper = editing.page.drafts.keeper
    editing.change(BENCH, weight="100 lb")
    assert keeper._latest.isActive() and keeper._latest.interval() == Delay.DRAFT_LATEST
    first = keeper._latest.remainingTime()
    editing.change(BENCH, weight="105 lb")
    assert keeper._latest.remainingTime() <= first
    keeper._latest.timeout.emit()
    editing.settle()
    assert saved(editing.gym) is not None and not keeper.has_unsaved


def test_what_comes_while_it_is_being_saved_is_saved_after(editing: Editor) -> None:
    gate = editing.gym.hold("save draft")
    editing.change(BENCH, weight="100 lb")
    keeper = editing.page.drafts.keeper
    keeper.flush()
    editing.change(BENCH, weight="105 lb")
    keeper.flush()
    gate.set()
    editing.settle()
    keeper.flush()
    editing.settle()
    content = saved(editing.gym)
    assert content is not None and content["exercises"][0]["weight"] == "105 lb"
    assert not keeper.has_unsaved


def test_a_line_that_was_not_added_is_kept_too(
    editing: Editor, page_context: PageContext, window: QWidget
) -> None:
    editing.page.week.quick.set_day(TUE)
    editing.page.week.quick.edit.setText("Hack squat 3x")
    save(editing)
    fresh = again(editing, page_context, window).open()
    assert "a line that was not added yet" in fresh.page.view.offer.accessibleName()
    fresh.page.view.continue_draft.click()
    assert (fresh.page.week.quick.text, fresh.page.week.quick.day) == ("Hack squat 3x", TUE)


def test_undone_to_nothing_it_is_thrown_away(editing: Editor) -> None:
    editing.change(BENCH, weight="100 lb")
    save(editing)
    assert saved(editing.gym) is not None
    editing.page.document.undo_stack.undo()
    save(editing)
    assert saved(editing.gym) is None and editing.state == ""
    editing.page.document.undo_stack.redo()
    save(editing)
    assert saved(editing.gym) is not None


def test_looking_saves_nothing(editing: Editor) -> None:
    save(editing)
    assert editing.gym.called("save draft") == [] and editing.gym.called("discard draft") == []


def test_a_draft_that_cannot_be_saved_is_said_and_tried_again(qtbot: QtBot, editing: Editor) -> None:
    editing.gym.fail("save draft", UserError("The disk is full."))
    editing.change(BENCH, weight="100 lb")
    save(editing)
    assert editing.state == "Draft not saved: The disk is full."
    assert editing.page.view.state.property("tone") == "critical"
    editing.gym.fail("save draft", Unavailable("Another program holds the file."))
    editing.page.drafts.keeper.flush()
    editing.settle()
    assert editing.state == "Draft not saved: Another program holds the file."
    editing.page.drafts.keeper._latest.timeout.emit()
    editing.settle()
    assert editing.state.startswith("Draft saved") and saved(editing.gym) is not None


def test_a_pause_that_ends_while_the_window_closes_saves_nothing(editing: Editor) -> None:
    editing.change(BENCH, weight="100 lb")
    assert editing.page.context.tasks.shutdown(5000)
    editing.page.drafts.keeper._latest.timeout.emit()
    assert not editing.page.drafts.keeper.has_unsaved and saved(editing.gym) is None


# Leaving


def test_leaving_keeps_the_draft_without_asking(editing: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        editing.page.context.notices, "question", lambda title, *_rest, **_more: asked.append(title)
    )
    editing.remove(BENCH)
    assert editing.page.may_leave() and editing.page.may_close() and asked == []
    editing.settle()
    assert saved(editing.gym) is not None and "Bench press" not in editing.names()


def test_leaving_asks_only_where_the_draft_could_not_be_saved(
    editing: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter((False, True))

    def question(title: str, text: str, *_rest: Any, **_more: Any) -> bool:
        asked.append(text)
        return next(answers)

    monkeypatch.setattr(editing.page.context.notices, "question", question)
    editing.gym.fail("save draft", UserError("The disk is full."))
    editing.remove(BENCH)
    save(editing)
    editing.gym.fail("save draft", UserError("The disk is full."))
    assert not editing.page.may_leave()
    editing.settle()
    editing.gym.fail("save draft", UserError("The disk is full."))
    assert editing.page.may_close()
    assert len(asked) == 2 and "The disk is full." in asked[0]
    editing.settle()


def test_coming_back_to_the_same_client_one_goes_on(editing: Editor) -> None:
    editing.remove(BENCH)
    assert editing.page.may_leave()
    editing.open()
    assert "Bench press" not in editing.names() and not editing.page.view.offer.isVisible()
    assert editing.page.undo_button.isEnabled()


def test_another_client_begins_anew_and_coming_back_the_draft_is_offered(editing: Editor) -> None:
    editing.remove(BENCH)
    editing.page.open(member_id=MIKE, name="Mike Davis")
    assert editing.page._states.state == "loading"
    editing.refresh()
    assert editing.page.form.title.text() == "Bench 100 kg" and not editing.page.undo_button.isEnabled()
    assert not editing.page.view.offer.isVisible() and saved(editing.gym) is not None
    editing.open()
    assert editing.page.view.offer.isVisible() and "Bench press" in editing.names()
    editing.page.view.continue_draft.click()
    assert "Bench press" not in editing.names()


# The offer


def test_a_draft_can_be_thrown_away_and_brought_back(qtbot: QtBot, editing: Editor, gym: Gym) -> None:
    editing.remove(BENCH)
    editing.open(MIKE, "Mike Davis").open()
    editing.page.view.discard_draft.click()
    editing.settle()
    assert saved(gym) is None and editing.page.week.isEnabled() and not editing.page.view.offer.isVisible()
    toast = editing.page.context.notices.toasts.toasts[-1]
    assert toast.words.text() == "Draft discarded"
    undo = toast.findChild(QPushButton)
    assert undo is not None
    undo.click()
    assert "Bench press" not in editing.names()
    save(editing)
    assert saved(gym) is not None


def test_an_offered_draft_can_be_compared(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.open(MIKE, "Mike Davis").open()
    editing.page.view.compare_draft.click()
    dialog = editing.dialog(ConflictDialog)
    assert dialog.windowTitle() == "What differs from the published plan" and dialog.parts == {}
    dialog.confirm_button.click()
    assert editing.page.view.offer.isVisible() and "Back squat" in editing.names(TUE)


def test_undo_takes_a_continued_draft_back(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.open(MIKE, "Mike Davis").open()
    editing.page.view.continue_draft.click()
    assert editing.page.undo_button.toolTip() == "Undo: continue the draft"
    editing.page.undo_button.click()
    assert "Back squat" in editing.names(TUE) and not editing.page.document.is_dirty


def test_a_draft_on_an_older_version_ends_in_the_conflict_dialog(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.open(MIKE, "Mike Davis")
    editing.publish_elsewhere(title="Theirs")
    editing.open()
    assert "The plan was published again since." in editing.page.view.offer.accessibleName()
    editing.page.view.continue_draft.click()
    assert "Somebody else published this plan meanwhile." in editing.banner
    editing.publish()
    assert editing.sent[0].version == 3
    dialog = editing.conflict()
    dialog.confirm_button.click()
    editing.settle()
    draft = editing.sent[-1]
    assert draft.version == 4 and draft.title == "12-Week Strength Program"
    assert SQUAT not in {e.id for e in draft.exercises} and draft.exercises[0].id == uid(7900)


def test_a_draft_of_a_new_plan(editor: Editor, page_context: PageContext, window: QWidget) -> None:
    editor.open(AVA, "Ava Novak", new=True)
    editor.page.form.edited.emit("title", "First weeks")
    editor.type_line("Squat 3x5 60 kg")
    save(editor)
    content = saved(editor.gym, AVAS)
    assert content is not None and content["version"] is None
    fresh = again(editor, page_context, window).open(AVA, "Ava Novak", new=True)
    assert "A new plan with 1 exercise" in fresh.page.view.offer.accessibleName()
    fresh.page.view.continue_draft.click()
    assert fresh.page.title == "New plan" and fresh.names(FRI) == ["Squat"]
    fresh.publish()
    assert str(fresh.sent[0].id) == content["plan_id"] and fresh.sent[0].version is None


def test_a_draft_that_changes_nothing_is_not_offered(editing: Editor, gym: Gym) -> None:
    state = editing.page.session.state("", Weekday.MONDAY)
    gym.drafts.kept.save("plan", SARAHS, to_values(state))
    editing.page.session.is_loaded = False
    editing.refresh()
    assert not editing.page.view.offer.isVisible() and saved(gym) is None


def test_a_draft_that_cannot_be_read_stops_nobody(editor: Editor, gym: Gym) -> None:
    gym.drafts.kept.save("plan", SARAHS, {"format": 99, "title": "From the future"})
    editor.open()
    assert not editor.page.view.offer.isVisible() and editor.page.week.isEnabled()
    assert saved(gym) == {"format": 99, "title": "From the future"}


def test_nothing_changed_elsewhere_replaces_an_offered_draft(editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.open(MIKE, "Mike Davis").open()
    editing.publish_elsewhere(title="Theirs")
    editing.refresh()
    assert editing.page.view.offer.isVisible() and saved(editing.gym) is not None
    editing.page.view.continue_draft.click()
    assert "Back squat" not in editing.names(TUE)


# As values


def test_a_draft_reads_as_it_was_written() -> None:
    exercise = DraftExercise(
        uid(1), TUE, "Überzüge", None, "2 km", "", None, "slow\nand <b>calm</b>", ExerciseType.CARDIO, "B",
        "+100 m every 2 weeks",
    )  # fmt: skip
    content = PlanContent(date(2026, 11, 23), "T", "G", "D", 104, (exercise,), Deload((4, 104), 60, 85))
    state = PlanDraftState(content, uid(2), 7, frozenset({uid(1), uid(3)}), "half a li", FRI)
    values = to_values(state)
    assert from_values(values) == state
    assert from_values(to_values(dataclasses.replace(state, version=None))) is not None


@pytest.mark.parametrize("key", ["plan_id", "exercises", "deload", "starts_on", "line_day", "known"])
def test_a_damaged_draft_is_none(key: str) -> None:
    values = to_values(PlanDraftState(PlanContent(date(2026, 11, 23)), uid(2), 7))
    assert from_values(values) is not None
    assert from_values({name: value for name, value in values.items() if name != key}) is None
    assert from_values(values | {key: "nonsense" if key != "known" else ["x"]}) is None


def test_focus_goes_to_the_offer_by_keyboard(qtbot: QtBot, editing: Editor) -> None:
    editing.remove(SQUAT)
    editing.open(MIKE, "Mike Davis").open()
    qtbot.keyClick(editing.page.view.continue_draft, Qt.Key.Key_Return)
    assert "Back squat" not in editing.names(TUE)
    assert editing.page.session.member_id == SARAH

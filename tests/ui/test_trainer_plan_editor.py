from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Denied, Unavailable, UserError
from gymtrainer_desktop.domain.plans import ExerciseType, PlanDraft
from gymtrainer_desktop.ui.shell.page import Crumb, PageContext
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.exercise_card import ExerciseCard
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from tests.ui.trainer_gym import TODAY, Gym, uid

SARAH, AVA = uid(0), uid(3)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
MON, TUE, WED, FRI = Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.FRIDAY
BENCH, PRESS, SQUAT = uid(7000), uid(7001), uid(7004)


@pytest.fixture
def gym() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> PlanEditorPage:
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    page = PlanEditorPage(gym.context(page_context))
    layout.addWidget(page)
    return page


def settle(qtbot: QtBot, page: PlanEditorPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


@pytest.fixture
def editing(qtbot: QtBot, page: PlanEditorPage) -> PlanEditorPage:
    page.open(member_id=SARAH, name="Sarah Johnson")
    page.refresh()
    settle(qtbot, page)
    return page


@pytest.fixture
def writing(qtbot: QtBot, page: PlanEditorPage) -> PlanEditorPage:
    page.open(member_id=AVA, name="Ava Novak", new=True)
    page.refresh()
    settle(qtbot, page)
    return page


def names(page: PlanEditorPage, day: Weekday) -> list[str]:
    return [card.exercise.name for card in page.week.grid.columns[day].cards]


def card(page: PlanEditorPage, number: Any) -> ExerciseCard:
    found = page.week.grid.card(number)
    assert found is not None
    return found


def type_line(qtbot: QtBot, page: PlanEditorPage, line: str) -> None:
    page.week.quick.edit.setFocus()
    qtbot.keyClicks(page.week.quick.edit, line)
    qtbot.keyClick(page.week.quick.edit, Qt.Key.Key_Return)


def toasts(page: PlanEditorPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def drafts(gym: Gym) -> list[PlanDraft]:
    return gym.called("publish")


def answer(qtbot: QtBot, kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do something in the next dialog of a kind, as soon as it is open."""

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, kind) and widget.isVisible():
                act(widget)
                return
        timer.start()

    timer = QTimer(QApplication.instance())
    timer.setSingleShot(True)
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()


# Opening


def test_a_running_plan_is_opened_as_it_is_published(editing: PlanEditorPage) -> None:
    assert editing.title == "Plan"
    assert editing.trail == (
        Crumb("My clients", "clients"),
        Crumb("Sarah Johnson", "clients", {"member_id": SARAH}),
    )
    assert editing.form.title.text() == "12-Week Strength Program"
    assert (editing.form.weeks.value(), editing.form.starts_on.date()) == (12, QDate(2026, 10, 12))
    assert editing.form.fields["starts_on"]._hint.text() == "ends Sun 3 Jan 2027"
    assert names(editing, MON) == ["Bench press", "Overhead press", "Incline dumbbell press", "Triceps dips"]
    assert editing.week.grid.columns[Weekday.THURSDAY]._rest.isVisible()
    assert card(editing, BENCH).accessibleName() == "Bench press, 4 × 8 · 95 lb, rest 90 s"
    assert editing.week.quick.day is FRI and not editing.undo_button.isEnabled()
    assert editing.may_leave()


def test_the_week_begins_on_the_gyms_first_day(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    gym.settings = dataclasses.replace(gym.settings, week_start=7)
    page = PlanEditorPage(gym.context(page_context), window)
    assert page.week.grid.days[:2] == (Weekday.SUNDAY, Weekday.MONDAY)


def test_a_client_who_left_cannot_be_written_for(qtbot: QtBot, page: PlanEditorPage, gym: Gym) -> None:
    page.open(member_id=uid(999), name="Somebody")
    page.refresh()
    settle(qtbot, page)
    assert page._states.state == "error"


# One line


def test_a_line_is_understood_while_it_is_typed(qtbot: QtBot, writing: PlanEditorPage) -> None:
    quick = writing.week.quick
    qtbot.mouseClick(writing.week.grid.columns[TUE].add_button, Qt.MouseButton.LeftButton)
    assert quick.edit.hasFocus() and quick.day_button.text() == "Add to Tue"
    qtbot.keyClicks(quick.edit, "Bench press 4x")
    assert quick.chips == () and quick._hint.text().startswith("After “4x”") and quick.error == ""
    qtbot.keyClicks(quick.edit, "8 135 lb 90s")
    assert quick.chips == ("Bench press", "4 sets", "8 reps", "135 lb", "rest 90 s")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    [added] = writing.document.content.exercises
    assert (added.day, added.name, added.sets, added.reps) == (TUE, "Bench press", 4, "8")
    assert (added.weight, added.rest_seconds, added.type) == ("135 lb", 90, ExerciseType.STRENGTH)
    assert quick.edit.text() == "" and quick.edit.hasFocus() and names(writing, TUE) == ["Bench press"]


def test_up_and_down_change_the_day(qtbot: QtBot, writing: PlanEditorPage) -> None:
    quick = writing.week.quick
    quick.begin(MON)
    qtbot.keyClick(quick.edit, Qt.Key.Key_Down)
    assert quick.day is TUE
    for _press in range(2):
        qtbot.keyClick(quick.edit, Qt.Key.Key_Up)
    assert quick.day is Weekday.SUNDAY
    type_line(qtbot, writing, "Row 2 km")
    [added] = writing.document.content.exercises
    assert (added.day, added.reps, added.sets, added.rest_seconds, added.type) == (
        Weekday.SUNDAY, "2 km", None, None, ExerciseType.CARDIO,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("4x8 135 lb", "Start with the exercise's name"),
        ("Bench -4x8", "Sets cannot be negative."),
        ("Bench 400x8", "Sets must be between 1 and 50."),
        ("x" * 5000, "One line can have at most 400 characters."),
    ],
)
def test_a_line_that_makes_no_sense_is_explained_in_place(
    qtbot: QtBot, writing: PlanEditorPage, line: str, sentence: str
) -> None:
    quick = writing.week.quick
    quick.edit.setText(line)
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    assert quick.error.startswith(sentence)
    assert quick.text and writing.document.content.exercises == ()
    quick.edit.clear()
    assert quick.error == ""


def test_strange_names_are_kept_as_written(qtbot: QtBot, writing: PlanEditorPage) -> None:
    writing.week.quick.edit.setText("<b>Curl</b> 🏋️ '; DROP TABLE 3x10")
    qtbot.keyClick(writing.week.quick.edit, Qt.Key.Key_Return)
    [added] = writing.document.content.exercises
    assert added.name == "<b>Curl</b> 🏋️ '; DROP TABLE"
    face = card(writing, added.id)
    assert face.name.textFormat() == Qt.TextFormat.PlainText
    qtbot.keyClick(writing.week.quick.edit, Qt.Key.Key_Escape)
    assert face.hasFocus()


# Moving, copying, deleting


def test_cards_are_moved_with_the_keyboard(qtbot: QtBot, editing: PlanEditorPage) -> None:
    bench = card(editing, BENCH)
    bench.setFocus()
    qtbot.keyClick(bench, Qt.Key.Key_Up, ALT)
    assert not editing.document.is_dirty
    qtbot.keyClick(bench, Qt.Key.Key_Down, ALT)
    assert names(editing, MON)[:2] == ["Overhead press", "Bench press"]
    qtbot.keyClick(bench, Qt.Key.Key_Right, ALT)
    assert names(editing, TUE) == ["Back squat", "Bench press", "Leg press"]
    assert bench.hasFocus()
    qtbot.keyClick(bench, Qt.Key.Key_Left, ALT)
    qtbot.keyClick(bench, Qt.Key.Key_Up, ALT)
    assert names(editing, MON)[0] == "Bench press" and not editing.document.is_dirty


def test_arrows_go_from_card_to_card(qtbot: QtBot, editing: PlanEditorPage) -> None:
    card(editing, BENCH).setFocus()
    qtbot.keyClick(card(editing, BENCH), Qt.Key.Key_Down)
    assert card(editing, PRESS).hasFocus()
    qtbot.keyClick(card(editing, PRESS), Qt.Key.Key_Right)
    assert card(editing, uid(7005)).hasFocus()
    qtbot.keyClick(card(editing, uid(7005)), Qt.Key.Key_Right)
    qtbot.keyClick(card(editing, uid(7007)), Qt.Key.Key_Right)
    assert card(editing, uid(7011)).hasFocus(), "Thursday has no cards and is passed over"
    assert not editing.document.is_dirty


def test_copies_and_deletions_can_be_undone(qtbot: QtBot, editing: PlanEditorPage) -> None:
    bench = card(editing, BENCH)
    bench.setFocus()
    qtbot.keyClick(bench, Qt.Key.Key_D, CTRL)
    assert names(editing, MON)[:2] == ["Bench press", "Bench press"]
    assert editing.undo_button.toolTip() == "Undo: duplicate Bench press"
    qtbot.keyClick(bench, Qt.Key.Key_Delete)
    assert names(editing, MON)[:2] == ["Bench press", "Overhead press"]
    copy = editing.week.grid.columns[MON].cards[0]
    assert copy.exercise.id != BENCH and copy.hasFocus()
    qtbot.keyClick(copy, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(editing, Qt.Key.Key_Z, CTRL)
    assert names(editing, MON)[:2] == ["Bench press", "Overhead press"] and not editing.document.is_dirty
    qtbot.keyClick(editing, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert names(editing, MON)[:2] == ["Bench press", "Bench press"]
    qtbot.mouseClick(editing.undo_button, Qt.MouseButton.LeftButton)
    assert not editing.document.is_dirty and not editing.undo_button.isEnabled()
    qtbot.mouseClick(editing.redo_button, Qt.MouseButton.LeftButton)
    assert editing.document.is_dirty


def test_the_menu_offers_everything(qtbot: QtBot, editing: PlanEditorPage) -> None:
    menu = card(editing, BENCH).menu()
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert words == [
        "Edit…", "Duplicate", "Move up", "Move down", "Move a day back", "Move a day on", "Move to", "", "Delete",
    ]  # fmt: skip
    to_day = next(action.menu() for action in menu.actions() if action.text() == "Move to")
    assert to_day is not None
    next(action for action in to_day.actions() if action.text() == "Wednesday").trigger()
    assert names(editing, WED)[-1] == "Bench press"
    menu.actions()[-1].trigger()
    assert "Bench press" not in names(editing, WED)
    assert editing.week.grid.card(BENCH) is None


def drop(page: PlanEditorPage, id: Any, day: Weekday, y: int) -> None:
    """Carry a card over a column and let go at a height."""
    data = card(page, id).drag().mimeData()
    column = page.week.grid.columns[day]
    action, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, y), action, data, left, none)
    QApplication.sendEvent(column, enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(QPoint(10, y), action, data, left, none)
    QApplication.sendEvent(column, move)
    assert column.slot.parent() is not None
    QApplication.sendEvent(column, QDropEvent(QPointF(10, y), action, data, left, none))


def test_cards_are_dragged_between_days(qtbot: QtBot, editing: PlanEditorPage) -> None:
    squat = card(editing, SQUAT)
    middle = card(editing, PRESS).geometry().center().y()
    drop(editing, SQUAT, MON, middle - 5)
    assert names(editing, MON)[:3] == ["Bench press", "Back squat", "Overhead press"]
    assert names(editing, TUE) == ["Leg press"] and squat.hasFocus()
    drop(editing, SQUAT, MON, 1000)
    assert names(editing, MON)[-1] == "Back squat"
    drop(editing, SQUAT, Weekday.SUNDAY, 0)
    assert names(editing, Weekday.SUNDAY) == ["Back squat"]
    for column in editing.week.grid.columns.values():
        assert column.slot.parent() is None
    for _step in range(3):
        editing.document.undo_stack.undo()
    assert names(editing, TUE) == ["Back squat", "Leg press"]


def test_only_exercises_can_be_dropped(editing: PlanEditorPage) -> None:
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setText("file:///etc/passwd")
    event = QDragEnterEvent(
        QPoint(1, 1),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    editing.week.grid.columns[MON].dragEnterEvent(event)
    assert not event.isAccepted()


# The form of an exercise


def test_an_exercise_is_changed_in_its_form(qtbot: QtBot, editing: PlanEditorPage) -> None:
    def fill(dialog: ExerciseDialog) -> None:
        assert dialog.name.text() == "Bench press" and dialog.rest.text() == "90"
        dialog.day.setCurrentIndex(dialog.day.findData(FRI))
        dialog.type.setCurrentIndex(dialog.type.findData(ExerciseType.STRENGTH))
        dialog.reps.setText("8-12")
        dialog.rest.setText("2 min")
        dialog.notes.setPlainText("Elbows close")
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)

    answer(qtbot, ExerciseDialog, fill)
    qtbot.keyClick(card(editing, BENCH), Qt.Key.Key_Return)
    changed = editing.document.content.find(BENCH)
    assert changed is not None
    assert (changed.day, changed.reps, changed.rest_seconds) == (FRI, "8-12", 120)
    assert (changed.notes, changed.type) == ("Elbows close", ExerciseType.STRENGTH)
    assert card(editing, BENCH).rest.text() == "rest 120\u00a0s · Elbows close"


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("name", "  ", "An exercise needs a name."),
        ("name", "n" * 10_000, "An exercise name can have at most 200 characters."),
        ("sets", "-4", "Sets must be between 1 and 50."),
        ("sets", "four", "Sets must be between 1 and 50."),
        ("reps", "-8", "Reps cannot be negative."),
        ("reps", "12-8", "Write a range from low to high, such as 8-12."),
        ("weight", "-135 lb", "A weight target cannot be negative."),
        ("weight", "9999999 kg", "A weight can be at most 2000 kg."),
        ("rest", "soon", "Write the rest in seconds, such as 90, or as 2 min."),
        ("rest", "99999", "Rest must be between 0 and 3600 seconds."),
    ],
)
def test_the_form_explains_what_breaks_a_rule(
    qtbot: QtBot, editing: PlanEditorPage, field: str, text: str, error: str
) -> None:
    dialog = ExerciseDialog(editing.document.content.exercises[0], editing.week.grid.days, editing)
    edit = getattr(dialog, field)
    edit.setText(text)
    dialog.submit()
    shown = dialog.fields["rest_seconds" if field == "rest" else field]
    assert shown.error == error and edit.text() == text
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog.is_dirty()


# Publishing


def test_a_new_plan_is_published_and_the_client_is_told(
    qtbot: QtBot, writing: PlanEditorPage, gym: Gym
) -> None:
    assert writing.title == "New plan"
    qtbot.keyClicks(writing.form.title, "First steps")
    qtbot.keyClicks(writing.form.goals, "feel better")
    writing.form.weeks.setValue(6)
    writing.form.starts_on.setDate(QDate(2026, 11, 23))
    writing.week.quick.begin(MON)
    type_line(qtbot, writing, "Goblet squat 3x10 35 lb 60s")
    type_line(qtbot, writing, "Plank 3x45s 45s")
    assert writing._state.text() == "Not published yet"
    qtbot.keyClick(writing, Qt.Key.Key_Return, CTRL)
    settle(qtbot, writing)
    [draft] = drafts(gym)
    assert (draft.title, draft.goals, draft.duration_weeks, draft.version) == (
        "First steps",
        "feel better",
        6,
        None,
    )
    assert (draft.starts_on, draft.assignment_id) == (date(2026, 11, 23), uid(5003))
    assert [(e.day, e.name, e.sets, e.reps, e.weight, e.rest_seconds) for e in draft.exercises] == [
        (MON, "Goblet squat", 3, "10", "35 lb", 60),
        (MON, "Plank", 3, "45 s", "", 45),
    ]
    assert toasts(writing) == ["Plan published, Ava was told"]
    assert gym.called("navigate") == [("clients", {"member_id": AVA, "tab": "plan"})]
    assert not writing.document.is_dirty and writing.may_leave()


def test_adjusting_keeps_ids_and_sends_the_version(qtbot: QtBot, editing: PlanEditorPage, gym: Gym) -> None:
    qtbot.keyClick(card(editing, BENCH), Qt.Key.Key_Delete)
    qtbot.mouseClick(editing.publish_button, Qt.MouseButton.LeftButton)
    settle(qtbot, editing)
    [draft] = drafts(gym)
    assert (draft.id, draft.version) == (uid(6000), 3)
    assert [e.id for e in draft.exercises] == [uid(n) for n in range(7001, 7016)]


def test_what_is_missing_is_said_where_it_is_missing(qtbot: QtBot, writing: PlanEditorPage, gym: Gym) -> None:
    writing.publish()
    assert writing.form.fields["title"].error == "A plan needs a title." and writing.form.title.hasFocus()
    qtbot.keyClicks(writing.form.title, "Plan")
    assert writing.form.fields["title"].error == ""
    writing.publish()
    assert writing.banner.isVisible() and "at least one exercise" in writing.banner.accessibleName()
    assert writing.week.quick.edit.hasFocus()
    qtbot.keyClicks(writing.week.quick.edit, "Squat 3x5")
    writing.publish()
    assert writing.week.quick.error == "Press Enter to add this line, or Esc to clear it."
    qtbot.keyClick(writing.week.quick.edit, Qt.Key.Key_Return)
    assert not writing.banner.isVisible()
    writing.form.title.setText("")
    writing.form.title.insert("t" * 10_000)
    writing.form.title.textEdited.emit(writing.form.title.text())
    writing.publish()
    assert writing.form.fields["title"].error == "A title can have at most 200 characters."
    assert drafts(gym) == [] and len(writing.form.title.text()) == 10_000


def test_without_server_everything_stays_and_a_retry_is_the_same(
    qtbot: QtBot, writing: PlanEditorPage, gym: Gym
) -> None:
    qtbot.keyClicks(writing.form.title, "Plan")
    type_line(qtbot, writing, "Squat 3x5")
    gym.fail("publish", Unavailable("The server does not answer."))
    writing.publish()
    settle(qtbot, writing)
    assert "not published yet" in writing.banner.accessibleName()
    assert writing.context.notices.offline_since is not None
    assert names(writing, FRI) == ["Squat"] and writing.publish_button.isEnabled()
    gym.fail("client", Unavailable("The server does not answer."))
    writing.refresh()
    settle(qtbot, writing)
    assert writing._states.state == "content" and names(writing, FRI) == ["Squat"]
    writing.publish()
    settle(qtbot, writing)
    first, second = drafts(gym)
    assert first == second and toasts(writing)[-1] == "Plan published, Ava was told"


def test_nothing_can_be_changed_while_it_is_on_its_way(
    qtbot: QtBot, editing: PlanEditorPage, gym: Gym
) -> None:
    qtbot.keyClick(card(editing, BENCH), Qt.Key.Key_Delete)
    gate = gym.hold("publish")
    editing.publish()
    editing.publish()
    assert not editing.publish_button.isEnabled() and not editing.week.isEnabled()
    editing.refresh()
    gate.set()
    settle(qtbot, editing)
    assert len(drafts(gym)) == 1 and editing.week.isEnabled()


def test_a_refusal_of_the_database_is_shown(qtbot: QtBot, editing: PlanEditorPage, gym: Gym) -> None:
    qtbot.keyClick(card(editing, BENCH), Qt.Key.Key_Delete)
    gym.fail("publish", UserError("A plan starts within two years.", field="starts_on"))
    editing.publish()
    settle(qtbot, editing)
    assert editing.form.fields["starts_on"].error == "A plan starts within two years."
    gym.fail("publish", Denied("This is not yours to change.", code="other"))
    editing.publish()
    settle(qtbot, editing)
    assert "This is not yours to change." in editing.banner.accessibleName()
    assert "Bench press" not in names(editing, MON)


# Leaving


def test_leaving_asks_only_when_something_would_be_lost(
    qtbot: QtBot, editing: PlanEditorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter((False, True))

    def question(title: str, *_rest: Any, **_more: Any) -> bool:
        asked.append(title)
        return next(answers)

    monkeypatch.setattr(editing.context.notices, "question", question)
    assert editing.may_leave() and asked == []
    qtbot.keyClick(card(editing, BENCH), Qt.Key.Key_Delete)
    assert not editing.may_leave()
    assert "Bench press" not in names(editing, MON)
    assert editing.may_leave()
    assert asked == ["Leave without publishing?"] * 2
    assert "Bench press" in names(editing, MON)


def test_opened_for_somebody_else_it_begins_anew(qtbot: QtBot, editing: PlanEditorPage) -> None:
    editing.open(member_id=uid(1), name="Mike Davis")
    assert editing._states.state == "loading"
    editing.refresh()
    settle(qtbot, editing)
    assert editing.form.title.text() == "Bench 100 kg" and not editing.undo_button.isEnabled()


# Somebody else publishes


def publish_elsewhere(gym: Gym, **changes: Any) -> None:
    """Another trainer's desk publishes: a later version, the bench press replaced."""
    plan = gym.stored_plans[SARAH]
    bench = dataclasses.replace(plan.exercises[0], id=uid(7900), weight="100 lb")
    gym.stored_plans[SARAH] = dataclasses.replace(
        plan, version=plan.version + 1, exercises=(bench, *plan.exercises[1:]), **changes
    )


def test_a_newer_version_replaces_an_untouched_one(qtbot: QtBot, editing: PlanEditorPage, gym: Gym) -> None:
    publish_elsewhere(gym, title="Adjusted")
    editing.refresh()
    settle(qtbot, editing)
    assert editing.form.title.text() == "Adjusted" and not editing.document.is_dirty
    assert {"workout_plans", "workout_exercises"} <= editing.tables


def test_a_newer_version_never_replaces_what_is_written(
    qtbot: QtBot, editing: PlanEditorPage, gym: Gym
) -> None:
    qtbot.keyClick(card(editing, SQUAT), Qt.Key.Key_Delete)
    editing.week.quick.edit.setText("half a li")
    publish_elsewhere(gym)
    editing.refresh()
    settle(qtbot, editing)
    assert names(editing, TUE) == ["Leg press"] and editing.week.quick.text == "half a li"
    assert "Somebody else published this plan meanwhile." in editing.banner.accessibleName()


def conflict(qtbot: QtBot, page: PlanEditorPage, gym: Gym, act: Callable[[ConflictDialog], None]) -> None:
    qtbot.keyClick(card(page, SQUAT), Qt.Key.Key_Delete)
    publish_elsewhere(gym, title="Theirs")
    done: list[bool] = []

    def choose(dialog: ConflictDialog) -> None:
        act(dialog)
        done.append(True)

    answer(qtbot, ConflictDialog, choose)
    page.publish()
    qtbot.waitUntil(lambda: bool(done))
    settle(qtbot, page)


def test_after_a_conflict_mine_can_be_published_on_top(
    qtbot: QtBot, editing: PlanEditorPage, gym: Gym
) -> None:
    seen: list[str] = []

    def choose(dialog: ConflictDialog) -> None:
        from PySide6.QtWidgets import QLabel

        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.confirm_button.click()

    conflict(qtbot, editing, gym, choose)
    assert (
        "Bench press, 4 × 8 · 100 lb, rest 90 s" in seen and "Bench press, 4 × 8 · 95 lb, rest 90 s" in seen
    )
    stale, draft = drafts(gym)
    assert stale.version == 3
    assert (draft.id, draft.version, draft.title) == (uid(6000), 4, "12-Week Strength Program")
    assert draft.exercises[0].id == uid(7900) and draft.exercises[0].weight == "95 lb"
    assert SQUAT not in {e.id for e in draft.exercises}
    assert toasts(editing)[-1] == "Plan published, Sarah was told"


def test_after_a_conflict_theirs_can_be_taken_and_taken_back(
    qtbot: QtBot, editing: PlanEditorPage, gym: Gym
) -> None:
    conflict(qtbot, editing, gym, lambda dialog: dialog.theirs_button.click())
    assert editing.form.title.text() == "Theirs" and not editing.document.is_dirty
    assert len(drafts(gym)) == 1
    editing.document.undo_stack.undo()
    assert editing.form.title.text() == "12-Week Strength Program" and names(editing, TUE) == ["Leg press"]
    editing.publish()
    settle(qtbot, editing)
    assert drafts(gym)[-1].version == 4 and drafts(gym)[-1].exercises[0].id == uid(7900)


def test_after_a_conflict_one_can_go_on_writing(qtbot: QtBot, editing: PlanEditorPage, gym: Gym) -> None:
    conflict(qtbot, editing, gym, lambda dialog: dialog.cancel_button.click())
    assert names(editing, TUE) == ["Leg press"]
    assert editing.banner.isVisible() and editing.look_button.isVisible()
    done: list[bool] = []
    answer(qtbot, ConflictDialog, lambda dialog: (dialog.confirm_button.click(), done.append(True)))
    qtbot.mouseClick(editing.look_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(done))
    settle(qtbot, editing)
    assert drafts(gym)[-1].version == 4


def test_a_plan_that_was_ended_meanwhile_can_be_published_anew(
    qtbot: QtBot, editing: PlanEditorPage, gym: Gym
) -> None:
    qtbot.keyClick(card(editing, SQUAT), Qt.Key.Key_Delete)
    del gym.stored_plans[SARAH]
    done: list[bool] = []
    answer(qtbot, ConflictDialog, lambda dialog: (dialog.confirm_button.click(), done.append(True)))
    editing.publish()
    qtbot.waitUntil(lambda: bool(done))
    settle(qtbot, editing)
    draft = drafts(gym)[-1]
    assert draft.version is None and draft.id != uid(6000)
    assert not {e.id for e in draft.exercises} & {uid(n) for n in range(7000, 7016)}
    assert len(draft.exercises) == 15
    assert gym.stored_plans[SARAH].title == "12-Week Strength Program"


def test_a_new_plan_says_what_it_replaces(qtbot: QtBot, page: PlanEditorPage) -> None:
    page.open(member_id=SARAH, name="Sarah Johnson", new=True)
    page.refresh()
    settle(qtbot, page)
    assert "replaces “12-Week Strength Program”" in page._subheading.text()
    assert page.document.content.exercises == () and page.document.content.starts_on == TODAY

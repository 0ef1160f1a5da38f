"""A plan in its fifth week, on a real Postgres: what is added and changed goes on from what was reached."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday, week_start
from gymtrainer_desktop.domain.plans import DraftExercise, Plan
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from gymtrainer_desktop.ui.trainer.plan.progression_dialog import ProgressionDialog
from gymtrainer_desktop.ui.trainer.plan.substitute_dialog import SubstituteDialog
from tests.factories import Gym, Person
from tests.ui.plan_pages import Editor, answer

LINES = (
    "Bench press 4x8 60 kg +2.5 kg/week",
    "Back squat 3x8-12 80 kg double progression +5 kg",
    "Deadlift 3x5 100 kg",
    "Plank 3x30s",
)


@pytest.fixture
def member(gym: Gym) -> Person:
    return gym.member("Sarah Johnson")


@pytest.fixture
def editor(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym, member: Person, tmp_path: Path
) -> Editor:
    trainer = gym.trainer("John Smith")
    gym.assignment(member, trainer)
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


@pytest.fixture
def running(editor: Editor, member: Person) -> Editor:
    """Twelve weeks that began four weeks ago, open for adjusting."""
    editor.open(member.id, member.name, new=True)
    page = editor.page
    page.form.edited.emit("title", "Twelve weeks")
    page.form.edited.emit("duration_weeks", 12)
    first = week_start(page.session.today, page.context.gym.week_start)
    page.form.edited.emit("starts_on", first - timedelta(weeks=4))
    page.week.quick.set_day(Weekday.of(page.session.today))
    for line in LINES:
        editor.type_line(line)
    editor.publish()
    return editor.open(member.id, member.name)


def plan_of(editor: Editor) -> Plan:
    member_id = editor.page.session.member_id
    plan: Plan = editor.page.context.services.plans.active(member_id)
    return plan


def named(editor: Editor, name: str) -> DraftExercise:
    return next(one for one in editor.page.document.content.exercises if one.name == name)


def weights(editor: Editor, name: str, *weeks: int) -> list[str]:
    targets = editor.page.shown.targets[named(editor, name).id]
    return [targets[week - 1].weight for week in weeks]


def edit(editor: Editor, name: str, **texts: str) -> dict[str, str]:
    """Change fields of an exercise in its dialog; returns what the dialog said at first."""
    said: dict[str, str] = {}

    def act(dialog: ExerciseDialog) -> None:
        fields = ("sets", "reps", "weight", "progression")
        said.update({key: getattr(dialog, key).text() for key in fields})
        said["subtitle"], said["preview"] = dialog.subtitle.text(), dialog.preview.text()
        for key, text in texts.items():
            field = getattr(dialog, key)
            (field.setPlainText if key == "notes" else field.setText)(text)
        said["changed"] = dialog.preview.text()
        dialog.submit()

    answer(editor.qtbot, ExerciseDialog, act)
    editor.page.week.edit(named(editor, name))
    return said


def set_rule(editor: Editor, name: str, rule: str) -> None:
    editor.page.actions_of_plan.show_progression()
    dialog = editor.dialog(ProgressionDialog)
    dialog.model.check_only({named(editor, name).id})
    dialog.rule.setText(rule)
    dialog.submit()
    assert not dialog.isVisible()


def substitute(editor: Editor, name: str) -> None:
    def act(dialog: SubstituteDialog) -> None:
        editor.settle()
        dialog.submit()

    answer(editor.qtbot, SubstituteDialog, act)
    editor.page.week.substitute(named(editor, name))


def add(editor: Editor, line: str) -> None:
    editor.type_line(line)


def deload_now(editor: Editor) -> None:
    editor.page.actions_of_plan.toggle_deload(5)


def paste(editor: Editor) -> None:
    week = editor.page.week
    week.focus_exercise(named(editor, "Bench press").id)
    week.actions_.copy()
    week.actions_.paste()


CHANGES: dict[str, tuple[Callable[[Editor], object], ...]] = {
    "nothing but a note": (lambda e: edit(e, "Bench press", notes="Elbows in."),),
    "added": (lambda e: add(e, "Overhead press 4x8 60 kg +2.5 kg/week"),),
    "changed": (lambda e: edit(e, "Bench press", weight="65 kg"),),
    "changed twice": (
        lambda e: edit(e, "Bench press", weight="65 kg"),
        lambda e: edit(e, "Bench press", sets="5"),
    ),
    "another rule": (lambda e: set_rule(e, "Bench press", "+5 kg every 2 weeks"),),
    "no rule": (lambda e: edit(e, "Bench press", progression=""),),
    "a first rule": (lambda e: set_rule(e, "Deadlift", "+5 kg every week"),),
    "double progression, changed": (lambda e: edit(e, "Back squat", weight="82.5 kg"),),
    "double progression, another step": (lambda e: set_rule(e, "Back squat", "double progression +2.5 kg"),),
    "replaced": (lambda e: substitute(e, "Bench press"),),
    "copied": (paste,),
    "a lighter week now": (deload_now,),
    "a lighter week now, and changed": (deload_now, lambda e: edit(e, "Bench press", weight="65 kg")),
    "changed, and a lighter week now": (lambda e: edit(e, "Bench press", weight="65 kg"), deload_now),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_the_strip_shows_is_what_is_published(running: Editor, case: str) -> None:
    page = running.page
    before = {e.name: e for e in plan_of(running).exercises}
    assert page.shown.current == 5 and page.shown.week == 5
    for change in CHANGES[case]:
        change(running)
    assert page.document.is_dirty
    promised = {one.name: page.shown.targets[one.id] for one in page.document.content.exercises}
    running.publish()
    now = plan_of(running)
    for one in now.exercises:
        stored = tuple(one.target(week) for week in range(1, 13))
        assert stored[4:] == promised[one.name][4:], one.name
        if one.name in before and case != "copied":
            assert stored == promised[one.name]
            assert stored[:4] == tuple(before[one.name].target(week) for week in range(1, 5))
    running.open(page.session.member_id, page.session.name)
    assert not page.document.is_dirty


def test_what_is_added_begins_now(running: Editor) -> None:
    add(running, "Overhead press 4x8 60 kg +2.5 kg/week")
    assert weights(running, "Overhead press", 5, 6, 7) == ["60 kg", "62.5 kg", "65 kg"]
    bench = named(running, "Bench press")
    assert bench.from_week == 1 and "4 × 8 · 70 kg" in running.shown(bench.id)


def test_the_dialog_shows_what_was_reached_and_goes_on_from_what_is_changed(running: Editor) -> None:
    said = edit(running, "Bench press")
    assert (said["weight"], said["progression"]) == ("70 kg", "+2.5 kg every week")
    assert said["subtitle"] == "From week 5 on. What was asked for before stays as it was."
    assert said["preview"].startswith("Week 5: 4 × 8 · 70 kg, week 6: 4 × 8 · 72.5 kg")
    assert not running.page.document.is_dirty
    said = edit(running, "Bench press", weight="65 kg")
    assert said["changed"].startswith("Week 5: 4 × 8 · 65 kg, week 6: 4 × 8 · 67.5 kg")
    assert weights(running, "Bench press", 1, 4, 5, 6, 12) == [
        "60 kg",
        "67.5 kg",
        "65 kg",
        "67.5 kg",
        "82.5 kg",
    ]
    assert "from week 5: 4 × 8 · 65 kg" in running.shown(named(running, "Bench press").id)
    running.page.document.undo_stack.undo()
    assert not running.page.document.is_dirty


def log_now(editor: Editor, gym: Gym, member: Person, name: str) -> None:
    """The member does an exercise of today."""
    id = named(editor, name).id
    gym.log(member, id, at=gym.one("SELECT now()"), name=name, weight=70, reps=8)
    editor.open(member.id, member.name)
    editor.settle()


def test_what_was_done_this_week_is_changed_from_the_next(running: Editor, gym: Gym, member: Person) -> None:
    log_now(running, gym, member, "Bench press")
    said = edit(running, "Bench press")
    assert said["subtitle"].startswith("From week 6 on.") and said["weight"] == "72.5 kg"
    assert not running.page.document.is_dirty
    edit(running, "Bench press", weight="65 kg")
    add(running, "Overhead press 4x8 40 kg")
    assert named(running, "Bench press").from_week == 6
    assert named(running, "Overhead press").from_week == 5
    assert weights(running, "Bench press", 4, 5, 6, 7) == ["67.5 kg", "70 kg", "65 kg", "67.5 kg"]
    promised = running.page.shown.targets[named(running, "Bench press").id]
    dialog = running.ask()
    words = " ".join(part.text() for part in dialog.findChildren(QLabel))
    assert "4 × 8 · 72.5 kg → 4 × 8 · 65 kg" in words
    dialog.confirm_button.click()
    running.settle()
    bench = next(one for one in plan_of(running).exercises if one.name == "Bench press")
    assert tuple(bench.target(week) for week in range(1, 13)) == promised
    logged = running.page.context.services.plans.week(member.id)
    done = [one for day in logged.days for one in day.exercises if one.logged]
    assert [(one.planned.name, one.target.weight) for one in done] == [("Bench press", "70 kg")]


def test_a_note_leaves_the_numbers_where_they_began(running: Editor) -> None:
    edit(running, "Bench press", notes="Elbows in.")
    bench = named(running, "Bench press")
    assert (bench.weight, bench.from_week, bench.notes) == ("60 kg", 1, "Elbows in.")


def test_a_double_progression_keeps_its_range(running: Editor) -> None:
    said = edit(running, "Back squat")
    assert (said["reps"], said["weight"]) == ("12", "80 kg")
    assert said["progression"] == "8-12 then +5 kg"
    set_rule(running, "Back squat", "double progression +2.5 kg")
    squat = running.page.shown.targets[named(running, "Back squat").id]
    assert [(one.reps, one.weight) for one in squat[4:7]] == [
        ("12", "80 kg"),
        ("8", "82.5 kg"),
        ("9", "82.5 kg"),
    ]


def test_what_is_copied_or_replaced_takes_what_was_reached_along(running: Editor) -> None:
    paste(running)
    copies = [one for one in running.page.document.content.exercises if one.name == "Bench press"]
    assert [(one.weight, one.from_week) for one in copies] == [("60 kg", 1), ("70 kg", 5)]
    running.page.week.focus_exercise(named(running, "Bench press").id)
    running.page.week.actions_.duplicate()
    copies = [one for one in running.page.document.content.exercises if one.name == "Bench press"]
    assert sorted((one.weight, one.from_week) for one in copies) == [
        ("60 kg", 1),
        ("70 kg", 5),
        ("70 kg", 5),
    ]
    substitute(running, "Back squat")
    fresh = next(one for one in running.page.document.content.exercises if one.reps == "12")
    assert (fresh.sets, fresh.weight, fresh.from_week) == (3, "", 5)


def test_another_week_says_which_one_is_edited(running: Editor) -> None:
    note = running.page.week.findChild(QWidget, "weekNote")
    assert note is not None and not note.isVisible()
    running.page.strip.show_week(7)
    assert note.text() == "Targets of week 7, as the progression makes them. What you edit is week 5."
    running.page.week.findChild(QWidget, "backToWeekButton").click()
    assert running.page.shown.week == 5 and not note.isVisible()
    deload_now(running)
    assert note.text().startswith("A lighter week.")


def test_a_draft_of_it_is_the_same_afterwards(running: Editor) -> None:
    edit(running, "Bench press", weight="65 kg")
    written = running.page.document.content
    running.page.drafts.keeper.flush()
    running.settle()
    running.page.session.is_loaded = False
    running.refresh()
    running.page.view.continue_draft.click()
    assert running.page.document.content == written


def test_a_new_plan_begins_with_its_first_week(running: Editor, member: Person) -> None:
    running.open(member.id, member.name, new=True)
    running.page.form.edited.emit("starts_on", date(2026, 1, 5))
    add(running, "Overhead press 4x8 60 kg +2.5 kg/week")
    assert named(running, "Overhead press").from_week == 1

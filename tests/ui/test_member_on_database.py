"""The member's pages on the real services and a real Postgres: what the fakes promise, the database keeps."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.exercise_matching import NameOrigin
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.member.home_page import HomePage
from gymtrainer_desktop.ui.member.import_steps import HistoryStep
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.member.my_plan_page import MyPlanPage
from gymtrainer_desktop.ui.member.my_progress_page import MyProgressPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from tests.factories import Gym, Person
from tests.ui.member_gym import show_page

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def member(gym: Gym) -> Person:
    """A member with a plan whose exercises are all today's."""
    member, trainer = gym.member("Sarah Johnson"), gym.trainer("John Smith")
    assignment = gym.assignment(member, trainer)
    today = gym.today
    plan = gym.plan(
        assignment, starts_on=today - timedelta(days=14), title="12-Week Strength Program", weeks=12
    )
    day = Weekday.of(today).value
    gym.exercise(plan, day, "Bench press", sets=2, weight="60 kg")
    gym.exercise(plan, day, "Plank", sets=1, reps="45 s", weight="bodyweight")
    gym.exercise(plan, day, "Rowing machine", sets=1, reps="20 min", weight="")
    gym.log(member, None, at=gym.one("SELECT now() - interval '7 days'"), weight=57.5)  # type: ignore[arg-type]
    gym.note(assignment, private=False, note="Great depth.")
    gym.note(assignment, private=True, note="Sleeps little.")
    return member


@pytest.fixture
def context(page_context: PageContext, gym: Gym, member: Person, tmp_path: Path) -> PageContext:
    services = gym.services(member)
    return dataclasses.replace(
        page_context,
        services=services,
        person=services.person,
        gym=services.gym.settings(),
        settings=Settings(tmp_path / "settings.json"),
    )


@pytest.fixture(autouse=True)
def _finish(tasks: Tasks, gym: Gym, qtbot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    qtbot.waitUntil(lambda: not tasks.is_busy)


def test_home_shows_the_plan_the_trainer_and_only_the_shared_note(
    qtbot, window: QWidget, context: PageContext
) -> None:
    page = HomePage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == "content")
    assert page.today.headline == "12-Week Strength Program"
    assert [row.planned.name for row in page.today.model.rows] == ["Bench press", "Plank", "Rowing machine"]
    assert page.today.model.index(0, 3).data() == "57.5 kg × 8"
    assert page.trainer.name == "John Smith"
    assert page.note.text == "Great depth."
    assert page.trainer.week_words == "0/1 workouts completed"


def test_a_whole_workout_is_logged_corrected_and_finished(
    qtbot, window: QWidget, context: PageContext, gym: Gym, tasks: Tasks
) -> None:
    page = LogWorkoutPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == "content")
    for name in ("Bench press", "Plank", "Rowing machine"):
        qtbot.waitUntil(lambda name=name: page.panel.title == name)
        while page.panel.entry is not None and page.panel.entry.current is not None:
            row = next(row for row in page.panel.table.rows if row.steppers)
            qtbot.mouseClick(row.done_button, LEFT)
        page.panel.difficulty.choose("4")
        qtbot.mouseClick(page.panel.save_button, LEFT)
        qtbot.waitUntil(lambda name=name: gym.one(
            "SELECT count(*) FROM public.workout_progress WHERE exercise_name = :name AND completed_on = :on",
            name=name, on=gym.today,
        ) == 1)  # fmt: skip
    qtbot.waitUntil(lambda: page.list.progress_words == "4/4")
    assert (
        gym.one("SELECT duration_minutes FROM public.workout_progress WHERE exercise_name LIKE 'Row%'") == 20
    )
    assert gym.one("SELECT max(duration_seconds) FROM public.workout_sets WHERE duration_seconds < 60") == 45
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    entry = page.panel.entry
    assert entry is not None and entry.log is not None
    page.saving._undo(entry, entry.log, page.outgoing)
    qtbot.waitUntil(lambda: entry.state is EntryState.OPEN and not tasks.is_busy)
    qtbot.mouseClick(page.list.finish_button, LEFT)
    qtbot.waitUntil(lambda: context.services.plans.week(context.person.person_id).completed == 1)
    qtbot.waitUntil(lambda: page.session is None)
    assert page.finish_card.isVisible()
    assert page.finish_card.figures["Sets"] == "4"
    assert page.finish_card.figures["Lifted"] == "960 kg"
    qtbot.waitUntil(lambda: "Streak" in page.finish_card.figures)
    assert page.finish_card.figures["Streak"] == "2 weeks"


def test_a_past_day_is_logged_on_that_day(qtbot, window: QWidget, context: PageContext, gym: Gym) -> None:
    page = LogWorkoutPage(context)
    day: date = gym.today - timedelta(days=7)
    show_page(window, page, day=day)
    qtbot.waitUntil(lambda: page.panel.title == "Bench press")
    row = next(row for row in page.panel.table.rows if row.steppers)
    qtbot.mouseClick(row.done_button, LEFT)
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: page.panel.title == "Plank")
    stored = gym.one("SELECT completed_on FROM public.workout_progress WHERE exercise_id IS NOT NULL")
    assert stored == day


def test_the_plan_shows_last_week_s_tick(
    qtbot, window: QWidget, context: PageContext, gym: Gym, member: Person
) -> None:
    page = MyPlanPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == "content")
    assert page.facts[2] == "Week 3 of 12"
    qtbot.mouseClick(page.earlier, LEFT)
    qtbot.waitUntil(lambda: page.facts[2] == "Week 2 of 12")
    assert page.day.exercise_names == ("Bench press", "Plank", "Rowing machine")


def test_a_history_comes_in_once_under_the_library_s_names(
    qtbot, window: QWidget, context: PageContext, gym: Gym, tmp_path: Path
) -> None:
    header = "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes"
    rows = [
        f"2024-03-0{day} 18:00:00;Evening;{name};{n};100;kg;5;;;;;;"
        for day in (1, 2)
        for name in ("Squat (Barbell)", "Flachbank")
        for n in (1, 2, 3)
    ]
    path = tmp_path / "strong.csv"
    path.write_text("\n".join((header, *rows, "")), encoding="utf-8")
    page = MyProgressPage(context)
    show_page(window, page)
    for expected in ("To be added: 2 workouts with 12 sets.", "Nothing new: all 12 sets were already here."):
        qtbot.mouseClick(page.import_button, LEFT)
        dialog = page.dialog
        assert dialog is not None
        dialog.read_file(path)
        qtbot.waitUntil(dialog.confirm_button.isEnabled)
        qtbot.mouseClick(dialog.confirm_button, LEFT)
        names = dialog.names_step
        if "To be added" in expected:
            assert {one.written: one.origin for one in names.choices} == {
                "Squat (Barbell)": NameOrigin.ALIAS,
                "Flachbank": NameOrigin.WRITTEN,
            }
            assert names.table.select_id("Flachbank")
            qtbot.keyClicks(names.search, "barbell bench press")
            qtbot.waitUntil(
                lambda names=names: names.found.count() and names.found.item(0).text() == "Bench press"
            )
            qtbot.keyClick(names.search, Qt.Key.Key_Return)
        else:
            assert {one.written: one.origin for one in names.choices}["Flachbank"] is NameOrigin.REMEMBERED
        assert names.names == {"Squat (Barbell)": "Back squat", "Flachbank": "Bench press"}
        qtbot.mouseClick(dialog.confirm_button, LEFT)
        qtbot.waitUntil(lambda dialog=dialog: dialog.step is HistoryStep.PREVIEW)
        assert dialog.report.startswith(expected)
        if dialog.confirm_button.isEnabled():
            qtbot.mouseClick(dialog.confirm_button, LEFT)
            qtbot.waitUntil(lambda dialog=dialog: dialog.step is HistoryStep.DONE)
            qtbot.mouseClick(dialog.confirm_button, LEFT)
        else:
            qtbot.mouseClick(dialog.cancel_button, LEFT)
        qtbot.waitUntil(lambda: page.dialog is None)
    assert gym.one("SELECT count(*) FROM public.workout_sets WHERE weight = 100") == 12
    stored = (
        "SELECT string_agg(DISTINCT exercise_name, ',') FROM public.workout_progress WHERE source = 'strong'"
    )
    assert gym.one(stored) == "Back squat,Bench press"


def test_what_is_saved_about_oneself_holds_one_s_own_and_nothing_private_of_the_trainer(
    qtbot, window: QWidget, context: PageContext, gym: Gym, tmp_path: Path
) -> None:
    gym.log(gym.member("Somebody Else"), None)
    page = MyProgressPage(context)
    show_page(window, page)
    qtbot.mouseClick(page.save_button, LEFT)
    assert page.save_dialog is not None
    page.save_dialog.save(tmp_path / "mine.zip")
    qtbot.waitUntil(lambda: page.save_dialog is None)
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert {"Person.csv", "Assignments.csv", "Plans.csv", "Planned exercises.csv", "Logged exercises.csv",
            "Logged sets.csv", "Notes.csv", "Notifications.csv"} <= set(texts)  # fmt: skip
    assert "Sarah Johnson" in texts["Person.csv"]
    assert "Great depth." in texts["Notes.csv"]
    everything = "".join(texts.values())
    assert "Sleeps little." not in everything
    assert "Somebody Else" not in everything

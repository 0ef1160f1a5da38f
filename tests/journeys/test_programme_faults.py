"""A plan half written, and what happens to it: another editor, a killed server, a killed program, the desk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from tests.factories import Gym
from tests.journeys.conftest import Workstation, kill_server
from tests.journeys.programme import (
    CTRL,
    TRAINER_PASSWORD,
    Cast,
    Hands,
    Key,
    cast_of,
    editor_of,
    names_of,
    open_client,
    publish,
    trainer_at,
    type_lines,
    write_plan,
)


def drafts_of(room: Workstation) -> DraftsService:
    assert room.app.session is not None
    drafts = room.app.session._services.drafts
    assert isinstance(drafts, DraftsService)
    return drafts


def edit_plan(room: Workstation, cast: Cast) -> PlanEditorPage:
    room.click(open_client(room, cast.member.name).plan_button)
    return editor_of(room)


def add_on(room: Workstation, page: PlanEditorPage, day: Weekday, words: str) -> None:
    page.week.quick.set_day(day)
    type_lines(room, words)


def test_two_editors_at_once_lose_no_edit(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    write_plan(room, cast, "Bench press 4x8 60 kg", "Barbell row 4x8 50 kg")
    other = trainer_at(start(paths), cast)
    mine, theirs = edit_plan(room, cast), edit_plan(other, cast)
    today = Weekday.of(gym.today)
    first, second = [day for day in Weekday.week(1) if day is not today][:2]
    add_on(room, mine, first, "Goblet squat 3x10 20 kg")
    add_on(other, theirs, second, "Romanian deadlift 3x8 60 kg")
    publish(other)

    # Told without asking, and what was written stays in front.
    room.until(mine.banner.isVisible)
    assert mine.banner.accessibleName().startswith("Somebody else published this plan meanwhile.")
    assert names_of(mine, first) == ["Goblet squat"]
    room.click(room.find(QPushButton, "publishButton"))
    room.click(room.find(QPushButton, "confirmPublishButton"))
    dialog = room.in_window(ConflictDialog)
    assert set(dialog.parts) == {first.value, second.value}, "only what differs is asked about"
    dialog.parts[second.value].theirs.click()
    room.click(dialog.confirm_button)
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()
    assert {one.name for one in cast.plan.exercises} == {
        "Bench press",
        "Barbell row",
        "Goblet squat",
        "Romanian deadlift",
    }
    for window in (room, other):
        window.settled()
        window.sign_out()


def test_a_server_that_dies_on_publish_loses_nothing(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    page = write_plan(room, cast, "Bench press 4x8 60 kg +2.5 kg/week", publishes=False)
    room.until(lambda: not page.drafts.keeper.has_unsaved)
    today = Weekday.of(gym.today)
    room.click(room.find(QPushButton, "publishButton"))
    confirm = room.find(QPushButton, "confirmPublishButton")
    kill_server(paths)
    room.click(confirm)
    room.until(page.view.retry_button.isVisible)
    assert page.banner.accessibleName().startswith("The plan is not published yet.")
    assert names_of(page, today) == ["Bench press"]
    assert drafts_of(room).load("plan", cast.assignment) is not None

    room.until(lambda: room.window.notices.offline_since is None)
    room.settled()
    room.click(page.view.retry_button)
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()
    assert gym.one("SELECT count(*) FROM public.workout_plans") == 1
    assert [one.target(2).weight for one in cast.plan.exercises] == ["62.5 kg"]
    assert drafts_of(room).load("plan", cast.assignment) is None, "published: no draft is left"
    room.sign_out()


def test_a_plan_outlives_a_killed_program(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    lines = ("Bench press 4x8 60 kg +2.5 kg/week", "Back squat 5x5 @80%")
    command = [sys.executable, "-m", "tests.journeys.half_a_plan", str(paths.data_dir)]
    arguments = [cast.trainer.email, TRAINER_PASSWORD, str(cast.member.id), *lines]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = program.stdout.readline().strip()
        os.kill(program.pid, signal.SIGKILL)
    assert said == "saved" and program.returncode == -signal.SIGKILL
    assert gym.one("SELECT count(*) FROM public.workout_plans") == 0

    room = trainer_at(start(paths), cast)
    page = edit_plan(room, cast)
    assert page.view.offer.isVisible() and "A new plan with 2 exercises" in page.view.offer.accessibleName()
    room.click(page.view.continue_draft)
    content = page.document.content
    assert content.title == "Half a plan"
    assert [(one.name, one.progression) for one in content.exercises] == [
        ("Bench press", "+2.5 kg every week"),
        ("Back squat", ""),
    ]
    assert page.week.quick.text == "Barbell row 3x", "even the line that was being typed"
    page.week.quick.clear()
    publish(room)
    assert len(cast.plan.exercises) == 2
    room.sign_out()


def test_the_desk_ends_the_training_while_its_plan_is_written(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    write_plan(room, cast, "Bench press 4x8 60 kg")
    page = edit_plan(room, cast)
    type_lines(room, "Barbell row 4x8 50 kg")
    desk = SignInService(gym.station).with_identity(gym.session(gym.admin(), "staff", "station_local"))
    version = gym.one("SELECT version FROM public.trainer_assignments WHERE id = :id", id=cast.assignment)
    assert isinstance(version, int)
    desk.assignments.complete(cast.assignment, version)

    room.until(lambda: bool(page.session.ended))
    assert page.banner.isVisible() and not page.publish_button.isEnabled()
    said = page.banner.accessibleName()
    assert said.startswith("The plan cannot be published.") and "kept as a draft" in said
    assert len(page.document.content.exercises) == 2, "what was written is still there"
    room.until(lambda: not page.drafts.keeper.has_unsaved)
    room.settled()
    draft = drafts_of(room).load("plan", cast.assignment)
    assert draft is not None and "Barbell row" in str(draft.content)
    assert gym.one("SELECT count(*) FROM public.workout_exercises WHERE exercise_name = 'Barbell row'") == 0
    # It can still be taken along: copied, and pasted into another client's plan.
    page.week.focus_exercise(page.document.content.exercises[-1].id)
    Hands(room).key(Key.Key_C, CTRL)
    assert [words for words in room.said if "copied" in words]
    # Without a screen, Qt does not outlive what is on its clipboard at the end of the program.
    QGuiApplication.clipboard().clear()
    room.sign_out()


def test_a_line_that_is_not_added_is_not_published_over(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    """Publish with half a line in the field asks for it first."""
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    page = write_plan(room, cast, "Bench press 4x8 60 kg", publishes=False)
    room.enter(room.find(QLineEdit, "quickEntry"), "Barbell row 4x8")
    room.click(room.find(QPushButton, "publishButton"))
    assert "Press Enter to add this line" in page.week.quick.error
    assert gym.one("SELECT count(*) FROM public.workout_plans") == 0
    page.week.quick.clear()
    publish(room)
    room.sign_out()

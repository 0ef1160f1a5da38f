"""The guide's four flows through the real window, with real threads, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.notifications import NotificationKind
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.members.member_panel import MemberPanel
from gymtrainer_desktop.ui.trainer.clients.client_panel import ClientPanel
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from gymtrainer_desktop.ui.trainer.clients.notes_tab import NotesTab
from gymtrainer_desktop.ui.trainer.plan.exercise_card import ExerciseCard
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.progress_view import ProgressView
from gymtrainer_desktop.ui.widgets.table import DataTable
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation, kill_server


@dataclass
class Cast:
    """Who takes part."""

    trainer: Person
    full: Person
    member: Person


def cast_of(gym: Gym) -> Cast:
    cast = Cast(
        gym.trainer("John Smith", limit=15), gym.trainer("Maya Okafor", limit=1), gym.member("Sarah Johnson")
    )
    taken = gym.member("Somebody Else")
    gym.assignment(taken, cast.full)
    for number in range(30):
        gym.member(f"Other Member {number}")
    gym.secret(cast.trainer, "password", "coach-john-1")
    gym.secret(cast.member, "pin", "2468")
    return cast


def desk_assigns(desk: Workstation, cast: Cast) -> None:
    """Flow 1: search, open, assign by keyboard; the full trainer cannot be chosen."""
    desk.main.navigate("members")
    desk.settled()
    search = desk.find(QLineEdit, "memberSearch")
    desk.enter(search, "sarah")
    table = desk.find(DataTable, "membersTable")
    desk.until(lambda: table.model().rowCount() == 1)
    desk.settled()
    desk.qtbot.keyClick(search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(table, Qt.Key.Key_Return)
    panel = desk.find(MemberPanel, "memberPanel")
    desk.until(lambda: panel.details is not None)
    desk.click(panel.assign_button)
    dialog = desk.dialog("assignTrainerDialog")
    assert isinstance(dialog, AssignTrainerDialog)
    desk.settled()
    assert "John Smith" in dialog.confirm_button.text()
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: panel.active is not None)
    assert panel.active is not None and panel.active.trainer_name == "John Smith"
    desk.settled()


def trainer_writes_plan(room: Workstation, day: Weekday) -> None:
    """Flow 2: the client list, the client, a plan written line by line, published."""
    assert room.find(QWidget, "clientList").isVisible()
    panel = room.find(ClientPanel, "clientPanel")
    room.until(lambda: panel.member_id is not None)
    room.settled()
    room.click(panel.plan_button)
    room.settled()
    title = room.find(QLineEdit, "planTitleEdit")
    room.enter(title, "12-Week Strength Program")
    room.enter(room.find(QLineEdit, "planGoalsEdit"), "Build overall strength")
    room.click(room.find(QPushButton, f"add_{day.value}"))
    line = room.find(QLineEdit, "quickEntry")
    for words in ("Bench press 3x8 60 kg 90s", "Barbell row 3x10 50 kg"):
        room.enter(line, words)
        room.qtbot.keyClick(line, Qt.Key.Key_Return)
    room.until(lambda: len(cards(room)) == 2)
    room.click(room.find(QPushButton, "publishButton"))
    room.click(room.find(QPushButton, "confirmPublishButton"))
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()


def cards(room: Workstation) -> list[ExerciseCard]:
    """The exercise cards of the plan editor, as they stand."""
    return [c for c in room.window.findChildren(ExerciseCard) if c.isVisible()]


def member_logs(floor: Workstation) -> None:
    """Flow 3: home, today's workout, set by set, with difficulty and a note."""
    floor.click(floor.find(QPushButton, "startWorkoutButton"))
    floor.settled()
    for name in ("Bench press", "Barbell row"):
        panel = floor.find(ExercisePanel, "exercisePanel")
        floor.until(lambda panel=panel, name=name: panel.title == name)
        for _ in range(3):
            floor.click(floor.find(QPushButton, "setDoneButton"))
        panel.difficulty.setFocus()
        floor.qtbot.keyClick(panel.difficulty, Qt.Key.Key_4)
        if name == "Bench press":
            panel.note.setFocus()
            floor.qtbot.keyClicks(panel.note, "Last rep slow")
        floor.click(panel.save_button)
        floor.settled()


def trainer_reviews(room: Workstation) -> None:
    """Flow 4: the log is there without reloading; chart, note, adjusted plan."""
    panel = room.find(ClientPanel, "clientPanel")
    panel.open_tab("progress")
    view = room.find(ProgressView, "progressView")
    room.until(lambda: view.exercise_picker.count() == 3)  # all of them, and two
    room.settled()
    panel.open_tab("notes")
    room.settled()
    editor = room.find(NotesTab, "notesTab").editor
    editor.edit.setFocus()
    room.qtbot.keyClicks(editor.edit, "Great depth, five kilos more next week")
    editor.readers.choose("shared")
    room.click(editor.save_button)
    room.settled()
    room.click(panel.plan_button)
    room.settled()
    room.until(lambda: len(cards(room)) == 2)
    bench = next(c for c in cards(room) if c.exercise.name == "Bench press")
    bench.setFocus()

    def heavier(dialog: ExerciseDialog) -> None:
        room.enter(dialog.weight, "65 kg")
        room.qtbot.keyClick(dialog.weight, Qt.Key.Key_Return)

    room.in_dialog(ExerciseDialog, heavier, lambda: room.qtbot.keyClick(bench, Qt.Key.Key_Return))
    room.click(room.find(QPushButton, "publishButton"))
    room.click(room.find(QPushButton, "confirmPublishButton"))
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()


def walk_the_flows(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation], *, kill: bool = False
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    day = Weekday.of(gym.today)
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk_assigns(desk, cast)
    desk.sign_out()

    room = start(paths)
    room.sign_in(cast.trainer.email, "coach-john-1")
    assert room.main.current_page is not None and room.main.current_page.subtitle == "1/15"
    if kill:
        with room.outage():
            kill_server(paths)
    trainer_writes_plan(room, day)

    floor = desk
    floor.sign_in(cast.member.member_number or "", "2468", member=True)
    if kill:
        with floor.outage():
            kill_server(paths)
    member_logs(floor)
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 2
    assert gym.one("SELECT count(*) FROM public.workout_sets") == 6
    assert gym.one("SELECT rating FROM public.workout_progress WHERE exercise_name = 'Bench press'") == 4

    # The trainer pressed nothing: the announcement brought the log.
    page = room.main.current_page
    assert isinstance(page, MyClientsPage)
    room.until(lambda: any("Today" in words for words in texts_of(page)))
    trainer_reviews(room)

    target = "SELECT target FROM public.workout_progress WHERE exercise_name = 'Bench press'"
    assert gym.one(target) == "3 × 8 · 60 kg"
    replaced = "SELECT weight FROM public.workout_exercises WHERE exercise_name = 'Bench press' AND archived_on IS NULL"
    assert gym.one(replaced) == "65 kg"
    floor.until(lambda: floor.main.top_bar.bell.unread >= 3)
    floor.main.navigate("home")
    floor.settled()
    assert any("Great depth" in words for words in texts_of(floor.main))
    floor.sign_out()
    room.sign_out()


def texts_of(widget: QWidget) -> list[str]:
    """Every word a person can read on labels and in tables of a widget."""
    words = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    for table in widget.findChildren(QAbstractItemView):
        model = table.model()
        if model is None or not table.isVisible():
            continue
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                words.append(str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)))
                words.append(str(model.index(row, column).data()))
    return words


def test_the_four_flows(own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]) -> None:
    walk_the_flows(own_gym, start)


def test_the_four_flows_with_the_server_killed_in_the_middle(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    walk_the_flows(own_gym, start, kill=True)


def test_the_desk_assigns_a_trainer(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk_assigns(desk, cast)
    assert (
        gym.one("SELECT active_clients FROM public.instructors WHERE id = :id", id=cast.trainer.trainer_id)
        == 1
    )
    kinds = {
        cast.member.id: NotificationKind.ASSIGNED,
        cast.trainer.id: NotificationKind.NEW_CLIENT,
    }
    for person, kind in kinds.items():
        assert gym.one("SELECT kind FROM public.notifications WHERE recipient_id = :id", id=person) == kind
    desk.sign_out()


def test_the_desk_goes_on_after_the_server_was_killed(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk.main.navigate("members")
    desk.settled()
    with desk.outage():
        kill_server(paths)
    desk_assigns(desk, cast)
    assert (
        gym.one("SELECT active_clients FROM public.instructors WHERE id = :id", id=cast.trainer.trainer_id)
        == 1
    )
    desk.sign_out()

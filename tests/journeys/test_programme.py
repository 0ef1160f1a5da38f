"""Ten minutes between two clients: twelve weeks from a template, two weeks later the next ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLineEdit, QPushButton

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.domain.progression import format_target
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.member.my_plan_page import MyPlanPage
from gymtrainer_desktop.ui.trainer.clients.client_panel import ClientPanel
from gymtrainer_desktop.ui.trainer.clients.log_tab import LogTab
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.widgets.workout_words import gym_day
from tests.factories import Gym
from tests.journeys.conftest import Workstation
from tests.journeys.programme import (
    ALT,
    CTRL,
    SHIFT,
    Cast,
    Hands,
    Key,
    card,
    cast_of,
    editor_of,
    log_day,
    member_at,
    names_of,
    open_client,
    prescribed,
    publish,
    trainer_at,
)

MON, TUE, THU, FRI, SAT = (
    Weekday.MONDAY,
    Weekday.TUESDAY,
    Weekday.THURSDAY,
    Weekday.FRIDAY,
    Weekday.SATURDAY,
)
ZONE = "Europe/London"
BOUND = 25
"""Fewer actions than these, from the client list to the published programme."""


def writes_twelve_weeks(room: Workstation, cast: Cast) -> int:
    """From a gym-wide template, with a few things of its own; return how many actions it took."""
    hands = Hands(room)
    hands.done.append("click the client")
    open_client(room, cast.member.name)
    hands.key(Key.Key_E, CTRL)
    page = editor_of(room)

    hands.key(Key.Key_T, CTRL)
    hands.line("strength 12 weeks")
    content = page.document.content
    assert (content.title, content.duration_weeks, content.deload.weeks) == (
        "Strength block, 12 weeks", 12, (4, 8, 12),
    )  # fmt: skip
    assert "≈" in card(room, "Back squat").accessibleName(), "a percentage says what it comes to"

    # A rule for two exercises at once.
    hands.card("Overhead press", SAT)
    hands.card("Lat pulldown", SAT, SHIFT)
    hands.key(Key.Key_P, CTRL | SHIFT)
    hands.line("+2.5 kg every 2 weeks")
    hands.key(Key.Key_Return, CTRL)
    rules = {one.name: one.progression for one in page.document.content.of_day(SAT)}
    assert (rules["Overhead press"], rules["Lat pulldown"]) == ("+2.5 kg every 2 weeks",) * 2
    assert rules["Face pull"] == "+2.5 kg every 4 weeks", "only for those that were chosen"

    # The sixth week is to be a light one, too.
    hands.click(page.strip.cells, page.strip.cells.cell(6).center().toPoint())
    hands.key(Key.Key_D)
    assert page.document.content.deload.weeks == (4, 6, 8, 12)

    hands.click(room.find(QPushButton, "add_Monday"))
    hands.line("Hip thrust 3x10 60 kg +2.5 kg/week 90s")
    assert names_of(page, MON)[-1] == "Hip thrust"

    # A superset, and an exercise that goes to another day.
    hands.card("Leg curl", MON)
    hands.card("Plank", MON, SHIFT)
    hands.key(Key.Key_G, CTRL)
    assert [one.superset for one in page.document.content.of_day(MON)] == ["", "", "A", "A", ""]
    hands.card("Face pull", SAT)
    hands.key(Key.Key_Left, ALT)
    assert names_of(page, FRI) == ["Face pull"]

    hands.key(Key.Key_Return, CTRL)
    hands.click(room.find(QPushButton, "confirmPublishButton"))
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()
    assert hands.count < BOUND, hands.done
    return hands.count


def logs_a_week(floor: Workstation, cast: Cast, weeks_ago: int) -> int:
    """Turn back to a week of the plan and log every day of it."""
    monday = cast.gym.today - timedelta(days=cast.gym.today.weekday(), weeks=weeks_ago)
    logged = 0
    for day in (MON, TUE, THU, FRI, SAT):
        on = monday + timedelta(days=list(Weekday.week(1)).index(day))
        floor.main.navigate("my_plan", {"day": on})
        floor.settled()
        page = floor.main.current_page
        assert isinstance(page, MyPlanPage)
        floor.until(lambda page=page, on=on: page.day.shown_day == on)
        floor.click(page.day.log_button)
        floor.settled()
        log = floor.main.current_page
        assert isinstance(log, LogWorkoutPage) and log.session is not None and log.session.day == on
        logged += log_day(floor, log)
        floor.click(log.list.finish_button)
        floor.until(lambda log=log: log.finish_card.isVisible())
        floor.click(log.finish_card.close_button)
        floor.until(lambda: floor.main.current_page is not None and floor.main.current_page.key == "home")
        floor.settled()
    return logged


def adjusts_next_week(room: Workstation, panel: ClientPanel, name: str, weight: str) -> None:
    """From a log of the review to the editor at that exercise, and published."""
    panel.open_tab("log")
    room.settled()
    tab = room.find(LogTab, "logTab")
    tab.table.select_id(next(row.id for row in tab.model.rows if row.exercise_name == name))
    room.click(tab.details.adjust_button)
    page = editor_of(room)
    assert page.view.review.isVisible()
    assert "kg" in page.view.review.last.text() and page.view.review.target.text() != "—"
    assert page.strip.chosen == 4, "the week after this one"
    focused = card(room, name)
    room.until(lambda: room.window.focusWidget() is focused)

    def heavier(dialog: ExerciseDialog) -> None:
        room.enter(dialog.weight, weight)
        room.qtbot.keyClick(dialog.weight, Key.Key_Return)

    room.in_dialog(ExerciseDialog, heavier, lambda: room.qtbot.keyClick(focused, Key.Key_Return))
    publish(room)


def asked(plan: Plan, name: str, week: int) -> str:
    return format_target(next(one for one in plan.exercises if one.name == name).target(week))


def test_twelve_weeks_are_written_followed_and_adjusted(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    gym.log(cast.member, None, name="Back squat", reps=5, weight=100)
    room = trainer_at(start(paths), cast)
    actions = writes_twelve_weeks(room, cast)
    assert 15 < actions < BOUND, "a count that counts"
    before = cast.plan
    assert [one.name for one in before.exercises if one.day is FRI] == ["Face pull"]

    cast.weeks_back(2)
    begun = cast.plan
    floor = member_at(start(paths), cast)
    logged = logs_a_week(floor, cast, 2) + logs_a_week(floor, cast, 1)
    assert logged == 2 * len(begun.exercises)

    read = cast.targets()
    by_week = {
        (gym_day(log.completed_at, ZONE), log.exercise_name): log.target
        for log in cast.coach.workouts.logs(cast.member.id)
        if log.target is not None
    }
    assert len(by_week) == logged, "each was prescribed"
    starts = begun.starts_on
    for (on, name), target in by_week.items():
        week = (on - starts).days // 7 + 1
        assert target == prescribed(begun, week)[(Weekday.of(on).value, name)]
    assert asked(begun, "Hip thrust", 1) != asked(begun, "Hip thrust", 2), "the weeks differ"

    panel = open_client(room, cast.member.name)
    adjusts_next_week(room, panel, "Overhead press", "42.5 kg")
    after = cast.plan
    assert cast.targets() == read, "every earlier log still reads as it was prescribed"
    for week in (1, 2):
        assert prescribed(after, week) == prescribed(begun, week)
    changed = asked(after, "Overhead press", 4)
    assert changed != asked(begun, "Overhead press", 4)
    others = {key: words for key, words in prescribed(begun, 5).items() if key[1] != "Overhead press"}
    assert others.items() <= prescribed(after, 5).items(), "nothing else changes"

    # The member presses nothing but "week after".
    floor.main.navigate("my_plan", {"day": gym.today})
    floor.settled()
    page = floor.main.current_page
    assert isinstance(page, MyPlanPage)
    for _week in range(2):
        floor.click(page.later)
        floor.settled()
    on = starts + timedelta(weeks=4, days=5)
    saturday = next(dot for dot in range(7) if page._week is not None and page._week.days[dot].date == on)
    page.dots.day_chosen.emit(page._week.days[saturday].date if page._week is not None else on)
    place = page.day.exercise_names.index("Overhead press")
    sets_reps, weight, _rest = page.day.figures[place]
    assert f"{sets_reps} · {weight}" == asked(after, "Overhead press", 5)
    floor.sign_out()
    room.sign_out()


def test_the_first_hint_of_a_refusal_keeps_the_programme(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    """What breaks a rule is said where it is, before anything is published."""
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    open_client(room, cast.member.name)
    hands = Hands(room)
    hands.key(Key.Key_E, CTRL)
    page = editor_of(room)
    line = room.find(QLineEdit, "quickEntry")
    for words in (
        "Bench press 0x8",
        "Bench press 99x8",
        "Bench press 4x8-12-15",
        "Bench press 4x8 135 stones",
    ):
        room.enter(line, words)
        room.qtbot.keyClick(line, Key.Key_Return)
        room.settled()
        if page.week.quick.error:
            assert not page.document.content.exercises, words
        else:
            [one] = page.document.content.exercises
            kept = f"{one.name} {one.sets} {one.reps} {one.weight}"
            assert "stones" in kept or "8-12-15" in kept, "kept as written"
            page.document.undo_stack.undo()
        page.week.quick.clear()
    assert gym.one("SELECT count(*) FROM public.workout_plans") == 0
    room.sign_out()

"""The trainer's side at its largest: 280 exercises in a plan, 150 clients in a list.

Run by `make bench`, never by `make test`: nothing here fails for being slow.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from gymtrainer_desktop.database.catalogue import read_catalogue
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, PlanDraft
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme, dress
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from tests.benchmarks.bench_pages import median_ms
from tests.factories import Gym, Person

CLIENTS = 150
A_DAY = 40
WEEKS = 52


def told(name: str, took: float, nothing: float) -> None:
    sys.stdout.write(f"{name:28} {took:7.1f} ms   {took / nothing:6.1f} ×\n")


def once_ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def large_plan(gym: Gym, assignment: UUID) -> PlanDraft:
    """52 weeks of 280 exercises, each with a progression, every fourth week a deload."""
    names = [one.name for one in read_catalogue().exercises]
    exercises = tuple(
        DraftExercise(
            uuid4(), day, names[place * A_DAY + n], 4, "8", "40 kg", 90, progression="+2.5 kg every 2 weeks"
        )
        for place, day in enumerate(Weekday)
        for n in range(A_DAY)
    )
    deload = Deload(tuple(range(4, WEEKS + 1, 4)), 50, 90)
    return PlanDraft(
        uuid4(), assignment, "A year of everything", "", "", WEEKS, gym.today, exercises, None, deload
    )


@pytest.fixture
def client(gym: Gym) -> tuple[Person, Person, UUID]:
    trainer, member = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    return trainer, member, gym.assignment(member, trainer)


@pytest.fixture
def make_page(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[GymServices], PlanEditorPage]]:
    """The editor in a window, on real services."""
    theme, tasks, window = Theme(qapp, "light"), Tasks(), QWidget()
    dress(window)
    window.resize(1440, 900)

    def make(services: GymServices) -> PlanEditorPage:
        settings = Settings(tmp_path / "settings.json")
        page = PlanEditorPage(
            PageContext(
                services,
                tasks,
                Notices(window),
                settings,
                services.person,
                services.gym.settings(),
                lambda *_: None,
            )
        )
        QVBoxLayout(window).addWidget(page)
        window.show()
        return page

    yield make
    assert tasks.shutdown(5000)
    window.hide()
    window.deleteLater()
    theme.deleteLater()


def test_publishing_280_exercises(gym: Gym, client: tuple[Person, Person, UUID]) -> None:
    trainer, member, assignment = client
    coach = gym.services(trainer)
    draft = large_plan(gym, assignment)
    nothing = median_ms(coach.gym.today)
    sys.stdout.write(
        f"\n{len(draft.exercises)} exercises, {WEEKS} weeks, empty round trip {nothing:.1f} ms\n"
    )
    told("published", once_ms(lambda: coach.plans.publish(draft)), nothing)
    told("the same sent again", once_ms(lambda: coach.plans.publish(draft)), nothing)
    plan = coach.plans.active(member.id)
    assert plan is not None and len(plan.exercises) == A_DAY * 7
    heavier = dataclasses.replace(draft.exercises[0], weight="50 kg")
    one = dataclasses.replace(draft, exercises=(heavier, *draft.exercises[1:]), version=plan.version)
    told("one exercise changed", once_ms(lambda: coach.plans.publish(one)), nothing)
    plan = coach.plans.active(member.id)
    assert plan is not None
    lighter = tuple(dataclasses.replace(e, weight="35 kg") for e in one.exercises)
    every = dataclasses.replace(one, exercises=lighter, version=plan.version)
    told("every exercise changed", once_ms(lambda: coach.plans.publish(every)), nothing)
    told("read", median_ms(lambda: coach.plans.active(member.id)), nothing)
    told("a week of it", median_ms(lambda: coach.plans.week(member.id)), nothing)


def test_280_cards_in_the_editor(
    gym: Gym,
    client: tuple[Person, Person, UUID],
    make_page: Callable[[GymServices], PlanEditorPage],
    qtbot: QtBot,
) -> None:
    trainer, member, assignment = client
    coach = gym.services(trainer)
    coach.plans.publish(large_plan(gym, assignment))
    nothing = median_ms(coach.gym.today)
    page = make_page(coach)
    page.open(member_id=member.id, name=member.name)

    def shown() -> None:
        page.refresh()
        qtbot.waitUntil(lambda: page.session.is_loaded and not page.context.tasks.is_busy, timeout=30_000)
        QApplication.processEvents()

    sys.stdout.write(f"\n280 cards, {WEEKS} weeks, empty round trip {nothing:.1f} ms\n")
    told("opened", once_ms(shown), nothing)
    document, grid = page.document, page.week.grid
    assert sum(len(column.cards) for column in grid.columns.values()) == A_DAY * 7

    def drawn(act: Callable[[], object]) -> Callable[[], None]:
        def both() -> None:
            act()
            QApplication.processEvents()

        return both

    first = document.content.exercises[0]
    weights = iter(range(1, 10_000))

    def change() -> None:
        changed = dataclasses.replace(first, weight=f"{next(weights)} kg")
        document.apply(document.content.replaced(changed), "change it")

    weeks = iter([2, 30, 5, 52] * 10)
    for name, act in {
        "one card changed": change,
        "another week shown": lambda: page.strip.show_week(next(weeks)),
        "all chosen": lambda: grid.choose([one.id for one in document.content.exercises]),
        "undone": document.undo_stack.undo,
        "painted": page.grab,
    }.items():
        told(name, median_ms(drawn(act)), nothing)
    page.actions_of_plan.toggle_deload(5)
    told("progression dialog", once_ms(drawn(page.actions_of_plan.show_progression)), nothing)
    for dialog in page.window().findChildren(QWidget, "progressionDialog"):
        dialog.done(0)  # type: ignore[attr-defined]
    told("publish summary", once_ms(drawn(page.publish)), nothing)
    for dialog in page.window().findChildren(QWidget, "publishDialog"):
        dialog.done(0)  # type: ignore[attr-defined]
    page.drafts.keeper.discard()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def test_client_list_of_150(gym: Gym) -> None:
    """Each with a plan of twelve weeks that runs for ten, and three logs a week."""
    trainer = gym.trainer("John Smith", limit=CLIENTS)
    start = gym.today - timedelta(weeks=10)
    for n in range(CLIENTS):
        gym.assignment(gym.member(f"Client {n}"), trainer, start=start)
    for statement in (
        "INSERT INTO public.workout_plans (id, assignment_id, title, duration_weeks, starts_on, created_by)"
        " SELECT gen_random_uuid(), id, 'Strength', 12, start_date, trainer_id FROM public.trainer_assignments",
        "INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, sets, reps, weight, valid_from)"
        " SELECT p.id, d, e, 4, '8', '60 kg', p.starts_on FROM public.workout_plans p,"
        " unnest(ARRAY['Monday', 'Wednesday', 'Friday']) d, unnest(ARRAY['Bench press', 'Barbell row', 'Back squat']) e",
        "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name, completed_at, sets_completed, logged_by)"
        " SELECT e.id, a.member_id, e.exercise_name, p.starts_on + make_interval(days => 7 * w + 2), 4, a.member_id"
        " FROM public.workout_exercises e JOIN public.workout_plans p ON p.id = e.plan_id"
        " JOIN public.trainer_assignments a ON a.id = p.assignment_id, generate_series(0, 8) w",
    ):
        gym.owner.execute(text(statement))
    gym.owner.execute(
        text("ANALYZE public.workout_progress, public.workout_exercises, public.trainer_assignments")
    )
    coach = gym.services(trainer)
    nothing = median_ms(coach.gym.today)
    clients = coach.trainers.my_clients().clients
    assert len(clients) == CLIENTS
    sys.stdout.write(f"\n{CLIENTS} clients, empty round trip {nothing:.1f} ms\n")
    told("my clients", median_ms(coach.trainers.my_clients), nothing)
    told("one client", median_ms(lambda: coach.trainers.client(clients[0].member_id)), nothing)
    told("threads", median_ms(lambda: coach.messages.threads(False)), nothing)

"""A trainer leaves: clients handed over, photo, switching off and on, on the real services and a real Postgres."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.notifications import NotificationKind
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym
from tests.ui.admin_gym import show_page


@pytest.fixture
def context(page_context: PageContext, gym: Gym, tmp_path: Path) -> PageContext:
    services = gym.services(gym.admin("Rosa Delgado"))
    settings = Settings(tmp_path / "settings.json")
    return dataclasses.replace(
        page_context, services=services, gym=services.gym.settings(), settings=settings
    )


@pytest.fixture(autouse=True)
def _finish(tasks: Tasks, gym: Gym, qtbot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    qtbot.waitUntil(lambda: not tasks.is_busy)


def _dialog(qtbot, window: QWidget) -> HandOverDialog:
    def shown() -> list[HandOverDialog]:
        return [d for d in window.findChildren(HandOverDialog) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    qtbot.waitUntil(shown()[0].confirm_button.isEnabled)
    return shown()[0]


def test_a_leaving_trainer_is_switched_off_once_everybody_is_handed_over(
    qtbot, window: QWidget, context: PageContext, gym: Gym, monkeypatch
) -> None:
    monkeypatch.setattr(context.notices, "question", lambda *_a, **_n: True)
    leaving, john = gym.trainer("Lena Leaving"), gym.trainer("John Smith", limit=2)
    gym.trainer("Maya", limit=1)
    sarah = gym.member("Sarah")
    gym.exercise(gym.plan(gym.assignment(sarah, leaving), title="Strength"), Weekday.of(gym.today).value)
    gym.assignment(gym.member("Tom"), leaving)
    gym.assignment(gym.member("Una"), leaving, status="paused")
    page = TrainersPage(context)
    show_page(window, page, trainer_id=leaving.trainer_id)
    qtbot.waitUntil(lambda: page.panel.trainer_id == leaving.trainer_id)
    page.panel.head.active_action.trigger()
    qtbot.waitUntil(page.panel.clients_notice.isVisible)
    qtbot.keyClick(page.panel.notice_hand_over_button, Qt.Key.Key_Return)
    dialog = _dialog(qtbot, window)
    dialog.note.setPlainText("Mind the left knee.")
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: gym.one("SELECT is_active FROM public.instructors WHERE name = 'Lena Leaving'") is False,
        timeout=20_000,
    )
    assert context.services.handover.clients(leaving.trainer_id) == ()
    assert gym.one("SELECT count(*) FROM public.trainer_assignments WHERE status <> 'completed'") == 3
    assert gym.one("SELECT max(active_clients - max_clients) FROM public.instructors") <= 0
    plan = context.services.plans.active(sarah.id)
    assert plan is not None and plan.title == "Strength"
    kinds = [n.kind for n in gym.services(sarah, "member").notifications.latest()]
    assert kinds[0] is NotificationKind.TRAINER_CHANGED
    qtbot.waitUntil(lambda: page.panel.row is not None and not page.panel.row.is_active)
    assert john.trainer_id is not None


def test_somebody_elses_assignment_takes_the_place_and_nobody_moves(
    qtbot, window: QWidget, context: PageContext, gym: Gym, monkeypatch
) -> None:
    monkeypatch.setattr(context.notices, "question", lambda *_a, **_n: True)
    leaving, john = gym.trainer("Lena Leaving"), gym.trainer("John Smith", limit=2)
    assert leaving.trainer_id is not None
    for name in ("Sarah", "Tom"):
        gym.assignment(gym.member(name), leaving)
    dialog = HandOverDialog(context, leaving.trainer_id, "Lena Leaving", None, window)
    dialog.open()
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    gym.assignment(gym.member("Quick"), john)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "This trainer is full" in dialog.banner.accessibleName()
    assert len(context.services.handover.clients(leaving.trainer_id)) == 2, "all of them or none"
    qtbot.waitUntil(lambda: not context.tasks.is_busy and not dialog._replan.isActive())
    assert len(dialog.preview.lines) == 1, "there is one place left, and it says so"
    dialog.reject()


def test_a_photo_is_kept_and_shown_again(
    qtbot, window: QWidget, context: PageContext, gym: Gym, tmp_path: Path
) -> None:
    john = gym.trainer("John Smith")
    assert john.trainer_id is not None
    picture = QImage(2000, 1500, QImage.Format.Format_RGB32)
    picture.fill(QColor("steelblue"))
    assert picture.save(str(tmp_path / "john.jpg"))
    page = TrainersPage(context)
    show_page(window, page, trainer_id=john.trainer_id)
    qtbot.waitUntil(lambda: page.panel.trainer_id == john.trainer_id and not context.tasks.is_busy)
    page.panel.head.photo.take(tmp_path / "john.jpg")
    qtbot.waitUntil(lambda: page.panel.head.photo.has_photo)
    stored = context.services.trainers.photo(john.trainer_id)
    assert stored is not None and QImage.fromData(stored).width() == 512
    qtbot.waitUntil(lambda: not context.tasks.is_busy)
    undo = [b for b in window.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible()][-1]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.panel.head.photo.has_photo)
    assert context.services.trainers.photo(john.trainer_id) is None

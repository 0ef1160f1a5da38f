"""Cards and waiting entries on the real services and a real Postgres."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from gymtrainer_desktop.domain.outbox import content_of_log
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.admin.refused.mend_dialog import MendDialog
from gymtrainer_desktop.ui.admin.refused.refused_page import RefusedPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym
from tests.faults.writes import pair, sets
from tests.ui.admin_gym import show_page


@pytest.fixture
def context(page_context: PageContext, gym: Gym, tmp_path: Path) -> PageContext:
    rosa = gym.admin("Rosa Delgado")
    services = gym.services(rosa)
    return dataclasses.replace(
        page_context,
        services=services,
        gym=services.gym.settings(),
        settings=Settings(tmp_path / "settings.json"),
        person=dataclasses.replace(page_context.person, person_id=rosa.id),
    )


@pytest.fixture(autouse=True)
def _finish(tasks: Tasks, gym: Gym, qtbot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    qtbot.waitUntil(lambda: not tasks.is_busy)


def test_a_card_that_is_added_opens_the_door(qtbot, window: QWidget, context: PageContext, gym: Gym) -> None:
    member = gym.member("Sarah Johnson")
    gym.secret(member, "pin", "2468")
    page = MembersPage(context)
    show_page(window, page, member_id=member.id)
    qtbot.waitUntil(lambda: page.panel.details is not None)
    cards = page.panel.cards
    cards.begin()
    qtbot.keyClicks(cards.code, "04A31B22")
    qtbot.keyClick(cards.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(cards.lines()) == 1)
    signed_in = SignInService(gym.station).sign_in_member("04a31b22", "2468")
    assert signed_in.person.person_id == member.id


def test_a_refused_entry_is_mended_and_logged(qtbot, window: QWidget, context: PageContext, gym: Gym) -> None:
    p = pair(gym)
    new = NewLog(uuid4(), p.member.id, p.exercise, "Bench press", sets(8, 7), datetime.now(UTC), 4, "ok")
    gym.owner.execute(
        text(
            "INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason)"
            " VALUES (:id, :m, 'station_kiosk', now(), 'log', CAST(:entry AS jsonb), 'This waited too long.')"
        ),
        {"id": new.id, "m": p.member.id, "entry": json.dumps(content_of_log(new, datetime.now(UTC)))},
    )
    page = RefusedPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    page.table.setCurrentIndex(page.model.index(0, 0))
    qtbot.mouseClick(page.mend_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(MendDialog)
    assert dialog is not None
    dialog.sets.lines[0][0].setText("9")
    with qtbot.waitSignal(dialog.mended):
        dialog.submit()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    (log,) = gym.services(p.member, "member").workouts.logs(p.member.id)
    assert (log.id, [one.reps for one in log.sets], log.exercise_id) == (new.id, [9, 7], p.exercise)
    assert log.logged_by_name == "Front desk"

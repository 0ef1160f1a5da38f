"""The dressed application, background tasks that end with the test, and a window to show things in."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme, dress


class MemorySettings:
    """Remembers columns, geometry and whatever else for the length of a test."""

    def __init__(self) -> None:
        self.stored: dict[str, list[dict[str, Any]]] = {}
        self.places: dict[str, bytes] = {}
        self.values: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def put(self, key: str, value: Any) -> None:
        self.values[key] = value

    def columns(self, table: str) -> list[dict[str, Any]]:
        return self.stored.get(table, [])

    def put_columns(self, table: str, columns: Any) -> None:
        self.stored[table] = list(columns)

    def geometry(self, window: str) -> bytes | None:
        return self.places.get(window)

    def put_geometry(self, window: str, geometry: bytes) -> None:
        self.places[window] = geometry


class DressingBot(QtBot):
    """What a test shows as a window of its own is dressed, as the windows of the program are."""

    def addWidget(self, widget: QWidget, **more: Any) -> None:
        if widget.parent() is None:
            dress(widget)
        super().addWidget(widget, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> DressingBot:
    return DressingBot(request)


@pytest.fixture(scope="session")
def _theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def theme(_theme: Theme) -> Iterator[Theme]:
    """The application's theme, light again after the test."""
    _theme.set_choice("light")
    yield _theme
    _theme.set_choice("light")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Background tasks; the test fails if a thread is left at its end."""
    tasks = Tasks()
    yield tasks
    assert tasks.shutdown(5000)


@pytest.fixture
def window(qtbot, theme: Theme) -> QWidget:
    """An active window of the usual size."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def notices(window: QWidget) -> Notices:
    return Notices(window)


@pytest.fixture
def settings() -> MemorySettings:
    return MemorySettings()


@pytest.fixture
def person() -> SignedIn:
    return SignedIn(
        person_id=UUID("018f7e00-0000-7000-8000-000000000001"),
        full_name="Rosa Delgado",
        roles=(Role.ADMIN, Role.TRAINER),
        trainer_id=UUID("018f7e00-0000-7000-8000-000000000002"),
        member_session=False,
        weight_unit=Unit.KG,
        idle_minutes=15,
    )


@pytest.fixture
def page_context(tasks: Tasks, notices: Notices, settings: MemorySettings, person: SignedIn) -> PageContext:
    """A context for a page alone; `navigate` records where it was asked to go in `context.services.went`."""
    went: list[tuple[str, dict[str, Any]]] = []
    gym = SimpleNamespace(name="Harbour Street Gym", time_zone="Europe/London", week_start=1)
    return PageContext(
        SimpleNamespace(went=went),
        tasks,
        notices,
        settings,
        person,
        gym,
        lambda key, args: went.append((key, dict(args))),
    )

"""A page that is added to the navigation is in the tour of pictures, or this fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gymtrainer_desktop.domain.people import Role
from tests import screenshot_states
from tests.screenshot_new_gym import empty
from tests.screenshot_states import ARGUMENTS, items_of, picture_name, states


class Notes:
    """Stands for the walk: notes which page is open, what it would be answered, and which pictures are taken."""

    services = None

    def __init__(self) -> None:
        self.taken: dict[str, tuple[str, Callable[..., object] | None]] = {}
        self._page, self._query = "", None

    def each_scheme(self) -> Iterator[str]:
        yield "light"

    def forget(self, key: str) -> None:
        if self._page == key:
            self._page = ""

    def go(self, key: str, **_args: Any) -> None:
        self._page = key

    def take(self, name: str) -> None:
        assert name not in self.taken
        self.taken[name] = (self._page, self._query)

    @contextmanager
    def answering(self, query: Callable[..., object]) -> Iterator[None]:
        self._query = query
        yield
        self._query = None


@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_pictured_filled_loading_failed_and_empty(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    items, walk = items_of(role), Notes()
    assert len(items) >= 5
    for where in ARGUMENTS:
        monkeypatch.setitem(screenshot_states.ARGUMENTS, where, lambda _walk: {"some": "thing"})
    missing = {item.key for item in items if item.needs_args and (role, item.key) not in ARGUMENTS}
    assert not missing, "say in tests/screenshot_states.py what these pages are opened with"
    states(walk, role)  # type: ignore[arg-type]
    empty(walk, role)  # type: ignore[arg-type]
    for item in items:
        name = picture_name(role, item.key)
        taken = {state: walk.taken[f"{name}{state}"] for state in ("", "-loading", "-error")}
        assert {page for page, _query in taken.values()} == {item.key}
        assert taken[""][1] is None and len({query for _page, query in taken.values()}) == 3
        assert item.needs_args or walk.taken[f"{name}-empty"] == (item.key, None)

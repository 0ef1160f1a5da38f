"""Pictures of every page of the navigation: filled, while it loads, and when the server does not answer."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.shell.page import NavItem

if TYPE_CHECKING:
    from tests.screenshots import Walk


def items_of(role: Role) -> Sequence[NavItem]:
    """Return the pages of a role, those outside the rail included."""
    items: Sequence[NavItem] = importlib.import_module(f"gymtrainer_desktop.ui.{role.value}").nav_items()
    return items


def _of_client(walk: Walk) -> dict[str, Any]:
    (client, *_) = walk.services.people.search("Sarah Johnson")
    return {"member_id": client.person_id, "name": client.name}


def _of_template(walk: Walk) -> dict[str, Any]:
    return {"template_id": walk.services.templates.list()[0].id}


ARGUMENTS: dict[tuple[Role, str], Callable[[Walk], dict[str, Any]]] = {
    (Role.TRAINER, "plan"): _of_client,
    (Role.TRAINER, "log_for"): _of_client,
    (Role.TRAINER, "template"): _of_template,
}
"""What pages are opened with that make no sense without."""


def states(walk: Walk, role: Role) -> None:
    """Take every page of a role in its states; somebody with that role is signed in."""
    for _scheme in walk.each_scheme():
        _states(walk, role)


def _states(walk: Walk, role: Role) -> None:
    for item in items_of(role):
        args = ARGUMENTS[role, item.key](walk) if item.needs_args else {}
        name = picture_name(role, item.key)
        walk.forget(item.key)
        walk.go(item.key, **args)
        walk.take(name)
        for state, query in (("loading", _without_answer), ("error", _away)):
            walk.forget(item.key)
            with walk.answering(query):
                walk.go(item.key, **args)
                walk.take(f"{name}-{state}")
        walk.forget(item.key)


def picture_name(role: Role, key: str) -> str:
    """Return "member-my-plan"."""
    return f"{role.value}-{key.replace('_', '-')}"


def _without_answer(*_args: object, **_more: object) -> None:
    """The server is slow."""


def _away(
    _owner: object,
    _op: object,
    _done: object,
    failed: Callable[[Exception], object] | None = None,
    **_more: object,
) -> None:
    """The server does not answer."""
    if failed is not None:
        failed(Unavailable("The server did not answer. Try again in a moment."))

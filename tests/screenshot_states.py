"""Pictures of the front desk's pages while they load, when they cannot, when nothing is there, and offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.screenshots import Walk

# Overview, members and back-ups have theirs where the page itself is pictured.
PAGES = ("trainers", "waiting", "reports", "people", "audit", "stations", "settings")


def states(walk: Walk) -> None:
    """Take every picture; somebody of the desk is signed in."""
    from gymtrainer_desktop.domain.errors import Unavailable

    away = Unavailable("The server did not answer. Try again in a moment.")
    for key in PAGES:
        walk.go(key)
        main = walk.window.main_window
        assert main is not None
        page = main.current_page
        page._states.show_loading_anew()  # type: ignore[attr-defined]
        page._states._on_delay_passed()  # type: ignore[attr-defined]  # as after 150 ms
        walk.take(f"admin-{key}-loading", waits=False)
        failed = getattr(page, "_on_load_failed", None) or page._on_failed  # type: ignore[attr-defined]
        failed(away)
        walk.take(f"admin-{key}-error")
        page.refresh()
        walk.settle()
    walk.go("waiting")
    main = walk.window.main_window
    assert main is not None
    page = main.current_page
    page._on_loaded(((), page._today))  # type: ignore[attr-defined]
    walk.take("admin-waiting-empty")
    page.refresh()
    walk.settle()
    walk.go("trainers")
    page = main.current_page
    page.search.setText("nobody is called this")  # type: ignore[attr-defined]
    walk.settle()
    walk.take("admin-trainers-nobody")
    page.search.clear()  # type: ignore[attr-defined]
    walk.settle()

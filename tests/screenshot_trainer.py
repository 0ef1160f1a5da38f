"""Pictures of the trainer's pages while they load, when they cannot, when nothing is there, and of every chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from tests.screenshots import Walk

TABS = ("overview", "plan", "progress", "log", "notes", "messages")


def charts(walk: Walk) -> None:
    """What the progress tab can show; a client is open."""
    panel = walk.child(QWidget, "clientPanel")
    panel.open_tab("progress")
    walk.settle()
    view = walk.child(QWidget, "progressView")
    measures = view.measure_picker
    for place in range(measures.count()):
        measures.setCurrentIndex(place)
        walk.settle()
        walk.take(f"trainer-progress-{_slug(measures.itemText(place))}")
    view.chart_card.table_switch.setChecked(True)
    walk.take("trainer-progress-table")
    view.chart_card.table_switch.setChecked(False)
    view.ranges.choose("custom")
    walk.settle()
    walk.take("trainer-progress-custom")
    view.ranges.choose("12w" if "12w" in [one.key for one in view.ranges.segments] else "all")
    view.exercise_picker.setCurrentIndex(0)
    walk.settle()
    for place in range(measures.count()):
        measures.setCurrentIndex(place)
        walk.settle()
        walk.take(f"trainer-weeks-{_slug(measures.itemText(place))}")
    view.exercise_picker.setCurrentIndex(1)
    walk.settle()


def editor(walk: Walk) -> None:
    """Another week, the drawer, a mistake in the line, and exercises that are chosen."""
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.strip.show_week(5)
    walk.take("trainer-plan-week-5")
    page.strip.show_week(page.shown.current)
    page.week.drawer.set_open(True)
    walk.settle()
    walk.take("trainer-plan-drawer")
    page.week.drawer.set_open(False)
    quick = page.week.quick
    quick.edit.setText("Bench press 99x8 60 kg")
    walk.take("trainer-plan-line-half")
    quick.edit.returnPressed.emit()
    walk.take("trainer-plan-line-wrong")
    quick.clear()
    grid = page.week.grid
    ids = [card.exercise.id for card in next(iter(grid.columns.values())).cards[:2]]
    if ids:
        grid.focus_exercise(ids[0])
        grid.choose(ids)
        walk.take("trainer-plan-chosen")
        grid.choose(())


def new_plan(walk: Walk, member_id: object, name: str) -> None:
    """An editor without a plan."""
    walk.go("plan", member_id=member_id, name=name, new=True)
    walk.take("trainer-plan-empty")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.publish()
    walk.settle()
    walk.take("trainer-plan-empty-refused")


def tabs(walk: Walk) -> None:
    """Every tab of a client while it loads, and when it could not; a trainer is signed in."""
    main = walk.window.main_window
    assert main is not None
    walk.go("clients")
    panel = walk.child(QWidget, "clientPanel")
    for tab in TABS:
        panel.open_tab(tab)
        walk.settle()
        one = panel._tabs[tab]
        _loading_and_failed(walk, f"trainer-client-{tab}", one, getattr(one, "_on_failed", None))
    panel.open_tab("overview")
    walk.settle()
    page = main.current_page
    page.list.search.setText("nobody is called this")  # type: ignore[union-attr]
    walk.settle()
    walk.take("trainer-clients-nobody")
    page.list.search.clear()  # type: ignore[union-attr]
    walk.settle()


def _loading_and_failed(walk: Walk, name: str, owner: Any, failed: Any) -> None:
    from gymtrainer_desktop.domain.errors import Unavailable
    from gymtrainer_desktop.ui.widgets.states import StateStack

    away = Unavailable("The server did not answer. Try again in a moment.")
    stacks = owner.findChildren(StateStack)
    stack = getattr(owner, "_states", None) or stacks[0]
    stack.show_loading_anew()
    stack._on_delay_passed()  # as after 150 ms
    walk.take(f"{name}-loading", waits=False)
    if failed is not None:
        failed(away)
    else:
        stack.show_error("This could not be loaded", away)
    walk.take(f"{name}-error")
    owner.refresh()
    walk.settle()


def _slug(words: str) -> str:
    plain = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join(plain.split())

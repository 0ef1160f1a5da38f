"""Pictures of what the kiosk leaves to the desk: entries that were refused, and members' cards."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QScrollArea, QWidget
from sqlalchemy import text

from gymtrainer_desktop.domain.outbox import NewSkip, content_of_log, content_of_skip
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog
from gymtrainer_desktop.services.keys import new_id

if TYPE_CHECKING:
    from tests.screenshots import Walk

_PUT = text("""
    INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason)
    SELECT :id, :member, s.role_name, :made, :kind, CAST(:entry AS jsonb), :reason FROM public.stations s LIMIT 1
""")
_OLD = "This waited for more than 30 days."
_GONE = "This exercise is not in the member's plan."


def refuse(walk: Walk) -> None:
    """Have entries wait for the desk, as kiosks hand them over."""
    now = datetime.now(UTC)
    sarah, mike = (_member(walk, name) for name in ("Sarah Johnson", "Mike Davis"))
    sets = tuple(LoggedSet(n, reps=8, weight=Decimal("60"), unit=Unit.KG) for n in (1, 2, 3))
    press = NewLog(new_id(), sarah, None, "Bench press", sets, now - timedelta(days=2), 4, "Felt strong")
    row = NewLog(new_id(), mike, None, "Seated cable row", sets[:2], now - timedelta(days=34), 3)
    squat = walk.services.refused.choices(sarah, now.date())[0]
    skip = NewSkip(new_id(), sarah, squat.exercise_id, now.date() - timedelta(days=2), "Sore knee")
    lines: tuple[tuple[Any, object, str, dict[str, Any], str], ...] = (
        (press.id, sarah, "log", content_of_log(press, now), _GONE),
        (row.id, mike, "log", content_of_log(row, now), _OLD),
        (skip.id, sarah, "skip", content_of_skip(skip), _GONE),
        (new_id(), mike, "log", {"exercise_name": "Deadlift"}, "What was entered cannot be read."),
    )
    local = walk.app._local
    assert local is not None
    with local.maintenance() as connection:
        for id, member, kind, entry, reason in lines:
            made = press.completed_at if member == sarah else row.completed_at
            values = {"id": id, "member": member, "made": made, "kind": kind, "reason": reason}
            connection.execute(_PUT, values | {"entry": json.dumps(entry)})


def refused(walk: Walk) -> None:
    """The list with an entry chosen, and the form that mends it."""
    walk.go("refused")
    page: Any = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.table.setCurrentIndex(page.model.index(0, 0))
    walk.take("admin-refused-chosen")
    page.mend_button.click()
    walk.settle()
    dialog = walk.child(QWidget, "mendDialog")
    walk.take("admin-refused-mend", over=dialog)
    dialog.sets.lines[0][0].setText("many")
    dialog.submit()
    walk.take("admin-refused-mend-wrong", over=dialog)
    dialog.done(0)
    page.table.setCurrentIndex(page.model.index(2, 0))
    for button, name in ((page.mend_button, "skipDialog"), (page.settle_button, "asideDialog")):
        button.click()
        walk.settle()
        dialog = walk.child(QWidget, name)
        walk.take(f"admin-refused-{name.removesuffix('Dialog')}", over=dialog)
        dialog.done(0)


def cards(walk: Walk) -> None:
    """A member's cards: two, one that is somebody else's, and one that cannot be read."""
    service, sarah, mike = walk.services.cards, _member(walk, "Sarah Johnson"), _member(walk, "Mike Davis")
    service.give(new_id(), sarah, "04:A3:1B:22:9C:5E:80")
    service.give(new_id(), sarah, "HSG-40217")
    service.give(new_id(), mike, "04:77:10:AA:01:5E:80")
    walk.go("members", member_id=sarah)
    page: Any = walk.window.main_window.current_page  # type: ignore[union-attr]
    section = page.panel.cards
    area = page.panel.findChild(QScrollArea)
    section.begin()
    for burst, name in (
        ("", "admin-card-awaited"),
        ("04:77:10:AA:01:5E:80", "admin-card-of-another"),
        ("04\x1d77", "admin-card-unreadable"),
    ):
        if burst:
            section.reader.read.emit(burst)
            walk.settle()
        walk.take(name)
    section.end()
    area.verticalScrollBar().setValue(0)


def _member(walk: Walk, name: str) -> Any:
    return next(hit.person_id for hit in walk.services.people.search(name) if hit.name == name)

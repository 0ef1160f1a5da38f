"""Notifications as lines one can click: what they say, when it was, and where they lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.calendar import ago_text, format_date
from gymtrainer_desktop.domain.notifications import Notification, NotificationKind
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.shell.notifications import NotificationItem
from gymtrainer_desktop.ui.widgets.notification_text import notification_text

_PLAN_KINDS = {NotificationKind.PLAN_PUBLISHED, NotificationKind.PLAN_CHANGED}
_WAITING_KINDS = {
    NotificationKind.PLACE_FREE,
    NotificationKind.OFFER_ANSWERED,
    NotificationKind.CLIENT_REQUESTED,
}
_RECENT_DAYS = 7


def notification_items(
    found: Iterable[Notification], role: Role, time_zone: str, now: datetime | None = None
) -> tuple[NotificationItem, ...]:
    """Return notifications as lines for whoever is signed in with a role.

    Args:
        found: As the database has them; the order stays.
        role: Decides where each of them leads.
        time_zone: The gym's.
        now: Aware; the computer's clock when None.
    """
    at = now or datetime.now(UTC)
    items = []
    for one in found:
        page, args = page_of(one, role)
        when = when_text(one.created_at, at, time_zone)
        items.append(NotificationItem(one.id, notification_text(one), when, one.read, page, args))
    return tuple(items)


def page_of(notification: Notification, role: Role) -> tuple[str, dict[str, Any]]:
    """Return the page that a notification is about, for a role, and what to open it with; empty for none."""
    subject = notification.subject_id
    if notification.kind is NotificationKind.MESSAGE and role is not Role.ADMIN:
        return "messages", {"assignment_id": subject}
    if role is Role.MEMBER:
        return ("my_plan" if notification.kind in _PLAN_KINDS else "home"), {}
    if role is Role.TRAINER:
        return "clients", {}
    return ("waiting", {"entry_id": subject}) if notification.kind in _WAITING_KINDS else ("", {})


def when_text(at: datetime, now: datetime, time_zone: str) -> str:
    """Return when something happened, on the gym's clock: "Today, 14:32", after a week the date."""
    zone = ZoneInfo(time_zone)
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    is_recent = (today - local.date()).days < _RECENT_DAYS
    day = ago_text(local.date(), today) if is_recent else format_date(local.date())
    return f"{day}, {local:%H:%M}"

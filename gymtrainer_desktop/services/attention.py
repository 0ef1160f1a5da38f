"""Who needs the front desk: whoever waits, and clients and trainers with whom something is not as it should be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.measures import QUIET_DAYS
from gymtrainer_desktop.domain.trainers import ATTENTION_LINES, AttentionKind, AttentionLine, TrainerRow
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus

ENDS_SOON_DAYS = 7
_WISH = 20


def clients_needing_attention(connection: Connection, today: date) -> tuple[AttentionLine, ...]:
    """Return clients whose plan ends soon, who have none, or who have gone quiet, within a transaction."""
    rows = connection.execute(
        text(
            """
            SELECT p.id, p.full_name, i.name AS trainer_name, a.id AS assignment_id, a.start_date, pl.ends_on,
                pl.starts_on, pl.id AS plan_id,
                (SELECT max(w.completed_on) FROM public.workout_progress w WHERE w.member_id = p.id) AS last_on
            FROM public.trainer_assignments a
            JOIN public.profiles p ON p.id = a.member_id
            JOIN public.instructors i ON i.id = a.trainer_id
            LEFT JOIN public.workout_plans pl ON pl.assignment_id = a.id AND pl.status = 'active'
            WHERE a.status = 'active'
            ORDER BY p.full_name, p.id
            """
        )
    ).all()
    found: list[tuple[AttentionKind, int, AttentionLine]] = []
    for r in rows:
        said: list[tuple[AttentionKind, int, str]] = []
        if r.plan_id is None:
            days = (today - r.start_date).days
            said.append((AttentionKind.NO_PLAN, -days, f"{r.trainer_name}, {_days(days)}"))
        else:
            if today <= r.ends_on <= today + timedelta(days=ENDS_SOON_DAYS):
                said.append((AttentionKind.PLAN_ENDS, r.ends_on.toordinal(), _day(r.ends_on)))
            silent = (today - max(r.last_on or r.starts_on, r.starts_on)).days
            if silent >= QUIET_DAYS:
                words = f"no workout for {silent} days" if r.last_on else "no workout yet"
                said.append((AttentionKind.QUIET, -silent, words))
        found += [
            (kind, order, AttentionLine(kind, r.id, r.full_name, words, r.trainer_name, r.assignment_id))
            for kind, order, words in said
        ]
    kinds = list(AttentionKind)
    found.sort(key=lambda entry: (kinds.index(entry[0]), entry[1]))
    return tuple(line for _, _, line in found)


def waiting_lines(entries: Sequence[WaitingEntry], today: date, zone: ZoneInfo) -> tuple[AttentionLine, ...]:
    """Return what the waiting list asks of the desk: trainers' requests, accepted offers, and whoever waits."""
    requests, accepted, waiting = [], [], []
    for entry in entries:
        for request in entry.requests:
            words = f"for {request.trainer_name}"
            requests.append(
                AttentionLine(
                    AttentionKind.REQUEST, entry.member_id, entry.member_name, words, request.trainer_name,
                    entry=entry, request=request,
                )
            )  # fmt: skip
        if entry.status is WaitStatus.ACCEPTED:
            words = f"says yes to {entry.offered_trainer_name}"
            accepted.append(
                AttentionLine(
                    AttentionKind.ACCEPTED, entry.member_id, entry.member_name, words,
                    entry.offered_trainer_name or "", entry=entry,
                )
            )  # fmt: skip
        elif not entry.requests:
            waiting.append(
                AttentionLine(
                    AttentionKind.WAITING, entry.member_id, entry.member_name, _wait_words(entry, today, zone),
                    entry.trainer_name or "", entry=entry,
                )
            )  # fmt: skip
    return (*requests, *accepted, *waiting)


def trainers_over_capacity(trainers: Iterable[TrainerRow]) -> tuple[AttentionLine, ...]:
    """Return trainers with more clients than their limit, the fullest first."""
    over = [t for t in trainers if t.active_clients > t.max_clients]
    over.sort(key=lambda t: t.max_clients - t.active_clients)
    return tuple(
        AttentionLine(AttentionKind.OVER_CAPACITY, t.id, t.name, f"{t.active_clients} of {t.max_clients}")
        for t in over
    )


def first_of_each(lines: Iterable[AttentionLine]) -> tuple[AttentionLine, ...]:
    """Return at most `ATTENTION_LINES` of each kind, in the order given."""
    seen: Counter[str] = Counter()
    kept = []
    for line in lines:
        seen[line.kind] += 1
        if seen[line.kind] <= ATTENTION_LINES:
            kept.append(line)
    return tuple(kept)


def longest_wait(entries: Sequence[WaitingEntry], today: date, zone: ZoneInfo) -> tuple[str, int] | None:
    """Return who has waited longest, and for how many days of the gym; None when nobody waits."""
    if not entries:
        return None
    first = min(entries, key=lambda entry: entry.since)
    return first.member_name, max(0, (today - first.since.astimezone(zone).date()).days)


def _wait_words(entry: WaitingEntry, today: date, zone: ZoneInfo) -> str:
    """Return "Strength, 9 days": the wish, or else for whom they wait, and how long."""
    if entry.status is WaitStatus.OFFERED and entry.offer_until is not None:
        until = _day(entry.offer_until.astimezone(zone).date())
        return f"offered {entry.offered_trainer_name} until {until}"
    wish = re.split(r"[,;.:\n]", entry.wants, maxsplit=1)[0].strip()
    wish = wish if len(wish) <= _WISH else f"{wish[: _WISH - 1].rstrip()}…"
    what = wish or (f"for {entry.trainer_name}" if entry.trainer_name else "for anyone")
    return f"{what}, {_days((today - entry.since.astimezone(zone).date()).days)}"


def _day(day: date) -> str:
    """Return "Sun 22 Nov": what is near needs no year."""
    return f"{Weekday.of(day).short} {format_short_date(day)}"


def _days(days: int) -> str:
    return "today" if days <= 0 else "1 day" if days == 1 else f"{days} days"

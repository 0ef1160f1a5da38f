"""What lies around the training: trainers' notes, their visits, and work that nobody planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from gymtrainer_desktop.services.demo.cast import Cast, Client, Keys, Stage
from gymtrainer_desktop.services.demo.lifting import DoneSet
from gymtrainer_desktop.services.demo.people import SARAH, Course
from gymtrainer_desktop.services.demo.timeline import Engagement
from gymtrainer_desktop.services.demo.training import Row, set_rows
from gymtrainer_desktop.services.demo.words import PRIVATE_NOTES, SARAH_NOTES, SHARED_NOTES, UNPLANNED

_DAY = timedelta(days=1)
_NEW_LOGS = {SARAH, "Mike Davis", "Carlos Mendez", "Noah Fischer"}


def note_rows(stage: Stage, client: Client, engagements: list[Engagement]) -> Iterator[Row]:
    """Yield the notes a trainer wrote about a client."""
    rng = stage.chance("notes", client.person.name)
    keys = Keys(stage.chance("keys of notes", client.person.name))
    for engagement in engagements:
        first = engagement.start
        last = min(stage.today, engagement.end or stage.today)
        days = (last - first).days
        if client.story.name == SARAH:
            notes = [(last - _DAY * ago, private, text) for ago, private, text in SARAH_NOTES if ago <= days]
        else:
            count = rng.choice((0, 1, 1, 2, 3, 4)) if days > 6 else 0
            notes = []
            for private, pool in ((True, PRIVATE_NOTES), (False, SHARED_NOTES)):
                wanted = count // 2 if private else count - count // 2
                notes += [(first + _DAY * rng.randint(3, days), private, t) for t in rng.sample(pool, wanted)]
        for day, private, text in sorted(notes):
            at = max(stage.at(day, rng.randint(9, 18), rng.randint(0, 59)), engagement.assigned_at)
            yield (keys.at(at), engagement.id, engagement.trainer.id, text, at, private, at)


def visit_row(
    stage: Stage, client: Client, engagements: list[Engagement], last: tuple[datetime, datetime] | None
) -> Row | None:
    """Return when the trainer last opened the client: for a few, before their last workout."""
    engagement = engagements[-1]
    if last is None or engagement.status == "completed" or last[1] < engagement.assigned_at:
        return None
    rng = stage.chance("visit", client.person.name)
    unseen = client.story.name in _NEW_LOGS or (client.story.last_ago is None and rng.random() < 0.1)
    seen = last[0] - timedelta(hours=1) if unseen else last[1] + timedelta(minutes=rng.randint(5, 600))
    return (engagement.trainer.id, client.person.id, min(seen, stage.now))


def unplanned_rows(stage: Stage, cast: Cast, started: Mapping[str, datetime]) -> tuple[list[Row], list[Row]]:
    """Return logs of work nobody planned, by clients and by members who train alone, and their sets.

    Args:
        stage: When and how large.
        cast: Everybody.
        started: Member -> when their present trainer was assigned.
    """
    rng = stage.chance("unplanned")
    keys = Keys(stage.chance("keys of unplanned"))
    # Nobody whose silence is part of the story.
    clients = [c.person for c in cast.clients if c.story.course is Course.ACTIVE and c.story.last_ago is None]
    busy = {c.person.id for c in cast.clients}
    alone = [m for m in cast.members if m.id not in busy and (stage.today - m.joined_on).days > 30]
    progress: list[Row] = []
    sets: list[Row] = []
    for n, (name, reps, kg, seconds, metres) in enumerate(UNPLANNED):
        pool = alone if n % 3 == 0 else clients
        if not pool:
            continue
        member = rng.choice(pool)
        at = stage.at(stage.today - _DAY * rng.randint(1, 20), rng.randint(10, 19), rng.randint(0, 59))
        begun = started.get(member.id)
        if begun is not None and at < begun:
            at = min(stage.now, begun + timedelta(hours=rng.randint(1, 3)))
        count = 3 if reps else 1
        done = (DoneSet("working", reps, kg, None, seconds, metres),) * count
        key = keys.at(at)
        minutes = round(seconds / 60) if seconds else None
        unit = "kg" if kg is not None else None
        rating = rng.randint(1, 4)
        progress.append(
            (key, None, member.id, name, at, count, reps, kg, unit, minutes, None, rating, member.id, at, at)
        )
        sets.extend(set_rows(keys, at, key, member.id, "kg", done))
    return progress, sets

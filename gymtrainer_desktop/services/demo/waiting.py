"""Who waits for a trainer, and which trainer asks for whom."""

from __future__ import annotations

from datetime import timedelta

from gymtrainer_desktop.services.demo.cast import Cast, Keys, Stage, Trainer
from gymtrainer_desktop.services.demo.people import ASKED, WAITING, Course
from gymtrainer_desktop.services.demo.training import Row


def waiting_rows(stage: Stage, cast: Cast) -> tuple[list[Row], list[Row]]:
    """Return entries of the waiting list, longest wait first, and requests of trainers."""
    rng = stage.chance("waiting")
    keys = Keys(stage.chance("keys of waiting"))
    busy = {c.person.id for c in cast.clients} | {t.person.id for t in cast.trainers}
    by_name = {m.name: m for m in cast.members if m.id not in busy}
    named = {name for name, *_ in WAITING}
    others = [m for m in by_name.values() if m.name not in named and (stage.today - m.joined_on).days > 20]
    trainers = {t.profile.name: t for t in cast.trainers}
    entries: list[Row] = []
    of_member: dict[str, str] = {}
    for name, ago, trainer, wants in WAITING:
        member = by_name.get(name) if name else (rng.choice(others) if others else None)
        # Only for somebody who is full: a free place would be offered at once, at a moment that no seed knows.
        if member is None or (trainer and (trainer not in trainers or not _full(cast, trainers[trainer]))):
            continue
        at = stage.at(stage.today - timedelta(days=ago), rng.randint(9, 17), rng.randint(0, 59))
        key = keys.at(at)
        of_member[member.name] = key
        wanted = trainers[trainer].id if trainer else None
        entries.append((key, member.id, wanted, wants, cast.admin.id, at, at))
    asking, asked_for, note = ASKED
    if asking not in trainers or asked_for not in of_member:
        return entries, []
    at = min(stage.now, stage.at(stage.today, 8, 20))
    return entries, [(keys.at(at), of_member[asked_for], trainers[asking].id, note, at)]


def _full(cast: Cast, trainer: Trainer) -> bool:
    there = (Course.ACTIVE, Course.NO_PLAN)
    clients = sum(c.trainer is trainer and c.story.course in there for c in cast.clients)
    return clients >= trainer.profile.limit

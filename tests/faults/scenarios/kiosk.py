"""Skips and corrections of members, their cards, and what the desk makes of entries that were refused."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym, Person
from tests.faults.writes import Sending, desk, pair, sets, writes


@writes("WorkoutsService.correct")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.log(p.member, p.exercise)
    return Sending(
        p.member, lambda s, _: s.workouts.correct(id, sets(9, 9), 5, "corrected", 1), scope="member"
    )


@writes("WorkoutsService.correct, by the desk")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.log(p.member, p.exercise)
    return Sending(desk(gym), lambda s, _: s.workouts.correct(id, sets(9, 9), 5, "corrected", 1))


@writes("WorkoutsService.delete, by the desk")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.log(p.member, p.exercise)
    return Sending(desk(gym), lambda s, _: s.workouts.delete(id), gone="no_row")


@writes("WorkoutsService.skip")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    skip = NewSkip(new_id(), p.member.id, p.exercise, gym.today, "Machine taken")
    return Sending(p.member, lambda s, _: s.workouts.skip(skip), scope="member")


@writes("WorkoutsService.take_skip_back")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.one(
        "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on)"
        " VALUES (:e, :m, public.gym_today()) RETURNING id",
        e=p.exercise,
        m=p.member.id,
    )
    assert isinstance(id, UUID)
    return Sending(p.member, lambda s, _: s.workouts.take_skip_back(id), scope="member", gone="no_row")


@writes("ImportNamesService.remember")
def _(gym: Gym) -> Sending:
    member = gym.member()
    names = {"Bench Press (Barbell)": "Bench press", "Squat (Barbell)": "Squat"}
    return Sending(member, lambda s, _: s.import_names.remember(member.id, names), scope="member")


@writes("CardsService.give")
def _(gym: Gym) -> Sending:
    member, id = gym.member(), new_id()
    return Sending(desk(gym), lambda s, _: s.cards.give(id, member.id, f"CARD-{id.hex}"))


@writes("CardsService.move")
def _(gym: Gym) -> Sending:
    former, member, id = gym.member(), gym.member(), new_id()
    code = f"CARD-{id.hex}"
    gym.owner.execute(
        text("INSERT INTO public.member_cards (id, member_id, code) VALUES (:id, :m, :code)"),
        {"id": new_id(), "m": former.id, "code": code},
    )
    return Sending(desk(gym), lambda s, _: s.cards.move(id, member.id, code))


@writes("CardsService.take")
def _(gym: Gym) -> Sending:
    member, id = gym.member(), new_id()
    gym.owner.execute(
        text("INSERT INTO public.member_cards (id, member_id, code) VALUES (:id, :m, :code)"),
        {"id": id, "m": member.id, "code": f"CARD-{id.hex}"},
    )
    return Sending(desk(gym), lambda s, _: s.cards.take(id), gone="no_row")


def _refused(gym: Gym, member: Person, kind: str = "log", settled: str = "NULL") -> UUID:
    id = new_id()
    gym.owner.execute(
        text(
            "INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason, settled_at)"
            f" VALUES (:id, :m, 'station_kiosk', now(), :kind, '{{}}', 'No', {settled})"
        ),
        {"id": id, "m": member.id, "kind": kind},
    )
    return id


@writes("RefusedService.put_aside")
def _(gym: Gym) -> Sending:
    id = _refused(gym, gym.member())
    return Sending(desk(gym), lambda s, _: s.refused.put_aside(id, "Entered twice"))


@writes("RefusedService.reopen")
def _(gym: Gym) -> Sending:
    id = _refused(gym, gym.member(), settled="now()")
    return Sending(desk(gym), lambda s, _: s.refused.reopen(id))


@writes("RefusedService.enter_skip")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = _refused(gym, p.member, "skip")
    skip = NewSkip(id, p.member.id, p.exercise, gym.today, "Sore")
    return Sending(desk(gym), lambda s, _: s.refused.enter_skip(id, skip))


@writes("RefusedService.mend")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = _refused(gym, p.member)
    new = NewLog(id, p.member.id, p.exercise, "Bench press", sets(8, 8), datetime.now(UTC), 4)
    return Sending(desk(gym), lambda s, _: s.refused.mend(id, new))

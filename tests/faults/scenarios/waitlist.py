"""The waiting list. Everybody waits for a trainer of their own, so that no place of others is offered to them."""

from __future__ import annotations

from uuid import UUID

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitingEntry
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym, Person
from tests.faults.writes import Sending, desk, id_of, writes


def _wait(gym: Gym, trainer: Person, member: Person | None = None) -> WaitingEntry:
    new = NewWaiting(new_id(), (member or gym.member()).id, id_of(trainer), "Mornings")
    return gym.services(desk(gym)).waitlist.add(new)


def _busy(gym: Gym) -> Person:
    return gym.trainer(limit=0)


def _give_places(gym: Gym, trainer: Person) -> None:
    """Raise the limit, which offers nothing by itself."""
    gym.one("UPDATE public.instructors SET max_clients = 5 WHERE id = :id RETURNING 1", id=trainer.trainer_id)


def _offered(gym: Gym, member: Person | None = None) -> tuple[Person, WaitingEntry]:
    """A trainer whose place became free, and the entry it is offered to."""
    trainer = gym.trainer(limit=1)
    taken = gym.assignment(gym.member(), trainer)
    entry = _wait(gym, trainer, member)
    gym.one("UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :id RETURNING 1", id=taken)
    return trainer, next(e for e in gym.services(desk(gym)).waitlist.entries() if e.id == entry.id)


def _requested(gym: Gym) -> tuple[Person, UUID]:
    trainer = _busy(gym)
    entry, ask = _wait(gym, trainer), new_id()
    gym.services(trainer).waitlist.request(ask, entry.id, "I have time on Mondays")
    _give_places(gym, trainer)
    return trainer, ask


@writes("WaitlistService.add")
def _(gym: Gym) -> Sending:
    new = NewWaiting(new_id(), gym.member().id, id_of(_busy(gym)), "Mornings")
    return Sending(desk(gym), lambda s, _: s.waitlist.add(new))


@writes("WaitlistService.restore")
def _(gym: Gym) -> Sending:
    entry, id = _wait(gym, _busy(gym)), new_id()
    gym.services(desk(gym)).waitlist.remove(entry.id)
    return Sending(desk(gym), lambda s, _: s.waitlist.restore(id, entry))


@writes("WaitlistService.change")
def _(gym: Gym) -> Sending:
    entry = _wait(gym, _busy(gym))

    def send(s: GymServices, _: Database) -> object:
        return s.waitlist.change(entry.id, entry.version, trainer_id=entry.trainer_id, wants="Evenings")

    return Sending(desk(gym), send)


# Moving entries locks the line as a whole.
@writes("WaitlistService.move", alone=True)
def _(gym: Gym) -> Sending:
    trainer = _busy(gym)
    first, last = _wait(gym, trainer), _wait(gym, trainer)
    return Sending(desk(gym), lambda s, _: s.waitlist.move(last.id, last.version, before=first.id))


@writes("WaitlistService.offer")
def _(gym: Gym) -> Sending:
    entry, other = _wait(gym, _busy(gym)), gym.trainer()
    return Sending(desk(gym), lambda s, _: s.waitlist.offer(entry.id, entry.version, id_of(other)))


@writes("WaitlistService.take_back", alone=True)
def _(gym: Gym) -> Sending:
    trainer, entry = _offered(gym)
    _wait(gym, trainer)
    return Sending(desk(gym), lambda s, _: s.waitlist.take_back(entry.id, entry.version))


@writes("WaitlistService.remove")
def _(gym: Gym) -> Sending:
    entry = _wait(gym, _busy(gym))
    return Sending(desk(gym), lambda s, _: s.waitlist.remove(entry.id))


@writes("WaitlistService.assign")
def _(gym: Gym) -> Sending:
    entry, other, id = _wait(gym, _busy(gym)), gym.trainer(), new_id()
    return Sending(desk(gym), lambda s, _: s.waitlist.assign(entry.id, id_of(other), id))


@writes("WaitlistService.grant")
def _(gym: Gym) -> Sending:
    (_trainer, ask), id = _requested(gym), new_id()
    return Sending(desk(gym), lambda s, _: s.waitlist.grant(ask, id))


@writes("WaitlistService.refuse")
def _(gym: Gym) -> Sending:
    _trainer, ask = _requested(gym)
    return Sending(desk(gym), lambda s, _: s.waitlist.refuse(ask))


# Looks all trainers over and holds them meanwhile; whoever frees a place just then leaves it to the next time.
@writes("WaitlistService.lapse", alone=True)
def _(gym: Gym) -> Sending:
    trainer, entry = _offered(gym)
    _wait(gym, trainer)

    def too_late() -> object:
        late = "UPDATE public.trainer_waitlist SET offer_until = now() - interval '1 hour' WHERE id = :id"
        return gym.one(late + " RETURNING 1", id=entry.id)

    return Sending(desk(gym), lambda s, _: s.waitlist.lapse(), prepare=too_late)


@writes("WaitlistService.request")
def _(gym: Gym) -> Sending:
    trainer = _busy(gym)
    entry, ask = _wait(gym, trainer), new_id()
    return Sending(trainer, lambda s, _: s.waitlist.request(ask, entry.id, "I have time on Mondays"))


@writes("WaitlistService.take")
def _(gym: Gym) -> Sending:
    trainer = _busy(gym)
    entry, id = _wait(gym, trainer), new_id()
    _give_places(gym, trainer)
    gym.one(
        "UPDATE public.gym_settings SET trainers_may_assign = true WHERE NOT trainers_may_assign RETURNING 1"
    )
    return Sending(trainer, lambda s, _: s.waitlist.take(entry.id, id))


@writes("WaitlistService.answer")
def _(gym: Gym) -> Sending:
    member = gym.member()
    _trainer, entry = _offered(gym, member)
    return Sending(member, lambda s, _: s.waitlist.answer(entry.id, True), scope="member")


@writes("WaitlistService.answer, no")
def _(gym: Gym) -> Sending:
    member = gym.member()
    trainer, entry = _offered(gym, member)
    _wait(gym, trainer)
    return Sending(member, lambda s, _: s.waitlist.answer(entry.id, False), scope="member")

"""Changing members, giving and taking rights, erasing, and writing messages."""

from __future__ import annotations

from gymtrainer_desktop.domain.people import MemberEdit
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Sending, desk, pair, version, writes

PNG = b"\x89PNG\r\n\x1a\n picture"


@writes("PeopleService.save")
def _(gym: Gym) -> Sending:
    member = gym.member()
    number = f"T{new_id().int % 10**9}"
    edit = MemberEdit(member.id, version(gym, "profiles", member.id), "Sarah Miller", number, "", "0171 2")
    return Sending(desk(gym), lambda s, _: s.people.save(edit))


@writes("PeopleService.set_photo")
def _(gym: Gym) -> Sending:
    member = gym.member()
    v = version(gym, "profiles", member.id)
    return Sending(desk(gym), lambda s, _: s.people.set_photo(member.id, v, PNG))


# Who is told of what the desk does depends on how many admins there are: so nobody is one for longer than this.
@writes("PersonsService.set_admin", alone=True)
def _(gym: Gym) -> Sending:
    gym.secret(desk(gym), "password", "front-desk-9")
    person = gym.person(member=False, admin=True)
    v = version(gym, "profiles", person.id)
    return Sending(desk(gym), lambda s, _: s.persons.set_admin(person.id, False, v))


# Whoever changes rights holds all admins meanwhile: somebody else who does so at the same moment waits.
@writes("PersonsService.set_active", alone=True)
def _(gym: Gym) -> Sending:
    member = gym.member()
    v = version(gym, "profiles", member.id)
    return Sending(desk(gym), lambda s, _: s.persons.set_active(member.id, False, v))


@writes("PersonsService.set_password")
def _(gym: Gym) -> Sending:
    person = gym.trainer()
    return Sending(desk(gym), lambda s, _: s.persons.set_password(person.id, "coach-john-3"))


@writes("PersonsService.erase", alone=True)
def _(gym: Gym) -> Sending:
    member = gym.member()
    gym.log(member, None)
    return Sending(desk(gym), lambda s, _: s.persons.erase(member.id), gone="person_gone")


@writes("MessagesService.send")
def _(gym: Gym) -> Sending:
    p, id = pair(gym), new_id()
    return Sending(p.trainer, lambda s, _: s.messages.send(id, p.assignment, "How is the knee?"))


@writes("MessagesService.mark_read")
def _(gym: Gym) -> Sending:
    p, id = pair(gym), new_id()
    gym.services(p.trainer).messages.send(id, p.assignment, "How is the knee?")
    return Sending(p.member, lambda s, _: s.messages.mark_read([id]), scope="member")

"""Who is in the demo gym: people, trainers, and who trains with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.demo.names import AddressMaker, NameMaker, password, phone, pin
from gymtrainer_desktop.services.demo.people import (
    ADHERENCE,
    ADMIN_NAME,
    ALSO_ADMIN,
    STORIES,
    TRAINERS,
    Course,
    Story,
    TrainerProfile,
)
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES

_STAFF_DOMAIN = "harbourstreet.example"
_CLIENT_SHARE = 0.6
"""Of a gym with few members, at most this share trains with somebody."""


@dataclass(frozen=True, slots=True)
class Stage:
    """When and how large.

    Attributes:
        now: The gym's present; nothing happened after it.
        first_monday: Where the history begins.
    """

    members: int
    trainers: int
    weeks: int
    seed: int
    today: date
    now: datetime
    zone: ZoneInfo

    @property
    def monday(self) -> date:
        """First day of this week."""
        return self.today - timedelta(days=self.today.weekday())

    @property
    def first_monday(self) -> date:
        """First day of the weeks that have logs."""
        return self.monday - timedelta(days=7 * (self.weeks - 1))

    def chance(self, *about: object) -> Random:
        """Return chance of its own for a subject, so that one subject never shifts the luck of another."""
        return Random("/".join(map(str, (self.seed, *about))))

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a day of the gym, not later than now."""
        return min(datetime.combine(day, time(hour, minute), self.zone), self.now)


class Keys:
    """Keys like UUID version 7, but from the seed: of the moment the row was made, so close in the index."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def at(self, moment: datetime) -> str:
        """Return a key as 32 hexadecimal digits."""
        n = int(moment.timestamp() * 1000) << 80 | self._rng.getrandbits(80)
        n = n & ~(0xF << 76) | 7 << 76
        return f"{n & ~(3 << 62) | 2 << 62:032x}"


@dataclass(slots=True)
class Person:
    """A row of `profiles`, with the secrets it signs in with (empty for none)."""

    id: str
    name: str
    email: str
    phone: str
    unit: Unit
    birth_date: date
    joined_on: date
    member_number: str | None = None
    is_admin: bool = False
    password: str = ""
    pin: str = ""


@dataclass(slots=True)
class Trainer:
    """A row of `instructors`."""

    id: str
    person: Person
    profile: TrainerProfile


@dataclass(slots=True)
class Client:
    """A member whose story involves a trainer; `story.trainer` may be empty for training alone."""

    person: Person
    story: Story
    trainer: Trainer
    former_trainer: Trainer | None = None


@dataclass(slots=True)
class Cast:
    """Everybody."""

    admin: Person
    trainers: list[Trainer]
    members: list[Person] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everybody once, staff first."""
        staff = [self.admin, *(t.person for t in self.trainers)]
        known = {p.id for p in staff}
        return staff + [m for m in self.members if m.id not in known]


def make_cast(stage: Stage) -> Cast:
    """Make the people of a gym; the same stage makes the same people."""
    rng = stage.chance("people")
    fixed = {ADMIN_NAME, *(t.name for t in TRAINERS), *(s.name for s in STORIES)}
    names, addresses = NameMaker(rng, fixed), AddressMaker()
    makes = _PersonMaker(stage, addresses)
    admin = makes.staff(ADMIN_NAME, stage.today - timedelta(days=1400))
    admin.is_admin = True
    trainers = []
    for n in range(stage.trainers):
        profile = TRAINERS[n] if n < len(TRAINERS) else _another_trainer(names.name(), rng)
        person = makes.staff(profile.name, stage.today - timedelta(days=rng.randint(300, 1300)))
        person.is_admin = profile.name == ALSO_ADMIN
        trainers.append(Trainer(makes.key(person.joined_on), person, profile))
    cast = Cast(admin, trainers)
    _add_members(stage, cast, names, makes)
    for n, person in enumerate(sorted(cast.members, key=lambda m: (m.joined_on, m.name)), 1001):
        person.member_number = str(n)
        person.pin = pin(stage.chance("pin", person.name))
    return cast


class _PersonMaker:
    def __init__(self, stage: Stage, addresses: AddressMaker) -> None:
        self._stage, self._addresses, self._count = stage, addresses, 0
        self._keys = Keys(stage.chance("keys of people"))

    def key(self, day: date) -> str:
        return self._keys.at(self._stage.at(day, 9))

    def staff(self, name: str, joined: date) -> Person:
        person = self._person(name, joined, Unit.KG, _STAFF_DOMAIN, (26, 55))
        person.password = password(self._stage.chance("password", name))
        return person

    def member(self, story: Story, joined: date) -> Person:
        years = (
            (62, 81)
            if story.programme == "senior"
            else (26, 42)
            if story.programme == "postnatal"
            else (17, 68)
        )
        return self._person(story.name, joined, story.unit, "example.com", years)

    def _person(self, name: str, joined: date, unit: Unit, domain: str, years: tuple[int, int]) -> Person:
        self._count += 1
        rng = self._stage.chance("person", name)
        born = self._stage.today - timedelta(days=rng.randint(years[0] * 366, years[1] * 365))
        email = self._addresses.email(name, domain)
        return Person(self.key(joined), name, email, phone(self._count), unit, born, joined)


def _another_trainer(name: str, rng: Random) -> TrainerProfile:
    like = rng.choice(TRAINERS)
    limit = rng.choice((10, 12, 15))
    load = rng.randint(limit // 4, limit - 1)
    years, rate = rng.randint(1, 15), rng.randrange(40, 66)
    bio = f"{years} years of {', '.join(like.specializations).lower()}." if years > 1 else "New this year."
    return TrainerProfile(
        name, like.specializations, like.certifications[:1], years, rate, load, limit, bio, like.programmes
    )


def _add_members(stage: Stage, cast: Cast, names: NameMaker, makes: _PersonMaker) -> None:
    by_name = {t.profile.name: t for t in cast.trainers}
    stories = [s if s.trainer in by_name else _loose(s) for s in STORIES[: stage.members]]
    # Members who are trainers too have their place among the stories and no second one.
    stories += [Story(names.name(), "", course=Course.ALONE) for _ in range(stage.members - len(stories))]
    told = {n for n, s in enumerate(stories) if s.trainer or s.joined_ago is not None}
    free = [n for n in range(len(stories)) if n not in told and stories[n].name not in by_name]
    free.reverse()
    for trainer, course in _places(stage, cast.trainers, stories):
        if not free:
            break
        n = free.pop()
        stories[n] = _ordinary(stage, stories[n].name, trainer, course)
    rng = stage.chance("joined")
    for story in stories:
        joined = _joined(stage, story, rng)
        trainer_too = by_name.get(story.name)
        if trainer_too is None:
            person = makes.member(story, joined)
        else:
            person = trainer_too.person
        cast.members.append(person)
        if story.trainer:
            cast.clients.append(Client(person, story, by_name[story.trainer]))
    _give_former_trainers(stage, cast)


def _loose(story: Story) -> Story:
    return Story(story.name, "", course=Course.ALONE, unit=story.unit, joined_ago=story.joined_ago)


def _joined(stage: Stage, story: Story, rng: Random) -> date:
    if story.joined_ago is not None:
        return stage.today - timedelta(days=story.joined_ago)
    if story.trainer:
        # Before the first assignment, wherever in the weeks that begins.
        return stage.first_monday - timedelta(days=5 + int(rng.expovariate(1 / 300)))
    return stage.today - timedelta(days=int(rng.uniform(0, 1200)))


def _places(
    stage: Stage, trainers: Sequence[Trainer], stories: Sequence[Story]
) -> list[tuple[Trainer, Course]]:
    """Return the places that members without a story of their own take, in the order they are given out."""
    there = (Course.ACTIVE, Course.NO_PLAN)
    load = {t.id: sum(s.trainer == t.profile.name and s.course in there for s in stories) for t in trainers}
    quota = int(stage.members * _CLIENT_SHARE) - sum(load.values())
    places: list[tuple[Trainer, Course]] = []
    while quota > len(places):
        open_ones = [t for t in trainers if load[t.id] < t.profile.load]
        if not open_ones:
            break
        for trainer in open_ones[: quota - len(places)]:
            load[trainer.id] += 1
            places.append((trainer, Course.ACTIVE))
    rng = stage.chance("places")
    # The desk of the pictures counts 6 paused; about as many have finished.
    for course, share in ((Course.PAUSED, 0.045), (Course.COMPLETED, 0.055)):
        places += [(rng.choice(trainers), course) for _ in range(round(len(places) * share))]
    return places


def _ordinary(stage: Stage, name: str, trainer: Trainer, course: Course) -> Story:
    rng = stage.chance("story", name)
    programme = rng.choice(trainer.profile.programmes)
    weeks = PROGRAMMES[programme].weeks
    # The plan's last week is far enough away to need nobody's attention.
    elapsed = rng.randint(0, max(0, weeks - 3))
    mean = ADHERENCE.get(trainer.profile.name, 0.8)
    return Story(
        name,
        trainer.profile.name,
        programme,
        min(0.98, max(0.4, rng.gauss(mean, 0.13))),
        weeks_left=max(2, weeks - 1 - elapsed),
        elapsed=elapsed,
        course=course,
        strength=round(min(1.5, max(0.5, rng.gauss(0.92, 0.22))), 2),
        unit=Unit.LB if rng.random() < 0.06 else Unit.KG,
    )


def _give_former_trainers(stage: Stage, cast: Cast) -> None:
    """Let every twelfth client, and who came back without a plan, have trained with somebody else before."""
    rng = stage.chance("former trainers")
    for n, client in enumerate(cast.clients):
        ordinary = client.story.course is Course.ACTIVE and client.story.last_ago is None and n % 12 == 0
        returned = client.story.course is Course.NO_PLAN and client.story.last_ago is not None
        others = [t for t in cast.trainers if t is not client.trainer and t.person.id != client.person.id]
        if others and (ordinary or returned):
            same = [t for t in others if client.story.programme in t.profile.programmes]
            client.former_trainer = rng.choice(same or others)

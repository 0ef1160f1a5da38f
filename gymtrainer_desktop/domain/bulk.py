"""Assigning many members at once: who would go to whom, before anything is written."""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError

Progress = Callable[[int, int], bool]
"""Told how many of how many are done; returns False to stop, and then nothing is kept."""


NO_PLACE = "No place left with"
"""How the problem of a line begins whose member could be assigned if only somebody had a place."""


class Cancelled(UserError):
    """Somebody pressed "Cancel"; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Cancelled. Nothing was changed.", code="cancelled")


def report(progress: Progress | None, done: int, total: int) -> None:
    """Tell how far the work is.

    Raises:
        Cancelled: The answer was to stop.
    """
    if progress is not None and not progress(done, total):
        raise Cancelled


@dataclass(frozen=True, slots=True)
class BulkMember:
    """A member to find a trainer for.

    Attributes:
        wants: Wishes and goals in words, for the fit.
        had: Trainers they trained with before.
    """

    member_id: UUID
    name: str
    wants: str = ""
    had: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class BulkTrainer:
    """A trainer who may take some of them.

    Attributes:
        person_id: Who the trainer is as a person, since nobody trains themselves.
    """

    trainer_id: UUID
    name: str
    active: int
    limit: int
    specializations: tuple[str, ...] = ()
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BulkLine:
    """A line of the preview; `id` becomes the assignment and makes a retry harmless.

    Attributes:
        problem: Why this line cannot be, in words; empty when it can.
    """

    id: UUID
    member_id: UUID
    member_name: str
    trainer_id: UUID | None
    trainer_name: str | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TrainerLoad:
    """What a bulk would make of a trainer's load: `before` active clients, `added` more, of `limit`."""

    trainer_id: UUID
    name: str
    before: int
    added: int
    limit: int

    @property
    def after(self) -> int:
        """Active clients when all is done."""
        return self.before + self.added


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """The preview: every line, and the loads."""

    lines: tuple[BulkLine, ...]
    loads: tuple[TrainerLoad, ...]

    @property
    def ready(self) -> tuple[BulkLine, ...]:
        """The lines that can be assigned."""
        return tuple(line for line in self.lines if not line.problem)

    @property
    def problems(self) -> tuple[BulkLine, ...]:
        """The lines that cannot, each with its reason."""
        return tuple(line for line in self.lines if line.problem)


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of a bulk: all of it assigned, or nothing and the lines that stood in the way."""

    assigned: tuple[UUID, ...]
    problems: tuple[BulkLine, ...]


# Fit ----------------------------------------------------------------------------------------------

# Words that nearly every wish and nearly every trainer's card holds say nothing about who fits.
_EMPTY_WORDS = """
    and any anyone are bit certified coach coaching either evening evenings fit fitness for from general get
    good his her into its like month months more morning mornings new noon off other personal plan please some
    specialist the their them they time times train trainer training want wants week weekly weeks wish
    with work workout workouts year years
"""
_NO_HINT = frozenset(_EMPTY_WORDS.split())
_ENDINGS = ("ings", "ing", "ers", "er", "ity", "ies", "s", "e", "y")
_SHORTEST = 3


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """Return the words of a text that say something: without accents, case and endings.

    "Swimming", "swimmer" and "swim" have one stem; so do "mobility" and "mobile" ("mobil").
    """
    flat = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in flat).split()
    return frozenset(_stem(w) for w in words if len(w) >= _SHORTEST and w not in _NO_HINT)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            if len(word) > _SHORTEST and word[-1] == word[-2]:
                word = word[:-1]
            break
    return word


def fit(wants: str, specializations: Sequence[str]) -> tuple[str, ...]:
    """Return the specializations that share a word with what is wanted."""
    wanted = stems(wants)
    return tuple(s for s in specializations if wanted & stems(s)) if wanted else ()


# Spreading ----------------------------------------------------------------------------------------


def spread(members: Sequence[BulkMember], trainers: Sequence[BulkTrainer]) -> dict[UUID, UUID]:
    """Say which trainer takes which member: by free places first, then by fit.

    How many each trainer takes is decided by levelling their loads as shares of their limits. Within that,
    whoever trained a member before comes first, then who fits best. The same input gives the same answer, no
    limit is passed, nobody trains themselves, and everybody has a trainer when places suffice.

    Args:
        members: Where places do not suffice, those who fit go first, then the others in this order.
        trainers: Who may take some.

    Returns:
        Trainer by member; members without a place are not in it.
    """
    ordered = sorted({t.trainer_id: t for t in trainers}.values(), key=lambda t: (t.name, str(t.trainer_id)))
    unique = list({m.member_id: m for m in members}.values())
    work = _Spreading(unique, ordered, _shares(ordered, len(unique)))
    work.place_trainers_themselves()
    work.place_by_fit()
    work.place_the_rest()
    return work.taken


def _shares(trainers: Sequence[BulkTrainer], count: int) -> dict[UUID, int]:
    """How many of `count` each trainer takes: one at a time to whoever is then the least full."""
    shares = {t.trainer_id: 0 for t in trainers}
    heap = [((t.active + 1) / t.limit, -t.limit, n, t) for n, t in enumerate(trainers) if t.active < t.limit]
    heapq.heapify(heap)
    for _ in range(count):
        if not heap:
            break
        _, _, n, t = heap[0]
        shares[t.trainer_id] += 1
        load = t.active + shares[t.trainer_id]
        if load < t.limit:
            heapq.heapreplace(heap, ((load + 1) / t.limit, -t.limit, n, t))
        else:
            heapq.heappop(heap)
    return shares


@dataclass
class _Spreading:
    """The work of `spread`: who is still to be placed, and what is left of each trainer's share."""

    members: list[BulkMember]
    trainers: Sequence[BulkTrainer]
    left: dict[UUID, int]
    taken: dict[UUID, UUID] = field(default_factory=dict)

    def place_trainers_themselves(self) -> None:
        """Members who are one of the trainers go first: they are the only ones whom not every place suits."""
        own = self._own()
        for member in self.members:
            if member.member_id in own:
                choice = min(
                    (t for t in self.trainers if self.left[t.trainer_id] and self._may(member, t)),
                    key=lambda t: (-_score(member, t), -self.left[t.trainer_id], t.name, str(t.trainer_id)),
                    default=None,
                )
                if choice is not None:
                    self._take(member, choice.trainer_id)

    def place_by_fit(self) -> None:
        """The best pairs first: who trained with whom, then how many specializations match."""
        pairs = sorted(
            (-score, m, t)
            for m, member in enumerate(self.members)
            if member.member_id not in self.taken
            for t, trainer in enumerate(self.trainers)
            if (score := _score(member, trainer)) and self._may(member, trainer)
        )
        for _, m, t in pairs:
            member, trainer = self.members[m], self.trainers[t]
            if member.member_id not in self.taken and self.left[trainer.trainer_id]:
                self._take(member, trainer.trainer_id)

    def place_the_rest(self) -> None:
        """Who fits nobody in particular takes what is left, in order."""
        places = self._places()
        for member in self.members:
            if member.member_id in self.taken:
                continue
            place = next(places, None)
            if place is None:
                break
            if self._may(member, place):
                self._take(member, place.trainer_id)
            else:
                self._exchange(member, place)

    def _places(self) -> Iterator[BulkTrainer]:
        while True:
            found = next((t for t in self.trainers if self.left[t.trainer_id]), None)
            if found is None:
                return
            yield found

    def _exchange(self, member: BulkMember, place: BulkTrainer) -> None:
        """The last place is with the member themselves: somebody else takes it and leaves theirs."""
        for other, trainer_id in self.taken.items():
            if trainer_id != place.trainer_id:
                self.taken[other] = place.trainer_id
                self.taken[member.member_id] = trainer_id
                self.left[place.trainer_id] -= 1
                return
        spare = next((t for t in self.trainers if t is not place and t.active < t.limit), None)
        if spare is not None:
            # Its share was none, but it has a place.
            self.taken[member.member_id] = spare.trainer_id
        self.left[place.trainer_id] -= 1

    def _own(self) -> Mapping[UUID, BulkTrainer]:
        return {t.person_id: t for t in self.trainers if t.person_id is not None}

    def _may(self, member: BulkMember, trainer: BulkTrainer) -> bool:
        return trainer.person_id != member.member_id

    def _take(self, member: BulkMember, trainer_id: UUID) -> None:
        self.taken[member.member_id] = trainer_id
        self.left[trainer_id] -= 1


_BEFORE = 1000


def _score(member: BulkMember, trainer: BulkTrainer) -> int:
    before = _BEFORE if trainer.trainer_id in member.had else 0
    return before + _matches(member.wants, trainer.specializations)


@lru_cache(maxsize=200_000)
def _matches(wants: str, specializations: tuple[str, ...]) -> int:
    return len(fit(wants, specializations))

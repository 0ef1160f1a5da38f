"""Supersets: exercises of one day with the same letter, done in turn and shown as A1, A2, …

The exercises of a superset stand together in their day. What somebody does to the order or to the letters
goes through `settled`, which keeps it so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from string import ascii_uppercase
from typing import Protocol
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise

Exercises = tuple[DraftExercise, ...]


class Grouped(Protocol):
    """Anything that may belong to a superset of its day."""

    @property
    def id(self) -> UUID:
        """What it is known by."""

    @property
    def day(self) -> Weekday:
        """Its day."""

    @property
    def superset(self) -> str:
        """Its letter, empty for none."""


def superset_marks(exercises: Iterable[Grouped]) -> dict[UUID, str]:
    """Return "A1", "A2", … for the exercises that have a letter, counted within each day."""
    counted: Counter[tuple[Weekday, str]] = Counter()
    marks = {}
    for one in exercises:
        if one.superset:
            counted[one.day, one.superset] += 1
            marks[one.id] = f"{one.superset}{counted[one.day, one.superset]}"
    return marks


def free_letter(taken: Collection[str]) -> str:
    """Return the first letter that no superset of a day has; empty when all have one."""
    return next((letter for letter in ascii_uppercase if letter not in taken), "")


def grouped(exercises: Exercises, ids: Collection[UUID]) -> Exercises:
    """Return the exercises with some of one day as a superset, gathered where the first of them stands.

    Where one of them belongs to a superset already, the others join it. Fewer than two, or exercises of
    several days, are left as they are.
    """
    chosen = [one for one in exercises if one.id in ids]
    if len(chosen) < 2 or len({one.day for one in chosen}) > 1:
        return exercises
    day = chosen[0].day
    taken = {one.superset for one in exercises if one.day is day}
    letter = next((one.superset for one in chosen if one.superset), "") or free_letter(taken)
    joined = {one.id: replace(one, superset=letter) for one in chosen}
    group = [joined.get(one.id, one) for one in exercises if one.day is day and _is_in(one, letter, joined)]
    within = {one.id for one in group}
    first = next(place for place, one in enumerate(exercises) if one.id in within)
    rest = [one for one in exercises if one.id not in within]
    after = (*rest[:first], *group, *rest[first:])
    return settled(exercises, after)


def ungrouped(exercises: Exercises, ids: Collection[UUID]) -> Exercises:
    """Return the exercises without the supersets that some of them belong to."""
    gone = {(one.day, one.superset) for one in exercises if one.id in ids and one.superset}
    return tuple(replace(one, superset="") if (one.day, one.superset) in gone else one for one in exercises)


def beside_group(exercises: Exercises, id: UUID) -> Exercises:
    """Return the exercises with one of them right behind the others of its superset."""
    one = next((each for each in exercises if each.id == id), None)
    if one is None or not one.superset:
        return exercises
    rest = [each for each in exercises if each.id != id]
    others = [n for n, each in enumerate(rest) if each.day is one.day and each.superset == one.superset]
    if not others:
        return exercises
    return (*rest[: others[-1] + 1], one, *rest[others[-1] + 1 :])


def settled(before: Exercises, after: Exercises, moved: Collection[UUID] = ()) -> Exercises:
    """Return exercises after a change with letters that fit their places.

    - What was put between two exercises of a superset joins it.
    - What came alone from another day, or was taken away from the rest of its superset, belongs to none.
    - What came together stays together, under another letter where its own is taken.
    - A superset of which one exercise is left is none any more.

    Args:
        before: As they were; an exercise that is only in `after` is new, as from the clipboard.
        after: In the order wanted, with the letters they had.
        moved: Those that somebody took and put down; the others stayed where they were.
    """
    letters: dict[UUID, str] = {}
    for day in dict.fromkeys(one.day for one in after):
        letters |= _letters_of_day(before, [one for one in after if one.day is day], frozenset(moved))
    return tuple(
        one if one.superset == letters[one.id] else replace(one, superset=letters[one.id]) for one in after
    )


def _letters_of_day(before: Exercises, day: list[DraftExercise], moved: frozenset[UUID]) -> dict[UUID, str]:
    weekday = day[0].day
    origin = {one.id: one.day for one in before}
    at_home = [one for one in day if origin.get(one.id) is weekday]
    letters = {one.id: one.superset for one in day}
    _receive(letters, day, at_home, origin)
    _let_join(letters, day, moved)
    _keep_together(letters, day, moved)
    were = Counter(one.superset for one in before if one.day is weekday)
    stayed = {one.id for one in at_home}
    now = Counter(letters.values())
    for id, letter in letters.items():
        # A letter that somebody wrote at a single exercise waits for the next one.
        if now[letter] == 1 and (were[letter] > 1 or id not in stayed):
            letters[id] = ""
    return letters


def _receive(
    letters: dict[UUID, str],
    day: Sequence[DraftExercise],
    at_home: Sequence[DraftExercise],
    origin: dict[UUID, Weekday],
) -> None:
    """Give those that came together a letter that is free here, and those that came alone none."""
    home = {one.id for one in at_home}
    taken = {one.superset for one in at_home}
    companies: dict[tuple[Weekday | None, str], list[UUID]] = {}
    for one in day:
        if one.id not in home and one.superset:
            companies.setdefault((origin.get(one.id), one.superset), []).append(one.id)
    for (_, letter), ids in companies.items():
        fresh = "" if len(ids) < 2 else free_letter(taken) if letter in taken else letter
        taken.add(fresh)
        for id in ids:
            letters[id] = fresh


def _let_join(letters: dict[UUID, str], day: Sequence[DraftExercise], moved: frozenset[UUID]) -> None:
    """Have what was put into the middle of a superset join it."""
    runs = [(is_moved, list(run)) for is_moved, run in groupby(day, lambda one: one.id in moved)]
    for place in range(1, len(runs) - 1):
        is_moved, run = runs[place]
        above, below = letters[runs[place - 1][1][-1].id], letters[runs[place + 1][1][0].id]
        if is_moved and above and above == below:
            for one in run:
                letters[one.id] = above


def _keep_together(letters: dict[UUID, str], day: Sequence[DraftExercise], moved: frozenset[UUID]) -> None:
    """Leave a letter to the part of its superset that stayed; other parts become their own, or none."""
    runs = [list(run) for _letter, run in groupby((one.id for one in day), lambda id: letters[id])]
    for letter in dict.fromkeys(letters.values()):
        parts = [run for run in runs if letters[run[0]] == letter]
        if not letter or len(parts) < 2:
            continue
        kept = max(parts, key=lambda run: (sum(id not in moved for id in run), len(run)))
        for part in parts:
            if part is not kept:
                fresh = free_letter(set(letters.values())) if len(part) > 1 else ""
                letters.update(dict.fromkeys(part, fresh))


def _is_in(one: DraftExercise, letter: str, joined: Collection[UUID]) -> bool:
    return one.id in joined or one.superset == letter

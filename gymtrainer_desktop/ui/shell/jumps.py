"""What the search (Ctrl+K) offers: pages and actions of the role, people, exercises, ranked by what fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.domain.progress import ExerciseSummary
from gymtrainer_desktop.ui.shell.page import NavItem

MOST = 12
"""Most lines of an answer."""
MOST_RECENT = 5
"""How many of the lines chosen last are offered before anything is typed."""

_NOT_NAMED = 3
NOT_FOUND = 4
"""The rank of what does not fit."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A line of the search's answer.

    Attributes:
        page: Key of the page to open.
        args: What to open it with.
        icon: Shown where there is no `identity`.
        identity: Id of a person, who is then shown with an avatar.
        act: Called with the page once it is open.
        words: Other words the line is found by.
    """

    title: str
    detail: str
    page: str
    args: Mapping[str, Any] = field(default_factory=dict)
    icon: str = "search"
    identity: UUID | str | None = None
    act: Callable[[Any], object] | None = None
    words: str = ""

    def is_same(self, other: SearchHit) -> bool:
        """Whether both lead to the same."""
        return (self.page, dict(self.args), self.title if self.identity is None else "") == (
            other.page,
            dict(other.args),
            other.title if other.identity is None else "",
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Lines below a quiet heading; no heading where it is empty."""

    heading: str
    hits: tuple[SearchHit, ...]


class Jumps:
    """The pages and actions of one role, and what was chosen lately.

    Args:
        items: The role's pages. What is not among them is never offered.
        recent: What was chosen, newest first; kept by whoever makes this, and added to here.
    """

    def __init__(self, items: Iterable[NavItem], recent: MutableSequence[SearchHit]) -> None:
        shown = tuple(items)
        self._keys = frozenset(item.key for item in shown)
        self._recent = recent
        self.pages = tuple(_page_hit(item) for item in shown if not item.needs_args)
        self.actions = tuple(chain.from_iterable(map(_action_hits, shown)))

    @property
    def recent(self) -> tuple[SearchHit, ...]:
        """What was chosen lately and is there for this role, newest first."""
        return tuple(hit for hit in self._recent if hit.page in self._keys)

    def remember(self, hit: SearchHit) -> None:
        """Put a line on top of those chosen lately."""
        kept = [other for other in self._recent if not other.is_same(hit)]
        self._recent[:] = [hit, *kept][:MOST]

    def at_rest(self) -> tuple[Group, ...]:
        """Return what is offered before anything is typed: the latest first, then actions and pages."""
        tr = QCoreApplication.translate
        recent = self.recent[:MOST_RECENT]

        def others(hits: Sequence[SearchHit]) -> tuple[SearchHit, ...]:
            return tuple(hit for hit in hits if not any(hit.is_same(known) for known in recent))

        groups = (
            Group(tr("jumps", "Recent"), recent),
            Group(tr("jumps", "Do"), others(self.actions)),
            Group(tr("jumps", "Go to"), others(self.pages)),
        )
        return tuple(group for group in groups if group.hits)

    def found(self, text: str, people: Sequence[SearchHit] = ()) -> tuple[SearchHit, ...]:
        """Return pages, actions and people that fit what was typed, the best first.

        The start of a name counts more than the start of a word in it, and that more than its middle; where
        two fit equally well, what was chosen lately comes first, and a page before what does something: Enter
        on half a word must not do it. People are what the services found: they may fit by number, e-mail or
        phone.
        """
        recent = self.recent
        ranked: list[tuple[int, int, int, SearchHit]] = []
        for hit in (*self.pages, *self.actions, *people):
            place = rank(text, hit.title, hit.words)
            if place == NOT_FOUND and hit.identity is not None:
                place = _NOT_NAMED
            if place < NOT_FOUND:
                lately = next((n for n, known in enumerate(recent) if known.is_same(hit)), len(recent))
                ranked.append((place, lately, len(ranked), hit))
        ranked.sort(key=lambda entry: entry[:3])
        return tuple(entry[3] for entry in ranked[:MOST])


def exercise_hits(text: str, logged: Iterable[ExerciseSummary]) -> list[SearchHit]:
    """Return what a member has logged and is called so, by any of its names: each leads to its progress."""
    hits = []
    for one in logged:
        words = " ".join(one.spellings).replace("(", " ").replace(")", " ")
        if rank(text, one.name, words) < NOT_FOUND:
            said = QCoreApplication.translate("jumps", "Last logged {0}")
            detail = said.format(f"{format_short_date(one.last_on)} {one.last_on.year}")
            args = {"exercise": one.name}
            hits.append(SearchHit(one.name, detail, "my_progress", args, "dumbbell", words=words))
    return hits


def rank(text: str, title: str, words: str = "") -> int:
    """Return how well a line fits.

    Returns:
        0 when the title begins so, 1 when words of it do, 2 when it holds everything typed, 3 when the other
        words begin so, else `NOT_FOUND`.
    """
    wanted, name = _folded(text), _folded(title)
    tokens = wanted.split()
    if not tokens:
        return NOT_FOUND
    if name.startswith(wanted):
        return 0
    if all(any(word.startswith(token) for word in name.split()) for token in tokens):
        return 1
    if all(token in name for token in tokens):
        return 2
    everything = f"{name} {_folded(words)}".split()
    fits = all(any(word.startswith(token) for word in everything) for token in tokens)
    return _NOT_NAMED if fits else NOT_FOUND


def _folded(text: str) -> str:
    """Return text in lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def _page_hit(item: NavItem) -> SearchHit:
    page = QCoreApplication.translate("jumps", "Page")
    return SearchHit(item.text, page, item.key, icon=item.icon, words=item.words)


def _action_hits(item: NavItem) -> list[SearchHit]:
    return [
        SearchHit(
            action.text, item.text, item.key, action.args, action.icon, act=action.act, words=action.words
        )
        for action in item.actions
    ]

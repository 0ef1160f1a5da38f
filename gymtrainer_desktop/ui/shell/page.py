"""What a page of the main window is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.tasks import Tasks


def _no_badge(key: str, count: int) -> None:
    """Stand-in where no navigation rail exists, as in a test of a single page."""


class Announcements(QObject):
    """Tells whoever is open beside the pages, dialogs above all, what changed elsewhere.

    Pages need it not: the shell has them refresh.
    """

    heard = Signal(object)
    """Names of the tables that changed, a frozenset; None after a lost connection: anything may have."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page is handed when it is made.

    Attributes:
        services: The use cases, injected by the composition root.
        tasks: Where all reads and writes go.
        notices: How to tell the person something.
        settings: The program's own settings (remembers columns and the like).
        person: Who is signed in (`domain.people.SignedIn`).
        gym: The gym's settings (`domain.gym.GymSettings`).
        navigate: Opens another page: its key and the arguments of its `open`.
        badge: Sets the count beside an item of the navigation rail: its key and the count, 0 for none.
        drafts: What people had begun to enter, kept in memory while the window is open, so that a sign-out
            for idling loses nothing. Pages put it under keys that hold the person's id.
        changes: What changed elsewhere, for dialogs that stay open while it does.
    """

    services: Any
    tasks: Tasks
    notices: Notices
    settings: Any
    person: Any
    gym: Any
    navigate: Callable[[str, Mapping[str, Any]], object]
    badge: Callable[[str, int], None] = _no_badge
    drafts: dict[tuple[str, UUID], Any] = field(default_factory=dict)
    changes: Announcements = field(default_factory=Announcements)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page ("My clients > Sarah Johnson > Plan"); a click opens `key` with `args`."""

    text: str
    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


class Page(QWidget):
    """One page of the main window, made when it is first opened and kept.

    The shell calls `open` on every navigation and then `refresh` when the page is new, is stale, or was
    opened with arguments. So `open` takes its arguments and loads nothing, and `refresh` loads everything the
    page shows through `context.tasks.query`. The page fills the area below the top bar and brings its own
    margins and scroll area.
    """

    key: ClassVar[str] = ""
    """Name of the page in navigation."""
    tables: ClassVar[frozenset[str]] = frozenset()
    """Database tables the page shows: when one changes, a visible page refreshes, a hidden one is marked
    stale and refreshes when it is next opened."""

    title_changed = Signal()
    """Title, subtitle or trail changed."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.context = context
        self._title = ""
        self._subtitle = ""
        self._trail: tuple[Crumb, ...] = ()
        self._is_stale = True

    @property
    def title(self) -> str:
        """Heading in the top bar."""
        return self._title

    @property
    def subtitle(self) -> str:
        """Quiet words beside the heading, such as "12/15"."""
        return self._subtitle

    @property
    def trail(self) -> tuple[Crumb, ...]:
        """Steps above this page, shown before the heading."""
        return self._trail

    def set_title(self, title: str, subtitle: str = "", trail: tuple[Crumb, ...] = ()) -> None:
        """Change what the top bar says about the page."""
        if (title, subtitle, trail) != (self._title, self._subtitle, self._trail):
            self._title, self._subtitle, self._trail = title, subtitle, trail
            self.title_changed.emit()

    @property
    def is_stale(self) -> bool:
        """Whether what the page shows may be out of date."""
        return self._is_stale

    def mark_stale(self) -> None:
        """Have the page refresh when it is next opened."""
        self._is_stale = True

    def mark_fresh(self) -> None:
        """Called by the shell just before `refresh`."""
        self._is_stale = False

    def open(self, **args: Any) -> None:
        """Take what the page was opened with. Called on every navigation to it, before `refresh`."""

    def refresh(self) -> None:
        """Load what the page shows, in the background."""

    def may_leave(self) -> bool:
        """Ask, only if something would be lost, whether the page may be left; True when it may."""
        return True

    def may_close(self) -> bool:
        """Ask, only if something would be lost, before signing out or closing the window; True when it may.

        Asked of every page that was opened, also of those that keep what was entered while others are shown.
        """
        return True


@dataclass(frozen=True, slots=True)
class NavAction:
    """Something of a page that the search (Ctrl+K) offers from anywhere.

    Attributes:
        text: What it does ("Add member").
        icon: Name of a file in resources/icons, without its ending.
        args: What the page is opened with.
        act: Called with the page once it is open.
        words: Other words it is found by.
    """

    text: str
    icon: str
    args: Mapping[str, Any] = field(default_factory=dict)
    act: Callable[[Any], object] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An item of the navigation rail.

    Attributes:
        icon: Name of a file in resources/icons, without its ending.
        bottom: Stands at the foot of the rail.
        in_rail: False for pages that are opened only from other pages.
        under: Key of the item to light up while this page shows, for pages not in the rail.
        needs_args: The page makes no sense without arguments: the search does not offer it.
        actions: What the search offers to do there.
        words: Other words the search finds the page by.
    """

    key: str
    text: str
    icon: str
    page_factory: Callable[[PageContext], Page]
    bottom: bool = False
    badge: int = 0
    in_rail: bool = True
    under: str = ""
    needs_args: bool = False
    actions: tuple[NavAction, ...] = ()
    words: str = ""

"""What the library knows of the exercises that a plan names: asked for once, in the background."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.exercises import LibraryExercise, library_key
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay

LIVE_TABLE = "exercises"
"""What the library consists of, for whoever listens to changes."""
_MOST_SEARCHES = 200


class LibraryBook(QObject):
    """Remembers, as long as the editor is open, which names the library knows and what it found for words.

    Args:
        context: Whose services and tasks are asked.
    """

    changed = Signal()
    """More is known, or something else: what is shown of it should be looked up again."""
    found = Signal(str)
    """The answer to a search is here; carries its words."""

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[str, LibraryExercise | None] = {}
        self._wanted: dict[str, str] = {}
        self._asked: set[str] = set()
        self._searches: dict[str, tuple[LibraryExercise, ...]] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Delay.SEARCH)
        self._pause.timeout.connect(self._ask)
        context.changes.heard.connect(self._on_heard)

    def want(self, names: Iterable[str]) -> None:
        """Look these names up when there is a pause; `changed` tells when they are known."""
        # The same names are asked for after every change of a plan.
        fresh = set(names) - self._asked
        self._asked |= fresh
        self._wanted |= {key: name for name in fresh if (key := library_key(name)) not in self._known}
        if self._wanted:
            self._pause.start()

    def get(self, name: str) -> LibraryExercise | None:
        """Return the exercise that goes by a name; None for one that nobody knows, or not yet."""
        return self._known.get(library_key(name))

    def is_unknown(self, name: str) -> bool:
        """Whether the library was asked and does not know a name."""
        key = library_key(name)
        return key in self._known and self._known[key] is None

    def learn(self, exercise: LibraryExercise) -> None:
        """Remember an exercise that was just added."""
        for name in (exercise.name, *exercise.aliases):
            self._known[library_key(name)] = exercise
        self._searches.clear()
        self.changed.emit()

    def _on_heard(self, tables: frozenset[str] | None) -> None:
        """The library was changed elsewhere: ask again for what is shown of it."""
        if tables is None or LIVE_TABLE in tables:
            self._known.clear()
            self._searches.clear()
            names, self._asked = self._asked, set()
            self.want(names)

    # Searching

    def search(self, words: str, limit: int) -> tuple[LibraryExercise, ...] | None:
        """Return what is found for words; None when it has to be asked for: `found` tells when it is here."""
        key = library_key(words)
        if key in self._searches:
            return self._searches[key]
        service = self._context.services.exercises
        self._context.tasks.query(
            self,
            lambda: service.search(words, limit=limit),
            lambda exercises: self._on_found(key, words, exercises),
            self._on_failed,
            key="search",
        )
        return None

    def _on_found(self, key: str, words: str, exercises: tuple[LibraryExercise, ...]) -> None:
        if len(self._searches) >= _MOST_SEARCHES:
            self._searches.clear()
        self._searches[key] = exercises
        for one in exercises:
            for name in (one.name, *one.aliases):
                self._known.setdefault(library_key(name), one)
        self.found.emit(words)

    # Names

    def _ask(self) -> None:
        wanted, service = dict(self._wanted), self._context.services.exercises
        if not wanted:
            return
        names = tuple(wanted.values())
        self._context.tasks.query(
            self,
            lambda: service.by_names(names),
            lambda known: self._on_known(wanted, known),
            self._on_failed,
            key="names",
        )

    def _on_known(self, wanted: dict[str, str], known: dict[str, LibraryExercise]) -> None:
        for key, name in wanted.items():
            self._known[key] = known.get(name)
            self._wanted.pop(key, None)
        self.changed.emit()

    def _on_failed(self, exc: Exception) -> None:
        # Without the server lines are written without help; the bar on top says that it is away.
        if isinstance(exc, Unavailable):
            self._wanted.clear()
            self._asked.clear()
        self._context.notices.error(exc)


def muscles_and_equipment(exercise: LibraryExercise) -> str:
    """Return "Quads, glutes · barbell": what an exercise is for and what it needs."""
    muscles = ", ".join(muscle.value for muscle in exercise.primary_muscles)
    words = " · ".join(part for part in (muscles, exercise.equipment.value) if part)
    return words[:1].upper() + words[1:]

"""What an exercise of another app is called here: by name, by alias, or by words that are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, library_key

_WORDS = re.compile(r"[^\W_]+")
_SHORT = {
    "db": "dumbbell",
    "bb": "barbell",
    "kb": "kettlebell",
    "ohp": "overhead press",
    "rdl": "romanian deadlift",
    "bw": "bodyweight",
}
_EMPTY_WORDS = frozenset({"the", "with", "on", "and", "a", "of", "to"})
_EQUIPMENT: tuple[tuple[str, Equipment], ...] = (
    ("smith machine", Equipment.SMITH_MACHINE),
    ("smith", Equipment.SMITH_MACHINE),
    ("ez bar", Equipment.EZ_BAR),
    ("barbell", Equipment.BARBELL),
    ("dumbbell", Equipment.DUMBBELL),
    ("kettlebell", Equipment.KETTLEBELL),
    ("machine", Equipment.MACHINE),
    ("cable", Equipment.CABLE),
    ("band", Equipment.BAND),
    ("bodyweight", Equipment.BODY_WEIGHT),
    ("body weight", Equipment.BODY_WEIGHT),
)
_SIMILAR = 0.75
"""Share of words in common from which a name is suggested at all."""
_SPELLED = 0.88
"""The same of letters, spaces left out: "Benchpress" is a bench press, "Squat" no "Squad drill"."""
_SAME_EQUIPMENT = 0.1


class NameOrigin(StrEnum):
    """Why an exercise of a file is called what it is called here."""

    REMEMBERED = "remembered"
    SAME = "same"
    ALIAS = "alias"
    SIMILAR = "similar"
    CHOSEN = "chosen"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class NameChoice:
    """What one exercise of a file is to be called.

    Attributes:
        written: As the file has it.
        sets: Sets of it in the file.
        name: What it is called here; the same as `written` to keep it as written.
        origin: Why.
    """

    written: str
    sets: int
    name: str
    origin: NameOrigin

    @property
    def is_kept(self) -> bool:
        """Whether it is kept as written."""
        return self.name == self.written

    def chosen(self, name: str | None) -> NameChoice:
        """Return the choice with another name, None for keeping it as written."""
        return replace(self, name=self.written if name is None else name, origin=NameOrigin.CHOSEN)


class NameMatcher:
    """Finds what written names are called here.

    Args:
        library: What there is to choose from; archived exercises are left aside.
        remembered: What was chosen earlier, written name -> name here.
    """

    def __init__(
        self, library: Iterable[LibraryExercise], remembered: Mapping[str, str] | None = None
    ) -> None:
        offered = [one for one in library if not one.archived]
        self._remembered = {library_key(name): here for name, here in (remembered or {}).items()}
        self._names = {library_key(one.name): one for one in offered}
        self._aliases: dict[str, LibraryExercise] = {}
        for one in offered:
            for alias in one.aliases:
                self._aliases.setdefault(library_key(alias), one)
        self._wordings = [
            (one, _Wording.of(called)) for one in offered for called in (one.name, *one.aliases)
        ]

    def suggest(self, written: Iterable[tuple[str, int]]) -> tuple[NameChoice, ...]:
        """Suggest what the exercises of a file are called here, in the order given.

        What was chosen before comes first; then a name or an alias of the library, compared as names are
        there; then the exercise with the most words in common, never one for other equipment than the name
        tells. What is like nothing is kept as written.

        Args:
            written: Names as the file has them, and how many sets each has.
        """
        return tuple(self._choice(name, sets) for name, sets in written)

    def nearest(self, written: str, limit: int) -> tuple[LibraryExercise, ...]:
        """Return the exercises with the most words in common, best first; nothing for none in common."""
        asked = _Wording.of(written)
        scores: dict[str, tuple[float, LibraryExercise]] = {}
        for exercise, wording in self._wordings:
            score = asked.shared(wording)
            if asked.equipment is not None and exercise.equipment is asked.equipment:
                score += _SAME_EQUIPMENT if score else 0
            if score > scores.get(exercise.name, (0.0, exercise))[0]:
                scores[exercise.name] = (score, exercise)
        ranked = sorted(scores.values(), key=lambda pair: (-pair[0], pair[1].name))
        return tuple(exercise for _, exercise in ranked[:limit])

    def _choice(self, name: str, sets: int) -> NameChoice:
        key = library_key(name)
        if key in self._remembered:
            return NameChoice(name, sets, self._remembered[key], NameOrigin.REMEMBERED)
        if key in self._names:
            return NameChoice(name, sets, self._names[key].name, NameOrigin.SAME)
        if key in self._aliases:
            return NameChoice(name, sets, self._aliases[key].name, NameOrigin.ALIAS)
        like = self._most_similar(name)
        if like is not None:
            return NameChoice(name, sets, like.name, NameOrigin.SIMILAR)
        return NameChoice(name, sets, name, NameOrigin.WRITTEN)

    def _most_similar(self, name: str) -> LibraryExercise | None:
        asked = _Wording.of(name)
        best: tuple[float, LibraryExercise] | None = None
        spelling = SequenceMatcher(autojunk=False)
        spelling.set_seq2(asked.letters)
        for exercise, wording in self._wordings:
            if asked.equipment is not None and exercise.equipment is not asked.equipment:
                continue
            score = asked.shared(wording)
            spelling.set_seq1(wording.letters)
            if score < _SIMILAR and min(spelling.real_quick_ratio(), spelling.quick_ratio()) >= _SPELLED:
                letters = spelling.ratio()
                score = max(score, letters if letters >= _SPELLED else 0)
            if score >= _SIMILAR and (best is None or score > best[0]):
                best = (score, exercise)
        return None if best is None else best[1]


@dataclass(frozen=True, slots=True)
class _Wording:
    """A name taken apart.

    Attributes:
        words: Singular, without small words.
        letters: The words in their order without spaces.
        equipment: What the name says one needs; None where it says nothing.
    """

    words: frozenset[str]
    letters: str
    equipment: Equipment | None

    @classmethod
    def of(cls, name: str) -> _Wording:
        found = [_SHORT.get(word, word) for word in _WORDS.findall(library_key(name))]
        plain = " ".join(found)
        words = [_singular(word) for word in plain.split() if word not in _EMPTY_WORDS]
        told = (kind for said, kind in _EQUIPMENT if re.search(rf"\b{said}s?\b", plain))
        return cls(frozenset(words), "".join(words), next(told, None))

    def shared(self, other: _Wording) -> float:
        """Return the share of words in common, 0 to 1 (Dice's coefficient)."""
        return 2 * len(self.words & other.words) / max(1, len(self.words) + len(other.words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

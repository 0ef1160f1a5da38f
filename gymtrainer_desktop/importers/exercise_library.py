"""A library of exercises in a JSON file -> domain records.

The format is that of the public "free exercise db": a list of objects with `name`, `force`, `level`,
`mechanic`, `equipment`, `primaryMuscles`, `secondaryMuscles`, `category` and `id`, in some versions also
`instructions` (a text or a list of them). `aliases` (a list) is understood too. A file as a whole is read or
refused; an entry that is wrong is a problem with its number, and the others are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import (
    Equipment,
    LibraryProblem,
    Muscle,
    NewLibraryExercise,
    imported_id,
    library_key,
)
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.importers.history import ImportRefused
from gymtrainer_desktop.importers.text_files import Expected, read_text, refuse

T = TypeVar("T")

ENTRIES_LIMIT = 10_000
"""The largest public library has a few thousand exercises."""

LIBRARY = Expected("a library of exercises", "A library of exercises", 20_000_000)

_CATEGORIES = {
    "strength": ExerciseType.STRENGTH,
    "powerlifting": ExerciseType.STRENGTH,
    "strongman": ExerciseType.STRENGTH,
    "olympic weightlifting": ExerciseType.STRENGTH,
    "plyometrics": ExerciseType.STRENGTH,
    "stretching": ExerciseType.FLEXIBILITY,
    "flexibility": ExerciseType.FLEXIBILITY,
    "mobility": ExerciseType.FLEXIBILITY,
    "cardio": ExerciseType.CARDIO,
}
_EQUIPMENT = {one.value: one for one in Equipment} | {
    "body only": Equipment.BODY_WEIGHT,
    "bodyweight": Equipment.BODY_WEIGHT,
    "none": Equipment.BODY_WEIGHT,
    "kettlebells": Equipment.KETTLEBELL,
    "bands": Equipment.BAND,
    "foam roll": Equipment.FOAM_ROLLER,
    "e-z curl bar": Equipment.EZ_BAR,
}
_MUSCLES = {one.value: one for one in Muscle} | {
    "abdominals": Muscle.ABS,
    "middle back": Muscle.UPPER_BACK,
    "quadriceps": Muscle.QUADS,
}
_SHOULDERS = ("shoulders", "shoulder", "delts", "deltoids")

# What a name gives away where the file says "other", nothing, or no more than "machine".
_EQUIPMENT_WORDS = (
    ("smith machine", Equipment.SMITH_MACHINE),
    ("prowler", Equipment.SLED),
    ("sled ", Equipment.SLED),
    ("suspended", Equipment.SUSPENSION_TRAINER),
    ("suspension", Equipment.SUSPENSION_TRAINER),
    ("with straps", Equipment.SUSPENSION_TRAINER),
    ("ring dip", Equipment.SUSPENSION_TRAINER),
    ("rope climb", Equipment.ROPE),
    ("rope jumping", Equipment.ROPE),
    ("ropes", Equipment.ROPE),
    ("box ", Equipment.BOX),
    ("with band", Equipment.BAND),
    ("band assisted", Equipment.BAND),
    ("plate ", Equipment.PLATE),
)
_REAR_WORDS = ("rear", "reverse fly", "back fly", "face pull", "pull apart", "external rotation", "bent over")
_FRONT_WORDS = ("front", "internal rotation")
_SIDE_WORDS = ("lateral", "side", "upright", "circles", "raise")


@dataclass(frozen=True, slots=True)
class ImportedLibrary:
    """What one file holds.

    Attributes:
        exercises: Checked, in the order of the file, no two of the same name.
        problems: Entries that are wrong, by number.
    """

    exercises: tuple[NewLibraryExercise, ...]
    problems: tuple[LibraryProblem, ...]

    @property
    def read(self) -> int:
        """Number of entries in the file."""
        return len(self.exercises) + len(self.problems)


class _EntryError(Exception):
    """What is wrong with one entry; the message is the reason."""


def read_library(path: Path) -> ImportedLibrary:
    """Read a file of exercises.

    Raises:
        ImportRefused: It cannot be read, is 20 MB or larger, is no such library, or no entry of it is right.
    """
    return parse_library(read_text(path, LIBRARY))


def parse_library(text: str) -> ImportedLibrary:
    """Read the text of such a file; see `read_library`."""
    entries = _entries(text)
    exercises: list[NewLibraryExercise] = []
    problems: list[LibraryProblem] = []
    numbers: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        try:
            one = _exercise(entry)
            earlier = numbers.setdefault(library_key(one.name), number)
            if earlier != number:
                raise _EntryError(f"exercise {earlier} has the same name.")
        except (_EntryError, UserError) as error:
            problems.append(LibraryProblem(number, _printable_name(entry), str(error)))
        else:
            exercises.append(one)
    if not exercises:
        if not problems:
            raise ImportRefused("There is no exercise in this file.")
        raise ImportRefused(f"Nothing was imported: no entry of this file is an exercise. {problems[0]}")
    return ImportedLibrary(tuple(exercises), tuple(problems))


def _entries(text: str) -> list[Any]:
    """Return the entries of the list that a text holds.

    Raises:
        ImportRefused: It is not JSON, is cut off, or holds something else.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(error.lineno, _json_reason(text, error)) from error
    except RecursionError as error:
        raise refuse(1, "lists within lists without end: this is not a library of exercises.") from error
    except ValueError as error:  # a number of thousands of digits
        raise refuse(1, "a number is far too long: this is not a library of exercises.") from error
    if not isinstance(found, list):
        raise refuse(1, "this JSON is not a list of exercises.")
    if len(found) > ENTRIES_LIMIT:
        raise ImportRefused(f"The file has {len(found):,} entries; at most {ENTRIES_LIMIT:,} are read.")
    return found


def _json_reason(text: str, error: json.JSONDecodeError) -> str:
    if not text.lstrip().startswith(("[", "{")):
        return "this is not JSON. A library of exercises begins with “[”."
    # Cut within a text the decoder points at where it began, so what counts is whether anything could follow.
    if error.msg.startswith("Unterminated string") or not text[error.pos :].strip():
        return "the file ends in the middle; it seems cut off. Download or export it again."
    if error.msg == "Extra data":
        return "something follows after the end of the list."
    if text[error.pos :].strip() in _BEGUN:
        return "the file ends in the middle; it seems cut off. Download or export it again."
    return f"this is not valid JSON ({error.msg.lower()})."


# A word or an escape of JSON that was begun and cut.
_BEGUN = frozenset(word[:n] for word in ("true", "false", "null", "-") for n in range(1, len(word) + 1))


def _exercise(entry: Any) -> NewLibraryExercise:
    """Return the exercise of an entry.

    Raises:
        UserError: A value breaks a rule of the library.
        _EntryError: The entry is something else, or one of its words is not known.
    """
    if not isinstance(entry, dict):
        raise _EntryError("this is not an object with a name.")
    name = _text(entry, "name")
    if name is None:
        raise _EntryError("it has no name.")
    words = _words(name)
    force = _text(entry, "force") or ""
    category = _known(_CATEGORIES, "category", _text(entry, "category"))
    primary = tuple(_muscle(one, force, words) for one in _texts(entry, "primaryMuscles"))
    secondary = tuple(_muscle(one, force, words) for one in _texts(entry, "secondaryMuscles"))
    return NewLibraryExercise(
        imported_id(name),
        name,
        category,
        _equipment_of(_text(entry, "equipment"), category, words),
        primary,
        secondary,
        tuple(_texts(entry, "aliases")),
        instructions="\n".join(_texts(entry, "instructions")),
    ).checked()


def _equipment_of(written: str | None, category: ExerciseType, words: str) -> Equipment:
    """Return the equipment: as written, made more exact by the name where the file has no word for it.

    "machine" for cardio is a cardio machine. Nothing written means the body alone for a stretch and "other"
    for the rest.
    """
    known = _known(_EQUIPMENT, "equipment", written) if written else None
    if known is Equipment.MACHINE and category is ExerciseType.CARDIO:
        return Equipment.CARDIO_MACHINE
    named = next((equipment for part, equipment in _EQUIPMENT_WORDS if f" {part}" in words), None)
    if named is not None and known in (None, Equipment.OTHER):
        return named
    if named is Equipment.SMITH_MACHINE and known is Equipment.MACHINE:
        return named
    if known is not None:
        return known
    return Equipment.BODY_WEIGHT if category is ExerciseType.FLEXIBILITY else Equipment.OTHER


def _muscle(written: str, force: str, words: str) -> Muscle:
    """Return a muscle. "Shoulders" are three: which one, the name says, else the direction of the force.

    Rear: the name speaks of "rear", a reverse fly, a face pull, external rotation or a bent-over lift. Front:
    it says "front" or internal rotation. Side: it says lateral, side, upright, circles or raise. Otherwise
    pushing is the front's work, pulling the rear's, and holding still the side's.
    """
    if written.strip().lower() not in _SHOULDERS:
        return _known(_MUSCLES, "muscle", written)
    for parts, muscle in (
        (_REAR_WORDS, Muscle.REAR_DELTS),
        (_FRONT_WORDS, Muscle.FRONT_DELTS),
        (_SIDE_WORDS, Muscle.SIDE_DELTS),
    ):
        if any(f" {part}" in words for part in parts):
            return muscle
    by_force = {"push": Muscle.FRONT_DELTS, "pull": Muscle.REAR_DELTS}
    return by_force.get(force.strip().lower(), Muscle.SIDE_DELTS)


def _known(table: dict[str, T], what: str, written: str | None) -> T:
    if written is None:
        raise _EntryError(f"it has no {what}.")
    found = table.get(" ".join(written.lower().split()))
    if found is None:
        raise _EntryError(f"the {what} “{_short(written)}” is not known.")
    return found


def _text(entry: dict[str, Any], field: str) -> str | None:
    value = entry.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise _EntryError(f"“{field}” is not a text.")
    return value


def _texts(entry: dict[str, Any], field: str) -> Iterable[str]:
    """Return a list of texts; one text alone and nothing at all are lists too."""
    value = entry.get(field)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _EntryError(f"“{field}” is not a list of texts.")
    return [one for one in value if one.strip()]


def _words(name: str) -> str:
    """Return a name as one looks for words in it: a space at both ends, hyphens as spaces."""
    return f" {library_key(name.replace('-', ' '))} "


def _short(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 40 else line[:39] + "…"


def _printable_name(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return _short(name) if isinstance(name, str) else ""

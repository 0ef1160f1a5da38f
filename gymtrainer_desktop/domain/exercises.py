"""The exercise library: what exercises there are, what they are also called, and what stands in for what."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import EXERCISE_NAME_LIMIT, TEXT_LIMIT, ExerciseType

ALIASES_LIMIT = 20
ALIASES_LENGTH_LIMIT = 2000
GROUP_LIMIT = 60
PRIMARY_LIMIT = 8
SECONDARY_LIMIT = 12

_NAMESPACE = UUID("5b0f2b5e-6d3c-4c1e-9a57-2f3c0f6f8d11")

# What PostgreSQL's unaccent.rules says about letters that Unicode does not take apart, and about signs.
_UNACCENTED = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "ł": "l",
        "Ł": "L",
        "ħ": "h",
        "Ħ": "H",
        "ı": "i",
        "þ": "th",
        "Þ": "TH",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
    }
)


class Equipment(StrEnum):
    """What one needs for an exercise."""

    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    MACHINE = "machine"
    CABLE = "cable"
    SMITH_MACHINE = "smith machine"
    BAND = "band"
    BODY_WEIGHT = "body weight"
    EZ_BAR = "ez bar"
    MEDICINE_BALL = "medicine ball"
    EXERCISE_BALL = "exercise ball"
    FOAM_ROLLER = "foam roller"
    SUSPENSION_TRAINER = "suspension trainer"
    SLED = "sled"
    PLATE = "plate"
    BOX = "box"
    ROPE = "rope"
    CARDIO_MACHINE = "cardio machine"
    OTHER = "other"


_WITH_WEIGHTS = frozenset(
    {
        Equipment.BARBELL,
        Equipment.DUMBBELL,
        Equipment.KETTLEBELL,
        Equipment.MACHINE,
        Equipment.CABLE,
        Equipment.SMITH_MACHINE,
        Equipment.EZ_BAR,
        Equipment.PLATE,
        Equipment.SLED,
    }
)


class Muscle(StrEnum):
    """What works in an exercise; the last two stand for no muscle in particular."""

    CHEST = "chest"
    FRONT_DELTS = "front delts"
    SIDE_DELTS = "side delts"
    REAR_DELTS = "rear delts"
    UPPER_BACK = "upper back"
    LATS = "lats"
    LOWER_BACK = "lower back"
    TRAPS = "traps"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABS = "abs"
    OBLIQUES = "obliques"
    GLUTES = "glutes"
    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    CALVES = "calves"
    HIP_FLEXORS = "hip flexors"
    NECK = "neck"
    FULL_BODY = "full body"
    CARDIOVASCULAR = "cardiovascular"


def library_key(name: str) -> str:
    """Return a name as names are compared: single spaces, lower case, no accents.

    It is the rule of `search_key` in the database, which decides. The two may differ for letters that have no
    accent to take away (ƀ, ſ, full-width forms, fractions such as ½): PostgreSQL has a longer table of those.
    """
    plain = unicodedata.normalize("NFKD", " ".join(name.split()).translate(_UNACCENTED))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def built_in_id(slug: str) -> UUID:
    """Return the id of an exercise that comes with the program: the same in every gym and every version."""
    return uuid5(_NAMESPACE, f"catalogue/{slug}")


def imported_id(name: str) -> UUID:
    """Return the id of an exercise read from a file, so that reading it again adds nothing."""
    return uuid5(_NAMESPACE, f"library/{library_key(name)}")


@dataclass(frozen=True, slots=True)
class NewLibraryExercise:
    """An exercise as it is added to the library or, with `LibraryEdit`, changed.

    Attributes:
        id: Key made by the client; sending the same again is harmless.
        primary_muscles: What it is done for; counts as one hard set each.
        secondary_muscles: What helps; counts as half a set each.
        aliases: What it is also called; compared like names.
        substitution_group: Exercises of one group stand in for one another; empty for none.
    """

    id: UUID
    name: str
    category: ExerciseType
    equipment: Equipment
    primary_muscles: tuple[Muscle, ...] = ()
    secondary_muscles: tuple[Muscle, ...] = ()
    aliases: tuple[str, ...] = ()
    substitution_group: str = ""
    instructions: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Everything it can be found by."""
        return frozenset(map(library_key, (self.name, *self.aliases)))

    def checked(self) -> NewLibraryExercise:
        """Return the exercise with spaces trimmed, and with no alias or muscle twice.

        Raises:
            UserError: A value breaks a rule; `field` names it.
        """
        name = " ".join(self.name.split())
        if not any(c.isalnum() for c in name):
            raise UserError("An exercise needs a name.", field="name")
        if len(name) > EXERCISE_NAME_LIMIT:
            raise UserError(
                f"An exercise name can have at most {EXERCISE_NAME_LIMIT} characters.", field="name"
            )
        aliases = _distinct_aliases(name, self.aliases)
        group = " ".join(self.substitution_group.split()).lower()
        if len(group) > GROUP_LIMIT:
            raise UserError(
                f"A group's name can have at most {GROUP_LIMIT} characters.", field="substitution_group"
            )
        instructions = self.instructions.replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(instructions) > TEXT_LIMIT:
            raise UserError(f"Instructions can have at most {TEXT_LIMIT:,} characters.", field="instructions")
        primary = tuple(dict.fromkeys(self.primary_muscles))
        secondary = tuple(m for m in dict.fromkeys(self.secondary_muscles) if m not in primary)
        if len(primary) > PRIMARY_LIMIT:
            raise UserError(f"At most {PRIMARY_LIMIT} primary muscles.", field="primary_muscles")
        if len(secondary) > SECONDARY_LIMIT:
            raise UserError(f"At most {SECONDARY_LIMIT} secondary muscles.", field="secondary_muscles")
        for where, text in (
            ("name", name),
            *(("aliases", alias) for alias in aliases),
            ("substitution_group", group),
            ("instructions", instructions),
        ):
            if any(_unsavable(c) for c in text):
                raise UserError("The text holds a character that cannot be saved.", field=where)
        return NewLibraryExercise(
            self.id, name, self.category, self.equipment, primary, secondary, aliases, group, instructions
        )


@dataclass(frozen=True, slots=True)
class LibraryExercise:
    """An exercise of the library as it stands in the database.

    Attributes:
        substitution_group: None for none.
        is_builtin: Whether it came with the program; such ones are archived, never changed or deleted.
        archived: Whether it is no longer offered; what refers to it by name goes on.
        may_change: Whether the signed-in person may change its content.
    """

    id: UUID
    name: str
    category: ExerciseType
    equipment: Equipment
    primary_muscles: tuple[Muscle, ...]
    secondary_muscles: tuple[Muscle, ...]
    aliases: tuple[str, ...]
    substitution_group: str | None
    instructions: str
    is_builtin: bool
    archived: bool
    may_change: bool
    version: int

    def edit(self) -> LibraryEdit:
        """Return an edit that changes nothing yet."""
        return LibraryEdit(
            NewLibraryExercise(
                self.id,
                self.name,
                self.category,
                self.equipment,
                self.primary_muscles,
                self.secondary_muscles,
                self.aliases,
                self.substitution_group or "",
                self.instructions,
            ),
            self.version,
        )


@dataclass(frozen=True, slots=True)
class LibraryEdit:
    """All the content of an exercise as somebody changed it, and the version that they saw."""

    content: NewLibraryExercise
    version: int


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """Which exercises a search looks through; None means any.

    Attributes:
        muscle: A primary or secondary muscle.
        added_here: Only those of the gym (True), only those that came with the program (False).
        archived: Only archived ones instead of only those that are offered.
    """

    category: ExerciseType | None = None
    equipment: Equipment | None = None
    muscle: Muscle | None = None
    added_here: bool | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class LibraryProblem:
    """What is wrong with one entry of a file; entries count from 1."""

    entry: int
    name: str
    reason: str

    def __str__(self) -> str:
        called = f" (“{self.name}”)" if self.name else ""
        return f"Exercise {self.entry}{called}: {self.reason}"


@dataclass(frozen=True, slots=True)
class LibraryImport:
    """What an import did, or with a dry run would do.

    Attributes:
        read: Entries of the file, wrong ones included.
        added: Names of the exercises that are new.
        skipped: Exercises that were there already, by name or alias.
        problems: Entries that could not be read.
    """

    read: int
    added: tuple[str, ...]
    skipped: int
    problems: tuple[LibraryProblem, ...]
    dry_run: bool


def not_there_yet(
    exercises: Iterable[NewLibraryExercise], taken: Collection[str]
) -> tuple[NewLibraryExercise, ...]:
    """Return the exercises that a library lacks.

    An exercise whose name is known, as a name or as an alias, is left out; so is an alias that something else
    goes by. Within the exercises themselves the first one wins, and a name wins over an alias.

    Args:
        exercises: Candidates, already `checked()`.
        taken: Keys (`library_key`) of all names and aliases of the library.
    """
    known = set(taken)
    kept: list[NewLibraryExercise] = []
    for one in exercises:
        key = library_key(one.name)
        if key not in known:
            known.add(key)
            kept.append(one)
    result = []
    for one in kept:
        aliases = tuple(alias for alias in one.aliases if library_key(alias) not in known)
        known.update(map(library_key, aliases))
        result.append(replace(one, aliases=aliases))
    return tuple(result)


def substitutes(
    of: LibraryExercise,
    candidates: Iterable[LibraryExercise],
    *,
    equipment: Collection[Equipment] | None = None,
    limit: int = 10,
) -> tuple[LibraryExercise, ...]:
    """Return what can be done instead of an exercise, best first.

    Those of its substitution group come first, then others of its category that share a primary muscle.
    Within each: the larger share of primary muscles in common (Jaccard index); weights for weights; other
    equipment than its own, which is probably taken; the share of secondary muscles; the name.

    Args:
        of: The exercise that cannot be done.
        candidates: Where to look; itself and archived ones are passed over.
        equipment: What is at hand; None for anything.
        limit: How many at most.
    """
    fits = []
    for one in candidates:
        if one.id == of.id or one.archived or (equipment is not None and one.equipment not in equipment):
            continue
        same_group = of.substitution_group is not None and one.substitution_group == of.substitution_group
        primary = _in_common(of.primary_muscles, one.primary_muscles)
        if same_group or (one.category is of.category and primary > 0):
            secondary = _in_common(of.secondary_muscles, one.secondary_muscles)
            unlike = (one.equipment in _WITH_WEIGHTS) is not (of.equipment in _WITH_WEIGHTS)
            rank = (not same_group, -primary, unlike, one.equipment is of.equipment, -secondary)
            fits.append((rank, library_key(one.name), one))
    fits.sort(key=lambda fit: fit[:2])
    return tuple(one for *_, one in fits[:limit])


def _in_common(some: Collection[Muscle], others: Collection[Muscle]) -> float:
    both = set(some) | set(others)
    return len(set(some) & set(others)) / len(both) if both else 0.0


def _distinct_aliases(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return the aliases trimmed, without empty ones and without those that say the same again.

    Raises:
        UserError: There are too many, or one is too long.
    """
    kept = {library_key(name): ""}
    for alias in aliases:
        trimmed = " ".join(alias.split())
        if len(trimmed) > EXERCISE_NAME_LIMIT:
            raise UserError(f"An alias can have at most {EXERCISE_NAME_LIMIT} characters.", field="aliases")
        if trimmed:
            kept.setdefault(library_key(trimmed), trimmed)
    distinct = tuple(kept.values())[1:]
    if len(distinct) > ALIASES_LIMIT or sum(map(len, distinct)) > ALIASES_LENGTH_LIMIT:
        raise UserError(
            f"At most {ALIASES_LIMIT} aliases, {ALIASES_LENGTH_LIMIT:,} characters in all.", field="aliases"
        )
    return distinct


def _unsavable(character: str) -> bool:
    """Whether PostgreSQL would refuse a character, or nobody could see it in a list."""
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"

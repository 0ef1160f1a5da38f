"""What the plan editor asks the gym of `trainer_gym` for, beside plans: templates, the library, drafts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, LibraryFilter, Muscle, library_key
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.templates import Template, TemplateDraft, TemplateRow
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.drafts import DraftsService

if TYPE_CHECKING:
    from tests.ui.trainer_gym import Gym

ME = UUID("018f7e00-0000-7000-8000-000000000001")
_LIBRARY = (
    # name, equipment, primary, secondary, aliases
    ("Bench press", "barbell", ("chest",), ("triceps", "front delts"), ("Barbell bench press",)),
    ("Overhead press", "barbell", ("front delts",), ("triceps",), ("Military press",)),
    ("Incline dumbbell press", "dumbbell", ("chest",), ("front delts",), ()),
    ("Triceps dips", "body weight", ("triceps",), ("chest",), ("Dips",)),
    ("Back squat", "barbell", ("quads", "glutes"), ("lower back",), ("Squat",)),
    ("Goblet squat", "kettlebell", ("quads",), ("glutes",), ()),
    ("Leg press", "machine", ("quads",), ("glutes",), ()),
    ("Barbell row", "barbell", ("upper back",), ("biceps", "lats"), ("Row",)),
    ("Lat pulldown", "cable", ("lats",), ("biceps",), ()),
    ("Face pull", "cable", ("rear delts",), ("upper back",), ()),
    ("Dumbbell curl", "dumbbell", ("biceps",), ("forearms",), ()),
    ("Deadlift", "barbell", ("hamstrings", "glutes"), ("lower back",), ()),
    ("Romanian deadlift", "barbell", ("hamstrings",), ("glutes",), ("RDL",)),
    ("Leg curl", "machine", ("hamstrings",), (), ()),
    ("Plank", "body weight", ("abs",), (), ()),
)


def library() -> tuple[LibraryExercise, ...]:
    """A small library; it does not know the kettlebell swing and the rowing machine."""
    return tuple(
        LibraryExercise(
            UUID(int=0x9000 + n), name, ExerciseType.STRENGTH, Equipment(equipment),
            tuple(map(Muscle, primary)), tuple(map(Muscle, secondary)), aliases, None, "", True, False, False, 1,
        )
        for n, (name, equipment, primary, secondary, aliases) in enumerate(_LIBRARY)
    )  # fmt: skip


class Exercises:
    """The exercise library."""

    def __init__(self, gym: Gym) -> None:
        self.all = gym
        self.stored = list(library())

    def search(
        self, words: str = "", filters: LibraryFilter | None = None, limit: int = 50
    ) -> tuple[LibraryExercise, ...]:
        self.all.note("search exercises", words)
        key = library_key(words)
        found = [one for one in self.stored if any(key in library_key(n) for n in (one.name, *one.aliases))]
        return tuple(found[:limit])

    def by_names(self, names: Iterable[str]) -> dict[str, LibraryExercise]:
        names = tuple(names)
        self.all.note("by_names", names)
        known = {library_key(n): one for one in self.stored for n in (*one.aliases, one.name)}
        return {name: known[library_key(name)] for name in names if library_key(name) in known}


class Templates:
    """Templates of plans."""

    def __init__(self, gym: Gym) -> None:
        self.all = gym
        self.stored: dict[UUID, Template] = {}
        for template in _templates():
            self.stored[template.row.id] = template

    def list(self, archived: bool = False) -> tuple[TemplateRow, ...]:
        self.all.note("templates", archived)
        rows = (template.row for template in self.stored.values())
        return tuple(sorted((row for row in rows if row.archived == archived), key=lambda row: row.title))

    def get(self, template_id: UUID) -> Template:
        self.all.note("template", template_id)
        if template_id not in self.stored:
            raise Denied("This template is not there any more.", code="no_row")
        return self.stored[template_id]

    def save(self, draft: TemplateDraft) -> Template:
        self.all.note("save template", draft)
        draft = draft.checked()
        self.stored[draft.id] = template_of(dataclasses.replace(draft, version=(draft.version or 0) + 1))
        return self.stored[draft.id]


class Drafts:
    """Drafts on a workstation: the real service on a store in memory, or on a file."""

    def __init__(self, gym: Gym, store: DraftStore | None = None) -> None:
        self.gym = gym
        person = SignedIn(ME, "John Smith", (Role.TRAINER,), None, False, Unit.LB, 15)
        self.kept = DraftsService(store or DraftStore(None), person)

    def save(self, kind: str, subject_id: UUID, content: dict[str, object]) -> datetime:
        self.gym.note("save draft", content)
        return self.kept.save(kind, subject_id, content)

    def load(self, kind: str, subject_id: UUID) -> SavedDraft | None:
        self.gym.note("load draft", subject_id)
        return self.kept.load(kind, subject_id)

    def discard(self, kind: str, subject_id: UUID) -> None:
        self.gym.note("discard draft", subject_id)
        self.kept.discard(kind, subject_id)

    def all(self, kind: str) -> tuple[SavedDraft, ...]:
        return self.kept.all(kind)


def template_of(draft: TemplateDraft) -> Template:
    """A template as a list and the editor see it."""
    days = {one.day for one in draft.exercises}
    row = TemplateRow(
        draft.id, draft.title, draft.goals, draft.description, draft.duration_weeks,
        "" if draft.for_gym else "John Smith", draft.for_gym, len(days), len(draft.exercises), False,
        not draft.for_gym, datetime(2026, 11, 1, 12, tzinfo=UTC), draft.version or 1,
    )  # fmt: skip
    return Template(row, draft)


def _templates() -> tuple[Template, ...]:
    def exercise(n: int, day: Weekday, name: str, *rest: object) -> DraftExercise:
        return DraftExercise(UUID(int=0xA000 + n), day, name, *rest)  # type: ignore[arg-type]

    mon, wed, fri = Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY
    strength = (
        dataclasses.replace(
            exercise(1, mon, "Back squat", 5, "5", "60 kg", 180), progression="+2.5 kg every week"
        ),
        dataclasses.replace(
            exercise(2, mon, "Bench press", 5, "5", "40 kg", 180), progression="+2.5 kg every week"
        ),
        exercise(3, wed, "Back squat", 3, "5", "80%", 180),
        exercise(4, wed, "Overhead press", 5, "5", "30 kg", 180),
        exercise(5, fri, "Deadlift", 1, "5", "80 kg", 240),
    )
    mobility = (
        exercise(6, mon, "Plank", 3, "45 s", "", 45),
        exercise(7, fri, "Cossack squat", 3, "5/side", "", 60),
    )
    return (
        template_of(
            TemplateDraft(
                UUID(int=0xB001),
                "Strength 5x5",
                "get strong",
                "",
                12,
                strength,
                Deload((4, 8, 12), 50, 90),
                True,
                2,
            )
        ),
        template_of(
            TemplateDraft(UUID(int=0xB002), "Mobility", "move well", "", 4, mobility, Deload(), False, 1)
        ),
    )

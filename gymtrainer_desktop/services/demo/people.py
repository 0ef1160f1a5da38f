"""The people whom the demo gym always has: its trainers, and members with a story of their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gymtrainer_desktop.domain.units import Unit

GYM_NAME = "Harbour Street Gym"
ADMIN_NAME = "Rosa Delgado"
ALSO_ADMIN = "Marcus Webb"
ALSO_MEMBER = "Aiko Tanaka"


@dataclass(frozen=True, slots=True)
class TrainerProfile:
    """A trainer as the roster shows them.

    Attributes:
        load: Active clients in a gym of the usual size, at most `limit`.
        programmes: What they prescribe, keys of `programmes.PROGRAMMES`.
    """

    name: str
    specializations: tuple[str, ...]
    certifications: tuple[str, ...]
    years: int
    rate: int
    load: int
    limit: int
    bio: str
    programmes: tuple[str, ...]


# In the order in which they stay when fewer are asked for.
TRAINERS = (
    TrainerProfile(
        "John Smith",
        ("Strength & conditioning",),
        ("NASM-CPT", "CSCS"),
        9,
        55,
        12,
        15,
        "Nine years of coaching people who never thought they would enjoy a barbell.",
        ("full", "five", "ppl", "upper"),
    ),
    TrainerProfile(
        "Maya Okafor",
        ("Weight loss", "nutrition"),
        ("ACE-CPT", "Precision Nutrition L1"),
        8,
        58,
        15,
        15,
        "Former nurse. Habits first, numbers second.",
        ("lean", "full"),
    ),
    TrainerProfile(
        ALSO_ADMIN,
        ("Senior fitness",),
        ("ACSM-CPT",),
        17,
        52,
        4,
        10,
        "Runs the floor, and keeps people over sixty strong enough to carry their own luggage.",
        ("senior", "core"),
    ),
    TrainerProfile(
        ALSO_MEMBER,
        ("Pilates", "core"),
        ("STOTT Pilates",),
        6,
        50,
        3,
        12,
        "Small movements, big difference.",
        ("core",),
    ),
    TrainerProfile(
        "Victor Almeida",
        ("Boxing", "conditioning"),
        ("England Boxing L2", "NASM-CPT"),
        10,
        54,
        12,
        12,
        "Twelve amateur fights, and a soft spot for beginners.",
        ("boxing", "functional"),
    ),
    TrainerProfile(
        "Daniel Reyes",
        ("Powerlifting",),
        ("CSCS",),
        11,
        60,
        14,
        15,
        "Coaches the gym's powerlifting team; plans on paper, lifts by feel.",
        ("powerlifting", "five"),
    ),
    TrainerProfile(
        "Samuel Adeyemi",
        ("Hypertrophy",),
        ("NASM-CPT",),
        4,
        45,
        10,
        15,
        "Builds muscle patiently. Ask him about tempo.",
        ("ppl", "upper"),
    ),
    TrainerProfile(
        "Tom Lindqvist",
        ("Endurance", "running"),
        ("ACE-CPT", "UKA Coach in Running Fitness"),
        6,
        48,
        6,
        15,
        "Has run eleven marathons and will talk you out of starting too fast.",
        ("half",),
    ),
    TrainerProfile(
        "Hannah Cole",
        ("Pre- and postnatal",),
        ("ACSM-CPT", "Pre- and postnatal exercise L3"),
        7,
        56,
        9,
        10,
        "Two children, one deadlift record in between.",
        ("postnatal", "core"),
    ),
    TrainerProfile(
        "Priya Nair",
        ("Mobility", "rehab"),
        ("MSc Physiotherapy", "NASM-CES"),
        12,
        65,
        9,
        12,
        "Physiotherapist. Works with your surgeon's letter, not against it.",
        ("knee", "core"),
    ),
    TrainerProfile(
        "Chloe Martin",
        ("Functional training",),
        ("ACSM-CPT",),
        5,
        50,
        7,
        12,
        "If you can carry it, you can train with it.",
        ("functional", "full"),
    ),
    TrainerProfile(
        "Elena Petrova",
        ("Olympic lifting",),
        ("BWL Level 2",),
        13,
        62,
        11,
        12,
        "Lifted for her country; teaches the empty bar like a ceremony.",
        ("olympic", "powerlifting"),
    ),
)


# Mean share of due exercises that a trainer's clients log; others have 0.8.
ADHERENCE = {
    "Maya Okafor": 0.91,
    "Victor Almeida": 0.78,
    "Daniel Reyes": 0.88,
    "Elena Petrova": 0.84,
    "Hannah Cole": 0.81,
    "Priya Nair": 0.79,
    "Samuel Adeyemi": 0.72,
    "Chloe Martin": 0.83,
    "Tom Lindqvist": 0.69,
    "Marcus Webb": 0.9,
    "Aiko Tanaka": 0.94,
}


class Course(StrEnum):
    """How a member's training with a trainer goes."""

    ACTIVE = "active"
    NO_PLAN = "no plan"
    PAUSED = "paused"
    COMPLETED = "completed"
    ALONE = "alone"


class Today(StrEnum):
    """What became of today's workout."""

    BY_HABIT = "by habit"
    DONE = "done"
    PART = "part"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Story:
    """A member with a story of their own.

    Attributes:
        trainer: Name of the trainer; empty for nobody.
        programme: Key of the present plan.
        adherence: Share of due exercises that get logged.
        last_ago: Days since the last workout, where the days of training allow it.
        weeks_left: Full weeks of the plan after this one.
        ends_in: Days to the plan's last day; comes before `weeks_left`.
        elapsed: Full weeks of the plan before this one, at most.
        strength: How strong, 1 for ordinary.
        joined_ago: Days since they joined; None for long enough.
    """

    name: str
    trainer: str
    programme: str = ""
    adherence: float = 0.85
    last_ago: int | None = None
    weeks_left: int = 4
    ends_in: int | None = None
    elapsed: int = 5
    course: Course = Course.ACTIVE
    today: Today = Today.BY_HABIT
    strength: float = 1.0
    unit: Unit = Unit.KG
    joined_ago: int | None = None


SARAH = "Sarah Johnson"

# The order in which they stay when fewer are asked for.
STORIES = (
    Story(SARAH, "John Smith", "strength", 0.85, 2, 6, today=Today.OPEN, strength=0.7, unit=Unit.LB),
    Story("Mike Davis", "John Smith", "bench", 1.0, 0, 4, elapsed=7, today=Today.DONE, strength=1.65),
    Story("Jonas Weber", "John Smith", "upper", 0.78, 1, ends_in=7, strength=1.1),
    Story("Ava Novak", "John Smith", "full", course=Course.NO_PLAN, joined_ago=2),
    Story("Layla Haddad", "John Smith", "full", 0.92, 0, 3, elapsed=4, today=Today.DONE, strength=0.8),
    Story("Owen Clarke", "John Smith", "five", 0.66, 3, 2, elapsed=9, strength=1.15),
    Story("Nina Kowalski", "John Smith", "ppl", 0.88, 1, 9, elapsed=0, strength=0.75),
    Story("Peter Lund", "John Smith", "full", 0.52, 6, ends_in=9, strength=1.05),
    Story("Zoe Bennett", "John Smith", "upper", 0.95, 0, 7, elapsed=1, today=Today.PART, strength=0.7),
    Story("Rafael Costa", "John Smith", "five", 0.81, 2, 8, elapsed=3, strength=1.2),
    Story("Helen Marsh", "John Smith", "full", 0.71, 4, 6, elapsed=1, strength=0.65),
    Story("Ines Duarte", "John Smith", "ppl", 0.83, 1, 5, elapsed=4, strength=0.8),
    Story("Ethan Brooks", "Tom Lindqvist", "half", 0.41, 16, 3, elapsed=8),
    Story("Oliver Grant", "Victor Almeida", "boxing", 0.75, 9, course=Course.NO_PLAN),
    Story("Noah Fischer", "Daniel Reyes", "powerlifting", 0.92, 1, ends_in=2, strength=1.25),
    Story("Emma Larsen", "Hannah Cole", "postnatal", 0.68, weeks_left=4, course=Course.PAUSED, strength=0.7),
    Story("Ben Turner", "Priya Nair", "knee", 0.9, course=Course.COMPLETED),
    Story("Isla McKenzie", "Maya Okafor", "lean", 0.74, 3, ends_in=4, strength=0.75),
    Story("Yuki Sato", "Aiko Tanaka", "core", 0.96, 1, 3, elapsed=4),
    Story(ALSO_MEMBER, "Elena Petrova", "olympic", 0.88, 1, 5, elapsed=4, strength=0.75),
    Story("Carlos Mendez", "Samuel Adeyemi", "ppl", 0.88, 0, 5, elapsed=4, today=Today.DONE, strength=1.2),
    Story("Mia Rossi", "Chloe Martin", "functional", 0.6, 14, 3, elapsed=5, strength=0.8),
    Story("Noor Rahman", "Samuel Adeyemi", "upper", 0.55, 9, 3, elapsed=4),
    Story("Sofia Marino", "", course=Course.ALONE, joined_ago=13),
    Story("Liam Becker", "", course=Course.ALONE, joined_ago=10),
    Story("Grace Osei", "", course=Course.ALONE, joined_ago=6),
)

WAITING = (
    # member, days ago, trainer or anyone, wishes
    ("Sofia Marino", 9, "", "Strength. Mornings before work."),
    ("Liam Becker", 6, "", "Strength"),
    ("", 4, "Maya Okafor", "Weight loss; a friend recommended Maya."),
    ("Grace Osei", 2, "", "Conditioning, after 18:00"),
)
"""Who waits for a trainer; no name for somebody who trains alone."""
ASKED = ("John Smith", "Sofia Marino", "I have Tuesday and Thursday mornings.")
"""A trainer who asks the desk for a waiting member."""

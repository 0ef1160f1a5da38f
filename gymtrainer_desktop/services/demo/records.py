"""What trainers of the demo gym know of their clients, and the templates they keep."""

from __future__ import annotations

from collections.abc import Iterator

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.services.demo.cast import Cast, Client, Keys, Stage
from gymtrainer_desktop.services.demo.moves import moves
from gymtrainer_desktop.services.demo.people import SARAH
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES
from gymtrainer_desktop.services.demo.timeline import Engagement
from gymtrainer_desktop.services.demo.training import Row

_KEPT = {
    "John Smith": ("five", "ppl", "upper"),
    "Maya Okafor": ("lean",),
    "Marcus Webb": ("powerlifting",),
}
"""Whose templates there are, and of which programmes."""

_SARAH = (
    "Build overall strength; deadlift 200 lb before summer. Wants to enjoy it, hates treadmills.",
    "Right wrist sprained in May: neutral grip where it hurts. No other limits.",
)
_BY_PROGRAMME = {
    "knee": (
        "Walk stairs without pain, then back to hiking.",
        "Left knee, meniscus operated in spring. Range before load, stop at 3 of 10. No jumping, no deep flexion.",
    ),
    "postnatal": (
        "Lift the children without thinking about it.",
        "Second child in autumn. Diastasis two fingers; no heavy bracing, no sit-ups yet.",
    ),
    "senior": (
        "Stay steady on the feet and keep the garden.",
        "High blood pressure, takes ramipril. Never hold the breath; a chair within reach.",
    ),
    "core": (
        "Sit through a working day without back pain.",
        "Disc L5/S1 two years ago. Hinge with a flat back.",
    ),
    "powerlifting": ("A bigger total at the spring meet.", "None. Belt from 85 % on."),
    "lean": ("Lose 5 kg and keep the muscle.", "Asthma: inhaler lies in the bag, left pocket."),
    "bench": ("Bench press 100 kg.", "Shoulders grumble after heavy pressing: face pulls every week."),
}


def record_rows(stage: Stage, client: Client, engagements: list[Engagement]) -> Iterator[Row]:
    """Yield what the present trainer wrote down about a client, for those of whom there is something to know."""
    present = engagements[-1]
    if present.status == "completed":
        return
    rng = stage.chance("record", client.person.name)
    if client.story.name == SARAH:
        goals, injuries = _SARAH
    elif client.story.programme in _BY_PROGRAMME:
        goals, injuries = _BY_PROGRAMME[client.story.programme]
    elif client.story.programme in PROGRAMMES and rng.random() < 0.4:
        goals, injuries = f"{PROGRAMMES[client.story.programme].goals}.", ""
    else:
        return
    at = stage.at(present.start, rng.randint(9, 18), rng.randint(0, 59))
    at = max(at, present.assigned_at)
    key = Keys(stage.chance("key of record", client.person.name)).at(at)
    yield (key, client.person.id, goals, injuries, present.trainer.person.id, at, at)


def template_rows(stage: Stage, cast: Cast) -> tuple[list[Row], list[Row]]:
    """Return the templates that some trainers keep, and their exercises."""
    keys = Keys(stage.chance("keys of templates"))
    templates: list[Row] = []
    exercises: list[Row] = []
    for trainer in cast.trainers:
        at = stage.at(trainer.person.joined_on, 12)
        for programme in _KEPT.get(trainer.profile.name, ()):
            content = PROGRAMMES[programme]
            key = keys.at(at)
            templates.append(
                (
                    key,
                    trainer.id,
                    content.title,
                    content.description,
                    content.goals,
                    content.weeks,
                    trainer.person.id,
                    at,
                    at,
                    list(content.deload),
                )
            )
            for offset, of_day in moves(programme).items():
                exercises += [
                    (
                        keys.at(at),
                        key,
                        list(Weekday)[offset % 7].value,
                        move.name,
                        move.type.value,
                        move.sets,
                        move.reps_text or None,
                        move.weight_text or None,
                        move.rest_seconds,
                        move.cue or None,
                        order,
                        move.superset or None,
                        move.progression or None,
                    )
                    for order, move in enumerate(of_day)
                ]
    return templates, exercises

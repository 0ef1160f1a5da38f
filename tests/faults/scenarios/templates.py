"""Templates of plans."""

from __future__ import annotations

from dataclasses import replace

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.templates import Template, TemplateDraft
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym, Person
from tests.faults.writes import Sending, desk, writes


def _template(*, for_gym: bool = False) -> TemplateDraft:
    exercises = tuple(
        DraftExercise(new_id(), day, "Bench press", 3, "8", "60 kg", 90, superset="A") for day in Weekday
    )
    return TemplateDraft(new_id(), "Base", "Get strong", "", 8, exercises, Deload((4,)), for_gym)


def _own_template(gym: Gym, trainer: Person) -> Template:
    return gym.services(trainer).templates.save(_template())


@writes("TemplatesService.save")
def _(gym: Gym) -> Sending:
    draft = _template()
    return Sending(gym.trainer(), lambda s, _: s.templates.save(draft))


@writes("TemplatesService.save, for the gym")
def _(gym: Gym) -> Sending:
    draft = _template(for_gym=True)
    return Sending(desk(gym), lambda s, _: s.templates.save(draft))


@writes("TemplatesService.save, changed")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    own = _own_template(gym, trainer).draft
    changed = replace(own, title="Longer base", exercises=own.exercises[:3])
    return Sending(trainer, lambda s, _: s.templates.save(changed))


@writes("TemplatesService.archive")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    row = _own_template(gym, trainer).row
    return Sending(trainer, lambda s, _: s.templates.archive(row.id, row.version))


@writes("TemplatesService.unarchive")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    row = _own_template(gym, trainer).row
    row = gym.services(trainer).templates.archive(row.id, row.version)
    return Sending(trainer, lambda s, _: s.templates.unarchive(row.id, row.version))


@writes("TemplatesService.delete")
def _(gym: Gym) -> Sending:
    row = _own_template(gym, gym.trainer()).row
    return Sending(desk(gym), lambda s, _: s.templates.delete(row.id, row.version))

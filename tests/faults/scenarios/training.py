"""Plans, workouts, notes and what the bell says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, PlanDraft
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.importers.history import ImportedEntry, ImportedHistory, ImportedWorkout
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym
from tests.faults.writes import Pair, Sending, desk, pair, sets, version, writes


def _draft(gym: Gym, p: Pair, plan: UUID, exercise: UUID, weight: str, version: int | None) -> PlanDraft:
    day = Weekday.of(gym.today)
    bench = DraftExercise(exercise, day, "Bench press", 3, "8", weight, 90)
    row = DraftExercise(new_id(), day, "Row", 3, "10", "50 kg", 60)
    return PlanDraft(plan, p.assignment, "Strength", "Get strong", "", 8, gym.today, (bench, row), version)


@writes("PlansService.publish")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    draft = _draft(gym, p, new_id(), new_id(), "60 kg", None)
    return Sending(p.trainer, lambda s, _: s.plans.publish(draft))


@writes("PlansService.publish, over what was logged")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    gym.log(p.member, p.exercise)
    draft = _draft(gym, p, p.plan, p.exercise, "65 kg", version(gym, "workout_plans", p.plan))
    return Sending(p.trainer, lambda s, _: s.plans.publish(draft))


@writes("PlansService.publish, weeks to come of what was logged")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    gym.log(p.member, p.exercise)
    draft = _draft(gym, p, p.plan, p.exercise, "60 kg", version(gym, "workout_plans", p.plan))
    kept, fresh = draft.exercises
    kept = replace(kept, sets=4, rest_seconds=60, superset="A", progression="+2.5 kg every week")
    changed = replace(draft, exercises=(kept, fresh), deload=Deload((4, 8)))
    return Sending(p.trainer, lambda s, _: s.plans.publish(changed))


@writes("PlansService.complete_expired")
def _(gym: Gym) -> Sending:
    id = gym.assignment(gym.member(), gym.trainer(), start=gym.today - timedelta(weeks=9))
    over = partial(gym.plan, id, starts_on=gym.today - timedelta(weeks=9))
    return Sending(desk(gym), lambda s, _: s.plans.complete_expired(), prepare=over)


@writes("PlansService.end")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    v = version(gym, "workout_plans", p.plan)
    return Sending(p.trainer, lambda s, _: s.plans.end(p.plan, v))


@writes("WorkoutsService.log")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    new = NewLog(new_id(), p.member.id, p.exercise, "Bench press", sets(8, 8, 7), rating=4, notes="ok")
    return Sending(p.member, lambda s, _: s.workouts.log(new), scope="member")


@writes("WorkoutsService.delete")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.log(p.member, p.exercise)
    return Sending(p.member, lambda s, _: s.workouts.delete(id), scope="member", gone="no_row")


@writes("WorkoutsService.import_history")
def _(gym: Gym) -> Sending:
    member, began = gym.member(), datetime(2024, 3, 4, 18, tzinfo=UTC)
    workouts = tuple(
        ImportedWorkout(
            "strong",
            began + timedelta(days=day),
            "Evening",
            60,
            "",
            (ImportedEntry("Squat", 1, 1, sets(5, 5, 5), "", began + timedelta(days=day)),),
        )
        for day in range(250)
    )
    history = ImportedHistory("strong", "strong", workouts, False, ())
    return Sending(member, lambda s, _: s.workouts.import_history(member.id, history), scope="member")


@writes("NotesService.add")
def _(gym: Gym) -> Sending:
    p, id = pair(gym), new_id()
    return Sending(p.trainer, lambda s, _: s.notes.add(id, p.assignment, "Great depth", False))


@writes("NotesService.tell_trainer")
def _(gym: Gym) -> Sending:
    p, id = pair(gym), new_id()
    return Sending(desk(gym), lambda s, _: s.notes.tell_trainer(id, p.assignment, "Asks for a new plan"))


@writes("NotesService.change")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.note(p.assignment)
    v = version(gym, "trainer_client_notes", id)
    return Sending(p.trainer, lambda s, _: s.notes.change(id, v, "Left knee", True))


@writes("NotesService.delete")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    id = gym.note(p.assignment)
    v = version(gym, "trainer_client_notes", id)
    return Sending(p.trainer, lambda s, _: s.notes.delete(id, v), gone="no_row")


@writes("NotificationsService.mark_read")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    mine = "SELECT array_agg(id) FROM public.notifications WHERE recipient_id = :id"
    ids = gym.one(mine, id=p.member.id)
    assert isinstance(ids, list)
    return Sending(p.member, lambda s, _: s.notifications.mark_read(ids), scope="member")

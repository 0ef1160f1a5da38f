"""Every public method of every service, as a read or as a write, and for every write how it is sent.

A new method that is in neither list fails `test_registry.py`. A write needs a few lines: who is signed in, and
the call, made so that calling it twice sends the very same thing twice. What it leaves behind is not listed: the
tests measure it once without a fault and compare (see `imprint.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.identity import set_secret
from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, Muscle, NewLibraryExercise
from gymtrainer_desktop.domain.people import NewMember
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType, PlanDraft
from gymtrainer_desktop.domain.trainers import NewInstructor, TrainerEdit
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog
from gymtrainer_desktop.importers.exercise_library import ImportedLibrary
from gymtrainer_desktop.importers.history import ImportedEntry, ImportedHistory, ImportedWorkout
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym, Person

READS = {
    "AssignmentsService": "choices",
    "BackUpsService": "overview look_into compare",
    "ExercisesService": "search by_names get substitutes groups",
    "GymService": "settings today",
    "GymServices": "computer",
    "NotesService": "notes",
    "NotificationsService": "latest unread",
    "PeopleService": "members counts details next_member_number search my_trainer",
    "PlansService": "active former week",
    "ProgressService": "exercises exercise records",
    "SignInService": "gym_name station_name with_identity",
    "TrainersService": "overview roster my_clients client",
    "WorkoutsService": "logs last_sets preview_import",
}

# What they change are files and the work of this computer, through no transaction.
FILES = {"BackUpsService": "save_plan back_up save_copy cancel"}


@dataclass(frozen=True)
class Sending:
    """One write, arranged and ready to be sent, again and again.

    Attributes:
        who: Signed in.
        send: The call. A service's own methods get the services of `who`; those of the door get the station.
        scope: Of the session.
        gone: The code of the answer to sending it again after it was done, where "it is not there any more" is
            the only answer a deletion can give.
        prepare: Arranges what signing in would change.
        transaction: Which transaction of the call writes, from 1.
        repeats: Tables in which sending it again may leave one more row, which is no harm there.
    """

    who: Person
    send: Callable[[GymServices, Database], object]
    scope: str = "staff"
    gone: str | None = None
    prepare: Callable[[], object] = field(default=lambda: None)
    transaction: int = 1
    repeats: tuple[str, ...] = ()


Scenario = Callable[[Gym], Sending]
WRITES: dict[str, Scenario] = {}


def writes(name: str) -> Callable[[Scenario], Scenario]:
    """Register how `Service.method` is sent."""

    def register(scenario: Scenario) -> Scenario:
        assert name not in WRITES
        WRITES[name] = scenario
        return scenario

    return register


@dataclass(frozen=True)
class Pair:
    """A trainer with a client, and a plan for every day, so that there always is one today."""

    trainer: Person
    member: Person
    assignment: UUID
    plan: UUID
    exercise: UUID


def pair(gym: Gym) -> Pair:
    trainer, member = gym.trainer(), gym.member()
    assignment = gym.assignment(member, trainer)
    plan = gym.plan(assignment)
    return Pair(trainer, member, assignment, plan, gym.exercise(plan, Weekday.of(gym.today).value))


def version(gym: Gym, table: str, id: UUID | None) -> int:
    found = gym.one(f"SELECT version FROM public.{table} WHERE id = :id", id=id)
    assert isinstance(found, int)
    return found


def sets(*reps: int) -> tuple[LoggedSet, ...]:
    return tuple(
        LoggedSet(n, reps=done, weight=Decimal("60"), unit=Unit.KG) for n, done in enumerate(reps, 1)
    )


# Assignments


@writes("AssignmentsService.assign")
def _(gym: Gym) -> Sending:
    member, trainer = gym.member(), gym.trainer()
    assert trainer.trainer_id is not None
    new = NewAssignment(new_id(), member.id, trainer.trainer_id, gym.today, "Knee")
    return Sending(gym.admin(), lambda s, _: s.assignments.assign(new))


@writes("AssignmentsService.withdraw")
def _(gym: Gym) -> Sending:
    id = gym.assignment(gym.member(), gym.trainer())
    return Sending(gym.admin(), lambda s, _: s.assignments.withdraw(id), gone="no_row")


@writes("AssignmentsService.pause")
def _(gym: Gym) -> Sending:
    id = pair(gym).assignment
    v = version(gym, "trainer_assignments", id)
    return Sending(gym.admin(), lambda s, _: s.assignments.pause(id, v))


@writes("AssignmentsService.resume")
def _(gym: Gym) -> Sending:
    id = gym.assignment(gym.member(), gym.trainer(), status="paused")
    v = version(gym, "trainer_assignments", id)
    return Sending(gym.admin(), lambda s, _: s.assignments.resume(id, v))


@writes("AssignmentsService.complete")
def _(gym: Gym) -> Sending:
    id = pair(gym).assignment
    v = version(gym, "trainer_assignments", id)
    return Sending(gym.admin(), lambda s, _: s.assignments.complete(id, v))


# The exercise library


def _exercise() -> NewLibraryExercise:
    id = new_id()
    return NewLibraryExercise(
        id, f"Log press {id}", ExerciseType.STRENGTH, Equipment.OTHER, (Muscle.FRONT_DELTS,)
    )


def _own_exercise(gym: Gym, trainer: Person) -> LibraryExercise:
    return gym.services(trainer).exercises.add(_exercise())


@writes("ExercisesService.add")
def _(gym: Gym) -> Sending:
    new = _exercise()
    return Sending(gym.trainer(), lambda s, _: s.exercises.add(new))


@writes("ExercisesService.change")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    edit = _own_exercise(gym, trainer).edit()
    edit = replace(edit, content=replace(edit.content, instructions="Breathe, then press."))
    return Sending(trainer, lambda s, _: s.exercises.change(edit))


@writes("ExercisesService.archive")
def _(gym: Gym) -> Sending:
    own = _own_exercise(gym, gym.trainer())
    return Sending(gym.admin(), lambda s, _: s.exercises.archive(own.id, own.version))


@writes("ExercisesService.unarchive")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    own = _own_exercise(gym, trainer)
    own = gym.services(trainer).exercises.archive(own.id, own.version)
    return Sending(trainer, lambda s, _: s.exercises.unarchive(own.id, own.version))


@writes("ExercisesService.delete")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    own = _own_exercise(gym, trainer)
    return Sending(trainer, lambda s, _: s.exercises.delete(own.id, own.version))


@writes("ExercisesService.import_library")
def _(gym: Gym) -> Sending:
    library = ImportedLibrary(tuple(_exercise() for _ in range(300)), ())
    return Sending(gym.admin(), lambda s, _: s.exercises.import_library(library))


# The gym


@writes("GymService.save")
def _(gym: Gym) -> Sending:
    desk = gym.admin()
    known = gym.services(desk).gym.settings()
    changed = replace(known, kiosk_idle_minutes=known.kiosk_idle_minutes % 60 + 1, name=f"Gym {new_id()}")
    return Sending(desk, lambda s, _: s.gym.save(changed))


# Notes


@writes("NotesService.add")
def _(gym: Gym) -> Sending:
    p, id = pair(gym), new_id()
    return Sending(p.trainer, lambda s, _: s.notes.add(id, p.assignment, "Great depth", False))


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


# Notifications


@writes("NotificationsService.mark_read")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    mine = "SELECT array_agg(id) FROM public.notifications WHERE recipient_id = :id"
    ids = gym.one(mine, id=p.member.id)
    assert isinstance(ids, list)
    return Sending(p.member, lambda s, _: s.notifications.mark_read(ids), scope="member")


# People


@writes("PeopleService.add")
def _(gym: Gym) -> Sending:
    new = NewMember(new_id(), "Sarah Johnson", f"S{new_id().int % 10**9}", pin="2468")
    return Sending(gym.admin(), lambda s, _: s.people.add(new))


@writes("PeopleService.set_pin")
def _(gym: Gym) -> Sending:
    member = gym.member()
    gym.session(member, "member")
    return Sending(gym.admin(), lambda s, _: s.people.set_pin(member.id, "1357"))


# Plans


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


@writes("PlansService.complete_expired")
def _(gym: Gym) -> Sending:
    id = gym.assignment(gym.member(), gym.trainer(), start=gym.today - timedelta(weeks=9))
    over = partial(gym.plan, id, starts_on=gym.today - timedelta(weeks=9))
    return Sending(gym.admin(), lambda s, _: s.plans.complete_expired(), prepare=over)


@writes("PlansService.end")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    v = version(gym, "workout_plans", p.plan)
    return Sending(p.trainer, lambda s, _: s.plans.end(p.plan, v))


# Signing in: a session whose token got lost idles out by itself


@writes("SignInService.sign_in")
def _(gym: Gym) -> Sending:
    desk = gym.admin()
    set_secret(gym.owner, str(desk.id), "password", "front-desk-1")

    def send(_: GymServices, station: Database) -> object:
        return SignInService(station).sign_in(desk.email, "front-desk-1")

    return Sending(desk, send, transaction=2, repeats=("auth.sessions",))


@writes("SignInService.sign_in_member")
def _(gym: Gym) -> Sending:
    member = gym.member()
    set_secret(gym.owner, str(member.id), "pin", "2468")

    def send(_: GymServices, station: Database) -> object:
        return SignInService(station).sign_in_member(member.member_number or "", "2468")

    return Sending(member, send, scope="member", transaction=2, repeats=("auth.sessions",))


@writes("SignInService.sign_out")
def _(gym: Gym) -> Sending:
    return Sending(gym.admin(), lambda s, station: SignInService(station).sign_out(s))


@writes("SignInService.touch")
def _(gym: Gym) -> Sending:
    return Sending(gym.admin(), lambda s, station: SignInService(station).touch(s))


# Trainers


@writes("TrainersService.add")
def _(gym: Gym) -> Sending:
    id = new_id()
    new = NewInstructor(id, new_id(), "John Smith", f"{id}@gym.test", password="coach-john-1")
    return Sending(gym.admin(), lambda s, _: s.trainers.add(new))


@writes("TrainersService.save")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    assert trainer.trainer_id is not None
    v = version(gym, "instructors", trainer.trainer_id)
    edit = TrainerEdit(trainer.trainer_id, v, True, 12, Decimal("55"), ("strength",), (), "Hello", 4)
    return Sending(gym.admin(), lambda s, _: s.trainers.save(edit))


@writes("TrainersService.set_password")
def _(gym: Gym) -> Sending:
    trainer = gym.trainer()
    id = trainer.trainer_id
    assert id is not None
    gym.session(trainer)
    return Sending(gym.admin(), lambda s, _: s.trainers.set_password(id, "coach-john-2"))


@writes("TrainersService.opened")
def _(gym: Gym) -> Sending:
    p = pair(gym)
    return Sending(p.trainer, lambda s, _: s.trainers.opened(p.member.id))


# Workouts


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

"""Every public method of every service, as a read or as a write, and for every write how it is sent.

A new method that is in neither list fails `test_registry.py`. A write needs a few lines in `scenarios`: who is
signed in, and the call, made so that calling it twice sends the very same thing twice. What it leaves behind is
not listed: the tests measure it once without a fault and compare (see `imprint.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID
from weakref import WeakKeyDictionary

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym, Person

READS = {
    "AssignmentsService": "choices last_assigned",
    "AuditService": "entries",
    "BackUpsService": "overview look_into compare",
    "BulkService": "plan",
    "CardsService": "of",
    "ClientRecordsService": "of",
    "DraftsService": "load all",
    "ExercisesService": "search by_names get substitutes groups",
    "GymService": "settings today",
    "GymServices": "computer",
    "HandoverService": "clients suggest",
    "ImportNamesService": "names",
    "MemberImportService": "check",
    "MessagesService": "threads thread unread",
    "MyTrainingService": "standing",
    "NotesService": "notes",
    "NotificationsService": "latest unread",
    "PeopleService": "members ids counts details next_member_number search my_trainer",
    "PersonsService": "page export export_own erase_preview",
    "PlansService": "active former week of_client",
    "ProgressService": "exercises exercise records maxima summary weeks logs",
    "RefusedService": "open count choices",
    "ReportsService": "ratio_history capacity trainer_load adherence month",
    "SignInService": "gym_name station_name with_identity check_staff",
    "StationsService": "stations",
    "TemplatesService": "list get",
    "TrainersService": "overview roster photo my_clients client",
    "WaitlistService": "entries waiting my_entry",
    "WorkoutsService": "logs last_sets preview_import",
}

# What they change are files and the work of this computer, through no transaction.
FILES = {
    "BackUpsService": "save_plan back_up save_copy cancel",
    "DraftsService": "save discard",  # their kills and full disks: tests/database/test_drafts.py
    "ExportsService": "table_csv",
}

# What waits for the server: it never says that the server is away, and is sent later. Its own faults, kills and
# full disks are in tests/faults/test_queue.py, tests/services/test_outbox.py and tests/database/test_outbox.py.
QUEUE = {
    "OutboxService": "in_hand put done count waiting take_problem stop send_all send_earlier send_own forget_erased",
    "RecordingService": "keeps_for kept log skip withdraw waiting",
}


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
ALONE: set[str] = set()


def writes(name: str, *, alone: bool = False) -> Callable[[Scenario], Scenario]:
    """Register how `Service.method` is sent; what comes after a comma tells two ways apart.

    Args:
        name: Of the method.
        alone: It takes several transactions, or what it leaves behind depends on what others do at the same
            time: it is never sent together with other writes.
    """

    def register(scenario: Scenario) -> Scenario:
        assert name not in WRITES
        WRITES[name] = scenario
        if alone:
            ALONE.add(name)
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


_DESKS: WeakKeyDictionary[Gym, Person] = WeakKeyDictionary()


def desk(gym: Gym) -> Person:
    """The gym's only admin: what admins are told is then told once, however many scenarios were arranged."""
    if gym not in _DESKS:
        _DESKS[gym] = gym.admin()
    return _DESKS[gym]


def id_of(trainer: Person) -> UUID:
    assert trainer.trainer_id is not None
    return trainer.trainer_id


def version(gym: Gym, table: str, id: UUID | None) -> int:
    found = gym.one(f"SELECT version FROM public.{table} WHERE id = :id", id=id)
    assert isinstance(found, int)
    return found


def sets(*reps: int) -> tuple[LoggedSet, ...]:
    return tuple(
        LoggedSet(n, reps=done, weight=Decimal("60"), unit=Unit.KG) for n, done in enumerate(reps, 1)
    )

"""What the kiosk asks of the services works with a kiosk's own, narrower login to the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.identity import SignInRefused
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.outbox import NewSkip, Recorded
from gymtrainer_desktop.domain.workouts import NewLog, SetType
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.ui.kiosk.winding_up import record
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.finish_facts import load_finish_facts
from gymtrainer_desktop.ui.widgets.logging.workout_loader import load_workout
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from tests.factories import Gym


def test_a_visit_through_a_kiosks_login(gym: Gym, station: Callable[..., Database]) -> None:
    member, trainer = gym.member("Sarah Johnson"), gym.trainer()
    plan = gym.plan(gym.assignment(member, trainer))
    today = Weekday.of(gym.today).value
    bench, squat = gym.exercise(plan, today), gym.exercise(plan, today, "Back squat", sets=1)
    gym.log(member, None, name="Bench press")
    gym.secret(member, "pin", "2468")
    door = SignInService(station("station_kiosk"))
    assert member.member_number is not None
    services = door.sign_in_member(member.member_number, "2468")
    assert services.gym.settings().plates_kg
    loaded = load_workout(services, member.id, None, 1, frozenset(), with_trainer=False)
    session = WorkoutSession(loaded.day, services.person.weight_unit)
    session.update(loaded.planned, loaded.logs)
    assert [entry.name for entry in session.entries] == ["Bench press", "Back squat"]
    entry = session.entries[0]
    entry.take_last(loaded.last["bench press"])
    for place in range(4):
        entry.finish_set(place)
    recorded = services.recording.log(entry.to_send(member.id, None))
    assert recorded.log is not None and not recorded.is_waiting
    entry.take_log(recorded.log)
    assert entry.state is EntryState.LOGGED and recorded.log.exercise_id == bench
    skipped = services.recording.skip(NewSkip(new_id(), member.id, squat, loaded.day, "No time today"))
    assert not skipped.is_waiting
    again = load_workout(services, member.id, None, 1, frozenset(), with_trainer=False)
    assert again.planned is not None and again.planned.exercises[1].skipped is not None
    services.workouts.take_skip_back(again.planned.exercises[1].skipped.id)

    # What is saved is changed, deleted and brought back, as a member does it there.
    log = recorded.log
    assert log.is_correctable
    fewer = tuple(replace(one, type=SetType.WARM_UP) if one.number == 1 else one for one in log.sets)
    changed = services.workouts.correct(log.id, fewer, 5, "Felt easy.", log.version)
    assert (changed.sets_completed, changed.notes, changed.sets[0].type) == (3, "Felt easy.", SetType.WARM_UP)
    services.workouts.delete(log.id)
    assert log.id not in {one.id for one in services.workouts.logs(member.id)}
    anew = NewLog(new_id(), member.id, bench, log.exercise_name, fewer, log.completed_at, 5, "Felt easy.")
    outcomes: dict[UUID, Recorded] = {}
    back = record(services, anew, outcomes).log
    assert back is not None and back.completed_at == log.completed_at and outcomes[anew.id].log == back
    # An attempt that had arrived with other numbers is replaced.
    other = replace(anew, id=new_id(), rating=1)
    record(services, other, outcomes, replaces=anew.id)
    assert {one.id for one in services.workouts.logs(member.id, exercise_name="Bench press")} >= {other.id}
    assert anew.id not in {one.id for one in services.workouts.logs(member.id)}
    assert load_finish_facts(services, member.id, loaded.day).streak == 1
    assert services.exercises.substitutes("Bench press") and services.exercises.search("row")
    services.drafts.save("workout", member.id, {"form": "x"})
    door.sign_out(services)
    assert not door.touch(services)


def test_staff_are_known_at_a_kiosk_but_cannot_sign_in_there(
    gym: Gym, station: Callable[..., Database]
) -> None:
    admin, member = gym.admin("Rosa Delgado"), gym.member()
    gym.secret(admin, "password", "front-desk-1")
    gym.secret(member, "password", "front-desk-1")
    door = SignInService(station("station_kiosk"))
    door.check_staff(admin.email, "front-desk-1")
    assert gym.one("SELECT count(*) FROM auth.sessions") == 0
    for email, password in ((admin.email, "front-desk-2"), (member.email, "front-desk-1")):
        with pytest.raises(SignInRefused):
            door.check_staff(email, password)
    with pytest.raises(Denied):
        door.sign_in(admin.email, "front-desk-1")

"""A kiosk whose server is away: it lets in whom it has shown a plan, shows that plan, and keeps what they log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database import identity, plan_cache
from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.outbox import Outbox, new_key
from gymtrainer_desktop.database.plan_cache import PlanCache
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import NewSkip, SendOutcome
from gymtrainer_desktop.domain.plain_values import from_plain, to_plain
from gymtrainer_desktop.domain.plans import DayState
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.kiosk_door import NOT_KEPT, KioskDoor
from gymtrainer_desktop.services.offline import OfflineServices, Snapshot, take_snapshot
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.ui.widgets.logging.workout_loader import load_workout
from tests.factories import CHEAP, Gym
from tests.faults.writes import Pair, pair, sets
from tests.services.test_outbox import Line


class Kiosk:
    """A kiosk's door, its line to the server, and a member who trains there."""

    def __init__(self, gym: Gym, line: Line, folder: Path) -> None:
        key = new_key()
        self.gym, self.line = gym, line
        self.p: Pair = pair(gym)
        self.number = self.p.member.member_number or ""
        gym.secret(self.p.member, "pin", "2468")
        self.queue = Outbox(folder / "outbox.db", lambda: key)
        self.cache = PlanCache(folder / "plans.db", lambda: key)
        self.drafts = DraftStore(folder / "drafts.db")
        self.outbox = OutboxService(gym.station, self.queue, self.drafts, self.cache)
        self.door = KioskDoor(
            SignInService(gym.station, self.drafts, self.outbox), self.cache, self.drafts, self.outbox
        )

    def keep_for(self, days: int) -> None:
        self.gym.owner.execute(
            text("UPDATE public.gym_settings SET kiosk_offline_days = :days"), {"days": days}
        )

    def online(self) -> GymServices:
        services = self.door.sign_in_member(self.number, "2468")
        assert isinstance(services, GymServices)
        return services

    def offline(self, number: str | None = None) -> OfflineServices:
        self.line.cut()
        services = self.door.sign_in_member(number or self.number, "2468")
        assert isinstance(services, OfflineServices)
        return services

    def logged(self) -> object:
        return self.gym.one(
            "SELECT count(*) FROM public.workout_progress WHERE member_id = :id", id=self.p.member.id
        )


@pytest.fixture
def kiosk(gym: Gym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kiosk]:
    monkeypatch.setattr(plan_cache, "DEFAULTS", CHEAP)
    monkeypatch.setattr(identity, "DEFAULTS", CHEAP)
    kiosk = Kiosk(gym, Line(gym.station, monkeypatch), tmp_path)
    yield kiosk
    for file in (kiosk.queue, kiosk.cache, kiosk.drafts):
        file.close()


def test_without_the_gym_s_wish_nothing_is_kept_and_the_answer_is_that_the_server_is_away(
    kiosk: Kiosk,
) -> None:
    kiosk.online()
    assert kiosk.cache.count() == 0
    kiosk.line.cut()
    with pytest.raises(Unavailable):
        kiosk.door.sign_in_member(kiosk.number, "2468")


def test_what_was_shown_is_shown_again_and_what_is_logged_waits_for_the_next_sign_in(kiosk: Kiosk) -> None:
    kiosk.keep_for(3)
    before = kiosk.online()
    earlier = NewLog(new_id(), kiosk.p.member.id, None, "Rowing", sets(20))
    before.recording.log(earlier)
    seen = load_workout(kiosk.online(), kiosk.p.member.id, None, 1, frozenset(), with_trainer=False)
    services = kiosk.offline()
    kept = load_workout(services, kiosk.p.member.id, None, 1, frozenset(), with_trainer=False)
    assert kept == seen
    assert (services.person, services.gym.settings().kiosk_offline_days) == (before.person, 3)

    new = NewLog(new_id(), kiosk.p.member.id, kiosk.p.exercise, "Bench press", sets(8, 8), rating=3)
    skip = NewSkip(new_id(), kiosk.p.member.id, kiosk.p.exercise, kiosk.gym.today, "Tired")
    assert services.recording.log(new).is_waiting and services.recording.skip(skip).is_waiting
    assert services.drafts.save("workout", kiosk.p.member.id, {"n": 1}) <= datetime.now(UTC)
    kiosk.door.sign_out(services)
    assert kiosk.door.touch(services)

    kiosk.line.mend()
    assert kiosk.outbox.send_all() == SendOutcome(waiting=2, held=2), "no session could send it"
    assert kiosk.logged() == 1
    now = kiosk.online()
    mine = kiosk.outbox.send_own(now.person.person_id, now.identity.token, now.workouts)
    assert mine == SendOutcome(sent=2)
    (log, _) = now.workouts.logs(kiosk.p.member.id)
    assert (log.id, log.sets, log.rating) == (new.id, new.sets, 3)
    draft = now.drafts.load("workout", kiosk.p.member.id)
    assert draft is not None and draft.content == {"n": 1}


def test_nobody_learns_whose_plans_are_kept(kiosk: Kiosk) -> None:
    kiosk.keep_for(3)
    kiosk.online()
    kiosk.line.cut()
    for number, pin in ((kiosk.number, "0000"), ("M9999", "2468"), ("", "")):
        with pytest.raises(UserError) as refusal:
            kiosk.door.sign_in_member(number, pin)
        assert (refusal.value.message, refusal.value.code) == (NOT_KEPT, "not_kept")
    for n in range(4):
        with pytest.raises(UserError, match="open none"):
            kiosk.door.sign_in_member(kiosk.number, f"000{n}")
    with pytest.raises(UserError, match="open none"):
        kiosk.door.sign_in_member(kiosk.number, "2468")
    kiosk.line.mend()
    kiosk.online()
    assert kiosk.offline().person.full_name == kiosk.p.member.name, "the server let them in: unlocked"


def test_a_gym_that_does_not_want_it_any_more_has_everything_forgotten(kiosk: Kiosk) -> None:
    kiosk.keep_for(3)
    kiosk.online()
    assert kiosk.cache.count() == 1
    kiosk.keep_for(0)
    kiosk.online()
    assert kiosk.cache.count() == 0


def test_on_the_days_after_the_plan_goes_on_until_the_last_day_kept(kiosk: Kiosk) -> None:
    kiosk.keep_for(10)
    kiosk.online()
    today = kiosk.gym.today
    services = kiosk.offline()
    week = services.plans.week(kiosk.p.member.id, today)
    assert week is not None and week.today == today
    assert next(day for day in week.days if day.date == today).state is DayState.TODAY

    kiosk.outbox.clock.learn(datetime.now(UTC) + timedelta(days=9))
    later = kiosk.offline()
    assert later.gym.today() == today + timedelta(days=9)
    week = later.plans.week(kiosk.p.member.id, later.gym.today())
    assert week is not None and week.today == later.gym.today()
    day = Weekday.of(today)
    first = later.plans.week(kiosk.p.member.id, today)
    assert first is not None
    assert next(each for each in first.days if each.day is day).state is DayState.MISSED

    kiosk.outbox.clock.learn(datetime.now(UTC) + timedelta(days=12))
    with pytest.raises(UserError, match="open none"):
        kiosk.door.sign_in_member(kiosk.number, "2468")


def test_a_member_without_a_plan_is_let_in_to_log_what_they_do(kiosk: Kiosk) -> None:
    kiosk.keep_for(2)
    other = kiosk.gym.member()
    kiosk.gym.secret(other, "pin", "2468")
    kiosk.door.sign_in_member(other.member_number or "", "2468")
    services = kiosk.offline(other.member_number)
    assert services.plans.week(other.id, kiosk.gym.today) is None
    new = NewLog(new_id(), other.id, None, "Rowing", sets(20))
    assert services.recording.log(new).is_waiting
    assert services.exercises.substitutes("Rowing") == ()


def test_a_plan_kept_by_another_version_of_the_program_opens_nothing(kiosk: Kiosk) -> None:
    kiosk.cache.put(kiosk.p.member.id, kiosk.number, "2468", {"weeks": "all of them"}, 3)
    kiosk.line.cut()
    with pytest.raises(UserError, match="open none"):
        kiosk.door.sign_in_member(kiosk.number, "2468")


def test_a_plan_that_cannot_be_kept_keeps_nobody_from_training(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk.keep_for(3)

    def full(*_: object) -> None:
        raise UserError("The disk is full.", code="disk_full")

    monkeypatch.setattr(kiosk.cache, "put", full)
    assert kiosk.online().person.person_id == kiosk.p.member.id


def test_a_snapshot_as_plain_values_and_back_is_the_same(kiosk: Kiosk) -> None:
    kiosk.keep_for(14)
    services = kiosk.online()
    services.recording.log(
        NewLog(new_id(), kiosk.p.member.id, kiosk.p.exercise, "Bench press", sets(8, 7, 6))
    )
    snapshot = take_snapshot(services, services.gym.settings())
    assert len(snapshot.weeks) == 3 and snapshot.last["bench press"] is not None
    assert from_plain(Snapshot, to_plain(snapshot)) == snapshot
    assert services.plans.week(kiosk.p.member.id, snapshot.since) == snapshot.weeks[0]

"""A half-entered workout: kept on this computer, offered again, continued, discarded, never lost."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.set_row import RowState
from gymtrainer_desktop.ui.widgets.logging.workout_draft import WorkoutDraftKeeper, load_workout_draft
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import (
    KIND,
    apply_draft,
    draft_of,
    joined,
    read_draft,
    read_drafts,
)
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind
from tests.ui.member_gym import SARAH, TODAY, ZONE, MemberGym, show_page
from tests.ui.trainer_gym_plans import Drafts

NOW = datetime(2026, 11, 20, 17, 42, tzinfo=UTC)
PERSON = SignedIn(SARAH, "Sarah Johnson", (Role.MEMBER,), None, True, Unit.KG, 5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts.db"


def service(file: Path) -> DraftsService:
    """The drafts as a program that has just been started finds them."""
    return DraftsService(DraftStore(file), PERSON)


def half_done(day: date = TODAY) -> WorkoutSession:
    session = WorkoutSession(day, Unit.KG, began_at=NOW)
    squat = session.add("Back squat")
    squat.sets[0].weight, squat.sets[0].reps = Decimal("82.5"), 5
    squat.sets[0].rir, squat.sets[0].done_at = 2, NOW
    squat.finish_set(0)
    squat.add_set()
    squat.sets[1].type, squat.sets[1].is_edited = SetType.DROP, True
    squat.rating, squat.note = 4, "Näher am Rack — „gut“ 🏋"
    row = session.add("Rowing machine")
    row.use_kind(EntryKind.CARDIO)
    row.in_miles = True
    row.sets[0].seconds, row.sets[0].metres, row.sets[0].is_edited = 1200, Decimal("4800.5"), True
    session.add("Plank")
    return session


def saved(session: WorkoutSession) -> SavedDraft:
    return SavedDraft(KIND, SARAH, draft_of(session), NOW)


def test_every_number_comes_back() -> None:
    session = half_done()
    kept = read_draft(saved(session))
    assert kept is not None
    fresh = WorkoutSession(TODAY, Unit.KG)
    assert apply_draft(kept, fresh, SARAH, ()) == set()
    assert [entry.name for entry in fresh.entries] == ["Back squat", "Rowing machine"]
    squat, row = fresh.entries
    assert squat.sets == session.entries[0].sets
    assert (squat.rating, squat.note) == (4, "Näher am Rack — „gut“ 🏋")
    assert (row.kind, row.has_weight, row.sets) == (EntryKind.CARDIO, False, session.entries[1].sets)
    assert (fresh.began_at, kept.begun, kept.day) == (NOW, NOW, TODAY)
    assert fresh.unsaved == (squat, row) and row.in_miles


def test_what_was_sent_keeps_its_key_and_what_arrived_is_not_offered() -> None:
    session = half_done()
    squat, row, _ = session.entries
    sent = squat.to_send(SARAH, None)
    squat.state = EntryState.UNSENT
    row.to_send(SARAH, None)
    row.take_waiting()
    kept = read_draft(saved(session))
    assert kept is not None
    fresh = WorkoutSession(TODAY, Unit.KG)
    assert apply_draft(kept, fresh, SARAH, ()) == {row.key}
    again = fresh.entries[0].to_send(SARAH, None)
    assert (again.id, again.sets) == (sent.id, sent.sets)
    assert fresh.entries[1].is_waiting
    assert fresh.unsaved == (fresh.entries[0],)
    waiting = fresh.entries[1]
    assert waiting.sent is not None
    fresh.take_queue({waiting.sent.id})
    assert not waiting.is_refused, "it is still in the queue"
    fresh.take_queue(())
    assert waiting.is_refused and not waiting.is_touched, "neither there nor here: the desk has it"
    arrived = WorkoutSession(TODAY, Unit.KG)
    apply_draft(kept, arrived, SARAH, {sent.id})
    assert [entry.name for entry in arrived.entries] == ["Rowing machine"]


def test_what_was_entered_since_is_not_replaced() -> None:
    session = half_done()
    kept = read_draft(saved(session))
    assert kept is not None
    session.entries[0].sets[0].weight = Decimal(90)
    apply_draft(kept, session, SARAH, ())
    assert session.entries[0].sets[0].weight == Decimal(90)


@pytest.mark.parametrize(
    "change",
    [
        {"form": "workout 99"},
        {"day": "yesterday"},
        {"exercises": [{"key": "none"}]},
        {"exercises": None},
        {"at": 7},
    ],
)
def test_a_draft_of_another_shape_is_passed_over(change: dict[str, object]) -> None:
    content = draft_of(half_done())
    assert read_draft(SavedDraft(KIND, SARAH, {**content, **change}, NOW)) is None


def test_several_days_lie_in_one_draft() -> None:
    days = (TODAY, date(2026, 11, 18))
    content = joined([draft_of(half_done(day)) for day in days])
    assert content is not None
    found = read_drafts(SavedDraft(KIND, SARAH, content, NOW))
    assert tuple(one.day for one in found) == days
    assert joined([one.content for one in found]) == content
    assert joined([]) is None


def keeper_of(
    context: PageContext, drafts: object, sessions: list[WorkoutSession], parent: QObject
) -> WorkoutDraftKeeper:
    keeper = WorkoutDraftKeeper(context.tasks, drafts, SARAH, sessions, parent)
    keeper.take(None)
    return keeper


def test_a_change_is_on_the_disk_soon(
    qtbot: QtBot, window: QObject, page_context: PageContext, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Delay, "DRAFT_QUIET", 30)
    sessions = [half_done()]
    keeper = keeper_of(page_context, service(file), sessions, window)
    keeper.note_change()
    assert keeper.has_unsaved
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    found = read_draft(load_workout_draft(service(file), SARAH))
    assert found is not None
    assert found.exercises[0].entry.sets[0].weight == Decimal("82.5")


def test_somebody_who_never_pauses_is_saved_all_the_same(
    qtbot: QtBot, window: QObject, page_context: PageContext, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Delay, "DRAFT_QUIET", 60_000)
    monkeypatch.setattr(Delay, "DRAFT_LATEST", 30)
    keeper = keeper_of(page_context, service(file), [half_done()], window)
    keeper.note_change()
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    assert load_workout_draft(service(file), SARAH) is not None


def test_it_is_thrown_away_once_all_of_it_is_sent(
    qtbot: QtBot, window: QObject, page_context: PageContext, file: Path
) -> None:
    sessions = [half_done()]
    keeper = keeper_of(page_context, service(file), sessions, window)
    keeper.note_change()
    keeper.flush()
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    sessions.clear()
    keeper.note_change()
    keeper.flush()
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    assert load_workout_draft(service(file), SARAH) is None


def test_what_was_offered_stays_until_somebody_decides(
    qtbot: QtBot, window: QObject, page_context: PageContext, file: Path
) -> None:
    service(file).save(KIND, SARAH, draft_of(half_done(date(2026, 11, 18))))
    sessions = [half_done()]
    keeper = WorkoutDraftKeeper(page_context.tasks, service(file), SARAH, sessions, window)
    keeper.take(load_workout_draft(service(file), SARAH))
    keeper.note_change()
    keeper.flush()
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    found = read_drafts(load_workout_draft(service(file), SARAH))
    assert [one.day for one in found] == [TODAY, date(2026, 11, 18)]
    assert keeper.offered is not None
    keeper.settle(keeper.offered)
    keeper.flush()
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    found = read_drafts(load_workout_draft(service(file), SARAH))
    assert [one.day for one in found] == [TODAY]
    assert keeper.offered is None


class FullDisk(DraftsService):
    """A workstation whose disk is full at first."""

    full = True

    def save(self, kind: str, subject_id: object, content: object) -> datetime:
        if self.full:
            raise UserError("The disk is full: the draft is not kept. Free some space.")
        return super().save(kind, subject_id, content)  # type: ignore[arg-type]


def test_a_full_disk_is_told_once_and_tried_again(
    qtbot: QtBot, window: QObject, page_context: PageContext, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Delay, "DRAFT_LATEST", 30)
    drafts = FullDisk(DraftStore(file), PERSON)
    keeper = keeper_of(page_context, drafts, [half_done()], window)
    told: list[Exception] = []
    keeper.failed.connect(told.append)
    keeper.note_change()
    keeper.flush()
    qtbot.waitUntil(lambda: bool(keeper.problem))
    assert keeper.problem.startswith("The disk is full")
    drafts.full = False
    qtbot.waitUntil(lambda: not keeper.has_unsaved)
    assert keeper.problem == ""
    assert len(told) == 1
    assert load_workout_draft(service(file), SARAH) is not None


# On the page


def gym_on(file: Path) -> MemberGym:
    """A gym whose drafts lie in a file, as after a fresh start of the program."""
    gym = MemberGym()
    gym.drafts = Drafts(gym, DraftStore(file))  # type: ignore[arg-type]
    return gym


def page_on(qtbot: QtBot, window: QWidget, base: PageContext, gym: MemberGym, **args: Any) -> LogWorkoutPage:
    """A page of a program that was just started: nothing of the former one is in memory."""
    context = dataclasses.replace(gym.context(base), drafts={})
    page = LogWorkoutPage(context, clock=gym.clock)
    holder = QWidget(window)
    holder.resize(window.size())
    holder.show()
    show_page(holder, page, **args)
    qtbot.waitUntil(lambda: page.states.state == "content")
    return page


def do_set(qtbot: QtBot, page: LogWorkoutPage) -> None:
    row = next(row for row in page.panel.table.rows if row.state is RowState.CURRENT)
    qtbot.mouseClick(row.done_button, Qt.MouseButton.LeftButton)


def kept(gym: MemberGym) -> SavedDraft | None:
    return gym.drafts.kept.load(KIND, SARAH)


def begin_and_crash(qtbot: QtBot, window: QWidget, base: PageContext, gym: MemberGym) -> None:
    page = page_on(qtbot, window, base, gym)
    do_set(qtbot, page)
    do_set(qtbot, page)
    page.panel.difficulty.choose("4")
    page.panel.note.setPlainText("Grip got weak.")
    page._at.desk.keeper.flush()
    qtbot.waitUntil(lambda: not page._at.desk.keeper.has_unsaved)
    page.parentWidget().deleteLater()


def test_after_a_crash_the_workout_is_offered_and_goes_on(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path
) -> None:
    begin_and_crash(qtbot, window, page_context, gym_on(file))
    gym = gym_on(file)
    gym.now += timedelta(hours=1)
    page = page_on(qtbot, window, page_context, gym)
    assert page.draft_banner.words == "You began this workout at 15:30. Deadlift: 2 sets, not saved yet."
    assert page.list.progress_words == "0/13"
    qtbot.mouseClick(page.draft_banner.continue_button, Qt.MouseButton.LeftButton)
    assert page.draft_banner.words == ""
    assert page.list.progress_words == "2/13"
    assert (page.panel.difficulty.rating, page.panel.note.toPlainText()) == (4, "Grip got weak.")
    do_set(qtbot, page)
    page.saving.save()
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert len(gym.called("log")[0].sets) == 3
    page._at.desk.keeper.flush()
    qtbot.waitUntil(lambda: kept(gym) is None)


def test_what_was_entered_is_saved_without_anybody_asking(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Delay, "DRAFT_QUIET", 30)
    gym = gym_on(file)
    page = page_on(qtbot, window, page_context, gym)
    assert kept(gym) is None
    do_set(qtbot, page)
    qtbot.waitUntil(lambda: kept(gym) is not None)
    assert gym.called("log") == []


def test_leaving_the_page_saves_at_once(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path
) -> None:
    gym = gym_on(file)
    page = page_on(qtbot, window, page_context, gym)
    do_set(qtbot, page)
    page.hide()
    qtbot.waitUntil(lambda: kept(gym) is not None)


def test_it_can_be_discarded_and_that_undone(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path
) -> None:
    begin_and_crash(qtbot, window, page_context, gym_on(file))
    gym = gym_on(file)
    page = page_on(qtbot, window, page_context, gym)
    qtbot.mouseClick(page.draft_banner.discard_button, Qt.MouseButton.LeftButton)
    assert page.draft_banner.words == ""
    qtbot.waitUntil(lambda: kept(gym) is None)
    page.context.notices.toasts.toasts[-1]._on_undo_clicked()
    assert page.draft_banner.words.startswith("You began this workout")
    page._at.desk.keeper.flush()
    qtbot.waitUntil(lambda: kept(gym) is not None)


def test_a_workout_of_another_day_is_offered_as_that_days(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path
) -> None:
    begin_and_crash(qtbot, window, page_context, gym_on(file))
    gym = gym_on(file)
    gym.now += timedelta(days=2)
    page = page_on(qtbot, window, page_context, gym)
    assert page.session is not None and page.session.day == date(2026, 11, 22)
    assert page.draft_banner.words.startswith("You began a workout on Fri 20 Nov at 15:30.")
    qtbot.mouseClick(page.draft_banner.continue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.progress_words == "2/13")
    assert page.session.day == TODAY
    page.saving.save()
    qtbot.waitUntil(lambda: gym.called("log") != [])
    (new,) = gym.called("log")
    assert new.completed_at.astimezone(ZONE).date() == TODAY, "it belongs to the day it was begun on"


def test_continuing_leaves_what_was_entered_meanwhile(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path
) -> None:
    begin_and_crash(qtbot, window, page_context, gym_on(file))
    gym = gym_on(file)
    page = page_on(qtbot, window, page_context, gym)
    do_set(qtbot, page)
    page._at.desk.keeper.flush()
    qtbot.waitUntil(lambda: not page._at.desk.keeper.has_unsaved)
    assert len(read_drafts(kept(gym))) == 2, "neither takes the other's place before somebody decides"
    qtbot.mouseClick(page.draft_banner.continue_button, Qt.MouseButton.LeftButton)
    assert page.list.progress_words == "1/13"


def test_what_waits_for_the_server_shows_as_saved_here_after_a_restart(
    qtbot: QtBot, window: QWidget, page_context: PageContext, file: Path
) -> None:
    gym = gym_on(file)
    gym.recording.is_away = True
    page = page_on(qtbot, window, page_context, gym)
    do_set(qtbot, page)
    page.saving.save()
    qtbot.waitUntil(lambda: page.list.buttons[0].words == "Saved here, 1 set")
    page._at.desk.keeper.flush()
    qtbot.waitUntil(lambda: kept(gym) is not None)
    again = gym_on(file)
    page = page_on(qtbot, window, page_context, again)
    assert page.draft_banner.words == "", "nothing to decide about"
    assert page.list.buttons[0].words == "Saved here, 1 set"
    # The queue is sent meanwhile.
    again.workouts.log(gym.recording.queued[0])
    page.refresh()
    qtbot.waitUntil(lambda: page.list.buttons[0].words == "Saved, 1 set")
    page._at.desk.keeper.flush()
    qtbot.waitUntil(lambda: kept(again) is None)


# Midnight, and the change of the clocks


def test_a_workout_across_midnight_stays_with_its_day() -> None:
    before = datetime(2026, 11, 20, 23, 50, tzinfo=ZONE)
    after = datetime(2026, 11, 21, 0, 20, tzinfo=ZONE)
    session = WorkoutSession(TODAY, Unit.KG, began_at=before)
    squat, row = session.add("Back squat"), session.add("Row")
    for entry, at in ((squat, before), (row, after)):
        entry.sets[0].weight, entry.sets[0].reps = Decimal(60), 5
        entry.finish_set(0)
        entry.sets[0].done_at = at
    assert session.completed_at(squat, before) is None
    assert session.completed_at(squat, after) == before
    assert session.completed_at(row, after) == datetime(2026, 11, 20, 23, 59, 59, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "now", "expected"),
    [
        # Clocks go forward on 29 March 2026 at 01:00, and back on 25 October at 02:00.
        (date(2026, 3, 29), datetime(2026, 3, 30, 1, 30, tzinfo=ZONE), date(2026, 3, 29)),
        (date(2026, 10, 25), datetime(2026, 10, 26, 1, 30, tzinfo=ZONE), date(2026, 10, 25)),
        (date(2026, 3, 28), datetime(2026, 3, 29, 2, 30, tzinfo=ZONE), date(2026, 3, 28)),
    ],
)
def test_a_day_of_23_or_25_hours(day: date, now: datetime, expected: date) -> None:
    session = WorkoutSession(day, Unit.KG)
    at = session.completed_at(session.add("Back squat"), now)
    assert at is not None
    assert at.astimezone(UTC).astimezone(ZONE).date() == expected


def test_a_clock_that_is_behind_lets_the_server_say_when() -> None:
    session = WorkoutSession(TODAY, Unit.KG)
    assert session.completed_at(session.add("Row"), datetime(2026, 11, 18, 9, tzinfo=ZONE)) is None

"""The member's first page: what it says about today, and where it leads."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.notifications import Notification, NotificationKind
from gymtrainer_desktop.domain.people import MyTrainer
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.member.home_page import HomePage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.records_card import RecordButton
from tests.ui.member_gym import NOW, SARAH, TODAY, MemberGym, lifted, show_page, uid


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> HomePage:
    return HomePage(gym.context(page_context), clock=gym.clock)


def _open(qtbot, window: QWidget, page: HomePage, state: str = "content") -> None:
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == state)


def _cells(page: HomePage, row: int) -> list[str]:
    model = page.today.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_it_greets_by_the_gym_s_clock(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    assert page.title == "Good afternoon, Sarah"
    gym.now = NOW.replace(hour=19)
    _open(qtbot, window, page)
    assert page.title == "Good evening, Sarah"


def test_today_s_workout_is_listed_with_last_time(qtbot, window: QWidget, page: HomePage) -> None:
    _open(qtbot, window, page)
    assert page.today.headline == "12-Week Strength Program"
    assert page.today.words == "4 exercises, about 35 minutes"
    assert [_cells(page, row) for row in range(4)] == [
        ["Deadlift", "4 × 5", "165 lb", "160 lb × 5, difficulty 3"],
        ["Romanian deadlift", "3 × 8", "115 lb", "110 lb × 8, difficulty 3"],
        ["Leg curl", "3 × 12", "60 lb", "60 lb × 12, difficulty 4"],
        ["Plank", "3 × 45 s", "bodyweight", "3 × 40 s, difficulty 4"],
    ]


def test_start_workout_opens_the_log_of_today(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    assert page.today.start_button.accessibleName() == "Start workout"
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": TODAY})]


def test_enter_on_an_exercise_begins_with_it(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    page.today.table.select_id(gym.exercise("Leg curl").id)
    page.today.table.setFocus()
    qtbot.keyClick(page.today.table, Qt.Key.Key_Return)
    assert gym.went == [("log", {"day": TODAY, "exercise_id": gym.exercise("Leg curl").id})]


def test_a_begun_workout_goes_on_and_a_done_one_is_praised(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    _open(qtbot, window, page)
    assert page.today.words == "1 of 4 exercises logged"
    assert page.today.start_button.accessibleName() == "Continue workout"
    for name in ("Romanian deadlift", "Leg curl", "Plank"):
        gym.log_of(name, TODAY, lifted(1, 8, "60"))
    page.refresh()
    qtbot.waitUntil(lambda: page.today.words == "All 4 exercises logged. Well done.")
    assert not page.today.start_button.isVisible()
    qtbot.mouseClick(page.today.second_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": TODAY})]
    assert page.trainer.week_words == "4/5 workouts completed"


def test_the_week_and_its_days(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    assert "Mon: completed, Tue: completed, Wed: completed, Thu: rest day, Fri: planned" in (
        page.week.dots.accessibleName()
    )
    third = QPoint(round(page.week.dots.width() * 2.5 / 7), page.week.dots.height() // 2)
    qtbot.mouseClick(page.week.dots, Qt.MouseButton.LeftButton, pos=third)
    qtbot.mouseClick(page.week.plan_link, Qt.MouseButton.LeftButton)
    assert gym.went == [("my_plan", {"day": date(2026, 11, 18)}), ("my_plan", {})]


def test_my_trainer_as_the_guide_draws_it(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    card = page.trainer
    assert (card.name, card.week_words) == ("John Smith", "3/5 workouts completed")
    texts = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert {"My Trainer", "Strength & Conditioning", "NASM-CPT", "CSCS", "This week"} <= set(texts)
    qtbot.mouseClick(card.plan_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("my_plan", {})]


def test_the_newest_shared_note(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    assert page.note.title == "John wrote a note for you"
    assert page.note.text.startswith("Great depth on squats.")
    hostile = "<b>'; DROP TABLE notes;</b> 💪 " * 100
    gym.stored_notes.insert(0, dataclasses.replace(gym.stored_notes[0], text=hostile))
    page.refresh()
    qtbot.waitUntil(lambda: page.note.text == hostile)
    words = next(label for label in page.note.findChildren(QLabel) if label.text() == hostile)
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_a_record_opens_its_chart(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    button = next(b for b in page.records.findChildren(RecordButton) if b.text() == "Deadlift")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.progress_link, Qt.MouseButton.LeftButton)
    assert gym.went == [("my_progress", {"exercise": "Deadlift"}), ("my_progress", {})]


def test_a_rest_day_says_what_is_next(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    gym.now = NOW - timedelta(days=1)
    _open(qtbot, window, page)
    assert page.today.headline == "Rest day"
    assert page.today.words == "Nothing is planned today. Next: Fri 20 Nov 2026, 4 exercises."
    assert not page.today.start_button.isVisible()
    assert not page.today.table.isVisible()


def test_a_missed_workout_can_be_caught_up_on(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    gym.now = NOW - timedelta(days=1)
    gym.stored_logs = [log for log in gym.stored_logs if log.exercise_name != "Lat pulldown"]
    _open(qtbot, window, page)
    assert page.today.start_button.accessibleName() == "Catch up on Wednesday"
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": date(2026, 11, 18), "done_today": True})]


@pytest.mark.parametrize(
    ("starts", "ends", "headline"),
    [
        (date(2026, 11, 23), date(2027, 2, 14), "Your plan is ready"),
        (date(2026, 8, 3), date(2026, 11, 15), "Your plan is over"),
    ],
)
def test_a_plan_before_and_after_its_time(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym, starts: date, ends: date, headline: str
) -> None:
    gym.replan(starts_on=starts, ends_on=ends)
    _open(qtbot, window, page)
    assert page.today.headline == headline


@pytest.mark.parametrize("has_trainer", [True, False])
def test_without_a_plan_it_says_who_makes_one(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym, has_trainer: bool
) -> None:
    gym.plan, gym.stored_notes, gym.stored_records = None, [], []
    gym.trainer = gym.trainer if has_trainer else None
    _open(qtbot, window, page)
    assert page.today.headline == "No plan yet"
    assert ("John Smith has not published" in page.today.words) == has_trainer
    assert ("front desk assigns you a trainer" in page.today.words) != has_trainer
    assert not page.week.isVisible()
    assert not page.note.isVisible()
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {})]


def test_an_error_says_what_happened_and_retry_loads_again(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.fail("week", Unavailable("The database cannot be reached."))
    _open(qtbot, window, page, "error")
    assert page.context.notices.offline_since is not None
    page.states.retry_requested.emit()
    qtbot.waitUntil(lambda: page.states.state == "content")


def test_a_refresh_keeps_the_row_that_is_chosen(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    page.today.table.select_id(gym.exercise("Leg curl").id)
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    page.refresh()
    qtbot.waitUntil(lambda: page.today.words == "1 of 4 exercises logged")
    assert page.today.table.current_row().planned.name == "Leg curl"


def test_endless_names_do_not_widen_the_page(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    endless = "X" * 10_000
    assert gym.plan is not None and isinstance(gym.trainer, MyTrainer)
    gym.replan(
        title=endless, exercises=tuple(dataclasses.replace(e, name=endless) for e in gym.plan.exercises)
    )
    gym.trainer = dataclasses.replace(gym.trainer, name=endless)
    _open(qtbot, window, page)
    assert window.width() == 1440
    assert page.trainer.width() < 500
    area = page.states.content
    assert isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() == 0


# What is new


def _told(
    number: int, kind: NotificationKind, hours: int, *, read: bool = False, **data: str
) -> Notification:
    return Notification(uid(12_000 + number), kind, data, uid(5000), NOW - timedelta(hours=hours), read)


def test_what_is_new_leads_to_its_page_and_is_read_then(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.stored_notifications = [
        _told(1, NotificationKind.MESSAGE, 1, **{"from": "John Smith"}),
        _told(2, NotificationKind.PLAN_CHANGED, 20, trainer="John Smith", plan="12-Week Strength Program"),
        _told(3, NotificationKind.ASSIGNED, 24, trainer="John Smith", read=True),
        _told(4, NotificationKind.NOTE_SHARED, 30, trainer="John Smith"),
        _told(5, NotificationKind.PLAN_PUBLISHED, 40, trainer="John Smith"),
    ]
    _open(qtbot, window, page)
    assert [(item.text, item.when) for item in page.news.items] == [
        ("John Smith wrote to you", "Today, 14:30"),
        ("John Smith changed your plan “12-Week Strength Program”", "Yesterday, 19:30"),
        ("John Smith wrote a note for you", "Yesterday, 09:30"),
    ]
    qtbot.mouseClick(page.news.lines[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.news.items and page.news.items[0].id == uid(12_002))
    qtbot.mouseClick(page.news.lines[0], Qt.MouseButton.LeftButton)
    assert gym.went == [("messages", {"assignment_id": uid(5000)}), ("my_plan", {})]
    qtbot.waitUntil(lambda: len(page.news.items) == 2)
    qtbot.mouseClick(page.news.read_link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.news.isVisible())
    assert all(one.read for one in gym.stored_notifications)


def test_what_cannot_be_marked_as_read_says_so(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.stored_notifications = [_told(1, NotificationKind.PLAN_PUBLISHED, 1, trainer="John Smith")]
    _open(qtbot, window, page)
    gym.fail("mark_read", Unavailable("The database cannot be reached."))
    qtbot.mouseClick(page.news.read_link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    assert page.news.isVisible()


def _waiting(status: WaitStatus) -> WaitingEntry:
    return WaitingEntry(
        uid(13_000), SARAH, "Sarah Johnson", "M-0005", uid(13_001), "Ana Costa", status, Decimal(1), "", uid(13_001),
        "Ana Costa", NOW, NOW + timedelta(days=2), NOW - timedelta(days=9), 1,
    )  # fmt: skip


@pytest.mark.parametrize("wanted", [True, False])
def test_an_offered_place_is_answered_where_it_is_told(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym, wanted: bool
) -> None:
    gym.trainer, gym.waiting = None, _waiting(WaitStatus.OFFERED)
    _open(qtbot, window, page)
    assert page.waiting.words == (
        "Ana Costa has a place. Do you want it? It is kept for you until Sun 22 Nov 2026, 15:30."
    )
    qtbot.mouseClick(page.waiting.yes_button if wanted else page.waiting.no_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.waiting.yes_button.isVisible())
    assert gym.called("answer") == [(uid(13_000), wanted)]
    if wanted:
        assert page.waiting.words == "You accepted the place with Ana Costa. The front desk assigns you."
    else:
        qtbot.waitUntil(lambda: not page.waiting.isVisible())


def test_an_offer_that_is_gone_says_so_and_shows_what_is(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.waiting = _waiting(WaitStatus.OFFERED)
    _open(qtbot, window, page)
    gym.fail("answer", UserError("This place is not offered any more.", code="offer_gone"))
    gym.waiting = _waiting(WaitStatus.WAITING)
    qtbot.mouseClick(page.waiting.yes_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: page.waiting.words.startswith("You have been waiting for Ana Costa since Wed 11 Nov")
    )
    assert not page.waiting.yes_button.isVisible()
    texts = [toast.words.text() for toast in page.context.notices.toasts.toasts]
    assert texts == ["This place is not offered any more."]


# How the training stands


def test_a_paused_training_keeps_the_plan_and_says_what_to_do(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.training = MyTraining(TODAY, AssignmentStatus.PAUSED, gym.trainer, stopped_on=date(2026, 11, 9))
    _open(qtbot, window, page)
    assert page.today.headline == "Your training is paused"
    assert page.trainer.words == (
        "Your training has been paused since Mon 9 Nov 2026. Your plan is kept; tell the front desk when you"
        " want to go on."
    )
    assert page.trainer.name == "John Smith"
    assert page.trainer.plan_button.isVisible()
    assert not page.trainer.message_button.isVisible()
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {})]


def test_a_training_that_ended_names_who_and_when(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.training = MyTraining(TODAY, AssignmentStatus.COMPLETED, gym.trainer, stopped_on=date(2026, 11, 1))
    gym.plan = None
    _open(qtbot, window, page)
    assert page.trainer.words == (
        "Your training with John Smith ended on Sun 1 Nov 2026. The front desk assigns your next trainer."
    )
    assert not page.trainer.message_button.isVisible()


def test_a_plan_that_ended_is_told_by_name(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    gym.plan = None
    gym.training = MyTraining(
        TODAY, AssignmentStatus.ACTIVE, gym.trainer, None, None, "Upper / Lower", date(2026, 11, 15), 6
    )
    _open(qtbot, window, page)
    assert page.today.headline == "Your plan is over"
    assert page.today.words == (
        "Upper / Lower ended on Sun 15 Nov 2026. Ask John Smith what comes next. What you do on your own can be"
        " logged already.\n6 weeks in a row"
    )


def test_weeks_in_a_row_stand_beside_the_week(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    gym.weeks_in_a_row = 4
    _open(qtbot, window, page)
    texts = [label.text() for label in page.week.findChildren(QLabel)]
    assert "3/5 workouts completed · 4 weeks in a row" in texts
    gym.weeks_in_a_row = 1
    page.refresh()
    qtbot.waitUntil(
        lambda: "3/5 workouts completed" in [label.text() for label in page.week.findChildren(QLabel)]
    )


def test_earlier_notes_are_one_click_away(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    first = gym.stored_notes[0]
    gym.stored_notes += [
        dataclasses.replace(
            first, id=uid(8002), text="Sleep more.", created_at=first.created_at - timedelta(days=7)
        ),
        dataclasses.replace(
            first, id=uid(8003), text="Welcome!", created_at=first.created_at - timedelta(days=14)
        ),
    ]
    _open(qtbot, window, page)
    assert page.note.more_link.text() == "2 earlier notes"

    def shown() -> set[str]:
        return {one.text() for one in page.note.findChildren(QLabel) if one.isVisible()}

    assert "Sleep more." not in shown()
    qtbot.mouseClick(page.note.more_link, Qt.MouseButton.LeftButton)
    assert {"Sleep more.", "Welcome!", "John Smith, Tue 10 Nov"} <= shown()
    page.refresh()
    qtbot.waitUntil(lambda: len(gym.called("standing")) == 2)
    assert page.note.is_open
    qtbot.mouseClick(page.note.more_link, Qt.MouseButton.LeftButton)
    assert "Sleep more." not in shown()


def test_the_trainer_s_photo_is_shown_and_a_broken_one_is_not(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    training = MyTraining(TODAY, AssignmentStatus.ACTIVE, gym.trainer)
    gym.training = dataclasses.replace(training, photo=bytes(buffer.data().data()))
    _open(qtbot, window, page)
    assert page.trainer.has_photo
    gym.training = dataclasses.replace(training, photo=b"\xff\xd8\xff broken")
    page.refresh()
    qtbot.waitUntil(lambda: not page.trainer.has_photo)

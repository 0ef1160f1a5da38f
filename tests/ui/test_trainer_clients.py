from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.client_list import ClientListPanel, ClientOrder
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from gymtrainer_desktop.ui.trainer.clients.note_card import NoteCard
from gymtrainer_desktop.ui.trainer.plan.exercise_face import ExerciseFace
from tests.ui.trainer_gym import Gym, uid, working_sets

SARAH, MIKE, JONAS, AVA, INES = uid(0), uid(1), uid(2), uid(3), uid(11)


@pytest.fixture
def gym() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> MyClientsPage:
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    page = MyClientsPage(gym.context(page_context))
    layout.addWidget(page)
    return page


@pytest.fixture
def shown(qtbot: QtBot, page: MyClientsPage) -> MyClientsPage:
    page.refresh()
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: MyClientsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def names(page: MyClientsPage) -> list[str]:
    return [row.name.split()[0] for row in page.list.shown]


def words(widget: QWidget) -> list[str]:
    return [
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()
    ]


def toasts(notices: Notices) -> list[str]:
    return [toast.words.text() for toast in notices.toasts.toasts]


def click_row(qtbot: QtBot, page: MyClientsPage, name: str) -> None:
    table = page.list.table
    place = next(n for n, row in enumerate(page.list.shown) if row.name.startswith(name))
    where = table.visualRect(page.list.model.index(place, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)


# The list


def test_title_and_list_say_who_needs_the_trainer(shown: MyClientsPage, gym: Gym) -> None:
    assert (shown.title, shown.subtitle) == ("My clients", "11/15")
    assert names(shown) == [
        "Sarah", "Mike", "Helen", "Jonas", "Ava", "Layla", "Nina", "Owen", "Peter", "Rafael", "Zoe", "Ines",
    ]  # fmt: skip
    assert gym.called("badge")[-1] == ("clients", 2)
    assert (
        shown.list.model.index(0, 0).data()
        == "Sarah Johnson, 2 days ago, 6 weeks left, compliance 85 % in 30 days, 4 new logs"
    )
    assert shown.list.model.index(4, 0).data() == (
        "Ava Novak, No workout yet, no plan, compliance — in 30 days"
    )
    assert shown.panel.member_id == SARAH
    assert gym.called("opened") == []


def test_the_models_of_the_page_are_sound(qtbot: QtBot, shown: MyClientsPage, qtmodeltester: Any) -> None:
    shown.panel.open_tab("log")
    settle(qtbot, shown)
    tester = QAbstractItemModelTester(
        shown.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal, shown
    )
    assert tester.model() is shown.list.model
    qtmodeltester.check(shown.panel.log.model)


def test_the_open_client_is_marked_again_when_a_search_is_over(qtbot: QtBot, shown: MyClientsPage) -> None:
    open_one = shown.list.table.current_row()
    assert open_one is not None and open_one.member_id == shown.panel.member_id
    other = next(row.name for row in shown.list.shown if row.member_id != open_one.member_id)
    qtbot.keyClicks(shown.list.search, other)
    qtbot.waitUntil(lambda: [row.name for row in shown.list.shown] == [other])
    assert shown.list.table.current_row() is None and shown.panel.member_id == open_one.member_id
    with qtbot.assertNotEmitted(shown.list.chosen):
        shown.list.search.clear()
    current = shown.list.table.current_row()
    assert current is not None and current.member_id == open_one.member_id


def test_search_and_order(qtbot: QtBot, shown: MyClientsPage) -> None:
    shown.list.order.setCurrentIndex(shown.list.order.findData(ClientOrder.NAME))
    assert names(shown)[:3] == ["Ava", "Helen", "Ines"]
    shown.list.order.setCurrentIndex(shown.list.order.findData(ClientOrder.LAST_WORKOUT))
    assert names(shown)[:3] == ["Layla", "Mike", "Zoe"]
    assert names(shown)[-1] == "Ava"
    qtbot.keyClicks(shown.list.search, "NÓvak")
    qtbot.waitUntil(lambda: names(shown) == ["Ava"])
    assert shown.panel.member_id == SARAH
    shown.list.search.clear()
    qtbot.waitUntil(lambda: len(names(shown)) == 12)
    assert shown.list.table.current_row() is None or shown.list.table.current_row().member_id == SARAH
    shown.list.search.setText("'; DROP TABLE 🏋️")
    qtbot.waitUntil(lambda: shown.list.states.state == "empty")


def test_compliance_over_other_windows_is_chosen_and_remembered(
    qtbot: QtBot, shown: MyClientsPage, gym: Gym
) -> None:
    gym.set_row("Jonas Weber", compliance_7=0.25, compliance_90=0.6)
    shown.refresh()
    settle(qtbot, shown)

    def jonas() -> str:
        row = shown.list.row_of(JONAS)
        assert row is not None
        return str(shown.list.model.index(shown.list.shown.index(row), 0).data())

    assert shown.list.span == 30 and "compliance 78 % in 30 days" in jonas()
    shown.list.choose_span(7)
    assert "compliance 25 % in 7 days" in jonas()
    shown.list.order.setCurrentIndex(shown.list.order.findText("Lowest compliance"))
    assert names(shown)[0] == "Jonas"
    shown.list.choose_span(90)
    assert "compliance 60 % in 90 days" in jonas()
    again = ClientListPanel(shown.context)
    qtbot.addWidget(again)
    assert (again.span, again.order.currentText()) == (90, "Lowest compliance")
    other = dataclasses.replace(shown.context.person, person_id=uid(77))
    somebody = ClientListPanel(dataclasses.replace(shown.context, person=other))
    qtbot.addWidget(somebody)
    assert (somebody.span, somebody.order.currentText()) == (30, "Needs me first")


@pytest.mark.parametrize("stored", ["nonsense", {"x": 1}, {"order": "gone", "span": 5}])
def test_what_somebody_edited_into_the_settings_does_no_harm(
    qtbot: QtBot, page_context: PageContext, gym: Gym, stored: object
) -> None:
    context = gym.context(page_context)
    mine = {str(context.person.person_id): stored}
    context.settings.put("my_clients", stored if stored == "nonsense" else mine)
    panel = ClientListPanel(context)
    qtbot.addWidget(panel)
    assert (panel.span, panel.order.currentText()) == (30, "Needs me first")


def test_ctrl_f_finds_and_arrow_down_goes_on_to_who_was_found(qtbot: QtBot, shown: MyClientsPage) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.list.search.hasFocus()
    qtbot.keyClicks(shown.list.search, "jonas")
    qtbot.waitUntil(lambda: names(shown) == ["Jonas"])
    qtbot.keyClick(shown.list.search, Qt.Key.Key_Down)
    assert shown.list.table.hasFocus()
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Return)
    assert shown.panel.member_id == JONAS
    settle(qtbot, shown)


def test_every_line_is_60_pixels_high(shown: MyClientsPage) -> None:
    assert {shown.list.table.rowHeight(n) for n in range(shown.list.model.rowCount())} == {60}


def test_a_message_puts_a_client_first(qtbot: QtBot, shown: MyClientsPage, gym: Gym) -> None:
    gym.set_row("Ines Duarte", unread_messages=2)
    shown.refresh()
    settle(qtbot, shown)
    assert names(shown)[0] == "Ines"
    assert str(shown.list.model.index(0, 0).data()).endswith(", 2 new messages")


def test_a_click_opens_a_client_and_says_that_the_logs_were_seen(
    qtbot: QtBot, shown: MyClientsPage, gym: Gym
) -> None:
    click_row(qtbot, shown, "Mike")
    settle(qtbot, shown)
    assert shown.panel.member_id == MIKE
    assert gym.called("opened") == [MIKE]
    assert shown.list.row_of(MIKE) is not None and shown.list.row_of(MIKE).new_logs == 0  # type: ignore[union-attr]
    assert names(shown)[:2] == ["Sarah", "Mike"], "the line stays under the pointer"
    assert gym.called("badge")[-1] == ("clients", 1)
    click_row(qtbot, shown, "Jonas")
    settle(qtbot, shown)
    shown.refresh()
    settle(qtbot, shown)
    assert names(shown)[:3] == ["Sarah", "Helen", "Jonas"]


def test_the_client_shown_first_counts_as_seen_once_somebody_looks(
    qtbot: QtBot, shown: MyClientsPage, gym: Gym
) -> None:
    click_row(qtbot, shown, "Sarah")
    settle(qtbot, shown)
    assert gym.called("opened") == [SARAH]
    click_row(qtbot, shown, "Sarah")
    settle(qtbot, shown)
    assert gym.called("opened") == [SARAH]


def test_arrow_keys_open_clients(qtbot: QtBot, shown: MyClientsPage) -> None:
    shown.list.table.setFocus()
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Down)
    assert shown.panel.member_id == MIKE
    qtbot.keyClick(shown.list.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert shown.panel.member_id == INES
    settle(qtbot, shown)


def test_opened_with_a_client_and_a_tab(qtbot: QtBot, page: MyClientsPage, gym: Gym) -> None:
    page.open(member_id=JONAS, tab="plan")
    page.refresh()
    settle(qtbot, page)
    assert page.panel.member_id == JONAS and page.panel.tabs.current == "plan"
    assert gym.called("opened") == [JONAS]
    page.open(member_id=uid(999))
    page.refresh()
    settle(qtbot, page)
    assert toasts(page.context.notices) == ["This member is not your client."]
    assert page.panel.member_id == JONAS


def test_a_new_log_shows_by_itself(qtbot: QtBot, shown: MyClientsPage, gym: Gym) -> None:
    click_row(qtbot, shown, "Mike")
    settle(qtbot, shown)
    shown.panel.open_tab("log")
    settle(qtbot, shown)
    assert shown.panel.log._states.state == "empty"
    gym.log(MIKE, "Bench press", datetime(2026, 11, 20, 9, tzinfo=UTC), working_sets(3, 5, "190"))
    gym.set_row("Mike Davis", new_logs=1)
    shown.refresh()
    settle(qtbot, shown)
    row = shown.list.row_of(MIKE)
    assert row is not None and row.new_logs == 1
    assert shown.panel.log.model.rows[0].exercise_name == "Bench press"
    assert {"workout_progress", "trainer_assignments", "trainer_client_notes"} <= shown.tables


def test_a_client_who_left_is_not_shown_any_more(qtbot: QtBot, shown: MyClientsPage, gym: Gym) -> None:
    gym.rows = [row for row in gym.rows if row.member_id != SARAH]
    shown.refresh()
    settle(qtbot, shown)
    assert toasts(shown.context.notices) == ["Sarah Johnson is not your client any more."]
    assert shown.panel.member_id == MIKE


def test_without_clients_and_without_server(qtbot: QtBot, page: MyClientsPage, gym: Gym) -> None:
    gym.fail("my_clients", Unavailable("The server does not answer."))
    page.refresh()
    settle(qtbot, page)
    assert page._states.state == "error"
    gym.rows = []
    page._states.retry_requested.emit()
    settle(qtbot, page)
    assert page._states.state == "empty"
    assert page.subtitle == "0/15"


def test_strange_names_are_shown_as_they_are(qtbot: QtBot, page: MyClientsPage, gym: Gym) -> None:
    gym.set_row("Sarah Johnson", name="<b>X</b>" + "A" * 10_000, goals="<h1>" + "g" * 10_000)
    page.refresh()
    settle(qtbot, page)
    assert page.panel._name.text().startswith("<b>X</b>AAA")
    assert page.panel._name.textFormat() == Qt.TextFormat.PlainText
    for tab in ("plan", "progress", "log", "notes", "overview"):
        page.panel.open_tab(tab)
        settle(qtbot, page)
        assert page.window().width() == 1440
        assert page.panel.plan_button.mapTo(page, QPoint(0, 0)).x() < 1440


# The head and the overview


def test_head_and_overview(shown: MyClientsPage) -> None:
    panel, overview = shown.panel, shown.panel.overview
    assert panel._since.text() == "Client since 3 Aug 2026 · Goal: build overall strength"
    assert panel.plan_button.accessibleName() == "Edit plan"
    assert (overview.compliance.figure, overview.compliance._detail.text()) == ("85 %", "17 of 20 in 30 days")
    assert (overview.week_figure.figure, overview.plan_figure.figure) == ("3/5", "6/12")
    assert overview.plan_figure._detail.text() == "ends Sun 3 Jan 2027"
    assert overview.best._caption.text() == "Bench press, best set"
    assert (overview.best.figure, overview.best._detail.text()) == ("95 lb", "+10 lb since 12 Oct")
    week = words(overview.week_card)
    assert "16 – 22 Nov" in week and "Today" in week and "Deadlift, Romanian deadlift …" in week
    assert overview._chart is not None and overview._chart.count == 6
    assert [log.exercise_name for log in overview.last_card.table.rows_model.rows] == [
        "Barbell row", "Lat pulldown", "Face pull", "Dumbbell curl",
    ]  # fmt: skip
    notes = words(overview.notes_card)
    assert "Only me" in notes and "Shared with Sarah" in notes
    counts = {segment.key: segment.count for segment in panel.tabs.segments}
    assert (counts["notes"], counts["messages"]) == (3, None)


def test_a_client_without_a_plan(qtbot: QtBot, shown: MyClientsPage, gym: Gym) -> None:
    click_row(qtbot, shown, "Ava")
    settle(qtbot, shown)
    overview = shown.panel.overview
    assert shown.panel.plan_button.accessibleName() == "Create plan"
    figures = (overview.compliance, overview.week_figure, overview.plan_figure, overview.best)
    assert [figure.figure for figure in figures] == ["—"] * 4
    qtbot.mouseClick(shown.panel.plan_button, Qt.MouseButton.LeftButton)
    assert gym.called("navigate") == [
        ("plan", {"member_id": AVA, "assignment_id": uid(5003), "name": "Ava Novak", "new": True})
    ]


def test_a_paused_client_can_only_be_read(qtbot: QtBot, shown: MyClientsPage) -> None:
    click_row(qtbot, shown, "Ines")
    settle(qtbot, shown)
    assert not shown.panel.plan_button.isEnabled() and not shown.panel.note_action.isEnabled()
    assert "paused" in shown.panel.plan_button.toolTip()
    shown.panel.open_tab("notes")
    assert not shown.panel.notes._write_card.isVisible() and shown.panel.notes._paused.isVisible()
    shown.panel.open_tab("plan")
    settle(qtbot, shown)
    assert not shown.panel.plan.new_button.isEnabled() and not shown.panel.plan.end_button.isEnabled()


def test_links_and_keys_lead_to_the_tabs(qtbot: QtBot, shown: MyClientsPage) -> None:
    overview, tabs = shown.panel.overview, shown.panel.tabs
    for link, key in (
        (overview.progress_link, "progress"),
        (overview.last_card.all_link, "log"),
        (overview.notes_card.all_link, "notes"),
    ):
        shown.panel.open_tab("overview")
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        assert tabs.current == key
    qtbot.keyClick(shown, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert tabs.current == "plan"
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(shown, Qt.Key.Key_N, modifiers)
    assert tabs.current == "notes" and shown.panel.notes.editor.edit.hasFocus()
    settle(qtbot, shown)


def test_an_overview_that_fails_offers_retry(qtbot: QtBot, page: MyClientsPage, gym: Gym) -> None:
    gym.fail("client", Unavailable("The server does not answer."))
    gym.fail("notes", Unavailable("The server does not answer."))
    page.refresh()
    settle(qtbot, page)
    assert page.panel.overview._states.state == "error" and page.panel.notes._states.state == "error"
    page.panel.overview._states.retry_requested.emit()
    page.panel.notes._states.retry_requested.emit()
    settle(qtbot, page)
    assert page.panel.overview._states.state == "content" and page.panel.notes._states.state == "content"


# The plan


def test_the_week_as_prescribed_with_ticks(qtbot: QtBot, shown: MyClientsPage) -> None:
    plan = shown.panel.plan
    shown.panel.open_tab("plan")
    settle(qtbot, shown)
    assert plan._title.text() == "12-Week Strength Program"
    assert plan._dates.text() == "16 – 22 Nov 2026 · week 6 of 12 · until Sun 3 Jan 2027"
    faces = plan.week_view.findChildren(ExerciseFace)
    assert len(faces) == 16
    bench = next(face for face in faces if face.name.text() == "Bench press")
    assert "4\u00a0×\u00a08 · 95\u00a0lb" in words(bench)[1] and "4\u00a0×\u00a08" in words(bench)[-1]
    deadlift = next(face for face in faces if face.name.text() == "Deadlift")
    assert len(words(deadlift)) == 3
    qtbot.mouseClick(plan.before_button, Qt.MouseButton.LeftButton)
    settle(qtbot, shown)
    assert plan._dates.text().startswith("9 – 15 Nov 2026 · week 5 of 12")
    missed = plan.week_view.findChildren(ExerciseFace)
    assert any("not logged" in words(face) for face in missed)
    qtbot.mouseClick(plan.today_button, Qt.MouseButton.LeftButton)
    settle(qtbot, shown)
    assert plan._dates.text().startswith("16 – 22 Nov")


def test_ending_a_plan_asks_first(
    qtbot: QtBot, shown: MyClientsPage, gym: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.panel.open_tab("plan")
    settle(qtbot, shown)
    answers = iter((False, True))
    monkeypatch.setattr(shown.context.notices, "question", lambda *_args, **_more: next(answers))
    qtbot.mouseClick(shown.panel.plan.end_button, Qt.MouseButton.LeftButton)
    assert gym.called("end") == []
    qtbot.mouseClick(shown.panel.plan.end_button, Qt.MouseButton.LeftButton)
    settle(qtbot, shown)
    assert gym.called("end") == [(uid(6000), 3)]
    assert shown.panel.plan._states.state == "empty"
    assert "Sarah has no plan now" in words(shown.panel.plan)


# The log


def test_the_log_set_by_set(qtbot: QtBot, shown: MyClientsPage) -> None:
    log = shown.panel.log
    shown.panel.open_tab("log")
    settle(qtbot, shown)
    first = [log.model.index(0, column).data() for column in range(4)]
    assert first == ["Wed 18 Nov", "Dumbbell curl", "3 × 12 · 17.5 lb", "3 × 12 · 17.5 lb"]
    qtbot.waitUntil(lambda: "Wed 18 Nov 2026, 18:30" in words(log.details))
    details = words(log.details)
    assert details.count("17.5 lb × 12") == 3 and "the member" in details
    place = next(n for n, one in enumerate(log.model.rows) if one.logged_by_name)
    log.table.selectRow(place)
    qtbot.waitUntil(lambda: "John Smith" in words(log.details))
    assert words(log.details).count("95 lb × 8") == 4


def test_the_log_of_one_exercise(qtbot: QtBot, shown: MyClientsPage, gym: Gym) -> None:
    shown.panel.open_tab("log")
    settle(qtbot, shown)
    log = shown.panel.log
    log.exercise_filter.setCurrentIndex(log.exercise_filter.findData("Leg press"))
    settle(qtbot, shown)
    assert {one.exercise_name for one in log.model.rows} == {"Leg press"} and log.model.rowCount() == 6
    log.table.selectRow(3)
    kept = log.table.current_row().id
    shown.refresh()
    settle(qtbot, shown)
    assert log.exercise_name == "Leg press" and log.table.current_row().id == kept


def test_a_long_log_comes_page_by_page(qtbot: QtBot, shown: MyClientsPage, gym: Gym) -> None:
    for number in range(250):
        when = datetime(2026, 11, 19, 9, tzinfo=UTC) - timedelta(days=number // 3, minutes=number % 3)
        gym.log(MIKE, f"Exercise {number}", when, working_sets(1, 5, "50"))
    click_row(qtbot, shown, "Mike")
    shown.panel.open_tab("log")
    settle(qtbot, shown)
    model = shown.panel.log.model
    assert model.rowCount() == 100
    for _page in range(3):
        model.fetchMore()
        settle(qtbot, shown)
    assert [log.exercise_name for log in model.rows] == [f"Exercise {number}" for number in range(250)]
    assert not model.canFetchMore()


# Notes


@pytest.fixture
def notes(qtbot: QtBot, shown: MyClientsPage) -> MyClientsPage:
    shown.panel.open_tab("notes")
    settle(qtbot, shown)
    return shown


def test_a_private_note_is_the_default(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    tab = notes.panel.notes
    assert tab.editor._hint.text() == "Sarah does not see it; you and the gym's admins do."
    tab.write()
    qtbot.keyClicks(tab.editor.edit, "Ask about the <b>knee</b> ")
    tab.editor.edit.insertPlainText("🦵")
    qtbot.keyClick(tab.editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, notes)
    [(_, assignment, text, is_private)] = gym.called("add")
    assert (assignment, text, is_private) == (uid(5000), "Ask about the <b>knee</b> 🦵", True)
    assert tab.editor.text == "" and toasts(notes.context.notices) == ["Note saved"]
    counts = {one.key: one.count for one in notes.panel.tabs.segments}
    assert tab.cards[0].note.text == text and counts["notes"] == 4
    label = next(one for one in tab.cards[0].findChildren(QLabel) if one.text() == text)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_shared_note_says_who_was_told(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    tab = notes.panel.notes
    tab.editor.readers.choose("shared")
    assert tab.editor._hint.text() == "Sarah can read it and is told."
    tab.editor.edit.setPlainText("Well done!")
    qtbot.mouseClick(tab.editor.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, notes)
    assert gym.called("add")[0][3] is False
    assert toasts(notes.context.notices) == ["Note saved, Sarah was told"]
    assert tab.editor.is_private


def test_an_empty_or_endless_note_is_explained(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    tab = notes.panel.notes
    tab.editor.edit.setPlainText("  \n ")
    tab.editor.save_button.click()
    assert tab.editor.field.error == "Write something first." and gym.called("add") == []
    tab.editor.edit.setPlainText("x" * 10_000)
    tab.editor.save_button.click()
    settle(qtbot, notes)
    assert tab.editor.field.error == "A note can have at most 4,000 characters."
    assert len(tab.editor.text) == 10_000


def test_a_retry_after_a_lost_server_is_the_same_note(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    tab = notes.panel.notes
    gym.fail("add", Unavailable("The server does not answer."))
    tab.editor.edit.setPlainText("Kept words")
    tab.editor.save_button.click()
    settle(qtbot, notes)
    assert tab.editor.text == "Kept words" and "kept" in tab.editor.field.error
    assert notes.context.notices.offline_since is not None
    tab.editor.save_button.click()
    settle(qtbot, notes)
    first, second = gym.called("add")
    assert first == second and tab.editor.text == ""


def test_a_half_written_note_stays_with_its_client(
    qtbot: QtBot, notes: MyClientsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = notes.panel.notes
    tab.editor.edit.setPlainText("About Sarah")
    notes.refresh()
    settle(qtbot, notes)
    assert tab.editor.text == "About Sarah"
    click_row(qtbot, notes, "Mike")
    settle(qtbot, notes)
    assert tab.editor.text == ""
    asked: list[str] = []
    monkeypatch.setattr(
        notes.context.notices, "question", lambda _title, words, *_rest, **_more: bool(asked.append(words))
    )
    assert not notes.may_leave()
    assert asked == ["What you wrote about Sarah stays here, but is lost when you sign out."]
    click_row(qtbot, notes, "Sarah")
    settle(qtbot, notes)
    assert tab.editor.text == "About Sarah"
    tab.editor.edit.setPlainText("")
    assert notes.may_leave()


def card_of(notes: MyClientsPage, number: int) -> NoteCard:
    return next(card for card in notes.panel.notes.cards if card.note.id == uid(number))


def test_one_changes_ones_own_notes_only(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    assert not card_of(notes, 8002).edit_button.isVisible()
    assert not card_of(notes, 8002).delete_button.isVisible()
    card = card_of(notes, 8000)
    qtbot.mouseClick(card.edit_button, Qt.MouseButton.LeftButton)
    assert card.editor is not None and card.editor.edit.hasFocus()
    card.editor.edit.setPlainText("Shoulder is fine again")
    notes.refresh()
    settle(qtbot, notes)
    assert card.editor is not None and card.editor.text == "Shoulder is fine again"
    qtbot.keyClick(card.editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, notes)
    assert gym.called("change") == [(uid(8000), 1, "Shoulder is fine again", True)]
    assert card.editor is None and "Shoulder is fine again" in words(card)
    qtbot.mouseClick(card.edit_button, Qt.MouseButton.LeftButton)
    assert card.editor is not None
    qtbot.keyClick(card.editor.edit, Qt.Key.Key_Escape)
    assert card.editor is None


def replace_note(gym: Gym, number: int, **changes: Any) -> None:
    gym.stored_notes[SARAH] = [
        dataclasses.replace(note, **changes) if note.id == uid(number) else note
        for note in gym.stored_notes[SARAH]
    ]


def test_a_note_changed_elsewhere_is_shown_before_it_is_replaced(
    qtbot: QtBot, notes: MyClientsPage, gym: Gym
) -> None:
    card = card_of(notes, 8001)
    card.begin()
    assert card.editor is not None
    card.editor.edit.setPlainText("Mine")
    replace_note(gym, 8001, text="Theirs", version=2)
    card.editor.save_button.click()
    settle(qtbot, notes)
    assert card.editor.text == "Mine"
    assert (
        card.editor.field.error == "It was changed meanwhile and now says “Theirs”. Save again to replace it."
    )
    card.editor.save_button.click()
    settle(qtbot, notes)
    assert gym.called("change")[-1] == (uid(8001), 2, "Mine", False)
    assert card.editor is None


def test_a_change_whose_answer_was_lost_counts_as_made(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    card = card_of(notes, 8001)
    card.begin()
    assert card.editor is not None
    card.editor.edit.setPlainText("Mine")
    replace_note(gym, 8001, text="Mine", version=2)
    card.editor.save_button.click()
    settle(qtbot, notes)
    assert card.editor is None and card.note.version == 2


def test_deleting_can_be_undone(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    qtbot.mouseClick(card_of(notes, 8000).delete_button, Qt.MouseButton.LeftButton)
    settle(qtbot, notes)
    assert gym.called("delete") == [(uid(8000), 1)]
    assert uid(8000) not in {card.note.id for card in notes.panel.notes.cards}
    [toast] = notes.context.notices.toasts.toasts
    assert toast.words.text() == "Note deleted"
    toast._on_undo_clicked()
    settle(qtbot, notes)
    back = card_of(notes, 8000)
    assert back.note.text.startswith("Left shoulder") and back.note.is_private


def test_a_note_that_cannot_be_deleted_stays(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    gym.fail("delete", Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale"))
    qtbot.mouseClick(card_of(notes, 8000).delete_button, Qt.MouseButton.LeftButton)
    settle(qtbot, notes)
    assert card_of(notes, 8000).isEnabled()
    assert toasts(notes.context.notices) == ["Somebody else changed this meanwhile. Reload to see it."]


def test_a_refused_note_is_explained_beside_its_text(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    gym.fail("add", UserError("This is not your client any more.", code="note_of_own_client"))
    notes.panel.notes.editor.edit.setPlainText("Hello")
    notes.panel.notes.editor.save_button.click()
    settle(qtbot, notes)
    assert notes.panel.notes.editor.field.error == "This is not your client any more."
    assert notes.panel.notes.editor.text == "Hello"


def test_new_notes_appear_above_and_old_ones_go(qtbot: QtBot, notes: MyClientsPage, gym: Gym) -> None:
    when = datetime(2026, 11, 20, 18, tzinfo=UTC)
    gym.stored_notes[SARAH] = [
        Note(uid(8100), "From the desk", False, "Rosa Delgado", when, 1, False),
        *[note for note in gym.stored_notes[SARAH] if note.id != uid(8001)],
    ]
    notes.refresh()
    settle(qtbot, notes)
    assert [card.note.id for card in notes.panel.notes.cards] == [uid(8100), uid(8000), uid(8002)]
    assert "Rosa Delgado, Fri 20 Nov 2026" in words(card_of(notes, 8100))

"""The logs of a client: filtered, exported, commented on, and the way back into the plan."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.progress import LogQuery
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.log_comment_dialog import CommentKind, LogCommentDialog
from gymtrainer_desktop.ui.trainer.clients.log_tab import LogTab
from gymtrainer_desktop.ui.trainer.clients.progress_tab import ProgressTab
from gymtrainer_desktop.ui.widgets.progress_measures import Span
from gymtrainer_desktop.ui.widgets.progress_weeks import WeekMeasure
from tests.ui.trainer_gym import TODAY, Gym, uid, working_sets

SARAH, MIKE = uid(0), uid(1)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gym() -> Gym:
    gym = Gym()

    def send(id: UUID, assignment_id: UUID, body: str) -> None:
        gym.note("send", (id, assignment_id, body))

    gym.messages = SimpleNamespace(send=send)  # type: ignore[attr-defined]
    return gym


def shown(tab: Any, qtbot: QtBot, window: QWidget, gym: Gym, member: UUID = SARAH) -> Any:
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(tab)
    tab.set_client(next(row for row in gym.rows if row.member_id == member), TODAY)
    tab.refresh()
    return tab


@pytest.fixture
def tab(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> ProgressTab:
    tab: ProgressTab = shown(ProgressTab(gym.context(page_context)), qtbot, window, gym)
    qtbot.waitUntil(lambda: tab.view._states.state == "content" and rows(tab) == 6)
    return tab


@pytest.fixture
def log(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> LogTab:
    log: LogTab = shown(LogTab(gym.context(page_context)), qtbot, window, gym)
    qtbot.waitUntil(lambda: log.model.rowCount() > 20)
    return log


def rows(tab: ProgressTab) -> int:
    return tab.view.logs_card.logs.model.rowCount()


def asked(gym: Gym) -> LogQuery:
    query: LogQuery = gym.called("log page")[-1][1]
    return query


def write(qtbot: QtBot, dialog: LogCommentDialog, words: str, kind: CommentKind) -> None:
    dialog.edit.setFocus()
    qtbot.keyClicks(dialog.edit, words)
    dialog.kinds.choose(kind)
    qtbot.mouseClick(dialog.confirm_button, LEFT)


def toasts(tab: Any) -> list[str]:
    return [toast.words.text() for toast in tab.context.notices.toasts.toasts]


# Filters


def test_each_filter_is_asked_of_the_database(qtbot: QtBot, log: LogTab, gym: Gym) -> None:
    total = len(gym.stored_logs[SARAH])
    assert log._count.text() == f"{total} logs"
    filters = log.logs.filters
    filters.with_notes.trigger()
    qtbot.waitUntil(lambda: asked(gym).with_notes and 0 < log.logs.total < total)
    assert all(row.log.notes for row in log.model.rows)
    assert filters.filter_button.text().endswith("· 1") and filters.clear_button.isVisible()
    filters.records.trigger()
    filters.choose_difficulty(4)
    qtbot.waitUntil(lambda: asked(gym) == LogQuery(with_notes=True, records=True, difficulty=4))
    qtbot.waitUntil(lambda: log._states.state == "empty")
    assert log.details._row is None and not log.details.comment_button.isEnabled()
    qtbot.mouseClick(filters.clear_button, LEFT)
    qtbot.waitUntil(lambda: log.logs.total == total and log._states.state == "content")
    assert asked(gym) == LogQuery() and not filters.clear_button.isVisible()
    filters.by_trainer.trigger()
    qtbot.waitUntil(lambda: log.model.rowCount() == 1)
    assert log.model.rows[0].logged_by_name == "John Smith"
    filters.by_trainer.trigger()
    filters.search.setFocus()
    qtbot.keyClicks(filters.search, "slept")
    qtbot.keyClick(filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked(gym).words == "slept" and log.logs.total > 0)
    qtbot.mouseClick(filters.clear_button, LEFT)
    qtbot.keyClicks(filters.search, "slept")
    qtbot.keyClick(filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked(gym).words == "slept")


def test_a_long_log_comes_page_by_page(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym, qtmodeltester: ModelTester
) -> None:
    for number in range(250):
        when = datetime(2026, 11, 1, 9, tzinfo=UTC) - timedelta(hours=number // 2)
        gym.log(MIKE, f"Exercise {number % 5}", when, working_sets(1, 5, "50"))
    log = shown(LogTab(gym.context(page_context)), qtbot, window, gym, MIKE)
    qtbot.waitUntil(lambda: log.model.rowCount() == 100)
    qtmodeltester.check(log.model)
    # The tester asks for more, too: a page may have come already.
    while (there := log.model.rowCount()) < 250:
        log.model.fetchMore()
        qtbot.waitUntil(lambda there=there: log.model.rowCount() > there)
    assert not log.model.canFetchMore() and len({row.id for row in log.model.rows}) == 250
    assert {log.table.rowHeight(row) for row in (0, 99, 249)} == {44}


def test_more_that_cannot_be_loaded_can_be_asked_for_again(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    for number in range(120):
        when = datetime(2026, 11, 1, 9, tzinfo=UTC) - timedelta(hours=number)
        gym.log(MIKE, "Row", when, working_sets(1, 5, "50"))
    log = shown(LogTab(gym.context(page_context)), qtbot, window, gym, MIKE)
    qtbot.waitUntil(lambda: log.model.rowCount() == 100)
    gym.fail("log page", Unavailable("The server does not answer."))
    log.model.fetchMore()
    qtbot.waitUntil(lambda: log.context.notices.offline_since is not None)
    log.model.fetchMore()
    qtbot.waitUntil(lambda: log.model.rowCount() == 120)


# The whole training


def test_all_exercises_show_compliance_and_muscles(qtbot: QtBot, tab: ProgressTab, gym: Gym) -> None:
    view = tab.view
    view.tools.exercise_picker.setCurrentIndex(0)
    qtbot.waitUntil(lambda: gym.called("weeks") == [(SARAH, TODAY - timedelta(days=83), None)])
    qtbot.waitUntil(lambda: view.chart_card.title == "Compliance")
    chart = view.chart_card.bar_chart
    assert chart is not None and chart.count == 6 and chart._values[0] == 100
    assert chart._words[0] == "Week from Mon 12 Oct 2026: 100 %, 10 of 10 exercises, 3 workout days"
    qtbot.waitUntil(lambda: rows(tab) == len(gym.stored_logs[SARAH]))
    assert not view.logs_table.isColumnHidden(1) and view.logs_table.isColumnHidden(4)
    view.measure_picker.setCurrentIndex(view.measure_picker.findData(WeekMeasure.MUSCLES))
    assert [muscle for muscle, _ in view.chart_card.muscles.lines] == [Muscle.CHEST, Muscle.TRICEPS]
    assert view.chart_card.words == "hard sets a week, over 5 weeks"
    assert view.chart_card._foot.text() == "Shaded: usual 10 to 20 · 1 exercise is not in the library"
    muscles = view.chart_card.muscles
    muscles.setFocus()
    qtbot.keyClick(muscles, Qt.Key.Key_Down)
    assert muscles.accessibleDescription() == "Triceps: 6.5 sets a week"
    qtbot.keyClick(muscles, Qt.Key.Key_Return)
    assert view.tools.muscle is Muscle.TRICEPS and view.chart_card.title == "Triceps"
    assert chart._values == (4.5, 5.5, 6.5, 7.5, 8.5, 9.5) and chart._band == (10, 20)
    view.chart_card.table_switch.setChecked(True)
    table = view.chart_card._faces.currentWidget()
    assert table.objectName() == "musclesTable"
    assert [table.rows_model.index(0, n).data() for n in range(3)] == ["Mon 16 Nov 2026", "12", "9.5"]
    view.tools.exercise_picker.setCurrentIndex(1)
    qtbot.waitUntil(lambda: view.chart_card.title == "Bench press")
    assert view.chart_card._faces.currentWidget() is view.chart_card.points_table


def test_the_band_chosen_beside_a_plan_is_shown(qtbot: QtBot, tab: ProgressTab) -> None:
    tab.context.settings.put("plan sets band", [6, 12])
    tab.view.tools.exercise_picker.setCurrentIndex(0)
    tab.view.measure_picker.setCurrentIndex(tab.view.measure_picker.findData(WeekMeasure.MUSCLES))
    qtbot.waitUntil(lambda: tab.view.chart_card._foot.text().startswith("Shaded: usual 6 to 12"))


def test_an_exercise_is_found_by_any_of_its_names(qtbot: QtBot, tab: ProgressTab, gym: Gym) -> None:
    tab.view.show_exercise("LEG press")
    qtbot.waitUntil(lambda: tab.view.chart_card.title == "Leg press")
    tab.view.show_exercise("Nobody does this")
    assert tab.view.exercise_name == "Leg press"
    gym.log(SARAH, "Nobody does this", datetime(2026, 11, 20, 9, tzinfo=UTC), working_sets(1, 5))
    tab.refresh()
    qtbot.waitUntil(lambda: tab.view.chart_card.title == "Nobody does this")


# Saving


def test_the_chart_is_saved_as_picture_and_table(qtbot: QtBot, tab: ProgressTab, tmp_path: Path) -> None:
    card = tab.view.chart_card
    path = tmp_path / "chart.png"
    card.files.write_picture(card.image(), path)
    qtbot.waitUntil(lambda: toasts(tab) == ["chart.png was saved"])
    picture = QImage(str(path))
    assert card.chart is not None and picture.width() > 2 * card.chart.width()
    card.files.write_table(card.table, tmp_path / "chart.csv")
    qtbot.waitUntil(lambda: "6 rows are in chart.csv" in toasts(tab))
    with (tmp_path / "chart.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert [(r["Date"], r["Heaviest"], r["Unit"], r["Target"], r["Result"]) for r in found][-1] == (
        "2026-11-16", "95", "lb", "4 × 8 · 95 lb", "met",
    )  # fmt: skip
    assert found[-1]["Record"] == "Record: weight"
    tab.view.tools.exercise_picker.setCurrentIndex(0)
    qtbot.waitUntil(lambda: card.title == "Compliance")
    header, lines = card.table()
    assert header == ("Week from", "Due", "Done", "Compliance %", "Workout days", "Chest", "Triceps")
    assert len(lines) == 6


def test_all_logs_that_fit_are_exported_and_none_as_a_formula(
    qtbot: QtBot, log: LogTab, gym: Gym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gym.log(
        SARAH, "=HYPERLINK(1)", datetime(2026, 11, 20, 9, tzinfo=UTC), working_sets(1, 5, "50"), notes="@evil"
    )
    for number in range(150):
        when = datetime(2026, 9, 1, 9, tzinfo=UTC) - timedelta(hours=number)
        gym.log(SARAH, "Row", when, working_sets(1, 5, "50"))
    path = tmp_path / "logs.csv"
    monkeypatch.setattr(
        "gymtrainer_desktop.ui.widgets.progress_files.QFileDialog.getSaveFileName",
        lambda *_args: (str(path.with_suffix("")), ""),
    )
    monkeypatch.setattr("gymtrainer_desktop.ui.widgets.progress_logs._EXPORTED_AT_A_TIME", 40)
    qtbot.mouseClick(log.export_button, LEFT)
    qtbot.waitUntil(lambda: any("logs.csv" in words for words in toasts(log)))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert len(found) == len(gym.stored_logs[SARAH]) > 200
    assert (found[0]["Exercise"], found[0]["Note"], found[0]["Weight"]) == ("'=HYPERLINK(1)", "'@evil", "50")


def test_a_folder_that_is_gone_is_said(qtbot: QtBot, tab: ProgressTab, tmp_path: Path) -> None:
    card = tab.view.chart_card
    card.files.write_table(card.table, tmp_path / "gone" / "chart.csv")
    qtbot.waitUntil(lambda: len(toasts(tab)) == 1)
    assert "was saved" not in toasts(tab)[0] and not (tmp_path / "gone").exists()


# Comments and the plan


@pytest.mark.parametrize("kind", [CommentKind.PRIVATE, CommentKind.SHARED])
def test_a_comment_is_a_note_that_names_the_log_and_can_be_taken_back(
    qtbot: QtBot, tab: ProgressTab, gym: Gym, kind: CommentKind
) -> None:
    before = len(gym.stored_notes[SARAH])
    assert not tab.view.logs_card.comment_button.isEnabled()
    tab.view.logs_table.selectRow(0)
    with qtbot.waitSignal(tab.notes_changed):
        qtbot.mouseClick(tab.view.logs_card.comment_button, LEFT)
        dialog = tab.acts.dialog
        assert dialog is not None and dialog.subtitle.text() == "Bench press, Mon 16 Nov: 4 × 8 · 95 lb"
        write(qtbot, dialog, "Elbows in", kind)
    _, assignment, text, is_private = gym.called("add")[0]
    assert (text, is_private) == ("Bench press, Mon 16 Nov: Elbows in", kind is CommentKind.PRIVATE)
    assert assignment == tab.client.assignment_id  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: tab.acts.dialog is None)
    assert toasts(tab) == ["Note saved" if is_private else "Note saved, Sarah was told"]
    (toast,) = tab.context.notices.toasts.toasts
    with qtbot.waitSignal(tab.notes_changed):
        toast._on_undo_clicked()
    assert len(gym.stored_notes[SARAH]) == before and len(gym.called("delete")) == 1


def test_a_reply_is_a_message(qtbot: QtBot, log: LogTab, gym: Gym) -> None:
    log.table.setFocus()
    qtbot.keyClick(log.table, Qt.Key.Key_Return)
    dialog = log.acts.dialog
    assert dialog is not None
    dialog.kinds.choose(CommentKind.MESSAGE)
    assert dialog.confirm_button.text() == "Send message"
    write(qtbot, dialog, "Well done", CommentKind.MESSAGE)
    qtbot.waitUntil(lambda: log.acts.dialog is None)
    assert gym.called("send")[0][2].endswith(", Wed 18 Nov: Well done")
    assert toasts(log) == ["Message sent to Sarah"]


def test_a_try_that_failed_keeps_the_words_and_the_key(qtbot: QtBot, log: LogTab, gym: Gym) -> None:
    log.acts.comment(log.model.rows[0])
    dialog = log.acts.dialog
    assert dialog is not None
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    assert dialog.field.error == "Write something first."
    gym.fail("add", Unavailable("The server does not answer."))
    write(qtbot, dialog, "Elbows in", CommentKind.PRIVATE)
    qtbot.waitUntil(lambda: "kept" in dialog.field.error)
    assert dialog.isVisible() and dialog.is_dirty()
    gym.fail("add", UserError("Not today."))
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: dialog.field.error == "Not today.")
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: log.acts.dialog is None)
    assert len({call[0] for call in gym.called("add")}) == 1


def test_adjust_next_week_opens_the_plan_at_the_exercise(qtbot: QtBot, tab: ProgressTab, gym: Gym) -> None:
    tab.view.logs_table.selectRow(0)
    qtbot.mouseClick(tab.view.logs_card.adjust_button, LEFT)
    assert gym.called("navigate") == [
        (
            "plan",
            {
                "member_id": SARAH,
                "name": "Sarah Johnson",
                "exercise": "Bench press",
                "last": "4 × 8 · 95 lb on Mon 16 Nov",
                "target": "4 × 8 · 95 lb",
            },
        )
    ]


def test_a_paused_client_is_neither_commented_on_nor_adjusted(qtbot: QtBot, log: LogTab, gym: Gym) -> None:
    row = gym.set_row("Sarah Johnson", status=AssignmentStatus.PAUSED)
    log.set_client(row, TODAY)
    log.acts.comment(log.model.rows[0])
    log.acts.adjust(log.model.rows[0])
    assert log.acts.dialog is None and gym.called("navigate") == []
    assert "paused" in toasts(log)[0]


def test_a_custom_range_narrows_chart_and_logs(qtbot: QtBot, tab: ProgressTab, gym: Gym) -> None:
    tab.view.ranges.choose(Span.WEEKS_4)
    since = TODAY - timedelta(days=27)
    qtbot.waitUntil(lambda: asked(gym) == LogQuery("Bench press", since=since))
    qtbot.waitUntil(lambda: rows(tab) == 4 and tab.view.chart_card.chart.count == 4)  # type: ignore[union-attr]


def test_a_member_comments_on_nothing(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    from gymtrainer_desktop.ui.widgets.progress_view import ProgressView

    view = ProgressView(gym.context(page_context), SARAH)
    layout = QVBoxLayout(window)
    layout.addWidget(view)
    view.refresh()
    qtbot.waitUntil(lambda: view.logs_card.logs.model.rowCount() == 6)
    assert not view.logs_card.comment_button.isVisible() and not view.logs_card.adjust_button.isVisible()
    with qtbot.assertNotEmitted(view.comment_wanted):
        view.logs_table.selectRow(0)
        qtbot.keyClick(view.logs_table, Qt.Key.Key_Return)

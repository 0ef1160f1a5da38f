"""The member's own progress: the chart, every log, and history brought along from other apps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.member.import_history_dialog import ImportHistoryDialog
from gymtrainer_desktop.ui.member.my_progress_page import MyProgressPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.member_gym import TODAY, MemberGym, lifted, show_page

LEFT = Qt.MouseButton.LeftButton
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
)
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
)


def _strong(workouts: int = 2, sets: int = 3) -> str:
    lines = [STRONG]
    for number in range(workouts):
        day = date(2024, 3, 1) + timedelta(days=number)
        for place in range(1, sets + 1):
            lines.append(f"{day:%Y-%m-%d} 18:00:00,Evening,45m,Bench Press (Barbell),{place},60,8,0,0,,,")
    return "\n".join(lines) + "\n"


def _hevy() -> str:
    row = '"Push","8 Apr 2025, 16:50","8 Apr 2025, 17:40","","Bench Press",,"",0,"normal",60,8,,,'
    return f"{HEVY}\n{row}\n"


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> MyProgressPage:
    return MyProgressPage(gym.context(page_context))


@pytest.fixture
def export(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "export.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def _open_dialog(qtbot, window: QWidget, page: MyProgressPage) -> ImportHistoryDialog:
    show_page(window, page)
    qtbot.mouseClick(page.import_button, LEFT)
    assert page.dialog is not None
    qtbot.waitUntil(page.dialog.isVisible)
    return page.dialog


def _toasts(page: MyProgressPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


# Chart and history


def test_the_chart_is_one_s_own_and_opens_on_the_exercise_asked_for(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    show_page(window, page, exercise="Leg curl")
    qtbot.waitUntil(lambda: page.view.exercise_name == "Leg curl")
    assert page.view.member_id == page.context.person.person_id
    qtbot.waitUntil(lambda: [call[0] for call in gym.called("exercise")] == ["Leg curl"])


def test_the_history_lists_every_log_newest_first(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    show_page(window, page)
    page.tabs.choose("history")
    model = page.table.rows_model
    qtbot.waitUntil(lambda: model.rowCount() == len(gym.stored_logs))
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first == [
        *("Wed 18 Nov 2026", "Lat pulldown", "3 × 10 · 80 lb"),
        *("3 × 8-12 · 80 lb", "met", "3 of 5", "—"),
    ]
    assert page._count.text() == f"{len(gym.stored_logs)} logs"


def test_a_long_history_comes_page_by_page_and_none_twice(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    for number in range(230):
        gym.log_of("Dips", TODAY - timedelta(days=30 + number // 3), lifted(1, 8, None), planned=False)
    show_page(window, page)
    page.tabs.choose("history")
    model = page.table.rows_model
    qtbot.waitUntil(lambda: model.rowCount() >= 100)
    for _ in range(5):
        if model.canFetchMore():
            before = model.rowCount()
            model.fetchMore()
            qtbot.waitUntil(lambda before=before: model.rowCount() > before)
    assert len({row.id for row in model.rows}) == model.rowCount() == len(gym.stored_logs)
    page.refresh()
    qtbot.waitUntil(lambda: len(gym.called("log page")) >= 5)
    assert model.rowCount() == len(gym.stored_logs)


def test_an_empty_history_offers_to_import_one(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    gym.stored_logs = []
    show_page(window, page)
    page.tabs.choose("history")
    qtbot.waitUntil(lambda: page.history.state == "empty")


def test_a_history_that_cannot_be_loaded_can_be_retried(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    show_page(window, page)
    qtbot.waitUntil(lambda: len(gym.called("log page")) == 1)
    gym.fail("log page", Unavailable("The database cannot be reached."))
    page.tabs.choose("history")
    qtbot.waitUntil(lambda: page.history.state == "error")
    page.history.retry_requested.emit()
    qtbot.waitUntil(lambda: page.history.state == "content")


# Import


def test_a_file_without_a_unit_asks_for_one_then_says_what_is_in_it(
    qtbot, window: QWidget, page: MyProgressPage, export: Callable[[str], Path]
) -> None:
    dialog = _open_dialog(qtbot, window, page)
    assert not dialog.confirm_button.isEnabled()
    dialog.read_file(export(_strong(2, 3)))
    qtbot.waitUntil(dialog.unit_field.isVisible)
    assert dialog.report.startswith("This file does not say whether its weights are in kg or lb.")
    assert not dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.units, Qt.Key.Key_Right)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert dialog.report == (
        "Strong export: 2 workouts with 6 sets, from Fri 1 Mar 2024 to Sat 2 Mar 2024.\n"
        "To be added: 2 workouts with 6 sets."
    )
    assert dialog.confirm_button.text() == "Import 2 workouts"
    dialog.reject()


def test_importing_adds_it_once_and_a_second_time_nothing(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    dialog = _open_dialog(qtbot, window, page)
    path = export(_strong(2, 3))
    before = len(gym.stored_logs)
    dialog.read_file(path)
    qtbot.waitUntil(dialog.unit_field.isVisible)
    dialog.units.choose("lb")
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert _toasts(page) == ["2 workouts with 6 sets added"]
    assert len(gym.stored_logs) == before + 2
    (history,) = gym.called("import_history")
    assert history.workouts[0].entries[0].sets[0].unit == "lb"
    qtbot.mouseClick(page.import_button, LEFT)
    again = page.dialog
    assert again is not None
    again.read_file(path)
    qtbot.waitUntil(again.unit_field.isVisible)
    again.units.choose("lb")
    qtbot.waitUntil(lambda: "Nothing new: all 6 sets were already here." in again.report)
    assert not again.confirm_button.isEnabled()
    assert again.cancel_button.text() == "Close"
    qtbot.mouseClick(again.cancel_button, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)


def test_a_file_that_names_its_unit_does_not_ask(
    qtbot, window: QWidget, page: MyProgressPage, export: Callable[[str], Path]
) -> None:
    dialog = _open_dialog(qtbot, window, page)
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert not dialog.unit_field.isVisible()
    assert dialog.report.startswith("Hevy export: 1 workout with 1 set, from Tue 8 Apr 2025")
    dialog.reject()


def test_each_wrong_line_is_listed_and_nothing_is_imported(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    lines = _strong(2, 3).splitlines()
    lines[2] = lines[2].replace(",60,8,", ",60,-8,")
    lines[4] = "half a line"
    dialog = _open_dialog(qtbot, window, page)
    dialog.read_file(export("\n".join(lines) + "\n"))
    qtbot.waitUntil(dialog.errors.isVisible)
    texts = [dialog.errors.item(row).text() for row in range(dialog.errors.count())]
    assert [text.split(":")[0] for text in texts] == ["Line 3", "Line 5"]
    assert dialog.banner.accessibleName() == "Nothing was imported 2 lines are wrong."
    assert not dialog.confirm_button.isEnabled()
    assert gym.called("import_history") == []
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert not dialog.errors.isVisible()
    assert not dialog.banner.isVisible()
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%more", "PDF"),
        (b"", "empty"),
        ("Name,Age\nSarah,31\n", "no known export"),
        (b"\xff\xfe\x00\xd8", "Nothing was imported"),
    ],
)
def test_files_of_something_else_are_refused_in_words(
    qtbot, window: QWidget, page: MyProgressPage, export: Callable[[str | bytes], Path], content: str | bytes,
    words: str,
) -> None:  # fmt: skip
    dialog = _open_dialog(qtbot, window, page)
    dialog.read_file(export(content))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert words in dialog.banner.accessibleName()
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_a_file_that_is_gone_is_refused_in_words(
    qtbot, window: QWidget, page: MyProgressPage, tmp_path: Path
) -> None:
    dialog = _open_dialog(qtbot, window, page)
    dialog.read_file(tmp_path / "gone.csv")
    qtbot.waitUntil(dialog.banner.isVisible)
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_an_import_can_be_cancelled(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    dialog = _open_dialog(qtbot, window, page)
    before = len(gym.stored_logs)
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    gate = gym.hold("import_history")
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    assert dialog.is_importing
    assert dialog.report == "Adding 1 set…"
    assert not dialog.choose_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.report == "Cancelling…"
    assert dialog.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: page.dialog is None)
    assert _toasts(page) == ["The import was cancelled. Nothing was added."]
    assert len(gym.stored_logs) == before


def test_when_the_server_is_away_the_file_stays_chosen_and_can_be_tried_again(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    dialog = _open_dialog(qtbot, window, page)
    gym.fail("preview_import", Unavailable("The database cannot be reached."))
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert page.context.notices.offline_since is not None
    qtbot.mouseClick(dialog.retry_button, LEFT)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    gym.fail("import_history", UserError("A value breaks a rule."))
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == "Nothing was imported A value breaks a rule."
    assert dialog.isVisible()
    assert dialog.path is not None
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert _toasts(page) == ["1 workout with 1 set added"]

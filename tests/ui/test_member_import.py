"""History brought along from other apps: file, names, preview, done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.exercise_matching import NameOrigin
from gymtrainer_desktop.ui.member.import_history_dialog import ImportHistoryDialog
from gymtrainer_desktop.ui.member.import_steps import HistoryStep
from gymtrainer_desktop.ui.member.my_progress_page import MyProgressPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.member_gym import MemberGym, show_page

LEFT = Qt.MouseButton.LeftButton
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
)
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
)


def _strong(workouts: int = 2, sets: int = 3, exercise: str = "Bench Press (Barbell)") -> str:
    lines = [STRONG]
    for number in range(workouts):
        day = date(2024, 3, 1) + timedelta(days=number)
        for place in range(1, sets + 1):
            lines.append(f"{day:%Y-%m-%d} 18:00:00,Evening,45m,{exercise},{place},60,8,0,0,,,")
    return "\n".join(lines) + "\n"


def _hevy(*exercises: str) -> str:
    rows = [
        f'"Push","8 Apr 2025, 16:50","8 Apr 2025, 17:40","","{name}",,"",0,"normal",60,8,,,'
        for name in exercises or ("Bench Press",)
    ]
    return "\n".join((HEVY, *rows, ""))


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


@pytest.fixture
def dialog(qtbot, window: QWidget, page: MyProgressPage) -> ImportHistoryDialog:
    show_page(window, page)
    return _open(qtbot, page)


def _open(qtbot, page: MyProgressPage) -> ImportHistoryDialog:
    qtbot.mouseClick(page.import_button, LEFT)
    assert page.dialog is not None
    qtbot.waitUntil(page.dialog.isVisible)
    return page.dialog


def _next(qtbot, dialog: ImportHistoryDialog, step: HistoryStep) -> None:
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: dialog.step is step)


def _to_preview(qtbot, dialog: ImportHistoryDialog) -> None:
    _next(qtbot, dialog, HistoryStep.NAMES)
    _next(qtbot, dialog, HistoryStep.PREVIEW)


def _close(qtbot, page: MyProgressPage, dialog: ImportHistoryDialog) -> None:
    dialog.names_step.is_changed = False
    dialog.reject()
    qtbot.waitUntil(lambda: page.dialog is None)


def _toasts(page: MyProgressPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _shown(dialog: ImportHistoryDialog) -> list[tuple[str, ...]]:
    model = dialog.names_step.model
    return [
        tuple(model.index(row, place).data() for place in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


# File


def test_a_file_without_a_unit_asks_for_one_then_says_what_is_in_it(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, export: Callable[[str], Path]
) -> None:
    assert not dialog.confirm_button.isEnabled()
    dialog.read_file(export(_strong(2, 3)))
    qtbot.waitUntil(dialog.unit_field.isVisible)
    assert dialog.report.startswith("This file does not say whether its weights are in kg or lb.")
    assert not dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.units, Qt.Key.Key_Right)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert dialog.report == "Strong export: 2 workouts with 6 sets, from Fri 1 Mar 2024 to Sat 2 Mar 2024."
    _to_preview(qtbot, dialog)
    assert dialog.report.startswith("To be added: 2 workouts with 6 sets. Strong export, from Fri 1 Mar 2024")
    assert dialog.confirm_button.text() == "Import 2 workouts"
    _close(qtbot, page, dialog)


def test_times_are_the_gym_s_unless_another_zone_is_chosen(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    zone = dialog.file_step.zone
    assert zone.currentText() == "Europe/London"
    for typed, read in (("no/where", "Europe/London"), ("asia/tokyo", "Asia/Tokyo")):
        zone.setFocus()
        zone.lineEdit().setText(typed)
        qtbot.keyClick(zone.lineEdit(), Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda read=read: dialog.file_step.time_zone == read)
        assert zone.currentText() == read
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    _to_preview(qtbot, dialog)
    (history,) = gym.called("preview_import")
    assert str(history.workouts[0].started_at.tzinfo) == "Asia/Tokyo"
    _close(qtbot, page, dialog)


def test_a_file_that_names_its_unit_does_not_ask(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, export: Callable[[str], Path]
) -> None:
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    assert not dialog.unit_field.isVisible()
    assert dialog.report.startswith("Hevy export: 1 workout with 1 set, from Tue 8 Apr 2025")
    _close(qtbot, page, dialog)


def test_each_wrong_line_is_listed_and_nothing_is_imported(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    lines = _strong(2, 3).splitlines()
    lines[2] = lines[2].replace(",60,8,", ",60,-8,")
    lines[4] = "half a line"
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
    _close(qtbot, page, dialog)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%more", "PDF"),
        (b"", "empty"),
        ("Name,Age\nSarah,31\n", "no known export"),
        (b"\xff\xfe\x00\xd8", "Nothing was imported"),
        (None, "Nothing was imported"),
    ],
)
def test_files_of_something_else_are_refused_in_words(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, export: Callable[[str | bytes], Path],
    tmp_path: Path, content: str | bytes | None, words: str,
) -> None:  # fmt: skip
    dialog.read_file(tmp_path / "gone.csv" if content is None else export(content))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert words in dialog.banner.accessibleName()
    assert not dialog.confirm_button.isEnabled()
    _close(qtbot, page, dialog)


# Names


def test_every_exercise_says_what_it_is_called_here_and_why(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    gym.remembered_names = {"beinpresse keller": "Leg press"}
    names = ("DIPS", "Bench Press (Barbell)", "Barbell back squats", "Beinpresse  Keller", "Pflaumenbaum")
    dialog.read_file(export(_hevy(*names)))
    _next(qtbot, dialog, HistoryStep.NAMES)
    assert dialog.names_step.filters.current == "check"
    assert _shown(dialog) == [
        ("Barbell back squats", "1", "Back squat", "Similar, check"),
        ("Pflaumenbaum", "1", "As written", "Not found"),
    ]
    dialog.names_step.filters.choose("all")
    assert sorted(_shown(dialog)) == [
        ("Barbell back squats", "1", "Back squat", "Similar, check"),
        ("Beinpresse Keller", "1", "Leg press", "As last time"),
        ("Bench Press (Barbell)", "1", "Bench press", "Also called so"),
        ("DIPS", "1", "Dips", "Same name"),
        ("Pflaumenbaum", "1", "As written", "Not found"),
    ]
    _close(qtbot, page, dialog)


def test_a_name_is_chosen_by_searching_and_remembered_with_the_import(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    dialog.read_file(export(_hevy("Flachbank", "Benchpress")))
    _next(qtbot, dialog, HistoryStep.NAMES)
    step = dialog.names_step
    assert step.table.select_id("Flachbank")
    qtbot.keyClicks(step.search, "bench dumb")
    qtbot.waitUntil(lambda: step.found.count() == 1 and step.found.item(0).text() == "Dumbbell bench press")
    qtbot.keyClick(step.search, Qt.Key.Key_Return)
    assert dialog.step is HistoryStep.NAMES
    assert step.names == {"Flachbank": "Dumbbell bench press", "Benchpress": "Bench press"}
    assert dialog.is_dirty()
    assert gym.called("import_names.remember") == []
    _next(qtbot, dialog, HistoryStep.PREVIEW)
    assert "2 exercises are called as they are here." in dialog.report
    assert set(dialog.preview_step.model.index(0, 2).data().split(", ")) == {
        "Dumbbell bench press",
        "Bench press",
    }
    qtbot.mouseClick(dialog.back_button, LEFT)
    assert dialog.step is HistoryStep.NAMES
    _next(qtbot, dialog, HistoryStep.PREVIEW)
    _next(qtbot, dialog, HistoryStep.DONE)
    assert gym.remembered_names == {"Flachbank": "Dumbbell bench press", "Benchpress": "Bench press"}
    assert {log.exercise_name for log in gym.stored_logs[-2:]} == {"Dumbbell bench press", "Bench press"}
    assert "remembered" in dialog.report
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    again = _open(qtbot, page)
    again.read_file(export(_hevy("Flachbank")))
    _next(qtbot, again, HistoryStep.NAMES)
    assert [one.origin for one in again.names_step.choices] == [NameOrigin.REMEMBERED]
    _close(qtbot, page, again)


def test_what_is_found_can_be_kept_as_written_and_that_is_remembered_too(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    dialog.read_file(export(_hevy("Bench Press (Barbell)")))
    _next(qtbot, dialog, HistoryStep.NAMES)
    assert dialog.names_step.filters.current == "all"
    qtbot.mouseClick(dialog.names_step.keep_button, LEFT)
    assert _shown(dialog) == [("Bench Press (Barbell)", "1", "As written", "Chosen")]
    assert not dialog.names_step.keep_button.isEnabled()
    _next(qtbot, dialog, HistoryStep.PREVIEW)
    _next(qtbot, dialog, HistoryStep.DONE)
    assert gym.stored_logs[-1].exercise_name == "Bench Press (Barbell)"
    assert gym.remembered_names == {"Bench Press (Barbell)": "Bench Press (Barbell)"}
    dialog.accept()
    qtbot.waitUntil(lambda: page.dialog is None)


def test_names_chosen_stay_when_the_file_is_read_with_another_unit(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, export: Callable[[str], Path]
) -> None:
    dialog.read_file(export(_strong(1, 1, "Flachbank")))
    qtbot.waitUntil(dialog.unit_field.isVisible)
    dialog.units.choose("kg")
    _next(qtbot, dialog, HistoryStep.NAMES)
    dialog.names_step.choose("Bench press")
    qtbot.mouseClick(dialog.back_button, LEFT)
    dialog.units.choose("lb")
    _next(qtbot, dialog, HistoryStep.NAMES)
    assert dialog.names_step.names == {"Flachbank": "Bench press"}
    _close(qtbot, page, dialog)


# Preview and import


def test_importing_adds_it_once_and_a_second_time_nothing_whatever_it_is_called(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    path = export(_strong(2, 3))
    before = len(gym.stored_logs)
    dialog.read_file(path)
    qtbot.waitUntil(dialog.unit_field.isVisible)
    dialog.units.choose("lb")
    _to_preview(qtbot, dialog)
    assert gym.called("import_history") == []
    _next(qtbot, dialog, HistoryStep.DONE)
    assert dialog.report.startswith("2 workouts with 6 sets added.")
    assert len(gym.stored_logs) == before + 2
    (history,) = gym.called("import_history")
    assert history.workouts[0].entries[0].sets[0].unit == "lb"
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    again = _open(qtbot, page)
    again.read_file(path)
    qtbot.waitUntil(again.unit_field.isVisible)
    again.units.choose("lb")
    _next(qtbot, again, HistoryStep.NAMES)
    again.names_step.choose("Dips")
    _next_disabled(qtbot, again)
    assert again.report.startswith("Nothing new: all 6 sets were already here.")
    assert again.cancel_button.text() == "Close"
    _close(qtbot, page, again)


def _next_disabled(qtbot, dialog: ImportHistoryDialog) -> None:
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: dialog.step is HistoryStep.PREVIEW)
    assert not dialog.confirm_button.isEnabled()


def test_an_import_can_be_cancelled(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    before = len(gym.stored_logs)
    dialog.read_file(export(_hevy()))
    _to_preview(qtbot, dialog)
    gate = gym.hold("import_history")
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    assert dialog.is_importing
    assert dialog.report == "Adding 1 set…"
    assert not dialog.back_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.report == "Cancelling…"
    assert dialog.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: page.dialog is None)
    assert _toasts(page) == ["The import was cancelled. Nothing was added."]
    assert len(gym.stored_logs) == before


def test_when_the_server_is_away_the_file_stays_chosen_and_can_be_tried_again(
    qtbot, page: MyProgressPage, dialog: ImportHistoryDialog, gym: MemberGym, export: Callable[[str], Path]
) -> None:
    away = Unavailable("The database cannot be reached.")
    gym.fail("import_names.names", away)
    gym.fail("preview_import", away)
    dialog.read_file(export(_hevy()))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert page.context.notices.offline_since is not None
    qtbot.mouseClick(dialog.retry_button, LEFT)
    _next(qtbot, dialog, HistoryStep.NAMES)
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(dialog.banner.isVisible)
    qtbot.mouseClick(dialog.retry_button, LEFT)
    qtbot.waitUntil(lambda: dialog.step is HistoryStep.PREVIEW)
    gym.fail("import_history", UserError("A value breaks a rule."))
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == "Nothing was imported A value breaks a rule."
    assert dialog.isVisible()
    assert dialog.path is not None
    _next(qtbot, dialog, HistoryStep.DONE)
    assert not dialog.banner.isVisible()
    _close(qtbot, page, dialog)

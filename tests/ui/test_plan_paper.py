"""A plan and a log sheet on paper: one page each, everything in it, in words that can be copied."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import Plan, PlannedExercise, PlanStatus
from gymtrainer_desktop.domain.progression import Deload, LoadSteps, WeekTarget
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.printing.pdf_file import write_pages
from gymtrainer_desktop.ui.printing.plan_layout import PlanPages, lay_out_plan
from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog
from gymtrainer_desktop.ui.printing.plan_sheet import PaperChoice, PlanPaper, SheetKind, with_maxima
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.plan_tab import PlanTab
from tests.ui.trainer_gym import TODAY, Gym, planned_week, uid

BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
AMERICAN = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
A4, LETTER = QPageSize(QPageSize.PageSizeId.A4), QPageSize(QPageSize.PageSizeId.Letter)
BOTH = (SheetKind.PLAN, SheetKind.LOG)
DAYS = tuple(Weekday)
AWKWARD = "Maximiliana-Theodora’s incline dumbbell press, office fluffy floor efficient " * 2
NO_SPACES = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


def plan_of(exercises: Any, title: str = "12-Week Strength Program", goals: str = "build strength") -> Plan:
    return Plan(
        uid(6000), uid(5000), title, goals, "", 12, date(2026, 10, 12), date(2027, 1, 3), PlanStatus.ACTIVE,
        "John Smith", 3, tuple(exercises), Deload((8,)),
    )  # fmt: skip


def many(days: int, each: int, name: str = "Press {0}", notes: str = "") -> list[PlannedExercise]:
    """A plan of so many days with so many exercises, the second and third a superset."""
    return [
        PlannedExercise(
            UUID(int=100 * place + n), day, name.format(100 * place + n), None, 4, "8-12", "60 kg", 90, notes, n,
            "A" if n in (1, 2) else "",
        )
        for place, day in enumerate(DAYS[:days], 1)
        for n in range(each)
    ]  # fmt: skip


def paper_of(plan: Plan) -> PlanPaper:
    return PlanPaper(plan, "Sarah", "Harbour Street Gym", TODAY, 1)


def laid_out(plan: Plan, choice: PaperChoice, size: QPageSize = A4) -> PlanPages:
    return lay_out_plan(paper_of(plan).sheets(choice), size, QGuiApplication.font())


def read(made: PlanPages, tmp_path: Path, size: QPageSize = A4) -> list[str]:
    path = tmp_path / "sheet.pdf"
    assert write_pages(made.pages, path, size, "Plan") == len(made.pages.pages)
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


CASES = {
    "one exercise": many(1, 1),
    "a week": list(planned_week()),
    "thirty": many(5, 6, notes="Keep the back flat"),
    "seven days of twelve": many(7, 12),
    "long names": [dataclasses.replace(e, name=AWKWARD[:150] + str(n)) for n, e in enumerate(many(3, 5))],
    "names without spaces": [
        dataclasses.replace(e, name=f"{NO_SPACES}{n}") for n, e in enumerate(many(3, 4))
    ],
}


@pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])
@pytest.mark.parametrize("case", list(CASES))
def test_a_plan_is_whole_on_one_page(theme, tmp_path: Path, case: str, size: QPageSize) -> None:
    exercises = CASES[case]
    made = laid_out(plan_of(exercises), PaperChoice((SheetKind.PLAN,), 6, DAYS), size)
    (text,) = read(made, tmp_path, size)
    assert made.left_out == 0 and made.smallest >= 7
    squeezed = text.replace(" ", "")
    for one in exercises:
        assert one.name.replace(" ", "") in squeezed, one.name
    assert squeezed.count("60kg") == sum(one.weight == "60 kg" for one in exercises)
    assert squeezed.count("A1") == len({one.day for one in exercises if one.superset})
    assert "Week 6 of 12 · Mon 16 – Sun 22 Nov 2026" in text
    assert "Sarah · Trainer John Smith" in text and "Goal: build strength" in text
    assert "Harbour Street Gym · printed Fri 20 Nov 2026" in text


@pytest.mark.parametrize("case", ["one exercise", "a week", "thirty", "long names"])
def test_a_log_sheet_is_whole_on_one_page(theme, tmp_path: Path, case: str) -> None:
    exercises = CASES[case]
    made = laid_out(plan_of(exercises), PaperChoice((SheetKind.LOG,), 6, DAYS))
    (text,) = read(made, tmp_path)
    page = made.pages.pages[0]
    assert made.left_out == 0 and not made.is_shortened
    boxes = [frame for frame in page.frames if not frame.is_round]
    circles = [frame for frame in page.frames if frame.is_round]
    assert len(boxes) == sum(one.sets or 1 for one in exercises)
    assert len(circles) == 5 * len(exercises) and text.count("Notes") == len(exercises)
    assert text.startswith("Log sheet: 12-Week Strength Program")
    crosses = sum(mark.text == "×" for mark in page.texts)
    timed = sum(one.sets or 1 for one in exercises if one.reps in ("45 s", "20 min"))
    assert crosses == len(boxes) - timed, "a time is no weight and reps"


def test_what_does_not_fit_is_said_and_goes_on_pages_of_its_own(theme, tmp_path: Path) -> None:
    plan = plan_of(CASES["seven days of twelve"])
    made = laid_out(plan, PaperChoice((SheetKind.LOG,), 6, DAYS))
    (text,) = read(made, tmp_path)
    shown = sum(f"Press {one.name.split()[1]} " in text for one in plan.exercises)
    assert made.left_out > 0 and shown == 84 - made.left_out and made.smallest == 7
    assert f"{made.left_out} more exercises: print day by day" in text
    daily = laid_out(plan, PaperChoice((SheetKind.LOG,), 6, DAYS, is_daily=True))
    pages = read(daily, tmp_path)
    assert daily.left_out == 0 and len(pages) == 7
    for place, page in enumerate(pages, 1):
        assert all(f"Press {100 * place + n} " in page for n in range(12))


def test_type_shrinks_first_then_notes_and_both_are_said(theme, tmp_path: Path) -> None:
    few = laid_out(plan_of(many(2, 3, notes="n" * 100)), PaperChoice((SheetKind.PLAN,), 1, DAYS))
    assert few.smallest == 10.5 and not few.is_shortened
    words = "Keep the back flat and breathe out on the way up. " * 6
    crowded = laid_out(plan_of(many(7, 12, notes=words)), PaperChoice((SheetKind.PLAN,), 1, DAYS))
    (text,) = read(crowded, tmp_path)
    assert crowded.is_shortened and crowded.left_out == 0 and "Notes are shortened" in text
    huge = laid_out(plan_of(many(7, 40)), PaperChoice((SheetKind.PLAN,), 1, DAYS))
    assert huge.left_out > 0 and huge.smallest == 7


def test_one_day_that_is_too_much_says_so(theme, tmp_path: Path) -> None:
    made = laid_out(plan_of(many(1, 90)), PaperChoice((SheetKind.LOG,), 1, DAYS))
    (text,) = read(made, tmp_path)
    assert f"{made.left_out} more exercises: there is no room for more on one page" in text


def test_the_targets_are_those_of_the_week(theme, tmp_path: Path) -> None:
    weeks = tuple(WeekTarget(4, "8", f"{60 + n} kg") for n in range(12))
    first = dataclasses.replace(many(1, 1)[0], weeks=weeks, progression="+1 kg every week")
    plan = plan_of([first])
    for week, words in ((1, "4 × 8 · 60 kg"), (8, "4 × 8 · 67 kg"), (12, "4 × 8 · 71 kg")):
        (text,) = read(laid_out(plan, PaperChoice((SheetKind.PLAN,), week, DAYS)), tmp_path)
        assert words in text
        assert (f"Week {week} of 12, deload" in text) is (week == 8)
    resolved = PlanPaper(
        plan, "", "Gym", TODAY, 1, lambda one, target: f"{one.name} asks {target.weight} ≈ 92.5 kg"
    )
    made = lay_out_plan(resolved.sheets(PaperChoice((SheetKind.PLAN,), 2, DAYS)), A4, QGuiApplication.font())
    assert "Press 100 asks 61 kg ≈ 92.5 kg" in read(made, tmp_path)[0]


def test_percentages_are_written_with_what_they_come_to(theme) -> None:
    percent = dataclasses.replace(many(1, 1)[0], weight="80%", reps="5")
    plan = plan_of([percent, dataclasses.replace(percent, id=UUID(int=1), name="Row", order_index=1)])
    words = with_maxima({percent.id: Decimal(115)}, Unit.KG, LoadSteps())
    paper = dataclasses.replace(paper_of(plan), words=words)
    (sheet,) = paper.sheets(PaperChoice((SheetKind.PLAN,), 1, DAYS))
    targets = [line.target for line in sheet.days[0].lines]
    assert targets == ["4 × 5 · 80% ≈ 92.5 kg", "4 × 5 · 80%"], "nothing is made up without a maximum"


def test_the_tab_of_a_clients_plan_prints_the_week_it_shows(qtbot, window, page_context: PageContext) -> None:
    gym = Gym()
    tab = PlanTab(gym.context(page_context))
    tab.setParent(window)
    tab.client = gym.rows[0]
    tab.refresh()
    qtbot.waitUntil(lambda: tab._week is not None)
    tab.show()
    qtbot.mouseClick(tab.print_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(PlanPaperDialog)
    qtbot.waitUntil(lambda: dialog.pages is not None)
    assert dialog.week.currentData() == tab._week.week
    texts = [mark.text for mark in dialog.pages.pages.pages[0].texts]
    assert "Bench press" in texts and "4 × 8 · 95 lb" in texts
    assert "Sarah · Trainer John Smith" in texts
    dialog.reject()


def test_the_rest_of_a_superset_stands_after_its_last(theme) -> None:
    (sheet,) = paper_of(plan_of(many(1, 4))).sheets(PaperChoice((SheetKind.PLAN,), 1, DAYS))
    lines = sheet.days[0].lines
    assert [line.tag for line in lines] == ["", "A1", "A2", ""]
    assert [line.rest for line in lines] == ["rest 90 s", "", "rest 90 s", "rest 90 s"]


def test_weeks_are_the_gyms(theme) -> None:
    plan = plan_of(many(7, 1))
    sunday = PlanPaper(plan, "", "Gym", TODAY, 7)
    assert sunday.days()[0] is Weekday.SUNDAY and sunday.week_words(1) == "Sun 11 – Sat 17 Oct 2026"
    paper = paper_of(plan)
    assert paper.week_words(12) == "Mon 28 Dec 2026 – Sun 3 Jan 2027"
    assert paper.week_words(3) == "Mon 26 Oct – Sun 1 Nov 2026"
    assert [paper.week_of(day) for day in (date(2026, 1, 1), TODAY, date(2028, 1, 1))] == [1, 6, 12]


@pytest.mark.parametrize("kinds", [(SheetKind.PLAN,), (SheetKind.LOG,)])
@pytest.mark.parametrize("case", list(CASES))
def test_nothing_is_cut_off_and_nothing_lies_over_another(theme, case: str, kinds: Any) -> None:
    made = laid_out(plan_of(CASES[case]), PaperChoice(kinds, 6, DAYS))
    (page,), size = made.pages.pages, made.pages.size_of(0)
    setter = made.pages.setter
    for mark in page.texts:
        assert mark.rect.left() >= 0 and mark.rect.right() <= size.width()
        assert mark.rect.top() >= 0 and mark.rect.bottom() <= size.height()
        assert setter.height(mark.text, mark.style, mark.rect.width()) <= mark.rect.height() + 2, mark.text
    centred = Qt.AlignmentFlag.AlignHCenter
    words = [mark for mark in page.texts if not mark.flags & centred and not mark.text.isdigit()]
    for place, mark in enumerate(words):
        core = mark.rect.adjusted(2, 2, -2, -2)
        for other in words[place + 1 :]:
            assert not core.intersects(other.rect.adjusted(2, 2, -2, -2)), (mark.text, other.text)


# The dialog


@pytest.fixture
def open_dialog(qtbot, window: QWidget, page_context: PageContext):
    def opened(plan: Plan, **args: Any) -> PlanPaperDialog:
        dialog = PlanPaperDialog(
            page_context, plan, "Sarah Johnson", None, window, today=TODAY, locale=args.pop("locale", BRITISH)
        )
        dialog.open()
        qtbot.waitUntil(lambda: dialog.pages is not None or dialog._states.state == "empty")
        return dialog

    return opened


def test_the_dialog_begins_with_this_week_and_shows_the_page(qtbot, open_dialog) -> None:
    dialog = open_dialog(plan_of(planned_week()))
    assert dialog.week.currentText() == "6 · Mon 16 – Sun 22 Nov 2026"
    assert [box.text() for box in dialog.day_boxes.values()] == [
        "Monday", "Tuesday", "Wednesday", "Friday", "Saturday",
    ]  # fmt: skip
    assert dialog.note.text() == "1 page" and dialog.confirm_button.isEnabled()
    assert dialog.preview.pages is dialog.pages.pages
    dialog.kinds.choose("both")
    qtbot.waitUntil(lambda: dialog.note.text() == "2 pages")
    qtbot.keyClick(dialog.preview, Qt.Key.Key_PageDown)
    assert dialog.preview.where.text() == "Page 2 of 2" and dialog.preview.number == 1
    dialog.kinds.choose("plan")
    qtbot.waitUntil(lambda: dialog.note.text() == "1 page")
    assert dialog.preview.number == 0
    for box in dialog.day_boxes.values():
        box.setChecked(False)
    assert dialog._states.state == "empty" and not dialog.confirm_button.isEnabled()
    dialog.day_boxes[Weekday.FRIDAY].setChecked(True)
    qtbot.waitUntil(lambda: dialog.pages is not None)
    assert any(mark.text == "Deadlift" for mark in dialog.pages.pages.pages[0].texts)
    dialog.reject()


def test_a_plan_that_does_not_fit_is_offered_day_by_day(qtbot, open_dialog) -> None:
    dialog = open_dialog(plan_of(CASES["seven days of twelve"]))
    dialog.kinds.choose("log")
    qtbot.waitUntil(dialog.daily_button.isVisible)
    assert "exercises do not fit on their page." in dialog.note.text()
    qtbot.mouseClick(dialog.daily_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.note.text() == "7 pages")
    assert not dialog.daily_button.isVisible() and dialog.daily.isChecked()
    dialog.reject()


def test_a_plan_without_exercises_says_so(open_dialog) -> None:
    dialog = open_dialog(plan_of([]))
    assert dialog._states.state == "empty" and not dialog.save_button.isEnabled()
    dialog.reject()


def test_the_paper_is_the_locales_until_somebody_chooses(qtbot, open_dialog, settings) -> None:
    dialog = open_dialog(plan_of(planned_week()), locale=AMERICAN)
    assert dialog.size_box.currentText() == "Letter"
    dialog.size_box.setCurrentText("A4")
    qtbot.waitUntil(lambda: dialog.pages is not None)
    dialog.reject()
    assert settings.values == {"paper": "A4"}
    again = open_dialog(plan_of(planned_week()), locale=AMERICAN)
    assert again.size_box.currentText() == "A4" and again.size_of_paper == A4
    again.reject()


def test_saved_as_pdf_under_a_name_without_the_clients(
    qtbot, open_dialog, page_context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: Any, _title: str, suggested: str, _filter: str) -> tuple[str, str]:
        asked.append(Path(suggested).name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog = open_dialog(plan_of(planned_week(), title="Push/Pull: Legs?"))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert asked == ["Push Pull Legs.pdf"]
    assert page_context.notices.toasts.toasts[-1].words.text() == "mine.pdf was saved"
    reader = PdfReader(tmp_path / "mine.pdf")
    assert len(reader.pages) == 1 and reader.metadata.title == "Push/Pull: Legs?"
    assert "Johnson" not in reader.pages[0].extract_text(), "no more of the name than is needed"


def test_a_folder_that_is_not_there_keeps_the_dialog(
    qtbot, open_dialog, page_context, tmp_path: Path
) -> None:
    dialog = open_dialog(plan_of(planned_week()))
    dialog.save_to(tmp_path / "nowhere" / "a.pdf")
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.isVisible() and "nowhere" in page_context.notices.toasts.toasts[-1].words.text()
    dialog.reject()


def test_printed_on_the_printers_paper_each_page_as_it_lies(qtbot, open_dialog, tmp_path: Path) -> None:
    dialog = open_dialog(plan_of(CASES["seven days of twelve"], goals=""))
    dialog.kinds.choose("both")
    qtbot.waitUntil(lambda: dialog.pages is not None)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setPageSize(LETTER)
    dialog.print_on(printer)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    reader = PdfReader(tmp_path / "out.pdf")
    assert len(reader.pages) == 2
    for page in reader.pages:
        assert sorted((round(page.mediabox.width), round(page.mediabox.height))) == [612, 792]


def test_a_page_that_lies_is_written_lying(theme, tmp_path: Path) -> None:
    made = laid_out(plan_of(many(2, 3)), PaperChoice(BOTH, 1, DAYS))
    made.pages.pages[1].is_landscape = True
    write_pages(made.pages, tmp_path / "both.pdf", A4, "Both")
    boxes = [page.mediabox for page in PdfReader(tmp_path / "both.pdf").pages]
    assert [(round(b.width), round(b.height)) for b in boxes] == [(595, 842), (842, 595)]

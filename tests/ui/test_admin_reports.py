"""Reports: on the screen, as PDF read back with another library, on A4 and Letter, and on a printer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QWidget

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.reports import report_contents as contents
from gymtrainer_desktop.ui.admin.reports.report_period import PERIODS
from gymtrainer_desktop.ui.admin.reports.reports_page import ADHERENCE, CAPACITY, LOAD, MONTH, ReportsPage
from gymtrainer_desktop.ui.printing.paper import PaperPages, page_size
from gymtrainer_desktop.ui.printing.report_document import ReportDocument
from gymtrainer_desktop.ui.printing.report_layout import lay_out
from gymtrainer_desktop.ui.printing.report_pdf import write_pdf
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym
from tests.ui import report_samples as samples
from tests.ui.admin_gym import TODAY, show_page
from tests.ui.admin_gym import Gym as Desk

SINCE = date(2026, 11, 1)
BRITISH, AMERICAN = QLocale("en_GB"), QLocale("en_US")
AWKWARD = (samples.LONG_NAME, samples.NO_SPACES, "<b>Bold</b> & Söhne")


class Reports:
    """What the service answers."""

    def __init__(self, gym: Desk) -> None:
        self.gym = gym
        self.clients = 8

    def capacity(self) -> Any:
        self.gym.note("capacity")
        return samples.capacity()

    def trainer_load(self, since: date, until: date) -> Any:
        self.gym.note("trainer_load", (since, until))
        if until < since:
            raise UserError("The last day lies before the first.", code="period", field="until")
        return samples.trainer_load(since, until)

    def adherence(self, since: date, until: date) -> Any:
        self.gym.note("adherence", (since, until))
        return samples.adherence(since, until, self.clients, AWKWARD)

    def month(self, year: int, month: int) -> Any:
        self.gym.note("month", (year, month))
        return samples.month(year, month)


@pytest.fixture
def desk() -> Desk:
    gym = Desk()
    gym.reports = Reports(gym)  # type: ignore[attr-defined]
    return gym


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Desk) -> ReportsPage:
    page = ReportsPage(desk.context(page_context), locale=BRITISH)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.document is not None)
    return page


def _documents() -> list[ReportDocument]:
    return [
        contents.capacity_document(samples.capacity(), TODAY),
        contents.load_document(samples.trainer_load(SINCE, TODAY), TODAY),
        contents.adherence_document(samples.adherence(SINCE, TODAY, 8, AWKWARD), TODAY),
        contents.month_document(samples.month(2026, 11), TODAY, Unit.KG),
    ]


def _written(tmp_path: Path, document: ReportDocument, locale: QLocale = BRITISH) -> PdfReader:
    path = tmp_path / f"{document.name}.pdf"
    pages = write_pdf(document, path, page_size(locale), QGuiApplication.font())
    reader = PdfReader(path)
    assert len(reader.pages) == pages
    return reader


def _text(reader: PdfReader, number: int | None = None) -> str:
    pages = reader.pages if number is None else [reader.pages[number]]
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _shown(qtbot, page: ReportsPage, key: str) -> ReportDocument:
    page.reports.choose(key)
    qtbot.waitUntil(lambda: page.document is not None and not page.context.tasks.is_busy)
    assert page.document is not None
    return page.document


# The paper


@pytest.mark.parametrize(("locale", "size"), [(BRITISH, (595, 842)), (AMERICAN, (612, 792))])
def test_every_report_is_whole_on_either_paper(theme, tmp_path: Path, locale: QLocale, size) -> None:
    for each in _documents():
        reader = _written(tmp_path, each, locale)
        box = reader.pages[0].mediabox
        assert (round(float(box.width)), round(float(box.height))) == size
        text = _text(reader)
        assert "Harbour Street Gym" in text and each.title in text and each.subtitle in text
        for table in each.tables:
            for row in table.rows:
                for column, value in zip(table.columns, row.values, strict=True):
                    # Of a name in several lines, the other cells are read after the first.
                    words = "".join(column.words(value).split())[:24]
                    assert words in text.replace(" ", ""), words
        assert f"Page {len(reader.pages)} of {len(reader.pages)}" in text
        assert "As of Fri 20 Nov 2026" in text
        title = reader.metadata.title if reader.metadata else ""
        assert title == f"{each.title}, {each.subtitle}"


def test_a_table_over_many_pages_repeats_its_headings_and_loses_nobody(theme, tmp_path: Path) -> None:
    found = samples.adherence(SINCE, TODAY, 60)
    document = contents.adherence_document(found, TODAY)
    reader = _written(tmp_path, document)
    count = len(reader.pages)
    assert count > 15
    pages = [_text(reader, number) for number in range(count)]
    for number, text in enumerate(pages[1:], 1):
        assert "Client Due Logged Compliance Last workout" in text, number
        assert f"Page {number + 1} of {count}" in text
        assert "Harbour Street Gym · Adherence by trainer" in text
    text = _text(reader)
    for trainer in found.trainers:
        assert text.count(f"{trainer.name}, continued") == sum(
            f"{trainer.name}, continued" in page for page in pages
        ), "said at the top of a page, once"
        for client in trainer.clients:
            assert text.count(f"{client.name} ") == 1, client.name


def _laid_out(document: ReportDocument, locale: QLocale = BRITISH) -> PaperPages:
    return lay_out(document, page_size(locale), QGuiApplication.font())


@pytest.mark.parametrize("locale", [BRITISH, AMERICAN])
def test_no_text_is_cut_off_and_none_lies_over_another(theme, locale: QLocale) -> None:
    for document in _documents():
        pages = _laid_out(document, locale)
        for page in pages.pages:
            for mark in page.texts:
                assert mark.rect.left() >= 0 and mark.rect.right() <= pages.size.width()
                assert mark.rect.top() >= 0 and mark.rect.bottom() <= pages.size.height()
                needed = pages.setter.height(mark.text, mark.style, mark.rect.width())
                assert needed <= mark.rect.height() + 2, mark.text
            for place, mark in enumerate(page.texts):
                core = mark.rect.adjusted(2, 2, -2, -2)
                bottom = core.top() + pages.setter.height(mark.text, mark.style, mark.rect.width()) - 4
                for other in page.texts[place + 1 :]:
                    inner = other.rect.adjusted(2, 2, -2, -2)
                    is_apart = bottom <= inner.top() or not core.intersects(inner)
                    is_chart = mark.style == other.style and mark.text.replace(",", "").isdigit()
                    assert is_apart or is_chart, (mark.text, other.text)


def test_figures_stand_below_one_another_at_the_right(theme) -> None:
    pages = _laid_out(contents.load_document(samples.trainer_load(SINCE, TODAY), TODAY))
    marks = {mark.text: mark for mark in pages.pages[0].texts}
    workouts = [marks[words] for words in ("Workouts", "300", "2,240") if words in marks]
    cells = [mark for mark in pages.pages[0].texts if mark.text in ("15/15", "12/15", "112/155")]
    assert len({round(mark.rect.right()) for mark in cells}) == 1 and len(cells) >= 3
    assert all(mark.flags & Qt.AlignmentFlag.AlignRight for mark in cells) and workouts


def test_what_is_painted_is_what_is_laid_out(theme) -> None:
    pages = _laid_out(contents.capacity_document(samples.capacity(), TODAY))
    image = QImage(595, 842, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    pages.paint(painter, 0, QRectF(0, 0, 595, 842))
    painter.end()
    rows = [y for y in range(842) if any(image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF for x in range(40, 560, 2))]
    assert rows[0] > 30 and rows[-1] < 842 - 30, "margins stay white"
    assert len(rows) > 200


def test_without_rows_a_table_says_why(theme, tmp_path: Path) -> None:
    nobody = dataclasses.replace(samples.capacity(), trainers=())
    text = _text(_written(tmp_path, contents.capacity_document(nobody, TODAY)))
    assert "There are no personal trainers yet." in text
    quiet = dataclasses.replace(samples.month(2026, 2), per_day=(0,) * 28, top_exercises=(), previous=None)
    text = _text(_written(tmp_path, contents.month_document(quiet, TODAY, Unit.LB)))
    assert "Nobody logged anything in this month." in text and "Volume load (lb)" in text


def test_given_up_there_is_no_file_and_an_old_one_stays(theme, tmp_path: Path) -> None:
    document = contents.adherence_document(samples.adherence(SINCE, TODAY, 60), TODAY)
    path = tmp_path / "old.pdf"
    path.write_bytes(b"old")
    seen: list[tuple[int, int]] = []

    def stop_after_some_pages(done: int, total: int) -> bool:
        seen.append((done, total))
        return not (total < 100 and done == 3)

    with pytest.raises(Cancelled):
        write_pdf(document, path, page_size(BRITISH), QGuiApplication.font(), stop_after_some_pages)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
    assert (0, document.row_count) in seen and seen[-1][0] == 3


def test_a_folder_that_is_not_there_is_said_in_words(theme, tmp_path: Path) -> None:
    document = _documents()[0]
    with pytest.raises(UserError, match="nowhere") as refused:
        write_pdf(document, tmp_path / "nowhere" / "a.pdf", page_size(BRITISH), QGuiApplication.font())
    assert refused.value.field == "path" and "--data-dir" not in refused.value.message


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("en_GB", QPageSize.PageSizeId.A4),
        ("de_DE", QPageSize.PageSizeId.A4),
        ("C", QPageSize.PageSizeId.A4),
        ("en_US", QPageSize.PageSizeId.Letter),
        ("fr_CA", QPageSize.PageSizeId.Letter),
        ("es_MX", QPageSize.PageSizeId.Letter),
    ],
)
def test_the_paper_is_what_people_have_there(name: str, paper: QPageSize.PageSizeId) -> None:
    assert page_size(QLocale(name)).id() == paper


# The page


def test_each_report_by_keyboard(qtbot, page: ReportsPage, desk: Desk) -> None:
    assert page.document is not None and page.document.title == "Capacity"
    assert not page.period.isVisible() and not page.month.isVisible()
    page.reports.setFocus()
    qtbot.keyClick(page.reports, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.document is not None and page.document.title == "Trainer load")
    assert page.period.isVisible() and page.save_button.isEnabled()
    assert desk.called("trainer_load")[-1] == (date(2026, 10, 22), TODAY) or desk.called("trainer_load")
    qtbot.keyClick(page.reports, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.document is not None and page.document.title == "Adherence by trainer")
    qtbot.keyClick(page.reports, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.document is not None and page.document.title == "Month in review")
    assert page.month.isVisible() and not page.period.isVisible()
    qtbot.keyClick(page.month, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(desk.called("month")) == 2)
    qtbot.waitUntil(lambda: page.document is not None)
    first, second = desk.called("month")
    assert (first[0] * 12 + first[1]) - (second[0] * 12 + second[1]) == 1


def test_the_tables_behave_as_models_and_sort(qtbot, page: ReportsPage) -> None:
    for key in (CAPACITY, LOAD, ADHERENCE, MONTH):
        _shown(qtbot, page, key)
        preview = page.preview
        assert preview is not None and preview.tables
        for table in preview.tables:
            mode = QAbstractItemModelTester.FailureReportingMode.Fatal
            tester = QAbstractItemModelTester(table.rows_model, mode)
            for place, column in enumerate(table.rows_model.columns):
                if column.is_sortable:
                    table.rows_model.sort(place, Qt.SortOrder.DescendingOrder)
            assert tester.model() is table.rows_model
        assert preview.grab().height() > 0


def test_the_chart_tells_its_bars_by_keyboard(qtbot, page: ReportsPage) -> None:
    _shown(qtbot, page, MONTH)
    preview = page.preview
    assert preview is not None and preview.chart is not None
    chart = preview.chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.hovered_index == 0 and "members" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.hovered_index == 1
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.hovered_index == chart.count - 1
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.hovered_index == -1
    with pytest.raises(ValueError, match="labels"):
        chart.set_bars(("a",), (1.0, 2.0), ("a",))


def test_a_period_by_its_name_and_by_its_days(qtbot, page: ReportsPage, desk: Desk) -> None:
    _shown(qtbot, page, LOAD)
    page.period.names.setCurrentIndex(page.period.names.findData("last_month"))
    qtbot.waitUntil(lambda: page.document is not None)
    assert page.period.days == PERIODS["last_month"](TODAY)
    assert page.period.days == (date(2026, 10, 1), date(2026, 10, 31))
    page.period.since.set_value(date(2026, 10, 5))
    assert page.period.names.currentData() == "custom"
    qtbot.waitUntil(lambda: page.document is not None)
    assert desk.called("trainer_load")[-1] == (date(2026, 10, 5), date(2026, 10, 31))
    page.period.until.set_value(date(2026, 9, 1))
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert not page.save_button.isEnabled() and page._states._empty.title.text().startswith("The last day")


@pytest.mark.parametrize("name", sorted(PERIODS))
def test_named_periods_run_forward_and_never_past_today(name: str) -> None:
    for today in (date(2026, 11, 20), date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)):
        since, until = PERIODS[name](today)
        assert since <= until <= today


def test_a_failure_keeps_the_choice_and_can_be_tried_again(qtbot, page: ReportsPage, desk: Desk) -> None:
    desk.fail("adherence", Unavailable("The server did not answer."))
    page.reports.choose(ADHERENCE)
    qtbot.waitUntil(lambda: page._states.state == "error")
    assert not page.save_button.isEnabled() and not page.print_button.isEnabled()
    page._states.retry_requested.emit()
    qtbot.waitUntil(lambda: page.document is not None and page.document.title == "Adherence by trainer")


def test_saved_as_pdf_with_a_key(qtbot, page: ReportsPage, tmp_path: Path, monkeypatch) -> None:
    asked: list[str] = []

    def choose(_parent: Any, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitActive(page.window()):
        page.window().activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.context.notices.toasts.toasts))
    assert asked == ["capacity-2026-11-20.pdf"]
    assert page.context.notices.toasts.toasts[-1].words.text() == "1 page is in mine.pdf"
    assert "Maya Okafor 15/15 0 Full" in _text(PdfReader(tmp_path / "mine.pdf"))


def test_a_big_report_is_given_up_midway(qtbot, page: ReportsPage, desk: Desk, tmp_path: Path) -> None:
    desk.reports.clients = 300  # type: ignore[attr-defined]
    document = _shown(qtbot, page, ADHERENCE)
    page.output.save_to(document, tmp_path / "big.pdf")
    assert page.output.isVisible() and not page.save_button.isEnabled()
    qtbot.mouseClick(page.output.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.output.is_busy)
    assert page.save_button.isEnabled() and list(tmp_path.iterdir()) == []
    words = page.context.notices.toasts.toasts[-1].words.text()
    assert words == "Given up. No file was written."


def _printer(path: Path, size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(size))
    return printer


def test_printed_on_the_printer_s_own_paper(qtbot, page: ReportsPage, tmp_path: Path) -> None:
    document = _shown(qtbot, page, ADHERENCE)
    page.output.print_on(document, _printer(tmp_path / "sheets.pdf", QPageSize.PageSizeId.Letter))
    qtbot.waitUntil(lambda: bool(page.context.notices.toasts.toasts))
    reader = PdfReader(tmp_path / "sheets.pdf")
    assert round(float(reader.pages[0].mediabox.width)) == 612
    text = _text(reader)
    assert f"Page {len(reader.pages)} of {len(reader.pages)}" in text and "Aiko Tanaka" in text
    said = page.context.notices.toasts.toasts[-1].words.text()
    assert said == f"{len(reader.pages)} pages are on their way"


def test_only_the_pages_asked_for_are_printed(qtbot, page: ReportsPage, tmp_path: Path) -> None:
    document = _shown(qtbot, page, ADHERENCE)
    printer = _printer(tmp_path / "sheets.pdf")
    printer.setFromTo(2, 3)
    page.output.print_on(document, printer)
    qtbot.waitUntil(lambda: bool(page.context.notices.toasts.toasts))
    reader = PdfReader(tmp_path / "sheets.pdf")
    assert [f"Page {n} of" in _text(reader, n - 2) for n in (2, 3)] == [True, True] and len(reader.pages) == 2


def test_a_printer_that_takes_nothing_is_told_of(qtbot, page: ReportsPage, tmp_path: Path) -> None:
    assert page.document is not None
    page.output.print_on(page.document, _printer(tmp_path / "no" / "folder" / "a.pdf"))
    qtbot.waitUntil(lambda: bool(page.context.notices.toasts.toasts))
    assert page.context.notices.toasts.toasts[-1].words.text() == "The printer did not take the pages."
    assert not page.output.is_busy and page.print_button.isEnabled()


def test_the_print_dialog_opens_and_closes(qtbot, page: ReportsPage) -> None:
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)

    def shown() -> list[QWidget]:
        return [d for d in page.findChildren(QWidget, "printReportDialog") if d.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    assert shown()[0].windowTitle() == "Print Capacity"
    qtbot.keyClick(shown()[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown())
    assert not page.output.is_busy


def test_tables_are_exported_from_here(qtbot, page: ReportsPage) -> None:
    page.open(report=LOAD, export=True)
    page.refresh()
    dialog = next(d for d in page.window().findChildren(QWidget, "exportTableDialog") if d.isVisible())
    assert dialog.kinds.count() == 7
    dialog.reject()
    qtbot.waitUntil(lambda: page.document is not None and page.document.title == "Trainer load")


# On the database


@pytest.fixture
def _finish(tasks: Tasks, gym: Gym, qtbot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    qtbot.waitUntil(lambda: not tasks.is_busy)


@pytest.mark.usefixtures("_finish")
def test_every_report_of_a_real_gym(
    qtbot, window: QWidget, page_context: PageContext, gym: Gym, tmp_path: Path
) -> None:
    john = gym.trainer("John Smith", limit=2)
    assignment = gym.assignment(gym.member("Sarah Johnson"), john)
    gym.exercise(gym.plan(assignment), "Monday")
    gym.assignment(gym.member("Tom Reed"), john)
    services = gym.services(gym.admin("Rosa Delgado"))
    context = dataclasses.replace(
        page_context,
        services=services,
        gym=services.gym.settings(),
        settings=Settings(tmp_path / "settings.json"),
    )
    page = ReportsPage(context, locale=BRITISH)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.document is not None)
    for key, words in (
        (CAPACITY, "John Smith 2/2 0 Full"),
        (LOAD, "John Smith 2/2"),
        (ADHERENCE, "Sarah Johnson"),
        (MONTH, "Active personal trainers 1"),
    ):
        document = _shown(qtbot, page, key)
        page.output.save_to(document, tmp_path / f"{key}.pdf")
        qtbot.waitUntil(lambda: not page.output.is_busy)
        text = _text(PdfReader(tmp_path / f"{key}.pdf"))
        assert words in text and "Test Gym" in text

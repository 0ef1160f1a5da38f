"""The audit trail: sentences, before and after, filters, paging, copy and export; and the list of stations."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from gymtrainer_desktop.domain.audit import AUDIT_KINDS, AuditQuery
from gymtrainer_desktop.domain.audit_words import UNTOLD_COLUMNS, column_words
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.admin.audit.audit_filters import Part
from gymtrainer_desktop.ui.admin.audit.audit_page import ROWS, AuditPage
from gymtrainer_desktop.ui.admin.audit.audit_words import AuditReader, sentence
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.admin.settings.stations_page import StationsPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.pills import Chip
from tests.ui.admin_gym import show_page
from tests.ui.front_gym import ROSA, FrontGym, change

READER = AuditReader(ZoneInfo("Europe/London"), Unit.KG)


@pytest.fixture
def desk() -> FrontGym:
    return FrontGym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: FrontGym) -> AuditPage:
    page = AuditPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _sentences(page: AuditPage) -> list[str]:
    return [sentence(row) for row in page.table.rows_model.rows]


def _settled(qtbot, page: AuditPage, asked: int) -> None:
    qtbot.waitUntil(
        lambda: len(page.context.services.called("audit")) == asked and not page.context.tasks.is_busy
    )


# Words


def test_each_entry_is_a_sentence(page: AuditPage) -> None:
    assert _sentences(page) == [
        "Rosa Delgado changed the phone of Ava Novak",
        "Rosa Delgado corrected the weight and time of Bench press that Mike Davis logged",
        "Rosa Delgado paused the assignment of Emma Larsen with Hannah Cole",
        "Rosa Delgado assigned Ava Novak to John Smith",
        "Rosa Delgado put Sofia Marino on the waiting list",
        "Rosa Delgado changed the first day of the week and staff idle time in the gym’s settings",
        "Rosa Delgado changed the record of (erased)",
        "(erased) made John Smith a personal trainer",
        "Maintenance enrolled the workstation Front desk",
    ]


@pytest.mark.parametrize(
    ("table", "operation", "subject", "changes", "words"),
    [
        ("profiles", "INSERT", "Mara Novak", (), "added Mara Novak"),
        ("profiles", "DELETE", "Mara Novak", (), "removed Mara Novak"),
        ("profiles", "UPDATE", "Rosa Delgado", (("email", "a", "b"),), "changed their own e-mail"),
        ("profiles", "UPDATE", "Mara Novak", (("is_active", "yes", "no"),), "deactivated Mara Novak"),
        ("profiles", "UPDATE", "Mara Novak", (("is_admin", "no", "yes"),), "made Mara Novak an admin"),
        (
            "profiles", "UPDATE", "Mara Novak", (("email", "a", "b"), ("phone", "1", "2"), ("full_name", "x", "y")),
            "changed the e-mail and 2 other things of Mara Novak",
        ),
        ("instructors", "UPDATE", "John Smith", (("max_clients", "15", "12"),), "changed the limit of John Smith"),
        ("trainer_assignments", "UPDATE", "Mara · John", (("status", "active", "completed"),), "completed the assignment of Mara with John"),
        ("trainer_assignments", "UPDATE", "Mara · John", (("notes", None, "x"),), "changed the note of the assignment of Mara with John"),
        ("trainer_assignments", "DELETE", "Mara · John", (), "took back the assignment of Mara with John"),
        ("workout_plans", "INSERT", "Mara · Base", (), "published the plan “Base” for Mara"),
        ("workout_plans", "UPDATE", "Mara · Base", (("status", "active", "archived"),), "ended the plan “Base” for Mara"),
        ("workout_exercises", "UPDATE", "Squat", (("reps", "8", "5"),), "changed the reps of Squat"),
        ("workout_exercises", "DELETE", "Squat", (), "removed the planned exercise Squat"),
        ("workout_sets", "UPDATE", "Mara", (("reps", "8", "5"),), "corrected the reps of a set of Mara"),
        ("workout_progress", "DELETE", "Mara · Squat", (), "deleted Squat that Mara logged"),
        ("trainer_client_notes", "INSERT", "Mara · John", (), "wrote a note about Mara"),
        ("trainer_waitlist", "UPDATE", "Mara", (("rank", "1", "2"),), "moved Mara in the waiting list"),
        ("trainer_waitlist", "UPDATE", "Mara", (("status", "waiting", "offered"),), "offered Mara a place"),
        ("trainer_waitlist", "UPDATE", "Mara", (("wants", "a", "b"),), "changed the wishes of Mara, who waits"),
        ("client_requests", "UPDATE", "Mara · John", (("status", "open", "refused"),), "refused the request for Mara"),
        ("exercises", "UPDATE", "Squat", (("aliases", None, "Kniebeuge"),), "changed the other names of Squat"),
        ("plan_templates", "DELETE", "Base", (), "removed the template Base"),
        ("member_cards", "INSERT", "Mara", (("code", None, "CARD-1"),), "gave Mara a card"),
        ("member_cards", "DELETE", "Mara", (("code", "CARD-1", None),), "took a card from Mara"),
        ("refused_entries", "UPDATE", "Mara", (("settled_at", None, "2026-11-20T09:12:00+00:00"),), "settled a waiting entry of Mara"),
        ("refused_entries", "UPDATE", "Mara", (("settled_at", None, "2026-11-20T09:12:00+00:00"), ("aside_reason", None, "Entered twice")), "put aside what Mara had entered: Entered twice"),
        ("refused_entries", "UPDATE", "Mara", (("settled_at", "2026-11-20T09:12:00+00:00", None),), "took back what was done with a waiting entry of Mara"),
        ("stations", "UPDATE", "Kiosk", (("revoked_at", None, "2026-11-20T09:12:00+00:00"),), "revoked the workstation Kiosk"),
    ],
)  # fmt: skip
def test_deeds_are_told_as_people_would(table, operation, subject, changes, words: str) -> None:
    assert sentence(change(1, table, operation, subject, *changes)) == f"Rosa Delgado {words}"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("phone", None, "—"),
        ("birth_date", "1991-05-14", "Tue 14 May 1991"),
        ("completed_at", "2026-07-19T17:36:00+00:00", "Sun 19 Jul 2026, 18:36"),
        ("offered_at", "2026-07-19T17:36:00.123456+00:00", "Sun 19 Jul 2026, 18:36"),
        ("weight_used", "60 kg", "60 kg"),
        ("weight_used", "135 lb", "61.23 kg"),
        ("weight", "60% of max", "60% of max"),
        ("week_start", "7", "Sunday"),
        ("weight_unit", "lb", "Pounds (lb)"),
        ("is_private", "yes", "only the trainer reads it"),
        ("rest_seconds", "90", "90 s"),
        ("paused_days", "{[2026-01-01,2026-01-05)}", "Thu 1 Jan 2026 – Sun 4 Jan 2026"),
        ("paused_days", "{}", "—"),
        ("full_name", "<b>Robert</b>'; DROP TABLE", "<b>Robert</b>'; DROP TABLE"),
    ],
)
def test_values_are_told_in_words_and_the_readers_unit(column: str, value: str | None, words: str) -> None:
    assert READER.value(column, value) == words


def test_pounds_for_whoever_reads_in_pounds() -> None:
    assert dataclasses.replace(READER, unit=Unit.LB).value("weight_used", "60 kg") == "132.28 lb"


def test_no_column_of_an_audited_table_shows_its_own_name(migrated_columns: dict[str, list[str]]) -> None:
    assert set(AUDIT_KINDS) <= set(migrated_columns)
    for table in AUDIT_KINDS:
        for column in migrated_columns[table]:
            words = column_words(column)
            assert column in UNTOLD_COLUMNS or (words and "_" not in words), f"{table}.{column}"


@pytest.fixture
def migrated_columns(gym) -> dict[str, list[str]]:
    """Columns of every table of the database."""
    rows = gym.owner.exec_driver_sql(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


# The page


def test_before_and_after_stand_side_by_side(qtbot, page: AuditPage) -> None:
    page.table.setFocus()
    page.table.selectRow(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.details.isVisible()
    cells = {
        label.accessibleName(): label.text()
        for label in page.details.findChildren(QLabel)
        if label.isVisible()
    }
    assert "Weight, before: 60 kg" in cells and "Weight, after: 62.5 kg" in cells
    assert "Time, after: Thu 19 Nov 2026, 18:06" in cells
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.details._sentence.text() == "Rosa Delgado changed the phone of Ava Novak"
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.details.isVisible() and page.table.hasFocus()


def test_no_key_and_no_column_name_is_shown_anywhere(qtbot, page: AuditPage) -> None:
    model = page.table.rows_model
    shown = [
        str(model.index(r, c).data()) for r in range(model.rowCount()) for c in range(model.columnCount())
    ]
    for row in model.rows:
        page.details.show_entry(row)
        shown += [label.text() for label in page.details.findChildren(QLabel)]
        shown.append(READER.text(row))
    for words in shown:
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|[a-z]_[a-z]", words), words


def test_the_model_keeps_qts_rules(page: AuditPage, qtmodeltester) -> None:
    qtmodeltester.check(page.table.rows_model)


def test_a_change_is_copied_as_text(qtbot, page: AuditPage) -> None:
    page.table.selectRow(0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Fri 20 Nov 2026, 09:21: Rosa Delgado changed the phone of Ava Novak (Front desk)\n"
        "  Phone: — → 020 7946 0101"
    )
    assert page.details.copy_button.accessibleName() == "Copied"


def test_words_and_kind_and_time_filter(qtbot, page: AuditPage, desk: FrontGym) -> None:
    qtbot.keyClick(page, "/")
    assert page.filters.search.hasFocus()
    qtbot.keyClicks(page.filters.search, "emma")
    qtbot.waitUntil(lambda: len(_sentences(page)) == 1)
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(_sentences(page)) == 9)
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("trainer_assignments"))
    qtbot.waitUntil(lambda: len(_sentences(page)) == 2)
    page.filters.kind.setCurrentIndex(0)
    page.filters.time.setFocus()
    qtbot.keyClick(page.filters.time, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(_sentences(page)) == 7)
    assert desk.called("audit")[-1].since == date(2026, 11, 20)


def test_days_from_to_are_asked_for_the_right_way_round(qtbot, page: AuditPage, desk: FrontGym) -> None:
    filters = page.filters
    assert not filters.since.isVisible()
    filters.time.setCurrentIndex(filters.time.count() - 1)
    assert filters.since.isVisible() and filters.since.value == date(2026, 11, 20)
    filters.until.set_value(date(2026, 11, 19))
    right_way_round = (date(2026, 11, 19), date(2026, 11, 20))
    qtbot.waitUntil(
        lambda: (desk.called("audit")[-1].since, desk.called("audit")[-1].until) == right_way_round
    )
    qtbot.waitUntil(lambda: len(_sentences(page)) == 9)


def test_a_person_is_found_by_keyboard_as_doer_and_as_subject(qtbot, page: AuditPage, desk: FrontGym) -> None:
    filters = page.filters
    name = desk.persons.people[0].name
    for part, chip in ((Part.BY, f"Done by {name}"), (Part.ABOUT, f"About {name}")):
        filters.part.setCurrentIndex(filters.part.findData(part))
        filters.person.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(filters.person, name.split()[0].lower())
        qtbot.waitUntil(lambda: filters.person.popup.current() is not None)
        qtbot.keyClick(filters.person, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda wanted=chip: wanted in [c.text for c in filters.findChildren(Chip) if not c.isHidden()]
        )
    query = filters.query
    assert query.person_id == query.about_id == desk.persons.people[0].id
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert (
        page._states._empty is not None and page._states._empty.title.text() == "No change fits the filters"
    )
    filters.clear()
    qtbot.waitUntil(lambda: page._states.state == "content" and len(_sentences(page)) == 9)
    assert not filters.is_set


def test_more_of_the_kind_is_one_press_away(qtbot, page: AuditPage, desk: FrontGym) -> None:
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    page.details.about_button.setFocus()
    qtbot.keyClick(page.details.about_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(_sentences(page)) == 1)
    (chip,) = [chip for chip in page.filters.findChildren(Chip) if not chip.isHidden()]
    assert chip.text == "About Ava Novak"
    chip.remove_requested.emit(chip.text)
    qtbot.waitUntil(lambda: len(_sentences(page)) == 9)
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.mouseClick(page.details.by_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.called("audit")[-1].person_id == ROSA)


def test_it_opens_filtered_and_asks_once(
    qtbot, window: QWidget, page_context: PageContext, desk: FrontGym
) -> None:
    page = AuditPage(desk.context(page_context))
    ava = desk.member("Ava Novak")
    show_page(window, page, about=(ava.id, ava.full_name))
    qtbot.waitUntil(lambda: len(_sentences(page)) == 1)
    assert [query.about_id for query in desk.called("audit")] == [ava.id]


def test_pages_follow_one_another_without_gap_or_repeat(qtbot, page: AuditPage, desk: FrontGym) -> None:
    desk.changes = [
        change(n, "profiles", "UPDATE", f"Member {n}", ("phone", None, str(n))) for n in range(250, 0, -1)
    ]
    page.refresh()
    for loaded in (100, 200, 250):
        qtbot.waitUntil(lambda wanted=loaded: page.table.rows_model.rowCount() == wanted)
        page.table.scrollToBottom()
    assert [row.id for row in page.table.rows_model.rows] == list(range(250, 0, -1))
    assert [query.after for query in desk.called("audit")] == [None, None, 151, 51]
    desk.changes.insert(0, change(251, "profiles", "UPDATE", "New", ("phone", None, "1")))
    page.table.selectRow(200)
    kept = page.table.current_row().id
    page.refresh()
    qtbot.waitUntil(lambda: page.table.rows_model.rows[0].id == 251)
    assert page.table.current_row().id == kept and desk.called("audit")[-1].limit == 250 > ROWS


def test_what_the_filters_leave_is_exported(qtbot, page: AuditPage, desk: FrontGym, tmp_path: Path) -> None:
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("profiles"))
    page.filters.set_person(Part.BY, ROSA, "Rosa Delgado")
    assert page.filters.words == "Person, Done by Rosa Delgado"
    page.filters.export_button.setFocus()
    qtbot.keyClick(page.filters.export_button, Qt.Key.Key_Return)
    dialog = page.window().findChild(ExportTableDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.kind is ExportKind.AUDIT and "Person, Done by Rosa Delgado" in dialog.rows.currentText()
    target = tmp_path / "trail.csv"
    dialog.path.setText(str(target))
    dialog.opens_folder.setChecked(False)
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.called("table_csv")) and not page.context.tasks.is_busy)
    assert desk.called("table_csv") == [
        (ExportKind.AUDIT, target, AuditQuery(person_id=ROSA, table="profiles"))
    ]


def test_a_failure_says_what_happened_and_retry_loads(qtbot, window, page_context, desk: FrontGym) -> None:
    desk.fail("audit", Unavailable("The server is starting. Trying again."))
    page = AuditPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    page._states._error.retry.click()
    qtbot.waitUntil(lambda: page._states.state == "content")


def test_an_empty_trail_says_so(qtbot, window, page_context, desk: FrontGym) -> None:
    desk.changes.clear()
    page = AuditPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert page._states._empty.title.text() == "Nothing was changed yet"


def test_endless_and_marked_up_names_are_plain_and_fit(qtbot, page: AuditPage, desk: FrontGym) -> None:
    name = "<b>Robert</b>'; DROP TABLE members; 🏋️ " + "x" * 10_000
    desk.changes = [change(1, "profiles", "UPDATE", name, ("full_name", name, name[:50]), by=name)]
    page.refresh()
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 1)
    page.details.show_entry(page.table.rows_model.rows[0])
    page.details.about_button.click()
    assert page.grab().width() == page.width() <= 1440
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.details.findChildren(QLabel))


def test_stations_are_listed_with_their_state(
    qtbot, window, page_context, desk: FrontGym, qtmodeltester
) -> None:
    page = StationsPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    qtmodeltester.check(page.model)
    rows = [[page.model.index(r, c).data() for c in range(5)] for r in range(3)]
    assert rows[0] == ["Front desk (here)", "Workstation", "In use", "Mon 5 Jan 2026, 08:30", "—"]
    assert rows[2] == [
        "Kiosk at the door",
        "Kiosk",
        "Revoked",
        "Mon 5 Jan 2026, 08:30",
        "Fri 20 Nov 2026, 09:12",
    ]
    desk.fail("stations", Unavailable("The server did not answer."))
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "error")
    desk.station_rows.clear()
    page._states._error.retry.click()
    qtbot.waitUntil(lambda: page._states.state == "empty")

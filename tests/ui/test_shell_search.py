"""Ctrl+K leads to people, pages and actions of the role; F1 lists the keys of the page in front."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.progress import ExerciseSummary
from gymtrainer_desktop.ui import admin, member, trainer
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.jumps import NOT_FOUND, Jumps, SearchHit, exercise_hits, rank
from gymtrainer_desktop.ui.shell.main_window import MainWindow
from gymtrainer_desktop.ui.shell.page import NavAction, NavItem, Page, PageContext
from gymtrainer_desktop.ui.shell.shortcuts_sheet import ShortcutsSheet
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable


class DeskPage(Page):
    """Writes down what it was opened with and asked to do."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.done: list[object] = []
        self.is_dirty = False

    def open(self, **args: object) -> None:
        self.done.append(args)

    def add(self) -> None:
        self.done.append("add")

    def may_leave(self) -> bool:
        return not self.is_dirty


class KeysPage(DeskPage):
    """A page with shortcuts of its own, a lettered button and a table."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        column = QVBoxLayout(self)
        self.table = DataTable(RowsModel((Column("name", "Name", str),), identity=str))
        self.hidden = quiet_button("&Hidden")
        for widget in (quiet_button("&Add member", "plus"), self.hidden, QLineEdit(), self.table):
            column.addWidget(widget)
        self.hidden.hide()
        for keys, words in (("Ctrl+F", "Search"), ("/", "Search"), ("Ctrl+J", "")):
            QShortcut(QKeySequence(keys), self).setWhatsThis(words)


def _person(number: int, name: str, detail: str = "") -> SearchHit:
    return SearchHit(
        name, detail or f"M-{number}", "members", {"member_id": number}, identity=UUID(int=number)
    )


PEOPLE = (
    _person(1, "Mémé Tremblay"),
    _person(2, "Sarah Johnson"),
    _person(3, "Osei Sarpong"),
    _person(4, "Al Sims"),
)


@pytest.fixture
def gate() -> threading.Event:
    """Answers of the services wait until it is set; set unless a test clears it."""
    gate = threading.Event()
    gate.set()
    return gate


@pytest.fixture
def main(qtbot, theme, settings, tasks, person, gate: threading.Event) -> Iterator[MainWindow]:
    window = AppWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def search(text: str) -> list[SearchHit]:
        assert gate.wait(10)
        if "away" in text:
            raise Unavailable("The server did not answer.")
        return [hit for hit in PEOPLE if rank(text, hit.title, hit.detail) < NOT_FOUND]

    main = MainWindow(
        [
            NavItem("overview", "Overview", "layout-grid", DeskPage, words="start"),
            NavItem(
                "members", "Members", "users", DeskPage, actions=(
                    NavAction("Add member", "user-plus", act=lambda page: page.add(), words="new"),
                    NavAction("Assign a trainer", "plus", {"filter": "no_trainer"}),
                ),
            ),
            NavItem("plan", "Plan", "clipboard-list", DeskPage, in_rail=False, needs_args=True),
            NavItem("keys", "Keys", "list", KeysPage),
        ],
        services=None,
        tasks=tasks,
        notices=window.notices,
        settings=settings,
        person=person,
        role=Role.ADMIN,
        gym=SimpleNamespace(name="Harbour Street Gym"),
        search=search,
        search_hint="Search",
        drafts=window.drafts,
    )  # fmt: skip
    window.show_main(main)
    yield main
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)


def _titles(main: MainWindow) -> list[str]:
    assert main.search is not None
    return [hit.title for hit in main.search.popup.hits]


def _ctrl_k(qtbot, main: MainWindow) -> None:
    qtbot.keyClick(main, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert main.search is not None and main.search.hasFocus()


@pytest.mark.parametrize(
    ("typed", "title", "words", "place"),
    [
        ("sar", "Sarah Johnson", "", 0),
        ("JOHN", "Sarah Johnson", "", 1),
        ("john sar", "Sarah Johnson", "", 1),
        ("hns", "Sarah Johnson", "", 2),
        ("meme", "Mémé Tremblay", "", 0),
        ("new", "Add member", "new person", 3),
        ("add per", "Add member", "new person", 3),
        ("xyz", "Add member", "new", NOT_FOUND),
        ("   ", "Add member", "new", NOT_FOUND),
    ],
)
def test_the_start_counts_more_than_the_middle(typed: str, title: str, words: str, place: int) -> None:
    assert rank(typed, title, words) == place


def test_found_by_number_stays_though_the_name_does_not_hold_it() -> None:
    jumps = Jumps((), [])
    assert jumps.found("1004", [_person(4, "Al Sims", "M-1004")])[0].title == "Al Sims"


def test_members_find_what_they_logged_by_any_of_its_names() -> None:
    logged = (
        ExerciseSummary("Bench press", 40, date(2026, 11, 16), ("bench press", "bench press (barbell)")),
        ExerciseSummary("Deadlift", 12, date(2026, 11, 6), ("deadlift",)),
    )
    jumps = Jumps(member.nav_items(), [])
    (hit,) = jumps.found("barb", exercise_hits("barb", logged))
    assert (hit.title, hit.detail) == ("Bench press", "Last logged 16 Nov 2026")
    assert (hit.page, hit.args) == ("my_progress", {"exercise": "Bench press"})
    assert jumps.found("squat", exercise_hits("squat", logged)) == ()


def test_nothing_typed_offers_the_latest_then_actions_and_pages(qtbot, main: MainWindow) -> None:
    _ctrl_k(qtbot, main)
    assert main.search is not None
    assert main.search.popup.headings == ("Do", "Go to")
    assert _titles(main) == ["Add member", "Assign a trainer", "Overview", "Members", "Keys"]
    qtbot.keyClicks(main.search, "sarah")
    qtbot.waitUntil(lambda: _titles(main) == ["Sarah Johnson"])
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    _ctrl_k(qtbot, main)
    assert main.search.popup.headings == ("Recent", "Do", "Go to")
    assert _titles(main)[0] == "Sarah Johnson"
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    page = main.page("members")
    assert isinstance(page, DeskPage) and page.done == [{"member_id": 2}, {"member_id": 2}]


def test_arrows_pass_over_headings(qtbot, main: MainWindow) -> None:
    _ctrl_k(qtbot, main)
    assert main.search is not None
    for _ in range(2):
        qtbot.keyClick(main.search, Qt.Key.Key_Down)
    current = main.search.popup.current()
    assert current is not None and current.title == "Overview"
    qtbot.keyClick(main.search, Qt.Key.Key_Up)
    current = main.search.popup.current()
    assert current is not None and current.title == "Assign a trainer"
    qtbot.keyClick(main.search, Qt.Key.Key_Escape)
    assert not main.search.popup.isVisible() and not main.search.hasFocus()


def test_an_action_opens_its_page_and_acts(qtbot, main: MainWindow) -> None:
    _ctrl_k(qtbot, main)
    assert main.search is not None
    qtbot.keyClicks(main.search, "add m")
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    page = main.page("members")
    assert isinstance(page, DeskPage) and page.done == [{}, "add"]
    _ctrl_k(qtbot, main)
    qtbot.keyClicks(main.search, "assign")
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    assert page.done[2:] == [{"filter": "no_trainer"}]


def test_an_action_waits_for_a_page_that_wants_to_stay(qtbot, main: MainWindow) -> None:
    page = main.current_page
    assert isinstance(page, DeskPage) and main.search is not None
    page.is_dirty = True
    _ctrl_k(qtbot, main)
    qtbot.keyClicks(main.search, "add m")
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    assert main.current_page is page and page.done == [{}]
    page.is_dirty = False


def test_pages_are_there_before_the_server_answers_and_without_it(
    qtbot, main: MainWindow, gate: threading.Event
) -> None:
    assert main.search is not None
    gate.clear()
    _ctrl_k(qtbot, main)
    qtbot.keyClicks(main.search, "me")
    assert _titles(main) == ["Members", "Add member"]
    gate.set()
    qtbot.waitUntil(lambda: _titles(main) == ["Members", "Mémé Tremblay", "Add member"])
    qtbot.keyClick(main.search, Qt.Key.Key_Down)
    chosen = main.search.popup.current()
    assert chosen is not None and chosen.identity == UUID(int=1)


def test_enter_never_opens_what_fitted_less(qtbot, main: MainWindow, gate: threading.Event) -> None:
    assert main.search is not None
    gate.clear()
    _ctrl_k(qtbot, main)
    qtbot.keyClicks(main.search, "me")
    assert _titles(main)[0] == "Members"
    qtbot.keyClicks(main.search, "me")
    assert not main.search.popup.isVisible()
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    assert main.page("members") is None
    gate.set()
    qtbot.waitUntil(lambda: main.search.popup.isVisible() and _titles(main) == ["Mémé Tremblay"])


def test_a_page_is_found_while_the_server_is_away(qtbot, main: MainWindow) -> None:
    assert main.search is not None
    with qtbot.waitSignal(main.search.failed):
        main.search.setFocus()
        qtbot.keyClicks(main.search, "away")
    assert not main.search.popup.isVisible()


def test_the_latest_come_first_among_equals_and_last_for_the_window(
    qtbot, main: MainWindow, tasks, settings, person
) -> None:
    assert main.search is not None
    jumps = main.search._jumps
    other = _person(9, "Sarah Abel")
    assert [hit.title for hit in jumps.found("sarah", [other, PEOPLE[1]])] == ["Sarah Abel", "Sarah Johnson"]
    jumps.remember(PEOPLE[1])
    assert [hit.title for hit in jumps.found("sarah", [other, PEOPLE[1]])] == ["Sarah Johnson", "Sarah Abel"]
    jumps.remember(PEOPLE[1])
    assert [hit.title for hit in jumps.recent] == ["Sarah Johnson"], "nobody is listed twice"
    again = Jumps([NavItem("overview", "Overview", "", DeskPage)], main.context.drafts[_key(person)])
    assert again.recent == (), "another role without that page does not hear of it"
    assert Jumps([NavItem("members", "Members", "", DeskPage)], main.context.drafts[_key(person)]).recent


def _key(person) -> tuple[str, UUID]:
    return ("recent jumps admin", person.person_id)


@pytest.mark.parametrize(
    ("package", "there", "absent"),
    [
        (admin, {"Overview", "Members", "Trainers", "Back-ups", "Settings", "Audit trail"}, {"My clients", "My plan"}),
        (trainer, {"My clients"}, {"Settings", "Audit trail", "Members", "Plan", "Back up now", "Add member"}),
        (member, {"Home", "My plan", "Log workout"}, {"Settings", "My clients", "Add member", "Assign a trainer"}),
    ],
)  # fmt: skip
def test_each_role_is_offered_its_own(package, there: set[str], absent: set[str]) -> None:
    jumps = Jumps(package.nav_items(), [])
    offered = {hit.title for group in jumps.at_rest() for hit in group.hits}
    assert there <= offered and not absent & offered
    for words in absent:
        assert words not in {hit.title for hit in jumps.found(words)}


def test_the_front_desk_is_offered_its_actions() -> None:
    jumps = Jumps(admin.nav_items(), [])
    titles = {hit.title for hit in jumps.actions}
    assert {"Add member", "Assign a trainer", "Add trainer", "Back up now"} <= titles
    assert jumps.found("new mem")[0].title == "Add member"
    assert jumps.found("backup")[0].page == "backups"
    assert [hit.act is None for hit in jumps.found("back")[:2]] == [True, False], (
        "half a word leads, it does not do"
    )


def test_f1_lists_the_keys_of_the_page_and_esc_closes(qtbot, main: MainWindow) -> None:
    main.navigate("keys")
    qtbot.keyClick(main, Qt.Key.Key_F1)
    sheet = main.window().findChild(ShortcutsSheet)
    qtbot.waitUntil(sheet.isVisible)
    assert list(sheet.groups) == ["Keys", "Everywhere", "In tables"]
    assert [(line.keys, line.text) for line in sheet.groups["Keys"]] == [
        (("Ctrl+F", "/"), "Search"),
        (("Alt+A",), "Add member"),
    ]
    everywhere = {line.text: line.keys for line in sheet.groups["Everywhere"]}
    assert everywhere["Find a person, a page or an action"] == ("Ctrl+K",)
    assert everywhere["Show these shortcuts"] == ("F1", "?")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sheet.isVisible())


def test_the_question_mark_does_so_too_but_not_while_typing(qtbot, main: MainWindow) -> None:
    main.navigate("keys")
    page = main.current_page
    assert page is not None
    edit = page.findChild(QLineEdit)
    edit.setFocus()
    qtbot.keyClick(edit, "?")
    assert edit.text() == "?" and main.window().findChild(ShortcutsSheet) is None
    main.person_button.setFocus()
    qtbot.keyClick(main.person_button, "?")
    sheet = main.window().findChild(ShortcutsSheet)
    assert sheet is not None and sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)


def test_a_page_without_keys_of_its_own_has_those_that_work_everywhere(qtbot, main: MainWindow) -> None:
    main.person_button.shortcuts_requested.emit()
    sheet = main.window().findChild(ShortcutsSheet)
    assert list(sheet.groups) == ["Everywhere"]
    sheet.reject()

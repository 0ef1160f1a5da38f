"""The main window: pages, rail, search, bell, role switch, staleness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.jumps import SearchHit
from gymtrainer_desktop.ui.shell.main_window import MainWindow
from gymtrainer_desktop.ui.shell.notifications import NotificationItem
from gymtrainer_desktop.ui.shell.page import Crumb, NavItem, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size


class NotedPage(Page):
    """Writes down what the shell does with it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.events: list[object] = []
        self.is_dirty = False
        self.field = QLineEdit(self)

    def open(self, **args: object) -> None:
        self.events.append(("open", args))

    def refresh(self) -> None:
        self.events.append("refresh")

    def may_leave(self) -> bool:
        return not self.is_dirty


class OverviewPage(NotedPage):
    key = "overview"
    tables = frozenset({"trainer_assignments"})


class MembersPage(NotedPage):
    key = "members"
    tables = frozenset({"profiles"})


class PlanPage(NotedPage):
    key = "plan"


HITS = [
    SearchHit("Sarah Johnson", "Member", "members", {"member_id": 7}, identity=UUID(int=7)),
    SearchHit("Sara Lee", "Member", "members", {"member_id": 8}, identity=UUID(int=8)),
]


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def app_window(qtbot, theme, settings) -> AppWindow:
    window = AppWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def main(qtbot, app_window: AppWindow, tasks, settings, person, made: list[str]) -> Iterator[MainWindow]:
    def factory(kind: type[Page]):
        def make(context: PageContext) -> Page:
            made.append(kind.key)
            return kind(context)

        return make

    def search(text: str) -> list[SearchHit]:
        if text == "away":
            raise Unavailable("The server did not answer.")
        return [hit for hit in HITS if text.lower() in hit.title.lower()]

    main = MainWindow(
        [
            NavItem("overview", "Overview", "layout-grid", factory(OverviewPage)),
            NavItem("members", "Members", "users", factory(MembersPage), badge=3),
            NavItem("plan", "Plan", "clipboard-list", factory(PlanPage), in_rail=False, under="members"),
            NavItem("settings", "Settings", "sliders-horizontal", factory(NotedPage), bottom=True),
        ],
        services=None,
        tasks=tasks,
        notices=app_window.notices,
        settings=settings,
        person=person,
        role=Role.ADMIN,
        gym=SimpleNamespace(name="Harbour Street Gym"),
        place_name="Front desk",
        search=search,
        search_hint="Search members",
        theme="system",
    )
    app_window.show_main(main)
    return main


def events(main: MainWindow, key: str) -> list[object]:
    page = main.page(key)
    assert isinstance(page, NotedPage)
    taken, page.events = page.events, []
    return taken


def test_pages_are_made_when_first_opened(main: MainWindow, made: list[str]) -> None:
    assert made == ["overview"]
    assert main.top_bar.title == "Overview"
    main.navigate("members", {"member_id": 7})
    main.navigate("overview")
    main.navigate("members")
    assert made == ["overview", "members"]
    assert events(main, "overview") == [("open", {}), "refresh", ("open", {})]
    assert events(main, "members") == [("open", {"member_id": 7}), "refresh", ("open", {})]
    with pytest.raises(KeyError):
        main.navigate("no such page")


def test_the_rail_is_walked_with_the_keyboard(qtbot, main: MainWindow) -> None:
    items = main.rail.items
    items["overview"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(items["overview"], Qt.Key.Key_Down)
    assert items["members"].hasFocus()
    qtbot.keyClick(items["members"], Qt.Key.Key_Return)
    assert main.current_page is main.page("members")
    assert [key for key, item in items.items() if item.isChecked()] == ["members"]
    qtbot.keyClick(items["members"], Qt.Key.Key_Down)
    assert items["settings"].hasFocus()
    qtbot.keyClick(items["settings"], Qt.Key.Key_Space)
    assert main.top_bar.title == "Settings"
    assert "plan" not in items


def test_tab_reaches_everything_in_the_shell(qtbot, main: MainWindow) -> None:
    main.rail.items["overview"].setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(12):
        focus = main.window().focusWidget()
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {main.search, main.top_bar.bell, main.person_button, *main.rail.items.values()} <= set(seen)


def test_a_page_under_another_lights_that_one_and_shows_the_way(qtbot, main: MainWindow) -> None:
    main.navigate("plan")
    page = main.current_page
    assert page is not None
    page.set_title("Plan", "week 6", (Crumb("Members", "members", {"member_id": 7}),))
    assert main.rail.items["members"].isChecked()
    assert (main.top_bar.title, main.top_bar.subtitle) == ("Plan", "week 6")
    crumb = next(b for b in main.top_bar.findChildren(QPushButton) if b.text() == "Members")
    qtbot.mouseClick(crumb, Qt.MouseButton.LeftButton)
    assert events(main, "members")[0] == ("open", {"member_id": 7})


def test_a_page_that_would_lose_something_stays(main: MainWindow, app_window: AppWindow) -> None:
    page = main.current_page
    assert isinstance(page, OverviewPage)
    page.is_dirty = True
    assert main.navigate("members") is False
    assert main.current_page is page
    assert main.rail.items["overview"].isChecked()
    assert not app_window.close()
    page.is_dirty = False
    assert main.navigate("members") is True
    assert app_window.close()


def test_a_change_reloads_the_visible_page_and_marks_the_hidden_one(qtbot, main: MainWindow) -> None:
    main.navigate("members")
    main.navigate("overview")
    events(main, "members")
    events(main, "overview")
    main.announce({"profiles"})
    main.announce({"trainer_assignments"})
    overview = main.page("overview")
    qtbot.waitUntil(lambda: overview.events == ["refresh"])
    assert events(main, "members") == []
    main.navigate("members")
    assert events(main, "members") == [("open", {}), "refresh"]
    main.refresh_all()
    assert events(main, "members") == ["refresh"]


def test_leaving_a_page_drops_what_it_waits_for(qtbot, main: MainWindow, tasks) -> None:
    page = main.current_page
    got: list[int] = []
    tasks.query(page, lambda: 1, got.append)
    main.navigate("members")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert got == []
    assert page.is_stale


def test_ctrl_k_searches_and_enter_opens(qtbot, main: MainWindow) -> None:
    QTest.keyClick(main.window().windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(main.search.hasFocus)
    qtbot.keyClicks(main.search, "sara")
    qtbot.waitUntil(main.search.popup.isVisible)
    assert main.search.popup.current() is HITS[0]
    qtbot.keyClick(main.search, Qt.Key.Key_Down)
    qtbot.keyClick(main.search, Qt.Key.Key_Down)
    assert main.search.popup.current() is HITS[1]
    qtbot.keyClick(main.search, Qt.Key.Key_Return)
    assert events(main, "members") == [("open", {"member_id": 8}), "refresh"]
    assert main.search.text() == ""
    assert not main.search.popup.isVisible()


def test_a_search_without_an_answer_says_so_and_esc_closes_it(qtbot, main: MainWindow) -> None:
    main.search.setFocus()
    qtbot.keyClicks(main.search, "nobody")
    qtbot.waitUntil(main.search.popup.isVisible)
    assert main.search.popup.current() is None
    assert main.search.popup._nothing.text() == "Nothing found for “nobody”."
    qtbot.keyClick(main.search, Qt.Key.Key_Escape)
    assert not main.search.popup.isVisible()
    qtbot.keyClick(main.search, Qt.Key.Key_Escape)
    assert not main.search.hasFocus()


def test_a_search_while_offline_shows_the_bar(qtbot, main: MainWindow) -> None:
    main.search.setFocus()
    qtbot.keyClicks(main.search, "away")
    qtbot.waitUntil(main.offline_bar.isVisible)
    assert not main.top_bar.connection.is_online
    main._notices.offline(None)
    assert not main.offline_bar.isVisible()
    assert main.top_bar.connection.is_online


def test_the_bell_opens_what_happened(qtbot, main: MainWindow) -> None:
    items = [
        NotificationItem("1", "Sarah is your new client.", "Today", False, "members", {"member_id": 7}),
        NotificationItem("2", "Plan published.", "Yesterday", True),
    ]
    main.set_unread(1)
    main.set_notifications(items)
    assert main.top_bar.bell.accessibleName() == "Notifications, 1 unread"
    assert main.top_bar.bell.badge == "1", "a number, not only a dot"
    main.set_unread(130)
    assert (main.top_bar.bell.badge, main.top_bar.bell.accessibleName()) == (
        "99+",
        "Notifications, 130 unread",
    )
    main.set_unread(0)
    assert main.top_bar.bell.badge == ""
    qtbot.mouseClick(main.top_bar.bell, Qt.MouseButton.LeftButton)
    assert main.popover.isVisible()
    with qtbot.waitSignal(main.notification_opened) as opened:
        qtbot.keyClick(main.popover, Qt.Key.Key_Down)
        line = next(
            child for child in main.popover.findChildren(object) if getattr(child, "item", None) is items[0]
        )
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [items[0]]
    assert not main.popover.isVisible()
    assert events(main, "members")[0] == ("open", {"member_id": 7})
    main.popover.open_below(main.top_bar.bell)
    with qtbot.waitSignal(main.notifications_read):
        main.popover._all_read.click()
    qtbot.mouseClick(main.popover, Qt.MouseButton.LeftButton, pos=QPoint(10, 400))
    assert not main.popover.isVisible()
    main.popover.open_below(main.top_bar.bell)
    qtbot.keyClick(main.popover, Qt.Key.Key_Escape)
    assert not main.popover.isVisible()


def test_the_role_switch_and_sign_out(qtbot, main: MainWindow) -> None:
    actions = {action.text(): action for action in main.person_button.menu.actions()}
    assert actions["Work as Admin"].isChecked()
    with qtbot.waitSignal(main.role_chosen) as chosen:
        actions["Work as Trainer"].trigger()
    assert chosen.args == [Role.TRAINER]
    assert actions["Work as Admin"].isChecked()
    with qtbot.assertNotEmitted(main.role_chosen):
        actions["Work as Admin"].trigger()
    appearance = {a.text(): a for a in actions["Appearance"].menu().actions()}
    with qtbot.waitSignal(main.theme_chosen) as theme:
        appearance["Dark"].trigger()
    assert theme.args == ["dark"]
    with qtbot.waitSignal(main.sign_out_requested):
        actions["Sign out"].trigger()
    qtbot.keyClick(main.person_button, Qt.Key.Key_Return)
    assert main.person_button.menu.isVisible()
    main.person_button.menu.close()


def test_the_rail_folds_when_it_gets_narrow(qtbot, main: MainWindow, app_window: AppWindow) -> None:
    assert main.rail.width() == Size.RAIL
    app_window.resize(1359, 800)
    qtbot.waitUntil(lambda: main.rail.is_folded)
    assert main.rail.width() == Size.RAIL_FOLDED
    assert main.rail.items["members"].toolTip() == "Members"
    app_window.resize(1360, 800)
    qtbot.waitUntil(lambda: not main.rail.is_folded)


def test_badges(main: MainWindow) -> None:
    assert main.rail.items["members"].badge == 3
    main.context.badge("members", 0)
    assert main.rail.items["members"].accessibleName() == "Members"
    main.context.badge("plan", 5)
    assert main.rail.items["members"].badge == 5, "a page outside the rail counts at the item above it"


def test_activity_is_told_once_a_minute(qtbot, main: MainWindow) -> None:
    told: list[int] = []
    main.user_active.connect(lambda: told.append(1))
    main._last_activity = -float("inf")
    handle = main.window().windowHandle()
    QTest.mouseMove(handle, QPoint(300, 300))
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    qtbot.waitUntil(lambda: bool(told))
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert told == [1]
    main._last_activity -= 61_000
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert told == [1, 1]


def test_an_offline_bar_is_there_from_the_start(
    qtbot, app_window: AppWindow, main: MainWindow, person, tasks
) -> None:
    app_window.notices.offline(datetime(2026, 11, 20, 17, 36, tzinfo=UTC), 2)
    again = MainWindow(
        [NavItem("overview", "Overview", "layout-grid", OverviewPage)],
        services=None,
        tasks=tasks,
        notices=app_window.notices,
        settings=None,
        person=person,
        role=Role.TRAINER,
        gym=SimpleNamespace(name="Gym"),
    )
    app_window.show_main(again)
    assert again.offline_bar.isVisible()
    assert again.search is None
    assert app_window.main_window is again


def test_the_window_remembers_its_place(qtbot, app_window: AppWindow, settings) -> None:
    app_window.resize(1200, 650)
    assert app_window.close()
    again = AppWindow(settings)
    qtbot.addWidget(again)
    # The width is cut to the screen this runs on.
    assert again.height() == 650


def test_signing_out_leaves_nothing_behind(qtbot, app_window: AppWindow, main: MainWindow) -> None:
    app_window.notices.toast("3 members assigned")
    with qtbot.waitSignal(main.destroyed):
        page = app_window.show_sign_in("You were signed out after 15 minutes.")
    assert app_window.current is page
    assert app_window.main_window is None
    assert app_window.notices.toasts.toasts == ()
    assert page.error == "You were signed out after 15 minutes."


def test_a_page_alone_works_in_a_layout(qtbot, page_context: PageContext) -> None:
    page = OverviewPage(page_context)
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(page.field)
    page.context.navigate("members", {"member_id": 1})
    assert page_context.services.went == [("members", {"member_id": 1})]


def test_the_first_window_fills_a_screen_that_is_too_small_for_it(qtbot, settings) -> None:
    window = AppWindow(settings)
    qtbot.addWidget(window)
    area = window.screen().availableGeometry()
    assert area.width() < Size.WINDOW_WIDTH, "the screen of the tests is a small one"
    window.fit_to_screen()
    assert window.isMaximized()
    window.resize(area.width() // 2, area.height() // 2)
    settings.put_geometry("main", bytes(window.saveGeometry().data()))
    again = AppWindow(settings)
    qtbot.addWidget(again)
    state = again.windowState()
    again.fit_to_screen()
    assert again.windowState() == state, "where it stood last is where it stands"


def test_a_window_that_has_room_keeps_its_size(qtbot) -> None:
    window = AppWindow()
    qtbot.addWidget(window)
    area = window.screen().availableGeometry()
    window.setMinimumSize(0, 0)
    window.resize(area.width(), area.height() - 1)
    window.fit_to_screen()
    assert not window.isMaximized()

"""The main window: rail, top bar and the pages, made when they are first opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut, QShowEvent, QWindow
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.jumps import Jumps, SearchHit
from gymtrainer_desktop.ui.shell.notifications import NotificationItem, NotificationPopover
from gymtrainer_desktop.ui.shell.page import Crumb, NavItem, Page, PageContext
from gymtrainer_desktop.ui.shell.rail import NavigationRail
from gymtrainer_desktop.ui.shell.search import SearchBox
from gymtrainer_desktop.ui.shell.shortcuts_sheet import ShortcutsSheet
from gymtrainer_desktop.ui.shell.top_bar import PersonButton, TopBar
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.tokens import Delay, Size
from gymtrainer_desktop.ui.widgets.bars import OfflineBar

_ACTIVITY = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.TouchBegin,
    )
)


class MainWindow(QWidget):
    """What a signed-in person works in, in one of their roles. Another role gets another `MainWindow`.

    Args:
        items: The pages of this role; the first one is opened.
        services: Handed to the pages.
        tasks: Handed to the pages; its unhandled failures are shown.
        notices: Handed to the pages; its offline bar is shown here.
        settings: Handed to the pages.
        person: Who is signed in.
        role: What they act as.
        gym: The gym's settings; its name stands above the rail.
        place_name: Below the gym's name: the station ("Front desk") or what this is ("My training").
        search: Finds people, in a worker; None leaves the search out, pages and actions included.
        search_hint: What can be searched ("Search members, trainers, exercises").
        theme: The chosen theme ("system", "light", "dark"), for the person menu; empty leaves it out.
        drafts: Handed to the pages.
    """

    role_chosen = Signal(object)
    """Another `Role` was chosen in the person menu."""
    sign_out_requested = Signal()
    user_active = Signal()
    """Somebody moved the mouse or typed; at most every 60 seconds."""
    theme_chosen = Signal(str)
    notification_opened = Signal(object)
    """A `NotificationItem` was clicked; its page opens by itself."""
    notifications_read = Signal()
    """"Mark all as read" was clicked."""
    retry_requested = Signal()
    """"Try now" in the offline bar."""
    page_shown = Signal(str)
    """A page came to the front; carries its key."""

    def __init__(
        self,
        items: Sequence[NavItem],
        *,
        services: Any,
        tasks: Tasks,
        notices: Notices,
        settings: Any,
        person: SignedIn,
        role: Role,
        gym: Any,
        place_name: str = "",
        search: Callable[[str], Sequence[SearchHit]] | None = None,
        search_hint: str = "",
        theme: str = "",
        drafts: dict[Any, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._items = {item.key: item for item in items}
        self._pages: dict[str, Page] = {}
        self._current: Page | None = None
        self._tasks = tasks
        self._notices = notices
        self.context = PageContext(
            services,
            tasks,
            notices,
            settings,
            person,
            gym,
            self.navigate,
            self.set_badge,
            {} if drafts is None else drafts,
        )
        self.rail = NavigationRail(items, gym.name, place_name)
        # What was chosen lately lasts as long as the window, for each person and role.
        recent = self.context.drafts.setdefault((f"recent jumps {role}", person.person_id), [])
        jumps = Jumps(items, recent)
        self.search = SearchBox(tasks, search, search_hint, self, jumps=jumps) if search else None
        roles = tuple((each, self._role_word(each)) for each in person.roles)
        self.person_button = PersonButton(person.person_id, person.full_name, roles, role, theme)
        self.top_bar = TopBar(self.search, self.person_button)
        self.offline_bar = OfflineBar()
        self.stack = QStackedWidget()
        self.popover = NotificationPopover(self)
        self._changed: set[str] = set()
        self._announcing = QTimer(self)
        self._announcing.setSingleShot(True)
        self._announcing.setInterval(Delay.ANNOUNCE)
        self._last_activity = -float("inf")
        self._watched: QWindow | None = None
        self._build()
        self._connect_signals()
        self.offline_bar.set_state(notices.offline_since, notices.waiting)
        self.set_online(notices.offline_since is None)

    # What the application calls

    def start(self) -> None:
        """Open the first page."""
        self.navigate(next(iter(self._items)), {})

    def navigate(self, key: str, args: Mapping[str, Any] | None = None) -> bool:
        """Open a page.

        Returns:
            Whether it opened: the current page may want to stay.

        Raises:
            KeyError: This role has no such page.
        """
        item = self._items[key]
        before = self._current
        if before is not None and self._pages.get(key) is not before and not before.may_leave():
            self.rail.set_current(self._lit(before.key))
            return False
        page = self._pages.get(key) or self._make(item)
        if before is not None and before is not page and self._tasks.drop(before):
            before.mark_stale()
        self._current = page
        page.open(**(args or {}))
        self.stack.setCurrentWidget(page)
        self.rail.set_current(self._lit(key))
        self.top_bar.show_page(page)
        self._notices.toasts.left = self.rail.width()
        if page.is_stale or args:
            page.mark_fresh()
            page.refresh()
        self.page_shown.emit(key)
        return True

    def may_close(self) -> bool:
        """Ask the pages, before signing out or closing the window, whether something would be lost."""
        if self._current is not None and not self._current.may_leave():
            return False
        return all(page.may_close() for page in self._pages.values())

    @property
    def current_page(self) -> Page | None:
        """The page in front."""
        return self._current

    def page(self, key: str) -> Page | None:
        """Return a page if it was opened before."""
        return self._pages.get(key)

    def announce(self, tables: Iterable[str]) -> None:
        """Say that tables changed: the visible page reloads if it shows one, others when next opened."""
        self._changed.update(tables)
        self._announcing.start()

    def refresh_all(self) -> None:
        """After a lost connection: reload the visible page, and the others when next opened."""
        for page in self._pages.values():
            page.mark_stale()
        self._refresh_current()
        self.context.changes.heard.emit(None)

    def set_gym(self, gym: Any) -> None:
        """Hand the pages the gym's changed settings."""
        self.context = replace(self.context, gym=gym)
        self.rail.set_gym_name(gym.name)
        for page in self._pages.values():
            page.context = self.context
            if page is not self._current:
                page.mark_stale()

    def set_badge(self, key: str, count: int) -> None:
        """Change the count beside an item of the rail; that of a page outside it stands at the item above."""
        self.rail.set_badge(self._lit(key), count)

    def set_unread(self, count: int) -> None:
        """Change the number of unread notifications."""
        self.top_bar.bell.set_unread(count)

    def set_notifications(self, items: Sequence[NotificationItem]) -> None:
        """Change what the bell's popover lists."""
        self.popover.set_items(items)

    def set_online(self, online: bool) -> None:
        """Show whether the server can be reached."""
        self.top_bar.connection.set_online(online)

    def show_shortcuts(self) -> None:
        """Open the sheet that lists the keys of the page in front."""
        sheet = ShortcutsSheet(self, self._current)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    # Building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.offline_bar)
        column.addWidget(self.stack, 1)
        row.addLayout(column, 1)
        if self.search is not None:
            shortcut = QShortcut(QKeySequence("Ctrl+K"), self)
            shortcut.setWhatsThis(self.tr("Find a person, a page or an action"))
            shortcut.activated.connect(self._on_search_wanted)
            self.search.setToolTip(self.tr("Find a person, a page or an action (Ctrl+K)"))
        for keys in ("F1", "?"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(self.tr("Show these shortcuts"))
            shortcut.activated.connect(self.show_shortcuts)

    def _connect_signals(self) -> None:
        self.rail.chosen.connect(self._on_rail_chosen)
        self.top_bar.crumb_chosen.connect(self._on_crumb_chosen)
        self.top_bar.bell.clicked.connect(self._on_bell_clicked)
        self.popover.opened.connect(self._on_notification_opened)
        self.popover.all_read_requested.connect(self.notifications_read)
        self.person_button.role_chosen.connect(self._on_role_chosen)
        self.person_button.sign_out_requested.connect(self._on_sign_out)
        self.person_button.theme_chosen.connect(self.theme_chosen)
        self.person_button.shortcuts_requested.connect(self.show_shortcuts)
        self.offline_bar.retry_requested.connect(self.retry_requested)
        self._notices.offline_changed.connect(self._on_offline_changed)
        self._announcing.timeout.connect(self._on_announcing)
        if self.search is not None:
            self.search.hit_chosen.connect(self._on_hit_chosen)
            self.search.failed.connect(self._notices.error)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._on_focus_window_changed)

    def _make(self, item: NavItem) -> Page:
        page = item.page_factory(self.context)
        page.title_changed.connect(self._on_title_changed)
        self._pages[item.key] = page
        self.stack.addWidget(page)
        if not page.title:
            page.set_title(item.text)
        return page

    def _lit(self, key: str) -> str:
        item = self._items.get(key)
        return key if item is None or item.in_rail else item.under

    def _role_word(self, role: Role) -> str:
        return {
            Role.ADMIN: self.tr("Admin"),
            Role.TRAINER: self.tr("Trainer"),
            Role.MEMBER: self.tr("Member"),
        }[role]

    # Slots

    def _on_rail_chosen(self, key: str) -> None:
        self.navigate(key)

    def _on_crumb_chosen(self, crumb: Crumb) -> None:
        self.navigate(crumb.key, crumb.args)

    def _on_hit_chosen(self, hit: SearchHit) -> None:
        if self.navigate(hit.page, hit.args) and hit.act is not None:
            hit.act(self._current)

    def _on_notification_opened(self, item: NotificationItem) -> None:
        self.notification_opened.emit(item)
        if item.page in self._items:
            self.navigate(item.page, item.args)

    def _on_bell_clicked(self) -> None:
        self.popover.open_below(self.top_bar.bell)

    def _on_search_wanted(self) -> None:
        assert self.search is not None
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_role_chosen(self, role: Role) -> None:
        if self.may_close():
            self.role_chosen.emit(role)

    def _on_sign_out(self) -> None:
        if self.may_close():
            self.sign_out_requested.emit()

    def _on_title_changed(self) -> None:
        if self.sender() is self._current and self._current is not None:
            self.top_bar.show_page(self._current)

    def _on_offline_changed(self, since: Any, waiting: int) -> None:
        self.offline_bar.set_state(since, waiting)
        self.set_online(since is None)

    def _on_announcing(self) -> None:
        changed, self._changed = self._changed, set()
        for page in self._pages.values():
            if not page.tables.isdisjoint(changed):
                page.mark_stale()
        self._refresh_current()
        self.context.changes.heard.emit(frozenset(changed))

    def _refresh_current(self) -> None:
        if self._current is not None and self._current.is_stale and self._current.isVisible():
            self._current.mark_fresh()
            self._current.refresh()

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        # Input reaches a window before its widgets: watching windows is cheaper than every widget.
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is there."""
        if event.type() in _ACTIVITY and self.isVisible():
            now = time.monotonic() * 1000
            if now - self._last_activity >= Delay.ACTIVITY:
                self._last_activity = now
                self.user_active.emit()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the window from now on, and catch up with what changed while hidden."""
        super().showEvent(event)
        self._on_focus_window_changed(self.window().windowHandle())
        self._refresh_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail when it gets narrow."""
        super().resizeEvent(event)
        is_narrow = self.width() < Size.RAIL_FOLDS_BELOW
        if is_narrow != self.rail.is_folded:
            self.rail.set_folded(is_narrow)
        self.person_button.set_narrow(self.width() < Size.WINDOW_MIN_WIDTH + Size.RAIL)
        self._notices.toasts.left = self.rail.width()
        self.popover.hide()

"""Pages and dialogs of the front desk (admin)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.ui.shell.page import NavItem, Page, PageContext


def nav_items() -> tuple[NavItem, ...]:
    """Return the front desk's items of the navigation rail."""
    tr = QCoreApplication.translate
    return (
        NavItem("overview", tr("nav", "Overview"), "layout-grid", _overview),
        NavItem("members", tr("nav", "Members"), "users", _members),
        NavItem("trainers", tr("nav", "Trainers"), "whistle", _trainers),
        NavItem("waiting", tr("nav", "Waiting list"), "clock", _waiting),
        NavItem("backups", tr("nav", "Back-ups"), "archive", _backups, in_rail=False, under="settings"),
        NavItem("settings", tr("nav", "Settings"), "sliders-horizontal", _settings, bottom=True),
    )


def _overview(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.overview_page import OverviewPage

    return OverviewPage(context)


def _members(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.members_page import MembersPage

    return MembersPage(context)


def _trainers(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.trainers_page import TrainersPage

    return TrainersPage(context)


def _waiting(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.waiting_page import WaitingPage

    return WaitingPage(context)


def _settings(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.settings_page import SettingsPage

    return SettingsPage(context)


def _backups(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.backups_page import BackUpsPage

    return BackUpsPage(context)

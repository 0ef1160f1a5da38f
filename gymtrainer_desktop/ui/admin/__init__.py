"""Pages and dialogs of the front desk (admin)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.ui import library, templates
from gymtrainer_desktop.ui.shell.page import NavAction, NavItem, Page, PageContext


def nav_items() -> tuple[NavItem, ...]:
    """Return the front desk's items of the navigation rail."""
    tr = QCoreApplication.translate
    return (
        NavItem("overview", tr("nav", "Overview"), "layout-grid", _overview),
        NavItem("members", tr("nav", "Members"), "users", _members, actions=_member_actions()),
        NavItem("trainers", tr("nav", "Trainers"), "whistle", _trainers, actions=_trainer_actions()),
        NavItem("waiting", tr("nav", "Waiting list"), "clock", _waiting),
        library.nav_item(),
        templates.nav_item(for_clients=False),
        NavItem(
            "reports",
            tr("nav", "Reports"),
            "file-text",
            _reports,
            actions=_report_actions(),
            words=tr("nav", "capacity load adherence month PDF print"),
        ),
        NavItem(
            "people",
            tr("nav", "People and roles"),
            "shield",
            _people,
            in_rail=False,
            under="settings",
            words=tr("nav", "admin rights password"),
        ),
        NavItem("audit", tr("nav", "Audit trail"), "history", _audit, in_rail=False, under="settings"),
        NavItem("stations", tr("nav", "Stations"), "monitor", _stations, in_rail=False, under="settings"),
        NavItem(
            "refused",
            tr("nav", "Waiting entries"),
            "upload",
            _refused,
            in_rail=False,
            under="settings",
            words=tr("nav", "refused offline kiosk"),
        ),
        NavItem(
            "backups",
            tr("nav", "Back-ups"),
            "archive",
            _backups,
            in_rail=False,
            under="settings",
            actions=_backup_actions(),
            words=tr("nav", "backup restore"),
        ),
        NavItem("settings", tr("nav", "Settings"), "sliders-horizontal", _settings, bottom=True),
    )


def _member_actions() -> tuple[NavAction, ...]:
    tr = QCoreApplication.translate
    waiting = {"filter": MemberFilter.NO_TRAINER}
    return (
        NavAction(
            tr("nav", "Add member"),
            "user-plus",
            act=lambda page: page.add_member(),
            words=tr("nav", "new member join"),
        ),
        NavAction(
            tr("nav", "Assign a trainer"), "user-check", waiting, words=tr("nav", "member without a trainer")
        ),
    )


def _trainer_actions() -> tuple[NavAction, ...]:
    tr = QCoreApplication.translate
    return (
        NavAction(tr("nav", "Add trainer"), "plus", {"add": True}, words=tr("nav", "new trainer instructor")),
    )


def _report_actions() -> tuple[NavAction, ...]:
    tr = QCoreApplication.translate
    return (
        NavAction(
            tr("nav", "Export as CSV"),
            "download",
            {"export": True},
            words=tr("nav", "table spreadsheet file"),
        ),
    )


def _backup_actions() -> tuple[NavAction, ...]:
    tr = QCoreApplication.translate
    return (
        NavAction(
            tr("nav", "Back up now"), "save", act=lambda page: page.back_up(), words=tr("nav", "backup")
        ),
    )


def _overview(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage

    return OverviewPage(context)


def _members(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.members.members_page import MembersPage

    return MembersPage(context)


def _trainers(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage

    return TrainersPage(context)


def _waiting(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.waiting.waiting_page import WaitingPage

    return WaitingPage(context)


def _reports(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.reports.reports_page import ReportsPage

    return ReportsPage(context)


def _settings(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.settings.settings_page import SettingsPage

    return SettingsPage(context)


def _people(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.people.people_page import PeoplePage

    return PeoplePage(context)


def _audit(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.audit.audit_page import AuditPage

    return AuditPage(context)


def _stations(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.settings.stations_page import StationsPage

    return StationsPage(context)


def _refused(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.refused.refused_page import RefusedPage

    return RefusedPage(context)


def _backups(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.admin.backups.backups_page import BackUpsPage

    return BackUpsPage(context)

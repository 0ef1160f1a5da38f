"""Pages of the member."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.ui.shell.page import NavItem, Page, PageContext


def nav_items() -> tuple[NavItem, ...]:
    """Return the member's items of the navigation rail."""
    tr = QCoreApplication.translate
    return (
        NavItem("home", tr("nav", "Home"), "house", _home),
        NavItem("my_plan", tr("nav", "My plan"), "clipboard-list", _plan),
        NavItem("log", tr("nav", "Log workout"), "pencil", _log),
        NavItem("my_progress", tr("nav", "Progress"), "chart-line", _progress),
        NavItem("messages", tr("nav", "Messages"), "message-square", _messages),
    )


def _home(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.member.home_page import HomePage

    return HomePage(context)


def _plan(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.member.my_plan_page import MyPlanPage

    return MyPlanPage(context)


def _log(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage

    return LogWorkoutPage(context)


def _progress(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.member.my_progress_page import MyProgressPage

    return MyProgressPage(context)


def _messages(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.messages.messages_page import MessagesPage

    return MessagesPage(context, as_member=True)

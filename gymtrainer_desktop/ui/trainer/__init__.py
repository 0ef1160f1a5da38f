"""Pages and dialogs of trainers: clients, plans, notes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.ui import library, templates
from gymtrainer_desktop.ui.shell.page import NavItem, Page, PageContext


def nav_items() -> tuple[NavItem, ...]:
    """Return the trainer's items of the navigation rail."""
    tr = QCoreApplication.translate
    return (
        NavItem("clients", tr("nav", "My clients"), "users", _clients),
        NavItem(
            "plan",
            tr("nav", "Plan"),
            "clipboard-list",
            _plan,
            in_rail=False,
            under="clients",
            needs_args=True,
        ),
        NavItem(
            "log_for",
            tr("nav", "Log for a client"),
            "dumbbell",
            _log_for,
            in_rail=False,
            under="clients",
            needs_args=True,
        ),
        templates.nav_item(for_clients=True),
        NavItem(
            "template",
            tr("nav", "Template"),
            "clipboard-list",
            _template,
            in_rail=False,
            under="templates",
            needs_args=True,
        ),
        library.nav_item(),
        NavItem("messages", tr("nav", "Messages"), "message-square", _messages),
    )


def _clients(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage

    return MyClientsPage(context)


def _plan(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage

    return PlanEditorPage(context)


def _template(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.trainer.plan.template_editor_page import TemplateEditorPage

    return TemplateEditorPage(context)


def _log_for(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.trainer.clients.log_for_client_page import LogForClientPage

    return LogForClientPage(context)


def _messages(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.messages.messages_page import MessagesPage

    return MessagesPage(context, as_member=False)

"""Plan templates, as trainers use them and the front desk looks after the gym's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.ui.shell.page import NavItem, Page, PageContext


def nav_item(*, for_clients: bool) -> NavItem:
    """Return the item of the navigation rail.

    Args:
        for_clients: Whether the role writes plans for clients, and so begins them from here.
    """
    tr = QCoreApplication.translate

    def templates(context: PageContext) -> Page:
        from gymtrainer_desktop.ui.templates.templates_page import TemplatesPage

        return TemplatesPage(context, for_clients=for_clients)

    return NavItem(
        "templates",
        tr("nav", "Plan templates"),
        "clipboard-list",
        templates,
        words=tr("nav", "programme program start from"),
    )

"""The exercise library, as trainers and the front desk look after it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.ui.shell.page import NavAction, NavItem, Page, PageContext


def nav_item() -> NavItem:
    """Return the item of the navigation rail, the same for every role that has it."""
    tr = QCoreApplication.translate
    return NavItem(
        "exercises",
        tr("nav", "Exercises"),
        "barbell",
        _exercises,
        actions=(
            NavAction(
                tr("nav", "Add exercise"), "plus", {"add": True}, words=tr("nav", "new exercise library")
            ),
            NavAction(
                tr("nav", "Import exercises"),
                "upload",
                {"import": True},
                words=tr("nav", "library file JSON"),
            ),
        ),
        words=tr("nav", "library muscles equipment"),
    )


def _exercises(context: PageContext) -> Page:
    from gymtrainer_desktop.ui.library.exercises_page import ExercisesPage

    return ExercisesPage(context)

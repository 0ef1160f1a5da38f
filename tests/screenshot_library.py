"""Pictures of what trainers and the desk share: the library, templates, and a plan on its way to paper."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QToolButton

if TYPE_CHECKING:
    from tests.screenshots import Walk


def library(walk: Walk) -> None:
    """The exercises page with everything that opens from it, as whoever is signed in."""
    from gymtrainer_desktop.ui.library.exercises_page import ExercisesPage

    walk.go("exercises")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    assert isinstance(page, ExercisesPage)
    page.search.setText("bench")
    walk.settle()
    page.rows.table.setCurrentIndex(page.rows.model.index(0, 0))
    page.panel.open(page.rows.model.rows[0])
    walk.settle()
    walk.take("library-exercise")
    page.panel.copy_requested.emit(page.panel.exercise)
    walk.settle()
    dialog = _open(walk, "exerciseDialog")
    walk.take("library-copy", over=dialog)
    dialog.done(0)
    page.search.setText("something nobody does")
    walk.settle()
    walk.take("library-nothing-found")
    page.search.clear()
    page.panel.close_panel()
    page.import_file()
    walk.settle()
    dialog = _open(walk, "importExercisesDialog")
    with TemporaryDirectory() as folder:
        file = Path(folder, "ours.json")
        names = [f"Our own lift {number}" for number in range(1, 40)]
        entries = [{"name": name, "category": "strength", "primaryMuscles": ["lats"]} for name in names]
        file.write_text(json.dumps([*entries, {"name": "Plank"}, {"name": ""}]), encoding="utf-8")
        dialog.read(file)
        walk.settle()
        walk.take("library-import", over=dialog)
    dialog.done(0)


def templates(walk: Walk, name: str) -> None:
    """The templates page, in the rail of whoever is signed in."""
    from gymtrainer_desktop.ui.templates.templates_page import TemplatesPage

    walk.go("templates")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    assert isinstance(page, TemplatesPage)
    rows = page.rows.model.rows
    if not rows:
        return
    page.panel.open(rows[0])
    walk.settle()
    page.rows.table.select_id(rows[0].id)
    page.panel.week.go_to(2)
    walk.take(f"{name}-template-chosen")
    page.panel.change_requested.emit(page.panel.template)
    walk.settle()
    dialog = _open(walk, "templateDetailsDialog")
    walk.take(f"{name}-template-details", over=dialog)
    dialog.done(0)
    if page.panel.use_button.isVisible():
        page.panel.use_button.click()
        walk.settle()
        dialog = _open(walk, "chooseClientDialog")
        walk.take(f"{name}-template-for-a-client", over=dialog)
        dialog.done(0)


def paper(walk: Walk) -> None:
    """The plan of the client that is open, as a plan and as a log sheet."""
    walk.child(QToolButton, "printPlanButton").click()
    walk.settle()
    dialog = _open(walk, "planPaperDialog")
    for kind in ("plan", "log"):
        dialog.kinds.choose(kind)
        walk.until(lambda: dialog.pages is not None)
        walk.take(f"trainer-print-{kind}", over=dialog)
    dialog.done(0)


def _open(walk: Walk, name: str) -> Any:
    return walk.child(QDialog, name)

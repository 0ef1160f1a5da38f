"""The keys of a page on which a plan or a template is written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView


def add_editor_keys(page: QWidget, view: PlanView, document: PlanDocument) -> None:
    """Give a page the keys for undoing, sending, and walking through the weeks."""
    stack = document.undo_stack
    for keys, act, words in (
        ("Ctrl+Z", stack.undo, _tr("Undo")),
        ("Ctrl+Shift+Z", stack.redo, _tr("Redo")),
        ("Ctrl+Y", stack.redo, _tr("Redo")),
        ("Ctrl+Return", view.publish_button.click, view.publish_button.text()),
        ("Ctrl+Enter", view.publish_button.click, ""),
        ("Ctrl+PgUp", lambda: view.strip.step(-1), _tr("The week before")),
        ("Ctrl+PgDown", lambda: view.strip.step(1), _tr("The week after")),
        ("Alt+W", view.strip.focus_weeks, _tr("To the weeks; arrow keys show another one")),
        ("Alt+V", view.volume_button.click, _tr("Sets per muscle")),
    ):
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setWhatsThis(words)
        shortcut.activated.connect(act)
    deload = QShortcut(QKeySequence("D"), view.strip.cells)
    deload.setContext(Qt.ShortcutContext.WidgetShortcut)
    deload.setWhatsThis(_tr("In the weeks: a deload week, or a normal one again"))
    deload.activated.connect(view.strip.toggle_chosen)


def _tr(text: str) -> str:
    return QCoreApplication.translate("trainer", text)

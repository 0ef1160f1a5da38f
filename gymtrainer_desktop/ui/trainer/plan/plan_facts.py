"""The head of the plan editor in step with the document: title, goals, weeks, start, undo and redo."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView


class PlanFacts(QObject):
    """Shows the document's facts in the form and takes changes of them back.

    Args:
        document: What is written.
        view: Whose form and buttons these are.
    """

    def __init__(self, document: PlanDocument, view: PlanView) -> None:
        super().__init__(view)
        self._document = document
        self._view = view
        stack = document.undo_stack
        document.changed.connect(lambda: view.form.set_content(document.content))
        view.form.edited.connect(self._on_edited)
        for button, act in ((view.undo_button, stack.undo), (view.redo_button, stack.redo)):
            button.clicked.connect(act)
            button.setEnabled(False)
        stack.canUndoChanged.connect(view.undo_button.setEnabled)
        stack.canRedoChanged.connect(view.redo_button.setEnabled)
        stack.undoTextChanged.connect(lambda words: _name(view.undo_button, self.tr("Undo"), words))
        stack.redoTextChanged.connect(lambda words: _name(view.redo_button, self.tr("Redo"), words))

    def _on_edited(self, field: str, value: object) -> None:
        words = {
            "title": self.tr("change the title"),
            "goals": self.tr("change the goals"),
            "duration_weeks": self.tr("change the weeks"),
            "starts_on": self.tr("change the start"),
        }[field]
        changes: dict[str, Any] = {field: value}
        self._document.apply(dataclasses.replace(self._document.content, **changes), words, merge=field)


def _name(button: QWidget, verb: str, words: str) -> None:
    button.setToolTip(f"{verb}: {words}" if words else verb)
    button.setAccessibleDescription(words)

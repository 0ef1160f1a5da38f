"""Pictures of the plan editor: its weeks, its panels and every dialog of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from tests.screenshots import Walk


def plan_editor(walk: Walk) -> None:
    """Take every picture; the editor stands open on a running plan and is left as it was."""
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    _weeks(walk, page)
    _dialogs(walk, page)
    _publishing(walk, page)


def _weeks(walk: Walk, page: Any) -> None:
    page.actions_of_plan.toggle_deload(8)
    page.strip.show_week(8)
    page.view.volume_button.setChecked(True)
    walk.settle()
    walk.take("trainer-plan-volume")
    page.view.volume_button.setChecked(False)
    page.view.details_button.setChecked(True)
    words = {"last": "3 × 8 · 62.5 kg on Mon 16 Nov", "target": "3 × 8 · 60 kg"}
    page.review.take({"exercise": page.document.content.exercises[0].id, **words})
    page.review.show()
    walk.settle()
    walk.take("trainer-plan-review")
    page.view.review.hide()
    page.view.details_button.setChecked(False)


def _dialogs(walk: Walk, page: Any) -> None:
    act = page.actions_of_plan
    for name, show, dialog in (
        ("progression", act.show_progression, "progressionDialog"),
        ("template", act.start_from_template, "startFromTemplateDialog"),
        ("copy", act.copy_from, "copyFromDialog"),
        ("save-template", act.save_as_template, "saveTemplateDialog"),
    ):
        show()
        walk.settle()
        opened = walk.child(QWidget, dialog)
        walk.take(f"trainer-plan-{name}", over=opened)
        opened.done(0)
        walk.settle()
    act.show_deload()
    walk.take("trainer-plan-deload", over=act.deload)
    act.deload.close()


def _publishing(walk: Walk, page: Any) -> None:
    document = page.document
    first, second, *rest = document.content.exercises
    changed = dataclasses.replace(first, sets=5, progression="+5 lb every week")
    document.apply(dataclasses.replace(document.content, exercises=(changed, *rest)), "change the week")
    page.publish()
    walk.settle()
    dialog = walk.child(QWidget, "publishDialog")
    walk.take("trainer-plan-publish", over=dialog)
    dialog.done(0)
    page.comparer.look()
    walk.settle()
    dialog = walk.child(QWidget, "conflictDialog")
    walk.take("trainer-plan-conflict", over=dialog)
    dialog.done(0)
    page.banner.hide()
    wrong = dataclasses.replace(second, sets=99)
    document.apply(dataclasses.replace(document.content, exercises=(changed, wrong, *rest)), "make it wrong")
    page.publish()
    walk.settle()
    dialog = walk.child(QWidget, "publishDialog")
    walk.take("trainer-plan-problems", over=dialog)
    dialog.done(0)
    page.drafts.keeper.flush()
    walk.settle()
    page.session.is_loaded = False
    page.refresh()
    walk.settle()
    walk.take("trainer-plan-draft")
    page.view.discard_draft.click()
    walk.settle()

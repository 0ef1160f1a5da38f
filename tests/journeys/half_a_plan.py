"""A program of its own that writes half a plan and waits to be killed.

`python -m tests.journeys.half_a_plan FOLDER EMAIL PASSWORD MEMBER-ID LINE…` prints "saved" once the draft of it
is on the disk, with one more line half typed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.app import GymApplication
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from tests.journeys.conftest import without_keyring

PATIENCE = 15.0


def until(check: Callable[[], object]) -> None:
    """Let the window live until something is so."""
    end = monotonic() + PATIENCE
    while not check():
        assert monotonic() < end, "this takes too long"
        QTest.qWait(10)


def main(folder: str, email: str, password: str, member_id: str, *lines: str) -> None:
    """Sign in, write, and wait."""
    qt = QApplication([])
    theme = Theme(qt)
    app = GymApplication(Paths.at(Path(folder)))
    app.start()
    page = app.window.sign_in
    until(page.isVisible)
    page.login.setText(email)
    page.secret.setText(password)
    QTest.keyClick(page.secret, Qt.Key.Key_Return)
    until(lambda: app.window.main_window is not None)
    main_window = app.window.main_window
    assert main_window is not None
    main_window.navigate("plan", {"member_id": UUID(member_id), "new": True})
    until(lambda: isinstance(main_window.current_page, PlanEditorPage))
    editor = main_window.current_page
    assert isinstance(editor, PlanEditorPage)
    until(lambda: editor.session.is_loaded)
    QTest.keyClicks(editor.form.title, "Half a plan")
    for line in lines:
        QTest.keyClicks(editor.week.quick.edit, line)
        QTest.keyClick(editor.week.quick.edit, Qt.Key.Key_Return)
    QTest.keyClicks(editor.week.quick.edit, "Barbell row 3x")
    # The page saves by itself, a moment after the last key.
    until(lambda: "saved" in editor.view.state.text() and not editor.drafts.keeper.has_unsaved)
    sys.stdout.write("saved\n")
    sys.stdout.flush()
    qt.exec()
    del theme


if __name__ == "__main__":
    with without_keyring():
        main(*sys.argv[1:])

"""Pictures of the kiosk at its three sizes, dark as it hangs on the wall, and light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from gymtrainer_desktop.ui.kiosk.kiosk_session import KioskSession
from gymtrainer_desktop.ui.kiosk.kiosk_window import KioskWindow
from gymtrainer_desktop.ui.widgets.gym_week import gym_clock

if TYPE_CHECKING:
    from tests.screenshots import Walk

SIZES = ((1280, 800), (1920, 1080), (1080, 1920))


def kiosk(walk: Walk) -> None:
    """Take every screen of the kiosk, on the gym that the walk has open and nobody is signed in to."""
    walk.theme.set_choice("dark")
    members = [s for s in walk.sign_ins if s.role == "member"]
    # Each of the wall's sizes has somebody else before it: who has logged it all has nothing left to do.
    for size, member in zip(SIZES, members, strict=False):
        _Wall(walk, size, member).walk_through()
    walk.theme.set_choice("light")


class _Wall:
    def __init__(self, walk: Walk, size: tuple[int, int], member: Any) -> None:
        self._walk, self._member = walk, member
        self._size = f"{size[0]}x{size[1]}"
        self.window = KioskWindow(gym_clock("Europe/London"))
        self.window.idle.mark.set_name("Harbour Street Gym")
        self.session = KioskSession(self.window, walk.app.tasks, walk.app._door)
        self.window.resize(*size)
        self.window.show()
        self.session.begin()

    def walk_through(self) -> None:
        """Go through one visit."""
        self.window.idle.type("4")
        self.window.idle.type("0")
        self._take("idle")
        self.session.identify(self._member.login)
        self.window.pin.refuse("Member number and PIN do not match.")
        self._take("pin-wrong")
        for digit in self._member.secret:
            self.window.pin.type(digit)
        self.window.pin.type("\n")
        self._walk.until(lambda: self.window.visit_view is not None)
        self._take("today")
        if self._find("startButton") is None:
            self._touch("otherDayButton")
            self._touch("choice-")
            self._walk.settle()
        self._touch("startButton")
        self._take("exercise")
        self._touch("moreButton")
        self._take("more")
        self._touch("choice-instead")
        self._take("instead")
        self._touch("pickerBackButton")
        self._touch("saveSetButton")
        self._take("resting")
        self._touch("valueButton")
        self._take("number")
        self._touch("cancelButton")
        sets = self.window.visit_view.exercise.sets
        sets.mark_touched.emit(0)
        self._take("marked")
        while self._find("saveSetButton") is not None:
            self._touch("saveSetButton")
        self._touch("noteButton")
        self._touch("phraseButton")
        for key in ("keySpace", "keyg", "keyo", "keyo", "keyd"):
            self._touch(key)
        self._take("note")
        self._touch("saveNoteButton")
        self._take("difficulty")
        self._touch("rate4")
        self._walk.settle()
        if self._find("resumeButton") is not None:  # a workout of one exercise
            self._touch("resumeButton")
            self._touch("exerciseRow")
        else:
            self._touch("backButton")
        self._take("saved")
        sets.set_touched.emit(1)
        self._take("changing")
        self._touch("backButton")
        self._touch("deleteButton")
        self._walk.settle()
        self._take("deleted")
        self._touch("takeBackButton")
        self._walk.settle()
        self._leave_out()
        self.window.notices.offline(None, 3)
        self.window.warn(14)
        self._take("warning")
        self.window.hide_warning()
        self._touch("finishButton")
        self._walk.settle()
        self._take("finish")
        self._touch("resumeButton")
        self._touch("lastDaysButton")
        self._walk.settle()
        self._take("entries")
        self._touch("entriesBackButton")
        self._touch("finishButton")
        self.session.goodbye.stop()
        self._walk.settle()
        self.window.idle.mark.held.emit()
        self._take("leave")
        self.window.notices.offline(None, 0)
        self.session.end()
        self._walk.settle()
        self.window.allow_closing()
        self.window.close()
        self.window.deleteLater()

    def _leave_out(self) -> None:
        """Leave the next exercise out, where there is one, and look at it."""
        self._touch("nextButton")
        if self._find("saveSetButton") is None:
            return
        self._touch("moreButton")
        self._touch("choice-skip")
        self._take("why")
        self._touch("choice-0")
        self._walk.settle()
        self._touch("backButton" if self._find("backButton") is not None else "resumeButton")
        self._take("left-out")

    def _find(self, name: str) -> QAbstractButton | None:
        buttons = self.window.findChildren(QAbstractButton)
        return next((b for b in buttons if b.objectName().startswith(name) and b.isVisible()), None)

    def _touch(self, name: str) -> None:
        button = self._find(name)
        if button is None:
            raise LookupError(f"no {name} to touch")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._walk.settle(0.05)

    def _take(self, name: str) -> None:
        for scheme in ("light", "dark"):
            self._walk.theme.set_choice(scheme)
            self._walk.settle(0.1)
            self._walk.save(self.window.grab(), f"kiosk-{name}-{self._size}-{scheme}")

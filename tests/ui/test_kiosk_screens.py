"""At all three sizes: everything that is touched is large enough, lies on the screen, and reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.theme.tokens import Size
from tests.ui.kiosk_gym import NUMBER, SIZES, Kiosk, KioskGym


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def kiosk(request, qtbot, theme: Theme, tasks: Tasks) -> Iterator[Kiosk]:
    kiosk = Kiosk(qtbot, tasks, KioskGym(), request.param)
    yield kiosk
    kiosk.close()


def _signed_in(kiosk: Kiosk) -> None:
    kiosk.sign_in()


def _exercise(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    kiosk.touch("startButton")


def _after(*touches: str) -> Callable[[Kiosk], None]:
    def go(kiosk: Kiosk) -> None:
        _exercise(kiosk)
        for name in touches:
            kiosk.touch(name)
            kiosk.settle()

    return go


def _away(kiosk: Kiosk) -> None:
    _exercise(kiosk)
    kiosk.gym.recording.is_away = True
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    kiosk.touch("saveSetButton")


def _many_sets(kiosk: Kiosk) -> None:
    _exercise(kiosk)
    for _ in range(8):
        kiosk.entry.add_set()
    kiosk.touch("saveSetButton")


def _warned(kiosk: Kiosk) -> None:
    _exercise(kiosk)
    kiosk.seconds.wait(46)
    kiosk.session.guard.tick()


def _number(kiosk: Kiosk) -> None:
    _exercise(kiosk)
    kiosk.touch("valueButton")


def _days(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    kiosk.touch("otherDayButton")


def _unplanned(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    kiosk.touch("unplannedButton")


def _leaving(kiosk: Kiosk) -> None:
    kiosk.window.idle.mark.held.emit()


def _failed(kiosk: Kiosk) -> None:
    kiosk.window.show_progress("Opening the gym").show_error(ValueError())


SCREENS: dict[str, Callable[[Kiosk], None]] = {
    "idle": lambda kiosk: kiosk.touch("key4"),
    "pin": lambda kiosk: kiosk.scan(NUMBER),
    "today": _signed_in,
    "days": _days,
    "unplanned": _unplanned,
    "exercise": _exercise,
    "resting": _after("saveSetButton"),
    "many sets": _many_sets,
    "number": _number,
    "more": _after("moreButton"),
    "instead": _after("moreButton", "choice-instead"),
    "why": _after("moreButton", "choice-skip"),
    "left out": _after("moreButton", "choice-skip", "choice-0", "backButton"),
    "difficulty": _after(*["saveSetButton"] * 4),
    "saved": _after(*["saveSetButton"] * 4, "rate3", "backButton"),
    "away": _away,
    "finish": _after("saveSetButton", "finishButton"),
    "warning": _warned,
    "leaving": _leaving,
    "failed": _failed,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_that_is_touched_is_64_pixels_high_on_the_screen_and_reads(
    kiosk: Kiosk, screen: str
) -> None:
    SCREENS[screen](kiosk)
    kiosk.settle()
    window = kiosk.window
    touched = [
        w
        for kind in (QAbstractButton, QLineEdit)
        for w in window.findChildren(kind)
        if w.isVisible() and not w.visibleRegion().isEmpty()
    ]
    assert touched
    small = [
        (w.objectName() or w.accessibleName(), w.width(), w.height())
        for w in touched
        if w.height() < Size.CONTROL_TOUCH - 4 * isinstance(w, QLineEdit) or w.width() < Size.CONTROL_TOUCH
    ]
    assert small == []
    outside = [
        (w.objectName() or w.accessibleName(), w.mapTo(window, QPoint(0, 0)), w.size())
        for w in touched
        if not window.rect().contains(w.rect().translated(w.mapTo(window, QPoint(0, 0))))
    ]
    assert outside == []
    unnamed = [w for w in touched if not w.accessibleName()]
    assert unnamed == []
    assert _overlapping(touched, window) == []
    assert _cut_off(window) == []


def _cut_off(window: QWidget) -> list[tuple[str, int, int]]:
    """Return words that have less room than they need."""
    cut = []
    for one in window.findChildren(QLabel):
        if not one.isVisible() or not one.text():
            continue
        needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        if one.height() < needed - 1:
            cut.append((one.text(), one.height(), needed))
        if not one.wordWrap() and type(one) is QLabel and one.width() < one.sizeHint().width() - 1:
            cut.append((one.text(), one.width(), one.sizeHint().width()))
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            needed = button.fontMetrics().horizontalAdvance(button.text().split("\n")[-1])
            if button.width() < needed:
                cut.append((button.text(), button.width(), needed))
    return cut


def _overlapping(widgets: list[QWidget], window: QWidget) -> list[tuple[str, str]]:
    """Return pairs of which one covers a part of the other; what a dialog covers lies below it."""
    dialogs = [w for w in window.findChildren(QWidget) if w.property("kiosk") == "scrim" and w.isVisible()]
    if dialogs:
        widgets = [w for w in widgets if dialogs[-1].isAncestorOf(w)]
    places = [(w, w.rect().translated(w.mapTo(window, QPoint(0, 0)))) for w in widgets]
    return [
        (a.objectName(), b.objectName())
        for n, (a, one) in enumerate(places)
        for b, other in places[n + 1 :]
        if one.intersects(other)
    ]

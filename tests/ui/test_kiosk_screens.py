"""At all three sizes: everything that is touched is large enough, lies on the screen, and reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.theme.tokens import Size
from tests.ui.kiosk_gym import NUMBER, SIZES, Kiosk, KioskGym


def walk(kiosk: Kiosk) -> Iterator[str]:
    """Go through one visit, and stop at every screen."""
    kiosk.touch("key4")
    yield "idle"
    kiosk.scan(NUMBER)
    yield "PIN"
    kiosk.enter_pin()
    kiosk.until(lambda: kiosk.window.visit_view is not None and kiosk.view.page is kiosk.view.today)
    yield "today"
    kiosk.touch("otherDayButton")
    yield "days"
    kiosk.touch("cancelButton")
    kiosk.touch("unplannedButton")
    yield "unplanned"
    kiosk.touch("pickerBackButton")
    kiosk.touch("lastDaysButton")
    kiosk.settle()
    yield "entries"
    kiosk.touch("entriesBackButton")
    kiosk.touch("startButton")
    yield "exercise"
    kiosk.touch("moreButton")
    yield "more"
    kiosk.touch("choice-instead")
    kiosk.settle()
    yield "instead"
    kiosk.touch("pickerBackButton")
    kiosk.touch("valueButton")
    yield "number"
    kiosk.touch("cancelButton")
    kiosk.view.exercise.sets.mark_touched.emit(0)
    kiosk.touch("saveSetButton")
    yield "resting"
    for _ in range(8):
        kiosk.entry.add_set()
    kiosk.touch("saveSetButton")
    kiosk.touch("moreButton")
    yield "more, within a long exercise"
    kiosk.touch("choice-enough")
    kiosk.touch("noteButton")
    for phrase in kiosk.view.acts.note.phrases.values():
        kiosk.touch(phrase)
    yield "note"
    kiosk.touch("saveNoteButton")
    yield "difficulty"
    kiosk.touch("rate3")
    kiosk.settle()
    kiosk.touch("backButton")
    yield "saved"
    kiosk.view.exercise.sets.set_touched.emit(0)
    yield "changing"
    kiosk.touch("backButton")
    kiosk.touch("deleteButton")
    kiosk.settle()
    yield "deleted"
    kiosk.touch("takeBackButton")
    kiosk.settle()
    kiosk.touch("nextButton")
    kiosk.touch("moreButton")
    kiosk.touch("choice-skip")
    yield "why"
    kiosk.touch("choice-0")
    kiosk.settle()
    kiosk.touch("backButton")
    yield "left out"
    kiosk.touch("nextButton")
    kiosk.gym.recording.is_away = True
    kiosk.save_sets(3)
    kiosk.touch("rate3")
    kiosk.settle()
    kiosk.touch("backButton")
    yield "away"
    kiosk.seconds.wait(46)
    kiosk.session.guard.tick()
    yield "warning"
    kiosk.touch("stillHereButton")
    kiosk.gym.day_records = dict.fromkeys(("Deadlift", "Leg curl"), tuple(RecordKind))
    kiosk.gym.weeks_trained = 12
    kiosk.touch("finishButton")
    kiosk.until(lambda: kiosk.view.is_finished)
    kiosk.settle()
    yield "finish"
    kiosk.touch("goodbyeButton")
    kiosk.settle()
    kiosk.session._held = lambda: 2
    kiosk.window.idle.mark.held.emit()
    yield "leaving"
    kiosk.touch("cancelButton")
    kiosk.window.show_progress("Opening the gym").show_error(ValueError())
    yield "failed"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_everything_that_is_touched_is_64_pixels_high_on_the_screen_and_reads(
    qtbot: QtBot, theme: Theme, tasks: Tasks, size: tuple[int, int]
) -> None:
    kiosk = Kiosk(qtbot, tasks, KioskGym(), size)
    problems = {screen: found for screen in walk(kiosk) if (found := _problems(kiosk))}
    assert problems == {}
    kiosk.close()


def _problems(kiosk: Kiosk) -> list[object]:
    """Return what is too small, off the screen, without a name, covered or cut off."""
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
        ("small", w.objectName() or w.accessibleName(), w.width(), w.height())
        for w in touched
        if w.height() < Size.CONTROL_TOUCH - 4 * isinstance(w, QLineEdit) or w.width() < Size.CONTROL_TOUCH
    ]
    outside = [
        ("outside", w.objectName() or w.accessibleName(), w.mapTo(window, QPoint(0, 0)), w.size())
        for w in touched
        if not window.rect().contains(w.rect().translated(w.mapTo(window, QPoint(0, 0))))
    ]
    has_dialog = any(w.property("kiosk") == "scrim" for w in window.findChildren(QWidget) if w.isVisible())
    clipped = [
        ("clipped", w.objectName() or w.accessibleName(), w.visibleRegion().boundingRect(), w.size())
        for w in touched
        if not has_dialog and w.visibleRegion().boundingRect().size() != w.size()
    ]
    unnamed = [("unnamed", w.objectName()) for w in touched if not w.accessibleName()]
    return [*small, *outside, *clipped, *unnamed, *_overlapping(touched, window), *_cut_off(window)]


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

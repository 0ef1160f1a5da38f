"""The dialog while others work: live capacities, the last place lost, a trainer gone, waiting instead."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gymtrainer_desktop.domain.assignments import LastAssigned
from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee, AssignTrainerDialog
from gymtrainer_desktop.ui.admin.assigning.trainer_choices import TrainerChoicesModel
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import show_page
from tests.ui.desk_gym import Desk

HEARD = frozenset({"instructors"})


@pytest.fixture
def desk() -> Desk:
    return Desk(waits=False)


@pytest.fixture
def context(page_context: PageContext, desk: Desk) -> PageContext:
    return desk.context(page_context)


@pytest.fixture
def dialog(qtbot, window: QWidget, context: PageContext, desk: Desk) -> AssignTrainerDialog:
    return _dialog(qtbot, window, context, desk)


def _dialog(qtbot, window: QWidget, context: PageContext, desk: Desk, **more: object) -> AssignTrainerDialog:
    member = desk.member("Grace Osei")
    dialog = AssignTrainerDialog(context, [Assignee(member.id, "Grace Osei")], window, **more)  # type: ignore[arg-type]
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    return dialog


def _names(dialog: AssignTrainerDialog) -> list[str]:
    return [choice.name for choice in dialog.list.choices.rows]


def _words(dialog: AssignTrainerDialog, name: str) -> str:
    return dialog.list.places_of(next(one for one in dialog.list.choices.rows if one.name == name))


def _said(context: PageContext) -> list[str]:
    return [toast.words.text() for toast in context.notices.toasts.toasts]


def _walk_to(qtbot, dialog: AssignTrainerDialog, name: str) -> None:
    for _ in range(dialog.list.choices.rowCount()):
        if dialog.list.at is not None and dialog.list.at.name == name:
            return
        qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    raise AssertionError(f"the arrows do not reach {name}")


class _KeyCount(QObject):
    """Counts the keys that reach any window, as a person would who presses them."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched.isWindowType():
            self.presses += 1
        return False


def test_at_most_five_keys_from_a_selected_member_to_another_trainer_than_the_first(
    qtbot, window: QWidget, context: PageContext, desk: Desk
) -> None:
    page = MembersPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    row = next(n for n, one in enumerate(page.members.model.rows) if one.full_name == "Grace Osei")
    page.members.table.setFocus()
    page.members.table.selectRow(row)
    count = _KeyCount()
    QApplication.instance().installEventFilter(count)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(AssignTrainerDialog)))
    dialog = next(d for d in window.findChildren(AssignTrainerDialog) if d.isVisible())
    qtbot.waitUntil(lambda: dialog.confirm_button.isEnabled() and dialog.isActiveWindow())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(dialog.windowHandle(), key)
    qtbot.waitUntil(lambda: desk.member("Grace Osei").trainer_name is not None)
    QApplication.instance().removeEventFilter(count)
    assert desk.member("Grace Osei").trainer_name == "Chloe Martin"
    assert count.presses == 4


def test_capacities_change_while_the_dialog_is_open(qtbot, dialog, context, desk: Desk) -> None:
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.list.choice.name == "Aiko Tanaka"
    before = _names(dialog)
    desk.set_trainer("Aiko Tanaka", active_clients=9)
    desk.set_trainer("Chloe Martin", active_clients=12)
    desk.set_trainer("Maya Okafor", active_clients=14)
    context.changes.heard.emit(HEARD)
    qtbot.waitUntil(lambda: _words(dialog, "Aiko Tanaka") == "3 places free")
    assert _names(dialog) == before, "nobody moves below the pointer"
    assert (_words(dialog, "Chloe Martin"), _words(dialog, "Maya Okafor")) == (
        "Full",
        "1 place free, full afterwards",
    )
    assert dialog.list.choice.name == "Aiko Tanaka" and dialog.confirm_button.isEnabled()
    assert not dialog.banner.isVisible()
    asked = len(desk.called("choices"))
    context.changes.heard.emit(frozenset({"exercises"}))
    assert len(desk.called("choices")) == asked, "the library is nobody's capacity"
    dialog.reject()


def test_a_trainer_made_inactive_stays_and_says_so(qtbot, dialog, context, desk: Desk) -> None:
    assert dialog.list.choice.name == "John Smith"
    desk.set_trainer("John Smith", is_active=False)
    context.changes.heard.emit(HEARD)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert _words(dialog, "John Smith") == "Takes no clients any more"
    assert dialog.banner.accessibleName().startswith("John Smith Takes no clients any more.")
    assert not dialog.banner_button.isVisible(), "nobody waits for a trainer who takes nobody"
    assert not dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible() and not desk.called("assign"), "Enter never means somebody else at once"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.confirm_button.text() == "&Assign to Aiko Tanaka"
    desk.set_trainer("John Smith", is_active=True)
    context.changes.heard.emit(None)
    qtbot.waitUntil(lambda: _words(dialog, "John Smith") == "3 places free")
    assert dialog.list.choice.name == "Aiko Tanaka"
    dialog.reject()


def test_the_last_place_lost_is_told_with_who_got_it_and_waiting_offered(
    qtbot, dialog, context, desk: Desk
) -> None:
    dialog.note.setText("Prefers mornings")
    desk.set_trainer("John Smith", active_clients=15)
    desk.last = LastAssigned("Liam Becker", "Ines Duarte", datetime(2026, 11, 20, 14, 32, tzinfo=UTC))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Liam Becker" in dialog.banner.accessibleName())
    assert dialog.banner.accessibleName() == (
        "The last place with John Smith is taken "
        "Liam Becker got it at 14:32, assigned by Ines Duarte. Nothing was assigned here."
    )
    assert dialog.list.at.name == "John Smith" and not dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert len(desk.called("assign")) == 1 and dialog.isVisible()
    assert dialog.banner_button.isVisible()
    with qtbot.waitSignal(dialog.waits):
        qtbot.keyClick(dialog, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    entry = desk.entry("Grace Osei")
    assert (entry.trainer_name, entry.wants) == ("John Smith", "Prefers mornings"), "the note goes along"
    assert _said(context) == ["Grace Osei waits for John Smith"]
    assert not dialog.isVisible()


def test_after_a_lost_place_another_trainer_can_be_chosen(qtbot, dialog, desk: Desk) -> None:
    dialog.note.setText("Prefers mornings")
    desk.set_trainer("John Smith", active_clients=15)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.confirm_button.isEnabled() and dialog.banner_button.isVisible())
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.assigned):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert desk.member("Grace Osei").trainer_name == "Aiko Tanaka"
    first, second = desk.called("assign")
    assert first.id != second.id and second.notes == "Prefers mornings"


def test_a_lowered_limit_blames_nobody(qtbot, dialog, context, desk: Desk) -> None:
    desk.set_trainer("John Smith", max_clients=12)
    context.changes.heard.emit(HEARD)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == (
        "The last place with John Smith is taken Nothing was assigned; please choose again."
    )
    assert not desk.called("last_assigned")
    dialog.reject()


def test_a_full_trainers_waiting_list_by_keyboard_and_its_undo(qtbot, dialog, context, desk: Desk) -> None:
    _walk_to(qtbot, dialog, "Maya Okafor")
    assert dialog.confirm_button.text() == "&Add to Maya Okafor’s waiting list"
    with qtbot.waitSignal(dialog.waits):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert [(e.member_name, e.trainer_name) for e in desk.line] == [("Grace Osei", "Maya Okafor")]
    assert not desk.called("assign")
    window = context.notices.parent()
    undo = next(b for b in window.findChildren(QPushButton) if b.text() == "Undo")
    undo.setFocus()
    qtbot.keyClick(undo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.line)


def test_the_button_in_a_full_trainers_row(qtbot, dialog, desk: Desk) -> None:
    row = _names(dialog).index("Victor Almeida")
    dialog.list.scrollTo(dialog.list.choices.index(row, 0))
    where = dialog.list.wait_button(row).center().toPoint()
    with qtbot.waitSignal(dialog.waits):
        qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.entry("Grace Osei").trainer_name == "Victor Almeida"


def test_who_waits_already_is_told_and_kept(qtbot, dialog, context, desk: Desk) -> None:
    words = "This member is on the waiting list already."
    desk.fail("wait", UserError(words, code="waitlist_open_unique", field="member"))
    _walk_to(qtbot, dialog, "Maya Okafor")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == f"Not added to the waiting list {words}"
    desk.fail("wait", Unavailable("The server was stopped."))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.notices.offline_since is not None)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    with qtbot.waitSignal(dialog.waits):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    sent = desk.called("wait")
    assert sent[0] == sent[1] == sent[2], "the same thing is sent under the same key"


def test_a_waiting_member_waits_for_another_full_trainer(qtbot, window, context, desk: Desk) -> None:
    desk.line = desk._line()
    entry = dataclasses.replace(desk.entry("Grace Osei"))
    dialog = _dialog(qtbot, window, context, desk, entry=entry)
    assert dialog.list.choice.name == "John Smith", "whose place is offered comes first"
    _walk_to(qtbot, dialog, "Maya Okafor")
    desk.put("Grace Osei")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "Somebody else changed the entry" in dialog.banner.accessibleName()
    dialog.reject()
    dialog = _dialog(qtbot, window, context, desk, entry=desk.entry("Grace Osei"))
    _walk_to(qtbot, dialog, "Maya Okafor")
    with qtbot.waitSignal(dialog.waits):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert desk.entry("Grace Osei").trainer_name == "Maya Okafor"
    assert desk.entry("Grace Osei").wants == "Conditioning"
    undo = next(b for b in window.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.entry("Grace Osei").trainer_name is None)


def test_a_reload_that_fails_keeps_what_is_shown(qtbot, dialog, context, desk: Desk) -> None:
    desk.fail("choices", Unavailable("The server was stopped."))
    context.changes.heard.emit(HEARD)
    qtbot.waitUntil(lambda: context.notices.offline_since is not None)
    assert dialog._states.state == "content" and dialog.confirm_button.isEnabled()
    dialog.reject()


def test_an_answer_of_conflict_is_a_sentence(qtbot, dialog, desk: Desk) -> None:
    desk.fail("assign", Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale"))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName().startswith("Not assigned Somebody else changed this meanwhile.")
    dialog.reject()


def test_what_fits_and_who_trained_with_whom_is_marked(desk: Desk) -> None:
    model = TrainerChoicesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    desk.wishes["had"] = "Tom Lindqvist"
    model.set_choices(desk.assignments.choices((), "wants strength and boxing"))
    said = {choice.name: model.index(n, 0).data() for n, choice in enumerate(model.rows)}
    assert said["Tom Lindqvist"] == "Tom Lindqvist, 6/15, 9 places free, had before"
    assert said["John Smith"].endswith("fits: Strength & conditioning")
    assert (
        said["Victor Almeida"] == "Victor Almeida, 12/12, cannot be chosen: Full, fits: Boxing, conditioning"
    )
    gone = [choice for choice in model.choices if choice.name != "Aiko Tanaka"]
    model.update_choices(gone)
    aiko = next(n for n, choice in enumerate(model.rows) if choice.name == "Aiko Tanaka")
    assert model.index(aiko, 0).data() == "Aiko Tanaka, 3/12, cannot be chosen: Takes no clients any more"
    assert model.rowCount() == 12 and tester.model() is model

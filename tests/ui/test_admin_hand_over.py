"""Handing clients over: the preview, single lines changed, all or nothing, everything by keyboard."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import PAUSED
from tests.ui.trainers_gym import TrainersGym

_SIX = ("Ada Byron", "Bo Lind", "Cleo Park", "Dan Ruiz", "Eve Stone", "Finn Moss")


@pytest.fixture
def desk() -> TrainersGym:
    gym = TrainersGym()
    gym.give("Aiko Tanaka", _SIX)
    gym.give("Aiko Tanaka", ["Gus Hale"], PAUSED)
    gym.set_trainer("Aiko Tanaka", active_clients=7)
    return gym


@pytest.fixture
def context(page_context: PageContext, desk: TrainersGym) -> PageContext:
    return desk.context(page_context)


def _open(qtbot, window: QWidget, context: PageContext, desk: TrainersGym, only=None, who="Aiko Tanaka"):
    dialog = HandOverDialog(context, desk.trainer(who).id, who, only, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state in ("content", "empty", "error"))
    qtbot.waitUntil(lambda: not context.tasks.is_busy and not dialog._replan.isActive())
    return dialog


def _settled(qtbot, dialog: HandOverDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._replan.isActive() and not dialog._context.tasks.is_busy)


def _ids(desk: TrainersGym, *names: str) -> tuple[UUID, ...]:
    return tuple(desk.member(name).assignment_id for name in names)  # type: ignore[misc]


def _confirm_questions(monkeypatch, context: PageContext, answer: bool = True) -> list[str]:
    asked: list[str] = []

    def question(title: str, text: str, *_args: object, **_named: object) -> bool:
        asked.append(f"{title} {text}")
        return answer

    monkeypatch.setattr(context.notices, "question", question)
    return asked


def test_everybody_to_the_one_with_room_by_keyboard(qtbot, window, context, desk, monkeypatch) -> None:
    asked = _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk)
    tester = QAbstractItemModelTester(dialog.clients, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is dialog.clients
    assert "Aiko Tanaka" not in [row.choice.name for row in dialog.trainers.rows], (
        "nobody hands over to themselves"
    )
    assert [row.choice.name for row in dialog.trainers.checked] == ["Tom Lindqvist"], (
        "the best with room for all"
    )
    count = len(desk.clients_of("Aiko Tanaka"))
    assert dialog.confirm_button.text() == f"&Hand over {count} clients"
    assert {row.trainer_name for row in dialog.preview.rows} == {"Tom Lindqvist"}
    after = next(row for row in dialog.trainers.rows if row.choice.name == "Tom Lindqvist")
    assert after.added == count - 1, "the paused client takes no place"
    dialog.note.setPlainText("Back on 12 January.")
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(dialog.handed_over) as told:
        pass
    assert told.args == [count]
    lines, note, carries = desk.called("hand_over")[0]
    assert (len(lines), note, carries) == (count, "Back on 12 January.", True)
    assert desk.clients_of("Aiko Tanaka") == []
    assert len(asked) == 1 and "This cannot be undone." in asked[0]
    toast = context.notices.toasts.toasts[-1]
    assert toast.words.text() == f"{count} clients handed over to Tom Lindqvist, everybody is told"


def test_one_client_is_handed_over_without_a_question(qtbot, window, context, desk, monkeypatch) -> None:
    asked = _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk, _ids(desk, "Cleo Park"))
    assert dialog.clients.rows[0].client.name == "Cleo Park", "the one it is about stands first"
    assert [row.client.name for row in dialog.clients.checked] == ["Cleo Park"]
    assert dialog.confirm_button.text() == "&Hand over Cleo Park"
    dialog.carry.setFocus()
    qtbot.keyClick(dialog.carry, Qt.Key.Key_Space)
    assert "running plans end" in dialog.counts.text()
    qtbot.keyClick(dialog.carry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert asked == []
    assert desk.called("hand_over")[0][2] is False
    assert desk.member("Cleo Park").trainer_name != "Aiko Tanaka"


def test_spread_over_several_and_a_single_line_changed(qtbot, window, context, desk, monkeypatch) -> None:
    _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk)
    dialog.trainer_table.setFocus()
    for name in ("Chloe Martin", "Marcus Webb"):
        dialog.trainer_table.select_id(desk.trainer(name).id)
        qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Space)
    _settled(qtbot, dialog)
    takers = {row.trainer_name for row in dialog.preview.rows}
    assert takers == {"Chloe Martin", "Marcus Webb", "Tom Lindqvist"}
    for row in dialog.trainers.rows:
        assert row.after <= row.choice.max_clients or not row.added
    # A single client goes to somebody who was not ticked.
    dialog.table.setFocus()
    dialog.table.select_id(_ids(desk, "Ada Byron")[0])
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    combo = dialog.table.findChild(QComboBox, "lineTrainer")
    offered = [combo.itemText(n) for n in range(combo.count())]
    assert not any(text.startswith("Maya Okafor") for text in offered), "the full are not offered"
    combo.setCurrentIndex(combo.findData(desk.trainer("Priya Nair").id))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(
        lambda: (
            next(r for r in dialog.preview.rows if r.client.name == "Ada Byron").trainer_name == "Priya Nair"
        )
    )
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert desk.member("Ada Byron").trainer_name == "Priya Nair"


def test_whoever_finds_no_place_stays_and_says_why(qtbot, window, context, desk, monkeypatch) -> None:
    _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk)
    dialog.trainers.check_all(False)
    dialog.trainers.tick([desk.trainer("Daniel Reyes").id])
    _settled(qtbot, dialog)
    assert len(dialog.preview.lines) == 1, "one place with Daniel Reyes"
    assert "clients cannot be handed over" in dialog.counts.text()
    problems = {row.problem for row in dialog.preview.rows if row.problem}
    assert problems == {"No place left with the chosen trainers."}
    dialog.trainers.check_all(False)
    _settled(qtbot, dialog)
    assert dialog.confirm_button.text() == "Nobody to hand over" and not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_places_taken_by_hand_run_out_in_words(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, desk, ())
    assert not dialog.clients.checked and not dialog.confirm_button.isEnabled()
    daniel = desk.trainer("Daniel Reyes").id
    for name in ("Ada Byron", "Bo Lind"):
        dialog.clients.trainer_wanted.emit(_ids(desk, name)[0], daniel)
    assert {row.client.name for row in dialog.clients.checked} == {"Ada Byron", "Bo Lind"}, "choosing ticks"
    row = next(r for r in dialog.preview.rows if r.client.name == "Bo Lind")
    assert row.problem == "No place left with Daniel Reyes."
    dialog.clients.trainer_wanted.emit(_ids(desk, "Gus Hale")[0], daniel)
    paused = next(r for r in dialog.preview.rows if r.client.name == "Gus Hale")
    assert paused.is_ready, "a paused client takes no place"
    dialog.reject()


def test_stopped_midway_nothing_stays(qtbot, window, context, desk, monkeypatch) -> None:
    _confirm_questions(monkeypatch, context)
    gate = desk.hold("transfer")
    dialog = _open(qtbot, window, context, desk)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(desk.called("transfer")))
    assert dialog.is_running and dialog.running.isVisible() and not dialog.table.isEnabled()
    qtbot.keyClick(dialog.running.stop_button, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc stops, it does not close"
    gate.set()
    qtbot.waitUntil(lambda: not dialog.is_running)
    assert dialog.banner.accessibleName() == "Stopped Nobody was handed over."
    assert desk.handed == {}
    dialog.reject()


def test_a_refusal_says_who_and_the_loads_are_read_again(qtbot, window, context, desk, monkeypatch) -> None:
    _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk)
    words = "Ada Byron: This trainer is full. Choose another one."
    desk.fail("hand_over", UserError(words, code="trainer_capacity", field="trainer"))
    desk.set_trainer("Tom Lindqvist", active_clients=15)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert words in dialog.banner.accessibleName()
    _settled(qtbot, dialog)
    assert [row.choice.name for row in dialog.trainers.checked] == [], "who is full loses the tick"
    desk.fail("hand_over", Conflict("Somebody else changed this first."))
    dialog.trainers.tick([desk.trainer("Aiko Tanaka").id, desk.trainer("Marcus Webb").id])
    _settled(qtbot, dialog)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "You see it as it is now." in dialog.banner.accessibleName())
    _settled(qtbot, dialog)
    dialog.reject()


def test_after_a_lost_answer_the_same_is_sent_again(qtbot, window, context, desk, monkeypatch) -> None:
    asked = _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk)
    desk.fail("hand_over", Unavailable("The server was stopped."))
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "The server did not answer" in dialog.banner.accessibleName())
    context.changes.heard.emit(None)
    assert dialog.confirm_button.isEnabled(), "nothing is planned anew before the person decides"
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    first, second = (call[0] for call in desk.called("hand_over"))
    assert first == second and len(asked) == 1


def test_a_note_that_is_too_long_is_told_beside_it_and_kept(
    qtbot, window, context, desk, monkeypatch
) -> None:
    _confirm_questions(monkeypatch, context)
    dialog = _open(qtbot, window, context, desk)
    dialog.note.setPlainText("n" * 5000)
    desk.fail("hand_over", UserError("The note can have at most 3,750 characters.", field="note"))
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.note_field.error))
    assert len(dialog.note.toPlainText()) == 5000 and dialog.is_dirty()
    dialog.note.clear()
    dialog.reject()


def test_the_dialog_follows_what_others_do(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, desk)
    desk.set_trainer("Tom Lindqvist", active_clients=15)
    context.changes.heard.emit(frozenset({"trainer_assignments"}))
    qtbot.waitUntil(lambda: dialog.preview.trainers[desk.trainer("Tom Lindqvist").id].free == 0)
    _settled(qtbot, dialog)
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_nobody_to_hand_over_and_nobody_to_take(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, desk, who="Marcus Webb")
    assert dialog._states.state == "empty" and not dialog.confirm_button.isEnabled()
    dialog.reject()
    desk.trainer_rows = [desk.trainer("Aiko Tanaka")]
    alone = _open(qtbot, window, context, desk)
    assert alone._states._empty.title.text() == "There is no other personal trainer"
    alone.reject()
    desk.fail("clients", Unavailable("The server was stopped."))
    failed = _open(qtbot, window, context, desk)
    assert failed._states.state == "error"
    failed._states.retry_requested.emit()
    qtbot.waitUntil(lambda: failed._states.state == "empty")
    failed.reject()


def test_a_thousand_clients_are_shown_at_once(qtbot, window, context, desk, monkeypatch) -> None:
    _confirm_questions(monkeypatch, context)
    desk.give("Marcus Webb", [f"Client {n:04}" for n in range(1000)])
    desk.set_trainer("Tom Lindqvist", active_clients=0, max_clients=500)
    desk.set_trainer("Chloe Martin", active_clients=0, max_clients=500)
    dialog = _open(qtbot, window, context, desk, who="Marcus Webb")
    _settled(qtbot, dialog)
    assert len(dialog.preview.lines) >= 1000
    assert dialog.grab().width() > 0
    top = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert dialog in top and dialog.height() <= window.screen().availableGeometry().height()
    dialog.reject()

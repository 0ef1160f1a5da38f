"""The templates page: what there is, what a week of it asks for, plans begun from it, and all that changes it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.templates.choose_client_dialog import ChooseClientDialog
from gymtrainer_desktop.ui.templates.template_dialogs import TemplateConflictDialog, TemplateDetailsDialog
from gymtrainer_desktop.ui.templates.templates_page import TemplatesPage
from tests.factories import Gym
from tests.ui.admin_gym import click_row, show_page
from tests.ui.templates_gym import Clients, Templates, context_of, draft_of, uid

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def templates() -> Templates:
    return Templates()


@pytest.fixture
def clients() -> Clients:
    return Clients("Sarah Johnson", "Mike Davis", "Ava Novák")


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, templates: Templates, clients) -> TemplatesPage:
    person = dataclasses.replace(page_context.person, roles=(Role.TRAINER,))
    context = dataclasses.replace(context_of(page_context, templates, clients), person=person)
    return _shown(qtbot, window, TemplatesPage(context))


@pytest.fixture
def desk(qtbot, window: QWidget, page_context: PageContext, templates: Templates, clients) -> TemplatesPage:
    """The page as the front desk has it."""
    templates.is_admin = True
    person = dataclasses.replace(page_context.person, roles=(Role.ADMIN,), trainer_id=None)
    context = dataclasses.replace(context_of(page_context, templates, clients), person=person)
    return _shown(qtbot, window, TemplatesPage(context, for_clients=False))


def _shown(qtbot, window: QWidget, page: TemplatesPage, **args: Any) -> TemplatesPage:
    show_page(window, page, **args)
    _settled(qtbot, page)
    return page


def _settled(qtbot, page: TemplatesPage) -> None:
    qtbot.waitUntil(lambda: page._states.state != "loading" and not page.context.tasks.is_busy)


def _titles(page: TemplatesPage) -> list[str]:
    return [row.title for row in page.rows.model.rows]


def _open(qtbot, page: TemplatesPage, title: str) -> None:
    click_row(qtbot, page.rows.table, _titles(page).index(title))
    qtbot.waitUntil(lambda: page.panel.template is not None and page.panel.template.row.title == title)


def _dialog(window: QWidget, kind: type) -> Any:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def _is_gone(window: QWidget, kind: type) -> bool:
    return not any(one.isVisible() for one in window.findChildren(kind))


def _words(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def _toast(page: TemplatesPage) -> str:
    return page.context.notices.toasts.toasts[-1].words.text()


def _undo(qtbot, page: TemplatesPage) -> None:
    toast = page.context.notices.toasts.toasts[-1]
    qtbot.mouseClick(next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo"), LEFT)


# What there is


def test_ones_own_and_the_gyms_are_listed_and_counted(qtbot, page: TemplatesPage) -> None:
    assert sorted(_titles(page)) == ["First month", "Half marathon base", "Strength in 8"]
    assert [segment.count for segment in page.filters.segments] == [3, 2, 1, 1]
    for key, titles in (("gym", ["First month"]), ("archived", ["Old circuit"])):
        page.filters.choose(key)
        assert _titles(page) == titles
    page.filters.choose("all")
    page.search.setText("21 KM")
    qtbot.waitUntil(lambda: _titles(page) == ["Half marathon base"])
    page.search.setText("nothing like it")
    qtbot.waitUntil(lambda: page._states.state == "empty")
    page.search.clear()
    qtbot.waitUntil(lambda: len(_titles(page)) == 3)
    row = page.rows.model.rows[0]
    texts = {column.key: column.text(row) for column in page.rows.model.columns}
    assert texts["changed"] == "20 Nov 2026" and page.rows.table.rowHeight(0) == 52


def test_the_model_keeps_qts_rules(page: TemplatesPage, qtmodeltester) -> None:
    qtmodeltester.check(page.rows.model)


def test_a_week_of_it_is_shown_with_what_it_asks_for_then(qtbot, page: TemplatesPage) -> None:
    _open(qtbot, page, "Strength in 8")
    panel = page.panel
    assert panel._facts.text() == "8 weeks · 2 days · 6 exercises · John Smith"
    words = _words(panel.week)
    assert words[0] == "Week 1 of 8" and words.count("A1 Bench press") == 2
    assert "4 × 8 · 60 kg · rest 90 s" in words and "+2.5 kg every week" in words
    assert "4 × 45 s · rest 90 s" in words and "Slowly" in words
    assert [word for word in words if word in ("Monday", "Thursday")] == ["Monday", "Thursday"]
    assert not panel.week.before.isEnabled()
    for _ in range(2):
        qtbot.mouseClick(panel.week.after, LEFT)
    assert panel.week.words.text() == "Week 3 of 8" and "4 × 8 · 65 kg · rest 90 s" in _words(panel.week)
    qtbot.mouseClick(panel.week.after, LEFT)
    assert panel.week.words.text() == "Week 4 of 8, deload"
    assert any(word.startswith("2 × 8 ·") for word in _words(panel.week)), "half the sets"
    panel.week.go_to(8)
    assert not panel.week.after.isEnabled()


def test_the_keyboard_alone_opens_follows_and_closes(qtbot, window, page: TemplatesPage) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.rows.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.template is not None)
    first = page.panel.row
    qtbot.keyClick(page.rows.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.panel.row != first)
    qtbot.keyClick(page.rows.table, Qt.Key.Key_Escape)
    assert page.panel.row is None and page.panel.isHidden()
    _settled(qtbot, page)


# Using it


def test_used_for_a_client_it_opens_the_plan_editor(qtbot, window, page: TemplatesPage) -> None:
    _open(qtbot, page, "First month")
    qtbot.mouseClick(page.panel.use_button, LEFT)
    dialog = _dialog(window, ChooseClientDialog)
    qtbot.waitUntil(lambda: dialog.states.state == "content")
    assert [row.name for row in dialog.model.rows] == ["Ava Novák", "Mike Davis", "Sarah Johnson"]
    qtbot.keyClicks(dialog.search, "novak")
    qtbot.waitUntil(lambda: [row.name for row in dialog.model.rows] == ["Ava Novák"])
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.context.services.went))
    assert page.context.services.went == [
        (
            "plan",
            {
                "member_id": uid(602), "assignment_id": uid(502), "name": "Ava Novák", "new": True,
                "template": uid(3),
            },
        )
    ]  # fmt: skip


def test_without_active_clients_and_without_the_server_the_choice_says_so(
    qtbot, window, page: TemplatesPage, clients: Clients
) -> None:
    _open(qtbot, page, "First month")
    clients.failure = Unavailable("The server does not answer.")
    qtbot.mouseClick(page.panel.use_button, LEFT)
    dialog = _dialog(window, ChooseClientDialog)
    qtbot.waitUntil(lambda: dialog.states.state == "error")
    assert not dialog.confirm_button.isEnabled()
    clients.rows = [dataclasses.replace(row, status=AssignmentStatus.PAUSED) for row in clients.rows]
    dialog.states.retry_requested.emit()
    qtbot.waitUntil(lambda: dialog.states.state == "empty")
    assert dialog.states._empty.title.text() == "You have no active client yet"
    dialog.reject()


# Changing it


def test_the_weeks_of_ones_own_are_changed_in_the_editor(qtbot, page: TemplatesPage, templates) -> None:
    _open(qtbot, page, "First month")
    assert not page.panel.weeks_action.isVisible()
    _open(qtbot, page, "Strength in 8")
    assert page.panel.weeks_action.isVisible()
    page.panel.weeks_action.trigger()
    assert page.context.services.went == [("template", {"template_id": uid(1)})]


def test_renamed_and_described(qtbot, window, page: TemplatesPage, templates: Templates) -> None:
    _open(qtbot, page, "Strength in 8")
    page.panel.change_action.trigger()
    dialog = _dialog(window, TemplateDetailsDialog)
    assert not dialog.is_dirty()
    title = dialog.findChild(QLineEdit, "title")
    title.clear()
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    assert dialog._fields["title"].error == "A template needs a title."
    title.setText("Strength in 10")
    dialog.weeks.setValue(10)
    qtbot.keyClick(title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Strength in 10" in _titles(page))
    _settled(qtbot, page)
    saved = templates.drafts[uid(1)]
    assert (saved.title, saved.duration_weeks, len(saved.exercises)) == ("Strength in 10", 10, 6)
    assert page.panel.template.row.title == "Strength in 10"


def test_two_who_change_the_same_see_both_versions(qtbot, window, page, templates: Templates) -> None:
    _open(qtbot, page, "Strength in 8")
    page.panel.change_action.trigger()
    dialog = _dialog(window, TemplateDetailsDialog)
    templates.put(dataclasses.replace(templates.drafts[uid(1)], goals="theirs", version=2))
    dialog.goals.setPlainText("mine")
    for take_theirs in (False, True):
        qtbot.mouseClick(dialog.confirm_button, LEFT)
        qtbot.waitUntil(lambda: not _is_gone(window, TemplateConflictDialog))
        conflict = _dialog(window, TemplateConflictDialog)
        assert dialog.goals.toPlainText() == "mine"
        if take_theirs:
            qtbot.mouseClick(conflict.confirm_button, LEFT)
        else:
            qtbot.mouseClick(conflict.theirs_button, LEFT)
            assert dialog.goals.toPlainText() == "theirs" and not dialog.is_dirty()
            templates.put(dataclasses.replace(templates.drafts[uid(1)], goals="again", version=3))
            dialog.goals.setPlainText("mine")
    qtbot.waitUntil(lambda: _is_gone(window, TemplateDetailsDialog))
    _settled(qtbot, page)
    assert (templates.drafts[uid(1)].goals, templates.drafts[uid(1)].version) == ("mine", 4)


def test_duplicated_as_ones_own_and_undone(qtbot, window, page, templates: Templates) -> None:
    _open(qtbot, page, "First month")
    assert not page.panel.archive_action.isVisible(), "a trainer does not change the gym's"
    page.panel.duplicate_action.trigger()
    qtbot.waitUntil(lambda: "First month (copy)" in _titles(page))
    _settled(qtbot, page)
    made = next(d for d in templates.drafts.values() if d.title == "First month (copy)")
    assert not made.for_gym and made.id != uid(3) and len(made.exercises) == 6
    assert page.panel.template.row.id == made.id and page.panel.delete_action.isVisible()
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: "First month (copy)" not in templates.titles())
    _settled(qtbot, page)
    assert page.panel.row is None


def test_archived_and_offered_again(qtbot, window, page: TemplatesPage, templates: Templates) -> None:
    _open(qtbot, page, "Strength in 8")
    page.panel.archive_action.trigger()
    qtbot.waitUntil(lambda: "Strength in 8" not in _titles(page))
    _settled(qtbot, page)
    assert _toast(page) == "“Strength in 8” is archived" and page.panel.restore_button.isVisible()
    assert not page.panel.use_button.isVisible()
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: "Strength in 8" in _titles(page))
    _settled(qtbot, page)
    assert uid(1) not in templates.archived


def test_deleted_and_brought_back_whole(qtbot, window, page: TemplatesPage, templates: Templates) -> None:
    page.filters.choose("archived")
    _open(qtbot, page, "Old circuit")
    before = templates.drafts[uid(4)]
    page.panel.delete_action.trigger()
    qtbot.waitUntil(lambda: uid(4) not in templates.drafts)
    _settled(qtbot, page)
    assert page.panel.row is None
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: uid(4) in templates.archived)
    _settled(qtbot, page)
    back = templates.drafts[uid(4)]
    assert (back.title, back.exercises, back.deload) == (before.title, before.exercises, before.deload)


def test_what_somebody_changed_meanwhile_is_shown_not_archived(qtbot, page, templates: Templates) -> None:
    _open(qtbot, page, "Strength in 8")
    templates.put(dataclasses.replace(templates.drafts[uid(1)], title="Strength in 9", version=2))
    page.panel.archive_action.trigger()
    qtbot.waitUntil(lambda: page.panel.row.title == "Strength in 9")
    _settled(qtbot, page)
    assert uid(1) not in templates.archived
    assert _toast(page) == "Somebody else changed this template meanwhile."


# The front desk


def test_the_desk_shares_with_the_gym_after_a_question(qtbot, window, desk, templates, monkeypatch) -> None:
    answers = [False, True]
    monkeypatch.setattr(type(desk.context.notices), "question", lambda *_args, **_named: answers.pop(0))
    _open(qtbot, desk, "Strength in 8")
    assert not desk.panel.use_button.isVisible(), "the desk writes no plans"
    desk.panel.share_action.trigger()
    _settled(qtbot, desk)
    assert not templates.drafts[uid(1)].for_gym
    desk.panel.share_action.trigger()
    qtbot.waitUntil(lambda: templates.drafts[uid(1)].for_gym)
    _settled(qtbot, desk)
    assert _toast(desk) == "“Strength in 8” is the gym’s now" and not desk.panel.share_action.isVisible()


def test_the_desk_copies_for_the_gym_and_is_asked_before_it_deletes_a_trainers(
    qtbot, window, desk, templates, monkeypatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        type(desk.context.notices), "question", lambda _self, title, *_args, **_named: asked.append(title)
    )
    _open(qtbot, desk, "Strength in 8")
    desk.panel.delete_action.trigger()
    _settled(qtbot, desk)
    assert asked == ["Delete “Strength in 8”?"] and uid(1) in templates.drafts
    desk.panel.duplicate_action.trigger()
    qtbot.waitUntil(lambda: "Strength in 8 (copy)" in _titles(desk))
    _settled(qtbot, desk)
    assert next(d for d in templates.drafts.values() if "copy" in d.title).for_gym
    desk.panel.delete_action.trigger()
    qtbot.waitUntil(lambda: "Strength in 8 (copy)" not in templates.titles())
    _settled(qtbot, desk)
    assert len(asked) == 1, "the gym's come back by undo"


# States


def test_nothing_yet_leads_to_the_clients(qtbot, window, page: TemplatesPage, templates: Templates) -> None:
    templates.drafts.clear()
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    button = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "My clients")
    qtbot.mouseClick(button, LEFT)
    assert page.context.services.went == [("clients", {})]


def test_errors_are_said_with_retry(qtbot, page: TemplatesPage, templates: Templates) -> None:
    templates.fail("list", Unavailable("The server does not answer."))
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "error")
    page._states.retry_requested.emit()
    qtbot.waitUntil(lambda: page._states.state == "content")
    templates.fail("get", Unavailable("The server does not answer."))
    click_row(qtbot, page.rows.table, 0)
    qtbot.waitUntil(lambda: page.panel._states.state == "error")
    assert not page.panel.use_button.isEnabled()
    page.panel._states.retry_requested.emit()
    qtbot.waitUntil(lambda: page.panel.template is not None)


def test_opened_with_a_template_and_gone_when_it_is(qtbot, page: TemplatesPage, templates: Templates) -> None:
    page.open(template_id=uid(4))
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.template is not None)
    assert page.filters.current == "archived" and page.panel.row.title == "Old circuit"
    del templates.drafts[uid(4)]
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.row is None)


# The real thing


def test_on_the_real_database(qtbot, window, page_context: PageContext, gym: Gym) -> None:
    trainer = gym.trainer("John Smith")
    services = gym.services(trainer)
    assignment = gym.assignment(gym.member("Sarah Johnson"), trainer)
    services.templates.save(dataclasses.replace(draft_of(1, "Strength in 8"), id=new_id(), version=None))
    went: list[tuple[str, dict[str, Any]]] = []
    person = dataclasses.replace(page_context.person, roles=(Role.TRAINER,), trainer_id=trainer.trainer_id)
    context = dataclasses.replace(
        page_context, services=services, person=person, gym=services.gym.settings(),
        navigate=lambda key, args: went.append((key, dict(args))),
    )  # fmt: skip
    page = _shown(qtbot, window, TemplatesPage(context))
    _open(qtbot, page, "Strength in 8")
    page.panel.week.go_to(3)
    assert "4 × 8 · 65 kg · rest 90 s" in _words(page.panel.week)
    page.panel.duplicate_action.trigger()
    qtbot.waitUntil(lambda: "Strength in 8 (copy)" in _titles(page))
    _settled(qtbot, page)
    page.panel.archive_action.trigger()
    qtbot.waitUntil(lambda: _titles(page) == ["Strength in 8"])
    _settled(qtbot, page)
    page.panel.delete_action.trigger()
    qtbot.waitUntil(lambda: page.panel.row is None)
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: page.panel.row is not None and page.panel.row.archived)
    _settled(qtbot, page)
    _open(qtbot, page, "Strength in 8")
    qtbot.mouseClick(page.panel.use_button, LEFT)
    dialog = _dialog(window, ChooseClientDialog)
    qtbot.waitUntil(lambda: dialog.states.state == "content")
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    assert went[0][0] == "plan" and went[0][1]["template"] == page.panel.row.id
    assert went[0][1]["assignment_id"] == assignment
    _settled(qtbot, page)

"""The exercises page: search, filters, panel, own exercises, import, and what happens when things go wrong."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.exercises import Equipment, LibraryFilter, Muscle
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.ui.library.exercise_conflict_dialog import ExerciseConflictDialog
from gymtrainer_desktop.ui.library.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.library.exercises_page import ExercisesPage
from gymtrainer_desktop.ui.library.import_exercises_dialog import ImportExercisesDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.shell.shortcuts_sheet import letters_of, shortcuts_of
from tests.factories import Gym
from tests.ui.admin_gym import click_row, show_page
from tests.ui.library_gym import Library

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def trainer_context(page_context: PageContext) -> PageContext:
    person = dataclasses.replace(page_context.person, roles=(Role.TRAINER,))
    return dataclasses.replace(page_context, person=person)


@pytest.fixture
def page(qtbot, window: QWidget, trainer_context: PageContext, library: Library) -> ExercisesPage:
    return _shown(qtbot, window, ExercisesPage(library.context(trainer_context)))


def _shown(qtbot, window: QWidget, page: ExercisesPage, **args: Any) -> ExercisesPage:
    show_page(window, page, **args)
    _settled(qtbot, page)
    return page


def _settled(qtbot, page: ExercisesPage) -> None:
    qtbot.waitUntil(lambda: page._states.state != "loading" and not page.context.tasks.is_busy)


def _names(page: ExercisesPage) -> list[str]:
    return [row.name for row in page.rows.model.rows]


def _dialog(window: QWidget, kind: type) -> Any:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def _is_gone(window: QWidget, kind: type) -> bool:
    return not any(one.isVisible() for one in window.findChildren(kind))


def _open(qtbot, page: ExercisesPage, name: str) -> None:
    click_row(qtbot, page.rows.table, _names(page).index(name))
    _settled(qtbot, page)
    assert page.panel.exercise.name == name


def _toast(page: ExercisesPage) -> str:
    return page.context.notices.toasts.toasts[-1].words.text()


def _undo(qtbot, page: ExercisesPage) -> None:
    toast = page.context.notices.toasts.toasts[-1]
    qtbot.mouseClick(next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo"), LEFT)


# Finding


def test_everything_is_listed_and_its_rows_are_as_high_as_the_look_says(page: ExercisesPage) -> None:
    assert _names(page) == [
        "Back squat", "Bench press", "Deadlift", "Dumbbell bench press", "Leg press", "Plank", "Push-up", "Sled push",
    ]  # fmt: skip
    assert page.rows.footer.text() == "8 exercises" and page.rows.table.rowHeight(0) == 52


def test_the_model_keeps_qts_rules(page: ExercisesPage, qtmodeltester) -> None:
    qtmodeltester.check(page.rows.model)


def test_typing_searches_names_and_aliases(qtbot, page: ExercisesPage) -> None:
    qtbot.keyClicks(page.search, "squat")
    qtbot.waitUntil(lambda: _names(page) == ["Back squat"])
    page.search.clear()
    qtbot.waitUntil(lambda: len(_names(page)) == 8)
    qtbot.keyClicks(page.search, "press up")
    qtbot.waitUntil(lambda: _names(page) == ["Push-up"])


def test_a_search_that_finds_nothing_offers_to_add_it(qtbot, window, page: ExercisesPage) -> None:
    qtbot.keyClicks(page.search, "Zercher")
    qtbot.waitUntil(lambda: page._states.state == "empty")
    add = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Add “Zercher”")
    qtbot.mouseClick(add, LEFT)
    dialog = _dialog(window, ExerciseDialog)
    assert dialog.findChild(QLineEdit, "name").text() == "Zercher"
    dialog.accept()


def test_filters_narrow_and_can_be_cleared(qtbot, page: ExercisesPage, library: Library) -> None:
    bar = page.bar
    bar.muscle.setCurrentIndex(bar.muscle.findText("Chest"))
    qtbot.waitUntil(lambda: _names(page) == ["Bench press", "Dumbbell bench press", "Push-up"])
    bar.equipment.setCurrentIndex(bar.equipment.findText("Body weight"))
    qtbot.waitUntil(lambda: _names(page) == ["Push-up"])
    wanted = LibraryFilter(equipment=Equipment.BODY_WEIGHT, muscle=Muscle.CHEST)
    assert bar.filter == wanted and library.calls[-1][1][1] == wanted
    bar.category.setCurrentIndex(bar.category.findText("Cardio"))
    qtbot.waitUntil(lambda: page._states.state == "empty")
    qtbot.mouseClick(bar.clear_button, LEFT)
    qtbot.waitUntil(lambda: len(_names(page)) == 8 and page._states.state == "content")
    bar.origin.choose("own")
    qtbot.waitUntil(lambda: _names(page) == ["Sled push"])
    bar.origin.choose("archived")
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert page._states._empty.title.text() == "Nothing is archived"


def test_a_long_library_comes_page_by_page(qtbot, window, trainer_context: PageContext) -> None:
    library = Library(extra=230)
    page = _shown(qtbot, window, ExercisesPage(library.context(trainer_context)))
    assert page.rows.loaded == 100
    assert page.rows.footer.text() == "100 exercises shown, more when you scroll"
    for loaded in (200, 238):
        page.rows.table.scrollToBottom()
        qtbot.waitUntil(lambda wanted=loaded: page.rows.loaded == wanted)
    assert page.rows.footer.text() == "238 exercises" and len(set(_names(page))) == 238
    assert [args[3] for method, args in library.calls if method == "search"][1:] == [
        "Variation 0091", "Variation 0191",
    ]  # fmt: skip
    qtbot.keyClicks(page.search, "variation")
    qtbot.waitUntil(lambda: page.rows.footer.text().startswith("The first 200 exercises"))


def test_the_keyboard_alone_finds_opens_and_closes(qtbot, window, page: ExercisesPage) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClicks(page.search, "press")
    qtbot.waitUntil(lambda: len(_names(page)) == 4)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.rows.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.exercise is not None)
    assert page.panel.exercise.name == "Bench press"
    qtbot.keyClick(page.rows.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.panel.exercise.name == "Dumbbell bench press")
    qtbot.keyClick(page.rows.table, Qt.Key.Key_Escape)
    assert page.panel.exercise is None and page.panel.isHidden()
    _settled(qtbot, page)
    assert {line.text for line in (*shortcuts_of(page), *letters_of(page))} >= {"Search", "Add exercise"}


def test_the_panel_says_everything_and_leads_to_substitutes(qtbot, page: ExercisesPage) -> None:
    _open(qtbot, page, "Bench press")
    panel = page.panel
    assert panel._facts.text() == "Strength · Barbell · Built in"
    assert panel._primary.texts == ("Chest",) and panel._secondary.texts == ("Triceps", "Front delts")
    assert panel._aliases.texts == ("Barbell bench press",) and panel._group.text() == "bench press"
    assert panel._instructions.text() == "How to do the bench press.\nSlowly."
    assert [one.name for one in panel.substitutes] == ["Dumbbell bench press", "Push-up"]
    link = next(b for b in panel.findChildren(QPushButton) if b.text() == "Push-up")
    qtbot.mouseClick(link, LEFT)
    assert panel.exercise.name == "Push-up" and page.rows.table.current_row().name == "Push-up"
    _settled(qtbot, page)


def test_what_is_built_in_is_copied_and_only_admins_archive_it(
    qtbot, window, page: ExercisesPage, page_context: PageContext, library: Library
) -> None:
    _open(qtbot, page, "Plank")
    panel = page.panel
    assert panel.copy_button.isVisible() and not panel.change_button.isVisible()
    assert not panel.more_button.isVisible(), "a trainer archives only what they added"
    admin = ExercisesPage(library.context(page_context))
    qtbot.addWidget(admin)
    admin.panel.open(library.named("Plank"))
    assert [a.text() for a in admin.panel.menu.actions() if a.isVisible()] == ["&Archive"]
    _settled(qtbot, page)


# Adding, changing, copying


def test_an_exercise_is_added_with_all_that_is_known_of_it(
    qtbot, window, page: ExercisesPage, library: Library
) -> None:
    qtbot.mouseClick(page.bar.add_button, LEFT)
    dialog = _dialog(window, ExerciseDialog)
    dialog.findChild(QLineEdit, "name").setText("Bench press")
    for muscle in ("Lats", "Biceps"):
        dialog.primary.box.setCurrentIndex(dialog.primary.box.findText(muscle))
        dialog.primary.box.activated.emit(dialog.primary.box.currentIndex())
    dialog.primary.chips.removed.emit("Biceps")
    dialog.aliases.edit.setText("Bird")
    dialog.category.setCurrentIndex(dialog.category.findText("Cardio"))
    dialog.equipment.setCurrentIndex(dialog.equipment.findText("Rope"))
    dialog._edit("substitution_group").setText("Squat")
    dialog.instructions.setPlainText("Jump.")
    assert dialog.is_dirty()
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: bool(dialog._fields["name"].error))
    assert dialog._fields["name"].error == "There is an exercise of this name. Choose another name."
    dialog.findChild(QLineEdit, "name").setText("Bird jump")
    qtbot.keyClick(dialog.findChild(QLineEdit, "name"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.exercise is not None)
    made = library.named("Bird jump")
    assert (made.category, made.equipment, made.primary_muscles) == (
        ExerciseType.CARDIO, Equipment.ROPE, (Muscle.LATS,),
    )  # fmt: skip
    assert (made.aliases, made.substitution_group, made.instructions) == (("Bird",), "squat", "Jump.")
    _settled(qtbot, page)
    assert "Bird jump" in _names(page) and _toast(page) == "Bird jump is in the library"


def test_sent_again_after_a_lost_answer_it_is_the_same_exercise(
    qtbot, window, page: ExercisesPage, library: Library
) -> None:
    page.add("Sandbag carry")
    dialog = _dialog(window, ExerciseDialog)
    library.fail("add", Unavailable("The server does not answer."))
    for _ in range(2):
        qtbot.mouseClick(dialog.confirm_button, LEFT)
        _settled(qtbot, page)
    sent = [args.id for method, args in library.calls if method == "add"]
    assert len(sent) == 2 and sent[0] == sent[1]
    qtbot.waitUntil(lambda: _is_gone(window, ExerciseDialog))


def test_a_copy_of_what_is_built_in_can_be_changed(qtbot, window, page: ExercisesPage, library) -> None:
    _open(qtbot, page, "Bench press")
    qtbot.mouseClick(page.panel.copy_button, LEFT)
    dialog = _dialog(window, ExerciseDialog)
    assert dialog._text("name") == "Bench press (own)" and not dialog.is_dirty()
    assert dialog.content.aliases == () and dialog.content.primary_muscles == (Muscle.CHEST,)
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.panel.exercise.name == "Bench press (own)")
    _settled(qtbot, page)
    assert page.panel.change_button.isVisible() and library.named("Bench press").is_builtin


def test_two_who_change_the_same_see_both_versions(qtbot, window, page: ExercisesPage, library) -> None:
    _open(qtbot, page, "Sled push")
    qtbot.mouseClick(page.panel.change_button, LEFT)
    dialog = _dialog(window, ExerciseDialog)
    assert not dialog.is_dirty()
    own = library.named("Sled push")
    library.put(dataclasses.replace(own, instructions="Theirs.", version=2))
    dialog.instructions.setPlainText("Mine.")
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: bool(window.findChildren(ExerciseConflictDialog)))
    conflict = _dialog(window, ExerciseConflictDialog)
    assert dialog.isVisible() and dialog.instructions.toPlainText() == "Mine."
    qtbot.mouseClick(conflict.confirm_button, LEFT)
    qtbot.waitUntil(lambda: _is_gone(window, ExerciseDialog))
    _settled(qtbot, page)
    assert library.rows[own.id].instructions == "Mine." and library.rows[own.id].version == 3


def test_theirs_can_be_taken(qtbot, window, page: ExercisesPage, library: Library) -> None:
    _open(qtbot, page, "Sled push")
    qtbot.mouseClick(page.panel.change_button, LEFT)
    dialog = _dialog(window, ExerciseDialog)
    library.put(dataclasses.replace(library.named("Sled push"), instructions="Theirs.", version=2))
    dialog.instructions.setPlainText("Mine.")
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: bool(window.findChildren(ExerciseConflictDialog)))
    qtbot.mouseClick(_dialog(window, ExerciseConflictDialog).theirs_button, LEFT)
    assert dialog.instructions.toPlainText() == "Theirs." and not dialog.is_dirty()
    _settled(qtbot, page)
    dialog.reject()


# Archiving and deleting


def test_archived_and_offered_again_by_undo(qtbot, window, page: ExercisesPage, library: Library) -> None:
    _open(qtbot, page, "Sled push")
    page.panel.archive_action.trigger()
    qtbot.waitUntil(lambda: library.named("Sled push").archived)
    _settled(qtbot, page)
    assert "Sled push" not in _names(page) and _toast(page) == "Sled push is archived"
    assert page.panel.restore_button.isVisible()
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: not library.named("Sled push").archived)
    _settled(qtbot, page)
    assert "Sled push" in _names(page) and not page.panel.restore_button.isVisible()


def test_deleted_and_brought_back_by_undo(qtbot, window, page: ExercisesPage, library: Library) -> None:
    before = library.named("Sled push")
    _open(qtbot, page, "Sled push")
    page.panel.delete_action.trigger()
    qtbot.waitUntil(lambda: before.id not in library.rows)
    _settled(qtbot, page)
    assert page.panel.exercise is None and "Sled push" not in _names(page)
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: library.rows.get(before.id) == before)
    _settled(qtbot, page)


def test_an_admin_is_asked_before_deleting(
    qtbot, window, page_context: PageContext, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _shown(qtbot, window, ExercisesPage(library.context(page_context)))
    answers = [False, True]
    monkeypatch.setattr(type(page.context.notices), "question", lambda *_args, **_named: answers.pop(0))
    _open(qtbot, page, "Sled push")
    page.panel.delete_action.trigger()
    _settled(qtbot, page)
    assert any(row.name == "Sled push" for row in library.rows.values())
    page.panel.delete_action.trigger()
    qtbot.waitUntil(lambda: page.panel.exercise is None)
    _settled(qtbot, page)
    assert not any(row.name == "Sled push" for row in library.rows.values())


def test_what_somebody_changed_meanwhile_is_not_archived_but_shown(qtbot, page, library: Library) -> None:
    _open(qtbot, page, "Sled push")
    library.put(dataclasses.replace(library.named("Sled push"), name="Prowler push", version=2))
    page.panel.archive_action.trigger()
    qtbot.waitUntil(lambda: page.panel.exercise.name == "Prowler push")
    assert _toast(page) == "Somebody else changed this first."
    _settled(qtbot, page)


# Import


def _file(folder: Path, *names: str, wrong: bool = False) -> Path:
    entries: list[Any] = [
        {"name": name, "category": "strength", "equipment": "barbell", "primaryMuscles": ["chest"]}
        for name in names
    ]
    if wrong:
        entries.append({"name": "", "category": "strength"})
    path = folder / "mine.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_a_file_is_shown_before_anything_is_added(
    qtbot, window, page: ExercisesPage, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, "Bench press", "Floor press", "Pin press", wrong=True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    page.bar.more_menu.actions()[0].trigger()
    dialog = _dialog(window, ImportExercisesDialog)
    assert not dialog.confirm_button.isEnabled()
    qtbot.mouseClick(dialog.choose_button, LEFT)
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert dialog.summary.text() == ("4 exercises in the file · 2 new · 1 there already · 1 cannot be read")
    assert [dialog.new_names.lines.item(n).text() for n in range(2)] == ["Floor press", "Pin press"]
    assert dialog.problems.lines.item(0).text().startswith("Exercise 4: ")
    assert len(library.rows) == 8, "nothing is added before somebody says so"
    assert dialog.confirm_button.text() == "Add 2 exercises"
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: len(library.rows) == 10 and page.rows.loaded == 10)
    assert _toast(page) == "2 exercises added"
    _settled(qtbot, page)


def test_what_is_no_library_is_refused_in_words(qtbot, window, page: ExercisesPage, tmp_path: Path) -> None:
    page.import_file()
    dialog = _dialog(window, ImportExercisesDialog)
    path = tmp_path / "photo.json"
    path.write_bytes(b"\x89PNG\r\n\x00\x00")
    dialog.read(path)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert not dialog.confirm_button.isEnabled() and dialog.choose_button.isEnabled()
    dialog.read(_file(tmp_path, "Bench press"))
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert not dialog.confirm_button.isEnabled(), "nothing new, nothing to add"
    dialog.reject()
    _settled(qtbot, page)


# States


def test_an_error_is_said_with_retry(qtbot, window, trainer_context: PageContext, library: Library) -> None:
    library.fail("search", Unavailable("The server does not answer."))
    page = ExercisesPage(library.context(trainer_context))
    _shown(qtbot, window, page)
    assert page._states.state == "error"
    page._states.retry_requested.emit()
    qtbot.waitUntil(lambda: page._states.state == "content")


def test_an_exercise_that_is_gone_closes_its_panel(qtbot, page: ExercisesPage, library: Library) -> None:
    _open(qtbot, page, "Sled push")
    del library.rows[library.named("Sled push").id]
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.exercise is None)
    assert _toast(page) == "This exercise is not there any more."
    _settled(qtbot, page)


def test_opened_with_an_exercise_with_words_and_with_the_wish_to_add(
    qtbot, window, page: ExercisesPage, library: Library
) -> None:
    page.open(exercise_id=library.named("Deadlift").id)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.exercise is not None)
    assert page.rows.table.current_row().name == "Deadlift"
    page.open(words="plank")
    page.refresh()
    qtbot.waitUntil(lambda: _names(page) == ["Plank"])
    page.open(add=True)
    page.refresh()
    _dialog(window, ExerciseDialog).reject()
    _settled(qtbot, page)


# The real thing


def test_on_the_real_database(qtbot, window, page_context: PageContext, gym: Gym) -> None:
    trainer = gym.trainer("John Smith")
    services = gym.services(trainer)
    person = dataclasses.replace(page_context.person, roles=(Role.TRAINER,))
    page = ExercisesPage(dataclasses.replace(page_context, services=services, person=person))
    _shown(qtbot, window, page)
    before = len(services.exercises.search("", limit=2000))
    page.add("Zercher squat of our own")
    dialog = _dialog(window, ExerciseDialog)
    dialog.primary.set_muscles([Muscle.QUADS])
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.panel.exercise is not None)
    _settled(qtbot, page)
    made = page.panel.exercise
    assert made.may_change and len(services.exercises.search("", limit=2000)) == before + 1
    page.search.setText("own zérCHER")
    qtbot.waitUntil(lambda: bool(_names(page)) and _names(page)[0] == "Zercher squat of our own")
    page.search.clear()
    _settled(qtbot, page)
    services.exercises.change(
        dataclasses.replace(
            made.edit(), content=dataclasses.replace(made.edit().content, instructions="Elsewhere.")
        )
    )
    page._on_archive_requested(made)
    qtbot.waitUntil(lambda: page.panel.exercise.instructions == "Elsewhere.")
    _settled(qtbot, page)
    page.panel.delete_action.trigger()
    qtbot.waitUntil(lambda: page.panel.exercise is None)
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: page.panel.exercise is not None and page.panel.exercise.id == made.id)
    _settled(qtbot, page)
    assert services.exercises.get(made.id).may_change

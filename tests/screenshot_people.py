"""Pictures of the members page in all its states, of the member's panel and its dialogs, of people and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from tests.screenshots import Walk

NARROW = (1280, 800)


def members_and_people(walk: Walk) -> None:
    """Take every picture; somebody of the desk is signed in."""
    _members(walk)
    _member(walk)
    _states(walk)
    _people(walk)
    walk.go("members")


def _members(walk: Walk) -> None:
    walk.go("members")
    page = _page(walk)
    page.members.model.check_rows((1, 2, 3), True)
    walk.take("admin-members-bulk")
    page.members.model.check_all(True)
    _narrow(walk, "admin-members-all")
    page.members.picks.select_everybody()
    walk.take("admin-members-everybody")
    page.members.picks.clear()


def _member(walk: Walk) -> None:
    page, services = _page(walk), walk.services
    sarah = _id(walk, "Sarah Johnson")
    services.people.set_photo(sarah, services.people.details(sarah).version, _face())
    walk.go("members", member_id=sarah)
    _narrow(walk, "admin-member-photo")
    bar = page.panel._states.content.verticalScrollBar()
    bar.setValue(bar.maximum())
    walk.take("admin-member-below")
    bar.setValue(0)
    act = page.panel.actions_of_member
    act.edit(page.panel.details)
    walk.settle()
    dialog = walk.child(QWidget, "editMemberDialog")
    walk.take("admin-edit-member", over=dialog)
    _conflict(walk, dialog)
    act.erase(sarah, "Sarah Johnson")
    walk.settle()
    dialog = walk.child(QWidget, "eraseDialog")
    dialog.typed.setText("Sarah Johnson")
    walk.take("admin-erase", over=dialog)
    dialog.done(0)
    page.panel.hand_over_button.click()
    walk.settle()
    dialog = walk.child(QWidget, "handOverDialog")
    walk.take("admin-hand-over-one", over=dialog)
    dialog.done(0)
    someone = next(row.id for row in page.members.model.rows if row.status is None and not row.is_waiting)
    details = services.people.details(someone)
    services.persons.set_active(someone, False, details.version)
    walk.go("members", member_id=someone)
    walk.take("admin-member-deactivated")
    services.persons.set_active(someone, True, details.version + 1)


def _conflict(walk: Walk, dialog: Any) -> None:
    from dataclasses import replace

    mine = replace(dialog._entered(), full_name="Sarah Jane Johnson")
    dialog._on_conflict(mine, replace(dialog._base, version=dialog._base.version + 1, phone="020 7946 0123"))
    walk.settle()
    conflict = walk.child(QWidget, "memberConflictDialog")
    walk.take("admin-member-conflict", over=conflict)
    conflict.done(0)
    dialog.done(0)


def _states(walk: Walk) -> None:
    page = _page(walk)
    page.panel.close_panel()
    page.search.setText("nobody is called this")
    walk.settle()
    walk.take("admin-members-nobody")
    page.search.clear()
    walk.settle()


def _people(walk: Walk) -> None:
    walk.go("people")
    page = _page(walk)
    rows = {row.name: row for row in page.people.model.rows}
    page._show(rows["Rosa Delgado"])
    walk.take("admin-person-oneself")
    page._show(rows["John Smith"])
    _narrow(walk, "admin-person")
    page.panel.close_panel()
    page.filters.choose("inactive")
    walk.settle()
    walk.take("admin-people-none")
    page.filters.choose("staff")
    walk.settle()


def _page(walk: Walk) -> Any:
    main = walk.window.main_window
    assert main is not None
    return main.current_page


def _narrow(walk: Walk, name: str) -> None:
    """Take a picture at the usual size and one of a small screen."""
    walk.take(name)
    usual = walk.window.size()
    walk.window.resize(*NARROW)
    walk.settle()
    walk.take(f"{name}-narrow")
    walk.window.resize(usual)
    walk.settle()


def _id(walk: Walk, name: str) -> UUID:
    hits = walk.services.people.search(name)
    return next(hit.person_id for hit in hits if hit.name == name)


def _face() -> bytes:
    from gymtrainer_desktop.ui.admin.photos import shrink

    image = QImage(900, 700, QImage.Format.Format_RGB32)
    image.fill(QColor("steelblue"))
    painter = QPainter(image)
    painter.setBrush(QColor("peachpuff"))
    painter.drawEllipse(300, 120, 300, 380)
    painter.drawEllipse(180, 480, 540, 500)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return shrink(bytes(buffer.data().data()))

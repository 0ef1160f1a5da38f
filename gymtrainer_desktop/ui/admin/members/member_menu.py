"""The menu of a member in the table."""

from __future__ import annotations

import functools
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.people import MemberRow
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee
from gymtrainer_desktop.ui.admin.members.member_panel import MemberPanel
from gymtrainer_desktop.ui.admin.members.members_table import MembersTable
from gymtrainer_desktop.ui.theme import icons


def member_menu(row: MemberRow, panel: MemberPanel, members: MembersTable, parent: QWidget) -> QMenu:
    """Return what can be done with the member of a row; the longer things are done in the panel."""
    menu = QMenu(parent)
    menu.setObjectName("memberMenu")
    actions = panel.actions_of_member

    def add(text: str, act: Callable[[], object], icon: str, keys: str = "") -> None:
        # The keys are words here: the table and the page listen to them, and Enter is the menu's own.
        action = menu.addAction(icons.icon(icon), f"{text}\t{keys}" if keys else text)
        action.triggered.connect(lambda: act())

    add(_tr("Open"), lambda: panel.open(row.id), "user", _tr("Enter"))
    is_ticked = row in members.model.checked
    place = members.model.place_of(row.id)
    add(
        _tr("Untick") if is_ticked else _tr("Tick"),
        lambda: members.model.set_checked(place, not is_ticked),
        "check",
        _tr("Space"),
    )
    menu.addSeparator()
    if row.status is not AssignmentStatus.ACTIVE:
        one = (Assignee(row.id, row.full_name),)
        add(_tr("Assign trainer…"), lambda: actions.assign(one), "whistle", "Ctrl+T")
    add(_tr("Edit…"), lambda: panel.open_and(row.id, actions.edit), "pencil")
    add(_tr("Set PIN…"), lambda: actions.set_pin(row.id, row.full_name), "key-round")
    menu.addSeparator()
    for text, value in (
        (_tr("Copy the number"), row.member_number),
        (_tr("Copy the e-mail address"), row.email),
        (_tr("Copy the phone number"), row.phone),
    ):
        if value:
            add(text, functools.partial(_copy, value), "copy")
    return menu


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("memberMenu", text)

"""The panel on the right of the members page: one member, and what the front desk can do for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord, AssignmentStatus
from gymtrainer_desktop.domain.people import MemberDetails
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee
from gymtrainer_desktop.ui.admin.members.card_section import CardsSection
from gymtrainer_desktop.ui.admin.members.member_actions import MemberActions
from gymtrainer_desktop.ui.admin.members.member_sections import (
    ContactSection,
    HistorySection,
    PlanSection,
    RecordSection,
    SignInSection,
    WaitingSection,
    WorkoutsSection,
)
from gymtrainer_desktop.ui.admin.photo_field import PhotoField
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel

_SHORTCUT = "Ctrl+T"


class MemberPanel(QFrame):
    """Shows a member; what it offers is done by its `actions_of_member`."""

    closed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memberPanel")
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIDE_PANEL)
        self._context = context
        self._member_id: UUID | None = None
        self._details: MemberDetails | None = None
        self._then: Callable[[MemberDetails], None] | None = None
        self._today = date.min
        self._is_busy = False
        self.actions_of_member = MemberActions(context, self)
        self._build()
        self._connect_signals()
        self.hide()

    @property
    def member_id(self) -> UUID | None:
        """Whom it shows, None while it is closed."""
        return self._member_id

    @property
    def details(self) -> MemberDetails | None:
        """What it shows, None until it is loaded."""
        return self._details

    @property
    def active(self) -> AssignmentRecord | None:
        """The member's active assignment."""
        return self._with_status(AssignmentStatus.ACTIVE)

    def open(self, member_id: UUID) -> None:
        """Show a member."""
        self._then = None
        if member_id != self._member_id:
            self._member_id, self._details = member_id, None
            for widget in (self.photo, self._pill, self.more_button, self._inactive):
                widget.hide()
            self._name.setText("")
            self._number.setText("")
            self._update_buttons()
            self._states.show_loading_anew()
        self.show()
        self.refresh()

    def open_and(self, member_id: UUID, then: Callable[[MemberDetails], None]) -> None:
        """Show a member and, once they are loaded, do something with them."""
        self.open(member_id)
        self._then = then

    def close_panel(self) -> None:
        """Go away."""
        if self._member_id is not None:
            self._member_id = self._details = self._then = None
            self._context.tasks.drop(self)
            self.hide()
            self.closed.emit()

    def refresh(self) -> None:
        """Load the member again."""
        if (member_id := self._member_id) is None:
            return
        self._states.show_loading()
        services = self._context.services
        self._context.tasks.query(
            self,
            lambda: (services.people.details(member_id), services.gym.today()),
            self._on_loaded,
            self._on_failed,
            key="details",
        )

    def assign(self) -> None:
        """Offer trainers for the member shown."""
        if (details := self._details) is not None:
            record = self.active
            who = (Assignee(details.id, details.full_name),)
            self.actions_of_member.assign(who, record.trainer_name if record else None)

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self._inactive = Banner("user-x", "caution")
        self._inactive.set_words(self.tr("Deactivated"), self.tr("Cannot sign in."))
        self.reactivate_button = self._inactive.add_action(self.tr("Reactivate"), self._on_reactivate)
        self.reactivate_button.setObjectName("reactivateButton")
        self._inactive.hide()
        column.addWidget(self._inactive)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(Space.L, 0, Space.L, Space.L)
        body.setSpacing(Space.L)
        self.contact = ContactSection()
        self.record = RecordSection(self._context)
        self.plan = PlanSection()
        self.workouts = WorkoutsSection()
        self.history = HistorySection()
        self.waiting = WaitingSection(self._context.gym.time_zone)
        self.sign_in = SignInSection()
        self.cards = CardsSection(self._context)
        self._sections = (
            self.contact,
            self.record,
            self.plan,
            self.workouts,
            self.history,
            self.waiting,
            self.sign_in,
            self.cards,
        )
        for section in self._sections:
            body.addWidget(section)
        body.addStretch(1)
        area.setWidget(inner)
        self._states = StateStack(area)
        column.addWidget(self._states, 1)

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(Space.L, Space.L, Space.M, Space.L)
        column.setSpacing(Space.L)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        self.photo = PhotoField(self._context)
        row.addWidget(self.photo)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addStretch(1)
        self._name = ElidedLabel("", "section")
        self._name.setObjectName("memberName")
        words.addWidget(self._name)
        below = QHBoxLayout()
        below.setSpacing(Space.S)
        self._number = ElidedLabel("", tone="muted")
        self._pill = Pill()
        self._pill.setObjectName("memberStatus")
        below.addWidget(self._number)
        below.addWidget(self._pill)
        below.addStretch(1)
        words.addLayout(below)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._close = icon_button("x", self.tr("Close (Esc)"))
        self._close.setObjectName("closePanelButton")
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self._buttons())
        return head

    def _buttons(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)

        def add(button: QPushButton, name: str, words: str) -> QPushButton:
            button.setObjectName(name)
            button.setAccessibleName(words)
            row.addWidget(button)
            return button

        assign = self.tr("Assign trainer")
        self.assign_button = add(
            primary_button(self.tr("Assign &trainer"), "whistle"), "assignTrainerButton", assign
        )
        self.assign_button.setToolTip(f"{assign} ({_SHORTCUT})")
        self.resume_button = add(
            primary_button(self.tr("&Resume"), "play"), "resumeButton", self.tr("Resume")
        )
        self.pause_button = add(quiet_button(self.tr("&Pause")), "pauseButton", self.tr("Pause"))
        self.complete_button = add(quiet_button(self.tr("&Complete")), "completeButton", self.tr("Complete"))
        self.hand_over_button = add(
            quiet_button(self.tr("&Hand over")), "handOverButton", self.tr("Hand over")
        )
        row.addStretch(1)
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.more_button.setObjectName("moreMemberButton")
        self.more_menu = QMenu(self.more_button)
        self.more_menu.aboutToShow.connect(self._fill_menu)
        self.more_button.setMenu(self.more_menu)
        row.addWidget(self.more_button)
        return box

    def _fill_menu(self) -> None:
        """Offer what is rarer."""
        menu, act = self.more_menu, self.actions_of_member
        menu.clear()
        if (details := self._details) is None:
            return
        who = (details.id, details.full_name)
        menu.addAction(icons.icon("pencil"), self.tr("Edit…"), lambda: act.edit(details))
        menu.addAction(icons.icon("image"), self.tr("Choose a photo…"), self.photo.choose)
        if details.photo:
            menu.addAction(icons.icon("x"), self.tr("Remove the photo"), self.photo.remove)
        menu.addAction(icons.icon("key-round"), self.tr("Set PIN…"), lambda: act.set_pin(*who))
        if self.waiting.wait_button.isVisibleTo(self):
            menu.addAction(icons.icon("clock"), self.tr("Add to waiting list…"), lambda: act.wait(*who))
        menu.addSeparator()
        menu.addAction(icons.icon("download"), self.tr("Export everything…"), lambda: act.export(*who))
        if details.is_active:
            menu.addAction(
                icons.icon("user-x"), self.tr("Deactivate"), lambda: act.set_active(details, False)
            )
        else:
            menu.addAction(icons.icon("user-check"), self.tr("Reactivate"), self._on_reactivate)
        menu.addAction(icons.icon("trash-2", "critical"), self.tr("Erase…"), lambda: act.erase(*who))

    def _connect_signals(self) -> None:
        act = self.actions_of_member
        self._states.retry_requested.connect(self.refresh)
        self._close.clicked.connect(self.close_panel)
        self.assign_button.clicked.connect(self.assign)
        self.pause_button.clicked.connect(lambda: self._with_record(act.pause, AssignmentStatus.ACTIVE))
        self.resume_button.clicked.connect(lambda: self._with_record(act.resume, AssignmentStatus.PAUSED))
        self.complete_button.clicked.connect(lambda: self._with_record(act.complete))
        self.hand_over_button.clicked.connect(lambda: self._with_record(act.hand_over))
        self.photo.photo_chosen.connect(self._on_photo_chosen)
        self.contact.edit_button.clicked.connect(lambda: self._with_details(act.edit))
        self.sign_in.pin_button.clicked.connect(
            lambda: self._with_details(lambda details: act.set_pin(details.id, details.full_name))
        )
        self.waiting.wait_button.clicked.connect(
            lambda: self._with_details(lambda details: act.wait(details.id, details.full_name))
        )
        self.waiting.stop_button.clicked.connect(self._on_stop_waiting)
        act.busy_changed.connect(self._on_busy_changed)
        act.changed.connect(self.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    # Showing

    def _on_loaded(self, answer: tuple[MemberDetails, date]) -> None:
        details, self._today = answer
        if details.id != self._member_id:
            return
        self._details = details
        self.photo.set_person(details.id, details.full_name, details.photo)
        self.photo.show()
        self.more_button.show()
        self._name.setText(details.full_name)
        self._number.setText(details.member_number)
        self._pill.setVisible(bool(details.assignments))
        if (current := self._current()) is not None:
            self._pill.set_state(*status_words(current.status))
        self._inactive.setVisible(not details.is_active)
        self.contact.show_member(details)
        self.record.show_member(details)
        self.plan.show_member(details, self._today)
        self.workouts.show_member(details, self._today, self._context.person.weight_unit)
        self.history.show_records(details.assignments)
        may_wait = details.is_active and self.active is None
        self.waiting.show_entry(details.waiting, may_wait=may_wait)
        self.waiting.setVisible(details.waiting is not None or may_wait)
        self.sign_in.show_member(details)
        self.cards.show_member(details)
        self._update_buttons()
        self._states.show_content()
        if self._then is not None:
            then, self._then = self._then, None
            then(details)

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("This member could not be loaded"), exc)

    def _with_status(self, status: AssignmentStatus) -> AssignmentRecord | None:
        records = self._details.assignments if self._details else ()
        return next((record for record in records if record.status is status), None)

    def _current(self) -> AssignmentRecord | None:
        paused = self._with_status(AssignmentStatus.PAUSED)
        return self.active or paused or self._with_status(AssignmentStatus.COMPLETED)

    def _update_buttons(self) -> None:
        details = self._details
        is_active = self.active is not None
        is_paused = not is_active and self._with_status(AssignmentStatus.PAUSED) is not None
        has_client = is_active or is_paused
        for button, is_shown in (
            (self.assign_button, details is not None and details.is_active and not has_client),
            (self.pause_button, is_active),
            (self.resume_button, is_paused),
            (self.complete_button, has_client),
            (self.hand_over_button, has_client),
        ):
            button.setVisible(is_shown)
        for widget in (
            self.assign_button,
            self.pause_button,
            self.resume_button,
            self.complete_button,
            self.hand_over_button,
            self.more_button,
            self.photo,
            *self._sections,
        ):
            widget.setEnabled(not self._is_busy)

    # What is asked for

    def _with_details(self, act: Callable[[MemberDetails], None]) -> None:
        if self._details is not None:
            act(self._details)

    def _with_record(
        self, act: Callable[[AssignmentRecord], object], status: AssignmentStatus | None = None
    ) -> None:
        """Do something with the assignment of a status, or else with the one that counts now."""
        paused = self._with_status(AssignmentStatus.PAUSED)
        record = self._with_status(status) if status else self.active or paused
        if record is not None:
            act(record)

    def _on_busy_changed(self, busy: bool) -> None:
        self._is_busy = busy
        self._update_buttons()

    def _on_photo_chosen(self, photo: bytes | None) -> None:
        self._with_details(lambda details: self.actions_of_member.set_photo(details, photo))

    def _on_stop_waiting(self) -> None:
        if self._details is not None and self._details.waiting is not None:
            self.actions_of_member.stop_waiting(self._details.waiting)

    def _on_reactivate(self) -> None:
        self._with_details(lambda details: self.actions_of_member.set_active(details, True))

"""The panel on the right of the members page: one member, and what the front desk can do for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord, AssignmentStatus
from gymtrainer_desktop.domain.calendar import ago_text, format_date, runway_text
from gymtrainer_desktop.domain.errors import Conflict
from gymtrainer_desktop.domain.people import MemberDetails
from gymtrainer_desktop.ui.admin.member_history import AssignmentLine, Fact
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.meters import ComplianceRing
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label

_SHORTCUT = "Ctrl+T"


class MemberPanel(QFrame):
    """Shows a member and changes their assignment; assigning itself is the page's business."""

    assign_requested = Signal()
    pin_requested = Signal()
    closed = Signal()
    changed = Signal()
    """An assignment was paused, resumed or completed."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memberPanel")
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.SIDE_PANEL)
        self._context = context
        self._member_id: UUID | None = None
        self._details: MemberDetails | None = None
        self._today = date.min
        self._is_busy = False
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
        if member_id != self._member_id:
            self._member_id, self._details = member_id, None
            self._avatar.hide()
            self._name.setText("")
            self._number.setText("")
            self._pill.hide()
            self._update_buttons()
            self._states.show_empty("", icon="user")
        self.show()
        self.refresh()

    def close_panel(self) -> None:
        """Go away."""
        if self._member_id is not None:
            self._member_id = self._details = None
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

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(hairline())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._body.setSpacing(Space.S)
        self._add_facts()
        self._body.addSpacing(Space.M)
        self._body.addWidget(label(self.tr("Trainers"), "section"))
        self._history = QVBoxLayout()
        self._history.setSpacing(Space.M)
        self._body.addLayout(self._history)
        self._body.addStretch(1)
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
        self._avatar = Avatar(diameter=Size.AVATAR_XL)
        row.addWidget(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        self._name = ElidedLabel("", "section")
        self._name.setObjectName("memberName")
        words.addWidget(self._name)
        below = QHBoxLayout()
        below.setSpacing(Space.S)
        self._number = label("", tone="muted")
        self._pill = Pill()
        self._pill.setObjectName("memberStatus")
        below.addWidget(self._number)
        below.addWidget(self._pill)
        below.addStretch(1)
        words.addLayout(below)
        row.addLayout(words, 1)
        self._close = icon_button("x", self.tr("Close"))
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
        self.pause_button = add(quiet_button(self.tr("&Pause")), "pauseButton", self.tr("Pause"))
        self.resume_button = add(
            primary_button(self.tr("&Resume"), "play"), "resumeButton", self.tr("Resume")
        )
        self.complete_button = add(quiet_button(self.tr("&Complete")), "completeButton", self.tr("Complete"))
        self.pin_button = add(
            quiet_button(self.tr("Set PIN"), "key-round"), "setPinButton", self.tr("Set PIN")
        )
        row.addStretch(1)
        return box

    def _add_facts(self) -> None:
        self._facts = {
            "email": Fact(self.tr("E-mail")),
            "phone": Fact(self.tr("Phone")),
            "born": Fact(self.tr("Born")),
            "joined": Fact(self.tr("Joined")),
            "plan": Fact(self.tr("Plan")),
            "ends": Fact(self.tr("Plan ends")),
            "last": Fact(self.tr("Last workout")),
            "logged": Fact(self.tr("Workouts logged")),
        }
        for key, fact in self._facts.items():
            fact.setObjectName(f"fact_{key}")
            self._body.addWidget(fact)
        self._ring = ComplianceRing()
        row = Fact(self.tr("Compliance"))
        row.put(self._ring)
        self._body.addWidget(row)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self._close.clicked.connect(self.close_panel)
        self.assign_button.clicked.connect(self.assign_requested)
        self.pin_button.clicked.connect(self.pin_requested)
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self.resume_button.clicked.connect(self._on_resume_clicked)
        self.complete_button.clicked.connect(self._on_complete_clicked)

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
        self._avatar.set_person(details.id, details.full_name)
        self._avatar.show()
        self._name.setText(details.full_name)
        self._number.setText(details.member_number)
        self._pill.setVisible(bool(details.assignments))
        if (current := self._current()) is not None:
            self._pill.set_state(*status_words(current.status))
        self._show_facts(details)
        self._show_history(details)
        self._update_buttons()
        self._states.show_content()

    def _show_facts(self, details: MemberDetails) -> None:
        plan_ends = NO_VALUE
        if details.plan_ends_on is not None:
            plan_ends = (
                f"{format_date(details.plan_ends_on)}, {runway_text(details.plan_ends_on, self._today)}"
            )
        lacks_plan = details.plan_title is None and self.active is not None
        plan = details.plan_title or (self.tr("No plan") if lacks_plan else NO_VALUE)
        for key, text in (
            ("email", details.email or NO_VALUE),
            ("phone", details.phone or NO_VALUE),
            ("born", format_date(details.birth_date) if details.birth_date else NO_VALUE),
            ("joined", format_date(details.joined_on)),
            ("plan", plan),
            ("ends", plan_ends),
            ("last", ago_text(details.last_workout_on, self._today)),
            ("logged", str(details.workouts_logged)),
        ):
            self._facts[key].set_text(text)
        self._facts["plan"].set_tone("critical" if lacks_plan else "text")
        self._ring.set_share(details.compliance)

    def _show_history(self, details: MemberDetails) -> None:
        while (item := self._history.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not details.assignments:
            self._history.addWidget(label(self.tr("No trainer so far."), tone="muted"))
        for record in details.assignments:
            self._history.addWidget(AssignmentLine(record))

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("This member could not be loaded"), exc)

    def _with_status(self, status: AssignmentStatus) -> AssignmentRecord | None:
        records = self._details.assignments if self._details else ()
        return next((record for record in records if record.status is status), None)

    def _current(self) -> AssignmentRecord | None:
        paused = self._with_status(AssignmentStatus.PAUSED)
        return self.active or paused or self._with_status(AssignmentStatus.COMPLETED)

    def _update_buttons(self) -> None:
        is_known = self._details is not None
        is_active = self.active is not None
        is_paused = not is_active and self._with_status(AssignmentStatus.PAUSED) is not None
        for button, is_shown in (
            (self.assign_button, is_known and not is_active and not is_paused),
            (self.pause_button, is_active),
            (self.resume_button, is_paused),
            (self.complete_button, is_active or is_paused),
            (self.pin_button, is_known),
        ):
            button.setVisible(is_shown)
            button.setEnabled(not self._is_busy)

    # Pause, resume, complete

    def _on_pause_clicked(self) -> None:
        if (record := self.active) is not None:
            done = self.tr("{0} is paused, the place with {1} is free")
            done = done.format(record.member_name, record.trainer_name)
            self._change(
                "pause", record, done, lambda fresh: self._change("resume", fresh, self._resumed(fresh))
            )

    def _on_resume_clicked(self) -> None:
        if (record := self._with_status(AssignmentStatus.PAUSED)) is not None:
            self._change("resume", record, self._resumed(record))

    def _on_complete_clicked(self) -> None:
        record = self.active or self._with_status(AssignmentStatus.PAUSED)
        if record is None:
            return
        words = self.tr(
            "{0} no longer trains with {1} from today, and the place is free for somebody else. "
            "Plans, workouts and notes stay readable. This cannot be undone."
        ).format(record.member_name, record.trainer_name)
        title = self.tr("Complete the assignment?")
        if self._context.notices.question(title, words, self.tr("Complete"), cancel_text=self.tr("Keep it")):
            done = self.tr("{0} has completed the time with {1}").format(
                record.member_name, record.trainer_name
            )
            self._change("complete", record, done)

    def _resumed(self, record: AssignmentRecord) -> str:
        return self.tr("{0} trains with {1} again").format(record.member_name, record.trainer_name)

    def _change(
        self,
        verb: str,
        record: AssignmentRecord,
        done: str,
        undo: Callable[[AssignmentRecord], None] | None = None,
    ) -> None:
        """Pause, resume or complete `record`, then say `done`, with an undo that gets the fresh record."""
        assignments, notices = self._context.services.assignments, self._context.notices
        self._is_busy = True
        self._update_buttons()
        ops = {"pause": assignments.pause, "resume": assignments.resume, "complete": assignments.complete}

        def succeeded(fresh: AssignmentRecord) -> None:
            notices.toast(done, None if undo is None else lambda: undo(fresh))
            self._after_change()

        op = ops[verb]
        self._context.tasks.write(
            self, lambda: op(record.id, record.version), succeeded, self._on_change_failed
        )

    def _on_change_failed(self, exc: Exception) -> None:
        self._after_change()
        if isinstance(exc, Conflict):
            exc = Conflict(
                self.tr("Somebody else changed this first. You see it as it is now; please look again.")
            )
        self._context.notices.error(exc, self.tr("The assignment is as it was before."))

    def _after_change(self) -> None:
        self._is_busy = False
        self._update_buttons()
        self.refresh()
        self.changed.emit()

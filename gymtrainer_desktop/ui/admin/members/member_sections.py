"""Sections of the member's panel: contact, plan, workouts, trainers, waiting list, sign-in."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord, AssignmentStatus
from gymtrainer_desktop.domain.calendar import ago_text, format_date, runway_text
from gymtrainer_desktop.domain.people import MemberDetails, RecentWorkout
from gymtrainer_desktop.domain.units import Unit, from_kg
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.admin.members.member_history import AssignmentLine, Fact
from gymtrainer_desktop.ui.admin.words import day_text
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.client_record import ClientRecordView
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.meters import ComplianceRing
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label


class Section(QWidget):
    """A hairline, a title with an action beside it, and what stands below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addWidget(hairline())
        self._head = QHBoxLayout()
        self._head.setSpacing(Space.S)
        self._title = label("", weight="semibold")
        self._title.setMinimumHeight(Size.CONTROL_SMALL)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        outer.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        outer.addLayout(self.body)

    def set_title(self, title: str) -> None:
        """Say what it is about."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def add_action(self, text: str, name: str, icon: str = "") -> QPushButton:
        """Add a small button beside the title."""
        button = quiet_button(text, icon, "small")
        button.setObjectName(name)
        self._head.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Add a control beside the title."""
        self._head.addWidget(widget)


class FactsSection(Section):
    """Facts, a line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: dict[str, Fact] = {}

    def add_facts(self, captions: dict[str, str]) -> None:
        """Add facts by key, with what they are called."""
        for key, caption in captions.items():
            self.facts[key] = fact = Fact(caption)
            fact.setObjectName(f"fact_{key}")
            self.body.addWidget(fact)

    def say(self, key: str, text: str) -> None:
        """Change what a fact says."""
        self.facts[key].set_text(text)


def empty(lines: QVBoxLayout) -> None:
    """Take all widgets out of a layout."""
    while (item := lines.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class ContactSection(FactsSection):
    """How the member can be reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Contact"))
        self.add_facts(
            {
                "email": self.tr("E-mail"),
                "phone": self.tr("Phone"),
                "born": self.tr("Born"),
                "joined": self.tr("Joined"),
            }
        )
        self.edit_button = self.add_action(self.tr("&Edit"), "editMemberButton", "pencil")

    def show_member(self, details: MemberDetails) -> None:
        """Show a member."""
        self.say("email", details.email or NO_VALUE)
        self.say("phone", details.phone or NO_VALUE)
        self.say("born", format_date(details.birth_date) if details.birth_date else NO_VALUE)
        self.say("joined", format_date(details.joined_on))


class PlanSection(FactsSection):
    """The plan, how long it lasts, and how it is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Plan"))
        self.add_facts({"plan": self.tr("Now"), "ends": self.tr("Ends")})
        self._ring = ComplianceRing()
        row = Fact(self.tr("Compliance"))
        row.put(self._ring)
        self.body.addWidget(row)

    def show_member(self, details: MemberDetails, today: date) -> None:
        """Show a member as of a day."""
        is_active = any(record.status is AssignmentStatus.ACTIVE for record in details.assignments)
        lacks_plan = details.plan_title is None and is_active
        self.say("plan", details.plan_title or (self.tr("No plan") if lacks_plan else NO_VALUE))
        self.facts["plan"].set_tone("critical" if lacks_plan else "text")
        ends = NO_VALUE
        if details.plan_ends_on is not None:
            ends = f"{format_date(details.plan_ends_on)}, {runway_text(details.plan_ends_on, today)}"
        self.say("ends", ends)
        self._ring.set_share(details.compliance)


class WorkoutsSection(FactsSection):
    """When the member was last here, and what they did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Last workouts"))
        self.add_facts({"last": self.tr("Last workout"), "logged": self.tr("Workouts logged")})
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.S)
        self.body.addLayout(self._lines)

    def show_member(self, details: MemberDetails, today: date, reader: Unit) -> None:
        """Show a member as of a day, weights in the reader's unit."""
        self.say("last", ago_text(details.last_workout_on, today))
        self.say("logged", str(details.workouts_logged))
        empty(self._lines)
        for workout in details.recent:
            self._lines.addWidget(WorkoutLine(workout, today, reader))


class WorkoutLine(QWidget):
    """A workout: what it was and when, and below it how much."""

    def __init__(
        self, workout: RecentWorkout, today: date, reader: Unit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workoutLine")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HAIR)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(ElidedLabel(workout.title, weight="medium"), 1)
        when = ago_text(workout.on, today)
        head.addWidget(label(when, "secondary", "muted"))
        column.addLayout(head)
        one = self.tr("1 exercise")
        words = one if workout.exercises == 1 else self.tr("{0} exercises").format(workout.exercises)
        if workout.volume_kg:
            volume = f"{round(from_kg(workout.volume_kg, reader)):,} {reader.value}"
            words = f"{words} · {volume}"
        column.addWidget(label(words, "secondary", "muted"))
        self.setAccessibleName(f"{workout.title}, {when}, {words}")


class RecordSection(Section):
    """Goals, injuries and limits: what only the trainer and the front desk see."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.set_title(self.tr("Goals and injuries"))
        words = self.tr("Only the trainer and the front desk see this.")
        self.record = ClientRecordView(context, words)
        self.body.addWidget(self.record)
        self.add_widget(self.record.edit_button)

    def show_member(self, details: MemberDetails) -> None:
        """Show a member's record, loaded by itself."""
        self.record.set_member(details.id, details.full_name)
        self.record.refresh()

    def may_close(self) -> bool:
        """Ask when something typed is not saved; True when it may be lost."""
        return self.record.unsaved() is None or self._context.notices.question(
            self.tr("Leave without saving goals and injuries?"),
            self.tr("What you wrote is lost."),
            self.tr("Leave"),
            destructive=True,
            cancel_text=self.tr("Keep writing"),
        )


class HistorySection(Section):
    """Every trainer the member had, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Trainers"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.M)
        self.body.addLayout(self._lines)

    def show_records(self, records: tuple[AssignmentRecord, ...]) -> None:
        """Show assignments."""
        empty(self._lines)
        if not records:
            self._lines.addWidget(label(self.tr("No trainer so far."), tone="muted"))
        for record in records:
            self._lines.addWidget(AssignmentLine(record))


class WaitingSection(Section):
    """Whether the member waits for a trainer, and a way onto the list and off it."""

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = ZoneInfo(time_zone)
        self.set_title(self.tr("Waiting list"))
        self.words = label("", wrap=True)
        self.wants = label("", "secondary", "muted", wrap=True)
        self.body.addWidget(self.words)
        self.body.addWidget(self.wants)
        self.wait_button = self.add_action(self.tr("Add to waiting list"), "addToWaitingListButton", "clock")
        self.stop_button = self.add_action(self.tr("Take off the list"), "stopWaitingButton")

    def show_entry(self, entry: WaitingEntry | None, *, may_wait: bool) -> None:
        """Show an entry, or that there is none."""
        self.words.setText(self.tr("Does not wait for a trainer.") if entry is None else self._words(entry))
        self.wants.setText(entry.wants if entry else "")
        self.wants.setVisible(bool(entry and entry.wants))
        self.wait_button.setVisible(entry is None and may_wait)
        self.stop_button.setVisible(entry is not None)

    def _words(self, entry: WaitingEntry) -> str:
        whom = entry.trainer_name or self.tr("any trainer")
        since = day_text(entry.since.astimezone(self._zone).date())
        words = self.tr("Waits for {0} since {1}.").format(whom, since)
        offered = entry.offered_trainer_name or NO_VALUE
        if entry.status is WaitStatus.ACCEPTED:
            return f"{words} {self.tr('Has accepted a place with {0}.').format(offered)}"
        if entry.status is WaitStatus.OFFERED:
            until = self._moment(entry.offer_until)
            return f"{words} {self.tr('A place with {0} is offered until {1}.').format(offered, until)}"
        return words

    def _moment(self, moment: datetime | None) -> str:
        if moment is None:
            return NO_VALUE
        local = moment.astimezone(self._zone)
        return f"{format_date(local.date())}, {local:%H:%M}"


class SignInSection(FactsSection):
    """How the member signs in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Sign-in"))
        self.add_facts({"pin": self.tr("PIN"), "password": self.tr("Password")})
        self.pin_button = self.add_action(self.tr("Set PIN"), "setPinButton", "key-round")

    def show_member(self, details: MemberDetails) -> None:
        """Show what is set; a secret itself is known to nobody."""
        self.say("pin", self.tr("set") if details.has_pin else self.tr("none, cannot sign in at a kiosk"))
        self.facts["pin"].set_tone("text" if details.has_pin else "caution")
        self.facts["password"].setVisible(details.has_password)
        self.say("password", self.tr("set"))
        self.pin_button.setAccessibleName(self.tr("Set PIN"))
        words = self.tr("Reset PIN") if details.has_pin else self.tr("Set PIN")
        self.pin_button.setText(f"\u2009\u2009{words}")

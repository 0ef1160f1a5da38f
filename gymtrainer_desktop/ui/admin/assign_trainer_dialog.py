"""The dialog that assigns a trainer to members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord, NewAssignment, TrainerChoice
from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.trainer_choices import ChoiceOrder, TrainerChoicesModel, TrainerChoicesView
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.fields import FormField, SearchField
from gymtrainer_desktop.ui.widgets.pills import FlowLayout, PersonChip
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.text import hairline, label

CAPACITY_CODE = "trainer_capacity"
"""The rule by which the database refuses one client too many."""

_CHIPS_SHOWN = 5
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Assignee:
    """A member who is to get a trainer."""

    id: UUID
    name: str


class AssignTrainerDialog(SheetDialog):
    """Offers the trainers ranked for these members; the primary button repeats the decision.

    Everything works from the search field: letters filter, arrows move over the trainers with room, Enter
    assigns.

    Args:
        members: Whom to assign, at least one; a trainer needs a free place for each.
    """

    assigned = Signal(object)
    """The assignments that were made, a tuple of `AssignmentRecord`."""

    def __init__(
        self, context: PageContext, members: Sequence[Assignee], parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent, confirm_text=" ", width=Size.SHEET_WIDE, scrolls=False)
        self.setObjectName("assignTrainerDialog")
        self._context = context
        self._members = tuple(members)
        self._today: date | None = None
        self._is_busy = False
        # What was last sent, and its keys: they are kept for a retry of the same, so that it does no harm.
        self._sent: tuple[UUID, date, str] | None = None
        self._keys: tuple[UUID, ...] = ()
        self.set_title(self.tr("Assign a trainer"))
        self._model = TrainerChoicesModel(len(self._members))
        self.list = TrainerChoicesView(self._model)
        self._build_content()
        self._connect_signals()
        self._update_button()
        self.search.setFocus()
        self.reload()

    def is_dirty(self) -> bool:
        """Whether a note was written that closing would lose."""
        return bool(self.note.text().strip())

    def reload(self) -> None:
        """Ask again who has how much room; what was chosen and written stays."""
        services, ids = self._context.services, tuple(member.id for member in self._members)
        self._states.show_loading()
        self._context.tasks.query(
            self,
            lambda: (services.assignments.choices(ids), services.gym.today()),
            self._on_choices_loaded,
            self._on_choices_failed,
            key="choices",
        )

    def submit(self) -> None:
        """Assign the members to the trainer chosen."""
        choice = self.list.choice
        if choice is None or self._is_busy:
            return
        content = (choice.trainer_id, self._starts_on(), self.note.text().strip())
        if content != self._sent:
            self._sent, self._keys = content, tuple(new_id() for _ in self._members)
        trainer_id, starts_on, note = content
        wanted = tuple(
            NewAssignment(key, member.id, trainer_id, starts_on, note)
            for key, member in zip(self._keys, self._members, strict=True)
        )
        assignments = self._context.services.assignments
        self._set_waiting(True)
        self._context.tasks.write(
            self,
            lambda: tuple(assignments.assign(one) for one in wanted),
            self._on_assigned,
            self._on_assign_failed,
        )

    # Building

    def _build_content(self) -> None:
        self.body.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        head.setSpacing(Space.M)
        head.addWidget(self._chips())
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.search = SearchField(self.tr("Name, specialization or certification"))
        self.search.setObjectName("trainerSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.installEventFilter(self)
        row.addWidget(self.search, 1)
        self.order = QComboBox()
        self.order.setProperty("kind", "quiet")
        self.order.setAccessibleName(self.tr("Order"))
        self.order.addItem(self.tr("Best match first"), ChoiceOrder.BEST)
        self.order.addItem(self.tr("Most places first"), ChoiceOrder.ROOM)
        self.order.addItem(self.tr("Lowest rate first"), ChoiceOrder.RATE)
        row.addWidget(self.order)
        head.addLayout(row)
        self.body.addLayout(head)
        self.banner = Banner("triangle-alert", "critical")
        self.banner.setObjectName("assignProblem")
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        self.list.setObjectName("trainerChoices")
        self._states = StateStack(self.list, Skeleton(Size.ROW_TRAINER))
        self.body.addWidget(self._states, 1)
        self.body.addWidget(hairline())
        self.body.addLayout(self._fields())
        told = self.tr("The trainer and the member are told.")
        if len(self._members) > 1:
            told = self.tr("The trainer and the members are told.")
        self.add_footer_widget(label(told, tone="muted"))
        self.confirm_button.setObjectName("confirmAssignButton")

    def _chips(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, Space.S)
        for_whom = label(self.tr("for"), tone="muted")
        for_whom.setMinimumHeight(Size.CONTROL_SMALL)
        flow.addWidget(for_whom)
        for member in self._members[:_CHIPS_SHOWN]:
            chip = PersonChip(member.id, member.name)
            chip.setMaximumWidth(Size.SHEET_WIDTH)
            flow.addWidget(chip)
        if (others := len(self._members) - _CHIPS_SHOWN) > 0:
            flow.addWidget(label(self.tr("and {0} more").format(others), tone="muted"))
        return box

    def _fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        row.setSpacing(Space.L)
        self.start_date = QDateEdit()
        self.start_date.setObjectName("startDate")
        self.start_date.setCalendarPopup(True)
        self.start_date.setDisplayFormat("ddd d MMM yyyy")
        self.start_date.setDate(QDate.currentDate())
        self._start_field = FormField(self.tr("&Start date"), self.start_date)
        self._start_field.setFixedWidth(Size.DATE_WIDTH)
        self.note = QLineEdit()
        self.note.setObjectName("noteForTrainer")
        self.note.setPlaceholderText(self.tr("Prefers weekday mornings"))
        self._note_field = FormField(self.tr("&Note for the trainer"), self.note, self.tr("(optional)"))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._start_field, 0, top)
        row.addWidget(self._note_field, 1, top)
        return row

    def _connect_signals(self) -> None:
        # What is searched is already here, so nobody has to wait for a pause in typing.
        self.search.textChanged.connect(self._on_searched)
        self.order.currentIndexChanged.connect(self._on_order_changed)
        self.list.choice_changed.connect(self._on_choice_changed)
        self.list.clicked.connect(lambda _index: self._on_choice_changed())
        self._states.retry_requested.connect(self.reload)
        self.start_date.dateChanged.connect(self._start_field.clear_error)

    # Slots

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the search field has focus."""
        is_press = watched is self.search and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self.list.press(event)
            return True
        return super().eventFilter(watched, event)

    def _on_searched(self, text: str) -> None:
        self._model.set_search(text)
        self._show_list()

    def _on_order_changed(self) -> None:
        self._model.set_order(ChoiceOrder(self.order.currentData()))

    def _on_choice_changed(self) -> None:
        self._update_button()

    def _on_choices_loaded(self, answer: tuple[tuple[TrainerChoice, ...], date]) -> None:
        choices, today = answer
        if self._today is None:
            self._today = today
            self.start_date.setDate(QDate(today.year, today.month, today.day))
        self._model.set_choices(choices)
        self._show_list()

    def _on_choices_failed(self, exc: Exception) -> None:
        self._states.show_error(
            self.tr("The trainers could not be loaded"), exc, self.tr("Your note is kept.")
        )
        self._update_button()

    def _on_assigned(self, records: tuple[AssignmentRecord, ...]) -> None:
        self.accept()
        self.assigned.emit(records)

    def _on_assign_failed(self, exc: Exception) -> None:
        self._set_waiting(False)
        if not isinstance(exc, UserError) or isinstance(exc, SignedOut):
            self._context.notices.error(exc, self.tr("Nothing was assigned; what you entered is still here."))
            return
        field = {"start_date": self._start_field, "notes": self._note_field}.get(exc.field or "")
        if exc.code == CAPACITY_CODE:
            name = self.list.choice.name if self.list.choice else ""
            self._say(
                self.tr("Somebody else took the last place"),
                self.tr("{0} has no room any more, nothing was assigned. Please choose again.").format(name),
            )
            self.reload()
        elif field is not None:
            field.set_error(exc.message)
            field.field.setFocus()
        else:
            self._say(self.tr("Not assigned"), exc.message)

    # Details

    def _starts_on(self) -> date:
        day = self.start_date.date()
        return date(day.year(), day.month(), day.day())

    def _show_list(self) -> None:
        if self._model.rowCount():
            self._states.show_content()
        elif self._model.choices:
            self._states.show_empty(
                self.tr("No trainer matches “{0}”").format(self.search.text()), icon="search"
            )
        else:
            self._states.show_empty(
                self.tr("There is no personal trainer yet"),
                self.tr("Make an instructor a personal trainer on the Trainers page."),
                self.tr("Open Trainers"),
                self._on_open_trainers,
                icon="whistle",
                action_icon="arrow-right",
            )
        self._update_button()

    def _on_open_trainers(self) -> None:
        self.reject()
        self._context.navigate("trainers", {})

    def _say(self, title: str, words: str) -> None:
        self.banner.set_words(title, words)
        self.banner.show()

    def _set_waiting(self, waits: bool) -> None:
        self._is_busy = waits
        if waits:
            self.banner.hide()
        self._update_button()

    def _update_button(self) -> None:
        choice = self.list.choice if self._states.state == "content" else None
        self.confirm_button.setEnabled(choice is not None and not self._is_busy)
        if choice is None:
            self.set_confirm_text(self.tr("Choose a trainer"))
            return
        name = _short(choice.name)
        if len(self._members) == 1:
            self.set_confirm_text(self.tr("&Assign to {0}").format(name))
        else:
            self.set_confirm_text(self.tr("&Assign {0} to {1}").format(len(self._members), name))


def _short(name: str, most: int = 40) -> str:
    """Shorten a name for a button; an ampersand in it is no mnemonic."""
    name = " ".join(name.split())
    return (name if len(name) <= most else f"{name[: most - 1]}…").replace("&", "&&")

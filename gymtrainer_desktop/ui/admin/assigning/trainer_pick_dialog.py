"""The base of dialogs in which a trainer is chosen for members, while others work with the same trainers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import LastAssigned, TrainerChoice
from gymtrainer_desktop.ui.admin.assigning.trainer_choices import (
    ChoiceOrder,
    TrainerChoicesModel,
    TrainerChoicesView,
)
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.pills import FlowLayout, PersonChip
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.text import hairline, label

LIVE_TABLES = frozenset({"instructors", "trainer_assignments"})
"""What decides who has how much room."""

_CHIPS_SHOWN = 5
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Assignee:
    """A member who is to get a trainer."""

    id: UUID
    name: str


class TrainerPickDialog(SheetDialog):
    """Offers the trainers ranked for these members, with capacities that stay live.

    Everything works from the search field: letters filter, arrows move over the trainers, Enter submits. A
    trainer who loses the last place, or takes no clients any more, stays where they are and says so; the
    choice never jumps to somebody else, and Enter does nothing until another trainer is chosen.

    Args:
        members: Whom it is about, at least one; a trainer needs a free place for each.
        wants: What is wanted, in words, for the ranking; empty for what is known of the members.
        prefer: Whom to choose first, if they have room.
    """

    def __init__(
        self,
        context: PageContext,
        members: Sequence[Assignee],
        parent: QWidget | None = None,
        *,
        wants: str = "",
        prefer: UUID | None = None,
    ) -> None:
        super().__init__("", parent, confirm_text=" ", width=Size.SHEET_WIDE, scrolls=False)
        self._context = context
        self._members = tuple(members)
        self._wants = wants
        self._prefer = prefer
        self._today: date | None = None
        self._is_busy = False
        # Whom somebody else took away while they were chosen: Enter must not mean anybody else at once.
        self._lost: UUID | None = None
        self._model = TrainerChoicesModel(len(self._members))
        self.list = TrainerChoicesView(self._model)
        self._build_content()
        self.search.textChanged.connect(self._on_searched)
        self.order.currentIndexChanged.connect(self._on_order_changed)
        self.list.choice_changed.connect(self._on_choice_changed)
        self.list.walked.connect(self._on_walked)
        self._states.retry_requested.connect(self.reload)
        context.changes.heard.connect(self._on_heard)
        self._update_button()
        self.search.setFocus()
        self.reload()

    def reload(self) -> None:
        """Ask again who has how much room; what was chosen and written stays."""
        services, ids, wants = self._context.services, tuple(m.id for m in self._members), self._wants
        self._states.show_loading()
        self._context.tasks.query(
            self,
            lambda: (services.assignments.choices(ids, wants), services.gym.today()),
            self._on_choices_loaded,
            self._on_choices_failed,
            key="choices",
        )

    # For subclasses

    def _extra(self) -> QVBoxLayout | QHBoxLayout | None:
        """Return what stands below the list."""
        return None

    def _confirm_words(self, at: TrainerChoice | None) -> str:
        """Say what the primary button does with the trainer at hand; empty disables it."""
        raise AssertionError("a dialog says what its button does")

    def _on_today(self, today: date) -> None:
        """Take the gym's day, once."""

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
        self.banner_button: QPushButton = self.banner.add_action(
            self.tr("Add to &waiting list"), self._on_banner_clicked, "clock"
        )
        self.banner_button.setObjectName("waitInstead")
        self.banner_button.hide()
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        self.list.setObjectName("trainerChoices")
        self._states = StateStack(self.list, Skeleton(Size.ROW_TRAINER))
        self.body.addWidget(self._states, 1)
        if (extra := self._extra()) is not None:
            self.body.addWidget(hairline())
            self.body.addLayout(extra)

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

    # Slots

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the search field has focus."""
        is_press = watched is self.search and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self.list.press(event)
            return True
        return super().eventFilter(watched, event)

    def _on_heard(self, tables: frozenset[str] | None) -> None:
        if self.isVisible() and (tables is None or tables & LIVE_TABLES):
            self.reload()

    def _on_searched(self, text: str) -> None:
        self._model.set_search(text)
        self._show_list()

    def _on_order_changed(self) -> None:
        self._model.set_order(ChoiceOrder(self.order.currentData()))

    def _on_choice_changed(self) -> None:
        self._update_button()

    def _on_walked(self) -> None:
        self._lost = None
        self._update_button()

    def _on_banner_clicked(self) -> None:
        """The banner's button; only dialogs that show it give it a meaning."""
        raise AssertionError("a dialog that offers the waiting list adds to it")

    def _on_choices_loaded(self, answer: tuple[tuple[TrainerChoice, ...], date]) -> None:
        choices, today = answer
        if self._today is None:
            self._today = today
            self._on_today(today)
        before = self.list.choice
        if self._model.choices:
            self._model.update_choices(choices)
        else:
            self._model.set_choices(choices)
            place = self._model.place_of(self._prefer)
            if place >= 0 and self._model.is_choosable(place):
                self.list.choose(place)
        self._show_list()
        now = self.list.at
        if before is None or now is None or now.trainer_id != before.trainer_id:
            return
        if self._model.refusal_of(now) is not None:
            self._lose(before, now)

    def _on_choices_failed(self, exc: Exception) -> None:
        if self._model.choices and self._states.state == "content":
            # What is shown was right a moment ago, and the database has the last word anyway.
            self._context.notices.error(exc, self._kept())
        else:
            self._states.show_error(self.tr("The trainers could not be loaded"), exc, self._kept())
        self._update_button()

    # Details

    def _kept(self) -> str:
        return ""

    def _lose(self, before: TrainerChoice, now: TrainerChoice) -> None:
        """Who was chosen cannot be any more: say why, and keep Enter from meaning anybody else."""
        self._lost = now.trainer_id
        self._update_button()
        if not self._model.can_wait_for(now):
            refusal = self._model.refusal_of(now) or ""
            words = self.tr("{0}. Nothing was assigned; please choose somebody else.").format(refusal)
            self._say(short_name(now.name), words)
            return
        title = self.tr("The last place with {0} is taken").format(short_name(now.name))
        self._say(title, self.tr("Nothing was assigned; please choose again."), can_wait=True)
        if now.active_clients > before.active_clients:
            last = self._context.services.assignments.last_assigned
            trainer_id = now.trainer_id
            self._context.tasks.query(
                self,
                lambda: last(trainer_id),
                lambda got: self._on_taker_known(trainer_id, title, got),
                self._context.notices.error,
                key="taker",
            )

    def _on_taker_known(self, trainer_id: UUID, title: str, got: LastAssigned | None) -> None:
        if got is None or self._lost != trainer_id:
            return
        at = got.at.astimezone(ZoneInfo(self._context.gym.time_zone))
        if got.by_name:
            words = self.tr("{0} got it at {1}, assigned by {2}. Nothing was assigned here.").format(
                short_name(got.member_name), f"{at:%H:%M}", short_name(got.by_name)
            )
        else:
            words = self.tr("{0} got it at {1}. Nothing was assigned here.").format(
                short_name(got.member_name), f"{at:%H:%M}"
            )
        self._say(title, words, can_wait=True)

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

    def _say(self, title: str, words: str, *, can_wait: bool = False) -> None:
        self.banner.set_words(title, words)
        self.banner_button.setVisible(can_wait)
        self.banner.show()

    def _set_waiting(self, waits: bool) -> None:
        self._is_busy = waits
        if waits:
            self.banner.hide()
        self._update_button()

    def _update_button(self) -> None:
        at = self.list.at if self._states.state == "content" else None
        if at is not None and at.trainer_id == self._lost and self._model.refusal_of(at) is not None:
            at = None
        words = self._confirm_words(at)
        self.confirm_button.setEnabled(bool(words) and not self._is_busy)
        self.set_confirm_text(words or self.tr("Choose a trainer"))


def short_name(name: str, most: int = 40) -> str:
    """Shorten a name for a sentence."""
    name = " ".join(name.split())
    return name if len(name) <= most else f"{name[: most - 1]}…"


def for_button(name: str, most: int = 40) -> str:
    """Shorten a name for a button; an ampersand in it is no mnemonic."""
    return short_name(name, most).replace("&", "&&")

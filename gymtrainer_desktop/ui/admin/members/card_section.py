"""The member's cards: what they hold to the reader of a kiosk in the place of their number."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.cards import MemberCard, checked_code
from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.people import MemberDetails
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.members.member_sections import Section, empty
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label
from gymtrainer_desktop.ui.widgets.workout_words import gym_day


class CardLine(QWidget):
    """A card: its code, since when, and a way to take it away."""

    def __init__(self, card: MemberCard, since: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cardLine")
        self.card = card
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(ElidedLabel(card.code, weight="medium"), 1)
        row.addWidget(label(since, "secondary", "muted"))
        self.remove_button = icon_button("x", self.tr("Remove card {0}").format(card.code))
        self.remove_button.setObjectName("removeCardButton")
        row.addWidget(self.remove_button)
        self.setAccessibleName(f"{card.code}, {since}")


class CardsSection(Section):
    """Cards, loaded by themselves; "Add card" opens a field that a reader types into."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._member_id: UUID | None = None
        self._name = ""
        self._sent: tuple[str, UUID] | None = None
        self.set_title(self.tr("Cards"))
        self.add_button = self.add_action(self.tr("Add card"), "addCardButton", "scan-barcode")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        self.body.addLayout(self._lines)
        self.code = QLineEdit()
        self.code.setObjectName("cardCode")
        self.code.setMaxLength(200)
        self.code.installEventFilter(self)
        self.field = FormField(self.tr("Hold the card to the reader, or type its code"), self.code)
        self.field.hide()
        self.body.addWidget(self.field)
        self.add_button.clicked.connect(self.begin)
        self.code.returnPressed.connect(self._on_entered)
        self.code.textEdited.connect(lambda _text: self.field.clear_error())

    def show_member(self, details: MemberDetails) -> None:
        """Show a member's cards."""
        if details.id != self._member_id:
            self._context.tasks.drop(self)
            self._member_id = details.id
            self._sent = None
            self.end()
            empty(self._lines)
        self._name = details.full_name
        self._load()

    def begin(self) -> None:
        """Wait for a card."""
        self.field.show()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Wait no more."""
        self.code.clear()
        self.field.clear_error()
        self.field.hide()

    def lines(self) -> tuple[CardLine, ...]:
        """Return the cards shown."""
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, CardLine))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the field closes the field, not the panel."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.code and is_escape and event.type() == QEvent.Type.KeyPress:
            self.end()
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _load(self) -> None:
        if (member_id := self._member_id) is None:
            return
        cards = self._context.services.cards
        self._context.tasks.query(
            self, lambda: cards.of(member_id), self._on_loaded, self._context.notices.error, key="cards"
        )

    def _on_loaded(self, cards: tuple[MemberCard, ...]) -> None:
        empty(self._lines)
        if not cards:
            words = self.tr("None: signs in with the member number.")
            self._lines.addWidget(label(words, tone="muted", wrap=True))
        for card in cards:
            since = format_date(gym_day(card.added_at, self._context.gym.time_zone))
            line = CardLine(card, since)
            line.remove_button.clicked.connect(lambda _checked=False, card=card: self._take(card))
            self._lines.addWidget(line)

    def _on_entered(self) -> None:
        try:
            code = checked_code(self.code.text())
        except UserError as error:
            self._refuse(error)
            return
        # The same code again, after a lost answer, is the same card.
        if self._sent is None or self._sent[0] != code:
            self._sent = (code, new_id())
        self._give(self._sent[1], code)

    def _give(self, id: UUID, code: str) -> None:
        assert self._member_id is not None
        member_id, name, cards = self._member_id, self._name, self._context.services.cards
        self.code.setReadOnly(True)

        def given(_card: MemberCard) -> None:
            self._sent = None
            self.code.setReadOnly(False)
            self._context.notices.toast(self.tr("{0} has a card more").format(name))
            if member_id == self._member_id:
                self.end()
                self._load()

        def failed(exc: Exception) -> None:
            self.code.setReadOnly(False)
            if isinstance(exc, UserError) and not isinstance(exc, SignedOut) and not self.field.isHidden():
                self._refuse(exc)
            else:
                self._context.notices.error(exc)

        self._context.tasks.write(self, lambda: cards.give(id, member_id, code), given, failed)

    def _take(self, card: MemberCard) -> None:
        cards, name = self._context.services.cards, self._name

        def undo() -> None:
            self._context.tasks.write(
                self,
                lambda: cards.give(new_id(), card.member_id, card.code),
                lambda _card: self._load(),
                self._context.notices.error,
            )

        def taken(_: object) -> None:
            self._context.notices.toast(self.tr("Card {0} of {1} is removed").format(card.code, name), undo)
            self._load()

        def failed(exc: Exception) -> None:
            self._context.notices.error(exc)
            self._load()

        self._context.tasks.write(self, lambda: cards.take(card.id), taken, failed)

    def _refuse(self, error: UserError) -> None:
        self.field.set_error(error.message)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()

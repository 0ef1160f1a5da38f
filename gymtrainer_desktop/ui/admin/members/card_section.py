"""The member's cards: what they hold to the reader of a kiosk in the place of their number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.cards import MemberCard, MovedCard, checked_code
from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.people import MemberDetails
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.members.card_reader import CardReader
from gymtrainer_desktop.ui.admin.members.member_sections import Section, empty
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

_TAKEN = frozenset({"card_taken", "card_code_unique"})
"""What says that somebody else has the card, which it can be taken from."""


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
        self.remove_button = icon_button("x", self.tr("Take card {0} away").format(card.code))
        self.remove_button.setObjectName("removeCardButton")
        row.addWidget(self.remove_button)
        self.setAccessibleName(f"{card.code}, {since}")


class CardsSection(Section):
    """Cards, loaded by themselves; after "Add card" whatever a reader types is one, wherever it is typed."""

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
        self.move_button = quiet_button(self.tr("&Move it here"), "arrow-right", "small")
        self.move_button.setObjectName("moveCardButton")
        self.move_button.hide()
        self.body.addWidget(self.move_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.reader = CardReader(self)
        self.add_button.clicked.connect(self.begin)
        self.code.returnPressed.connect(self._on_entered)
        self.code.textEdited.connect(lambda _text: self._clear())
        self.reader.read.connect(self._on_read)
        self.move_button.clicked.connect(self._on_move_clicked)

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
        self.reader.start()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_whole()

    def end(self) -> None:
        """Wait no more."""
        self.reader.stop()
        self.code.clear()
        self.code.setReadOnly(False)
        self._clear()
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

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever looks at something else waits for no card."""
        super().hideEvent(event)
        self.end()

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

    def _on_read(self, code: str) -> None:
        if self.code.isReadOnly():
            return  # the one before is on its way
        self._clear()
        self.code.setText("".join(letter for letter in code if letter.isprintable()))
        try:
            checked_code(code)
        except UserError:
            self._refuse(
                self.tr("This could not be read as a card. Hold it to the reader again, or type its code.")
            )
            return
        self._on_entered()

    def _on_entered(self) -> None:
        if self.code.isReadOnly():
            return
        try:
            code = checked_code(self.code.text())
        except UserError as error:
            self._refuse(error.message)
            return
        member_id, name = self._member_id, self._name
        assert member_id is not None
        id, cards, had = self._key(code), self._context.services.cards, len(self.lines())

        def given(_card: MemberCard) -> None:
            words = self.tr("{0} has a card now") if not had else self.tr("{0} has {1} cards now")
            self._on_given(member_id, words.format(name, had + 1))

        self._send(lambda: cards.give(id, member_id, code), given)

    def _on_move_clicked(self) -> None:
        code, member_id, name = self.code.text().strip(), self._member_id, self._name
        assert member_id is not None
        id, cards = self._key(code), self._context.services.cards

        def moved(answer: MovedCard) -> None:
            former = answer.former_id
            if former is None:
                self._on_given(member_id, self.tr("Card {0} is {1}’s now").format(code, name))
                return
            words = self.tr("Card {0} is {1}’s now, no longer {2}’s").format(code, name, answer.former_name)
            self._on_given(member_id, words, lambda: self._write(lambda: cards.move(new_id(), former, code)))

        self._send(lambda: cards.move(id, member_id, code), moved)

    def _key(self, code: str) -> UUID:
        # The same code again, after a lost answer, is the same card.
        if self._sent is None or self._sent[0] != code:
            self._sent = (code, new_id())
        return self._sent[1]

    def _send(self, send: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._clear()
        self.code.setReadOnly(True)
        member_id = self._member_id

        def failed(exc: Exception) -> None:
            if member_id == self._member_id:
                self.code.setReadOnly(False)
            is_here = member_id == self._member_id and not self.field.isHidden()
            if is_here and isinstance(exc, UserError) and not isinstance(exc, SignedOut):
                self._refuse(exc.message, may_move=exc.code in _TAKEN)
            else:
                self._context.notices.error(exc)

        self._context.tasks.write(self, send, done, failed)

    def _on_given(self, member_id: UUID, words: str, undo: Callable[[], None] | None = None) -> None:
        self._sent = None
        self._context.notices.toast(words, undo)
        if member_id == self._member_id:
            self.end()
            self._load()

    def _take(self, card: MemberCard) -> None:
        cards, name = self._context.services.cards, self._name

        def undo() -> None:
            self._write(lambda: cards.give(new_id(), card.member_id, card.code))

        def taken(_: object) -> None:
            words = self.tr("Card {0} is taken from {1}: it opens nothing any more").format(card.code, name)
            self._context.notices.toast(words, undo)
            self._load()

        def failed(exc: Exception) -> None:
            self._context.notices.error(exc)
            self._load()

        self._context.tasks.write(self, lambda: cards.take(card.id), taken, failed)

    def _write(self, work: Callable[[], object]) -> None:
        self._context.tasks.write(self, work, lambda _: self._load(), self._context.notices.error)

    def _clear(self) -> None:
        self.field.clear_error()
        self.move_button.hide()

    def _refuse(self, words: str, *, may_move: bool = False) -> None:
        self.field.set_error(words)
        self.move_button.setText(self.tr("&Move it to {0}").format(self._name.replace("&", "&&")[:40]))
        self.move_button.setVisible(may_move)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()
        self._show_whole()

    def _show_whole(self) -> None:
        """Scroll to what has just appeared: the section is the last one, and the panel is often too short."""
        # Once the layouts know of it.
        QTimer.singleShot(0, self, self._scroll_to_end)

    def _scroll_to_end(self) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            inner = area.widget()
            layout = None if inner is None else inner.layout()
            assert layout is not None
            layout.activate()
            QApplication.sendPostedEvents(inner, QEvent.Type.LayoutRequest)
            area.ensureWidgetVisible(self.move_button if self.move_button.isVisible() else self.field)

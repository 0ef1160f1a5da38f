"""Who is here, how far the workout is, and the button that ends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gymtrainer_desktop.ui.kiosk.kiosk_words import first_name
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    column,
    row,
    set_button_text,
    touch_button,
    words,
)
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.avatar import Avatar


class StepBars(QWidget):
    """A short bar for each exercise, in the colours of their tokens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: tuple[str, ...] = ()
        self.setFixedHeight(KioskSize.PROGRESS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tokens(self, tokens: Sequence[str]) -> None:
        """Show other exercises."""
        self._tokens = tuple(tokens)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        if not self._tokens:
            return
        painter = QPainter(self)
        scheme = scheme_of(self)
        count = len(self._tokens)
        gap = Space.S if count <= KioskSize.MOST_DIGITS else Space.HAIR
        width = (self.width() - (count - 1) * gap) / count
        for place, token in enumerate(self._tokens):
            shape = QRectF(place * (width + gap), 0, width, self.height())
            paint.bar(painter, shape, scheme.color(token), scheme.color(token), 1.0)


class VisitHeader(QFrame):
    """The strip on top while a member is signed in."""

    finish_requested = Signal()

    def __init__(self, identity: object, full_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "header")
        self.setFixedHeight(KioskSize.HEADER)
        first = first_name(full_name)
        self._avatar = Avatar(str(identity), full_name, KioskSize.AVATAR)
        self._avatar.setAccessibleName(first)
        self.greeting = words(self.tr("Hi {0}").format(first), weight="semibold")
        self.place = LineLabel("", weight="semibold")
        self.following = LineLabel("", tone="muted")
        self.following.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.bars = StepBars()
        self.finish = touch_button("", "raised", "check")
        self.finish.setObjectName("finishButton")
        self.finish.clicked.connect(self.finish_requested)
        line = row(self, spacing=KioskSize.MARGIN)
        line.setContentsMargins(KioskSize.MARGIN, Space.L, KioskSize.MARGIN, Space.L)
        person = row(spacing=Space.L)
        person.addWidget(self._avatar)
        person.addWidget(self.greeting)
        line.addLayout(person)
        self._progress = QWidget()
        middle = column(self._progress, spacing=Space.M)
        middle.addStretch(1)
        sentence = row(spacing=Space.L)
        sentence.addWidget(self.place, 1)
        sentence.addWidget(self.following, 1)
        middle.addLayout(sentence)
        middle.addWidget(self.bars)
        middle.addStretch(1)
        line.addWidget(self._progress, 1)
        self._gap = QWidget()
        line.addWidget(self._gap, 1)
        line.addWidget(self.finish)
        self.show_greeting()

    def show_greeting(self) -> None:
        """Before and after the workout: no progress, and the way out."""
        self._progress.hide()
        self._gap.show()
        set_button_text(self.finish, self.tr("Sign out"))
        self.finish.setVisible(True)

    def show_progress(self, place: str, following: str, tokens: Sequence[str]) -> None:
        """Within the workout."""
        self._progress.show()
        self._gap.hide()
        self.place.setText(place)
        self.following.setText(following)
        self.bars.set_tokens(tokens)
        set_button_text(self.finish, self.tr("Finish"))
        self.finish.setVisible(True)

    def hide_finish(self) -> None:
        """Nothing is left to finish."""
        self.finish.hide()

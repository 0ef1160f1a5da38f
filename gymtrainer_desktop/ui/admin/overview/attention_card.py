"""Needs attention: who the front desk or a trainer should look after, in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.trainers import AttentionKind, AttentionLine
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.states import Message
from gymtrainer_desktop.ui.widgets.text import icon_label, label

_SHOWN = 3


class AttentionAction(StrEnum):
    """What settles a line."""

    ASSIGN = "assign"
    GRANT = "grant"
    REFUSE = "refuse"
    HAND_OVER = "hand_over"
    TELL_TRAINER = "tell_trainer"


ACTIONS: Mapping[str, tuple[AttentionAction, ...]] = {
    AttentionKind.REQUEST: (AttentionAction.GRANT, AttentionAction.REFUSE),
    AttentionKind.ACCEPTED: (AttentionAction.ASSIGN,),
    AttentionKind.WAITING: (AttentionAction.ASSIGN,),
    AttentionKind.OVER_CAPACITY: (AttentionAction.HAND_OVER,),
    AttentionKind.PLAN_ENDS: (AttentionAction.TELL_TRAINER,),
    AttentionKind.NO_PLAN: (AttentionAction.TELL_TRAINER,),
    AttentionKind.QUIET: (AttentionAction.TELL_TRAINER,),
}
"""What settles a line of a kind, the usual one first."""

WITH_PAGE = frozenset(
    (
        AttentionKind.REQUEST,
        AttentionKind.ACCEPTED,
        AttentionKind.WAITING,
        AttentionKind.OVER_CAPACITY,
        AttentionKind.QUIET,
    )
)
"""Kinds that a page lists in full; the others open here."""


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    title: str
    icon: str
    token: str


def _same(one: AttentionLine, other: AttentionLine) -> bool:
    """Whether two lines are about the same, though its words may have changed."""
    ids = [(line.kind, line.person_id, line.request and line.request.id) for line in (one, other)]
    return ids[0] == ids[1]


class AttentionButton(QAbstractButton):
    """One line: avatar, name, and what is the matter."""

    def __init__(self, line: AttentionLine) -> None:
        super().__init__()
        self.line = line
        self.setObjectName("attentionLine")
        self.setText(line.name)
        self.setAccessibleName(f"{line.name}, {line.detail}")
        self.setToolTip(f"{line.name}, {line.detail}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(0, Size.ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens as the space bar does, up and down move."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        lines = self.window().findChildren(AttentionButton)
        place = lines.index(self) + step
        if 0 <= place < len(lines):
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        area = self.rect().toRectF()
        if self.underMouse():
            painter.fillRect(area, QColor(scheme.hover))
        disc = area.adjusted(Space.L, (area.height() - Size.AVATAR_S) / 2, 0, 0)
        disc.setSize(QSize(Size.AVATAR_S, Size.AVATAR_S).toSizeF())
        paint.avatar(painter, disc, scheme, self.line.person_id, self.line.name)
        words = area.adjusted(Space.L + Size.AVATAR_S + Space.M, 0, -Space.S, 0)
        # The name may take all the room but for a quarter that the detail needs.
        name = words.adjusted(0, 0, -words.width() / 4, 0)
        font = fonts.font(Type.BODY, Weight.MEDIUM)
        used = paint.elided(painter, name, self.line.name, font, scheme.text, Qt.AlignmentFlag.AlignLeft)
        words.setLeft(words.left() + used + Space.M)
        right = Qt.AlignmentFlag.AlignRight
        paint.elided(painter, words, self.line.detail, fonts.font(), scheme.text_muted, right)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, Radius.CONTROL)


class AttentionRow(QWidget):
    """A line and, at its right, what settles it."""

    def __init__(self, line: AttentionLine, words: Mapping[AttentionAction, str]) -> None:
        super().__init__()
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, Space.L - Space.XS, 0)
        row.setSpacing(Space.S)
        self.button = AttentionButton(line)
        row.addWidget(self.button, 1)
        self.settling: dict[AttentionAction, QPushButton] = {}
        for action in ACTIONS.get(line.kind, ()):
            button = link_button(words[action], "small")
            button.setObjectName(f"attention_{action}")
            button.setAccessibleName(f"{words[action]}: {line.name}")
            row.addWidget(button)
            self.settling[action] = button

    @property
    def focused(self) -> str | None:
        """Which part has the keyboard: an action, "" for the line itself, None for neither."""
        if self.button.hasFocus():
            return ""
        return next((str(action) for action, button in self.settling.items() if button.hasFocus()), None)

    def focus(self, part: str) -> None:
        """Give a part the keyboard."""
        action = next((action for action in self.settling if action == part), None)
        (self.button if action is None else self.settling[action]).setFocus()


class AttentionCard(Card):
    """The groups, each with a count; three lines of each, and the others on demand."""

    line_opened = Signal(object)
    """A line was clicked; carries the `AttentionLine`."""
    action_requested = Signal(object, str)
    """What settles a line was pressed; carries the `AttentionLine` and the `AttentionAction`."""
    group_opened = Signal(str)
    """All of a kind are wanted, and a page lists them; carries the `AttentionKind`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Needs attention"))
        self.setObjectName("attentionCard")
        self._lines: tuple[AttentionLine, ...] | None = None
        self._counts: dict[str, int] = {}
        self._opened: set[str] = set()
        self._more: dict[str, QPushButton] = {}
        self._kinds = (
            _Kind(AttentionKind.REQUEST, self.tr("Trainers ask for a client"), "user-plus", "accent"),
            _Kind(AttentionKind.ACCEPTED, self.tr("Offer accepted"), "circle-check", "positive"),
            _Kind(AttentionKind.WAITING, self.tr("Waiting for a trainer"), "clock", "caution"),
            _Kind(AttentionKind.OVER_CAPACITY, self.tr("Over capacity"), "triangle-alert", "critical"),
            _Kind(AttentionKind.PLAN_ENDS, self.tr("Plan ends within 7 days"), "calendar", "caution"),
            _Kind(AttentionKind.NO_PLAN, self.tr("Client without a plan"), "clipboard-list", "critical"),
            _Kind(AttentionKind.QUIET, self.tr("Gone quiet"), "moon", "caution"),
        )
        self._words = {
            AttentionAction.ASSIGN: self.tr("Assign"),
            AttentionAction.GRANT: self.tr("Grant"),
            AttentionAction.REFUSE: self.tr("Refuse"),
            AttentionAction.HAND_OVER: self.tr("Hand over"),
            AttentionAction.TELL_TRAINER: self.tr("Tell trainer"),
        }
        self._groups = QWidget()
        self._column = QVBoxLayout(self._groups)
        self._column.setContentsMargins(0, 0, 0, Space.S)
        self._column.setSpacing(0)
        self._nothing = Message("circle-check", "positive")
        self.body.addWidget(self._groups)
        self.body.addWidget(self._nothing)
        self.body.addStretch(1)
        self._nothing.hide()

    @property
    def rows(self) -> tuple[AttentionRow, ...]:
        """The lines shown, in their order."""
        found = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in found if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, AttentionRow))

    def set_lines(
        self,
        lines: Sequence[AttentionLine],
        counts: Mapping[str, int] | None = None,
        *,
        has_clients: bool = True,
    ) -> None:
        """Show these lines, in the order given within each group.

        Args:
            lines: What needs attention.
            counts: How many there are of each kind, where not all are among the lines.
            has_clients: Whether anybody trains with a trainer, for the words when there is no line.
        """
        words = self.tr("Plans run, and everybody trains.")
        if not has_clients:
            words = self.tr("Once members train with a trainer, you see here who needs you.")
        self._nothing.set_words(self.tr("Nobody needs attention"), words)
        known = {kind.key: sum(line.kind == kind.key for line in lines) for kind in self._kinds}
        fresh = {**known, **(counts or {})}
        if tuple(lines) == self._lines and fresh == self._counts:
            return
        self._lines, self._counts = tuple(lines), fresh
        self._fill(self._lines)

    def _fill(self, shown: tuple[AttentionLine, ...]) -> None:
        held = next(((row.line, part) for row in self.rows if (part := row.focused) is not None), None)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._more.clear()
        total = sum(self._counts.values())
        self.set_count(str(total) if total else "")
        self._groups.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        for kind in self._kinds:
            lines = [line for line in shown if line.kind == kind.key]
            if lines:
                self._add_group(kind, lines)
        if held is not None:
            self._hold(*held)

    def _hold(self, line: AttentionLine, part: str) -> None:
        """Leave the keyboard where it was, or at the line that took its place."""
        rows = self.rows
        same = next((row for row in rows if _same(row.line, line)), None)
        row = same or next((row for row in rows if row.line.kind == line.kind), rows[0] if rows else None)
        if row is not None:
            row.focus(part)

    def _add_group(self, kind: _Kind, lines: list[AttentionLine]) -> None:
        total, is_opened = self._counts[kind.key], kind.key in self._opened
        shown = lines if is_opened else lines[:_SHOWN]
        head = QWidget()
        head.setFixedHeight(Size.ROW)
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, 0, Space.L - Space.XS, 0)
        row.setSpacing(Space.S)
        row.addWidget(icon_label(kind.icon, kind.token))
        row.addWidget(label(kind.title, "secondary", weight="semibold"))
        row.addWidget(label(str(total), "secondary", "muted"))
        row.addStretch(1)
        if total > len(shown) or is_opened:
            text = self.tr("Show fewer") if is_opened else self.tr("and {0} more").format(total - len(shown))
            more = link_button(text, "small")
            more.setObjectName(f"more_{kind.key}")
            more.setAccessibleName(f"{text}: {kind.title}")
            more.clicked.connect(lambda _checked=False, key=kind.key: self._on_more_clicked(key))
            row.addWidget(more)
            self._more[kind.key] = more
        self._column.addWidget(head)
        for line in shown:
            self._add_line(line)
        if is_opened and total > len(shown):
            rest = label(self.tr("and {0} more").format(total - len(shown)), "secondary", "muted")
            rest.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
            self._column.addWidget(rest)

    def _add_line(self, line: AttentionLine) -> None:
        row = AttentionRow(line, self._words)
        row.button.clicked.connect(lambda: self.line_opened.emit(line))
        for action, button in row.settling.items():
            button.clicked.connect(
                lambda _checked=False, chosen=action: self.action_requested.emit(line, str(chosen))
            )
        self._column.addWidget(row)

    def _on_more_clicked(self, key: str) -> None:
        if key in WITH_PAGE:
            self.group_opened.emit(key)
            return
        self._opened ^= {key}
        self._fill(self._lines or ())
        if key in self._more:
            self._more[key].setFocus()

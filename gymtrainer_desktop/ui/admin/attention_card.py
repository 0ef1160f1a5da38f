"""Needs attention: who the front desk or a trainer should look after, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.trainers import AttentionLine
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.states import Message
from gymtrainer_desktop.ui.widgets.text import icon_label, label

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    title: str
    icon: str
    token: str


class AttentionButton(QAbstractButton):
    """One line: avatar, name, and what is the matter."""

    def __init__(self, line: AttentionLine) -> None:
        super().__init__()
        self.line = line
        self.setObjectName("attentionLine")
        self.setText(line.name)
        self.setAccessibleName(f"{line.name}, {line.detail}")
        self.setToolTip(f"{line.name}, {line.detail}" if len(line.name) > Size.CONTROL else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(0, Size.ROW)

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
        words = area.adjusted(Space.L + Size.AVATAR_S + Space.M, 0, -Space.L, 0)
        # The name may take all the room but for a quarter that the detail needs.
        name = words.adjusted(0, 0, -words.width() / 4, 0)
        font = fonts.font(Type.BODY, Weight.MEDIUM)
        used = paint.elided(painter, name, self.line.name, font, scheme.text, Qt.AlignmentFlag.AlignLeft)
        words.setLeft(words.left() + used + Space.M)
        right = Qt.AlignmentFlag.AlignRight
        paint.elided(painter, words, self.line.detail, fonts.font(), scheme.text_muted, right)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, Radius.CONTROL)


class AttentionCard(Card):
    """The groups, each with a count; three lines of each, and the others on demand."""

    line_opened = Signal(object)
    """A line was clicked; carries the `AttentionLine`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Needs attention"))
        self.setObjectName("attentionCard")
        self._lines: tuple[AttentionLine, ...] | None = None
        self._opened: set[str] = set()
        self._kinds = (
            _Kind("over_capacity", self.tr("Over capacity"), "triangle-alert", "critical"),
            _Kind("plan_ends", self.tr("Plan ends within 7 days"), "calendar", "caution"),
            _Kind("no_plan", self.tr("Client without a plan"), "clipboard-list", "critical"),
            _Kind("quiet", self.tr("Gone quiet"), "moon", "caution"),
        )
        self._groups = QWidget()
        self._column = QVBoxLayout(self._groups)
        self._column.setContentsMargins(0, 0, 0, Space.S)
        self._column.setSpacing(0)
        self._nothing = Message("circle-check", "positive")
        self.body.addWidget(self._groups)
        self.body.addWidget(self._nothing)
        self.body.addStretch(1)
        self._nothing.hide()

    def set_lines(self, lines: Sequence[AttentionLine], *, has_clients: bool = True) -> None:
        """Show these lines, in the order given within each group.

        Args:
            lines: What needs attention.
            has_clients: Whether anybody trains with a trainer, for the words when there is no line.
        """
        words = self.tr("Plans run, and everybody trains.")
        if not has_clients:
            words = self.tr("Once members train with a trainer, you see here who needs you.")
        self._nothing.set_words(self.tr("Nobody needs attention"), words)
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        self._fill(self._lines)

    def _fill(self, shown: tuple[AttentionLine, ...]) -> None:
        focus = self.focusWidget()
        focused = focus.line if isinstance(focus, AttentionButton) and focus.hasFocus() else None
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.set_count(str(len(shown)) if shown else "")
        self._groups.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        for kind in self._kinds:
            lines = [line for line in shown if line.kind == kind.key]
            if lines:
                self._add_group(kind, lines, focused)

    def _add_group(self, kind: _Kind, lines: list[AttentionLine], focused: AttentionLine | None) -> None:
        head = QWidget()
        head.setFixedHeight(Size.ROW)
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, 0, Space.L, 0)
        row.setSpacing(Space.S)
        row.addWidget(icon_label(kind.icon, kind.token))
        row.addWidget(label(kind.title, "secondary", weight="semibold"))
        row.addWidget(label(str(len(lines)), "secondary", "muted"))
        row.addStretch(1)
        is_opened = kind.key in self._opened
        if len(lines) > _SHOWN:
            more = link_button(self.tr("Show fewer") if is_opened else self.tr("Show all"), "small")
            more.setObjectName(f"showAll_{kind.key}")
            more.setAccessibleName(f"{more.text()}: {kind.title}")
            more.clicked.connect(lambda _checked=False, key=kind.key: self._on_more_clicked(key))
            row.addWidget(more)
        self._column.addWidget(head)
        for line in lines if is_opened else lines[:_SHOWN]:
            button = AttentionButton(line)
            button.clicked.connect(lambda _checked=False, of=line: self.line_opened.emit(of))
            self._column.addWidget(button)
            if line == focused:
                button.setFocus()

    def _on_more_clicked(self, key: str) -> None:
        self._opened ^= {key}
        self._fill(self._lines or ())

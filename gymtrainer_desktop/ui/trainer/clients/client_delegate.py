"""How a client is painted in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.words import last_workout_text, runway
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, CellDelegate, percent
from gymtrainer_desktop.ui.widgets.rows import RowsRole

_Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class ClientLine:
    """What a line of the list is painted from.

    Attributes:
        span: The window of compliance in days.
    """

    today: date
    span: int


class ClientDelegate(CellDelegate):
    """Avatar, name with a dot for new logs, last workout and runway, compliance on the right."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the client."""
        row: ClientRow = index.data(RowsRole.ROW)
        line: ClientLine = index.data(RowsRole.VALUE)
        disc = QRectF(rect.left(), rect.center().y() - Size.AVATAR_M / 2, Size.AVATAR_M, Size.AVATAR_M)
        is_paused = row.status is AssignmentStatus.PAUSED
        paint.avatar(painter, disc, scheme, row.member_id, row.name, faded=is_paused)
        right = self._paint_right(painter, rect, scheme, row, line.span)
        words = QRectF(
            disc.right() + Space.M, rect.top(), right - disc.right() - 2 * Space.M, rect.height() / 2
        )
        upper = words.adjusted(0, Space.S + Space.HAIR, 0, 0)
        lower = words.translated(0, words.height()).adjusted(0, 0, 0, -Space.S - Space.HAIR)
        has_news = bool(row.new_logs or row.unread_messages)
        room = upper.adjusted(0, 0, -(Space.L if has_news else 0), 0)
        used = paint.elided(painter, room, row.name, fonts.font(Type.BODY, Weight.MEDIUM), scheme.text, _LEFT)
        if has_news:
            self._paint_dot(painter, upper.left() + used + Space.S, upper.center().y(), scheme)
        font = fonts.font(Type.SECONDARY)
        last = f"{last_workout_text(row.last_workout_on, line.today)} · "
        used = paint.elided(painter, lower, last, font, scheme.text_muted, _LEFT)
        lower.setLeft(lower.left() + used)
        text, token = runway(row)
        paint.elided(painter, lower, text, font, scheme.color(token), _LEFT)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a client."""
        return QSize(0, Size.ROW_CLIENT)

    def _paint_right(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, row: ClientRow, span: int
    ) -> float:
        """Paint compliance, or a word; return where it begins."""
        share = row.compliance_over(span)
        font = fonts.font(Type.SECONDARY, tabular=True)
        if row.status is AssignmentStatus.PAUSED or share is None:
            word = self.tr("paused") if row.status is AssignmentStatus.PAUSED else NO_VALUE
            if row.status is AssignmentStatus.ACTIVE and row.last_workout_on is None:
                word = self.tr("new")
            used = paint.elided(painter, rect, word, font, scheme.text_muted, _RIGHT)
            return rect.right() - used
        ring = QRectF(rect.right() - Size.AVATAR_XS, 0, Size.AVATAR_XS, Size.AVATAR_XS)
        ring.moveTop(rect.center().y() - Size.AVATAR_XS / 2)
        paint.compliance(painter, ring, scheme, share, Size.RING_STROKE)
        words = QRectF(rect)
        words.setRight(ring.left() - Space.S)
        used = paint.elided(painter, words, percent(share), font, scheme.text, _RIGHT)
        return words.right() - used

    @staticmethod
    def _paint_dot(painter: QPainter, left: float, middle: float, scheme: Scheme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        painter.drawEllipse(QRectF(left, middle - Size.NEW_DOT / 2, Size.NEW_DOT, Size.NEW_DOT))

"""Painting shared by widgets and delegates: avatars, bars, rings, pills, sparklines."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import (
    AVATAR_INITIALS_SHARE,
    Scheme,
    Size,
    Space,
    Type,
    Weight,
    capacity_token,
    compliance_token,
)

_SIXTEENTHS = 16
_FULL_CIRCLE = 360 * _SIXTEENTHS
_TOP = 90 * _SIXTEENTHS


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, at most two; "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split()
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def avatar(
    painter: QPainter,
    rect: QRectF,
    scheme: Scheme,
    identity: UUID | str | int,
    name: str,
    photo: QPixmap | None = None,
    faded: bool = False,
) -> None:
    """Paint somebody's photo as a disc, or their initials on a hue taken from their id."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if faded:
        painter.setOpacity(0.6)
    if photo is not None and not photo.isNull():
        path = QPainterPath()
        path.addEllipse(rect)
        painter.setClipPath(path)
        edge = min(photo.width(), photo.height())
        source = QRectF((photo.width() - edge) / 2, (photo.height() - edge) / 2, edge, edge)
        painter.drawPixmap(rect, photo, source)
    else:
        background, foreground = scheme.avatar(identity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(background))
        painter.drawEllipse(rect)
        painter.setPen(QColor(foreground))
        painter.setFont(fonts.font(round(rect.height() * AVATAR_INITIALS_SHARE), Weight.SEMIBOLD))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


def bar(painter: QPainter, rect: QRectF, track: str, fill: str, share: float) -> None:
    """Paint a bar with rounded ends, filled to `share` (0 to 1)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(QColor(track))
    painter.drawRoundedRect(rect, radius, radius)
    share = min(max(share, 0.0), 1.0)
    if share > 0:
        painter.setBrush(QColor(fill))
        width = max(rect.width() * share, rect.height())
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), radius, radius)
    painter.restore()


def capacity(painter: QPainter, rect: QRectF, scheme: Scheme, active: int, limit: int) -> None:
    """Paint the bar of a trainer's capacity."""
    share = active / limit if limit else 1.0
    bar(painter, rect, scheme.track, scheme.color(capacity_token(active, limit)), share)


def ring(painter: QPainter, rect: QRectF, track: str, fill: str, share: float, stroke: float) -> None:
    """Paint a ring, filled clockwise from the top to `share` (0 to 1)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.setPen(QPen(QColor(track), stroke))
    painter.drawEllipse(inner)
    share = min(max(share, 0.0), 1.0)
    if share > 0:
        painter.setPen(
            QPen(
                QColor(fill),
                stroke,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.FlatCap if share >= 1 else Qt.PenCapStyle.RoundCap,
            )
        )
        painter.drawArc(inner, _TOP, -round(share * _FULL_CIRCLE))
    painter.restore()


def compliance(painter: QPainter, rect: QRectF, scheme: Scheme, share: float, stroke: float) -> None:
    """Paint the ring of a compliance (0 to 1)."""
    ring(painter, rect, scheme.track, scheme.color(compliance_token(share)), share, stroke)


def pill_width(text: str) -> float:
    """Return the width of a pill with this word."""
    metrics = QFontMetricsF(fonts.font(Type.SECONDARY, Weight.MEDIUM))
    return metrics.horizontalAdvance(text) + Size.PILL_DOT + Space.XS + Size.CURSOR_GAP + 2 * Space.S + 2


def pill(painter: QPainter, rect: QRectF, scheme: Scheme, text: str, token: str) -> None:
    """Paint an outlined pill: a coloured dot and a word in text colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(scheme.line), Size.BORDER))
    painter.setBrush(QColor(scheme.surface))
    painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.color(token)))
    dot = QRectF(
        rect.left() + Space.S + 1, rect.center().y() - Size.PILL_DOT / 2, Size.PILL_DOT, Size.PILL_DOT
    )
    painter.drawEllipse(dot)
    painter.setPen(QColor(scheme.text))
    painter.setFont(fonts.font(Type.SECONDARY, Weight.MEDIUM))
    words = QRectF(rect)
    words.setLeft(dot.right() + Space.XS + Size.CURSOR_GAP)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def sparkline(painter: QPainter, rect: QRectF, scheme: Scheme, values: Sequence[float]) -> None:
    """Paint a line through the values with a dot on the last; a flat track when there is nothing to see."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = rect.adjusted(Size.SPARK_DOT, Size.SPARK_DOT, -Size.SPARK_DOT, -Size.SPARK_DOT)
    if len(values) < 2 or not any(values):
        painter.setPen(QPen(QColor(scheme.line), Size.SPARK_STROKE))
        painter.drawLine(inner.bottomLeft(), inner.bottomRight())
        painter.restore()
        return
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = inner.width() / (len(values) - 1)
    base = inner.bottom() if high > low else inner.center().y()
    points = [
        QPointF(inner.left() + step * place, base - inner.height() * (value - low) / span)
        for place, value in enumerate(values)
    ]
    pen = QPen(QColor(scheme.accent), Size.SPARK_STROKE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.accent))
    painter.drawEllipse(points[-1], Size.SPARK_DOT, Size.SPARK_DOT)
    painter.restore()


def elided(
    painter: QPainter, rect: QRectF, text: str, font: QFont, color: str, align: Qt.AlignmentFlag
) -> float:
    """Paint one line of text, shortened with an ellipsis to fit; return the width it took."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def focus_ring(painter: QPainter, rect: QRectF, scheme: Scheme, radius: float) -> None:
    """Paint the frame that shows keyboard focus."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(scheme.accent), Size.FOCUS))
    inset = Size.FOCUS / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()

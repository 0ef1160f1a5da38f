"""A large button with an icon or an avatar, a title and a line of explanation."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.line_button import LineButton


class ChoiceButton(LineButton):
    """One of several ways to go on.

    Args:
        title: What it is.
        detail: A line about it.
        icon: Shown in a box; or, with `identity`, an avatar is.
        identity: Id of a person.
        height: Height in pixels.
        is_suggested: Outlined in accent.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        icon: str = "",
        *,
        identity: UUID | str | None = None,
        height: int = Size.FIRST_START_CHOICE,
        is_suggested: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail, self._icon, self._identity = detail, icon, identity
        self._is_suggested = is_suggested
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Return a width that suits the first start."""
        return QSize(Size.FIRST_START_WIDTH, self.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and some words."""
        return QSize(Size.MENU_WIDTH, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        is_lit = self.hasFocus() or self.isDown()
        width = Size.FOCUS if is_lit else Size.BORDER
        edge = scheme.accent if is_lit or self._is_suggested else scheme.line
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(scheme.hover if self.underMouse() and not is_lit else scheme.surface))
        inset = width / 2
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), Radius.CARD, Radius.CARD)
        left = self._paint_picture(painter, area, is_lit or self._is_suggested)
        arrow = Size.ICON
        color = scheme.accent if is_lit or self._is_suggested else scheme.text_muted
        right = area.right() - Space.L - arrow
        picture = icons.pixmap("chevron-right", color, arrow, self.devicePixelRatioF())
        painter.drawPixmap(round(right), round(area.center().y() - arrow / 2), picture)
        words = QRectF(
            left, area.center().y() - Space.L - Space.HAIR, right - left - Space.S, Space.L + Space.HAIR
        )
        start = Qt.AlignmentFlag.AlignLeft
        paint.elided(painter, words, self.text(), fonts.font(Type.BODY, Weight.SEMIBOLD), scheme.text, start)
        words.translate(0, words.height() + Space.HAIR)
        paint.elided(painter, words, self._detail, fonts.font(), scheme.text_muted, start)

    def _paint_picture(self, painter: QPainter, area: QRectF, is_lit: bool) -> float:
        scheme = scheme_of(self)
        edge = Size.CHOICE_ICON if self._identity is None else Size.AVATAR_S
        margin = Space.L + Space.XS if self._identity is None else Space.M
        box = QRectF(margin, area.center().y() - edge / 2, edge, edge)
        if self._identity is not None:
            paint.avatar(painter, box, scheme, self._identity, self.text())
            return box.right() + Space.M
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent_soft if is_lit else scheme.canvas))
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        size = Size.ICON_LARGE - Space.HAIR
        picture = icons.pixmap(
            self._icon, scheme.accent if is_lit else scheme.text_muted, size, self.devicePixelRatioF()
        )
        painter.drawPixmap(round(box.center().x() - size / 2), round(box.center().y() - size / 2), picture)
        return box.right() + Space.L

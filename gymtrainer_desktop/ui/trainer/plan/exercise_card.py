"""An exercise in the week grid: painted in one piece, because a plan may have hundreds of them."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QWidget

from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.plan.card_words import CardWords


class CardAction(StrEnum):
    """What can be done with the chosen exercises."""

    EDIT = "edit"
    SUBSTITUTE = "substitute"
    DUPLICATE = "duplicate"
    DELETE = "delete"
    CUT = "cut"
    COPY = "copy"
    PASTE = "paste"
    GROUP = "group"
    UNGROUP = "ungroup"
    LEARN = "learn"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


class ExerciseCard(QWidget):
    """One exercise of the week grid. It paints itself and tells of what happens to it; the grid decides."""

    pressed = Signal(object, object)
    """Taken hold of with the left button: its id, and the keyboard modifiers."""
    released = Signal(object, object)
    """Let go without having been carried anywhere: its id, and the keyboard modifiers."""
    carried = Signal(object)
    """The pointer takes it along; carries its id."""
    opened = Signal(object)
    """Double click; carries its id."""
    menu_wanted = Signal(object, QPoint)
    """Its menu is asked for: its id, and where on the screen."""
    entered = Signal(object, bool)
    """It has the keyboard now: its id, and whether a click brought it."""
    key_pressed = Signal(object, QKeyEvent)
    """A key was pressed here: its id, and the event, which is accepted by whoever does something."""

    def __init__(self, exercise: DraftExercise, words: CardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exerciseCard")
        # Tab goes to the heads of the days and to the current card only; arrows do the rest.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.exercise = exercise
        self.words = words
        self.is_chosen = False
        self.is_lifted = False
        self._pressed_at: QPoint | None = None
        self._lines: list[tuple[QTextLayout, str]] = []
        self._measured = -1
        self._height = 0
        self.show_exercise(exercise, words)

    def show_exercise(self, exercise: DraftExercise, words: CardWords) -> None:
        """Say what is prescribed now."""
        self.exercise, self.words = exercise, words
        self._measured = -1
        self.setToolTip(words.tool_tip)
        self.setAccessibleName(words.spoken)
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Show whether it is one of those that the next action is about."""
        if chosen != self.is_chosen:
            self.is_chosen = chosen
            self.update()

    def set_lifted(self, lifted: bool) -> None:
        """Show its place only, while it is carried elsewhere."""
        if lifted != self.is_lifted:
            self.is_lifted = lifted
            self.update()

    def height_for(self, width: int) -> int:
        """Return the height at which everything can be read."""
        self._measure(width)
        return self._height

    @property
    def more_area(self) -> QRect:
        """Where the three dots are, that open the menu."""
        edge = Size.AVATAR_XS
        return QRect(self.width() - edge - Space.HAIR, Space.HAIR, edge, edge)

    # Measuring

    def _measure(self, width: int) -> None:
        if self._measured == width:
            return
        self._measured = width
        room = width - 2 * Space.S - Space.HAIR
        words = self.words
        mark = f"{words.mark}\u2002" if words.mark else ""
        first, second = _fonts(QGuiApplication.font().key())
        texts = [
            (mark + words.name, first, "text"),
            (words.target or self.tr("no target"), second, "text" if words.target else "caution"),
        ]
        if words.progression:
            texts.append((f"↗\u2002{words.progression}", second, "positive"))
        if words.rest or words.has_note:
            texts.append((words.rest, second, "text_muted"))
        self._lines = []
        y = float(Space.S)
        for place, (text, font, token) in enumerate(texts):
            layout = QTextLayout(text, font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            if not place and mark:
                layout.setFormats([_mark_format(len(mark), scheme_of(self))])
            top = y
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(room, 1))
                line.setPosition(QPointF(0, y - top))
                y += line.height()
            layout.endLayout()
            layout.setPosition(QPointF(Space.S + Space.HAIR, top))
            self._lines.append((layout, token))
            y += Space.HAIR
        self._height = round(y + Space.S - Space.HAIR)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card: an edge in accent with the keyboard, a soft fill when chosen, dashes when away."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        is_lit = self.hasFocus() or self.is_chosen
        width = Size.FOCUS if self.hasFocus() else Size.BORDER
        pen = QPen(QColor(scheme.accent if is_lit else scheme.line), width)
        fill = scheme.surface
        is_hovered = self.isEnabled() and self.underMouse()
        if self.is_lifted:
            pen = QPen(QColor(scheme.line_strong), Size.BORDER, Qt.PenStyle.DashLine)
            fill = scheme.canvas
        elif self.is_chosen:
            fill = scheme.accent_soft
        elif is_hovered:
            fill = scheme.hover
        painter.setPen(pen)
        painter.setBrush(QColor(fill))
        inset = width / 2
        shape = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(shape, Radius.CONTROL, Radius.CONTROL)
        if self.is_lifted:
            return
        self._measure(self.width())
        for layout, token in self._lines:
            painter.setPen(QColor(scheme.color(token)))
            layout.draw(painter, QPointF(0, 0))
        edge = Size.ICON_SMALL
        if self.words.has_note:
            note = icons.pixmap("message-square", scheme.text_muted, edge)
            painter.drawPixmap(self.width() - edge - Space.S, self.height() - edge - Space.S, note)
        if is_hovered or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(self.more_area, Radius.CONTROL, Radius.CONTROL)
            dots = icons.pixmap("ellipsis", scheme.text_muted, Size.ICON)
            corner = self.more_area.center() - QPoint(Size.ICON // 2 - 1, Size.ICON // 2 - 1)
            painter.drawPixmap(corner, dots)

    # Events

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font, paint again in another scheme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._measured = -1
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.update()
        self.entered.emit(self.exercise.id, event.reason() == Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without the edge."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the grid."""
        event.ignore()
        self.key_pressed.emit(self.exercise.id, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it, or open its menu."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = event.position().toPoint()
        event.accept()
        if self.more_area.contains(at):
            self.menu_wanted.emit(self.exercise.id, self.mapToGlobal(self.more_area.bottomLeft()))
            return
        self._pressed_at = at
        self.pressed.emit(self.exercise.id, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it away once the pointer has gone far enough."""
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.carried.emit(self.exercise.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._pressed_at is not None:
            self._pressed_at = None
            self.released.emit(self.exercise.id, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        event.accept()
        self._pressed_at = None
        if event.button() == Qt.MouseButton.LeftButton and not self.more_area.contains(
            event.position().toPoint()
        ):
            self.opened.emit(self.exercise.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done; with the menu key too."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        where = self.mapToGlobal(self.more_area.bottomLeft()) if by_key else event.globalPos()
        self.menu_wanted.emit(self.exercise.id, where)


@lru_cache(maxsize=4)
def _fonts(_key: str) -> tuple[QFont, QFont]:
    """Return the fonts of a name and of all else; made anew when the application's font is another."""
    return fonts.font(Type.BODY, Weight.MEDIUM), fonts.font(Type.SECONDARY)


def _mark_format(length: int, scheme: Scheme) -> QTextLayout.FormatRange:
    mark = QTextLayout.FormatRange()
    mark.start, mark.length = 0, length
    format = QTextCharFormat()
    format.setForeground(QColor(scheme.accent))
    format.setFontWeight(Weight.SEMIBOLD)
    mark.format = format
    return mark

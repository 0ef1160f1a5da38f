"""An exercise in the plan editor: moved by mouse or keys, opened with Enter."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.exercise_face import ExerciseFace
from gymtrainer_desktop.ui.widgets.buttons import icon_button

EXERCISE_MIME = "application/x-gymtrainer-exercise"


class CardAction(StrEnum):
    """What can be done with an exercise."""

    EDIT = "edit"
    DUPLICATE = "duplicate"
    DELETE = "delete"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


_ALT_KEYS = {
    Qt.Key.Key_Up: CardAction.UP,
    Qt.Key.Key_Down: CardAction.DOWN,
    Qt.Key.Key_Left: CardAction.LEFT,
    Qt.Key.Key_Right: CardAction.RIGHT,
}
_KEYS = {
    Qt.Key.Key_Return: CardAction.EDIT,
    Qt.Key.Key_Enter: CardAction.EDIT,
    Qt.Key.Key_F2: CardAction.EDIT,
    Qt.Key.Key_Delete: CardAction.DELETE,
    Qt.Key.Key_Backspace: CardAction.DELETE,
}


class ExerciseCard(ExerciseFace):
    """One exercise of the week grid."""

    acted = Signal(object, str)
    """Something should be done: the exercise's id and a `CardAction`."""
    sent = Signal(object, str)
    """It should go to another day: the exercise's id and the weekday."""
    stepped = Signal(object, int, int)
    """The keyboard goes on: the exercise's id, columns to the right, cards down."""

    def __init__(
        self, exercise: DraftExercise, days: tuple[Weekday, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exerciseCard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._days = days
        self._pressed_at: QPoint | None = None
        self.more_button = icon_button("ellipsis", self.tr("More"), size=Size.AVATAR_XS, parent=self)
        self.more_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.more_button.clicked.connect(self._on_more_clicked)
        self.exercise = exercise
        self.show_exercise(exercise)

    def show_exercise(self, exercise: DraftExercise) -> None:
        """Say what is prescribed now."""
        self.exercise = exercise
        self.set_exercise(
            exercise.name,
            exercise.sets,
            exercise.reps,
            exercise.weight,
            exercise.rest_seconds,
            exercise.notes,
        )
        self.name.setContentsMargins(0, 0, Size.AVATAR_XS - Space.S, 0)

    def menu(self) -> QMenu:
        """Return everything that can be done, with its keys."""
        menu = QMenu(self)
        for action, words, keys in (
            (CardAction.EDIT, self.tr("Edit…"), "Enter"),
            (CardAction.DUPLICATE, self.tr("Duplicate"), "Ctrl+D"),
            (CardAction.UP, self.tr("Move up"), "Alt+Up"),
            (CardAction.DOWN, self.tr("Move down"), "Alt+Down"),
            (CardAction.LEFT, self.tr("Move a day back"), "Alt+Left"),
            (CardAction.RIGHT, self.tr("Move a day on"), "Alt+Right"),
        ):
            entry = menu.addAction(f"{words}\t{keys}")
            entry.triggered.connect(lambda _=False, act=action: self.acted.emit(self.exercise.id, act))
        to_day = menu.addMenu(self.tr("Move to"))
        for day in self._days:
            entry = to_day.addAction(day.value)
            entry.setEnabled(day is not self.exercise.day)
            entry.triggered.connect(lambda _=False, to=day: self.sent.emit(self.exercise.id, to.value))
        menu.addSeparator()
        remove = menu.addAction(self.tr("Delete") + "\tDel")
        remove.triggered.connect(lambda: self.acted.emit(self.exercise.id, CardAction.DELETE))
        return menu

    def drag(self) -> QDrag:
        """Return what travels with the pointer."""
        drag = QDrag(self)
        data = QMimeData()
        data.setData(EXERCISE_MIME, str(self.exercise.id).encode())
        data.setText(self.exercise.name)
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(self._pressed_at or QPoint(0, 0))
        return drag

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and arrows move it, arrows go on, Enter opens, Del removes, Ctrl+D copies."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        id = self.exercise.id
        if modifiers & Qt.KeyboardModifier.AltModifier and key in _ALT_KEYS:
            self.acted.emit(id, _ALT_KEYS[key])
        elif modifiers & Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_D:
            self.acted.emit(id, CardAction.DUPLICATE)
        elif not modifiers & Qt.KeyboardModifier.ControlModifier and key in _KEYS:
            self.acted.emit(id, _KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(id, 0, -1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(id, -1 if key == Qt.Key.Key_Left else 1, 0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it away; its place stays open while it travels."""
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way < QApplication.startDragDistance():
            return
        drag = self.drag()
        self._pressed_at = None
        self.is_lifted = True
        self.update()
        drag.exec(Qt.DropAction.MoveAction)
        self.is_lifted = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        self.acted.emit(self.exercise.id, CardAction.EDIT)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done."""
        self.menu().popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the menu in its corner."""
        super().resizeEvent(event)
        self.more_button.move(self.width() - self.more_button.width() - Space.HAIR, Space.HAIR)

    def minimumSizeHint(self) -> QSize:
        """Return a narrow size: the column decides."""
        hint = super().minimumSizeHint()
        hint.setWidth(Size.COLUMN_S)
        return hint

    def _on_more_clicked(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.menu().popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

"""The exercise library beside the week: searched, filtered, dragged onto a day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, LibraryFilter, Muscle
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.plan.clipboard import DEFAULT_REST, mime_of
from gymtrainer_desktop.ui.trainer.plan.library_book import LIVE_TABLE, muscles_and_equipment
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import hairline, label

_EXERCISE = Qt.ItemDataRole.UserRole
_MOST = 60
_REMEMBERED = "plan_library"


_USUAL: dict[ExerciseType, tuple[int | None, str, int | None]] = {
    ExerciseType.STRENGTH: (3, "10", DEFAULT_REST),
    ExerciseType.CARDIO: (None, "20 min", None),
    ExerciseType.FLEXIBILITY: (2, "30 s", None),
}
"""Sets, reps and rest of an exercise that is added without saying any."""


def exercise_from(exercise: LibraryExercise, day: Weekday) -> DraftExercise:
    """Return an exercise of the library as one of a plan, with a usual target to begin from."""
    sets, reps, rest = _USUAL[exercise.category]
    return DraftExercise(new_id(), day, exercise.name, sets, reps, "", rest, type=exercise.category)


class LibraryDrawer(QFrame):
    """A panel with all exercises. Whether it is open is remembered.

    Args:
        context: Whose library it is.
    """

    chosen = Signal(object)
    """An exercise should be added; carries the `LibraryExercise`."""
    toggled = Signal(bool)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("libraryDrawer")
        self.setProperty("kind", "side-panel")
        self.setFixedWidth(Size.LIBRARY_DRAWER)
        self._context = context
        self._is_loaded = False
        # Whoever shows the drawer puts the button where it belongs.
        self.toggle_button = quiet_button(self.tr("Library"), "dumbbell", parent=self)
        self.toggle_button.setObjectName("libraryButton")
        self.toggle_button.setCheckable(True)
        self.toggle_button.setToolTip(self.tr("Show the exercise library"))
        self._build()
        context.changes.heard.connect(self._on_heard)
        self.set_open(context.settings.get(_REMEMBERED, False) is True, remembers=False)

    @property
    def is_open(self) -> bool:
        """Whether it shows."""
        return self.toggle_button.isChecked()

    @property
    def exercises(self) -> tuple[LibraryExercise, ...]:
        """Those listed."""
        return tuple(self.list.item(row).data(_EXERCISE) for row in range(self.list.count()))

    def set_open(self, is_open: bool, *, remembers: bool = True) -> None:
        """Show or hide it; the library is first asked when it shows."""
        self.toggle_button.setChecked(is_open)
        self.setVisible(is_open)
        self.toggle_button.setVisible(not is_open)
        if is_open and not self._is_loaded:
            self.reload()
        if remembers:
            try:
                self._context.settings.put(_REMEMBERED, is_open)
            except UserError as error:
                self._context.notices.error(error)
        self.toggled.emit(is_open)

    def reload(self) -> None:
        """Ask again: the library may have changed."""
        if not self.is_open:
            self._is_loaded = False
            return
        self._is_loaded = True
        words, filters, service = self.search.text().strip(), self.filters, self._context.services.exercises
        self._states.show_loading()
        self._context.tasks.query(
            self,
            lambda: service.search(words, filters, _MOST + 1),
            self._on_found,
            self._on_failed,
            key="library",
        )

    @property
    def filters(self) -> LibraryFilter:
        """What is looked through."""
        muscle, equipment = self.muscle.currentData(), self.equipment.currentData()
        return LibraryFilter(
            equipment=Equipment(equipment) if equipment else None, muscle=Muscle(muscle) if muscle else None
        )

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.M, 0, 0)
        column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setContentsMargins(Space.S, 0, Space.S, 0)
        head.addWidget(label(self.tr("Exercise library"), "section"), 1)
        close = icon_button("x", self.tr("Close the library"), size=Size.CONTROL_SMALL)
        close.clicked.connect(lambda: self.set_open(False))
        head.addWidget(close)
        column.addLayout(head)
        self.search = SearchField(self.tr("Search exercises"))
        self.search.setObjectName("librarySearch")
        self.muscle = self._choice("libraryMuscle", self.tr("Muscle"), tuple(Muscle))
        self.equipment = self._choice("libraryEquipment", self.tr("Equipment"), tuple(Equipment))
        fields = QVBoxLayout()
        fields.setContentsMargins(Space.S, 0, Space.S, 0)
        fields.setSpacing(Space.S)
        fields.addWidget(self.search)
        filters = QHBoxLayout()
        filters.setSpacing(Space.S)
        filters.addWidget(self.muscle, 9)
        filters.addWidget(self.equipment, 11)
        fields.addLayout(filters)
        column.addLayout(fields)
        column.addWidget(hairline())
        self.list = _LibraryList()
        self._states = StateStack(self.list)
        column.addWidget(self._states, 1)
        self._foot = label("", "secondary", "muted", wrap=True)
        self._foot.setContentsMargins(Space.S, Space.XS, Space.S, Space.M)
        column.addWidget(self._foot)
        self.search.searched.connect(self.reload)
        self.search.left_downwards.connect(self._on_left_downwards)
        self.muscle.currentIndexChanged.connect(self.reload)
        self.equipment.currentIndexChanged.connect(self.reload)
        self.list.added.connect(self.chosen)
        self._states.retry_requested.connect(self.reload)
        self.toggle_button.clicked.connect(self.set_open)

    def _choice(self, name: str, anything: str, values: Sequence[Muscle | Equipment]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setProperty("kind", "quiet")
        box.setProperty("scale", "small")
        box.setAccessibleName(anything)
        box.setMinimumContentsLength(1)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(anything, "")
        for value in values:
            box.addItem(value.value[:1].upper() + value.value[1:], value.value)
        return box

    # Slots

    def _on_heard(self, tables: frozenset[str] | None) -> None:
        if tables is None or LIVE_TABLE in tables:
            self.reload()

    def _on_found(self, found: tuple[LibraryExercise, ...]) -> None:
        self.list.show_exercises(found[:_MOST])
        if not found:
            self._foot.setText("")
            self._states.show_empty(
                self.tr("No exercise fits"), self.tr("Try fewer words or another filter.")
            )
            return
        words = self.tr("{0} exercises · drag onto a day").format(len(found))
        if len(found) > _MOST:
            words = self.tr("The first {0} · search for others, drag onto a day").format(_MOST)
        self._foot.setText(words)
        self._states.show_content()

    def _on_failed(self, exc: Exception) -> None:
        self._is_loaded = False
        self._foot.setText("")
        self._states.show_error(self.tr("The library could not be loaded"), exc)

    def _on_left_downwards(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)


class _LibraryList(QListWidget):
    """Exercises; each can be dragged away, added with Enter, a double click or its plus."""

    added = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("libraryList")
        self.setAccessibleName(self.tr("Exercises; Enter adds to the day"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setDragEnabled(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        delegate = _LibraryDelegate(self)
        self.setItemDelegate(delegate)
        delegate.plus_clicked.connect(self.added)
        self.itemDoubleClicked.connect(lambda item: self.added.emit(item.data(_EXERCISE)))

    def show_exercises(self, exercises: Sequence[LibraryExercise]) -> None:
        """List other exercises."""
        self.clear()
        for one in exercises:
            detail = muscles_and_equipment(one)
            item = QListWidgetItem(f"{one.name}, {detail}")
            item.setData(_EXERCISE, one)
            if one.aliases:
                aliases = self.tr("also {0}").format(", ".join(one.aliases))
                item.setToolTip(f"{one.name}\n{detail}\n{aliases}")
            self.addItem(item)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """Return what travels with the pointer."""
        return mime_of([exercise_from(item.data(_EXERCISE), Weekday.MONDAY) for item in items])

    def supportedDropActions(self) -> Qt.DropAction:
        """Only ever a copy: the library keeps what it has."""
        return Qt.DropAction.CopyAction

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.added.emit(item.data(_EXERCISE))
        else:
            super().keyPressEvent(event)


class _LibraryDelegate(QStyledItemDelegate):
    """A grip, name, muscles and equipment, and a plus."""

    plus_clicked = Signal(object)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, Size.ROW_LIBRARY)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        exercise = index.data(_EXERCISE)
        assert isinstance(exercise, LibraryExercise)
        scheme = scheme_of(option.widget)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_current or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent_soft if is_current else scheme.hover))
            painter.drawRoundedRect(area, Radius.CONTROL, Radius.CONTROL)
        edge = Size.ICON_SMALL
        middle = round(area.center().y())
        grip = icons.pixmap("grip-vertical", scheme.text_muted, edge)
        painter.drawPixmap(round(area.left()) + Space.XS, middle - edge // 2, grip)
        plus = icons.pixmap("plus", scheme.text_muted, edge)
        place = _plus_area(option.rect).center()
        painter.drawPixmap(place - QPoint(edge // 2, edge // 2), plus)
        words = area.adjusted(Space.XS + edge + Space.S, Space.S, -Size.CONTROL_SMALL - Space.S, -Space.S)
        left = Qt.AlignmentFlag.AlignLeft
        upper = QRectF(words.left(), words.top(), words.width(), words.height() / 2)
        paint.elided(painter, upper, exercise.name, fonts.font(Type.BODY, Weight.MEDIUM), scheme.text, left)
        detail = muscles_and_equipment(exercise)
        lower = upper.translated(0, upper.height())
        paint.elided(painter, lower, detail, fonts.font(Type.SECONDARY), scheme.text_muted, left)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if (
            event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and event.button() == Qt.MouseButton.LeftButton
            and _plus_area(option.rect).contains(event.position().toPoint())
        ):
            self.plus_clicked.emit(index.data(_EXERCISE))
            return True
        return super().editorEvent(event, model, option, index)


def _plus_area(row: QRect) -> QRect:
    edge = Size.CONTROL_SMALL
    return QRect(row.right() - edge - Space.XS, row.center().y() - edge // 2, edge, edge)

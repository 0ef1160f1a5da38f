"""The exercises of the workout on the left: which are done, which is being done, and how to finish."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.targets import format_sets
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import plain_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import sets_count_text
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.meters import ProgressBar
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label

_NAME_TYPED = 400
"""More letters than a name may have, so that too long a name is refused in words and not cut in silence."""


class EntryButton(QAbstractButton):
    """One exercise: its number or a tick, its name, and how far it is."""

    def __init__(self, number: int, entry: ExerciseEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._number = number
        self._is_current = False
        self.joins_above = self.joins_below = False
        self.setFixedHeight(Size.ROW_CLIENT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def words(self) -> str:
        """How far the exercise is."""
        entry = self.entry
        done, count = len(entry.done), len(entry.sets)
        match entry.state:
            case EntryState.LOGGED:
                return self.tr("Saved, {0}").format(sets_count_text(done))
            case EntryState.SENDING:
                return self.tr("Saving…")
            case EntryState.UNSENT:
                return self.tr("Not saved yet")
            case EntryState.SKIPPED:
                return self.tr("Skipped")
        if done:
            return self.tr("{0} of {1} sets done").format(done, count)
        planned = entry.planned
        sets = format_sets(planned.sets, planned.reps) if planned else ""
        return " · ".join(filter(None, (sets, entry.weight_words))) or self.tr("Not in the plan")

    def set_current(self, current: bool) -> None:
        """Light it up as the exercise in the middle of the page."""
        self._is_current = current
        self.setAccessibleName(f"{self.entry.mark} {self.entry.name}, {self.words}".strip())
        self.setToolTip(self.entry.name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a fixed height; the list decides the width."""
        return QSize(Size.LOG_LIST, Size.ROW_CLIENT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, up and down walk."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        if self._is_current or self.underMouse():
            painter.fillRect(self.rect(), QColor(scheme.accent_soft if self._is_current else scheme.hover))
        painter.fillRect(QRectF(0, 0, area.width(), Size.BORDER), QColor(scheme.line))
        disc = QRectF(Space.L, area.center().y() - Size.STATE_DISC / 2, Size.STATE_DISC, Size.STATE_DISC)
        self._paint_bond(painter, disc, scheme)
        self._paint_disc(painter, disc, scheme)
        words = area.adjusted(disc.right() + Space.M, 0, -Space.M, 0)
        half = Space.L + Space.HAIR
        upper = QRectF(words.left(), area.center().y() - half - 1, words.width(), half)
        lower = QRectF(words.left(), area.center().y() + 1, words.width(), half)
        left = Qt.AlignmentFlag.AlignLeft
        name = fonts.font(Type.BODY, Weight.SEMIBOLD if self._is_current else Weight.MEDIUM)
        is_skipped = self.entry.state is EntryState.SKIPPED
        color = scheme.text_muted if is_skipped else scheme.text
        paint.elided(painter, upper, self.entry.name, name, color, left)
        is_unsent = self.entry.state is EntryState.UNSENT
        tone = scheme.critical if is_unsent else scheme.text_muted
        paint.elided(painter, lower, self.words, fonts.font(Type.SECONDARY), tone, left)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, 0)

    def _paint_bond(self, painter: QPainter, disc: QRectF, scheme: Scheme) -> None:
        """Join the discs of a superset by a line."""
        area, middle = QRectF(self.rect()), disc.center()
        painter.setPen(QPen(QColor(scheme.line_strong), Size.DAY_STROKE))
        if self.joins_above:
            painter.drawLine(QPointF(middle.x(), area.top()), QPointF(middle.x(), disc.top()))
        if self.joins_below:
            painter.drawLine(QPointF(middle.x(), disc.bottom()), QPointF(middle.x(), area.bottom()))

    def _paint_disc(self, painter: QPainter, disc: QRectF, scheme: Scheme) -> None:
        state = self.entry.state
        icon = {
            EntryState.LOGGED: "check",
            EntryState.UNSENT: "triangle-alert",
            EntryState.SKIPPED: "skip-forward",
        }.get(state)
        if state is EntryState.LOGGED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.positive))
            painter.drawEllipse(disc)
        elif state is not EntryState.UNSENT:
            edge = scheme.accent if self._is_current else scheme.line
            width = Size.DAY_STROKE if self._is_current else Size.BORDER
            painter.setPen(QPen(QColor(edge), width))
            painter.setBrush(QColor(scheme.surface))
            inset = width / 2
            painter.drawEllipse(disc.adjusted(inset, inset, -inset, -inset))
        if icon is not None:
            colors = {EntryState.LOGGED: scheme.surface, EntryState.UNSENT: scheme.critical}
            color = colors.get(state, scheme.text_muted)
            edge_of_icon = Size.ICON_LARGE if state is EntryState.UNSENT else Size.ICON_SMALL
            picture = icons.pixmap(icon, color, edge_of_icon, self.devicePixelRatioF())
            half = edge_of_icon / 2
            painter.drawPixmap(round(disc.center().x() - half), round(disc.center().y() - half), picture)
            return
        color = scheme.accent if self._is_current else scheme.text_muted
        font = fonts.font(Type.BODY, Weight.SEMIBOLD)
        number = self.entry.mark or str(self._number)
        paint.elided(painter, disc, number, font, color, Qt.AlignmentFlag.AlignHCenter)


class WorkoutList(Card):
    """The workout's exercises, "Add another exercise" and "Finish workout"."""

    chosen = Signal(object)
    """An exercise was clicked; carries its key."""
    add_requested = Signal(str)
    """Unplanned work; carries the name typed."""
    finish_requested = Signal()
    when_chosen = Signal(bool)
    """Whether the workout of another day is done today."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("workoutList")
        self.buttons: list[EntryButton] = []
        self._headline = ElidedLabel("", "section")
        self._words = label("", "secondary", "muted", wrap=True)
        self.when = Segmented((), height=Size.CONTROL_SMALL)
        self.when.setObjectName("whenSwitch")
        self.when.setAccessibleName(self.tr("When it was done"))
        self.add_button = plain_button(self.tr("Add another exercise"), "plus")
        self.add_button.setObjectName("addExerciseButton")
        self.name_edit = QLineEdit()
        self.name_edit.setObjectName("exerciseNameEdit")
        self.name_edit.setMaxLength(_NAME_TYPED)
        self.name_edit.setPlaceholderText(self.tr("Name, then Enter"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name_edit.setCompleter(completer)
        self.name_field = FormField(self.tr("Exercise"), self.name_edit)
        self._bar = ProgressBar(0.0, "positive")
        self._sets_count = label("")
        self.finish_button = quiet_button(self.tr("&Finish workout"), "check")
        self.finish_button.setObjectName("finishWorkoutButton")
        self.finish_button.setAccessibleName(self.tr("Finish workout"))
        self._problem = label("", "secondary", "critical", wrap=True)
        self._problem.hide()
        self._build()
        self.add_button.clicked.connect(self._on_add_clicked)
        self.name_edit.returnPressed.connect(self._on_name_entered)
        self.finish_button.clicked.connect(self.finish_requested)
        self.when.chosen.connect(lambda key: self.when_chosen.emit(key == "today"))

    @property
    def problem(self) -> str:
        """What is said above "Finish workout", empty for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    @property
    def progress_words(self) -> str:
        """Sets done of all ("2/13")."""
        return self._sets_count.text()

    def set_heading(self, title: str, words: str) -> None:
        """Say what workout it is, and of which day."""
        self._headline.setText(title)
        self._words.setText(words)

    def set_when(self, day_words: str, done_today: bool) -> None:
        """Offer to say when another day's workout is done; no words for no offer."""
        self.when.setVisible(bool(day_words))
        if day_words:
            self.when.set_segments((Segment("day", day_words), Segment("today", self.tr("Today"))))
            self.when.set_current("today" if done_today else "day")

    def set_names(self, names: list[str]) -> None:
        """Offer names while one is typed."""
        if self._names.stringList() != names:
            self._names.setStringList(names)

    def show_session(self, session: WorkoutSession) -> None:
        """Show how the workout stands."""
        if [button.entry for button in self.buttons] != session.entries:
            self._rebuild(session)
        for above, button in zip((None, *self.buttons), self.buttons, strict=False):
            letter = button.entry.mark[:1]
            button.joins_above = bool(letter) and above is not None and above.entry.mark[:1] == letter
            button.joins_below = False
            if above is not None:
                above.joins_below = button.joins_above
        for button in self.buttons:
            button.set_current(button.entry is session.current)
        done, planned = session.sets_done, session.sets_planned
        self._sets_count.setText(f"{done}/{planned}")
        self._bar.set_share(done / planned if planned else 0.0)
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        """Say why the workout cannot be finished."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def show_name_error(self, error: UserError) -> None:
        """Say what is wrong with the name typed."""
        self.name_field.set_error(error.message)

    def close_name(self) -> None:
        """The name was taken."""
        self.name_edit.clear()
        self.name_field.hide()
        self.add_button.show()

    def open_name(self) -> None:
        """Let a name be typed."""
        self.name_field.clear_error()
        self.name_field.show()
        self.add_button.hide()
        self.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the field for a name."""
        if event.key() == Qt.Key.Key_Escape and not self.name_field.isHidden():
            self.close_name()
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        head.setSpacing(Space.XS)
        head.addWidget(self._headline)
        head.addWidget(self._words)
        head.addWidget(self.when)
        self.body.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self.body.addWidget(hairline())
        add = QVBoxLayout()
        add.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        row.setContentsMargins(-Space.S, 0, 0, 0)
        add.addLayout(row)
        add.addWidget(self.name_field)
        self.body.addLayout(add)
        self.body.addWidget(hairline())
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        foot.setSpacing(Space.S)
        line = QHBoxLayout()
        line.addWidget(label(self.tr("Sets done"), tone="muted"))
        line.addStretch(1)
        line.addWidget(self._sets_count)
        foot.addLayout(line)
        foot.addWidget(self._bar)
        foot.addSpacing(Space.S)
        foot.addWidget(self._problem)
        foot.addWidget(self.finish_button)
        self.body.addLayout(foot)
        self.name_field.hide()
        self.when.hide()

    def _rebuild(self, session: WorkoutSession) -> None:
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [EntryButton(number, entry) for number, entry in enumerate(session.entries, start=1)]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, key=button.entry.key: self.chosen.emit(key))
            self._column.addWidget(button)

    def _on_add_clicked(self) -> None:
        self.open_name()

    def _on_name_entered(self) -> None:
        self.add_requested.emit(self.name_edit.text())

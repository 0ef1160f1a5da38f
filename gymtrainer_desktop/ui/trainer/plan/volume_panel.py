"""How many hard sets a week of the plan asks of each muscle, beside the band that is usual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.muscles import BandState, SetsBand, band_state
from gymtrainer_desktop.domain.units import format_number
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.plan.week_volume import MuscleSets, WeekVolume
from gymtrainer_desktop.ui.trainer.words import exercises_text
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.text import hairline, label

_REMEMBERED = "plan sets band"
_MOST_SETS = 60
_LISTED = 12


class VolumePanel(QFrame):
    """Stands beside the grid. The band is a hint; it is moved below and remembered on this workstation.

    Args:
        settings: Where the band is remembered.
    """

    not_remembered = Signal(object)
    """The band could not be written down; carries the error. It holds until the program ends."""
    closed = Signal()
    """The cross was clicked."""

    def __init__(self, settings: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("volumePanel")
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.VOLUME_PANEL)
        self._settings = settings
        self.band = self._recalled()
        self.volume = WeekVolume()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(self._head())
        self.bars = _MuscleBars()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.bars)
        column.addWidget(area, 1)
        self._nothing = label(self.tr("No sets to count in this week yet."), "secondary", "muted", wrap=True)
        self._nothing.setContentsMargins(Space.L, 0, Space.L, 0)
        column.addWidget(self._nothing)
        self._unknown = label("", "secondary", "muted", wrap=True)
        self._unknown.setObjectName("volumeUnknown")
        self._unknown.setContentsMargins(Space.L, 0, Space.L, 0)
        column.addWidget(self._unknown)
        column.addWidget(hairline())
        column.addLayout(self._foot())
        self.show_volume(WeekVolume(), 1)

    def show_volume(self, volume: WeekVolume, week: int) -> None:
        """Show the sets of a week."""
        self.volume = volume
        self._week.setText(self.tr("Hard sets per muscle, week {0}").format(week))
        self.bars.set_lines(volume.muscles, self.band)
        self._nothing.setVisible(not volume.muscles)
        count = len(volume.unknown)
        self._unknown.setVisible(count > 0)
        self._unknown.setText(self.tr("{0} not in the library").format(exercises_text(count)))
        self._unknown.setToolTip("\n".join(name[:100] for name in volume.unknown[:_LISTED]))

    # Building

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, 0, Space.S, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(self.tr("Volume"), "section"))
        self._week = label("", "secondary", "muted")
        words.addWidget(self._week)
        head.addLayout(words, 1)
        self.close_button = icon_button("x", self.tr("Hide volume"))
        self.close_button.clicked.connect(self.closed)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, 0, Space.L, 0)
        foot.setSpacing(Space.S)
        self.low = self._spin("volumeLow", self.tr("Fewest usual sets"), self.band.low)
        self.high = self._spin("volumeHigh", self.tr("Most usual sets"), self.band.high)
        foot.addWidget(label(self.tr("Usual"), "secondary", "muted"))
        foot.addWidget(self.low, 1)
        foot.addWidget(label("–", "secondary", "muted"))
        foot.addWidget(self.high, 1)
        self.low.valueChanged.connect(self._on_low_changed)
        self.high.valueChanged.connect(self._on_high_changed)
        return foot

    def _spin(self, name: str, words: str, value: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setObjectName(name)
        spin.setAccessibleName(words)
        spin.setToolTip(words)
        spin.setRange(1, _MOST_SETS)
        spin.setValue(value)
        spin.lineEdit().setTextMargins(Space.XS, 0, 0, 0)
        return spin

    # The band

    def _on_low_changed(self, low: int) -> None:
        with QSignalBlocker(self.high):
            self.high.setValue(max(self.high.value(), low))
        self._take_band()

    def _on_high_changed(self, high: int) -> None:
        with QSignalBlocker(self.low):
            self.low.setValue(min(self.low.value(), high))
        self._take_band()

    def _take_band(self) -> None:
        self.band = SetsBand(self.low.value(), self.high.value())
        try:
            self._settings.put(_REMEMBERED, [self.band.low, self.band.high])
        except UserError as error:
            self.not_remembered.emit(error)
        self.bars.set_lines(self.volume.muscles, self.band)

    def _recalled(self) -> SetsBand:
        """Return the band remembered, the usual one for what cannot be one."""
        stored = self._settings.get(_REMEMBERED)
        if (
            isinstance(stored, list)
            and len(stored) == 2
            and all(isinstance(one, int) and not isinstance(one, bool) for one in stored)
            and 1 <= stored[0] <= stored[1] <= _MOST_SETS
        ):
            return SetsBand(stored[0], stored[1])
        return SetsBand()


class _MuscleBars(QWidget):
    """A bar per muscle; the band lies behind the bars."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MuscleSets, ...] = ()
        self._band = SetsBand()

    def set_lines(self, lines: tuple[MuscleSets, ...], band: SetsBand) -> None:
        self._lines, self._band = lines, band
        self.setFixedHeight(len(lines) * Size.VOLUME_ROW)
        told = (f"{line.muscle.value} {format_number(line.sets)} {self._state(line)}" for line in lines)
        self.setAccessibleName(", ".join(words.strip() for words in told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(Size.VOLUME_PANEL, len(self._lines) * Size.VOLUME_ROW)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        most = max([Decimal(self._band.high), *(line.sets for line in self._lines)], default=Decimal(1))
        scale = float(most) * 1.1 or 1.0
        for place, line in enumerate(self._lines):
            row = QRectF(Space.L, place * Size.VOLUME_ROW, self.width() - 2 * Space.L, Size.VOLUME_ROW)
            self._paint_line(painter, scheme, row, line, scale)

    def _paint_line(
        self, painter: QPainter, scheme: Scheme, row: QRectF, line: MuscleSets, scale: float
    ) -> None:
        words = QRectF(row.left(), row.top(), row.width(), row.height() - Size.BAR - Space.S)
        state = self._state(line)
        figure = f"{state}  {format_number(line.sets)}" if state else format_number(line.sets)
        small = fonts.font(Type.SECONDARY, Weight.MEDIUM, tabular=True)
        right = Qt.AlignmentFlag.AlignRight
        tone = scheme.caution if state else scheme.text
        used = paint.elided(painter, words, figure, small, tone, right)
        name = QRectF(words)
        name.setRight(words.right() - used - Space.S)
        text = line.muscle.value.capitalize()
        paint.elided(painter, name, text, fonts.font(Type.SECONDARY), scheme.text, Qt.AlignmentFlag.AlignLeft)
        track = QRectF(row.left(), words.bottom(), row.width(), Size.BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.line))
        painter.drawRoundedRect(track, Size.BAR_RADIUS, Size.BAR_RADIUS)
        low, high = (
            track.left() + track.width() * sets / scale for sets in (self._band.low, self._band.high)
        )
        painter.setBrush(QColor(scheme.track))
        painter.drawRect(QRectF(low, track.top(), high - low, track.height()))
        painter.setBrush(QColor(scheme.caution if state else scheme.accent))
        bar = QRectF(track)
        bar.setWidth(track.width() * float(line.sets) / scale)
        painter.drawRoundedRect(bar, Size.BAR_RADIUS, Size.BAR_RADIUS)

    def _state(self, line: MuscleSets) -> str:
        match band_state(line.sets, self._band, line.muscle):
            case BandState.BELOW:
                return self.tr("low")
            case BandState.ABOVE:
                return self.tr("high")
            case _:
                return ""

"""How much less the deload weeks of a plan ask for."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import label

_LEAST, _MOST, _STEP = 10, 100, 5
_EVERY = 4


class DeloadPopover(QFrame):
    """A small window below the week strip: percent of sets and weight that are left, and which weeks."""

    changed = Signal(object)
    """Somebody set another `Deload`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("deloadPopover")
        self.setProperty("kind", "popover")
        self.setFixedWidth(Size.POPOVER_WIDTH)
        self._deload = Deload()
        self._weeks = 1
        self.sets_percent = self._spin("deloadSets")
        self.weight_percent = self._spin("deloadWeight")
        self.every_fourth = quiet_button(self.tr("Every 4th week"), size="small")
        self.none = quiet_button(self.tr("No deload weeks"), size="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(label(self.tr("Deload weeks"), "section"))
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(FormField(self.tr("Sets that are left"), self.sets_percent))
        row.addWidget(FormField(self.tr("Weight that is left"), self.weight_percent))
        column.addLayout(row)
        self._words = label("", "secondary", "muted", wrap=True)
        column.addWidget(self._words)
        buttons = QHBoxLayout()
        buttons.addWidget(self.every_fourth)
        buttons.addWidget(self.none)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.sets_percent.valueChanged.connect(self._on_percent_changed)
        self.weight_percent.valueChanged.connect(self._on_percent_changed)
        self.every_fourth.clicked.connect(
            lambda: self._set_weeks(tuple(range(_EVERY, self._weeks + 1, _EVERY)))
        )
        self.none.clicked.connect(lambda: self._set_weeks(()))

    def set_deload(self, deload: Deload, duration_weeks: int) -> None:
        """Show what holds now."""
        self._deload, self._weeks = deload, duration_weeks
        with QSignalBlocker(self.sets_percent), QSignalBlocker(self.weight_percent):
            self.sets_percent.setValue(deload.sets_percent)
            self.weight_percent.setValue(deload.weight_percent)
        weeks = ", ".join(str(week) for week in deload.weeks)
        marked = self.tr("Weeks {0}.").format(weeks) if weeks else self.tr("No week is one yet.")
        how = self.tr("D on a week of the strip makes it one, or a normal one again.")
        self._words.setText(f"{marked} {how}")

    def open_below(self, anchor: QWidget) -> None:
        """Open below a widget, right edges in line."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + Space.XS))
        self.move(corner)
        self.show()
        self.sets_percent.setFocus(Qt.FocusReason.PopupFocusReason)

    def _spin(self, name: str) -> QSpinBox:
        spin = QSpinBox()
        spin.setObjectName(name)
        spin.setRange(_LEAST, _MOST)
        spin.setSingleStep(_STEP)
        spin.setSuffix(" %")
        return spin

    def _on_percent_changed(self) -> None:
        self._tell(
            dataclasses.replace(
                self._deload,
                sets_percent=self.sets_percent.value(),
                weight_percent=self.weight_percent.value(),
            )
        )

    def _set_weeks(self, weeks: tuple[int, ...]) -> None:
        self._tell(dataclasses.replace(self._deload, weeks=weeks))

    def _tell(self, deload: Deload) -> None:
        if deload != self._deload:
            self.set_deload(deload, self._weeks)
            self.changed.emit(deload)

"""The first step of bringing history along: which file, and what it does not say itself."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.history import ImportedHistory, ImportRefused
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.logging.words import counted, sets_count_text
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label


class HistoryFileStep(QWidget):
    """Asks for the file; for the unit where the file names none; and in which zone its times are.

    Args:
        time_zone: The gym's, in which times are read unless another zone is chosen.
    """

    reading_changed = Signal()
    """The unit or the time zone is another: read the file again."""

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose_button = quiet_button(self.tr("Choose &file…"), "folder-open")
        self.choose_button.setObjectName("chooseFileButton")
        self._file_name = ElidedLabel(self.tr("No file chosen"), tone="muted")
        self.units = Segmented([Segment(unit, unit.value) for unit in Unit])
        self.units.setObjectName("importUnit")
        self.units.set_current("")
        self.unit_field = FormField(self.tr("The weights in this file are in"), self.units)
        self.zone = _zone_box(time_zone)
        self.zone.setObjectName("importZone")
        self.zone_field = FormField(
            self.tr("Its times are those of"),
            self.zone,
            self.tr("The file does not say where you trained; usually it was here."),
        )
        self._zone_read = time_zone
        self._report = label("", wrap=True)
        self._report.setObjectName("importReport")
        self._warnings = label("", tone="muted", wrap=True)
        self.errors = QListWidget()
        self.errors.setObjectName("importErrors")
        self.errors.setAccessibleName(self.tr("What is wrong with the file, line by line"))
        self.errors.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.errors.setWordWrap(True)
        self._build()
        self.forget()
        self.units.chosen.connect(lambda _key: self.reading_changed.emit())
        self.zone.textActivated.connect(self._on_zone_chosen)
        line = self.zone.lineEdit()
        assert line is not None
        line.editingFinished.connect(self._on_zone_chosen)

    @property
    def report(self) -> str:
        """What is said about the file."""
        return "" if self._report.isHidden() else self._report.text()

    @property
    def unit(self) -> Unit | None:
        """The unit chosen, None as long as nobody chose one."""
        return Unit(self.units.current) if self.units.current else None

    @property
    def time_zone(self) -> str:
        """The zone in which times are read."""
        return self._zone_read

    def show_file(self, path: Path) -> None:
        """Begin with another file."""
        self._file_name.setText(path.name)
        self.units.set_current("")
        self.forget()

    def forget(self) -> None:
        """Say nothing about the file."""
        self.say("")
        for widget in (self.unit_field, self.zone_field, self._warnings, self.errors):
            widget.hide()

    def say(self, words: str) -> None:
        """Say a sentence about the file."""
        self._report.setText(words)
        self._report.setVisible(bool(words))

    def ask_for_unit(self, words: str) -> None:
        """The file names no unit."""
        self.say(words)
        self.unit_field.show()
        self.units.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_history(self, history: ImportedHistory) -> None:
        """Say what the file holds."""
        self.errors.hide()
        first, last = history.workouts[0].started_at.date(), history.workouts[-1].started_at.date()
        count = counted(history.workouts_count, self.tr("1 workout"), self.tr("{0} workouts"))
        self.say(
            self.tr("{0} export: {1} with {2}, from {3} to {4}.").format(
                history.format,
                count,
                sets_count_text(history.sets_count),
                format_date(first),
                format_date(last),
            )
        )
        self._warnings.setText("\n".join(history.warnings))
        self._warnings.setVisible(bool(history.warnings))
        self.unit_field.setVisible(history.needs_unit)
        self.zone_field.show()

    def show_refusal(self, exc: ImportRefused) -> str:
        """List what is wrong, line by line; return it in one sentence."""
        self.forget()
        self.errors.clear()
        self.errors.addItems([str(error) for error in exc.errors])
        self.errors.setVisible(len(exc.errors) > 1)
        if len(exc.errors) == 1:
            return str(exc.errors[0])
        return self.tr("{0} lines are wrong.").format(len(exc.errors)) if exc.errors else exc.message

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        column.setSpacing(Space.M)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.choose_button)
        row.addWidget(self._file_name, 1)
        column.addLayout(row)
        column.addWidget(self._report)
        column.addWidget(self._warnings)
        for field in (self.unit_field, self.zone_field):
            field.setMaximumWidth(Size.FORM_WIDTH)
            column.addWidget(field)
        column.addWidget(self.errors, 10)
        column.addStretch(1)

    def _on_zone_chosen(self, _text: str = "") -> None:
        place = self.zone.findText(self.zone.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        # What is no zone is not kept: the one before stands there again.
        self.zone.setCurrentText(self.zone.itemText(place) if place >= 0 else self._zone_read)
        if self.zone.currentText() != self._zone_read:
            self._zone_read = self.zone.currentText()
            self.reading_changed.emit()


def _zone_box(chosen: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
    box.addItems([name for name in names if not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))])
    if box.findText(chosen) < 0:
        box.addItem(chosen)
    box.setCompleter(completer(box.model(), box))
    box.setCurrentText(chosen)
    return box

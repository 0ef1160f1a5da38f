"""Two versions of the gym's settings side by side, and the choice between them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.gym import GymSettings, format_plate_list
from gymtrainer_desktop.domain.units import Unit, format_weight
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import hairline, label


class SettingsChoice(StrEnum):
    """What to do about another version."""

    KEEP_TYPING = "keep"
    THEIRS = "theirs"
    MINE = "mine"


class SettingsConflictDialog(SheetDialog):
    """Shows what is stored now beside what was typed, where they differ.

    Args:
        theirs: Stored now.
        mine: Typed.
    """

    def __init__(self, theirs: GymSettings, mine: GymSettings, parent: QWidget) -> None:
        super().__init__("", parent, cancel_text=QCoreApplication.translate("settings", "Keep typing"))
        self.setObjectName("settingsConflictDialog")
        self.choice = SettingsChoice.KEEP_TYPING
        self.set_title(self.tr("Somebody else changed the settings"))
        self.set_subtitle(self.tr("They saved first. What you typed is still here."))
        self.set_confirm_text(self.tr("Save &mine"))
        self.confirm_button.setObjectName("saveMineButton")
        self.theirs_button = quiet_button(self.tr("Take &theirs"))
        self.theirs_button.setObjectName("takeTheirsButton")
        self.add_footer_widget(self.theirs_button)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)
        self.differences = differences(theirs, mine)
        self.body.addWidget(self._grid())

    def submit(self) -> None:
        """Save what was typed on top of theirs."""
        self.choice = SettingsChoice.MINE
        self.accept()

    def _on_theirs_clicked(self) -> None:
        self.choice = SettingsChoice.THEIRS
        self.accept()

    def _grid(self) -> QWidget:
        widget = QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        for place, title in ((1, self.tr("Stored now")), (2, self.tr("Yours"))):
            grid.addWidget(label(title, weight="semibold"), 0, place)
            grid.setColumnStretch(place, 1)
        for number, (words, theirs, mine) in enumerate(self.differences):
            row = 2 * number + 1
            grid.addWidget(hairline(), row, 0, 1, 3)
            caption = label(words, tone="muted", wrap=True)
            caption.setMinimumWidth(Size.FACT_LABEL)
            grid.addWidget(caption, row + 1, 0)
            for place, value in ((1, theirs), (2, mine)):
                grid.addWidget(label(value, wrap=True), row + 1, place)
        if not self.differences:
            grid.addWidget(label(self.tr("Both say the same."), tone="muted"), 1, 0, 1, 3)
        return widget


def differences(theirs: GymSettings, mine: GymSettings) -> tuple[tuple[str, str, str], ...]:
    """Return what differs: its name, theirs and mine in words."""
    pairs = zip(_words(theirs), _words(mine), strict=True)
    return tuple((name, there, here) for (name, there), (_, here) in pairs if there != here)


def _words(settings: GymSettings) -> tuple[tuple[str, str], ...]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("settings", text)

    is_kg = settings.weight_unit is Unit.KG
    return (
        (tr("Name"), settings.name),
        (tr("Time zone"), settings.time_zone),
        (tr("The week starts on"), Weekday.from_number(settings.week_start).value),
        (tr("Weights in"), tr("Kilograms (kg)") if is_kg else tr("Pounds (lb)")),
        (tr("One-rep maximum"), settings.e1rm_formula.value.capitalize()),
        (tr("Bar in kg"), format_weight(settings.bar_kg, Unit.KG)),
        (tr("Plates in kg"), format_plate_list(settings.plates_kg)),
        (tr("Bar in lb"), format_weight(settings.bar_lb, Unit.LB)),
        (tr("Plates in lb"), format_plate_list(settings.plates_lb)),
        (tr("Staff idle time"), tr("{0} min").format(settings.staff_idle_minutes)),
        (tr("Kiosk idle time"), tr("{0} min").format(settings.kiosk_idle_minutes)),
        (tr("Trainers take waiting members"), tr("yes") if settings.trainers_may_assign else tr("no")),
        (tr("An offer stands for"), tr("{0} days").format(settings.offer_days)),
        (tr("Kiosks keep plans for"), tr("{0} days").format(settings.kiosk_offline_days)),
    )

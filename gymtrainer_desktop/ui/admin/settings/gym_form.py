"""The form of the gym's own settings, in groups, saved as one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, SignedOut, UserError
from gymtrainer_desktop.domain.gym import GymSettings, format_plate_list, read_bar, read_plates
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit, format_number
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.admin.settings.settings_conflict import SettingsChoice, SettingsConflictDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import hairline, label

MAX_NAME = 120
MAX_STAFF_IDLE = 720
MAX_KIOSK_IDLE = 60
MAX_OFFER_DAYS = 60
MAX_OFFLINE_DAYS = 14


class GymForm(Card):
    """Name, calendar, weights, bars and plates, waiting list and idle times, saved with their version."""

    saved = Signal(object)
    """The `GymSettings` as they are now."""
    conflicted = Signal()
    """Somebody else saved first: load the settings again and call `show_stored`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Gym"))
        self._context = context
        self._stored: GymSettings | None = None
        self._theirs: GymSettings | None = None
        self._is_busy = self._is_filling = self._asks = False
        self._build()
        self._connect_signals()
        self._update_buttons()

    def show_stored(self, settings: GymSettings) -> None:
        """Take what is stored; what is half typed stays, and the person is asked if both were changed."""
        if self._is_busy:
            return
        if self._stored is None or not self.is_dirty():
            self._fill(settings)
        elif settings != self._stored:
            self._theirs = settings
            self._say_conflict(settings)

    def set_time_zones(self, names: tuple[str, ...]) -> None:
        """Offer these time zones; what is typed stays."""
        typed = self.zone.currentText()
        self._is_filling = True
        self.zone.clear()
        self.zone.addItems(names)
        self.zone.setEditText(typed)
        self._is_filling = False

    def is_dirty(self) -> bool:
        """Whether the fields say something else than what is stored."""
        if self._stored is None:
            return False
        try:
            return self._read(self._stored) != self._stored
        except UserError:
            return True

    def save(self) -> None:
        """Save what the fields say."""
        if self._stored is None or self._is_busy:
            return
        for field in self._fields.values():
            field.clear_error()
        try:
            settings = self._read(self._stored)
        except UserError as error:
            self._refuse(error)
            return
        self._set_busy(True)
        gym = self._context.services.gym
        self._context.tasks.write(self, lambda: gym.save(settings), self._on_saved, self._on_failed)

    def revert(self) -> None:
        """Show what is stored."""
        if (settings := self._theirs or self._stored) is not None:
            self._fill(settings)

    def error_of(self, name: str) -> str:
        """Return the sentence beside a field."""
        return self._fields[name].error

    # Building

    def _build(self) -> None:
        self.name, self.zone, self.week = QLineEdit(), QComboBox(), QComboBox()
        self.unit, self.formula = QComboBox(), QComboBox()
        self.staff_idle, self.kiosk_idle, self.offer_days = QLineEdit(), QLineEdit(), QLineEdit()
        self.offline_days = QLineEdit()
        self.bars = {unit: QLineEdit() for unit in Unit}
        self.plates = {unit: QLineEdit() for unit in Unit}
        self._build_choices()
        minutes = self.tr("(minutes)")
        self._fields = {
            "name": FormField(self.tr("&Name of the gym"), self.name),
            "time_zone": FormField(self.tr("&Time zone"), self.zone),
            "week_start": FormField(self.tr("The &week starts on"), self.week),
            "weight_unit": FormField(self.tr("Weights &in"), self.unit),
            "e1rm_formula": FormField(self.tr("&Estimated one-rep maximum"), self.formula),
            "staff_idle_minutes": FormField(self.tr("Sta&ff idle time"), self.staff_idle, minutes),
            "kiosk_idle_minutes": FormField(self.tr("Kiosk idle ti&me"), self.kiosk_idle, minutes),
            "offer_days": FormField(self.tr("An &offer stands for"), self.offer_days, self.tr("(days)")),
            "kiosk_offline_days": FormField(self.tr("Plans &kept"), self.offline_days, self.tr("(days)")),
            "bar_kg": FormField(self.tr("&Bar"), self.bars[Unit.KG], self.tr("(kg)")),
            "plates_kg": FormField(self.tr("&Plates"), self.plates[Unit.KG], self.tr("(kg, each in pairs)")),
            "bar_lb": FormField(self.tr("Ba&r"), self.bars[Unit.LB], self.tr("(lb)")),
            "plates_lb": FormField(self.tr("P&lates"), self.plates[Unit.LB], self.tr("(lb, each in pairs)")),
        }
        for key, field in self._fields.items():
            field.field.setObjectName(f"gym_{key}")
        inner = self.padded(Space.M)
        self.banner = Banner("triangle-alert", "caution")
        self.banner.setObjectName("gymConflict")
        self.compare_button = self.banner.add_action(self.tr("Compare …"), self._compare)
        self.compare_button.setObjectName("compareGymButton")
        self.banner.hide()
        inner.addWidget(self.banner)
        for title, rows in (
            (self.tr("Name and calendar"), (("name",), ("time_zone", "week_start"))),
            (self.tr("Weights"), (("weight_unit", "e1rm_formula"),)),
            (self.tr("Bars and plates"), (("bar_kg", "plates_kg"), ("bar_lb", "plates_lb"))),
            (self.tr("Signing out when nobody is there"), (("staff_idle_minutes", "kiosk_idle_minutes"),)),
        ):
            self._add_group(inner, title, rows)
        self._add_waiting(inner)
        self._add_offline(inner)
        inner.addLayout(self._foot())

    def _build_choices(self) -> None:
        self.zone.setEditable(True)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zone.setCompleter(completer(self.zone.model(), self.zone))
        for day in Weekday:
            self.week.addItem(self.tr(day.value), day.number)
        self.unit.addItem(self.tr("Kilograms (kg)"), Unit.KG)
        self.unit.addItem(self.tr("Pounds (lb)"), Unit.LB)
        self.formula.addItem(self.tr("Epley: weight × (1 + reps / 30)"), E1rmFormula.EPLEY)
        self.formula.addItem(self.tr("Brzycki: weight × 36 / (37 − reps)"), E1rmFormula.BRZYCKI)

    def _add_group(self, inner: QVBoxLayout, title: str, rows: tuple[tuple[str, ...], ...]) -> None:
        if inner.count() > 1:
            inner.addWidget(hairline())
        inner.addWidget(label(title, weight="semibold"))
        for keys in rows:
            if len(keys) == 1:
                inner.addWidget(self._fields[keys[0]])
            else:
                inner.addLayout(side_by_side(*(self._fields[key] for key in keys)))

    def _add_waiting(self, inner: QVBoxLayout) -> None:
        self._add_group(inner, self.tr("Waiting list"), ())
        self.may_assign = QCheckBox(self.tr("T&rainers may take waiting members themselves"))
        self.may_assign.setObjectName("gym_trainers_may_assign")
        self.may_assign.setProperty("kind", "switch")
        words = self.tr("Otherwise they ask for a client, and the desk grants or refuses.")
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.addWidget(self.may_assign)
        column.addWidget(label(words, "secondary", "muted", wrap=True))
        inner.addLayout(column)
        inner.addLayout(side_by_side(self._fields["offer_days"], QWidget()))

    def _add_offline(self, inner: QVBoxLayout) -> None:
        self._add_group(inner, self.tr("When the server is away"), ())
        words = self.tr(
            "Plans a kiosk has shown, kept there encrypted, for members to go on with. 0: not at all."
        )
        inner.addLayout(side_by_side(self._fields["kiosk_offline_days"], QWidget()))
        inner.addWidget(label(words, "secondary", "muted", wrap=True))

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addStretch(1)
        self.revert_button = quiet_button(self.tr("Re&vert"))
        self.revert_button.setObjectName("revertGymButton")
        self.save_button = primary_button(self.tr("&Save"))
        self.save_button.setObjectName("saveGymButton")
        foot.addWidget(self.revert_button)
        foot.addWidget(self.save_button)
        return foot

    def _connect_signals(self) -> None:
        gear = (*self.bars.values(), *self.plates.values())
        numbers = (self.staff_idle, self.kiosk_idle, self.offer_days, self.offline_days)
        for edit in (self.name, *numbers, *gear):
            edit.textChanged.connect(self._on_edited)
            edit.returnPressed.connect(self.save)
        self.zone.editTextChanged.connect(self._on_edited)
        for combo in (self.week, self.unit, self.formula):
            combo.currentIndexChanged.connect(self._on_edited)
        self.may_assign.toggled.connect(self._on_edited)
        self.save_button.clicked.connect(self.save)
        self.revert_button.clicked.connect(self.revert)

    # Reading and showing

    def _fill(self, settings: GymSettings) -> None:
        self._stored, self._theirs = settings, None
        self._is_filling = True
        self.name.setText(settings.name)
        self.zone.setEditText(settings.time_zone)
        self.week.setCurrentIndex(self.week.findData(settings.week_start))
        self.unit.setCurrentIndex(self.unit.findData(settings.weight_unit))
        self.formula.setCurrentIndex(self.formula.findData(settings.e1rm_formula))
        self.staff_idle.setText(str(settings.staff_idle_minutes))
        self.kiosk_idle.setText(str(settings.kiosk_idle_minutes))
        self.may_assign.setChecked(settings.trainers_may_assign)
        self.offer_days.setText(str(settings.offer_days))
        self.offline_days.setText(str(settings.kiosk_offline_days))
        for unit in Unit:
            self.bars[unit].setText(format_number(settings.gear(unit).bar))
            self.plates[unit].setText(format_plate_list(settings.gear(unit).plates))
        self._is_filling = False
        for field in self._fields.values():
            field.clear_error()
        self.banner.hide()
        self._update_buttons()

    def _read(self, ground: GymSettings) -> GymSettings:
        name = " ".join(self.name.text().split())
        if not 1 <= len(name) <= MAX_NAME:
            raise UserError(self.tr("The gym's name has 1 to {0} characters.").format(MAX_NAME), field="name")
        zone = self.zone.currentText().strip()
        known = self.zone.count() == 0 or self.zone.findText(zone, Qt.MatchFlag.MatchExactly) >= 0
        if not zone or not known:
            raise UserError(self.tr("There is no such time zone. Please choose one."), field="time_zone")
        return replace(
            ground,
            name=name,
            time_zone=zone,
            week_start=int(self.week.currentData()),
            weight_unit=Unit(self.unit.currentData()),
            e1rm_formula=E1rmFormula(self.formula.currentData()),
            staff_idle_minutes=self._number(self.staff_idle, "staff_idle_minutes", MAX_STAFF_IDLE),
            kiosk_idle_minutes=self._number(self.kiosk_idle, "kiosk_idle_minutes", MAX_KIOSK_IDLE),
            trainers_may_assign=self.may_assign.isChecked(),
            offer_days=self._number(self.offer_days, "offer_days", MAX_OFFER_DAYS),
            bar_kg=read_bar(self.bars[Unit.KG].text(), Unit.KG, "bar_kg"),
            bar_lb=read_bar(self.bars[Unit.LB].text(), Unit.LB, "bar_lb"),
            plates_kg=read_plates(self.plates[Unit.KG].text(), Unit.KG, "plates_kg"),
            plates_lb=read_plates(self.plates[Unit.LB].text(), Unit.LB, "plates_lb"),
            kiosk_offline_days=self._number(
                self.offline_days, "kiosk_offline_days", MAX_OFFLINE_DAYS, least=0
            ),
        )

    def _number(self, edit: QLineEdit, field: str, most: int, *, least: int = 1) -> int:
        text = edit.text().strip()
        is_whole = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if not is_whole or not least <= int(text) <= most:
            words = self.tr("A whole number from {0} to {1}, please.").format(least, most)
            raise UserError(words, field=field)
        return int(text)

    def _refuse(self, error: UserError) -> None:
        field = self._fields.get(error.field or "")
        if field is None:
            self._context.notices.error(error)
            return
        field.set_error(error.message)
        field.field.setFocus()

    def _say_conflict(self, theirs: GymSettings) -> None:
        self.banner.set_words(
            self.tr("Somebody else changed this"), self.tr("What you typed is still here, and not saved.")
        )
        self.banner.show()
        if self._asks:
            self._asks = False
            self._compare()

    def _compare(self) -> None:
        """Show both versions side by side, and let the person choose."""
        theirs = self._theirs
        assert theirs is not None
        try:
            mine = self._read(theirs)
        except UserError as error:  # half typed: the banner is enough
            self._refuse(error)
            return
        dialog = SettingsConflictDialog(theirs, mine, self)
        dialog.finished.connect(lambda: self._on_compared(dialog))
        dialog.open()

    def _on_compared(self, dialog: SettingsConflictDialog) -> None:
        dialog.deleteLater()
        if dialog.choice is SettingsChoice.THEIRS:
            self.revert()
        elif dialog.choice is SettingsChoice.MINE:
            self._on_mine_clicked()

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._update_buttons()

    def _update_buttons(self) -> None:
        can = self.is_dirty() and not self._is_busy
        self.save_button.setEnabled(can)
        self.revert_button.setEnabled(can)

    # Slots

    def _on_edited(self) -> None:
        if not self._is_filling:
            for field in self._fields.values():
                if field.field is self.sender() or field.field is self.zone:
                    field.clear_error()
            self._update_buttons()

    def _on_mine_clicked(self) -> None:
        if self._theirs is not None:
            self._stored, self._theirs = self._theirs, None
            self.banner.hide()
            self.save()

    def _on_saved(self, settings: GymSettings) -> None:
        self._set_busy(False)
        self._fill(settings)
        self._context.notices.toast(self.tr("The gym's settings are saved"))
        self.saved.emit(settings)

    def _on_failed(self, exc: Exception) -> None:
        self._set_busy(False)
        if isinstance(exc, Conflict):
            self._asks = True
            self.conflicted.emit()
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self._refuse(exc)
        else:
            self._context.notices.error(exc, self.tr("What you typed is still here."))

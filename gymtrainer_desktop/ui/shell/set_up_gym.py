"""The form that makes one's own gym: its name, its time, its units, and the first admin."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.people import NAME_LIMIT
from gymtrainer_desktop.domain.trainers import PASSWORD_LENGTH
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import label

_PASSWORD_MOST = 200
_EMAIL_MOST = 254


@dataclass(frozen=True, slots=True)
class GymSetUp:
    """What the form holds, checked.

    Attributes:
        time_zone: IANA name.
        week_start: ISO number of the first weekday, 1 = Monday to 7 = Sunday.
    """

    gym_name: str
    time_zone: str
    week_start: int
    weight_unit: Unit
    admin_name: str
    email: str
    password: str = field(repr=False)


class SetUpGymPage(QWidget):
    """Asks what a gym needs to begin."""

    submitted = Signal(object)
    """The form is right; carries a `GymSetUp`."""
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.gym_name = QLineEdit()
        self.gym_name.setPlaceholderText(self.tr("Harbour Street Gym"))
        self.time_zone = _time_zone_box()
        self.week_start = QComboBox()
        for number, word in ((1, self.tr("Monday")), (6, self.tr("Saturday")), (7, self.tr("Sunday"))):
            self.week_start.addItem(word, number)
        self.weight_unit = QComboBox()
        self.weight_unit.addItem(self.tr("Kilograms (kg)"), Unit.KG)
        self.weight_unit.addItem(self.tr("Pounds (lb)"), Unit.LB)
        self.admin_name = QLineEdit()
        self.email = QLineEdit()
        self.password = QLineEdit()
        self.password_again = QLineEdit()
        for secret in (self.password, self.password_again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields = {
            "gym_name": FormField(self.tr("Name of the gym"), self.gym_name),
            "time_zone": FormField(self.tr("Time zone"), self.time_zone),
            "week_start": FormField(self.tr("Weeks start on"), self.week_start),
            "weight_unit": FormField(self.tr("Weights in"), self.weight_unit),
            "admin_name": FormField(self.tr("Your name"), self.admin_name),
            "email": FormField(self.tr("Your e-mail"), self.email, self.tr("(you sign in with it)")),
            "password": FormField(
                self.tr("Password"),
                self.password,
                self.tr("(at least {0} characters)").format(PASSWORD_LENGTH),
            ),
            "password_again": FormField(self.tr("Password again"), self.password_again),
        }
        self.back = quiet_button(self.tr("Back"))
        self.submit = primary_button(self.tr("Create my gym"))
        self._build()
        self.back.clicked.connect(self.back_requested)
        self.submit.clicked.connect(self._on_submit)
        self.setFocusProxy(self.gym_name)

    def set_error(self, field_name: str, sentence: str) -> None:
        """Say below a field what is wrong; below the first one for an unknown name."""
        target = self.fields.get(field_name, self.fields["gym_name"])
        target.set_error(sentence)
        target.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Lock the form while the gym is being made."""
        self.submit.setEnabled(not busy)
        self.back.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.submit.isEnabled():
                self._on_submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    # Building

    def _build(self) -> None:
        form = QWidget()
        form.setFixedWidth(Size.FIRST_START_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(Space.XS, Space.XXL, Space.XS, Space.XXL)
        column.setSpacing(Space.L)
        column.addWidget(label(self.tr("Set up my gym"), "title"))
        column.addWidget(self.fields["gym_name"])
        column.addWidget(self.fields["time_zone"])
        column.addLayout(_side_by_side(self.fields["week_start"], self.fields["weight_unit"]))
        column.addSpacing(Space.S)
        column.addWidget(label(self.tr("The first admin"), "section"))
        column.addWidget(self.fields["admin_name"])
        column.addWidget(self.fields["email"])
        column.addLayout(_side_by_side(self.fields["password"], self.fields["password_again"]))
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.submit)
        column.addSpacing(Space.S)
        column.addLayout(buttons)
        middle = QWidget()
        row = QVBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(form, 0, Qt.AlignmentFlag.AlignHCenter)
        row.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(middle)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    # Checking

    def _on_submit(self) -> None:
        errors = self._errors()
        for name, target in self.fields.items():
            target.set_error(errors.get(name, ""))
        if errors:
            first = next(name for name in self.fields if name in errors)
            self.fields[first].field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.submitted.emit(
            GymSetUp(
                " ".join(self.gym_name.text().split()),
                self.time_zone.currentText().strip(),
                self.week_start.currentData(),
                Unit(self.weight_unit.currentData()),
                " ".join(self.admin_name.text().split()),
                self.email.text().strip(),
                self.password.text(),
            )
        )

    def _errors(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        for name, text, missing in (
            ("gym_name", self.gym_name.text(), self.tr("Please enter the name of the gym.")),
            ("admin_name", self.admin_name.text(), self.tr("Please enter your name.")),
        ):
            if not text.strip():
                errors[name] = missing
            elif len(text.strip()) > NAME_LIMIT:
                errors[name] = self.tr("A name can have at most {0} characters.").format(NAME_LIMIT)
        if self.time_zone.findText(self.time_zone.currentText().strip(), Qt.MatchFlag.MatchFixedString) < 0:
            errors["time_zone"] = self.tr("Please choose one of the list, such as Europe/London.")
        email = self.email.text().strip()
        if not email:
            errors["email"] = self.tr("Please enter your e-mail address.")
        elif not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) or len(email) > _EMAIL_MOST:
            errors["email"] = self.tr("This does not look like an e-mail address.")
        password = self.password.text()
        if len(password) < PASSWORD_LENGTH:
            errors["password"] = self.tr("Please use at least {0} characters.").format(PASSWORD_LENGTH)
        elif len(password) > _PASSWORD_MOST:
            errors["password"] = self.tr("Please use at most {0} characters.").format(_PASSWORD_MOST)
        elif password != self.password_again.text():
            errors["password_again"] = self.tr("The two passwords are not the same.")
        return errors


def _time_zone_box() -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
    box.addItems([name for name in names if not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))])
    box.setCompleter(completer(box.model(), box))
    here = QTimeZone.systemTimeZoneId().toStdString()
    box.setCurrentIndex(max(box.findText(here), box.findText("UTC") if box.findText(here) < 0 else 0))
    return box


def _side_by_side(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.L)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row

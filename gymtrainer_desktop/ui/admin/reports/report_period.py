"""Which days a report is about: a period by its name or by its days, or a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gymtrainer_desktop.ui.admin.reports.report_contents import month_name
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import DateField
from gymtrainer_desktop.ui.widgets.text import label

_CUSTOM = "custom"
_MONTHS_BACK = 36

Days = tuple[date, date]


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


PERIODS: dict[str, Callable[[date], Days]] = {
    "this_month": lambda today: (today.replace(day=1), today),
    "last_month": lambda today: (
        _month_before(today.replace(day=1)),
        today.replace(day=1) - timedelta(days=1),
    ),
    "30_days": lambda today: (today - timedelta(days=29), today),
    "90_days": lambda today: (today - timedelta(days=89), today),
    "this_year": lambda today: (today.replace(month=1, day=1), today),
    "last_year": lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
}
"""Periods by name: first and last day, given today."""


class PeriodPicker(QWidget):
    """Offers periods by name; a change of a day makes it one of one's own.

    Args:
        today: The gym's day, as far as is known.
        week_start: ISO number of the gym's first weekday.
    """

    changed = Signal()

    def __init__(self, today: date, week_start: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self.names = QComboBox()
        self.names.setObjectName("reportPeriod")
        self.names.setAccessibleName(self.tr("Period"))
        for key, words in self._words().items():
            self.names.addItem(words, key)
        first, last = PERIODS["30_days"](today)
        self.since, self.until = DateField(first, week_start), DateField(last, week_start)
        self.since.setObjectName("reportSince")
        self.since.setAccessibleName(self.tr("First day"))
        self.until.setObjectName("reportUntil")
        self.until.setAccessibleName(self.tr("Last day"))
        for field in (self.since, self.until):
            field.setFixedWidth(Size.DATE_WIDTH)
        for widget in (self.names, self.since, label(self.tr("to"), tone="muted"), self.until):
            row.addWidget(widget)
        self.names.setCurrentIndex(self.names.findData("30_days"))
        self.names.currentIndexChanged.connect(self._on_name_chosen)
        self.since.dateChanged.connect(self._on_day_changed)
        self.until.dateChanged.connect(self._on_day_changed)

    @property
    def days(self) -> Days:
        """First and last day."""
        return self.since.value, self.until.value

    def set_today(self, today: date) -> None:
        """Take the gym's day; a period by name follows it."""
        if today != self._today:
            self._today = today
            self._show_named()

    def _on_name_chosen(self) -> None:
        self._show_named()
        self.changed.emit()

    def _show_named(self) -> None:
        find = PERIODS.get(str(self.names.currentData()))
        if find is not None:
            self._put(*find(self._today))

    def _put(self, first: date, last: date) -> None:
        for field, day in ((self.since, first), (self.until, last)):
            field.blockSignals(True)
            field.set_value(day)
            field.blockSignals(False)

    def _on_day_changed(self) -> None:
        self.names.blockSignals(True)
        self.names.setCurrentIndex(self.names.findData(_CUSTOM))
        self.names.blockSignals(False)
        self.changed.emit()

    def _words(self) -> dict[str, str]:
        return {
            "this_month": self.tr("This month"),
            "last_month": self.tr("Last month"),
            "30_days": self.tr("Last 30 days"),
            "90_days": self.tr("Last 90 days"),
            "this_year": self.tr("This year"),
            "last_year": self.tr("Last year"),
            _CUSTOM: self.tr("From … to …"),
        }


class MonthPicker(QComboBox):
    """Offers the last three years, month by month.

    Args:
        today: The gym's day, as far as is known.
    """

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportMonth")
        self.setAccessibleName(self.tr("Month"))
        self._today = date.min
        self.set_today(today)
        self.currentIndexChanged.connect(lambda _place: self.changed.emit())

    @property
    def first(self) -> date:
        """First day of the month chosen."""
        return date.fromisoformat(str(self.currentData()))

    def set_today(self, today: date) -> None:
        """Take the gym's day; the month chosen stays."""
        if (today.year, today.month) == (self._today.year, self._today.month):
            return
        kept = self.currentData()
        self._today = today
        self.blockSignals(True)
        self.clear()
        first = today.replace(day=1)
        for _ in range(_MONTHS_BACK):
            self.addItem(month_name(first), first.isoformat())
            first = _month_before(first)
        self.setCurrentIndex(max(self.findData(kept), 0))
        self.blockSignals(False)

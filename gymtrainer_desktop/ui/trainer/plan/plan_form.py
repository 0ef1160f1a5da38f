"""Title, goals, length and start of a plan."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.fields import FormField

_MOST_WEEKS = 104
_MOST_LETTERS = 20_000


class PlanForm(Card):
    """The four facts of a plan in one line."""

    edited = Signal(str, object)
    """A field was changed; carries its name in `PlanContent` and the new value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("planForm")
        self.title, self.goals = QLineEdit(), QLineEdit()
        self.title.setObjectName("planTitleEdit")
        self.title.setPlaceholderText(self.tr("12-week strength"))
        self.goals.setObjectName("planGoalsEdit")
        self.goals.setPlaceholderText(self.tr("build overall strength"))
        for edit in (self.title, self.goals):
            edit.setMaxLength(_MOST_LETTERS)
        self.weeks = QSpinBox()
        self.weeks.setObjectName("planWeeks")
        self.weeks.setRange(1, _MOST_WEEKS)
        self.starts_on = QDateEdit()
        self.starts_on.setObjectName("planStartsOn")
        self.starts_on.setCalendarPopup(True)
        self.starts_on.setDisplayFormat("ddd d MMM yyyy")
        self.fields = {
            "title": FormField(self.tr("Title"), self.title),
            "goals": FormField(self.tr("Goals"), self.goals, self.tr("(optional)")),
            "duration_weeks": FormField(self.tr("Weeks"), self.weeks),
            "starts_on": FormField(self.tr("Starts on"), self.starts_on),
        }
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.L)
        row.addWidget(self.fields["title"], 3)
        row.addWidget(self.fields["goals"], 3)
        self.fields["duration_weeks"].setFixedWidth(Size.COLUMN_S)
        self.fields["starts_on"].setFixedWidth(Size.COLUMN_XL)
        row.addWidget(self.fields["duration_weeks"])
        row.addWidget(self.fields["starts_on"])
        self.body.addLayout(row)
        self.title.textEdited.connect(lambda text: self._edit("title", text))
        self.goals.textEdited.connect(lambda text: self._edit("goals", text))
        self.weeks.valueChanged.connect(lambda weeks: self._edit("duration_weeks", weeks))
        self.starts_on.dateChanged.connect(self._on_date_changed)

    def set_content(self, content: PlanContent) -> None:
        """Show other facts; a field that says the same already keeps its cursor."""
        for edit, text in ((self.title, content.title), (self.goals, content.goals)):
            if edit.text() != text:
                edit.setText(text)
        day = content.starts_on
        with QSignalBlocker(self.weeks), QSignalBlocker(self.starts_on):
            self.weeks.setValue(content.duration_weeks)
            self.starts_on.setDate(QDate(day.year, day.month, day.day))
        last = day + timedelta(weeks=content.duration_weeks) - timedelta(days=1)
        self.fields["starts_on"].set_hint(self.tr("ends {0}").format(format_date(last)))

    def set_error(self, field: str, sentence: str) -> bool:
        """Say below a field what is wrong; return whether there is such a field."""
        found = self.fields.get(field)
        if found is not None:
            found.set_error(sentence)
            found.field.setFocus()
        return found is not None

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        for field in self.fields.values():
            field.clear_error()

    def _edit(self, field: str, value: object) -> None:
        self.fields[field].clear_error()
        self.edited.emit(field, value)

    def _on_date_changed(self, day: QDate) -> None:
        self._edit("starts_on", date(day.year(), day.month(), day.day()))

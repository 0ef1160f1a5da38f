"""The filters of the audit trail: words, kind, time, and people, each person as a chip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.audit import AUDIT_KINDS, AuditQuery
from gymtrainer_desktop.domain.persons import PersonQuery
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.shell.jumps import SearchHit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.shell.search import SearchBox
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import DateField, SearchField
from gymtrainer_desktop.ui.widgets.pills import Chip, FlowLayout
from gymtrainer_desktop.ui.widgets.text import label

_PEOPLE = 8


class Span(StrEnum):
    """How far back."""

    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    CUSTOM = "custom"


class Part(StrEnum):
    """What a person has to do with a change."""

    BY = "by"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class _Who:
    id: UUID
    name: str


class AuditFilters(QWidget):
    """Makes an `AuditQuery` of what somebody chose."""

    changed = Signal()
    """Something else is asked for: read `query`."""
    export_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._people: dict[Part, _Who] = {}
        self._today = date.min
        self._build()
        self._connect_signals()
        self._show_chips()

    @property
    def query(self) -> AuditQuery:
        """What is asked for now, from the first page."""
        since, until = self._span()
        by, about = self._people.get(Part.BY), self._people.get(Part.ABOUT)
        return AuditQuery(
            self.search.text().strip(),
            by.id if by else None,
            about.id if about else None,
            self.kind.currentData(),
            since,
            until,
        )

    @property
    def words(self) -> str:
        """What is asked for, in words; empty for everything."""
        text = self.search.text().strip()
        chosen = [f"“{text}”" if text else ""]
        chosen += [combo.currentText() for combo in (self.kind, self.time) if combo.currentIndex() > 0]
        chosen += [self._person_words(part) for part in self._people]
        return ", ".join(filter(None, chosen))

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self.query != AuditQuery()

    def set_today(self, today: date) -> None:
        """Take the gym's day, by which "today" and "last 7 days" are meant."""
        if self._today == date.min:
            for field in (self.since, self.until):
                field.set_value(today)
        self._today = today

    def set_person(self, part: Part, id: UUID, name: str) -> None:
        """Ask for what a person did, or what was about them."""
        self._people[part] = _Who(id, name)
        self._show_chips()
        self.changed.emit()

    def clear(self) -> None:
        """Ask for everything."""
        for widget in (self.search, self.kind, self.time):
            widget.blockSignals(True)
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.time.setCurrentIndex(0)
        for widget in (self.search, self.kind, self.time):
            widget.blockSignals(False)
        self._people.clear()
        self._show_dates()
        self._show_chips()
        self.changed.emit()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        self.search = SearchField(self.tr("Any name, of who or of whom"))
        self.search.setObjectName("auditSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setToolTip(self.tr("Search (Ctrl+F)"))
        self.kind = self._combo("auditKind", self.tr("Kind"), self.tr("All kinds"))
        for table, words in sorted(AUDIT_KINDS.items(), key=lambda entry: entry[1]):
            self.kind.addItem(self.tr(words), table)
        self.time = self._combo("auditTime", self.tr("Time"), self.tr("Any time"), Span.ANY)
        for span, words in (
            (Span.TODAY, self.tr("Today")),
            (Span.WEEK, self.tr("Last 7 days")),
            (Span.MONTH, self.tr("Last 30 days")),
            (Span.CUSTOM, self.tr("From … to …")),
        ):
            self.time.addItem(words, span)
        self.part = self._combo("auditPart", self.tr("By or about"), self.tr("Done by"), Part.BY)
        self.part.addItem(self.tr("About"), Part.ABOUT)
        self.person = SearchBox(self._context.tasks, self._find, self.tr("Find a person"), key="")
        self.person.setObjectName("auditPerson")
        self.person.setMaxLength(SEARCH_LIMIT)
        self.export_button = quiet_button(self.tr("&Export as CSV …"), "download")
        self.export_button.setObjectName("exportAuditButton")
        self.export_button.setAccessibleName(self.tr("Export as CSV"))
        first.addWidget(self.search, 3)
        for combo in (self.kind, self.time, self.part):
            first.addWidget(combo)
        first.addWidget(self.person, 2)
        first.addWidget(self.export_button)
        column.addLayout(first)
        column.addWidget(self._custom_dates())
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        column.addWidget(self._chips)

    def _custom_dates(self) -> QWidget:
        self._dates = QWidget()
        row = QHBoxLayout(self._dates)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        start = getattr(self._context.gym, "week_start", 1)
        self.since, self.until = DateField(date(2000, 1, 1), start), DateField(date(2000, 1, 1), start)
        for words, field, name in (
            (self.tr("From"), self.since, "auditSince"),
            (self.tr("to"), self.until, "auditUntil"),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setFixedWidth(Size.DATE_WIDTH)
            row.addWidget(label(words, tone="muted"))
            row.addWidget(field)
        row.addStretch(1)
        self._dates.hide()
        return self._dates

    def _combo(self, name: str, text: str, first: str, data: object = None) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(text)
        combo.addItem(first, data)
        return combo

    def _connect_signals(self) -> None:
        self.search.searched.connect(self.changed)
        self.kind.currentIndexChanged.connect(self.changed)
        self.time.currentIndexChanged.connect(self._on_time_chosen)
        for field in (self.since, self.until):
            field.dateChanged.connect(self._on_date_changed)
        self.person.hit_chosen.connect(self._on_person_chosen)
        self.person.failed.connect(self._context.notices.error)
        self.export_button.clicked.connect(self.export_requested)

    # Details

    def _span(self) -> tuple[date | None, date | None]:
        span, today = self.time.currentData(), self._today
        if span == Span.ANY or today == date.min:
            return None, None
        if span == Span.CUSTOM:
            first, last = self.since.value, self.until.value
            return min(first, last), max(first, last)
        days = {Span.TODAY: 1, Span.WEEK: 7, Span.MONTH: 30}[Span(span)]
        return today - timedelta(days=days - 1), None

    def _find(self, text: str) -> Sequence[SearchHit]:
        """Runs in a worker."""
        rows = self._context.services.persons.page(PersonQuery(text, limit=_PEOPLE)).rows
        return [
            SearchHit(
                row.name,
                row.member_number or row.email or "",
                "audit",
                {"person_id": row.id},
                identity=row.id,
            )
            for row in rows
        ]

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for part in self._people:
            chip = Chip(self._person_words(part), removable=True)
            chip.setObjectName(f"auditChip_{part}")
            chip.remove_requested.connect(lambda _text, of=part: self._on_chip_removed(of))
            self._flow.addWidget(chip)
        if self._people:
            everything = plain_button(self.tr("Clear all"), size="small")
            everything.clicked.connect(self.clear)
            self._flow.addWidget(everything)
        self._chips.setVisible(bool(self._people))

    def _person_words(self, part: Part) -> str:
        words = self.tr("Done by {0}") if part is Part.BY else self.tr("About {0}")
        return words.format(self._people[part].name[: Size.CONTROL])

    def _show_dates(self) -> None:
        self._dates.setVisible(self.time.currentData() == Span.CUSTOM)

    def _on_time_chosen(self) -> None:
        self._show_dates()
        self.changed.emit()

    def _on_date_changed(self) -> None:
        if self.time.currentData() == Span.CUSTOM:
            self.changed.emit()

    def _on_person_chosen(self, hit: SearchHit) -> None:
        self.set_person(Part(self.part.currentData()), hit.args["person_id"], hit.title)

    def _on_chip_removed(self, part: Part) -> None:
        self._people.pop(part, None)
        self._show_chips()
        self.changed.emit()

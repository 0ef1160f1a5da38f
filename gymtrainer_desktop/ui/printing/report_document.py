"""What a report says, whether it is shown on the screen, written as PDF or printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, percent

Value = str | int | float | date | tuple[int, int] | None
"""A cell's: what it means, so that a table can sort by it."""


class ValueKind(Enum):
    """What the values of a column are."""

    TEXT = auto()
    NUMBER = auto()
    MIXED = auto()
    """Numbers and numbers in words, which cannot be sorted."""
    COMPLIANCE = auto()
    """A share from 0 to 1."""
    LOAD = auto()
    """Clients and limit."""
    DAY = auto()


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a table.

    Attributes:
        weight: Share of the room left over that a column of texts takes on paper.
    """

    title: str
    kind: ValueKind = ValueKind.TEXT
    weight: int = 1

    @property
    def is_right(self) -> bool:
        """Whether the values stand at the right: all but texts do."""
        return self.kind is not ValueKind.TEXT

    def words(self, value: Value) -> str:
        """Return a value as it is written."""
        if value is None:
            return NO_VALUE
        if self.kind is ValueKind.COMPLIANCE and isinstance(value, float | int):
            return percent(float(value))
        if isinstance(value, tuple):
            return f"{value[0]:,}/{value[1]:,}"
        if isinstance(value, date):
            return f"{format_short_date(value)} {value.year}"
        if isinstance(value, float):
            return f"{value:,.1f}"
        return f"{value:,}" if isinstance(value, int) else value


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of a table.

    Attributes:
        group: What the line belongs to, where the table has groups.
    """

    values: tuple[Value, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table; rows of one group follow one another.

    Attributes:
        empty: What stands there when there are no rows.
        group: What the groups are ("Trainer"); empty when there are none.
        total: A last line, None for none.
    """

    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    empty: str
    group: str = ""
    total: tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A key figure: caption, figure, and a line of explanation."""

    caption: str
    figure: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReportBars:
    """A bar chart.

    Attributes:
        labels: Below the bars; a few of them are left out where they would touch.
        values: As many as labels, none below 0.
        words: What a bar says when it is looked at.
        highest: Where the scale ends; at the highest value when None.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    words: tuple[str, ...]
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report.

    Attributes:
        name: Of its file, without an ending.
        subtitle: The day or period it is about.
        foot: At the left of every page's foot, such as "Printed Mon 23 Nov 2026".
    """

    name: str
    gym: str
    title: str
    subtitle: str
    foot: str
    figures: tuple[ReportFigure, ...]
    tables: tuple[ReportTable, ...]
    bars: ReportBars | None = None

    @property
    def row_count(self) -> int:
        """How many lines all tables have."""
        return sum(len(table.rows) for table in self.tables)

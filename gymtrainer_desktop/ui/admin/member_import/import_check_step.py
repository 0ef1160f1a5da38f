"""The step of an import that shows, line by line, what would become of it, and asks what is left open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.member_import import (
    CheckedLine,
    DateOrder,
    ErrorRule,
    ExistingRule,
    ImportedMembers,
    MemberCheck,
    Verdict,
)
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, PillCell, PillDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import label

_ALL = "all"
_TONES = {
    Verdict.NEW: "positive",
    Verdict.FILL: "accent",
    Verdict.ALREADY: "text_muted",
    Verdict.REPEATED: "caution",
    Verdict.ERROR: "critical",
}


class CheckStep(QWidget):
    """A table with a filter, and choices below it."""

    choices_changed = Signal()
    """The rule for people who are here, or the order of dates, is another: check again."""
    errors_changed = Signal()
    """The rule for lines with errors is another."""
    save_requested = Signal()
    """"Save errors" was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[CheckedLine, ...] = ()
        self.filters = Segmented([Segment(_ALL, self.tr("All"))])
        self.filters.setObjectName("importFilters")
        self.filters.setAccessibleName(self.tr("Which lines"))
        self.model: RowsModel[CheckedLine] = RowsModel(self._columns(), lambda one: one.line, parent=self)
        self.table = DataTable(self.model)
        self.table.setObjectName("importLines")
        self.table.setAccessibleName(self.tr("Lines of the file"))
        self.states = StateStack(self.table)
        self.existing = self._choice(
            "importExisting",
            self.tr("People who are here already"),
            Segment(ExistingRule.SKIP, self.tr("Leave as they are")),
            Segment(ExistingRule.FILL, self.tr("Fill in what is empty")),
        )
        self.errors = self._choice(
            "importErrorRule",
            self.tr("Lines with errors"),
            Segment(ErrorRule.LEAVE_OUT, self.tr("Leave out")),
            Segment(ErrorRule.REFUSE, self.tr("Import nothing")),
        )
        self.order = self._choice(
            "importDateOrder",
            self.tr("03/04/1990 is"),
            Segment(DateOrder.DAY_FIRST, self.tr("3 April")),
            Segment(DateOrder.MONTH_FIRST, self.tr("4 March")),
        )
        self.save_button = quiet_button(self.tr("Save these &lines…"), "save")
        self.save_button.setObjectName("saveErrorsButton")
        self._asks = label("", "secondary", "caution", wrap=True)
        self._build()
        self.filters.chosen.connect(self._on_filter_chosen)
        self.existing.chosen.connect(lambda _key: self.choices_changed.emit())
        self.order.chosen.connect(lambda _key: self.choices_changed.emit())
        self.errors.chosen.connect(lambda _key: self.errors_changed.emit())
        self.save_button.clicked.connect(self.save_requested)

    @property
    def existing_rule(self) -> ExistingRule:
        """What happens to people who are here."""
        return ExistingRule(self.existing.current)

    @property
    def error_rule(self) -> ErrorRule:
        """What happens when lines are wrong."""
        return ErrorRule(self.errors.current)

    @property
    def date_order(self) -> DateOrder | None:
        """Which number of a date is the day, None as long as nobody was asked."""
        return DateOrder(self.order.current) if not self._order_row.isHidden() else None

    @property
    def asks(self) -> str:
        """The question about dates; empty for none."""
        return "" if self._asks.isHidden() else self._asks.text()

    def reset(self) -> None:
        """Another file, or other columns: the choices begin anew."""
        self.existing.set_current(ExistingRule.SKIP)
        self.errors.set_current(ErrorRule.LEAVE_OUT)
        self.order.set_current(DateOrder.DAY_FIRST)
        self._order_row.hide()
        self._asks.hide()
        self.filters.set_current(_ALL)

    def show_check(self, check: MemberCheck, members: ImportedMembers) -> None:
        """Show what would become of every line."""
        self._lines = check.lines
        counts = check.counts()
        words = self._verdict_words()
        shown = [Segment(_ALL, self.tr("All"), len(check.lines))]
        shown += [Segment(verdict, words[verdict], counts[verdict]) for verdict in Verdict if counts[verdict]]
        self.filters.set_segments(shown)
        self._errors_row.setVisible(counts[Verdict.ERROR] > 0)
        here = counts[Verdict.ALREADY] + counts[Verdict.FILL]
        self._existing_row.setVisible(here > 0)
        if members.asks_order:
            self.order.set_current(members.order)
            self._order_row.show()
            self._asks.setText(self.tr("No date of the file says which number is the day. Please choose."))
            self._asks.show()
        self._show_lines()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.filters, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.states, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.XL)
        self._existing_row = _captioned(self.tr("People who are here already"), self.existing)
        self._errors_row = _captioned(self.tr("Lines with errors"), self.errors, self.save_button)
        self._order_row = _captioned(self.tr("03/04/1990 is"), self.order)
        for part in (self._order_row, self._existing_row, self._errors_row):
            row.addWidget(part)
            part.hide()
        row.addStretch(1)
        column.addWidget(self._asks)
        self._asks.hide()
        column.addLayout(row)

    def _choice(self, name: str, words: str, *segments: Segment) -> Segmented:
        choice = Segmented(segments)
        choice.setObjectName(name)
        choice.setAccessibleName(words)
        return choice

    def _columns(self) -> tuple[Column[CheckedLine], ...]:
        return (
            Column(
                "line",
                self.tr("Line"),
                lambda one: str(one.line),
                align=Qt.AlignmentFlag.AlignRight,
                sort_key=lambda one: one.line,
                width=Size.CONTROL_TOUCH + Space.S,
            ),
            Column(
                "name",
                self.tr("Name"),
                lambda one: one.name or NO_VALUE,
                sort_key=lambda one: one.name.casefold() or None,
                width=Size.COLUMN_L,
                stretch=2,
                tooltip=lambda one: _plain(one.name),
            ),
            Column(
                "number",
                self.tr("Number"),
                lambda one: one.member_number or NO_VALUE,
                width=Size.COLUMN_S,
            ),
            Column(
                "verdict",
                self.tr("What happens"),
                lambda one: self._verdict_words()[one.verdict],
                value=lambda one: PillCell(self._verdict_words()[one.verdict], _TONES[one.verdict]),
                delegate=PillDelegate,
                width=Size.COLUMN_M,
            ),
            Column(
                "reason",
                self.tr("Why"),
                lambda one: _sentence(one.reason),
                tone=lambda one: "text" if one.verdict is Verdict.ERROR else "text_muted",
                width=Size.COLUMN_XL,
                stretch=4,
                tooltip=lambda one: _plain(_sentence(one.reason)),
            ),
        )

    def _verdict_words(self) -> dict[Verdict, str]:
        return {
            Verdict.NEW: self.tr("New"),
            Verdict.FILL: self.tr("Fill in"),
            Verdict.ALREADY: self.tr("Already here"),
            Verdict.REPEATED: self.tr("Twice"),
            Verdict.ERROR: self.tr("Error"),
        }

    # Showing

    def _show_lines(self) -> None:
        key = self.filters.current
        wanted = [one for one in self._lines if key in (_ALL, one.verdict)]
        # Of errors the reason matters, and all of them are errors.
        self.table.fold(("number", "verdict") if key == Verdict.ERROR else ())
        self.model.set_rows(wanted)
        if wanted:
            self.states.show_content()
        else:
            self.states.show_empty(self.tr("There is nobody in this file"), icon="users")

    def _on_filter_chosen(self, _key: str) -> None:
        self.table.scrollToTop()
        self._show_lines()


def _sentence(reason: str) -> str:
    """Return a reason, which follows "Line 7:" elsewhere, as it stands alone."""
    return reason[:1].upper() + reason[1:]


def _plain(text: str) -> str:
    """Keep a tool tip from reading what a file holds as rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text


def _captioned(words: str, *widgets: QWidget) -> QWidget:
    """Put quiet words above some controls."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    column.addWidget(label(words, "secondary", "muted"))
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for widget in widgets:
        row.addWidget(widget)
    column.addLayout(row)
    return part

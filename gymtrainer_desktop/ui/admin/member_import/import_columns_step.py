"""The step of an import where one sees the first lines and says what each column is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.member_import import ColumnGuess, Confidence, MemberField
from gymtrainer_desktop.importers.members import NO_HEADER, Mapped, MemberTable, ReadChoice
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label, set_tone

_SAMPLES = 10
_HEADER_LINES = 12
_WORDS_SHOWN = 32
_NAMES = frozenset({MemberField.FIRST_NAME, MemberField.LAST_NAME})


class ChoiceBox(QComboBox):
    """A combo box that leaves the wheel to what it stands in."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll what is around it instead of choosing something else unseen."""
        event.ignore()


class ColumnCard(QFrame):
    """One column: its name, what it is, how sure that is, and the first values."""

    chosen = Signal(int)
    """Somebody said what the column is; carries its place."""

    def __init__(self, place: int, table: MemberTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(Size.IMPORT_COLUMN)
        self._place = place
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.XS)
        name = table.names[place]
        column.addWidget(ElidedLabel(name, weight="semibold"))
        self.box = ChoiceBox()
        self.box.setObjectName(f"column{place + 1}")
        self.box.setAccessibleName(self.tr("Column {0}").format(name))
        self.box.addItem(self.tr("Leave out"), None)
        for field, words in self._field_words().items():
            self.box.addItem(words, field)
        self.box.setMaxVisibleItems(self.box.count())
        column.addWidget(self.box)
        self._certainty = label("", "secondary", "muted")
        column.addWidget(self._certainty)
        column.addSpacing(Space.XS)
        for row in table.rows[:_SAMPLES]:
            value = row.values[place].strip() if place < len(row.values) else ""
            column.addWidget(ElidedLabel(value or "—", "secondary", "text" if value else "muted"))
        column.addStretch(1)
        self._show(table.guesses[place])
        self.box.activated.connect(self._on_activated)

    @property
    def field(self) -> MemberField | None:
        """What the column is, None to leave it out."""
        found: MemberField | None = self.box.currentData()
        return found

    @property
    def certainty(self) -> str:
        """What is said about how sure that is."""
        return self._certainty.text()

    def set_field(self, field: MemberField | None) -> None:
        """Say what the column is."""
        self.box.setCurrentIndex(self.box.findData(field))
        self._certainty.setText(" ")

    def _show(self, guess: ColumnGuess) -> None:
        self.set_field(guess.field)
        if guess.field is None:
            return
        words, tone = {
            Confidence.SURE: (self.tr("Recognised"), "positive"),
            Confidence.LIKELY: (self.tr("Probably"), "muted"),
            Confidence.UNSURE: (self.tr("A guess, please check"), "caution"),
        }[guess.confidence]
        self._certainty.setText(words)
        set_tone(self._certainty, tone)
        self.box.setAccessibleDescription(words)

    def _on_activated(self) -> None:
        self._certainty.setText(" ")
        self.box.setAccessibleDescription("")
        self.chosen.emit(self._place)

    def _field_words(self) -> dict[MemberField, str]:
        return {
            MemberField.FULL_NAME: self.tr("Name"),
            MemberField.FIRST_NAME: self.tr("First name"),
            MemberField.LAST_NAME: self.tr("Last name"),
            MemberField.NUMBER: self.tr("Member number"),
            MemberField.EMAIL: self.tr("E-mail"),
            MemberField.PHONE: self.tr("Phone"),
            MemberField.BIRTH_DATE: self.tr("Date of birth"),
            MemberField.WEIGHT_UNIT: self.tr("Weight unit"),
            MemberField.JOINED_ON: self.tr("Joined on"),
        }


class ColumnsStep(QWidget):
    """The columns side by side, and how the file was read above them."""

    changed = Signal()
    """A column is something else now."""
    reading_changed = Signal(object)
    """The file is to be read in another way; carries the `ReadChoice`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: MemberTable | None = None
        self.is_corrected = False
        self.cards: list[ColumnCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        column.setSpacing(Space.M)
        self._about = label("", tone="muted", wrap=True)
        self._about.setObjectName("importAbout")
        column.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.header_box = self._choice("importHeader", self.tr("Names of the columns"), row)
        self.delimiter_box = self._choice("importDelimiter", self.tr("Values separated by"), row)
        self.sheet_box = self._choice("importSheet", self.tr("Sheet"), row)
        row.addStretch(1)
        column.addLayout(row)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(self.tr("Columns of the file"))
        column.addWidget(self._area, 1)
        self._problem = label("", tone="critical", wrap=True)
        self._problem.setObjectName("importColumnsProblem")
        column.addWidget(self._problem)
        for box in (self.header_box, self.delimiter_box, self.sheet_box):
            box.activated.connect(self._on_reading_chosen)

    @property
    def mapped(self) -> Mapped:
        """What each column is."""
        return tuple(card.field for card in self.cards)

    @property
    def problem(self) -> str:
        """What is missing before one can go on; empty for nothing."""
        chosen = set(self.mapped)
        if MemberField.FULL_NAME in chosen or _NAMES & chosen:
            return ""
        return self.tr("Choose the column that holds the name.")

    def show_table(self, table: MemberTable) -> None:
        """Show an opened file with what its columns seem to be."""
        self._table = table
        self.is_corrected = False
        self._about.setText(self._about_words(table))
        self._fill_reading(table)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, Space.M)
        row.setSpacing(Space.S)
        self.cards = [ColumnCard(place, table) for place in range(len(table.names))]
        for card in self.cards:
            card.chosen.connect(self._on_column_chosen)
            row.addWidget(card)
        row.addStretch(1)
        self._area.setWidget(inner)
        self._show_problem()

    def set_reading(self, reading: bool) -> None:
        """Lock everything while the file is read in another way."""
        self.setEnabled(not reading)

    # Slots

    def _on_column_chosen(self, place: int) -> None:
        """What one column is, no other one is: a field is there once, and a name is whole or in parts."""
        self.is_corrected = True
        field = self.cards[place].field
        taken = {field}
        if field is MemberField.FULL_NAME:
            taken |= _NAMES
        elif field in _NAMES:
            taken.add(MemberField.FULL_NAME)
        for card in self.cards:
            if card is not self.cards[place] and card.field is not None and card.field in taken:
                card.set_field(None)
        self._show_problem()
        self.changed.emit()

    def _on_reading_chosen(self) -> None:
        self.reading_changed.emit(
            ReadChoice(
                self.delimiter_box.currentData(), self.sheet_box.currentData(), self.header_box.currentData()
            )
        )

    # Showing

    def _show_problem(self) -> None:
        self._problem.setText(self.problem)
        self._problem.setVisible(bool(self.problem))

    def _about_words(self, table: MemberTable) -> str:
        count = len(table.rows)
        lines = self.tr("1 line") if count == 1 else self.tr("{0} lines").format(f"{count:,}")
        words = self.tr("{0}. Say what each column holds; what is left out is not imported.").format(lines)
        if table.table.encoding == "Windows-1252":
            words += " " + self.tr(
                "The text was read as Windows-1252: please look at letters such as é and ü."
            )
        return words

    def _fill_reading(self, table: MemberTable) -> None:
        self.header_box.clear()
        for row in table.table.rows[:_HEADER_LINES]:
            first = " · ".join(value.strip() for value in row.values if value.strip())
            first = first if len(first) <= _WORDS_SHOWN else first[:_WORDS_SHOWN] + "…"
            self.header_box.addItem(self.tr("Line {0}: {1}").format(row.line, first), row.line)
        self.header_box.addItem(self.tr("No line has them"), NO_HEADER)
        self.header_box.setCurrentIndex(self.header_box.findData(table.header))
        self.delimiter_box.clear()
        for delimiter, words in (
            (",", self.tr("Comma")),
            (";", self.tr("Semicolon")),
            ("\t", self.tr("Tab")),
            ("|", self.tr("Bar |")),
        ):
            self.delimiter_box.addItem(words, delimiter)
        used = table.table.delimiter
        if used and self.delimiter_box.findData(used) < 0:
            self.delimiter_box.addItem(used, used)
        self.delimiter_box.setCurrentIndex(self.delimiter_box.findData(used) if used else -1)
        self._set_shown(self.delimiter_box, bool(used))
        self.sheet_box.clear()
        for sheet in table.table.sheets:
            self.sheet_box.addItem(sheet, sheet)
        self.sheet_box.setCurrentIndex(self.sheet_box.findData(table.table.sheet))
        self._set_shown(self.sheet_box, len(table.table.sheets) > 1)

    def _choice(self, name: str, words: str, row: QHBoxLayout) -> ChoiceBox:
        box = ChoiceBox()
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        caption = label(words, "secondary", "muted")
        caption.setBuddy(box)
        box.setProperty("caption", caption)
        row.addWidget(caption)
        row.addWidget(box)
        row.addSpacing(Space.S)
        return box

    @staticmethod
    def _set_shown(box: ChoiceBox, shown: bool) -> None:
        box.setVisible(shown)
        caption = box.property("caption")
        assert isinstance(caption, QWidget)
        caption.setVisible(shown)

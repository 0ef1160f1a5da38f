"""What the trainers page lets the front desk change of an instructor: the fields, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.trainers import TrainerEdit, TrainerRow
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.chip_field import ChipField
from gymtrainer_desktop.ui.widgets.fields import FormField

MAX_CLIENTS = 500
MAX_RATE = 100_000
MAX_YEARS = 80
MAX_BIO = 4000
MAX_CHIPS = 20


class TrainerForm(QWidget):
    """The fields of a `TrainerEdit`."""

    changed = Signal()
    submitted = Signal()
    """Enter was pressed in a field of one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: TrainerRow | None = None
        self._build()
        self._connect_signals()

    def show_row(self, row: TrainerRow) -> None:
        """Fill the fields from what is stored."""
        self._row = row
        self.is_trainer.setChecked(row.is_personal_trainer)
        self.limit.setText(str(row.max_clients))
        self.rate.setText("" if row.hourly_rate is None else f"{row.hourly_rate:.2f}")
        self.years.setText("" if row.years_experience is None else str(row.years_experience))
        self.bio.setPlainText(row.bio or "")
        self.specializations.set_texts(row.specializations)
        self.certifications.set_texts(row.certifications)
        self.clear_errors()
        self.changed.emit()

    def set_known(self, rows: Iterable[TrainerRow]) -> None:
        """Offer the specializations and certifications of these trainers while one types."""
        rows = tuple(rows)
        self.specializations.set_known(text for row in rows for text in row.specializations)
        self.certifications.set_known(text for row in rows for text in row.certifications)

    def is_dirty(self) -> bool:
        """Whether the fields say something else than what is stored."""
        if (row := self._row) is None:
            return False
        if self.specializations.pending or self.certifications.pending:
            return True
        try:
            return self._read(row) != edit_of(row)
        except UserError:
            return True

    def edit(self) -> TrainerEdit:
        """Return what the fields say, with the version that was read.

        Raises:
            UserError: A field breaks a rule; `field` names it.
        """
        assert self._row is not None, "nobody is shown"
        self.specializations.take()
        self.certifications.take()
        return self._read(self._row)

    def rebase(self, row: TrainerRow) -> None:
        """Take what is stored now as the ground; what is typed stays."""
        self._row = row
        self.changed.emit()

    def set_error(self, name: str | None, sentence: str) -> bool:
        """Show a sentence beside a field; False when there is no such field."""
        field = self._fields.get(name or "")
        if field is None:
            return False
        field.set_error(sentence)
        field.field.setFocus()
        return True

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        for field in self._fields.values():
            field.clear_error()

    def error_of(self, name: str) -> str:
        """Return the sentence beside a field."""
        return self._fields[name].error

    # Building

    def _build(self) -> None:
        self.is_trainer = QCheckBox(self.tr("Takes &clients as a personal trainer"))
        self.is_trainer.setProperty("kind", "switch")
        self.is_trainer.setObjectName("isPersonalTrainer")
        self.limit, self.rate, self.years = (
            self._line("maxClients"),
            self._line("hourlyRate"),
            self._line("years"),
        )
        self.bio = QPlainTextEdit()
        self.bio.setObjectName("bio")
        self.bio.setTabChangesFocus(True)
        self.bio.setFixedHeight(2 * Size.TEXT_BOX)
        self.specializations = ChipField(self.tr("Add a specialization"), "specializations")
        self.certifications = ChipField(self.tr("Add a certification"), "certifications")
        optional = self.tr("(optional)")
        self._fields = {
            "is_personal_trainer": FormField(self.tr("Personal trainer"), self.is_trainer),
            "max_clients": FormField(self.tr("Most c&lients"), self.limit),
            "hourly_rate": FormField(self.tr("&Rate an hour"), self.rate),
            "years_experience": FormField(self.tr("&Years"), self.years),
            "specializations": FormField(self.tr("S&pecializations"), self.specializations),
            "certifications": FormField(self.tr("C&ertifications"), self.certifications),
            "bio": FormField(self.tr("&Bio"), self.bio, optional),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(self._fields["is_personal_trainer"])
        names = ("max_clients", "hourly_rate", "years_experience")
        column.addLayout(side_by_side(*(self._fields[name] for name in names)))
        for name in ("specializations", "certifications", "bio"):
            column.addWidget(self._fields[name])

    def _line(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        return edit

    def _connect_signals(self) -> None:
        for edit in (self.limit, self.rate, self.years):
            edit.textChanged.connect(self.changed)
            edit.returnPressed.connect(self.submitted)
        self.is_trainer.toggled.connect(self._on_toggled)
        self.bio.textChanged.connect(self._on_bio_changed)
        self.specializations.changed.connect(self._on_chips_changed)
        self.certifications.changed.connect(self._on_chips_changed)

    def _on_toggled(self) -> None:
        self._fields["is_personal_trainer"].clear_error()
        self.changed.emit()

    def _on_bio_changed(self) -> None:
        self._fields["bio"].clear_error()
        self.changed.emit()

    def _on_chips_changed(self) -> None:
        self._fields["specializations"].clear_error()
        self._fields["certifications"].clear_error()
        self.changed.emit()

    # Reading

    def _read(self, row: TrainerRow) -> TrainerEdit:
        bio = self.bio.toPlainText().strip()
        if len(bio) > MAX_BIO:
            words = self.tr("The bio is too long: at most {0} characters, this is {1}.")
            raise UserError(words.format(MAX_BIO, len(bio)), field="bio")
        for name, chips in (
            ("specializations", self.specializations),
            ("certifications", self.certifications),
        ):
            if len(chips.texts) > MAX_CHIPS:
                raise UserError(self.tr("At most {0} of these.").format(MAX_CHIPS), field=name)
        return TrainerEdit(
            row.id,
            row.version,
            self.is_trainer.isChecked(),
            read_limit(self.limit.text()),
            self._rate(),
            self.specializations.texts,
            self.certifications.texts,
            bio,
            _whole(self.years.text(), "years_experience", MAX_YEARS),
        )

    def _rate(self) -> Decimal | None:
        text = self.rate.text().strip().replace(",", ".")
        if not text:
            return None
        try:
            rate = Decimal(text)
            is_known = rate.is_finite() and 0 <= rate <= MAX_RATE and rate == round(rate, 2)
        except InvalidOperation:
            is_known = False
        if not is_known:
            words = self.tr("An amount such as 55.00, at most {0}, please.").format(f"{MAX_RATE:,}")
            raise UserError(words, field="hourly_rate")
        return round(rate, 2)


def read_limit(text: str) -> int:
    """Read how many clients a trainer takes at most.

    Raises:
        UserError: It is empty, or no whole number from 0 to `MAX_CLIENTS`.
    """
    limit = _whole(text, "max_clients", MAX_CLIENTS)
    if limit is None:
        raise UserError(_tr("Please enter how many clients at most."), field="max_clients")
    return limit


def _whole(text: str, field: str, most: int) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or int(text) > most:
        raise UserError(_tr("A whole number from 0 to {0}, please.").format(most), field=field)
    return int(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainerForm", text)


def edit_of(row: TrainerRow) -> TrainerEdit:
    """Return the edit that changes nothing."""
    return TrainerEdit(
        row.id,
        row.version,
        row.is_personal_trainer,
        row.max_clients,
        row.hourly_rate,
        row.specializations,
        row.certifications,
        row.bio or "",
        row.years_experience,
    )

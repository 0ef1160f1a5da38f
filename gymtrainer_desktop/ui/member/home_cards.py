"""The smaller cards of the member's first page: the week, the newest note, the trainer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date, format_short_date
from gymtrainer_desktop.domain.measures import week_summary
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.plans import WeekOfPlan
from gymtrainer_desktop.ui.member.week import dots_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import link_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.logging.words import counted
from gymtrainer_desktop.ui.widgets.meters import ProgressBar
from gymtrainer_desktop.ui.widgets.pills import ChipList
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label
from gymtrainer_desktop.ui.widgets.week_dots import WeekDots

_LEAST_ROW = 2
"""Weeks that make a row."""


class WeekCard(Card):
    """Seven discs and "3/5 workouts completed"; a click on a day opens it in the plan."""

    plan_requested = Signal()
    day_chosen = Signal(object)
    """A day was clicked; carries its `date`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("weekCard")
        self.set_title(self.tr("This week"))
        self.plan_link = link_button(self.tr("View plan"))
        self.plan_link.setObjectName("weekPlanLink")
        self.add_action(self.plan_link)
        self.dots = WeekDots()
        self.dots.setObjectName("weekDots")
        self.dots.set_clickable(True)
        self.padded().addWidget(self.dots)
        self.plan_link.clicked.connect(self.plan_requested)
        self.dots.day_chosen.connect(self._on_day_chosen)

    def set_week(self, week: WeekOfPlan, weeks_in_a_row: int = 0) -> None:
        """Show a week, and how many weeks in a row had a workout, from two on."""
        words = week_summary(week.completed, week.planned)
        if streak := streak_words(weeks_in_a_row):
            words = f"{words} · {streak}"
        self.set_count(words)
        self.dots.set_days(dots_of(week))

    def _on_day_chosen(self, day: date) -> None:
        self.dots.set_chosen(None)
        self.day_chosen.emit(day)


def streak_words(weeks_in_a_row: int) -> str:
    """Return "4 weeks in a row", empty below two: a week is no row."""
    if weeks_in_a_row < _LEAST_ROW:
        return ""
    return QCoreApplication.translate("member", "{0} weeks in a row").format(weeks_in_a_row)


class NoteCard(Card):
    """The newest note that the trainer shared, and on request the ones before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("noteCard")
        self._avatar = Avatar("", "", Size.AVATAR_L)
        self._headline = ElidedLabel("", weight="semibold")
        self._day = label("", "secondary", "muted")
        self._text = label("", wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.L + Space.XS, Space.L, Space.L + Space.XS)
        row.setSpacing(Space.L)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        head = QHBoxLayout()
        head.addWidget(self._headline, 1)
        head.addWidget(self._day)
        words.addLayout(head)
        words.addWidget(self._text)
        self.more_link = link_button("")
        self.more_link.setObjectName("earlierNotesLink")
        self._earlier = QWidget()
        words.addWidget(self._earlier)
        words.addWidget(self.more_link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self._words = words
        self._is_open = False
        self._earlier_count = 0
        self.more_link.clicked.connect(self._on_more_clicked)
        self.set_earlier(())

    def set_note(self, note: Note, on: date, identity: object) -> None:
        """Show a note.

        Args:
            note: Shown as plain text, whatever it contains.
            on: The gym's day it was written.
            identity: Decides the hue of the avatar.
        """
        self._avatar.set_person(str(identity), note.author_name)
        first = note.author_name.split()[0] if note.author_name.split() else self.tr("Your trainer")
        self._headline.setText(self.tr("{0} wrote a note for you").format(first))
        self._day.setText(f"{Weekday.of(on).short} {format_short_date(on)}")
        self._text.setText(note.text)

    def set_earlier(self, notes: Sequence[tuple[Note, date]]) -> None:
        """Have earlier notes at hand, each with the gym's day it was written, newest first."""
        earlier = QWidget()
        column = QVBoxLayout(earlier)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.XS)
        for note, on in notes:
            head = f"{note.author_name}, {Weekday.of(on).short} {format_short_date(on)}"
            column.addWidget(hairline())
            column.addWidget(label(head, "secondary", "muted", wrap=True))
            column.addWidget(label(note.text, wrap=True))
        self._words.replaceWidget(self._earlier, earlier)
        self._earlier.hide()
        self._earlier.deleteLater()
        self._earlier, self._earlier_count = earlier, len(notes)
        self._show_earlier()

    @property
    def is_open(self) -> bool:
        """Whether the earlier notes show."""
        return self._is_open and self._earlier_count > 0

    def _on_more_clicked(self) -> None:
        self._is_open = not self._is_open
        self._show_earlier()

    def _show_earlier(self) -> None:
        self._earlier.setVisible(self.is_open)
        self.more_link.setVisible(self._earlier_count > 0)
        if self._is_open:
            self.more_link.setText(self.tr("Show less"))
        else:
            one, many = self.tr("1 earlier note"), self.tr("{0} earlier notes")
            self.more_link.setText(counted(self._earlier_count, one, many))

    @property
    def title(self) -> str:
        """Who wrote it, in words."""
        return self._headline.text()

    @property
    def text(self) -> str:
        """What was written."""
        return self._text.text()


class TrainerCard(Card):
    """ "My Trainer" as the guide draws it: who, what they know, and how this week stands."""

    plan_requested = Signal()
    message_requested = Signal(object)
    """Carries the id of the assignment whose thread it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("trainerCard")
        self._assignment_id: UUID | None = None
        self._has_photo = False
        self.set_title(self.tr("My Trainer"))
        self._nobody = label("", tone="muted", wrap=True)
        self._nobody.setContentsMargins(Space.L, 0, Space.L, Space.L)
        self.avatar = Avatar("", "", Size.AVATAR_XXL)
        self._name = ElidedLabel("", "section")
        self._skills = label("", tone="muted", wrap=True)
        self._papers = ChipList()
        self._week = label("", wrap=True)
        self._bar = ProgressBar(0.0, "positive")
        self._paused = label("", tone="muted", wrap=True)
        self._paused.setObjectName("pausedWords")
        self._paused.setContentsMargins(Space.L, 0, Space.L, Space.L)
        self.plan_button = quiet_button(self.tr("View workout plan"), "clipboard-list")
        self.plan_button.setObjectName("viewPlanButton")
        self.plan_button.clicked.connect(self.plan_requested)
        self.message_button = quiet_button(self.tr("Message"), "message-square")
        self.message_button.setObjectName("messageTrainerButton")
        self.message_button.clicked.connect(lambda: self.message_requested.emit(self._assignment_id))
        self._person = QWidget()
        self._foot = QWidget()
        self._buttons = QWidget()
        self._build()

    def set_training(self, training: MyTraining, week: WeekOfPlan | None) -> None:
        """Show the trainer and the week, whether the training rests, or who assigns a trainer."""
        trainer = training.trainer if training.is_paused else training.active_trainer
        self._person.setVisible(trainer is not None)
        self._nobody.setVisible(trainer is None)
        self._paused.setVisible(training.is_paused)
        self._foot.setVisible(week is not None and not training.is_paused)
        self.plan_button.setVisible(week is not None)
        self.message_button.setVisible(training.active_trainer is not None)
        self._buttons.setVisible(week is not None or training.active_trainer is not None)
        if trainer is None:
            self._nobody.setText(self._nobody_words(training))
        else:
            self._assignment_id = trainer.assignment_id
            self._paused.setText(self._paused_words(training))
            picture = _picture(training.photo)
            self._has_photo = picture is not None
            self.avatar.set_person(trainer.trainer_id, trainer.name, picture)
            self._name.setText(trainer.name)
            self._skills.setText(", ".join(trainer.specializations))
            self._skills.setVisible(bool(trainer.specializations))
            self._papers.set_texts(trainer.certifications)
            self._papers.setVisible(bool(trainer.certifications))
        if week is not None:
            self._week.setText(week_summary(week.completed, week.planned))
            self._bar.set_share(week.completed / week.planned if week.planned else 0.0)

    @property
    def has_photo(self) -> bool:
        """Whether the trainer's photo is shown, and not initials."""
        return self._has_photo

    @property
    def name(self) -> str:
        """The trainer's name."""
        return self._name.text()

    @property
    def week_words(self) -> str:
        """How the week stands."""
        return self._week.text()

    @property
    def words(self) -> str:
        """What is said about a training that rests, or about none."""
        shown = (one.text() for one in (self._nobody, self._paused) if not one.isHidden())
        return " ".join(shown)

    def _nobody_words(self, training: MyTraining) -> str:
        if training.trainer is not None and training.stopped_on is not None:
            ended = self.tr("Your training with {0} ended on {1}. The front desk assigns your next trainer.")
            return ended.format(training.trainer.name, format_date(training.stopped_on))
        return self.tr("You have no trainer at the moment. The front desk assigns one; just ask there.")

    def _paused_words(self, training: MyTraining) -> str:
        if not training.is_paused or training.stopped_on is None:
            return ""
        words = self.tr(
            "Your training has been paused since {0}. Your plan is kept;"
            " tell the front desk when you want to go on."
        )
        return words.format(format_date(training.stopped_on))

    def _build(self) -> None:
        self.body.addWidget(self._nobody)
        row = QHBoxLayout(self._person)
        row.setContentsMargins(Space.L, Space.XS, Space.L, Space.L)
        row.setSpacing(Space.L)
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._name)
        words.addWidget(self._skills)
        words.addWidget(self._papers)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.body.addWidget(self._person)
        self.body.addWidget(self._paused)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        inner.setSpacing(Space.S)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("This week"), weight="medium"))
        head.addStretch(1)
        head.addWidget(self._week)
        inner.addLayout(head)
        inner.addWidget(self._bar)
        column.addWidget(hairline())
        column.addLayout(inner)
        self.body.addWidget(self._foot)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(Space.L, 0, Space.L, Space.L)
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.plan_button, 1)
        buttons.addWidget(self.message_button, 1)
        self.body.addWidget(self._buttons)


def _picture(photo: bytes | None) -> QPixmap | None:
    """Return a photo as it is painted; None for none, and for what is no picture."""
    picture = QPixmap()
    if photo is None or not picture.loadFromData(photo):
        return None
    return picture

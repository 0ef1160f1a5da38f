"""The settings page: what holds for the whole gym and for this computer, and the doors to more."""

from __future__ import annotations

import zoneinfo
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.services.gym import ComputerFacts
from gymtrainer_desktop.settings import Theme
from gymtrainer_desktop.ui.admin import nav_items
from gymtrainer_desktop.ui.admin.settings.gym_form import GymForm
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.choice import ChoiceButton
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label


class SettingsPage(Page):
    """Gym, this computer, and the doors to people, audit trail, stations and back-ups."""

    key: ClassVar[str] = "settings"
    tables: ClassVar[frozenset[str]] = frozenset({"gym_settings", "refused_entries"})

    theme_chosen = Signal(str)
    """Another theme was chosen and stored: "system", "light" or "dark"."""
    gym_saved = Signal(object)
    """The gym's settings were saved; carries the `GymSettings` as they are now."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Settings"))
        self.gym = GymForm(context)
        self.computer = ComputerCard(context)
        self.doors = DoorsCard()
        self._states = StateStack(self._content())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)
        self._connect_signals()

    def refresh(self) -> None:
        """Load the settings and the facts about this computer."""
        self._states.show_loading()
        services = self.context.services
        self.context.tasks.query(
            self,
            lambda: (
                services.gym.settings(),
                services.computer(),
                tuple(sorted(zoneinfo.available_timezones())),
                services.refused.count(),
            ),
            self._on_loaded,
            self._on_failed,
            key="settings",
        )

    def may_leave(self) -> bool:
        """Ask when something typed would be lost."""
        if not self.gym.is_dirty():
            return True
        words = self.tr("What you changed of the gym's settings has not been saved yet.")
        may = self.context.notices.may_discard(words)
        if may:
            self.gym.revert()
        return may

    def _content(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        row.setSpacing(Space.L)
        for cards in ((self.gym,), (self.doors, self.computer)):
            column = QVBoxLayout()
            column.setSpacing(Space.L)
            for card in cards:
                card.setMaximumWidth(Size.FORM_WIDTH)
                column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, Size.FORM_WIDTH)
        row.addStretch(1)
        area.setWidget(inner)
        return area

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.gym.conflicted.connect(self.refresh)
        self.gym.saved.connect(self.gym_saved)
        self.computer.theme_chosen.connect(self.theme_chosen)
        self.doors.opened.connect(lambda key: self.context.navigate(key, {}))

    def _on_loaded(self, answer: tuple[GymSettings, ComputerFacts, tuple[str, ...], int]) -> None:
        settings, facts, zones, refused = answer
        self.doors.set_refused(refused)
        self.gym.set_time_zones(zones)
        self.gym.show_stored(settings)
        self.computer.set_facts(facts)
        self._states.show_content()

    def _on_failed(self, exc: Exception) -> None:
        kept = self.tr("What you typed is still here.") if self.gym.is_dirty() else ""
        self._states.show_error(self.tr("The settings could not be loaded"), exc, kept)


class DoorsCard(Card):
    """The pages behind the settings."""

    opened = Signal(str)
    """A door was chosen; carries the page's key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("More"))
        details = {
            "people": self.tr("Who may do what, passwords, who can sign in"),
            "audit": self.tr("Who changed what, before and after"),
            "stations": self.tr("Workstations and kiosks of this gym"),
            "refused": self.tr("What the server refused, to enter or put aside"),
            "backups": self.tr("What is kept, one now, and the way back"),
        }
        inner = self.padded(Space.S)
        self.doors: dict[str, ChoiceButton] = {}
        for item in nav_items():
            if item.under == SettingsPage.key and not item.needs_args:
                door = ChoiceButton(item.text, details.get(item.key, ""), item.icon, height=Size.ROW_CLIENT)
                door.setObjectName(f"door_{item.key}")
                door.clicked.connect(lambda _checked=False, key=item.key: self.opened.emit(key))
                inner.addWidget(door)
                self.doors[item.key] = door

    def set_refused(self, count: int) -> None:
        """Say on the door how many entries wait behind it."""
        door = self.doors["refused"]
        name = next(item.text for item in nav_items() if item.key == "refused")
        text = f"{name} ({count})" if count else name
        door.setText(text)
        door.setAccessibleName(text)


class ComputerCard(Card):
    """What this computer works with, and how its window looks."""

    theme_chosen = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("This computer"))
        self._settings = context.settings
        self._notices = context.notices
        inner = self.padded(Space.M)
        inner.addWidget(label(self.tr("Colours"), "secondary", weight="medium"))
        self.theme = Segmented(
            (
                Segment(Theme.SYSTEM, self.tr("System")),
                Segment(Theme.LIGHT, self.tr("Light")),
                Segment(Theme.DARK, self.tr("Dark")),
            )
        )
        self.theme.setObjectName("themeChoice")
        self.theme.setAccessibleName(self.tr("Colours"))
        self.theme.set_current(context.settings.theme)
        inner.addWidget(self.theme)
        inner.addSpacing(Space.S)
        self._facts = {
            key: self._fact(inner, caption)
            for key, caption in (
                ("station_name", self.tr("Station")),
                ("mode", self.tr("Database")),
                ("server_version", self.tr("Server version")),
                ("schema_version", self.tr("Schema version")),
                ("data_place", self.tr("The data lies in")),
                ("secrets_place", self.tr("Passwords of this computer")),
            )
        }
        self.theme.chosen.connect(self._on_theme_chosen)

    def set_facts(self, facts: ComputerFacts) -> None:
        """Show what this computer works with."""
        self.theme.set_current(self._settings.theme)
        for key, words in self._facts.items():
            text: str = getattr(facts, key) or NO_VALUE
            if key == "secrets_place" and text != NO_VALUE:
                text = self.tr("kept in {0}").format(text.removeprefix("kept in "))
            words.setText(text)

    def fact(self, key: str) -> str:
        """Return what is said about a field of `ComputerFacts`."""
        return self._facts[key].text()

    def _fact(self, column: QVBoxLayout, caption: str) -> QLabel:
        group = QVBoxLayout()
        group.setSpacing(Space.HAIR)
        group.addWidget(label(caption, "secondary", "muted", "medium"))
        words = label(NO_VALUE, wrap=True)
        words.setAccessibleName(caption)
        group.addWidget(words)
        column.addLayout(group)
        return words

    def _on_theme_chosen(self, key: str) -> None:
        try:
            self._settings.theme = Theme(key)
        except UserError as error:
            # The colours change all the same, for as long as the program runs.
            self._notices.error(error)
        self.theme_chosen.emit(key)

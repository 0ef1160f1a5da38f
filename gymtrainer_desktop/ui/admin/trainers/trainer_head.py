"""The head of the trainer's panel: photo, name, contact, load, and what can be done beside the form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.trainers import TrainerRow
from gymtrainer_desktop.ui.admin.photo_field import PhotoField
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.meters import CapacityBar
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label


class TrainerHead(QWidget):
    """Says who it is; signals what is wanted."""

    close_requested = Signal()
    hand_over_requested = Signal()
    password_requested = Signal()
    active_toggled = Signal()
    """To be switched off, or on again."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.M, Space.L)
        column.setSpacing(Space.M)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        self.photo = PhotoField(context, Size.AVATAR_XXL)
        row.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        self.name = ElidedLabel("", "section")
        self.name.setObjectName("trainerName")
        self._contact = ElidedLabel("", tone="muted")
        self._capacity = CapacityBar()
        self._inactive = Pill(self.tr("Not active"), "text_muted")
        self._inactive.setObjectName("trainerInactive")
        for widget in (self.name, self._contact, self._capacity, self._inactive):
            words.addWidget(widget)
        words.addStretch(1)
        row.addLayout(words, 1)
        close = icon_button("x", self.tr("Close"))
        close.setObjectName("closePanelButton")
        close.clicked.connect(self.close_requested)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addLayout(self._buttons())

    def show_row(self, row: TrainerRow) -> None:
        """Show an instructor; the photo comes with `show_photo`."""
        self.name.setText(row.name)
        self._contact.setText(" · ".join(part for part in (row.email, row.phone) if part))
        self._capacity.set_capacity(row.active_clients, row.max_clients)
        self._capacity.setVisible(row.is_personal_trainer and row.is_active)
        self._inactive.setVisible(not row.is_active)
        self.hand_over_button.setVisible(row.is_personal_trainer)
        self._active.setText(self.tr("Switch &off") if row.is_active else self.tr("Switch &on again"))
        icons_name = "user-x" if row.is_active else "user-check"
        self._active.setIcon(icons.icon(icons_name))

    def show_photo(self, row: TrainerRow, photo: bytes | None) -> None:
        """Show the photo, initials without one."""
        self.photo.set_person(row.id, row.name, photo)

    def set_busy(self, busy: bool) -> None:
        """Lock what would write while something is written."""
        for widget in (self.hand_over_button, self.more_button, self.photo):
            widget.setEnabled(not busy)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.hand_over_button = quiet_button(self.tr("&Hand over clients…"), "users", "small")
        self.hand_over_button.setObjectName("handOverButton")
        self.hand_over_button.setAccessibleName(self.tr("Hand over clients"))
        self.password_button = quiet_button(self.tr("Set password"), "key-round", "small")
        self.password_button.setObjectName("setPasswordButton")
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True, size=Size.CONTROL_SMALL)
        self.more_button.setObjectName("moreTrainerButton")
        self.menu = QMenu(self.more_button)
        self._active = QAction(self.tr("Switch &off"), self)
        self._active.setObjectName("switchTrainerAction")
        self.menu.addAction(self._active)
        self.more_button.setMenu(self.menu)
        for button in (self.hand_over_button, self.password_button, self.more_button):
            row.addWidget(button)
        row.addStretch(1)
        self.hand_over_button.clicked.connect(self.hand_over_requested)
        self.password_button.clicked.connect(self.password_requested)
        self._active.triggered.connect(lambda: self.active_toggled.emit())
        return row

    @property
    def active_action(self) -> QAction:
        """Switches the trainer off, or on again."""
        return self._active


class PanelNotice(QFrame):
    """A caution inside the panel: a sentence, quiet words, and buttons below."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "banner")
        self.setProperty("tone", "caution")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(title, weight="semibold", wrap=True))
        self.words = label("", tone="muted", wrap=True)
        column.addWidget(self.words)
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.S)
        self._row.addStretch(1)
        column.addLayout(self._row)
        self.hide()

    def add_button(self, text: str, name: str) -> QPushButton:
        """Add a button."""
        button = quiet_button(text, size="small")
        button.setObjectName(name)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def say(self, words: str) -> None:
        """Show it with these words."""
        self.words.setText(words)
        self.setAccessibleDescription(words)
        self.show()

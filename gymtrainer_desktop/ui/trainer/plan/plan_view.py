"""What the plan editor consists of: head, banners, week strip, facts, grid, volume."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.plan_form import PlanForm
from gymtrainer_desktop.ui.trainer.plan.review_bar import ReviewBar
from gymtrainer_desktop.ui.trainer.plan.volume_panel import VolumePanel
from gymtrainer_desktop.ui.trainer.plan.week_editor import WeekEditor
from gymtrainer_desktop.ui.trainer.plan.week_strip import WeekStrip
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, set_tone


class PlanView(QWidget):
    """Widgets and where they stand; what they do is the business of the page.

    Args:
        context: Whose services the library is asked of, and whose settings remember the band of usual sets.
        document: What the grid shows and changes.
        days: In the order of the gym's week.
    """

    compare_requested = Signal()
    retry_requested = Signal()
    draft_continued = Signal()
    draft_discarded = Signal()
    draft_compared = Signal()

    def __init__(
        self,
        context: PageContext,
        document: PlanDocument,
        days: tuple[Weekday, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._head())
        self._build_banners()
        for banner in (self.banner, self.offer, self.review):
            column.addWidget(banner)
        self.strip = WeekStrip()
        column.addWidget(self.strip)
        self.form = PlanForm()
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self.week = WeekEditor(document, days, context)
        row.addWidget(self.week, 1)
        self.volume = VolumePanel(context.settings)
        self.volume.hide()
        row.addWidget(self.volume)
        column.addLayout(row, 1)
        self.details_button.toggled.connect(self.form.setVisible)
        self.volume_button.toggled.connect(self._on_volume_toggled)
        self.week.drawer.toggled.connect(self._on_drawer_toggled)
        self.volume.not_remembered.connect(context.notices.error)
        self.volume.closed.connect(lambda: self.volume_button.setChecked(False))
        self.form.hide()

    def show_details(self) -> None:
        """Show title, goals, weeks and start."""
        self.details_button.setChecked(True)

    def set_state(self, words: str, tone: str) -> None:
        """Say how it stands with the draft."""
        set_tone(self.state, tone)
        self.state.setText(words)
        self._state_icon.setVisible(bool(words) and tone == "muted")

    def tell(self, title: str, words: str, *, compare: bool = False, retry: bool = False) -> None:
        """Show the banner."""
        self.banner.set_words(title, words)
        self.look_button.setVisible(compare)
        self.retry_button.setVisible(retry)
        self.banner.show()

    def lock(self, locked: bool) -> None:
        """Let nothing be changed, or let everything be changed again."""
        for part in (self.form, self.strip, self.week, self.menu_button, self.undo_button, self.redo_button):
            part.setEnabled(not locked)

    # One panel beside the grid at a time: seven days need their room.

    def _on_volume_toggled(self, shown: bool) -> None:
        if shown:
            self.week.drawer.set_open(False, remembers=False)
        self.volume.setVisible(shown)

    def _on_drawer_toggled(self, is_open: bool) -> None:
        if is_open:
            self.volume_button.setChecked(False)

    # Building

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        self.heading = ElidedLabel("", "section")
        self.subheading = ElidedLabel("", "secondary", "muted")
        words.addWidget(self.heading)
        words.addWidget(self.subheading)
        head.addLayout(words, 1)
        self.state = ElidedLabel("", "secondary", "muted")
        self.state.setObjectName("planState")
        self._state_icon = icon_label("check", "positive", Size.ICON_SMALL)
        self._state_icon.hide()
        head.addWidget(self._state_icon)
        head.addWidget(self.state)
        head.addSpacing(Space.XS)
        self.undo_button = icon_button("undo-2", self.tr("Undo"), outlined=True)
        self.undo_button.setObjectName("undoButton")
        self.redo_button = icon_button("redo-2", self.tr("Redo"), outlined=True)
        self.redo_button.setObjectName("redoButton")
        self.details_button = icon_button("pencil", self.tr("Title, goals, weeks and start"), outlined=True)
        self.details_button.setObjectName("detailsButton")
        self.volume_button = icon_button("activity", self.tr("Sets per muscle"), outlined=True)
        self.volume_button.setObjectName("volumeButton")
        for button in (self.details_button, self.volume_button):
            button.setCheckable(True)
        self.print_button = icon_button("printer", self.tr("Print the plan"), outlined=True)
        self.print_button.setObjectName("printButton")
        self.menu_button = quiet_button(self.tr("Plan"), "chevron-down")
        self.menu_button.setObjectName("planMenuButton")
        self.publish_button = primary_button(self.tr("Publish"))
        self.publish_button.setObjectName("publishButton")
        self.publish_button.setToolTip("Ctrl+Enter")
        buttons: tuple[QWidget, ...] = (
            self.undo_button,
            self.redo_button,
            self.details_button,
            self.volume_button,
            self.print_button,
            self.menu_button,
            self.publish_button,
        )
        for widget in buttons:
            head.addWidget(widget)
        return head

    def _build_banners(self) -> None:
        self.banner = Banner("triangle-alert", "caution")
        self.banner.setObjectName("planBanner")
        self.look_button = self.banner.add_action(self.tr("Compare"), self.compare_requested.emit)
        self.retry_button = self.banner.add_action(self.tr("Retry"), self.retry_requested.emit, "refresh-cw")
        self.retry_button.setObjectName("retryPublishButton")
        self.offer = Banner("history", "accent")
        self.offer.setObjectName("draftOffer")
        self.compare_draft = self.offer.add_action(self.tr("Compare"), self.draft_compared.emit)
        self.discard_draft = self.offer.add_action(self.tr("Discard"), self.draft_discarded.emit)
        self.discard_draft.setObjectName("discardDraftButton")
        self.continue_draft = self.offer.add_action(self.tr("Continue"), self.draft_continued.emit)
        self.continue_draft.setObjectName("continueDraftButton")
        self.review = ReviewBar()
        self.banner.hide()
        self.offer.hide()

"""Cards of the page of back-ups: what is being done, and how the last one went."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.backups import BackUpKind
from gymtrainer_desktop.services.backups import BackUpsOverview
from gymtrainer_desktop.ui.admin.backups.backup_words import kind_word, moment_text, size_text
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import label


class UnderWayBar(Card):
    """What is being done, how far it is, and a way to give it up."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("backupUnderWay")
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        row.setSpacing(Space.L)
        self.words = label("", weight="medium")
        self.detail = label("", tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = quiet_button(self.tr("Cancel"), size="small")
        self.cancel_button.setObjectName("cancelBackupButton")
        self.cancel_button.clicked.connect(self.cancel_requested)
        row.addWidget(self.words)
        row.addWidget(self.detail)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        self.body.addLayout(row)
        self.hide()

    def show_step(
        self, words: str, written: int = 0, expected: int | None = None, *, can_cancel: bool = True
    ) -> None:
        """Show what is being done; without an expected number of bytes, only that it goes on."""
        self.words.setText(words)
        self.detail.setText(size_text(written) if written else "")
        share = None if not expected or not written else min(written / expected, 0.99)
        self.bar.setRange(0, 0 if share is None else 100)
        if share is not None:
            self.bar.setValue(round(share * 100))
        self.cancel_button.setVisible(can_cancel)
        self.show()


class LastBackUpCard(Card):
    """When the last back-up was taken, how it went, and when the next one is due."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Last back-up"))
        inner = self.padded(Space.M)
        self.taken = self._fact(inner, self.tr("Taken"))
        self.result = self._fact(inner, self.tr("How it went"))
        self.next = self._fact(inner, self.tr("Next daily one, by an open program"))

    def show_overview(self, shown: BackUpsOverview) -> None:
        """Show what is known; moments by the clock of this computer."""
        assert shown.now is not None, "an overview of this computer's back-ups has its time"
        newest = shown.kept[0] if shown.kept else None
        if newest is None:
            self.taken.setText(self.tr("There is none yet."))
            self.result.setText(NO_VALUE)
        else:
            taken = moment_text(newest.name.taken_at, shown.now)
            self.taken.setText(f"{taken} · {kind_word(newest.name.kind)}")
            whole = self.tr("Complete and checked, {0}").format(size_text(newest.size))
            self.result.setText(newest.problem or whole)
        if shown.last is not None and shown.last.error is not None:
            self.result.setText(self.tr("The latest attempt failed."))
        if shown.is_demo:
            self.next.setText(self.tr("A demo gym takes none."))
        elif shown.last is not None and shown.last.error is not None and shown.last.kind is BackUpKind.DAILY:
            self.next.setText(self.tr("Tried again within the hour"))
        else:
            self.next.setText(moment_text(shown.next_due, shown.now))

    def _fact(self, column: QVBoxLayout, caption: str) -> QLabel:
        group = QVBoxLayout()
        group.setSpacing(Space.HAIR)
        group.addWidget(label(caption, "secondary", "muted", "medium"))
        words = label(NO_VALUE, wrap=True)
        words.setAccessibleName(caption)
        group.addWidget(words)
        column.addLayout(group)
        return words

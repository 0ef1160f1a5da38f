"""The table of kept back-ups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.backups import BackUpKind, KeptBackUp
from gymtrainer_desktop.ui.admin.backups.backup_words import kind_word, moment_text, size_text
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, PillCell, PillDelegate, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable

_TOKENS = {
    BackUpKind.DAILY: "positive",
    BackUpKind.BEFORE_UPGRADE: "caution",
    BackUpKind.BY_HAND: "accent",
}


class BackUpsModel(RowsModel[KeptBackUp]):
    """Kept back-ups, newest first; moments by this computer's clock."""

    def __init__(self) -> None:
        self.now = datetime.now().astimezone()
        super().__init__(self._columns_shown())

    def _columns_shown(self) -> tuple[Column[KeptBackUp], ...]:
        tr = QCoreApplication.translate
        right = Qt.AlignmentFlag.AlignRight
        return (
            Column(
                "taken",
                tr("backups", "Taken"),
                lambda row: moment_text(row.name.taken_at, self.now),
                delegate=StrongTextDelegate,
                sort_key=lambda row: row.name.taken_at,
                tooltip=lambda row: str(row.file),
                width=Size.COLUMN_XL,
                stretch=2,
                can_hide=False,
            ),
            Column(
                "kind",
                tr("backups", "Kind"),
                lambda row: kind_word(row.name.kind),
                value=lambda row: PillCell(kind_word(row.name.kind), _TOKENS[row.name.kind]),
                delegate=PillDelegate,
                sort_key=lambda row: kind_word(row.name.kind),
                width=Size.COLUMN_L,
                stretch=1,
            ),
            Column(
                "members",
                tr("backups", "Members inside"),
                lambda row: (
                    tr("backups", "Damaged")
                    if row.problem
                    else NO_VALUE
                    if row.members is None
                    else f"{row.members:,}"
                ),
                align=right,
                sort_key=lambda row: row.members if row.members is not None else -1,
                tooltip=lambda row: row.problem,
                tone=lambda row: "critical" if row.problem else "text",
                width=Size.COLUMN_M,
            ),
            Column(
                "schema",
                tr("backups", "Schema"),
                lambda row: row.name.schema,
                align=right,
                sort_key=lambda row: row.name.schema,
                width=Size.COLUMN_S,
            ),
            Column(
                "size",
                tr("backups", "Size"),
                lambda row: size_text(row.size),
                align=right,
                sort_key=lambda row: row.size,
                width=Size.COLUMN_S,
            ),
        )


class BackUpsTable(DataTable):
    """The kept back-ups; remembers its columns."""

    def __init__(self, settings: Any, parent: QWidget | None = None) -> None:
        self.backups_model = BackUpsModel()
        super().__init__(self.backups_model, settings, "backups", parent)
        self.setObjectName("backupsTable")
        self.setAccessibleName(self.tr("Kept back-ups"))

    def show_backups(self, rows: tuple[KeptBackUp, ...], now: datetime) -> None:
        """Show these, with moments in the zone of `now`."""
        self.backups_model.now = now
        self.backups_model.set_rows(rows)

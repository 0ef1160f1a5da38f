"""The table of the audit trail: when, who did what, and where."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.audit import AuditEntryRow
from gymtrainer_desktop.ui.admin.audit.audit_words import AuditReader, deed, sentence, who
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import PersonCell, PersonDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable


class AuditModel(RowsModel[AuditEntryRow]):
    """Changes, newest first; never sorted otherwise, since they are paged in this order."""

    def __init__(self, reader: AuditReader) -> None:
        self.reader = reader
        tr = QCoreApplication.translate
        super().__init__(
            (
                Column(
                    "at",
                    tr("audit", "When"),
                    lambda row: self.reader.moment(row.at),
                    width=Size.COLUMN_XL - Size.COLUMN_S // 2,
                    can_hide=False,
                ),
                Column(
                    "change",
                    tr("audit", "Who did what"),
                    sentence,
                    value=_cell,
                    delegate=PersonDelegate,
                    tooltip=sentence,
                    width=Size.COLUMN_XL,
                    stretch=1,
                    can_hide=False,
                ),
                Column("kind", tr("audit", "Kind"), lambda row: row.kind, width=Size.COLUMN_L),
                Column("station", tr("audit", "Where"), lambda row: row.station, width=Size.COLUMN_M),
            )
        )


def _cell(row: AuditEntryRow) -> PersonCell:
    """Whoever is nobody one could look for, erased or the owner of the database, has no face."""
    if row.person_id is None or who(row) != row.person_name:
        return PersonCell("", "", placeholder=sentence(row))
    return PersonCell(row.person_id, row.person_name, deed(row))


class AuditTable(DataTable):
    """The changes found; remembers its columns."""

    def __init__(self, reader: AuditReader, settings: Any, parent: QWidget | None = None) -> None:
        self.audit_model = AuditModel(reader)
        super().__init__(self.audit_model, settings, "audit", parent)
        self.setObjectName("auditTable")
        self.setAccessibleName(self.tr("Changes"))

    def set_reader(self, reader: AuditReader) -> None:
        """Tell moments in another zone from now on."""
        self.audit_model.reader = reader
        self.viewport().update()

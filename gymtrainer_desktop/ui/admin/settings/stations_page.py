"""Stations: which workstations and kiosks may open the gym."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.stations import StationKind, StationRow
from gymtrainer_desktop.ui.admin.audit.audit_words import AuditReader
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, PillCell, PillDelegate, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable


class StationsModel(RowsModel[StationRow]):
    """Stations, those in use first."""

    def __init__(self, reader: AuditReader) -> None:
        self.reader = reader
        tr = QCoreApplication.translate

        def name(row: StationRow) -> str:
            return tr("stations", "{0} (here)").format(row.name) if row.is_this else row.name

        def kind(row: StationRow) -> str:
            is_kiosk = row.kind is StationKind.KIOSK
            return tr("stations", "Kiosk") if is_kiosk else tr("stations", "Workstation")

        def state(row: StationRow) -> str:
            return tr("stations", "In use") if row.revoked_at is None else tr("stations", "Revoked")

        super().__init__(
            (
                Column(
                    "name",
                    tr("stations", "Station"),
                    name,
                    delegate=StrongTextDelegate,
                    sort_key=lambda row: row.name.casefold(),
                    width=Size.COLUMN_XL,
                    stretch=1,
                    can_hide=False,
                ),
                Column("kind", tr("stations", "Kind"), kind, sort_key=kind, width=Size.COLUMN_L),
                Column(
                    "state",
                    tr("stations", "State"),
                    state,
                    value=lambda row: PillCell(
                        state(row), "positive" if row.revoked_at is None else "critical"
                    ),
                    delegate=PillDelegate,
                    sort_key=state,
                    width=Size.COLUMN_M,
                ),
                Column(
                    "enrolled",
                    tr("stations", "Enrolled"),
                    lambda row: self.reader.moment(row.enrolled_at),
                    sort_key=lambda row: row.enrolled_at,
                    width=Size.COLUMN_XL - Size.COLUMN_S // 2,
                ),
                Column(
                    "revoked",
                    tr("stations", "Revoked"),
                    lambda row: NO_VALUE if row.revoked_at is None else self.reader.moment(row.revoked_at),
                    sort_key=lambda row: row.revoked_at,
                    width=Size.COLUMN_XL - Size.COLUMN_S // 2,
                ),
            )
        )


class StationsPage(Page):
    """The list of stations, to look at."""

    key: ClassVar[str] = "stations"
    tables: ClassVar[frozenset[str]] = frozenset({"stations", "gym_settings"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Stations"), trail=(Crumb(self.tr("Settings"), "settings"),))
        self.model = StationsModel(self._reader())
        self.table = DataTable(self.model, context.settings, "stations")
        self.table.setObjectName("stationsTable")
        self.table.setAccessibleName(self.tr("Stations"))
        card = Card()
        card.body.addWidget(self.table, 1)
        card.add_footer(self.tr("A station that is revoked can open nothing any more."))
        self._states = StateStack(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.addWidget(self._states)
        self._states.retry_requested.connect(self.refresh)

    def refresh(self) -> None:
        """Load the stations."""
        self._states.show_loading()
        self.model.reader = self._reader()
        stations = self.context.services.stations
        self.context.tasks.query(self, stations.stations, self._on_loaded, self._on_failed, key="stations")

    def _reader(self) -> AuditReader:
        return AuditReader(ZoneInfo(self.context.gym.time_zone), self.context.person.weight_unit)

    def _on_loaded(self, rows: tuple[StationRow, ...]) -> None:
        self.model.set_rows(rows)
        if rows:
            self._states.show_content()
        else:
            self._states.show_empty(
                self.tr("There are no stations"),
                self.tr("A gym on this computer needs none; on a shared server each workstation is one."),
                icon="monitor",
            )

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The stations could not be loaded"), exc)

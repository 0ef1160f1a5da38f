"""Shared by the unit tests: hypothesis that finds the same examples on every machine, and a fixed present."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.history import ImportedHistory
from gymtrainer_desktop.importers.workouts import read_workouts

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., ImportedHistory]:
    """Write text or bytes to a file and read it as somebody's history, on 16 November 2026 in London."""

    def write_and_read(content: str | bytes, unit: Unit | None = None) -> ImportedHistory:
        path = tmp_path / "export.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_workouts(path, unit=unit, time_zone="Europe/London", now=NOW)

    return write_and_read

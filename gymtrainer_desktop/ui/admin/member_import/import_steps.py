"""The steps of an import, one at a time."""

from __future__ import annotations

from enum import IntEnum


class Step(IntEnum):
    """Where one is."""

    FILE = 0
    COLUMNS = 1
    CHECK = 2
    DONE = 3

"""The steps of bringing history along, one at a time."""

from __future__ import annotations

from enum import IntEnum


class HistoryStep(IntEnum):
    """Where one is."""

    FILE = 0
    NAMES = 1
    PREVIEW = 2
    DONE = 3

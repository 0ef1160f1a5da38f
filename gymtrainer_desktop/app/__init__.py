"""Composition root: the only place where objects are wired together."""

from __future__ import annotations

from gymtrainer_desktop.app.application import GymApplication
from gymtrainer_desktop.app.running import log_to_file, run

__all__ = ["GymApplication", "log_to_file", "run"]

"""The `gymtrainer` command: opens the window, or works on the data folder without one."""

from __future__ import annotations

from gymtrainer_desktop.cli.database import database_group
from gymtrainer_desktop.cli.imports import import_group
from gymtrainer_desktop.cli.window import demo, main

for _command in (demo, database_group, import_group):
    main.add_command(_command)

__all__ = ["main"]

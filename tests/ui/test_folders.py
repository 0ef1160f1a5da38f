"""Where file dialogs begin."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from gymtrainer_desktop.ui.folders import usual_folder

DOWNLOADS = QStandardPaths.StandardLocation.DownloadLocation


def test_a_folder_that_is_not_there_is_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, missing = tmp_path / "here", tmp_path / "missing"
    there.mkdir()
    monkeypatch.setattr(QStandardPaths, "standardLocations", lambda _kind: [str(missing), str(there)])
    assert usual_folder(DOWNLOADS) == there
    monkeypatch.setattr(QStandardPaths, "standardLocations", lambda _kind: [str(missing)])
    assert usual_folder(DOWNLOADS) == Path.home()

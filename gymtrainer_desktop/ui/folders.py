"""Where files of people usually lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def usual_folder(kind: QStandardPaths.StandardLocation) -> Path:
    """Return the folder for documents, downloads or pictures, or the home folder where that is not there.

    A file dialog that is sent to a folder which does not exist takes its name for the name of a file.
    """
    places = (Path(place) for place in QStandardPaths.standardLocations(kind))
    return next((place for place in places if place.is_dir()), Path.home())

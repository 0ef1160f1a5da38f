"""The only loader of files from resources/."""

from __future__ import annotations

import functools
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@functools.cache
def root() -> Path:
    """Return the resources folder: inside an installed package, or beside the package in a checkout.

    Raises:
        FileNotFoundError: Neither exists; the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / "resources", _PACKAGE.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the resources folder is missing: this installation is incomplete")


def path(name: str) -> Path:
    """Return the path of a resource, such as "icons/check.svg".

    Raises:
        FileNotFoundError: There is no such file.
    """
    file = root() / name
    if not file.exists():
        raise FileNotFoundError(f"no resource named {name}")
    return file


@functools.cache
def text(name: str) -> str:
    """Return a resource's text (UTF-8).

    Raises:
        FileNotFoundError: There is no such file.
    """
    return path(name).read_text(encoding="utf-8")

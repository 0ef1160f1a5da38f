"""What `make` does to set a machine up, as far as it can be seen without changing one."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def qt_libraries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("qt_libraries", PACKAGING / "qt_libraries.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "apt_rights", lambda: None)
    monkeypatch.setattr(
        module.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(module.sys, "platform", "linux")
    return module


def test_without_a_screen_one_sentence_says_what_to_do(
    qt_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert qt_libraries.main("window") == 1
    said = capsys.readouterr().err
    assert "demo --no-window" in said
    assert said.count("\n") == 1


def test_without_rights_the_one_line_that_installs_is_printed(
    qt_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = {"libxcb-cursor.so.0", "libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"}
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda purpose: missing)
    monkeypatch.setattr(qt_libraries, "has_font", lambda: False)
    assert qt_libraries.main("window") == 1
    said = capsys.readouterr().err
    assert said.endswith("sudo apt-get install -y fonts-dejavu-core libegl1 libglib2.0-0 libxcb-cursor0\n")
    assert said.count("\n") == 1


def test_nothing_missing_is_nothing_said(
    qt_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda purpose: set())
    monkeypatch.setattr(qt_libraries, "has_font", lambda: True)
    assert qt_libraries.main("offscreen") == 0
    assert capsys.readouterr() == ("", "")


def test_library_of_an_unknown_package_is_named(
    qt_libraries: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert qt_libraries.install(["libodd.so.9"], False) == 1
    assert "libodd.so.9" in capsys.readouterr().err


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def set_up(python: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", PACKAGING / "set_up.sh", python],
        env=os.environ if path is None else {**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_python_is_said(tmp_path: Path) -> None:
    done = set_up(str(tmp_path / "python9"))
    assert done.returncode == 1
    assert "install Python 3.11 or newer" in done.stderr


def test_old_python_is_said(tmp_path: Path) -> None:
    old = script(tmp_path / "python3", 'if [ "$1" = -V ]; then echo Python 3.9.2; else exit 1; fi')
    done = set_up(str(old))
    assert done.returncode == 1
    assert "is Python 3.9.2, but Gym Trainer needs Python 3.11 or newer" in done.stderr
    assert done.stderr.count("\n") == 1


def test_missing_venv_is_said_where_it_cannot_be_installed(tmp_path: Path) -> None:
    bare = script(
        tmp_path / "python3",
        'case "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; esac',
    )
    # A path without apt-get.
    for name in ("dirname", "id"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    done = set_up(str(bare), path=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.endswith("sudo apt-get install -y python3.11-venv\n")

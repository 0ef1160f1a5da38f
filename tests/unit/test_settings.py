from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import DatabaseMode, Paths, Settings, Theme, storage_error, write_atomically


def test_paths_lie_in_the_data_folder(tmp_path: Path) -> None:
    paths = Paths.at(tmp_path / "gym")
    for path in (paths.cluster, paths.backups, paths.logs, paths.settings_file, paths.credentials_file):
        assert path.is_relative_to(paths.data_dir)
    assert len({paths.cluster, paths.backups, paths.logs}) == 3


def test_default_data_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Paths.default().data_dir.name == "gymtrainer-desktop"
    assert Paths.default().data_dir.is_absolute()


def test_a_folder_named_by_hand_may_be_relative_or_below_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Paths.at("gym").data_dir == tmp_path / "gym"
    assert Paths.at("~/gym").data_dir == tmp_path / "home" / "gym"


def test_created_data_folder_cannot_be_listed_by_others(tmp_path: Path) -> None:
    paths = Paths.at(tmp_path / "deep" / "gym")
    paths.create()
    paths.create()
    assert paths.data_dir.stat().st_mode & 0o066 == 0
    assert stat.S_IMODE(paths.logs.stat().st_mode) == 0o700


def test_data_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "gym").write_text("a file")
    with pytest.raises(UserError, match="--data-dir") as caught:
        Paths.at(tmp_path / "gym").create()
    assert caught.value.code == "not_a_folder"


def test_values_survive(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings = Settings(file)
    assert (settings.theme, settings.mode, settings.get("language")) == (Theme.SYSTEM, None, None)
    settings.theme = Theme.DARK
    settings.mode = DatabaseMode.EMBEDDED
    settings.put("language", "Français")
    settings.put_columns("members", [{"name": "phone", "width": 120, "hidden": True}])
    settings.put_columns("trainers", [{"name": "rate"}])
    settings.put_geometry("main", b"\x00\xff")

    again = Settings(file)
    assert (again.theme, again.mode, again.get("language")) == (Theme.DARK, DatabaseMode.EMBEDDED, "Français")
    assert again.columns("members") == [{"name": "phone", "width": 120, "hidden": True}]
    assert again.columns("trainers") == [{"name": "rate"}]
    assert again.geometry("main") == b"\x00\xff"
    assert again.problem is None
    assert again.columns("unknown") == []
    assert again.geometry("unknown") is None


def test_none_forgets(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.mode = DatabaseMode.SERVER
    settings.mode = None
    assert settings.mode is None
    assert "mode" not in json.loads((tmp_path / "settings.json").read_text())


@pytest.mark.parametrize("content", [b"{half", b"[1, 2]", b"\xff\xfe\x00", b""])
def test_damaged_file_is_kept_and_a_fresh_one_begun(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.problem is not None
    assert "settings.json.broken" in settings.problem
    assert (tmp_path / "settings.json.broken").read_bytes() == content
    settings.put("a", 1)
    assert Settings(file).get("a") == 1


def test_nonsense_values_count_as_not_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"theme": "pink", "mode": [], "columns": 3, "geometry": {"main": "xyz"}}))
    settings = Settings(file)
    assert (settings.theme, settings.mode) == (Theme.SYSTEM, None)
    assert settings.columns("members") == []
    assert settings.geometry("main") is None
    settings.put_columns("members", [{"name": "phone"}])
    assert settings.columns("members") == [{"name": "phone"}]


def test_two_programs_keep_each_others_changes(tmp_path: Path) -> None:
    first, second = Settings(tmp_path / "settings.json"), Settings(tmp_path / "settings.json")
    first.put("one", 1)
    second.put("two", 2)
    fresh = Settings(tmp_path / "settings.json")
    assert (fresh.get("one"), fresh.get("two")) == (1, 2)


def test_threads_may_write_at_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    threads = [threading.Thread(target=settings.put, args=(f"key{n}", n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {Settings(tmp_path / "settings.json").get(f"key{n}") for n in range(8)} == set(range(8))


def test_failed_write_is_said_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.put("a", 1)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="is full"):
        settings.put("a", 2)
    assert json.loads((tmp_path / "settings.json").read_text()) == {"a": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_written_files_are_for_the_owner_only(tmp_path: Path) -> None:
    old_mask = os.umask(0)
    try:
        write_atomically(tmp_path / "secret", b"x")
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.ENOTDIR, "not_a_folder"),
        (errno.EIO, "storage"),
    ],
)
def test_storage_errors_are_one_sentence(number: int, code: str) -> None:
    error = storage_error(OSError(number, os.strerror(number)), Path("/gym"))
    assert error.code == code
    assert "/gym" in error.message
    assert error.message.endswith(".")
    assert error.message.count(". ") == 0

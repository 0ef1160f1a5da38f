"""A member's photo: made small without metadata, refused in words, chosen, dropped, removed, undone."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import checked_photo
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.admin.photos import EDGE, FILE_LIMIT, photo_pixmap, prepare_photo, shrink
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page


def picture(width: int, height: int, kind: str = "PNG", text: str = "") -> bytes:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(200, 30, 30))
    if text:
        image.setText("Comment", text)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_a_large_picture_becomes_a_small_jpeg_without_metadata(qapp, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "camera"
    file.write_bytes(picture(3000, 2000, kind, "taken at home, 52.5 N"))
    kept = prepare_photo(file)
    image = QImage.fromData(kept)
    assert (image.width(), image.height()) == (EDGE, 341)
    assert kept.startswith(b"\xff\xd8\xff") and b"taken at home" not in kept and b"Exif" not in kept
    assert checked_photo(kept) == kept
    assert image.textKeys() == []


def test_a_small_picture_keeps_its_size_and_a_long_one_its_least_pixel(qapp) -> None:
    small = QImage.fromData(shrink(picture(40, 30)))
    assert (small.width(), small.height()) == (40, 30)
    line = QImage.fromData(shrink(picture(4000, 1)))
    assert (line.width(), line.height()) == (EDGE, 1)


def test_what_cannot_be_taken_is_refused_in_words(qapp, tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(UserError, match="This file has 50 MB"):
        prepare_photo(huge)
    assert huge.stat().st_size > FILE_LIMIT
    whole = picture(600, 600)
    for content, words in (
        (b"", "not a picture"),
        (b"%PDF-1.7 what a receptionist drags in by mistake", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "not a picture"),
        (whole[: len(whole) // 2], "damaged"),
    ):
        with pytest.raises(UserError, match=words):
            shrink(content)
    with pytest.raises(UserError, match="cannot be read"):
        prepare_photo(tmp_path / "gone.png")


def test_a_pipe_and_a_device_are_not_waited_for(qapp, tmp_path: Path) -> None:
    odd = [tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "photo.png")
        odd += [tmp_path / "photo.png", Path("/dev/zero")]
    for file in odd:
        with pytest.raises(UserError, match="not a picture"):
            prepare_photo(file)


def test_a_file_that_claims_to_be_gigantic_is_not_unpacked(qapp) -> None:
    head = bytearray(picture(8, 8))
    head[16:24] = (40_000).to_bytes(4) + (40_000).to_bytes(4)
    head[29:33] = zlib.crc32(head[12:29]).to_bytes(4)
    with pytest.raises(UserError, match="too many pixels"):
        shrink(bytes(head))


def test_a_damaged_photo_in_the_database_shows_initials(qapp) -> None:
    assert photo_pixmap(b"\xff\xd8\xff nothing") is None
    assert photo_pixmap(None) is None


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> MembersPage:
    page = MembersPage(desk.context(page_context))
    show_page(window, page, member_id=desk.member("Grace Osei").id)
    qtbot.waitUntil(lambda: page.panel.details is not None and page._states.state == "content")
    return page


def test_chosen_by_keyboard_kept_and_undone(
    qtbot, page: MembersPage, desk: Gym, tmp_path: Path, monkeypatch
) -> None:
    file = tmp_path / "grace.png"
    file.write_bytes(picture(900, 900))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page.panel.photo.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.panel.photo, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and [one.text() for one in menu.actions()] == ["Choose a photo…"]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.photo.has_photo)
    person_id, version, photo = desk.called("set_photo")[0]
    assert (person_id, version) == (desk.member("Grace Osei").id, 1)
    assert QImage.fromData(photo).width() == EDGE
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.panel.photo.has_photo)
    assert desk.called("set_photo")[1] == (person_id, 2, None)


def test_dropped_and_removed_with_delete(qtbot, page: MembersPage, desk: Gym, tmp_path: Path) -> None:
    file = tmp_path / "grace.jpg"
    file.write_bytes(picture(100, 50, "JPEG"))
    _drop(page, file)
    qtbot.waitUntil(lambda: page.panel.photo.has_photo)
    qtbot.waitUntil(page.panel.photo.isEnabled)
    page.panel.photo.keyPressEvent(
        QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    )
    qtbot.waitUntil(lambda: not page.panel.photo.has_photo)
    assert [photo is None for *_, photo in desk.called("set_photo")] == [False, True]


def test_a_broken_file_and_two_at_once_are_told(qtbot, page: MembersPage, desk: Gym, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture at all")
    _drop(page, broken)
    toasts = page.context.notices.toasts
    qtbot.waitUntil(lambda: len(toasts.toasts) == 1)
    assert toasts.toasts[0].words.text().startswith("This is not a picture that can be read.")
    _drop(page, broken, broken)
    assert toasts.toasts[1].words.text() == "Please drop one picture file."
    assert desk.called("set_photo") == []
    assert page.panel.photo.isEnabled()


def _drop(page: MembersPage, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    page.panel.photo.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.panel.photo.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))

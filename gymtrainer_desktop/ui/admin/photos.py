"""A photo as it is kept: small, upright, and without what cameras write into their files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.theme.tokens import LIGHT, Size

EDGE = 512
"""Longest edge of a photo that is kept, in pixels."""

FILE_LIMIT = 20 * 1024 * 1024
"""Most bytes of a file that is looked at: no camera writes more for a face."""

PIXEL_LIMIT = 100_000_000
"""Most pixels of a picture that is unpacked: a small file may claim to hold a huge one."""

_FORMATS = ("png", "jpg", "jpeg", "webp", "bmp", "gif")
_JPEG_QUALITY = 88


def file_filter() -> str:
    """Return the pattern for a file dialog: the pictures that can be read here."""
    readable = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    return " ".join(f"*.{each}" for each in _FORMATS if each in readable)


def prepare_photo(file: Path) -> bytes:
    """Read a picture and return it as a JPEG of at most 512 pixels a side, upright, without metadata.

    Call it in the background; it draws on images only.

    Raises:
        UserError: The file is too large, cannot be read, or is no picture; `field` is "photo".
    """
    try:
        size = file.stat().st_size
        if size > FILE_LIMIT:
            words = _tr("This file has {0} MB. A photo can have at most {1} MB.")
            raise _refusal(words.format(round(size / 1024 / 1024), FILE_LIMIT // 1024 // 1024))
        if not file.is_file():
            # A pipe never ends, nor does a device, whatever their size says.
            raise _refusal(_tr("This is not a picture that can be read. Choose a JPEG or PNG file."))
        content = file.read_bytes()
    except OSError as error:
        words = _tr("{0} cannot be read: {1}.")
        raise _refusal(words.format(file.name, error.strerror or type(error).__name__)) from error
    return shrink(content)


def shrink(content: bytes) -> bytes:
    """Return a picture (PNG, JPEG, WebP, BMP, GIF) as `prepare_photo` does.

    Raises:
        UserError: It is no picture, or a damaged one.
    """
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if not reader.canRead() or bytes(reader.format().data()).decode() not in _FORMATS:
        raise _refusal(_tr("This is not a picture that can be read. Choose a JPEG or PNG file."))
    size = reader.size()
    if size.width() * size.height() > PIXEL_LIMIT:
        raise _refusal(_tr("This picture has too many pixels. Save it smaller and try again."))
    reader.setAutoTransform(True)
    wanted = size.scaled(QSize(EDGE, EDGE), Qt.AspectRatioMode.KeepAspectRatio)
    if size.isValid() and wanted.width() < size.width():
        reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise _refusal(_tr("This picture is damaged and cannot be read to its end."))
    return _encoded(image)


def _encoded(image: QImage) -> bytes:
    if max(image.width(), image.height()) > EDGE:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(EDGE, EDGE, keep, smooth)
    # Painted anew: nothing but pixels comes along, no place, no camera, no comment, no transparency.
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor(LIGHT.surface))
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not plain.save(buffer, "JPEG", _JPEG_QUALITY):  # type: ignore[call-overload]
        raise _refusal(_tr("This picture cannot be saved as a photo."))
    return bytes(buffer.data().data())


def photo_pixmap(photo: bytes | None, diameter: int = Size.AVATAR_XXL, ratio: float = 1.0) -> QPixmap | None:
    """Return a kept photo for an avatar of this diameter; None without one, or where it is damaged."""
    if not photo:
        return None
    image = QImage.fromData(photo)
    if image.isNull():
        return None
    edge = round(diameter * max(ratio, 1.0))
    fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image.scaled(edge, edge, fill, smooth))


def _refusal(words: str) -> UserError:
    return UserError(words, code="photo", field="photo")


def _tr(text: str) -> str:
    return QCoreApplication.translate("photos", text)

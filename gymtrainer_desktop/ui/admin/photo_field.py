"""A person's photo that can be chosen, dropped and removed."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.admin.photos import file_filter, photo_pixmap, prepare_photo
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets import paint


class PhotoField(QAbstractButton):
    """The avatar as a button: a click offers to choose or remove, a picture file can be dropped on it.

    Files are read and made small in the background; what cannot be taken is told in words.
    """

    photo_chosen = Signal(object)
    """Another photo was chosen, ready to be kept; carries its bytes, or None when it was removed."""

    def __init__(
        self, context: PageContext, diameter: int = Size.AVATAR_XXL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photoField")
        self._context = context
        self._diameter = diameter
        self._identity: UUID | str = ""
        self._photo: bytes | None = None
        self._pixmap: QPixmap | None = None
        self._is_target = False
        self.setFixedSize(diameter + 2 * Size.FOCUS, diameter + 2 * Size.FOCUS)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(self.tr("Change the photo"))
        self.clicked.connect(self._on_clicked)

    @property
    def has_photo(self) -> bool:
        """Whether there is a photo, not only initials."""
        return self._photo is not None

    def set_person(self, identity: UUID | str, name: str, photo: bytes | None) -> None:
        """Show somebody."""
        self._identity = identity
        self.setText(name)
        self.setAccessibleName(self.tr("Photo of {0}").format(name))
        if photo != self._photo or photo is None:
            self._photo = photo
            self._pixmap = photo_pixmap(photo, self._diameter, self.devicePixelRatioF())
        self.update()

    def choose(self) -> None:
        """Ask for a file."""
        start = str(usual_folder(QStandardPaths.StandardLocation.PicturesLocation))
        pictures = self.tr("Pictures ({0})").format(file_filter())
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a photo"), start, pictures)
        if name:
            self.take(Path(name))

    def take(self, file: Path) -> None:
        """Read a file in the background and tell of the photo made from it."""
        self.setEnabled(False)
        self._context.tasks.query(
            self, lambda: prepare_photo(file), self._on_prepared, self._on_refused, key="photo"
        )

    def remove(self) -> None:
        """Tell that the photo is to go."""
        self.photo_chosen.emit(None)

    def menu(self) -> QMenu:
        """Return the menu of what can be done."""
        menu = QMenu(self)
        menu.addAction(icons.icon("image"), self.tr("Choose a photo…"), self.choose)
        if self.has_photo:
            menu.addAction(icons.icon("trash-2"), self.tr("Remove the photo"), self.remove)
        return menu

    def sizeHint(self) -> QSize:
        """Return room for the disc and its ring."""
        return self.size()

    # Slots and events

    def _on_clicked(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_prepared(self, photo: bytes) -> None:
        self.setEnabled(True)
        self.photo_chosen.emit(photo)

    def _on_refused(self, exc: Exception) -> None:
        self.setEnabled(True)
        self._context.notices.error(exc)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the menu as the space bar does; Delete removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete and self.has_photo:
            self.remove()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            self._is_target = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went on."""
        self._is_target = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the one file that was dropped."""
        self._is_target = False
        self.update()
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if len(files) == 1:
            self.take(Path(files[0]))
        else:
            self._context.notices.error(UserError(self.tr("Please drop one picture file.")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc, and a ring while it has the focus or a file is held over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        disc = QRectF(self.rect()).adjusted(Size.FOCUS, Size.FOCUS, -Size.FOCUS, -Size.FOCUS)
        paint.avatar(
            painter, disc, scheme, self._identity, self.text(), self._pixmap, faded=not self.isEnabled()
        )
        if self.hasFocus() or self._is_target:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.accent), Size.FOCUS))
            half = Size.FOCUS / 2
            painter.drawEllipse(QRectF(self.rect()).adjusted(half, half, -half, -half))
        if self.underMouse() or self.hasFocus() or self._is_target:
            self._paint_badge(painter, disc)

    def _paint_badge(self, painter: QPainter, disc: QRectF) -> None:
        scheme = scheme_of(self)
        edge = Size.CONTROL_SMALL - Space.XS
        badge = QRectF(disc.right() - edge, disc.bottom() - edge, edge, edge)
        painter.setPen(QPen(QColor(scheme.surface), Size.FOCUS))
        painter.setBrush(QColor(scheme.accent))
        painter.drawEllipse(badge)
        size = Size.ICON_SMALL
        picture = icons.pixmap("image", scheme.on_accent, size, self.devicePixelRatioF())
        painter.drawPixmap(
            round(badge.center().x() - size / 2), round(badge.center().y() - size / 2), picture
        )

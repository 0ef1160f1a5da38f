"""A person's photo, or their initials on a colour of their own."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets import paint


class Avatar(QWidget):
    """A disc with a photo or initials.

    Args:
        identity: Decides the hue.
        name: Gives the initials.
        diameter: `Size.AVATAR_XS` to `Size.AVATAR_XXL`.
        photo: Shown instead of the initials.
    """

    def __init__(
        self,
        identity: UUID | str | int = "",
        name: str = "",
        diameter: int = Size.AVATAR_S,
        photo: QPixmap | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedSize(diameter, diameter)
        self.set_person(identity, name, photo)

    def set_person(self, identity: UUID | str | int, name: str, photo: QPixmap | None = None) -> None:
        """Show somebody else."""
        self._identity = identity
        self._name = name
        self._photo = photo
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc."""
        painter = QPainter(self)
        paint.avatar(painter, QRectF(self.rect()), scheme_of(self), self._identity, self._name, self._photo)

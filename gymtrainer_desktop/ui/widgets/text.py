"""Labels in the sizes and tones of the look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size


def label(
    text: str = "",
    size: str = "body",
    tone: str = "text",
    weight: str = "",
    *,
    wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label that shows plain text.

    Args:
        text: Never read as rich text, whatever it contains.
        size: "body", "secondary", "section", "crumb", "title" or "figure".
        tone: "text", "muted", "accent", "positive", "caution" or "critical".
        weight: "", "medium" or "semibold".
        wrap: Break long text into lines.
        parent: The parent widget.
    """
    result = QLabel(parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    result.setProperty("scale", size)
    result.setProperty("tone", tone)
    result.setProperty("weight", weight)
    result.setWordWrap(wrap)
    return result


def set_tone(target: QWidget, tone: str) -> None:
    """Change the tone of a label or a banner that is already shown."""
    if target.property("tone") != tone:
        target.setProperty("tone", tone)
        repolish(target)


def repolish(target: QWidget) -> None:
    """Have the style sheet look at a widget's properties again."""
    target.style().unpolish(target)
    target.style().polish(target)
    target.update()


def icon_label(name: str, token: str = "text_muted", size: int = Size.ICON) -> QLabel:
    """Return a label that shows an icon in the colour of a token."""
    result = QLabel()
    result.setProperty("icon_size", size)
    result.setFixedSize(size, size)
    icons.set_icon(result, name, token)
    return result


def hairline(*, vertical: bool = False) -> QFrame:
    """Return a line one pixel wide."""
    result = QFrame()
    result.setProperty("kind", "hairline")
    if vertical:
        result.setFixedWidth(Size.BORDER)
    else:
        result.setFixedHeight(Size.BORDER)
    return result


class ElidedLabel(QLabel):
    """A label of one line that shortens its text with an ellipsis and shows all of it as a tool tip."""

    def __init__(
        self,
        text: str = "",
        size: str = "body",
        tone: str = "text",
        weight: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("scale", size)
        self.setProperty("tone", tone)
        self.setProperty("weight", weight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text, its line breaks as spaces."""
        super().setText(" ".join(text.split()))
        self._update_tool_tip()

    def minimumSizeHint(self) -> QSize:
        """Return a size with room for the ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tool tip when it no longer fits."""
        super().resizeEvent(event)
        self._update_tool_tip()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._update_tool_tip()

    def paintEvent(self, _event: QEvent) -> None:
        """Paint the text, shortened if it has to be."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        area = self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)

    def _update_tool_tip(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if fits else self.text())

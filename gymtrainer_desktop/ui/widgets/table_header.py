"""The headings of a table: the sort arrow beside the word, and the box that checks all rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets.delegates import check_box
from gymtrainer_desktop.ui.widgets.rows import CHECK_COLUMN, RowsModel


class TableHeader(QHeaderView):
    """Headings with the sort arrow beside the word, and the box that checks all rows."""

    all_checked = Signal(bool)

    def __init__(self, model: RowsModel[Any], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(Size.CHECK_BOX)
        self.setFixedHeight(Size.ROW_HEADER)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        model = self._rows
        column = model.columns[section]
        scheme = scheme_of(self)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), Size.BORDER), QColor(scheme.line))
        if column.key == CHECK_COLUMN:
            check_box(painter, QRectF(rect), scheme, model.check_state())
            return
        is_sorted = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        visual = self.visualIndex(section)
        left = Space.L if visual == 0 else Space.S
        right = Space.L if visual == self._last_visual() else Space.S
        inner = QRectF(rect).adjusted(left, 0, -right, 0)
        font = fonts.font(Type.SECONDARY, Weight.SEMIBOLD if is_sorted else Weight.MEDIUM)
        metrics = QFontMetricsF(font)
        arrow = Size.ICON_SMALL + Space.XS if is_sorted and column.is_sortable else 0
        text = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, max(inner.width() - arrow, 0))
        width = metrics.horizontalAdvance(text)
        is_right = bool(column.align & Qt.AlignmentFlag.AlignRight)
        start = inner.right() - width if is_right else inner.left()
        painter.setFont(font)
        painter.setPen(QColor(scheme.text if is_sorted else scheme.text_muted))
        painter.drawText(
            QRectF(start, inner.top(), width + 1, inner.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
        if arrow:
            is_down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            place = start - arrow if is_right else start + width + Space.XS
            picture = icons.pixmap(
                "arrow-down" if is_down else "arrow-up",
                scheme.text,
                Size.ICON_SMALL,
                self.devicePixelRatioF(),
            )
            painter.drawPixmap(QPoint(round(place), round(inner.center().y() - Size.ICON_SMALL / 2)), picture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Check all rows when the box is clicked."""
        section = self.logicalIndexAt(event.position().toPoint())
        model = self._rows
        if section >= 0 and model.columns[section].key == CHECK_COLUMN:
            self.all_checked.emit(model.check_state() != Qt.CheckState.Checked)
        super().mouseReleaseEvent(event)

    def _last_visual(self) -> int:
        return max(
            (self.visualIndex(place) for place in range(self.count()) if not self.isSectionHidden(place)),
            default=0,
        )

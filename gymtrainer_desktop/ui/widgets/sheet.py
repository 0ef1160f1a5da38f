"""The base of every dialog: a sheet over a darkened window, the primary button at its right foot."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.ui.theme.scheme import application_scheme
from gymtrainer_desktop.ui.theme.style import dress
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import (
    destructive_button,
    icon_button,
    primary_button,
    quiet_button,
)
from gymtrainer_desktop.ui.widgets.text import hairline, label


class Scrim(QWidget):
    """Darkens the window behind a dialog."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shade."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(application_scheme().scrim))


class SheetDialog(QDialog):
    """A dialog with a title, content and a footer. Never taller than the screen: then its content scrolls.

    Fill `body`. Enter (Ctrl+Enter inside a text of several lines) submits through `submit`, which a subclass
    overrides; by default it accepts. Esc and the cross close, and ask first if `is_dirty` says that something
    would be lost.
    """

    submitted = Signal()
    """The primary button was pressed, or Enter."""

    def __init__(
        self,
        title: str,
        parent: QWidget | None = None,
        *,
        confirm_text: str = "",
        cancel_text: str | None = None,
        width: int = Size.SHEET_WIDTH,
        destructive: bool = False,
        scrolls: bool = True,
    ) -> None:
        super().__init__(parent.window() if parent else None)
        if parent is None:
            dress(self)
        self.setWindowTitle(title)
        self.setProperty("kind", "sheet-window")
        self.setModal(True)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        # An X11 display may have nobody who mixes windows: the shadow's clear margin would be black there.
        self._has_shadow = QGuiApplication.platformName() != "xcb"
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._has_shadow)
        self._scrim: Scrim | None = None
        self._sheet_width = width
        self._scrolls = scrolls
        self._frame = QFrame()
        self._frame.setProperty("kind", "sheet")
        self.subtitle = label("", "body", "muted", wrap=True)
        self.subtitle.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.L)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(Space.S)
        self.cancel_button = quiet_button(self.tr("Cancel") if cancel_text is None else cancel_text)
        make = destructive_button if destructive else primary_button
        self.confirm_button: QPushButton = make(confirm_text or self.tr("Save"))
        self._build(title)
        self.cancel_button.setVisible(cancel_text != "")
        self.cancel_button.clicked.connect(self.reject)
        self.confirm_button.clicked.connect(self._on_confirm_clicked)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self.setWindowTitle(title)
        self._title.setText(title)

    def set_confirm_text(self, text: str) -> None:
        """Change what the primary button says ("Assign 3 to John Smith")."""
        self.confirm_button.setText(text)

    def set_subtitle(self, text: str) -> None:
        """Show a line of quiet words below the title."""
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    def is_dirty(self) -> bool:
        """Whether closing now would lose something the person entered."""
        return False

    def submit(self) -> None:
        """Do what the primary button promises; by default accept."""
        self.accept()

    def set_busy(self, busy: bool) -> None:
        """Lock the primary button while the answer is on its way."""
        self.confirm_button.setEnabled(not busy)

    # Building

    def _build(self, title: str) -> None:
        margin = Space.XL
        outer = QVBoxLayout(self)
        outer.addWidget(self._frame)
        if self._has_shadow:
            # Room for the shadow, which is painted outside the sheet.
            outer.setContentsMargins(margin, margin, margin, margin + Size.SHADOW_OFFSET)
            shadow = QGraphicsDropShadowEffect(self._frame)
            shadow.setBlurRadius(Size.SHADOW_BLUR)
            shadow.setOffset(0, Size.SHADOW_OFFSET)
            shadow.setColor(QColor(application_scheme().scrim))
            self._frame.setGraphicsEffect(shadow)
        else:
            outer.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)

        head = QVBoxLayout()
        head.setContentsMargins(margin, Space.L + Space.XS, Space.L, Space.M)
        head.setSpacing(Space.XS)
        row = QHBoxLayout()
        self._title = label(title, "title", wrap=True)
        row.addWidget(self._title, 1)
        close = icon_button("x", self.tr("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc does the same, and the first field gets the focus
        close.clicked.connect(self.reject)
        row.addWidget(close)
        head.addLayout(row)
        head.addWidget(self.subtitle)
        column.addLayout(head)

        content = self._content = QWidget()
        content.setLayout(self.body)
        if self._scrolls:
            self.body.setContentsMargins(margin, Space.XS, margin, Space.XL)
            area = _SheetScroll()
            area.setWidget(content)
            column.addWidget(area, 1)
        else:
            self.body.setContentsMargins(0, Space.XS, 0, 0)
            column.addWidget(content, 1)

        column.addWidget(hairline())
        self.footer.setContentsMargins(margin, Space.L, margin, Space.L)
        self.footer.addStretch(1)
        self.footer.addWidget(self.cancel_button)
        self.footer.addWidget(self.confirm_button)
        column.addLayout(self.footer)

    def add_footer_widget(self, widget: QWidget) -> None:
        """Add a control at the left of the footer."""
        self.footer.insertWidget(self.footer.count() - 3, widget)

    # Slots and events

    def _on_confirm_clicked(self) -> None:
        self.submitted.emit()
        self.submit()

    def showEvent(self, event: QShowEvent) -> None:
        """Shade the window, take a place in its middle, and fit the screen."""
        parent = self.parentWidget()
        if parent is not None and self._scrim is None:
            self._scrim = Scrim(parent)
        self._order_focus()
        self._place()
        super().showEvent(event)

    def done(self, result: int) -> None:
        """Close, and take the shade away."""
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().done(result)

    def reject(self) -> None:
        """Close without saving; ask first if something would be lost."""
        if not self.is_dirty() or self._may_discard():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Treat the window manager's close like Esc."""
        event.ignore()
        self.reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners round where they cannot be see-through."""
        super().resizeEvent(event)
        if not self._has_shadow:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), Radius.CARD, Radius.CARD)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if isinstance(focus, QPlainTextEdit | QTextEdit) and not has_control:
            super().keyPressEvent(event)
        elif isinstance(focus, QPushButton):
            focus.click()
        elif self.confirm_button.isEnabled():
            self.confirm_button.click()

    def _order_focus(self) -> None:
        """Tab goes through the content, then through the footer; the first field has the focus."""
        fields = self._focusable_within(self._content)
        items = (self.footer.itemAt(place) for place in range(self.footer.count()))
        footer = (item.widget() for item in items if item is not None)
        chain = [*fields, *(widget for widget in footer if widget is not None)]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        if fields and self.focusWidget() not in fields:
            fields[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif not fields:
            self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _focusable_within(content: QWidget) -> list[QWidget]:
        # In the order in which they were laid out. Never by `nextInFocusChain()`: PySide makes each widget
        # the owner of the next one it returns, and the collector would take the ring, an open dialog, apart.
        # Lists that pop up are windows of their own.
        window = content.window()
        return [
            widget
            for widget in content.findChildren(QWidget)
            if widget.window() is window
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
            and widget.isEnabled()
            and not widget.isHidden()
        ]

    def _may_discard(self) -> bool:
        ask = SheetDialog(
            self.tr("Discard what you entered?"),
            self,
            confirm_text=self.tr("Discard"),
            cancel_text=self.tr("Keep editing"),
            destructive=True,
        )
        ask.body.addWidget(label(self.tr("It has not been saved yet."), wrap=True))
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return ask.exec() == QDialog.DialogCode.Accepted

    def _place(self) -> None:
        parent = self.parentWidget()
        screen = (parent or self).screen().availableGeometry()
        frame = parent.frameGeometry() if parent is not None and parent.isVisible() else screen
        outer, inner_layout = self.layout(), self._frame.layout()
        assert outer is not None and inner_layout is not None
        margins = outer.contentsMargins()
        inner = max(self._sheet_width, self._frame.minimumSizeHint().width())
        width = min(inner + margins.left() + margins.right(), screen.width())
        self.setFixedWidth(width)
        outer.activate()
        wanted = inner_layout.totalHeightForWidth(width - margins.left() - margins.right())
        wanted = max(wanted, self._frame.sizeHint().height()) + margins.top() + margins.bottom()
        room = min(screen.height(), frame.height() if parent is not None else screen.height())
        height = min(wanted, max(room - Space.XL, Size.WINDOW_MIN_HEIGHT // 2), screen.height())
        area = QRect(0, 0, width, height)
        area.moveCenter(frame.center())
        area.moveTop(max(screen.top(), area.top()))
        self.setGeometry(area)
        self.setMaximumHeight(screen.height())


class _SheetScroll(QScrollArea):
    """A scroll area that asks for the height its content wants."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hasHeightForWidth(self) -> bool:
        """Yes: wrapped text is higher when narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which nothing scrolls."""
        layout = self._inner().layout()
        assert layout is not None
        return (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )

    def sizeHint(self) -> QSize:
        """Return the content's own size."""
        hint = self._inner().sizeHint()
        hint.setHeight(self.heightForWidth(max(self.width(), hint.width())))
        return hint

    def _inner(self) -> QWidget:
        widget = self.widget()
        assert widget is not None
        return widget

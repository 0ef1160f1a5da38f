"""The very first start: three ways to begin, the form for one's own gym, and the wait while it is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.choice import ChoiceButton
from gymtrainer_desktop.ui.widgets.text import icon_label, label


class FirstStartPage(QWidget):
    """ "How would you like to begin?"""

    demo_requested = Signal()
    set_up_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.demo = ChoiceButton(
            self.tr("Try with a demo gym"),
            self.tr("12 trainers, 300 members, 12 weeks of workouts"),
            "play",
            is_suggested=True,
        )
        self.own = ChoiceButton(
            self.tr("Set up my gym"), self.tr("Name, units and the first admin account"), "house"
        )
        self.server = ChoiceButton(
            self.tr("Connect to our server"),
            self.tr("For a second desk, the trainers’ room or a kiosk"),
            "server",
        )
        self._server_words = label(
            self.tr(
                "Connecting to a server comes with stations, in one of the next versions. "
                "Until then this computer keeps its own data."
            ),
            tone="muted",
            wrap=True,
        )
        self._server_words.hide()
        form = QWidget()
        form.setFixedWidth(Size.FIRST_START_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(label(self.tr("How would you like to begin?"), "title"))
        column.addWidget(label(self.tr("You can change your mind later."), tone="muted"))
        column.addSpacing(Space.M)
        for choice in (self.demo, self.own, self.server):
            column.addWidget(choice)
        column.addWidget(self._server_words)
        column.addSpacing(Space.S)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(icon_label("lock"))
        foot.addWidget(
            label(self.tr("All data stays on this computer until you connect a server."), tone="muted"), 1
        )
        column.addLayout(foot)
        _in_the_middle(self, form)
        self.demo.clicked.connect(self.demo_requested)
        self.own.clicked.connect(self.set_up_requested)
        self.server.clicked.connect(self._on_server_clicked)
        self.setFocusProxy(self.demo)

    @property
    def server_words(self) -> str:
        """What is said about connecting to a server, empty before somebody asked."""
        return "" if self._server_words.isHidden() else self._server_words.text()

    def _on_server_clicked(self) -> None:
        self._server_words.show()


class ProgressPage(QWidget):
    """A sentence and a bar while the first start works; on failure what happened, and what to do."""

    retry_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form = QWidget()
        form.setFixedWidth(Size.FIRST_START_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._title = label("", "title", wrap=True)
        self._sentence = label("", tone="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._problem = QWidget()
        problem = QHBoxLayout(self._problem)
        problem.setContentsMargins(0, 0, 0, 0)
        problem.setSpacing(Space.S)
        problem.addWidget(icon_label("triangle-alert", "critical"), 0, Qt.AlignmentFlag.AlignTop)
        self._problem_words = label("", wrap=True)
        problem.addWidget(self._problem_words, 1)
        self.retry = primary_button(self.tr("Retry"), "refresh-cw")
        self.back = quiet_button(self.tr("Back"))
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.retry)
        for widget in (self._title, self._sentence, self.bar, self._problem, self._buttons):
            column.addWidget(widget)
        _in_the_middle(self, form)
        self.retry.clicked.connect(self.retry_requested)
        self.back.clicked.connect(self.back_requested)
        self.start("")

    @property
    def sentence(self) -> str:
        """What is being done."""
        return self._sentence.text()

    @property
    def problem(self) -> str:
        """What went wrong, empty for nothing."""
        return "" if self._problem.isHidden() else self._problem_words.text()

    def start(self, title: str, sentence: str = "") -> None:
        """Begin to show some work, of unknown length until `set_progress` is called."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._problem.hide()
        self._buttons.hide()

    def set_progress(self, sentence: str, share: float | None = None) -> None:
        """Say what is being done, and how much of all is done (0 to 1, None when nobody knows)."""
        self._sentence.setText(sentence)
        self.bar.setRange(0, 0 if share is None else _STEPS)
        if share is not None:
            self.bar.setValue(round(share * _STEPS))

    def show_error(self, exc: Exception, what_to_do: str = "", *, can_go_back: bool = True) -> None:
        """Say in words what went wrong, and offer to try again."""
        known = exc.message if isinstance(exc, UserError | Unavailable) else ""
        words = known or self.tr("Something unexpected went wrong: {0}").format(exc)
        self._problem_words.setText(f"{words} {what_to_do}".strip())
        self._sentence.setText("")
        self.bar.hide()
        self._problem.show()
        self.back.setVisible(can_go_back)
        self._buttons.show()
        self.retry.setFocus(Qt.FocusReason.OtherFocusReason)


_STEPS = 1000


def _in_the_middle(page: QWidget, form: QWidget) -> None:
    outer = QVBoxLayout(page)
    outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
    outer.addStretch(1)
    outer.addWidget(form, 0, Qt.AlignmentFlag.AlignHCenter)
    outer.addStretch(1)

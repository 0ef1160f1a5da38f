"""The bases of dialogs that are forms: refusals beside their fields, and adding without adding twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog

_New = TypeVar("_New")
_Answer = TypeVar("_Answer")


class FormDialog(SheetDialog):
    """A dialog of fields that shows a refusal beside the field it is about."""

    def __init__(self, title: str, confirm_text: str, context: PageContext, parent: QWidget | None) -> None:
        super().__init__(title, parent, confirm_text=confirm_text)
        self._context = context
        self._fields: dict[str, FormField] = {}
        self._banner = Banner("triangle-alert", "critical")
        self._banner.hide()
        self.body.addWidget(self._banner)

    def _line(self, name: str, text: str, hint: str = "", *, secret: bool = False) -> FormField:
        edit = QLineEdit()
        edit.setObjectName(name)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        return self._field(name, text, edit, hint)

    def _field(self, name: str, text: str, widget: QWidget, hint: str = "") -> FormField:
        self._fields[name] = FormField(text, widget, hint)
        return self._fields[name]

    def _edit(self, name: str) -> QLineEdit:
        edit = self._fields[name].field
        assert isinstance(edit, QLineEdit)
        return edit

    def _text(self, name: str) -> str:
        return self._edit(name).text()

    def _refuse(self, exc: UserError) -> None:
        """Say what is wrong beside its field, or on top when it is about none."""
        field = self._fields.get(exc.field or "")
        if field is None:
            self._banner.set_words(self.tr("Not saved"), exc.message)
            self._banner.show()
            self._show_whole(self._banner)
            return
        field.set_error(exc.message)
        field.field.setFocus()
        self._show_whole(field)

    def _show_whole(self, widget: QWidget) -> None:
        """Make room for what has just been said, and scroll to it where there is none."""
        area = self.findChild(QScrollArea)
        inner = widget.layout()
        assert area is not None and inner is not None, "a form scrolls, and its fields have layouts"
        # Layouts learn of each other's new heights only with the events to come; the sheet asks now.
        inner.activate()
        self.body.activate()
        area.updateGeometry()
        self._place()
        area.ensureWidgetVisible(widget)

    def _clear(self) -> None:
        self._banner.hide()
        for field in self._fields.values():
            field.clear_error()

    def _on_failed(self, exc: Exception) -> None:
        self.set_busy(False)
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self._refuse(exc)
        else:
            self._context.notices.error(exc, self.tr("What you entered is still here."))


class AddDialog(FormDialog):
    """A form that adds somebody: sending the same again after a lost answer adds nobody twice."""

    def __init__(self, title: str, confirm_text: str, context: PageContext, parent: QWidget | None) -> None:
        super().__init__(title, confirm_text, context, parent)
        self._keys: dict[str, UUID] = {}
        self._sent: object = None

    def _key(self, of: str) -> UUID:
        """Return the key of what is added, the same until something else is sent."""
        if of not in self._keys:
            self._keys[of] = new_id()
        return self._keys[of]

    def _send(
        self, read: Callable[[], _New], add: Callable[[_New], _Answer], added: Callable[[_New, _Answer], None]
    ) -> None:
        """Read the fields, add what they say in the background, close, and tell `added`.

        Args:
            read: Returns what is added, its keys from `_key`; raises a `UserError` about a field.
            add: The service's call.
            added: Called with what was sent and the answer.
        """
        self._clear()
        try:
            new = read()
            if self._sent is not None and self._sent != new:
                # Other content than what was sent before, whose answer may have been lost: other keys.
                self._keys.clear()
                new = read()
        except UserError as error:
            self._refuse(error)
            return
        self._sent = new
        self.set_busy(True)

        def succeeded(answer: _Answer) -> None:
            self.accept()
            added(new, answer)

        self._context.tasks.write(self, lambda: add(new), succeeded, self._on_failed)


def digits_only(field: FormField) -> None:
    """Have an on-screen keyboard offer digits."""
    field.field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

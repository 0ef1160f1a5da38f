"""Readers that type like keyboards: told from people, whatever has the focus, and never fooled by noise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.kiosk.reader_filter import ReaderFilter
from tests.ui.kiosk_gym import FakeClock


class Reader:
    """A filter, a field with the keyboard, and what both got."""

    def __init__(self, qapp: QApplication, window: QWidget) -> None:
        self.seconds = FakeClock()
        self.filter = ReaderFilter(now=self.seconds)
        self.codes: list[str] = []
        self.typed: list[str] = []
        self.filter.code_read.connect(self.codes.append)
        self.filter.typed.connect(self.typed.append)
        self.filter.install(qapp)
        self.window = window
        self.field = QLineEdit()
        QVBoxLayout(window).addWidget(self.field)
        self.field.setFocus()

    def burst(self, text: str, end: Qt.Key | None = Qt.Key.Key_Return, gap: float = 0.005) -> None:
        for letter in text:
            self.key(letter, gap)
        if end is not None:
            QTest.keyClick(self.target, end)

    def key(self, letter: str | Qt.Key, gap: float = 0.005) -> None:
        QTest.keyClick(self.target, letter)  # type: ignore[call-overload]
        self.seconds.wait(gap)

    def pause(self) -> None:
        self.seconds.wait(1)
        self.filter.settle()

    @property
    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window


@pytest.fixture
def reader(qapp: QApplication, window: QWidget) -> Iterator[Reader]:
    reader = Reader(qapp, window)
    yield reader
    reader.filter.remove(qapp)


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_burst_is_a_code_and_never_gets_into_a_field(reader: Reader, end: Qt.Key) -> None:
    reader.burst("HSG-40217", end)
    reader.pause()
    assert (reader.codes, reader.typed, reader.field.text()) == (["HSG-40217"], [], "")


def test_a_burst_is_a_code_whatever_has_the_keyboard(reader: Reader) -> None:
    reader.field.clearFocus()
    reader.burst("0042")
    reader.pause()
    assert (reader.codes, reader.typed) == (["0042"], [])


def test_a_person_types_into_the_field_and_can_correct(reader: Reader) -> None:
    for letter in "rosaa":
        reader.key(letter, 0.15)
    reader.key(Qt.Key.Key_Backspace, 0.15)
    reader.pause()
    assert (reader.codes, reader.field.text()) == ([], "rosa")


def test_a_person_without_a_field_is_told_of(reader: Reader) -> None:
    reader.field.clearFocus()
    for letter in ("4", "2", Qt.Key.Key_Backspace, "1", Qt.Key.Key_Return):
        reader.key(letter, 0.2)
    reader.pause()
    assert (reader.codes, reader.typed) == ([], ["4", "2", "\b", "1", "\n"])


def test_two_fast_keys_are_typing_not_a_card(reader: Reader) -> None:
    reader.burst("ab")
    reader.pause()
    assert (reader.codes, reader.field.text()) == ([], "ab")


def test_half_a_card_is_dropped(reader: Reader) -> None:
    reader.burst("40217", end=None)
    reader.pause()
    QTest.keyClick(reader.target, Qt.Key.Key_Return)
    assert (reader.codes, reader.typed, reader.field.text()) == ([], [], "")


def test_ten_thousand_keys_are_dropped_and_the_next_card_is_read(reader: Reader) -> None:
    reader.burst("7" * 10_000)
    assert len(reader.filter._held) <= 128
    reader.pause()
    assert (reader.codes, reader.field.text()) == ([], "")
    reader.burst("40217")
    assert reader.codes == ["40217"]


def test_control_characters_within_a_burst_make_it_noise(reader: Reader) -> None:
    reader.burst("402", end=None)
    QTest.keyClick(reader.target, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    reader.burst("17")
    reader.pause()
    assert (reader.codes, reader.field.text()) == ([], "")


def test_two_cards_one_after_the_other_are_two_codes(reader: Reader) -> None:
    reader.burst("11111")
    reader.burst("22222")
    assert reader.codes == ["11111", "22222"]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Meta, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_keys_that_lead_elsewhere_lead_nowhere(
    reader: Reader, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    QApplication.clipboard().setText("pasted")
    QTest.keyClick(reader.target, key, modifier)
    reader.pause()
    assert (reader.codes, reader.typed, reader.field.text()) == ([], [], "")

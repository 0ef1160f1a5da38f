"""Sign-in, first start, the form for one's own gym, and the wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.first_start import FirstStartPage, ProgressPage
from gymtrainer_desktop.ui.shell.set_up_gym import GymSetUp, SetUpGymPage
from gymtrainer_desktop.ui.shell.sign_in import SampleSignIn, SignInPage


@pytest.fixture
def app_window(qtbot, theme) -> AppWindow:
    window = AppWindow()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def page(app_window: AppWindow) -> SignInPage:
    page = app_window.show_sign_in()
    page.set_gym("Harbour Street Gym", "Front desk · this computer")
    return page


def fill(qtbot, page: SignInPage, login: str, secret: str) -> None:
    qtbot.keyClicks(page.login, login)
    qtbot.keyClicks(page.secret, secret)


def test_one_can_type_at_once_and_enter_walks_and_submits(qtbot, page: SignInPage) -> None:
    assert page.login.hasFocus()
    qtbot.keyClicks(page.login, " rosa@gym.test ")
    qtbot.keyClick(page.login, Qt.Key.Key_Return)
    assert page.secret.hasFocus()
    qtbot.keyClicks(page.secret, "pass word ")
    with qtbot.waitSignal(page.sign_in_requested) as asked:
        qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    assert asked.args == ["rosa@gym.test", "pass word "]
    assert not page.submit.isEnabled()
    with qtbot.assertNotEmitted(page.sign_in_requested):
        qtbot.keyClick(page.secret, Qt.Key.Key_Return)


def test_a_no_is_said_in_words_and_one_can_try_again(qtbot, page: SignInPage) -> None:
    fill(qtbot, page, "rosa@gym.test", "wrong")
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    page.set_error("E-mail and password do not match.")
    assert page.error == "E-mail and password do not match."
    assert page.submit.isEnabled()
    assert page.secret.hasFocus()
    assert page.secret.selectedText() != ""
    qtbot.keyClicks(page.secret, "right")
    assert page.error == ""
    assert page.secret.text() == "right"


@pytest.mark.parametrize(
    ("login", "secret", "sentence"),
    [("", "", "Please enter your e-mail address."), ("a@b.c", "", "Please enter your password.")],
)
def test_empty_fields_ask_for_themselves(
    qtbot, page: SignInPage, login: str, secret: str, sentence: str
) -> None:
    fill(qtbot, page, login, secret)
    with qtbot.assertNotEmitted(page.sign_in_requested):
        qtbot.mouseClick(page.submit, Qt.MouseButton.LeftButton)
    assert page.error == sentence


def test_caps_lock_is_noticed(qtbot, page: SignInPage) -> None:
    def press(text: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QApplication.sendEvent(page.secret, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, modifiers, text))

    shift = Qt.KeyboardModifier.ShiftModifier
    press("a")
    press("A", shift)
    assert not page._caps.isVisible()
    press("A")
    assert page._caps.isVisible()
    page.set_error("E-mail and password do not match.")
    assert page.error == "E-mail and password do not match. Caps Lock is on."
    press("A", shift)
    assert not page.secret.caps_lock
    press("a", shift)
    assert page.secret.caps_lock


def test_members_sign_in_with_number_and_pin(qtbot, page: SignInPage) -> None:
    qtbot.mouseClick(page.other, Qt.MouseButton.LeftButton)
    assert page.is_member
    assert page.login.accessibleName() == "Member number"
    fill(qtbot, page, "10001", "1234")
    with qtbot.waitSignal(page.member_sign_in_requested) as asked:
        qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    assert asked.args == ["10001", "1234"]
    page.set_member(False)
    assert page.login.text() == page.secret.text() == ""


def test_forgot_password_says_who_helps(qtbot, page: SignInPage) -> None:
    assert page._forgot_words.isHidden()
    qtbot.mouseClick(page.forgot, Qt.MouseButton.LeftButton)
    assert "front desk" in page._forgot_words.text()
    assert page._forgot_words.isVisible()


def test_the_eye_shows_the_password_until_the_page_is_cleared(page: SignInPage) -> None:
    page.secret.setText("secret")
    page.secret._eye.trigger()
    assert page.secret.echoMode() == QLineEdit.EchoMode.Normal
    page.clear()
    assert page.secret.echoMode() == QLineEdit.EchoMode.Password
    assert page.secret.text() == ""


def test_a_sample_fills_the_fields(qtbot, page: SignInPage) -> None:
    assert page.samples.isHidden()
    samples = [
        SampleSignIn("Rosa Delgado", "Admin", "rosa@demo.test", "desk"),
        SampleSignIn("Sarah Johnson", "Member", "10001", "1234", is_member=True),
    ]
    page.set_samples(samples)
    assert "desk" not in repr(samples[0])
    qtbot.mouseClick(page.samples.buttons[1], Qt.MouseButton.LeftButton)
    assert page.is_member
    with qtbot.waitSignal(page.member_sign_in_requested) as asked:
        qtbot.mouseClick(page.submit, Qt.MouseButton.LeftButton)
    assert asked.args == ["10001", "1234"]
    page.set_busy(False)
    qtbot.mouseClick(page.samples.buttons[0], Qt.MouseButton.LeftButton)
    assert not page.is_member
    assert (page.login.text(), page.secret.text()) == ("rosa@demo.test", "desk")
    page.set_samples([])
    assert page.samples.isHidden()


def test_three_ways_to_begin(qtbot, app_window: AppWindow) -> None:
    page = app_window.show_first_start()
    assert isinstance(page, FirstStartPage)
    assert page.demo.hasFocus()
    with qtbot.waitSignal(page.demo_requested):
        qtbot.keyClick(page.demo, Qt.Key.Key_Return)
    qtbot.keyClick(page.demo, Qt.Key.Key_Down)
    assert page.own.hasFocus()
    with qtbot.waitSignal(page.set_up_requested):
        qtbot.keyClick(page.own, Qt.Key.Key_Return)
    assert page.server_words == ""
    qtbot.mouseClick(page.server, Qt.MouseButton.LeftButton)
    assert "stations" in page.server_words


@pytest.fixture
def form(app_window: AppWindow) -> SetUpGymPage:
    form = app_window.show_set_up()
    assert isinstance(form, SetUpGymPage)
    return form


def complete(form: SetUpGymPage) -> None:
    form.gym_name.setText("  Iron   House ")
    form.time_zone.setCurrentText("Europe/London")
    form.week_start.setCurrentIndex(2)
    form.weight_unit.setCurrentIndex(1)
    form.admin_name.setText("Rosa Delgado")
    form.email.setText("rosa@ironhouse.test")
    form.password.setText("correct horse")
    form.password_again.setText("correct horse")


def test_a_gym_is_set_up(qtbot, form: SetUpGymPage) -> None:
    complete(form)
    with qtbot.waitSignal(form.submitted) as sent:
        qtbot.keyClick(form.password_again, Qt.Key.Key_Return)
    assert sent.args == [
        GymSetUp(
            "Iron House", "Europe/London", 7, Unit.LB, "Rosa Delgado", "rosa@ironhouse.test", "correct horse"
        )
    ]
    assert "horse" not in repr(sent.args[0])


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("gym_name", " ", "Please enter the name of the gym."),
        ("gym_name", "x" * 10_000, "A name can have at most 200 characters."),
        ("time_zone", "Middle/Earth", "Please choose one of the list, such as Europe/London."),
        ("admin_name", "", "Please enter your name."),
        ("email", "", "Please enter your e-mail address."),
        ("email", "rosa at home", "This does not look like an e-mail address."),
        ("password", "short", "Please use at least 8 characters."),
        ("password", "x" * 201, "Please use at most 200 characters."),
        ("password_again", "something else", "The two passwords are not the same."),
    ],
)
def test_what_is_wrong_is_said_below_its_field(
    qtbot, form: SetUpGymPage, field: str, text: str, sentence: str
) -> None:
    complete(form)
    widget = form.fields[field].field
    (widget.setText if isinstance(widget, QLineEdit) else widget.setCurrentText)(text)
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert {name: f.error for name, f in form.fields.items() if f.error} == {field: sentence}
    assert widget.hasFocus()


def test_nasty_names_are_taken_as_they_are(qtbot, form: SetUpGymPage) -> None:
    complete(form)
    form.gym_name.setText("'; DROP TABLE gyms; -- 💪")
    with qtbot.waitSignal(form.submitted) as sent:
        form.submit.click()
    assert sent.args[0].gym_name == "'; DROP TABLE gyms; -- 💪"


def test_time_zones_are_found_by_any_part(qtbot, form: SetUpGymPage) -> None:
    completer = form.time_zone.completer()
    completer.setCompletionPrefix("lond")
    assert completer.currentCompletion() == "Europe/London"


def test_the_service_s_no_lands_on_its_field(form: SetUpGymPage) -> None:
    form.set_error("email", "Somebody has this address already.")
    assert form.fields["email"].error == "Somebody has this address already."
    form.set_error("unknown", "Something else.")
    assert form.fields["gym_name"].error == "Something else."
    form.set_busy(True)
    assert not form.submit.isEnabled()


def test_esc_goes_back(qtbot, form: SetUpGymPage) -> None:
    with qtbot.waitSignal(form.back_requested):
        qtbot.keyClick(form.gym_name, Qt.Key.Key_Escape)


def test_a_wait_says_what_is_done_and_a_failure_what_to_do(qtbot, app_window: AppWindow) -> None:
    page = app_window.show_progress("Making the demo gym", "Starting the database")
    assert isinstance(page, ProgressPage)
    assert (page.bar.minimum(), page.bar.maximum()) == (0, 0)
    page.set_progress("Writing workouts", 0.4)
    assert page.sentence == "Writing workouts"
    assert page.bar.value() / page.bar.maximum() == 0.4
    page.show_error(Unavailable("The disk is full."), "Free some space and try again.")
    assert page.problem == "The disk is full. Free some space and try again."
    assert not page.bar.isVisible()
    with qtbot.waitSignal(page.retry_requested):
        page.retry.click()
    with qtbot.waitSignal(page.back_requested):
        page.back.click()
    page.start("Again")
    assert page.problem == ""

"""Two windows on one gym: what one end writes appears at the other, counted, read and answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.messages.messages_page import MessagesPage
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from tests.factories import Gym
from tests.journeys.conftest import Workstation


def test_two_windows_write_to_each_other(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    gym.assignment(sarah, john)
    gym.secret(john, "password", "correct horse")
    gym.secret(sarah, "pin", "2468")
    desk, floor = start(paths), start(paths)
    desk.sign_in(john.email, "correct horse")
    floor.sign_in(sarah.member_number or "", "2468", member=True)
    clients = desk.main.current_page
    assert isinstance(clients, MyClientsPage)

    floor.click(floor.find(QPushButton, "messageTrainerButton"))
    floor.settled()
    own = floor.main.current_page
    assert isinstance(own, MessagesPage)
    own.view.composer.edit.setPlainText("Can we start at nine?")
    floor.click(own.view.composer.send_button)
    floor.settled()

    # The trainer looks at something else, and is told without asking.
    desk.until(lambda: desk.main.rail.items["messages"].badge == 1)
    desk.until(lambda: clients.list.shown[0].unread_messages == 1)
    desk.until(lambda: len(desk.main.popover.items) > 0)
    item = next(item for item in desk.main.popover.items if "wrote to you" in item.text)
    desk.main._on_notification_opened(item)
    desk.settled()
    page = desk.main.current_page
    assert isinstance(page, MessagesPage)
    desk.until(lambda: [bubble.text for bubble in page.view.bubbles] == ["Can we start at nine?"])
    desk.until(lambda: desk.main.rail.items["messages"].badge == 0)
    floor.until(lambda: "Read" in own.view.bubbles[-1].foot)

    page.view.composer.edit.setPlainText("Nine it is.")
    desk.click(page.view.composer.send_button)
    floor.until(lambda: [bubble.text for bubble in own.view.bubbles][-1] == "Nine it is.")
    desk.until(lambda: "Read" in page.view.bubbles[-1].foot)
    assert gym.one("SELECT count(*) FROM public.messages WHERE read_at IS NOT NULL") == 2
    desk.settled()
    floor.settled()
    floor.sign_out()
    desk.sign_out()

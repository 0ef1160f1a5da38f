"""Two windows of one member: both are told what happens, and what is read in one is read in the other."""

from __future__ import annotations

from collections.abc import Callable

from gymtrainer_desktop.database.local import STATION
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.member.home_page import HomePage
from gymtrainer_desktop.ui.member.my_plan_page import MyPlanPage
from gymtrainer_desktop.ui.messages.messages_page import MessagesPage
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation


def _services(gym: Gym, person: Person) -> GymServices:
    return SignInService(gym.station).with_identity(gym.session(person, station=STATION))


def _home(station: Workstation) -> HomePage:
    page = station.main.current_page
    assert isinstance(page, HomePage)
    return page


def _texts(station: Workstation) -> list[str]:
    return [item.text for item in station.main.popover.items if not item.is_read]


def test_what_is_read_in_one_window_is_read_in_the_other(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    admin, john, sarah = gym.admin(), gym.trainer("John Smith"), gym.member("Sarah Johnson")
    gym.secret(sarah, "pin", "2468")
    here, there = start(paths), start(paths)
    both = (here, there)
    for station in both:
        station.sign_in(sarah.member_number or "", "2468", member=True)
        station.until(lambda station=station: _home(station).states.state == "content")
        assert station.main.top_bar.bell.unread == 0

    # A place is offered; the answer is given in one window, and the other one shows it.
    desk = _services(gym, admin)
    entry = desk.waitlist.add(NewWaiting(new_id(), sarah.id, john.trainer_id))
    for station in both:
        station.until(lambda station=station: _home(station).waiting.yes_button.isVisible())
        station.until(lambda station=station: station.main.top_bar.bell.unread == 1)
        assert "Do you want it?" in _texts(station)[0]
    here.click(_home(here).waiting.yes_button)
    there.until(lambda: _home(there).waiting.words.startswith("You accepted the place with John Smith"))

    # Assigned: both windows show the trainer and count what is new.
    assigned = desk.waitlist.assign(entry.id, john.trainer_id, new_id())  # type: ignore[arg-type]
    for station in both:
        station.until(lambda station=station: _home(station).trainer.name == "John Smith")
        station.until(lambda station=station: "John Smith is now your trainer" in _texts(station))
    there.click(_home(there).news.read_link)
    for station in both:
        station.until(lambda station=station: station.main.top_bar.bell.unread == 0)
        station.until(lambda station=station: not _home(station).news.isVisible())

    # A plan, a note and a message: each leads to its page, and is read everywhere then.
    gym.plan(assigned.id, title="12-Week Strength Program")
    here.until(lambda: any("published your plan" in text for text in _texts(here)))
    gym.note(assigned.id, private=False, note="Great depth.")
    gym.note(assigned.id, private=True, note="Sleeps little.")
    _services(gym, john).messages.send(new_id(), assigned.id, "Nine o'clock?")
    for station in both:
        station.until(lambda station=station: station.main.top_bar.bell.unread == 3)
        station.until(lambda station=station: len(_home(station).news.items) == 3)
    assert _home(here).note.text == "Great depth."
    for words, page in (("published your plan", MyPlanPage), ("wrote to you", MessagesPage)):
        line = next(line for line in _home(here).news.lines if words in line.item.text)
        here.click(line)
        here.until(lambda page=page: isinstance(here.main.current_page, page))
        there.until(lambda words=words: not any(words in text for text in _texts(there)))
        here.go("home")
        here.settled()
    for station in both:
        station.until(lambda station=station: _texts(station) == ["John Smith wrote a note for you"])
    assert gym.one("SELECT count(*) FROM public.notifications WHERE read_at IS NULL AND recipient_id = :id",
                   id=sarah.id) == 1  # fmt: skip
    for station in both:
        station.settled()
        station.sign_out()

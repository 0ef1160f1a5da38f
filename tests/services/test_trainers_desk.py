"""What the desk changes of a trainer beside the form: the photo, and whether they work here."""

from __future__ import annotations

import pytest

from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.people import PHOTO_LIMIT
from tests.factories import Gym

_PHOTO = b"\xff\xd8\xff" + b"photo"


def test_a_photo_comes_goes_and_is_harmless_to_send_again(gym: Gym) -> None:
    john = gym.trainer("John Smith")
    assert john.trainer_id is not None
    desk = gym.services(gym.admin()).trainers
    assert desk.photo(john.trainer_id) is None
    row = desk.set_photo(john.trainer_id, 1, _PHOTO)
    assert (row.version, desk.photo(john.trainer_id)) == (2, _PHOTO)
    assert desk.set_photo(john.trainer_id, 1, _PHOTO).version == 2, "sent again after a lost answer"
    with pytest.raises(Conflict):
        desk.set_photo(john.trainer_id, 1, None)
    assert desk.set_photo(john.trainer_id, 2, None).version == 3
    assert desk.set_photo(john.trainer_id, 2, None).version == 3
    assert desk.photo(john.trainer_id) is None


@pytest.mark.parametrize(
    ("photo", "code"),
    [(b"GIF89a", "photo_kind"), (_PHOTO + bytes(PHOTO_LIMIT), "person_photo_size")],
)
def test_what_is_no_photo_is_refused(gym: Gym, photo: bytes, code: str) -> None:
    john = gym.trainer("John Smith")
    assert john.trainer_id is not None
    with pytest.raises(UserError) as refused:
        gym.services(gym.admin()).trainers.set_photo(john.trainer_id, 1, photo)
    assert (refused.value.code, refused.value.field) == (code, "photo")


def test_a_trainer_is_switched_off_once_the_clients_are_gone_and_on_again(gym: Gym) -> None:
    john = gym.trainer("John Smith")
    assert john.trainer_id is not None
    assignment = gym.assignment(gym.member("Sarah"), john)
    services = gym.services(gym.admin())
    desk = services.trainers
    version = desk.roster()[0].version
    with pytest.raises(UserError) as refused:
        desk.set_active(john.trainer_id, version, False)
    assert refused.value.code == "trainer_has_clients"
    services.assignments.complete(assignment, 1)
    version = desk.roster()[0].version
    off = desk.set_active(john.trainer_id, version, False)
    assert not off.is_active and desk.set_active(john.trainer_id, version, False) == off
    assert services.assignments.choices([gym.member("Tom").id]) == ()
    assert desk.set_active(john.trainer_id, off.version, True).is_active


def test_only_admins_change_it(gym: Gym) -> None:
    john, maya = gym.trainer("John Smith"), gym.trainer("Maya")
    assert john.trainer_id is not None
    desk = gym.services(maya).trainers
    with pytest.raises(Denied):
        desk.set_photo(john.trainer_id, 1, _PHOTO)
    with pytest.raises(Denied):
        desk.set_active(john.trainer_id, 1, False)
    assert gym.one("SELECT version FROM public.instructors WHERE name = 'John Smith'") == 1

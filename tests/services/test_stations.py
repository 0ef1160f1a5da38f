"""Stations, as an admin and as others see them."""

from __future__ import annotations

from gymtrainer_desktop.domain.stations import StationKind
from tests.factories import Gym


def test_an_admin_sees_all_and_those_in_use_first(gym: Gym) -> None:
    gym.one("UPDATE public.stations SET revoked_at = now() WHERE role_name = 'station_desk' RETURNING 1")
    gym.one("UPDATE public.stations SET revoked_at = NULL WHERE role_name = 'station_desk' RETURNING 1")
    gym.one("UPDATE public.stations SET revoked_at = now() WHERE role_name = 'station_kiosk' RETURNING 1")
    found = gym.services(gym.admin()).stations.stations()
    assert [(s.name, s.kind, s.is_this, s.revoked_at is None) for s in found] == [
        ("Front desk", StationKind.STAFF, True, True),
        ("Trainers' room", StationKind.STAFF, False, True),
        ("Kiosk", StationKind.KIOSK, False, False),
    ]
    assert all(s.enrolled_at is not None for s in found)


def test_others_see_the_station_they_sit_at(gym: Gym) -> None:
    assert [s.name for s in gym.services(gym.trainer()).stations.stations()] == ["Front desk"]

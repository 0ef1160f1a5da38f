"""Members at the desk: the side panel, changing them, their photo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.people import (
    PHOTO_LIMIT,
    MemberDetails,
    MemberEdit,
    MemberFilter,
    MemberQuery,
)
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def edit_of(details: MemberDetails) -> MemberEdit:
    return MemberEdit(
        details.id,
        details.version,
        details.full_name,
        details.member_number,
        details.email or "",
        details.phone or "",
        details.birth_date,
        details.weight_unit,
    )


def test_the_panel_shows_all_of_a_member(gym: Gym) -> None:
    trainer, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    assignment = gym.assignment(sarah, trainer)
    plan = gym.plan(assignment, title="Strength")
    gym.secret(sarah, "pin", "2468")
    desk = gym.services(gym.admin())
    today = desk.gym.today()
    noon = (
        "SELECT ((public.gym_today() - CAST(:days AS integer)) + time '12:00') AT TIME ZONE 'Europe/Berlin'"
    )
    for days in range(1, 8):
        at = gym.one(noon, days=days)
        for name in ("Bench press", "Row", "Squat"):
            gym.log(sarah, None, at=at, name=name, reps=10, weight=50)  # type: ignore[arg-type]
    shown = desk.people.details(sarah.id)
    assert (shown.plan_id, shown.plan_title, shown.version) == (plan, "Strength", 1)
    assert (shown.has_pin, shown.has_password, shown.photo, shown.waiting) == (True, False, None, None)
    assert [r.on for r in shown.recent] == [today - timedelta(days=n) for n in range(1, 6)]
    assert {(r.title, r.exercises, r.volume_kg) for r in shown.recent} == {
        ("Bench press, Row and 1 more", 3, Decimal("1500.00"))
    }
    seen = gym.services(trainer).people.details(sarah.id)  # her trainer, without how she signs in
    assert (seen.full_name, seen.has_pin) == ("Sarah Johnson", False)


def test_the_panel_tells_of_the_waiting_list(gym: Gym) -> None:
    sarah = gym.member("Sarah")
    desk = gym.services(gym.admin())
    entry = desk.waitlist.add(NewWaiting(new_id(), sarah.id, None, "mornings"))
    assert desk.people.details(sarah.id).waiting == entry


def test_a_member_is_changed_once_and_never_over_somebody_elses_change(gym: Gym) -> None:
    sarah = gym.member("Sarah Johnson")
    desk = gym.services(gym.admin())
    before = desk.people.details(sarah.id)
    edit = replace(
        edit_of(before),
        full_name="  Sarah   Miller ",
        phone=" 0171 2345 ",
        email="",
        birth_date=date(1990, 2, 3),
        weight_unit=Unit.LB,
    )
    after = desk.people.save(edit)
    assert (after.full_name, after.phone, after.email) == ("Sarah Miller", "0171 2345", None)
    assert (after.birth_date, after.weight_unit) == (date(1990, 2, 3), Unit.LB)
    assert after.version == before.version + 1
    assert desk.people.save(edit) == after  # sent again
    with pytest.raises(Conflict):
        desk.people.save(replace(edit, full_name="Somebody Else"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda e: replace(e, full_name=" "), "full_name"),
        (lambda e: replace(e, full_name="x" * 201), "full_name"),
        (lambda e: replace(e, member_number="has space"), "member_number"),
        (lambda e: replace(e, member_number="TAKEN"), "member_number"),
        (lambda e: replace(e, email="nobody"), "email"),
        (lambda e: replace(e, email="taken@gym.test"), "email"),
        (lambda e: replace(e, phone="1" * 41), "phone"),
        (lambda e: replace(e, birth_date=date(1800, 1, 1)), "birth_date"),
    ],
)
def test_what_cannot_be_saved_names_its_field(
    gym: Gym, change: Callable[[MemberEdit], MemberEdit], field: str
) -> None:
    other = gym.member()
    gym.one(
        "UPDATE public.profiles SET member_number = 'taken', email = 'TAKEN@gym.test' WHERE id = :id RETURNING 1",
        id=other.id,
    )
    sarah = gym.member("Sarah")
    desk = gym.services(gym.admin())
    with pytest.raises(UserError) as refused:
        desk.people.save(change(edit_of(desk.people.details(sarah.id))))
    assert refused.value.field == field
    assert desk.people.details(sarah.id).full_name == "Sarah"


def test_a_photo_comes_and_goes(gym: Gym) -> None:
    sarah = gym.member("Sarah")
    desk = gym.services(gym.admin())
    version = desk.people.details(sarah.id).version
    newer = desk.people.set_photo(sarah.id, version, PNG)
    assert desk.people.set_photo(sarah.id, version, PNG) == newer
    assert desk.people.details(sarah.id).photo == PNG
    with pytest.raises(Conflict):
        desk.people.set_photo(sarah.id, version, None)
    with pytest.raises(UserError) as large:
        desk.people.set_photo(sarah.id, newer, PNG + b"x" * PHOTO_LIMIT)
    assert (large.value.field, large.value.code) == ("photo", "person_photo_size")
    with pytest.raises(UserError) as strange:
        desk.people.set_photo(sarah.id, newer, b"GIF89a")
    assert strange.value.code == "photo_kind"
    last = desk.people.set_photo(sarah.id, newer, None)
    assert desk.people.details(sarah.id).photo is None
    own = gym.services(sarah, "member")
    assert own.people.set_photo(sarah.id, last, PNG) == last + 1
    with pytest.raises(Denied):
        gym.services(gym.trainer()).people.set_photo(sarah.id, last + 1, None)


def test_only_the_desk_changes_a_member(gym: Gym) -> None:
    sarah, trainer = gym.member("Sarah"), gym.trainer()
    gym.assignment(sarah, trainer)
    desk = gym.services(gym.admin())
    edit = replace(edit_of(desk.people.details(sarah.id)), full_name="Sarah the First")
    for services in (gym.services(sarah, "member"), gym.services(trainer), gym.services(gym.trainer())):
        with pytest.raises(Denied):
            services.people.save(edit)
    assert desk.people.details(sarah.id).full_name == "Sarah"


def test_waiting_members_are_filtered_counted_and_marked(gym: Gym) -> None:
    desk = gym.services(gym.admin())
    trainer, waits, other = gym.trainer("John Smith", limit=0), gym.member("Sofia Marino"), gym.member("Mike")
    entry = desk.waitlist.add(NewWaiting(new_id(), waits.id, trainer.trainer_id))
    query = MemberQuery(filter=MemberFilter.WAITING)
    assert [row.full_name for row in desk.people.members(query).rows] == ["Sofia Marino"]
    assert desk.people.ids(query) == (waits.id,)
    assert {row.id: row.is_waiting for row in desk.people.members(MemberQuery()).rows} == {
        waits.id: True,
        other.id: False,
    }
    assert desk.people.counts().waiting == 1
    desk.waitlist.remove(entry.id)
    assert desk.people.members(query).rows == ()
    assert desk.people.counts().waiting == 0

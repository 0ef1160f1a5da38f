"""People and roles: who may do what, everything about a person, and erasing it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.client_records import RecordEdit
from gymtrainer_desktop.domain.errors import Conflict, Denied, SignedOut, UserError
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.persons import PersonFilter, PersonQuery
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym, Person


def desk_of(gym: Gym) -> tuple[Person, GymServices]:
    admin = gym.admin("Rosa Delgado")
    gym.secret(admin, "password", "front-desk-1")
    return admin, gym.services(admin)


def version(desk: GymServices, person: Person) -> int:
    (row,) = desk.persons.page(PersonQuery(person.email)).rows
    return row.version


def test_people_are_found_filtered_and_paged(gym: Gym) -> None:
    _, desk = desk_of(gym)
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Jöhnson")
    gym.secret(sarah, "pin", "2468")
    old = gym.member("Zoe Gone")
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :id RETURNING 1", id=old.id)
    everybody = desk.persons.page(PersonQuery())
    assert [(r.name, r.roles, r.has_password, r.has_pin) for r in everybody.rows] == [
        ("John Smith", (Role.TRAINER,), False, False),
        ("Rosa Delgado", (Role.ADMIN,), True, False),
        ("Sarah Jöhnson", (Role.MEMBER,), False, True),
    ]
    assert everybody.rows[1].last_seen is not None
    assert everybody.rows[0].trainer_id == john.trainer_id
    expected = {
        PersonFilter.STAFF: ["John Smith", "Rosa Delgado"],
        PersonFilter.ADMINS: ["Rosa Delgado"],
        PersonFilter.TRAINERS: ["John Smith"],
        PersonFilter.MEMBERS: ["Sarah Jöhnson"],
        PersonFilter.INACTIVE: ["Zoe Gone"],
    }
    found = {f: [r.name for r in desk.persons.page(PersonQuery(filter=f)).rows] for f in expected}
    assert found == expected
    assert [r.name for r in desk.persons.page(PersonQuery("JOHNS")).rows] == ["Sarah Jöhnson"]
    assert [r.name for r in desk.persons.page(PersonQuery("%")).rows] == []
    assert [r.name for r in desk.persons.page(PersonQuery("j")).rows] == ["John Smith", "Sarah Jöhnson"]
    seen, after = [], None
    while True:
        page = desk.persons.page(PersonQuery(limit=2, after=after))
        seen += [r.name for r in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [r.name for r in everybody.rows]


def test_an_admin_is_made_and_unmade_but_never_the_last(gym: Gym) -> None:
    rosa, desk = desk_of(gym)
    omar = gym.person("Omar", member=False)
    made = desk.persons.set_admin(omar.id, True, 1)
    assert made.roles == (Role.ADMIN,)
    assert desk.persons.set_admin(omar.id, True, 1) == made
    with pytest.raises(Conflict):
        desk.persons.set_admin(omar.id, False, 7)
    with pytest.raises(UserError) as last:
        # Omar has no password: he could not let anybody in.
        desk.persons.set_admin(rosa.id, False, version(desk, rosa))
    assert last.value.code == "last_admin"
    desk.persons.set_password(omar.id, "front-desk-2")
    desk.persons.set_admin(rosa.id, False, version(desk, rosa))
    with pytest.raises(Denied):
        desk.persons.set_admin(rosa.id, True, 1)


def test_deactivating_ends_sessions_and_is_refused_where_something_hangs_on_it(gym: Gym) -> None:
    rosa, desk = desk_of(gym)
    sarah, john = gym.member("Sarah"), gym.trainer("John")
    session = gym.services(sarah, "member")
    assignment = gym.assignment(sarah, john)
    with pytest.raises(UserError) as has_trainer:
        desk.persons.set_active(sarah.id, False, version(desk, sarah))
    assert has_trainer.value.code == "person_has_assignment"
    with pytest.raises(UserError) as has_clients:
        desk.persons.set_active(john.id, False, version(desk, john))
    assert has_clients.value.code == "trainer_has_clients"
    with pytest.raises(UserError) as oneself:
        desk.persons.set_active(rosa.id, False, version(desk, rosa))
    assert oneself.value.code in {"deactivate_oneself", "last_admin"}
    record = desk.people.details(sarah.id).assignments[0]
    desk.assignments.complete(assignment, record.version)
    v = version(desk, sarah)
    gone = desk.persons.set_active(sarah.id, False, v)
    assert not gone.is_active
    assert desk.persons.set_active(sarah.id, False, v) == gone
    with pytest.raises(SignedOut):
        session.people.my_trainer()
    with pytest.raises(Conflict):
        desk.persons.set_active(sarah.id, True, v)
    assert desk.persons.set_active(sarah.id, True, gone.version).is_active


def test_a_password_is_set_for_whoever_has_an_email(gym: Gym) -> None:
    _, desk = desk_of(gym)
    omar = gym.trainer("Omar")
    desk.persons.set_password(omar.id, "correct horse")
    assert SignInService(gym.station).sign_in(omar.email, "correct horse").person.full_name == "Omar"
    with pytest.raises(UserError) as short:
        desk.persons.set_password(omar.id, "short")
    assert short.value.field == "password"
    gym.one("UPDATE public.profiles SET email = NULL WHERE id = :id RETURNING 1", id=omar.id)
    with pytest.raises(UserError, match="no e-mail"):
        desk.persons.set_password(omar.id, "correct horse")


def test_everything_about_a_person_is_exported(gym: Gym) -> None:
    _, desk = desk_of(gym)
    john, sarah, tom = gym.trainer("John Smith"), gym.member("Sarah Johnson"), gym.member("Tom")
    gym.secret(sarah, "pin", "2468")
    assignment = gym.assignment(sarah, john)
    other = gym.assignment(tom, john)
    plan = gym.plan(assignment)
    gym.exercise(plan, "Monday", "Squat")
    gym.log(sarah, None, name="Deadlift")
    gym.log(tom, None, name="Tom's curl")
    gym.note(assignment, note="mind the knee")
    gym.note(other, note="about Tom")
    export = desk.persons.export(sarah.id)
    assert export.name == "Sarah Johnson"
    assert {
        "Person",
        "Sign-ins",
        "Assignments",
        "Plans",
        "Planned exercises",
        "Logged exercises",
        "Logged sets",
    } <= set(export.tables)
    columns, rows = export.tables["Notes"]
    assert [dict(zip(columns, row, strict=True))["note"] for row in rows] == ["mind the knee"]
    everything = repr(export.tables)
    assert "Tom's curl" not in everything
    assert "about Tom" not in everything
    assert "proof" not in everything
    own = gym.services(sarah, "member").persons.export(sarah.id)
    assert "Notes" not in own.tables  # it was private
    assert "Notifications" in own.tables
    with pytest.raises(Denied):
        gym.services(tom, "member").persons.export(sarah.id)


def test_the_desk_hands_out_what_trainers_wrote_about_health_and_nobody_else_does(
    gym: Gym, station: Callable[..., Database]
) -> None:
    _, desk = desk_of(gym)
    john, sarah, tom = gym.trainer("John Smith"), gym.member("Sarah Johnson"), gym.member("Tom")
    for member, goals in ((sarah, "Run 10 km"), (tom, "about Tom")):
        gym.assignment(member, john)
        edit = RecordEdit(uuid4(), member.id, goals, "Left knee", 0)
        gym.services(john).client_records.save(edit)
    columns, rows = desk.persons.export(sarah.id).tables["Goals and injuries"]
    (row,) = (dict(zip(columns, row, strict=True)) for row in rows)
    assert (row["goals"], row["injuries"], row["written_by"]) == ("Run 10 km", "Left knee", "John Smith")
    kiosk = SignInService(station("station_kiosk"))
    at_a_kiosk = kiosk.with_identity(gym.session(sarah, "member", "station_kiosk"))
    for own in (gym.services(sarah, "member"), gym.services(sarah), at_a_kiosk):
        tables = own.persons.export(sarah.id).tables
        assert "Person" in tables and "Goals and injuries" not in tables
    assert "Goals and injuries" in gym.services(john).persons.export(sarah.id).tables, (
        "who wrote it, reads it"
    )

    preview = {line.what: line.rows for line in desk.persons.erase_preview(sarah.id)}
    assert preview["record of goals, injuries and limits"] == 1
    gym.owner.execute(text("UPDATE public.trainer_assignments SET status = 'completed'"))
    desk.persons.erase(sarah.id)
    assert gym.one("SELECT string_agg(goals, ', ') FROM public.client_records") == "about Tom"


def test_a_person_is_erased_after_a_look_at_what_goes(gym: Gym) -> None:
    rosa, desk = desk_of(gym)
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    gym.secret(sarah, "pin", "2468")
    assignment = gym.assignment(sarah, john)
    gym.exercise(gym.plan(assignment), "Monday")
    gym.log(sarah, None)
    preview = {line.what: line.rows for line in desk.persons.erase_preview(sarah.id)}
    assert preview["logged exercises"] == 1
    assert preview["assignments"] == 1
    assert next(iter(preview)) == "person with name, contact and photo"
    gone = {line.what: line.rows for line in desk.persons.erase(sarah.id)}
    assert preview.items() <= gone.items()
    assert any(line.stays for line in desk.persons.erase_preview(john.id))
    assert gym.one("SELECT count(*) FROM public.profiles WHERE id = :id", id=sarah.id) == 0
    assert (
        gym.one("SELECT count(*) FROM public.audit_log WHERE CAST(before AS text) LIKE '%Sarah Johnson%'")
        == 0
    )
    for id, code in ((sarah.id, "person_gone"), (rosa.id, "erase_oneself")):
        with pytest.raises(UserError) as refused:
            desk.persons.erase(id)
        assert refused.value.code == code
    gym.assignment(gym.member(), john)
    with pytest.raises(UserError) as clients:
        desk.persons.erase(john.id)
    assert clients.value.code == "trainer_has_clients"


@pytest.mark.parametrize("who", ["trainer", "member"])
def test_rights_are_the_desks(gym: Gym, who: str) -> None:
    person = gym.trainer() if who == "trainer" else gym.member()
    other = gym.member("Other")
    services = gym.services(person, "staff" if who == "trainer" else "member")
    tries: list[Callable[[], object]] = [
        lambda: services.persons.set_admin(person.id, True, 1),
        lambda: services.persons.set_active(other.id, False, 1),
        lambda: services.persons.set_password(other.id, "correct horse"),
        lambda: services.persons.set_password(person.id, "correct horse"),
        lambda: services.persons.erase_preview(other.id),
        lambda: services.persons.erase(other.id),
        lambda: services.persons.export(other.id),
    ]
    for act in tries:
        with pytest.raises(Denied):
            act()
    assert [r.name for r in services.persons.page(PersonQuery()).rows] == [person.name]

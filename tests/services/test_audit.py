"""The audit trail as an admin reads it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from gymtrainer_desktop.domain.audit import AuditQuery, FieldChange
from gymtrainer_desktop.domain.client_records import RecordEdit
from gymtrainer_desktop.domain.people import MemberEdit
from tests.factories import Gym


def test_who_changed_what_before_and_after(gym: Gym) -> None:
    sarah, john = gym.member("Sarah Johnson"), gym.trainer("John Smith")
    rosa = gym.admin("Rosa Delgado")
    desk = gym.services(rosa)
    assert sarah.member_number is not None
    desk.people.save(MemberEdit(sarah.id, 1, "Sarah Miller", sarah.member_number, sarah.email, "0171 1"))
    assignment = gym.assignment(sarah, john)
    newest, change = desk.audit.entries(AuditQuery(limit=2)).rows
    assert (newest.kind, newest.subject, newest.operation) == (
        "Assignment",
        "Sarah Miller · John Smith",
        "INSERT",
    )
    assert (newest.person_name, newest.row_id) == ("Maintenance", assignment)
    assert (change.person_name, change.station, change.kind, change.subject) == (
        "Rosa Delgado",
        "Front desk",
        "Person",
        "Sarah Miller",
    )
    assert change.operation == "UPDATE"
    assert set(change.changes) == {
        FieldChange("full_name", "Sarah Johnson", "Sarah Miller"),
        FieldChange("phone", None, "0171 1"),
    }


def test_weeks_plates_and_records_are_told_as_they_are_read(gym: Gym) -> None:
    sarah, john, desk = gym.member("Sarah Johnson"), gym.trainer("John Smith"), gym.services(gym.admin())
    plan = gym.plan(gym.assignment(sarah, john))
    exercise = gym.exercise(plan, "Monday", "Squat")
    weeks = '\'[[4, "8", "60 kg"], [null, "30 s", ""]]\''
    gym.one(
        f"UPDATE public.workout_exercises SET weeks = {weeks}, superset = 'A' WHERE id = :e RETURNING 1",
        e=exercise,
    )
    gym.one("UPDATE public.gym_settings SET plates_kg = '{20,1.25}', bar_kg = 15 WHERE id = 1 RETURNING 1")
    desk.client_records.save(RecordEdit(uuid4(), sarah.id, "Run", "Knee", 0))
    desk.client_records.save(RecordEdit(uuid4(), sarah.id, "Run", "Hip", 1))
    record, settings, planned = desk.audit.entries(AuditQuery(limit=3)).rows
    assert (record.kind, record.subject) == ("Goals and injuries", "Sarah Johnson")
    assert record.changes == (FieldChange("injuries", "Knee", "Hip"),)
    assert set(settings.changes) == {
        FieldChange("bar_kg", "20", "15"),
        FieldChange("plates_kg", "25, 20, 15, 10, 5, 2.5, 1.25", "20, 1.25"),
    }
    assert set(planned.changes) == {
        FieldChange("weeks", None, "4 × 8 · 60 kg, 30 s"),
        FieldChange("superset", None, "A"),
    }


def test_it_is_filtered_by_person_day_and_kind_and_paged(gym: Gym) -> None:
    sarah, john = gym.member("Sarah Johnson"), gym.trainer("John Smith")
    rosa = gym.admin("Rosa Delgado")
    desk = gym.services(rosa)
    record = gym.assignment(sarah, john)
    gym.note(record)
    made = desk.people.details(sarah.id).assignments[0]
    desk.assignments.pause(record, made.version)
    today = gym.today

    def found(query: AuditQuery) -> list[tuple[str, str]]:
        return [(e.kind, e.operation) for e in desk.audit.entries(query).rows]

    assert found(AuditQuery(person_id=rosa.id)) == [("Assignment", "UPDATE")]
    assert found(AuditQuery("DELGADO"))[0] == ("Assignment", "UPDATE")
    assert found(AuditQuery("sarah", table="profiles")) == [("Person", "INSERT")]
    assert found(AuditQuery("sarah", table="trainer_client_notes")) == [("Note", "INSERT")]
    assert found(AuditQuery("john", table="instructors")) != []
    assert found(AuditQuery(about_id=sarah.id, table="trainer_assignments")) == [
        ("Assignment", "UPDATE"),
        ("Assignment", "INSERT"),
    ]
    assert found(AuditQuery("nobody at all")) == []
    assert found(AuditQuery(until=today - timedelta(days=1))) == []
    assert found(AuditQuery(since=today + timedelta(days=1))) == []
    everything = found(AuditQuery(since=today, until=today))
    assert found(AuditQuery()) == everything
    seen, after = [], None
    while True:
        page = desk.audit.entries(AuditQuery(limit=2, after=after))
        seen += [(e.kind, e.operation) for e in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == everything


def test_the_erased_stay_nameless(gym: Gym) -> None:
    sarah = gym.member("Sarah Johnson")
    desk = gym.services(gym.admin())
    desk.persons.erase(sarah.id)
    rows = desk.audit.entries(AuditQuery(about_id=sarah.id)).rows
    assert {r.subject for r in rows} == {"Erased"}
    assert all("Sarah" not in repr(r) for r in rows)


def test_nobody_else_reads_it(gym: Gym) -> None:
    trainer, member = gym.trainer(), gym.member()
    gym.assignment(member, trainer)
    for services in (gym.services(trainer), gym.services(member, "member")):
        assert services.audit.entries(AuditQuery()).rows == ()


def test_people_are_named_keys_are_not_shown_and_weights_have_their_unit(gym: Gym) -> None:
    sarah, john = gym.member("Sarah Johnson"), gym.trainer("John Smith")
    rosa = gym.admin("Rosa Delgado")
    desk = gym.services(rosa)
    record = gym.assignment(sarah, john)
    log = gym.log(sarah, gym.exercise(gym.plan(record), "Monday"))
    gym.one(
        "UPDATE public.workout_progress SET weight_used = 135, weight_unit = 'lb', notes = 'sore'"
        " WHERE id = :id RETURNING 1",
        id=log,
    )
    rows = desk.audit.entries(AuditQuery()).rows
    (logged,) = [row for row in rows if row.table == "workout_progress"]
    assert set(logged.changes) == {
        FieldChange("weight_used", "60 kg", "135 lb"),
        FieldChange("notes", None, "sore"),
    }
    (assigned,) = [row for row in rows if row.table == "trainer_assignments"]
    named = {change.column: change.after for change in assigned.changes}
    assert (named["member_id"], named["trainer_id"]) == ("Sarah Johnson", "John Smith")
    keys = {str(id) for id in (sarah.id, john.id, john.trainer_id, record, log)}
    shown = {value for row in rows for c in row.changes for value in (c.before, c.after) if value}
    assert not keys & shown and not any(word.count("-") == 4 for word in shown)

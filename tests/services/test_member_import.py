"""Members come in whole, once, and all or nothing; whoever is here stays who they are."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.member_import import (
    ErrorRule,
    ExistingRule,
    ImportedMembers,
    MemberField,
    Verdict,
)
from gymtrainer_desktop.domain.people import MemberQuery, NewMember
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.members import parse_members, read_members
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym

LIST = (
    "Name,No,Email,Phone,Born,Unit,Joined\n"
    "Nina Kowalski,0917,nina@mail.example,020 7946 0100,16/11/1990,lb,01/02/2020\n"
    '"Okafor, Ben",,ben@mail.example,,,,\n'
    "Zoë Weiß,,,,,,\n"
)


@pytest.fixture
def desk(gym: Gym) -> GymServices:
    return gym.services(gym.admin())


def read(gym: Gym, content: str) -> ImportedMembers:
    table = parse_members(content.encode())
    return read_members(table, table.mapped, today=gym.today)


def people(gym: Gym) -> list[tuple[object, ...]]:
    rows = gym.owner.execute(
        text(
            "SELECT full_name, member_number, email, phone, birth_date, weight_unit, joined_on, is_admin"
            " FROM public.profiles WHERE NOT is_admin ORDER BY member_number NULLS FIRST"
        )
    )
    return [tuple(row) for row in rows]


def test_whoever_is_new_is_added_with_everything_the_file_says(gym: Gym, desk: GymServices) -> None:
    gym.owner.execute(text("UPDATE public.gym_settings SET weight_unit = 'lb'"))
    done = desk.member_import.import_members(read(gym, LIST))
    assert people(gym) == [
        ("Nina Kowalski", "0917", "nina@mail.example", "020 7946 0100", date(1990, 11, 16), "lb", date(2020, 2, 1), False),
        ("Ben Okafor", "0918", "ben@mail.example", None, None, "lb", gym.today, False),
        ("Zoë Weiß", "0919", None, None, None, "lb", gym.today, False),
    ]  # fmt: skip
    assert len(done.added) == 3 and not done.filled and not done.dry_run
    found = desk.people.members(MemberQuery(text="weiss"))
    assert [row.id for row in found.rows] == [done.added[2]]
    assert desk.people.next_member_number() == "0920"


def test_a_check_writes_nothing_and_says_what_will_be(gym: Gym, desk: GymServices) -> None:
    file = read(gym, LIST)
    check = desk.member_import.check(file)
    assert people(gym) == []
    assert [(one.line, one.name, one.member_number, one.verdict) for one in check.lines] == [
        (2, "Nina Kowalski", "0917", Verdict.NEW),
        (3, "Ben Okafor", "0918", Verdict.NEW),
        (4, "Zoë Weiß", "0919", Verdict.NEW),
    ]
    assert desk.member_import.import_members(file).check == check


def test_the_same_file_again_or_in_another_shape_adds_nobody(gym: Gym, desk: GymServices) -> None:
    desk.member_import.import_members(read(gym, LIST))
    before = people(gym)
    again = desk.member_import.import_members(read(gym, LIST))
    assert (again.added, again.filled) == ((), ())
    assert [one.reason for one in again.check.lines] == [
        "Nina Kowalski, 0917 (imported before).",
        "Ben Okafor, 0918 (imported before).",
        "Zoë Weiß, 0919 (imported before).",
    ]
    other = "Mail;Nachname;Vorname\nBEN@mail.example;Okafor;Ben\n;Weiß;Zoë\n"
    assert desk.member_import.import_members(read(gym, other)).added == ()
    assert people(gym) == before


def test_a_number_changed_in_the_gym_does_not_bring_the_person_in_again(gym: Gym, desk: GymServices) -> None:
    content = "Name,No\nNina Kowalski,17\n"
    (id,) = desk.member_import.import_members(read(gym, content)).added
    gym.owner.execute(text("UPDATE public.profiles SET member_number = '99' WHERE id = :id"), {"id": id})
    assert desk.member_import.check(read(gym, content)).lines[0].verdict is Verdict.ALREADY


def test_who_is_here_is_found_by_number_address_or_name_with_birth_date(gym: Gym, desk: GymServices) -> None:
    number, address, born = gym.member("José Núñez"), gym.member("Ava Novak"), gym.member("Liam Becker")
    staff = gym.trainer("John Smith")
    gym.owner.execute(
        text("UPDATE public.profiles SET birth_date = '1990-11-16' WHERE id = :id"), {"id": born.id}
    )
    check = desk.member_import.check(
        read(
            gym,
            "Name,No,Email,Born\n"
            f"Jose Nunez,{(number.member_number or '').lower()},,\n"
            f"Ava Novak,,{address.email.upper()},\n"
            "LIAM BECKER,,,16/11/1990\n"
            f"John Smith,,{staff.email},\n"
            "Liam Becker,,liam2@mail.example,\n"
            f"Somebody Else,{number.member_number},,\n",
        )
    )
    assert [(one.verdict, one.person_id) for one in check.lines[:4]] == [
        (Verdict.ALREADY, number.id),
        (Verdict.ALREADY, address.id),
        (Verdict.ALREADY, born.id),
        (Verdict.ALREADY, staff.id),
    ]
    assert check.lines[4].verdict is Verdict.NEW and "has the same name" in check.lines[4].reason
    assert check.lines[5].verdict is Verdict.ERROR


def test_filling_in_touches_what_is_empty_and_nothing_else(gym: Gym, desk: GymServices) -> None:
    ava = gym.member("Ava Novak")
    file = read(
        gym,
        f"Name,No,Email,Phone,Born,Joined,Unit\nAva Novak,{ava.member_number},ava@new.example,020 7946,16/11/1990,"
        "01/01/1999,lb\n",
    )
    before = gym.one("SELECT to_jsonb(p) - '{phone,birth_date,version,updated_at,search}'::text[]"
                     " FROM public.profiles p WHERE id = :id", id=ava.id)  # fmt: skip
    assert desk.member_import.import_members(file).filled == ()
    done = desk.member_import.import_members(file, ExistingRule.FILL)
    assert done.filled == (ava.id,) and done.added == ()
    assert done.check.lines[0].fills == (MemberField.PHONE, MemberField.BIRTH_DATE)
    row = gym.owner.execute(
        text("SELECT phone, birth_date, version FROM public.profiles WHERE id = :id"), {"id": ava.id}
    ).one()
    assert tuple(row) == ("020 7946", date(1990, 11, 16), 2)
    after = gym.one("SELECT to_jsonb(p) - '{phone,birth_date,version,updated_at,search}'::text[]"
                    " FROM public.profiles p WHERE id = :id", id=ava.id)  # fmt: skip
    assert after == before
    assert desk.member_import.import_members(file, ExistingRule.FILL).filled == (), "once is enough"


def test_lines_with_errors_are_left_out_or_nothing_comes_in(gym: Gym, desk: GymServices) -> None:
    gym.member("Ava Novak")
    lines = [f"Member {n} Lee,{100 + n},{'bad' if n % 10 < 3 else f'm{n}@mail.example'}" for n in range(100)]
    file = read(gym, "Name,No,Email\n" + "\n".join(lines) + "\n")
    assert len(file.problems) == 30
    with pytest.raises(UserError) as refused:
        desk.member_import.import_members(file, errors=ErrorRule.REFUSE)
    assert refused.value.code == "import_has_errors"
    assert refused.value.message == "Nothing was imported: 30 lines have errors."
    assert len(people(gym)) == 1
    assert len(desk.member_import.import_members(file).added) == 70
    assert len(people(gym)) == 71


def test_thousands_come_with_progress_and_can_be_stopped(gym: Gym, desk: GymServices) -> None:
    content = "Name,Email\n" + "".join(f"Member {n} Lee,m{n}@mail.example\n" for n in range(5_000))
    file = read(gym, content)
    seen: list[tuple[int, int]] = []

    def stop_late(done: int, total: int) -> bool:
        seen.append((done, total))
        # The lines are looked up first, and counted anew when they are written.
        is_writing = any(later[0] < earlier[0] for earlier, later in pairwise(seen))
        return not (is_writing and done > total / 2)

    with pytest.raises(Cancelled):
        desk.member_import.import_members(file, progress=stop_late)
    assert 2_500 < seen[-1][0] < 5_000, "in the middle of the writing"
    assert people(gym) == []
    done = desk.member_import.import_members(file)
    assert len(done.added) == len(set(done.added)) == 5_000
    assert gym.one("SELECT count(*) FROM public.profiles WHERE member_number ~ '^[0-9]+$'") == 5_000
    assert desk.member_import.check(file).counts() == {Verdict.ALREADY: 5_000}


def test_somebody_added_between_the_check_and_the_import_is_not_added_twice(
    gym: Gym, desk: GymServices
) -> None:
    file = read(gym, LIST)
    desk.member_import.check(file)
    desk.people.add(NewMember(new_id(), "Ben Okafor", "1", "ben@mail.example"))
    done = desk.member_import.import_members(file)
    assert [one.verdict for one in done.check.lines] == [Verdict.NEW, Verdict.ALREADY, Verdict.NEW]
    assert len(people(gym)) == 3


def test_somebody_added_during_the_import_is_a_conflict_and_nothing_is_kept(
    gym: Gym, desk: GymServices
) -> None:
    file = read(gym, LIST)
    other = gym.services(gym.admin())
    told = threading.Event()

    def add_in_between(done: int, total: int) -> bool:
        # The first report of the writing itself, whose total is of those to be written.
        if (done, total) == (3, 3) and not told.is_set():
            told.set()
            other.people.add(NewMember(new_id(), "Benjamin Okafor", "5", "ben@mail.example"))
        return True

    with pytest.raises(Conflict, match="check it again"):
        desk.member_import.import_members(file, progress=add_in_between)
    assert [row[0] for row in people(gym)] == ["Benjamin Okafor"]


def test_two_hands_that_send_the_same_file_at_once_add_everybody_once(gym: Gym) -> None:
    desks = [gym.services(gym.admin()) for _ in range(2)]
    file = read(gym, "Name,Email\n" + "".join(f"Member {n} Lee,m{n}@mail.example\n" for n in range(1200)))
    start = threading.Barrier(2)

    def send(services: GymServices) -> tuple[UUID, ...]:
        start.wait(10)
        return services.member_import.import_members(file).added

    with ThreadPoolExecutor(2) as pool:
        added = [id for ids in pool.map(send, desks) for id in ids]
    assert len(added) == len(set(added)) == 1200
    assert len(people(gym)) == 1200


def test_only_admins_may(gym: Gym) -> None:
    file = read(gym, LIST)
    trainer, member = gym.services(gym.trainer()), gym.services(gym.member(), "member")
    before = people(gym)
    for services in (trainer, member):
        for act in (services.member_import.check, services.member_import.import_members):
            with pytest.raises(Denied):
                act(file)
    assert people(gym) == before


def test_units_and_what_looks_like_sql_stay_what_they_are(gym: Gym, desk: GymServices) -> None:
    name = "Robert'); DROP TABLE profiles;--"
    file = read(gym, f"Name,Unit\n{name},pounds\n")
    assert file.lines[0].weight_unit is Unit.LB
    desk.member_import.import_members(file)
    assert [row[0] for row in people(gym)] == [name]

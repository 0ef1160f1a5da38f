"""Who is new, who is here, who is on the list twice: decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.member_import import (
    CheckedLine,
    ExistingPerson,
    ExistingRule,
    ImportedMembers,
    LineProblem,
    Match,
    MemberField,
    MemberLine,
    Verdict,
    is_same_person,
    line_key,
)
from gymtrainer_desktop.domain.member_judging import judge

BORN = date(1991, 5, 14)
SARAH = ExistingPerson(uuid4(), "Sarah Johnson", "1042", "sarah@mail.example", None, None)
NEW, FILL, ALREADY = Verdict.NEW, Verdict.FILL, Verdict.ALREADY
REPEATED, ERROR = Verdict.REPEATED, Verdict.ERROR


def line(number: int, name: str, **fields: object) -> MemberLine:
    one = MemberLine(number, UUID(int=0), name, **fields)  # type: ignore[arg-type]
    return replace(one, id=line_key(one))


def judged(
    *lines: MemberLine,
    matches: dict[int, list[tuple[Match, ExistingPerson]]] | None = None,
    rule: ExistingRule = ExistingRule.SKIP,
    highest: str | None = "1042",
    problems: tuple[LineProblem, ...] = (),
) -> tuple[CheckedLine, ...]:
    return judge(ImportedMembers(lines, problems), matches or {}, rule, highest).lines


def verdicts(lines: tuple[CheckedLine, ...]) -> list[tuple[Verdict, str]]:
    return [(one.verdict, one.reason) for one in lines]


def test_numbers_are_given_by_the_gyms_own_counting_after_the_highest_of_both() -> None:
    lines = (line(2, "A B"), line(3, "C D", member_number="0998"), line(4, "E F"), line(5, "G H"))
    assert [one.member_number for one in judged(*lines)] == ["1043", "0998", "1044", "1045"]
    assert [one.member_number for one in judged(*lines, highest=None)] == ["0999", "0998", "1000", "1001"]
    assert [one.member_number for one in judged(line(2, "A B"), highest=None)] == ["1001"]
    assert [one.member_number for one in judged(line(2, "A B"), highest="000009")] == ["000010"]


def test_nobody_is_given_a_number_for_a_line_that_is_not_added() -> None:
    lines = judged(line(2, "A B", email="a@b.example"), line(3, "A B", email="A@b.example"), line(4, "C D"))
    assert [(one.verdict, one.member_number) for one in lines] == [
        (NEW, "1043"),
        (REPEATED, ""),
        (NEW, "1044"),
    ]


@pytest.mark.parametrize("match", [Match.KEY, Match.NUMBER, Match.EMAIL])
def test_who_is_here_is_skipped_and_said_who_they_are(match: Match) -> None:
    (one,) = judged(line(2, "sarah JOHNSON", phone="020 7946"), matches={2: [(match, SARAH)]})
    how = {Match.KEY: "imported before", Match.NUMBER: "same member number", Match.EMAIL: "same e-mail"}
    assert (one.verdict, one.reason) == (ALREADY, f"Sarah Johnson, 1042 ({how[match]}).")
    assert (one.person_id, one.member_number) == (SARAH.id, "1042")


def test_filling_in_names_what_is_empty_and_changes_nothing_else() -> None:
    brought = line(2, "Sarah Johnson", email="new@mail.example", phone="020 7946", birth_date=BORN)
    (one,) = judged(brought, matches={2: [(Match.NUMBER, SARAH)]}, rule=ExistingRule.FILL)
    assert one.verdict is FILL and one.fills == (MemberField.PHONE, MemberField.BIRTH_DATE)
    assert one.reason == "Sarah Johnson, 1042 (same member number): phone and date of birth filled in."
    whole = replace(SARAH, phone="1", birth_date=BORN)
    (one,) = judged(brought, matches={2: [(Match.NUMBER, whole)]}, rule=ExistingRule.FILL)
    assert (one.verdict, one.fills) == (ALREADY, ())


def test_a_number_or_an_address_of_somebody_else_is_an_error_not_a_duplicate() -> None:
    lines = judged(
        line(2, "Bob Roe", member_number="1042"),
        line(3, "Mike Johnson", email="sarah@mail.example"),
        matches={2: [(Match.NUMBER, SARAH)], 3: [(Match.EMAIL, SARAH)]},
    )
    assert verdicts(lines) == [
        (ERROR, "the member number is Sarah Johnson’s already."),
        (ERROR, "the e-mail address is Sarah Johnson’s already."),
    ]


def test_a_line_that_could_be_two_people_is_an_error() -> None:
    other = replace(SARAH, id=uuid4(), member_number="7", email=None)
    found = {2: [(Match.EMAIL, SARAH), (Match.NUMBER, other)]}
    assert verdicts(judged(line(2, "Sarah Johnson"), matches=found)) == [
        (ERROR, "this could be Sarah Johnson (1042) and Sarah Johnson (7).")
    ]


def test_names_count_only_with_the_same_date_of_birth() -> None:
    born = replace(SARAH, birth_date=BORN)
    found = {n: [(Match.NAME, born)] for n in (2, 3, 4)}
    lines = judged(
        line(2, "Sarah Johnson", birth_date=BORN),
        line(3, "Sarah Johnson", birth_date=date(2001, 1, 1)),
        line(4, "Sarah Johnson", phone="1"),
        matches=found,
    )
    assert verdicts(lines) == [
        (ALREADY, "Sarah Johnson, 1042 (same name and date of birth)."),
        (NEW, ""),
        (NEW, "Sarah Johnson, 1042, has the same name."),
    ]


def test_another_date_of_birth_of_the_same_person_is_said() -> None:
    born = replace(SARAH, birth_date=BORN)
    one = line(2, "Sarah Johnson", birth_date=date(1991, 4, 15))
    assert verdicts(judged(one, matches={2: [(Match.NUMBER, born)]})) == [
        (ALREADY, "Sarah Johnson, 1042 (same member number, another date of birth).")
    ]


def test_staff_and_people_who_left_are_said_to_be_that() -> None:
    trainer = replace(SARAH, member_number=None)
    left = replace(SARAH, is_active=False)
    one = line(2, "Sarah Johnson", phone="020 7946")
    found = judged(one, matches={2: [(Match.EMAIL, trainer)]}, rule=ExistingRule.FILL)
    assert verdicts(found) == [(ALREADY, "Sarah Johnson works here (same e-mail).")]
    assert verdicts(judged(one, matches={2: [(Match.EMAIL, left)]})) == [
        (ALREADY, "Sarah Johnson, 1042, no longer active (same e-mail).")
    ]


def test_people_who_are_on_the_list_twice() -> None:
    lines = judged(
        line(2, "Sarah Johnson", member_number="7", birth_date=BORN),
        line(3, "Sarah J. Johnson", member_number="7"),
        line(4, "Bob Roe", member_number="7"),
        line(5, "SARAH JOHNSON", member_number="8", birth_date=BORN),
        line(6, "Ann Lee", email="x@mail.example"),
        line(7, "Ann Lee", email="X@mail.example", phone="1"),
        line(8, "Tim Lee", email="x@mail.example"),
        line(9, "Bo Bee"),
        line(10, "Bo Bee"),
        problems=(LineProblem(1, "there is no name."),),
    )
    assert verdicts(lines) == [
        (ERROR, "there is no name."),
        (NEW, ""),
        (REPEATED, "the same person as on line 2."),
        (ERROR, "line 2 (Sarah Johnson) has the same member number."),
        (REPEATED, "the same person as on line 2."),
        (NEW, ""),
        (REPEATED, "the same person as on line 6."),
        (ERROR, "line 6 (Ann Lee) has the same e-mail address."),
        (NEW, ""),
        (REPEATED, "the same person as on line 9."),
    ]


def test_two_lines_of_one_person_who_is_here_fill_in_only_once() -> None:
    found = {2: [(Match.NUMBER, SARAH)], 3: [(Match.EMAIL, SARAH)]}
    lines = judged(
        line(2, "Sarah Johnson", member_number="1042", phone="1"),
        line(3, "Sarah Johnson", email="sarah@mail.example", phone="2"),
        matches=found,
        rule=ExistingRule.FILL,
    )
    assert [one.verdict for one in lines] == [FILL, REPEATED]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Sarah Johnson", None), ("SARAH  JOHNSON", BORN), True),
        (("Sarah Johnson", BORN), ("Sarah J. Johnson", date(2001, 1, 1)), False),
        (("Sarah Johnson", BORN), ("sarah johnson", date(2001, 1, 1)), True),
        (("Sarah Johnson", None), ("Sarah Jane Johnson", None), True),
        (("Johnson Sarah", None), ("Sarah Johnson", None), True),
        (("Sarah Johnson", None), ("Sarah Miller", None), True),
        (("Sarah Johnson", None), ("Mike Johnson", None), False),
        (("S. Johnson", BORN), ("Sarah Johnson", BORN), True),
        (("José Núñez", None), ("Jose Nunez", None), True),
        (("李", None), ("王", None), False),
        (("?", None), ("!", None), False),
    ],
)
def test_whether_two_records_are_one_person(
    one: tuple[str, date | None], other: tuple[str, date | None], same: bool
) -> None:
    assert is_same_person(*one, *other) is same
    assert is_same_person(*other, *one) is same


_names = st.sampled_from(["Ann Lee", "ann  lee", "Bob Roe", "Ann Roe", "Zoë Lee"])
_lines = st.builds(
    lambda name, number, email, born: (name, number, email, born),
    _names,
    st.sampled_from(["", "1", "2", "a1"]),
    st.sampled_from(["", "x@b.example", "X@B.example", "y@b.example"]),
    st.sampled_from([None, BORN, date(2001, 1, 1)]),
)


@given(st.lists(_lines, max_size=12), st.sampled_from(["9", None]))
def test_what_is_added_breaks_no_rule_of_the_database(
    rows: list[tuple[str, str, str, date | None]], highest: str | None
) -> None:
    lines = [
        line(n, name, member_number=number, email=email, birth_date=born)
        for n, (name, number, email, born) in enumerate(rows, start=2)
    ]
    checked = judged(*lines, highest=highest)
    assert [one.line for one in checked] == [one.line for one in lines]
    new = [one for one in checked if one.verdict is NEW]
    numbers = [one.member_number.upper() for one in new]
    emails = [e.lower() for one in new if (e := lines[one.line - 2].email)]
    assert all(numbers) and len(set(numbers)) == len(numbers)
    assert len(set(emails)) == len(emails)
    assert len({one.person_id for one in new}) == len(new)

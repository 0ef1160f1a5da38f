"""A list of members as another program really exports it, and what a person would say is in it."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.factories import Person

HEADER = ("Mitglieds-Nr.", "Name", "E-Mail", "Telefon", "Geburtsdatum", "Eintritt", "Tarif")
FORMULA = '=HYPERLINK("http://evil.test";"Müller")'
"""Somebody's name, if a spreadsheet that shows it later were to be believed."""

_FIRST = (
    "Anna", "Björn", "Chloë", "Dieter", "Esmé", "François", "Gülcan", "Hélène", "Iñigo", "José", "Käthe",
    "Lars", "Márta", "Niamh", "Óscar", "Petra", "Quentin", "René", "Søren", "Thérèse", "Ulla", "Víctor",
    "Wanda", "Xavier", "Zoë",
)  # fmt: skip
_LAST = (
    "Müller", "Strauß", "O’Neill", "Žižka", "Núñez", "Œuvrard", "Škoda", "Capek-Weiß", "van der Berg",
    "D’Angelo", "Ångström", "Øster", "Brück", "Lefèvre", "Sánchez", "Grünwald", "Hübner", "Peña", "Coëtlogon",
    "Jørgensen",
)  # fmt: skip
_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Line:
    """A line, and what is to become of it: new, twice, here or wrong.

    Attributes:
        number: Empty where the gym is to give one.
    """

    fate: str
    values: tuple[str, ...]
    name: str = ""
    number: str = ""
    email: str = ""
    born: date | None = None


@dataclass
class MessyList:
    """The lines in the order of the file."""

    lines: list[Line] = field(default_factory=list)

    @property
    def fates(self) -> Counter[str]:
        """How many lines are new, twice, here and wrong."""
        return Counter(line.fate for line in self.lines)

    def content(self) -> bytes:
        """The file: a title, an empty line, semicolons, Windows-1252."""
        target = io.StringIO(newline="")
        target.write("Mitgliederliste Studio Nord – Stand 1. Mai\r\n\r\n")
        writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows(line.values for line in self.lines)
        return target.getvalue().encode("cp1252")


def messy_list(here: Sequence[Person], owners: Sequence[Person]) -> MessyList:
    """Make a list of 800 lines: 500 new people, 40 repeated, 20 who are here, 240 that are wrong.

    Args:
        here: Twenty members of the gym.
        owners: Twenty people whose addresses somebody else's lines claim.
    """
    new = [_new(place) for place in range(500)]
    shuffled = [*new, *(_here(place, one) for place, one in enumerate(here)), *_wrong(owners)]
    random.Random(4).shuffle(shuffled)
    # Whoever says the same again, or takes somebody's number, comes after them.
    after = [*_twice([line for line in new if line.email][:40]), *_claims(new[:20])]
    random.Random(5).shuffle(after)
    return MessyList([*shuffled, *after])


def _new(place: int) -> Line:
    first, last = _FIRST[place % len(_FIRST)], _LAST[place // len(_FIRST)]
    name = f"{first} {last}"
    written = (name, f"{last}, {first}", f"  {first}   {last} ")[place % 3]
    if place == 77:
        name = written = FORMULA
    born = date(1950, 1, 1) + timedelta(days=53 * place)
    has_number, has_email = place % 7 != 0, place % 5 != 0 or place % 7 == 0
    number = str(20_001 + place) if has_number else ""
    # Numbers as a column of a spreadsheet leaves them, as a text it was told to leave alone, and as they are.
    number_written = (number, f"{number}.0", f"{number},00", f'="{number}"')[place % 4] if number else ""
    email = f"person{place}@mail.example" if has_email else ""
    email_written = f"{first} <{email}>" if email and place % 6 == 0 else email
    phone = ("+44 20 7946 0018", "030/123456", "017612345678.0", "n/a", "")[place % 5]
    joined = date(2015, 1, 1) + timedelta(days=7 * place)
    values = (
        number_written, written, email_written, phone, _spelled(born, place), _spelled(joined, place + 3),
        ("Gold", "Silber", "—")[place % 3],
    )  # fmt: skip
    return Line("new", values, name, number, email, born)


def _spelled(day: date, place: int) -> str:
    """One of the ways in which people and programs write a day."""
    return (
        f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", day.isoformat(), f"{day.day}. {_MONTHS[day.month - 1]} {day.year}",
        f"{day:%d %b %Y}", str((day - _DAY_ZERO).days), f"{day.isoformat()} 00:00:00", f"{day:%d-%m-%Y}",
    )[place % 8]  # fmt: skip


def _twice(first: Sequence[Line]) -> list[Line]:
    """The same people once more: half of them word for word, half with another number of the phone."""
    lines = []
    for place, line in enumerate(first):
        values = list(line.values)
        if place % 2:
            values[1], values[3] = line.name.upper(), "0171 999 999"
        lines.append(replace(line, fate="twice", values=tuple(values)))
    return lines


def _here(place: int, person: Person) -> Line:
    number, email = (person.member_number or "", "") if place % 2 else ("", person.email.upper())
    return Line("here", (number, person.name, email, "", "", "", "Gold"), person.name)


def _claims(owners: Sequence[Line]) -> list[Line]:
    """Other people under the number of a line before, or its address."""
    return [
        Line(
            "wrong", (line.number, f"Claimant {place}", line.email if not line.number else "", "", "", "", "")
        )
        for place, line in enumerate(owners)
    ]


def _wrong(owners: Sequence[Person]) -> list[Line]:
    """Lines that no one could import, of eleven kinds."""
    spoilt = (
        {2: "anna(at)mail.example"},
        {4: "31.02.1988"},
        {4: "01.01.2093"},
        {4: "long ago"},
        {1: ""},
        {1: "1234"},
        {0: "2.01E+06"},
        {0: "12/34"},
        {3: "ask her"},
        {5: "#REF!"},
    )
    lines = []
    for kind, changes in enumerate(spoilt):
        for place in range(20):
            values = ["", f"Stray {kind} {place}", f"stray{kind}.{place}@mail.example", "", "", "", "Gold"]
            for column, value in changes.items():
                values[column] = value
            if kind == 9 and place % 2:
                values[5] = ""
                values += ["one value", "too many"]
            lines.append(Line("wrong", tuple(values)))
    lines += [
        Line("wrong", ("", f"Borrower {place}", person.email, "", "", "", ""))
        for place, person in enumerate(owners)
    ]
    return lines

"""Which column is what: real header lines of booking programs, spreadsheets and gyms, with a few lines below."""

from __future__ import annotations

import pytest

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.member_import import Confidence, MemberField
from gymtrainer_desktop.importers.members import MemberTable, check_mapped, parse_members, with_corrections

FULL, FIRST, LAST = MemberField.FULL_NAME, MemberField.FIRST_NAME, MemberField.LAST_NAME
NUMBER, EMAIL, PHONE = MemberField.NUMBER, MemberField.EMAIL, MemberField.PHONE
BORN, UNIT, JOINED = MemberField.BIRTH_DATE, MemberField.WEIGHT_UNIT, MemberField.JOINED_ON

HEADERS = [
    ("Name,Email\nSarah Johnson,sarah@mail.example\n", [FULL, EMAIL]),
    (
        "Client ID,First Name,Last Name,Email,Mobile Phone,Home Phone,Birthday,Creation Date\n"
        "100000012,Sarah,Johnson,s@mail.example,07700900123,,14/05/1991,01/02/2020\n",
        [NUMBER, FIRST, LAST, EMAIL, PHONE, None, BORN, None],
    ),
    (
        "Mitglieds-Nr.;Nachname;Vorname;Geburtsdatum;Telefon (privat);E-Mail-Adresse;Eintrittsdatum;Kündigung\n"
        "0042;Müller;Jörg;16.11.1990;030 1234567;j@mail.example;01.02.2020;\n",
        [NUMBER, LAST, FIRST, BORN, PHONE, EMAIL, JOINED, None],
    ),
    (
        "Name;Vorname;Geb.-Datum;Handy;Mail;Mitglied seit\nMüller;Anna;16.11.1990;0171 1234567;a@b.example;1.2.2020\n",
        [LAST, FIRST, BORN, PHONE, EMAIL, JOINED],
    ),
    (
        "ID,Member number,Full name,Username,E-mail address,Emergency contact name,Emergency phone,Phone\n"
        "1,M-77,Al Bo,albo,al@b.example,Zed Bo,020 7946 0100,020 7946 0101\n",
        [None, NUMBER, FULL, None, EMAIL, None, None, PHONE],
    ),
    (
        "memberId\tfirstName\tlastName\temailAddress\tdateOfBirth\tweightUnit\tjoinDate\n"
        "17\tAva\tNovak\tava@b.example\t1990-11-16\tlbs\t2020-02-01\n",
        [NUMBER, FIRST, LAST, EMAIL, BORN, UNIT, JOINED],
    ),
    (
        "Surname, First name,Member No.,D.O.B.,Tel. No.,Status\nJohnson,Sarah,12,14/05/91,0207946,Active\n",
        [LAST, FIRST, NUMBER, BORN, PHONE, None],
    ),
    (
        "Nom;Prénom;N° adhérent;Courriel;Téléphone portable;Date de naissance;Date d'inscription\n"
        "Dupont;Chloé;31;c@mail.example;06 12 34 56 78;16/11/1990;01/02/2020\n",
        [LAST, FIRST, NUMBER, EMAIL, PHONE, BORN, JOINED],
    ),
    (
        "Nombre,Apellidos,Correo electrónico,Teléfono,Fecha de nacimiento,Fecha de alta\n"
        "Lucía,García,l@mail.example,612345678,16/11/1990,01/02/2020\n",
        [FIRST, LAST, EMAIL, PHONE, BORN, JOINED],
    ),
    (
        "Member,Contact,Unit,Since\nSarah Johnson,sarah@mail.example,kg,1/2/2020\nBo Lee,bo@mail.example,lb,3/4/2021\n",
        [FULL, EMAIL, UNIT, JOINED],
    ),
    (
        "Harbour Street Gym\nMembers on 20 Nov 2026\n\nCard number,Customer name,Cell,Last visit,House number\n"
        '0001,"Johnson, Sarah",07700900123,19/11/2026,12\n',
        [NUMBER, FULL, PHONE, None, None],
    ),
    (
        "First name,Last name,Name,E-Mail\nSarah,Johnson,Sarah Johnson,s@mail.example\n",
        [FIRST, LAST, None, EMAIL],
    ),
    (
        "Naam|Lidnummer|E-mailadres|Geboortedatum|Lid sinds\nAnouk de Vries|9|a@mail.example|16-11-1990|01-02-2020\n",
        [FULL, NUMBER, EMAIL, BORN, JOINED],
    ),
    (
        "Full Name,Email,Phone,Trainer Name,Plan Start,Number of visits\nA Bee,a@b.example,0207946010,J S,1/1/2026,9\n",
        [FULL, EMAIL, PHONE, None, None, None],
    ),
    ("Name,Barcode,Member ID\nSarah Johnson,00991,42\n", [FULL, None, NUMBER]),
    (
        "1001,Anna Lee,a@b.example,+44 20 7946 0101,16/11/1990\n1002,Bob Roe,b@b.example,+44 20 7946 0102,01/02/1991\n",
        [NUMBER, FULL, EMAIL, PHONE, BORN],
    ),
]


@pytest.mark.parametrize(("content", "fields"), HEADERS, ids=[c.splitlines()[0][:40] for c, _ in HEADERS])
def test_columns_are_seen_by_their_names_and_contents(content: str, fields: list[MemberField | None]) -> None:
    table = parse_members(content.encode())
    assert dict(zip(table.names, table.mapped, strict=True)) == dict(zip(table.names, fields, strict=True))


def test_what_the_name_says_is_surer_than_what_only_the_content_shows() -> None:
    table = parse_members(
        b"E-mail,Home phone,Column\na@b.example,020 79460101,kg\nb@b.example,020 79460102,lb\n"
    )
    assert [guess.confidence for guess in table.guesses] == [
        Confidence.SURE,
        Confidence.SURE,
        Confidence.UNSURE,
    ]
    assert table.mapped == (EMAIL, PHONE, UNIT)


def test_a_name_that_the_content_contradicts_is_not_believed() -> None:
    table = parse_members(b"Name,Phone,Birthday\n" + b"Sarah Johnson,sarah@mail.example,yes\n" * 6)
    assert table.mapped == (FULL, EMAIL, None)


def test_names_of_columns_are_found_below_a_title_and_can_be_missing() -> None:
    assert parse_members(b"Harbour Gym;;\nExported;;\nName;Mail;No\nA B;a@b.example;1\n").header == 3
    assert parse_members(b"Anna Lee,a@b.example\nBob Roe,b@b.example\n").header == 0
    assert parse_members(b"Sportler,Kennung,Stufe\nAnna,17,4\nBob,18,5\n").header == 1, "unknown words"


def _table() -> MemberTable:
    return parse_members(b"Name,Vorname,Kd-Nr,Notiz,Notiz\nLee,Anna,7,a,b\n")


def test_the_guess_can_be_corrected_by_name_or_number() -> None:
    table = _table()
    assert table.mapped == (LAST, FIRST, NUMBER, None, None)
    assert with_corrections(table, {"kd nr": None, "5": NUMBER}) == (LAST, FIRST, None, None, NUMBER)
    assert with_corrections(table, {"Name": FULL}) == (FULL, None, NUMBER, None, None)
    assert with_corrections(table, {"4": NUMBER}) == (LAST, FIRST, None, NUMBER, None), "taken from the guess"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Alter", "There is no column “Alter”."),
        ("Notiz", "There is more than one column “Notiz”."),
        ("6", "There is no column “6”."),
        ("", "There is no column “”."),
    ],
)
def test_a_column_that_is_not_there_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        with_corrections(_table(), {name: EMAIL})


@pytest.mark.parametrize(
    ("mapped", "sentence"),
    [
        ((NUMBER, EMAIL), "Choose the column that holds the name."),
        ((FULL, EMAIL, EMAIL), "Two columns are chosen as the e-mail address."),
        ((FULL, LAST), "The name is chosen twice"),
    ],
)
def test_a_mapping_that_cannot_be_read_with_is_refused(
    mapped: tuple[MemberField, ...], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        check_mapped(mapped)

"""Single values, in the many ways they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.member_import import DateOrder
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers import member_values as values
from gymtrainer_desktop.importers.fields import BadValueError

TODAY = date(2026, 11, 20)
DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    "text",
    [
        "16/11/1990", "16.11.1990", "16-11-1990", "16 11 1990", "16. 11. 1990", "1990-11-16", "1990/11/16",
        "1990.11.16", "19901116", "16.11.90", "16/11/90", "16 Nov 1990", "16-Nov-90", "Nov 16, 1990",
        "November 16th, 1990", "Fri 16 Nov 1990", "Friday, 16th of November 1990", "16. November 1990",
        "Freitag, 16. November 1990", "16 nov. 1990", "16 de noviembre de 1990", "1990-11-16 00:00:00",
        "1990-11-16T00:00:00Z", "1990-11-16T08:30:00.000+01:00", "16/11/1990 12:00 AM", "33193", "33193.0",
        " 16/11/1990\u00a0", "'16/11/1990", '="16/11/1990"',
    ],
)  # fmt: skip
def test_dates_in_many_spellings(text: str) -> None:
    assert values.birth_date(text, DAY, TODAY) == date(1990, 11, 16)


@pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "NULL", "unbekannt", "00/00/0000", "0000-00-00", "0"])
def test_nothing_is_nothing(text: str) -> None:
    assert values.birth_date(text, DAY, TODAY) is None
    assert values.joined_on(text, DAY, TODAY) is None


def test_the_order_decides_only_where_it_can() -> None:
    assert values.birth_date("03/04/1990", DAY, TODAY) == date(1990, 4, 3)
    assert values.birth_date("03/04/1990", MONTH, TODAY) == date(1990, 3, 4)
    assert values.birth_date("1990-03-04", MONTH, TODAY) == date(1990, 3, 4)
    assert values.orders(["25/03/1990", "03/04/90 00:00", "x"]) == (True, False, True)
    assert values.orders(["03.25.1990", "5.5.1990", "1990-03-04"]) == (False, True, False)


def test_two_digits_mean_the_latest_year_that_makes_sense() -> None:
    assert values.birth_date("1/2/25", DAY, TODAY) == date(1925, 2, 1), "nobody of one year trains"
    assert values.birth_date("1/2/20", DAY, TODAY) == date(2020, 2, 1)
    assert values.birth_date("1/2/27", DAY, TODAY) == date(1927, 2, 1)
    assert values.joined_on("1/2/26", DAY, TODAY) == date(2026, 2, 1)
    assert values.joined_on("1/2/27", DAY, TODAY) == date(2027, 2, 1), "from the next month on"
    assert values.joined_on("1/2/90", DAY, TODAY) == date(1990, 2, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/1990", "there is no day 31/02/1990 in the calendar"),
        ("13/13/1990", "there is no day"),
        ("16/11/2030", "lies in the future"),
        ("16/11/1850", "lies before 1900"),
        ("soon", "is not a date such as 16/11/1990"),
        ("1990", "is not a date"),
        ("Nov 1990", "is not a date"),
        ("16 Foo 1990", "is not a date"),
        ("#N/A", "the spreadsheet’s error #N/A"),
    ],
)
def test_dates_that_are_none(text: str, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason):
        values.birth_date(text, DAY, TODAY)


def test_joining_far_ahead_is_an_error() -> None:
    with pytest.raises(BadValueError, match="more than a year ahead"):
        values.joined_on("1/1/2030", DAY, TODAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1001", "1001"), ("1001.0", "1001"), ("1001,0", "1001"), ("0042", "0042"), ("'0042", "0042"),
        ('="0042"', "0042"), ("#17", "17"), (" M-1001 ", "M-1001"), ("1.001E+03", "1001"), ("-", ""), ("n/a", ""),
    ],
)  # fmt: skip
def test_member_numbers(text: str, number: str) -> None:
    assert values.member_number(text) == number


@pytest.mark.parametrize("text", ["10/01", "M 1001", "10.5", "x" * 33, "ü1", "4.41633E+11"])
def test_member_numbers_that_cannot_be(text: str) -> None:
    with pytest.raises(BadValueError):
        values.member_number(text)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("020 7946 0100", "020 7946 0100"), ("+44 (0)20-7946", "+44 (0)20-7946"), ("'+4420794601", "+4420794601"),
        ("2079460100.0", "2079460100"), ("2.0794601E+9", "2.0794601E+9"), ("4.41632960123E+11", "441632960123"),
        ("–", ""), ("020\n7946", "020 7946"),
    ],
)  # fmt: skip
def test_phones(text: str, phone: str) -> None:
    if "E+9" in text:
        with pytest.raises(BadValueError, match="Excel has shortened the phone number"):
            values.phone(text)
    else:
        assert values.phone(text) == phone


def test_phones_that_are_none() -> None:
    for text in ("call me", "12", "1" * 41):
        with pytest.raises(BadValueError):
            values.phone(text)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        (" sarah@mail.example ", "sarah@mail.example"),
        ("mailto:sarah@mail.example", "sarah@mail.example"),
        ("Sarah Johnson <sarah@mail.example>", "sarah@mail.example"),
        ("none", ""),
        ("\u200bsarah@mail.example", "sarah@mail.example"),
    ],
)
def test_e_mail_addresses(text: str, email: str) -> None:
    assert values.email(text) == email


def test_e_mail_addresses_that_are_none() -> None:
    for text in ("sarah@", "a@b.example; c@d.example", "x" * 250 + "@b.example"):
        with pytest.raises(BadValueError):
            values.email(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Sarah   Johnson ", "Sarah Johnson"),
        ("Johnson, Sarah", "Sarah Johnson"),
        ("Johnson, Sarah Jane", "Sarah Jane Johnson"),
        ("Martin King, Jr.", "Martin King, Jr."),
        ("O’Brien", "O’Brien"),
        ("Jose\u0301", "José"),
        ("李 小龙", "李 小龙"),
        ("Sarah\nJohnson", "Sarah Johnson"),
        ("Sarah\ud800\x00 Johnson\u200f", "Sarah Johnson"),
        (",", ""),
    ],
)
def test_names(text: str, name: str) -> None:
    assert values.full_name(text) == name


def test_names_in_two_columns_and_none_at_all() -> None:
    assert values.joined_name(" Sarah ", "Johnson,") == "Sarah Johnson"
    assert values.joined_name("", "Johnson") == "Johnson"
    for text in ("", "1234", "x" * 201):
        with pytest.raises(BadValueError):
            values.checked_name(text)


def test_units() -> None:
    assert [values.weight_unit(text) for text in ("KG", "lbs.", "Pounds", "metrisch", "", "-")] == [
        Unit.KG, Unit.LB, Unit.LB, Unit.KG, None, None,
    ]  # fmt: skip
    with pytest.raises(BadValueError, match="neither kg nor lb"):
        values.weight_unit("stone")


@given(st.text(max_size=60))
def test_any_text_is_a_value_or_a_reason(text: str) -> None:
    for read in (
        values.member_number,
        values.email,
        values.phone,
        values.weight_unit,
        lambda one: values.checked_name(values.full_name(one)),
        lambda one: values.birth_date(one, DAY, TODAY),
        lambda one: values.joined_on(one, MONTH, TODAY),
    ):
        try:
            read(text)
        except BadValueError as error:
            assert str(error)


@given(
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%Y%m%d"]),
)
def test_every_day_comes_back(day: date, spelling: str) -> None:
    assert values.birth_date(day.strftime(spelling), DAY, TODAY) == day

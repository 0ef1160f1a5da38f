"""The door of the kiosk: in by card or number, out by a password of staff."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.identity import derive_proof
from gymtrainer_desktop.domain.errors import UserError
from tests.database.conftest import SharedGym
from tests.factories import CHEAP, Gym, Person

Raw = Callable[..., psycopg.Connection]
Act = Callable[..., object]

IN = "SELECT status, token, retry_after_seconds FROM auth.sign_in_member(%s, %s)"
OUT = "SELECT status, retry_after_seconds FROM auth.check_staff(%s, %s)"
GIVE = "INSERT INTO public.member_cards (member_id, code) VALUES (:m, :c)"
WRONG = b"\0" * 32


@pytest.fixture(autouse=True)
def _rested(shared: SharedGym) -> None:
    shared.superuser().execute(
        "SELECT setval(oid, 0) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'auth'::regnamespace"
    )


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    return shared.gym


def _secret(gym: Gym, person: Person, kind: str, secret: str = "1357") -> bytes:
    gym.secret(person, kind, secret)
    salt = gym.one(
        "SELECT salt FROM auth.credentials WHERE profile_id = :p AND kind = :k", p=person.id, k=kind
    )
    assert isinstance(salt, bytes)
    return derive_proof(secret, salt, CHEAP)


def _card(gym: Gym, person: Person, code: str) -> None:
    gym.owner.execute(text(GIVE), {"m": person.id, "c": code})


def _in(kiosk: psycopg.Connection, login: str, proof: bytes) -> str:
    row = kiosk.execute(IN, [login, proof]).fetchone()
    assert row is not None
    return str(row[0])


def _who(kiosk: psycopg.Connection, login: str, proof: bytes) -> object:
    row = kiosk.execute(IN, [login, proof]).fetchone()
    assert row is not None and row[0] == "ok", row
    kiosk.execute("SELECT set_config('gym.token', %s, false)", [row[1]])
    uid = kiosk.execute("SELECT auth.uid()").fetchone()
    kiosk.execute("SELECT set_config('gym.token', '', false)")
    assert uid is not None
    return uid[0]


def test_card_and_number_open_the_same_door(gym: Gym, raw: Raw) -> None:
    member = gym.member()
    proof, kiosk = _secret(gym, member, "pin"), raw("station_kiosk")
    _card(gym, member, "04:A3:1b:22_x-9")
    for login in (member.member_number or "", "04:A3:1b:22_x-9", " 04:a3:1B:22_X-9 "):
        assert _who(kiosk, login, proof) == member.id
        challenge = kiosk.execute("SELECT salt FROM auth.sign_in_challenge(%s)", [login]).fetchone()
        assert challenge == (gym.one("SELECT salt FROM auth.credentials WHERE profile_id = :p", p=member.id),)
    gym.owner.execute(text("DELETE FROM public.member_cards WHERE member_id = :m"), {"m": member.id})
    assert _in(kiosk, "04:A3:1b:22_x-9", proof) == "wrong", "a card that was taken away is nobody's"


def test_guesses_by_card_and_by_number_are_counted_together(gym: Gym, raw: Raw) -> None:
    member = gym.member()
    proof, kiosk = _secret(gym, member, "pin"), raw("station_kiosk")
    for n, code in enumerate(("CARD-A1", "CARD-A2")):
        _card(gym, member, code)
        for _ in range(2 + n):
            assert _in(kiosk, code, WRONG) == "wrong"
    assert _in(kiosk, member.member_number or "", proof) == "locked"


def test_a_number_wins_over_a_card(gym: Gym, raw: Raw) -> None:
    one, other = gym.member(), gym.member()
    of_one, of_other, kiosk = (
        _secret(gym, one, "pin"),
        _secret(gym, other, "pin", "2468"),
        raw("station_kiosk"),
    )
    assert one.member_number is not None
    _card(gym, other, one.member_number)
    assert _who(kiosk, one.member_number, of_one) == one.id
    assert _in(kiosk, one.member_number, of_other) == "wrong"
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :p RETURNING 1", p=one.id)
    assert _who(kiosk, one.member_number, of_other) == other.id, "the number is nobody's then"
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :p RETURNING 1", p=other.id)
    assert _in(kiosk, one.member_number, of_other) == "wrong"


def test_a_card_opens_no_door_of_staff(gym: Gym, raw: Raw) -> None:
    admin = gym.person("Rosa", admin=True)
    proof = _secret(gym, admin, "password", "correct horse")
    _card(gym, admin, "CARD-ROSA")
    row = raw().execute("SELECT status FROM auth.sign_in(%s, %s)", ["CARD-ROSA", proof]).fetchone()
    assert row == ("wrong",)


@pytest.mark.parametrize("code", ["abc", "a b c d", "a@b.de", "x" * 65, "", "ｃａｒｄ", "card\n"])
def test_what_no_reader_reads_is_no_card(gym: Gym, act: Act, desk: object, code: str) -> None:
    with pytest.raises(UserError) as refused:
        act(desk, GIVE, m=gym.member().id, c=code)
    assert refused.value.code == "card_code_shape"


def test_one_card_is_one_members(gym: Gym, act: Act, desk: object) -> None:
    act(desk, GIVE, m=gym.member().id, c="CARD-B1")
    with pytest.raises(UserError) as refused:
        act(desk, GIVE, m=gym.member().id, c="card-b1")
    assert refused.value.code == "card_code_unique"


# The way out ------------------------------------------------------------------------------------------------


def _out(kiosk: psycopg.Connection, login: str, proof: bytes) -> tuple[object, ...]:
    row = kiosk.execute(OUT, [login, proof]).fetchone()
    assert row is not None
    return row


def test_staff_leave_a_kiosk_without_a_session(shared: SharedGym, gym: Gym, raw: Raw) -> None:
    kiosk = raw("station_kiosk")
    for person in (gym.admin(), gym.trainer()):
        proof = _secret(gym, person, "password", "correct horse")
        assert _out(kiosk, f" {person.email.upper()} ", proof) == ("ok", 0)
        assert gym.one("SELECT count(*) FROM auth.sessions WHERE profile_id = :p", p=person.id) == 0
    assert kiosk.execute("SELECT auth.uid()").fetchone() == (None,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        kiosk.execute("SELECT * FROM auth.sign_in('x', 'x')")


def test_who_is_no_staff_has_no_right_password_there(gym: Gym, raw: Raw) -> None:
    """Not even the counter says that it was right: it is one more failure."""
    kiosk, member, left = raw("station_kiosk"), gym.member(), gym.trainer()
    gym.one("UPDATE public.instructors SET is_active = false WHERE user_id = :p RETURNING 1", p=left.id)
    for person in (member, left):
        proof = _secret(gym, person, "password", "correct horse")
        assert [_out(kiosk, person.email, proof)[0] for _ in range(5)] == ["wrong"] * 5
        assert _out(kiosk, person.email, proof) == ("locked", 30)
    off = gym.admin()
    proof = _secret(gym, off, "password", "correct horse")
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :p RETURNING 1", p=off.id)
    assert _out(kiosk, off.email, proof)[0] == "wrong"


def test_what_is_typed_at_the_wall_is_counted_and_locks_nobody_out_of_the_desk(gym: Gym, raw: Raw) -> None:
    """Anybody can stand at a kiosk and know an admin's e-mail."""
    admin = gym.admin()
    proof, desk = _secret(gym, admin, "password", "correct horse"), raw()
    kiosk = raw("station_kiosk", autocommit=False)
    sign_in = "SELECT status FROM auth.sign_in(%s, %s)"
    for _ in range(5):
        assert _out(kiosk, admin.email, WRONG)[0] == "wrong"
        kiosk.rollback()
    assert _out(kiosk, admin.email, proof)[0] == "locked", "a rollback takes no try back"
    assert desk.execute(sign_in, [admin.email, proof]).fetchone() == ("ok",)
    assert _out(kiosk, admin.email, proof)[0] == "locked", "nor does who signs in elsewhere"
    for _ in range(5):
        assert desk.execute(sign_in, [admin.email, WRONG]).fetchone() == ("wrong",)
    assert desk.execute(sign_in, [admin.email, proof]).fetchone() == ("locked",)


@pytest.mark.parametrize("login", ["", "nobody@gym.test", "'; --", "M0001", "\u202e", "x" * 100_000])
def test_an_unknown_log_in_is_answered_like_a_known_one(raw: Raw, login: str) -> None:
    kiosk = raw("station_kiosk")
    assert [_out(kiosk, login, WRONG)[0] for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_no_password_at_all_is_wrong(gym: Gym, raw: Raw) -> None:
    admin = gym.admin()
    _secret(gym, admin, "password", "correct horse")
    row = (
        raw("station_kiosk")
        .execute("SELECT status FROM auth.check_staff(%s, NULL)", [admin.email])
        .fetchone()
    )
    assert row == ("wrong",)

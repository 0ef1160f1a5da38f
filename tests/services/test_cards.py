"""Cards of members, names of their other apps, the way out of a kiosk, and a person's own data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from gymtrainer_desktop.database.identity import SignInRefused
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym
from tests.faults.writes import pair


def test_a_card_is_given_used_and_taken(gym: Gym) -> None:
    member, desk, id = gym.member(), gym.services(gym.admin()), uuid4()
    gym.secret(member, "pin", "2468")
    card = desk.cards.give(id, member.id, " 04A31B22 ")
    assert (card.id, card.member_id, card.code) == (id, member.id, "04A31B22")
    assert desk.cards.give(id, member.id, "04A31B22") == card
    second = desk.cards.give(uuid4(), member.id, "tag:7")
    assert desk.cards.of(member.id) == (card, second)
    assert SignInService(gym.station).sign_in_member("04a31b22", "2468").person.person_id == member.id
    desk.cards.take(id)
    assert desk.cards.of(member.id) == (second,)
    with pytest.raises(Denied):
        desk.cards.take(id)
    with pytest.raises(SignInRefused):
        SignInService(gym.station).sign_in_member("04a31b22", "2468")


def test_a_card_that_is_somebodys_is_refused_with_their_name(gym: Gym) -> None:
    sarah, omar, desk = gym.member("Sarah Johnson"), gym.member("Omar"), gym.services(gym.admin())
    desk.cards.give(uuid4(), sarah.id, "CARD-1")
    for code, said in (
        ("card-1", "a card of Sarah Johnson"),
        (sarah.member_number or "", "the member number of Sarah"),
    ):
        with pytest.raises(UserError) as taken:
            desk.cards.give(uuid4(), omar.id, code)
        assert said in taken.value.message and taken.value.field == "code"
    with pytest.raises(UserError) as own:
        desk.cards.give(uuid4(), sarah.id, "CARD-1")
    assert (own.value.code, own.value.message) == ("card_own", "Sarah Johnson has this card already.")
    for code in ("", "   ", "abc", "a b c d", "x" * 65, "ｃａｒｄ"):
        with pytest.raises(UserError) as shape:
            desk.cards.give(uuid4(), omar.id, code)
        assert shape.value.field == "code"
    id = uuid4()
    desk.cards.give(id, omar.id, "CARD-2")
    with pytest.raises(UserError) as reused:
        desk.cards.give(id, omar.id, "CARD-3")
    assert reused.value.code == "key_reused"


def test_a_card_is_moved_from_whoever_has_it_at_once(gym: Gym) -> None:
    sarah, omar, desk, id = gym.member("Sarah"), gym.member("Omar"), gym.services(gym.admin()), uuid4()
    desk.cards.give(uuid4(), sarah.id, "CARD-1")
    desk.cards.give(uuid4(), sarah.id, "CARD-2")
    moved = desk.cards.move(id, omar.id, "card-1")
    assert (moved.card.member_id, moved.former_id, moved.former_name) == (omar.id, sarah.id, "Sarah")
    assert [card.code for card in desk.cards.of(sarah.id)] == ["CARD-2"]
    again = desk.cards.move(id, omar.id, "card-1")
    assert (again.card, again.former_id) == (moved.card, None), "sent again"
    assert desk.cards.move(uuid4(), omar.id, "CARD-3").former_id is None, "nobody has it"
    for code, reason in (("CARD-1", "card_own"), (sarah.member_number or "", "card_is_number")):
        with pytest.raises(UserError) as refused:
            desk.cards.move(uuid4(), omar.id, code)
        assert refused.value.code == reason
    assert len(desk.cards.of(omar.id)) == 2


def test_cards_are_the_desks(gym: Gym) -> None:
    p, desk = pair(gym), gym.services(gym.admin())
    card = desk.cards.give(uuid4(), p.member.id, "CARD-1")
    for other in (gym.services(p.member, "member"), gym.services(p.trainer)):
        assert other.cards.of(p.member.id) == ()
        with pytest.raises(Denied):
            other.cards.give(uuid4(), p.member.id, "CARD-9")
        for code in ("CARD-1", "CARD-9"):
            with pytest.raises(Denied):
                other.cards.move(uuid4(), p.member.id, code)
        with pytest.raises(Denied):
            other.cards.take(card.id)
    assert desk.cards.of(p.member.id) == (card,)


def test_names_of_other_apps_are_remembered_and_chosen_anew(gym: Gym) -> None:
    member, other = gym.member(), gym.member()
    names = gym.services(member, "member").import_names
    names.remember(member.id, {})
    assert names.names(member.id) == {}
    names.remember(member.id, {"Bench Press (Barbell)": "Bench press", " Knïe  ": "Squat"})
    names.remember(member.id, {"BENCH press (barbell)": "Incline bench press", "Row": "Row"})
    assert names.names(member.id) == {
        "Bench Press (Barbell)": "Incline bench press",
        "Knïe": "Squat",
        "Row": "Row",
    }
    theirs = gym.services(other, "member").import_names
    assert theirs.names(member.id) == {}
    with pytest.raises(Denied):
        theirs.remember(member.id, {"Row": "Mine"})
    with pytest.raises(UserError):
        names.remember(member.id, {"Row": "Row", "x" * 201: "Row"})
    with pytest.raises(UserError):
        names.remember(member.id, {"New": "Row", "Other": " "})
    assert "New" not in names.names(member.id), "all or nothing"


def test_staff_are_checked_without_being_signed_in(gym: Gym) -> None:
    door = SignInService(gym.station)
    trainer, member = gym.trainer(), gym.member()
    for person in (trainer, member):
        gym.secret(person, "password", "correct horse")
    door.check_staff(f" {trainer.email} ", "correct horse")
    assert gym.one("SELECT count(*) FROM auth.sessions") == 0
    for email, password in ((trainer.email, "wrong"), (member.email, "correct horse"), ("who@gym.test", "x")):
        with pytest.raises(SignInRefused) as refused:
            door.check_staff(email, password)
        assert refused.value.code == "wrong"
    for _ in range(4):
        with pytest.raises(SignInRefused):
            door.check_staff(trainer.email, "wrong")
    with pytest.raises(SignInRefused) as locked:
        door.check_staff(trainer.email, "correct horse")
    assert locked.value.code == "locked" and locked.value.retry_after_seconds > 0


def test_ones_own_data_holds_what_one_may_see(gym: Gym) -> None:
    p = pair(gym)
    gym.note(p.assignment, note="Only for trainers")
    gym.note(p.assignment, note="For you", private=False)
    gym.log(p.member, p.exercise)
    own, desk = gym.services(p.member, "member"), gym.services(gym.admin())
    own.workouts.skip(NewSkip(uuid4(), p.member.id, p.exercise, gym.today - timedelta(days=1), "Sore"))
    own.import_names.remember(p.member.id, {"Bench": "Bench press"})
    desk.cards.give(uuid4(), p.member.id, "CARD-1")
    export = own.persons.export_own()
    assert export.name == p.member.name
    assert {"Person", "Logged exercises", "Logged sets", "Skipped exercises", "Names in other apps"} <= set(
        export.tables
    )
    assert "Only for trainers" not in str(export.tables) and "For you" in str(export.tables)
    assert "Cards" not in export.tables, "cards are the desk's"
    assert "CARD-1" in str(desk.persons.export(p.member.id).tables["Cards"])
    (skipped,) = export.tables["Skipped exercises"][1]
    assert skipped[1:3] == ("Bench press", "Sore")


def test_days_for_which_a_kiosk_keeps_plans(gym: Gym) -> None:
    desk = gym.services(gym.admin())
    settings = desk.gym.settings()
    assert settings.kiosk_offline_days == 0
    saved = desk.gym.save(replace(settings, kiosk_offline_days=3))
    assert saved.kiosk_offline_days == 3
    with pytest.raises(UserError) as beyond:
        desk.gym.save(replace(saved, kiosk_offline_days=15))
    assert beyond.value.field == "kiosk_offline_days"

"""The waiting list: the line, offers, and trainers who ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.notifications import NotificationKind
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitingEntry, WaitStatus
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym, Person


def full_trainer(gym: Gym, name: str = "John Smith") -> tuple[Person, UUID]:
    """A trainer with one place, which is taken, and the assignment that takes it."""
    trainer = gym.trainer(name, limit=1)
    return trainer, gym.assignment(gym.member(f"Client of {name}"), trainer)


def id_of(trainer: Person) -> UUID:
    assert trainer.trainer_id is not None
    return trainer.trainer_id


def free(gym: Gym, assignment: UUID) -> None:
    gym.one(
        "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :id RETURNING 1", id=assignment
    )


def line(desk: GymServices) -> list[str]:
    return [e.member_name for e in desk.waitlist.entries()]


def wait(desk: GymServices, member: Person, trainer: Person | None = None, wants: str = "") -> WaitingEntry:
    return desk.waitlist.add(NewWaiting(uuid4(), member.id, trainer.trainer_id if trainer else None, wants))


def test_members_wait_in_order_and_an_entry_added_twice_is_there_once(gym: Gym) -> None:
    john, _ = full_trainer(gym)
    desk = gym.services(gym.admin())
    sarah = gym.member("Sarah Johnson")
    new = NewWaiting(uuid4(), sarah.id, john.trainer_id, "  mornings, back pain ")
    entry = desk.waitlist.add(new)
    assert desk.waitlist.add(new) == entry
    assert (entry.member_name, entry.member_number, entry.trainer_name) == (
        "Sarah Johnson",
        sarah.member_number,
        "John Smith",
    )
    assert (entry.status, entry.wants, entry.requests) == (WaitStatus.WAITING, "mornings, back pain", ())
    wait(desk, gym.member("Tom Baker"))
    assert line(desk) == ["Sarah Johnson", "Tom Baker"]
    with pytest.raises(UserError, match="already saved for somebody else"):
        desk.waitlist.add(NewWaiting(new.id, gym.member().id, None))
    details = desk.people.details(sarah.id)
    assert details.full_name == "Sarah Johnson"


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        (
            lambda gym, m, t: gym.services(gym.admin()).waitlist.add(NewWaiting(uuid4(), m.id, None)),
            "waitlist_open_unique",
        ),
        (lambda gym, m, t: gym.assignment(m, gym.trainer()), "waitlist_has_trainer"),
        (
            lambda gym, m, t: gym.one(
                "UPDATE public.profiles SET is_active = false WHERE id = :id RETURNING 1", id=m.id
            ),
            "waitlist_member_active",
        ),
    ],
)
def test_who_cannot_wait(gym: Gym, arrange: Callable[[Gym, Person, Person], object], code: str) -> None:
    john, _ = full_trainer(gym)
    member = gym.member()
    arrange(gym, member, john)
    with pytest.raises(UserError) as refused:
        wait(gym.services(gym.admin()), member, john)
    assert refused.value.code == code
    assert refused.value.message


def test_an_entry_is_changed_once_and_never_over_somebody_elses(gym: Gym) -> None:
    john, _ = full_trainer(gym)
    desk = gym.services(gym.admin())
    entry = wait(desk, gym.member())
    changed = desk.waitlist.change(entry.id, entry.version, trainer_id=john.trainer_id, wants="evenings")
    assert (changed.trainer_name, changed.wants) == ("John Smith", "evenings")
    again = desk.waitlist.change(entry.id, entry.version, trainer_id=john.trainer_id, wants="evenings")
    assert again == changed
    with pytest.raises(Conflict):
        desk.waitlist.change(entry.id, entry.version, trainer_id=None, wants="mornings")
    with pytest.raises(UserError) as refused:
        desk.waitlist.change(entry.id, changed.version, trainer_id=None, wants="x" * 1001)
    assert refused.value.field == "wants"


def test_the_line_is_moved_by_hand_in_every_direction(gym: Gym) -> None:
    full_trainer(gym)
    desk = gym.services(gym.admin())
    a, b, c, d = (wait(desk, gym.member(name)) for name in ("A", "B", "C", "D"))
    desk.waitlist.move(d.id, d.version, before=a.id)
    assert line(desk) == ["D", "A", "B", "C"]
    moved = desk.waitlist.move(a.id, a.version, before=None)
    assert line(desk) == ["D", "B", "C", "A"]
    assert desk.waitlist.move(a.id, a.version, before=None) == moved  # sent again
    desk.waitlist.move(a.id, moved.version, before=c.id)
    assert line(desk) == ["D", "B", "A", "C"]
    with pytest.raises(Conflict):
        desk.waitlist.move(a.id, a.version, before=d.id)
    with pytest.raises(Conflict):
        desk.waitlist.move(b.id, b.version, before=uuid4())
    assert desk.waitlist.move(b.id, b.version, before=b.id).version == b.version
    wait(desk, gym.member("E"))
    assert line(desk) == ["D", "B", "A", "C", "E"]


def test_a_thousand_moves_to_one_gap_keep_their_order(gym: Gym) -> None:
    full_trainer(gym)
    desk = gym.services(gym.admin())
    first, last = wait(desk, gym.member("first")), wait(desk, gym.member("last"))
    entries = [wait(desk, gym.member("x")), wait(desk, gym.member("y"))]
    for n in range(60):
        moved = entries[n % 2]
        entries[n % 2] = desk.waitlist.move(moved.id, moved.version, before=last.id)
    assert line(desk) == ["first", "x", "y", "last"]
    for n in range(60):
        moved = entries[n % 2]
        entries[n % 2] = desk.waitlist.move(moved.id, moved.version, before=None)
    wait(desk, gym.member("new"))
    assert line(desk) == ["first", "last", "x", "y", "new"]
    assert first.status is WaitStatus.WAITING


def test_a_place_that_frees_is_offered_to_the_first_who_wants_it(gym: Gym) -> None:
    john, taken = full_trainer(gym)
    maya, _ = full_trainer(gym, "Maya Patel")
    desk = gym.services(gym.admin())
    wait(desk, gym.member("Waits for Maya"), maya)
    sarah = gym.member("Sarah Johnson")
    wait(desk, sarah)
    free(gym, taken)
    offered = {e.member_name: (e.status, e.offered_trainer_name) for e in desk.waitlist.entries()}
    assert offered == {
        "Waits for Maya": (WaitStatus.WAITING, None),
        "Sarah Johnson": (WaitStatus.OFFERED, "John Smith"),
    }
    own = gym.services(sarah, "member")
    mine = own.waitlist.my_entry()
    assert mine is not None
    assert (mine.status, mine.offered_trainer_name) == (WaitStatus.OFFERED, "John Smith")
    assert mine.offer_until and mine.offered_at and mine.offer_until - mine.offered_at == timedelta(days=3)
    assert own.waitlist.answer(mine.id, True) is WaitStatus.ACCEPTED
    assert own.waitlist.answer(mine.id, True) is WaitStatus.ACCEPTED
    kinds = [n.kind for n in desk.notifications.latest()]
    assert kinds == [NotificationKind.OFFER_ANSWERED, NotificationKind.PLACE_FREE]
    key = uuid4()
    record = desk.waitlist.assign(mine.id, id_of(john), key)
    assert desk.waitlist.assign(mine.id, id_of(john), key) == record
    assert (record.member_name, record.trainer_name) == ("Sarah Johnson", "John Smith")
    assert own.waitlist.my_entry() is None
    with pytest.raises(UserError) as closed:
        desk.waitlist.assign(mine.id, id_of(maya), uuid4())
    assert closed.value.code == "waitlist_closed"
    with pytest.raises(UserError) as gone:
        own.waitlist.answer(mine.id, False)
    assert gone.value.code == "offer_gone"


def test_an_offer_by_hand_needs_a_place(gym: Gym) -> None:
    john, taken = full_trainer(gym)
    maya = gym.trainer("Maya Patel", limit=0)
    desk = gym.services(gym.admin())
    entry, other = wait(desk, gym.member("Sarah"), maya), wait(desk, gym.member("Tom"), maya)
    with pytest.raises(UserError, match="John Smith has no place free") as full:
        desk.waitlist.offer(entry.id, entry.version, id_of(john))
    assert full.value.code == "trainer_capacity"
    free(gym, taken)
    offered = desk.waitlist.offer(entry.id, entry.version, id_of(john))
    assert (offered.status, offered.offered_trainer_name) == (WaitStatus.OFFERED, "John Smith")
    assert desk.waitlist.offer(entry.id, entry.version, id_of(john)) == offered
    with pytest.raises(UserError) as promised:
        desk.waitlist.offer(other.id, other.version, id_of(john))
    assert promised.value.code == "place_offered"
    with pytest.raises(Conflict):
        desk.waitlist.take_back(entry.id, entry.version)
    back = desk.waitlist.take_back(entry.id, offered.version)
    assert (back.status, back.offered_trainer_id, back.rank) == (WaitStatus.WAITING, None, entry.rank)
    assert desk.waitlist.take_back(entry.id, offered.version) == back


def test_an_offer_taken_back_passes_to_the_next_in_line(gym: Gym) -> None:
    john, taken = full_trainer(gym)
    desk = gym.services(gym.admin())
    first = wait(desk, gym.member("First"), john)
    free(gym, taken)
    offered = desk.waitlist.entries()[0]
    with pytest.raises(UserError) as alone:
        desk.waitlist.take_back(first.id, offered.version)
    assert alone.value.code == "nobody_else"
    assert desk.waitlist.entries() == (offered,)
    wait(desk, gym.member("Second"))
    wait(desk, gym.member("Third"))
    desk.waitlist.take_back(first.id, offered.version)
    assert [(e.member_name, e.status.value) for e in desk.waitlist.entries()] == [
        ("Second", "offered"),
        ("First", "waiting"),
        ("Third", "waiting"),
    ]


def test_an_offer_nobody_answers_passes_on(gym: Gym) -> None:
    john, taken = full_trainer(gym)
    desk = gym.services(gym.admin())
    wait(desk, gym.member("First"), john)
    wait(desk, gym.member("Second"), john)
    free(gym, taken)
    assert desk.waitlist.lapse() == 0
    gym.one(
        "UPDATE public.trainer_waitlist SET offer_until = now() - interval '1 hour' WHERE status = 'offered' RETURNING 1"
    )
    gym.services(gym.trainer())  # whoever of the staff signs in next
    assert [(e.member_name, e.status.value) for e in desk.waitlist.entries()] == [
        ("Second", "offered"),
        ("First", "waiting"),
    ]
    with pytest.raises(Denied):
        gym.services(gym.member(), "member").waitlist.lapse()


def test_removed_and_put_back_where_it_stood(gym: Gym) -> None:
    john, _ = full_trainer(gym)
    desk = gym.services(gym.admin())
    wait(desk, gym.member("A"))
    b = wait(desk, gym.member("B"), john, "evenings")
    wait(desk, gym.member("C"))
    desk.waitlist.remove(b.id)
    desk.waitlist.remove(b.id)
    assert line(desk) == ["A", "C"]
    key = uuid4()
    restored = desk.waitlist.restore(key, b)
    assert desk.waitlist.restore(key, b) == restored
    assert line(desk) == ["A", "B", "C"]
    assert (restored.wants, restored.trainer_id) == ("evenings", john.trainer_id)


def test_a_trainer_asks_and_the_desk_grants_one_and_refuses_the_other(gym: Gym) -> None:
    john, maya = gym.trainer("John Smith", limit=0), gym.trainer("Maya Patel", limit=0)
    desk = gym.services(gym.admin())
    sarah = gym.member("Sarah Johnson")
    entry = wait(desk, sarah, None, "get strong")
    coach, other = gym.services(john), gym.services(maya)
    assert [(w.name, w.wants, w.for_me, w.requested) for w in coach.waitlist.waiting()] == [
        ("Sarah Johnson", "get strong", False, False)
    ]
    ask = uuid4()
    coach.waitlist.request(ask, entry.id, "I have time on Mondays")
    coach.waitlist.request(ask, entry.id, "I have time on Mondays")
    other.waitlist.request(uuid4(), entry.id)
    assert coach.waitlist.waiting()[0].requested
    with pytest.raises(UserError) as twice:
        coach.waitlist.request(uuid4(), entry.id)
    assert twice.value.code == "client_request_open_unique"
    (shown,) = desk.waitlist.entries()
    assert [(r.trainer_name, r.note, r.status) for r in shown.requests] == [
        ("John Smith", "I have time on Mondays", "open"),
        ("Maya Patel", "", "open"),
    ]
    assert shown.requests[0].asked_at.tzinfo is not None
    desk.waitlist.refuse(shown.requests[1].id)
    desk.waitlist.refuse(shown.requests[1].id)
    with pytest.raises(UserError) as full:
        desk.waitlist.grant(ask, uuid4())
    assert full.value.code == "trainer_capacity"
    gym.one("UPDATE public.instructors SET max_clients = 5 WHERE id = :id RETURNING 1", id=john.trainer_id)
    key = uuid4()
    record = desk.waitlist.grant(ask, key)
    assert desk.waitlist.grant(ask, key) == record
    assert (record.id, record.trainer_name, record.member_id) == (key, "John Smith", sarah.id)
    assert desk.waitlist.entries() == ()
    assert coach.notifications.latest()[0].kind in {
        NotificationKind.REQUEST_GRANTED,
        NotificationKind.NEW_CLIENT,
    }
    assert [n.kind for n in other.notifications.latest()] == [NotificationKind.REQUEST_REFUSED]
    with pytest.raises(UserError) as answered:
        desk.waitlist.refuse(ask)
    assert answered.value.code == "request_answered"


def test_a_trainer_takes_a_client_only_where_the_gym_allows_it(gym: Gym) -> None:
    john = gym.trainer("John Smith", limit=0)
    desk = gym.services(gym.admin())
    entry = wait(desk, gym.member("Sarah"))
    gym.one("UPDATE public.instructors SET max_clients = 5 WHERE id = :id RETURNING 1", id=john.trainer_id)
    coach = gym.services(john)
    key = uuid4()
    with pytest.raises(Denied, match="front desk assigns"):
        coach.waitlist.take(entry.id, key)
    from dataclasses import replace

    settings = desk.gym.settings()
    assert (settings.trainers_may_assign, settings.offer_days) == (False, 3)
    saved = desk.gym.save(replace(settings, trainers_may_assign=True, offer_days=5))
    assert (saved.trainers_may_assign, saved.offer_days) == (True, 5)
    assert coach.waitlist.take(entry.id, key) == key
    assert coach.waitlist.take(entry.id, key) == key
    assert coach.trainers.my_clients().active == 1


@pytest.mark.parametrize("who", ["trainer", "member"])
def test_only_the_desk_keeps_the_list(gym: Gym, who: str) -> None:
    john, _ = full_trainer(gym)
    desk = gym.services(gym.admin())
    entry = wait(desk, gym.member("Waits"), john)
    person = gym.trainer() if who == "trainer" else gym.member()
    services = gym.services(person, "staff" if who == "trainer" else "member")
    tries: list[Callable[[], object]] = [
        lambda: services.waitlist.add(NewWaiting(uuid4(), gym.member().id, None)),
        lambda: services.waitlist.change(entry.id, entry.version, trainer_id=None, wants=""),
        lambda: services.waitlist.move(entry.id, entry.version, before=None),
        lambda: services.waitlist.offer(entry.id, entry.version, id_of(john)),
        lambda: services.waitlist.take_back(entry.id, entry.version),
        lambda: services.waitlist.assign(entry.id, id_of(john), uuid4()),
        lambda: services.waitlist.grant(uuid4(), uuid4()),
        lambda: services.waitlist.refuse(uuid4()),
        lambda: services.waitlist.remove(entry.id),
        lambda: services.assignments.assign(
            NewAssignment(uuid4(), entry.member_id, id_of(john), services.gym.today())
        ),
    ]
    for act in tries:
        with pytest.raises(UserError):
            act()
    assert services.waitlist.entries() == ()
    assert desk.waitlist.entries() == (entry,)
    if who == "member":
        assert services.waitlist.waiting() == ()

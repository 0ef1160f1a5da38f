"""The demo gym: the same for the same seed, whole, believable, and open to everybody it lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, create_engine, text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.identity import issue_session
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.notes import checked_note
from gymtrainer_desktop.domain.people import MemberQuery, Role
from gymtrainer_desktop.domain.plans import DayState, DraftExercise, PlanDraft
from gymtrainer_desktop.domain.strength import summary_of_sets
from gymtrainer_desktop.domain.targets import WeightTargetKind, read_weight_target
from gymtrainer_desktop.services.demo import DemoGym, fill_demo_gym
from gymtrainer_desktop.services.demo.cast import Stage, make_cast
from gymtrainer_desktop.services.demo.moves import moves
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES
from gymtrainer_desktop.services.demo.timeline import engagements_of
from gymtrainer_desktop.services.demo.training import record_of
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.services.workout_rows import logs
from tests.conftest import Server
from tests.factories import Gym

LOADS = {
    "Maya Okafor": (15, 15),
    "Victor Almeida": (12, 12),
    "Daniel Reyes": (14, 15),
    "Elena Petrova": (11, 12),
    "Hannah Cole": (9, 10),
    "John Smith": (12, 15),
    "Priya Nair": (9, 12),
    "Samuel Adeyemi": (10, 15),
    "Chloe Martin": (7, 12),
    "Tom Lindqvist": (6, 15),
    "Marcus Webb": (4, 10),
    "Aiko Tanaka": (3, 12),
}
CLIENTS_OF_JOHN = {
    "Sarah Johnson",
    "Mike Davis",
    "Jonas Weber",
    "Ava Novak",
    "Layla Haddad",
    "Owen Clarke",
    "Nina Kowalski",
    "Peter Lund",
    "Zoe Bennett",
    "Rafael Costa",
    "Helen Marsh",
    "Ines Duarte",
}


@contextmanager
def maintenance(server: Server, name: str) -> Iterator[Connection]:
    engine = create_engine(server.migrator(name))
    try:
        with engine.begin() as connection:
            connection.execute(text("SET ROLE gym_owner"))
            yield connection
    finally:
        engine.dispose()


@dataclass
class Filled:
    made: DemoGym
    owner: Connection
    station: Database

    def one(self, sql: str, **values: object) -> object:
        return self.owner.execute(text(sql), values).scalar()

    def services(self, name: str, role: Role) -> GymServices:
        person = self.one("SELECT id FROM public.profiles WHERE full_name = :name", name=name)
        scope = "member" if role is Role.MEMBER else "staff"
        identity = issue_session(self.owner, str(person), scope, "station_desk")
        return SignInService(self.station).with_identity(identity)


@pytest.fixture(scope="module")
def demo(server: Server) -> Iterator[Filled]:
    name = server.clone()
    said: list[str] = []
    with maintenance(server, name) as connection:
        made = fill_demo_gym(connection, progress=said.append)
    assert said
    engine = create_engine(server.migrator(name), isolation_level="AUTOCOMMIT")
    station = Database(server.station(name))
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        yield Filled(made, owner, station)
    station.dispose()
    engine.dispose()
    server.drop(name)


def test_everybody_is_there(demo: Filled) -> None:
    rosa = demo.services("Rosa Delgado", Role.ADMIN)
    overview = rosa.trainers.overview()
    assert demo.made.name == "Harbour Street Gym" == rosa.gym.settings().name
    assert rosa.gym.settings().time_zone == "Europe/London"
    assert (overview.active_members, overview.active_trainers) == (300, 12)
    assert {t.name: (t.active_clients, t.max_clients) for t in overview.trainers} == LOADS
    assert (overview.active_clients, overview.places) == (112, 155)
    assert rosa.people.counts().paused >= 1
    found = rosa.people.members(MemberQuery("ben turner")).rows
    assert [r.status for r in found] == ["completed"]


def test_counters_are_what_they_count_and_nobody_is_over(demo: Filled) -> None:
    wrong = demo.one(
        "SELECT count(*) FROM public.instructors i WHERE i.active_clients > i.max_clients OR i.active_clients <>"
        " (SELECT count(*) FROM public.trainer_assignments a WHERE a.trainer_id = i.id AND a.status = 'active')"
    )
    assert wrong == 0


def test_every_group_that_needs_attention_has_somebody(demo: Filled) -> None:
    lines = demo.services("Rosa Delgado", Role.ADMIN).trainers.overview().attention
    groups = {
        kind: {line.name for line in lines if line.kind == kind} for kind in ("plan_ends", "no_plan", "quiet")
    }
    assert groups["plan_ends"] == {"Noah Fischer", "Isla McKenzie", "Jonas Weber"}
    assert groups["no_plan"] == {"Ava Novak", "Oliver Grant"}
    assert groups["quiet"] == {"Ethan Brooks", "Mia Rossi", "Noor Rahman"}
    assert "no workout for 16 days" in {line.detail for line in lines}


def test_four_wait_and_a_trainer_asks_for_one(demo: Filled) -> None:
    desk = demo.services("Rosa Delgado", Role.ADMIN)
    line = desk.waitlist.entries()
    assert [e.member_name for e in line if e.trainer_name is None] == [
        "Sofia Marino",
        "Liam Becker",
        "Grace Osei",
    ]
    assert [e.trainer_name for e in line if e.trainer_name] == ["Maya Okafor"]
    assert {e.status.value for e in line} == {"waiting"}
    assert [(e.member_name, r.trainer_name) for e in line for r in e.requests] == [
        ("Sofia Marino", "John Smith")
    ]
    asked = [n for n in desk.notifications.latest(500) if n.kind.value == "client_requested"]
    assert [dict(n.data) for n in asked] == [{"trainer": "John Smith", "member": "Sofia Marino"}]


def test_the_trainer_of_the_pictures(demo: Filled) -> None:
    john = demo.services("John Smith", Role.TRAINER)
    assert john.person.roles == (Role.TRAINER,)
    clients = john.trainers.my_clients().clients
    assert {c.name for c in clients} == CLIENTS_OF_JOHN
    assert {c.name for c in clients if c.new_logs} >= {"Sarah Johnson", "Mike Davis"}
    assert any(c.new_logs == 0 and c.last_workout_on for c in clients)
    assert all(c.new_logs < 10 for c in clients)
    assert john.notifications.unread() >= 1
    assert len(john.notifications.latest()) > john.notifications.unread()


def test_the_member_of_the_pictures(demo: Filled) -> None:
    sarah = demo.services("Sarah Johnson", Role.MEMBER)
    me = sarah.person.person_id
    john = demo.services("John Smith", Role.TRAINER)
    [row] = [c for c in john.trainers.my_clients().clients if c.member_id == me]
    assert row.plan_title == "12-Week Strength Program"
    assert row.compliance is not None and 0.8 <= row.compliance <= 0.9
    week = sarah.plans.week(me)
    assert week is not None and (week.week, week.planned) == (6, 5)
    [today] = [d for d in week.days if d.date == week.today]
    assert today.state is DayState.TODAY and len(today.exercises) >= 2
    assert len(sarah.progress.records(me)) >= 5
    assert sarah.plans.former(me)
    assert {n.is_private for n in sarah.notes.notes(me)} == {False}
    assert {n.is_private for n in john.notes.notes(me)} == {False, True}
    bench = sarah.progress.exercise(me, "Bench press", None, None)
    heaviest = [p.heaviest for p in bench.points if p.heaviest]
    assert max(heaviest) > heaviest[0]


def test_roles_can_be_switched(demo: Filled) -> None:
    assert demo.services("Marcus Webb", Role.ADMIN).person.roles == (Role.ADMIN, Role.TRAINER)
    assert demo.services("Aiko Tanaka", Role.TRAINER).person.roles == (Role.TRAINER, Role.MEMBER)
    assert demo.services("Aiko Tanaka", Role.MEMBER).person.roles == (Role.MEMBER,)


def test_nothing_lies_in_the_future_or_before_its_assignment(demo: Filled) -> None:
    assert demo.one("SELECT count(*) FROM public.workout_progress WHERE completed_at > now()") == 0
    assert (
        demo.one(
            "SELECT count(*) FROM public.workout_progress w JOIN public.trainer_assignments a ON a.id = w.assignment_id"
            " WHERE w.completed_on < a.start_date OR w.completed_at < a.assigned_at"
            " OR w.completed_on > coalesce(a.end_date, a.paused_on - 1, w.completed_on)"
        )
        == 0
    )
    assert (
        demo.one(
            "SELECT count(*) FROM public.workout_progress w JOIN public.workout_exercises e ON e.id = w.exercise_id"
            " JOIN public.workout_plans p ON p.id = e.plan_id WHERE w.completed_on < e.valid_from"
            " OR w.completed_on > coalesce(e.archived_on, p.ends_on) OR w.completed_on > coalesce(p.ended_on - 1, p.ends_on)"
        )
        == 0
    )
    assert (
        demo.one(
            "SELECT count(*) FROM (SELECT created_at AS at FROM public.notifications UNION ALL SELECT read_at FROM"
            " public.notifications UNION ALL SELECT seen_at FROM public.client_visits UNION ALL SELECT created_at FROM"
            " public.workout_plans UNION ALL SELECT created_at FROM public.trainer_client_notes UNION ALL SELECT assigned_at"
            " FROM public.trainer_assignments UNION ALL SELECT sent_at FROM public.messages UNION ALL SELECT read_at"
            " FROM public.messages) x WHERE at > now()"
        )
        == 0
    )
    assert demo.one("SELECT count(*) FROM public.notifications WHERE read_at < created_at") == 0
    assert demo.one("SELECT count(*) FROM public.messages WHERE read_at < sent_at") == 0
    assert demo.one("SELECT count(*) FROM public.profiles WHERE joined_on > public.gym_today()") == 0


def test_people_train_at_hours_at_which_people_train(demo: Filled) -> None:
    # Today's may have been moved before the present moment.
    odd = demo.one(
        "SELECT count(*) FROM public.workout_progress WHERE completed_on < public.gym_today()"
        " AND (completed_at AT TIME ZONE 'Europe/London')::time NOT BETWEEN '06:00' AND '22:30'"
    )
    assert odd == 0


def test_the_history_has_ups_and_downs(demo: Filled) -> None:
    assert demo.one("SELECT count(*) FROM public.workout_progress WHERE exercise_id IS NULL") == 10
    assert demo.one("SELECT count(*) FROM public.workout_progress") > 5000  # type: ignore[operator]
    assert {r[0] for r in demo.owner.execute(text("SELECT DISTINCT type FROM public.workout_sets"))} >= {
        "working",
        "warm-up",
    }
    ratings = demo.owner.execute(
        text("SELECT rating, count(*) FROM public.workout_progress GROUP BY 1")
    ).all()
    assert {r.rating for r in ratings} >= {1, 2, 3, 4, 5}
    shares = demo.owner.execute(
        text(
            "SELECT logged::float / due AS share FROM public.compliance_of(ARRAY(SELECT member_id FROM"
            " public.trainer_assignments WHERE status = 'active'), public.gym_today() - 29, public.gym_today())"
        )
    ).scalars()
    every = sorted(shares)
    assert every[0] < 0.5 and every[-1] > 0.94
    assert demo.one("SELECT count(*) FROM public.workout_exercises WHERE replaces_id IS NOT NULL") > 10  # type: ignore[operator]
    assert demo.one("SELECT count(*) FROM public.workout_plans WHERE status = 'completed'") > 20  # type: ignore[operator]
    assert demo.one("SELECT count(*) FROM public.workout_progress WHERE logged_by <> member_id") > 10  # type: ignore[operator]


def test_programmes_grow_have_light_weeks_and_supersets_and_people_follow_them(demo: Filled) -> None:
    followed, logged = demo.owner.execute(
        text(
            "SELECT count(*) FILTER (WHERE w.weight_used || ' ' || w.weight_unit = x.weight"
            " OR trim_scale(w.weight_used) || ' ' || w.weight_unit = x.weight), count(*)"
            " FROM public.workout_progress w JOIN public.workout_exercises e ON e.id = w.exercise_id"
            " JOIN public.workout_plans p ON p.id = e.plan_id"
            " CROSS JOIN LATERAL (SELECT public.target_of_week(e.weeks, e.sets, e.reps, e.weight,"
            "  public.week_of_plan(p.starts_on, w.completed_on)) ->> 2 AS weight) x"
            " WHERE e.weeks IS NOT NULL AND e.progression IS NOT NULL AND x.weight ~ '^[0-9.]+ (kg|lb)$'"
        )
    ).one()
    assert logged > 500 and followed == logged
    assert demo.one("SELECT count(DISTINCT plan_id) FROM public.workout_exercises WHERE superset = 'A'") >= 10
    assert (
        demo.one(
            "SELECT count(*) FROM public.workout_exercises e JOIN public.workout_plans p ON p.id = e.plan_id"
            " WHERE e.progression IS NOT NULL AND e.weeks IS NULL AND p.duration_weeks > 4"
        )
        == 0
    )
    john = demo.services("John Smith", Role.TRAINER)
    sarah = next(c for c in john.trainers.my_clients().clients if c.name == "Sarah Johnson")
    plan = john.plans.active(sarah.member_id)
    assert plan and plan.deload.weeks == (4, 8, 12)
    bench = next(e for e in plan.exercises if e.name == "Bench press")
    weights = [bench.target(n).weight for n in range(1, 13)]
    assert weights[:6] == ["85 lb", "90 lb", "95 lb", "85 lb", "100 lb", "105 lb"]
    assert [e.superset for e in plan.exercises if e.name in ("Face pull", "Dumbbell curl")] == ["A", "A"]
    assert john.progress.maxima(sarah.member_id)["bench press"] > 40
    # The same rule, computed when it is published anew, leads to the same weeks.
    draft = PlanDraft(
        plan.id, plan.assignment_id, "Sarah's", plan.goals, plan.description, plan.duration_weeks, plan.starts_on,
        tuple(
            DraftExercise(
                e.id, e.day, e.name, e.sets, e.reps, e.weight, e.rest_seconds, e.notes, e.type, e.superset, e.progression
            )
            for e in plan.exercises
        ),
        plan.version, plan.deload,
    )  # fmt: skip
    again = john.plans.publish(draft)
    assert [(e.id, e.weeks) for e in again.exercises] == [(e.id, e.weeks) for e in plan.exercises]


def test_templates_and_what_is_known_of_clients(demo: Filled) -> None:
    john = demo.services("John Smith", Role.TRAINER)
    listed = [(t.title, t.for_gym) for t in john.templates.list()]
    assert listed[:3] == [("5x5 Strength", False), ("Push Pull Legs", False), ("Upper / Lower", False)]
    assert len(listed) == 9 and all(for_gym for _, for_gym in listed[3:])
    sarah = next(c for c in john.trainers.my_clients().clients if c.name == "Sarah Johnson")
    assert "wrist" in john.client_records.of(sarah.member_id).injuries
    assert demo.one("SELECT count(*) FROM public.client_records") > 15  # type: ignore[operator]


def test_logs_are_summed_up_as_the_program_does(demo: Filled) -> None:
    stored = logs(demo.owner, " ORDER BY w.id LIMIT 2000", {})
    for log in stored:
        summary = summary_of_sets(s.checked() for s in log.sets)
        assert (log.sets_completed, log.reps_completed) == (summary.sets_completed, summary.reps_completed)
        assert (log.weight_used, log.weight_unit) == (summary.weight_used, summary.weight_unit)
    # What is lifted can be loaded: no odd kilograms.
    weights = {s.weight for log in stored for s in log.sets if s.weight}
    assert all(w % Decimal("0.5") == 0 for w in weights)


def test_every_text_is_within_its_limits(demo: Filled) -> None:
    rows = demo.owner.execute(text("SELECT * FROM public.workout_exercises")).all()
    for r in rows:
        draft = DraftExercise(
            r.id,
            Weekday(r.day_of_week),
            r.exercise_name,
            r.sets,
            r.reps or "",
            r.weight or "",
            r.rest_seconds,
            r.notes or "",
        )
        assert draft.checked().name == r.exercise_name
    for note in demo.owner.execute(text("SELECT note FROM public.trainer_client_notes")).scalars():
        assert checked_note(note) == note
    names = demo.owner.execute(text("SELECT full_name FROM public.profiles")).scalars().all()
    assert len(set(names)) == len(names) == 312
    assert any(not name.isascii() for name in names)


def test_every_sign_in_works(demo: Filled) -> None:
    sign_ins = demo.made.sign_ins
    assert [(s.role, s.name) for s in sign_ins[:3]] == [
        (Role.ADMIN, "Rosa Delgado"),
        (Role.TRAINER, "John Smith"),
        (Role.MEMBER, "Sarah Johnson"),
    ]
    assert [sum(s.role is role for s in sign_ins) for role in Role] == [1, 12, 300]
    assert len({(s.role, s.login) for s in sign_ins}) == 313
    assert demo.one("SELECT count(*) FROM auth.credentials") == 313
    door = SignInService(demo.station)
    for s in (*sign_ins[:4], sign_ins[len(sign_ins) // 2], sign_ins[-1]):
        enter = door.sign_in_member if s.role is Role.MEMBER else door.sign_in
        services = enter(s.login, s.secret)
        assert services.person.full_name == s.name
        assert s.role in services.person.roles
        door.sign_out(services)


def test_people_write_to_one_another(demo: Filled) -> None:
    john = demo.services("John Smith", Role.TRAINER)
    threads = {thread.other_name: thread for thread in john.messages.threads()}
    assert threads["Sarah Johnson"].unread == 2 and threads["Mike Davis"].unread == 1
    assert john.messages.unread() >= 3
    told = [n for n in john.notifications.latest(500) if n.kind.value == "message"]
    assert {n.data["from"] for n in told if not n.read} >= {"Sarah Johnson", "Mike Davis"}
    sarah = demo.services("Sarah Johnson", Role.MEMBER)
    assert sarah.messages.unread() == 0
    assert demo.one("SELECT count(DISTINCT assignment_id) FROM public.messages") > 20


DUMPED = (
    "profiles",
    "instructors",
    "trainer_assignments",
    "workout_plans",
    "workout_exercises",
    "workout_progress",
    "workout_sets",
    "trainer_client_notes",
    "client_visits",
    "client_records",
    "messages",
    "notifications",
)


def _dump(server: Server, seed: int, today: date) -> tuple[dict[str, object], DemoGym]:
    """Return a hash of the rows of each table; audit and credentials carry the server's own clock."""
    name = server.clone()
    try:
        with maintenance(server, name) as connection:
            made = fill_demo_gym(connection, members=60, trainers=5, weeks=8, seed=seed, today=today)
            hashes = {
                table: connection.execute(
                    text(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM public.{table} t")
                ).scalar()
                for table in DUMPED
            }
            hashes["secrets"] = connection.execute(
                text(
                    "SELECT md5(string_agg(profile_id || kind || proof_hash::text, '|' ORDER BY profile_id, kind))"
                    " FROM auth.credentials"
                )
            ).scalar()
    finally:
        server.drop(name)
    return hashes, made


def test_the_same_seed_makes_the_same_gym_and_another_makes_another(server: Server) -> None:
    day = datetime.now(ZoneInfo("Europe/London")).date() - timedelta(days=3)
    first, again, other = _dump(server, 7, day), _dump(server, 7, day), _dump(server, 8, day)
    assert first == again
    assert all(first[0][table] != other[0][table] for table in first[0])


@pytest.mark.parametrize(("members", "trainers", "weeks"), [(1, 1, 1), (20, 15, 2), (40, 2, 30)])
def test_other_sizes(owner: Connection, members: int, trainers: int, weeks: int) -> None:
    made = fill_demo_gym(owner, members=members, trainers=trainers, weeks=weeks, time_zone="Pacific/Auckland")
    count = owner.execute(
        text("SELECT count(*) FROM public.profiles WHERE member_number IS NOT NULL")
    ).scalar()
    assert count == members
    assert owner.execute(text("SELECT count(*) FROM public.instructors")).scalar() == trainers
    assert [s.role for s in made.sign_ins[:3]] == [Role.ADMIN, Role.TRAINER, Role.MEMBER]
    assert made.sign_ins[2].name == "Sarah Johnson"
    assert (
        owner.execute(
            text("SELECT count(*) FROM public.workout_progress WHERE completed_at > now()")
        ).scalar()
        == 0
    )


def test_a_gym_with_people_is_left_alone(gym: Gym) -> None:
    gym.member("Somebody")
    with pytest.raises(UserError, match="needs an empty one"):
        fill_demo_gym(gym.owner)
    assert gym.one("SELECT count(*) FROM public.profiles") == 1
    assert gym.one("SELECT name FROM public.gym_settings") == "Test Gym"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"members": 0}, "number of members"),
        ({"trainers": -1}, "number of trainers"),
        ({"weeks": 0}, "number of weeks"),
        ({"time_zone": "Mars/Olympus"}, "no time zone"),
        ({"today": date(2999, 1, 1)}, "in the future"),
    ],
)
def test_numbers_that_make_no_sense(owner: Connection, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        fill_demo_gym(owner, **wrong)  # type: ignore[arg-type]
    assert owner.execute(text("SELECT count(*) FROM public.profiles")).scalar() == 0


# Without a database ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ago", range(7))
def test_on_every_day_of_the_week_the_story_holds(ago: int) -> None:
    zone = ZoneInfo("America/New_York")
    today = date(2026, 11, 22) - timedelta(days=ago)
    now = datetime(today.year, today.month, today.day, 7, 5, tzinfo=zone)
    stage = Stage(26, 12, 12, 7, today, now, zone)
    last: dict[str, datetime] = {}
    for client in make_cast(stage).clients:
        engagements = engagements_of(stage, client)
        record = record_of(stage, client, engagements)
        for row in record.progress:
            assert isinstance(row[4], datetime)
            assert engagements[0].assigned_at <= row[4] <= now
        if record.last_workout:
            last[client.story.name] = record.last_workout[1]
    wanted = {"Sarah Johnson": 2, "Mike Davis": 0, "Ethan Brooks": 16, "Mia Rossi": 14, "Noor Rahman": 9}
    assert {name: (today - last[name].astimezone(zone).date()).days for name in wanted} == wanted


def test_every_line_of_a_programme_is_read() -> None:
    for key, programme in PROGRAMMES.items():
        of_days = moves(key)
        assert set(of_days) == set(programme.days) and all(of_days.values())
        for move in (m for day in of_days.values() for m in day):
            assert move.reps is not None and move.reps.kind != "as-written", move
            target = read_weight_target(move.weight_text)
            assert target is None or target.kind is not WeightTargetKind.AS_WRITTEN, move

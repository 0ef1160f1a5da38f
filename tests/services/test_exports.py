"""Tables as CSV files that no spreadsheet takes for a program."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.audit import AuditQuery
from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.exports import ExportKind, cell_text
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services import exports
from gymtrainer_desktop.services.keys import new_id
from tests.factories import Gym


def read(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_table_is_written(gym: Gym, tmp_path: Path) -> None:
    john = gym.trainer("John Smith", limit=1)
    sarah, tom = gym.member("Sarah Jöhnson"), gym.member('=HYPERLINK("evil")')
    assignment = gym.assignment(sarah, john)
    plan = gym.plan(assignment, title="@SUM(1)")
    gym.exercise(plan, "Monday", "Squat")
    gym.log(sarah, None, name="-2+3", reps=5, weight=102.5)
    desk = gym.services(gym.admin("Rosa"))
    desk.waitlist.add(NewWaiting(new_id(), tom.id, None, "+49 mornings, \n=evil"))
    path = tmp_path / "table.csv"
    rows = {}
    for kind in ExportKind:
        count = desk.exports.table_csv(kind, path)
        rows[kind] = read(path)
        assert count == len(rows[kind]) or kind is ExportKind.AUDIT, kind
        assert all("_" not in column for column in rows[kind][0])
    assert [(r["Name"], r["Trainer"], r["Plan"]) for r in rows[ExportKind.MEMBERS]] == [
        ('\'=HYPERLINK("evil")', "", ""),
        ("Sarah Jöhnson", "John Smith", "'@SUM(1)"),
    ]
    assert rows[ExportKind.TRAINERS][0]["Active clients"] == "1"
    assert rows[ExportKind.ASSIGNMENTS][0]["Status"] == "active"
    assert (rows[ExportKind.PLANS][0]["Exercise"], rows[ExportKind.PLANS][0]["Sets"]) == ("Squat", "4")
    (logged,) = rows[ExportKind.WORKOUTS]
    assert (logged["Exercise"], logged["Weight"], logged["Reps"]) == ("'-2+3", "102.50", "5")
    (waiting,) = rows[ExportKind.WAITING_LIST]
    assert (waiting["Place"], waiting["Waits for"], waiting["Wishes"]) == (
        "1",
        "Anyone",
        "'+49 mornings, \n=evil",
    )
    assert rows[ExportKind.AUDIT][0]["Kind"] == "Waiting list"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_on_the_screen_is_what_is_written(gym: Gym, tmp_path: Path) -> None:
    for name in ("Sarah Miller", "Tom Müller", "Una Baker"):
        gym.member(name)
    gym.assignment(gym.member("Vera Miller"), gym.trainer())
    desk = gym.services(gym.admin())
    path = tmp_path / "members.csv"
    query = MemberQuery("mille", MemberFilter.NO_TRAINER, descending=True)
    assert desk.exports.table_csv(ExportKind.MEMBERS, path, query=query) == 1
    assert [r["Name"] for r in read(path)] == ["Sarah Miller"]
    assert desk.exports.table_csv(ExportKind.MEMBERS, path, query=MemberQuery(descending=True)) == 4
    assert [r["Name"] for r in read(path)] == ["Vera Miller", "Una Baker", "Tom Müller", "Sarah Miller"]
    assert desk.people.ids(query) == tuple(r.id for r in desk.people.members(query).rows)
    assert desk.exports.table_csv(ExportKind.AUDIT, path, query=AuditQuery(table="instructors")) == 1


def test_cancelled_or_refused_there_is_no_file(
    gym: Gym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "CHUNK", 2)
    for _ in range(5):
        gym.member()
    desk = gym.services(gym.admin())
    path = tmp_path / "members.csv"
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 4

    with pytest.raises(Cancelled):
        desk.exports.table_csv(ExportKind.MEMBERS, path, stop)
    assert seen == [(0, 5), (2, 5), (4, 5)]
    path.write_text("kept")
    for services in (gym.services(gym.trainer()), gym.services(gym.member(), "member")):
        with pytest.raises(Denied):
            services.exports.table_csv(ExportKind.MEMBERS, path)
    assert path.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(UserError):
        desk.exports.table_csv(ExportKind.MEMBERS, tmp_path / "no such folder" / "members.csv")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "yes"),
        (-5, "-5"),
        (Decimal("-2.50"), "-2.50"),
        (date(2026, 11, 16), "2026-11-16"),
        (datetime(2026, 11, 16, 9, 30, tzinfo=UTC), "2026-11-16 09:30:00+00:00"),
        (["Boxing", "Yoga"], "Boxing, Yoga"),
        (["=1+1"], "'=1+1"),
        ({"b": 1, "a": "ä"}, '{"a": "ä", "b": 1}'),
        ("plain", "plain"),
        ("+49 171", "'+49 171"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ('"=1', "'\"=1"),
        ("a=1", "a=1"),
    ],
)
def test_values_as_cells(value: object, written: str) -> None:
    assert cell_text(value) == written


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not cell_text(text).lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r"))

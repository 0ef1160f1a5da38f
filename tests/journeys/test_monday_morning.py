"""A receptionist's Monday, through the real window: five hundred new members, a trainer who leaves, a report."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from sqlalchemy import text

from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog
from gymtrainer_desktop.ui.admin.audit.audit_page import AuditPage
from gymtrainer_desktop.ui.admin.audit.audit_words import sentence
from gymtrainer_desktop.ui.admin.member_import.import_members_dialog import ImportMembersDialog
from gymtrainer_desktop.ui.admin.member_import.import_steps import Step
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.admin.reports.reports_page import CAPACITY, MONTH, ReportsPage
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from tests.factories import Gym
from tests.journeys.conftest import Workstation, is_open
from tests.journeys.messy_list import FORMULA
from tests.journeys.monday import BEFORE, LIMITS, NOTE, TAKERS, Monday, begin_monday


def import_the_list(desk: Workstation, monday: Monday, monkeypatch: pytest.MonkeyPatch) -> None:
    """The messy file: looked through, imported, the wrong lines kept for later."""
    file, mend = monday.folder / "Mitglieder Studio Nord.csv", monday.folder / "to mend.csv"
    file.write_bytes(monday.list.content())
    fates = monday.list.fates
    assert fates == {"new": 500, "twice": 40, "here": 20, "wrong": 240}, "three lines of ten are wrong"
    before = monday.count("public.profiles")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(mend), ""))

    page = desk.go("members")
    assert isinstance(page, MembersPage)
    page.import_members()
    dialog = desk.dialog("importMembersDialog")
    assert isinstance(dialog, ImportMembersDialog)
    desk.click(dialog.choose_button)
    desk.until(lambda: dialog.step is Step.COLUMNS and not dialog.is_busy)
    desk.click(dialog.confirm_button)
    desk.until(lambda: dialog.step is Step.CHECK and not dialog.is_busy)
    assert {segment.text: segment.count for segment in dialog.check_step.filters.segments} == {
        "All": 800, "New": fates["new"], "Already here": fates["here"], "Twice": fates["twice"],
        "Error": fates["wrong"],
    }  # fmt: skip
    assert monday.count("public.profiles") == before, "nothing is written before the button"
    desk.click(dialog.check_step.save_button)
    desk.until(lambda: "to mend.csv was saved" in desk.said)
    with mend.open(encoding="utf-8-sig", newline="") as saved:
        assert len(list(csv.DictReader(saved, delimiter=";"))) == fates["wrong"]
    assert dialog.confirm_button.text() == "Import 500 members"
    desk.click(dialog.confirm_button)
    desk.until(lambda: dialog.step is Step.DONE and not dialog.is_busy)
    words = [label.text() for label in dialog.done_step.findChildren(QLabel) if label.text()]
    assert words[0] == "500 members were added"
    assert words[1].startswith("Already here: 20. On the list twice: 40. Left out with errors: 240.")

    stored = monday.gym.owner.execute(
        text("SELECT full_name, member_number, email, birth_date FROM public.profiles WHERE email LIKE '%@mail.example'"
             " OR member_number ~ '^20[0-9]{3}$'")
    )  # fmt: skip
    found = {(row.full_name, row.email, row.birth_date): row.member_number for row in stored}
    wanted = {
        (one.name, one.email or None, one.born): one.number for one in monday.list.lines if one.fate == "new"
    }
    assert found.keys() == wanted.keys()
    assert all(found[who] == number for who, number in wanted.items() if number)
    assert len(set(found.values())) == len(found) == monday.count("public.profiles") - before
    desk.click(desk.find(QPushButton, "showImportedButton"))
    desk.settled()
    assert page.filters.current == MemberFilter.NO_TRAINER


def assign_them(desk: Workstation, monday: Monday) -> None:
    """Everybody without a trainer, spread over four; taken back once, and done again."""
    page = desk.main.current_page
    assert isinstance(page, MembersPage)
    before = monday.loads()
    without = 500 + 40 - sum(before.values())
    places = sum(LIMITS.values()) - sum(BEFORE.values())
    done = f"{places} members assigned to 4 trainers"
    for is_second in (False, True):
        dialog = open_bulk(desk, page, without)
        tick_only(desk, dialog, LIMITS)
        desk.until(lambda d=dialog: d.confirm_button.text() == f"&Assign {places} members")
        assert f"{without - places} cannot be assigned" in dialog.counts.text()
        assert monday.loads() == before, "a preview writes nothing"
        desk.click(dialog.confirm_button)
        desk.until(lambda: done in desk.said)
        after = monday.loads()
        assert {name: after[name] for name in LIMITS} == LIMITS, "every place is taken and no limit is passed"
        assert (after["Maya Okafor"], after["Victor Almeida"]) == (2, 5), "who is not ticked gets nobody"
        if not is_second:
            desk.undo(done)
            desk.until(lambda: f"{places} assignments are taken back" in desk.said)
            assert monday.loads() == before
    desk.until(lambda: counted(page, MemberFilter.NO_TRAINER) == without - places)


def open_bulk(desk: Workstation, page: MembersPage, count: int) -> BulkAssignDialog:
    """Tick all rows by the box above them, then everybody who matches, loaded or not."""
    desk.until(lambda: counted(page, MemberFilter.NO_TRAINER) == count)
    desk.settled()
    header = page.members.table.horizontalHeader()
    box = QPoint(header.sectionViewportPosition(0) + header.sectionSize(0) // 2, header.height() // 2)
    desk.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert page.members.loaded < count
    desk.click(desk.find(QPushButton, "selectEverybodyButton"))
    desk.click(desk.find(QPushButton, "bulkAssignButton"))
    dialog = desk.in_window(BulkAssignDialog)
    desk.until(lambda: len(dialog.preview.lines) == count)
    desk.settled()
    return dialog


def tick_only(desk: Workstation, dialog: BulkAssignDialog | HandOverDialog, names: Collection[str]) -> None:
    """Tick these trainers and no others; by keyboard."""
    for place, row in enumerate(dialog.trainers.rows):
        if (row.id in dialog.trainers.ticked) != (row.choice.name in names):
            dialog.trainer_table.setCurrentIndex(dialog.trainers.index(place, 1))
            desk.qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Space)


def counted(page: MembersPage, which: MemberFilter) -> int | None:
    """Return what a filter of the page says how many it holds."""
    return next(segment.count for segment in page.filters.segments if segment.key == which)


def lose_a_race(desk: Workstation, other: Workstation, monday: Monday) -> None:
    """While one desk looks at the last place of a trainer, the other desk takes it."""
    loser, winner = waiting_for_a_trainer(monday, 2)
    first, second = (open_assign_dialog(at, name) for at, name in ((desk, loser), (other, winner)))
    for at, dialog in ((desk, first), (other, second)):
        at.enter(dialog.search, "Maya")
        at.until(lambda d=dialog: d.confirm_button.text() == "&Assign to Maya Okafor")
    other.qtbot.keyClick(second.search, Qt.Key.Key_Return)
    other.until(lambda: f"{winner} assigned to Maya Okafor" in other.said)
    desk.until(lambda: f"{winner} got it at" in first.banner.accessibleName())
    said = first.banner.accessibleName()
    assert said.startswith("The last place with Maya Okafor is taken") and "assigned by Tom Berger" in said
    assert not first.confirm_button.isEnabled(), "Enter must not mean anybody else at once"
    desk.click(first.banner_button)
    desk.until(lambda: not is_open(first))
    desk.settled()
    maya = monday.trainers["Maya Okafor"].trainer_id
    assert monday.loads()["Maya Okafor"] == 3
    entry = (
        "public.trainer_waitlist w JOIN public.profiles p ON p.id = w.member_id"
        " WHERE p.full_name = :name AND w.trainer_id = :trainer AND w.status = 'waiting'"
    )
    assert monday.count(entry, name=loser, trainer=maya) == 1


def waiting_for_a_trainer(monday: Monday, count: int) -> list[str]:
    """Some of those for whom no place was left."""
    rows = monday.gym.owner.execute(
        text(
            "SELECT p.full_name FROM public.profiles p WHERE p.member_number IS NOT NULL AND NOT EXISTS (SELECT FROM"
            " public.trainer_assignments a WHERE a.member_id = p.id) ORDER BY p.member_number LIMIT :count"
        ),
        {"count": count},
    )
    return [row.full_name for row in rows]


def open_assign_dialog(desk: Workstation, name: str) -> AssignTrainerDialog:
    """Search a member, open the panel, and the dialog that assigns a trainer; by keyboard."""
    page = desk.go("members")
    assert isinstance(page, MembersPage)
    page.filters.choose(MemberFilter.ALL)
    desk.enter(page.search, name)
    desk.until(lambda: [row.full_name for row in page.members.model.rows] == [name])
    desk.settled()
    desk.qtbot.keyClick(page.search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(page.members.table, Qt.Key.Key_Return)
    desk.until(lambda: page.panel.details is not None and page.panel.details.full_name == name)
    page.panel.assign()
    dialog = desk.in_window(AssignTrainerDialog)
    desk.settled()
    return dialog


def hand_the_clients_over(desk: Workstation, monday: Monday) -> None:
    """A trainer leaves: all clients go to two others, with their plans and a note; then nobody is there."""
    page = desk.go("trainers")
    assert isinstance(page, TrainersPage)
    desk.enter(page.search, "Victor")
    desk.until(lambda: [row.name for row in page.model.rows] == ["Victor Almeida"])
    desk.qtbot.keyClick(page.search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    desk.click(desk.find(QPushButton, "handOverButton"))
    dialog = desk.in_window(HandOverDialog)
    desk.settled()
    tick_only(desk, dialog, TAKERS)
    desk.until(
        lambda: dialog.confirm_button.text() == "&Hand over 5 clients" and dialog.confirm_button.isEnabled()
    )
    dialog.note.setFocus()
    desk.qtbot.keyClicks(dialog.note, NOTE)
    assert monday.loads()["Victor Almeida"] == 5, "a preview writes nothing"
    desk.in_dialog(SheetDialog, answer_yes, dialog.confirm_button.click, "question")
    desk.until(lambda: "5 clients handed over to 2 trainers, everybody is told" in desk.said)
    desk.settled()
    loads = monday.loads()
    assert loads["Victor Almeida"] == 0
    assert loads["Chloe Martin"] + loads["Aiko Tanaka"] == 5
    assert all(loads[name] <= limit for name, limit in TAKERS.items())

    carried = monday.gym.owner.execute(
        text(
            "SELECT p.full_name, w.title, n.note, n.is_private, e.weight FROM public.trainer_assignments a"
            " JOIN public.profiles p ON p.id = a.member_id"
            " JOIN public.workout_plans w ON w.assignment_id = a.id AND w.status = 'active'"
            " JOIN public.workout_exercises e ON e.plan_id = w.id"
            " JOIN public.trainer_client_notes n ON n.assignment_id = a.id"
            " WHERE a.status = 'active' AND a.trainer_id IN (:chloe, :aiko)"
        ),
        {
            "chloe": monday.trainers["Chloe Martin"].trainer_id,
            "aiko": monday.trainers["Aiko Tanaka"].trainer_id,
        },
    ).all()
    assert {row.full_name: row.title for row in carried} == monday.leaving and len(carried) == 5
    assert {(row.note, row.is_private) for row in carried} == {
        (f"Hand-over from Victor Almeida: {NOTE}", True)
    }
    assert sorted(row.weight for row in carried) == [f"{100 + place} kg" for place in range(5)]
    told = "public.notifications n JOIN public.profiles p ON p.id = n.recipient_id WHERE n.kind = :kind"
    assert (
        monday.count(
            f"{told} AND p.full_name = ANY (:names)", kind="trainer_changed", names=[*monday.leaving]
        )
        == 5
    )
    takers = [monday.trainers[name].id for name in TAKERS]
    assert monday.count(f"{told} AND p.id = ANY (:ids)", kind="new_client", ids=takers) == 5


def answer_yes(dialog: SheetDialog) -> None:
    dialog.confirm_button.click()


def look_it_up(desk: Workstation, monday: Monday) -> None:
    """All of it stands in the audit trail, by whom and about whom."""
    page = desk.go("audit")
    assert isinstance(page, AuditPage)
    name = next(iter(monday.leaving))
    desk.enter(page.filters.search, name)
    desk.until(lambda: page.table.audit_model.rows and all(name in words for words in sentences(page)))
    desk.settled()
    found = sentences(page)
    assert any(words.startswith("Rosa Delgado ") and "Victor Almeida" in words for words in found), found
    assert any("Chloe Martin" in words or "Aiko Tanaka" in words for words in found), found


def sentences(page: AuditPage) -> list[str]:
    return [sentence(row) for row in page.table.audit_model.rows]


def save_the_reports(desk: Workstation, monday: Monday, monkeypatch: pytest.MonkeyPatch) -> None:
    """Capacity and the month, as PDF, read back by another program."""
    page = desk.go("reports")
    assert isinstance(page, ReportsPage)
    loads, limits = monday.loads(), LIMITS | TAKERS | {"Maya Okafor": 3, "Victor Almeida": 8}
    said = saved_report(desk, page, CAPACITY, monday.folder / "capacity.pdf", monkeypatch)
    assert "Harbour Street Gym" in said and f"Active clients {sum(loads.values())} " in said
    assert f"Members {monday.count('public.profiles WHERE member_number IS NOT NULL')} " in said
    for name, limit in limits.items():
        assert f"{name} {loads[name]}/{limit} " in said, name
    said = saved_report(desk, page, MONTH, monday.folder / "month.pdf", monkeypatch)
    joined = "public.profiles WHERE member_number IS NOT NULL AND joined_on >= date_trunc('month', public.gym_today())"
    assert f"Members who joined {monday.count(joined)} " in said
    assert "Handed over to another trainer 5 0 +5 " in said, said
    assert f"Active clients {sum(loads.values())} " in said


def saved_report(
    desk: Workstation, page: ReportsPage, report: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Save a report by keyboard and return its text."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.reports.choose(report)
    desk.until(lambda: page.save_button.isEnabled())
    desk.settled()
    page.save_button.setFocus()
    desk.qtbot.keyClick(page.save_button, Qt.Key.Key_Return)
    desk.until(lambda: any(words.endswith(f" in {file.name}") for words in desk.said))
    desk.settled()
    if (tool := shutil.which("pdftotext")) is not None:
        done = subprocess.run(
            [tool, "-raw", file, "-"], capture_output=True, text=True, check=True, timeout=30
        )
        return " ".join(done.stdout.split())
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(file).pages).split())


def export_everybody(desk: Workstation, monday: Monday) -> None:
    """All members as CSV: nothing in it that a spreadsheet would run."""
    page = desk.go("members")
    assert isinstance(page, MembersPage)
    page.filters.choose(MemberFilter.ALL)
    page.search.clear()
    desk.settled()
    next(action for action in page.bar.more_menu.actions() if "Export" in action.text()).trigger()
    dialog = desk.in_window(ExportTableDialog)
    file = monday.folder / "everybody.csv"
    desk.enter(dialog.path, str(file))
    dialog.opens_folder.setChecked(False)
    desk.click(dialog.confirm_button)
    everybody = monday.count("public.profiles WHERE member_number IS NOT NULL")
    desk.until(lambda: f"{everybody} rows are in everybody.csv" in desk.said)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == everybody
    names = {row["Name"] for row in rows}
    assert f"'{FORMULA}" in names and "Zoë Žižka" in names
    risky = [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]
    assert risky == [] and any(row["Phone"] == "'+44 20 7946 0018" for row in rows)
    taken = Counter(row["Trainer"] for row in rows if row["Status"] == "active")
    assert taken == Counter({name: load for name, load in monday.loads().items() if load})


def test_monday_morning(
    own_gym: tuple[Paths, Gym],
    folder: Path,
    start: Callable[[Paths], Workstation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths, gym = own_gym
    monday = begin_monday(gym, folder)
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    import_the_list(desk, monday, monkeypatch)
    assign_them(desk, monday)
    other = start(paths)
    other.sign_in(monday.tom.email, "second-desk-1")
    lose_a_race(desk, other, monday)
    other.sign_out()
    hand_the_clients_over(desk, monday)
    look_it_up(desk, monday)
    save_the_reports(desk, monday, monkeypatch)
    export_everybody(desk, monday)
    desk.sign_out()

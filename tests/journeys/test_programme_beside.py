"""Beside the client: sets logged for them, what only the trainer and the desk may read, and the plan on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from sqlalchemy import text

from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog
from gymtrainer_desktop.ui.trainer.clients.log_for_client_page import LogForClientPage
from gymtrainer_desktop.ui.widgets.client_record import ClientRecordView
from tests.factories import Gym
from tests.journeys.conftest import Workstation
from tests.journeys.programme import (
    cast_of,
    editor_of,
    log_day,
    member_at,
    open_client,
    trainer_at,
    write_plan,
)

INJURY, GOAL = "Torn meniscus, left knee", "Squat without pain by Easter"


def words_on(widget: QWidget) -> str:
    """Everything that is written on what can be seen: labels, fields, buttons and tables."""
    words: list[str] = []
    for kind, read in (
        (QLabel, lambda w: w.text()),
        (QLineEdit, lambda w: w.text()),
        (QPlainTextEdit, lambda w: w.toPlainText()),
        (QPushButton, lambda w: w.text()),
        (QToolButton, lambda w: w.text()),
    ):
        words += [read(w) for w in widget.findChildren(kind) if w.isVisible()]
    words += [
        f"{w.accessibleName()} {w.accessibleDescription()} {w.toolTip()}"
        for w in widget.findChildren(QWidget)
        if w.isVisible()
    ]
    for table in widget.findChildren(QAbstractItemView):
        model = table.model()
        if model is not None and table.isVisible():
            cells = (model.index(r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
            words += [f"{one.data()} {one.data(Qt.ItemDataRole.ToolTipRole)}" for one in cells]
    return "\n".join(words)


def test_a_trainer_logs_for_a_client_who_sees_by_whom(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    write_plan(room, cast, "Bench press 2x8 60 kg", "Barbell row 2x8 50 kg")
    floor = member_at(start(paths), cast)
    room.click(open_client(room, cast.member.name).log_button)
    room.until(lambda: isinstance(room.main.current_page, LogForClientPage))
    page = room.main.current_page
    assert isinstance(page, LogForClientPage)
    room.until(lambda: page.session is not None)
    room.settled()
    assert "Sarah sees it, marked “Logged by John Smith”" in words_on(page)
    assert log_day(room, page) == 2
    room.click(page.list.finish_button)
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()
    by = "SELECT count(*) FROM public.workout_progress WHERE logged_by = :trainer AND member_id = :member"
    assert gym.one(by, trainer=cast.trainer.id, member=cast.member.id) == 2

    progress = floor.go("my_progress")
    progress.tabs.choose("history")  # type: ignore[attr-defined]
    floor.settled()
    assert "logged by John Smith" in words_on(progress).replace("Logged", "logged")
    assert "Logged by" in words_on(room.main)
    floor.sign_out()
    room.sign_out()


def test_injuries_are_for_the_trainer_and_the_desk_only(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    room = trainer_at(start(paths), cast)
    write_plan(room, cast, "Bench press 2x8 60 kg")
    panel = open_client(room, cast.member.name)
    panel.open_tab("overview")
    room.settled()
    panel.overview.record.begin()
    room.enter(panel.overview.record.injuries, INJURY)
    room.enter(panel.overview.record.goals, GOAL)
    room.click(panel.overview.record.save_button)
    room.until(lambda: not panel.overview.record.is_editing)
    room.settled()
    assert INJURY in words_on(room.main) and GOAL in words_on(room.main)

    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk.main.navigate("members", {"member_id": cast.member.id})
    desk.settled()
    record = desk.find(ClientRecordView, "clientRecord")
    desk.until(lambda: record.record is not None)
    assert INJURY in words_on(desk.main)
    desk.sign_out()

    floor = member_at(desk, cast)
    for key in floor.main.rail.items:
        page = floor.go(key)
        for tab in ("chart", "history", "progress"):
            tabs = getattr(page, "tabs", None)
            if tabs is not None and tab in [one.key for one in tabs.segments]:
                tabs.choose(tab)
                floor.settled()
        assert INJURY not in words_on(floor.main) and GOAL not in words_on(floor.main), key
    for bell in floor.main.popover.items:
        assert INJURY not in bell.text
    # Nor past the window, with the member's own session, in the record or in what is said of it.
    own = SignInService(gym.station).with_identity(gym.session(cast.member, "member", "station_local"))
    assert own.client_records.of(cast.member.id).is_empty
    with gym.station.transaction(own.identity) as connection:
        assert connection.execute(text("SELECT count(*) FROM public.client_records")).scalar() == 0
    floor.sign_out()
    room.sign_out()


def test_the_plan_on_paper_is_one_page_and_reads_as_published(
    own_gym: tuple[Paths, Gym],
    start: Callable[[Paths], Workstation],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    gym.log(cast.member, None, name="Back squat", reps=5, weight=100)
    room = trainer_at(start(paths), cast)
    write_plan(
        room, cast, "A1 Bench press 4x8 60 kg +2.5 kg/week", "A2 Barbell row 4x8 50 kg", "Back squat 5x5 @80%"
    )
    file = tmp_path / "plan.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    room.click(open_client(room, cast.member.name).plan_button)
    editor_of(room)
    for kind in ("plan", "log"):
        room.click(room.find(QToolButton, "printButton"))
        dialog = room.in_window(PlanPaperDialog)
        room.until(lambda dialog=dialog: dialog.pages is not None)
        dialog.kinds.choose(kind)
        room.until(lambda dialog=dialog: dialog.pages is not None)
        room.click(dialog.save_button)
        room.until(lambda: "plan.pdf was saved" in room.said)
        reader = PdfReader(file)
        words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        assert len(reader.pages) == 1
        for one in (
            "Strength",
            "Sarah",
            "Harbour Street Gym",
            "Bench press",
            "Barbell row",
            "Back squat",
            "60 kg",
            "A1",
        ):
            assert one in words, f"{kind}: {one} is not in {words}"
        assert "80%" in words and ("≈" in words or kind == "log")
        assert "Johnson" not in words, "only the first name: paper lies about"
        file.rename(tmp_path / f"{kind}.pdf")
        room.settled()
    room.sign_out()

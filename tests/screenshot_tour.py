"""Which pages are pictured, in which state."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget

from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import KIND
from tests.screenshot_library import library, paper, templates
from tests.screenshot_people import members_and_people
from tests.screenshot_plan import plan_editor
from tests.screenshot_refused import cards, refuse, refused
from tests.screenshot_states import states
from tests.screenshot_trainer import charts, editor, new_plan, tabs

if TYPE_CHECKING:
    from tests.screenshots import Walk

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def tour(walk: Walk) -> None:
    """Take every picture."""
    _doors(walk)
    _desk(walk)
    _trainer(walk)
    _member(walk)
    _lifter(walk)


def _doors(walk: Walk) -> None:
    app, window = walk.app, walk.window
    first = window.show_first_start()
    window.show()
    walk.take("door-first-start")
    window.show_set_up()
    walk.take("door-set-up")
    del first
    app.start()
    walk.until(lambda: bool(window.progress.isVisible() and window.progress.sentence))
    walk.take("door-making-the-demo", waits=False)
    walk.until(lambda: window.sign_in.isVisible())
    walk.take("door-sign-in")
    window.sign_in.login.setText("rosa.delgado@harbourstreet.example")
    window.sign_in.set_error("E-mail and password do not match.")
    walk.take("door-sign-in-wrong")


def _desk(walk: Walk) -> None:
    walk.sign_in("admin")
    refuse(walk)
    states(walk, Role.ADMIN)
    overview(walk)
    refused(walk)
    cards(walk)
    walk.go("members")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    walk.go("members", member_id=_person(walk, "Sarah Johnson"))
    walk.take("admin-member")
    walk.go("members", member_id=_person(walk, "Sofia Marino"))
    page.panel.assign_button.click()  # type: ignore[union-attr]
    walk.settle()
    dialog = _dialog(walk, "assignTrainerDialog")
    walk.take("admin-assign", over=dialog)
    dialog.close()
    page.add_member()  # type: ignore[union-attr]
    walk.settle()
    dialog = _dialog(walk, "addMemberDialog")
    walk.take("admin-add-member", over=dialog)
    dialog.close()
    _import_members(walk)
    _bulk(walk)
    _waiting(walk)
    walk.go("trainers")
    nobody(walk)
    hit = walk.services.people.search("John Smith")[0]
    walk.go("trainers", trainer_id=hit.person_id)
    walk.take("admin-trainer")
    hand_over(walk, hit.person_id)
    walk.go("trainers", add=True)
    dialog = _dialog(walk, "addTrainerDialog")
    walk.take("admin-add-trainer", over=dialog)
    dialog.close()
    reports(walk)
    templates(walk, "admin")
    trail_and_jump(walk)
    backups(walk)
    members_and_people(walk)
    walk.window.main_window._on_bell_clicked()  # type: ignore[union-attr]
    walk.settle()
    walk.take("bell")
    walk.window.main_window.popover.hide()  # type: ignore[union-attr]
    walk.sign_out()


def _bulk(walk: Walk) -> None:
    """Everybody without a trainer: spread, to one, and refused."""
    from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery
    from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog

    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    people = walk.services.people
    ids = people.ids(MemberQuery(filter=MemberFilter.NO_TRAINER))[:37]
    dialog = BulkAssignDialog(page.context, lambda: ids, len(ids), page)  # type: ignore[union-attr]
    dialog.open()
    walk.until(lambda: dialog.confirm_button.isEnabled())
    walk.take("admin-bulk", over=dialog)
    dialog.trainers.check_all(False)
    dialog.trainers.tick(dialog.trainers.rows[place].id for place in (0, 1))
    walk.until(lambda: not dialog._is_planning)
    dialog.preview.choose(ids[1], None)
    dialog._show_preview()
    walk.take("admin-bulk-too-few-places", over=dialog)
    dialog.reject()


def _waiting(walk: Walk) -> None:
    """The waiting list, and its dialogs."""
    from gymtrainer_desktop.ui.admin.waiting.waiting_page import WaitingPage

    walk.go("waiting")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    assert isinstance(page, WaitingPage)
    entry = page.line.entries[0]
    for act, name, picture in (
        (page.acts.assign, "assignTrainerDialog", "admin-waiting-assign"),
        (page.acts.offer, "offerPlaceDialog", "admin-waiting-offer"),
        (page.acts.edit, "waitingDialog", "admin-waiting-wishes"),
    ):
        act(entry)
        walk.settle()
        dialog = _dialog(walk, name)
        walk.take(picture, over=dialog)
        dialog.close()
    page.acts.add()
    walk.settle()
    dialog = _dialog(walk, "waitingDialog")
    walk.take("admin-waiting-add", over=dialog)
    dialog.close()


def overview(walk: Walk) -> None:
    """The front desk's first page in its states."""
    from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage

    walk.go("overview")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    assert isinstance(page, OverviewPage)
    area = next(one for one in page.findChildren(QScrollArea) if page.ratio_card in one.findChildren(QWidget))
    walk.until(lambda: page.ratio_card.chart is not None)
    walk.settle()
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert page.ratio_card.chart is not None
    page.ratio_card.chart.set_hovered(8)
    walk.take("admin-overview-ratio")
    page.ratio_card.table_switch.setChecked(True)
    walk.take("admin-overview-ratio-table")
    page.ratio_card.table_switch.setChecked(False)
    bar.setValue(0)
    told = next(row for row in page.attention.rows if row.line.assignment_id is not None)
    page.attention.action_requested.emit(told.line, "tell_trainer")
    walk.settle()
    dialog = _dialog(walk, "tellTrainerDialog")
    walk.take("admin-tell-trainer", over=dialog)
    dialog.close()


def trail_and_jump(walk: Walk) -> None:
    """The audit trail, the search before anything is typed, and the list of keys."""
    from gymtrainer_desktop.ui.admin.audit.audit_page import AuditPage

    main = walk.window.main_window
    assert main is not None and main.search is not None
    walk.go("audit")
    page = main.current_page
    assert isinstance(page, AuditPage)
    row = next((row for row in page.table.rows_model.rows if row.changes), None)
    if row is not None:
        page.table.select_id(row.id)
        page.details.show_entry(row)
        walk.settle()
        walk.take("admin-audit-change")
        page.details.close_panel()
    page.filters.search.setText("nobody at all")
    walk.settle()
    walk.take("admin-audit-nobody")
    page.filters.clear()
    walk.window.activateWindow()
    walk.settle()
    main.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    walk.settle()
    walk.take("jump-at-rest")
    main.search.clearFocus()
    walk.go("members")
    main.show_shortcuts()
    walk.settle()
    dialog = _dialog(walk, "shortcutsSheet")
    walk.take("shortcuts", over=dialog)
    dialog.close()


def hand_over(walk: Walk, trainer_id: object) -> None:
    """A trainer who is to be switched off, and the hand-over of the clients."""
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.panel.head.active_action.trigger()  # type: ignore[union-attr]
    walk.settle()
    walk.take("admin-trainer-clients-first")
    walk.go("trainers", trainer_id=trainer_id, hand_over=True)
    dialog = _dialog(walk, "handOverDialog")
    walk.settle()
    walk.take("admin-hand-over", over=dialog)
    dialog.close()
    page.filters.choose("others")  # type: ignore[union-attr]
    page.panel.close_panel()  # type: ignore[union-attr]
    walk.settle()
    walk.take("admin-instructors")
    page.filters.choose("personal")  # type: ignore[union-attr]


def nobody(walk: Walk) -> None:
    """A search in vain."""
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.search.setText("nobody is called this")  # type: ignore[union-attr]
    walk.settle()
    walk.take("admin-trainers-nobody")
    page.search.clear()  # type: ignore[union-attr]
    walk.settle()


def reports(walk: Walk) -> None:
    """Every report, and the dialog that writes tables."""
    for name in ("capacity", "load", "adherence", "month"):
        walk.go("reports", report=name)
        walk.take(f"admin-report-{name}")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.export()  # type: ignore[union-attr]
    walk.settle()
    dialog = _dialog(walk, "exportTableDialog")
    walk.take("admin-export", over=dialog)
    dialog.close()


def backups(walk: Walk) -> None:
    """Back-ups in their states, and the dialogs."""
    from dataclasses import replace

    from gymtrainer_desktop.domain.errors import UserError
    from gymtrainer_desktop.ui.admin.backups.backups_page import BackUpsPage

    desk = walk.app._backups
    assert desk is not None
    keeper = desk.keeper
    walk.go("backups")
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    assert isinstance(page, BackUpsPage)
    page._is_reading = True  # as while a file is read
    page._watch()
    page.under_way.show_step("Writing the back-up …", 1_300_000, 2_100_000)
    walk.take("admin-backups-under-way", waits=False)
    page._is_reading = False
    page._watch()
    keeper.is_demo = False  # as one's own gym looks
    made, now = keeper.daily(), keeper.now()
    keeper.now = lambda: now + timedelta(days=1)
    made = keeper.daily()
    assert made is not None and made.file is not None
    page.refresh()
    walk.settle()
    page.table.enter_from_above()
    walk.take("admin-backups-kept")
    page.check(made.file)
    walk.settle()
    dialog = _dialog(walk, "checkedBackupDialog")
    walk.take("admin-backup-checked", over=dialog)
    dialog.close()
    page.restore(made.file)
    walk.settle()
    dialog = _dialog(walk, "restoreDialog")
    walk.take("admin-backup-restore", over=dialog)
    dialog.close()
    full = UserError("The disk that holds /media/desk/stick is full: free some space and try again.")
    keeper._last = replace(made, file=None, error=full)
    page.refresh()
    walk.take("admin-backups-failed")
    keeper._last, service = None, walk.services.backups
    service.keeper = None
    page.refresh()
    walk.take("admin-backups-on-a-server")
    service.keeper = keeper
    keeper.is_demo = True


def _import_members(walk: Walk) -> None:
    """Every step of an import, up to the last button; then one that is refused."""
    page = walk.window.main_window.current_page  # type: ignore[union-attr]
    page.import_members()  # type: ignore[union-attr]
    walk.settle()
    dialog: Any = _dialog(walk, "importMembersDialog")
    walk.take("admin-import-file", over=dialog)
    lines = [
        "Mitglieds-Nr.;Nachname;Vorname;E-Mail;Handy;Geburtsdatum;Tarif",
        *(
            f"{7000 + n};Meyer;Anna {n};anna{n}@mail.example;0171 55{n:04};{n % 28 + 1}.3.1990;Gold"
            for n in range(480)
        ),
        "7480;Johnson;Sarah;sarah@;0171 1;14.5.1991;Gold",
        "7481;Braun;Zoë;;;31.2.1990;",
        "7002;Meyer;Anna 2;;;;Gold",
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder, "Mitglieder.csv")
        file.write_text("\n".join(lines) + "\n", encoding="cp1252")
        dialog.read_file(file)
        walk.until(lambda: dialog.step == 1)
        walk.take("admin-import-columns", over=dialog)
        dialog.submit()
        walk.until(lambda: dialog.step == 2 and not dialog.is_busy)
        walk.take("admin-import-check", over=dialog)
        dialog.check_step.filters.choose("error")
        walk.take("admin-import-errors", over=dialog)
        file.write_bytes(b"%PDF-1.7")
        dialog.back_button.click()
        dialog.back_button.click()
        dialog.read_file(file)
        walk.settle()
        walk.take("admin-import-refused", over=dialog)
    dialog.close()


def _trainer(walk: Walk) -> None:
    walk.sign_in("trainer", "John Smith")
    states(walk, Role.TRAINER)
    sarah = _person(walk, "Sarah Johnson")
    walk.go("clients", member_id=sarah)
    panel = walk.child(QWidget, "clientPanel")
    for tab in ("overview", "plan", "progress", "log", "notes", "messages"):
        panel.open_tab(tab)
        walk.settle()
        walk.take(f"trainer-client-{tab}")
    record(walk)
    charts(walk)
    tabs(walk)
    walk.go("clients", member_id=sarah)
    panel.open_tab("plan")
    walk.settle()
    paper(walk)
    panel.open_tab("overview")
    panel.plan_button.click()
    walk.settle()
    walk.child(QLineEdit, "quickEntry").setText("Bench press 4x8 135 lb 90s")
    walk.settle()
    walk.take("trainer-plan-editor-entry")
    walk.child(QLineEdit, "quickEntry").clear()
    editor(walk)
    plan_editor(walk)
    new_plan(walk, _person(walk, "Ava Novak"), "Ava Novak")
    walk.go("clients", member_id=_person(walk, "Ava Novak"))
    walk.take("trainer-client-without-plan")
    walk.child(QPushButton, "askClientButton").click()
    walk.settle()
    dialog = _dialog(walk, "askClientDialog")
    walk.take("trainer-ask-client", over=dialog)
    dialog.close()
    walk.window.main_window._on_bell_clicked()  # type: ignore[union-attr]
    walk.settle()
    walk.take("trainer-bell")
    walk.window.main_window.popover.hide()  # type: ignore[union-attr]
    library(walk)
    templates(walk, "trainer")
    walk.sign_out()


def record(walk: Walk) -> None:
    """The record of a client being written."""
    panel = walk.child(QWidget, "clientPanel")
    panel.open_tab("overview")
    panel.overview.record.begin()
    walk.settle()
    walk.take("trainer-client-record")
    panel.overview.record.cancel()


def _member(walk: Walk) -> None:
    walk.sign_in("member", "Sarah Johnson")
    states(walk, Role.MEMBER)
    walk.go("log")
    walk.child(QPushButton, "setDoneButton").click()
    walk.settle()
    walk.take("member-log-resting")
    walk.go("my_progress")
    main = walk.window.main_window
    assert main is not None
    main.current_page.tabs.choose("history")  # type: ignore[union-attr]
    walk.settle()
    walk.take("member-history")
    walk.app.window.notices.offline(datetime(2026, 11, 20, 17, 36).astimezone())
    walk.take("state-offline", waits=False)
    walk.app.window.notices.offline(None)
    walk.app.window.notices.toast("Deadlift was saved", lambda: None)
    walk.take("state-toast")
    drafts, me = walk.services.drafts, walk.services.person.person_id
    walk.sign_out()
    drafts.discard(KIND, me)  # the kiosk would go on with what was begun here


def _lifter(walk: Walk) -> None:
    """Two real exports, imported for a member without a plan; a stand-in where the files are not there."""
    from gymtrainer_desktop.domain.units import Unit
    from gymtrainer_desktop.importers.workouts import read_workouts

    files = [SHARED / "strong_export_comma.csv", SHARED / "hevy_export_kg.csv"]
    if not all(file.exists() for file in files):
        return
    walk.sign_in("member", "Sofia Marino")
    services = walk.services
    me = services.person.person_id
    histories = [read_workouts(file, unit=Unit.KG, time_zone="Europe/London") for file in files]
    walk.go("my_progress")
    walk.take("member-progress-empty")
    walk.child(QPushButton, "importHistoryButton").click()
    walk.settle()
    dialog = _dialog(walk, "importHistoryDialog")
    walk.take("member-import", over=dialog)
    dialog.read_file(files[0])
    walk.settle()
    dialog.units.choose("kg")
    walk.settle()
    walk.take("member-import-file", over=dialog)
    for name in ("names", "preview"):
        dialog.submit()
        walk.settle()
        walk.take(f"member-import-{name}", over=dialog)
    dialog.close()
    walk.child(QPushButton, "saveDataButton").click()
    walk.settle()
    dialog = _dialog(walk, "saveDataDialog")
    walk.take("member-save-data", over=dialog)
    dialog.close()
    for history in histories:
        services.workouts.import_history(me, history)
    walk.go("home")
    walk.go("my_progress")
    view = walk.child(QWidget, "progressView")
    view.ranges.choose("all")
    walk.settle()
    walk.take("member-progress-imported")
    for name in ("Bench Press (Barbell)", "Incline Bench Press (Dumbbell)"):
        picker = view.exercise_picker
        picker.setCurrentIndex(picker.findData(name))
        walk.settle()
        walk.take(f"member-progress-{name.split(' (')[0].lower().replace(' ', '-')}")
    walk.sign_out()


def _person(walk: Walk, name: str) -> object:
    hits = walk.services.people.search(name)
    return next(h.person_id for h in hits if h.name == name)


def _dialog(walk: Walk, name: str) -> QWidget:
    return walk.child(QWidget, name)

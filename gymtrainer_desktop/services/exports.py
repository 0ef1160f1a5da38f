"""Tables as CSV files, streamed: a million logged sets need no more memory than a hundred."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.audit import AuditEntryRow, AuditQuery
from gymtrainer_desktop.domain.audit_words import column_words
from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.exports import ExportKind, cell_text
from gymtrainer_desktop.domain.people import MemberQuery
from gymtrainer_desktop.services.audit import audit_entry, audit_statement, names_of
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.member_search import found
from gymtrainer_desktop.services.saved_files import csv_file

CHUNK = 1000
"""Rows that are fetched, written and told about at a time."""
ANSWER_SECONDS = 60.0
"""How long the server may take to its first rows, sorting included."""

# The columns' names are what stands in the first line of the file.
_STATEMENTS = {
    ExportKind.TRAINERS: """
        SELECT i.name AS "Name", i.email AS "E-mail", i.phone AS "Phone", i.is_personal_trainer AS "Personal trainer",
            i.is_active AS "Active", i.active_clients AS "Active clients", i.max_clients AS "Limit",
            i.specializations AS "Specializations", i.certifications AS "Certifications", i.hourly_rate AS "Hourly rate",
            i.years_experience AS "Years of experience", i.bio AS "Bio"
        FROM public.instructors i ORDER BY public.search_key(i.name), i.id""",
    ExportKind.ASSIGNMENTS: """
        SELECT p.full_name AS "Member", p.member_number AS "Member number", i.name AS "Trainer", a.status AS "Status",
            a.start_date AS "Start", a.end_date AS "End", a.assigned_at AS "Assigned at", b.full_name AS "Assigned by",
            a.notes AS "Notes"
        FROM public.trainer_assignments a JOIN public.profiles p ON p.id = a.member_id
        JOIN public.instructors i ON i.id = a.trainer_id LEFT JOIN public.profiles b ON b.id = a.assigned_by
        ORDER BY public.search_key(p.full_name), a.assigned_at, a.id""",
    ExportKind.PLANS: """
        SELECT p.full_name AS "Member", p.member_number AS "Member number", i.name AS "Trainer", pl.title AS "Plan",
            pl.status AS "Status", pl.starts_on AS "First day", pl.ends_on AS "Last day", pl.goals AS "Goals",
            e.day_of_week AS "Day", e.exercise_name AS "Exercise", e.sets AS "Sets", e.reps AS "Reps",
            e.weight AS "Weight", e.rest_seconds AS "Rest (s)", e.notes AS "Notes"
        FROM public.workout_plans pl JOIN public.trainer_assignments a ON a.id = pl.assignment_id
        JOIN public.profiles p ON p.id = a.member_id LEFT JOIN public.instructors i ON i.id = pl.created_by
        LEFT JOIN public.workout_exercises e ON e.plan_id = pl.id AND e.archived_on IS NULL
        ORDER BY public.search_key(p.full_name), p.id, pl.starts_on, pl.id, e.iso_day, e.order_index, e.id""",
    ExportKind.WORKOUTS: """
        SELECT p.full_name AS "Member", p.member_number AS "Member number", w.completed_on AS "Day",
            w.completed_at AS "Logged at", w.exercise_name AS "Exercise", w.target AS "Target", s.number AS "Set",
            s.type AS "Kind of set", s.reps AS "Reps", s.weight AS "Weight", s.weight_unit AS "Unit", s.rir AS "RIR",
            s.duration_seconds AS "Seconds", s.distance_m AS "Metres", w.rating AS "Difficulty", w.notes AS "Notes"
        FROM public.workout_progress w JOIN public.profiles p ON p.id = w.member_id
        LEFT JOIN public.workout_sets s ON s.progress_id = w.id
        ORDER BY w.completed_at, w.id, s.number""",
    ExportKind.WAITING_LIST: """
        SELECT row_number() OVER (ORDER BY w.rank, w.id) AS "Place", p.full_name AS "Member",
            p.member_number AS "Member number", coalesce(t.name, 'Anyone') AS "Waits for", w.status AS "Status",
            o.name AS "Offered", w.offer_until AS "Offer until", w.wants AS "Wishes", w.created_at AS "Since"
        FROM public.trainer_waitlist w JOIN public.profiles p ON p.id = w.member_id
        LEFT JOIN public.instructors t ON t.id = w.trainer_id LEFT JOIN public.instructors o ON o.id = w.offered_trainer_id
        WHERE w.status IN ('waiting', 'offered', 'accepted') ORDER BY w.rank, w.id""",
}
_MEMBERS = """
    SELECT p.full_name AS "Name", p.member_number AS "Member number", p.email AS "E-mail", p.phone AS "Phone",
        p.birth_date AS "Date of birth", p.joined_on AS "Joined", p.weight_unit AS "Unit", now.name AS "Trainer",
        now.status AS "Status", now.start_date AS "Since",
        (SELECT pl.title FROM public.workout_plans pl WHERE pl.assignment_id = now.id AND pl.status = 'active') AS "Plan",
        (SELECT max(w.completed_on) FROM public.workout_progress w WHERE w.member_id = p.id) AS "Last workout"
    FROM (SELECT p.*, row_number() OVER (ORDER BY {order}) AS place FROM {source}) p
    LEFT JOIN LATERAL (
        SELECT a.id, a.status, a.start_date, i.name FROM public.trainer_assignments a
        JOIN public.instructors i ON i.id = a.trainer_id
        WHERE a.member_id = p.id AND a.status <> 'completed' ORDER BY a.status, a.assigned_at DESC LIMIT 1) now ON true
    ORDER BY p.place
"""
_AUDIT_COLUMNS = ("When", "Who", "Workstation", "Kind", "About", "Change", "Field", "Before", "After")
_OPERATIONS = {"INSERT": "added", "UPDATE": "changed", "DELETE": "removed"}


class ExportsService(Service):
    """Everything the desk can take with it; only admins may, since only they see everything."""

    def table_csv(
        self,
        kind: ExportKind,
        path: Path,
        progress: Progress | None = None,
        *,
        query: MemberQuery | AuditQuery | None = None,
    ) -> int:
        """Write a table as CSV: UTF-8 with a mark, commas, column names in words; nothing a spreadsheet would run.

        The file appears in one step: after a failure or a cancel there is none, or the one that was there.

        Args:
            kind: Which table.
            path: Where to.
            progress: Told how many rows are written of how many; returns False to stop.
            query: Which rows: a `MemberQuery` for members, an `AuditQuery` for the audit trail; all when None.

        Returns:
            The number of rows.

        Raises:
            Cancelled: `progress` said so.
            UserError: The file cannot be written.
            Denied: Not an admin.
        """
        with (
            self._transaction(answer_seconds=ANSWER_SECONDS) as connection,
            csv_file(path) as stream,
        ):
            if not connection.execute(text("SELECT auth.is_admin()")).scalar_one():
                raise Denied("Only an admin can do this.", code="admin_only")
            if kind is ExportKind.AUDIT:
                asked = query if isinstance(query, AuditQuery) else AuditQuery()
                return _write_audit(connection, asked, stream, progress)
            statement, parameters = _STATEMENTS.get(kind, ""), dict[str, object]()
            if kind is ExportKind.MEMBERS:
                members = query if isinstance(query, MemberQuery) else MemberQuery()
                source, order, parameters = found(members)
                statement = _MEMBERS.format(source=source, order=order)
            return _write(connection, statement, parameters, stream, progress)


def _write(
    connection: Connection,
    statement: str,
    parameters: dict[str, object],
    stream: TextIO,
    progress: Progress | None,
) -> int:
    total = _count(connection, statement, parameters)
    writer = csv.writer(stream)
    done = 0
    report(progress, 0, total)
    with connection.execution_options(yield_per=CHUNK).execute(text(statement), parameters) as result:
        writer.writerow(result.keys())
        for rows in result.partitions(CHUNK):
            writer.writerows([cell_text(value) for value in row] for row in rows)
            done += len(rows)
            report(progress, done, max(done, total))
    return done


def _write_audit(connection: Connection, query: AuditQuery, stream: TextIO, progress: Progress | None) -> int:
    statement, parameters = audit_statement(query, paged=False)
    total = _count(connection, statement, parameters)
    writer = csv.writer(stream)
    writer.writerow(_AUDIT_COLUMNS)
    done = 0
    report(progress, 0, total)
    with connection.execution_options(yield_per=CHUNK).execute(text(statement), parameters) as result:
        for rows in result.partitions(CHUNK):
            names = names_of(connection, rows)
            for row in rows:
                writer.writerows(
                    [cell_text(value) for value in line] for line in _audit_lines(audit_entry(row, names))
                )
            done += len(rows)
            report(progress, done, max(done, total))
    return done


def _audit_lines(entry: AuditEntryRow) -> Iterator[tuple[object, ...]]:
    """A line for every column that changed; one without where nothing is said about them."""
    head = (
        entry.at,
        entry.person_name,
        entry.station,
        entry.kind,
        entry.subject,
        _OPERATIONS[entry.operation],
    )
    for change in entry.changes:
        yield (*head, column_words(change.column), change.before, change.after)
    if not entry.changes:
        yield (*head, None, None, None)


def _count(connection: Connection, statement: str, parameters: dict[str, object]) -> int:
    total: int = connection.execute(
        text(f"SELECT count(*) FROM ({statement}) counted"), parameters
    ).scalar_one()
    return total

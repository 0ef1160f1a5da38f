"""Importing members: what a file would do, line by line, and doing it, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.people import Profile
from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.member_import import (
    ErrorRule,
    ExistingPerson,
    ExistingRule,
    ImportedMembers,
    Match,
    MemberCheck,
    MemberImport,
    MemberLine,
    Verdict,
)
from gymtrainer_desktop.domain.member_judging import judge
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.gym import gym_today

_LOOKED_UP_AT_ONCE = 5_000
_WRITTEN_AT_ONCE = 500

# Each part is one pass over everybody, joined by hash: what a policy guards is not looked up by an index on an
# expression, since its functions could tell what they are shown.
_MATCHES = """
    WITH wanted AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:lines AS integer[]), CAST(:ids AS uuid[]), CAST(:numbers AS text[]),
            CAST(:emails AS text[]), CAST(:names AS text[])) w (line, id, number, email, name)),
    people AS MATERIALIZED (
        SELECT p.id, p.full_name, p.member_number, p.email, p.phone, p.birth_date, p.is_active,
            upper(p.member_number) AS number_key, lower(p.email) AS email_key,
            public.search_key(p.full_name) AS name_key
        FROM public.profiles p)
    SELECT w.line, 'key' AS how, p.* FROM wanted w JOIN people p ON p.id = w.id
    UNION ALL
    SELECT w.line, 'number', p.* FROM wanted w JOIN people p ON p.number_key = upper(w.number)
    UNION ALL
    SELECT w.line, 'email', p.* FROM wanted w JOIN people p ON p.email_key = lower(w.email)
    UNION ALL
    SELECT w.line, 'name', p.* FROM wanted w JOIN people p ON p.name_key = public.search_key(w.name)
    ORDER BY 1, 5, 3
"""
_HIGHEST = """
    SELECT p.member_number FROM public.profiles p WHERE p.member_number ~ '^[0-9]{1,15}$'
    ORDER BY p.member_number::bigint DESC LIMIT 1
"""
_FILL = """
    UPDATE public.profiles p SET email = coalesce(p.email, w.email), phone = coalesce(p.phone, w.phone),
        birth_date = coalesce(p.birth_date, w.birth_date)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:emails AS text[]), CAST(:phones AS text[]), CAST(:births AS date[]))
        w (id, email, phone, birth_date)
    WHERE p.id = w.id AND (p.email IS NULL AND w.email IS NOT NULL OR p.phone IS NULL AND w.phone IS NOT NULL
        OR p.birth_date IS NULL AND w.birth_date IS NOT NULL)
    RETURNING p.id
"""
# Thousands of lines in one statement: a slow or busy server may take its time; progress and Stop are on the screen.
ANSWER_SECONDS = 30.0
# Two imports at once are made one after the other: the keys of the second are there then, and not on their way.
_ONE_AT_A_TIME = "SELECT 1 FROM public.gym_settings FOR NO KEY UPDATE"
_TAKEN_MEANWHILE = frozenset({"member_number_unique", "person_email_unique"})


class MemberImportService(Service):
    """Brings members along from lists of other programs."""

    def check(
        self,
        file: ImportedMembers,
        existing: ExistingRule = ExistingRule.SKIP,
        progress: Progress | None = None,
    ) -> MemberCheck:
        """Say what an import would do with every line; writes nothing.

        Args:
            file: As the importer read it.
            existing: What happens to people who are here already.
            progress: Told how far it is; may stop.

        Raises:
            Denied: Not an admin.
            Cancelled: `progress` said so.
        """
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            return _checked(connection, file, existing, progress)

    def import_members(
        self,
        file: ImportedMembers,
        existing: ExistingRule = ExistingRule.SKIP,
        errors: ErrorRule = ErrorRule.LEAVE_OUT,
        progress: Progress | None = None,
    ) -> MemberImport:
        """Add whoever is new, in one transaction: all of them or nobody.

        Everybody is looked up again first, so that what changed since the check counts. The keys come from the
        content of the file: importing it again, or sending this again, adds nobody twice.

        Args:
            file: As the importer read it.
            existing: What happens to people who are here already.
            errors: What happens when lines are wrong.
            progress: Told how far it is; may stop, and then nothing is written.

        Raises:
            Denied: Not an admin.
            UserError: There are lines with errors and `errors` says to refuse (`import_has_errors`).
            Conflict: Somebody was added meanwhile with a number or an address of this file.
            Cancelled: `progress` said so.
        """
        try:
            with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
                connection.execute(text(_ONE_AT_A_TIME))
                check = _checked(connection, file, existing, progress)
                wrong = len(check.of(Verdict.ERROR))
                if wrong and errors is ErrorRule.REFUSE:
                    lines = "1 line has an error" if wrong == 1 else f"{wrong:,} lines have errors"
                    raise UserError(f"Nothing was imported: {lines}.", code="import_has_errors")
                added, filled = _write(connection, file, check, progress)
        except UserError as error:
            if error.code in _TAKEN_MEANWHILE:
                raise Conflict(
                    "Somebody was added or changed meanwhile who has a number or an e-mail address of this file."
                    " Nothing was imported; check it again.",
                    code="stale",
                ) from error
            raise
        return MemberImport(check, added, filled, dry_run=False)


def _checked(
    connection: Connection, file: ImportedMembers, existing: ExistingRule, progress: Progress | None
) -> MemberCheck:
    if not connection.execute(text("SELECT auth.is_admin()")).scalar_one():
        raise Denied("Only an admin can do this.", code="admin_only")
    matches = _matches(connection, file.lines, progress)
    return judge(file, matches, existing, connection.execute(text(_HIGHEST)).scalar())


def _matches(
    connection: Connection, lines: Sequence[MemberLine], progress: Progress | None
) -> Mapping[int, Sequence[tuple[Match, ExistingPerson]]]:
    found: dict[int, list[tuple[Match, ExistingPerson]]] = defaultdict(list)
    for start in range(0, len(lines), _LOOKED_UP_AT_ONCE):
        report(progress, start, len(lines))
        part = lines[start : start + _LOOKED_UP_AT_ONCE]
        values = {
            "lines": [line.line for line in part],
            "ids": [line.id for line in part],
            "numbers": [line.member_number or None for line in part],
            "emails": [line.email or None for line in part],
            "names": [line.full_name for line in part],
        }
        for row in connection.execute(text(_MATCHES), values):
            person = ExistingPerson(
                row.id, row.full_name, row.member_number, row.email, row.phone, row.birth_date, row.is_active
            )
            found[row.line].append((Match(row.how), person))
    report(progress, len(lines), len(lines))
    return found


def _write(
    connection: Connection, file: ImportedMembers, check: MemberCheck, progress: Progress | None
) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """Add and fill in; returns the ids of who was added and of whose fields were filled in."""
    lines = {line.line: line for line in file.lines}
    new, fill = check.of(Verdict.NEW), check.of(Verdict.FILL)
    total, done = len(new) + len(fill), 0
    unit = connection.execute(text("SELECT s.weight_unit FROM public.gym_settings s")).scalar_one()
    today = gym_today(connection)
    added: set[UUID] = set()
    rows: list[dict[str, Any]] = [
        {
            "id": lines[one.line].id,
            "full_name": one.name,
            "member_number": one.member_number,
            "email": lines[one.line].email or None,
            "phone": lines[one.line].phone or None,
            "birth_date": lines[one.line].birth_date,
            "weight_unit": (lines[one.line].weight_unit or unit),
            "joined_on": lines[one.line].joined_on or today,
        }
        for one in new
    ]
    # The same file sent by two hands at once: the second one waits for the first, and its keys are there.
    statement = insert(Profile).on_conflict_do_nothing(index_elements=["id"]).returning(Profile.id)
    for start in range(0, len(rows), _WRITTEN_AT_ONCE):
        report(progress, done, total)
        added |= set(connection.execute(statement, rows[start : start + _WRITTEN_AT_ONCE]).scalars())
        done = min(len(rows), start + _WRITTEN_AT_ONCE)
    filled: set[UUID] = set()
    for start in range(0, len(fill), _WRITTEN_AT_ONCE):
        report(progress, len(rows) + start, total)
        part = fill[start : start + _WRITTEN_AT_ONCE]
        values = {
            "ids": [one.person_id for one in part],
            "emails": [lines[one.line].email or None for one in part],
            "phones": [lines[one.line].phone or None for one in part],
            "births": [lines[one.line].birth_date for one in part],
        }
        filled |= set(connection.execute(text(_FILL), values).scalars())
    report(progress, total, total)
    return (
        tuple(row["id"] for row in rows if row["id"] in added),
        tuple(one.person_id for one in fill if one.person_id is not None and one.person_id in filled),
    )

"""What `gymtrainer import members` does: a list of members into the gym of a data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gymtrainer_desktop.cli.importing import gym_in, signed_in
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.member_import import (
    DateOrder,
    ErrorRule,
    ExistingRule,
    MemberCheck,
    MemberField,
    Verdict,
)
from gymtrainer_desktop.importers.members import (
    ReadChoice,
    line_errors,
    open_members,
    read_members,
    with_corrections,
)
from gymtrainer_desktop.importers.text_files import refusal
from gymtrainer_desktop.settings import Paths

LEFT_OUT = "ignore"
FIELDS = (*(field.value for field in MemberField), LEFT_OUT)


@dataclass(frozen=True, slots=True)
class MemberOptions:
    """How a list of members is imported.

    Attributes:
        columns: "column=field" each, where the guess is wrong.
        fill: Fill in what is empty of people who are here already.
        strict: Import nothing when a line is wrong.
    """

    columns: tuple[str, ...] = ()
    dates: DateOrder | None = None
    sheet: str | None = None
    fill: bool = False
    strict: bool = False
    dry_run: bool = False


def corrections(columns: Sequence[str]) -> dict[str, MemberField | None]:
    """Read what `--map` was given.

    Raises:
        UserError: One is not "column=field", or there is no such field.
    """
    read: dict[str, MemberField | None] = {}
    for text in columns:
        name, sign, field = text.rpartition("=")
        wanted = field.strip().lower().replace("-", "_")
        if not sign or wanted not in FIELDS:
            raise UserError(f"“{text}” is not COLUMN=FIELD. Fields are: {', '.join(FIELDS)}.")
        read[name.strip()] = None if wanted == LEFT_OUT else MemberField(wanted)
    return read


def import_members(paths: Paths, file: Path, options: MemberOptions) -> dict[str, Any]:
    """Import a list of members as the owner of the data folder.

    Returns:
        What was done, as the command prints it as JSON.

    Raises:
        UserError: There is no gym, a column or a field is not there, or the file is refused.
    """
    local = gym_in(paths)
    table = open_members(file, ReadChoice(sheet=options.sheet))
    mapped = with_corrections(table, corrections(options.columns))
    if not {MemberField.FULL_NAME, MemberField.FIRST_NAME, MemberField.LAST_NAME} & set(mapped):
        raise UserError(
            "Which column holds the name? Say it with --map COLUMN=full_name."
            f" There are: {', '.join(table.names)}."
        )
    with signed_in(local) as services:
        members = read_members(table, mapped, today=services.gym.today(), order=options.dates)
        if not members.lines:
            raise refusal(line_errors((one.line, one.reason) for one in members.problems))
        existing = ExistingRule.FILL if options.fill else ExistingRule.SKIP
        errors = ErrorRule.REFUSE if options.strict else ErrorRule.LEAVE_OUT
        if options.dry_run:
            check = services.member_import.check(members, existing)
            added, filled = len(check.of(Verdict.NEW)), len(check.of(Verdict.FILL))
        else:
            done = services.member_import.import_members(members, existing, errors)
            check, added, filled = done.check, len(done.added), len(done.filled)
    return {
        "lines": members.read,
        "added": added,
        "filled": filled,
        "skipped": len(check.of(Verdict.ALREADY)),
        "repeated": len(check.of(Verdict.REPEATED)),
        "dry_run": options.dry_run,
        "columns": {
            name: field.value if field else LEFT_OUT for name, field in zip(table.names, mapped, strict=True)
        },
        "warnings": [_WHICH_DAY] if members.asks_order and options.dates is None else [],
        "errors": [{"line": one.line, "reason": one.reason} for one in check.of(Verdict.ERROR)],
        "already": _facts(check, Verdict.ALREADY, Verdict.FILL, Verdict.REPEATED),
    }


def words_of(facts: dict[str, Any]) -> str:
    """Return what the command says about what was done."""
    verb = "would be added" if facts["dry_run"] else "added"
    parts = [f"{facts['added']} {verb}", f"{facts['skipped']} were there already"]
    if facts["filled"]:
        parts.append(f"{facts['filled']} {'would be ' if facts['dry_run'] else ''}filled in")
    if facts["repeated"]:
        parts.append(f"{facts['repeated']} were on the list twice")
    if facts["errors"]:
        parts.append(f"{len(facts['errors'])} {'would be ' if facts['dry_run'] else ''}left out for an error")
    count = facts["lines"]
    columns = ", ".join(f"{name} as {field}" for name, field in facts["columns"].items())
    lines = [f"{count} {'line' if count == 1 else 'lines'}: {'; '.join(parts)}.", f"  Columns: {columns}."]
    lines += [f"  {warning}" for warning in facts["warnings"]]
    lines += [f"  Line {error['line']}: {error['reason']}" for error in facts["errors"]]
    return "\n".join(lines)


_WHICH_DAY = (
    "Dates such as 03/04/1990 were read with the day first. If that is wrong, say --dates month-first."
)


def _facts(check: MemberCheck, *verdicts: Verdict) -> list[dict[str, Any]]:
    return [
        {"line": one.line, "verdict": one.verdict.value, "reason": one.reason}
        for one in check.lines
        if one.verdict in verdicts
    ]

"""The way in: a file of workouts exported from another app -> `ImportedHistory`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import NOTE_LIMIT
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.fitnotes import FITNOTES
from gymtrainer_desktop.importers.hevy import HEVY
from gymtrainer_desktop.importers.history import (
    ImportedHistory,
    ImportedWorkout,
    ImportRefused,
    LineError,
    UnitNeeded,
)
from gymtrainer_desktop.importers.rows import ReadOptions, SetRow, WorkoutFormat, workouts_of, zoned
from gymtrainer_desktop.importers.strong import STRONG
from gymtrainer_desktop.importers.text_files import TextRecord, read_text, records, refusal, refuse

FORMATS = (STRONG, HEVY, FITNOTES)
SETS_LIMIT = 200
"""Sets of one exercise in one workout."""

ERROR_LIMIT = 100
"""Reading stops after this many wrong lines: the file is something else."""

_DELIMITERS = (",", ";", "\t")
_DAY_MINUTES = 24 * 60


def read_workouts(
    path: Path, *, unit: Unit | None = None, time_zone: str, now: datetime | None = None
) -> ImportedHistory:
    """Read a file of workouts exported from Strong, Hevy or FitNotes. All of it is read, or nothing.

    Args:
        path: The file.
        unit: Unit of the weights, for files that name none; others ignore it.
        time_zone: IANA name of the zone that the times in the file are in.
        now: The present, aware; workouts after it are refused. The computer's clock when None.

    Raises:
        ImportRefused: The file cannot be read or a line of it is wrong.
        UnitNeeded: The file is fine, names no unit and `unit` is None.
    """
    return parse_workouts(read_text(path), unit=unit, time_zone=time_zone, now=now)


def parse_workouts(
    text: str, *, unit: Unit | None = None, time_zone: str, now: datetime | None = None
) -> ImportedHistory:
    """Read the text of such a file; see `read_workouts`."""
    zone = ZoneInfo(time_zone)
    present = now if now is not None else datetime.now(UTC)
    form, delimiter, columns = _recognise(text)
    options = ReadOptions(unit, decimal_comma=delimiter != ",")
    rows, first_lines = _read_rows(text, form, delimiter, columns, options, zone, present)
    workouts = workouts_of(rows, form, zone)
    if not workouts:
        raise ImportRefused("There is no workout in this file.")
    _check_sizes(workouts, first_lines)
    has_unit = form.has_unit(frozenset(columns))
    if not has_unit and unit is None:
        raise UnitNeeded
    kept, warnings = _without_endless_durations(workouts)
    return ImportedHistory(
        format=form.name,
        source=form.source,
        workouts=kept,
        needs_unit=not has_unit,
        warnings=(*warnings, *_other_warnings(text, columns, kept, unit)),
    )


def _recognise(text: str) -> tuple[WorkoutFormat, str, tuple[str, ...]]:
    """Return the format that the header belongs to, what separates values, and the columns in lower case."""
    for delimiter in _DELIMITERS:
        try:
            header = next(records(text, delimiter), None)
        except ImportRefused:
            # The header of something else; said below in words that help more.
            continue
        if header is None:
            continue
        columns = tuple(value.strip().lower() for value in header.values)
        known = frozenset(columns)
        for form in FORMATS:
            if form.matches(known):
                if len(known) != len(columns):
                    raise refuse(header.line, "a column name occurs twice.")
                return form, delimiter, columns
    names = ", ".join(form.name for form in FORMATS)
    raise refuse(1, f"these column names belong to no known export. Known are {names}.")


def _read_rows(
    text: str,
    form: WorkoutFormat,
    delimiter: str,
    columns: tuple[str, ...],
    options: ReadOptions,
    zone: ZoneInfo,
    now: datetime,
) -> tuple[list[SetRow], dict[datetime, int]]:
    """Return the rows, and the line on which each workout begins."""
    rows: list[SetRow] = []
    first_lines: dict[datetime, int] = {}
    errors: list[LineError] = []
    for record, is_last in _with_last(records(text, delimiter)):
        if len(record.values) != len(columns):
            errors.append(LineError(record.line, _length_reason(record, columns, is_last)))
        else:
            try:
                row = form.read(dict(zip(columns, record.values, strict=True)), options)
                zoned(row.started, zone, now)
            except BadValueError as error:
                errors.append(LineError(record.line, str(error)))
            else:
                rows.append(row)
                first_lines.setdefault(row.started, record.line)
        if len(errors) >= ERROR_LIMIT:
            break
    if errors:
        raise refusal(tuple(errors))
    return rows, first_lines


def _with_last(found: Iterator[TextRecord]) -> Iterator[tuple[TextRecord, bool]]:
    """Yield the records after the header, and whether each is the last."""
    next(found, None)
    previous = next(found, None)
    for record in found:
        if previous is not None:
            yield previous, False
        previous = record
    if previous is not None:
        yield previous, True


def _length_reason(record: TextRecord, columns: tuple[str, ...], is_last: bool) -> str:
    count = len(record.values)
    if count > len(columns):
        return f"{count} values where the header names {len(columns)} columns."
    if is_last:
        return f"the file seems cut off, the last line has {count} of {len(columns)} values. Export it again."
    return f"{count} values where the header names {len(columns)} columns."


def _check_sizes(workouts: tuple[ImportedWorkout, ...], first_lines: dict[datetime, int]) -> None:
    """Refuse what is too much only once several rows are put together: notes and numbers of sets."""
    errors: list[LineError] = []
    for workout in workouts:
        line = first_lines[workout.started_at.replace(tzinfo=None)]
        longest = max(len(workout.notes), *(len(entry.notes) for entry in workout.entries))
        if longest > NOTE_LIMIT:
            reason = (
                f"a note of this workout has {longest:,} characters, at most {NOTE_LIMIT:,} are possible."
            )
            errors.append(LineError(line, reason))
        most = max(len(entry.sets) for entry in workout.entries)
        if most > SETS_LIMIT:
            reason = f"an exercise of this workout has {most:,} sets, at most {SETS_LIMIT} are possible."
            errors.append(LineError(line, reason))
    if errors:
        raise refusal(tuple(errors))


def _without_endless_durations(
    workouts: tuple[ImportedWorkout, ...],
) -> tuple[tuple[ImportedWorkout, ...], list[str]]:
    """Drop durations over a day, which a workout has that was never ended on the phone."""
    kept: list[ImportedWorkout] = []
    warnings: list[str] = []
    for workout in workouts:
        if workout.duration_minutes is not None and workout.duration_minutes > _DAY_MINUTES:
            day = format_date(workout.started_at.date())
            warnings.append(f"The workout of {day} lasts over a day; its duration was left out.")
            workout = replace(workout, duration_minutes=None)
        kept.append(workout)
    return tuple(kept), warnings


def _other_warnings(
    text: str, columns: tuple[str, ...], workouts: tuple[ImportedWorkout, ...], unit: Unit | None
) -> Iterator[str]:
    if not text.endswith(("\n", "\r")):
        yield "The last line has no line end. If the file was cut, its last value may be incomplete."
    covered = any(
        one.distance_m is not None for workout in workouts for entry in workout.entries for one in entry.sets
    )
    if covered and "distance" in columns and "distance unit" not in columns:
        length = "miles" if unit is Unit.LB else "kilometres"
        yield f"The file names no unit for distances; they were read as {length}."

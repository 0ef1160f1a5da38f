"""The audit trail in words: each entry as a sentence, each value as people read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.audit import AuditEntryRow, FieldChange
from gymtrainer_desktop.domain.audit_words import column_words
from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.units import Unit, convert, format_weight
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE

_ERASED = "Erased"
_NAMED = 2
"""Most columns that a sentence names; of more it tells the number."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)?")
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?) (kg|lb)")
_RANGE = re.compile(r"\[(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})\)")


@dataclass(frozen=True, slots=True)
class AuditReader:
    """Whoever reads: their zone and their unit.

    Attributes:
        zone: The gym's time zone.
        unit: In which weights are told.
    """

    zone: ZoneInfo
    unit: Unit

    def moment(self, at: datetime) -> str:
        """Return "Mon 16 Nov 2026, 10:12" in the gym's time."""
        local = at.astimezone(self.zone)
        return f"{format_date(local.date())}, {local:%H:%M}"

    def value(self, column: str, value: str | None) -> str:
        """Return a value as it is read on screen, "—" for none."""
        if value is None:
            return NO_VALUE
        if (words := _special(column, value)) is not None:
            return words
        if match := _WEIGHT.fullmatch(value):
            weight = convert(Decimal(match[1]), Unit(match[2]), self.unit)
            return format_weight(weight, self.unit)
        if _DATE.fullmatch(value):
            return format_date(date.fromisoformat(value))
        if _MOMENT.fullmatch(value):
            moment = datetime.fromisoformat(value)
            return self.moment(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC")))
        return value

    def lines(self, entry: AuditEntryRow) -> tuple[tuple[str, str, str], ...]:
        """Return what changed: column, before and after in words."""
        told = []
        for change in entry.changes:
            words = column_words(change.column)
            before, after = (self.value(change.column, v) for v in (change.before, change.after))
            told.append((words[:1].upper() + words[1:], before, after))
        return tuple(told)

    def text(self, entry: AuditEntryRow) -> str:
        """Return an entry as text to paste elsewhere."""
        head = f"{self.moment(entry.at)}: {sentence(entry)} ({entry.station})"
        return "\n".join(
            (head, *(f"  {words}: {before} → {after}" for words, before, after in self.lines(entry)))
        )


def who(entry: AuditEntryRow) -> str:
    """Return the name of who changed something; "(erased)" for somebody who is gone."""
    is_gone = entry.person_id is not None and entry.person_name == _ERASED
    return _tr("(erased)") if is_gone else entry.person_name


def sentence(entry: AuditEntryRow) -> str:
    """Return "Rosa Delgado changed the phone of Mara Novak"."""
    return f"{who(entry)} {deed(entry)}"


def deed(entry: AuditEntryRow) -> str:
    """Return what was done: "changed the phone of Mara Novak"."""
    about = _About.of(entry)
    special = _DEEDS.get(entry.table)
    words = special(entry, about) if special is not None else None
    return words or _plain(entry, about)


@dataclass(frozen=True, slots=True)
class _About:
    """The subject of an entry: the whole of it, and its parts "member · what"."""

    name: str
    first: str
    rest: str
    is_oneself: bool

    @classmethod
    def of(cls, entry: AuditEntryRow) -> _About:
        name = _tr("(erased)") if entry.subject == _ERASED else entry.subject
        first, _, rest = name.partition(" · ")
        return cls(name.replace(" · ", ", "), first, rest, first == entry.person_name and not rest)


def _plain(entry: AuditEntryRow, about: _About) -> str:
    if entry.operation == "UPDATE":
        own = _tr("changed their own {0}") if about.is_oneself else _tr("changed the {0} of {1}")
        return own.format(_columns(entry.changes), about.name)
    verb = _tr("added {0}") if entry.operation == "INSERT" else _tr("removed {0}")
    return verb.format(f"{_kind(entry)}{about.name}")


def _columns(changes: tuple[FieldChange, ...]) -> str:
    names = list(dict.fromkeys(column_words(change.column) for change in changes))
    if not names:
        return _tr("record")
    if len(names) > _NAMED:
        return _tr("{0} and {1} other things").format(names[0], len(names) - 1)
    return _tr(" and ").join(names)


def _kind(entry: AuditEntryRow) -> str:
    return (
        ""
        if entry.table in ("profiles", "trainer_assignments")
        else _tr("the {0} ").format(entry.kind.lower())
    )


def _person(entry: AuditEntryRow, about: _About) -> str | None:
    now = _after(entry)
    if entry.operation == "INSERT" and entry.table == "instructors":
        return _tr("added {0} as a trainer").format(about.name)
    if entry.operation != "UPDATE" or len(entry.changes) != 1:
        return None
    return {
        ("is_active", "no"): _tr("deactivated {0}"),
        ("is_active", "yes"): _tr("reactivated {0}"),
        ("is_admin", "yes"): _tr("made {0} an admin"),
        ("is_admin", "no"): _tr("took the admin rights of {0} away"),
        ("is_personal_trainer", "yes"): _tr("made {0} a personal trainer"),
        ("is_personal_trainer", "no"): _tr("made {0} an instructor without clients"),
    }.get(now, "").format(about.name) or None


def _after(entry: AuditEntryRow) -> tuple[str, str]:
    change = entry.changes[0] if entry.changes else FieldChange("", None, None)
    return change.column, change.after or ""


def _state(entry: AuditEntryRow) -> str:
    """Return the state an entry brought, empty when it brought none."""
    return next((change.after or "" for change in entry.changes if change.column == "status"), "")


def _assignment(entry: AuditEntryRow, about: _About) -> str | None:
    # Both ends may be erased; then there is one name at most.
    pair = _tr("{0} with {1}").format(about.first, about.rest) if about.rest else about.first
    if entry.operation == "INSERT":
        return _tr("assigned {0} to {1}").format(about.first, about.rest) if about.rest else None
    if entry.operation == "DELETE":
        return _tr("took back the assignment of {0}").format(pair)
    words = {
        "paused": _tr("paused the assignment of {0}"),
        "active": _tr("resumed the assignment of {0}"),
        "completed": _tr("completed the assignment of {0}"),
    }.get(_state(entry), _tr("changed the {1} of the assignment of {0}"))
    return words.format(pair, _columns(entry.changes))


def _plan(entry: AuditEntryRow, about: _About) -> str | None:
    plan = _tr("“{1}” for {0}").format(about.first, about.rest) if about.rest else f"“{about.first}”"
    if entry.operation == "INSERT":
        return _tr("published the plan {0}").format(plan)
    if entry.operation == "DELETE":
        return _tr("removed the plan {0}").format(plan)
    words = {
        "completed": _tr("completed the plan {0}"),
        "archived": _tr("ended the plan {0}"),
    }.get(_state(entry), _tr("changed the {1} of the plan {0}"))
    return words.format(plan, _columns(entry.changes))


def _log(entry: AuditEntryRow, about: _About) -> str | None:
    log = _tr("{1} that {0} logged").format(about.first, about.rest) if about.rest else about.name
    if entry.table == "workout_sets":
        log = _tr("a set of {0}").format(about.name)
    if entry.operation == "UPDATE":
        return _tr("corrected the {1} of {0}").format(log, _columns(entry.changes))
    return (_tr("deleted {0}") if entry.operation == "DELETE" else _tr("logged {0}")).format(log)


def _note(entry: AuditEntryRow, about: _About) -> str | None:
    words = {
        "INSERT": _tr("wrote a note about {0}"),
        "UPDATE": _tr("changed a note about {0}"),
        "DELETE": _tr("deleted a note about {0}"),
    }
    return words[entry.operation].format(about.first)


def _waiting(entry: AuditEntryRow, about: _About) -> str | None:
    if entry.operation == "INSERT":
        return _tr("put {0} on the waiting list").format(about.first)
    if entry.operation == "DELETE":
        return _tr("removed {0} from the waiting list").format(about.first)
    state = {
        "offered": _tr("offered {0} a place"),
        "accepted": _tr("accepted a place for {0}"),
        "waiting": _tr("put {0} back in the line"),
        "assigned": _tr("took {0} off the waiting list: assigned"),
        "withdrawn": _tr("took {0} off the waiting list"),
    }.get(_state(entry))
    if state is None:
        is_move = [change.column for change in entry.changes] == ["rank"]
        state = _tr("moved {0} in the waiting list") if is_move else _tr("changed the {1} of {0}, who waits")
    return state.format(about.first, _columns(entry.changes))


def _request(entry: AuditEntryRow, about: _About) -> str | None:
    if entry.operation == "INSERT":
        return _tr("asked for {0} as a client").format(about.first)
    state = {
        "granted": _tr("granted the request for {0}"),
        "refused": _tr("refused the request for {0}"),
        "withdrawn": _tr("withdrew the request for {0}"),
    }.get(_state(entry))
    return None if state is None else state.format(about.first)


def _card(entry: AuditEntryRow, about: _About) -> str | None:
    words = {"INSERT": _tr("gave {0} a card"), "DELETE": _tr("took a card from {0}")}
    return words[entry.operation].format(about.first) if entry.operation in words else None


def _refused(entry: AuditEntryRow, about: _About) -> str | None:
    after = {change.column: change.after for change in entry.changes}
    if entry.operation != "UPDATE" or "settled_at" not in after:
        return None
    if reason := after.get("aside_reason"):
        return _tr("put aside what {0} had entered: {1}").format(about.first, reason)
    if after["settled_at"] is None:
        return _tr("took back what was done with a waiting entry of {0}").format(about.first)
    return _tr("settled a waiting entry of {0}").format(about.first)


def _settings(entry: AuditEntryRow, _about: _About) -> str | None:
    if entry.operation != "UPDATE":
        return _tr("set up the gym")
    return _tr("changed the {0} in the gym’s settings").format(_columns(entry.changes))


def _station(entry: AuditEntryRow, about: _About) -> str | None:
    if entry.operation == "INSERT":
        return _tr("enrolled the workstation {0}").format(about.name)
    is_revoked = any(change.column == "revoked_at" and change.after for change in entry.changes)
    return _tr("revoked the workstation {0}").format(about.name) if is_revoked else None


_DEEDS = {
    "profiles": _person,
    "instructors": _person,
    "trainer_assignments": _assignment,
    "workout_plans": _plan,
    "workout_progress": _log,
    "workout_sets": _log,
    "trainer_client_notes": _note,
    "trainer_waitlist": _waiting,
    "client_requests": _request,
    "member_cards": _card,
    "refused_entries": _refused,
    "gym_settings": _settings,
    "stations": _station,
}


def _special(column: str, value: str) -> str | None:
    """Return words for values that mean more than they say, None for others."""
    if column == "week_start" and value in "1234567":
        return Weekday.from_number(int(value)).value
    if column == "weight_unit":
        return {"kg": _tr("Kilograms (kg)"), "lb": _tr("Pounds (lb)")}.get(value)
    if column == "e1rm_formula":
        return value.capitalize()
    if column == "is_private":
        return _tr("only the trainer reads it") if value == "yes" else _tr("shared with the client")
    if column == "is_active":
        return _tr("active") if value == "yes" else _tr("deactivated")
    if column == "kind":
        return {"staff": _tr("Workstation"), "kiosk": _tr("Kiosk")}.get(value)
    if column == "rank":
        return _tr("place {0}").format(value)
    unit = {
        "rest_seconds": _tr("{0} s"),
        "duration_seconds": _tr("{0} s"),
        "duration_minutes": _tr("{0} min"),
        "staff_idle_minutes": _tr("{0} min"),
        "kiosk_idle_minutes": _tr("{0} min"),
        "distance_m": _tr("{0} m"),
    }.get(column)
    if unit is not None:
        return unit.format(value)
    if column == "paused_days":
        ranges = [
            f"{format_date(date.fromisoformat(first))} – "
            f"{format_date(date.fromisoformat(after) - timedelta(days=1))}"
            for first, after in _RANGE.findall(value)
        ]
        return ", ".join(ranges) or NO_VALUE
    return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("audit", text)

"""What each report of the desk says, made from its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import format_date, format_short_date
from gymtrainer_desktop.domain.reports import (
    AdherenceReport,
    CapacityReport,
    MonthReport,
    TrainerLoadReport,
)
from gymtrainer_desktop.domain.units import Unit, from_kg
from gymtrainer_desktop.ui.admin.words import places_text
from gymtrainer_desktop.ui.printing.report_document import (
    ReportBars,
    ReportColumn,
    ReportDocument,
    ReportFigure,
    ReportRow,
    ReportTable,
    Value,
    ValueKind,
)
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, percent

_LOW = 0.5
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("reports", text)


def month_name(first: date) -> str:
    """Return "November 2026"."""
    return f"{_MONTHS[first.month - 1]} {first.year}"


def period_words(since: date, until: date) -> str:
    """Return "Sun 1 Nov 2026 to Mon 23 Nov 2026"."""
    return _tr("{0} to {1}").format(format_date(since), format_date(until))


def _printed(today: date) -> str:
    return _tr("As of {0}").format(format_date(today))


def capacity_document(found: CapacityReport, today: date) -> ReportDocument:
    """Return today's capacity, trainer by trainer."""
    with_room = sum(t.before < t.limit for t in found.trainers)
    taken = percent(found.clients / found.places) if found.places else NO_VALUE
    trainers = len(found.trainers)
    ratio = f"{found.members / trainers:,.1f}" if trainers else NO_VALUE
    rows = tuple(
        ReportRow((t.name, (t.before, t.limit), max(0, t.limit - t.before), _state(t.before, t.limit)))
        for t in found.trainers
    )
    return ReportDocument(
        f"capacity-{found.on.isoformat()}",
        found.gym,
        _tr("Capacity"),
        format_date(found.on),
        _printed(today),
        (
            ReportFigure(
                _tr("Active clients"), f"{found.clients:,}", _tr("{0} of the places taken").format(taken)
            ),
            ReportFigure(
                _tr("Free places"),
                f"{found.free:,}",
                _tr("with {0} of {1} trainers").format(with_room, trainers),
            ),
            ReportFigure(_tr("Members"), f"{found.members:,}", _tr("{0} for each trainer").format(ratio)),
            ReportFigure(
                _tr("Without a trainer"),
                f"{found.without_trainer:,}",
                _tr("{0} on the waiting list").format(f"{found.waiting:,}"),
            ),
        ),
        (
            ReportTable(
                _tr("Trainers"),
                (
                    ReportColumn(_tr("Trainer"), weight=2),
                    ReportColumn(_tr("Clients"), ValueKind.LOAD),
                    ReportColumn(_tr("Free"), ValueKind.NUMBER),
                    ReportColumn(_tr("State")),
                ),
                rows,
                _tr("There are no personal trainers yet."),
                total=(_tr("All trainers"), (found.clients, found.places), found.free, ""),
            ),
        ),
        ReportBars(
            _tr("Free places by trainer"),
            tuple(_short(t.name) for t in found.trainers),
            tuple(float(max(0, t.limit - t.before)) for t in found.trainers),
            tuple(f"{t.name}: {places_text(max(0, t.limit - t.before))}" for t in found.trainers),
        ),
    )


def load_document(found: TrainerLoadReport, today: date) -> ReportDocument:
    """Return what each trainer did in a period."""
    rows = tuple(
        ReportRow((t.name, (t.clients, t.limit), t.trained, t.started, t.ended, t.plans, t.workouts, t.notes))
        for t in found.trainers
    )

    workouts, plans = sum(t.workouts for t in found.trainers), sum(t.plans for t in found.trainers)
    started, ended = sum(t.started for t in found.trainers), sum(t.ended for t in found.trainers)
    total_row: tuple[Value, ...] = (
        _tr("All trainers"),
        (sum(t.clients for t in found.trainers), sum(t.limit for t in found.trainers)),
        sum(t.trained for t in found.trainers),
        started,
        ended,
        plans,
        workouts,
        sum(t.notes for t in found.trainers),
    )
    return ReportDocument(
        f"trainer-load-{found.since.isoformat()}-{found.until.isoformat()}",
        found.gym,
        _tr("Trainer load"),
        period_words(found.since, found.until),
        _printed(today),
        (
            ReportFigure(_tr("Workouts of clients"), f"{workouts:,}", _tr("days on which they logged")),
            ReportFigure(_tr("Plans published"), f"{plans:,}"),
            ReportFigure(_tr("Clients who started"), f"{started:,}"),
            ReportFigure(_tr("Clients who ended"), f"{ended:,}"),
        ),
        (
            ReportTable(
                _tr("Trainers"),
                (
                    ReportColumn(_tr("Trainer")),
                    ReportColumn(_tr("Clients now"), ValueKind.LOAD),
                    ReportColumn(_tr("Trained"), ValueKind.NUMBER),
                    ReportColumn(_tr("Started"), ValueKind.NUMBER),
                    ReportColumn(_tr("Ended"), ValueKind.NUMBER),
                    ReportColumn(_tr("Plans"), ValueKind.NUMBER),
                    ReportColumn(_tr("Workouts"), ValueKind.NUMBER),
                    ReportColumn(_tr("Notes"), ValueKind.NUMBER),
                ),
                rows,
                _tr("There are no personal trainers yet."),
                total=total_row,
            ),
        ),
        ReportBars(
            _tr("Workouts of clients by trainer"),
            tuple(_short(t.name) for t in found.trainers),
            tuple(float(t.workouts) for t in found.trainers),
            tuple(_tr("{0}: {1} workouts").format(t.name, f"{t.workouts:,}") for t in found.trainers),
        ),
    )


def adherence_document(found: AdherenceReport, today: date) -> ReportDocument:
    """Return how far clients kept to their plans in a period, by trainer."""
    everybody = [client for trainer in found.trainers for client in trainer.clients]
    known = [client.compliance for client in everybody if client.compliance is not None]
    mean = sum(known) / len(known) if known else None
    low = sum(value < _LOW for value in known)
    trainers = tuple(
        ReportRow(
            (
                t.name,
                len(t.clients),
                sum(c.compliance is not None for c in t.clients),
                sum(c.compliance is not None and c.compliance < _LOW for c in t.clients),
                t.compliance,
            )
        )
        for t in found.trainers
    )
    clients = tuple(
        ReportRow((c.name, c.due, c.logged, c.compliance, c.last_workout_on), t.name)
        for t in found.trainers
        for c in t.clients
    )
    return ReportDocument(
        f"adherence-{found.since.isoformat()}-{found.until.isoformat()}",
        found.gym,
        _tr("Adherence by trainer"),
        period_words(found.since, found.until),
        _printed(today),
        (
            ReportFigure(_tr("Compliance"), percent(mean), _tr("mean of the clients with a plan")),
            ReportFigure(_tr("Clients"), f"{len(everybody):,}", _tr("active today")),
            ReportFigure(_tr("With exercises due"), f"{len(known):,}"),
            ReportFigure(_tr("Below 50 %"), f"{low:,}"),
        ),
        (
            ReportTable(
                _tr("Trainers"),
                (
                    ReportColumn(_tr("Trainer")),
                    ReportColumn(_tr("Clients"), ValueKind.NUMBER),
                    ReportColumn(_tr("With exercises due"), ValueKind.NUMBER),
                    ReportColumn(_tr("Below 50 %"), ValueKind.NUMBER),
                    ReportColumn(_tr("Compliance"), ValueKind.COMPLIANCE),
                ),
                trainers,
                _tr("No trainer has active clients."),
                total=(_tr("All trainers"), len(everybody), len(known), low, mean),
            ),
            ReportTable(
                _tr("Clients"),
                (
                    ReportColumn(_tr("Client")),
                    ReportColumn(_tr("Due"), ValueKind.NUMBER),
                    ReportColumn(_tr("Logged"), ValueKind.NUMBER),
                    ReportColumn(_tr("Compliance"), ValueKind.COMPLIANCE),
                    ReportColumn(_tr("Last workout"), ValueKind.DAY),
                ),
                clients,
                _tr("No member has an active trainer."),
                group=_tr("Trainer"),
            ),
        ),
        ReportBars(
            _tr("Compliance by trainer, in per cent"),
            tuple(_short(t.name) for t in found.trainers),
            tuple(round(100 * (t.compliance or 0.0), 0) for t in found.trainers),
            tuple(f"{t.name}: {percent(t.compliance)}" for t in found.trainers),
            100.0,
        ),
    )


def month_document(found: MonthReport, today: date, unit: Unit) -> ReportDocument:
    """Return a month in review, beside the month before; volumes in the gym's unit."""
    before = found.previous
    before_name = month_name(before.first) if before is not None else NO_VALUE
    facts: tuple[tuple[str, Callable[[MonthReport], int | float | None], bool], ...] = (
        (_tr("Active members at the end"), lambda m: m.members, False),
        (_tr("Members who joined"), lambda m: m.joined, False),
        (_tr("Active personal trainers"), lambda m: m.ratio.trainers, False),
        (_tr("Members for each trainer"), lambda m: m.ratio.members_per_trainer, False),
        (_tr("Active clients"), lambda m: m.ratio.clients, False),
        (_tr("Assignments that began"), lambda m: m.assigned, False),
        (_tr("Assignments that ended"), lambda m: m.completed, False),
        (_tr("Handed over to another trainer"), lambda m: m.handed_over, False),
        (_tr("Plans published"), lambda m: m.plans, False),
        (_tr("Workouts"), lambda m: m.workouts, False),
        (_tr("Members who trained"), lambda m: m.active_people, False),
        (
            _tr("Volume load ({0})").format(unit.value),
            lambda m: round(from_kg(Decimal(str(m.volume_kg)), unit)),
            False,
        ),
        (_tr("Compliance"), lambda m: m.compliance, True),
    )
    rows = tuple(
        ReportRow(_fact(caption, value(found), value(before) if before is not None else None, is_share))
        for caption, value, is_share in facts
    )
    running = _tr("so far, until {0}").format(format_date(found.last)) if found.last == today else ""
    title = month_name(found.first)
    return ReportDocument(
        f"month-{found.first:%Y-%m}",
        found.gym,
        _tr("Month in review"),
        f"{title}, {running}" if running else title,
        _printed(today),
        (
            ReportFigure(
                _tr("Workouts"), f"{found.workouts:,}", _against(before.workouts if before else None)
            ),
            ReportFigure(
                _tr("Members who trained"),
                f"{found.active_people:,}",
                _tr("of {0} active members").format(f"{found.members:,}"),
            ),
            ReportFigure(
                _tr("Compliance"),
                percent(found.compliance),
                _tr("{0} the month before").format(percent(before.compliance if before else None)),
            ),
            ReportFigure(_tr("Joined"), f"{found.joined:,}", _against(before.joined if before else None)),
        ),
        (
            ReportTable(
                _tr("Beside the month before"),
                (
                    ReportColumn("", weight=2),
                    ReportColumn(title, ValueKind.MIXED),
                    ReportColumn(before_name, ValueKind.MIXED),
                    ReportColumn(_tr("Change"), ValueKind.MIXED),
                ),
                rows,
                "",
            ),
            ReportTable(
                _tr("Most logged exercises"),
                (ReportColumn(_tr("Exercise")), ReportColumn(_tr("Times logged"), ValueKind.NUMBER)),
                tuple(ReportRow((name, count)) for name, count in found.top_exercises),
                _tr("Nobody logged anything in this month."),
            ),
        ),
        ReportBars(
            _tr("Members who trained, day by day"),
            tuple(str(day) for day in range(1, len(found.per_day) + 1)),
            tuple(float(count) for count in found.per_day),
            tuple(
                _tr("{0}: {1} members").format(format_short_date(found.first.replace(day=day)), f"{count:,}")
                for day, count in enumerate(found.per_day, 1)
            ),
        ),
    )


def _fact(
    caption: str, now: int | float | None, before: int | float | None, is_share: bool
) -> tuple[Value, ...]:
    if is_share:
        points = None if now is None or before is None else round(100 * now) - round(100 * before)
        change = None if points is None else _tr("{0} points").format(_signed(points))
        return caption, percent(now), percent(before), change
    difference = None if now is None or before is None else now - before
    return caption, now, before, None if difference is None else _signed(difference)


def _signed(number: int | float) -> str:
    words = f"{abs(number):,.1f}" if isinstance(number, float) else f"{abs(number):,}"
    if not float(words.replace(",", "")):
        return "±0"
    return f"{'+' if number > 0 else '−'}{words}"


def _against(before: int | None) -> str:
    if before is None:
        return ""
    return _tr("{0} the month before").format(f"{before:,}")


def _state(active: int, limit: int) -> str:
    if active > limit:
        return _tr("{0} over capacity").format(active - limit)
    return _tr("Full") if active == limit else ""


def _short(name: str) -> str:
    """Return a name for below a bar: "John S."."""
    words = name.split()
    first = words[0] if words else ""
    return f"{first[:10]} {words[-1][0]}." if len(words) > 1 else first[:12]

"""Figures for the desk's reports: a small gym, and a big one with names of every kind."""

from __future__ import annotations

from datetime import date, timedelta

from gymtrainer_desktop.domain.bulk import TrainerLoad
from gymtrainer_desktop.domain.reports import (
    AdherenceReport,
    CapacityReport,
    ClientAdherence,
    MonthReport,
    RatioPoint,
    TrainerAdherence,
    TrainerLoadReport,
    TrainerPeriod,
)
from tests.ui.admin_gym import TODAY, trainer_rows, uid

GYM = "Harbour Street Gym"
LONG_NAME = "Maximiliana-Theodora von Hohenlohe-Schillingsfürst-Waldenburg " * 3
NO_SPACES = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


def capacity() -> CapacityReport:
    loads = tuple(
        TrainerLoad(r.id, r.name, r.active_clients, 0, r.max_clients)
        for r in trainer_rows()
        if r.is_personal_trainer
    )
    return CapacityReport(GYM, TODAY, 384, 41, 4, loads)


def trainer_load(since: date, until: date) -> TrainerLoadReport:
    rows = [row for row in trainer_rows() if row.is_personal_trainer]
    return TrainerLoadReport(
        GYM, since, until,
        tuple(
            TrainerPeriod(r.id, r.name, r.active_clients, r.max_clients, r.active_clients + n % 3, n % 4, n % 2,
                          2 + n % 5, 20 * r.active_clients, 3 * n)
            for n, r in enumerate(rows)
        ),
    )  # fmt: skip


def adherence(since: date, until: date, clients: int = 8, names: tuple[str, ...] = ()) -> AdherenceReport:
    trainers = []
    for number, row in enumerate(r for r in trainer_rows() if r.is_personal_trainer):
        lines = []
        for n in range(clients):
            name = names[n] if n < len(names) else f"Client {number + 1}.{n + 1:03}"
            due = 0 if n % 7 == 6 else 24
            last = None if n % 7 == 6 else TODAY - timedelta(n % 20)
            lines.append(
                ClientAdherence(
                    uid(9000 + number * 1000 + n), name, due, due * (n + 3) // (clients + 4), last
                )
            )
        trainers.append(TrainerAdherence(row.id, row.name, tuple(lines)))
    return AdherenceReport(GYM, since, until, tuple(trainers))


def month(year: int, number: int, *, has_previous: bool = True) -> MonthReport:
    first = date(year, number, 1)
    end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    last = min(end, TODAY)
    before = (first - timedelta(days=1)).replace(day=1)
    return MonthReport(
        GYM, first, last, 14, 384, 21, 9, 3, 17, 1204, 98, 512_345.5, 0.81,
        tuple(20 + (day * 7) % 31 for day in range((last - first).days + 1)),
        RatioPoint(first, 384, 12, 112),
        (("Bench Press", 214), ("Squat", 198), ("Deadlift", 150), ("=SUM(A1)", 3)),
        month(before.year, before.month, has_previous=False) if has_previous else None,
    )  # fmt: skip

"""Sending a write of the registry through the proxy, and knowing what it should leave behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from gymtrainer_desktop.services.gym_services import GymServices
from tests.faults import scenarios
from tests.faults.conftest import AT_ONCE, Stage, told
from tests.faults.imprint import Imprint, changes
from tests.faults.writes import ALONE, WRITES, Sending

assert scenarios.__path__, "read, and thereby registered"
NAMES = sorted(WRITES)


def _groups() -> list[list[str]]:
    """Writes that may be sent at the same time, of one service as far as possible; some only alone."""
    together = [name for name in NAMES if name not in ALONE]
    return [together[n : n + AT_ONCE] for n in range(0, len(together), AT_ONCE)] + [
        [n] for n in sorted(ALONE)
    ]


GROUPS = _groups()


class Sender:
    """One write on its way, and what the person hears of it."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage = stage
        self.name = name
        self.sending: Sending = WRITES[name](stage.gym)
        self.services: GymServices = stage.services(self.sending)

    def before(self) -> Imprint:
        """The state to compare with."""
        self.sending.prepare()
        return self.stage.imprint()

    def send(self) -> object:
        return self.sending.send(self.services, self.stage.station)

    def send_again(self) -> None:
        """Send the very same; the only complaint allowed is that a deleted thing is not there any more."""
        error = told(self.send).error
        assert error is None or getattr(error, "code", "") == self.sending.gone, (self.name, error)

    def without_repeats(self, imprint: Imprint) -> Imprint:
        return {
            key: value for key, value in imprint.items() if not key.startswith(self.sending.repeats or "-")
        }


def left_by(stage: Stage, name: str) -> Imprint:
    """What a write leaves behind when nothing comes between; measured once."""
    if name not in stage.left_by:
        sender = Sender(stage, name)
        before = sender.before()
        sender.send()
        stage.left_by[name] = changes(before, stage.imprint())
    return stage.left_by[name]


def sum_of(imprints: Iterable[Imprint]) -> Imprint:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for imprint in imprints:
        for key, value in imprint.items():
            total[key] += value
    return {key: value for key, value in total.items() if value}

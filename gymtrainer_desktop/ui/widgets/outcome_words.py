"""How records, and what was done against what was asked for, are written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.outcomes import Outcome, OutcomeKind
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.units import Unit, format_weight, from_kg

_TENTH = Decimal("0.1")
_TONES = {OutcomeKind.BELOW: "caution", OutcomeKind.ABOVE: "positive"}


def records_words(kinds: Iterable[RecordKind]) -> str:
    """Return "Record: weight, e1RM", empty for none."""
    named = kinds_words(kinds)
    return _tr("Record: {0}").format(named) if named else ""


def kinds_words(kinds: Iterable[RecordKind]) -> str:
    """Return "weight, e1RM", empty for none."""
    words = {
        RecordKind.WEIGHT: _tr("weight"),
        RecordKind.E1RM: _tr("e1RM"),
        RecordKind.REPS: _tr("reps"),
    }
    return ", ".join(words[kind] for kind in kinds)


def outcome_words(outcome: Outcome | None, unit: Unit) -> str:
    """Return "met", or what was more and less: "+2.5 kg, −1 rep"; empty where nothing compares."""
    if outcome is None:
        return ""
    parts = []
    if outcome.weight_kg:
        more = from_kg(abs(outcome.weight_kg), unit).quantize(_TENTH, ROUND_HALF_EVEN)
        parts.append(f"{'+' if outcome.weight_kg > 0 else '−'}{format_weight(more, unit)}")
    if outcome.sets:
        parts.append(_difference(outcome.sets, _tr("1 set"), _tr("{0} sets")))
    if outcome.reps:
        parts.append(_difference(outcome.reps, _tr("1 rep"), _tr("{0} reps")))
    if outcome.seconds:
        parts.append(f"{'+' if outcome.seconds > 0 else '−'}{_tr('{0} s').format(abs(outcome.seconds))}")
    if parts:
        return ", ".join(parts)
    return _tr("met") if outcome.is_whole else _tr("sets and reps met")


def outcome_tone(outcome: Outcome | None) -> str:
    """Return the token in which an outcome is written."""
    return _TONES.get(outcome.kind, "text_muted") if outcome is not None else "text_muted"


def _difference(count: int, one: str, many: str) -> str:
    amount = one if abs(count) == 1 else many.format(abs(count))
    return f"{'+' if count > 0 else '−'}{amount}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("outcome_words", text)

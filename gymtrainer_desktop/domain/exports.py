"""Tables as files: which there are, and how a value is written so that a spreadsheet runs nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class ExportKind(StrEnum):
    """The tables that can be written as CSV."""

    MEMBERS = "members"
    TRAINERS = "trainers"
    ASSIGNMENTS = "assignments"
    PLANS = "plans"
    WORKOUTS = "workouts"
    WAITING_LIST = "waiting_list"
    AUDIT = "audit"


_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell_text(value: object) -> str:
    """Return a value as the text of a CSV cell.

    Numbers stay numbers, dates are written as ISO 8601, and a text that a spreadsheet would run as a formula
    gets an apostrophe in front.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return neutralised(", ".join(str(v) for v in value))
    if isinstance(value, Mapping):
        return neutralised(json.dumps(value, ensure_ascii=False, default=str, sort_keys=True))
    return neutralised(str(value))


def neutralised(text: str) -> str:
    """Return the text with an apostrophe in front where a spreadsheet would take it for a formula.

    Spaces and quotes ahead of the sign do not keep every spreadsheet from running it.
    """
    return (
        f"'{text}" if text.lstrip(" \"'\u00a0\ufeff").startswith(_RISKY) or text.startswith(_RISKY) else text
    )

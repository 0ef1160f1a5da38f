"""Words about people that several roles' pages use: states of an assignment, text to search in."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.assignments import AssignmentStatus

_TOKENS = {
    AssignmentStatus.ACTIVE: "positive",
    AssignmentStatus.PAUSED: "caution",
    AssignmentStatus.COMPLETED: "text_muted",
}


def status_words(status: AssignmentStatus) -> tuple[str, str]:
    """Return the word of a state and the token of its dot."""
    words = {
        AssignmentStatus.ACTIVE: QCoreApplication.translate("words", "Active"),
        AssignmentStatus.PAUSED: QCoreApplication.translate("words", "Paused"),
        AssignmentStatus.COMPLETED: QCoreApplication.translate("words", "Completed"),
    }
    return words[status], _TOKENS[status]


def folded(text: str) -> str:
    """Return text for searching in what is loaded: without accents, capitals and double spaces."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())

"""Whether a rest is counted down, and ends with a sound: remembered on this workstation."""

from __future__ import annotations

from typing import Any
from uuid import UUID


class RestChoice:
    """What one person likes.

    Args:
        settings: Of this workstation.
        person_id: Whose choice.
    """

    def __init__(self, settings: Any, person_id: UUID) -> None:
        self._settings = settings
        self._key = f"rest {person_id}"

    @property
    def has_timer(self) -> bool:
        """Whether a rest is counted down; it is unless somebody said otherwise."""
        return self._is_on("timer")

    @property
    def has_sound(self) -> bool:
        """Whether a rest ends with a sound; it does unless somebody said otherwise."""
        return self._is_on("sound")

    def set_timer(self, on: bool) -> None:
        """Remember it.

        Raises:
            UserError: The settings cannot be written; it holds until the program ends.
        """
        self._put("timer", on)

    def set_sound(self, on: bool) -> None:
        """Remember it; raises as `set_timer` does."""
        self._put("sound", on)

    def _is_on(self, name: str) -> bool:
        chosen = self._settings.get(self._key)
        return not isinstance(chosen, dict) or chosen.get(name) is not False

    def _put(self, name: str, on: bool) -> None:
        chosen = self._settings.get(self._key)
        self._settings.put(self._key, {**(chosen if isinstance(chosen, dict) else {}), name: on})

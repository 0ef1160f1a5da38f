"""Keys that the client makes, so that sending a write twice does it once."""

from __future__ import annotations

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """Return a fresh UUID version 7: unique, and close in the index to others made now."""
    return UUID(int=uuid7().int)

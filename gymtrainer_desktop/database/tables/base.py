"""The declarative base of every mapped class."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Mapped classes never leave a service; screens get frozen dataclasses."""

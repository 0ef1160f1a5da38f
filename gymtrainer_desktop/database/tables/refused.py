"""Entries made while the server was away that it refused afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class RefusedEntry(Base):
    """An entry for the desk to mend or to put aside."""

    __tablename__ = "refused_entries"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="refused_entries_member_id_fkey", ondelete="CASCADE")
    )
    station: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    kind: Mapped[str] = mapped_column(Text)
    entry: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    settled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    settled_by: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="refused_entries_settled_by_fkey", ondelete="SET NULL")
    )
    aside_reason: Mapped[str | None] = mapped_column(Text)

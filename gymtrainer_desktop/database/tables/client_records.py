"""What a trainer has to know of a client."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class ClientRecordRow(Base):
    """Goals, injuries and limits of a client; for the trainer and admins only."""

    __tablename__ = "client_records"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="client_records_member_id_fkey", ondelete="CASCADE")
    )
    goals: Mapped[str] = mapped_column(Text, server_default=text("''::text"))
    injuries: Mapped[str] = mapped_column(Text, server_default=text("''::text"))
    written_by: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="client_records_written_by_fkey", ondelete="SET NULL")
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))

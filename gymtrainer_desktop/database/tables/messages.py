"""Messages between members and trainers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, ForeignKey, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class Message(Base):
    """What member and trainer write to one another."""

    __tablename__ = "messages"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.trainer_assignments.id", name="messages_assignment_id_fkey", ondelete="RESTRICT"),
    )
    sender_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="messages_sender_id_fkey", ondelete="RESTRICT")
    )
    from_trainer: Mapped[bool] = mapped_column(Boolean)
    body: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

"""Trainers' notes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class TrainerClientNote(Base):
    """A trainer's notes about a client, private or shared with the client."""

    __tablename__ = "trainer_client_notes"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey(
            "public.trainer_assignments.id",
            name="trainer_client_notes_assignment_id_fkey",
            ondelete="RESTRICT",
        ),
    )
    trainer_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.instructors.id", name="trainer_client_notes_trainer_id_fkey", ondelete="RESTRICT"),
    )
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    is_private: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))

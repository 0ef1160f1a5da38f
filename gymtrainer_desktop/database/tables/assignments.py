"""Assignments."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE
from sqlalchemy.dialects.postgresql.ranges import MultiRange
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class TrainerAssignment(Base):
    """Which member trains with which trainer, now and in the past."""

    __tablename__ = "trainer_assignments"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="trainer_assignments_member_id_fkey", ondelete="RESTRICT")
    )
    trainer_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.instructors.id", name="trainer_assignments_trainer_id_fkey", ondelete="RESTRICT"),
    )
    assigned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    assigned_by: Mapped[UUID | None] = mapped_column(
        Uuid,
        ForeignKey("public.profiles.id", name="trainer_assignments_assigned_by_fkey", ondelete="RESTRICT"),
    )
    status: Mapped[str] = mapped_column(Text, server_default=text("'active'::text"))
    start_date: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date | None] = mapped_column(Date)
    paused_on: Mapped[date | None] = mapped_column(Date)
    paused_days: Mapped[MultiRange[date]] = mapped_column(
        DATEMULTIRANGE, server_default=text("'{}'::datemultirange")
    )
    notes: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))

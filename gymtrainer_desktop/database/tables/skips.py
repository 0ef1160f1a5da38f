"""Exercises that members left out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class ExerciseSkip(Base):
    """A planned exercise left out on a day, with the member's reason."""

    __tablename__ = "exercise_skips"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    exercise_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.workout_exercises.id", name="exercise_skips_exercise_id_fkey", ondelete="CASCADE"),
    )
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="exercise_skips_member_id_fkey", ondelete="CASCADE")
    )
    skipped_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, server_default=text("''::text"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))

"""Logged exercises and their sets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, ForeignKeyConstraint, Integer, Numeric, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class WorkoutProgress(Base):
    """One logged exercise, with its name and target as they were when it was logged."""

    __tablename__ = "workout_progress"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    exercise_id: Mapped[UUID | None] = mapped_column(
        Uuid,
        ForeignKey(
            "public.workout_exercises.id", name="workout_progress_exercise_id_fkey", ondelete="RESTRICT"
        ),
    )
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="workout_progress_member_id_fkey", ondelete="RESTRICT")
    )
    assignment_id: Mapped[UUID | None] = mapped_column(
        Uuid,
        ForeignKey(
            "public.trainer_assignments.id", name="workout_progress_assignment_id_fkey", ondelete="RESTRICT"
        ),
    )
    exercise_name: Mapped[str] = mapped_column(Text)
    target: Mapped[str | None] = mapped_column(Text)
    completed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    completed_on: Mapped[date] = mapped_column(Date)
    sets_completed: Mapped[int | None] = mapped_column(Integer)
    reps_completed: Mapped[int | None] = mapped_column(Integer)
    weight_used: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    weight_unit: Mapped[str | None] = mapped_column(Text)
    duration_minutes: Mapped[int | None] = mapped_column(Integer)
    notes: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[int | None] = mapped_column(Integer)
    logged_by: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="workout_progress_logged_by_fkey", ondelete="RESTRICT")
    )
    source: Mapped[str] = mapped_column(Text, server_default=text("'app'::text"))
    workout_name: Mapped[str | None] = mapped_column(Text)
    workout_started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class WorkoutSet(Base):
    """One row per set: what was lifted, for how many reps, or how long and how far."""

    __tablename__ = "workout_sets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["progress_id", "member_id"],
            ["public.workout_progress.id", "public.workout_progress.member_id"],
            name="workout_sets_progress_fkey",
            ondelete="CASCADE",
        ),
        {"schema": "public"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    progress_id: Mapped[UUID] = mapped_column(Uuid)
    member_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(Text, server_default=text("'working'::text"))
    reps: Mapped[int | None] = mapped_column(Integer)
    weight: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    weight_unit: Mapped[str | None] = mapped_column(Text)
    rir: Mapped[int | None] = mapped_column(Integer)
    duration_seconds: Mapped[int | None] = mapped_column(Integer)
    distance_m: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))

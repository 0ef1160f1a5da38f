"""Plans and their exercises."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Computed, Date, DateTime, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class WorkoutPlan(Base):
    """A trainer's programme for one client."""

    __tablename__ = "workout_plans"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey(
            "public.trainer_assignments.id", name="workout_plans_assignment_id_fkey", ondelete="RESTRICT"
        ),
    )
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    goals: Mapped[str | None] = mapped_column(Text)
    duration_weeks: Mapped[int] = mapped_column(Integer, server_default=text("4"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(
        Date, Computed("((starts_on + (duration_weeks * 7)) - 1)", persisted=True)
    )
    ended_on: Mapped[date | None] = mapped_column(Date)
    created_by: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.instructors.id", name="workout_plans_created_by_fkey", ondelete="RESTRICT")
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    status: Mapped[str] = mapped_column(Text, server_default=text("'active'::text"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    deload_weeks: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'::integer[]"))
    deload_sets_percent: Mapped[int] = mapped_column(Integer, server_default=text("50"))
    deload_weight_percent: Mapped[int] = mapped_column(Integer, server_default=text("90"))


class WorkoutExercise(Base):
    """A prescription; once logged it is archived and replaced, never changed."""

    __tablename__ = "workout_exercises"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.workout_plans.id", name="workout_exercises_plan_id_fkey", ondelete="RESTRICT"),
    )
    day_of_week: Mapped[str] = mapped_column(Text)
    iso_day: Mapped[int] = mapped_column(
        Integer,
        Computed(
            "array_position(ARRAY['Monday'::text, 'Tuesday'::text, 'Wednesday'::text, 'Thursday'::text, 'Friday'::text, 'Saturday'::text, 'Sunday'::text], day_of_week)",  # noqa: E501
            persisted=True,
        ),
    )
    exercise_name: Mapped[str] = mapped_column(Text)
    exercise_type: Mapped[str | None] = mapped_column(Text)
    sets: Mapped[int | None] = mapped_column(Integer)
    reps: Mapped[str | None] = mapped_column(Text)
    weight: Mapped[str | None] = mapped_column(Text)
    rest_seconds: Mapped[int | None] = mapped_column(Integer, server_default=text("60"))
    notes: Mapped[str | None] = mapped_column(Text)
    order_index: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    valid_from: Mapped[date] = mapped_column(Date)
    archived_on: Mapped[date | None] = mapped_column(Date)
    replaces_id: Mapped[UUID | None] = mapped_column(
        Uuid,
        ForeignKey(
            "public.workout_exercises.id", name="workout_exercises_replaces_id_fkey", ondelete="RESTRICT"
        ),
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    from_week: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    superset: Mapped[str | None] = mapped_column(Text)
    progression: Mapped[str | None] = mapped_column(Text)
    weeks: Mapped[list[list[Any]] | None] = mapped_column(JSONB(none_as_null=True))

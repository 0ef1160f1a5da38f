"""Templates of plans."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Computed, DateTime, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class PlanTemplate(Base):
    """Programmes to start from: a trainer's own, or the gym's where owner_id is null."""

    __tablename__ = "plan_templates"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    owner_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.instructors.id", name="plan_templates_owner_id_fkey", ondelete="RESTRICT")
    )
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    goals: Mapped[str | None] = mapped_column(Text)
    duration_weeks: Mapped[int] = mapped_column(Integer, server_default=text("4"))
    archived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="plan_templates_created_by_fkey", ondelete="RESTRICT")
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    deload_weeks: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'::integer[]"))
    deload_sets_percent: Mapped[int] = mapped_column(Integer, server_default=text("50"))
    deload_weight_percent: Mapped[int] = mapped_column(Integer, server_default=text("90"))


class TemplateExercise(Base):
    """The exercises of a template, by weekday."""

    __tablename__ = "template_exercises"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    template_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey(
            "public.plan_templates.id", name="template_exercises_template_id_fkey", ondelete="CASCADE"
        ),
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
    superset: Mapped[str | None] = mapped_column(Text)
    progression: Mapped[str | None] = mapped_column(Text)

"""Instructors and what a trainer has seen."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, DateTime, ForeignKey, Integer, LargeBinary, Numeric, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class Instructor(Base):
    """Class instructors; those with is_personal_trainer take clients."""

    __tablename__ = "instructors"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    user_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="instructors_user_id_fkey", ondelete="RESTRICT")
    )
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    photo: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    is_personal_trainer: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    specializations: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    certifications: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    max_clients: Mapped[int] = mapped_column(Integer, server_default=text("15"))
    hourly_rate: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    bio: Mapped[str | None] = mapped_column(Text)
    years_experience: Mapped[int | None] = mapped_column(Integer)
    active_clients: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class ClientVisit(Base):
    """When a trainer last opened a client: what is newer counts as unread."""

    __tablename__ = "client_visits"
    __table_args__ = {"schema": "public"}

    trainer_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.instructors.id", name="client_visits_trainer_id_fkey", ondelete="CASCADE"),
        primary_key=True,
    )
    member_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.profiles.id", name="client_visits_member_id_fkey", ondelete="CASCADE"),
        primary_key=True,
    )
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))

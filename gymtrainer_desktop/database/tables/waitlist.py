"""The waiting list, and trainers who ask for a waiting member."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, Numeric, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class WaitlistEntry(Base):
    """Members who wait for a trainer, or for anyone where trainer_id is null."""

    __tablename__ = "trainer_waitlist"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="trainer_waitlist_member_id_fkey", ondelete="RESTRICT")
    )
    trainer_id: Mapped[UUID | None] = mapped_column(
        Uuid,
        ForeignKey("public.instructors.id", name="trainer_waitlist_trainer_id_fkey", ondelete="RESTRICT"),
    )
    status: Mapped[str] = mapped_column(Text, server_default=text("'waiting'::text"))
    rank: Mapped[Decimal] = mapped_column(Numeric)
    wants: Mapped[str | None] = mapped_column(Text)
    offered_trainer_id: Mapped[UUID | None] = mapped_column(
        Uuid,
        ForeignKey(
            "public.instructors.id", name="trainer_waitlist_offered_trainer_id_fkey", ondelete="RESTRICT"
        ),
    )
    offered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    offer_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    added_by: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="trainer_waitlist_added_by_fkey", ondelete="RESTRICT")
    )
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class ClientRequest(Base):
    """Trainers who ask the desk for a waiting member."""

    __tablename__ = "client_requests"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    waitlist_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.trainer_waitlist.id", name="client_requests_waitlist_id_fkey", ondelete="CASCADE"),
    )
    trainer_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.instructors.id", name="client_requests_trainer_id_fkey", ondelete="RESTRICT")
    )
    status: Mapped[str] = mapped_column(Text, server_default=text("'open'::text"))
    note: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answered_by: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="client_requests_answered_by_fkey", ondelete="RESTRICT")
    )

"""Cards and tags of members."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class MemberCard(Base):
    """What a reader reads from a member's card, tag or code."""

    __tablename__ = "member_cards"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="member_cards_member_id_fkey", ondelete="CASCADE")
    )
    code: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))

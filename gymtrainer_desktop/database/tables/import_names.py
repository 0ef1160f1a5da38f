"""What other apps call the exercises of this gym."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class ImportName(Base):
    """What a member's other app calls an exercise, and what it is called here."""

    __tablename__ = "import_names"
    __table_args__ = {"schema": "public"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="import_names_member_id_fkey", ondelete="CASCADE")
    )
    written: Mapped[str] = mapped_column(Text)
    exercise_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))

"""Credentials and sessions; no station may read either."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, Interval, LargeBinary, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class Credential(Base):
    """sha256 of argon2id proofs; the secret itself never reaches the server."""

    __tablename__ = "credentials"
    __table_args__ = {"schema": "auth"}

    profile_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("public.profiles.id", name="credentials_profile_id_fkey", ondelete="CASCADE"),
        primary_key=True,
    )
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    time_cost: Mapped[int] = mapped_column(Integer)
    memory_cost: Mapped[int] = mapped_column(Integer)
    parallelism: Mapped[int] = mapped_column(Integer)
    proof_hash: Mapped[bytes] = mapped_column(LargeBinary)
    attempts: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))


class SessionRow(Base):
    """Open and past sessions; holds only the hash of each token."""

    __tablename__ = "sessions"
    __table_args__ = {"schema": "auth"}

    id: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    profile_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("public.profiles.id", name="sessions_profile_id_fkey", ondelete="CASCADE")
    )
    station: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    idle: Mapped[timedelta] = mapped_column(Interval)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

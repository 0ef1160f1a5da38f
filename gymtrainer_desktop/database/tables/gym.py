"""The gym's settings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, DateTime, Integer, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from gymtrainer_desktop.database.tables.base import Base


class GymSettingsRow(Base):
    """What holds for the whole gym; one row."""

    __tablename__ = "gym_settings"
    __table_args__ = {"schema": "public"}

    id: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text, server_default=text("'UTC'::text"))
    week_start: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    weight_unit: Mapped[str] = mapped_column(Text, server_default=text("'kg'::text"))
    e1rm_formula: Mapped[str] = mapped_column(Text, server_default=text("'epley'::text"))
    staff_idle_minutes: Mapped[int] = mapped_column(Integer, server_default=text("15"))
    kiosk_idle_minutes: Mapped[int] = mapped_column(Integer, server_default=text("5"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    trainers_may_assign: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    offer_days: Mapped[int] = mapped_column(Integer, server_default=text("3"))

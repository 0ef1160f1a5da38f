"""The gym's settings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ARRAY, Boolean, DateTime, Integer, Numeric, SmallInteger, Text, text
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
    bar_kg: Mapped[Decimal] = mapped_column(Numeric(6, 2), server_default=text("20"))
    bar_lb: Mapped[Decimal] = mapped_column(Numeric(6, 2), server_default=text("45"))
    plates_kg: Mapped[list[Decimal]] = mapped_column(
        ARRAY(Numeric(6, 2)), server_default=text("'{25,20,15,10,5,2.5,1.25}'::numeric[]")
    )
    plates_lb: Mapped[list[Decimal]] = mapped_column(
        ARRAY(Numeric(6, 2)), server_default=text("'{45,35,25,10,5,2.5}'::numeric[]")
    )
    kiosk_offline_days: Mapped[int] = mapped_column(Integer, server_default=text("0"))

"""What the model of a gym consists of."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

OPEN = ("waiting", "offered", "accepted")


@dataclass
class Trainer:
    id: UUID
    limit: int
    on: bool = True
    erased: bool = False


@dataclass
class Member:
    id: UUID
    active: bool = True
    erased: bool = False
    signed_in: bool = True
    logs: int = 0


@dataclass
class Assignment:
    id: UUID
    member: UUID
    trainer: UUID
    status: str = "active"
    version: int = 1
    logs: int = 0


@dataclass
class Exercise:
    id: UUID
    plan: UUID
    logs: int = 0
    archived: bool = False
    replaces: UUID | None = None


@dataclass
class Plan:
    id: UUID
    assignment: UUID
    expired: bool
    status: str = "active"


@dataclass
class Entry:
    id: UUID
    member: UUID
    wish: UUID | None
    status: str = "waiting"
    offered: UUID | None = None


@dataclass
class Request:
    id: UUID
    entry: UUID
    trainer: UUID
    status: str = "open"

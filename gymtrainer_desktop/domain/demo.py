"""The demo gym as its first page shows it: its name, and who can sign in how."""

from __future__ import annotations

from dataclasses import dataclass

from gymtrainer_desktop.domain.people import Role


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One way in: staff by e-mail and password, members by number and PIN.

    Attributes:
        role: What this door is for; staff who are several things are listed as what they do most.
        login: E-mail, or the member number where `role` is `MEMBER`.
        secret: Password or PIN; shown on purpose, since the gym is thrown away.
    """

    role: Role
    name: str
    login: str
    secret: str


@dataclass(frozen=True, slots=True)
class DemoGym:
    """A demo gym that was filled.

    Attributes:
        sign_ins: Everybody who can sign in, the most telling people first.
    """

    name: str
    sign_ins: tuple[DemoSignIn, ...]

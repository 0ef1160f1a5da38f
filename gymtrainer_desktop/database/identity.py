"""Sign-in: from a secret to a proof, from a proof to a token. The secret never leaves this process."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, text

from gymtrainer_desktop.database.engine import NOBODY, Database, Identity
from gymtrainer_desktop.domain.errors import SignedOut, UserError

PROOF_BYTES = 32


@dataclass(frozen=True, slots=True)
class ProofParameters:
    """Parameters of argon2id.

    Attributes:
        memory_cost: KiB.
    """

    time_cost: int
    memory_cost: int
    parallelism: int


# argon2-cffi's defaults (RFC 9106, low-memory profile).
DEFAULTS = ProofParameters(time_cost=3, memory_cost=65_536, parallelism=4)
_MOST = ProofParameters(time_cost=10, memory_cost=262_144, parallelism=16)
"""The server says how dear a proof is, and people may set their own: no workstation pays any price."""


class SignInRefused(UserError):
    """Wrong secret, or too many tries.

    Attributes:
        retry_after_seconds: How long the log-in stays locked; 0 when one may try again at once.
    """

    def __init__(self, message: str, code: str, retry_after_seconds: int) -> None:
        super().__init__(message, code=code, field="secret")
        self.retry_after_seconds = retry_after_seconds


def derive_proof(secret: str, salt: bytes, parameters: ProofParameters) -> bytes:
    """Return argon2id(secret, salt), 32 bytes. Takes some 50 ms with the defaults, by design."""
    from argon2.low_level import Type, hash_secret_raw  # slow to import

    return hash_secret_raw(
        secret.encode("utf-8"),
        salt,
        time_cost=parameters.time_cost,
        memory_cost=parameters.memory_cost,
        parallelism=parameters.parallelism,
        hash_len=PROOF_BYTES,
        type=Type.ID,
    )


def sign_in(database: Database, login: str, secret: str, *, member: bool) -> Identity:
    """Sign a person in and return the identity to act with.

    Args:
        database: As the station.
        login: E-mail of staff, or member number.
        secret: Password or PIN.
        member: Whether to sign in as a member, by number and PIN.

    Raises:
        SignInRefused: Wrong, or locked for some seconds.
        Unavailable: The server is away.
    """
    proof, parameters = _proof(database, login, secret)
    function = "auth.sign_in_member" if member else "auth.sign_in"
    with database.transaction(NOBODY) as connection:
        answer = connection.execute(
            text(f"SELECT status, token, retry_after_seconds FROM {function}(:login, :proof)"),  # noqa: S608
            {"login": login, "proof": proof},
        ).one()
    if answer.status != "ok":
        raise _refusal(answer.status, answer.retry_after_seconds or 0, member=member)
    identity = Identity(answer.token)
    if parameters != DEFAULTS:
        _renew_proof(database, identity, secret, proof, member=member)
    return identity


def check_staff(database: Database, login: str, secret: str) -> None:
    """Check e-mail and password of staff without opening a session.

    Raises:
        SignInRefused: Wrong, not of staff, or locked for some seconds.
        Unavailable: The server is away.
    """
    proof, _ = _proof(database, login, secret)
    with database.transaction(NOBODY) as connection:
        answer = connection.execute(
            text("SELECT status, retry_after_seconds FROM auth.check_staff(:login, :proof)"),
            {"login": login, "proof": proof},
        ).one()
    if answer.status != "ok":
        raise _refusal(answer.status, answer.retry_after_seconds or 0, member=False)


def _proof(database: Database, login: str, secret: str) -> tuple[bytes, ProofParameters]:
    with database.transaction(NOBODY) as connection:
        row = connection.execute(
            text("SELECT salt, time_cost, memory_cost, parallelism FROM auth.sign_in_challenge(:login)"),
            {"login": login},
        ).one()
    parameters = ProofParameters(row.time_cost, row.memory_cost, row.parallelism)
    if (
        parameters.time_cost > _MOST.time_cost
        or parameters.memory_cost > _MOST.memory_cost
        or parameters.parallelism > _MOST.parallelism
    ):
        raise SignInRefused("This sign-in cannot be used. Ask the front desk for a new one.", "too_dear", 0)
    return derive_proof(secret, bytes(row.salt), parameters), parameters


def _refusal(status: str, seconds: int, *, member: bool) -> SignInRefused:
    if status == "locked" or seconds:
        wait = f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"
        return SignInRefused(f"Too many tries. Wait {wait} and try again.", "locked", seconds)
    pair = "Member number and PIN" if member else "E-mail and password"
    return SignInRefused(f"{pair} do not match.", "wrong", 0)


def _renew_proof(
    database: Database, identity: Identity, secret: str, old_proof: bytes, *, member: bool
) -> None:
    """Store the proof under today's parameters, while the secret is at hand."""
    with database.transaction(identity) as connection:
        person = connection.execute(text("SELECT auth.uid()")).scalar_one()
        set_secret(connection, str(person), "pin" if member else "password", secret, old_proof=old_proof)


def set_secret(
    connection: Connection,
    person_id: str,
    kind: str,
    secret: str,
    *,
    old_proof: bytes | None = None,
    parameters: ProofParameters = DEFAULTS,
) -> None:
    """Set somebody's password or PIN within an open transaction.

    Args:
        connection: A transaction of an admin, of the owner of the database, or of the person with
            `old_proof`.
        person_id: `profiles.id`.
        kind: "password" or "pin".
        secret: The new secret; only its proof is sent.
        old_proof: Proof of the present secret, when it is one's own.
        parameters: Cost of deriving the proof.

    Raises:
        Denied: The caller may not (raised when the transaction is one of `Database.transaction`).
    """
    salt = os.urandom(16)
    connection.execute(
        text("SELECT auth.set_credential(:person, :kind, :salt, :t, :m, :p, :proof, :old)"),
        {
            "person": person_id,
            "kind": kind,
            "salt": salt,
            "t": parameters.time_cost,
            "m": parameters.memory_cost,
            "p": parameters.parallelism,
            "proof": derive_proof(secret, salt, parameters),
            "old": old_proof,
        },
    )


def sign_out(database: Database, identity: Identity) -> None:
    """Revoke the session; harmless when it has ended already."""
    with suppress(SignedOut), database.transaction(identity) as connection:
        connection.execute(text("SELECT auth.sign_out()"))


def issue_session(connection: Connection, person_id: str, scope: str, station: str) -> Identity:
    """Open a session as the owner of the database, for the command line on one's own data folder.

    Args:
        connection: A maintenance connection (a member of `gym_owner`).
        person_id: Whom to act as.
        scope: "staff" or "member".
        station: Login role that will use the session.
    """
    token = connection.execute(
        text("SELECT auth.issue_session(:person, :scope, :station)"),
        {"person": person_id, "scope": scope, "station": station},
    ).scalar_one()
    return Identity(token)

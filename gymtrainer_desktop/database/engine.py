"""The engine, and the one way to a transaction: with somebody's identity, or expressly with nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text

from gymtrainer_desktop.database.errors import translate
from gymtrainer_desktop.domain.errors import SignedOut

CONNECT_SECONDS = 5
"""How long a connection attempt may take before the person hears that the server is away."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a transaction acts with: the opaque token of a session. It never shows in a repr or a log."""

    token: str = field(repr=False)


NOBODY = Identity("")
"""Before sign-in: sees the gym's name and may sign in."""


class Database:
    """A pool of connections as one station.

    Args:
        url: `postgresql+psycopg://` URL of the station's login role.
        pool_size: Connections kept open.
    """

    def __init__(self, url: URL | str, *, pool_size: int = 5) -> None:
        self.url = make_url(url)
        self.engine: Engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=5,
            pool_timeout=10,
            pool_pre_ping=True,
            # An error that ends in a log or a report shows its statement, never a token, a proof or a name.
            hide_parameters=True,
            # Whether an INSERT … ON CONFLICT DO NOTHING wrote its row is asked of rowcount.
            execution_options={"preserve_rowcount": True},
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "gymtrainer",
                # A pooler in transaction mode would meet prepared statements of another connection.
                "prepare_threshold": None,
                "keepalives_idle": 10,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
            },
        )

    @contextmanager
    def transaction(self, identity: Identity) -> Iterator[Connection]:
        """Open a transaction as `identity`; commit at the end, roll back on any exception.

        The token is bound for this transaction only, so that no pool, ours or one in between, can hand one
        person's rights to the next.

        Yields:
            The connection, with the token bound before its first statement.

        Raises:
            SignedOut: The session behind the identity has ended.
            UserError: A rule of the database was broken; the sentence says which.
            Unavailable: The server is away or busy; nothing is known to be written.
        """
        try:
            with self.engine.begin() as connection:
                # One statement binds the token and asks whose it is: the function in FROM runs first.
                person = connection.execute(
                    text("SELECT auth.uid() FROM set_config('gym.token', :token, true)"),
                    {"token": identity.token},
                ).scalar_one()
                if person is None and identity != NOBODY:
                    raise SignedOut("Your session has ended. Sign in again; nothing was changed.")
                yield connection
        except Exception as error:
            meant = translate(error)
            if meant is None or meant is error:
                raise
            # `from None`: the driver's message may quote what people typed.
            raise meant from None

    def dispose(self) -> None:
        """Close every idle connection; those in use close when they come back."""
        self.engine.dispose()

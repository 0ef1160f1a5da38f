"""Guesses count before they are looked at; a kiosk locks no desk; without a session nothing is compared.

And a workstation asks whose things it must not keep any more.

Revision: 0005, after 0004
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
TOPICS = ("doors", "gate", "erased")
# What the replaced functions were, is written in the files of former revisions.
REPLACED = {
    "0002/sign_in": ("auth.sign_in_challenge", "auth.try_secret"),
    "0002/desk": ("public.people_matching",),
    "0004/kiosk": ("auth.check_staff",),
}


def _execute(sql: str) -> None:
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(sql)


def upgrade() -> None:
    for topic in TOPICS:
        _execute((SQL / "0005" / f"{topic}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    for file, names in REPLACED.items():
        former = (SQL / f"{file}.sql").read_text(encoding="utf-8")
        for name in names:
            body = re.search(
                rf"FUNCTION {re.escape(name)}\(.*?^(?:END )?\$\$;(?:\nCOMMENT ON FUNCTION [^\n]*;)?$",
                former,
                re.S | re.M,
            )
            assert body is not None, name
            # As the second revision left them: temporary objects are looked for last.
            _execute(
                "CREATE OR REPLACE "
                + body[0].replace("SET search_path = ''", "SET search_path = pg_catalog, pg_temp", 1)
            )
    _execute((SQL / "0005" / "down.sql").read_text(encoding="utf-8"))

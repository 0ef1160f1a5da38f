"""Skips, corrections, cards; what was entered while the server was away, and what it refused of that.

Revision: 0004, after 0003
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
TOPICS = ("workouts", "kiosk")
# What the replaced functions were, is written in the files of former revisions.
REPLACED = {
    "0002/sign_in": ("auth.find_credential",),
    "0003/programming": ("public.stamp_progress",),
    "0003/client_records": ("auth.person_rows",),
}


def _execute(sql: str) -> None:
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(sql)


def upgrade() -> None:
    for topic in TOPICS:
        _execute((SQL / "0004" / f"{topic}.sql").read_text(encoding="utf-8"))


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
    _execute((SQL / "0004" / "down.sql").read_text(encoding="utf-8"))

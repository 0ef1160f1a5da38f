"""Supersets, progression and deload weeks; goals and injuries of a client; the plates of the gym.

Revision: 0003, after 0002
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
TOPICS = ("programming", "client_records")
# What the replaced functions were, is written in the files of former revisions.
REPLACED = {
    "0001/triggers": ("public.guard_exercise",),
    "0002/corrections": ("public.stamp_progress",),
    "0002/handover": ("public.transfer_assignment",),
    "0002/people": ("auth.person_rows",),
}


def _execute(sql: str) -> None:
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(sql)


def upgrade() -> None:
    for topic in TOPICS:
        _execute((SQL / "0003" / f"{topic}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    for file, names in REPLACED.items():
        former = (SQL / f"{file}.sql").read_text(encoding="utf-8")
        for name in names:
            body = re.search(
                rf"FUNCTION {re.escape(name)}\(.*?^(?:END )?\$\$;\nCOMMENT ON FUNCTION .*?;$",
                former,
                re.S | re.M,
            )
            assert body is not None, name
            # As the second revision left them: temporary objects are looked for last.
            _execute(
                "CREATE OR REPLACE "
                + body[0].replace("SET search_path = ''", "SET search_path = pg_catalog, pg_temp", 1)
            )
    _execute((SQL / "0003" / "down.sql").read_text(encoding="utf-8"))

"""Library, templates, waiting list, messages; hand-over, bulk assignment, erasing a person.

Revision: 0002, after 0001
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
TOPICS = ("erasing", "library", "waitlist", "messages", "handover", "people", "corrections")
# Replaced by "corrections"; what they were is written in the files of the first revision.
REPLACED = ("stamp_assignment", "stamp_plan", "stamp_progress", "stamp_note", "refuse_change")


def _execute(sql: str) -> None:
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(sql)


def upgrade() -> None:
    for topic in TOPICS:
        _execute((SQL / "0002" / f"{topic}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    _execute((SQL / "0002" / "down.sql").read_text(encoding="utf-8"))
    former = (SQL / "0001" / "triggers.sql").read_text(encoding="utf-8")
    for name in REPLACED:
        body = re.search(rf"CREATE FUNCTION public\.{name}\(\).*?^END \$\$;\n(COMMENT ON FUNCTION .*?;$)", former, re.S | re.M)
        assert body is not None, name
        _execute(body[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
    _execute("DROP FUNCTION auth.is_erasing(); DROP TABLE auth.erasing")

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
TOPICS = (
    "erasing",
    "library",
    "waitlist",
    "messages",
    "handover",
    "people",
    "desk",
    "corrections",
    "sign_in",
)
# Replaced by "corrections" and "sign_in"; what they were is written in the files of the first revision.
REPLACED = {
    "triggers": (
        "public.stamp_assignment",
        "public.stamp_plan",
        "public.stamp_progress",
        "public.stamp_note",
        "public.refuse_change",
    ),
    "identity": (
        "auth.known_person_ids",
        "auth.own_trainer_ids",
        "auth.find_credential",
        "auth.sign_in_challenge",
        "auth.try_secret",
    ),
}


def _execute(sql: str) -> None:
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(sql)


def upgrade() -> None:
    for topic in TOPICS:
        _execute((SQL / "0002" / f"{topic}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    _execute((SQL / "0002" / "down.sql").read_text(encoding="utf-8"))
    for topic, names in REPLACED.items():
        former = (SQL / "0001" / f"{topic}.sql").read_text(encoding="utf-8")
        for name in names:
            body = re.search(
                rf"CREATE FUNCTION {re.escape(name)}\(.*?^(?:END )?\$\$;\nCOMMENT ON FUNCTION .*?;$",
                former,
                re.S | re.M,
            )
            assert body is not None, name
            _execute(body[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
    _execute("DROP FUNCTION auth.is_erasing(); DROP TABLE auth.erasing")

"""The guide's tables and what sign-in, sets, notifications and settings need.

Revision: 0001, the first
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql" / "0001"
TOPICS = ("tables", "time", "identity", "functions", "triggers", "policies", "grants")


def _run(topic: str) -> None:
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute((SQL / f"{topic}.sql").read_text(encoding="utf-8"))


def upgrade() -> None:
    for topic in TOPICS:
        _run(topic)


def downgrade() -> None:
    _run("drop")

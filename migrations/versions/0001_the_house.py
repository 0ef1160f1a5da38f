"""The guide's tables and what sign-in, sets, notifications and settings need.

Revision: 0001, the first
"""

from __future__ import annotations

from gymtrainer_desktop.database.revisions import run_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TOPICS = ("tables", "time", "identity", "functions", "triggers", "policies", "grants")


def upgrade() -> None:
    for topic in TOPICS:
        run_sql(f"0001/{topic}")


def downgrade() -> None:
    run_sql("0001/drop")

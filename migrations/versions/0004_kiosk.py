"""Skips, corrections, cards; what was entered while the server was away, and what it refused of that.

Revision: 0004, after 0003
"""

from __future__ import annotations

from gymtrainer_desktop.database.revisions import bring_back, run_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TOPICS = ("workouts", "kiosk")
# What the replaced functions were, is written in the files of former revisions.
REPLACED = {
    "0002/sign_in": ("auth.find_credential",),
    "0003/programming": ("public.stamp_progress",),
    "0003/client_records": ("auth.person_rows",),
}


def upgrade() -> None:
    for topic in TOPICS:
        run_sql(f"0004/{topic}")


def downgrade() -> None:
    bring_back(REPLACED)
    run_sql("0004/down")

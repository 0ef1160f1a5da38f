"""Supersets, progression and deload weeks; goals and injuries of a client; the plates of the gym.

Revision: 0003, after 0002
"""

from __future__ import annotations

from gymtrainer_desktop.database.revisions import bring_back, run_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TOPICS = ("programming", "client_records")
# What the replaced functions were, is written in the files of former revisions.
REPLACED = {
    "0001/triggers": ("public.guard_exercise",),
    "0002/corrections": ("public.stamp_progress",),
    "0002/handover": ("public.transfer_assignment",),
    "0002/people": ("auth.person_rows",),
}


def upgrade() -> None:
    for topic in TOPICS:
        run_sql(f"0003/{topic}")


def downgrade() -> None:
    bring_back(REPLACED)
    run_sql("0003/down")

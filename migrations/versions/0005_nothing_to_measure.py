"""Guesses count before they are looked at; a kiosk locks no desk; without a session nothing is compared.

A workstation asks whose things it must not keep any more. Trainers correct what they entered for a client.
The desk enters a skip that was refused, says why it puts an entry aside, and takes either back.

Revision: 0005, after 0004
"""

from __future__ import annotations

from gymtrainer_desktop.database.revisions import bring_back, run_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TOPICS = ("doors", "gate", "erased", "trainers", "refused")
# What the replaced functions were, is written in the files of former revisions.
REPLACED = {
    "0002/sign_in": ("auth.sign_in_challenge", "auth.try_secret"),
    "0002/desk": ("public.people_matching",),
    "0004/kiosk": ("auth.find_credential", "auth.check_staff"),
    "0004/workouts": ("public.delete_own_log", "public.replace_own_sets"),
}


def upgrade() -> None:
    for topic in TOPICS:
        run_sql(f"0005/{topic}")


def downgrade() -> None:
    bring_back(REPLACED)
    run_sql("0005/down")

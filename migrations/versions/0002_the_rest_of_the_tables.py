"""Library, templates, waiting list, messages; hand-over, bulk assignment, erasing a person.

Revision: 0002, after 0001
"""

from __future__ import annotations

from gymtrainer_desktop.database.revisions import bring_back, execute, run_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

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
    "0001/triggers": (
        "public.stamp_assignment",
        "public.stamp_plan",
        "public.stamp_progress",
        "public.stamp_note",
        "public.refuse_change",
    ),
    "0001/identity": (
        "auth.known_person_ids",
        "auth.own_trainer_ids",
        "auth.find_credential",
        "auth.sign_in_challenge",
        "auth.try_secret",
    ),
}


def upgrade() -> None:
    for topic in TOPICS:
        run_sql(f"0002/{topic}")


def downgrade() -> None:
    run_sql("0002/down")
    bring_back(REPLACED, search_path="''")
    execute("DROP FUNCTION auth.is_erasing(); DROP TABLE auth.erasing")

"""Everything about oneself, held against the catalogue: a new table or column about people is noticed here."""

from __future__ import annotations

import re

from sqlalchemy import text

from gymtrainer_desktop.services.person_facts import FACTS
from tests.factories import Gym

# Tables that lead to a person, or name one without a reference, and are not part of what is saved; and why.
NOT_SAVED = {
    "auth.credentials": "secrets; that there is a PIN or a password is told as a sign-in",
    "auth.sessions": "tokens of sign-ins, gone in hours; the last one is told as a sign-in",
    "auth.erasing": "filled and emptied within one transaction",
    "auth.replaying": "filled and emptied within one transaction",
    "client_visits": "when a trainer last looked: the trainer's own mark, unread for the member too",
    "exercises": "the gym's library; who added an exercise says nothing about them",
    "audit_log": "told as changes, to the desk that alone may read it",
}
# Columns that are not saved although their table is; of every table, or of one.
KEYS_AND_MARKS = {"id", "version", "updated_at", "search", "iso_day", "order_index"}
NOT_SAVED_COLUMNS = {
    "profiles": {"photo": "a file of its own"},
    "instructors": {
        "user_id": "oneself",
        "photo": "a file of its own, where the person has none",
        "max_clients": "how loaded a trainer is, is nothing that a kiosk may read",
        "active_clients": "the same",
    },
    "trainer_assignments": {"member_id": "oneself", "trainer_id": "by name", "created_at": "as assigned_at"},
    "trainer_waitlist": {
        "member_id": "oneself",
        "trainer_id": "by name",
        "offered_trainer_id": "by name",
        "rank": "the place among others, which moves with them",
    },
    "client_requests": {"waitlist_id": "the person", "trainer_id": "by name", "answered_by": "the desk"},
    "workout_plans": {"assignment_id": "the person", "created_by": "by name"},
    "workout_exercises": {"plan_id": "by title", "replaces_id": "a key", "created_at": "as valid_from"},
    "workout_progress": {"member_id": "oneself", "exercise_id": "by name", "assignment_id": "a key"},
    "workout_sets": {"member_id": "oneself", "progress_id": "by name and time"},
    "exercise_skips": {"member_id": "oneself", "exercise_id": "by name"},
    "import_names": {"member_id": "oneself"},
    "member_cards": {"member_id": "oneself"},
    "refused_entries": {"member_id": "oneself", "station": "the gym's machine", "settled_by": "the desk"},
    "trainer_client_notes": {"assignment_id": "the person", "trainer_id": "by name"},
    "client_records": {"member_id": "oneself"},
    "messages": {"assignment_id": "the person", "sender_id": "as written_by"},
    "notifications": {"recipient_id": "oneself", "subject_id": "a key"},
    "plan_templates": {"owner_id": "oneself", "created_by": "oneself, or the desk"},
    "template_exercises": {"template_id": "by title"},
}

_ABOUT_PEOPLE = """
    WITH RECURSIVE about(oid) AS (
        SELECT CAST('public.profiles' AS regclass)::oid
        UNION SELECT k.conrelid FROM pg_constraint k JOIN about a ON a.oid = k.confrelid WHERE k.contype = 'f'),
    found AS (
        SELECT oid FROM about
        UNION SELECT c.oid FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND t.atttypid = CAST('uuid' AS regtype)
            AND t.attname ~ '^(member|person|profile|recipient|user|sender|client)_id$')
    SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,
        array_agg(t.attname ORDER BY t.attnum) AS columns
    FROM found f JOIN pg_class c ON c.oid = f.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute t ON t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped
    WHERE n.nspname IN ('public', 'auth') GROUP BY 1
"""


def test_every_table_and_column_about_people_is_saved_or_has_a_reason_not_to_be(gym: Gym) -> None:
    tables = {r.name: set(r.columns) for r in gym.owner.execute(text(_ABOUT_PEOPLE))}
    saved = {}
    for statement in FACTS.values():
        # The first table after FROM is the one whose rows are saved; its columns stand with its letter.
        found = re.search(r"FROM public\.(\w+) (\w+)\b", statement)
        if found is not None:
            saved[found[1]] = set(re.findall(rf"\b{found[2]}\.(\w+)", statement.split("WHERE")[0]))
    missing = tables.keys() - saved.keys() - NOT_SAVED.keys()
    assert not missing, "save it in services/person_facts.py, or say here why not"
    assert tables.keys() >= NOT_SAVED.keys() | (saved.keys() - {"audit_log"}), (
        "a reason for what is not there"
    )
    for table in saved.keys() & tables.keys() - NOT_SAVED.keys():
        excused = KEYS_AND_MARKS | NOT_SAVED_COLUMNS.get(table, {}).keys()
        assert tables[table] - saved[table] - excused == set(), f"columns of {table} that nobody would see"

"""Who may do what: one table of everything, read by the tests of the policies.

The gym of the matrix: Tess trains Mara now; Frank trained Mara before and has nobody left; Oscar trains Nils.
Every cell that is not written down is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Who acts -> (station, what they are signed in as).
ACTORS = {
    "admin": "station_desk",
    "trainer": "station_desk",
    "former": "station_desk",
    "other-trainer": "station_desk",
    "member": "station_kiosk",
    "other-member": "station_kiosk",
    "admin-as-member": "station_kiosk",
    "kiosk": "station_kiosk",
    "nobody": "station_desk",
}
EVERYBODY = " ".join(ACTORS)
SIGNED_IN = EVERYBODY.replace(" kiosk nobody", "")
COMMANDS = ("select", "insert", "update", "delete")

_WRITE_TEMPLATES = {
    "gym": "admin",
    "now": "admin trainer",
    "others": "admin other-trainer",
    "ended": "admin former",
}
_WRITE_RECORDS = {
    "now": "admin trainer",
    "others": "admin other-trainer",
    "ended": "admin",
    "paused": "admin",
}
_OWN_SKIPS = {"now": "member", "others": "other-member", "ended": "member"}
# Table -> command -> row -> who may. "now" is Mara with Tess, "others" Nils with Oscar, "ended" Mara with Frank.
ALLOWED: dict[str, dict[str, dict[str, str]]] = {
    "gym_settings": {
        "select": {"gym": EVERYBODY},
        "insert": {"gym": ""},
        "update": {"gym": "admin"},
        "delete": {"gym": ""},
    },
    "profiles": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "desk": "admin admin-as-member",
        },
        "insert": {"new": "admin"},
        "update": {
            "now": "admin member",
            "others": "admin other-member",
            "desk": "admin admin-as-member",
        },
        "delete": {"now": "", "others": "", "desk": ""},
    },
    "instructors": {
        "select": {
            "now": "admin trainer former other-trainer member",
            "others": "admin trainer former other-trainer other-member",
            "ended": "admin trainer former other-trainer member",
        },
        "insert": {"new": "admin"},
        "update": {"now": "admin", "others": "admin", "ended": "admin"},
        "delete": {"now": "", "others": "", "ended": ""},
    },
    "trainer_assignments": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer former member",
        },
        "insert": {"now": "admin", "others": "admin", "ended": "admin"},
        "update": {"now": "admin", "others": "admin", "ended": "admin"},
        "delete": {"now": "admin", "others": "admin", "ended": "admin"},
    },
    "workout_plans": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer former member",
        },
        "insert": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
        "update": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
        "delete": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
    },
    "workout_exercises": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer former member",
        },
        "insert": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
        "update": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
        "delete": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
    },
    "workout_progress": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer member",
        },
        "insert": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer member",
        },
        "update": {
            "now": "admin member",
            "others": "admin other-member",
            "ended": "admin member",
            "by-trainer": "admin trainer member",
        },
        # Members delete by function.
        "delete": dict.fromkeys(("now", "others", "ended", "by-trainer"), "admin"),
    },
    "workout_sets": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer member",
        },
        "insert": {
            "now": "admin member",
            "others": "admin other-member",
            "ended": "admin member",
            "by-trainer": "admin trainer member",
        },
        "update": {"now": "admin member", "others": "admin other-member", "ended": "admin member"},
        "delete": {"now": "admin", "others": "admin", "ended": "admin"},
    },
    "exercise_skips": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin trainer member",
        },
        "insert": _OWN_SKIPS,
        "update": _OWN_SKIPS,
        "delete": dict.fromkeys(_OWN_SKIPS, ""),
    },
    "import_names": {
        "select": {"now": "member", "others": "other-member"},
        "insert": {"now": "member", "others": "other-member"},
        "update": {"now": "member", "others": "other-member"},
        "delete": {"now": "", "others": ""},
    },
    "member_cards": {
        "select": {"now": "admin", "others": "admin"},
        "insert": {"now": "admin", "others": "admin"},
        "update": {"now": "", "others": ""},
        "delete": {"now": "admin", "others": "admin"},
    },
    "refused_entries": {
        "select": {"now": "admin", "others": "admin"},
        "insert": {"now": "", "others": ""},
        "update": {"now": "", "others": ""},
        "delete": {"now": "", "others": ""},
    },
    "trainer_client_notes": {
        "select": {
            "now-private": "admin trainer",
            "now-shared": "admin trainer member",
            "others-private": "admin other-trainer",
            "others-shared": "admin other-trainer other-member",
            "ended-private": "admin former",
            "ended-shared": "admin former trainer member",
        },
        "insert": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin"},
        "update": {
            "now-private": "admin trainer",
            "now-shared": "admin trainer",
            "others-private": "admin other-trainer",
            "ended-private": "admin",
            "ended-shared": "admin",
        },
        "delete": {
            "now-private": "admin trainer",
            "now-shared": "admin trainer",
            "others-private": "admin other-trainer",
            "ended-private": "admin",
            "ended-shared": "admin",
        },
    },
    "client_visits": {
        "select": {"now": "trainer", "others": "other-trainer", "ended": "former"},
        "insert": {"now": "trainer", "others": "other-trainer", "ended": "", "strangers": ""},
        "update": {"now": "trainer", "others": "other-trainer", "ended": ""},
        "delete": {"now": "", "others": "", "ended": ""},
    },
    # "ended" was Frank's client and has nobody now; "paused" pauses with Tess.
    "client_records": {
        "select": {
            "now": "admin trainer",
            "others": "admin other-trainer",
            "ended": "admin",
            "paused": "admin trainer",
        },
        "insert": _WRITE_RECORDS,
        "update": _WRITE_RECORDS,
        "delete": dict.fromkeys(_WRITE_RECORDS, ""),
    },
    "notifications": {
        "select": {"now": "member", "others": "other-member", "to-trainer": "trainer"},
        "insert": {"now": "", "others": "", "to-trainer": ""},
        "update": {"now": "", "others": "", "to-trainer": ""},
        "delete": {"now": "", "others": "", "to-trainer": ""},
    },
    "exercises": {
        "select": dict.fromkeys(("builtin", "now", "others"), SIGNED_IN),
        "insert": {"new": "admin trainer former other-trainer"},
        "update": {"builtin": "", "now": "admin trainer", "others": "admin other-trainer"},
        "delete": {"builtin": "", "now": "admin trainer", "others": "admin other-trainer"},
    },
    "plan_templates": {
        "select": {
            "gym": "admin trainer former other-trainer",
            "now": "admin trainer",
            "others": "admin other-trainer",
            "ended": "admin former",
        },
        "insert": _WRITE_TEMPLATES,
        "update": _WRITE_TEMPLATES,
        "delete": _WRITE_TEMPLATES,
    },
    "template_exercises": {
        "select": {
            "gym": "admin trainer former other-trainer",
            "now": "admin trainer",
            "others": "admin other-trainer",
            "ended": "admin former",
        },
        "insert": _WRITE_TEMPLATES,
        "update": _WRITE_TEMPLATES,
        "delete": _WRITE_TEMPLATES,
    },
    "trainer_waitlist": {
        "select": {"now": "admin member", "others": "admin other-member"},
        "insert": {"new": "admin"},
        "update": {"now": "admin", "others": "admin"},
        "delete": {"now": "", "others": ""},
    },
    "client_requests": {
        "select": {"now": "admin trainer", "others": "admin other-trainer", "ended": "admin former"},
        "insert": {"now": "", "others": ""},
        "update": {"now": "", "others": ""},
        "delete": {"now": "", "others": ""},
    },
    "messages": {
        "select": {
            "now": "admin trainer member",
            "others": "admin other-trainer other-member",
            "ended": "admin former member",
        },
        "insert": {"now": "trainer member", "others": "other-trainer other-member", "ended": ""},
        "update": {"now": "", "others": "", "ended": ""},
        "delete": {"now": "", "others": "", "ended": ""},
    },
    "stations": {
        "select": {
            "desk": "admin trainer former other-trainer nobody",
            "kiosk": "admin member other-member admin-as-member kiosk",
            "room": "admin",
        },
        "insert": {"new": ""},
        "update": {"desk": "", "kiosk": ""},
        "delete": {"desk": "", "kiosk": ""},
    },
    "audit_log": {
        "select": {"now": "admin", "others": "admin", "ended": "admin"},
        "insert": {"new": ""},
        "update": {"now": "", "others": ""},
        "delete": {"now": "", "others": ""},
    },
    "alembic_version": {
        "select": {"schema": EVERYBODY},
        "insert": {"new": ""},
        "update": {"schema": ""},
        "delete": {"schema": ""},
    },
    "auth.credentials": {c: {"now": ""} for c in COMMANDS},
    "auth.sessions": {c: {"now": ""} for c in COMMANDS},
    "auth.pepper": {c: {"the one": ""} for c in COMMANDS},
    "auth.erasing": {c: {"the one": ""} for c in COMMANDS},
    "auth.replaying": {c: {"the one": ""} for c in COMMANDS},
}

# What an update sets and what an insert writes, per table; %(…)s are values of the row.
CHANGES = {
    "gym_settings": "name = 'Renamed'",
    "profiles": "phone = '030 1'",
    "instructors": "bio = 'New'",
    "trainer_assignments": "notes = 'New'",
    "workout_plans": "goals = 'New'",
    "workout_exercises": "order_index = 7",
    "workout_progress": "rating = 2",
    "workout_sets": "reps = 5",
    "exercise_skips": "reason = 'New'",
    "import_names": "exercise_name = 'New'",
    "member_cards": "code = 'NEW-CARD'",
    "refused_entries": "settled_at = now()",
    "trainer_client_notes": "note = 'New'",
    "client_visits": "seen_at = now()",
    "client_records": "goals = 'New'",
    "notifications": "read_at = now()",
    "exercises": "instructions = 'New'",
    "plan_templates": "goals = 'New'",
    "template_exercises": "order_index = 7",
    "trainer_waitlist": "wants = 'New'",
    "client_requests": "status = 'granted'",
    "messages": "read_at = now()",
    "stations": "name = 'New'",
    "audit_log": "person_id = NULL",
    "alembic_version": "version_num = 'zzzz'",
    "auth.credentials": "attempts = 'auth.none'",
    "auth.sessions": "revoked_at = NULL",
    "auth.pepper": "value = ''",
    "auth.erasing": "person_id = NULL",
    "auth.replaying": "person_id = NULL",
}
INSERTS = {
    "gym_settings": "(name) VALUES ('Another')",
    "profiles": "(id, full_name, member_number) VALUES (%(new)s, 'New', 'NEW-1')",
    "instructors": "(id, name, user_id) VALUES (%(new)s, 'New', %(person)s)",
    "trainer_assignments": "(id, member_id, trainer_id, status, start_date)"
    " VALUES (%(new)s, %(member)s, %(trainer)s, 'paused', '2026-01-05')",
    "workout_plans": "(id, assignment_id, title, starts_on, status)"
    " VALUES (%(new)s, %(assignment)s, 'New', '2026-01-05', 'archived')",
    "workout_exercises": "(id, plan_id, day_of_week, exercise_name) VALUES (%(new)s, %(plan)s, 'Friday', 'Row')",
    "workout_progress": "(id, exercise_id, member_id, exercise_name, reps_completed)"
    " VALUES (%(new)s, %(exercise)s, %(member)s, 'Bench press', 8)",
    "workout_sets": "(id, progress_id, member_id, number, reps) VALUES (%(new)s, %(progress)s, %(member)s, 9, 8)",
    "exercise_skips": "(id, exercise_id, member_id, skipped_on)"
    " VALUES (%(new)s, %(exercise)s, %(member)s, public.gym_today() - 1)",
    "import_names": "(id, member_id, written, exercise_name) VALUES (%(new)s, %(member)s, 'New', 'Row')",
    "member_cards": "(id, member_id, code) VALUES (%(new)s, %(member)s, 'NEW-CARD')",
    "refused_entries": "(id, member_id, station, made_at, kind, entry, reason)"
    " VALUES (%(new)s, %(member)s, 'station_desk', now(), 'log', '{}', 'New')",
    "trainer_client_notes": "(id, assignment_id, trainer_id, note, is_private)"
    " VALUES (%(new)s, %(assignment)s, %(trainer)s, 'New', true)",
    "client_visits": "(trainer_id, member_id) VALUES (%(trainer)s, %(unvisited)s)",
    "client_records": "(id, member_id, goals) VALUES (%(new)s, %(client)s, 'New')",
    "notifications": "(recipient_id, kind) VALUES (%(recipient)s, 'assigned')",
    "exercises": "(id, name, category, equipment) VALUES (%(new)s, 'Matrix raise', 'strength', 'cable')",
    "plan_templates": "(id, owner_id, title) VALUES (%(new)s, %(owner)s, 'New')",
    "template_exercises": "(id, template_id, day_of_week, exercise_name) VALUES (%(new)s, %(template)s, 'Friday', 'Row')",
    "trainer_waitlist": "(id, member_id) VALUES (%(new)s, %(person)s)",
    "client_requests": "(waitlist_id, trainer_id) VALUES (%(entry)s, %(trainer)s)",
    "messages": "(id, assignment_id, body) VALUES (%(new)s, %(assignment)s, 'New')",
    "stations": "(name, role_name, kind) VALUES ('Mine', 'station_mine', 'staff')",
    "audit_log": "(station, table_name, row_id, operation) VALUES ('x', 'profiles', %(new)s, 'DELETE')",
    "alembic_version": "(version_num) VALUES ('zzzz')",
    "auth.credentials": "(profile_id, kind, salt, time_cost, memory_cost, parallelism, proof_hash, attempts)"
    " VALUES (%(person)s, 'pin', ''::bytea, 1, 8192, 1, ''::bytea, 'x')",
    "auth.sessions": "(token_hash, profile_id, station, scope, expires_at, idle)"
    " VALUES (''::bytea, %(person)s, 'station_desk', 'staff', 'infinity', '1 year')",
    "auth.pepper": "(value) VALUES (''::bytea)",
    "auth.erasing": "(transaction, person_id) VALUES (1, gen_random_uuid())",
    "auth.replaying": "(transaction, person_id) VALUES (1, gen_random_uuid())",
}
# Rows that a trigger keeps from whoever the policy lets through.
REFUSED_BY_TRIGGER = {"library_builtin_kept"}
# Rules that are asked after the policy has let a row through.
ASKED_AFTERWARDS = {"note_of_own_client", "progress_exercise_of_member"}


@dataclass(frozen=True)
class Cell:
    """One question of the matrix."""

    table: str
    command: str
    row: str
    actor: str

    @property
    def allowed(self) -> bool:
        return self.actor in ALLOWED[self.table][self.command][self.row].split()

    def __str__(self) -> str:
        return f"{self.actor} {'may' if self.allowed else 'may not'} {self.command} {self.table} ({self.row})"


def cells(table: str, *commands: str) -> Iterator[Cell]:
    """All cells of a table, actor by actor."""
    for actor in ACTORS:
        for command in commands or COMMANDS:
            for row in ALLOWED[table][command]:
                yield Cell(table, command, row, actor)

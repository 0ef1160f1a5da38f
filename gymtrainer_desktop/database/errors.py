"""Database errors become the application's three kinds of failure, here and nowhere else."""

from __future__ import annotations

import psycopg
from sqlalchemy import exc as sa

from gymtrainer_desktop.domain.errors import Conflict, Denied, GymError, Unavailable, UserError

# Constraint or trigger name -> (sentence, form field).
SENTENCES: dict[str, tuple[str, str | None]] = {
    "trainer_capacity": ("This trainer is full. Choose another one.", "trainer"),
    "trainer_not_available": ("This person does not take clients at the moment.", "trainer"),
    "unique_active_assignment": ("This member already has an active trainer.", "member"),
    "assignment_not_oneself": ("Nobody can train themselves.", "trainer"),
    "assignment_member_active": ("This member is no longer active.", "member"),
    "assignment_dates": ("The end lies before the start.", "end_date"),
    "assignment_notes_length": ("The note is too long: at most 4,000 characters.", "notes"),
    "assignment_member_fixed": ("An assignment cannot move to another member.", None),
    "assignment_completed_final": ("A completed assignment stays completed. Make a new one.", None),
    "trainer_has_clients": (
        "This trainer still has active clients. Complete or pause their assignments first.",
        "is_personal_trainer",
    ),
    "instructor_max_clients_range": ("The limit must be between 0 and 500.", "max_clients"),
    "instructor_rate_range": ("The rate must be between 0 and 100,000.", "hourly_rate"),
    "instructor_years_range": ("Years of experience must be between 0 and 80.", "years_experience"),
    "instructor_bio_length": ("The bio is too long: at most 4,000 characters.", "bio"),
    "instructor_lists_length": ("At most 20 entries each, 2,000 characters in all.", "specializations"),
    "instructor_name_length": ("A name has 1 to 200 characters.", "name"),
    "instructor_user_unique": ("This person already is an instructor.", None),
    "person_name_length": ("A name has 1 to 200 characters.", "full_name"),
    "person_email_shape": ("This does not look like an e-mail address.", "email"),
    "person_email_unique": ("Somebody else already has this e-mail address.", "email"),
    "person_phone_length": ("A phone number can have at most 40 characters.", "phone"),
    "person_birth_date_range": ("The date of birth must lie between 1900 and today.", "birth_date"),
    "person_photo_size": ("The photo is too large: at most 1 MB.", "photo"),
    "instructor_photo_size": ("The photo is too large: at most 1 MB.", "photo"),
    "member_number_shape": ("A member number has 1 to 32 letters, digits or dashes.", "member_number"),
    "member_number_unique": ("Somebody else already has this member number.", "member_number"),
    "profile_desk_only": ("Only the front desk can change this.", None),
    "unique_active_plan": ("This client already has an active plan. Reload to see it.", None),
    "plan_title_length": ("A title has 1 to 200 characters.", "title"),
    "plan_duration_range": ("A plan lasts between 1 and 104 weeks.", "duration_weeks"),
    "plan_goals_length": ("The goals are too long: at most 4,000 characters.", "goals"),
    "plan_description_length": ("The description is too long: at most 4,000 characters.", "description"),
    "plan_assignment_fixed": ("A plan cannot move to another client.", None),
    "plan_deload_weeks": ("Deload weeks are weeks of the plan: at most 52 of them.", "deload"),
    "exercise_from_week_range": ("An exercise begins in week 1 to 104 of its plan.", "progression"),
    "plan_deload_sets_range": ("A deload week keeps between 10 and 100 percent of the sets.", "deload"),
    "plan_deload_weight_range": ("A deload week keeps between 10 and 100 percent of the weight.", "deload"),
    "exercise_name_length": ("An exercise name has 1 to 200 characters.", "name"),
    "exercise_sets_range": ("Sets must be between 1 and 50.", "sets"),
    "exercise_reps_length": ("Reps can have at most 40 characters.", "reps"),
    "exercise_weight_length": ("A weight target can have at most 60 characters.", "weight"),
    "exercise_rest_range": ("Rest must be between 0 and 3600 seconds.", "rest_seconds"),
    "exercise_notes_length": ("Notes can have at most 4,000 characters.", "notes"),
    "exercise_order_range": ("A day can have at most 1,000 exercises.", None),
    "exercise_logged": ("This exercise was logged meanwhile. Reload the plan and try again.", None),
    "exercise_replaces_own_plan": ("This exercise belongs to another plan.", None),
    "exercise_superset": ("A superset is named by one letter, A to Z.", "superset"),
    "exercise_progression_length": ("A progression can have at most 60 characters.", "progression"),
    "exercise_weeks_valid": ("A week asks for something that an exercise cannot hold.", "progression"),
    "exercise_week_logged": (
        "A week of this exercise was logged meanwhile. Reload the plan and try again.",
        None,
    ),
    "library_name_length": ("An exercise name has 1 to 200 characters.", "name"),
    "library_name_unique": ("There is an exercise of this name. Choose another name.", "name"),
    "library_aliases_length": ("At most 20 aliases, 2,000 characters in all.", "aliases"),
    "library_group_length": ("A group's name has 1 to 60 characters.", "substitution_group"),
    "library_instructions_length": ("Instructions can have at most 4,000 characters.", "instructions"),
    "library_primary_muscles": ("Choose at most 8 of the primary muscles.", "primary_muscles"),
    "library_secondary_muscles": ("Choose at most 12 of the secondary muscles.", "secondary_muscles"),
    "library_builtin_kept": (
        "Exercises that come with the program stay as they are. Archive this one instead.",
        None,
    ),
    "progress_exercise_of_member": ("This exercise is not in the member's plan.", None),
    "progress_not_in_future": ("A workout cannot lie in the future.", "completed_at"),
    "progress_too_old": ("A workout cannot lie before 1970.", "completed_at"),
    "progress_fixed": ("A log keeps its member and its exercise.", None),
    "progress_rating_range": ("Difficulty is a number from 1 to 5.", "rating"),
    "progress_reps_range": ("Reps must be between 0 and 1000.", "reps"),
    "progress_weight_range": ("Weight must be between 0 and 2000.", "weight"),
    "progress_sets_range": ("Sets must be between 0 and 200.", "sets"),
    "progress_duration_range": ("A workout lasts at most a day.", "duration_minutes"),
    "progress_notes_length": ("A note can have at most 2,000 characters.", "notes"),
    "progress_exercise_name_length": ("An exercise name has 1 to 200 characters.", "exercise_name"),
    "set_number_range": ("At most 200 sets of one exercise.", "sets"),
    "set_reps_range": ("Reps must be between 0 and 1000.", "sets"),
    "set_weight_range": ("Weight must be between 0 and 2000.", "sets"),
    "set_rir_range": ("RIR must be between 0 and 10.", "sets"),
    "set_duration_range": ("A set lasts at most a day.", "sets"),
    "set_distance_range": ("A distance is at most 1,000 km.", "sets"),
    "skip_reason_length": ("A reason can have at most 200 characters.", "reason"),
    "skip_once_a_day": ("This exercise is skipped on that day already.", None),
    "skip_exercise_of_member": ("This exercise is not in the member's plan.", None),
    "skip_day_range": ("A day that is skipped lies in the last two weeks.", "on"),
    "import_name_written_length": ("A name has 1 to 200 characters.", "written"),
    "import_name_exercise_length": ("An exercise name has 1 to 200 characters.", "exercise_name"),
    "card_code_shape": ("A card has 4 to 64 letters, digits or dashes.", "code"),
    "card_code_unique": ("Somebody has this card already.", "code"),
    "gym_kiosk_offline_range": ("A kiosk keeps plans for 0 to 14 days.", "kiosk_offline_days"),
    "replay_session": ("Nobody was signed in here at that time.", None),
    "replay_person_inactive": ("This member is no longer active.", None),
    "replay_too_old": ("This waited for more than 30 days.", None),
    "entry_shape": ("This entry cannot be read.", None),
    "refused_aside_reason_length": ("Say why, in at most 200 characters.", "reason"),
    "refused_too_many": ("The front desk has 1,000 entries of this workstation to look at.", None),
    "refused_made_at_range": ("The date of this entry cannot be right.", None),
    "refused_entry_size": ("This entry is too large.", None),
    "note_length": ("A note has 1 to 4,000 characters.", "note"),
    "note_of_own_client": ("This is not your client.", None),
    "gym_name_length": ("The gym's name has 1 to 120 characters.", "name"),
    "gym_time_zone_known": ("The server does not know this time zone.", "time_zone"),
    "gym_week_start_range": ("Choose a first day of the week.", "week_start"),
    "gym_staff_idle_range": ("Staff idle time must be between 1 and 720 minutes.", "staff_idle_minutes"),
    "gym_kiosk_idle_range": ("Kiosk idle time must be between 1 and 60 minutes.", "kiosk_idle_minutes"),
    "gym_offer_days_range": ("An offer stands between 1 and 60 days.", "offer_days"),
    "gym_bar_kg_range": ("A bar weighs between 0 and 100 kg.", "bar_kg"),
    "gym_bar_lb_range": ("A bar weighs between 0 and 220 lb.", "bar_lb"),
    "gym_plates_kg": ("Name 1 to 20 plates of 0.1 to 100 kg.", "plates_kg"),
    "gym_plates_lb": ("Name 1 to 20 plates of 0.1 to 220 lb.", "plates_lb"),
    "waitlist_open_unique": ("This member is on the waiting list already.", "member"),
    "waitlist_wants_length": ("The wishes are too long: at most 1,000 characters.", "wants"),
    "waitlist_closed": ("This member does not wait any more. Reload the list.", None),
    "waitlist_has_trainer": ("This member already has an active trainer.", "member"),
    "waitlist_member_active": ("This member is no longer active.", "member"),
    "waitlist_offer_whole": ("Choose the trainer whose place is offered.", "trainer"),
    "offer_gone": ("This place is not offered any more.", None),
    "client_request_open_unique": ("You asked for this member already.", None),
    "client_request_note_length": ("The note is too long: at most 1,000 characters.", "note"),
    "request_answered": ("This request was answered meanwhile.", None),
    "trainers_may_not_assign": (
        "In this gym the front desk assigns clients. Ask for the member instead.",
        None,
    ),
    "trainer_only": ("Only personal trainers can do this.", None),
    "admin_only": ("Only an admin can do this.", None),
    "message_length": ("A message has 1 to 4,000 characters.", "body"),
    "template_title_length": ("A title has 1 to 200 characters.", "title"),
    "template_description_length": (
        "The description is too long: at most 4,000 characters.",
        "description",
    ),
    "template_goals_length": ("The goals are too long: at most 4,000 characters.", "goals"),
    "template_duration_range": ("A plan lasts between 1 and 104 weeks.", "duration_weeks"),
    "template_exercise_name_length": ("An exercise name has 1 to 200 characters.", "name"),
    "template_exercise_sets_range": ("Sets must be between 1 and 50.", "sets"),
    "template_exercise_reps_length": ("Reps can have at most 40 characters.", "reps"),
    "template_exercise_weight_length": ("A weight target can have at most 60 characters.", "weight"),
    "template_exercise_rest_range": ("Rest must be between 0 and 3600 seconds.", "rest_seconds"),
    "template_exercise_notes_length": ("Notes can have at most 4,000 characters.", "notes"),
    "template_exercise_order_range": ("A day can have at most 1,000 exercises.", None),
    "template_deload_weeks": ("Deload weeks are weeks of the plan: at most 52 of them.", "deload"),
    "template_deload_sets_range": ("A deload week keeps between 10 and 100 percent of the sets.", "deload"),
    "template_deload_weight_range": (
        "A deload week keeps between 10 and 100 percent of the weight.",
        "deload",
    ),
    "template_exercise_superset": ("A superset is named by one letter, A to Z.", "superset"),
    "template_exercise_progression_length": ("A progression can have at most 60 characters.", "progression"),
    "record_goals_length": ("The goals are too long: at most 4,000 characters.", "goals"),
    "record_injuries_length": ("Injuries and limits are too long: at most 4,000 characters.", "injuries"),
    "assignment_gone": ("This assignment is not there any more.", None),
    "transfer_same_trainer": ("The client is with this trainer already.", "trainer"),
    "transfer_completed": ("This assignment is completed. Assign the member anew.", None),
    "bulk_lines": ("Every line needs a member and a trainer.", None),
    "person_gone": ("This person is not there any more.", None),
    "last_admin": ("Somebody has to stay admin. Make another person admin first.", None),
    "deactivate_oneself": ("You cannot deactivate yourself. Ask another admin.", None),
    "erase_oneself": ("You cannot erase yourself. Ask another admin.", None),
    "person_has_assignment": ("This member still has a trainer. Complete the assignment first.", None),
    "credential_denied": ("You cannot change this sign-in.", None),
    "staff_only": ("Only staff can do this.", None),
    "audit_append_only": ("The audit log cannot be changed.", None),
}

# Rules that say: somebody else was quicker. The page shows both and lets the person choose.
_STALE = {
    "assignment_stale": "This assignment was changed meanwhile.",
    "profile_stale": "This person was changed meanwhile.",
}

# SQLSTATEs after which the same call may succeed later: connection trouble, shutdown, too many connections,
# lock and statement timeouts, deadlock and serialization failures, a full disk.
_LATER = {
    "53000": "The server is busy. Try again in a moment.",
    "53100": "The disk of the server is full. Nothing was saved; free some space and try again.",
    "53200": "The server has no memory left. Try again in a moment.",
    "53300": "Too many workstations are connected at the moment. Try again shortly.",
    "55P03": "Somebody else is changing the same thing. Try again in a moment.",
    "57014": "The server took too long to answer. Try again in a moment.",
    "57P01": "The server was stopped. Trying to reach it again.",
    "57P02": "The server stopped unexpectedly. Trying to reach it again.",
    "57P03": "The server is starting. Trying again.",
    "25P03": "The connection was closed for being idle. Try again.",
    "40001": "Somebody else changed the same thing. Try again.",
    "40P01": "Somebody else changed the same thing. Try again.",
    "58030": "The server cannot write to its disk. Nothing was saved.",
}
_BAD_CHARACTER = "The text holds a character that cannot be saved."
UNREACHABLE = "The database cannot be reached. Your work is kept; try again."


def translate(error: BaseException) -> GymError | None:
    """Say what an exception of the driver means to a person.

    Args:
        error: Anything raised while talking to the database.

    Returns:
        `UserError` (or `Denied`, `Conflict`), `Unavailable`, or None when it is a bug
        and should travel on as it is.
    """
    if isinstance(error, GymError):
        return error
    if isinstance(error, sa.TimeoutError):
        return Unavailable("The server is busy. Try again in a moment.")
    if isinstance(error, UnicodeEncodeError):
        return UserError(_BAD_CHARACTER, code="bad_character")
    original = error.orig if isinstance(error, sa.DBAPIError) else error
    if not isinstance(original, psycopg.Error):
        return None
    state = original.sqlstate or ""
    constraint = original.diag.constraint_name or ""
    if constraint in _STALE:
        return Conflict(_STALE[constraint], code="stale")
    if constraint in SENTENCES:
        sentence, field = SENTENCES[constraint]
        kind = Denied if state == "42501" else UserError
        return kind(sentence, code=constraint, field=field)
    if state in _LATER:
        return Unavailable(_LATER[state])
    if state == "42501":
        return Denied("You are not allowed to do this.", code="denied")
    if state == "23505":
        return Conflict("This was already saved with other content.", code=constraint or "duplicate")
    if state == "23001":
        return UserError("Something else still depends on this, so it stays.", code=constraint)
    if state == "23503":
        return UserError("What this belongs to was changed meanwhile. Reload and try again.", code=constraint)
    if state == "22003":
        return UserError("A number is too large.", code="number_range")
    if state in {"22021", "22P05"} or (isinstance(original, psycopg.DataError) and not state):
        return UserError(_BAD_CHARACTER, code="bad_character")
    if state in {"28P01", "28000", "3D000"}:
        return Unavailable("The server does not accept this workstation. Ask whoever looks after it.")
    if state.startswith(("08", "57P")) or (isinstance(original, psycopg.OperationalError) and not state):
        return Unavailable(UNREACHABLE)
    if isinstance(error, sa.DBAPIError) and error.connection_invalidated:
        return Unavailable(UNREACHABLE)
    return None


def forget_rows(error: BaseException) -> None:
    """Take what an error quotes of a row out of its message, before it is logged or shown as a bug.

    "Failing row contains (…)" tells somebody's notes to whoever reads the log. Which rule it was stays.
    """
    original = error.orig if isinstance(error, sa.DBAPIError) else error
    detail = original.diag.message_detail if isinstance(original, psycopg.Error) else None
    if detail:
        for each in {id(one): one for one in (error, original) if one is not None}.values():
            each.args = tuple(
                one.replace(detail, "(not shown)") if isinstance(one, str) else one for one in each.args
            )

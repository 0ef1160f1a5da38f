"""The notice boards of the demo gym: what the triggers noted, dated as it would have been, and mostly read."""

from __future__ import annotations

from sqlalchemy import Connection, text

from gymtrainer_desktop.services.demo.cast import Stage

_READ_AFTER_DAYS = 4


def date_notifications(connection: Connection, stage: Stage) -> None:
    """Give what the triggers noted the dates it would have had, and mark most of it as read.

    The keys become the seed's too, so that the same seed makes the same rows.
    """
    values = {"seed": str(stage.seed), "now": stage.now, "days": _READ_AFTER_DAYS}
    # A pause and an end came as one row with their beginning: the news of them is added.
    connection.execute(
        text(
            """
            INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
            SELECT who.id, CASE a.status WHEN 'paused' THEN 'assignment_paused' ELSE 'assignment_ended' END,
                jsonb_build_object('trainer', i.name, 'member', p.full_name), a.id
            FROM public.trainer_assignments a
            JOIN public.instructors i ON i.id = a.trainer_id JOIN public.profiles p ON p.id = a.member_id
            CROSS JOIN LATERAL (VALUES (a.member_id), (i.user_id)) who (id)
            WHERE a.status <> 'active'
            UNION ALL
            SELECT p.id, 'client_requested', jsonb_build_object('trainer', i.name, 'member', m.full_name), w.id
            FROM public.client_requests r JOIN public.trainer_waitlist w ON w.id = r.waitlist_id
            JOIN public.instructors i ON i.id = r.trainer_id JOIN public.profiles m ON m.id = w.member_id
            CROSS JOIN public.profiles p WHERE p.is_admin
            """
        )
    )
    connection.execute(
        text(
            """
            WITH given AS (SELECT CAST(:now AS timestamptz) AS now, CAST(:seed AS text) AS seed),
            happened AS (
                SELECT a.id, CASE a.status WHEN 'active' THEN a.assigned_at ELSE
                    (coalesce(a.paused_on, a.end_date) + time '10:15') AT TIME ZONE s.time_zone END AS at
                FROM public.trainer_assignments a, public.gym_settings s
                UNION ALL SELECT p.id, p.created_at FROM public.workout_plans p
                UNION ALL SELECT n.id, n.created_at FROM public.trainer_client_notes n
                UNION ALL SELECT r.waitlist_id, r.asked_at FROM public.client_requests r),
            luck AS (
                SELECT n.id, g.now, least(h.at, g.now) AS at,
                    md5(concat_ws('/', g.seed, n.recipient_id, n.kind, n.subject_id)) AS key
                FROM given g, public.notifications n JOIN happened h ON h.id = n.subject_id)
            UPDATE public.notifications n SET id = l.key::uuid, created_at = l.at,
                -- The old ones were read within days, some of the newer ones too.
                read_at = CASE WHEN l.at < l.now - make_interval(days => :days)
                        OR (l.at < l.now - interval '1 day' AND n.kind NOT IN ('note_shared', 'new_client') AND l.key < '8')
                    THEN least(l.now, l.at + interval '5 minutes'
                        + interval '2 days' * ('x' || right(l.key, 4))::bit(16)::integer / 65536) END
            FROM luck l WHERE l.id = n.id
            """
        ),
        values,
    )

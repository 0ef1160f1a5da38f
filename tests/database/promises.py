"""What must never be so, whatever was done before: each asks for what is wrong."""

from __future__ import annotations

WRONG = {
    "a counter that is off": (
        "SELECT i.id FROM public.instructors i LEFT JOIN public.trainer_assignments a"
        " ON a.trainer_id = i.id AND a.status = 'active' GROUP BY i.id HAVING count(a.id) <> i.active_clients"
    ),
    "two active trainers": (
        "SELECT member_id FROM public.trainer_assignments WHERE status = 'active'"
        " GROUP BY member_id HAVING count(*) > 1"
    ),
    "waiting with a trainer": (
        "SELECT w.id FROM public.trainer_waitlist w JOIN public.trainer_assignments a USING (member_id)"
        " WHERE w.status IN ('waiting', 'offered', 'accepted') AND a.status = 'active'"
    ),
    "training or waiting without being active": (
        "SELECT p.id FROM public.profiles p WHERE NOT p.is_active AND ("
        "EXISTS (SELECT 1 FROM public.trainer_assignments a WHERE a.member_id = p.id AND a.status <> 'completed')"
        " OR EXISTS (SELECT 1 FROM public.trainer_waitlist w WHERE w.member_id = p.id"
        " AND w.status IN ('waiting', 'offered', 'accepted')))"
    ),
    "more offers than places": (
        "SELECT i.id FROM public.instructors i JOIN public.trainer_waitlist w ON w.offered_trainer_id = i.id"
        " AND w.status IN ('offered', 'accepted') GROUP BY i.id"
        " HAVING count(*) > CASE WHEN i.is_active AND i.is_personal_trainer THEN i.max_clients - i.active_clients ELSE 0 END"
    ),
}
OVER = {
    "more clients than places": "SELECT i.id FROM public.instructors i WHERE i.active_clients > i.max_clients"
}
"""Wrong only where nobody lowered a limit below what there was."""

"""What members and trainers of the demo gym wrote to one another, and when it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from gymtrainer_desktop.services.demo.cast import Client, Keys, Stage
from gymtrainer_desktop.services.demo.people import SARAH
from gymtrainer_desktop.services.demo.timeline import Engagement
from gymtrainer_desktop.services.demo.training import Row

_DAY = timedelta(days=1)
_SHARE = 0.35
"""So many of the clients whose story says nothing about it write now and then."""

# Days ago, whether the trainer wrote it, the words, and whether the other end has read them.
_Said = tuple[int, bool, str, bool]
_SARAH: tuple[_Said, ...] = (
    (41, True, "Welcome to the new block! Two reps in reserve until week 3, please.", True),
    (41, False, "Will do. Is the rowing machine on Saturday a must?", True),
    (40, True, "20 easy minutes. You should be able to talk all the way.", True),
    (12, False, "Face pulls feel great, my shoulders thank you.", True),
    (12, True, "Lovely. We keep them then.", True),
    (3, True, "Great depth on squats this week!", True),
    (1, False, "Thanks! I wrote down how each set felt, like you asked.", False),
    (1, False, "Could we start ten minutes later on Wednesday?", False),
)
_MIKE: tuple[_Said, ...] = (
    (9, True, "How does the bench feel with the pause?", True),
    (8, False, "Hard but honest. 92.5 moved well on Thursday.", True),
    (1, False, "Bar speed was good again. 95 next week?", False),
)
_TALKS: tuple[tuple[_Said, ...], ...] = (
    (
        (20, False, "I am away next week. Can I do the sessions at the hotel?", True),
        (20, True, "Yes: dumbbells instead of the bar, same sets. Log them as they are.", True),
    ),
    (
        (15, True, "You have three workouts in a row. Well done!", True),
        (14, False, "It begins to be fun.", True),
    ),
    (
        (6, False, "My knee is a bit swollen since Tuesday.", True),
        (6, True, "Leave the squats out and do the rest. We look at it on Friday.", True),
        (5, False, "Thank you, already better.", True),
    ),
    ((4, True, "The new plan is there. Ask me if anything is unclear.", True),),
    ((2, False, "Which shoes do you recommend for deadlifts?", False),),
)


def message_rows(stage: Stage, client: Client, engagements: list[Engagement]) -> Iterator[Row]:
    """Yield the thread of a client with their present trainer, as far back as that goes."""
    present = engagements[-1]
    if present.status == "completed":
        return
    rng = stage.chance("messages", client.person.name)
    keys = Keys(stage.chance("keys of messages", client.person.name))
    talk = {SARAH: _SARAH, "Mike Davis": _MIKE}.get(client.story.name)
    if talk is None:
        talk = rng.choice(_TALKS) if rng.random() < _SHARE else ()
    minute = rng.randint(0, 20)
    before: datetime | None = None
    for ago, by_trainer, words, is_read in talk:
        minute += rng.randint(3, 40)
        at = stage.at(stage.today - _DAY * ago, 9 + minute // 60 % 10, minute % 60)
        if before is not None and at <= before:
            at = before + timedelta(minutes=rng.randint(2, 20))
        if at <= present.assigned_at:
            continue
        before = at
        sender = present.trainer.person.id if by_trainer else client.person.id
        read = min(stage.now, at + timedelta(minutes=rng.randint(1, 90))) if is_read else None
        yield (keys.at(at), present.id, sender, by_trainer, words, at, read)


def date_message_notifications(connection: Connection) -> None:
    """Date the news of messages like the message they are about: the first unread one, else the last."""
    connection.execute(
        text(
            """
            UPDATE public.notifications n SET created_at = said.sent_at, read_at = said.read_at
            FROM (
                SELECT DISTINCT ON (m.assignment_id, m.from_trainer) m.assignment_id, m.sent_at, m.read_at,
                    CASE WHEN m.from_trainer THEN a.member_id ELSE i.user_id END AS recipient_id
                FROM public.messages m JOIN public.trainer_assignments a ON a.id = m.assignment_id
                JOIN public.instructors i ON i.id = a.trainer_id
                ORDER BY m.assignment_id, m.from_trainer, m.read_at IS NULL DESC,
                    CASE WHEN m.read_at IS NULL THEN m.sent_at END, m.sent_at DESC) said
            WHERE n.kind = 'message' AND n.subject_id = said.assignment_id AND n.recipient_id = said.recipient_id
            """
        )
    )

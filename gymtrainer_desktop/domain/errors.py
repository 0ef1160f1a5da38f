"""The three kinds of failure that everything above the database knows.

A `UserError` is about the input or a rule and is shown in words; `Unavailable` is about the server and is
answered with the offline bar and a retry; whatever else is raised is a bug.
"""

from __future__ import annotations


class GymError(Exception):
    """Base of every failure the application expects."""


class UserError(GymError):
    """The input breaks a rule; the message is one sentence meant for the person at the screen.

    Attributes:
        message: The sentence to show.
        code: Stable name of the rule, usually the database constraint's, for callers that react to it.
        field: Name of the form field the sentence belongs beside, if it belongs to one.
    """

    def __init__(self, message: str, *, code: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class Denied(UserError):
    """The signed-in person has no right to do this, or what they ask for is not there for them."""


class Conflict(UserError):
    """Somebody else changed the same thing first; nothing was written."""


class SignedOut(UserError):
    """The session ended: signed out, idle for too long, or revoked."""


class Unavailable(GymError):
    """The database cannot be reached now; the same call may succeed later.

    Attributes:
        message: One sentence that says what happened.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

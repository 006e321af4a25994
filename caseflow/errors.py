"""What an action or a query may answer instead of a result, in words fit for the screen."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID


class CaseflowError(Exception):
    """The parent of every plain answer that is not a result."""


class Unknown(CaseflowError):
    """There is no such record, or the viewer may not know of it: the two are never told apart."""


class NotAllowed(CaseflowError):
    """The viewer may see the record but not do this to it."""

    def __init__(self, message: str = "You cannot do this.") -> None:
        super().__init__(message)
        self.message = message


class Conflict(CaseflowError):
    """The move is no longer possible: it says what happened, who did it and when."""

    def __init__(
        self, message: str, *, who: str | None = None, at: datetime | None = None, own: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.who = who
        self.at = at
        self.own = own
        """Whether it was the actor's own earlier move."""


class NeedsLead(CaseflowError):
    """The step needs the safeguarding lead first; it never says why."""

    def __init__(self, person_id: UUID, worker_id: UUID) -> None:
        super().__init__("This needs the safeguarding lead first.")
        self.person_id = person_id
        self.worker_id = worker_id


class Invalid(CaseflowError):
    """What was typed breaks a rule: a message for each field, shown beside it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = dict(faults)


class Misconfigured(CaseflowError):
    """The installation cannot serve as it is: one sentence that says what to do."""

"""Whether a try to reach somebody keeps to the rule of the number that is used, and why not. Pure."""

from __future__ import annotations

from datetime import datetime

from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.safe_times import outside_words
from caseflow.choices import FieldState
from caseflow.people.choices import CHANNELS_OF, Channel
from caseflow.people.contact_rules import PointState
from caseflow.people.values import PointCard

MESSAGES = (Channel.VOICEMAIL, Channel.TEXT, Channel.EMAIL, Channel.POST)
REFUSED = {
    Channel.CALL: "The person said not to call this number.",
    Channel.EMAIL: "The person said not to write to this address.",
    Channel.POST: "The person said to send no letters to this address.",
}


def outside_rule(
    point: PointCard, at: datetime, outcome: AttemptOutcome = AttemptOutcome.NO_ANSWER
) -> tuple[str, ...]:
    """Return in what a try at this moment goes beyond what was agreed for a number or address; nothing if it does not.

    Not yet asked is not a no: the first-contact procedure may be followed, but no message may be left.
    """
    if point.state is PointState.STOPPED:
        return ("It is stopped, and nobody may use it until a manager decides.",)
    found = []
    channels = CHANNELS_OF[point.kind]
    if outcome is AttemptOutcome.LEFT_AS_AGREED:
        if not any(point.may[one] is FieldState.ALLOWED for one in channels if one in MESSAGES):
            found.append("No message was agreed for it.")
    elif point.may[channels[0]] is FieldState.NOT_ALLOWED:
        found.append(REFUSED[channels[0]])
    if outside_words(point.safe_times, at, at):
        found.append(f"It is safe only at: {point.safe_times}.")
    return tuple(found)

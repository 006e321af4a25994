"""Names of audit events and their meanings. Each room declares its own in its ``events.py``."""

from typing import NamedTuple


class Event(NamedTuple):
    """An event's permanent name (room:subject:what), its meaning in a sentence, and whether it is a mere read."""

    name: str
    meaning: str


REGISTRY: dict[str, Event] = {}


def declare(name: str, meaning: str) -> Event:
    """Declare an event once; raises ValueError if the name is taken or has no three parts."""
    if name in REGISTRY:
        raise ValueError(f"the event {name} is declared twice")
    if name.count(":") != 2:
        raise ValueError(f"the event {name} needs the form room:subject:what")
    REGISTRY[name] = event = Event(name, meaning)
    return event


def meaning_of(name: str) -> str:
    """Return what an event means; one that this version no longer knows is given by its name."""
    return REGISTRY[name].meaning if name in REGISTRY else name


REFUSED = declare(
    "access:request:refused", "A request for something the viewer may not know of, or that never existed"
)
FORBIDDEN = declare("access:request:forbidden", "A request to do what the viewer may not do")
REANCHORED = declare(
    "audit:chain:reanchored", "A restore or a move made the chain of the audit end where it ended then"
)
KEYS_CREATED = declare("crypto:keys:created", "The installation's first key and secrets were made")

"""The likely matches that a form showed, as it carries them. Pure."""

from uuid import UUID

MOST = 50


def ids_in(text: object) -> tuple[UUID, ...]:
    """Return the ids in what a form carried; whatever is none is left out."""
    found = []
    for piece in str(text or "").split(",")[:MOST]:
        try:
            found.append(UUID(piece.strip()))
        except ValueError:
            continue
    return tuple(found)

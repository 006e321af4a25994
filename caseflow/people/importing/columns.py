"""Which column of a file holds what: the columns' own names, or a map in TOML. Pure."""

import tomllib
from collections.abc import Sequence

COLUMNS = ("id", "given_name", "surname", "date_of_birth", "postcode", "phone", "email")
NAMES = ("given_name", "surname")


class BadFile(Exception):
    """A file that cannot be read as it is: a sentence that says why, and what to do."""


def read_map(text: str) -> dict[str, str]:
    """Return the map from our columns to the file's headings; raises BadFile for what is none.

    The map reads ``[columns]`` and then lines such as ``surname = "Last name"``.
    """
    try:
        read = tomllib.loads(text).get("columns")
    except tomllib.TOMLDecodeError as fault:
        raise BadFile(f"The map is not TOML: {fault}.") from None
    if not isinstance(read, dict) or not all(isinstance(one, str) for one in read.values()):
        raise BadFile('The map needs a table [columns] with lines such as surname = "Last name".')
    unknown = sorted(set(read) - set(COLUMNS))
    if unknown:
        raise BadFile(f"The map names {', '.join(unknown)}: the columns are {', '.join(COLUMNS)}.")
    return dict(read)


def places_of(headings: Sequence[str], mapped: dict[str, str], *, named: bool = True) -> dict[str, int]:
    """Return where each of our columns stands in a file; raises BadFile where the headings do not fit."""
    plain = [heading.strip().casefold() for heading in headings]
    doubled = sorted({one for one in plain if one and plain.count(one) > 1})
    if doubled:
        raise BadFile(f"The first line names a column twice: {', '.join(doubled)}.")
    places = {}
    for column in COLUMNS:
        heading = mapped.get(column, column).strip().casefold()
        if heading in plain:
            places[column] = plain.index(heading)
        elif column in mapped:
            raise BadFile(f"The file has no column {mapped[column]!r}, which the map names for {column}.")
    if not set(NAMES if named else COLUMNS[1:]) & set(places):
        raise BadFile(
            f"The first line must name the columns ({', '.join(COLUMNS)}; any may be absent, but not all). "
            "Where the file has other names for them, write a map and give it with --map."
        )
    return places

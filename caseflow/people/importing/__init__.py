"""Taking people in from an older system, and asking a whole list who is known: both read the same kind of file."""

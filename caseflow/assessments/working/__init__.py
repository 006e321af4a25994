"""Working on a half-done assessment, alone or with somebody else at the same time."""

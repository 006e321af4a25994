"""Where the two sides meet: only the safeguarding lead is told, and decides."""

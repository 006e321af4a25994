"""What the rules of signals need to know of some rows of the audit."""

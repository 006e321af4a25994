"""Privacy: legal holds, and the erasure of a person with all that hangs on them."""

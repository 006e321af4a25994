"""Working a case: attempts, moves, pauses and the close."""

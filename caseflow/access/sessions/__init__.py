"""Server-side sessions: what a token stands for, and how it is listed, locked and ended."""

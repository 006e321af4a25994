"""Password resets: a link for one use, made by a manager or an administrator, that never skips the second factor."""

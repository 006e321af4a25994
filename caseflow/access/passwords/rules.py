"""Which new passwords are refused, and why: in words for the screen."""

SHORTEST, LONGEST = 15, 128


def fault_in(password: str, username: str, name: str) -> str | None:
    """Say what is wrong with a new password, or nothing."""
    if len(password) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more. Three or four unrelated words are easy to remember."
    if len(password) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer."
    plain = password.casefold()
    own = [part for part in (username, *name.split()) if len(part) > 2]
    if any(part.casefold() in plain for part in own):
        return "Password must not hold your name or your sign-in name."
    if len(set(plain)) < 5 or plain in (plain[:1] * len(plain), plain[:3] * (len(plain) // 3)):
        return "Password must not repeat a few characters over and over."
    return None

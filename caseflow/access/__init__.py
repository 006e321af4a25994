"""Users and what they may do: memberships, grants, sign-in, the policy page and the guard."""

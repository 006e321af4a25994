"""Sealing at rest: keys, vaults and sealed attributes. Knows no person and no request."""

"""Instruments as data: one TOML file per instrument and version, and the code that checks it."""

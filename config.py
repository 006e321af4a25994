"""Settings, read from the environment. Each default is right for an installation of its own."""

import os
from pathlib import Path

ROOT = Path(__file__).parent


class Config:
    """The settings of one installation."""

    CASEFLOW_DATA = Path(os.environ.get("CASEFLOW_DATA") or ROOT / "instance" / "data")
    CASEFLOW_KEYS = Path(os.environ.get("CASEFLOW_KEYS") or ROOT / "instance" / "keys")
    CASEFLOW_ANCHORS = os.environ.get("CASEFLOW_ANCHORS", "")
    CASEFLOW_ANCHOR_SYSLOG = os.environ.get("CASEFLOW_ANCHOR_SYSLOG", "")
    # For how many days the longest-kept backup is kept: so long an epoch of keys lasts.
    CASEFLOW_BACKUP_DAYS = os.environ.get("CASEFLOW_BACKUP_DAYS") or 35
    CASEFLOW_BACKUPS = Path(os.environ.get("CASEFLOW_BACKUPS") or ROOT / "instance" / "backups")
    # The address that users type (https://…), and how many trusted proxies stand before it: their words on the
    # user's address and on TLS are believed, and nobody else's.
    CASEFLOW_URL = os.environ.get("CASEFLOW_URL", "")
    CASEFLOW_PROXIES = int(os.environ.get("CASEFLOW_PROXIES") or 0)
    DATABASE_URL = os.environ.get("DATABASE_URL", "")
    # With these two beside it, PostgreSQL holds every request to its viewer's rows (docs/operations.md).
    CASEFLOW_OWNER_URL = os.environ.get("CASEFLOW_OWNER_URL", "")
    CASEFLOW_KEEPER_URL = os.environ.get("CASEFLOW_KEEPER_URL", "")

    # Argon2id: 64 MiB and three passes take about a tenth of a second.
    ARGON2_MEMORY_KIB = 64 * 1024
    ARGON2_TIME_COST = 3

    # A session is locked after so many idle minutes, and ends after so many hours however busy it is.
    CASEFLOW_IDLE_MINUTES = int(os.environ.get("CASEFLOW_IDLE_MINUTES") or 15)
    CASEFLOW_IDLE_IN_CALL_MINUTES = int(os.environ.get("CASEFLOW_IDLE_IN_CALL_MINUTES") or 60)
    CASEFLOW_SESSION_HOURS = int(os.environ.get("CASEFLOW_SESSION_HOURS") or 8)
    # How long a proof of who one is counts as fresh, for exports, erasure and the like.
    CASEFLOW_FRESH_MINUTES = 10

    MAX_CONTENT_LENGTH = 2 * 1024 * 1024
    MAX_FORM_PARTS = 2000
    SESSION_COOKIE_NAME = "__Host-caseflow"
    CASEFLOW_DEVICE_COOKIE = "__Host-caseflow-device"
    SESSION_COOKIE_SECURE = True  # browsers take it over TLS, and on the machine itself
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    WTF_CSRF_TIME_LIMIT = None  # the token lives as long as the session, whose length the server decides

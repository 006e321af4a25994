"""Audit events of oversight: reading the audit leaves its own rows."""

from caseflow.audit.events import declare

LIST_CHANGED = declare("oversight:restriction:list", "Who may see a restricted record was changed")
RESTRICTED = declare("oversight:restriction:begun", "A record was restricted, with a reason")
UNRESTRICTED = declare("oversight:restriction:ended", "A restriction was ended, with a reason")
RESTRICTION_READ = declare(
    "oversight:restriction:read", "Why a record is restricted, and who may see it, was read"
)
LOOKED_READ = declare("oversight:looked:read", "Who looked at a person's record was looked at")

"""Audit events of oversight: reading the audit leaves its own rows."""

from caseflow.audit.events import declare

LIST_CHANGED = declare("oversight:restriction:list", "Who may see a restricted record was changed")
RESTRICTED = declare("oversight:restriction:begun", "A record was restricted, with a reason")
UNRESTRICTED = declare("oversight:restriction:ended", "A restriction was ended, with a reason")
RESTRICTION_READ = declare(
    "oversight:restriction:read", "Why a record is restricted, and who may see it, was read"
)
LOOKED_READ = declare("oversight:looked:read", "Who looked at a person's record was looked at")
LOOKED_EXPORTED = declare("oversight:looked:exported", "Who looked at a person's record was given as a file")
DOERS_LISTED = declare("oversight:trail:users_listed", "The users whose doings can be read were listed")
DOER_READ = declare("oversight:trail:user_read", "What a user did was looked at")
REFUSALS_READ = declare("oversight:trail:refusals_read", "What was refused was looked at")
TRAIL_EXPORTED = declare("oversight:trail:exported", "Lines of the audit were given as a file")

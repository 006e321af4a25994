"""Audit events of oversight: reading the audit leaves its own rows."""

from caseflow.audit.events import declare

LOOKED_READ = declare("oversight:looked:read", "Who looked at a person's record was looked at")

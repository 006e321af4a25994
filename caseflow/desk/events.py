"""Audit events of the desk."""

from caseflow.audit.events import declare

DESK_READ = declare("desk:desk:read", "A desk was read")
HURT_READ = declare("desk:hurt:read", "The list of what could hurt someone was read")

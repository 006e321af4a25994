"""Audit events of loading a demonstration."""

from caseflow.audit.events import declare

LOADED = declare("demonstration:rows:loaded", "Rows of the invented demonstration were written")
FINISHED = declare("demonstration:load:finished", "The invented demonstration was loaded to its end")
